"""Plans on disk: the shelf beside the sessions, in the same file and the same log."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.activities import ActivityId
from sessions.documents import PLANS
from sessions.partnership import Item, Partnership, PlanId
from sessions.plans.edits import PlanEdit
from sessions.sqlite.plan_reads import PlanReads
from sessions.sqlite.plan_rows import (
    ITEM,
    KEPT,
    PLAN,
    PROPOSAL,
    SIDE,
    item_row,
    plan_row,
    proposal_rows,
    side_rows,
)
from sessions.sqlite.rows import time_text
from sessions.sqlite.shelf import WriteShelf, fresh, insert, update
from sessions.store import StoredPlan, Who

_NEW = insert("plan", f"{PLAN}, {KEPT}, created_by")
_CHANGED = update("plan", f"{PLAN.removeprefix('id, ')}, revision, modified")
_SIDE = insert("plan_side", f"plan, {SIDE}")
_RESIDED = "UPDATE plan_side SET name = ?, version_hash = ? WHERE plan = ? AND position = ?"
_ITEM = insert("plan_item", f"plan, {ITEM}", replace=True)
_PROPOSAL = insert("plan_proposal", f"plan, {PROPOSAL}")
_NO_PROPOSALS = "DELETE FROM plan_proposal WHERE plan = ? AND activity = ?"
_NO_ITEM = "DELETE FROM plan_item WHERE plan = ? AND activity = ?"


class SqlitePlans(WriteShelf[PlanId, StoredPlan, PlanEdit], PlanReads):
    """The plans of a `SqliteStore`."""

    DOCUMENTS = PLANS

    def create(self, plan: Partnership, *, who: Who) -> StoredPlan:
        """See `Plans.create`."""
        with self._pen.writing():
            held = self._create(plan, who)
        return self._remember(plan.id, held)

    def begin(self, plan: Partnership, *, who: Who) -> StoredPlan:
        """See `Plans.begin`."""
        sessions = [side.session for side in plan.sides]
        with self._pen.writing():
            held = self.of(sessions)
            if held is None or len(held.plan.sides) != len(sessions):
                held = self._create(plan, who)
        return self._remember(held.plan.id, held)

    def _create(self, plan: Partnership, who: Who) -> StoredPlan:
        self._refuse_taken(plan.id)
        now = self._pen.now()
        held = StoredPlan(plan, 1, now, now)
        kept = [held.revision, time_text(now), time_text(now)]
        self._pen.db.execute(_NEW, [*plan_row(plan), *kept, who])
        self._pen.many(_SIDE, plan.id, side_rows(plan))
        self._write_items({}, plan)
        return held

    def _write(self, before: Partnership, held: StoredPlan) -> None:
        plan = held.plan
        values = [*plan_row(plan)[1:], held.revision, time_text(held.modified), plan.id]
        self._pen.db.execute(_CHANGED, values)
        for position, side in enumerate(plan.sides):
            if side != before.sides[position]:
                row = [side.name, side.version_hash, plan.id, position]
                self._pen.db.execute(_RESIDED, row)
        self._write_items(before.items, plan)

    def _write_items(self, before: Mapping[ActivityId, Item], plan: Partnership) -> None:
        changed = list(fresh(before, plan.items))
        gone = [[key] for key in before if key not in plan.items]
        said = [[item.activity] for item in changed]
        self._pen.many(_NO_PROPOSALS, plan.id, [*said, *gone])
        self._pen.many(_NO_ITEM, plan.id, gone)
        self._pen.many(_ITEM, plan.id, map(item_row, changed))
        for item in changed:
            self._pen.many(_PROPOSAL, plan.id, proposal_rows(item))
