"""A file on its way into the library: what it would do there, and doing it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from enum import Enum, auto

from catalogue.values import dataclass
from sessions.edits import Update
from sessions.errors import RefusedEditError, UnknownPlanError, UnknownSessionError
from sessions.exchange import (
    PlanFile,
    SessionFile,
    plan_document,
    session_document,
    standing,
)
from sessions.joint.differences import Difference, differences
from sessions.joint.reasons import side_list
from sessions.plans.update import UpdatePlan, copy_of_plan, plan_differences
from sessions.reports.words import plural
from sessions.session import copy_of
from sessions.sqlite.reader import SqliteReader
from sessions.sqlite.store import SqliteStore
from sessions.store import LogKind, Stored, StoredPlan, Who


class OnClash(Enum):
    """What to do with a file of what is there with other content."""

    REFUSE = auto()
    UPDATE = auto()
    COPY = auto()


@dataclass(frozen=True, slots=True)
class Incoming(ABC):
    """A file that was read, next to what the library holds under its id, if anything."""

    name: str

    @property
    @abstractmethod
    def held_title(self) -> str | None:
        """The title of what the library holds; None if it holds nothing."""

    @property
    @abstractmethod
    def deleted(self) -> bool:
        """Whether what the library holds was deleted there."""

    @property
    @abstractmethod
    def same(self) -> bool:
        """Whether the library holds just this already, leaving aside what stays home."""

    @abstractmethod
    def keep(self, store: SqliteStore, who: Who, on_clash: OnClash, *, ours: bool) -> None:
        """Take the file into the library, in one step."""

    @abstractmethod
    def _said(self) -> str:
        """What the file is, for people."""

    @abstractmethod
    def _content(self) -> str:
        """How much is in the file."""

    @abstractmethod
    def _differences(self) -> tuple[Difference, ...]:
        """What an update would change. Raises RefusedEditError where there can be none."""

    def obstacle(self, on_clash: OnClash) -> str:
        """A sentence on what keeps the file out; empty if nothing does."""
        if self.held_title is None or self.same or on_clash is OnClash.COPY:
            return ""
        if on_clash is OnClash.UPDATE:
            try:
                self._differences()
            except RefusedEditError as error:
                return f"{self.name}: {error}"
            return ""
        if self.deleted:
            return (
                f'{self.name}: "{self.held_title}" was deleted here; --update brings it back, '
                "--as-copy keeps a copy"
            )
        return (
            f'{self.name}: "{self.held_title}" is in the library with other content; --update '
            "takes this file over, --as-copy keeps both"
        )

    def intended(self, on_clash: OnClash) -> Iterator[str]:
        """What importing means, a line for people; then what an update changes, line by line."""
        if self.held_title is None:
            yield f"{self._said()}: new, {self._content()}"
        elif on_clash is OnClash.COPY:
            yield f"{self._said()}: a copy, {self._content()}"
        elif self.same:
            yield f"{self._said()}: there already, nothing to do"
        else:
            yield f"{self._said()}: updated"
            for difference in self._differences():
                yield f"  {difference.title}: {'; '.join(difference.sentences)}"


@dataclass(frozen=True, slots=True)
class IncomingSession(Incoming):
    """A file of a session."""

    file: SessionFile
    held: Stored | None

    @property
    def held_title(self) -> str | None:
        return None if self.held is None else self.held.session.title

    @property
    def deleted(self) -> bool:
        return self.held is not None and self.held.session.deleted

    @property
    def same(self) -> bool:
        return (
            self.held is not None
            and not self.deleted
            and session_document(self.held.session) == session_document(self.file.session)
        )

    def keep(self, store: SqliteStore, who: Who, on_clash: OnClash, *, ours: bool) -> None:
        session = self.file.session
        if self.held is not None and on_clash is not OnClash.COPY:
            if not self.same:
                store.commit(session.id, Update(session), who=who, kind=LogKind.IMPORT)
            return
        if self.held is not None:
            session = copy_of(session)
        created, modified = self.file.created, self.file.modified
        store.create(session, who=who, ours=ours, created=created, modified=modified)

    def _said(self) -> str:
        session = self.file.session
        how = standing(self.file)
        return f'{self.name} ({how}): "{session.title}" of {session.organisation.name}'

    def _content(self) -> str:
        chosen, rated = self.file.session.progress()
        return f"{plural(chosen, 'activity', 'activities')}, {rated} rated"

    def _differences(self) -> tuple[Difference, ...]:
        if self.held is None:
            return ()
        held = self.held.session
        return differences(held, Update(self.file.session).apply(held))


@dataclass(frozen=True, slots=True)
class IncomingPlan(Incoming):
    """A file of a plan."""

    file: PlanFile
    held: StoredPlan | None

    @property
    def held_title(self) -> str | None:
        return None if self.held is None else self.held.plan.title

    @property
    def deleted(self) -> bool:
        return self.held is not None and self.held.plan.deleted

    @property
    def same(self) -> bool:
        return (
            self.held is not None
            and not self.deleted
            and plan_document(self.held.plan) == plan_document(self.file.plan)
        )

    def keep(self, store: SqliteStore, who: Who, on_clash: OnClash, *, ours: bool) -> None:
        plan = self.file.plan
        if self.held is not None and on_clash is not OnClash.COPY:
            if not self.same:
                store.plans.commit(plan.id, UpdatePlan(plan), who=who, kind=LogKind.IMPORT)
            return
        if self.held is not None:
            plan = copy_of_plan(plan)
        store.plans.create(plan, who=who)

    def _said(self) -> str:
        plan = self.file.plan
        sides = side_list(range(len(plan.sides)), [side.name for side in plan.sides])
        return f'{self.name}: "{plan.title}", a plan between {sides}'

    def _content(self) -> str:
        return plural(len(self.file.plan.items), "activity", "activities")

    def _differences(self) -> tuple[Difference, ...]:
        return plan_differences(self.held.plan, self.file.plan) if self.held else ()


def incoming(reader: SqliteReader, name: str, file: SessionFile | PlanFile) -> Incoming:
    """A file that was read, next to what the library holds."""
    if isinstance(file, PlanFile):
        try:
            return IncomingPlan(name, file, reader.plans.load(file.plan.id))
        except UnknownPlanError:
            return IncomingPlan(name, file, None)
    try:
        return IncomingSession(name, file, reader.load(file.session.id))
    except UnknownSessionError:
        return IncomingSession(name, file, None)
