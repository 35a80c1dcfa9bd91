"""Keys that arrive in one packet do what the same keys do that are typed one by one."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from command import GROUP, SPONSOR, Commands
from terminal import KEYS, Terminal, commongrid

TITLE = "Phase 1/2 gene therapy (sponsor)"
DOWN, LEFT, TAB, F5 = KEYS["down"], KEYS["left"], KEYS["tab"], KEYS["f5"]


@pytest.fixture
def library(tmp_path: Path) -> Commands:
    """Both sides of the illustrative pair."""
    library = Commands(tmp_path / "test.db")
    library.done("import", SPONSOR, "--ours")
    library.done("import", GROUP)
    return library


def opened(library: Commands, at: str) -> Terminal:
    return Terminal(commongrid("--db", str(library.database), "open", TITLE, "--at", at))


def held(library: Commands, words: str) -> dict[str, Any]:
    """What the session holds of the one activity of which these words were said."""
    told = library.told("report", TITLE, "--format", "json")
    (found,) = (one for one in told["activity"] if words in str(one))
    return dict(found)


def left(terminal: Terminal) -> None:
    terminal.press("ctrl+q")
    assert terminal.wait() == 0


def test_a_new_session_is_typed_in_one_go_through_to_the_matrix(tmp_path: Path) -> None:
    with Terminal(commongrid("--db", str(tmp_path / "test.db"))) as terminal:
        terminal.see("Nothing here yet")
        terminal.type(f"nFirst trial\rAurel Families\r2\r {F5}3{TAB}1{F5}")
        terminal.see("high / low: pursue")
        left(terminal)
    (made,) = Commands(tmp_path / "test.db").told("list", "--json")
    assert (made["title"], made["organisation"]) == ("First trial", "Aurel Families")
    assert (made["perspective"], made["chosen"], made["rated"]) == ("patient-group", 1, 1)


def test_what_is_typed_behind_enter_goes_where_enter_leads(tmp_path: Path) -> None:
    with Terminal(commongrid("--db", str(tmp_path / "test.db"))) as terminal:
        terminal.see("Nothing here yet")
        terminal.type("nFirst trial\rAurel Families\r")
        terminal.see("Title +First trial *$")
        terminal.see("Organisation +Aurel Families *$")


@pytest.mark.parametrize("path", ["/no/x.toml", "./.no/x.toml", "~/.no/x.toml", "../x.y"])
def test_a_path_is_typed_in_one_go(tmp_path: Path, path: str) -> None:
    with Terminal(commongrid("--db", str(tmp_path / "test.db")), cwd=tmp_path) as terminal:
        terminal.see("Nothing here yet")
        terminal.type(f"i/{path.removeprefix('/')}\r")
        terminal.see("there is no such file")
        terminal.see(f"^ {re.escape(path)} *$")


def test_an_activity_of_ones_own_is_typed_in_one_go(library: Commands) -> None:
    with opened(library, "identify") as terminal:
        terminal.see("find")
        terminal.type(f"aOur own registry\rKept by families.{F5}")
        terminal.see("Kept by families")
        left(terminal)
    own = held(library, "Kept by families")
    assert (own["title"], own["description"]) == ("Our own registry", "Kept by families.")


def test_the_palette_is_opened_and_used_in_one_go(library: Commands) -> None:
    with opened(library, "identify") as terminal:
        terminal.see("find")
        terminal.type(":add own\rOut of the palette")
        terminal.see("^.*Out of the palette")
        terminal.see("An activity of your own")


def test_a_rating_is_opened_and_given_reasons_in_one_go(library: Commands) -> None:
    with opened(library, "matrix") as terminal:
        terminal.see("high / low: pursue")
        terminal.type(f"r1{TAB}2{TAB}{TAB}{TAB}Because of this{TAB}And that\x1b")
        terminal.see("And that")
        left(terminal)
    kept = held(library, "Because of this")
    assert (kept["benefit"], kept["investment"]) == ("low", "moderate")
    assert kept["benefit-why"].endswith("Because of this")
    assert kept["investment-why"].endswith("And that")


@pytest.mark.parametrize("size", [1, 90])
def test_the_words_that_begin_another_line_are_in_sight(tmp_path: Path, size: int) -> None:
    library = Commands(tmp_path / "test.db")
    library.done("new", "--title", TITLE, "--perspective", "sponsor", "--organisation", "Our co")
    library.done("rate", TITLE, "registry", "--benefit", "high")
    words = "We have lived with this for many years, and the burden of travel is by far the most"
    with opened(library, "evaluate") as terminal:
        terminal.see("Why this benefit")
        terminal.type(TAB * 4)
        for start in range(0, len(words), size):
            terminal.type(words[start : start + size])
            terminal.see(re.escape(words[start : start + size].split(" ")[-1]))
        terminal.see("by far the most")
        left(terminal)


def test_a_paste_between_letters_stays_between_them(library: Commands) -> None:
    with opened(library, "evaluate") as terminal:
        terminal.see("Why this benefit")
        paste = "\x1b[200~{}\x1b[201~".format
        terminal.type(f"{TAB * 4}<a{paste('b c')}d{TAB}e{paste('f')}{TAB}{paste('g')}h>")
        terminal.see("gh>")
        left(terminal)
    kept = held(library, "<ab cd")
    assert kept["benefit-why"].endswith("<ab cd")
    assert kept["investment-why"].endswith("ef")
    assert kept["plan"].endswith("gh>")


def test_a_what_if_gets_its_reason_in_one_go(library: Commands) -> None:
    with opened(library, "compare") as terminal:
        terminal.see("Compare with whom")
        terminal.type(f"\r{DOWN * 8}t{LEFT}\rPaid by a third party\r")
        terminal.see("Kept in the plan as a proposal")
        terminal.type(f"{F5}{DOWN * 8}\r")
        terminal.see("Paid by a third party")


def test_keys_behind_enter_in_the_library_reach_the_session(library: Commands) -> None:
    with Terminal(commongrid("--db", str(library.database))) as terminal:
        terminal.see("Aurel Families")
        terminal.type("\r:history\r")
        terminal.see("^ History")


def test_a_key_held_down_walks_every_step_and_what_is_behind_it_acts_there(
    library: Commands,
) -> None:
    with opened(library, "identify") as terminal:
        terminal.see("find")
        terminal.settle()
        before = len(terminal.output)
        terminal.type(DOWN * 60 + KEYS["up"] * 55)
        together = len(terminal.output) - before
        walked = terminal.text
        terminal.press("home")
        assert terminal.press(*["down"] * 60, *["up"] * 55) > 5 * together
        assert terminal.text == walked
        terminal.type(DOWN * 60 + KEYS["up"] * 55 + "r")
        terminal.see("Why this benefit")


def test_words_typed_before_one_leaves_are_kept(library: Commands) -> None:
    with opened(library, "evaluate") as terminal:
        terminal.see("Why this benefit")
        terminal.type(f"{TAB * 4} last words\x03\r")
        assert terminal.wait() == 0
    assert held(library, "last words")["benefit-why"].endswith(" last words")


def test_a_key_acts_although_what_the_one_before_has_set_going_never_ends(
    library: Commands,
) -> None:
    """Another program keeps the database to itself, so that a new session cannot be stored."""
    with Terminal(commongrid("--db", str(library.database))) as terminal:
        terminal.see("Aurel Families")
        terminal.settle()
        with closing(sqlite3.connect(library.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            terminal.type("nFirst trial\rAurel Families\r2\r?")
            terminal.see("What this screen is for|Esc")
            other.execute("ROLLBACK")


def test_keys_typed_before_the_first_screen_are_obeyed_there(tmp_path: Path) -> None:
    with Terminal(commongrid("--db", str(tmp_path / "test.db"))) as terminal:
        terminal.send(b"nFirst trial")
        terminal.see("Title +First trial *$")
