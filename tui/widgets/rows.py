"""A list with headings and columns, walked by the keyboard: one widget, drawn line by line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from rich.cells import set_cell_size
from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.strip import Strip

from catalogue.values import dataclass
from sessions.text import safe_line, shorten
from tui.widgets.drawing import Drawing
from tui.widgets.in_order import InOrder
from tui.widgets.scroller import Scroller

MARGIN = 4
"""Cells before the first column: for the cursor, the mark, and what parts them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `key` names what it stands for; None makes it a heading, which is not walked.

    `cells` fill the columns of the list, or make what fills them when the row is drawn, for lists
    that are long; a heading shows its first cell over the whole width. `mark` is one sign before
    the first column. `quiet` rows are drawn back.
    """

    key: str | None
    cells: tuple[str, ...] | Callable[[], tuple[str, ...]]
    mark: str = " "
    quiet: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """What fills the columns."""
        return self.cells() if callable(self.cells) else self.cells


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a fixed width in cells, or 0 for a share of what is left.

    `least` is the terminal width below which the column is left out; a column of two `parts`
    gets twice the share of a column of one.
    """

    width: int = 0
    least: int = 0
    parts: int = 1


class Rows(InOrder, Drawing, Scroller, can_focus=True):
    """Draws rows and moves a cursor over them; a step repaints two lines."""

    @dataclass
    class Highlighted(Message):
        """The cursor came to stand on another row; None where there is no row."""

        rows: Rows
        key: str | None

        @property
        def control(self) -> Rows:
            """The list whose cursor moved."""
            return self.rows

    @dataclass
    class Picked(Message):
        """Enter was pressed on a row, or it was clicked twice."""

        rows: Rows
        key: str

        @property
        def control(self) -> Rows:
            """The list that was picked from."""
            return self.rows

    PREFIX = "rows"
    COMPONENT_CLASSES = {"rows--row", "rows--quiet", "rows--heading", "rows--cursor", "rows--away"}
    DEFAULT_CSS = """
    Rows { height: 1fr; width: 1fr; overflow-x: hidden;
           scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; }
    """
    BINDINGS = [
        Binding(
            "up,k",
            "walk(-1)",
            "walk",
            id="rows.up",
            key_display="↑↓",
            tooltip="The row above or below",
        ),
        Binding("down,j", "walk(1)", "walk", id="rows.down", show=False, tooltip="The row below"),
        Binding(
            "pageup", "page(-1)", "page up", id="rows.page_up", show=False, tooltip="A page up"
        ),
        Binding(
            "pagedown",
            "page(1)",
            "page down",
            id="rows.page_down",
            show=False,
            tooltip="A page down",
        ),
        Binding("home,g", "end(-1)", "first", id="rows.first", show=False, tooltip="The first row"),
        Binding("end,G", "end(1)", "last", id="rows.last", show=False, tooltip="The last row"),
        Binding("enter", "pick", "open", id="rows.pick", show=False, tooltip="Pick this row"),
    ]

    rows: Reactive[tuple[Row, ...]] = reactive((), repaint=False, init=False)
    cursor: Reactive[str | None] = reactive(None, repaint=False, init=False)

    def __init__(
        self,
        columns: tuple[Column, ...] = (Column(),),
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = columns
        self._at: dict[str, int] = {}
        self._walked: list[int] = []

    # ---- data comes down

    def watch_rows(self, before: tuple[Row, ...], after: tuple[Row, ...]) -> None:
        """Keep the cursor on what it stood on; repaint the lines that differ."""
        stood = self._at.get(self.cursor or "", 0)
        self._at = {row.key: line for line, row in enumerate(after) if row.key is not None}
        self._walked = list(self._at.values())
        self.hold(Size(self.size.width, len(after)))
        if len(before) != len(after):
            self.refresh()
        else:
            top = self.scroll_offset.y
            for line in range(top, min(top + self.size.height, len(after))):
                if before[line] is not after[line] and before[line] != after[line]:
                    self.refresh_line(line)
        if self.cursor not in self._at:
            self.cursor = after[self._nearest(stood)].key if self._walked else None
        elif self._at[self.cursor] != stood:
            self._show_cursor()

    def watch_cursor(self, before: str | None, after: str | None) -> None:
        for key in (before, after):
            if key in self._at:
                self.refresh_line(self._at[key])
        self._show_cursor()
        self.post_message(self.Highlighted(self, after))

    def on_resize(self) -> None:
        self.hold(Size(self.size.width, len(self.rows)))
        self._show_cursor()

    def watch_has_focus(self, focused: bool) -> None:
        super().watch_has_focus(focused)
        if self.cursor in self._at:
            self.refresh_line(self._at[self.cursor])

    # ---- keys

    def action_walk(self, by: int) -> None:
        """Step over headings to the next row; at an end nothing happens."""
        if not self._walked or self.cursor is None:
            return
        self._go(bisect_left(self._walked, self._at[self.cursor]) + by)

    def action_page(self, by: int) -> None:
        """As many rows as the list shows, less one."""
        if self._walked and self.cursor is not None:
            place = bisect_left(self._walked, self._at[self.cursor])
            self._go(place + by * max(1, self.size.height - 1))

    def action_end(self, by: int) -> None:
        """The first row (-1) or the last (1)."""
        self._go(0 if by < 0 else len(self._walked) - 1)

    def action_pick(self) -> None:
        """Say that Enter was pressed on the row under the cursor."""
        if self.cursor is not None:
            self.post_message(self.Picked(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        line = event.y + self.scroll_offset.y
        if line < len(self.rows) and (key := self.rows[line].key) is not None:
            self.cursor = key
            if event.chain == 2:
                self.action_pick()

    # ---- drawing

    @property
    def cursor_cell(self) -> Offset | None:
        """Where the cursor stands in the widget, for the terminal's own cursor."""
        line = self._at.get(self.cursor or "")
        return None if line is None else Offset(0, line - self.scroll_offset.y)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        if line >= len(self.rows):
            return Strip.blank(width, self.look())
        row = self.rows[line]
        if row.key is None:
            style = self.look("heading")
            text = set_cell_size(shorten(safe_line(row.words[0]), width), width)
            return Strip([Segment(text, style)])
        here = row.key == self.cursor
        style = self.look("quiet" if row.quiet else "row")
        if here:
            style += self.look("cursor" if self.has_focus else "away")
        text = f"{'▸' if here else ' '} {row.mark} {self._fill(row, width - MARGIN)}"
        return Strip([Segment(set_cell_size(text, width), style)])

    def room(self, place: int) -> int:
        """The cells of a column, the first being 0, at the width of now; 0 if it is left out."""
        return self._rooms(self.scrollable_content_region.width - MARGIN).get(place, 0)

    def _rooms(self, width: int) -> dict[int, int]:
        """The cells of each column that is shown, by its place."""
        shown = {
            place: column
            for place, column in enumerate(self.columns)
            if self.size.width >= column.least
        }
        fixed = sum(column.width for column in shown.values()) + 2 * (len(shown) - 1)
        parts = sum(column.parts for column in shown.values() if column.width == 0) or 1
        part = max(0, width - fixed) // parts
        return {place: column.width or part * column.parts for place, column in shown.items()}

    def _fill(self, row: Row, width: int) -> str:
        """The cells of a row in their columns, two spaces apart."""
        words = row.words
        said = (
            (words[place] if place < len(words) else "", room)
            for place, room in self._rooms(width).items()
        )
        return "  ".join(set_cell_size(shorten(safe_line(text), room), room) for text, room in said)

    # ---- inside

    def _go(self, place: int) -> None:
        if self._walked:
            line = self._walked[max(0, min(len(self._walked) - 1, place))]
            self.cursor = self.rows[line].key

    def _nearest(self, line: int) -> int:
        return min(self._walked, key=lambda walked: abs(walked - line))

    def _show_cursor(self) -> None:
        """Scroll just as far as needed; a heading right above comes into view with its row."""
        line = self._at.get(self.cursor or "")
        height = self.scrollable_content_region.height
        if line is None or height <= 0:
            return
        first = line - 1 if line and self.rows[line - 1].key is None and height > 1 else line
        top = self.scroll_offset.y
        if first < top:
            self.scroll_to(y=first, animate=False, immediate=True, force=True)
        elif line >= top + height:
            self.scroll_to(y=line - height + 1, animate=False, immediate=True, force=True)
