"""The plan on screen: deciding, writing who does what by when, and reading it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from bench import Bench
from rich.cells import cell_len
from sides import FUND, side, worked_example
from textual.message import Message
from textual.pilot import Pilot

from catalogue.activities import ActivityId
from catalogue.levels import Dimension, Level
from sessions.comparison import compare
from sessions.partnership import Decision, Partnership, Proposal
from sessions.plans.edits import Decide, PlanEdit, Propose, SetDue, WriteItem
from sessions.plans.planning import changed_sides, new_partnership
from sessions.session import Assessment, Perspective, Session
from tui.messages import (
    Announced,
    PlanEditRequested,
    PlanRedoRequested,
    PlanUndoRequested,
    ReportRequested,
    StepRequested,
)
from tui.screens.comparison import ComparisonPage
from tui.screens.plan import PlanPage
from tui.screens.plan_item import PlanItem
from tui.screens.read_back import ReadBack

CONSENT, REGISTRY = ActivityId("consent"), ActivityId("registry")
TITLE = "Informed consent and participant materials"


class Planning(Bench):
    """A bench that applies what the plan's screens ask for, as the app does."""

    def __init__(self, page: PlanPage) -> None:
        super().__init__(page, answer=self.keep)
        self.page = page

    def keep(self, message: Message) -> None:
        """Show the plan after an edit."""
        if isinstance(message, PlanEditRequested):
            self.page.show_plan(message.edit.apply(self.page.plan))

    @property
    def plan(self) -> Partnership:
        """The plan as it now is."""
        return self.page.plan


def planned(*edits: PlanEdit, sides: Sequence[Session] | None = None) -> Partnership:
    """A plan of the worked example after these edits."""
    plan = new_partnership(sides or worked_example(), "Joint plan")
    for edit in edits:
        plan = edit.apply(plan)
    return plan


def bench(*edits: PlanEdit, at: ActivityId | None = None) -> Planning:
    """The plan of the worked example on its page."""
    return Planning(PlanPage(planned(*edits), compare(worked_example()), at=at))


async def press(app: Bench, pilot: Pilot[None], *keys: str) -> str:
    """What is on the screen after these keys."""
    await pilot.press(*keys)
    await pilot.pause()
    return app.screen_text()


async def test_every_activity_is_listed_in_reading_order_until_decided() -> None:
    app = bench()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await press(app, pilot)
    lines = text.splitlines()
    assert "Joint plan" in lines[0]
    assert "[Plan]" in lines[0]
    assert "Pursue 0   Later 0   Decline 0   Undecided 13" in lines[1]
    assert "Consent & materials" in lines[4]
    assert "(start here)" in lines[4]


async def test_digits_decide_and_the_cursor_stays_with_the_activity() -> None:
    app = bench()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await press(app, pilot, "down", "down", "1")
        row = next(line for line in text.splitlines() if line.startswith("▸"))
        assert "Endpoints & outcomes" in row
        assert "(no next step yet)" in row
        assert "PURSUE (1)" in text
        assert "LATER (1)" in await press(app, pilot, "2")
        assert "DECLINE (1)" in await press(app, pilot, "3")
        assert "UNDECIDED (13)" in await press(app, pilot, "0")
    assert not app.plan.items


async def test_the_page_opens_at_the_activity_it_was_asked_for() -> None:
    app = bench(at=REGISTRY)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = await press(app, pilot)
    assert "Registry" in next(line for line in text.splitlines() if line.startswith("▸"))


async def test_everything_typed_is_asked_for_field_by_field() -> None:
    app = bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "enter", "1", "tab", *"Jon", "enter", *"Mila", "enter")
        await press(app, pilot, *"Alder", "enter", *"Review", "tab", *"2027-3-1", "tab")
        await press(app, pilot, *"Clear", "tab", *"Late", "tab", *"Fair", "tab", *"Nb", "escape")
        await press(app, pilot, "q")
        assert isinstance(app.screen, PlanPage)
    item = app.plan.items[CONSENT]
    assert item.title == TITLE
    assert item.decision is Decision.PURSUE
    assert item.leads == ("Jon", "Mila")
    assert (item.pays, item.next_step, item.due) == ("Alder", "Review", date(2027, 3, 1))
    assert (item.success_when, item.stop_if, item.reason, item.note) == (
        "Clear",
        "Late",
        "Fair",
        "Nb",
    )


