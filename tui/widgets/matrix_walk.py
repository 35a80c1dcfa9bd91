"""Where the cursor of the matrix goes next: pure functions over a layout.

Empty cells are stepped over. Up and down go through a cell and on to the nearest row that
holds anything, in it to the nearest column; left and right go to the next column of the row
that holds anything, and if there is none, to the nearest such column of any row. So every row
can be reached by up and down, everything in a row by left and right, and nothing is a trap.
"""

from __future__ import annotations

from typing import NamedTuple

from tui.widgets.matrix_layout import Layout
from tui.widgets.matrix_sheet import TRAY, column_of, row_of


class Spot(NamedTuple):
    """A place in a block: cells are 0 to 8, then the tray."""

    block: int
    place: int


def walk(layout: Layout, spot: Spot, down: int, right: int, *, top: int, goal: int) -> Spot:
    """One step of the cursor: `down` or `right` is 1 or -1, the other 0.

    `top` is the first line that the block shows; `goal` the column that up and down keep to.
    """
    if spot.block == TRAY:
        return _from_tray(layout, spot, down, right)
    return _along(layout, spot, down, goal) if down else _across(layout, spot, right, top)


def first(layout: Layout) -> Spot | None:
    """The first item as the matrix is read, tray last; None if there is none."""
    filled = [block for block, items in enumerate(layout.sheet.blocks) if items]
    return Spot(filled[0], 0) if filled else None


def last(layout: Layout) -> Spot | None:
    """The last item as the matrix is read, tray last; None if there is none."""
    filled = [block for block, items in enumerate(layout.sheet.blocks) if items]
    return Spot(filled[-1], len(layout.sheet.blocks[filled[-1]]) - 1) if filled else None


def next_unrated(layout: Layout, spot: Spot | None) -> Spot | None:
    """The next item of the tray, from the last one the first again; None if it is empty."""
    count = layout.sheet.count(TRAY)
    if not count:
        return None
    inside = spot is not None and spot.block == TRAY
    return Spot(TRAY, (spot.place + 1) % count if inside and spot is not None else 0)


def nearest(layout: Layout, spot: Spot) -> Spot | None:
    """The item that stands in for one that went away: in its block, else the nearest block."""
    count = len(layout.sheet.blocks[spot.block])
    if count:
        return Spot(spot.block, min(spot.place, count - 1))
    filled = [block for block, items in enumerate(layout.sheet.blocks) if items]
    if not filled:
        return None
    row, column = row_of(spot.block), column_of(spot.block)
    block = min(filled, key=lambda b: (abs(row_of(b) - row), abs(column_of(b) - column)))
    return Spot(block, 0)


def column_at(layout: Layout, spot: Spot) -> int:
    """The column of the matrix that a spot lies in, or below if it is in the tray."""
    if spot.block != TRAY:
        return column_of(spot.block)
    x = (spot.place % layout.across) * layout.item_width
    return next((column for column in (2, 1) if layout.boxes[column].x - 1 <= x), 0)


def _filled(layout: Layout, row: int) -> list[int]:
    """The columns of a row of cells that hold anything."""
    return [column for column in range(3) if layout.sheet.blocks[3 * row + column]]


def _along(layout: Layout, spot: Spot, down: int, goal: int) -> Spot:
    place = spot.place + down
    if 0 <= place < len(layout.sheet.blocks[spot.block]):
        return Spot(spot.block, place)
    row = row_of(spot.block) + down
    while 0 <= row < 3:
        if found := _enter(layout, row, goal, from_below=down < 0):
            return found
        row += down
    if down > 0 and layout.sheet.blocks[TRAY]:
        x = layout.boxes[goal].x
        column = min(layout.across - 1, x // max(1, layout.item_width))
        return Spot(TRAY, min(column, layout.sheet.count(TRAY) - 1))
    return spot


def _enter(layout: Layout, row: int, goal: int, *, from_below: bool) -> Spot | None:
    columns = _filled(layout, row)
    if not columns:
        return None
    block = 3 * row + min(columns, key=lambda column: (abs(column - goal), column))
    return Spot(block, len(layout.sheet.blocks[block]) - 1 if from_below else 0)


def _across(layout: Layout, spot: Spot, right: int, top: int) -> Spot:
    row, column = row_of(spot.block), column_of(spot.block)
    line = layout.span(*spot)[0] - top
    beyond = [c for c in _filled(layout, row) if (c - column) * right > 0]
    if beyond:
        block = 3 * row + min(beyond, key=lambda c: abs(c - column))
        return Spot(block, layout.place_at(block, line))
    others = [
        3 * other + c
        for other in range(3)
        for c in _filled(layout, other)
        if (c - column) * right > 0
    ]
    if not others:
        return spot
    block = min(others, key=lambda b: (abs(column_of(b) - column), abs(row_of(b) - row)))
    return Spot(block, 0 if row_of(block) > row else len(layout.sheet.blocks[block]) - 1)


def _from_tray(layout: Layout, spot: Spot, down: int, right: int) -> Spot:
    count = layout.sheet.count(TRAY)
    if right:
        return Spot(TRAY, max(0, min(count - 1, spot.place + right)))
    place = spot.place + down * layout.across
    if place >= 0:
        on_last_line = spot.place // layout.across == (count - 1) // layout.across
        return spot if down > 0 and on_last_line else Spot(TRAY, min(place, count - 1))
    goal = column_at(layout, spot)
    for row in (2, 1, 0):
        if found := _enter(layout, row, goal, from_below=True):
            return found
    return spot
