"""Plans in the library: listed with the sessions, opened, written, changed, and taken back."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from command import GROUP as GROUP_FILE
from command import SPONSOR as SPONSOR_FILE
from command import Commands
from kept import ANNA, CONSENT, opened
from sides import worked_example
from terminal import Terminal, commongrid
from textual.pilot import Pilot

from sessions.edits import Delete, Write
from sessions.exchange import read_session
from sessions.partnership import Decision, Partnership
from sessions.plans.edits import Decide, DeletePlan
from sessions.plans.planning import new_partnership
from sessions.store import PlanSummary
from tui.app import Commongrid
from tui.messages import LeaveRequested, LineDropped
from tui.screens.exporting import ExportPage
from tui.screens.library import LibraryPage
from tui.screens.plan import PlanPage
from tui.screens.read_back import ReadBack
from tui.widgets.rows import Rows

SPONSOR, GROUP = worked_example()
TITLE = "What we do together"


@pytest.fixture
def plan() -> Partnership:
    return new_partnership([SPONSOR, GROUP], TITLE)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plan: Partnership) -> Path:
    """Two sides and what they decided, which was the last thing that was done."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    database = tmp_path / "kept.db"
    with opened(database) as store:
        store.create(SPONSOR, who=ANNA)
        store.create(GROUP, who=ANNA, ours=False)
        store.plans.create(plan, who=ANNA)
        store.plans.commit(plan.id, Decide(CONSENT, "Consent", Decision.PURSUE), who=ANNA)
    return database


@asynccontextmanager
async def library(database: Path) -> AsyncIterator[tuple[Commongrid, Pilot[int]]]:
    app = Commongrid(database, ANNA)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(app, pilot)
        yield app, pilot


async def settled(app: Commongrid, pilot: Pilot[int]) -> None:
    """Wait until the writer has answered all that it was asked so far, and what came of it."""
    for _ in range(2):
        answered: list[object] = []
        app.ask(lambda store: None, answered.append, saves=False)
        while not answered:
            await pilot.pause(0.01)
        await pilot.pause()


async def press(app: Commongrid, pilot: Pilot[int], *keys: str) -> str:
    """What is on the screen after these keys."""
    for key in keys:
        await pilot.press(key)
        await settled(app, pilot)
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def listed(app: Commongrid) -> list[str]:
    return [row.words[0] for row in app.screen.query_one("#sessions", Rows).rows]


def kept(database: Path) -> list[PlanSummary]:
    with opened(database) as store:
        return store.plans.all()


async def test_a_plan_is_listed_among_the_sessions_with_its_sides_and_decisions(
    database: Path,
) -> None:
    async with library(database) as (app, pilot):
        text = await press(app, pilot)
        assert listed(app)[0] == TITLE
        assert re.search(rf"{TITLE} .* 1 +.*plan", text)
        assert "A plan of Alder Bay Genetics and Aurel Families Network" in text
        assert "1 pursue, 0 later, 0 decline" in text
        assert " plans " in text


async def test_a_key_for_sessions_says_why_it_does_nothing_to_a_plan(database: Path) -> None:
    async with library(database) as (app, pilot):
        text = await press(app, pilot, "f", "f", "f")
        for key, hint, why in (
            ("x", "x archive", "A plan cannot be archived. Del deletes it; u brings it back."),
            ("space", "Space mark", "Sessions are compared, not plans; Enter opens this plan."),
        ):
            assert hint not in text
            text = await press(app, pilot, key)
            assert why in text
        assert "[plans 1]" in text
        assert "x archive" in await press(app, pilot, "f", "f", "f", "f")


async def test_the_filter_shows_the_plans_alone(database: Path) -> None:
    async with library(database) as (app, pilot):
        assert "[plans 1]" in await press(app, pilot, "f", "f", "f")
        assert listed(app) == [TITLE]


async def test_a_library_without_plans_says_how_one_begins(tmp_path: Path) -> None:
    with opened(tmp_path / "kept.db") as store:
        store.create(SPONSOR, who=ANNA)
    async with library(tmp_path / "kept.db") as (app, pilot):
        assert "No plan is listed here" in await press(app, pilot, "f", "f", "f")


async def test_enter_opens_the_plan_and_back_comes_to_the_library(database: Path) -> None:
    async with library(database) as (app, pilot):
        text = await press(app, pilot, "enter")
        assert isinstance(app.screen, PlanPage)
        assert "PURSUE (1)" in text
        await press(app, pilot, "down", "down", "down", "2", "q")
        assert isinstance(app.screen, LibraryPage)
        assert re.search(rf"{TITLE} .* 2 +.*plan", await press(app, pilot))
    assert (kept(database)[0].pursue, kept(database)[0].later) == (1, 1)


async def test_of_two_plans_of_the_same_sides_the_one_under_the_cursor_opens(
    database: Path,
) -> None:
    other = new_partnership([GROUP, SPONSOR], "Another")
    with opened(database) as store:
        store.plans.create(other, who=ANNA)
    async with library(database) as (app, pilot):
        assert listed(app)[:2] == ["Another", TITLE]
        await press(app, pilot, "down", "enter")
        assert isinstance(app.screen, PlanPage)
        assert app.screen.plan.title == TITLE
        await press(app, pilot, "q", "home", "enter")
        assert isinstance(app.screen, PlanPage)
        assert app.screen.plan.title == "Another"


