"""What was typed just before the end, on whatever screen: it is kept."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from kept import ANNA, BO, keep_worked_example, opened
from running import screen_text
from sides import worked_example
from textual.pilot import Pilot

from catalogue.activities import ActivityId, builtin
from catalogue.values import replace
from sessions.edits import FieldPath, Write, assessment_field
from sessions.exchange import SessionFile, read_session, read_shared, write_catalogue
from sessions.partnership import Partnership
from sessions.plans.edits import RetitlePlan, WriteItem
from sessions.session import (
    Assessment,
    Organisation,
    Perspective,
    Session,
    Step,
    new_session_id,
)
from sessions.writer import Saving
from tui import messages
from tui.app import Commongrid
from tui.draft import Draft, read_draft
from tui.rescue import Unsaved, leave_draft, rescue, rescued
from tui.screens.confirm import Confirm
from tui.screens.conflict import Conflict
from tui.screens.prompt import Prompt
from tui.screens.unsaved import UnsavedChanges

WORDS = "typed at the very last"
CONSENT = ActivityId("consent")
WHY = assessment_field(CONSENT, "benefit_why")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    database = tmp_path / "kept.db"
    keep_worked_example(database)
    return database


@asynccontextmanager
async def running(database: Path, at: Step) -> AsyncIterator[tuple[Commongrid, Pilot[int]]]:
    app = Commongrid(database, ANNA, session=worked_example()[0].id, at=at)
    async with app.run_test(size=(120, 50)) as pilot:
        await pilot.pause()
        yield app, pilot


async def write_next_step(pilot: Pilot[int]) -> None:
    """Open the first activity of the plan and type what happens first."""
    await pilot.press("enter", "tab", "tab", "tab", "tab", *WORDS)


async def until(so: Callable[[], bool], pilot: Pilot[int], otherwise: str) -> None:
    """Wait until it is so; fail with what is to be said otherwise."""
    for _ in range(500):
        if so():
            return
        await pilot.pause(0.01)
    raise AssertionError(otherwise)


async def ended(app: Commongrid, pilot: Pilot[int]) -> None:
    """Wait until the program ends by itself."""
    await until(lambda: app._exit, pilot, "it did not end")


def stored_plan(database: Path) -> Partnership:
    with opened(database) as store:
        found = store.plans.of([side.id for side in worked_example()])
        assert found is not None
        return found.plan


def next_steps(plan: Partnership) -> list[str]:
    return [item.next_step for item in plan.items.values()]


@pytest.mark.parametrize("end", [messages.LineDropped, messages.LeaveRequested])
async def test_plan_text_is_kept_at_every_end(
    database: Path, end: type[messages.LineDropped | messages.LeaveRequested]
) -> None:
    async with running(database, Step.PLAN) as (app, pilot):
        await write_next_step(pilot)
        app.post_message(end())
        await ended(app, pilot)
    assert app.part() == ""
    assert next_steps(stored_plan(database)) == [WORDS]


async def fail(database: Path) -> None:
    """Type, and have the program fail with how to part as its fault."""
    async with running(database, Step.PLAN) as (app, pilot):
        await write_next_step(pilot)
        app._handle_exception(RuntimeError(app.part))


async def test_plan_text_is_kept_after_a_fault(database: Path) -> None:
    with pytest.raises(RuntimeError) as fault:
        await fail(database)
    assert fault.value.args[0]() == ""
    assert next_steps(stored_plan(database)) == [WORDS]


def next_step(text: str, started_from: str = "") -> WriteItem:
    return WriteItem(CONSENT, "Consent", "next_step", text, started_from)


def written_elsewhere(database: Path, text: str, started_from: str = "") -> None:
    with opened(database) as store:
        store.plans.commit(stored_plan(database).id, next_step(text, started_from), who=BO)


async def asked_again(app: Commongrid, pilot: Pilot[int], former: object = None) -> Conflict:
    """The next conflict that is asked about."""

    def asked() -> bool:
        return isinstance(app.screen, Conflict) and app.screen is not former

    await until(asked, pilot, "nothing was asked")
    assert isinstance(app.screen, Conflict)
    return app.screen


async def test_two_people_writing_one_plan_text_are_asked_and_lose_nothing(
    database: Path,
) -> None:
    async with running(database, Step.PLAN) as (app, pilot):
        await pilot.press("enter")
        desk = app.agreed
        assert desk is not None
        written_elsewhere(database, "theirs")
        desk.apply(next_step(WORDS))
        await asked_again(app, pilot)
        await pilot.press("b")
        await pilot.press("q", "ctrl+q")
        await ended(app, pilot)
    assert app.part() == ""
    assert next_steps(stored_plan(database)) == [f"theirs\n\n{WORDS}"]


async def test_a_conflict_in_a_plan_is_asked_about_where_no_plan_is_shown(database: Path) -> None:
    async with running(database, Step.PLAN) as (app, pilot):
        desk = app.agreed
        assert desk is not None
        app.post_message(messages.StepRequested(Step.SETUP))
        await pilot.pause()
        written_elsewhere(database, "theirs")
        desk.apply(next_step(WORDS))
        first = await asked_again(app, pilot)
        written_elsewhere(database, "theirs, later", "theirs")

        def came() -> bool:
            desk.look()
            return desk.plan.item(CONSENT, "Consent").next_step == "theirs, later"

        await until(came, pilot, "theirs was not seen")
        await pilot.press("m")
        await asked_again(app, pilot, first)
        await pilot.press("b", "ctrl+q")
        await ended(app, pilot)
    assert app.part() == ""
    assert next_steps(stored_plan(database)) == [f"theirs, later\n\n{WORDS}"]


async def test_a_late_conflict_in_a_session_that_was_left_is_asked_about_again(
    database: Path,
) -> None:
    mine, other = (side.id for side in worked_example())
    async with running(database, Step.EVALUATE) as (app, pilot):
        desk = app.desk
        before = desk.session.assessment(CONSENT).benefit_why
        with opened(database) as store:
            store.commit(mine, Write(WHY, "theirs", before), who=BO)
        desk.apply(Write(WHY, WORDS, before))
        app.sit_down(other)
        first = await asked_again(app, pilot)
        with opened(database) as store:
            store.commit(mine, Write(WHY, "theirs, later", "theirs"), who=BO)

        def came() -> bool:
            desk.look()
            return desk.session.assessment(CONSENT).benefit_why == "theirs, later"

        await until(came, pilot, "theirs was not seen")
        await pilot.press("m")
        await asked_again(app, pilot, first)
        await pilot.press("b", "ctrl+q")
        await ended(app, pilot)
    assert app.part() == ""
    with opened(database) as store:
        kept = store.load(mine).session.assessment(CONSENT).benefit_why
    assert kept == f"theirs, later\n\n{WORDS}"


@pytest.mark.parametrize("end", [messages.LineDropped, messages.LeaveRequested])
async def test_at_the_end_both_stay_of_two_texts_that_nobody_chose_from(
    database: Path, end: type[messages.LineDropped | messages.LeaveRequested]
) -> None:
    async with running(database, Step.PLAN) as (app, pilot):
        desk = app.agreed
        assert desk is not None
        written_elsewhere(database, "theirs")
        desk.apply(next_step(WORDS))
        await asked_again(app, pilot)
        app.post_message(end())
        await ended(app, pilot)
    assert app.part() == ""
    assert next_steps(stored_plan(database)) == [f"theirs\n\n{WORDS}"]


async def test_both_stay_even_if_theirs_was_not_looked_at_yet(database: Path) -> None:
    gate = threading.Event()
    async with running(database, Step.PLAN) as (app, pilot):
        desk = app.agreed
        assert desk is not None
        written_elsewhere(database, "theirs")
        desk.apply(next_step(WORDS))
        app.writer.submit(lambda _: gate.wait(10), saves=False)
        await asked_again(app, pilot)
        app.post_message(messages.LineDropped())
        await ended(app, pilot)
        gate.set()
    assert app.part() == ""
    assert next_steps(stored_plan(database)) == [f"theirs\n\n{WORDS}"]


# ---- a line that was asked for, and not entered yet


@asynccontextmanager
async def in_library(database: Path) -> AsyncIterator[tuple[Commongrid, Pilot[int]]]:
    app = Commongrid(database, ANNA)
    async with app.run_test(size=(120, 50)) as pilot:
        await pilot.pause()
        yield app, pilot


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Somebody else holds the right to write."""
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


