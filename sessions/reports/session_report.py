"""The report of one session: the paper's four lists first, then the matrix, then every reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from catalogue.activities import Activity, ActivityId
from catalogue.levels import Level
from sessions.matrix import COLUMNS, ROWS, Cell, Matrix, matrix, meaning
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
    cell,
    facts,
)
from sessions.reports.words import (
    change_log,
    colophon,
    level_meanings,
    plural,
    private_notice,
    profile,
    said,
    stays_home,
)
from sessions.session import Session

if TYPE_CHECKING:
    from sessions.store import LogRow

CORNERS: tuple[tuple[Cell, str], ...] = (
    (Cell(Level.HIGH, Level.LOW), "To pursue"),
    (Cell(Level.HIGH, Level.HIGH), "Valuable but costly"),
    (Cell(Level.LOW, Level.LOW), "Could be offered"),
    (Cell(Level.LOW, Level.HIGH), "Unlikely to be worth it"),
)
"""The four corners as the paper lists them, with the headings of their lists."""


def session_blocks(
    session: Session, *, made: datetime, with_private: bool, changes: Sequence[LogRow]
) -> Document:
    """A session as blocks. The caller has taken private fields out unless they are asked for."""
    lying = matrix(session)
    chosen, rated = session.progress()
    head: list[Block] = [*private_notice([session])]
    head += facts(*profile(session))
    head.append(Paragraph(f"{plural(chosen, 'activity', 'activities')} chosen, {rated} rated."))
    sections = [
        _four_lists(lying),
        Section("The matrix", tuple(_matrix_blocks(lying))),
        Section("Every activity", tuple(_activities(session, lying, with_private=with_private))),
        *_unrated(session, lying, with_private=with_private),
        Section(
            f"What the levels mean to {session.organisation.name}",
            facts(*level_meanings(session)) or (Paragraph("Not written down.", Tone.QUIET),),
        ),
        *change_log(changes, lambda row: not with_private and stays_home(row, session)),
        colophon(session, made),
    ]
    return Document(session.title, tuple(head), tuple(sections))


def matrix_table(lying: Matrix) -> Table:
    """The matrix as a table: benefit falls from row to row, investment rises to the right."""
    return Table(
        caption="Benefit by investment",
        corner="Benefit",
        columns=tuple(f"{level.capitalize()} investment" for level in COLUMNS),
        rows=tuple(
            (
                cell(f"{benefit.capitalize()} benefit"),
                *(_matrix_cell(lying, Cell(benefit, cost)) for cost in COLUMNS),
            )
            for benefit in ROWS
        ),
        grid=True,
    )


def _matrix_cell(lying: Matrix, place: Cell) -> TableCell:
    means = meaning(place)
    lines = tuple(Line(entry.short, anchor(entry.id)) for entry in lying.cells[place])
    return TableCell(lines, means.words if means.from_paper else f"{means.words} *")


def anchor(activity: ActivityId) -> str:
    """The name of an activity's section."""
    return f"activity-{activity}"


def _four_lists(lying: Matrix) -> Section:
    """The four corners that the paper reads."""
    parts = tuple(
        Section(
            f"{words} ({place.words})",
            (
                Paragraph(meaning(place).sentence, Tone.QUIET),
                Bullets(tuple(Line(one.title, anchor(one.id)) for one in lying.cells[place])),
            ),
            whole=True,
        )
        for place, words in CORNERS
    )
    between = lying.rated - sum(len(lying.cells[place]) for place, _ in CORNERS)
    remark = Paragraph(
        f"{plural(between, 'activity', 'activities')} in between, with a moderate level: "
        "see the matrix.",
        Tone.QUIET,
    )
    return Section("At a glance", (Columns(parts), *([remark] if between else [])))


def _matrix_blocks(lying: Matrix) -> list[Block]:
    blocks: list[Block] = []
    if lying.warning:
        blocks.append(Paragraph(lying.warning, Tone.NOTICE))
    blocks.append(matrix_table(lying))
    blocks.append(
        Paragraph(
            "* The words for cells with a moderate level are commongrid's; the paper reads the "
            "four corners only.",
            Tone.QUIET,
        )
    )
    return blocks


def _activities(session: Session, lying: Matrix, *, with_private: bool) -> list[Block]:
    entries = [entry for held in lying.cells.values() for entry in held]
    if not entries:
        return [Paragraph("None is rated yet.")]
    return [_activity(session, entry, with_private=with_private) for entry in entries]


def _activity(session: Session, entry: Activity, *, with_private: bool) -> Section:
    blocks: list[Block] = []
    if entry.id in session.own and entry.description:
        blocks.append(Paragraph(entry.description, Tone.QUIET))
    blocks += said(session.assessment(entry.id), with_private=with_private)
    return Section(entry.title, tuple(blocks), anchor(entry.id), whole=True)


def _unrated(session: Session, lying: Matrix, *, with_private: bool) -> list[Section]:
    if not lying.unrated:
        return []
    entries = [_activity(session, entry, with_private=with_private) for entry in lying.unrated]
    return [Section("Not yet rated", tuple(entries))]
