"""Rows of a plan as values, and values as rows: what `sessions.sqlite.rows` is for a session."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from catalogue.activities import ActivityId
from catalogue.levels import Dimension, Level
from sessions.partnership import Decision, Item, Partnership, PlanId, Proposal, Side, sort_items
from sessions.session import SessionId
from sessions.sqlite.rows import Row, list_from, list_text, time_from
from sessions.store import PlanSummary, StoredPlan

PLAN = "id, title, deleted"
KEPT = "revision, created, modified"
SIDE = "position, session, name, version_hash"
ITEM = "activity, title, decision, leads, pays, next_step, due, stop_if, success_when, note, reason"
PROPOSAL = "activity, side, dimension, from_level, to_level"
SUMMARY = "id, title, sides, sessions, pursue, later, decline, undecided, deleted, modified"


def plan_row(plan: Partnership) -> list[Any]:
    """The columns of `PLAN`."""
    return [plan.id, plan.title, int(plan.deleted)]


def side_rows(plan: Partnership) -> Iterator[list[Any]]:
    """The columns of `SIDE` for each side."""
    for position, side in enumerate(plan.sides):
        yield [position, side.session, side.name, side.version_hash]


def item_row(item: Item) -> list[Any]:
    """The columns of `ITEM`."""
    return [
        item.activity,
        item.title,
        item.decision,
        list_text(item.leads),
        item.pays,
        item.next_step,
        item.due.isoformat() if item.due else None,
        item.stop_if,
        item.success_when,
        item.note,
        item.reason,
    ]


def proposal_rows(item: Item) -> Iterator[list[Any]]:
    """The columns of `PROPOSAL` for each what-if of an item."""
    for one in item.proposed:
        yield [item.activity, one.side, one.dimension, one.from_level, one.to_level]


def stored_plan_from(
    row: Row, sides: Iterable[Row], items: Iterable[Row], proposals: Iterable[Row]
) -> StoredPlan:
    """A plan of its rows: `PLAN` and `KEPT`, its sides by position, its items and what-ifs."""
    proposed: dict[str, list[Proposal]] = {}
    for activity, side, dimension, was, then in proposals:
        one = Proposal(side, Dimension(dimension), Level(was), Level(then))
        proposed.setdefault(activity, []).append(one)
    identity, title, deleted, revision, created, modified = row
    plan = Partnership(
        id=PlanId(identity),
        title=title,
        sides=tuple(Side(SessionId(one[1]), one[2], one[3]) for one in sides),
        items=sort_items(_item(one, proposed.get(one[0], ())) for one in items),
        deleted=bool(deleted),
    )
    return StoredPlan(plan, revision, time_from(created), time_from(modified))


def plan_summary_from(row: Row) -> PlanSummary:
    """The columns of `SUMMARY` as a line of a list."""
    return PlanSummary(
        id=PlanId(row[0]),
        title=row[1],
        sides=list_from(row[2]),
        sessions=tuple(SessionId(one) for one in list_from(row[3])),
        pursue=row[4],
        later=row[5],
        decline=row[6],
        undecided=row[7],
        deleted=bool(row[8]),
        modified=time_from(row[9]),
    )


def sessions_text(sessions: Iterable[SessionId]) -> str:
    """Ids of sessions as one JSON list, for a query."""
    return json.dumps(list(sessions))


def _item(row: Row, proposed: Iterable[Proposal]) -> Item:
    return Item(
        activity=ActivityId(row[0]),
        title=row[1],
        decision=Decision(row[2]),
        leads=list_from(row[3]),
        pays=row[4],
        next_step=row[5],
        due=None if row[6] is None else date.fromisoformat(row[6]),
        stop_if=row[7],
        success_when=row[8],
        note=row[9],
        reason=row[10],
        proposed=tuple(proposed),
    )