def titles(database: Path) -> set[str]:
    with opened(database) as store:
        return {one.title for one in store.sessions()}


def all_titles(database: Path) -> set[str]:
    """Those of the plans too."""
    with opened(database) as store:
        return titles(database) | {one.title for one in store.plans.all()}


@pytest.mark.parametrize("end", [messages.LineDropped, messages.LeaveRequested])
async def test_a_title_that_is_half_typed_is_kept_at_every_end(
    database: Path, end: type[messages.LineDropped | messages.LeaveRequested]
) -> None:
    async with in_library(database) as (app, pilot):
        await pilot.press("down", "r", *WORDS)
        app.post_message(end())
        await ended(app, pilot)
    assert app.part() == ""
    assert any(title.endswith(WORDS) for title in titles(database))


def retitled_elsewhere(database: Path) -> None:
    """Somebody else gives every session and every plan another title."""
    with opened(database) as store:
        for one in store.sessions():
            words = Write(FieldPath("title"), f"{one.title}, theirs", one.title)
            store.commit(one.id, words, who=BO)
        for plan in store.plans.all():
            store.plans.commit(plan.id, RetitlePlan(f"{plan.title}, theirs", plan.title), who=BO)


@pytest.mark.parametrize("kind", ["session", "plan"])
async def test_two_people_giving_a_title_in_the_library_are_asked_and_lose_nothing(
    database: Path, kind: str
) -> None:
    async with in_library(database) as (app, pilot):
        await pilot.press("down", *(["end"] if kind == "plan" else []), "r", *WORDS)
        retitled_elsewhere(database)
        await pilot.press("enter")
        await asked_again(app, pilot)
        await pilot.pause()
        assert f"Theirs ({BO}, " in screen_text(app)
        await pilot.press("b", "ctrl+q")
        await ended(app, pilot)
    assert app.part() == ""
    assert [one for one in all_titles(database) if "theirs / " in one and one.endswith(WORDS)]


