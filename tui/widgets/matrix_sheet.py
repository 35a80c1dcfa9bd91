"""What the matrix shows of a session: nine cells and a tray of items, as safe text."""

from __future__ import annotations

from dataclasses import field
from functools import lru_cache

from catalogue.activities import Activity, ActivityId
from catalogue.values import dataclass
from sessions.matrix import CELLS, Cell, matrix
from sessions.session import Session
from sessions.text import safe_line

TRAY = len(CELLS)
"""The number of the block that holds what is not fully rated; 0 to 8 are `CELLS`."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs the matrix is drawn with. Every sign is one cell wide."""

    cursor: str = "▸"
    carried: str = "◆"
    own: str = "~"
    note: str = "#"
    unrated: str = "!"
    across: str = "─"
    upright: str = "│"
    crossing: str = "┼"
    foot: str = "┴"
    head: str = "┬"
    above: str = "▴"
    below: str = "▾"


BOX = Signs()


@dataclass(frozen=True, slots=True)
class Item:
    """One activity as it is drawn: its names, its marks, and the levels of a half-rated one."""

    activity: ActivityId
    label: str
    title: str
    marks: str = ""
    known: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The items of each block, and where each activity is found: block and place in it."""

    blocks: tuple[tuple[Item, ...], ...] = ((),) * (TRAY + 1)
    where: dict[ActivityId, tuple[int, int]] = field(default_factory=dict, repr=False)

    def count(self, *blocks: int) -> int:
        """How many items lie in these blocks together."""
        return sum(len(self.blocks[block]) for block in blocks)

    def at(self, block: int, place: int) -> ActivityId:
        """The activity at one place. Raises IndexError where there is none."""
        return self.blocks[block][place].activity


def sheet(session: Session | None, signs: Signs = BOX) -> Sheet:
    """Put every chosen activity of a session into its block, in the order of the session."""
    if session is None:
        return Sheet()
    held = matrix(session)
    blocks = [
        *(tuple(_item(session, one, signs) for one in held.cells[cell]) for cell in CELLS),
        tuple(_item(session, one, signs) for one in held.unrated),
    ]
    where = {
        one.activity: (block, place)
        for block, items in enumerate(blocks)
        for place, one in enumerate(items)
    }
    return Sheet(tuple(blocks), where)


def row_of(block: int) -> int:
    """0, 1 or 2 for a cell, from the top; 3 for the tray."""
    return block // 3


def column_of(block: int) -> int:
    """0, 1 or 2 for a cell, from the left; 0 for the tray."""
    return block % 3


def cell_of(block: int) -> Cell | None:
    """The cell a block stands for; None for the tray."""
    return CELLS[block] if block < TRAY else None


def _item(session: Session, entry: Activity, signs: Signs) -> Item:
    held = session.assessment(entry.id)
    own = signs.own if entry.is_own else ""
    marks = own + (signs.note if held.private_note else "")
    if held.rated:
        return _safe_item(entry.id, entry.short, entry.title, marks, "")
    known = f"{held.benefit or '?'} / {held.investment or '?'}"
    if held.benefit is None and held.investment is None:
        known = ""
    return _safe_item(entry.id, entry.short, entry.title, marks + signs.unrated, known)


@lru_cache(20_000)
def _safe_item(activity: ActivityId, label: str, title: str, marks: str, known: str) -> Item:
    """Kept, since after a move all items but one are what they were."""
    return Item(activity, safe_line(label), safe_line(title), marks, known)
