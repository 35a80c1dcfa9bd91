"""A reader that sets columns side by side, so that every side gets the same room."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment

from catalogue.values import dataclass
from tui.widgets.reader import Block, Look, Reader

Line = tuple[Segment, ...]

LEAST_CELLS = 16
"""Columns that would be narrower than this stand one below the other, whatever was asked."""


@dataclass(frozen=True, slots=True)
class Beside(Block):
    """Columns of blocks, equally wide. Below `least` cells of width they stand in a stack."""

    columns: tuple[tuple[Block, ...], ...] = ()
    least: int = 0


@dataclass(frozen=True, slots=True)
class Drawn(Block):
    """Lines that are not wrapped, each a tuple of texts with their looks."""

    lines: tuple[tuple[tuple[str, Look], ...], ...] = ()


class Spread(Reader):
    """Draws blocks, and `Beside` blocks in columns.

    With `fit`, the text is cut to the height of the pane: columns get the same number of lines,
    and each one that is cut ends in an ellipsis. It always fills the pane, since a text of
    another length would have all of it painted anew.
    """

    def __init__(
        self,
        *,
        fit: bool = False,
        can_focus: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(can_focus=can_focus, id=id, classes=classes)
        self.fit = fit

    def on_resize(self) -> None:
        if self.fit:
            self._lay_out()

    def _typeset(self, width: int) -> list[Line]:
        height = self.scrollable_content_region.height
        if not self.fit:
            return super()._typeset(width)
        lines: list[Line] = []
        for block in self.blocks:
            room = max(0, height - len(lines))
            if isinstance(block, Beside):
                lines += self._side_by_side(block, width, room)
            else:
                lines += self._cut(self._set(block, width), width, room)
        return [*lines, *[()] * (height - len(lines))][:height]

    def _set(self, block: Block, width: int) -> list[Line]:
        if isinstance(block, Beside):
            return self._side_by_side(block, width, None)
        if isinstance(block, Drawn):
            return [
                tuple(Segment(text, self.look(look)) for text, look in line) for line in block.lines
            ]
        return super()._set(block, width)

    def _side_by_side(self, block: Beside, width: int, room: int | None) -> list[Line]:
        count = len(block.columns)
        each = (width - 3 * (count - 1)) // max(1, count)
        if width < block.least or each < LEAST_CELLS:
            return self._stacked(block, width, room)
        columns = [
            self._cut([line for part in column for line in self._set(part, each)], each, room)
            for column in block.columns
        ]
        between = Segment(" │ ", self.look(Look.TEXT))
        lines: list[Line] = []
        for number in range(max(map(len, columns), default=0)):
            parts: list[Segment] = []
            for place, column in enumerate(columns):
                line = column[number] if number < len(column) else ()
                parts += [between] if place else []
                parts += line
                if place < count - 1:
                    parts.append(Segment(" " * (each - _width(line))))
            lines.append(tuple(parts))
        return lines

    def _stacked(self, block: Beside, width: int, room: int | None) -> list[Line]:
        """The columns one below the other; where room is short, each gets the same share."""
        share = None if room is None else room // max(1, len(block.columns))
        lines: list[Line] = []
        for column in block.columns:
            whole = [line for part in column for line in self._set(part, width)]
            lines += self._cut(whole, width, share)
        return lines

    def _cut(self, lines: list[Line], width: int, room: int | None) -> list[Line]:
        """At most so many lines, the last one ending in an ellipsis if any were left out."""
        if room is None or len(lines) <= room:
            return lines
        if room < 1:
            return []
        last = lines[room - 1]
        taken, kept = 0, []
        for segment in last:
            size = cell_len(segment.text)
            if taken + size > width - 2:
                first, _ = segment.split_cells(max(0, width - 2 - taken))
                words = first.text.rpartition(" ")[0] or first.text
                kept.append(Segment(words, first.style))
                break
            kept.append(segment)
            taken += size
        kept.append(Segment(" …", self.look(Look.QUIET)))
        return [*lines[: room - 1], tuple(kept)]


def _width(line: Line) -> int:
    return sum(cell_len(segment.text) for segment in line)
