"""Choosing how the program looks while it runs, with what comes over the line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from terminal import Terminal, commongrid

from tui.settings import read

MOUSE_ON, MOUSE_OFF = b"\x1b[?1002h", b"\x1b[?1002l"
EVERY_MOVE = b"\x1b[?1003h"


@contextmanager
def library(folder: Path, *flags: str) -> Iterator[Terminal]:
    """An empty library, for a user whose settings are in this folder."""
    program = commongrid("--db", str(folder / "library.db"), *flags)
    with Terminal(program, env={"XDG_CONFIG_HOME": str(folder)}) as terminal:
        terminal.see("Nothing here yet")
        terminal.settle()
        yield terminal


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """Where the choices are kept."""
    return tmp_path / "commongrid" / "settings.toml"


def test_a_theme_is_chosen_at_once_and_kept(tmp_path: Path, settings: Path) -> None:
    with library(tmp_path) as terminal:
        before = terminal.screen.buffer[10][5].bg
        terminal.press(",")
        terminal.see("high contrast")
        terminal.press("2")
        terminal.see(r"\(•\) light")
        terminal.press("escape")
        terminal.settle(1.0)
        assert terminal.screen.buffer[10][5].bg != before
        terminal.press("q")
        assert terminal.wait() == 0
    assert read(settings).theme == "light"
    with library(tmp_path) as terminal:
        assert terminal.screen.buffer[10][5].bg != before


def test_ascii_is_chosen_at_once_and_kept(tmp_path: Path, settings: Path) -> None:
    with library(tmp_path) as terminal:
        terminal.press(",")
        terminal.see("╭")
        terminal.press("down", "down", "2")
        terminal.see(r"\*\) ASCII")
        assert terminal.text.isascii()
        terminal.press("escape", "q")
        assert terminal.wait() == 0
    assert read(settings).ascii is True


def test_the_mouse_is_heard_but_not_its_every_move(tmp_path: Path) -> None:
    with library(tmp_path) as terminal:
        assert MOUSE_ON in terminal.output
        assert EVERY_MOVE not in terminal.output
        terminal.press("q")
        assert terminal.wait() == 0
        assert terminal.output.rstrip().rfind(MOUSE_OFF) > terminal.output.rfind(MOUSE_ON)


def test_the_mouse_is_off_by_flag(tmp_path: Path) -> None:
    with library(tmp_path, "--no-mouse") as terminal:
        assert MOUSE_ON not in terminal.output


def test_the_mouse_goes_off_and_on_by_key_and_stays_so(tmp_path: Path, settings: Path) -> None:
    with library(tmp_path) as terminal:
        terminal.press("M")
        terminal.see("left to the terminal")
        assert terminal.output.endswith(MOUSE_OFF) or MOUSE_OFF in terminal.output
        terminal.press("q")
        assert terminal.wait() == 0
    assert not read(settings).mouse
    with library(tmp_path) as terminal:
        assert MOUSE_ON not in terminal.output
        terminal.press("M")
        terminal.see("used here again")
        assert MOUSE_ON in terminal.output


def test_a_click_selects(tmp_path: Path) -> None:
    with Terminal(commongrid("demo"), env={"XDG_CONFIG_HOME": str(tmp_path)}) as terminal:
        terminal.see("Alder Bay")
        terminal.settle()
        for name in ("Alder Bay", "Aurel Fam"):
            row = next(y for y, line in enumerate(terminal.screen.display) if name in line)
            terminal.send(b"\x1b[<0;20;%dM\x1b[<0;20;%dm" % (row + 1, row + 1))
            terminal.see(f"^▸ .*{name}")


def test_a_choice_that_cannot_be_kept_acts_and_is_told(tmp_path: Path, settings: Path) -> None:
    settings.parent.mkdir()
    settings.write_text("[display\n")
    with library(tmp_path) as terminal:
        terminal.press("M")
        terminal.see("could not")
        assert settings.read_text() == "[display\n"
