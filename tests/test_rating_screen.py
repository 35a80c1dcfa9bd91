"""Step 2 by pressed keys: levels, factors, reasons, and the way between activities."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bench import DeskBench
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sides import FUND, side, worked_example
from textual import events
from thorough import examples

from catalogue.activities import ActivityId
from catalogue.levels import Dimension, Level
from sessions.edits import Choose, Rate, RemoveActivity, Write, assessment_field
from sessions.session import Assessment, LevelMeanings, Session
from tui.messages import Announced, BackRequested, EditRequested, StepRequested, UndoRequested
from tui.screens.about import About
from tui.screens.conflict import Conflict
from tui.screens.rating import RatingPage
from tui.screens.rating_form import Factors, Levels, RatingForm, Words

REGISTRY, ENDPOINTS, CONSENT = map(ActivityId, ("registry", "endpoints", "consent"))
PAIR = {"registry": "--", "endpoints": "--"}


def two() -> Session:
    """Two chosen activities, neither rated."""
    return side("Aurel", PAIR)


def bench(session: Session, *, ours: bool = True, at: ActivityId | None = None) -> DeskBench:
    return DeskBench(RatingPage(session, ours=ours, activity=at))


def words(app: DeskBench, name: str) -> Words:
    return app.page.query_one(f"#rating-{name}", Words)


def focus(app: DeskBench, name: str) -> Words:
    words(app, name).focus()
    return words(app, name)


def why(app: DeskBench, activity: ActivityId = REGISTRY) -> str:
    return app.session.assessment(activity).benefit_why


def page(app: DeskBench) -> RatingPage:
    assert isinstance(app.page, RatingPage)
    return app.page


# ---- levels


async def test_digits_rate_the_dimension_in_focus() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        await pilot.press("3", "tab", "1")
        held = app.session.assessment(REGISTRY)
        assert (held.benefit, held.investment) == (Level.HIGH, Level.LOW)


async def test_digits_on_a_factor_rate_its_dimension() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        app.page.query_one("#rating-investment-factors").focus()
        await pilot.press("2")
        assert app.session.assessment(REGISTRY).investment is Level.MODERATE
        await pilot.press("0")
        assert app.session.assessment(REGISTRY).investment is None


@pytest.mark.parametrize("key", ["0", "delete"])
async def test_a_level_can_be_taken_back(key: str) -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        await pilot.press("3", key)
        assert app.session.assessment(REGISTRY).benefit is None


async def test_either_level_may_come_first_and_alone() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        await pilot.press("tab", "2")
        held = app.session.assessment(REGISTRY)
        assert (held.benefit, held.investment) == (None, Level.MODERATE)


OWN = "own-fund"
LEFT_ON = {"registry": "HM", "endpoints": "LH"}


@pytest.mark.parametrize("there", ["pagedown", "f2"])
async def test_the_cursor_of_a_level_starts_on_the_level_of_each_activity(there: str) -> None:
    unsaid = Assessment(ENDPOINTS, chosen=True, investment=Level.HIGH)
    app = bench(side("Aurel", LEFT_ON).with_assessment(unsaid), at=REGISTRY)
    async with app.run_test() as pilot:
        await pilot.press(there, "space")
        held = app.session.assessment(ENDPOINTS)
        assert (held.benefit, held.investment) == (Level.LOW, Level.HIGH)
        await pilot.press("tab", "left", "space")
        held = app.session.assessment(ENDPOINTS)
        assert (held.benefit, held.investment) == (Level.LOW, Level.MODERATE)


async def test_an_activity_that_comes_in_place_of_a_removed_one_has_a_cursor_of_its_own() -> None:
    cells = {"registry": "L-", OWN: "H-"}
    app = bench(side("Aurel", cells, own={OWN: "A fund"}), at=ActivityId(OWN))
    async with app.run_test() as pilot:
        await pilot.press("shift+tab", "right", "right")
        app.edit(RemoveActivity(ActivityId(OWN), "A fund"))
        await pilot.press("right", "space")
        assert page(app).activity == REGISTRY
        assert app.session.assessment(REGISTRY).benefit is Level.MODERATE


@pytest.mark.parametrize("arriving", [Level.LOW, Level.HIGH, None])
async def test_what_somebody_else_rates_does_not_move_the_cursor_from_under_one(
    arriving: Level | None,
) -> None:
    app = bench(side("Aurel", LEFT_ON), at=REGISTRY)
    async with app.run_test() as pilot:
        await pilot.press("left")
        app.edit(Rate(REGISTRY, Dimension.BENEFIT, arriving))
        await pilot.press("space")
        assert app.session.assessment(REGISTRY).benefit is Level.MODERATE


async def test_rating_leaves_the_cursor_where_it_is() -> None:
    app = bench(side("Aurel", LEFT_ON), at=REGISTRY)
    async with app.run_test() as pilot:
        await pilot.press("left", "0", "space")
        assert app.session.assessment(REGISTRY).benefit is Level.MODERATE
        await pilot.press("space", "left", "space")
        assert app.session.assessment(REGISTRY).benefit is Level.LOW


async def test_what_a_level_means_to_this_side_stands_beside_it() -> None:
    levels = LevelMeanings(benefit_high="changes care for most families")
    app = bench(replace(two(), levels=levels))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "high  changes care for most families" in app.screen_text()
        await pilot.press("3")
        await pilot.pause()
        assert "high means: changes care for most" in app.screen_text()


# ---- factors


async def test_space_ticks_a_factor_and_never_rates() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        app.page.query_one("#rating-benefit-factors").focus()
        await pilot.press("down", "space")
        held = app.session.assessment(REGISTRY)
        assert held.benefit_factors == ("B2",)
        assert held.benefit is None
        await pilot.press("space")
        assert app.session.assessment(REGISTRY).benefit_factors == ()


async def test_ease_is_said_to_count_as_a_benefit() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        app.page.query_one("#rating-benefit-factors").focus()
        await pilot.press("down", "down", "down")
        await pilot.pause()
        assert "do not count it again as low investment." in app.screen_text()


# ---- texts: no character is lost


async def test_typed_text_is_saved_by_leaving_the_field() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        focus(app, "benefit_why")
        await pilot.press(*"why", "tab")
        assert why(app) == "why"


@pytest.mark.parametrize("key", ["pagedown", "f5", "f10", "f2", "f6"])
async def test_keys_that_lead_away_hand_on_typed_text_first(key: str) -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        focus(app, "benefit_why")
        await pilot.press("x", key)
        edit = app.all_said(EditRequested)[0].edit
        assert edit == Write(assessment_field(REGISTRY, "benefit_why"), "x", "")
        others = [said for said in app.said
                  if isinstance(said, StepRequested | BackRequested | UndoRequested)]  # fmt: skip
        assert all(app.said.index(other) > 0 for other in others)


async def test_typing_goes_on_in_the_next_activity() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        focus(app, "benefit_why")
        await pilot.press(*"one", "pagedown", *"two", "pageup", *" more", "tab")
        assert (why(app), why(app, ENDPOINTS)) == ("one more", "two")


async def test_keys_of_one_packet_go_to_the_activity_they_were_typed_for() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        focus(app, "benefit_why")
        await pilot.pause()
        for key in ("a", "b", "pagedown", "c", "d", "pageup", "e"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.press("tab")
        assert (why(app), why(app, ENDPOINTS)) == ("abe", "cd")


async def test_levels_and_words_of_one_packet_go_where_they_were_meant() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in ("3", "tab", "1", "tab", "space", "tab", "tab", "n", "u", "q", "tab"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        held = app.session.assessment(REGISTRY)
        assert (held.benefit, held.investment) == (Level.HIGH, Level.LOW)
        assert held.benefit_factors == ("B1",)
        assert held.benefit_why == "nuq"


@settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(["a", "b", "<", ">", "enter", "tab"]), max_size=12))
async def test_no_walk_between_activities_loses_a_character(keys: list[str]) -> None:
    named = {"<": "pageup", ">": "pagedown"}
    app = bench(two())
    order, names = [REGISTRY, ENDPOINTS], ["plan", "unclear", "private_note"]
    wanted = {(activity, name): "" for activity in order for name in names}
    place = field = 0
    async with app.run_test() as pilot:
        focus(app, "plan")
        await pilot.pause()
        for key in keys:
            if key == "tab" and field == 2:
                continue
            name = named.get(key, key)
            app.post_message(events.Key(name, key if len(key) == 1 and key not in named else None))
            if key in named:
                place = max(0, min(1, place + (1 if key == ">" else -1)))
            elif key == "tab":
                field += 1
            else:
                wanted[order[place], names[field]] += "\n" if key == "enter" else key
        await pilot.pause()
        page(app).hand_on()
        await pilot.pause()
        held = {(a, n): getattr(app.session.assessment(a), n) for a in order for n in names}
        assert held == wanted


async def test_a_pasted_text_is_saved_whole_and_safe() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        focus(app, "plan")
        await pilot.pause()
        app.post_message(events.Paste("first\r\nsecond \x1b[31m"))
        app.post_message(events.Key("pagedown", None))
        await pilot.pause()
        assert app.session.assessment(REGISTRY).plan == "first\nsecond ␛[31m"


async def test_undo_in_a_text_takes_back_this_visit_and_shows_what_was_there() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        field = focus(app, "benefit_why")
        await pilot.press(*"one", "tab", "shift+tab", *" two", "f6")
        await pilot.pause()
        assert (why(app), field.text) == ("one", "one")
        await pilot.press("!")
        assert field.text == "one!"


async def test_esc_leaves_the_text_in_its_place_and_tab_comes_back_to_it() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        field = focus(app, "plan")
        await pilot.press("x", "escape")
        assert app.session.assessment(REGISTRY).plan == "x"
        assert app.all_said(BackRequested) == []
        await pilot.press("tab")
        assert app.page.focused is field
        await pilot.press("escape", "escape")
        assert len(app.all_said(BackRequested)) == 1


async def test_letters_in_a_text_are_letters() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        field = focus(app, "plan")
        await pilot.press(*"u]q?1", "exclamation_mark")
        assert field.text == "u]q?1!"


async def test_somebody_elses_words_are_shown_where_nothing_is_typed() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        field = focus(app, "plan")
        app.edit(Write(assessment_field(REGISTRY, "plan"), "theirs", ""))
        await pilot.pause()
        assert field.text == "theirs"


async def test_somebody_elses_words_never_replace_typed_ones() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        field = focus(app, "plan")
        await pilot.pause()
        field.insert("mine")
        theirs = Write(assessment_field(REGISTRY, "plan"), "theirs", "").apply(app.session)
        app.page.show(theirs)
        assert field.text == "mine"


async def test_of_two_texts_both_can_be_kept() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        field = focus(app, "plan")
        await pilot.pause()
        app.session = Write(field.path, "theirs", "").apply(app.session)
        field.insert("mine")
        page(app).hand_on()
        await pilot.pause()
        assert isinstance(app.screen, Conflict)
        await pilot.press("b")
        await pilot.pause()
        assert app.session.assessment(REGISTRY).plan == "theirs\n\nmine"
        assert field.text == "theirs\n\nmine"


async def test_every_text_has_its_field() -> None:
    app = bench(two())
    async with app.run_test(size=(80, 24)) as pilot:
        for name in ("benefit_why", "investment_why", "plan", "unclear", "private_note"):
            focus(app, name)
            await pilot.press("x")
        await pilot.press("shift+tab")
        held = app.session.assessment(REGISTRY)
        assert (held.benefit_why, held.investment_why, held.plan, held.unclear,
                held.private_note) == ("x",) * 5  # fmt: skip


async def test_the_private_note_says_that_it_stays_here() -> None:
    app = bench(two())
    async with app.run_test(size=(200, 60)):
        assert "stays here, never exported" in app.screen_text()


async def test_a_private_note_is_hidden_until_one_asks_for_it_or_writes_in_it() -> None:
    session = Write(assessment_field(REGISTRY, "private_note"), "Ask Ana", "").apply(two())
    app = bench(session)
    async with app.run_test(size=(200, 60)) as pilot:
        assert "Ask Ana" not in app.screen_text()
        assert "p shows it" in app.screen_text()
        focus(app, "private_note")
        await pilot.pause()
        assert "Ask Ana" not in app.screen_text()
        await pilot.press("end", "!")
        await pilot.pause()
        assert "Ask Ana!" in app.screen_text()
        words(app, "private_note").hand_on()
        await pilot.pause()
        assert "Ask Ana!" in app.screen_text()
        await pilot.press("tab")
        await pilot.pause()
        assert "Ask Ana" not in app.screen_text()
        app.screen.query_one("#rating-benefit").focus()
        await pilot.press("p")
        await pilot.pause()
        assert "Ask Ana" in app.screen_text()


# ---- from activity to activity


async def test_it_opens_on_the_activity_that_was_asked_for() -> None:
    app = bench(worked_example()[1], at=CONSENT)
    async with app.run_test():
        assert "7 of 13, 13 rated" in app.screen_text()
        assert "Informed consent and participant materials" in app.screen_text()


async def test_without_a_wish_it_opens_on_the_first_that_is_not_rated() -> None:
    app = bench(side("Aurel", {"registry": "HH", "endpoints": "H-", "consent": "--"}))
    async with app.run_test():
        assert page(app).activity == ENDPOINTS


async def test_brackets_walk_and_stop_at_the_ends() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        await pilot.press("right_square_bracket", "right_square_bracket")
        assert page(app).activity == ENDPOINTS
        await pilot.press("left_square_bracket", "left_square_bracket")
        assert page(app).activity == REGISTRY


async def test_rating_goes_on_without_leaving_the_level() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        await pilot.press("3", "right_square_bracket", "1", "tab", "2", "left_square_bracket", "2")
        assert app.session.assessment(REGISTRY).benefit is Level.HIGH
        assert app.session.assessment(REGISTRY).investment is Level.MODERATE
        assert app.session.assessment(ENDPOINTS).benefit is Level.LOW


async def test_the_next_unrated_one_is_a_key_away_also_round_the_end() -> None:
    app = bench(side("A", {"unmet-need": "--", "registry": "HH", "endpoints": "--"}), at=ENDPOINTS)
    async with app.run_test() as pilot:
        await pilot.press("exclamation_mark")
        assert page(app).activity == "unmet-need"
        focus(app, "plan")
        await pilot.press("f2")
        assert page(app).activity == ENDPOINTS


async def test_with_all_others_rated_it_says_so() -> None:
    app = bench(side("A", {"registry": "HH", "endpoints": "--"}), at=ENDPOINTS)
    async with app.run_test() as pilot:
        await pilot.press("exclamation_mark")
        assert page(app).activity == ENDPOINTS
        assert "rated" in app.last_said(Announced).sentence


async def test_an_activity_that_somebody_un_chose_stays_until_one_walks_on() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        app.edit(Choose(REGISTRY, False))
        await pilot.pause()
        assert "No longer chosen" in app.screen_text()
        await pilot.press("right_square_bracket")
        assert page(app).activity == ENDPOINTS


async def test_an_activity_that_somebody_removed_gives_way_to_its_neighbour() -> None:
    session = worked_example()[1]
    app = bench(session, at=ActivityId(FUND))
    async with app.run_test() as pilot:
        app.edit(RemoveActivity(ActivityId(FUND), "Fund"))
        await pilot.pause()
        assert page(app).activity == "diagnosis"


async def test_with_nothing_chosen_it_says_what_to_do_and_enter_does_it() -> None:
    app = bench(side("A", {}))
    async with app.run_test() as pilot:
        assert "Nothing is chosen yet" in app.screen_text()
        await pilot.press("1", "right_square_bracket", "exclamation_mark", "i", "enter")
        assert [said.step for said in app.all_said(StepRequested)] == ["identify"]


async def test_the_first_choice_of_somebody_else_opens_the_form() -> None:
    app = bench(side("A", {}))
    async with app.run_test() as pilot:
        app.edit(Choose(REGISTRY, True))
        await pilot.pause()
        assert "Natural history data and patient registry" in app.screen_text()


async def test_an_activity_can_be_read_about_in_full() -> None:
    app = bench(two())
    async with app.run_test() as pilot:
        await pilot.press("i")
        assert isinstance(app.screen, About)
        await pilot.pause()
        assert "For example" in app.screen_text()
        await pilot.press("escape")
        assert app.screen is app.page


# ---- the whole


async def test_a_cell_that_holds_more_than_half_is_said_softly() -> None:
    cells = dict.fromkeys(["unmet-need", "registry", "endpoints", "consent", "sites"], "HH")
    app = bench(side("A", {**cells, "protocol": "LL"}))
    async with app.run_test():
        assert "5 of 6 rated share one cell (high / high)" in app.screen_text()


async def test_a_partners_session_is_shown_and_not_changed() -> None:
    app = bench(worked_example()[1], ours=False, at=REGISTRY)
    async with app.run_test() as pilot:
        assert "read-only" in app.screen_text()
        assert "No data manager" in app.screen_text()
        await pilot.press("1", "space", "0", "tab", "3", "tab", "space")
        assert "u undo" not in app.screen_text()
        focus(app, "benefit_why")
        await pilot.press("x", "backspace", "pagedown")
        assert app.all_said(EditRequested) == []
        assert page(app).activity == "translational-tools"


async def test_at_80_by_24_tab_reaches_everything_and_shows_it() -> None:
    app = bench(worked_example()[1])
    async with app.run_test(size=(80, 24)) as pilot:
        reached = []
        for _ in range(9):
            focused = app.page.focused
            assert focused is not None
            reached.append(focused.id)
            await pilot.pause()
            area = app.page.query_one("#rating-form").content_region
            assert area.contains_region(focused.region), focused.id
            await pilot.press("tab")
        assert reached == [
            "rating-benefit", "rating-investment",
            "rating-benefit-factors", "rating-investment-factors",
            "rating-benefit_why", "rating-investment_why",
            "rating-plan", "rating-unclear", "rating-private_note",
        ]  # fmt: skip


async def test_at_200_by_60_everything_is_in_sight_at_once() -> None:
    app = bench(worked_example()[1])
    async with app.run_test(size=(200, 60)):
        area = app.page.query_one("#rating-form").content_region
        for widget in [*app.page.query(Levels), *app.page.query(Factors), *app.page.query(Words)]:
            assert area.contains_region(widget.region), widget.id


async def test_a_saved_character_repaints_nothing_else() -> None:
    app = bench(worked_example()[1])
    async with app.run_test() as pilot:
        field = focus(app, "plan")
        await pilot.press("x")
        await pilot.pause()
        for widget in app.page.query("*"):
            widget._exchange_repaint_regions()
        field.hand_on()
        await pilot.pause()
        repainted = [w for w in app.page.query("*") if w._exchange_repaint_regions()]
        assert repainted == []
        assert app.session.assessment(ActivityId("unmet-need")).plan == "One call a month.x"


async def test_dimensions_are_told_apart_for_the_whole_form() -> None:
    app = bench(two())
    async with app.run_test():
        assert [levels.dimension for levels in app.page.query(Levels)] == list(Dimension)


# ---- where an activity starts


@pytest.mark.parametrize("key", ["right_square_bracket", "exclamation_mark"])
async def test_an_activity_starts_at_its_first_unrated_level_and_at_the_top(key: str) -> None:
    app = bench(two())
    async with app.run_test(size=(80, 24)) as pilot:
        app.page.query_one("#rating-investment-factors").focus()
        await pilot.pause()
        await pilot.press(key, "1")
        await pilot.pause()
        (other,) = {*app.session.assessments} - {REGISTRY}
        held = app.session.assessment(other)
        assert (held.benefit, held.investment) == (Level.LOW, None)
        assert app.page.query_one(RatingForm).scroll_y == 0


async def test_where_benefit_is_rated_an_activity_starts_at_investment() -> None:
    session = two()
    (other,) = {*session.assessments} - {REGISTRY}
    half = replace(session.assessment(other), benefit=Level.HIGH)
    app = bench(session.with_assessment(half))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("pagedown", "1")
        await pilot.pause()
        held = app.session.assessment(other)
        assert (held.benefit, held.investment) == (Level.HIGH, Level.LOW)
