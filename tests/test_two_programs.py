"""Two programs, one session: what one does the other shows, where it is, without a jump."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from dropping import ME, TITLE, make, stored
from terminal import Terminal, commongrid

STALL = 0.1
"""Seconds that a key may take to be seen, whatever the disk does."""

SOON = 2.0
"""Seconds within which a change made elsewhere is shown."""

LONG = 30.0
"""Seconds for which somebody else holds the database."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    make(tmp_path / "kept.db")
    return tmp_path / "kept.db"


def opened(database: Path, who: str) -> Terminal:
    command = ["--db", str(database), "--as", who, "open", TITLE, "--at", "evaluate"]
    return Terminal(commongrid(*command), rows=50)


def into_text(at: Terminal) -> None:
    at.see("Why this benefit")
    at.send(b"\t\t\t\t")
    at.see("F6 undo")


@contextmanager
def locked(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_a_change_made_elsewhere_is_shown_and_nothing_jumps(database: Path) -> None:
    with opened(database, ME) as mine, opened(database, "Bo") as theirs:
        into_text(mine)
        mine.type("my own words")
        mine.press(*["left"] * 5)
        theirs.see("my own words")
        place = (mine.screen.cursor.x, mine.screen.cursor.y)
        theirs.press("3")
        theirs.see(r"^[^•]*\(•\) high")
        mine.see(r"^[^•]*\(•\) high")
        assert (mine.screen.cursor.x, mine.screen.cursor.y) == place
        mine.type("very ")
        mine.see("my own very words")
        for one in (mine, theirs):
            one.press("ctrl+q")
            assert one.wait() == 0
    assert stored(database).why == "my own very words"


def test_words_written_to_one_field_at_once_are_all_kept(database: Path) -> None:
    with opened(database, ME) as mine, opened(database, "Bo") as theirs:
        for one in (mine, theirs):
            into_text(one)
        with locked(database):
            mine.type("alpha")
            mine.see("NOT SAVED YET")
            theirs.type("beta")
            theirs.see("NOT SAVED YET")
        refused = None
        while refused is None:
            for one in (mine, theirs):
                one.settle()
                if "What both started from" in one.text:
                    refused = one
        assert "alpha" in refused.text
        assert "beta" in refused.text
        refused.press("b")
        for one in (mine, theirs):
            one.see("alpha(.|\n)*beta|beta(.|\n)*alpha")
        for one in (mine, theirs):
            one.press("ctrl+q")
            assert one.wait() == 0
    assert sorted(stored(database).why.split()) == ["alpha", "beta"]


def echoes(at: Terminal, number: int) -> list[float]:
    """Type a line letter by letter; the seconds that each took to be seen."""
    took = []
    before = f"{number:05}-"
    at.send(b"\r" + before.encode())
    at.see(before)
    for letter in "abcdefghijklmnopqrstuvwxyz":
        before += letter
        since = time.monotonic()
        at.send(letter.encode())
        at.see(before)
        took.append(at.heard - since)
    return took


@pytest.mark.soak
def test_keys_are_seen_at_once_while_somebody_holds_the_database(database: Path) -> None:
    with opened(database, ME) as at:
        into_text(at)
        free = [took for number in range(10) for took in echoes(at, number)]
        held: list[float] = []
        with locked(database):
            end = time.monotonic() + LONG
            while time.monotonic() < end:
                held += echoes(at, len(held))
            at.see("NOT SAVED YET")
        at.see("  saved")
        sys.stdout.write(f"free {max(free):.3f} s, held {max(held):.3f} s, {len(held)} keys\n")
        assert max(held) < STALL + max(free)
        at.press("ctrl+q")
        assert at.wait() == 0


@pytest.mark.soak
def test_a_change_made_elsewhere_is_shown_within_two_seconds(database: Path) -> None:
    with opened(database, ME) as mine, opened(database, "Bo") as theirs:
        theirs.see("Why this benefit")
        mine.see("Why this benefit")
        for number in (2, 3, 1) * 4:
            level = ("low", "moderate", "high")[number - 1]
            theirs.send(str(number).encode())
            theirs.see(rf"^[^•]*\(•\) {level}")
            since = time.monotonic()
            mine.see(rf"^[^•]*\(•\) {level}")
            assert time.monotonic() - since < SOON
