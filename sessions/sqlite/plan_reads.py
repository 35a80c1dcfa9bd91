"""Everything that can be asked of an open database about plans, with the standard sqlite3."""

from __future__ import annotations

from collections.abc import Sequence

from sessions.errors import UnknownPlanError
from sessions.partnership import PlanId
from sessions.session import SessionId
from sessions.sqlite import plan_rows
from sessions.sqlite.reads import ReadShelf
from sessions.sqlite.rows import Row
from sessions.store import PlanSummary, StoredPlan

_PLANS = f"SELECT {plan_rows.SUMMARY} FROM plan_overview ORDER BY modified DESC, id DESC"
_PLAN = f"SELECT {plan_rows.PLAN}, {plan_rows.KEPT} FROM plan WHERE id = ?"
_SIDES = f"SELECT {plan_rows.SIDE} FROM plan_side WHERE plan = ? ORDER BY position"
_ITEMS = f"SELECT {plan_rows.ITEM} FROM plan_item WHERE plan = ?"
_PROPOSALS = f"SELECT {plan_rows.PROPOSAL} FROM plan_proposal WHERE plan = ?"
_PLANS_OF = """
SELECT id, (SELECT count(*) FROM plan_side WHERE plan = id) AS sides FROM plan
WHERE deleted = 0 AND json_array_length(:sessions) = (
    SELECT count(*) FROM plan_side
    WHERE plan = id AND session IN (SELECT value FROM json_each(:sessions))
) ORDER BY sides = json_array_length(:sessions) DESC, modified DESC, id DESC LIMIT 1
"""


class PlanReads(ReadShelf[PlanId, StoredPlan]):
    """The plans on an open connection."""

    KIND = "plan"
    UNKNOWN = UnknownPlanError
    LISTED = "`commongrid list --plans` shows those there are"

    def all(self) -> list[PlanSummary]:
        """See `Plans.all`."""
        rows = self._rows(_PLANS)
        with self._understood("The list of plans"):
            return [plan_rows.plan_summary_from(row) for row in rows]

    def of(self, sessions: Sequence[SessionId]) -> StoredPlan | None:
        """See `Plans.of`."""
        found = self._rows(_PLANS_OF, sessions=plan_rows.sessions_text(sessions))
        return self.load(PlanId(found[0][0])) if found else None

    def _read(self, document: PlanId) -> list[list[Row]]:
        return [self._rows(sql, document) for sql in (_PLAN, _SIDES, _ITEMS, _PROPOSALS)]

    def _held(self, rows: list[list[Row]]) -> StoredPlan:
        (plan,), *parts = rows
        return plan_rows.stored_plan_from(plan, *parts)
