"""What the matrix shows of a session: nine cells and a tray of items, as safe text."""

from __future__ import annotations

from catalogue.activities import Activity, ActivityId
from catalogue.values import dataclass, field
from sessions.matrix import CELLS, Cell, matrix
from sessions.session import Assessment, Session
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
    """The items of each block, and where each activity is found: block and place in it.

    `drawn` keeps of each what its item was made of: after a move all but one are what they were.
    """

    blocks: tuple[tuple[Item, ...], ...] = ((),) * (TRAY + 1)
    where: dict[ActivityId, tuple[int, int]] = field(default_factory=dict, repr=False)
    drawn: dict[ActivityId, tuple[Activity, Assessment, Item]] = field(
        default_factory=dict, repr=False
    )

    def count(self, *blocks: int) -> int:
        """How many items lie in these blocks together."""
        return sum(len(self.blocks[block]) for block in blocks)

    def at(self, block: int, place: int) -> ActivityId:
        """The activity at one place. Raises IndexError where there is none."""
        return self.blocks[block][place].activity


NOTHING = Sheet()


def sheet(session: Session | None, before: Sheet = NOTHING) -> Sheet:
    """Put every chosen activity of a session into its block, in the order of the session."""
    if session is None:
        return NOTHING
    lying = matrix(session)
    drawn: dict[ActivityId, tuple[Activity, Assessment, Item]] = {}
    blocks: list[tuple[Item, ...]] = []
    for entries in (*(lying.cells[cell] for cell in CELLS), lying.unrated):
        items = []
        for entry in entries:
            held = session.assessments[entry.id]
            known = before.drawn.get(entry.id)
            if known is None or known[0] is not entry or known[1] is not held:
                known = (entry, held, _item(entry, held))
            drawn[entry.id] = known
            items.append(known[2])
        blocks.append(tuple(items))
    where = {
        one.activity: (block, place)
        for block, items in enumerate(blocks)
        for place, one in enumerate(items)
    }
    return Sheet(tuple(blocks), where, drawn)


def row_of(block: int) -> int:
    """0, 1 or 2 for a cell, from the top; 3 for the tray."""
    return block // 3


def column_of(block: int) -> int:
    """0, 1 or 2 for a cell, from the left; 0 for the tray."""
    return block % 3


def cell_of(block: int) -> Cell | None:
    """The cell a block stands for; None for the tray."""
    return CELLS[block] if block < TRAY else None


def _item(entry: Activity, held: Assessment) -> Item:
    marks = (BOX.own if entry.is_own else "") + (BOX.note if held.private_note else "")
    known = ""
    if not held.rated:
        marks += BOX.unrated
        if held.benefit is not None or held.investment is not None:
            known = f"{held.benefit or '?'} / {held.investment or '?'}"
    return Item(entry.id, safe_line(entry.short), safe_line(entry.title), marks, known)
