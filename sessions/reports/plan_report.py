"""The report of a plan: the record that every side keeps of what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sessions.joint.reasons import side_list
from sessions.partnership import Decision, Item, Partnership
from sessions.reports.blocks import (
    Block,
    Document,
    Line,
    Paragraph,
    Section,
    Table,
    TableCell,
    Tone,
    cell,
    facts,
)
from sessions.reports.session_report import anchor
from sessions.reports.words import change_log, colophon, plural

if TYPE_CHECKING:
    from sessions.store import LogRow

ORDER = (Decision.PURSUE, Decision.LATER, Decision.UNDECIDED, Decision.DECLINE)
"""Decisions as a report lists them: what is to be done first, what is not last."""


def plan_blocks(
    plan: Partnership, *, made: datetime, changed: Sequence[int], changes: Sequence[LogRow]
) -> Document:
    """A plan as blocks. `changed` are the sides whose session is no longer what was agreed on."""
    sides = side_list(range(len(plan.sides)), [side.name for side in plan.sides])
    head: list[Block] = [Paragraph(f"Between {sides}.")]
    head += [
        Paragraph(
            f"{plan.sides[side].name} has changed its session since this was agreed.", Tone.NOTICE
        )
        for side in changed
    ]
    listed = [(decision, plan.decided(decision)) for decision in ORDER]
    sections = [
        Section("At a glance", (_summary(plan),) if plan.items else (Paragraph("Still empty."),)),
        *(
            Section(
                f"{decision.words}: {plural(len(items), 'activity', 'activities')}",
                tuple(_item(plan, item) for item in items),
            )
            for decision, items in listed
            if items
        ),
        *change_log(changes),
        colophon(None, made),
    ]
    return Document(plan.title, tuple(head), tuple(sections))


def proposal_words(plan: Partnership, item: Item) -> list[str]:
    """The what-ifs of an item: "Aurel: investment moderate instead of high"."""
    return [
        f"{plan.sides[one.side].name}: {one.dimension} {one.to_level} instead of {one.from_level}"
        for one in item.proposed
        if one.side < len(plan.sides)
    ]


def lead_words(plan: Partnership, item: Item) -> list[str]:
    """Who leads on each side that named somebody: "Aurel: Ben"."""
    return [
        f"{side.name}: {item.lead(number)}"
        for number, side in enumerate(plan.sides)
        if item.lead(number)
    ]


def _summary(plan: Partnership) -> Table:
    return Table(
        caption="What was decided",
        corner="Activity",
        columns=("Decision", "Leads", "Next step", "Due"),
        rows=tuple(
            _summary_row(plan, item) for decision in ORDER for item in plan.decided(decision)
        ),
    )


def _summary_row(plan: Partnership, item: Item) -> tuple[TableCell, ...]:
    return (
        TableCell((Line(item.title, anchor(item.activity)),)),
        cell(item.decision.words),
        cell(*lead_words(plan, item)),
        cell(item.next_step),
        cell(item.due.isoformat() if item.due else ""),
    )


def _item(plan: Partnership, item: Item) -> Section:
    told = facts(
        ("Leads", "\n".join(lead_words(plan, item))),
        ("Pays", item.pays),
        ("Next step", item.next_step),
        ("Due", item.due.isoformat() if item.due else ""),
        ("Stop if", item.stop_if),
        ("Success when", item.success_when),
        ("Reason", item.reason),
        ("Note", item.note),
        ("Proposed", "\n".join(proposal_words(plan, item))),
    )
    written = told or (Paragraph("Nothing more was written.", Tone.QUIET),)
    return Section(item.title, written, anchor(item.activity), whole=True)
