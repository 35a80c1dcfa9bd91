"""What is seen where: of each widget only what has changed and nothing in front of it covers.

Textual cuts every line wherever any widget on it begins or ends, has all widgets around paint
theirs, down to the ground of the screen, and then takes what has changed from the whole.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip

Stretch = tuple[int, int]
"""A part of a line: its first cell and the cell after its last."""


class Pieced(Compositor):
    """A compositor that goes from the front to the back, and ends where nothing is left unseen.

    Pages and dialogs have it; of what lies over them for a moment Textual's own does.
    """

    def render_partial_update(self) -> ChopsUpdate | None:
        """What has changed since the last update, or None if nothing has."""
        regions = self._dirty_regions.copy()
        self._dirty_regions.clear()
        if not regions:
            return None
        spans = list(self._regions_to_spans(regions))
        seen = self._seen(spans)
        lines = [dict(sorted(seen.get(y, {}).items())) for y in range(self.size.height)]
        ends = [[x + strip.cell_length for x, strip in line.items()] for line in lines]
        return ChopsUpdate(lines, spans, ends)

    def _seen(self, spans: Iterable[tuple[int, int, int]]) -> dict[int, dict[int, Strip]]:
        """The pieces of each line in these spans, by the cell in which each begins."""
        found: dict[int, dict[int, Strip]] = {}
        unseen: dict[int, list[Stretch]] = {}
        for y, first, last in spans:
            found[y] = {}
            unseen.setdefault(y, []).append((first, last))
        for widget, (region, clip) in self.visible_widgets.items():
            if not unseen:
                break
            part = region.intersection(clip)
            lines = [y for y in part.line_range if _meets(unseen.get(y, ()), part)]
            if not lines:
                continue
            strips = widget.render_lines(part.translate((-region.x, -region.y)))
            for y in lines:
                if y - part.y < len(strips):
                    strip = strips[y - part.y]
                    unseen[y] = _behind(unseen[y], part, strip, found[y])
                    if not unseen[y]:
                        del unseen[y]
        return found


def _meets(stretches: Iterable[Stretch], part: Region) -> bool:
    """Whether any of these stretches is partly within the columns of a region."""
    return any(first < part.right and part.x < last for first, last in stretches)


def _behind(
    stretches: list[Stretch], part: Region, strip: Strip, pieces: dict[int, Strip]
) -> list[Stretch]:
    """Take what these stretches show of a strip as pieces; what is left lies behind it."""
    left: list[Stretch] = []
    for first, last in stretches:
        start, end = max(first, part.x), min(last, part.right)
        if start >= end:
            left.append((first, last))
            continue
        pieces[start] = strip.crop(start - part.x, end - part.x)
        left += [one for one in ((first, start), (end, last)) if one[0] < one[1]]
    return left
