"""The open plan: a desk as that of a session, on a plan that need not be kept yet.

A plan is kept at its first edit. Should its sides have got one meanwhile, from somebody else,
then that one is shown from there on, with what was done here applied to it:

    desk = PlanDesk(reader.plans.of(ids) or unkept(new_partnership(...)), who, submit)
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sessions.desk import DocumentDesk
from sessions.desk_jobs import Address, Begin, DeskJob, Redo, Ticket, Undo
from sessions.errors import CommongridError, NothingToUndoError, UnknownPlanError
from sessions.partnership import Partnership, PlanId
from sessions.plans.edits import PlanEdit
from sessions.store import GroupId, LogKind, Plans, Store, StoredPlan, Who


def of_plans(store: Store) -> Plans:
    """The plans of a store."""
    return store.plans


def unkept(plan: Partnership) -> StoredPlan:
    """A new plan as a desk takes it: not in any store before its first edit."""
    now = datetime.now(UTC)
    return StoredPlan(plan, 0, now, now)


class PlanDesk(DocumentDesk[StoredPlan, Partnership, PlanEdit]):
    """One plan as one person has it before them."""

    OF = staticmethod(of_plans)

    def __init__(
        self, stored: StoredPlan, who: Who, submit: Callable[[Ticket, DeskJob], None]
    ) -> None:
        super().__init__(stored, who, submit)
        self._unkept = Address(stored.plan.id) if stored.revision == 0 else None
        self._address = self._unkept or stored.plan.id

    @property
    def plan(self) -> Partnership:
        """What to show: the committed plan with what is on its way."""
        return self.document

    @property
    def id(self) -> PlanId:
        """The id of the plan; another one if the sides turn out to have a plan already."""
        return self.document.id

    def apply(
        self, edit: PlanEdit, group: GroupId | None = None, kind: LogKind = LogKind.EDIT
    ) -> Ticket | None:
        """See `DocumentDesk.apply`. The first edit has a new plan kept."""
        if self._unkept is not None and edit.apply(self.plan) is not self.plan:
            self._ask(Begin(self.stored.plan, self.who, self._unkept))
            self._unkept = None
        return super().apply(edit, group, kind)

    def refuse(self, ticket: Ticket, error: CommongridError) -> CommongridError | None:
        """See `DocumentDesk.refuse`. In a plan that is not kept there is nothing to undo."""
        if isinstance(error, UnknownPlanError) and isinstance(ticket.job, Undo | Redo):
            error = NothingToUndoError("You have changed nothing in this plan yet.")
        return super().refuse(ticket, error)
