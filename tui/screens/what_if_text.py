"""How a trial is drawn: each side's nine cells, and the class before and after."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.levels import LEVELS
from sessions.comparison import Comparison, Reading
from sessions.joint.reading import Rating, joint_class, levers
from sessions.joint.reasons import lever_words, reason
from sessions.matrix import ROWS, Cell
from tui.screens.reading_text import BLANK, cell_words, sentence
from tui.widgets.reader import Block, Look
from tui.widgets.spread import Beside, Drawn

NAME, CELL = 6, 7
_WORDS = {"low": "low", "moderate": "mod.", "high": "high"}


def trial(
    comparison: Comparison,
    reading: Reading,
    tried: Sequence[Rating | None],
    side: int,
) -> tuple[Block, ...]:
    """The whole of the screen: the cells of all sides, then what follows from them."""
    columns = tuple(
        _column(comparison.names[number], reading.cells[number], tried[number], number == side)
        for number in range(len(tried))
    )
    cells = tuple(tried)
    now, then = reading.joint_class, joint_class(cells)
    moved = "no change" if now is then else f"{then.words.upper()} instead of {now.words.lower()}"
    blocks = [
        Block(reading.title, Look.STRONG),
        BLANK,
        Beside("", columns=columns),
        BLANK,
        Block(moved, Look.STRONG, label="So:        "),
        Block(f"{sentence(comparison.reason(reading))}.", label="As rated:  "),
        Block(f"{sentence(reason(cells, comparison.names))}.", label="As tried:  "),
    ]
    blocks += [
        Block(f"start here, {lever_words(one, comparison.names)}", Look.QUIET, label="Lever:     ")
        for one in levers(cells)[:2]
    ]
    note = "Nobody's rating is changed here. Rows are benefit, columns investment."
    return (*blocks, BLANK, Block(note, Look.QUIET))


def _column(name: str, held: Rating | None, tried: Rating | None, here: bool) -> tuple[Block, ...]:
    changed = held != tried
    words = cell_words(held)
    if changed:
        # Short, so that it takes one line beside the other side's at 60 columns too.
        words = f"{cell_words(held, short=True)} → {cell_words(tried, short=True)}"
    lines: list[tuple[tuple[str, Look], ...]] = [
        ((" " * NAME, Look.QUIET), *((_WORDS[one].center(CELL), Look.QUIET) for one in LEVELS))
    ]
    for row in ROWS:
        signs = [_sign(Cell(row, column), held, tried, here) for column in LEVELS]
        lines.append(
            (
                (_WORDS[row].ljust(NAME), Look.QUIET),
                *(
                    (sign.center(CELL), Look.QUIET if sign in "·○" else Look.STRONG)
                    for sign in signs
                ),
            )
        )
    return (
        Block(f"{'▸ ' if here else '  '}{name}", Look.HEADING if here else Look.TEXT),
        Block(words, Look.STRONG if changed else Look.TEXT),
        Drawn("", lines=tuple(lines)),
    )


def _sign(cell: Cell, held: Rating | None, tried: Rating | None, here: bool) -> str:
    """◆ where the chosen side's cell is now, ● the others', ○ where a moved one came from."""
    if tried is not None and tried.cell == cell:
        return "◆" if here else "●"
    if held is not None and held.cell == cell:
        return "○"
    return "·"
