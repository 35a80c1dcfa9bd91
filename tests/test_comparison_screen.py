"""Step three on screen: the list, one activity in full, what if, and with whom to compare."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bench import Bench
from rich.cells import cell_len
from sides import FUND, side, worked_example
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen

from catalogue.activities import ActivityId
from catalogue.levels import Dimension, Level
from sessions.comparison import Comparison, compare, join_titles
from sessions.partnership import Partnership
from sessions.plans.planning import new_partnership
from sessions.session import LevelMeanings, Perspective, Session, SessionId, Step
from sessions.store import Summary
from sessions.text import shorten
from tui.messages import (
    Announced,
    CompareRequested,
    PartnerFileRequested,
    PlanEditRequested,
    PlanRequested,
    RatingRequested,
    ReportRequested,
    StepRequested,
)
from tui.screens.comparison import ComparisonPage
from tui.screens.overview import Overview
from tui.screens.pick_partner import PickPartner
from tui.screens.reading_list import rows_of, shape_for
from tui.screens.what_if import WhatIf
from tui.widgets.rows import Rows

HOSTILE = "\x1b]52;c;ZXZpbA==\x07[/][@click=app.quit]x[/]\u202egnp.exe"


async def press(app: Bench, pilot: Pilot[None], *keys: str) -> str:
    """What is on the screen after these keys."""
    await pilot.press(*keys)
    await pilot.pause()
    return app.screen_text()


def on(
    *keys: str, size: tuple[int, int] = (80, 24), page: Callable[[], Screen[None]] | None = None
) -> str:
    """The screen of the worked example, or of another page, after these keys."""

    async def run() -> str:
        app = Bench(page() if page else ComparisonPage(compare(worked_example())))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            return await press(app, pilot, *keys)

    return asyncio.run(run())


def hostile(session: Session) -> Session:
    """The same session with text that would take a terminal over."""
    known = ActivityId("consent")
    held = replace(
        session.assessment(known),
        benefit_why=HOSTILE,
        investment_why=HOSTILE,
        plan=HOSTILE,
        unclear=HOSTILE,
    )
    return replace(
        session.with_assessment(held),
        title=HOSTILE,
        organisation=replace(session.organisation, name=f"Evil {HOSTILE}"),
        levels=LevelMeanings(benefit_high=HOSTILE),
    )


def test_the_list_leads_with_the_classes_and_what_to_start_with() -> None:
    text = on()
    lines = text.splitlines()
    assert "Alder Bay Genetics × Aurel Families Network" in lines[0]
    assert "[3 Compare]" in lines[0]
    assert "Start\u00a0here\u00a05" in lines[1]
    assert "Discuss\u00a02" in lines[1]
    assert lines[3].startswith("START HERE (5)")
    assert lines[4].startswith("▸   Consent & materials")
    assert "Start here, since both see high benefit and neither invests high." in text


def test_both_cells_of_an_activity_stand_under_the_names_of_their_sides() -> None:
    lines = on().splitlines()
    heads = lines[2]
    row = next(line for line in lines if "Eligibility" in line)
    assert row[heads.index("Alder") :].startswith("high / low")
    assert row[heads.index("Aurel") :].startswith("moderate / low")


def test_an_offer_says_in_its_heading_whose_it_is() -> None:
    assert "OFFER (1): by Aurel Families Network" in on("end", "up", "up", "up")


def test_the_pane_gives_both_sides_columns_of_the_same_width() -> None:
    line = next(one for one in on().splitlines() if "Alder Bay Genetics: high" in one)
    left, right = line.split("│")
    assert "Aurel Families Network: high / low" in right
    assert abs(len(left) - len(right)) <= 3


def test_levers_are_counted_in_the_list_and_worded_in_the_pane() -> None:
    text = on(*["down"] * 8)
    assert "Registry & history" in next(row for row in text.splitlines() if row.startswith("▸"))
    text = " ".join(text.split())
    assert "Lever: start here, if the investment of Aurel Families Network fell to" in text


def test_enter_opens_both_sides_in_full_and_q_comes_back() -> None:
    text = on("enter", size=(120, 40))
    assert "1 of 13" in text
    assert "First-in-human consent is complex" in text
    assert "A glossary exists" in text
    assert "How it would be done" in text
    assert "START HERE (5)" in on("enter", "q")


def test_columns_become_a_stack_below_100_cells_in_equal_shares() -> None:
    text = on("enter")
    assert " │ " not in text
    first, second = (text.index(f"{name}: high / low") for name in ("Genetics", "Network"))
    assert first < second


def test_brackets_read_on_in_the_order_of_the_list() -> None:
    assert "2 of 13" in on("enter", "right_square_bracket")
    assert "1 of 13" in on("enter", "left_square_bracket")
    assert "Family travel and relocation fund" in on("enter", "right_square_bracket")


def test_a_private_note_is_never_shown() -> None:
    ours, theirs = worked_example()
    known = ActivityId("consent")
    ours = ours.with_assessment(replace(ours.assessment(known), private_note="SECRET"))
    for keys in ((), ("enter",), ("o",)):
        page = ComparisonPage(compare((ours, theirs)))
        assert "SECRET" not in on(*keys, size=(200, 60), page=lambda page=page: page)


def test_f_shows_one_class_after_the_other_and_a_all_again() -> None:
    text = on("f", "f")
    assert "3 of 13: class: Next wave" in text
    assert "Consent & materials" not in text
    assert "Consent & materials" in on("f", "f", "a")
    assert "class: Discuss" in on("F")


def test_slash_finds_in_titles_and_in_the_words_of_the_sides() -> None:
    assert "1 of 13" in on("slash", *"newsletter", "enter")
    text = on("slash", *"zzz", "enter")
    assert "Nothing here" in text
    assert "a shows all again" in text


def test_letters_are_typed_and_not_obeyed_while_finding() -> None:
    text = on("slash", *"travel", "enter")
    assert 'find: "travel"' in text
    assert "Family travel" in text


def test_differences_leave_out_what_both_rate_alike() -> None:
    text = on("v")
    assert "Protocol & burden" not in text
    assert "Eligibility" in text
    assert "only where the sides differ" in text


def test_what_is_new_is_marked_and_can_be_shown_alone() -> None:
    news = {ActivityId("registry"): ["investment fell from high to moderate"]}
    page = ComparisonPage(compare(worked_example()), news=news)
    text = on("w", page=lambda: page)
    assert "1 of 13" in text
    assert "1 new" in text
    assert "New: investment fell from high to moderate" in " ".join(text.split())


def test_without_news_there_is_no_key_for_them() -> None:
    assert "w new" not in on()


def test_the_overview_shows_one_matrix_below_the_other_at_80_columns() -> None:
    text = on("o")
    assert text.count("low invest.") == 2
    assert not any(line.count("low invest.") == 2 for line in text.splitlines())


def test_a_label_is_whole_in_the_overview_at_80_columns_and_its_sign_stays() -> None:
    text = "".join(on("o", *["pagedown"] * pages) for pages in range(5))
    chosen = {held.activity: one for one in worked_example() for held in one.chosen()}
    for activity, session in chosen.items():
        shown = session.activity(activity)
        assert shown is not None
        assert (f"{shorten(shown.title, 19)} ~" if shown.is_own else shown.label) in text


def test_the_overview_shows_both_side_by_side_where_there_is_room() -> None:
    text = on("o", size=(200, 60))
    assert any(line.count("low invest.") == 2 for line in text.splitlines())
    assert "What rests on each side" in text
    assert "Aurel Families Network: 2 at high investment, 2 at moderate" in text
    assert "Benefit: 5 the same" in text


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("keys", [(), ("enter",), ("o",), ("t",), ("end",)])
def test_every_screen_fills_its_lines_at_every_size(
    size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    lines = on(*keys, size=size).splitlines()
    assert len(lines) == size[1]
    assert {cell_len(line) for line in lines} == {size[0]}
    assert "? help" in "\n".join(lines[-3:])


def test_short_words_stand_for_levels_where_two_whole_ones_have_no_room() -> None:
    assert "high / mod." in on(size=(60, 18))
    assert "high / mod." not in on()


def test_three_sides_each_have_their_column() -> None:
    ours, theirs = worked_example()
    third = side("A Third Group", {"consent": "HL", "registry": "LL"},
                 perspective=Perspective.PATIENT_GROUP)  # fmt: skip
    for size in ((60, 18), (80, 24), (200, 60)):
        page = ComparisonPage(compare((ours, theirs, third)))
        text = on(size=size, page=lambda page=page: page)
        row = next(line for line in text.splitlines() if line.startswith("▸   Consent & mat"))
        assert row.count("high / low") == 3
    page = ComparisonPage(compare((ours, theirs, third)))
    assert "A Third Group" in on("o", size=(200, 60), page=lambda: page)


def test_hostile_text_is_shown_as_text() -> None:
    ours, theirs = worked_example()
    for keys in ((), ("enter",), ("o",), ("t",), ("slash", "e", "enter")):
        page = ComparisonPage(compare((ours, hostile(theirs))))
        text = on(*keys, size=(120, 40), page=lambda page=page: page)
        assert not set("\x1b\x07\u202e") & set(text)
    page = ComparisonPage(compare((ours, hostile(theirs))))
    assert "[@click=app.quit]x[/]" in on(page=lambda: page, size=(200, 60))


async def test_a_newer_session_of_a_side_moves_the_activity_and_keeps_the_cursor_on_it() -> None:
    ours, theirs = worked_example()
    page = ComparisonPage(compare((ours, theirs)))
    app = Bench(page)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, *["down"] * 8)
        held = theirs.assessment(ActivityId("registry"))
        newer = theirs.with_assessment(held.rate(Dimension.INVESTMENT, Level.MODERATE))
        page.show((ours, newer))
        text = await press(app, pilot)
    row = next(line for line in text.splitlines() if line.startswith("▸"))
    assert "Registry & history" in row
    assert "Start\u00a0here\u00a06" in text


async def test_a_side_that_became_joint_is_refused_in_a_sentence_and_nothing_is_lost() -> None:
    ours, theirs = worked_example()
    page = ComparisonPage(compare((ours, theirs)))
    app = Bench(page)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        page.show((ours, replace(theirs, perspective=Perspective.JOINT)))
        text = await press(app, pilot)
    assert "START HERE (5)" in text
    assert "rated by both sides together" in app.last_said(Announced).sentence


async def test_keys_ask_for_plan_report_rating_and_next_step() -> None:
    app = Bench(ComparisonPage(compare(worked_example())))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "d", "f8", "r", "f5")
    assert app.last_said(PlanRequested).activity == "consent"
    assert isinstance(app.last_said(ReportRequested).subject, Comparison)
    assert app.last_said(RatingRequested).activity == "consent"
    assert app.last_said(StepRequested).step is Step.PLAN


async def test_deciding_from_the_full_view_goes_to_the_plan() -> None:
    app = Bench(ComparisonPage(compare(worked_example())))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "down", "enter", "d")
        assert isinstance(app.screen, ComparisonPage)
    assert app.last_said(PlanRequested).activity == FUND


# ---- what if


@pytest.mark.parametrize("size", [(60, 18), (80, 24)])
def test_a_trial_shows_the_class_before_and_after(size: tuple[int, int]) -> None:
    text = " ".join(on(*["down"] * 8, "t", "left", size=size).split())
    assert "So: START HERE instead of resource jointly" in text
    assert "As rated: Resource jointly" in text
    assert "As tried: Start here" in text
    assert "high / high → high / mod." in text


def test_a_trial_starts_on_the_side_that_has_a_lever() -> None:
    assert "▸ Aurel Families Network" in on(*["down"] * 8, "t")
    assert "▸ Alder Bay Genetics" in on(*["down"] * 8, "t", "tab")


def test_levels_stop_at_the_edges_and_r_takes_all_back() -> None:
    assert "high / low" in on("t", "left", "left", "up", "up")
    assert "no change" in on("t", "right", "down", "r")


async def test_dropping_a_trial_asks_for_nothing() -> None:
    app = Bench(ComparisonPage(compare(worked_example())))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "t", "right", "escape")
        assert isinstance(app.screen, ComparisonPage)
    assert not app.all_said(PlanEditRequested)


async def test_a_kept_trial_becomes_a_proposal_with_its_reason_and_no_session_changes() -> None:
    sides = worked_example()
    plan = new_partnership(sides, "Plan")
    app = Bench(ComparisonPage(compare(sides), plan=plan))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, *["down"] * 8, "t", "left", "enter", *"paid", "enter")
        assert isinstance(app.screen, ComparisonPage)
    asked = app.all_said(PlanEditRequested)
    assert len({one.group for one in asked}) == 1
    for one in asked:
        plan = one.edit.apply(plan)
    item = plan.items[ActivityId("registry")]
    assert item.reason == "paid"
    (proposal,) = item.proposed
    assert (proposal.side, proposal.dimension) == (1, Dimension.INVESTMENT)
    assert (proposal.from_level, proposal.to_level) == (Level.HIGH, Level.MODERATE)


async def test_a_proposal_goes_to_the_right_side_of_a_plan_in_another_order() -> None:
    ours, theirs = worked_example()
    plan = new_partnership((theirs, ours), "Plan")
    app = Bench(ComparisonPage(compare((ours, theirs)), plan=plan))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, *["down"] * 8, "t", "left", "enter", *"paid", "enter")
    for one in app.all_said(PlanEditRequested):
        plan = one.edit.apply(plan)
    (proposal,) = plan.items[ActivityId("registry")].proposed
    assert plan.sides[proposal.side].name == "Aurel Families Network"


async def test_the_reason_is_added_to_what_the_plan_already_says() -> None:
    sides = worked_example()
    page = ComparisonPage(compare(sides), plan=new_partnership(sides, "Plan"))

    def keep(message: Message) -> None:
        if isinstance(message, PlanEditRequested):
            assert page.plan is not None
            page.show_plan(message.edit.apply(page.plan))

    app = Bench(page, answer=keep)
    async with app.run_test(size=(80, 24)) as pilot:
        for reason in ("one", "two"):
            await press(app, pilot, "t", "right", "enter", *reason, "enter")
    assert isinstance(page.plan, Partnership)
    assert page.plan.items[ActivityId("consent")].reason == "one\ntwo"


async def test_nothing_tried_is_nothing_kept() -> None:
    app = Bench(ComparisonPage(compare(worked_example())))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "t", "enter")
        assert isinstance(app.screen, WhatIf)
    assert "Nothing was tried" in app.last_said(Announced).sentence


async def test_a_side_without_the_activity_can_be_tried_and_is_asked_in_words() -> None:
    ours = side("Ours", {"registry": "HM"})
    theirs = side("Theirs", {}, perspective=Perspective.PATIENT_GROUP)
    app = Bench(ComparisonPage(compare((ours, theirs))))
    async with app.run_test(size=(80, 24)) as pilot:
        text = await press(app, pilot, "t", "tab", "up")
        assert "START HERE instead of one side" in text
        await press(app, pilot, "enter", *"please", "enter")
    (asked,) = app.all_said(PlanEditRequested)
    assert "Theirs: benefit high?" in asked.edit.text  # type: ignore[attr-defined]


async def test_a_screen_on_top_hears_of_a_newer_session() -> None:
    ours, theirs = worked_example()
    page = ComparisonPage(compare((ours, theirs)))
    app = Bench(page)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(app, pilot, "enter")
        held = theirs.assessment(ActivityId("consent"))
        page.show((ours, theirs.with_assessment(replace(held, benefit_why="Said anew"))))
        assert "Said anew" in await press(app, pilot)
        page.show((ours, theirs.with_assessment(replace(held, chosen=False))))
        await press(app, pilot)
        assert isinstance(app.screen, ComparisonPage)


# ---- which activities are the same


def asked_sides() -> tuple[Session, Session]:
    """Two sides that named two own activities alike, under different ids."""
    ours = side("Ours", {"own-a": "HL", "own-b": "HL"}, own={"own-a": "Fund", "own-b": "Desk"})
    theirs = side("Theirs", {"own-x": "HL", "own-y": "HL"}, own={"own-x": "fund", "own-y": "desk"},
                  perspective=Perspective.PATIENT_GROUP)  # fmt: skip
    return ours, theirs


async def test_activities_with_one_title_are_asked_about_before_anything_else() -> None:
    page = ComparisonPage(compare(asked_sides()))
    app = Bench(page)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "the same activity" in await press(app, pilot)
        text = await press(app, pilot, "y", "n")
    assert isinstance(page.comparison.answers, dict)
    assert "START HERE (1)" in text
    assert "ONE SIDE (2): 1 only Ours, 1 only Theirs" in text


async def test_answers_are_remembered_when_a_side_changes() -> None:
    ours, theirs = asked_sides()
    page = ComparisonPage(compare((ours, theirs)))
    app = Bench(page)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(app, pilot, "y", "y")
        page.show((replace(ours, title="Changed"), theirs))
        text = await press(app, pilot)
        assert isinstance(app.screen, ComparisonPage)
    assert "START HERE (2)" in text


async def test_all_can_be_joined_at_once_and_all_can_wait() -> None:
    for keys, found in ((("A",), 2), (("escape",), 0)):
        page = ComparisonPage(compare(asked_sides()))
        app = Bench(page)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await press(app, pilot, *keys)
        joined = join_titles(asked_sides()).counts if found else compare(asked_sides()).counts
        assert page.comparison.counts == joined


# ---- with whom


def listed(session: Session, **changes: object) -> Summary:
    """A session as the library lists it."""
    chosen, rated = session.progress()
    summary = Summary(
        session.id,
        session.title,
        session.perspective,
        session.organisation.name,
        False,
        chosen,
        rated,
        False,
        False,
        datetime(2026, 11, 22, tzinfo=UTC),
    )
    return replace(summary, **changes)  # type: ignore[arg-type]  # fields of Summary


async def test_enter_compares_with_the_session_under_the_cursor() -> None:
    ours, theirs = worked_example()
    app = Bench(PickPartner(ours, [listed(ours), listed(theirs)]))
    async with app.run_test(size=(80, 24)) as pilot:
        text = await press(app, pilot, "enter")
    assert "13 of 13 rated" in text
    assert app.last_said(CompareRequested).sessions == (ours.id, theirs.id)


async def test_space_marks_several_sides() -> None:
    ours, theirs = worked_example()
    third = side("Third", {"registry": "HL"})
    app = Bench(PickPartner(ours, [listed(theirs), listed(third)]))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "space", "down", "enter")
    assert app.last_said(CompareRequested).sessions == (ours.id, theirs.id, third.id)


async def test_with_nobody_to_compare_with_the_screen_says_what_to_ask_for() -> None:
    ours, theirs = worked_example()
    left_out = [
        listed(ours),
        listed(theirs, archived=True),
        listed(theirs, id=SessionId("x"), deleted=True),
        listed(theirs, id=SessionId("y"), perspective=Perspective.JOINT),
    ]
    app = Bench(PickPartner(ours, left_out))
    async with app.run_test(size=(60, 18)) as pilot:
        text = " ".join((await press(app, pilot, "enter")).split())
    assert "Ask your partner for their file" in text
    assert 'commongrid template" writes it' in text
    assert app.all_said(PartnerFileRequested)


async def test_two_thousand_own_activities_on_both_sides_are_walked_and_filtered() -> None:
    own = {f"own-{number}": f"Activity number {number}" for number in range(2000)}
    cells = {key: "HMLH"[place % 3] + "LMH"[place % 2] for place, key in enumerate(own)}
    sides = (side("Ours", cells, own=own), side("Theirs", cells, own=own))
    app = Bench(ComparisonPage(compare(sides)))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "end", "up")
        text = await press(app, pilot, "slash", *"1999", "enter")
        assert "1 of 2000" in text
        assert len(app.screen.query_one(Rows).rows) == 2
        await press(app, pilot, "a", "o")
        assert isinstance(app.screen, Overview)


def test_within_a_class_the_list_is_in_reading_order_whoever_offers() -> None:
    ours = side("Ours", {"consent": "LL", "registry": "HH", "sites": "LL"})
    theirs = side("Theirs", {"consent": "HH", "registry": "LL", "sites": "HL"})
    comparison = compare([ours, theirs])
    rows = rows_of(comparison, comparison.readings, shape_for(80, comparison.names), {}, None)
    assert [row.words[0] for row in rows] == [
        "OFFER (3): 2 by Ours, 1 by Theirs",
        *(one.short for one in comparison.readings),
    ]


async def test_y_copies_what_all_sides_say_of_the_activity_and_what_was_decided() -> None:
    page = ComparisonPage(compare(worked_example()))
    app = Bench(page)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "y")
        copied = app.clipboard
        assert copied.startswith("Start here, since both see high benefit")
        assert "Why this benefit: First-in-human consent is complex" in copied
        assert "Why this benefit: A glossary exists" in copied
        assert copied.index("Alder Bay Genetics, ") < copied.index("Aurel Families Network, ")
        await press(app, pilot, "escape", "down", "enter", "y")
        assert app.clipboard != copied
