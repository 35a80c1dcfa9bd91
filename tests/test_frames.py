"""What is sent of a frame leaves the terminal as if the whole of it had been sent."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from terminal import Terminal, commongrid
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip
from thorough import examples

from tui.frames import Shown

WIDTH, HEIGHT = 12, 3
SIGNS = tuple("ab  │●é")
STYLES = [
    None,
    Style(color="red"),
    Style(color="color(116)", bgcolor="color(16)"),
    Style(bgcolor="#102030", bold=True),
    Style(color="bright_green", reverse=True),
    Style(underline=True, bgcolor="color(16)"),
    Style(color="color(9)", bgcolor="blue", bold=True, italic=True),
]
Line = list[tuple[str, Style | None]]
Picture = list[Strip]


def console(colours: str) -> Console:
    return Console(file=io.StringIO(), force_terminal=True, color_system=colours)  # type: ignore[arg-type]


@st.composite
def strips(draw: st.DrawFn, signs: tuple[str, ...]) -> Strip:
    """A line as wide as the terminal; a wide character that does not fit is left out."""
    segments: list[Segment] = []
    left = WIDTH
    while left > 0:
        text = "".join(draw(st.lists(st.sampled_from(signs), min_size=1, max_size=left)))
        segment = Segment(text, draw(st.sampled_from(STYLES)))
        if segment.cell_length <= left:
            segments.append(segment)
            left -= segment.cell_length
        else:
            segments.append(Segment(" " * left, segment.style))
            left = 0
    return Strip(segments, WIDTH)


def pictures(signs: tuple[str, ...]) -> st.SearchStrategy[list[Picture]]:
    picture = st.lists(strips(signs), min_size=HEIGHT, max_size=HEIGHT)
    return st.lists(picture, min_size=2, max_size=4)


def whole(picture: Picture) -> LayoutUpdate:
    return LayoutUpdate([[strip] for strip in picture], Region(0, 0, WIDTH, HEIGHT))


class Screen:
    """What a terminal makes of what it is sent."""

    def __init__(self) -> None:
        # A column more, since pyte breaks the line at a combining mark in the last one.
        self.screen = pyte.Screen(WIDTH + 1, HEIGHT)
        self._stream = pyte.Stream(self.screen)

    def feed(self, text: str) -> None:
        self._stream.feed(text)

    def cells(self) -> list[list[tuple[object, ...]]]:
        """Every cell as it is seen: of a space without lines the ground alone."""
        return [[seen(self.screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    lined = cell.underscore or cell.reverse or cell.strikethrough
    if cell.data == " " and not lined:
        return (" ", cell.bg)
    return tuple(cell)


@settings(max_examples=examples(300))
@given(
    data=st.data(),
    signs=st.sampled_from([SIGNS, (*SIGNS, "国"), (*SIGNS, "ش", "e\u0301")]),
    colours=st.sampled_from(["256", "truecolor", "standard"]),
)
def test_the_terminal_shows_every_frame(
    data: st.DataObject, signs: tuple[str, ...], colours: str
) -> None:
    shown, sent = Shown(), Screen()
    for picture in data.draw(pictures(signs)):
        sent.feed(shown.difference(whole(picture), console(colours)))
        wanted = Screen()
        wanted.feed(Shown().difference(whole(picture), console(colours)))
        told = Screen()
        told.feed(whole(picture).render_segments(console(colours)).replace("\n", ""))
        assert sent.cells() == wanted.cells() == told.cells()


@given(data=st.data())
def test_a_stretch_of_a_line_changes_that_stretch(data: st.DataObject) -> None:
    shown, sent = Shown(), Screen()
    before, after = data.draw(
        st.tuples(*[st.lists(strips(SIGNS), min_size=HEIGHT, max_size=HEIGHT)] * 2)
    )
    sent.feed(shown.difference(whole(before), console("256")))
    y = data.draw(st.integers(0, HEIGHT - 1))
    first = data.draw(st.integers(0, WIDTH - 1))
    last = data.draw(st.integers(first + 1, WIDTH))
    cut = data.draw(st.integers(1, WIDTH - 1))
    chops = [{0: strip.crop(0, cut), cut: strip.crop(cut, WIDTH)} for strip in after]
    update = ChopsUpdate(chops, [(y, first, last)], [[cut, WIDTH]] * HEIGHT)
    sent.feed(shown.difference(update, console("256")))
    middle = Strip.join(
        [before[y].crop(0, first), after[y].crop(first, last), before[y].crop(last, WIDTH)]
    )
    wanted = Screen()
    wanted.feed(Shown().difference(whole([*before[:y], middle, *before[y + 1 :]]), console("256")))
    assert sent.cells() == wanted.cells()


def test_what_is_shown_already_is_not_sent() -> None:
    shown = Shown()
    picture = [Strip([Segment("twelve cells", STYLES[2])])] * HEIGHT
    assert shown.difference(whole(picture), console("256"))
    assert shown.difference(whole(picture), console("256")) == ""


def test_a_line_whose_letters_join_is_sent_whole() -> None:
    shown = Shown()
    first, second = (Strip([Segment(text)]) for text in ("abc سلام efg ", "abc سلام efh "))
    shown.difference(LayoutUpdate([[first]], Region(0, 0, 13, 1)), console("256"))
    sent = shown.difference(LayoutUpdate([[second]], Region(0, 0, 13, 1)), console("256"))
    assert "abc سلام efh" in sent


FAMILY = "👩\u200d👩\u200d👧"


@pytest.mark.parametrize("counted", [1, 2, 6, 9])
def test_what_a_terminal_counts_otherwise_leaves_nothing_behind(counted: int) -> None:
    """`counted` cells are what this terminal takes for a family of three that is joined."""
    shown, sent = Shown(), Screen()

    def show(*texts: str) -> list[str]:
        lines = [Strip([Segment(text)]).adjust_cell_length(WIDTH) for text in texts]
        if len(texts) == HEIGHT:
            update: Any = whole(lines)
        else:
            chops = [{0: line.crop(0, WIDTH - 2)} for line in lines]
            update = ChopsUpdate(chops, [(0, 0, WIDTH - 2)], [[WIDTH - 2]])
        sent.feed(shown.difference(update, console("256")).replace(FAMILY, "#" * counted))
        return [line[:WIDTH] for line in sent.screen.display]

    show("============", "------------", "~~~~~~~~~~~~")
    first, second, third = show(f"a {FAMILY} b", "------------", "~~~~~~~~~~~~")
    assert "=" not in first
    assert (second, third) == ("------------", "~~~~~~~~~~~~")
    assert show("one two")[:2] == ["one two     ", "------------"]


def test_of_two_looks_only_what_differs_is_said() -> None:
    shown = Shown()
    one, two = (
        Style(color="color(110)", bgcolor="color(16)"),
        Style(color="color(109)", bgcolor="color(16)"),
    )
    line = Strip([Segment("ab", one), Segment("  ", one), Segment("cd", two)])
    sent = shown.difference(LayoutUpdate([[line]], Region(0, 0, 6, 1)), console("256"))
    assert sent == "\x1b[1;1H\x1b[38;5;110;48;5;16mab  \x1b[38;5;109mcd\x1b[0m"


def test_ctrl_l_paints_over_what_something_else_has_written(tmp_path: Path) -> None:
    with Terminal(commongrid("--db", str(tmp_path / "test.db"))) as terminal:
        terminal.see("Nothing here yet")
        terminal.settle()
        terminal.intrude(b"\x1b[4;1HBroadcast message: the host goes down at nine")
        terminal.see("Broadcast message")
        terminal.press("ctrl+l")
        terminal.see("Nothing here yet")
        assert "Broadcast" not in terminal.text
