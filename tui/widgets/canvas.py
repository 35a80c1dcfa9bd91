"""Lines made of parts, painted so that only what differs from the last painting is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Part(NamedTuple):
    """A stretch of a line in one look; the text is exactly `width` cells wide."""

    x: int
    width: int
    text: str
    kind: str


class Canvas(Widget):
    """A widget that is given its lines as parts. The kind of a part is a component class.

    Spaces in one of the kinds in PLAIN take the look of a neighbour, which saves bytes.
    """

    PREFIX: ClassVar[str]
    PLAIN: ClassVar[dict[str, str]] = {}

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._painted: list[tuple[Part, ...]] = []
        self._cuts: dict[int, set[int]] = {}
        self._looks: dict[str, Style] = {}

    def paint(self, lines: list[tuple[Part, ...]]) -> None:
        """Show these lines; they fill the whole widget, and their parts every line."""
        before, self._painted = self._painted, lines
        if len(before) != len(lines):
            self._cuts.clear()
            self.refresh()
            return
        regions = []
        for y, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old == new:
                continue
            stretches = list(changed(old, new))
            self._cuts[y] = {edge for x, width in stretches for edge in (x, x + width)}
            regions += [Region(x, y, width, 1) for x, width in stretches]
        if regions:
            self.refresh(*regions)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._looks.clear()

    def render_line(self, y: int) -> Strip:
        """One line as a strip, cut only where a repaint begins or ends, which saves bytes."""
        width = self.content_size.width
        if y >= len(self._painted):
            return Strip.blank(width, self.rich_style)
        cuts = self._cuts.get(y, ())
        segments: list[Segment] = []
        for part in self._painted[y]:
            look = self._look(part.kind)
            if segments and segments[-1].style is look and part.x not in cuts:
                segments[-1] = Segment(segments[-1].text + part.text, look)
            else:
                segments.append(Segment(part.text, look))
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _look(self, kind: str) -> Style:
        kind = self.PLAIN.get(kind, kind)
        look = self._looks.get(kind)
        if look is None:
            look = self.get_component_rich_style(f"{self.PREFIX}--{kind}")
            self._looks[kind] = look
        return look


def changed(before: tuple[Part, ...], after: tuple[Part, ...]) -> Iterator[tuple[int, int]]:
    """The stretches (x, width) in which two paintings of a line differ, neighbours joined."""
    if [part[:2] for part in before] != [part[:2] for part in after]:
        yield 0, sum(part.width for part in after)
        return
    start = end = -1
    for old, new in zip(before, after, strict=True):
        if old == new:
            continue
        if new.x != end:
            if end > start:
                yield start, end - start
            start = new.x
        end = new.x + new.width
    if end > start:
        yield start, end - start