async def test_what_was_typed_is_handed_on_when_the_form_is_left_at_once() -> None:
    app = bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "enter", "tab", *"Jo", "f10")
        assert isinstance(app.screen, PlanPage)
    assert app.plan.items[CONSENT].leads == ("Jo",)


async def test_a_day_that_is_none_is_said_to_be_none_and_not_kept() -> None:
    app = bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "enter", "tab", "tab", "tab", "tab", "tab")
        text = await press(app, pilot, *"2027-02-30", "tab")
        assert "There is no day 2027-02-30" in text
        assert "2027-02-30" in text
        assert not app.plan.items
        await press(app, pilot, "shift+tab", "backspace", "backspace", *"28", "tab")
        assert "There is no day" not in app.screen_text()
    assert app.plan.items[CONSENT].due == date(2027, 2, 28)


@pytest.mark.parametrize("size", [(60, 18), (80, 24)])
@pytest.mark.parametrize("leave", [("f10",), ("escape", "escape"), ("f5",)])
async def test_a_day_that_is_none_holds_the_form_once(
    leave: tuple[str, ...], size: tuple[int, int]
) -> None:
    app = bench()
    async with app.run_test(size=size) as pilot:
        await press(app, pilot, "enter", "tab", *"Jo", "tab", "tab", "tab", "tab", *"nonsense")
        form = app.screen
        assert isinstance(form, PlanItem)
        await press(app, pilot, *leave)
        form.hand_on()
        text = await press(app, pilot)
        assert app.screen is form
        assert form.item.title == TITLE
        assert "Type the day as year-month-day" in text
        assert "nonsense" in text
        assert not app.all_said(Announced)
        await press(app, pilot, *leave)
        assert app.screen is not form or form.item.title != TITLE
    assert app.last_said(Announced).sentence == "The day “nonsense” was not kept."
    assert app.plan.items[CONSENT].leads == ("Jo",)
    assert app.plan.items[CONSENT].due is None


async def test_digits_are_typed_into_fields_and_decide_nothing() -> None:
    app = bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "enter", "tab", "1", "2", "escape", "q")
    assert app.plan.items[CONSENT].leads == ("12",)
    assert app.plan.items[CONSENT].decision is Decision.UNDECIDED


async def test_brackets_go_on_to_the_next_activity_and_keep_what_was_typed() -> None:
    app = bench()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await press(app, pilot, "enter", "tab", *"Jo", "escape", "right_square_bracket")
        assert "2 of 13" in text
        assert "Family travel and relocation fund" in text
        assert "Jo" not in text.splitlines()[6]
        assert "1 of 13" in await press(app, pilot, "left_square_bracket")
    assert app.plan.items[CONSENT].leads == ("Jo",)


async def test_the_cursor_starts_on_what_was_decided_on_each_activity() -> None:
    app = bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "enter", "right", "right", "space")
        assert app.plan.items[CONSENT].decision is Decision.DECLINE
        await press(app, pilot, "right_square_bracket", "space")
        assert app.plan.items[ActivityId(FUND)].decision is Decision.PURSUE
        await press(app, pilot, "left_square_bracket", "left", "space")
        assert app.plan.items[CONSENT].decision is Decision.LATER


async def test_what_was_typed_on_an_activity_that_has_gone_meanwhile_is_asked_for() -> None:
    app = bench(at=CONSENT)
    left = [one.with_assessment(Assessment(CONSENT)) for one in worked_example()]
    async with app.run_test(size=(80, 40)) as pilot:
        await press(app, pilot, "enter", *["tab"] * 4, *"ask them")
        page = app.screen
        assert isinstance(page, PlanItem)
        page.action_step(1)
        page.show(compare(left), planned())
        await pilot.pause()
    assert app.all_said(PlanEditRequested)[-1].edit == WriteItem(
        CONSENT, TITLE, "next_step", "ask them", ""
    )


