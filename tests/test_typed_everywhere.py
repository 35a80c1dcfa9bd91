"""Type on every screen that takes text, end in every way, start again: the words are there."""

from __future__ import annotations

import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random

import pytest
from command import ROOT
from kept import ANNA, keep_worked_example
from sides import worked_example
from terminal import Terminal, commongrid

from tui.rescue import rescued

WORDS = "typed at the very last"
SEED = 4
HANDFUL = 5

FAULTY = """
import asyncio, signal
from tui.app import Commongrid
def fault():
    raise RuntimeError
def on_load(self):
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, lambda: self.call_later(fault))
Commongrid.on_load = on_load
from tui.cli import main
main()
"""
"""The program with a fault that a signal brings about, whatever is on screen."""


@dataclass(frozen=True)
class Place:
    """A screen that takes text: the step to open at, what is there then, and the way on."""

    step: str
    there: str
    keys: tuple[str, ...]
    asked: str = ""


PLACES = {
    "setup": Place("setup", "Title", ("tab", "end")),
    "rating": Place("evaluate", "Why this benefit", ("tab",) * 4, "F6 undo"),
    "own activity": Place("identify", "find:", ("a",), "An activity of your own"),
    "plan item": Place("plan", "Together", ("enter", *["tab"] * 4), "F6 undo"),
    "reason": Place("plan", "Together", ("enter", *["tab"] * 8), "F6 undo"),
    "plan title": Place("plan", "Together", ("m",), "The title of this plan"),
    "what-if": Place("compare", "START HERE", ("t", "down", "enter"), "What would make"),
    "conflict": Place("evaluate", "Why this benefit", ("tab",) * 4, "F6 undo"),
    "rename": Place("", "Aurel", ("r",), "The new title"),
    "new session": Place("", "Aurel", ("n",), "Whose view is it"),
}
ENDS = ("hup", "term", "hang-up", "crash")
CASES = [(place, end, locked) for place, end, locked in product(PLACES, ENDS, ("free", "locked"))]
OFTEN = Random(SEED).sample(CASES, HANDFUL)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    database = tmp_path / "kept.db"
    keep_worked_example(database)
    return database


@contextmanager
def locked(database: Path) -> Iterator[sqlite3.Connection]:
    """Somebody else holds the right to write."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def started(database: Path, place: Place, *, faulty: bool = False) -> Terminal:
    words = ["--db", str(database), "--as", ANNA]
    if place.step:
        words += ["open", worked_example()[0].id, "--at", place.step]
    command = [sys.executable, "-c", FAULTY, *words] if faulty else commongrid(*words)
    return Terminal(command, columns=110, rows=50, cwd=ROOT)


def typed(at: Terminal, database: Path, name: str) -> None:
    """Go to where text is typed and type; in a conflict, until it is asked about."""
    place = PLACES[name]
    at.see(place.there)
    at.press(*place.keys)
    at.see(place.asked)
    if name != "conflict":
        at.send(WORDS.encode())
        at.see(WORDS)
        return
    with locked(database) as other:
        at.send(WORDS.encode())
        at.see("NOT SAVED YET")
        where = [worked_example()[0].id, first_chosen()]
        other.execute(
            "UPDATE assessment SET benefit_why = 'theirs' WHERE session = ? AND activity = ?", where
        )
        other.execute("UPDATE session SET revision = revision + 1 WHERE id = ?", where[:1])
        other.execute("COMMIT")
    at.see("Theirs")


def first_chosen() -> str:
    """The activity that the rating opens at."""
    return worked_example()[0].chosen()[0].activity


def end(at: Terminal, how: str) -> None:
    if how == "hang-up":
        at.hang_up()
    elif how == "crash":
        at.kill(signal.SIGUSR1)
    else:
        at.kill(signal.SIGHUP if how == "hup" else signal.SIGTERM)


def stored(database: Path) -> list[str]:
    """Every text that is stored as it now is; what the log remembers does not count."""
    with closing(sqlite3.connect(database)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = [name for (name,) in names if name not in ("log", "place")]
        rows = [row for name in tables for row in connection.execute(f'SELECT * FROM "{name}"')]
    return [value for row in rows for value in row if isinstance(value, str)]


def taken_up(database: Path, name: str) -> None:
    """Start again and say yes to what is offered."""
    with started(database, PLACES["rename"]) as at:
        if name == "new session":
            at.see("new session that was left")
            at.press("n")
            at.see("Whose view is it")
            at.press("tab", "A", "tab", "1", "f5")
            at.see("find:")
        else:
            at.see("Take it in now")
            at.press("enter")
            at.see("Took in")
        at.press("ctrl+q")
        assert at.wait() == 0


@pytest.mark.parametrize(
    ("place", "how", "disk"),
    [
        pytest.param(*case, marks=[] if case in OFTEN else [pytest.mark.soak], id=" ".join(case))
        for case in CASES
    ],
)
def test_what_was_typed_is_there_after_the_next_start(
    database: Path, place: str, how: str, disk: str
) -> None:
    with started(database, PLACES[place], faulty=how == "crash") as at:
        if place == "conflict":
            typed(at, database, place)
        hold: Callable[[Path], object] = locked if disk == "locked" else nullcontext
        with hold(database):  # type: ignore[attr-defined]  # both are context managers
            if place != "conflict":
                typed(at, database, place)
            end(at, how)
    if disk == "free" and place != "new session":
        assert rescued(database) == []
    else:
        (path,) = rescued(database)
        assert WORDS in path.read_text(encoding="utf-8")
        taken_up(database, place)
        assert rescued(database) == []
    found = [text for text in stored(database) if WORDS in text]
    assert found
    if place == "conflict":
        assert all(text.startswith("theirs\n\n") for text in found)
