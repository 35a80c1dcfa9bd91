"""Writing files, and that what is written comes back."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import sessions

from catalogue.activities import Activity, ActivityId, Catalogue, builtin
from catalogue.factors import FactorCode
from catalogue.levels import Level
from catalogue.phases import Phase
from sessions import exchange
from sessions.errors import CommongridError, FileProblemsError
from sessions.files import writing as file_writing
from sessions.files.shapes import AssessedTable, keys
from sessions.session import (
    PRIVATE,
    Assessment,
    Focus,
    LevelMeanings,
    Organisation,
    Perspective,
    Scope,
    ScopeKind,
    Session,
    SessionId,
    Size,
    Years,
    without_private,
)
from sessions.text import safe

SAMPLES = sorted((Path(__file__).parent.parent / "sessions" / "samples").glob("*.toml"))
NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
TEN = datetime(2026, 11, 22, 11, 12, 0, 250, tzinfo=timezone(timedelta(hours=1)))

EXAMPLE = Session(
    id=SessionId("019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e"),
    title="Phase 1/2 gene therapy",
    perspective=Perspective.PATIENT_GROUP,
    organisation=Organisation(
        "Aurel Families Network",
        Size.FROM_500K,
        (Focus.RARE_GENETIC,),
        Years.OVER_10,
        (Phase.PRE_DISCOVERY, Phase.TRIALS),
    ),
    scope=Scope(ScopeKind.TRIAL, "A trial", "A disorder", Phase.TRIALS),
    levels=LevelMeanings(benefit_low='little "or" nothing', benefit_high="much\nmore"),
    own={
        ActivityId("own-fund"): Activity(
            ActivityId("own-fund"), "Fund", phases=(Phase.TRIALS,), description="Travel"
        )
    },
    assessments={
        ActivityId("own-fund"): Assessment(ActivityId("own-fund"), chosen=True, plan="soon"),
        ActivityId("registry"): Assessment(
            ActivityId("registry"),
            chosen=True,
            benefit=Level.HIGH,
            investment=Level.HIGH,
            benefit_why="one line",
            investment_why='one\n\ttwo \\ """ three\n',
            benefit_factors=(FactorCode("B1"), FactorCode("B3")),
            unclear="why?",
            private_note="secret",
        ),
        ActivityId("funding"): Assessment(ActivityId("funding"), plan="kept at home"),
    },
)
WRITTEN = '''\
# commongrid session. Private notes are not in this file.
format = "commongrid-session"
version = 1

[session]
id = "019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e"
title = "Phase 1/2 gene therapy"
perspective = "patient-group"
catalogue = "commongrid-24"
catalogue-version = "1"
created = 2026-11-20T09:00:00Z
modified = 2026-11-22T10:12:00Z
exported = 2026-11-20T09:00:00Z

[organisation]
name = "Aurel Families Network"
size = "500k-1m"
focus = ["rare-genetic"]
years = "over-10"
phases = ["pre-discovery", "trials"]

[scope]
kind = "trial"
name = "A trial"
condition = "A disorder"
phase = "trials"

[levels]
benefit = { low = "little \\"or\\" nothing", high = "much\\nmore" }

[[activity]]
id = "registry"
benefit = "high"
investment = "high"
benefit-why = "one line"
investment-why = """
one
\ttwo \\\\ \\"\\"\\" three
"""
benefit-factors = ["B1", "B3"]
unclear = "why?"

[[activity]]
id = "own-fund"
title = "Fund"
description = "Travel"
phases = ["trials"]
plan = "soon"

[provenance]
program = "PROGRAM"
organisation = "Aurel Families Network"
catalogue-hash = "HASH"
content-hash = "HASH"
'''


def written(session: Session, *, with_private: bool = False) -> bytes:
    return exchange.write_session(
        session, created=NINE, modified=TEN, exported=NINE, with_private=with_private
    )