@pytest.mark.parametrize("kind", ["session", "plan"])
@pytest.mark.parametrize("end", [messages.LineDropped, messages.LeaveRequested])
async def test_a_half_typed_title_is_kept_beside_one_that_somebody_else_gave(
    database: Path, end: type[messages.LineDropped | messages.LeaveRequested], kind: str
) -> None:
    async with in_library(database) as (app, pilot):
        await pilot.press("down", *(["end"] if kind == "plan" else []), "r", *WORDS)
        retitled_elsewhere(database)
        app.post_message(end())
        await ended(app, pilot)
    app.part()
    kept = all_titles(database)
    for path in rescued(database):
        found = read_shared(path.read_bytes(), path.name)
        kept.add(found.session.title if isinstance(found, SessionFile) else found.plan.title)
    assert [one for one in kept if "theirs / " in one and one.endswith(WORDS)]


@pytest.mark.parametrize("end", [messages.LineDropped, messages.LeaveRequested])
async def test_a_half_typed_title_of_a_plan_is_kept_at_every_end(
    database: Path, end: type[messages.LineDropped | messages.LeaveRequested]
) -> None:
    async with running(database, Step.PLAN) as (app, pilot):
        app.screen.action_retitle()
        await pilot.pause()
        await pilot.press(*WORDS)
        app.post_message(end())
        await ended(app, pilot)
    assert app.part() == ""
    assert stored_plan(database).title.endswith(WORDS)


