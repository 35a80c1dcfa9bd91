"""The page of step 2 is kept from one use to the next, and nobody can tell it from a new one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest
from kept import ANNA, BO, CONSENT, REGISTRY, opened
from rich.segment import Segment
from running import running, screen_text, settled
from sides import worked_example
from textual.pilot import Pilot

from catalogue.activities import ActivityId
from catalogue.levels import Dimension, Level
from sessions.edits import Rate, Write, assessment_field
from sessions.session import Step
from tui.app import Commongrid
from tui.messages import DisplaySet, OpenRequested, RatingRequested
from tui.screens.rating import RatingPage
from tui.screens.rating_form import Factors, PrivateWords, Words
from tui.widgets.choices import Choices

SPONSOR, GROUP = worked_example()


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    database = tmp_path / "kept.db"
    with opened(database) as store:
        store.create(SPONSOR, who=ANNA)
        store.create(GROUP, who=ANNA, ours=False)
    return database


async def rate(app: Commongrid, pilot: Pilot[int], activity: ActivityId) -> RatingPage:
    """Open the rating of an activity from the page that is shown."""
    app.post_message(RatingRequested(activity))
    await pilot.pause()
    await settled(app, pilot)
    assert isinstance(app.screen, RatingPage)
    return app.screen


def drawn(app: Commongrid) -> list[list[Segment]]:
    """Every line of the screen, colours included, but the first, which tells the saving too."""
    return [list(strip.simplify()) for strip in app.screen._compositor.render_strips()][1:]


def cursors(page: RatingPage) -> list[object]:
    """What has the focus, and where one would be in each text and each list."""
    return [
        page.focused.id if page.focused else None,
        *(words.cursor_location for words in page.query(Words)),
        *(ticks.cursor for ticks in page.query(Factors)),
        *(levels.cursor for levels in page.query(Choices)),
    ]


async def test_it_is_one_page_for_as_long_as_the_session_is_open(database: Path) -> None:
    async with running(database, SPONSOR.id, Step.MATRIX) as (app, pilot):
        first = await rate(app, pilot, REGISTRY)
        await pilot.press("escape")
        assert await rate(app, pilot, CONSENT) is first
        await pilot.press("escape")
        app.post_message(OpenRequested(GROUP.id, Step.MATRIX))
        await pilot.pause()
        other = await rate(app, pilot, CONSENT)
        assert other is not first
        assert not first.is_attached


async def test_while_it_is_open_another_one_is_shown_over_it_for_once(database: Path) -> None:
    async with running(database, SPONSOR.id, Step.MATRIX) as (app, pilot):
        first = await rate(app, pilot, REGISTRY)
        over = await rate(app, pilot, CONSENT)
        assert over is not first
        await pilot.press("escape")
        assert (app.screen, first.activity) == (first, REGISTRY)
        assert not over.is_attached
        await pilot.press("escape")
        assert await rate(app, pilot, CONSENT) is first


async def test_it_is_made_before_it_is_asked_for_and_shows_nothing_of_that(database: Path) -> None:
    async with running(database, SPONSOR.id, Step.MATRIX) as (app, pilot):
        shown = screen_text(app)
        app._get_ready()
        await pilot.pause()
        made = app.get_screen("rating")
        assert screen_text(app) == shown
        assert await rate(app, pilot, REGISTRY) is made


@pytest.mark.parametrize("size", [(200, 60), (100, 40), (60, 18)])
async def test_its_texts_are_painted_as_they_are_wrapped_in_another_window(
    database: Path, size: tuple[int, int]
) -> None:
    async with running(database, SPONSOR.id, Step.MATRIX) as (app, pilot):
        app._get_ready()
        await pilot.pause(0.5)
        await pilot.resize_terminal(*size)
        page = await rate(app, pilot, REGISTRY)
        app.paint()
        await pilot.pause()
        for words in page.query(Words):
            assert words._sent in (None, words._drawn())


TO_THE_TEXT = ("3", "tab", "1", "tab", "down", "down", "space", "tab", "tab")


@pytest.mark.parametrize(
    "keys",
    [
        (*TO_THE_TEXT, *"Because", "left", "left", "escape", "f1", "escape", "escape"),
        (*TO_THE_TEXT, *"Because", "pagedown", *" and so", "escape", "escape"),
        (*TO_THE_TEXT, *"Because", *["shift+tab"] * 4, "left", "left", "escape"),
        (*TO_THE_TEXT, *"Because", "escape", "pagedown", "left", "left", "escape"),
        (*TO_THE_TEXT, *"Because", "escape", "pagedown", "tab", "right", "right", "escape"),
    ],
    ids=[
        "left on the same activity",
        "left on another one",
        "left on a level of the same activity",
        "left on a level of another one",
        "left on the other level of another one",
    ],
)
@pytest.mark.parametrize("ready", [True, False], ids=["made ahead", "made when asked for"])
async def test_it_looks_like_a_new_one_whatever_was_done_on_it(
    database: Path, keys: Sequence[str], *, ready: bool
) -> None:
    async with running(database, SPONSOR.id, Step.MATRIX) as (app, pilot):
        if ready:
            app._get_ready()
            await pilot.pause()
        await rate(app, pilot, REGISTRY)
        await pilot.press(*keys)
        await settled(app, pilot)
        page = await rate(app, pilot, REGISTRY)
        again, at = drawn(app), cursors(page)
        await pilot.press("tab", "tab", "tab", "tab")
        walked = cursors(page)
    async with running(database, SPONSOR.id, Step.MATRIX) as (app, pilot):
        page = await rate(app, pilot, REGISTRY)
        assert (again, at) == (drawn(app), cursors(page))
        await pilot.press("tab", "tab", "tab", "tab")
        assert walked == cursors(page)
        assert "Because" in page.session.assessment(REGISTRY).benefit_why


@pytest.mark.parametrize("keys", [("left", "space"), ("enter",), ("tab", "right", "space")])
@pytest.mark.parametrize("ready", [True, False], ids=["made ahead", "used a second time"])
async def test_the_same_keys_store_the_same_levels_on_it(
    database: Path, keys: Sequence[str], *, ready: bool
) -> None:
    low_high = (
        Rate(CONSENT, Dimension.BENEFIT, Level.LOW),
        Rate(CONSENT, Dimension.INVESTMENT, Level.HIGH),
    )

    async def stored(app: Commongrid, pilot: Pilot[int]) -> list[Level | None]:
        """The levels of another activity once the keys were pressed on it."""
        with opened(database) as store:
            for edit in low_high:
                store.commit(SPONSOR.id, edit, who=BO)
        app.look()
        await settled(app, pilot)
        await rate(app, pilot, CONSENT)
        await pilot.press(*keys)
        await settled(app, pilot)
        with opened(database) as store:
            held = store.load(SPONSOR.id).session.assessment(CONSENT)
        return [held.level(one) for one in Dimension]

    async with running(database, SPONSOR.id, Step.MATRIX) as (app, pilot):
        if ready:
            app._get_ready()
            await pilot.pause()
        else:
            await rate(app, pilot, REGISTRY)
            await pilot.press("tab", "right", "right", "shift+tab", "right", "right", "escape")
        kept = await stored(app, pilot)
    async with running(database, SPONSOR.id, Step.MATRIX) as (app, pilot):
        assert kept == await stored(app, pilot)


async def test_what_changed_while_it_was_away_is_on_it(database: Path) -> None:
    async with running(database, SPONSOR.id, Step.MATRIX) as (app, pilot):
        page = await rate(app, pilot, REGISTRY)
        await pilot.press("tab", "tab", "tab", "tab", *"Mine.", "escape", "escape")
        await settled(app, pilot)
        why = assessment_field(REGISTRY, "benefit_why")
        with opened(database) as store:
            held = store.load(SPONSOR.id).session.assessment(REGISTRY).benefit_why
            store.commit(SPONSOR.id, Write(why, "Theirs.", held), who=BO)
            store.commit(SPONSOR.id, Rate(REGISTRY, Dimension.BENEFIT, Level.LOW), who=BO)
        app.look()
        await settled(app, pilot)
        await rate(app, pilot, REGISTRY)
        assert page.query_one("#rating-benefit_why", Words).text == "Theirs."
        with opened(database) as store:
            store.commit(SPONSOR.id, Write(why, held, "Theirs."), who=BO)
        await pilot.press("escape")
        app.look()
        await settled(app, pilot)
        await rate(app, pilot, REGISTRY)
        assert page.query_one("#rating-benefit_why", Words).text == held


async def test_notes_shown_or_hidden_meanwhile_are_so_on_it(database: Path) -> None:
    note = Write(assessment_field(REGISTRY, "private_note"), "Between us", "")
    with opened(database) as store:
        store.commit(SPONSOR.id, note, who=ANNA)
    async with running(database, SPONSOR.id, Step.MATRIX) as (app, pilot):
        page = await rate(app, pilot, REGISTRY)
        assert page.query_one(PrivateWords).veiled
        await pilot.press("escape", "p")
        await rate(app, pilot, REGISTRY)
        assert not page.query_one(PrivateWords).veiled


async def widen(app: Commongrid, pilot: Pilot[int]) -> None:
    await pilot.resize_terminal(160, 40)


async def lighten(app: Commongrid, pilot: Pilot[int]) -> None:
    app.post_message(DisplaySet("theme", "light"))
    await settled(app, pilot)


Change: TypeAlias = Callable[[Commongrid, Pilot[int]], Awaitable[None]]


async def drawn_after(database: Path, change: Change) -> list[list[Segment]]:
    """The rating as it is drawn on a page that is made after this change."""
    async with running(database, SPONSOR.id, Step.MATRIX) as (app, pilot):
        await change(app, pilot)
        await rate(app, pilot, REGISTRY)
        return drawn(app)


@pytest.mark.parametrize("change", [widen, lighten])
async def test_the_size_and_the_theme_of_now_are_its_own(database: Path, change: Change) -> None:
    async with running(database, SPONSOR.id, Step.MATRIX) as (app, pilot):
        await rate(app, pilot, REGISTRY)
        before = drawn(app)
        await pilot.press("escape")
        await change(app, pilot)
        await rate(app, pilot, REGISTRY)
        again = drawn(app)
        assert again != before
    assert again == await drawn_after(database, change)


@pytest.mark.parametrize("change", [widen, lighten])
@pytest.mark.parametrize("pauses", [0, 1], ids=["while it is made", "once it is made"])
async def test_made_ahead_it_takes_the_size_and_the_theme_of_its_first_use(
    database: Path, change: Change, pauses: int
) -> None:
    async with running(database, SPONSOR.id, Step.MATRIX) as (app, pilot):
        app._get_ready()
        for _ in range(pauses):
            await pilot.pause()
        await change(app, pilot)
        made = app.get_screen("rating")
        assert await rate(app, pilot, REGISTRY) is made
        again = drawn(app)
    assert again == await drawn_after(database, change)


@pytest.mark.parametrize("passes", range(1, 14, 3))
async def test_the_program_is_left_in_order_while_it_is_being_made(
    database: Path, passes: int
) -> None:
    async with running(database, SPONSOR.id, Step.MATRIX) as (app, _):
        app._get_ready()
        for _ in range(passes):
            await asyncio.sleep(0)
        app.exit(0)
    assert app._exception is None
    assert app.return_code == 0
    assert app.part() == ""