async def test_typing_in_one_field_is_one_step_of_undo() -> None:
    app = bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "enter", "tab", *"Jo", "enter", "shift+tab", *"X", "f6")
        groups = [one.group for one in app.all_said(PlanEditRequested)]
        assert None not in groups
        assert app.all_said(PlanUndoRequested)
        await press(app, pilot, "f7")
        assert app.all_said(PlanRedoRequested)


async def test_a_newer_plan_fills_the_form_but_never_over_what_is_being_typed() -> None:
    app = bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "enter", "tab", *"Jo")
        theirs = WriteItem(CONSENT, TITLE, "pays", "the partner", "")
        app.page.show_plan(theirs.apply(app.page.plan))
        text = await press(app, pilot)
        assert "the partner" in text
        assert "Jo" in text


async def test_proposals_are_shown_with_their_reason_and_can_be_withdrawn() -> None:
    proposal = Proposal(1, Dimension.INVESTMENT, Level.HIGH, Level.MODERATE)
    title = "Natural history data and patient registry"
    app = bench(
        Propose(REGISTRY, title, proposal),
        WriteItem(REGISTRY, title, "reason", "A host pays", ""),
        at=REGISTRY,
    )
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        words = "the investment of Aurel Families Network from high to moderate"
        text = await press(app, pilot)
        assert "? Registry" in text
        assert words in " ".join(text.split())
        text = await press(app, pilot, "enter", "shift+tab")
        assert words in text
        assert "A host pays" in text
        await press(app, pilot, "x")
    assert app.plan.items[REGISTRY].proposed == ()


async def test_the_read_back_says_what_is_pursued_with_its_next_step() -> None:
    app = bench(
        Decide(CONSENT, TITLE, Decision.PURSUE),
        WriteItem(CONSENT, TITLE, "next_step", "Send the draft", ""),
        WriteItem(CONSENT, TITLE, "leads/1", "Mila", ""),
        SetDue(CONSENT, TITLE, date(2027, 1, 31)),
        Decide(REGISTRY, "Registry", Decision.DECLINE),
        WriteItem(REGISTRY, "Registry", "reason", "No host", ""),
    )
    async with app.run_test(size=(80, 24)) as pilot:
        text = await press(app, pilot, "b")
        assert "WE PURSUE (1)" in text
        assert f"1. {TITLE}" in text
        assert "Next step: Send the draft, by 2027-01-31" in text
        assert "Leads: Mila (Aurel Families Network)" in text
        assert "Registry: No host" in text
        assert isinstance(app.screen, ReadBack)
        await press(app, pilot, "q")
        assert isinstance(app.screen, PlanPage)


async def test_a_side_that_changed_is_named_and_the_plan_can_be_agreed_on_anew() -> None:
    app = bench(Decide(CONSENT, TITLE, Decision.PURSUE))
    ours, theirs = worked_example()
    held = theirs.assessment(CONSENT)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "agree anew" not in await press(app, pilot)
        app.page.show((ours, theirs.with_assessment(replace(held, benefit=Level.LOW))))
        text = await press(app, pilot)
        assert "Aurel Families Network has changed since this plan was agreed on." in text
        assert "a agree anew" in text
        text = await press(app, pilot, "a")
        assert "has changed" not in text
        assert changed_sides(app.plan, app.page.comparison.sides) == ()


async def test_an_activity_that_no_side_chooses_any_more_stays_in_the_plan() -> None:
    app = bench(Decide(CONSENT, TITLE, Decision.PURSUE))
    ours, theirs = (
        one.with_assessment(replace(one.assessment(CONSENT), chosen=False))
        for one in worked_example()
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "enter")
        app.page.show((ours, theirs))
        assert "No side chooses this activity now." in await press(app, pilot)
        assert "PURSUE (1)" in await press(app, pilot, "q")


