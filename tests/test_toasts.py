"""Sentences that float over a screen, and what they leave free."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from bench import Bench
from kept import ANNA, CONSENT, REGISTRY, a_session, opened
from running import screen_text, settled
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from catalogue.activities import Activity, ActivityId
from catalogue.levels import Dimension, Level
from sessions.edits import AddActivity, Rate
from sessions.session import SessionId, Step
from tui.app import Commongrid
from tui.messages import Announced
from tui.screens.setup import SetupPage
from tui.toasts import Toasting
from tui.widgets.keybar import KeyBar


class Floating(Toasting, Bench):
    """A bench that says sentences as the program does."""


async def test_a_newer_notice_replaces_the_older_one_and_problems_stay() -> None:
    app = Floating(SetupPage(a_session()))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        for sentence in ("Undid the first", "Undid the second", "Undid the third"):
            app.notify(sentence, markup=False)
        for problem in ("No room", "No room", "No disk"):
            app.notify(problem, severity="error", markup=False)
        await pilot.pause()
        await pilot.pause()
        said = [str(one.render()) for one in app.screen.query(Toast)]
        assert said == ["Undid the third", "No room", "No disk"]


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (132, 40)])
async def test_what_floats_leaves_the_keys_free(size: tuple[int, int]) -> None:
    app = Floating(SetupPage(a_session()))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        keys = app.screen.query_one(KeyBar)
        if size[0] == 60:
            assert keys.size.height > 1
        app.notify("A sentence that is too long for line one. " * 2, markup=False)
        for _ in range(3):
            await pilot.pause()
        (toast,) = app.screen.query(Toast)
        assert toast.region.height > 1
        assert toast.region.bottom <= keys.region.y


LONG = Activity(
    ActivityId("own-visits"), "Visits at home by a nurse who knows the family and its language"
)


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, SessionId]:
    """A session in which a short thing was done, then a long one, then a short one again."""
    database, session = tmp_path / "kept.db", a_session()
    with opened(database) as store:
        store.create(session, who=ANNA)
        store.commit(session.id, Rate(CONSENT, Dimension.BENEFIT, Level.LOW), who=ANNA)
        store.commit(session.id, AddActivity(LONG), who=ANNA)
        store.commit(session.id, Rate(REGISTRY, Dimension.BENEFIT, Level.LOW), who=ANNA)
    return database, session.id


@asynccontextmanager
async def at_matrix(
    kept: tuple[Path, SessionId],
) -> AsyncIterator[tuple[Commongrid, Pilot[int]]]:
    """The whole program on the matrix of that session, with what floats over it."""
    database, session = kept
    app = Commongrid(database, ANNA, session=session, at=Step.MATRIX)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(app, pilot)
        yield app, pilot


def floating(app: Commongrid) -> list[str]:
    """What floats over any of the open screens."""
    return [
        str(one.render())
        for screen in app.screen_stack
        for one in screen.query(Toast)
        if one.is_attached
    ]


async def test_a_newer_sentence_takes_away_the_older_one_wherever_that_stands(
    kept: tuple[Path, SessionId],
) -> None:
    async with at_matrix(kept) as (app, pilot):

        async def after(key: str) -> tuple[str, list[str]]:
            await pilot.press(key)
            await settled(app, pilot)
            await pilot.pause()
            return screen_text(app).splitlines()[0], floating(app)

        line, floats = await after("u")
        assert "Undid: " in line
        assert not floats
        line, floats = await after("u")
        assert "Undid: " not in line
        assert len(floats) == 1
        line, floats = await after("u")
        assert "Undid: " in line
        assert not floats
        await after("U")
        line, floats = await after("U")
        assert "did: " not in line
        assert len(floats) == 1


@pytest.mark.parametrize("key", ["n", "s", "question_mark", "q"])
async def test_what_floats_goes_with_the_screen(kept: tuple[Path, SessionId], key: str) -> None:
    async with at_matrix(kept) as (app, pilot):
        app.post_message(Announced("There is no room on the disk.", problem=True))
        app.post_message(Announced("A day was not kept.", problem=True, in_field=True))
        app.post_message(Announced("A long sentence on what was done here. " * 3))
        await settled(app, pilot)
        assert len(floating(app)) == 3
        await pilot.press(key)
        await settled(app, pilot)
        await pilot.pause()
        assert {*floating(app)} == {"There is no room on the disk."}


async def test_what_a_key_says_is_seen_on_the_screen_that_it_leads_to(
    kept: tuple[Path, SessionId], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_matrix(kept) as (app, pilot):
        await pilot.press("e")
        await settled(app, pilot)
        await pilot.press("f5")
        await settled(app, pilot)
        await app.workers.wait_for_complete()
        await settled(app, pilot)
        await pilot.pause()
        assert any("Written to" in one for one in floating(app))
        await pilot.press("q")
        await settled(app, pilot)
        assert not floating(app)


async def test_sentences_in_one_burst_leave_the_newest(kept: tuple[Path, SessionId]) -> None:
    long, short = "A long sentence on what was done here. " * 3, "A short one."
    async with at_matrix(kept) as (app, pilot):
        for told in ([short, long], [long, short], [short, long, short], [long, short, long]):
            for sentence in told:
                app.post_message(Announced(sentence))
            await settled(app, pilot)
            await pilot.pause()
            line = screen_text(app).splitlines()[0]
            assert [*(line[1 : len(short) + 1],) * (short in line), *floating(app)] == told[-1:]
