"""The palette in the real program: quick keys end nothing, and it offers only what is ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import Bench
from kept import a_session
from terminal import KEYS, Terminal, commongrid
from textual.command import CommandList

from tui.palette import Doable, Palette
from tui.screens.setup import SetupPage

STEPS = "steps: Go to any step: set-up, identify, evaluate, matrix, compare, plan"


class Offering(Bench):
    """A bench whose palette offers what can be done on it."""

    COMMANDS = {Doable}


async def test_a_page_up_while_the_list_is_hidden_does_not_end_the_program() -> None:
    """Textual looks up on which line an option is, and a list that is not shown has no lines."""
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Palette())
        commands = app.screen.query_one(CommandList)
        commands.add_options(["one", "two"])
        commands.highlighted = 1
        commands.display = False
        await pilot.pause()
        commands.add_options(["three"])
        await app.screen.run_action("command_list('page_up')")
        assert isinstance(app.screen, Palette)


async def test_a_search_that_begins_while_the_palette_closes_does_not_end_the_program() -> None:
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        palette = Palette()
        await app.push_screen(palette)
        await palette.query(CommandList).remove()
        palette._gather_commands("e")
        await pilot.pause()
        assert isinstance(app.screen, Palette)


def test_no_command_of_the_toolkit_is_offered(tmp_path: Path) -> None:
    with Terminal(commongrid("--db", str(tmp_path / "test.db"))) as terminal:
        terminal.see("Nothing here yet")
        for opening in ("\x10", ":"):
            terminal.type(opening)
            terminal.see("Search")
            for words in ("screenshot", "suspend", "maximize", "help panel"):
                terminal.type(words)
                terminal.see(words)
                assert terminal.text.lower().count(words) == 1
                terminal.type(KEYS["backspace"] * len(words))
            terminal.press("escape")
            terminal.see("Nothing here yet")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("history", "history: Who changed what, and when"),
        ("hist", "history: Who changed what, and when"),
        ("setup", STEPS),
        ("set-up", STEPS),
        ("changed WHO", "history: Who changed what, and when"),
    ],
)
async def test_every_word_typed_is_in_what_is_offered(typed: str, found: str) -> None:
    app = Offering(SetupPage(a_session()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await app.push_screen(Palette())
        await pilot.press(*typed)
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        commands = app.screen.query_one(CommandList)
        assert [str(one.prompt).partition("\n")[0] for one in commands.options] == [found]


def test_several_enters_in_one_packet_choose_once(tmp_path: Path) -> None:
    """The first closes the palette; the others were on their way to it already."""
    with Terminal(commongrid("--db", str(tmp_path / "test.db"))) as terminal:
        terminal.see("Nothing here yet")
        for _ in range(3):
            terminal.type(":")
            terminal.see("Search")
            terminal.type("keys and words")
            terminal.see(r"key \?")
            terminal.type(KEYS["enter"] * 4)
            terminal.see("Esc")
            terminal.press("escape")
            terminal.see("Nothing here yet")
