"""The real program in a real terminal, as a new user meets it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from command import start
from terminal import Terminal, commongrid

RATIONALE = "Families fear that sleep and sight go unmeasured: naïve café, 漢字, ترجمة. " * 6
SAMPLES = Path(__file__).parent.parent / "sessions" / "samples"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


def test_everything_is_there_after_a_restart(database: Path) -> None:
    program = commongrid("--db", str(database))
    with Terminal(program) as terminal:
        terminal.see("Nothing here yet")
        terminal.press("n")
        terminal.see("Whose view is it")
        terminal.type("Phase 2")
        terminal.press("enter")
        terminal.type("An Illustrative Group")
        terminal.press("enter", "2", "f5")
        terminal.see(r"0 of 24 chosen")
        terminal.press("space", "down", "space", "n")
        terminal.see("1 of 2, 0 rated")
        terminal.press("3", "tab", "1")
        terminal.see("1 of 2, 1 rated")
        terminal.press("tab", "tab", "tab")
        terminal.see("Why this benefit")
        terminal.type(RATIONALE)
        terminal.press("f5")
        terminal.see(r"Not yet rated \(1\)")
        terminal.press("m", "right", "enter")
        terminal.see("high / moderate")
        terminal.press("ctrl+c")
        terminal.see("Leave commongrid")
        terminal.press("enter")
        assert terminal.wait() == 0
    with Terminal(program) as terminal:
        terminal.see("Phase 2 .*1/2")
        terminal.press("enter")
        terminal.see("Research question relevance")
        terminal.see("high / moderate")
        terminal.see("naïve café")
        terminal.press("u")
        terminal.see("high / low")
        terminal.press("q", "q")
        assert terminal.wait() == 0
    with sqlite3.connect(database) as kept:
        found = kept.execute("SELECT benefit_why FROM assessment WHERE benefit_why <> ''")
        assert found.fetchone() == (RATIONALE,)


def test_it_opens_where_it_was_left(database: Path) -> None:
    samples = [str(SAMPLES / "aurel-families-network.toml")]
    assert start("--db", str(database), "import", "--ours", *samples).wait() == 0
    with Terminal(commongrid("--db", str(database), "open", "01a1f82f")) as terminal:
        terminal.see("low invest")
        terminal.press("s")
        terminal.see("Set-up: who rates")
        terminal.press("home", "down", "enter")
        terminal.see("13 of 24 chosen|12 of 24 chosen")
        terminal.press("ctrl+q")
        assert terminal.wait() == 0
    with Terminal(commongrid("--db", str(database), "open", "01a1f82f")) as terminal:
        terminal.see("of 24 chosen")


def test_a_pair_is_compared_and_what_it_decides_is_kept(database: Path) -> None:
    samples = [str(path) for path in sorted(SAMPLES.glob("*.toml"))]
    assert start("--db", str(database), "import", "--ours", *samples).wait() == 0
    with Terminal(commongrid("--db", str(database))) as terminal:
        terminal.see("Aurel Families")
        terminal.press("space", "down", "space", "c")
        terminal.see("Start.here.5")
        terminal.see("Next.wave.3")
        terminal.press("enter")
        terminal.see("Cells")
        terminal.press("q")
        terminal.see("START HERE")
        terminal.press("d")
        terminal.see("UNDECIDED")
        terminal.press("1")
        terminal.see("Pursue.1")
        terminal.press("q", "q", "q")
        assert terminal.wait() == 0
    with Terminal(
        commongrid("--db", str(database), "open", "01a1f82f", "--at", "plan")
    ) as terminal:
        terminal.see("Pursue.1")
        terminal.press("ctrl+q")
        assert terminal.wait() == 0


def test_a_terminal_that_is_too_small_says_so_and_comes_back(database: Path) -> None:
    with Terminal(commongrid("--db", str(database))) as terminal:
        terminal.see("Nothing here yet")
        terminal.resize(50, 12)
        terminal.see("needs 60 x 18")
        terminal.resize(100, 30)
        terminal.see("Nothing here yet")
        terminal.press("q")
        assert terminal.wait() == 0
