"""The line drops at any moment of a sitting in the real program, in a real terminal."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from dropping import CUTS, Said, Sitting, make, stored

SEED = 11
SOAKED = range(100, 130)
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
