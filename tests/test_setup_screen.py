"""The set-up by pressed keys: what becomes an edit, and a partner's that is only read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bench import Bench
from textual.message import Message

from catalogue.phases import Phase
from sessions.edits import Describe, Include, Write
from sessions.session import (
    Focus,
    Organisation,
    Perspective,
    Session,
    Size,
    new_session_id,
)
from tui.messages import BackRequested, EditRequested, StepRequested, UndoRequested
from tui.screens.setup import Listed, SetupPage
from tui.widgets.field import Field
from tui.widgets.form import FormField

AUREL = Session(
    new_session_id(),
    "Gene therapy",
    Perspective.PATIENT_GROUP,
    Organisation("Aurel", size=Size.FROM_500K),
)


class SetupBench(Bench):
    """Shows the set-up and applies what it asks for at once, as the desk does."""

    def __init__(self, session: Session, *, ours: bool = True) -> None:
        self.page = SetupPage(session, ours=ours)
        super().__init__(self.page, answer=self.apply)

    def apply(self, message: Message) -> None:
        if isinstance(message, EditRequested):
            self.page.show(message.edit.apply(self.page.session))

    @property
    def edits(self) -> list[object]:
        """What was asked for, in order."""
        return [message.edit for message in self.all_said(EditRequested)]

    def focus_on(self, path: str) -> None:
        """Put the focus on the field or list of a path, wherever it is in the form."""
        widgets = [*self.page.query(Field), *self.page.query(Listed)]
        next(one for one in widgets if one.path == path and one.region).focus()


async def test_a_typed_title_is_an_edit_that_says_what_it_started_from():
    app = SetupBench(AUREL)
    async with app.run_test(size=(80, 24)) as pilot:
        app.focus_on("title")
        await pilot.press("end", *" 2", "enter")
        await pilot.pause()
        assert app.edits == [Write("title", "Gene therapy 2", "Gene therapy")]
        assert app.page.session.title == "Gene therapy 2"


async def test_a_title_that_is_left_empty_takes_its_former_text_back():
    app = SetupBench(AUREL)
    async with app.run_test(size=(80, 24)) as pilot:
        app.focus_on("title")
        await pilot.press("home", *["delete"] * len(AUREL.title), "tab")
        await pilot.pause()
        assert app.edits == []
        titles = [field.text for field in app.page.query(FormField) if field.path == "title"]
        assert titles == ["Gene therapy"]


async def test_a_meaning_of_a_level_is_written():
    app = SetupBench(AUREL)
    async with app.run_test(size=(80, 24)) as pilot:
        app.focus_on("levels/investment_high")
        await pilot.press(*"a year", "tab")
        await pilot.pause()
        assert app.page.session.levels.investment_high == "a year"


async def test_a_digit_picks_the_perspective_and_a_size_that_no_longer_fits_goes_with_it():
    app = SetupBench(AUREL)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1")
        await pilot.pause()
        assert app.edits == [
            Describe("perspective", "sponsor"),
            Describe("organisation/size", None),
        ]
        first, second = app.all_said(EditRequested)
        assert first.group == second.group is not None
        assert "Market value" not in app.screen_text()


async def test_a_pick_without_a_size_is_one_edit():
    app = SetupBench(replace(AUREL, organisation=Organisation("Aurel")))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1")
        await pilot.pause()
        assert app.edits == [Describe("perspective", "sponsor")]


@pytest.mark.parametrize(
    ("perspective", "shown"),
    [
        (Perspective.SPONSOR, "Market value, USD"),
        (Perspective.PATIENT_GROUP, "Annual budget, USD"),
        (Perspective.JOINT, None),
    ],
)
async def test_the_sizes_are_those_of_the_perspective(perspective, shown):
    app = SetupBench(replace(AUREL, perspective=perspective, organisation=Organisation("Aurel")))
    async with app.run_test(size=(100, 60)):
        for label in ("Market value, USD", "Annual budget, USD"):
            assert (label in app.screen_text()) is (label == shown)


async def test_ticks_among_many_are_relative_so_that_two_people_can_tick():
    app = SetupBench(AUREL)
    async with app.run_test(size=(80, 24)) as pilot:
        app.focus_on("organisation/focus")
        await pilot.press("3", "2", "3")
        await pilot.pause()
        assert app.edits == [
            Include("organisation/focus", "rare-genetic", True),
            Include("organisation/focus", "rare", True),
            Include("organisation/focus", "rare-genetic", False),
        ]
        assert app.page.session.organisation.focus == (Focus.RARE,)


async def test_an_optional_pick_can_be_taken_back():
    app = SetupBench(replace(AUREL, scope=replace(AUREL.scope, phase=Phase.TRIALS)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.focus_on("scope/phase")
        await pilot.press("delete")
        await pilot.pause()
        assert app.page.session.scope.phase is None


async def test_arrows_walk_from_field_to_field_both_ways():
    app = SetupBench(AUREL)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "down")
        assert isinstance(app.focused, Listed)
        assert app.focused.path == "scope/kind"
        await pilot.press("up")
        assert isinstance(app.focused, FormField)
        assert app.focused.path == "title"


async def test_walking_the_form_scrolls_it():
    app = SetupBench(AUREL)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Phases engaged" not in app.screen_text()
        await pilot.press("shift+tab")
        await pilot.pause()
        assert "Phases engaged" in app.screen_text()


async def test_escape_leaves_the_field_and_letters_act_again():
    app = SetupBench(AUREL)
    async with app.run_test(size=(80, 24)) as pilot:
        app.focus_on("scope/name")
        await pilot.press(*"un", "escape", "u")
        await pilot.pause()
        assert app.page.session.scope.name == "un"
        assert app.all_said(UndoRequested)
        await pilot.press("down")
        assert isinstance(app.focused, FormField)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert app.all_said(BackRequested)


async def test_the_next_step_key_acts_inside_a_field_too():
    app = SetupBench(AUREL)
    async with app.run_test(size=(80, 24)) as pilot:
        app.focus_on("title")
        await pilot.press("f5")
        await pilot.pause()
        assert len(app.all_said(StepRequested)) == 1


async def test_a_change_of_somebody_else_is_shown():
    app = SetupBench(AUREL)
    async with app.run_test(size=(80, 24)) as pilot:
        app.page.show(replace(AUREL, title="Their title", perspective=Perspective.SPONSOR))
        await pilot.pause()
        assert "(•) Sponsor" in app.screen_text()
        assert "Their title" in app.screen_text().splitlines()[5]


async def test_a_partners_set_up_is_shown_and_takes_no_key():
    app = SetupBench(AUREL, ours=False)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "(•) Patient group" in app.screen_text()
        assert "such as" not in app.screen_text()
        await pilot.press("1", "space")
        for path in ("title", "organisation/name", "organisation/focus"):
            app.focus_on(path)
            await pilot.press("1", "x", "space", "delete")
        await pilot.press("tab", "f6", "escape", "u")
        await pilot.pause()
        assert app.edits == []
        assert app.all_said(UndoRequested) == []


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (200, 60)])
async def test_the_form_and_the_keys_are_on_screen_at_every_size(size):
    app = SetupBench(AUREL)
    async with app.run_test(size=size):
        assert "Patient group" in app.screen_text()
        assert "q back" in app.screen_text()
