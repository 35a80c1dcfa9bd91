"""What the library asks for on plans: opening, changing and writing one, and taking in its file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on

from sessions.errors import CommongridError, UnknownSessionError
from sessions.session import Step
from sessions.store import LogKind, LogRow, Outcome, Store, Stored, StoredPlan, Who
from tui import messages
from tui.agreeing import Agreeing
from tui.screens.page import Page
from tui.serving import InLibrary

if TYPE_CHECKING:
    from sessions.partnership import Partnership, PlanId
    from sessions.sqlite.reader import SqliteReader


class Filing(Agreeing):
    """An app whose library lists plans beside sessions."""

    def __init__(self, database: Path, who: Who) -> None:
        super().__init__(database, who)
        self.unfiled: list[messages.StoredPlanEditRequested] = []

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
            self.filed(answer, message.edit, InLibrary(self, again, log))

        def again(edit: Any) -> None:
            self.edit_stored_plan(messages.StoredPlanEditRequested(message.plan, edit))

        def log() -> list[LogRow]:
            return self.reader.plans.history(message.plan)

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