async def test_a_plan_without_the_session_of_a_side_can_be_read(database: Path) -> None:
    with opened(database) as store:
        store.commit(GROUP.id, Delete(True), who=ANNA)
    async with library(database) as (app, pilot):
        await press(app, pilot, "f", "f", "f", "enter")
        assert isinstance(app.screen, ReadBack)
        assert "WE PURSUE (1)" in await press(app, pilot)
        (said,) = [one.message for one in app._notifications]
        assert "Aurel Families Network is not in this library" in said
        await press(app, pilot, "q")
        assert isinstance(app.screen, LibraryPage)


async def test_a_plan_is_written_to_a_file_with_the_sides_that_changed(database: Path) -> None:
    with opened(database) as store:
        store.commit(SPONSOR.id, Write("title", "Newer", SPONSOR.title), who=ANNA)
    async with library(database) as (app, pilot):
        await press(app, pilot, "f", "f", "f", "e")
        assert isinstance(app.screen, ExportPage)
        outputs = {one.name: one for one in app.screen.what.outputs}
        assert outputs["file"].write(False).startswith(b"# commongrid plan")
        assert "Alder Bay Genetics has changed" in outputs["markdown"].write(False).decode()


async def test_a_plan_is_renamed_copied_deleted_and_all_that_taken_back(database: Path) -> None:
    async with library(database) as (app, pilot):
        await press(app, pilot, "r", "!", "enter")
        assert kept(database)[0].title == f"{TITLE}!"
        await press(app, pilot, "u", "d")
        assert listed(app)[:2] == [f"{TITLE} (copy)", TITLE]
        await press(app, pilot, "u")
        assert [one.deleted for one in kept(database)] == [True, False]
        await press(app, pilot, "f", "f", "f", "delete", "y")
        assert all(one.deleted for one in kept(database))
        await press(app, pilot, "u")
        assert listed(app) == [TITLE]


async def test_a_deleted_plan_is_brought_back(database: Path, plan: Partnership) -> None:
    with opened(database) as store:
        store.plans.commit(plan.id, DeletePlan(True), who=ANNA)
    async with library(database) as (app, pilot):
        assert TITLE not in listed(app)
        assert "Deleted. b brings it back" in await press(app, pilot, *["f"] * 5)
        await press(app, pilot, "b")
    assert not kept(database)[0].deleted


async def test_after_a_plan_is_deleted_its_sides_begin_a_new_one(
    database: Path, plan: Partnership
) -> None:
    async with library(database) as (app, pilot):
        await press(app, pilot, "enter", "q", "home", "delete", "y")
        await press(app, pilot, "space", "space", "c", "n", "1")
    titles = [(one.id == plan.id, one.deleted) for one in kept(database)]
    assert sorted(titles) == [(False, False), (True, True)]


async def test_a_plan_is_neither_marked_nor_archived(database: Path) -> None:
    async with library(database) as (app, pilot):
        text = await press(app, pilot, "f", "f", "f", "space", "x")
        assert "archive" not in text.splitlines()[-2]
        assert "Space mark" not in text
    assert not kept(database)[0].deleted


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    """The command line on a library of the illustrative pair and its plan."""
    commands = Commands(tmp_path / "kept.db")
    commands.done("import", "--ours", SPONSOR_FILE, GROUP_FILE)
    sides = [read_session(file.read_bytes(), "").session for file in (SPONSOR_FILE, GROUP_FILE)]
    with opened(commands.database) as store:
        store.plans.create(new_partnership(sides, TITLE), who=ANNA)
    return commands


def test_the_command_line_opens_a_plan_by_its_title(commands: Commands) -> None:
    with Terminal(commongrid("--db", str(commands.database), "open", TITLE)) as terminal:
        terminal.see(r"Undecided 13")
        terminal.press("1")
        terminal.see(r"PURSUE \(1\)")
        terminal.press("q")
        terminal.see(rf"{TITLE} .* 1 +.*plan")
        terminal.press("ctrl+q")
        assert terminal.wait() == 0
    assert commands.told("list", "--plans", "--json")[0]["pursue"] == 1


def test_a_plan_opens_at_no_other_step(commands: Commands) -> None:
    assert "--at is for sessions" in commands.refused("open", TITLE, "--at", "matrix")


def test_a_plan_without_its_sessions_is_not_opened_from_the_command_line(
    commands: Commands,
) -> None:
    with opened(commands.database) as store:
        for one in store.sessions():
            store.commit(one.id, Delete(True), who=ANNA)
    with Terminal(commongrid("--db", str(commands.database), "open", TITLE)) as terminal:
        assert terminal.wait() == 1
        assert "can only be read" in terminal.text.replace("\n", " ")


@pytest.mark.parametrize("end", [LineDropped, LeaveRequested])
async def test_a_half_typed_title_of_a_plan_is_kept_at_every_end(
    database: Path, end: type[LineDropped | LeaveRequested]
) -> None:
    async with library(database) as (app, pilot):
        await press(app, pilot, "r", "!")
        app.post_message(end())
        for _ in range(500):
            if app._exit:
                break
            await pilot.pause(0.01)
    assert app.part() == ""
    assert kept(database)[0].title == f"{TITLE}!"


async def test_where_all_plans_are_deleted_it_is_not_said_that_there_was_none(
    database: Path,
) -> None:
    with opened(database) as store:
        store.plans.commit(kept(database)[0].id, DeletePlan(True), who=ANNA)
    async with library(database) as (app, pilot):
        text = await press(app, pilot, "f", "f", "f")
        assert "There is no plan yet" not in text
        assert "No plan is listed here" in text
