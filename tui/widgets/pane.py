"""A pane of text that costs few bytes: no scroll bar, only what differs is sent."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import set_cell_size
from textual.reactive import Reactive, reactive

from sessions.text import cells, safe
from tui.widgets.canvas import Canvas, Part
from tui.widgets.reader import Block, Look, wrap

MORE = "more"
BLANK = "blank"
MARGIN = 1


class Pane(Canvas, can_focus=False):
    """Draws blocks from the top. What does not fit is counted in the last line; `turn` shows it."""

    PREFIX = "pane"
    PLAIN: ClassVar[dict[str, str]] = {BLANK: Look.TEXT}
    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"pane--{look}" for look in Look), f"pane--{MORE}"}
    DEFAULT_CSS = """
    Pane { height: 1fr; width: 1fr; }
    """

    blocks: Reactive[tuple[Block, ...]] = reactive((), repaint=False)

    def __init__(
        self, *, more: str = "PgDn", id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.more = more
        self._lines: list[list[tuple[str, str]]] = []
        self._top = 0

    def watch_blocks(self) -> None:
        self._top = 0
        self._lay_out()

    def on_mount(self) -> None:
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    def turn(self, by: int) -> None:
        """So many pages on, or back; at an end as far as there is text."""
        height = self.content_size.height
        end = max(0, len(self._lines) - height)
        self._top = max(0, min(end, self._top + by * max(1, height - 1)))
        self._draw()

    def _lay_out(self) -> None:
        width = self.content_size.width - 2 * MARGIN
        if width < 1 or not self.is_attached:
            return
        self._lines = [line for block in self.blocks for line in set_lines(block, width)]
        self._top = max(0, min(self._top, len(self._lines) - self.content_size.height))
        self._draw()

    def _draw(self) -> None:
        width, height = self.content_size
        hidden = len(self._lines) - self._top - height
        note = f" {hidden + 1} more lines: {self.more} " if hidden > 0 else ""
        drawn = []
        for y in range(height):
            number = self._top + y
            line = self._lines[number] if number < len(self._lines) else []
            if note and y == height - 1:
                line = [(note.lstrip(), MORE)]
            drawn.append(parts_of(line, width))
        self.paint(drawn)


def set_lines(block: Block, width: int) -> list[list[tuple[str, str]]]:
    """A block as lines of texts with their looks; further lines hang under the first one's text."""
    indent = cells(block.label) if cells(block.label) < width // 2 else 0
    lines = wrap(safe(block.text), width - indent) or [""]
    hung: list[list[tuple[str, str]]] = [[(" " * indent + line, block.look)] for line in lines]
    if indent:
        hung[0] = [(block.label, Look.LABEL), (lines[0], block.look)]
    elif block.label:
        hung.insert(0, [(block.label, Look.LABEL)])
    return hung


def parts_of(line: list[tuple[str, str]], width: int) -> tuple[Part, ...]:
    """A line as parts that fill the width, a margin before the first."""
    parts: list[Part] = []
    x = 0
    for text, kind in line:
        lead = " " * MARGIN if x == 0 else ""
        size = min(width - x, len(lead) + cells(text))
        if size > 0:
            parts.append(Part(x, size, set_cell_size(lead + text, size), kind))
            x += size
    if x < width:
        parts.append(Part(x, width - x, " " * (width - x), BLANK))
    return tuple(parts)
