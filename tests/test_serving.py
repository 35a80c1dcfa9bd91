"""The whole app in this process, on a real database: what it says and shows of what is kept."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from kept import ANNA, BO, CONSENT, a_session, opened
from running import running, screen_text, settled
from sides import worked_example

from catalogue.levels import Dimension, Level
from sessions.edits import Rate, Update, Write
from sessions.plans.edits import Decide
from sessions.plans.planning import new_partnership
from sessions.session import SessionId, Step, new_session_id
from sessions.store import LogKind
from tui.app import Commongrid
from tui.messages import CompareRequested, CreateRequested
from tui.screens.comparison import ComparisonPage
from tui.screens.exporting import ExportPage
from tui.screens.matrix import MatrixPage
from tui.screens.page import Page
from tui.widgets.form import FormField

SPONSOR, GROUP = worked_example()


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sides, with a plan that was agreed on before the patient group changed its session."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    database = tmp_path / "kept.db"
    plan = new_partnership([SPONSOR, GROUP], "Together")
    with opened(database) as store:
        for side in (SPONSOR, GROUP):
            store.create(side, who=ANNA)
        store.plans.create(plan, who=ANNA)
        store.plans.commit(plan.id, Decide("consent", "Consent", "pursue"), who=ANNA)
        store.commit(GROUP.id, Write("title", "Newer", GROUP.title), who=ANNA)
    return database


def said(app: Commongrid) -> str:
    """What the app says at this moment, in line one or above the work."""
    line = app.screen.place.notice if isinstance(app.screen, Page) else ""
    return "\n".join([line, *(one.message for one in app._notifications)])


async def test_what_was_taken_in_is_said_once_it_is_kept(database: Path) -> None:
    async with running(database) as (app, pilot):
        app.post_message(CreateRequested(a_session(), said="Took in Phase 2"))
        await pilot.pause()
        await settled(app, pilot)
        assert "Took in Phase 2" in said(app)


async def test_what_could_not_be_kept_is_not_said_to_be_taken_in(database: Path) -> None:
    async with running(database) as (app, pilot):
        app.post_message(CreateRequested(SPONSOR, said="Took in Phase 2"))
        await pilot.pause()
        await settled(app, pilot)
        assert "Took in" not in said(app)
        assert said(app).strip()


def asked_of_the_reader(app: Commongrid) -> list[str]:
    """What the event loop asks the database from now on; the writer has a connection of its own."""
    asked: list[str] = []
    connection = app.reader._connected()
    assert connection is not None
    connection.set_trace_callback(asked.append)
    return asked


async def test_news_of_a_partners_file_are_read_beside_the_screen(database: Path) -> None:
    newer = replace(GROUP, title="As in a file")
    with opened(database) as store:
        store.commit(GROUP.id, Rate(CONSENT, Dimension.BENEFIT, Level.LOW), who=ANNA)
        store.commit(GROUP.id, Update(newer), who=ANNA, kind=LogKind.IMPORT)
    async with running(database, SPONSOR.id, Step.MATRIX) as (app, pilot):
        asked = asked_of_the_reader(app)
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(app.screen, ComparisonPage)
        await settled(app, pilot)
        await pilot.press("w")
        await pilot.pause()
        assert "1 of 13: only what is new" in screen_text(app)
        assert not [sql for sql in asked if "FROM log" in sql]


async def test_our_own_side_stands_first_whoever_was_marked_first(database: Path) -> None:
    theirs = replace(GROUP, id=SessionId(new_session_id()), title="Theirs")
    with opened(database) as store:
        store.create(theirs, who=ANNA, ours=False)
    async with running(database) as (app, pilot):
        app.post_message(CompareRequested((theirs.id, SPONSOR.id)))
        await pilot.pause()
        await settled(app, pilot)
        assert "Alder Bay Genetics × Aurel" in screen_text(app)


async def test_what_others_do_to_a_side_is_read_beside_the_screen(database: Path) -> None:
    async with running(database, SPONSOR.id, Step.COMPARE) as (app, pilot):
        assert "Start here 5" in screen_text(app)
        await settled(app, pilot)
        asked = asked_of_the_reader(app)
        with opened(database) as store:
            store.commit(GROUP.id, Rate(CONSENT, Dimension.BENEFIT, Level.LOW), who=BO)
        app.look()
        await settled(app, pilot)
        assert "Start here 4" in screen_text(app)
        assert [sql for sql in asked if "data_version" not in sql] == []


async def test_the_report_of_a_plan_on_screen_says_which_side_has_changed(database: Path) -> None:
    async with running(database, SPONSOR.id, Step.PLAN) as (app, pilot):
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, ExportPage)
        reports = [one for one in app.screen.what.outputs if one.name == "markdown"]
        text = reports[0].write(False).decode()
    assert "Aurel Families Network has changed its session since this was agreed." in text


@pytest.mark.parametrize("name", ["a.toml", f"a-name-{'so-' * 15}long.toml"])
async def test_where_a_file_was_written_is_said_on_the_screen_that_stays(
    database: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with tempfile.TemporaryDirectory(prefix="") as folder:
        monkeypatch.chdir(folder)
        async with running(database, SPONSOR.id, Step.MATRIX) as (app, pilot):
            await pilot.press("f8")
            await pilot.pause()
            app.screen.query_one("#file", FormField).replace_by(name)
            await pilot.press("f5")
            for _ in range(500):
                if not isinstance(app.screen, ExportPage):
                    break
                await pilot.pause(0.01)
            await pilot.pause()
            assert isinstance(app.screen, MatrixPage)
            assert f"{name}. Only you can read it there." in said(app)
