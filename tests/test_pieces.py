"""What is seen of a screen, put together from the front to the back, is what Textual would show."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
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

boxes = st.tuples(
    st.integers(-6, WIDTH), st.integers(-3, HEIGHT), st.integers(1, WIDTH), st.integers(1, HEIGHT)
)
changes = st.tuples(
    st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1), st.integers(1, 12), st.integers(1, 4)
)


class Sheet(Widget):
    """Shows a sign of its own in every cell, some of them wide."""

    def __init__(self, number: int, box: Box) -> None:
        super().__init__()
        x, y, width, height = box
        self.sign = "abcdefgh"[number] if number % 2 else "界"
        self.styles.position = "absolute"
        self.styles.offset = (x, y)
        self.styles.width, self.styles.height = width, height

    def render_line(self, y: int) -> Strip:
        line = Strip([Segment(self.sign * self.size.width, Style(italic=bool(y % 2)))])
        return line.crop(0, self.size.width)


class Sheets(Screen[None]):
    """Some sheets, the later ones in front, and one that is scrolled within another."""

    def __init__(self, boxes: list[Box]) -> None:
        super().__init__()
        self._compositor = Pieced()
        self.boxes = boxes

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Sheet(7, (0, 2, WIDTH // 2, 2 * HEIGHT))
        for number, box in enumerate(self.boxes):
            yield Sheet(number, box)


def cells(update: Any) -> dict[tuple[int, int], tuple[str, Style | None]]:
    """What an update puts into each cell."""
    found: dict[tuple[int, int], tuple[str, Style | None]] = {}
    for x, y, strip in _pieces(update):
        for segment in strip:
            for sign in segment.text:
                found[x, y] = (sign, segment.style)
                x += 2 if sign == "界" else 1
    return found


async def both(boxes: list[Box], changed: list[Box]) -> tuple[Any, Any]:
    """The same change as our compositor and as Textual's tell it."""
    async with App[None]().run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.app.push_screen(Sheets(boxes))
        await pilot.pause()
        compositor = pilot.app.screen._compositor
        told = []
        for compose in (Pieced.render_partial_update, Compositor.render_partial_update):
            compositor._dirty_regions = {Region(*one).intersection(Region(0, 0, WIDTH, HEIGHT))
                                         for one in changed}  # fmt: skip
            told.append(compose(compositor))  # type: ignore[arg-type]
        return told[0], told[1]


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(boxes, max_size=5), st.lists(changes, min_size=1, max_size=4))
def test_it_shows_what_textual_would_show(boxes: list[Box], changed: list[Box]) -> None:
    ours, theirs = asyncio.run(both(boxes, changed))
    assert isinstance(ours, ChopsUpdate)
    assert cells(ours) == cells(theirs)


def test_nothing_changed_is_no_update() -> None:
    ours, theirs = asyncio.run(both([(0, 0, 3, 3)], []))
    assert ours is None
    assert theirs is None
