"""What the library asks for, on sessions and on plans, and what it lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on
from textual.screen import Screen

from sessions.errors import CommongridError, UnknownSessionError
from sessions.session import SessionId, Step
from sessions.store import LogKind, LogRow, Outcome, Store, Stored, StoredPlan, Who
from tui import messages
from tui.agreeing import Agreeing
from tui.screens.page import Page
from tui.serving import Asked

if TYPE_CHECKING:
    from sessions.partnership import Partnership, PlanId
    from sessions.sqlite.reader import SqliteReader
    from tui.screens.library import LibraryPage


AT_ONCE = 100
"""Sessions that the first frame of the library may have; more than a terminal has lines."""


class Filing(Agreeing):
    """An app whose library lists plans beside sessions.

    What was asked for there and is not kept yet is in `unkept`, `unstored` and `unfiled`.
    """

    def __init__(self, database: Path, who: Who) -> None:
        super().__init__(database, who)
        self.unkept: dict[SessionId, messages.CreateRequested] = {}
        self.unstored: list[messages.StoredEditRequested] = []
        self.unfiled: list[messages.StoredPlanEditRequested] = []
        self._outdated = False

    def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, self._look_again)

    def others_changed(self) -> None:
        super().others_changed()
        self.refresh_library()

    # ---- the list

    def library(self) -> Page:
        """A new library screen on what is stored now: of many, the newest, and soon the others."""
        from tui.screens.library import LibraryPage

        self._outdated = False
        total, current = self.reader.counted()
        plans = tuple(self.reader.plan_summaries())
        if total <= AT_ONCE or not current:
            return LibraryPage(tuple(self.reader.sessions()), plans)
        page = LibraryPage(tuple(self.reader.newest(AT_ONCE)), plans, current=current)
        self.once_painted(partial(self._fill, page))
        return page

    def refresh_library(self) -> None:
        """Bring the library up to date if it is on screen; a covered one would repaint the top."""
        from tui.screens.library import LibraryPage

        if isinstance(self.screen, LibraryPage):
            self._fill(self.screen)
        else:
            self._outdated = True

    def _look_again(self, screen: Screen[Any]) -> None:
        """A library that something covered while others changed it is brought up to date."""
        if self._outdated:
            self.refresh_library()

    def _fill(self, page: LibraryPage) -> None:
        self._outdated = False

        def show(answer: Any) -> None:
            self.missed(answer)
            if not isinstance(answer, CommongridError):
                page.show_all(*answer)

        self.ask(lambda store: (store.sessions(), store.plans.all()), show, saves=False)

    # ---- sessions

    @on(messages.CreateRequested)
    def create(self, message: messages.CreateRequested) -> None:
        """Keep a new session, and open it if that is wanted."""

        def kept(answer: Any) -> None:
            self.unkept.pop(message.session.id, None)
            if isinstance(answer, CommongridError):
                self.say(str(answer), problem=True)
                return
            self.refresh_library()
            if message.said:
                self.say(message.said)
            if message.then_open:
                self.post_message(messages.OpenRequested(message.session.id))

        def keep(store: Store) -> Stored:
            stored = store.create(
                message.session,
                who=self.who,
                ours=message.ours,
                created=message.created,
                modified=message.modified,
            )
            if message.left_in is not None:
                from tui.rescue import forget

                forget(message.left_in)
            return stored

        self.unkept[message.session.id] = message
        self.ask(keep, kept)

    @on(messages.LoadRequested)
    def load(self, message: messages.LoadRequested) -> None:
        """Give a stored session to the screen that asked for it."""
        self.ask(lambda store: store.load(message.session), message.respond, saves=False)

    @on(messages.StoredEditRequested)
    def edit_stored(self, message: messages.StoredEditRequested) -> None:
        """Change a session of the library."""
        kind = LogKind.IMPORT if message.imported else LogKind.EDIT
        copies: list[Path] = []

        def job(store: Store) -> Outcome[Stored]:
            if message.imported and not copies:
                # With the store, as everything slow.
                from sessions.sqlite.backups import back_up_before_import

                copies.append(back_up_before_import(self.reader.path))
            return store.commit(message.session, message.edit, who=self.who, kind=kind)

        def done(answer: Any) -> None:
            self.unstored = [one for one in self.unstored if one is not message]
            self.filed(answer, message.edit, InLibrary(self, again, last_change))

        def again(edit: Any) -> None:
            self.edit_stored(messages.StoredEditRequested(message.session, edit))

        def last_change(path: str) -> LogRow | None:
            return self.reader.last_change(message.session, path)

        self.unstored.append(message)
        self.ask(job, done)

    def filed(self, answer: Any, edit: Any, at: InLibrary) -> None:
        """Tell what has become of a change in the library."""
        if isinstance(answer, CommongridError):
            self.refused(at, answer, edit)
        else:
            self.say(answer.label)
        self.refresh_library()

    # ---- plans

    def step_page(self, step: Step) -> Page:
        """The screen of a step of the open session."""
        raise NotImplementedError

    @on(messages.PlanOpenRequested)
    def open_plan(self, message: messages.PlanOpenRequested) -> None:
        """Open a kept plan with the sessions of its sides; without them it is read only."""

        def show(answer: Any) -> None:
            with self.telling():
                if isinstance(answer, CommongridError):
                    raise answer
                stored, sides = answer
                if missing(stored.plan, sides):
                    self._read_plan(stored.plan, sides)
                else:
                    self.push_screen(self.plan_page(stored, sides))

        self.ask(lambda store: with_sides(store, message.plan), show, saves=False)

    def plan_page(self, stored: StoredPlan, sides: Sequence[Stored]) -> Page:
        """The page of a kept plan; the first side of ours is the open session from now on.

        Raises UnknownSessionError where a side's session is not here.
        """
        from sessions.plans.desk import PlanDesk

        if absent := missing(stored.plan, sides):
            raise UnknownSessionError(not_here(stored.plan, absent))
        self.side_with(tuple(side.session for side in stored.plan.sides), sides)
        if not self.comparing:
            self.sit_down(next((one for one in sides if one.ours), sides[0]).session.id)
        held = (one for one in self.plan_desks if one.id == stored.plan.id)
        desk = next(held, None) or PlanDesk(
            stored, self.who, lambda ticket, job: self._submit_plan(desk, ticket, job)
        )
        self._sit_at(desk)
        return self.step_page(Step.PLAN)

    def _read_plan(self, plan: Partnership, sides: Sequence[Stored]) -> None:
        from tui.screens.read_back import ReadBack

        self.push_screen(ReadBack(plan, None))
        self.say(not_here(plan, missing(plan, sides)), problem=True)

    @on(messages.StoredPlanEditRequested)
    def edit_stored_plan(self, message: messages.StoredPlanEditRequested) -> None:
        """Change a plan of the library."""

        def told(answer: Any) -> None:
            self.unfiled = [one for one in self.unfiled if one is not message]
            for desk in self.plan_desks:
                if isinstance(answer, Outcome) and desk.id == message.plan:
                    desk.refresh(answer.stored)
            self.filed(answer, message.edit, InLibrary(self, again, last_change))

        def again(edit: Any) -> None:
            self.edit_stored_plan(messages.StoredPlanEditRequested(message.plan, edit))

        def last_change(path: str) -> LogRow | None:
            return self.reader.plans.last_change(message.plan, path)

        self.unfiled.append(message)
        self.ask(lambda store: store.plans.commit(message.plan, message.edit, who=self.who), told)

    @on(messages.PlanExportRequested)
    def export_plan(self, message: messages.PlanExportRequested) -> None:
        """Offer a kept plan as a file or a report."""
        from sessions.plans.planning import changed_sides

        def read(store: Store) -> messages.ReportRequested:
            stored, sides = with_sides(store, message.plan)
            changed = changed_sides(stored.plan, [one.session for one in sides])
            return messages.ReportRequested(stored.plan, changed)

        def offer(answer: Any) -> None:
            with self.telling():
                if isinstance(answer, CommongridError):
                    raise answer
                self.report(answer)

        self.ask(read, offer, saves=False)

    @on(messages.PlanLoadRequested)
    def load_plan(self, message: messages.PlanLoadRequested) -> None:
        """Give a kept plan to the screen that asked for it."""
        self.ask(lambda store: store.plans.load(message.plan), message.respond, saves=False)

    @on(messages.PlanCreateRequested)
    def create_plan(self, message: messages.PlanCreateRequested) -> None:
        """Keep a plan that came as a file."""
        self.ask(
            lambda store: store.plans.create(message.plan, who=self.who),
            lambda answer: self._told(answer, message.said),
        )

    @on(messages.PlanUpdateRequested)
    def update_plan(self, message: messages.PlanUpdateRequested) -> None:
        """Take over a newer file of a plan."""
        from sessions.plans.update import UpdatePlan

        def update(store: Store) -> Any:
            edit = UpdatePlan(message.plan)
            return store.plans.commit(message.plan.id, edit, who=self.who, kind=LogKind.IMPORT)

        self.ask(update, lambda answer: self._told(answer, f"Updated {message.plan.title}"))

    def _told(self, answer: Any, done: str) -> None:
        if isinstance(answer, CommongridError):
            self.say(str(answer), problem=True)
        else:
            self.say(done)
        self.refresh_library()


class InLibrary(Asked):
    """A title in the library, whose field has gone: the answer brings the list up to date."""

    def __init__(
        self,
        app: Filing,
        ask: Callable[[Any], None],
        last_change: Callable[[str], LogRow | None],
    ) -> None:
        super().__init__(app)
        self._ask = ask
        self._last_change = last_change

    def last_change(self, path: str) -> LogRow | None:
        return self._last_change(path)

    def write(self, edit: Any) -> None:
        self._ask(edit)


def with_sides(store: Store | SqliteReader, plan: PlanId) -> tuple[StoredPlan, list[Stored]]:
    """A kept plan, and the sessions of its sides that are here and not deleted, in their order."""
    stored = store.plans.load(plan)
    known = {one.id for one in store.sessions() if not one.deleted}
    return stored, [store.load(one.session) for one in stored.plan.sides if one.session in known]


def missing(plan: Partnership, sides: Sequence[Stored]) -> list[str]:
    """The names of the sides whose session is not among these."""
    known = {one.session.id for one in sides}
    return [side.name for side in plan.sides if side.session not in known]


def not_here(plan: Partnership, names: Sequence[str]) -> str:
    """Why a plan can be read but not gone on with."""
    return (
        f'The session of {" and ".join(names)} is not in this library, so "{plan.title}" can only '
        "be read; take in its file to go on with the plan."
    )
