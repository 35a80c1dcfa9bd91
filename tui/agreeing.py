"""What screens ask for on the plan of the compared sides: one desk, as the open session has one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual import on

from sessions.errors import RefusedEditError
from sessions.session import Session, SessionId, Step
from sessions.store import Outcome, Store, StoredPlan
from tui import messages
from tui.joining import Joining
from tui.screens.page import Page
from tui.serving import OnDesk

if TYPE_CHECKING:
    from catalogue.activities import ActivityId
    from sessions.desk import Desk, Ticket
    from sessions.partnership import Partnership
    from sessions.plans.desk import PlanDesk


class Agreeing(Joining):
    """An app that keeps one plan open, that of the sides which are compared."""

    agreed: PlanDesk | None = None
    _left_plans: tuple[PlanDesk, ...] = ()

    def others_changed(self) -> None:
        """The plan, too, may have been changed elsewhere."""
        super().others_changed()
        if self.agreed is not None and self.agreed.stored.revision:
            self.agreed.look()

    def sides_with(self, session: SessionId) -> tuple[SessionId, ...]:
        """The sides of the newest plan with this session, if all of them are kept here."""
        stored = self.reader.plans.of([session])
        if stored is None:
            return super().sides_with(session)
        sides = tuple(side.session for side in stored.plan.sides)
        known = {one.id for one in self.reader.sessions() if not one.deleted}
        return sides if known.issuperset(sides) else super().sides_with(session)

    def plan_of_sides(self, sides: list[Session]) -> Partnership | None:
        """The plan as it now is; None while nothing was decided by these sides."""
        desk = self._plan_desk(sides)
        return desk.plan if desk.stored.revision or desk.unsaved else None

    def page_of_sides(self, step: Step) -> Page:
        """The plan where it is asked for, else the comparison."""
        return self._plan_page(None) if step is Step.PLAN else super().page_of_sides(step)

    @on(messages.PlanRequested)
    def show_plan(self, message: messages.PlanRequested) -> None:
        """Open the plan on top of the comparison, at one activity."""
        with self.telling():
            self.push_screen(self._plan_page(message.activity))

    def _plan_page(self, at: ActivityId | None) -> Page:
        from tui.screens.plan import PlanPage

        comparison = self.comparison()
        return PlanPage(self._plan_desk(list(comparison.sides)).plan, comparison, at=at)

    def _plan_desk(self, sides: list[Session]) -> PlanDesk:
        from sessions.comparison import side_names
        from sessions.plans.desk import PlanDesk, unkept
        from sessions.plans.planning import new_partnership

        wanted = [side.id for side in sides]
        if (held := self._held_desk(wanted)) is not None:
            return held
        stored = self.reader.plans.of(wanted)
        if stored is None or {side.session for side in stored.plan.sides} != set(wanted):
            stored = unkept(new_partnership(sides, " and ".join(side_names(sides))))
        desk = PlanDesk(stored, self.who, lambda ticket, job: self._submit_plan(desk, ticket, job))
        self._sit_at(desk)
        return desk

    def _held_desk(self, sides: Sequence[SessionId]) -> PlanDesk | None:
        """The plan of these sides that is open, or was left with changes that are not saved."""
        for desk in self.plan_desks:
            if desk.plan.deleted and not desk.unsaved:
                continue
            if {side.session for side in desk.plan.sides} == set(sides):
                self._sit_at(desk)
                return desk
        return None

    @property
    def plan_desks(self) -> list[PlanDesk]:
        """The open plan, and those left with changes that are not saved yet."""
        return [*([self.agreed] if self.agreed is not None else []), *self._left_plans]

    def _sit_at(self, desk: PlanDesk) -> None:
        self._left_plans = tuple(one for one in self.plan_desks if one is not desk and one.unsaved)
        self.agreed = desk

    def _submit_plan(self, desk: PlanDesk, ticket: Ticket, job: Callable[[Store], Any]) -> None:
        self.ask(
            job,
            lambda answer: self._settle_plan(desk, ticket, answer),
            saves=ticket.saves,
            keys_wait=ticket.edit is None,
        )

    def _settle_plan(self, desk: PlanDesk, ticket: Ticket, answer: Any) -> None:
        error = desk.settle(ticket, answer)
        self.missed(answer)
        if error is not None:
            self.refused(OnDesk(self, desk), error, ticket.edit)
        elif isinstance(answer, Outcome) and ticket.edit is None:
            self.say(answer.label)
        if desk is self.agreed:
            self._plan_changed(desk.plan)

    def _plan_changed(self, plan: Partnership) -> None:
        from tui.screens.comparison import ComparisonPage
        from tui.screens.plan import PlanPage

        for page in self.screen_stack:
            if isinstance(page, ComparisonPage | PlanPage):
                page.show_plan(plan)

    def is_open(self, desk: Desk | PlanDesk) -> bool:
        """Whether the screens show what is on this desk."""
        return desk is self.agreed or super().is_open(desk)

    def desk_changed(self, desk: Desk | PlanDesk) -> None:
        """Hand what is on a desk down to the screens that show it."""
        if self.agreed is not None and desk is self.agreed:
            self._plan_changed(self.agreed.plan)
        else:
            super().desk_changed(desk)

    @on(messages.PlanEditRequested)
    def edit_plan(self, message: messages.PlanEditRequested) -> None:
        """Show a change of the plan at once and have it saved; the first one keeps the plan."""
        with self.telling():
            desk = self._held_desk(self.sides) or self._plan_desk(list(self.comparison().sides))
            try:
                desk.apply(message.edit, message.group)
            except RefusedEditError as error:
                self.refused(OnDesk(self, desk), error, message.edit)
            self._plan_changed(desk.plan)

    def plan_taken_in(self, stored: StoredPlan) -> None:
        """Show what was rescued in place of the plan that its sides had not kept yet."""
        sides = {side.session for side in stored.plan.sides}
        for desk in self.plan_desks:
            if {side.session for side in desk.plan.sides} == sides:
                desk.refresh(stored)
                self.desk_changed(desk)

    @on(messages.PlanUndoRequested)
    def undo_plan(self) -> None:
        """Take back this person's last change of the plan."""
        if self.agreed is not None:
            self.agreed.undo()

    @on(messages.PlanRedoRequested)
    def redo_plan(self) -> None:
        """Do again what was taken back last in the plan."""
        if self.agreed is not None:
            self.agreed.redo()
