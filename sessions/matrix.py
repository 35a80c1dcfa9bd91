"""The matrix of one side: nine cells, what each means, and which activities lie in it.

Rows are benefit with high on top, columns are investment with low at the left, so that the
cell most worth pursuing is the first one read. The paper (Perry et al. 2021, the list after
Fig. 4) reads the four corners only; the words for the five cells with a moderate level are
this project's, and `Meaning.from_paper` tells the two apart.
"""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.activities import Activity
from catalogue.levels import LEVELS, Dimension, Level
from catalogue.values import dataclass
from sessions.session import Session

ROWS: tuple[Level, Level, Level] = (Level.HIGH, Level.MODERATE, Level.LOW)
"""Benefit from the top row down."""

COLUMNS: tuple[Level, Level, Level] = LEVELS
"""Investment from the left column on."""

CROWDED_FROM = 6
"""With fewer rated activities than this, sharing a cell says nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the nine places of the matrix."""

    benefit: Level
    investment: Level

    @property
    def words(self) -> str:
        """Benefit, then investment: "high / low"."""
        return f"{self.benefit} / {self.investment}"

    @property
    def digit(self) -> int:
        """The key that lies where the cell lies: 7 is high / low, 3 is low / high."""
        return 3 * self.benefit.rank + self.investment.rank + 1

    def level(self, dimension: Dimension) -> Level:
        """The level of one dimension in this cell."""
        return self.benefit if dimension is Dimension.BENEFIT else self.investment


CELLS: tuple[Cell, ...] = tuple(Cell(benefit, cost) for benefit in ROWS for cost in COLUMNS)
"""The nine cells as they are read: from the top row down, each from the left."""

_BY_DIGIT = {cell.digit: cell for cell in CELLS}


def cell_of_digit(digit: int) -> Cell:
    """The cell that lies where this key of a keypad lies. Raises KeyError outside 1 to 9."""
    return _BY_DIGIT[digit]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What lying in a cell says. `from_paper` is False for the five readings that are ours."""

    words: str
    sentence: str
    from_paper: bool


def meaning(cell: Cell) -> Meaning:
    """What a cell means to the side whose matrix it is."""
    return _MEANINGS[cell]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The chosen activities of a session by cell, in catalogue order; every cell is a key.

    `unrated` are the chosen activities with a level missing. `crowded` is the one cell that
    holds more than half of all rated activities, if there is one.
    """

    cells: Mapping[Cell, tuple[Activity, ...]]
    unrated: tuple[Activity, ...]
    crowded: Cell | None

    @property
    def rated(self) -> int:
        """How many activities have a cell."""
        return sum(len(held) for held in self.cells.values())

    @property
    def warning(self) -> str | None:
        """A sentence on a matrix that hardly tells its activities apart, else None."""
        if self.crowded is None:
            return None
        return (
            f"{len(self.cells[self.crowded])} of {self.rated} rated activities share one cell "
            f"({self.crowded.words}). Say what low, moderate and high mean to you, and rate "
            "against that, or the matrix cannot tell them apart."
        )


def matrix(session: Session) -> Matrix:
    """Where the chosen activities of a session lie."""
    # By plain levels, since a Cell for each of thousands takes longer than all the rest.
    cells: dict[tuple[Level, Level], list[Activity]]
    cells = {(cell.benefit, cell.investment): [] for cell in CELLS}
    unrated: list[Activity] = []
    for entry in session.offered():
        held = session.assessments.get(entry.id)
        if held is None or not held.chosen:
            continue
        if held.benefit is None or held.investment is None:
            unrated.append(entry)
        else:
            cells[held.benefit, held.investment].append(entry)
    lying = {cell: tuple(cells[cell.benefit, cell.investment]) for cell in CELLS}
    return Matrix(
        cells=lying,
        unrated=tuple(unrated),
        crowded=_crowded({cell: len(entries) for cell, entries in lying.items()}),
    )


def _crowded(counts: Mapping[Cell, int]) -> Cell | None:
    rated = sum(counts.values())
    if rated < CROWDED_FROM:
        return None
    return next((cell for cell, count in counts.items() if 2 * count > rated), None)


_L, _M, _H = LEVELS
_MEANINGS = {
    Cell(_H, _L): Meaning(
        "pursue",
        "Most value: worth pursuing, alone or in partnership.",
        from_paper=True,
    ),
    Cell(_H, _M): Meaning(
        "plan for it",
        "Much benefit for some investment: worth planning, and worth asking a partner to share.",
        from_paper=False,
    ),
    Cell(_H, _H): Meaning(
        "valuable but costly",
        "Good for constituents, but perhaps too costly to invest in.",
        from_paper=True,
    ),
    Cell(_M, _L): Meaning(
        "easy gain",
        "Some benefit for little: do it when the occasion arises, or when a partner asks.",
        from_paper=False,
    ),
    Cell(_M, _M): Meaning(
        "weigh up",
        "Some benefit for some investment: what a partner thinks of it may decide.",
        from_paper=False,
    ),
    Cell(_M, _H): Meaning(
        "little for the cost",
        "Some benefit for much investment: only if a partner carries most of it.",
        from_paper=False,
    ),
    Cell(_L, _L): Meaning(
        "could be offered",
        "Little direct benefit or cost, but perhaps valuable to a partner.",
        from_paper=True,
    ),
    Cell(_L, _M): Meaning(
        "low priority",
        "Little benefit for some investment: only if it means much to a partner.",
        from_paper=False,
    ),
    Cell(_L, _H): Meaning(
        "hardly worth it",
        "Little benefit for much investment: unlikely to be worth pursuing.",
        from_paper=True,
    ),
}
