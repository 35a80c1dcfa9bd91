"""The report of a comparison: what to do together first, agreement last.

Agreement is not the goal, since each side rates for itself, so the tables of who rated alike
stand at the end, and the two reasons for a rating stand side by side at equal size.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from catalogue.levels import LEVELS
from sessions.comparison import Agreement, Comparison, Reading
from sessions.joint.reading import JointClass, Lever
from sessions.joint.reasons import lever_short, lever_words, side_list
from sessions.reports.blocks import (
    Block,
    Bullets,
    Columns,
    Document,
    Line,
    Paragraph,
    Section,
    Table,
    TableCell,
    Tone,
    bullets,
    cell,
)
from sessions.reports.session_report import anchor
from sessions.reports.words import (
    colophon,
    level_meanings,
    plural,
    private_notice,
    profile,
    said,
)

Said = tuple[tuple[str, str], ...]
"""Short names with what one side says under each."""


def comparison_blocks(found: Comparison, *, made: datetime, with_private: bool) -> Document:
    """A comparison as blocks. The caller has taken private fields out unless asked for them."""
    head: list[Block] = [*private_notice(found.sides)]
    profiles = [profile(side) for side in found.sides]
    meanings = [level_meanings(side) for side in found.sides]
    sections = [
        Section("At a glance", (_counts(found), *_questions(found))),
        Section("The sides", (_beside(found, "Who rated, and what for", profiles),)),
        *(_class_section(found, name) for name in JointClass if found.counts[name]),
        Section("What each side can offer", (_offers(found),)),
        Section("What each side would carry", (_load(found),)),
        Section("Every activity, from each side", tuple(_activities(found, with_private))),
        Section("What the levels mean", (_beside(found, "In each side's own words", meanings),)),
        Section("Where the ratings agree", tuple(_agreements(found))),
        colophon(found.sides[0], made),
    ]
    sides = side_list(range(len(found.names)), found.names)
    return Document(f"{sides}: a joint reading", tuple(head), tuple(sections))


def side_cell(reading: Reading, side: int) -> str:
    """What one side rated, in two words, or that it did not choose the activity."""
    rating = reading.cells[side]
    return rating.words if rating else "not chosen"


def _beside(found: Comparison, caption: str, told: Sequence[Said]) -> Block:
    """What each side says under the same names, as a table; names that no side filled are left."""
    rows = [
        (cell(name), *(cell(side[number][1]) for side in told))
        for number, (name, _) in enumerate(told[0])
        if any(side[number][1].strip() for side in told)
    ]
    if not rows:
        return Paragraph("Not written down.", Tone.QUIET)
    return Table(caption=caption, corner="", columns=found.names, rows=tuple(rows))


def _counts(found: Comparison) -> Table:
    return Table(
        caption="Activities by class, and when a class is given",
        corner="Class",
        columns=("Activities", "When"),
        rows=tuple(
            (cell(name.words), cell(str(found.counts[name])), cell(name.rule))
            for name in JointClass
        ),
    )


def _questions(found: Comparison) -> tuple[Block, ...]:
    """Titles that may mean one activity, which only the sides can tell."""
    return tuple(
        Paragraph(
            f"{one.sentence} "
            + ("They are read as one here." if one.same_id else "They are read as two here."),
            Tone.NOTICE,
        )
        for one in found.questions
    )


def _class_section(found: Comparison, name: JointClass) -> Section:
    readings = found.of(name)
    levers = any(one.levers for one in readings)
    columns = (*found.names, "Would be a start with") if levers else found.names
    table = Table(
        caption=f"{name.words}: benefit / investment of each side",
        corner="Activity",
        columns=columns,
        rows=tuple(_class_row(found, one, levers=levers) for one in readings),
    )
    return Section(name.words, (Paragraph(name.advice), table))


def _class_row(found: Comparison, reading: Reading, *, levers: bool) -> tuple[TableCell, ...]:
    cells = [cell(side_cell(reading, side)) for side in range(len(found.sides))]
    if levers:
        cells.append(cell(*(lever_short(one, found.names) for one in reading.levers)))
    return (TableCell((Line(reading.title, anchor(reading.activity)),)), *cells)


def _offers(found: Comparison) -> Block:
    """Per side, what it could do for the others at low cost to itself."""
    return Columns(
        tuple(
            Section(
                f"{name} can offer",
                (
                    Bullets(
                        tuple(
                            Line(one.title, anchor(one.activity))
                            for one in found.readings
                            if side in one.offered_by
                        ),
                        "Nothing was rated low / low that another side would gain from.",
                    ),
                ),
            )
            for side, name in enumerate(found.names)
        )
    )


def _load(found: Comparison) -> Table:
    classes = f"{JointClass.START_HERE.words} and {JointClass.RESOURCE_JOINTLY.words}".lower()
    return Table(
        caption=f"Activities under {classes}, by the investment of each side",
        corner="Side",
        columns=("High investment", "Moderate investment"),
        rows=tuple(
            (cell(name), cell(str(load.high)), cell(str(load.moderate)))
            for name, load in zip(found.names, found.load, strict=True)
        ),
    )


def _activities(found: Comparison, with_private: bool) -> list[Block]:
    if not found.readings:
        return [Paragraph("No side has chosen an activity yet.")]
    return [_activity(found, one, with_private) for one in found.readings]


def _activity(found: Comparison, reading: Reading, with_private: bool) -> Section:
    parts = []
    for side, name in enumerate(found.names):
        held = found.assessment(reading, side)
        told = said(held, with_private=with_private) if held else (Paragraph("Not chosen."),)
        parts.append(Section(name, told))
    blocks: list[Block] = [Paragraph(_sentence(found.reason(reading))), Columns(tuple(parts))]
    if reading.levers:
        blocks.append(bullets([_lever(one, found.names) for one in reading.levers]))
    return Section(reading.title, tuple(blocks), anchor(reading.activity), whole=True)


def _lever(lever: Lever, names: Sequence[str]) -> str:
    return f"It would be a start {lever_words(lever, names)}."


def _sentence(words: str) -> str:
    """A reason as a sentence of its own; only its first letter is touched."""
    return f"{words[:1].upper()}{words[1:]}."


def _agreements(found: Comparison) -> list[Block]:
    blocks: list[Block] = []
    for one in found.agreements():
        first, second = found.names[one.first], found.names[one.second]
        blocks.append(
            Section(
                f"{one.dimension.capitalize()}: {first} and {second}",
                (
                    Paragraph(
                        f"{plural(one.same, 'activity', 'activities')} at the same level, "
                        f"{one.one_apart} one level apart, {one.two_apart} two levels apart."
                    ),
                    _cross_table(one, first, second),
                ),
                whole=True,
            )
        )
    return blocks


def _cross_table(one: Agreement, first: str, second: str) -> Table:
    return Table(
        caption=f"{one.dimension.capitalize()}: rows are {first}, columns are {second}",
        corner=first,
        columns=tuple(f"{second}: {level}" for level in LEVELS),
        rows=tuple(
            (cell(level.capitalize()), *(cell(str(one.table[level, other])) for other in LEVELS))
            for level in reversed(LEVELS)
        ),
    )
