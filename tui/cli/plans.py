"""The list of plans."""

from __future__ import annotations

from typing import Any

from sessions.joint.reasons import side_list
from sessions.store import PlanSummary
from tui.cli.library import shortened
from tui.cli.output import room, say, say_json, table
from tui.cli.place import Place

HEAD = ("ID", "TITLE", "BETWEEN", "PURSUE", "LATER", "DECLINE")
BESIDE_NAMES = 42
"""Cells that a row takes beside title and sides."""


def list_plans(place: Place, *, as_json: bool) -> None:
    """Print the plans that are not deleted, newest change first."""
    with place.reader() as reader:
        found = [one for one in reader.plans.all() if not one.deleted]
    if as_json:
        say_json([_listed(one) for one in found])
    elif not found:
        say(
            "There are no plans yet; one begins with a decision on the plan screen, or with "
            "`commongrid import`."
        )
    else:
        cut = shortened([one.id for one in found])
        rows = [_row(one, prefix) for one, prefix in zip(found, cut, strict=True)]
        names = max(24, room(BESIDE_NAMES))
        half = names // 2
        say(table(HEAD, rows, (36, names - half, half, 6, 5, 7)))


def _listed(one: PlanSummary) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "sides": [
            {"session": session, "name": name}
            for session, name in zip(one.sessions, one.sides, strict=True)
        ],
        "pursue": one.pursue,
        "later": one.later,
        "decline": one.decline,
        "undecided": one.undecided,
        "modified": one.modified.isoformat().replace("+00:00", "Z"),
    }


def _row(one: PlanSummary, prefix: str) -> tuple[str, ...]:
    counts = (one.pursue, one.later, one.decline)
    return prefix, one.title, side_list(range(len(one.sides)), one.sides), *map(str, counts)
