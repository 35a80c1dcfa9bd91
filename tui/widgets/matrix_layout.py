"""Where everything in the matrix lies, for any width and height: pure geometry, no drawing.

From top to bottom: the names of the columns, a rule, three rows with rules between them, the
title of the tray, the tray. The rows share what is there alike, and a row that needs more
takes lines from rows with lines to spare, so that little moves when one activity does. Rules
and titles go first where there are few lines.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from catalogue.values import dataclass, field
from sessions.text import cells
from tui.widgets.matrix_sheet import TRAY, Item, Sheet, column_of
from tui.widgets.reader import wrap

MARGIN = 2
"""Cells before each item, for the cursor sign and a space."""

TITLE_CELLS = 26
"""Titles are written out in full where an item has at least so many cells."""

CAPTION_LINES = 12
"""From so many lines on, a rule above the first row holds the captions of its cells."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of terminal cells."""

    x: int
    y: int
    width: int
    height: int

    def holds(self, x: int, y: int) -> bool:
        """Whether a point lies inside."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True, slots=True)
class Layout:
    """The geometry of one sheet at one size.

    `boxes` are where the items of each block go; `rules` the lines of the rules, one above
    each row (-1 where left out); `title_y` the line of the tray's title, or -1. `lines` are
    the texts of items that take more than one line; `starts` the first line of each such item.
    """

    width: int
    height: int
    sheet: Sheet
    heading: int
    boxes: tuple[Box, ...]
    rules: tuple[int, int, int]
    title_y: int
    across: int
    item_width: int
    lines: dict[int, list[list[str]]] = field(default_factory=dict, repr=False)
    starts: dict[int, list[int]] = field(default_factory=dict, repr=False)

    @property
    def in_full(self) -> bool:
        """Whether cells show titles instead of labels."""
        return bool(self.lines)

    def span(self, block: int, place: int) -> tuple[int, int]:
        """First line of an item within its block, and how many lines it takes."""
        if block == TRAY:
            return place // self.across, 1
        starts = self.starts.get(block)
        return (place, 1) if starts is None else (starts[place], len(self.lines[block][place]))

    def total(self, block: int) -> int:
        """How many lines all items of a block take."""
        count = len(self.sheet.blocks[block])
        if not count:
            return 0
        first, lines = self.span(block, count - 1)
        return first + lines

    def place_at(self, block: int, line: int) -> int:
        """The item on a line of a block, of the tray the first one; clamped to what is there."""
        count = len(self.sheet.blocks[block])
        if block == TRAY:
            place = line * self.across
        else:
            starts = self.starts.get(block)
            place = line if starts is None else bisect_right(starts, line) - 1
        return max(0, min(count - 1, place))

    def scrolled(self, block: int, place: int, top: int) -> int:
        """The first line a block has to show so that an item is in view, moving little."""
        height = self.boxes[block].height
        first, lines = self.span(block, place)
        last = first + min(lines, height) - 1
        top = min(top, first)
        top = max(top, last - height + 1)
        return max(0, min(top, self.total(block) - height))

    def block_at(self, x: int, y: int) -> int | None:
        """The block under a point, None for headings and rules."""
        return next((n for n, box in enumerate(self.boxes) if box.holds(x, y)), None)


def lay_out(sheet: Sheet, width: int, height: int, before: Layout | None = None) -> Layout:
    """Find the geometry for a sheet. Any size will do, from 0 x 0 on.

    With the layout of `before`, rows of the same size keep their heights as long as what they
    hold fits, so that a move leaves everything else where it is.
    """
    heading, columns = _columns(width)
    across, item_width = _tray_columns(sheet, width)
    tray = -(-len(sheet.blocks[TRAY]) // across)
    fixed = _Fixed.at(height)
    room = max(0, height - fixed.count)
    lines = _titles(sheet, columns, room - min(tray, room))
    needs = [max((_need(sheet, lines, 3 * row + column) for column in range(3)), default=0)
             for row in range(3)]  # fmt: skip
    tray_lines = _tray_lines(room, sum(max(1, need) for need in needs), tray)
    heights = share(room - tray_lines, needs, _heights(before, width, height))
    boxes: list[Box] = []
    rules: list[int] = []
    y = fixed.names
    for row in range(3):
        ruled = fixed.captions if row == 0 else fixed.rules
        rules.append(y if ruled else -1)
        y += ruled
        boxes += [Box(x, y, wide, heights[row]) for x, wide in columns]
        y += heights[row]
    title_y = y if fixed.title else -1
    boxes.append(Box(0, y + fixed.title, width, tray_lines))
    starts = {block: _starts(texts) for block, texts in lines.items()}
    return Layout(
        width,
        height,
        sheet,
        heading,
        tuple(boxes),
        (rules[0], rules[1], rules[2]),
        title_y,
        across,
        item_width,
        lines,
        starts,
    )


@dataclass(frozen=True, slots=True)
class _Fixed:
    """Which lines hold no items, each 0 or 1: column names, captions, rules, tray title."""

    names: int
    captions: int
    rules: int
    title: int

    @property
    def count(self) -> int:
        return self.names + self.captions + 2 * self.rules + self.title

    @classmethod
    def at(cls, height: int) -> _Fixed:
        return cls(
            names=int(height >= 4),
            captions=int(height >= CAPTION_LINES),
            rules=int(height >= 8),
            title=int(height >= 5),
        )


def share(total: int, needs: list[int], start: list[int] | None = None) -> list[int]:
    """Split lines over rows, then move lines to rows that need more from those with spare.

    The split is alike, or `start` with what is gained or lost at the bottom. The sum is always
    `total`; no row that can have a line goes without.
    """
    heights = [total // 3 + (row < total % 3) for row in range(3)]
    if start is not None and min(start) > 0 and (left := total - sum(start[:2])) > 0:
        heights = [*start[:2], left]
    while True:
        short = [max(1, need) - height for need, height in zip(needs, heights, strict=True)]
        taker = max(range(3), key=lambda row: (short[row], -row))
        giver = min(range(3), key=lambda row: (short[row], -row))
        if short[taker] <= 0 or short[giver] >= 0 or heights[giver] <= 1:
            return heights
        heights[taker] += 1
        heights[giver] -= 1


def _heights(layout: Layout | None, width: int, height: int) -> list[int] | None:
    if layout is None or (layout.width, layout.height) != (width, height):
        return None
    return [layout.boxes[3 * row].height for row in range(3)]


def _tray_lines(room: int, needed: int, wanted: int) -> int:
    """What the tray gets: all it wants if the rows can spare it, else a quarter of the lines."""
    if room <= 3:
        return 0
    return min(wanted, max(room - needed, room // 4, 1), room - 3)


def _columns(width: int) -> tuple[int, list[tuple[int, int]]]:
    """The width of the row names, and x and width of each column of cells.

    A column is preceded by one cell for the upright rule.
    """
    heading = next((size for least, size in HEADINGS if width >= least), 0)
    room = max(0, width - heading - 3)
    columns = []
    x = heading
    for column in range(3):
        wide = room // 3 + (column < room % 3)
        columns.append((min(x + 1, width), wide))
        x += wide + 1
    return heading, columns


HEADINGS = ((120, 12), (48, 8), (24, 4), (12, 1))
"""Least width of the matrix, and how many cells the names of the rows then get."""


def _tray_columns(sheet: Sheet, width: int) -> tuple[int, int]:
    """How many items of the tray stand side by side, and how wide each is."""
    widest = max((cells(tray_text(item)) for item in sheet.blocks[TRAY]), default=0)
    across = max(1, width // (MARGIN + widest + MARGIN))
    across = min(across, max(1, len(sheet.blocks[TRAY])))
    return across, min(width, MARGIN + widest + MARGIN) if across > 1 else width


def tray_text(item: Item) -> str:
    """An item of the tray in full: name, marks, and the level that is known."""
    return " ".join(part for part in (item.label, item.marks, item.known) if part)


def _titles(sheet: Sheet, columns: list[tuple[int, int]], room: int) -> dict[int, list[list[str]]]:
    """The wrapped titles of every block, a blank line after each if there is room for that.

    Nothing if there is no room for titles, so that the labels have to do.
    """
    narrowest = min(wide for _, wide in columns) - MARGIN
    if narrowest < TITLE_CELLS or any(len(items) > room for items in sheet.blocks[:TRAY]):
        return {}
    for gap in ([""], []):
        lines = {
            block: [
                _wrapped(item.title, item.marks, columns[column_of(block)][1] - MARGIN) + gap
                for item in sheet.blocks[block]
            ]
            for block in range(TRAY)
        }
        tallest = [
            max(sum(map(len, lines[3 * row + column])) for column in range(3)) for row in range(3)
        ]
        if sum(max(1, need) for need in tallest) <= room:
            return lines
    return {}


@lru_cache(4096)
def _wrapped(title: str, marks: str, width: int) -> list[str]:
    return wrap(f"{title} {marks}" if marks else title, width)


def _need(sheet: Sheet, lines: dict[int, list[list[str]]], block: int) -> int:
    texts = lines.get(block)
    return len(sheet.blocks[block]) if texts is None else sum(map(len, texts))


def _starts(texts: list[list[str]]) -> list[int]:
    starts, line = [], 0
    for text in texts:
        starts.append(line)
        line += len(text)
    return starts
