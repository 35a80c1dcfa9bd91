"""A pane of text to read: headings and paragraphs, wrapped, scrolled by the keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.reactive import Reactive, reactive
from textual.strip import Strip

from catalogue.values import dataclass
from sessions.text import safe, safe_line
from tui.widgets.drawing import Drawing
from tui.widgets.in_order import InOrder
from tui.widgets.scroller import Scroller


class Look(StrEnum):
    """How a block of text is set; the names are those of the component classes."""

    HEADING = "heading"
    LABEL = "label"
    TEXT = "text"
    QUIET = "quiet"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph. A `label` stands before it, and its further lines hang under it."""

    text: str
    look: Look = Look.TEXT
    label: str = ""


class Reader(InOrder, Drawing, Scroller, can_focus=False):
    """Draws blocks; the same ones again are not painted again."""

    PREFIX = "reader"
    COMPONENT_CLASSES = {f"reader--{look}" for look in Look}
    DEFAULT_CSS = """
    Reader { height: 1fr; width: 1fr; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0;
             scrollbar-gutter: stable; }
    """
    BINDINGS = [
        Binding(
            "up,k",
            "scroll_up",
            "scroll",
            id="reader.up",
            key_display="↑↓",
            tooltip="Scroll the text up or down",
        ),
        Binding(
            "down,j",
            "scroll_down",
            "scroll",
            id="reader.down",
            show=False,
            tooltip="Scroll the text down",
        ),
        Binding(
            "pageup", "page_up", "page", id="reader.page_up", show=False, tooltip="A page back"
        ),
        Binding(
            "pagedown,space",
            "page_down",
            "page",
            id="reader.page_down",
            show=False,
            tooltip="A page on",
        ),
        Binding(
            "home,g", "scroll_home", "start", id="reader.home", show=False, tooltip="The start"
        ),
        Binding("end,G", "scroll_end", "end", id="reader.end", show=False, tooltip="The end"),
    ]

    blocks: Reactive[tuple[Block, ...]] = reactive((), repaint=False)

    def __init__(
        self, *, can_focus: bool = False, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.can_focus = can_focus
        self._lines: list[tuple[Segment, ...]] = []
        self._width = 0
        self._set_in: tuple[Style, ...] = ()

    def watch_blocks(self) -> None:
        self._lay_out()

    def notify_style_update(self) -> None:
        """The looks are not what they will be yet: Textual sets them after telling of it."""
        super().notify_style_update()
        self.call_later(self._look_anew)

    def _look_anew(self) -> None:
        """Set all lines in their looks as they are now, in another theme for one."""
        looks = tuple(self.look(look) for look in ("", *Look))
        if self._set_in and looks != self._set_in:
            self._width = 0
            self._lay_out()
        self._set_in = looks

    def on_resize(self) -> None:
        if self.scrollable_content_region.width != self._width:
            self._lay_out()

    def render_line(self, y: int) -> Strip:
        line = y + self.scroll_offset.y
        segments = self._lines[line] if line < len(self._lines) else ()
        return filled(segments, self._width, self.look())

    def _lay_out(self) -> None:
        """Wrap the blocks anew, and repaint if they came out different."""
        width = self.scrollable_content_region.width
        if width <= 0 or not self.is_attached:
            return
        before, top = self._lines, self.scroll_offset.y
        self._lines = self._typeset(width)
        whole = width != self._width or top
        self._width = width
        self.hold(Size(width, len(self._lines)))
        if top:
            self.scroll_to(y=0, animate=False, immediate=True, force=True)
        if whole:
            self.refresh()
        elif self._lines != before:
            # Neither the margins nor the scroll bar.
            self.refresh(Region(0, 0, width, self.scrollable_content_region.height))

    def _typeset(self, width: int) -> list[tuple[Segment, ...]]:
        """All lines, for a width in cells."""
        return [line for block in self.blocks for line in self._set(block, width)]

    def _set(self, block: Block, width: int) -> list[tuple[Segment, ...]]:
        style, label = self.look(block.look), self.look(Look.LABEL)
        words = safe_line(block.label)
        indent = cell_len(words) if cell_len(words) < width // 2 else 0
        lead = Segment(words, label)
        lines = wrap(safe(block.text), width - indent) or [""]
        out: list[tuple[Segment, ...]] = []
        if words and not indent:
            out.append((lead,))
            lead = Segment("")
        for number, line in enumerate(lines):
            margin = lead if number == 0 else Segment(" " * indent, label)
            out.append((margin, Segment(line, style)) if margin.text else (Segment(line, style),))
        return out


@lru_cache(1024)
def filled(line: tuple[Segment, ...], width: int, look: Style) -> Strip:
    """A line that fills its width, in as few segments as show it, with this look behind it."""
    room = width - sum(cell_len(text) for text, _, _ in line)
    if room < 0:
        line = tuple(Strip(line).adjust_cell_length(width))
    styled = [Segment(text, look + style if style else look) for text, style, _ in line]
    if room > 0:
        styled.append(Segment(" " * room, look))
    return Strip(run_together(styled), width)


def run_together(segments: Iterable[Segment]) -> list[Segment]:
    """The same line in fewer segments: blanks take the look of a neighbour, which saves bytes."""
    joined: list[Segment] = []
    for one in segments:
        last = joined[-1] if joined else None
        if last is None or not _same_ground(last, one):
            joined.append(one)
        elif one.style == last.style or one.text.isspace():
            joined[-1] = Segment(last.text + one.text, last.style)
        elif last.text.isspace():
            joined[-1] = Segment(last.text + one.text, one.style)
        else:
            joined.append(one)
    return joined


def _same_ground(one: Segment, other: Segment) -> bool:
    return (one.style and one.style.bgcolor) == (other.style and other.style.bgcolor)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken at spaces where there are any."""
    width = max(1, width)
    lines: list[str] = []
    for paragraph in text.expandtabs(4).split("\n"):
        line, used = "", 0
        for word in paragraph.split(" "):
            size = cell_len(word)
            if line and used + 1 + size > width:
                lines.append(line)
                line, used = "", 0
            if size > width:
                if line:
                    lines.append(line)
                *whole, word = chop_cells(word, width) or [""]
                lines += whole
                line, used = word, cell_len(word)
                continue
            line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
        lines.append(line)
    return lines
