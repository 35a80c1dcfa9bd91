"""Hostile texts on every screen of the real program: nothing of them acts on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random

import hostile
import pytest
from bench import Bench
from command import Commands
from rich.cells import cell_len
from terminal import Terminal, commongrid

from sessions import exchange
from sessions.text import cells
from tui.screens.matrix import MatrixPage

SEED = 5
TEXTS = {**hostile.TEXTS, **hostile.WHOLE}
ACTING = Random(SEED).choice(sorted(hostile.ACTING))
SAMPLE = Random(SEED).sample(sorted(TEXTS), 12)


def everything(texts: Mapping[str, str] = TEXTS) -> bytes:
    """A session of ours with one activity for each text there is, all of them rated."""
    entries = []
    for number, text in enumerate(texts.values()):
        title, said = hostile.quoted(text.strip()[:250] or "x"), hostile.quoted(text)
        level = ("low", "moderate", "high")[number % 3]
        entries.append(
            f'[[activity]]\nid = "own-{number}"\ntitle = {title}\ndescription = {said}\n'
            f'benefit = "{level}"\ninvestment = "high"\nbenefit-why = {said}\nplan = {said}\n'
        )
    return (hostile.HEAD.replace("patient-group", "sponsor") + "".join(entries)).encode()


def library(text: str, folder: Path) -> Commands:
    """Two sides that say a text everywhere, and one of ours that says all of them."""
    commands = Commands(folder / "test.db", name=text.replace("\0", "") or "x")
    for number, (data, words) in enumerate(
        (
            (hostile.session_file(text, perspective="sponsor", name=" S"), ["--ours"]),
            (hostile.session_file(text, name=" P"), []),
            (everything(), ["--ours"]),
        )
    ):
        path = folder / f"{number}.toml"
        path.write_bytes(data)
        commands.done("import", path, *words)
    (folder / "3.toml").write_bytes(hostile.session_file(text, name=" Q"))
    (folder / "refused \x1b]52;c;CaNaRy\x07.toml").write_bytes(hostile.refused_file(text))
    return commands


def started(commands: Commands, folder: Path, *words: str) -> Terminal:
    given = ["--db", str(commands.database), "--as", commands.name, *words]
    return Terminal(commongrid(*given), cwd=folder)


def leave(terminal: Terminal) -> None:
    """Leave from anywhere; whatever came on the way, the program was still itself."""
    terminal.press("ctrl+q")
    assert terminal.wait() == 0, terminal.text
    assert not hostile.sequences_from_file(bytes(terminal.output))


LIBRARY = (
    ("?", "The library lists"), ("escape", "Whose"), ("x", "Archived"), ("u", "Took back"),
    (":", "Search for"), ("escape", "q quit"), ("d", "copy"), ("i", "Take in a file"),
)  # fmt: skip
STEPS = (
    ("pagedown", "Identify"), ("f1", "Enter"), ("escape", "Identify"), ("f5", r"\[1 Identify\]"),
    ("end", "chosen"), (":", "Search for"), ("escape", "chosen"), ("f5", r"\[2 Evaluate\]"),
    ("pagedown", "of"), ("pagedown", "of"), ("f5", r"\[Matrix\]"),
    ("enter", "drop"), ("right", "drop"), ("enter", "walk"), ("pagedown", "walk"),
    ("H", "History"), ("down", "History"), ("escape", r"\[Matrix\]"),
    ("f8", "Write to a file"), ("escape", r"\[Matrix\]"),
)  # fmt: skip
TOGETHER = (
    ("enter", "Do the sides"), ("escape", "o overview"), ("down", "o overview"),
    ("enter", "Cells"), ("pagedown", " of "), ("escape", "o overview"),
    ("o", "low invest"), ("pagedown", "scroll"), ("escape", "o overview"),
    ("t", "What if"), ("escape", "o overview"), ("?", "close help"), ("escape", "o overview"),
    ("d", "Undecided"), ("down", "Undecided"), ("1", "Pursue 1"), ("b", "Read back"),
    ("escape", "Undecided"), ("f8", "Write to a file"), ("escape", "Undecided"),
)  # fmt: skip
"""Keys, each with what has to be on screen before the next one."""


def follow(terminal: Terminal, way: Iterable[tuple[str, str]]) -> None:
    for key, seen in way:
        terminal.press(key)
        terminal.see(seen)


def walk_library(commands: Commands, folder: Path) -> None:
    """The library, its toasts, the palette, help, a file that is taken in and one that is not."""
    with started(commands, folder) as terminal:
        terminal.see("Whose")
        follow(terminal, LIBRARY)
        for name, seen in (("3.toml", "Origin"), ("refused", "problems")):
            terminal.see("Take in a file")
            terminal.press("/")
            terminal.type(name)
            terminal.press("enter", "enter")
            terminal.see(seen)
            terminal.press("pagedown", "pagedown", "escape")
        leave(terminal)


def walk_steps(commands: Commands, folder: Path, session: str) -> None:
    """Every step of one session, its history and what it can be written as."""
    with started(commands, folder, "open", session, "--at", "setup") as terminal:
        terminal.see("Who rates")
        follow(terminal, STEPS)
        leave(terminal)


def walk_together(commands: Commands, folder: Path, session: str) -> None:
    """The comparison, its overview and what is in full, a what-if, and the plan."""
    with started(commands, folder, "open", session, "--at", "compare") as terminal:
        terminal.see("Compare with whom")
        follow(terminal, TOGETHER)
        leave(terminal)


def walk(text: str, folder: Path, *, whole: bool = True) -> None:
    """Through all screens; `whole`: through the steps of both sessions, of one text and of all."""
    commands = library(text, folder)
    listed = commands.told("list", "--json")

    everything = next(one["id"] for one in listed if one["title"] == "T")
    mine = next(one["id"] for one in listed if one["ours"] and one["id"] != everything)
    walk_library(commands, folder)
    walk_steps(commands, folder, everything)
    if whole:
        walk_steps(commands, folder, mine)
    walk_together(commands, folder, mine)


def test_no_screen_lets_a_text_act(tmp_path: Path) -> None:
    walk(TEXTS[ACTING] + hostile.PARSED["action"], tmp_path, whole=False)


@pytest.mark.soak
@pytest.mark.parametrize("name", SAMPLE)
def test_no_screen_lets_any_text_act(name: str, tmp_path: Path) -> None:
    walk(TEXTS[name], tmp_path)


async def test_what_people_write_lines_up_in_the_grid() -> None:
    read = exchange.read_session(everything(hostile.WHOLE), "a.toml")
    bench = Bench(MatrixPage(read.session, ours=True))
    async with bench.run_test(size=(200, 60)) as pilot:
        await pilot.pause()
        lines = bench.screen_text().splitlines()
    for text in hostile.WHOLE.values():
        assert any(text in line for line in lines), text
    ruled = [line for line in lines if line.count("│") >= 3]
    bars = {tuple(cells(line[:at]) for at, one in enumerate(line) if one == "│") for line in ruled}
    assert len(ruled) > len(hostile.WHOLE)
    assert len(bars) == 1
    assert {cell_len(line) for line in lines} == {200}
