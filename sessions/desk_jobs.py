"""What a desk asks of the store: small jobs for the writer's thread, each with its ticket."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from catalogue.values import dataclass
from sessions.store import GroupId, LogKind, Outcome, Shelf, Store, StoredPlan, Who

if TYPE_CHECKING:
    from sessions.edits import Edit
    from sessions.partnership import Partnership, PlanId
    from sessions.plans.edits import PlanEdit

Of = Callable[[Store], Shelf[Any, Any, Any]]
"""Which shelf of a store a job is about."""


class Address:
    """The id of a plan that may give way to another; told by `Begin`, before the jobs after it.

    Only the writer's thread touches `id` once the first job is on its way.
    """

    def __init__(self, id: PlanId) -> None:
        self.id = id


def of_sessions(store: Store) -> Shelf[Any, Any, Any]:
    """The sessions of a store, which are its own shelf."""
    return store


@dataclass(frozen=True, slots=True)
class Commit:
    """The job of saving one edit."""

    document: str | Address
    who: Who
    edit: Edit | PlanEdit
    group: GroupId | None
    kind: LogKind = LogKind.EDIT
    of: Of = of_sessions

    def __call__(self, store: Store) -> Outcome[Any]:
        return self.of(store).commit(
            _id(self.document), self.edit, who=self.who, group=self.group, kind=self.kind
        )


@dataclass(frozen=True, slots=True)
class Undo:
    """The job of taking back what this person did last."""

    document: str | Address
    who: Who
    of: Of = of_sessions

    def __call__(self, store: Store) -> Outcome[Any]:
        return self.of(store).undo(_id(self.document), who=self.who)


@dataclass(frozen=True, slots=True)
class Redo:
    """The job of doing again what this person took back last."""

    document: str | Address
    who: Who
    of: Of = of_sessions

    def __call__(self, store: Store) -> Outcome[Any]:
        return self.of(store).redo(_id(self.document), who=self.who)


@dataclass(frozen=True, slots=True)
class Begin:
    """The job of keeping a plan of its own, or of finding the one that its sides have."""

    plan: Partnership
    who: Who
    address: Address

    def __call__(self, store: Store) -> StoredPlan:
        stored = store.plans.begin(self.plan, who=self.who)
        self.address.id = stored.plan.id
        return stored


@dataclass(frozen=True, slots=True)
class Look:
    """The job of reading the document as it is now; cheap if nobody has changed it."""

    document: str | Address
    of: Of = of_sessions

    def __call__(self, store: Store) -> Any:
        return self.of(store).load(_id(self.document))


def _id(document: str | Address) -> str:
    return document.id if isinstance(document, Address) else document


DeskJob = Commit | Undo | Redo | Begin | Look


@dataclass(frozen=True, slots=True)
class Ticket:
    """What was asked for, and as which; comes back with its answer."""

    number: int
    job: DeskJob

    @property
    def saves(self) -> bool:
        """Whether it changes what is kept, and so must not be lost."""
        return not isinstance(self.job, Look)

    @property
    def edit(self) -> Edit | PlanEdit | None:
        """The edit that was asked for; None for any other job."""
        return self.job.edit if isinstance(self.job, Commit) else None
