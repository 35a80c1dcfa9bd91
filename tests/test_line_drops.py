"""The line drops at any moment of a sitting in the real program, in a real terminal."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from random import Random

import pytest
from dropping import CUTS, FAULTY, ME, TITLE, Said, Sitting, left_behind, make, stored
from terminal import Terminal, commongrid

SEED = 11
SOAKED = range(100, 135)
LATEST = 1.0
"""Seconds of typing that a kill may cost."""

BUSY = 0.5
"""Seconds that this machine may take to get round to the program."""


def sittings(folder: Path, seed: int, *, timed: bool = False) -> None:
    """One sitting after the other on one database, one for each way to end, in any order."""
    random = Random(seed)
    database = folder / "kept.db"
    make(database)
    sitting = Sitting(database, random, stored(database), "matrix")
    for cut in random.sample(CUTS, len(CUTS)):
        found = sitting.sit(cut, random.randint(1, 5))
        if timed and cut == "kill":
            assert sitting.lost(found) < LATEST + BUSY


def test_what_was_shown_is_there_after_the_line_has_dropped(tmp_path: Path) -> None:
    sittings(tmp_path, SEED)


@pytest.mark.soak
@pytest.mark.parametrize("seed", SOAKED)
def test_what_was_shown_is_there_after_210_dropped_lines(tmp_path: Path, seed: int) -> None:
    sittings(tmp_path, seed, timed=True)


def test_a_session_of_a_sitting_starts_empty(tmp_path: Path) -> None:
    make(tmp_path / "kept.db")
    assert stored(tmp_path / "kept.db") == Said()


@pytest.mark.soak
def test_a_line_that_takes_nothing_any_more_keeps_neither_words_nor_program(tmp_path: Path) -> None:
    database = tmp_path / "kept.db"
    make(database)
    command = ["--db", str(database), "--as", ME, "open", TITLE, "--at", "evaluate"]
    with Terminal(commongrid(*command)) as at:
        at.see("Why this benefit")
        at.send(b"\t\t\t\t")
        at.see("F6 undo")
        for number in range(300):
            os.write(at.fd, f"{number:03} ".encode())
        while not stored(database).why.endswith("299 "):
            os.sched_yield()
        os.kill(at.pid, signal.SIGTERM)
        assert at._reap(10) == 0
    assert stored(database).why.split() == [f"{number:03}" for number in range(300)]


@pytest.mark.soak
def test_a_program_that_is_stuck_is_ended_all_the_same(tmp_path: Path) -> None:
    database = tmp_path / "kept.db"
    make(database)
    stuck = FAULTY.replace("raise RuntimeError", "import time; time.sleep(1000)")
    words = ["--db", str(database), "--as", ME, "open", TITLE, "--at", "evaluate"]
    with Terminal([sys.executable, "-c", stuck, *words], cwd=Path(__file__).parent.parent) as at:
        at.see("Why this benefit")
        at.send(b"3")
        at.see(r"^[^•]*\(•\) high")
        at.send(b"\x1b[20~")
        at.settle()
        assert at.kill(signal.SIGTERM) == 1
        assert left_behind(at) == []
    assert stored(database).benefit == "high"