async def test_the_plan_is_renamed_reported_and_left_for_another_step() -> None:
    app = bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "m", *"!", "enter", "e")
        assert isinstance(app.last_said(ReportRequested).subject, Partnership)
        await press(app, pilot, "s", "up", "enter")
    assert app.plan.title == "Joint plan!"
    assert app.last_said(StepRequested).step == "compare"


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("keys", [(), ("enter",), ("b",)])
async def test_every_screen_fills_its_lines_with_three_sides_and_hostile_text(
    size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    evil = "\x1b]52;c;x\x07[/][@click=app.quit]x[/]\u202e"
    ours, theirs = worked_example()
    third = side(f"Third {evil}", {"consent": "HL"}, perspective=Perspective.PATIENT_GROUP)
    sides = (ours, theirs, third)
    plan = planned(
        Decide(CONSENT, evil, Decision.PURSUE),
        *(
            WriteItem(CONSENT, evil, name, evil, "")
            for name in ("leads/2", "next_step", "pays", "note", "reason", "stop_if")
        ),
        sides=sides,
    )
    app = Planning(PlanPage(replace(plan, title=evil), compare(sides)))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        lines = (await press(app, pilot, *keys)).splitlines()
    assert not set("\x1b\x07\u202e") & set("".join(lines))
    assert len(lines) == size[1]
    assert {cell_len(line) for line in lines} == {size[0]}


async def test_two_thousand_activities_are_decided_on_without_delay() -> None:
    own = {f"own-{number}": f"Activity number {number}" for number in range(2000)}
    sides = tuple(side(name, dict.fromkeys(own, "HL"), own=own) for name in ("Ours", "Theirs"))
    app = Planning(PlanPage(new_partnership(sides, "Plan"), compare(sides)))
    async with app.run_test(size=(80, 24)) as pilot:
        text = await press(app, pilot, "end", "1", "enter")
        assert isinstance(app.screen, PlanItem)
    assert "(•) Pursue" in text
    assert len(app.plan.items) == 1


async def test_a_form_on_the_plan_hears_the_plan_and_not_the_comparison_beneath() -> None:
    sides = worked_example()
    beneath = ComparisonPage(compare(sides), plan=planned())
    app = bench(Decide(CONSENT, TITLE, Decision.LATER))
    app.shown = (beneath, app.page)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "down", "enter")
        beneath.show((sides[0], replace(sides[1], title="Renamed")))
        text = await press(app, pilot)
        assert isinstance(app.screen, PlanItem)
        assert app.screen.plan is app.plan
    assert "2 of 13" in text


async def test_y_copies_the_activity_with_its_reasons_and_what_was_agreed() -> None:
    decided = Decide(CONSENT, TITLE, Decision.PURSUE)
    app = bench(decided, WriteItem(CONSENT, TITLE, "leads/1", "Ana", ""))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "y")
    assert "Why this benefit: First-in-human consent is complex" in app.clipboard
    assert app.clipboard.endswith(f"{TITLE}: pursue\nLead of Aurel Families Network: Ana\n")


@pytest.mark.parametrize("sizes", [((60, 18), (132, 40)), ((132, 40), (60, 18)), ((80, 24),) * 2])
async def test_a_list_under_a_dialog_fits_a_window_of_another_size(
    sizes: tuple[tuple[int, int], tuple[int, int]],
) -> None:
    app, fresh = bench(), bench()
    async with fresh.run_test(size=sizes[1]) as pilot:
        await pilot.pause()
        wanted = await press(fresh, pilot)
        under_it = await press(fresh, pilot, "m")
    async with app.run_test(size=sizes[0]) as pilot:
        await press(app, pilot, "m")
        await pilot.resize_terminal(*sizes[1])
        await pilot.pause()
        assert await press(app, pilot) == under_it
        assert await press(app, pilot, "escape") == wanted
