"""A new session by pressed keys: three answers lead to the list of activities."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import Bench
from textual.widgets import Static

from catalogue.activities import builtin
from sessions.exchange import write_catalogue
from sessions.session import Perspective
from tui.messages import BackRequested, CreateRequested
from tui.screens.confirm import Confirm
from tui.screens.new_session import NewSessionPage

ANSWERS = [*"Gene", "enter", *"Aurel", "enter", "2"]


async def test_three_answers_and_enter_create_and_open_a_session():
    app = Bench(NewSessionPage())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*ANSWERS, "enter")
        await pilot.pause()
        made = app.last_said(CreateRequested)
        assert made.then_open
        assert made.ours
        assert made.session.title == "Gene"
        assert made.session.organisation.name == "Aurel"
        assert made.session.perspective is Perspective.PATIENT_GROUP
        assert made.session.catalogue is builtin()
        assert app.all_said(BackRequested)


async def test_what_is_missing_is_said_and_gets_the_focus():
    app = Bench(NewSessionPage())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Gene", "f5")
        await pilot.pause()
        assert "Type who rates" in app.screen_text()
        assert app.focused is app.screen.query_one("#who")
        await pilot.press(*"Aurel", "f5")
        await pilot.pause()
        assert "Pick whose view it is" in app.screen_text()
        assert app.said == []


@pytest.mark.parametrize(
    ("before", "wrong", "mending"),
    [
        ([], "Type a title first", [*"Gene"]),
        ([*"Gene"], "Type who rates", [*"Aurel"]),
        ([*"Gene", "enter", *"Aurel"], "Pick whose view", ["2"]),
        ([*ANSWERS, "up", *"none.toml"], "none.toml", ["backspace"]),
    ],
)
async def test_what_was_wrong_is_said_until_it_is_mended(
    tmp_path: Path, before: list[str], wrong: str, mending: list[str]
) -> None:
    app = Bench(NewSessionPage(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*before, "f5")
        await app.workers.wait_for_complete()
        await pilot.pause()
        problem = app.screen.query_one("#problem", Static)
        assert wrong in str(problem.content)
        await pilot.press(*mending)
        for _ in range(2000):
            if not str(problem.content):
                break
            await pilot.pause(0.001)
        assert not str(problem.content)


async def test_what_is_wrong_is_said_although_another_answer_changes() -> None:
    app = Bench(NewSessionPage())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Gene", "f5", "shift+tab", *"tics", "tab")
        await pilot.pause()
        assert "Type who rates" in app.screen_text()


async def test_a_list_of_ones_own_is_kept_with_the_session(tmp_path):
    own = builtin().__class__("ours-1", "1", "Ours", "", builtin().activities[:2])
    (tmp_path / "own.toml").write_bytes(write_catalogue(own))
    app = Bench(NewSessionPage(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*ANSWERS, "up", *"own.toml", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.last_said(CreateRequested).session.catalogue.id == "ours-1"


async def test_a_list_that_is_not_there_is_said_and_creates_nothing(tmp_path):
    app = Bench(NewSessionPage(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*ANSWERS, "up", *"own.toml", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "there is no such file" in " ".join(app.screen_text().split())
        assert app.said == []


async def test_a_list_without_its_format_is_told_the_format_of_a_list(tmp_path):
    (tmp_path / "own.toml").write_text('[[activity]]\nid = "a1"\ntitle = "One"\n', "utf-8")
    app = Bench(NewSessionPage(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*ANSWERS, "up", *"own.toml", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        said = " ".join(app.screen_text().split())
        assert 'it must begin with format = "commongrid-catalogue"' in said


async def test_going_back_asks_before_typed_words_are_dropped():
    app = Bench(NewSessionPage())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Gene", "escape", "escape")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)


async def test_going_back_from_an_empty_form_goes_back():
    app = Bench(NewSessionPage())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f10")
        await pilot.pause()
        assert app.said == [BackRequested()]
