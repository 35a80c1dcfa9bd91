"""The overview of a comparison: every side's matrix, what rests on whom, how alike they rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalogue.activities import Activity
from catalogue.levels import LEVELS, Dimension
from sessions.comparison import Agreement, Comparison, Load
from sessions.matrix import COLUMNS, ROWS, Cell, Matrix, matrix
from sessions.text import pad, safe_line, shorten
from tui.widgets.reader import Block, Look
from tui.widgets.spread import Beside, Drawn

LEAST_MATRIX = 46
"""Cells below which matrices stand one below the other."""

MOST_IN_A_CELL = 8
"""Activities named in a cell; of more, the last line says how many."""

NAME = 8
"""Cells of the names of the rows, as in the matrix, which leaves a label whole at 80 columns."""

Line = tuple[tuple[str, Look], ...]


def overview(comparison: Comparison, width: int) -> tuple[Block, ...]:
    """All of the overview, for a pane of so many cells."""
    count = len(comparison.sides)
    blocks = [*matrices(comparison, width)]
    blocks += [Block(""), Block("What rests on each side", Look.HEADING)]
    blocks += [
        Block(_load(load), label=f"{name}: ")
        for name, load in zip(comparison.names, comparison.load, strict=True)
    ]
    blocks += [
        Block("Counted over start here and resource jointly.", Look.QUIET),
        Block(""),
        Block("How alike the levels are", Look.HEADING),
        Block("Each side rates for itself, so they need not agree.", Look.QUIET),
    ]
    agreements = comparison.agreements()
    for first, second in dict.fromkeys((one.first, one.second) for one in agreements):
        pair = [one for one in agreements if (one.first, one.second) == (first, second)]
        if count > 2:
            names = comparison.names
            blocks.append(Block(f"{names[first]} and {names[second]}", Look.STRONG))
        blocks += [Block(_alike(one), label=f"{one.dimension}: ".capitalize()) for one in pair]
        tables = tuple((_cross_table(comparison.names, one),) for one in pair)
        blocks += [Block(""), Beside("", columns=tables, least=72), Block("")]
    return tuple(blocks)


def matrices(comparison: Comparison, width: int) -> tuple[Block, ...]:
    """Every side's matrix, side by side where the pane is wide enough."""
    held = [matrix(session) for session in comparison.sides]
    each = (width - 3 * (len(held) - 1)) // len(held)
    both = list(zip(comparison.names, held, strict=True))
    if each < LEAST_MATRIX:
        return tuple(
            _drawn(name, one, width, [_height(one, row) for row in range(3)]) for name, one in both
        )
    heights = [max(_height(one, row) for one in held) for row in range(3)]
    columns = tuple((_drawn(name, one, each, heights),) for name, one in both)
    return (Beside("", columns=columns),)


def _load(load: Load) -> str:
    return f"{load.high} at high investment, {load.moderate} at moderate"


def _alike(one: Agreement) -> str:
    apart = f"{one.one_apart} one level apart, {one.two_apart} two levels apart"
    return f"{one.same} the same, {apart}"


def _height(held: Matrix, row: int) -> int:
    counts = [len(held.cells[Cell(ROWS[row], column)]) for column in COLUMNS]
    return max(1, min(MOST_IN_A_CELL, max(counts)))


def _drawn(name: str, held: Matrix, width: int, heights: Sequence[int]) -> Drawn:
    """One side's matrix: high benefit on top, low investment at the left."""
    room = max(4, (width - NAME - 6) // 3)
    totals = [sum(len(held.cells[Cell(row, column)]) for row in ROWS) for column in COLUMNS]
    named = [f"{column} invest. ({total})" for column, total in zip(COLUMNS, totals, strict=True)]
    lines: list[Line] = [
        ((pad(safe_line(name), width), Look.HEADING),),
        _line("benefit", named, room, Look.QUIET),
    ]
    rule = ((f"{'─' * NAME}{f'┼{chr(0x2500) * (room + 1)}' * 3}", Look.QUIET),)
    for row, level in enumerate(ROWS):
        lines.append(rule)
        texts = [_listed(held.cells, Cell(level, column), heights[row], room) for column in COLUMNS]
        for number in range(heights[row]):
            parts = [one[number] if number < len(one) else "" for one in texts]
            lines.append(_line(level if number == 0 else "", parts, room, Look.TEXT))
    if held.unrated:
        lines.append(((f"Not yet rated: {len(held.unrated)}", Look.QUIET),))
    return Drawn("", lines=tuple(lines))


def _line(name: str, texts: Sequence[str], room: int, look: Look) -> Line:
    parts: list[tuple[str, Look]] = [(pad(name, NAME), Look.QUIET)]
    for text in texts:
        parts += [("│ ", Look.QUIET), (pad(text, room), look)]
    return tuple(parts)


def _listed(
    cells: Mapping[Cell, tuple[Activity, ...]], cell: Cell, most: int, room: int
) -> list[str]:
    """What stands in a cell, a line each; a label gives way before the sign behind it."""
    held = cells[cell]
    names = [
        f"{shorten(safe_line(one.short), room - 2)} ~" if one.is_own else safe_line(one.short)
        for one in held[:most]
    ]
    if len(held) > most:
        names[-1] = f"+ {len(held) - most + 1} more"
    return names


def _cross_table(names: Sequence[str], one: Agreement) -> Drawn:
    """Counts by the first side's level (rows) and the second's (columns)."""
    first, second = safe_line(names[one.first]), safe_line(names[one.second])
    word = "benefit" if one.dimension is Dimension.BENEFIT else "investment"
    lines: list[Line] = [
        ((f"{word}, by {pad(second, 24).rstrip()} →", Look.QUIET),),
        (
            (pad(f"{first} ↓", 16), Look.QUIET),
            *((level.rjust(9), Look.QUIET) for level in LEVELS[:2]),
            ("high".rjust(6), Look.QUIET),
        ),
    ]
    for row in ROWS:
        counts = [one.table[row, column] for column in LEVELS]
        lines.append(
            (
                (pad(row, 16), Look.QUIET),
                *(
                    (str(count or "·").rjust(size), Look.TEXT)
                    for count, size in zip(counts, (9, 9, 6), strict=True)
                ),
            )
        )
    return Drawn("", lines=tuple(lines))
