"""What every dialog answers to: ctrl+c then Enter leaves, F1 explains, F10 cancels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bench import Bench
from kept import CONSENT, a_session
from matrix_bench import aurel
from planned import a_plan

from catalogue.activities import ActivityId
from sessions.edits import FieldPath, Write
from sessions.errors import TextConflictError
from sessions.joint.matching import Named, TitleMatch
from sessions.plans.edits import WriteItem
from sessions.session import SessionId, Step
from tui.keymap import _kinds
from tui.messages import LeaveRequested, StepRequested
from tui.screens.about import About
from tui.screens.confirm import Confirm, LeaveQuestion
from tui.screens.conflict import Conflict
from tui.screens.dialog import Dialog
from tui.screens.display import DisplayChoices
from tui.screens.found import Found, Problems
from tui.screens.help import Help
from tui.screens.matrix import MatrixPage
from tui.screens.own_activity import OwnActivity
from tui.screens.prompt import Prompt
from tui.screens.same_activity import SameActivity
from tui.screens.steps import Steps
from tui.screens.unsaved import UnsavedChanges
from tui.settings import UNSET, Look
from tui.widgets.reader import Block

CONFLICT = TextConflictError(
    "Somebody wrote here.", mine="mine", theirs="theirs", original="", longest=20
)
DIALOGS: dict[type[Dialog[Any]], Callable[[], Dialog[Any]]] = {
    About: lambda: About((Block("words"),)),
    Confirm: lambda: Confirm("Delete it?", "Delete", "Keep"),
    Conflict: lambda: Conflict(CONFLICT),
    DisplayChoices: lambda: DisplayChoices(UNSET, Look("dark", False)),
    Found: lambda: Found("a.toml", (Block("words"),), (("cancel", "Cancel"),)),
    Help: lambda: Help("words", ()),
    OwnActivity: lambda: OwnActivity(),
    Problems: lambda: Problems("a.toml", ("line 1",)),
    Prompt: lambda: Prompt("Which?"),
    SameActivity: lambda: SameActivity({}),
    Steps: lambda: Steps(Step.MATRIX),
}


def test_every_dialog_is_looked_at() -> None:
    kinds = {kind for kind in _kinds() if issubclass(kind, Dialog)}
    assert kinds - {Dialog, LeaveQuestion, UnsavedChanges} == set(DIALOGS)


@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
async def test_ctrl_c_then_enter_leaves_from_every_dialog(kind: type[Dialog[Any]]) -> None:
    app = Bench()
    answers: list[Any] = []
    async with app.run_test(size=(100, 40)) as pilot:
        app.push_screen(DIALOGS[kind](), answers.append)
        await pilot.pause()
        await pilot.press("ctrl+c", "ctrl+c")
        assert isinstance(app.screen, LeaveQuestion)
        await pilot.press("enter")
        await pilot.pause()
        assert app.all_said(LeaveRequested)
        assert answers == []


@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
async def test_f1_explains_every_dialog_and_f10_closes_it(kind: type[Dialog[Any]]) -> None:
    app = Bench()
    async with app.run_test(size=(100, 40)) as pilot:
        app.push_screen(DIALOGS[kind]())
        await pilot.pause()
        if kind is not Help:
            await pilot.press("f1")
            assert isinstance(app.screen, Help)
            await pilot.press("escape")
        assert isinstance(app.screen, kind)
        await pilot.press("f10")
        assert not isinstance(app.screen, Dialog)


@pytest.mark.parametrize("key", ["escape", "f10"])
async def test_a_typed_line_is_dropped_only_if_that_is_wanted(key: str) -> None:
    app = Bench()
    answers: list[str | None] = []
    async with app.run_test(size=(100, 40)) as pilot:
        app.push_screen(Prompt("Which?", "one"), answers.append)
        await pilot.pause()
        await pilot.press(*" more", key)
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        assert isinstance(app.screen, Prompt)
        assert "one more" in app.screen_text()
        await pilot.press(key, "y")
        await pilot.pause()
        assert answers == [None]


async def test_what_is_wrong_with_a_line_is_said_until_it_will_do() -> None:
    app = Bench()
    async with app.run_test() as pilot:
        app.push_screen(Prompt("Which?"))
        await pilot.pause()
        await pilot.press("enter")
        assert "Type something first." in app.screen_text()
        await pilot.press("x")
        for _ in range(2000):
            if "Type something first." not in app.screen_text():
                break
            await pilot.pause(0.001)
        assert "Type something first." not in app.screen_text()


@pytest.mark.parametrize("keys", [["escape"], [*"x", "backspace", "escape"]])
async def test_a_line_that_is_as_it_was_is_left_without_a_question(keys: list[str]) -> None:
    app = Bench()
    answers: list[str | None] = []
    async with app.run_test(size=(100, 40)) as pilot:
        app.push_screen(Prompt("Which?", "one"), answers.append)
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        assert answers == [None]


@pytest.mark.parametrize(("key", "kept"), [("1", "mine"), ("2", None), ("3", "theirs\n\nmine")])
async def test_digits_say_which_words_stay(key: str, kept: str | None) -> None:
    app = Bench()
    answers: list[str | None] = []
    async with app.run_test(size=(100, 40)) as pilot:
        app.push_screen(Conflict(CONFLICT), answers.append)
        await pilot.pause()
        assert "1 keep mine  2 keep theirs  3 keep both" in app.screen_text()
        await pilot.press(key)
        await pilot.pause()
        assert answers == [kept]


@pytest.mark.parametrize(("keys", "same"), [("12", (True, False)), ("3", (True, True))])
async def test_digits_say_which_activities_are_the_same(keys: str, same: tuple[bool, bool]) -> None:
    named = [Named(SessionId(one), ActivityId(one), one) for one in "abcd"]
    questions = [TitleMatch(named[0], named[1]), TitleMatch(named[2], named[3])]
    app = Bench()
    answers: list[Any] = []
    async with app.run_test(size=(100, 40)) as pilot:
        app.push_screen(SameActivity(dict.fromkeys(questions)), answers.append)
        await pilot.pause()
        assert "1 the same  2 two  3 all the same" in app.screen_text()
        await pilot.press(*keys)
        await pilot.pause()
        assert answers == [dict(zip(questions, same, strict=True))]


@pytest.mark.parametrize(
    ("kind", "acts"),
    [(Confirm, "n no"), (Steps, "q cancel  1-3 go to"), (OwnActivity, "Tab next field  F5 keep")],
)
async def test_the_key_bar_under_a_dialog_shows_what_acts_in_it(
    kind: type[Dialog[Any]], acts: str
) -> None:
    app = Bench(MatrixPage(aurel()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        before = app.screen_text().split("\n")[-2:]
        assert "m move" in before[0]
        app.push_screen(DIALOGS[kind]())
        await pilot.pause()
        await pilot.pause()
        under = app.screen_stack[-2]
        assert isinstance(under, MatrixPage)
        shown = "\n".join(strip.text for strip in under._compositor.render_strips())
        assert acts in shown
        assert "m move" not in shown
        assert len(shown.split("\n")) == 24
        await pilot.press("f10")
        await pilot.pause()
        assert app.screen_text().split("\n")[-2:] == before


@pytest.mark.parametrize(("key", "step"), [("1", "identify"), ("2", "evaluate"), ("3", "compare")])
async def test_a_digit_goes_to_the_step_that_is_numbered_so(key: str, step: str) -> None:
    app = Bench(MatrixPage(aurel()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("s", key)
        await pilot.pause()
        assert app.last_said(StepRequested).step == step


def of_session() -> None:
    Write(FieldPath("scope/name"), "mine", "before").apply(a_session())


def of_plan() -> None:
    WriteItem(CONSENT, "Consent", "note", "mine", "before").apply(a_plan())


@pytest.mark.parametrize("clash", [of_session, of_plan])
async def test_a_conflict_and_its_keys_have_one_word_for_keeping_both(
    clash: Callable[[], None],
) -> None:
    with pytest.raises(TextConflictError) as caught:
        clash()
    app = Bench()
    async with app.run_test(size=(100, 40)) as pilot:
        app.push_screen(Conflict(caught.value))
        await pilot.pause()
        text = app.screen_text()
        assert "Keep yours or theirs. Or keep both." in " ".join(text.replace("│", " ").split())
        assert "3 keep both" in text
        assert "merge" not in text
