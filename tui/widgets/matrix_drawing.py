"""The lines of the matrix as parts: which text stands where, and what it is. No colours."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from rich.cells import set_cell_size

from catalogue.values import dataclass
from sessions.matrix import CELLS, COLUMNS, ROWS, meaning
from sessions.text import cells, shorten
from tui.widgets.canvas import Part
from tui.widgets.matrix_layout import MARGIN, Layout, tray_text
from tui.widgets.matrix_sheet import TRAY, Item, Signs
from tui.widgets.matrix_walk import Spot


class Kind(StrEnum):
    """What a part is; the names are those of the component classes."""

    HEADING = "heading"
    COUNT = "count"
    RULE = "rule"
    CAPTION = "caption"
    MORE = "more"
    ITEM = "item"
    CURSOR = "cursor"
    AWAY = "away"
    CARRIED = "carried"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class View:
    """What is particular to this moment: the cursor, the carried item, how far a block scrolled.

    `top` is the first line shown of the block with the cursor; the others show their first.
    """

    signs: Signs
    cursor: Spot | None = None
    carrying: bool = False
    focused: bool = True
    top: int = 0

    def top_of(self, block: int) -> int:
        """The first line that a block shows."""
        return self.top if self.cursor is not None and self.cursor.block == block else 0


NAMES = ("{} investment ({})", "{} invest. ({})", "{} ({})", "{}")
"""How a column is named, the longest first that fits."""


CAPTION_CELLS = 10
"""A rule has a caption where it has at least so many cells for it."""


class _Line:
    """Collects parts from left to right and fills what is left between them."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.x = 0
        self.parts: list[Part] = []

    def put(self, text: str, width: int, kind: Kind) -> None:
        width = min(width, self.width - self.x)
        if width > 0:
            self.parts.append(Part(self.x, width, fit(text, width), kind))
            self.x += width


@lru_cache(maxsize=4096)
def fit(text: str, width: int) -> str:
    """A text shortened or filled up to exactly so many cells, as Textual counts them."""
    return set_cell_size(shorten(text, width), width)


def draw(layout: Layout, view: View) -> list[tuple[Part, ...]]:
    """Every line of the matrix, each filled to its whole width."""
    lines = [_Line(layout.width) for _ in range(layout.height)]
    names_y = layout.boxes[0].y - (layout.rules[0] >= 0) - 1
    if names_y >= 0:
        _column_names(lines[names_y], layout, view)
    for row in range(3):
        if layout.rules[row] >= 0:
            _rule(lines[layout.rules[row]], layout, view, row)
        box = layout.boxes[3 * row]
        for y in range(box.height):
            _row(lines[box.y + y], layout, view, row, y)
    if layout.title_y >= 0:
        _tray_title(lines[layout.title_y], layout, view)
    tray = layout.boxes[TRAY]
    for y in range(tray.height):
        _tray(lines[tray.y + y], layout, view, y)
    for line in lines:
        line.put("", line.width, Kind.EMPTY)
    return [tuple(line.parts) for line in lines]


def cursor_at(layout: Layout, view: View) -> tuple[int, int] | None:
    """The point where the cursor sign stands; None if there is none to be seen."""
    if view.cursor is None:
        return None
    box = layout.boxes[view.cursor.block]
    x = box.x
    if view.cursor.block == TRAY:
        x += (view.cursor.place % layout.across) * layout.item_width
    y = layout.span(*view.cursor)[0] - view.top
    return (x, box.y + y) if 0 <= y < box.height else None


def _column_names(line: _Line, layout: Layout, view: View) -> None:
    squeezed = any(layout.boxes[3 * row].height < 2 for row in range(3))
    line.put("benefit" if squeezed else "", layout.heading, Kind.HEADING)
    counts = [layout.sheet.count(column, column + 3, column + 6) for column in range(3)]
    room = layout.boxes[2].width - MARGIN
    for pattern in NAMES:
        names = [pattern.format(*pair) for pair in zip(COLUMNS, counts, strict=True)]
        if max(map(len, names)) <= room:
            break
    for column, name in enumerate(names):
        line.put("", 1 + MARGIN, Kind.HEADING)
        line.put(name, layout.boxes[column].width - MARGIN, Kind.HEADING)


def _rule(line: _Line, layout: Layout, view: View, row: int) -> None:
    """The rule above a row: captions of its cells, and how much is hidden above and below it."""
    signs = view.signs
    line.put(signs.across * layout.heading, layout.heading, Kind.RULE)
    captions = layout.rules[0] >= 0
    for column in range(3):
        block = 3 * row + column
        width = layout.boxes[block].width
        line.put(signs.head if row == 0 else signs.crossing, 1, Kind.RULE)
        more = _hidden(layout, view, block - 3, below=True) if row else ""
        more += _hidden(layout, view, block, below=False)
        end = line.x + width - len(more)
        if captions and width - len(more) >= CAPTION_CELLS:
            caption = meaning(CELLS[block]).words
            line.put(f"{signs.across} ", MARGIN, Kind.RULE)
            line.put(caption, min(cells(caption), end - line.x), Kind.CAPTION)
            line.put(" ", min(1, end - line.x), Kind.RULE)
        line.put(signs.across * (end - line.x), end - line.x, Kind.RULE)
        line.put(more, len(more), Kind.MORE)


