"""Lines that have not changed are not drawn again; whatever else has changed is seen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.filter import Monochrome
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget

from tui.pieces import Pieced
from tui.widgets.drawing import Drawing

RED = Style(color="#ff0000", bgcolor="#000000")


class Lines(Drawing, Widget):
    """Twenty lines that say a word and their number; `drawn` tells which were asked for."""

    PREFIX = "lines"
    DEFAULT_CSS = "Lines { height: 20; }"
    word = "one"

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[int] = []

    def render_line(self, y: int) -> Strip:
        self.drawn.append(y)
        text = f"{self.word} {y}".ljust(self.size.width)
        return Strip([Segment(text, RED)], self.size.width)


class Scrolled(App[None]):
    """Those lines in less room than they take."""

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Lines()

    def on_mount(self) -> None:
        self.screen._compositor = Pieced()


@asynccontextmanager
async def scrolled() -> AsyncIterator[tuple[Pilot[None], Lines]]:
    async with Scrolled().run_test(size=(20, 8)) as pilot:
        await pilot.pause()
        yield pilot, pilot.app.query_one(Lines)


def seen(pilot: Pilot[None]) -> list[str]:
    """The first word and number of each line of the screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return [" ".join(strip.text.split()[:2]) for strip in strips]


async def test_only_the_line_that_changed_is_drawn_again() -> None:
    async with scrolled() as (pilot, lines):
        assert seen(pilot) == [f"one {y}" for y in range(8)]
        lines.drawn.clear()
        lines.word = "two"
        lines.refresh(Region(0, 3, 5, 1))
        await pilot.pause()
        assert seen(pilot) == [*(f"one {y}" for y in range(3)), "two 3", *(
            f"one {y}" for y in range(4, 8))]  # fmt: skip
        assert set(lines.drawn) == {3}
        assert seen(pilot)[3] == "two 3"
        assert len(lines.drawn) == 1


async def test_what_is_scrolled_into_sight_is_drawn() -> None:
    async with scrolled() as (pilot, lines):
        around = pilot.app.query_one(VerticalScroll)
        for top in (5, 12, 0, 3):
            around.scroll_to(y=top, animate=False, force=True, immediate=True)
            await pilot.pause()
            assert seen(pilot) == [f"one {y}" for y in range(top, top + 8)]
        lines.word = "two"
        lines.refresh()
        await pilot.pause()
        assert seen(pilot) == [f"two {y}" for y in range(3, 11)]


async def test_another_width_and_other_colours_are_seen() -> None:
    async with scrolled() as (pilot, _):
        await pilot.resize_terminal(30, 6)
        await pilot.pause()
        assert seen(pilot) == [f"one {y}" for y in range(6)]
        pilot.app._filters.append(Monochrome())
        (first, *_) = pilot.app.screen._compositor.render_strips()
        colour = next(iter(first)).style
        assert colour is not None
        assert colour.color is not None
        assert colour.color.triplet is not None
        assert len(set(colour.color.triplet)) == 1
