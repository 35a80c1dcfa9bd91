"""Lines made of parts, painted so that only what differs from the last painting is sent."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.drawing import Drawing


class Part(NamedTuple):
    """A stretch of a line in one look; the text is exactly `width` cells wide."""

    x: int
    width: int
    text: str
    kind: str


class Canvas(Drawing, Widget):
    """A widget that is given its lines as parts. The kind of a part is a component class.

    Spaces in one of the kinds in PLAIN take the look of a neighbour, which saves bytes.
    """

    PLAIN: ClassVar[dict[str, str]] = {}

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._painted: list[tuple[Part, ...]] = []

    def paint(self, lines: list[tuple[Part, ...]]) -> None:
        """Show these lines; they fill the whole widget, and their parts every line."""
        before, self._painted = self._painted, lines
        if len(before) != len(lines):
            self.refresh()
            return
        regions = [
            Region(0, y, end, 1)
            for y, (old, new) in enumerate(zip(before, lines, strict=True))
            if (end := changed_to(old, new))
        ]
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """One line as a strip; neighbours of one look are one segment, which saves bytes."""
        width = self.content_size.width
        if y >= len(self._painted):
            return Strip.blank(width, self.look())
        segments: list[Segment] = []
        for part in self._painted[y]:
            look = self.look(self.PLAIN.get(part.kind, part.kind))
            if segments and segments[-1].style == look:
                segments[-1] = Segment(segments[-1].text + part.text, look)
            else:
                segments.append(Segment(part.text, look))
        return Strip(segments).adjust_cell_length(width, self.look())


def changed_to(before: tuple[Part, ...], after: tuple[Part, ...]) -> int:
    """Where the last difference between two paintings of a line ends; 0 if they are the same.

    Textual repaints a widget's line from its beginning on, wherever the region begins.
    """
    if before == after:
        return 0
    end = whole = sum(part.width for part in after)
    if before and after and _blank(before[-1], after[-1]):
        if before[-1].x != after[-1].x:
            return max(before[-1].x, after[-1].x)
        end = after[-1].x
        before, after = before[:-1], after[:-1]
    if len(before) != len(after):
        return end
    pairs = reversed(list(zip(before, after, strict=True)))
    return next((new.x + new.width for old, new in pairs if old != new), whole)


def _blank(old: Part, new: Part) -> bool:
    """Whether two lines end in spaces of one look, wherever those begin."""
    return old.kind == new.kind and old.text.isspace() and new.text.isspace()
