"""Two people write one text at once: one is asked, and no word is lost whoever answers."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from kept import ANNA, BO, CONSENT, a_session, opened
from running import running, screen_text, settled
from textual.pilot import Pilot

from catalogue.activities import Activity, ActivityId
from sessions.edits import (
    AddActivity,
    FieldPath,
    RemoveActivity,
    Write,
    assessment_field,
)
from sessions.errors import TextConflictError
from sessions.plans.edits import WriteItem
from sessions.plans.planning import new_partnership
from sessions.session import Session, SessionId, Step
from sessions.store import Who
from tui.app import Commongrid
from tui.screens.conflict import Conflict
from tui.serving import OnDesk
from tui.widgets.keybar import KeyBar

CY = Who("Cy")
TITLE = FieldPath("title")
OWN = ActivityId("own-summer-camp")
WHY = assessment_field(OWN, "benefit_why")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "kept.db"


def kept(database: Path, session: SessionId) -> Session:
    with opened(database) as store:
        return store.load(session).session


@asynccontextmanager
async def contested(
    database: Path, mine: Any, theirs: Any, *before: Any
) -> AsyncIterator[tuple[Commongrid, Pilot[int]]]:
    """The set-up of a session with the question about two edits of one text."""
    with opened(database) as store:
        key = store.create(a_session("Before"), who=ANNA).session.id
        for edit in before:
            store.commit(key, edit, who=ANNA)
    async with running(database, key, Step.SETUP) as (app, pilot):
        with opened(database) as store:
            store.commit(key, theirs, who=BO)
        app.desk.apply(mine)
        for _ in range(500):
            if isinstance(app.screen, Conflict):
                break
            await pilot.pause(0.01)
        assert isinstance(app.screen, Conflict)
        yield app, pilot


async def test_a_title_that_two_people_gave_stays_one_line(database: Path) -> None:
    mine, theirs = (Write(TITLE, words, "Before") for words in ("Mine", "Theirs"))
    async with contested(database, mine, theirs) as (app, pilot):
        await pilot.pause()
        assert re.search(rf"Theirs \({BO}, \d{{4}}-\d\d-\d\d \d\d:\d\d\)", screen_text(app))
        await pilot.press("b")
        await settled(app, pilot)
        key = app.desk.id
    app.part()
    assert kept(database, key).title == "Theirs / Mine"


@pytest.mark.parametrize(
    ("answers", "stays"), [("bm", "M" * 200), ("bt", "T" * 200), ("", "M" * 200)]
)
async def test_what_is_too_long_together_stays_apart_and_nothing_is_lost(
    database: Path, answers: str, stays: str
) -> None:
    mine, theirs = (Write(TITLE, letter * 200, "Before") for letter in "MT")
    async with contested(database, mine, theirs) as (app, pilot):
        key = app.desk.id
        if answers:
            await pilot.press(answers[0])
            await pilot.pause()
            assert isinstance(app.screen, Conflict)
            assert "longer than 300" in screen_text(app)
            assert "keep both" not in screen_text(app)
            await pilot.press(answers[1])
            await settled(app, pilot)
    assert app.part() == ""
    assert kept(database, key).title == stays
    with opened(database) as store:
        assert any("T" * 200 in str(row.change) for row in store.history(key))


@pytest.mark.parametrize("answer", ["m", "b", ""])
async def test_words_on_an_activity_that_was_removed_bring_it_back(
    database: Path, answer: str
) -> None:
    added = AddActivity(Activity(OWN, "Summer camp"))
    mine, theirs = Write(WHY, "It brings families together", ""), RemoveActivity(OWN, "Summer camp")
    async with contested(database, mine, theirs, added) as (app, pilot):
        key = app.desk.id
        if answer:
            await pilot.press(answer)
            await settled(app, pilot)
    assert app.part() == ""
    found = kept(database, key)
    assert found.title_of(OWN) == "Summer camp"
    assert found.assessment(OWN).benefit_why == "It brings families together"


async def test_an_activity_that_is_there_again_is_not_brought_back_twice(database: Path) -> None:
    added = AddActivity(Activity(OWN, "Summer camp"))
    mine, theirs = Write(WHY, "It brings families together", ""), RemoveActivity(OWN, "Summer camp")
    async with contested(database, mine, theirs, added) as (app, pilot):
        key = app.desk.id
        with opened(database) as store:
            store.commit(key, added, who=BO)
        app.desk.look()
        await settled(app, pilot)
        await pilot.press("m")
        await settled(app, pilot)
    assert app.part() == ""
    found = kept(database, key)
    assert list(found.own) == [OWN]
    assert found.assessment(OWN).benefit_why == "It brings families together"


async def test_a_question_names_nobody_who_did_not_write_the_other_words(database: Path) -> None:
    mine, theirs = (Write(TITLE, words, "Before") for words in ("Mine", "Theirs"))
    async with contested(database, mine, theirs) as (app, pilot):
        asked = app.screen
        assert isinstance(asked, Conflict)
        with opened(database) as store:
            store.commit(app.desk.id, Write(TITLE, "Again", "Theirs"), who=CY)
        app.contested.ask(asked.conflict, mine, OnDesk(app, app.desk))
        await pilot.pause()
        assert "Theirs" in screen_text(app)
        assert "Theirs (" not in screen_text(app)


async def test_a_question_on_a_removed_activity_names_nobody(database: Path) -> None:
    added = AddActivity(Activity(OWN, "Summer camp"))
    before = (added, Write(WHY, "A first thought", ""), Write(WHY, "", "A first thought"))
    mine, theirs = Write(WHY, "It brings families together", ""), RemoveActivity(OWN, "Summer camp")
    async with contested(database, mine, theirs, *before) as (app, pilot):
        await pilot.pause()
        assert "(empty)" in screen_text(app)
        assert not re.search(f"{ANNA}|{BO}", screen_text(app))


async def test_a_question_that_was_open_when_one_stayed_is_still_answered(
    database: Path,
) -> None:
    mine, theirs = (Write(TITLE, words, "Before") for words in ("Mine", "Theirs"))
    async with contested(database, mine, theirs) as (app, pilot):
        key = app.desk.id
        app.leave_fields()
        await settled(app, pilot)
        await pilot.press("t")
        await settled(app, pilot)
        assert app.desk.session.title == "Theirs"
    assert app.part() == ""
    assert kept(database, key).title == "Theirs"


async def test_only_the_keys_of_what_is_on_top_are_shown(database: Path) -> None:
    mine, theirs = (Write(TITLE, words, "Before") for words in ("Mine", "Theirs"))
    async with contested(database, mine, theirs) as (app, pilot):
        await pilot.pause()
        assert "2 keep theirs" in screen_text(app)
        await pilot.press("ctrl+c")
        await pilot.pause()
        await pilot.pause()
        bars = [bar for screen in app.screen_stack for bar in screen.query(KeyBar)]
        told = ["".join(strip.text for strip in bar.render_lines(bar.size.region)) for bar in bars]
        assert [words for words in told if "keep" in words] == []
        assert len([words for words in told if "yes" in words]) == 1
        await pilot.press("escape")
        await pilot.pause()
        assert "2 keep theirs" in screen_text(app)


@pytest.mark.parametrize(("name", "line"), [("pays", True), ("leads/0", True), ("note", False)])
def test_who_pays_and_who_leads_stay_one_line(name: str, line: bool) -> None:
    plan = new_partnership([a_session("Ours"), a_session("Theirs")], "Together")
    after = WriteItem(CONSENT, "Consent", name, "theirs", "").apply(plan)
    with pytest.raises(TextConflictError) as conflict:
        WriteItem(CONSENT, "Consent", name, "mine", "").apply(after)
    assert conflict.value.both == ("theirs / mine" if line else "theirs\n\nmine")