@pytest.mark.parametrize("end", [messages.LineDropped, messages.LeaveRequested])
async def test_a_half_typed_reason_of_a_what_if_is_kept_at_every_end(
    database: Path, end: type[messages.LineDropped | messages.LeaveRequested]
) -> None:
    async with running(database, Step.COMPARE) as (app, pilot):
        await pilot.press("t", "down", "enter")
        assert isinstance(app.screen, Prompt)
        await pilot.press(*WORDS)
        app.post_message(end())
        await ended(app, pilot)
    assert app.part() == ""
    assert any(WORDS in item.reason for item in stored_plan(database).items.values())


# ---- a session that is none yet


async def begin_new(pilot: Pilot[int]) -> None:
    """Type a title, an organisation, and go no further."""
    await pilot.press("n", *WORDS, "tab", *"Aurel", "tab", "2")


def shown(app: Commongrid) -> str:
    """What is on the screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def go_on(app: Commongrid, pilot: Pilot[int], title: str = WORDS) -> None:
    """Go on with the new session that is said to have been left."""
    await until(lambda: f"left: {title}" in shown(app), pilot, "nothing was said")
    await pilot.press("n")


async def offered(app: Commongrid, pilot: Pilot[int]) -> Confirm:
    """The question of what an earlier run has left."""

    def asked() -> bool:
        return isinstance(app.screen, Confirm)

    await until(asked, pilot, "nothing was offered")
    assert isinstance(app.screen, Confirm)
    return app.screen


@pytest.mark.parametrize("end", [messages.LineDropped, messages.LeaveRequested])
async def test_a_session_that_is_half_typed_is_offered_again_until_it_is_made(
    database: Path, end: type[messages.LineDropped | messages.LeaveRequested]
) -> None:
    async with in_library(database) as (app, pilot):
        await begin_new(pilot)
        app.post_message(end())
        await ended(app, pilot)
    assert app.part() == ""
    (path,) = rescued(database)
    async with in_library(database) as (app, pilot):
        await go_on(app, pilot)
        await pilot.press("end", *" twice")
        app.post_message(end())
        await ended(app, pilot)
    assert app.part() == ""
    assert rescued(database) == [path]
    assert read_draft(path.read_bytes(), path.name) == Draft(
        f"{WORDS} twice", "Aurel", "patient-group"
    )
    async with in_library(database) as (app, pilot):
        await go_on(app, pilot, f"{WORDS} twice")
        await pilot.press("f5")
        await pilot.press("ctrl+q")
        await ended(app, pilot)
    assert app.part() == ""
    assert any("twice" in title for title in titles(database))
    assert not path.exists()


async def test_leaving_without_what_is_not_saved_leaves_what_was_half_typed(
    database: Path,
) -> None:
    async with in_library(database) as (app, pilot):
        before = titles(database)
        with locked(database):
            await pilot.press("down", "r", *" again", "enter")
            await until(lambda: app.writer.state.saving is Saving.WAITING, pilot, "it was saved")
            await begin_new(pilot)
            app.post_message(messages.LeaveRequested())
            await until(lambda: isinstance(app.screen, UnsavedChanges), pilot, "nothing was asked")
            await pilot.press("x")
            await ended(app, pilot)
            assert app.part() == ""
    assert titles(database) == before
    (path,) = rescued(database)
    assert read_draft(path.read_bytes(), path.name) == Draft(WORDS, "Aurel", "patient-group")


async def test_a_draft_that_is_a_session_by_now_is_not_offered(database: Path) -> None:
    path = leave_draft(database, Draft(WORDS, "Aurel", "sponsor"))
    with opened(database) as store:
        made = Organisation("Aurel")
        store.create(Session(new_session_id(), WORDS, Perspective.SPONSOR, made), who=ANNA)
    async with in_library(database) as (app, pilot):
        await until(lambda: not path.exists(), pilot, "the file has stayed")
        assert "left:" not in shown(app)
        app.exit()
    app.part()


async def test_offering_a_draft_reads_nothing_where_the_keys_wait(database: Path) -> None:
    async with in_library(database) as (app, pilot):
        connection = app.reader._connected()
        assert connection is not None
        read: list[str] = []
        connection.set_trace_callback(read.append)
        path = database.with_name("kept.rescue-1.toml")
        app.post_message(messages.RescueFound(path, Draft(WORDS, "Aurel", "sponsor")))
        await until(lambda: "left:" in shown(app), pilot, "nothing was said")
        assert [one for one in read if "SELECT" in one] == []
        app.exit()
    app.part()


async def test_a_draft_stays_until_its_session_is_kept(database: Path) -> None:
    path = leave_draft(database, Draft(WORDS, "Aurel", "patient-group"))
    async with in_library(database) as (app, pilot):
        await go_on(app, pilot)
        with locked(database):
            await pilot.press("f5")
            await until(lambda: app.writer.state.saving is Saving.WAITING, pilot, "it was saved")
            assert path.exists()
        await until(lambda: not path.exists(), pilot, "the file has stayed")
        app.exit()
    assert app.part() == ""
    assert WORDS in titles(database)


async def test_a_session_made_of_a_draft_that_cannot_be_saved_is_offered_once(
    database: Path,
) -> None:
    leave_draft(database, Draft(WORDS, "Aurel", "patient-group"))
    async with in_library(database) as (app, pilot):
        await go_on(app, pilot)
        with locked(database):
            await pilot.press("f5")
            app.post_message(messages.LineDropped())
            await ended(app, pilot)
            assert "1 change could not be saved" in app.part()
    (path,) = rescued(database)
    assert read_session(path.read_bytes(), path.name).session.title == WORDS


async def test_a_session_that_cannot_be_saved_comes_back_with_the_list_it_was_begun_with(
    database: Path, tmp_path: Path
) -> None:
    ours = replace(builtin(), id="ours-1", title="Ours", activities=builtin().activities[:5])
    path = tmp_path / "ours.toml"
    path.write_bytes(write_catalogue(ours))
    leave_draft(database, Draft(WORDS, "Aurel", "patient-group", str(path)))
    async with in_library(database) as (app, pilot):
        await go_on(app, pilot)
        with locked(database):
            await pilot.press("f5")
            await pilot.pause()
            path.unlink()
            app.post_message(messages.LineDropped())
            await ended(app, pilot)
            assert "1 change could not be saved" in app.part()
    async with in_library(database) as (app, pilot):
        await offered(app, pilot)
        await pilot.press("y", "ctrl+q")
        await ended(app, pilot)
    assert app.part() == ""
    with opened(database) as store:
        (kept,) = (store.load(one.id) for one in store.sessions() if one.title == WORDS)
    assert kept.session.catalogue == ours
    assert not list(database.parent.glob("*.rescue-*"))


@pytest.mark.parametrize("kind", ["damaged", "pipe"])
async def test_a_session_is_offered_and_taken_in_where_its_list_cannot_be_read(
    database: Path, kind: str
) -> None:
    ours = replace(builtin(), id="ours-1", title="Ours", activities=builtin().activities[:5])
    session = Session(
        new_session_id(), WORDS, Perspective.SPONSOR, Organisation("Aurel"), catalogue=ours
    ).with_assessment(Assessment(ours.activities[0].id, chosen=True, benefit_why=WORDS))
    (path,) = rescue(database, [Unsaved(session)])
    beside = path.with_suffix(".list")
    if kind == "pipe":
        beside.unlink()
        os.mkfifo(beside)
    else:
        beside.write_bytes(beside.read_bytes()[:-20])
    async with in_library(database) as (app, pilot):
        assert beside.name in (await offered(app, pilot)).question
        await pilot.press("y", "ctrl+q")
        await ended(app, pilot)
    assert app.part() == ""
    with opened(database) as store:
        kept = store.load(session.id).session
    assert kept.assessment(ours.activities[0].id).benefit_why == WORDS
    assert not path.exists()
    assert beside.exists()


async def test_a_session_that_is_half_typed_is_offered_after_a_fault(database: Path) -> None:
    async def fault() -> None:
        async with in_library(database) as (app, pilot):
            await begin_new(pilot)
            app._handle_exception(RuntimeError(app.part))

    with pytest.raises(RuntimeError) as raised:
        await fault()
    assert raised.value.args[0]() == ""
    async with in_library(database) as (app, pilot):
        await go_on(app, pilot)
        assert WORDS in shown(app)
        app.exit()
    app.part()


async def test_what_is_said_of_a_draft_takes_no_key_from_what_is_typed(database: Path) -> None:
    leave_draft(database, Draft(WORDS))
    async with in_library(database) as (app, pilot):
        await pilot.press("colon", *"screen")
        await until(lambda: bool(app._begun), pilot, "nothing was found")
        await pilot.press(*"shot")
        assert "screenshot" in shown(app)
        await pilot.press("escape", "n")
        assert WORDS in shown(app)
        app.exit()
    app.part()


async def test_a_draft_that_is_dropped_is_not_offered_again(database: Path) -> None:
    leave_draft(database, Draft(WORDS))
    async with in_library(database) as (app, pilot):
        await go_on(app, pilot)
        await pilot.press("f10")
        await pilot.press("y", "ctrl+q")
        await ended(app, pilot)
    assert app.part() == ""
    assert rescued(database) == []


async def test_a_title_that_cannot_be_saved_is_in_the_rescue_file(database: Path) -> None:
    async with in_library(database) as (app, pilot):
        with locked(database):
            await pilot.press("down", "r", *WORDS)
            app.post_message(messages.LineDropped())
            await ended(app, pilot)
            assert "1 change could not be saved" in app.part()
    (path,) = rescued(database)
    assert read_session(path.read_bytes(), path.name).session.title.endswith(WORDS)


async def test_a_title_that_is_too_long_for_a_file_is_offered_and_taken_in(database: Path) -> None:
    with opened(database) as store:
        stored = store.load(worked_example()[0].id)
    long = WORDS * 20
    (path,) = rescue(database, [Unsaved(replace(stored.session, title=long), stored)])
    async with in_library(database) as (app, pilot):
        await offered(app, pilot)
        await pilot.press("y", "ctrl+q")
        await ended(app, pilot)
    assert app.part() == ""
    assert long in titles(database)
    assert not path.exists()


async def test_a_question_waits_until_nobody_is_typing(database: Path) -> None:
    with opened(database) as store:
        stored = store.load(worked_example()[0].id)
    (path,) = rescue(database, [Unsaved(replace(stored.session, title=WORDS), stored)])
    found = read_shared(path.read_bytes(), path.name, own=True)
    # Found when the test says so, and not when the start gets to it.
    path.unlink()
    async with in_library(database) as (app, pilot):
        await pilot.press("colon", *"screen")
        app.offer(messages.RescueFound(path, found))
        await pilot.press(*"shot")
        assert not isinstance(app.screen, Confirm)
        assert "screenshot" in shown(app)
        await pilot.press("escape")
        await offered(app, pilot)
        app.exit()
    app.part()


async def test_a_plan_that_cannot_be_saved_is_offered_and_taken_in(database: Path) -> None:
    async with running(database, Step.PLAN) as (app, pilot):
        with locked(database):
            await write_next_step(pilot)
            app.post_message(messages.LineDropped())
            await ended(app, pilot)
            assert "could not be saved" in app.part()
    assert next_steps(stored_plan(database)) == []
    (path,) = rescued(database)
    async with running(database, Step.PLAN) as (app, pilot):
        assert 'the plan "Together"' in (await offered(app, pilot)).question
        await pilot.press("enter", "ctrl+q")
        await ended(app, pilot)
    assert app.part() == ""
    assert next_steps(stored_plan(database)) == [WORDS]
    assert not path.exists()
