"""From the checked tables of a plan's file to the plan: what its fields mean together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from catalogue.activities import ActivityId, builtin
from catalogue.values import dataclass
from sessions.files.fields import Checked, quoted
from sessions.files.opening import Findings
from sessions.files.reading import Opened, check_shape, id_of, usual_id
from sessions.files.shapes import PLAN
from sessions.partnership import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    Item,
    Partnership,
    PlanId,
    Proposal,
    Side,
    sort_items,
)
from sessions.session import SessionId

LEAST_SIDES = 2


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan as a file told it. `warnings` are sentences with file and line."""

    plan: Partnership
    warnings: tuple[str, ...]
    modified: datetime | None = None


def plan_in(opened: Opened) -> PlanFile:
    """The plan in a file. Raises FileProblemsError with every problem there is."""
    checked, findings = check_shape(opened, PLAN), opened.findings
    given = checked.get("side") or ()
    items = list(enumerate(checked.get("item") or ()))
    _check_sides(given, findings, told="side" in checked)
    _refuse_doubles(items, findings)
    for index, entry in items:
        _check_item(index, entry, len(given), findings)
    findings.raise_problems()
    sides = tuple(
        Side(SessionId(usual_id(one["session"])), one["name"], one["version_hash"].lower())
        for one in given
    )
    about = checked["plan"]
    made = id_of(*(side.session for side in sides), about["title"])
    plan = Partnership(
        id=PlanId(usual_id(about["id"]) if about["id"] else made),
        title=about["title"],
        sides=sides,
        items=sort_items(item for _, entry in items if not (item := _item(entry)).blank),
    )
    return PlanFile(plan, tuple(findings.warnings()), about["modified"])


def _check_sides(given: Sequence[Checked], findings: Findings, *, told: bool) -> None:
    if told and len(given) < LEAST_SIDES:
        findings.refuse(("side",), "a plan has two sides or more; add a [[side]] for each")
    first: dict[str, int] = {}
    for index, one in enumerate(given):
        if "session" not in one:
            continue
        known = first.setdefault(usual_id(one["session"]), index)
        if known != index:
            findings.refuse(
                ("side", index, "session"),
                f"side {index + 1}: its session is that of side {known + 1} too; "
                "each side has its own",
            )


def _refuse_doubles(items: Sequence[tuple[int, Checked]], findings: Findings) -> None:
    first: dict[str, int] = {}
    for index, entry in items:
        if "activity" not in entry:
            continue
        known = first.setdefault(entry["activity"], index)
        if known != index:
            line = findings.line(("item", known))
            findings.refuse(
                ("item", index, "activity"),
                f'item "{entry["activity"]}" is there twice, first in line {line}; keep one',
            )


def _check_item(index: int, entry: Checked, sides: int, findings: Findings) -> None:
    """What a plan asks of its items beyond their shape."""
    named = f"item {quoted(entry['activity'])}" if "activity" in entry else f"item {index + 1}"
    if entry.get("title") == "" and builtin().get(entry.get("activity", "")) is None:
        findings.refuse(
            ("item", index, "activity"), f"{named} is not in the built-in list, so it needs a title"
        )
    if len(entry.get("leads", ())) > sides:
        findings.refuse(
            ("item", index, "leads"),
            f"{named}: leads has {len(entry['leads'])} names, and the plan has {sides} sides; "
            "keep one per side",
        )
    due = entry.get("due")
    if due is not None and not EARLIEST_YEAR <= due.year <= LATEST_YEAR:
        findings.refuse(
            ("item", index, "due"),
            f"{named}: due is in the year {due.year}; "
            f"use a year from {EARLIEST_YEAR} to {LATEST_YEAR}",
        )
    seen: set[tuple[int, str]] = set()
    for number, one in enumerate(entry.get("proposed", ())):
        path = ("item", index, "proposed", number)
        if sides and one.get("side", 0) >= sides:
            findings.refuse(
                path, f"{named}: proposed to side {one['side']}, and the last is {sides - 1}"
            )
        if "from_level" in one and one["from_level"] == one.get("to_level"):
            findings.refuse(
                path, f"{named}: proposed is a change from {one['from_level']} to the same level"
            )
        if one.keys() >= {"side", "dimension"}:
            about = one["side"], one["dimension"]
            if about in seen:
                findings.refuse(
                    path,
                    f"{named}: the {one['dimension']} of side {one['side']} is proposed twice; "
                    "keep one",
                )
            seen.add(about)


def _item(entry: Checked) -> Item:
    known = builtin().get(entry["activity"])
    told = {
        **entry,
        "activity": ActivityId(entry["activity"]),
        "title": entry["title"] or (known.title if known else ""),
        "proposed": tuple(Proposal(**one) for one in entry["proposed"]),
    }
    return Item(**told)