def test_a_session_is_written_in_the_layout_that_people_are_shown() -> None:
    text = re.sub("[0-9a-f]{64}", "HASH", written(EXAMPLE).decode())
    assert re.sub('"commongrid [0-9.]+"', '"PROGRAM"', text) == WRITTEN


def test_private_notes_are_written_only_when_asked_for_and_the_head_says_so() -> None:
    assert b"secret" not in written(EXAMPLE)
    asked = written(EXAMPLE, with_private=True).decode()
    assert asked.startswith("# commongrid session. Private notes ARE in this file (1).\n")
    assert 'private-note = "secret"' in asked
    bare = replace(EXAMPLE, assessments={})
    assert written(bare, with_private=True) == written(bare)


def test_words_on_an_unchosen_activity_never_leave() -> None:
    assert b"kept at home" not in written(EXAMPLE, with_private=True)


def test_every_field_of_an_assessment_has_a_key() -> None:
    known = {entry.name for entry in fields(Assessment)} - {"activity", "chosen"}
    assert known <= set(keys(AssessedTable))


def test_what_is_private_is_declared_on_the_field_only() -> None:
    marked = [entry.name for entry in fields(Assessment) if entry.metadata == PRIVATE]
    assert marked == ["private_note"]
    code = Path(file_writing.__file__).read_text(encoding="utf-8")
    assert not re.search(r"\bprivate_note\b", code)


def test_exporting_twice_gives_the_same_bytes_but_for_exported() -> None:
    again = exchange.write_session(EXAMPLE, created=NINE, modified=TEN, exported=TEN)
    differing = [
        one
        for one, two in zip(written(EXAMPLE).splitlines(), again.splitlines(), strict=True)
        if one != two
    ]
    assert differing == [b"exported = 2026-11-20T09:00:00Z"]


def test_the_summary_counts_what_goes_and_what_stays() -> None:
    without = exchange.summarise(EXAMPLE)
    assert (without.activities, without.rated, without.private_notes) == (2, 1, 1)
    assert without.unchosen == 1
    assert not without.private_included
    assert exchange.summarise(EXAMPLE, with_private=True).private_included


def leaving(session: Session) -> Session:
    """What a session is once everything that stays home is taken off."""
    kept = without_private(session)
    own = [entry for entry in kept.own.values() if entry.id in kept.assessments]
    return replace(kept, archived=False, deleted=False).with_own(own)


@given(sessions())
def test_what_is_exported_comes_back_less_what_stays_home(session: Session) -> None:
    assert exchange.read_session(written(session), "a.toml").session == leaving(session)


@given(sessions())
def test_with_private_the_private_notes_come_back_too(session: Session) -> None:
    found = exchange.read_session(written(session, with_private=True), "a.toml")
    assert found.session.chosen() == session.chosen()
    assert found.private_included == any(held.private_note for held in session.chosen())


nasty = st.text(
    st.sampled_from(
        ['"', "'", "\\", "\n", "\r", "\t", "#", "\x1b", "\u2028", "é", "漢", " ", "=", "]"]
    )
)


@given(nasty, nasty)
def test_any_text_comes_back_as_its_safe_self(why: str, note: str) -> None:
    held = Assessment(ActivityId("registry"), chosen=True, benefit_why=why, private_note=note)
    session = replace(
        EXAMPLE,
        assessments={held.activity: held},
        levels=LevelMeanings(investment_high=why),
        scope=Scope(condition=note),
        own={},
    )
    found = exchange.read_session(written(session, with_private=True), "a.toml").session
    assert found.assessments[held.activity].benefit_why == safe(why)
    assert found.assessments[held.activity].private_note == safe(note)
    assert found.levels.investment_high == safe(why)
    assert found.scope.condition == safe(note)


