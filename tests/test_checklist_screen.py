"""Step 1 by pressed keys: choosing, finding, filtering, and activities of one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bench import DeskBench
from sides import FUND, worked_example
from textual import events

from catalogue.activities import Activity, ActivityId, Catalogue
from catalogue.phases import Phase
from sessions.edits import Choose
from sessions.session import Organisation, Perspective, Session, new_session_id
from tui.messages import (
    Announced,
    BackRequested,
    EditRequested,
    RatingRequested,
    StepRequested,
    UndoRequested,
)
from tui.screens.checklist import ChecklistPage
from tui.screens.confirm import Confirm
from tui.screens.own_activity import OwnActivity
from tui.widgets.finder import Finder
from tui.widgets.rows import Rows

FIRST = ActivityId("research-priorities")


def fresh() -> Session:
    return Session(
        new_session_id(), "Gene therapy", Perspective.PATIENT_GROUP, Organisation("Aurel")
    )


def aurel() -> Session:
    return worked_example()[1]


def bench(session: Session, *, ours: bool = True) -> DeskBench:
    return DeskBench(ChecklistPage(session, ours=ours))


def listed(app: DeskBench) -> list[str]:
    """The keys of the rows that are shown, without headings."""
    return [row.key for row in app.page.query_one("#activities", Rows).rows if row.key is not None]


def cursor(app: DeskBench) -> str | None:
    return app.page.query_one("#activities", Rows).cursor


async def test_what_a_list_puts_in_no_phase_is_not_told_to_be_ours() -> None:
    visits, staff = (Activity(ActivityId(one), one.title()) for one in ("visits", "own-staff"))
    catalogue = Catalogue("ours", "1", "Ours", "", (visits,))
    app = bench(replace(fresh(), catalogue=catalogue).with_own([staff]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = app.page.query_one("#activities", Rows).rows
        assert [row.words[0] for row in rows] == [
            "NO PHASE NAMED",
            "Visits",
            "OWN ACTIVITIES",
            "~ Own-Staff",
        ]


async def test_space_chooses_and_un_chooses() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.press("space")
        assert app.session.assessment(FIRST).chosen
        assert "1 of 24 chosen" in app.screen_text()
        await pilot.press("space")
        assert not app.session.assessment(FIRST).chosen


async def test_two_quick_spaces_on_two_rows_choose_both() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.press("space", "down", "space")
        assert [held.activity for held in app.session.chosen()] == [FIRST, "unmet-need"]


async def test_activities_stand_under_their_primary_phase_and_own_ones_apart() -> None:
    app = bench(aurel())
    async with app.run_test(size=(100, 60)):
        headings = [row.cells[0] for row in app.page.query_one("#activities", Rows).rows
                    if row.key is None]  # fmt: skip
        assert headings == [*(phase.words.upper() for phase in Phase), "OWN ACTIVITIES"]
        assert listed(app)[-1] == FUND
        assert "12 of 24 chosen + 1 own" in app.screen_text()


async def test_the_cursor_keeps_its_place_when_somebody_else_chooses() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.press("down", "down", "down")
        stood = cursor(app)
        app.edit(Choose(FIRST, True))
        await pilot.pause()
        assert cursor(app) == stood


async def test_undo_takes_back_a_choice() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.press("space", "u")
        assert app.session.chosen() == []


async def test_enter_opens_the_rating_of_a_chosen_activity() -> None:
    app = bench(aurel())
    async with app.run_test() as pilot:
        await pilot.press("down", "enter")
        assert app.last_said(RatingRequested).activity == "unmet-need"
        assert app.all_said(EditRequested) == []


@pytest.mark.parametrize("key", ["enter", "f2", "r"])
async def test_rating_an_activity_that_is_not_chosen_chooses_it_first(key: str) -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.press(key)
        assert [type(said) for said in app.said] == [EditRequested, RatingRequested]
        assert app.session.assessment(FIRST).chosen


@pytest.mark.parametrize("key", ["slash", "f3"])
async def test_find_looks_through_titles_descriptions_and_examples(key: str) -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.press(key, *"REGISTRY")
        assert "registry" in listed(app)
        assert len(listed(app)) < 24
        await pilot.press("enter", "space")
        assert [held.activity for held in app.session.chosen()] == [listed(app)[0]]


async def test_esc_shows_all_again_and_leaves_only_when_nothing_is_sought() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.press("slash", *"registry", "enter", "escape")
        assert len(listed(app)) == 24
        assert app.all_said(BackRequested) == []
        await pilot.press("escape")
        assert len(app.all_said(BackRequested)) == 1


async def test_finding_nothing_says_so_and_chooses_nothing() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.press("slash", *"zzz", "enter", "space", "enter")
        assert "Nothing matches" in app.screen_text()
        assert app.said == []


async def test_what_is_sought_is_no_edit() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.press("slash", *"uq", "f5")
        assert [type(said) for said in app.said] == [StepRequested]


async def test_the_phase_filter_lists_every_activity_that_names_the_phase() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        for phase in Phase:
            await pilot.press("f")
            wanted = {entry.id for entry in app.session.catalogue.in_phase(phase)}
            assert set(listed(app)) == wanted
            assert f"phase: {phase.words}" in app.screen_text()
        await pilot.press("f4")
        assert len(listed(app)) == 24


async def test_more_than_a_talk_holds_is_said_softly() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        for _ in range(16):
            await pilot.press("space", "down")
        assert "16 are chosen" in app.screen_text()
        await pilot.press("up", "space")
        assert "are chosen." not in app.screen_text()


async def test_an_activity_of_our_own_is_added_chosen_with_the_cursor_on_it() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.press("a", *"Travel fund", "enter", *"Pays families", "tab", "right", "space")
        await pilot.press("f5")
        (own,) = app.session.own.values()
        assert (own.id, own.title, own.description) == (
            "own-travel-fund", "Travel fund", "Pays families",
        )  # fmt: skip
        assert own.phases == (Phase.PRECLINICAL,)
        assert app.session.assessment(own.id).chosen
        assert cursor(app) == own.id


async def test_the_button_of_the_form_adds_too() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.press("a", *"Fund", "tab", "tab", "tab", "enter")
        assert [own.title for own in app.session.own.values()] == ["Fund"]


async def test_an_activity_of_our_own_needs_a_title() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.press("a", "f5")
        assert "Type a title first." in app.screen_text()
        assert isinstance(app.screen, OwnActivity)
        await pilot.press(*"Fund", "tab")
        await pilot.pause()
        assert "Type a title first." not in app.screen_text()


async def test_esc_on_an_empty_form_leaves_and_on_typed_words_asks() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.press("a", "escape")
        assert app.screen is app.page
        await pilot.press("a", "x", "escape")
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        assert isinstance(app.screen, OwnActivity)


async def test_what_is_typed_in_an_open_form_is_kept_at_the_end_of_the_program() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.press("a", *"Fund")
        (request,) = app.page.typed()
        assert [own.title for own in request.edit.apply(app.session).own.values()] == ["Fund"]
        assert app.page.typed() == []


async def test_an_activity_of_our_own_is_revised_under_its_id() -> None:
    app = bench(aurel())
    async with app.run_test() as pilot:
        await pilot.press("end", "e", *" too", "f5")
        assert app.session.title_of(ActivityId(FUND)) == "Family travel and relocation fund too"


@pytest.mark.parametrize("key", ["d", "delete"])
async def test_deleting_an_activity_of_our_own_asks_and_can_be_undone(key: str) -> None:
    app = bench(aurel())
    async with app.run_test() as pilot:
        await pilot.press("end", key, "enter")
        assert app.session.own == {}
        await pilot.press("u")
        assert list(app.session.own) == [FUND]
        assert app.session.assessment(ActivityId(FUND)).rated


async def test_an_activity_of_the_catalogue_is_neither_edited_nor_deleted() -> None:
    app = bench(aurel())
    async with app.run_test() as pilot:
        await pilot.press("e", "d")
        assert app.screen is app.page
        assert [type(said) for said in app.said] == [Announced, Announced]


async def test_a_partners_session_is_shown_and_not_changed() -> None:
    app = bench(aurel(), ours=False)
    async with app.run_test() as pilot:
        assert "read-only" in app.screen_text()
        assert "u undo" not in app.screen_text()
        await pilot.press("space", "a", "end", "e", "d", "u", "U")
        assert app.all_said(UndoRequested) == []
        await pilot.press("home", "enter")
        assert app.all_said(EditRequested) == []
        assert app.all_said(RatingRequested) == []
        await pilot.press("down", "enter")
        assert app.last_said(RatingRequested).activity == "unmet-need"


async def test_the_text_beside_the_list_tells_all_that_is_known() -> None:
    app = bench(aurel())
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.press("down")
        await pilot.pause()
        text = app.screen_text()
        entry = app.session.activity(ActivityId("unmet-need"))
        assert entry is not None
        assert entry.title in text
        assert "Pre-discovery; also Preclinical, Review & approval" in text
        assert "benefit high, investment moderate" in text
        assert "Condensed from Batist et al. 2018" in text


async def test_hostile_titles_are_shown_as_text() -> None:
    session = aurel()
    fund = session.own[ActivityId(FUND)]
    hostile = replace(fund, title="[/] [@click=app.quit]x[/] \x1b]52;c;eA\x07", description="[/b]")
    app = bench(session.with_own([hostile]))
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.press("end", "d")
        text = app.screen_text()
        assert "[@click=app.quit]x[/]" in text
        assert "\x1b" not in text


async def test_the_find_line_is_left_by_the_down_arrow_with_what_was_found() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.press("slash", *"registry", "down")
        assert isinstance(app.page.focused, Rows)
        assert app.page.query_one(Finder).text == "registry"


async def test_words_typed_right_after_the_find_key_are_sought_and_not_obeyed() -> None:
    app = bench(fresh())
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in ("slash", *"uranus"):
            app.post_message(events.Key(key, key if len(key) == 1 else "/"))
        await pilot.pause()
        assert app.page.query_one(Finder).text == "uranus"
        assert app.said == []
