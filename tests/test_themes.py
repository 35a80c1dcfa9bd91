"""Every pair of colours that carries text can be read, by everybody, with as few as 16 colours."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from functools import cache

import pytest
from bench import Bench
from command import SAMPLES
from rich.color import Color, ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as Shade
from textual.pilot import Pilot
from textual.theme import Theme
from textual.widget import Widget
from textual.widgets import Static

from sessions.comparison import compare
from sessions.exchange import read_session
from sessions.matrix import CELLS, meaning
from sessions.session import Session
from tui.screens.checklist import ChecklistPage
from tui.screens.comparison import ComparisonPage
from tui.screens.confirm import Confirm
from tui.screens.help import Help
from tui.screens.library import LibraryPage
from tui.screens.matrix import MatrixPage
from tui.screens.page import Page
from tui.screens.rating import RatingPage
from tui.screens.setup import SetupPage
from tui.themes import HIGH_CONTRAST, MONOCHROME, THEMES, Colourless, theme_for

Rgb = tuple[float, float, float]

CONSOLE_16: tuple[Rgb, ...] = (
    (0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170),
    (170, 170, 170), (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85), (85, 85, 255),
    (255, 85, 255), (85, 255, 255), (255, 255, 255),
)  # fmt: skip
"""The sixteen colours of the Linux console."""

XTERM_16: tuple[Rgb, ...] = (
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
    (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255),
    (255, 0, 255), (0, 255, 255), (255, 255, 255),
)  # fmt: skip

SIGHT: dict[str, tuple[Rgb, Rgb, Rgb]] = {
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
}
"""How colours come out, in linear RGB (Machado, Oliveira and Fernandes 2009, severity 1)."""


LETTERS = re.compile("[^ \u2500-\u259f]")
"""What is more than lines and blocks."""


def linear(colour: Rgb) -> list[float]:
    """The channels of a colour in linear light, 0 to 1 (WCAG 2.2, relative luminance)."""
    parts = [part / 255 for part in colour]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def contrast(one: Rgb, other: Rgb, sight: str | None = None) -> float:
    """The contrast ratio of two colours as WCAG 2.2 defines it, 1 to 21; as some people see it."""
    lights = []
    for channels in (linear(one), linear(other)):
        if sight is not None:
            channels = [
                min(1.0, max(0.0, sum(map(float.__mul__, row, channels)))) for row in SIGHT[sight]
            ]
        lights.append(0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2])
    dark, light = sorted(lights)
    return (light + 0.05) / (dark + 0.05)


def sample(number: int) -> Session:
    """One side of the illustrative pair."""
    path = sorted(SAMPLES.glob("*.toml"))[number]
    return read_session(path.read_bytes(), path.name).session


def pages() -> Iterator[Page]:
    """Screens that show, between them, every widget."""
    yield LibraryPage()
    yield SetupPage(sample(1))
    yield ChecklistPage(sample(1))
    yield RatingPage(sample(1))
    yield MatrixPage(sample(1))
    yield ComparisonPage(compare([sample(0), sample(1)]), mine=1)


Pairs = dict[tuple[str, str], str]
"""Colour of the text and of its ground, and where they were seen."""


def drawn(bench: Bench) -> Pairs:
    """The colours of all text that is on the screen."""
    pairs: Pairs = {}
    for strip in bench.screen._compositor.render_strips():
        for text, style, _ in strip:
            if LETTERS.search(text) and style is not None:
                pairs[ends(style)] = text
    return pairs


def ends(style: Style) -> tuple[str, str]:
    """What is seen as the letters and what as the ground, in hexadecimal."""
    assert style.color is not None
    assert style.bgcolor is not None
    found = [style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex]
    return (found[1], found[0]) if style.reverse else (found[0], found[1])


def classes(widget: Widget) -> Pairs:
    """The colours of every component class that a widget may draw with."""
    return {
        ends(widget.get_component_rich_style(name)): name
        for name in widget.COMPONENT_CLASSES
        if not name.startswith(("text-area", "textarea"))
    }


async def walked() -> dict[str, Pairs]:
    """Under the name of each theme, all pairs of colours that carry text in our own screens."""
    pairs: dict[str, Pairs] = {theme.name: {} for theme in THEMES}

    async def look(bench: Bench, pilot: Pilot[None]) -> None:
        for name, found in pairs.items():
            bench.theme = name
            await pilot.pause()
            found |= drawn(bench)
            for widget in bench.screen.walk_children(Widget):
                found |= classes(widget)

    for page in pages():
        bench = Bench(page)
        async with bench.run_test(size=(132, 40), notifications=True) as pilot:
            await look(bench, pilot)
            await pilot.press("tab")
            bench.notify("Something cannot be done.", severity="error", markup=False)
            await look(bench, pilot)
    for modal in (Confirm("Really?", "Yes", "No"), Help("Text.", ())):
        bench = Bench(Static())
        async with bench.run_test(size=(80, 24)) as pilot:
            await bench.push_screen(modal)
            await look(bench, pilot)
            await pilot.press("tab")
            await look(bench, pilot)
    return pairs


@cache
def every_pair() -> dict[str, Pairs]:
    """What one walk through all themes finds, for all tests of this process."""
    return asyncio.run(walked())


def rgb(colour: str) -> Rgb:
    """The channels of a colour that is written in hexadecimal."""
    red, green, blue = Color.parse(colour).get_truecolor()
    return (red, green, blue)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_all_text_can_be_read_in_every_theme(theme: Theme) -> None:
    least = 7.0 if theme in (HIGH_CONTRAST, MONOCHROME) else 4.5
    pairs = every_pair()[theme.name]
    assert len(pairs) >= 2
    for (letters, ground), where in pairs.items():
        for sight in (None, *SIGHT):
            found = contrast(rgb(letters), rgb(ground), sight)
            assert found >= least, f"{letters} on {ground} is {found:.1f} ({sight}): {where}"


@pytest.mark.parametrize("name", ["dark", "light", "high-contrast"])
@pytest.mark.parametrize("palette", [CONSOLE_16, XTERM_16], ids=["console", "xterm"])
def test_all_text_can_be_read_in_sixteen_colours(name: str, palette: tuple[Rgb, ...]) -> None:
    for (letters, ground), where in every_pair()[theme_for(name, sixteen=True).name].items():
        numbers = [
            Color.parse(one).downgrade(ColorSystem.STANDARD).number for one in (letters, ground)
        ]
        found = contrast(*(palette[number or 0] for number in numbers))
        assert found >= 4.5, f"{numbers[0]} on {numbers[1]} is {found:.1f}: {where}"


async def test_the_cursor_is_not_told_by_colour_alone() -> None:
    for page in pages():
        bench = Bench(page)
        async with bench.run_test(size=(100, 30)) as pilot:
            bench.theme = MONOCHROME.name
            await pilot.pause()
            text = bench.screen_text()
            assert isinstance(page, LibraryPage | RatingPage | SetupPage) or "▸" in text


def test_every_cell_and_every_level_has_a_word_of_its_own() -> None:
    words = [meaning(cell).words for cell in CELLS]
    assert len(set(words)) == len(words)


def test_without_colour_what_lies_on_white_is_reversed() -> None:
    plain = Colourless()
    black_on_white = Style.parse("bold #000000 on #ffffff")
    white_on_black = Style.parse("underline #ffffff on #000000")
    turned = Style.parse("reverse #ffffff on #000000")
    for style, told in ((black_on_white, "1;7"), (white_on_black, "4"), (turned, "7")):
        (segment,) = plain.apply([Segment("x", style)], Shade(0, 0, 0))
        assert segment.style is not None
        assert segment.style.render("x").startswith(f"\x1b[{told}m")
