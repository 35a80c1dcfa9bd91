"""The names of the columns of a list, above it and out of its scrolling."""

from __future__ import annotations

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from tui.widgets.rows import Column, Row, Rows


class Heads(Rows, can_focus=False):
    """One line that lays its names out as the rows beneath it."""

    DEFAULT_CSS = """
    Heads { height: 1; width: 1fr; }
    """

    def __init__(self, columns: tuple[Column, ...], names: tuple[str, ...]) -> None:
        super().__init__(columns)
        self.names = Row(None, names)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        text = f"    {self._fill(self.names, width - 4)}"
        return Strip([Segment(set_cell_size(text, width), self.look("quiet"))])
