"""The library by pressed keys: what it lists, what it asks for, and what is taken back."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from bench import Bench
from textual.message import Message

from sessions.edits import Archive, Delete, Write
from sessions.session import (
    Organisation,
    Perspective,
    Session,
    SessionId,
)
from sessions.store import Stored, Summary
from tui.messages import (
    Announced,
    CompareRequested,
    CreateRequested,
    LeaveRequested,
    LoadRequested,
    OpenRequested,
    StoredEditRequested,
)
from tui.screens.confirm import Confirm
from tui.screens.library import LibraryPage
from tui.screens.library_list import Shown, changed, filter_words
from tui.widgets.rows import Rows

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DEFAULTS = {
    "perspective": Perspective.PATIENT_GROUP,
    "organisation": "Aurel Families Network",
    "ours": True,
    "chosen": 13,
    "rated": 11,
    "archived": False,
    "deleted": False,
    "modified": NOW,
}


def listed(title: str, **said: object) -> Summary:
    """A summary, for tests that look at one thing of it."""
    key = SessionId(str(uuid.uuid5(uuid.NAMESPACE_URL, title)))
    return Summary(id=key, title=title, **{**DEFAULTS, **said})  # type: ignore[arg-type]


OURS = listed("Gene therapy")
PARTNERS = listed("Their view", ours=False, organisation="Alder Bay Genetics")
OLD = listed("Old one", archived=True)
GONE = listed("A mistake", deleted=True)
ALL = (OURS, PARTNERS, OLD, GONE)


def bench(*summaries: Summary, answer=lambda message: None) -> Bench:
    return Bench(LibraryPage(summaries, now=lambda: NOW), answer=answer)


async def after(*keys: str, summaries: tuple[Summary, ...] = ALL) -> list[Message]:
    """What the library has said once these keys are pressed."""
    app = bench(*summaries)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        return app.said


async def titles(*keys: str) -> list[str]:
    """The titles that are listed once these keys are pressed."""
    app = bench(*ALL)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        return [row.words[0] for row in app.screen.query_one("#sessions", Rows).rows]


async def test_enter_opens_the_session_under_the_cursor():
    assert await after("down", "enter") == [OpenRequested(PARTNERS.id)]


async def test_archived_and_deleted_sessions_are_not_listed():
    assert await titles() == ["Gene therapy", "Their view"]


@pytest.mark.parametrize(
    ("presses", "left"),
    [
        (1, ["Gene therapy"]),
        (2, ["Their view"]),
        (3, []),
        (4, ["Old one"]),
        (5, ["A mistake"]),
    ],
)
async def test_the_filter_key_walks_through_the_filters(presses, left):
    assert await titles(*["f"] * presses) == left


async def test_finding_looks_at_titles_and_organisations():
    assert await titles("slash", *"alder") == ["Their view"]
    assert await titles("slash", *"THERAPY") == ["Gene therapy"]


async def test_escape_leaves_the_search_then_clears_it():
    assert await titles("slash", *"alder", "escape") == ["Their view"]
    assert await titles("slash", *"alder", "escape", "escape") == ["Gene therapy", "Their view"]


async def test_letters_typed_in_the_search_are_not_obeyed():
    assert await after("slash", "x", "q", "c") == []


async def test_enter_in_the_search_goes_on_to_what_was_found():
    assert await after("slash", *"alder", "enter", "enter") == [OpenRequested(PARTNERS.id)]


async def test_q_asks_to_leave_the_program():
    assert await after("q") == [LeaveRequested()]


async def test_archiving_is_asked_for_and_taken_back():
    said = await after("x", "u")
    assert said == [
        StoredEditRequested(OURS.id, Archive(True)),
        StoredEditRequested(OURS.id, Archive(False)),
    ]


async def test_undo_without_an_act_asks_for_nothing():
    assert await after("u") == []


async def test_what_was_done_before_a_session_was_opened_is_not_taken_back():
    said = await after("x", "enter", "u")
    assert [type(one) for one in said] == [StoredEditRequested, OpenRequested]


async def test_the_cursor_follows_a_session_that_comes_back():
    app = bench(*ALL)
    async with app.run_test(size=(80, 24)) as pilot:
        page = app.screen
        assert isinstance(page, LibraryPage)
        await pilot.press("x")
        page.summaries = (PARTNERS, OLD, GONE)
        await pilot.pause()
        assert page.current == PARTNERS
        await pilot.press("u")
        page.summaries = (PARTNERS, OURS, OLD, GONE)
        await pilot.pause()
        assert page.current == OURS


async def test_deleting_asks_first_and_keeps_by_default():
    app = bench(*ALL)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("delete")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        await pilot.pause()
        assert app.said == []


async def test_a_sure_deletion_is_asked_for_and_taken_back():
    said = await after("delete", "y", "u")
    assert said == [
        StoredEditRequested(OURS.id, Delete(True)),
        StoredEditRequested(OURS.id, Delete(False)),
    ]


@pytest.mark.parametrize("key", ["enter", "o", "e", "space", "r", "d", "x", "delete"])
async def test_a_deleted_session_is_brought_back_before_anything_else(key):
    said = await after(*["f"] * 5, key, "b")
    assert said == [
        Announced("This session is deleted; b brings it back first."),
        StoredEditRequested(GONE.id, Delete(False)),
    ]


async def test_renaming_words_the_new_title_as_an_edit():
    said = await after("r", *" 2", "enter", "u")
    assert said == [
        StoredEditRequested(OURS.id, Write("title", "Gene therapy 2", "Gene therapy")),
        StoredEditRequested(OURS.id, Write("title", "Gene therapy", "Gene therapy 2")),
    ]


async def test_a_partners_session_is_not_renamed():
    said = await after("down", "r")
    assert [type(one) for one in said] == [Announced]


async def test_two_marked_sessions_are_compared_in_the_order_of_marking():
    said = await after("down", "space", "up", "space", "c")
    assert said == [CompareRequested((PARTNERS.id, OURS.id))]


async def test_comparing_fewer_than_two_says_how_to_mark():
    said = await after("space", "c")
    assert [type(one) for one in said] == [Announced]


async def test_a_copy_of_a_partners_session_is_ours_and_can_be_taken_back():
    session = Session(
        PARTNERS.id, PARTNERS.title, PARTNERS.perspective, Organisation(PARTNERS.organisation)
    )

    def answer(message: Message) -> None:
        if isinstance(message, LoadRequested):
            message.respond(Stored(session, 1, False, NOW, NOW))

    app = bench(*ALL, answer=answer)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "d")
        await pilot.pause()
        made = app.last_said(CreateRequested)
        assert made.ours
        assert made.session.title == "Their view (copy)"
        assert made.session.id != session.id
        await pilot.press("u")
        assert app.last_said(StoredEditRequested) == StoredEditRequested(
            made.session.id, Delete(True)
        )


async def test_an_empty_library_says_what_to_do_first():
    app = bench()
    async with app.run_test(size=(80, 24)):
        assert "Nothing here yet" in app.screen_text()
        assert "n   Start your own session" in app.screen_text()


async def test_the_app_only_sets_summaries_and_the_list_follows_with_its_cursor():
    app = bench(*ALL)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down")
        page = app.screen
        assert isinstance(page, LibraryPage)
        page.summaries = (listed("Brand new"), *ALL)
        await pilot.pause()
        assert "Brand new" in app.screen_text()
        assert page.current == PARTNERS


async def test_details_say_whose_it_is_and_how_far_it_has_come():
    app = bench(PARTNERS)
    async with app.run_test(size=(80, 24)):
        assert "a partner's, read-only" in app.screen_text()
        assert "13 chosen, 11 rated, 2 to go" in app.screen_text()


async def test_ten_thousand_sessions_are_listed_and_found():
    many = tuple(listed(f"Session {number}") for number in range(10_000))
    app = bench(*many)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        page = app.screen
        assert isinstance(page, LibraryPage)
        assert page.current == many[-1]
        await pilot.press("slash", *"session 77", "enter")
        await pilot.pause()
        assert page.current is not None
        assert "77" in page.current.title


async def test_titles_are_drawn_as_text_and_nothing_else():
    app = bench(listed("[b]\x1b]0;no[/]"))
    async with app.run_test(size=(80, 24)):
        assert "[b]␛]0;no[/]" in app.screen_text()


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(hours=1), "today 11:00"),
        (timedelta(days=1), "yesterday"),
        (timedelta(days=40), "13 Oct 2026"),
    ],
)
def test_a_change_is_told_by_its_day(ago, words):
    assert changed(NOW - ago, NOW) == words


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (200, 60)])
async def test_the_list_and_quit_are_on_screen_at_every_size(size):
    app = bench(*ALL)
    async with app.run_test(size=size):
        assert "Gene therapy" in app.screen_text()
        assert "q quit" in app.screen_text()


@pytest.mark.parametrize("count", [0, 10_000, "…"])
@pytest.mark.parametrize("shown", Shown)
def test_the_chosen_filter_is_seen_in_the_smallest_terminal(shown: Shown, count: int | str) -> None:
    line = filter_words(shown, count)
    assert f"[{shown.words} {count}]" in line[:58]
    assert all(one.words in line[:58] for one in Shown)
