"""What is seen of a screen, put together from the front to the back, is what Textual would show."""

from __future__ import annotations

import asyncio
from itertools import product
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from thorough import examples

from tui.frames import _pieces
from tui.pieces import Pieced

WIDTH, HEIGHT = 30, 10
Box = tuple[int, int, int, int]
Cells = dict[tuple[int, int], tuple[Widget, int]]
"""The widget in front in each cell, and the column of its own that stands there."""

boxes = st.tuples(
    st.integers(-6, WIDTH), st.integers(-3, HEIGHT), st.integers(1, WIDTH), st.integers(1, HEIGHT)
)
changes = st.tuples(
    st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1), st.integers(1, 12), st.integers(1, 4)
)


class Sheet(Widget):
    """Shows one sign all over, which takes a cell or two."""

    def __init__(self, sign: str, box: Box) -> None:
        super().__init__()
        x, y, width, height = box
        self.sign = sign
        self.styles.position = "absolute"
        self.styles.offset = (x, y)
        self.styles.width, self.styles.height = width, height

    def render_line(self, y: int) -> Strip:
        line = Strip([Segment(self.sign * self.size.width, Style(italic=bool(y % 2)))])
        return line.crop(0, self.size.width)


class Sheets(Screen[None]):
    """Some sheets, the later ones in front, and one that is scrolled within another."""

    def __init__(self, boxes: list[Box], signs: str) -> None:
        super().__init__()
        self._compositor = Pieced()
        self.boxes = boxes
        self.signs = signs

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Sheet("z", (0, 2, WIDTH // 2, 2 * HEIGHT))
        for sign, box in zip(self.signs, self.boxes, strict=False):
            yield Sheet(sign, box)


def cells(update: Any) -> dict[tuple[int, int], tuple[str, Style | None]]:
    """What an update puts into each cell."""
    found: dict[tuple[int, int], tuple[str, Style | None]] = {}
    for x, y, strip in _pieces(update):
        for segment in strip:
            for sign in segment.text:
                found[x, y] = (sign, segment.style)
                x += cell_len(sign)
    return found


async def both(boxes: list[Box], changed: list[Box], signs: str) -> tuple[Any, Any, Cells]:
    """The same change as our compositor and as Textual's tell it; and who is seen in each cell."""
    async with App[None]().run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.app.push_screen(Sheets(boxes, signs))
        await pilot.pause()
        compositor = pilot.app.screen._compositor
        told = []
        for compose in (Pieced.render_partial_update, Compositor.render_partial_update):
            compositor._dirty_regions = {Region(*one).intersection(Region(0, 0, WIDTH, HEIGHT))
                                         for one in changed}  # fmt: skip
            told.append(compose(compositor))  # type: ignore[arg-type]
        owners: Cells = {}
        for widget, (region, clip) in reversed(compositor.visible_widgets.items()):
            for x, y in product(range(WIDTH), range(HEIGHT)):
                if region.contains(x, y) and clip.contains(x, y):
                    owners[x, y] = (widget, x - region.x)
        return told[0], told[1], owners


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(boxes, max_size=5), st.lists(changes, min_size=1, max_size=4))
def test_it_shows_what_textual_would_show(boxes: list[Box], changed: list[Box]) -> None:
    ours, theirs, _ = asyncio.run(both(boxes, changed, "abcde"))
    assert isinstance(ours, ChopsUpdate)
    assert cells(ours) == cells(theirs)


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(boxes, max_size=5), st.lists(changes, min_size=1, max_size=4))
@example([(0, 0, 1, 1), (0, 0, 2, 1)], [(0, 0, 2, 1)])
def test_a_wide_sign_is_whole_where_both_its_cells_are_seen(
    boxes: list[Box], changed: list[Box]
) -> None:
    """Textual takes it apart at the edge of what is hidden behind it as well."""
    ours, _, owners = asyncio.run(both(boxes, changed, "a界b国c"))
    shown = cells(ours)
    here = {(x, y) for x, y in owners if any(Region(*one).contains(x, y) for one in changed)}
    for x, y in here:
        widget, place = owners[x, y]
        if not isinstance(widget, Sheet) or cell_len(widget.sign) == 1:
            continue
        first = x - place % 2
        pair = [(first, y), (first + 1, y)]
        seen = all(one in here and owners[one][0] is widget for one in pair)
        wanted = None if seen and x != first else widget.sign if seen else " "
        assert shown.get((x, y), (None,))[0] == wanted


def test_nothing_changed_is_no_update() -> None:
    ours, theirs, _ = asyncio.run(both([(0, 0, 3, 3)], [], "a"))
    assert ours is None
    assert theirs is None