@given(sessions())
def test_writing_what_was_read_gives_the_same_bytes(session: Session) -> None:
    first = written(session, with_private=True)
    again = exchange.read_session(first, "a.toml").session
    assert written(again, with_private=True) == first


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_come_back(path: Path) -> None:
    found = exchange.read_session(path.read_bytes(), path.name)
    assert found.warnings == ()
    again = exchange.write_session(
        found.session,
        created=found.created,
        modified=found.modified,
        exported=found.exported,
        with_private=True,
    )
    said = tomllib.loads(again.decode())
    assert said.pop("provenance")
    assert said == tomllib.loads(path.read_text(encoding="utf-8"))


LISTED = Catalogue(
    "our-list",
    "2",
    "Our list",
    "From somewhere",
    (
        Activity(ActivityId("a1"), "One", "1", (Phase.REVIEW,), "First\nof", ("x", "y"), "ours"),
        Activity(ActivityId("a2"), "Two"),
    ),
)


def test_a_catalogue_comes_back() -> None:
    assert exchange.read_catalogue(exchange.write_catalogue(LISTED), "c.toml") == LISTED


def test_the_built_in_list_comes_back_as_itself() -> None:
    assert exchange.read_catalogue(exchange.write_catalogue(builtin()), "c.toml") is builtin()


def test_activities_of_another_list_travel_with_their_words() -> None:
    session = replace(
        EXAMPLE,
        catalogue=LISTED,
        own={},
        assessments={ActivityId("a1"): Assessment(ActivityId("a1"), chosen=True)},
    )
    found = exchange.read_session(written(session), "a.toml").session
    assert found.catalogue.id == "our-list"
    (only,) = found.catalogue.activities
    assert (only.title, only.description, only.phases) == ("One", "First\nof", (Phase.REVIEW,))


CATALOGUE = """\
format = "commongrid-catalogue"
version = 1
[catalogue]
id = "c"
version = "1"
title = "C"
"""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (CATALOGUE, "c.toml: [[activity]] is missing; add it"),
        (
            "activity = []\n" + CATALOGUE,
            "c.toml:1: holds no [[activity]]; a list needs at least one",
        ),
        (
            CATALOGUE + '[[activity]]\nid = "own-a"\ntitle = "A"\n',
            'c.toml:8: activity "own-a": ids that begin with own- are for activities added in a '
            "session; choose another",
        ),
        (
            CATALOGUE + f'[[activity]]\nid = "a"\ntitle = "A"\nlabel = "{"漢" * 11}"\n',
            'c.toml:10: activity "a": label is 22 cells wide; shorten it to 21',
        ),
        (
            CATALOGUE.replace('"c"', '"commongrid-24"') + '[[activity]]\nid = "a"\ntitle = "A"\n',
            'c.toml:4: [catalogue]: id is "commongrid-24", the built-in list; '
            "give your own another id",
        ),
    ],
)  # fmt: skip
def test_a_catalogue_with_a_problem_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(FileProblemsError) as caught:
        exchange.read_catalogue(text.encode(), "c.toml")
    assert caught.value.problems == [sentence]


def test_the_schema_holds_the_closed_lists_of_the_domain() -> None:
    known = exchange.schema("session")["$defs"]
    assert set(known["Level"]["enum"]) == {level.value for level in Level}
    assert set(known["Focus"]["enum"]) == {focus.value for focus in Focus}
    assert "private-note" in known["AssessedTable"]["properties"]
    assert exchange.schema("commongrid-catalogue")["title"] == "commongrid-catalogue, version 1"


def test_there_is_no_schema_of_an_unknown_kind() -> None:
    with pytest.raises(CommongridError, match="no kind of file"):
        exchange.schema("letter")


def test_a_file_is_checked_whatever_its_kind() -> None:
    found = exchange.check(written(EXAMPLE), "a.toml")
    assert (found.kind, found.warnings) == (exchange.KINDS["commongrid-session"], ())
    listed = exchange.check(exchange.write_catalogue(LISTED), "c.toml")
    assert listed.standing is None
    assert listed.kind is exchange.kind_of(exchange.write_catalogue(LISTED), "c.toml")