def _hidden(layout: Layout, view: View, block: int, *, below: bool) -> str:
    """ " +3 ▾" where three items of a block are out of view on that side, else nothing."""
    box, top = layout.boxes[block], view.top_of(block)
    if not layout.sheet.blocks[block]:
        return ""
    if below:
        if layout.total(block) <= top + box.height:
            return ""
        bottom = top + box.height
        shown = layout.place_at(block, bottom - 1) + 1 if bottom > 0 else 0
        if block == TRAY:
            shown = bottom * layout.across
        count, sign = max(1, len(layout.sheet.blocks[block]) - shown), view.signs.below
    else:
        count, sign = layout.place_at(block, top) if top else 0, view.signs.above
    return f" +{count} {sign} " if count else ""


def _row(line: _Line, layout: Layout, view: View, row: int, y: int) -> None:
    text, kind = _row_name(layout, row, y)
    line.put(text, layout.heading, kind)
    for column in range(3):
        line.put(view.signs.upright, 1, Kind.RULE)
        block = 3 * row + column
        box = layout.boxes[block]
        left = ""
        if y == box.height - 1 and layout.rules[min(row + 1, 2)] < 0:
            left = _hidden(layout, view, block, below=True).rstrip()
        _item_line(line, layout, view, block, y + view.top_of(block), box.width - len(left))
        line.put(left, len(left), Kind.MORE)


def _row_name(layout: Layout, row: int, y: int) -> tuple[str, Kind]:
    level = ROWS[row]
    count = f"({layout.sheet.count(3 * row, 3 * row + 1, 3 * row + 2)})"
    if layout.heading < len(level):
        name = level if level != "moderate" or layout.heading < 4 else "mod."
        return (name[: layout.heading], Kind.HEADING) if y == 0 else ("", Kind.RULE)
    if y == 0:
        return level, Kind.HEADING
    return {1: "benefit", 2: count}.get(y, ""), Kind.RULE


def _item_line(
    line: _Line, layout: Layout, view: View, block: int, number: int, width: int
) -> None:
    """One line of a cell: the item on it, or nothing."""
    items = layout.sheet.blocks[block]
    if number >= layout.total(block):
        line.put("", width, Kind.EMPTY)
        return
    place = layout.place_at(block, number)
    offset = number - layout.span(block, place)[0]
    kind, sign = _look(view, Spot(block, place))
    sign = sign if offset == 0 else " "
    if layout.in_full:
        text = layout.lines[block][place][offset]
        kind = kind if text else Kind.EMPTY
    else:
        text = _labelled(items[place], width - MARGIN)
    line.put(f"{sign} {text}", width, kind)


def _look(view: View, spot: Spot) -> tuple[Kind, str]:
    if spot != view.cursor:
        return Kind.ITEM, " "
    if view.carrying:
        return Kind.CARRIED, view.signs.carried
    return (Kind.CURSOR if view.focused else Kind.AWAY), view.signs.cursor


def _labelled(item: Item, width: int) -> str:
    """The label with its marks; the label gives way first."""
    if not item.marks:
        return item.label
    room = width - 1 - cells(item.marks)
    if room < 1:
        return item.marks
    return f"{shorten(item.label, room)} {item.marks}"


def _tray_title(line: _Line, layout: Layout, view: View) -> None:
    signs = view.signs
    feet = {layout.boxes[column].x - 1 for column in range(3)}
    more = [_hidden(layout, view, 6 + column, below=True) for column in range(3)]
    title = f" Not yet rated ({layout.sheet.count(TRAY)}) "
    tray = _hidden(layout, view, TRAY, below=False) + _hidden(layout, view, TRAY, below=True)
    line.put(signs.across, 1, Kind.RULE)
    line.put(title.rstrip() + tray, cells(title.rstrip() + tray), Kind.HEADING)
    line.put(" ", 1, Kind.RULE)
    for column in range(3):
        box = layout.boxes[column]
        end = box.x + box.width - len(more[column])
        rule = "".join(
            signs.foot if x in feet else signs.across for x in range(line.x, max(line.x, end))
        )
        line.put(rule, len(rule), Kind.RULE)
        line.put(more[column], box.x + box.width - line.x, Kind.MORE)


def _tray(line: _Line, layout: Layout, view: View, y: int) -> None:
    items = layout.sheet.blocks[TRAY]
    start = (y + view.top_of(TRAY)) * layout.across
    for place in range(start, min(start + layout.across, len(items))):
        kind, sign = _look(view, Spot(TRAY, place))
        width = layout.item_width - (MARGIN if layout.across > 1 else 0)
        line.put(f"{sign} {tray_text(items[place])}", width, kind)
        line.put("", layout.item_width - width, Kind.EMPTY)
