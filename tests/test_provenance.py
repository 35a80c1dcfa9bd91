"""How a file says where it comes from, and what is said of that when it comes in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bench import Bench
from command import GROUP, Commands
from hypothesis import given
from hypothesis import strategies as st
from sides import worked_example
from strategies import sessions

from catalogue.activities import Activity, ActivityId, Catalogue, builtin
from catalogue.levels import Level
from sessions import exchange
from sessions.exchange import Standing, standing
from sessions.files.provenance import catalogue_hash
from sessions.plans.planning import content_hash
from sessions.session import Session
from tui.screens.found import session_found

MADE = datetime(2026, 11, 20, 9, tzinfo=UTC)
GROUPS = worked_example()[1]


def written(session: Session = GROUPS, *, with_private: bool = False) -> str:
    return exchange.write_session(
        session, created=MADE, modified=MADE, exported=MADE, with_private=with_private
    ).decode()


def how(text: str) -> Standing:
    return standing(exchange.read_session(text.encode(), "a.toml"))


@given(sessions(), st.booleans())
def test_what_was_just_exported_is_unchanged(session: Session, with_private: bool) -> None:
    assert how(written(session, with_private=with_private)) is Standing.UNCHANGED


def test_a_file_tells_program_organisation_catalogue_and_content() -> None:
    told = exchange.read_session(written().encode(), "a.toml").provenance
    assert told is not None
    assert re.fullmatch(r"commongrid( \d.*)?", told.program)
    assert told.organisation == GROUPS.organisation.name
    assert told.catalogue_hash == catalogue_hash(builtin())
    assert told.content_hash == content_hash(GROUPS)


@pytest.mark.parametrize(
    ("line", "edited"),
    [
        ('title = "Session of Aurel Families Network"', 'title = "Another"'),
        ('investment = "high"', 'investment = "low"'),
        ('plan = "One call a month."', 'plan = "Two calls a month."'),
        ('name = "Aurel Families Network"', 'name = "Aurel Network"'),
        ("[[activity]]", '[[activity]]\nid = "funding"\n[[activity]]'),
        ('content-hash = "', 'content-hash = "0'),
    ],
)
def test_an_edited_file_is_told_and_taken(line: str, edited: str) -> None:
    assert how(written().replace(line, edited, 1)) is Standing.EDITED


def test_a_note_that_was_changed_in_a_file_with_notes_is_told() -> None:
    noted = replace(GROUPS.assessment(ActivityId("registry")), private_note="ours")
    text = written(GROUPS.with_assessment(noted), with_private=True)
    assert how(text) is Standing.UNCHANGED
    assert how(text.replace('"ours"', '"theirs"')) is Standing.EDITED


@pytest.mark.parametrize(
    ("line", "edited"),
    [
        ("# commongrid session", "# Hello! commongrid session"),
        ("[[activity]]", "\n# why this one?\n[[activity]]"),
        ("exported = 2026", "exported = 2027"),
        ("\n", "\r\n"),
    ],
)
def test_what_says_nothing_is_no_edit(line: str, edited: str) -> None:
    assert how(written().replace(line, edited)) is Standing.UNCHANGED


@pytest.mark.parametrize("cut", [r"(?s)\[provenance\].*", r"content-hash = .*"])
def test_a_file_without_a_hash_has_no_provenance(cut: str) -> None:
    assert how(re.sub(cut, "", written())) is Standing.UNKNOWN


def test_another_built_in_list_of_the_same_version_is_told() -> None:
    text = written().replace(catalogue_hash(builtin()), "0" * 64)
    found = exchange.read_session(text.encode(), "a.toml")
    line = text[: text.index("catalogue-hash")].count("\n") + 1
    (warning,) = found.warnings
    assert warning.startswith(f"a.toml:{line}: [provenance]: the list of activities")
    assert standing(found) is Standing.UNCHANGED


def test_a_list_of_our_own_is_told_by_its_hash() -> None:
    one = Catalogue("ours", "1", "Ours", "", (Activity(ActivityId("a"), "A"),))
    other = replace(one, activities=(Activity(ActivityId("a"), "B"),))
    assert catalogue_hash(one) != catalogue_hash(other)
    session = replace(GROUPS, catalogue=one, own={}, assessments={})
    chosen = replace(session.assessment(ActivityId("a")), chosen=True, benefit=Level.LOW)
    assert how(written(session.with_assessment(chosen))) is Standing.UNCHANGED


def test_commands_say_how_a_file_stands(tmp_path: Path) -> None:
    commands = Commands(tmp_path / "test.db")
    commands.new()
    ours, edited = tmp_path / "ours.toml", tmp_path / "edited.toml"
    commands.done("export", "Phase 2", "-o", ours)
    edited.write_text(ours.read_text("utf-8").replace("Our co", "My co"), "utf-8")
    assert "no problems, unchanged since export" in commands.done("validate", ours)
    assert "no problems, edited since export" in commands.done("validate", edited)
    assert "no problems, no provenance" in commands.done("validate", GROUP)
    assert "edited.toml (edited since export): " in commands.done("import", edited, "--update")
    assert "families-network.toml (no provenance): " in commands.done("import", GROUP)


async def test_the_screen_says_how_a_file_stands() -> None:
    for text, said in ((written(), "unchanged"), (written().replace("One", "Two"), "edited")):
        file = exchange.read_session(text.encode(), "a.toml")
        bench = Bench()
        async with bench.run_test(size=(80, 24)) as pilot:
            bench.push_screen(session_found("a.toml", file, None))
            await pilot.pause()
            assert f"{said} since export" in " ".join(bench.screen_text().split())
