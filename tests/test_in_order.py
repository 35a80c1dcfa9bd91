"""Keys that arrive in one packet end where the same keys end that are typed slowly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from bench import Bench
from dropping import ME, TITLE, make
from matrix_bench import aurel
from terminal import Terminal, commongrid
from test_field import NAMED, burst
from textual.binding import Binding
from textual.pilot import Pilot
from textual.widget import Widget

from sessions.edits import FieldPath
from sessions.session import Session
from tui.screens.matrix import MatrixPage
from tui.screens.new_session import NewSessionPage
from tui.widgets.button import Button
from tui.widgets.choices import Choice, Choices
from tui.widgets.field import Field
from tui.widgets.matrix_grid import MatrixGrid
from tui.widgets.reader import Block, Reader


def reader() -> Reader:
    made = Reader(can_focus=True)
    made.blocks = (Block("words"),)
    return made


FROM: dict[str, Callable[[], Widget]] = {
    "choices": lambda: Choices([Choice("low", "low"), Choice("high", "high")]),
    "grid": lambda: MatrixGrid(aurel()),
    "button": lambda: Button("Go"),
    "reader": reader,
}


class Line(Bench):
    """One widget, and a field after it."""

    BINDINGS = [Binding("tab", "focus_next"), Binding("shift+tab", "focus_previous")]


async def slowly(pilot: Pilot[None], keys: Sequence[str]) -> None:
    await pilot.press(*(NAMED.get(key, key) for key in keys))


@pytest.mark.parametrize("kind", FROM)
@pytest.mark.parametrize("keys", ["\tq1 mqx", "\tab<c", "\tone\n2"])
async def test_characters_after_tab_go_where_the_focus_went(kind: str, keys: str) -> None:
    ended = []
    for press in (slowly, burst):
        field = Field(FieldPath("title"))
        app = Line(FROM[kind](), field)
        async with app.run_test(size=(100, 40)) as pilot:
            app.screen.set_focus(app.query(FROM[kind]().__class__).first())
            await pilot.pause()
            await press(pilot, keys)
            assert app.focused is field
            ended.append(field.text)
    assert ended[0] == ended[1] != ""


async def test_a_form_ends_the_same_however_fast_it_is_typed() -> None:
    """Over the perspective, whose digits are letters elsewhere, and over the button."""
    keys = ["G", "tab", "A", "1", "tab", "tab", *"2 own.toml", "tab", "tab", "x", "tab", "B"]
    ended = []
    for press in (slowly, burst):
        app = Bench(NewSessionPage())
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, keys)
            ended.append((app.screen.answers, app.focused.id))
    assert ended[0] == ended[1]
    assert ended[0][0].catalogue == "2 own.toml"


@pytest.mark.parametrize("session", [aurel()])
async def test_what_is_sought_in_the_matrix_is_typed_and_not_obeyed(session: Session) -> None:
    app = Bench(MatrixPage(session))
    async with app.run_test(size=(100, 40)) as pilot:
        await burst(pilot, ["slash", *"mreg7"])
        assert app.screen.query_one("#find", Field).text == "mreg7"
        assert app.said == []


def test_what_is_sought_in_the_library_is_typed_and_not_obeyed(tmp_path: Path) -> None:
    make(tmp_path / "kept.db")
    with Terminal(commongrid("--db", str(tmp_path / "kept.db"), "--as", ME)) as at:
        at.see(TITLE)
        at.send(b"/nxdDq")
        at.see("No title or organisation holds")
        assert "nxdDq" in at.text
