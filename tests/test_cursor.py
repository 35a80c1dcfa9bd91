"""The terminal's own cursor stands where a person looks, for braille displays and magnifiers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from command import SAMPLES, start
from terminal import Terminal, commongrid


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the illustrative pair."""
    kept = tmp_path_factory.mktemp("cursor") / "library.db"
    samples = [str(path) for path in sorted(SAMPLES.glob("*.toml"))]
    assert start("--db", str(kept), "import", "--ours", *samples).wait() == 0
    return kept


@pytest.fixture
def terminal(database: Path) -> Iterator[Terminal]:
    with Terminal(commongrid("--db", str(database))) as opened:
        opened.see("Aurel Families")
        opened.settle()
        yield opened


def at_cursor(terminal: Terminal) -> str:
    """What stands on the line of the terminal's cursor, from the cursor on."""
    cursor = terminal.screen.cursor
    return terminal.screen.display[cursor.y][cursor.x :].rstrip()


def test_in_a_list_it_stands_on_the_row(terminal: Terminal) -> None:
    assert at_cursor(terminal).startswith("▸")
    first = terminal.screen.cursor.y
    terminal.press("down")
    assert at_cursor(terminal).startswith("▸")
    assert terminal.screen.cursor.y == first + 1


def test_in_the_matrix_it_goes_along_with_the_activity(terminal: Terminal) -> None:
    terminal.press("enter")
    terminal.settle()
    terminal.press("s")
    terminal.see("Matrix")
    terminal.press("home", "down", "down", "down", "enter")
    terminal.see("invest")
    assert at_cursor(terminal).startswith("▸ ")
    before = at_cursor(terminal)
    terminal.press("down")
    assert at_cursor(terminal).startswith("▸ ")
    assert at_cursor(terminal) != before
    terminal.press("m", "right")
    assert at_cursor(terminal).startswith("◆ ")
    terminal.press("escape")


def test_in_the_rating_it_stands_on_the_option_the_factor_and_the_letter(
    terminal: Terminal,
) -> None:
    terminal.press("enter")
    terminal.settle()
    terminal.press("s", "home", "down", "down", "enter")
    terminal.see("Space pick")
    terminal.settle()
    line = terminal.screen.display[terminal.screen.cursor.y]
    assert line[terminal.screen.cursor.x - 1] == "("
    terminal.press("tab", "tab")
    terminal.settle()
    line = terminal.screen.display[terminal.screen.cursor.y]
    assert line[terminal.screen.cursor.x - 1] == "["
    terminal.press("down")
    assert "[" in terminal.screen.display[terminal.screen.cursor.y]
    terminal.press("tab", "tab")
    before = terminal.screen.cursor.x
    terminal.press("home", "right")
    assert terminal.screen.cursor.x != before or terminal.screen.cursor.y


def test_in_a_dialog_it_stands_on_the_button(terminal: Terminal) -> None:
    terminal.press("ctrl+c")
    terminal.see("Leave commongrid")
    terminal.settle()
    assert at_cursor(terminal).strip().startswith("Leave")
    terminal.press("tab")
    assert at_cursor(terminal).strip().startswith("Stay")


def test_it_can_be_shown(database: Path, tmp_path: Path) -> None:
    settings = tmp_path / "commongrid" / "settings.toml"
    settings.parent.mkdir()
    settings.write_text("[display]\ncursor = true\n")
    env = {"XDG_CONFIG_HOME": str(tmp_path)}
    with Terminal(commongrid("--db", str(database)), env=env) as opened:
        opened.see("Aurel Families")
        opened.settle()
        assert not opened.screen.cursor.hidden
