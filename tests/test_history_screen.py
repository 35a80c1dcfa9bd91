"""The history on screen: who changed what when, and what stood there before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from bench import Bench
from rich.cells import cell_len
from textual.pilot import Pilot

from catalogue.activities import builtin
from sessions.patch import Change, Value
from sessions.store import GroupId, LogKind, LogRow, Who
from tui.messages import BackRequested
from tui.screens.history import HistoryPage
from tui.screens.history_text import deeds, in_full

TITLES = {entry.id: entry.title for entry in builtin().activities}
REGISTRY = "Natural history data and patient registry"


class LogBook:
    """Writes a log as a store would."""

    def __init__(self) -> None:
        self.rows: list[LogRow] = []

    def write(
        self,
        group: str,
        who: str,
        label: str,
        path: str,
        before: Value,
        after: Value,
        *,
        kind: LogKind = LogKind.EDIT,
        reverts: int | None = None,
    ) -> None:
        """One row, seven minutes after the one before."""
        seq = len(self.rows) + 1
        at = datetime(2026, 11, 22, 9, 0, tzinfo=UTC) + timedelta(minutes=7 * seq)
        change = Change(path, before, after)
        self.rows.append(LogRow(seq, GroupId(group), kind, at, Who(who), label, change, reverts))


def log() -> LogBook:
    """A morning's work of two people."""
    book = LogBook()
    book.write("a", "mila", f"Chose {REGISTRY}", "activity/registry/chosen", False, True)
    moved = f"Moved {REGISTRY} to high / low"
    book.write("b", "jo", moved, "activity/registry/benefit", None, "high")
    book.write("b", "jo", moved, "activity/registry/investment", "high", "low")
    book.write("c", "mila", "Wrote a note", "activity/registry/private_note", "", "SECRET")
    book.write("d", "mila", "Wrote title", "title", "Old", "New")
    return book


async def press(app: Bench, pilot: Pilot[None], *keys: str) -> str:
    """What is on the screen after these keys."""
    await pilot.press(*keys)
    await pilot.pause()
    return app.screen_text()


def page(book: LogBook, *, private: bool = False) -> HistoryPage:
    """The history of a session, in universal time."""
    return HistoryPage("Phase 1/2", book.rows, TITLES, private=private, zone=UTC)


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40)])
async def test_the_title_gives_way_before_what_was_done_and_undo_is_said_once(
    size: tuple[int, int],
) -> None:
    book, rated = LogBook(), f"Rated {REGISTRY}: benefit high"
    undid, redid, kinds = f"Undid: {rated}", f"Redid: {rated}", LogKind
    path = "activity/registry/benefit"
    book.write("a", "mila", rated, path, None, "high")
    book.write("b", "mila", undid, path, "high", None, kind=kinds.UNDO, reverts=1)
    book.write("c", "mila", redid, path, None, "high", kind=kinds.REDO, reverts=2)
    app = Bench(page(book))
    async with app.run_test(size=size) as pilot:
        lines = [line for line in (await press(app, pilot)).splitlines() if "  mila  " in line]
        for begins, line in zip(("Did again: ", "(taken back) Took ", ""), lines[:3], strict=True):
            assert f"  mila          {begins}" in line
            assert "Undid" not in line
            assert "Redid" not in line
        assert "Rated Nat" in lines[2]
        assert ": benefit high" in lines[2]
        assert size[0] == 60 or ": benefit high" in lines[0]


async def test_the_newest_change_is_on_top_with_when_who_and_what() -> None:
    app = Bench(page(log()))
    async with app.run_test(size=(80, 24)) as pilot:
        lines = (await press(app, pilot)).splitlines()
    assert "History · Phase 1/2" in lines[0]
    assert lines[1].startswith("▸   2026-11-22 09:35  mila          Wrote title")
    assert lines[4].strip().startswith("2026-11-22 09:07  mila          Chose Natural")


async def test_one_group_is_one_line_and_its_pane_shows_every_change() -> None:
    app = Bench(page(log()))
    async with app.run_test(size=(80, 40)) as pilot:
        text = await press(app, pilot, "down", "down", "enter", "end")
    assert text.count("jo   ") == 1
    assert "before  high" in text
    assert "after   low" in text


async def test_a_private_note_is_hidden_unless_it_is_ones_own() -> None:
    for private in (False, True):
        app = Bench(page(log(), private=private))
        async with app.run_test(size=(120, 30)) as pilot:
            text = await press(app, pilot, "down")
            assert ("SECRET" in text) is private
            assert ("(private)" in text) is not private
            found = await press(app, pilot, "slash", *"secret", "enter")
            assert ("1 of 4" in found) is private


async def test_an_activity_is_followed_and_left_again() -> None:
    app = Bench(page(log()))
    async with app.run_test(size=(80, 24)) as pilot:
        text = await press(app, pilot, "down", "a")
        assert "3 of 4: Natural history data" in text
        assert "Wrote title" not in text
        assert "Wrote title" in await press(app, pilot, "a")


async def test_x_shows_all_again_after_a_text_was_found() -> None:
    app = Bench(page(log()))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "1 of 4" in await press(app, pilot, "f3", *"jo", "enter")
        text = await press(app, pilot, "x")
    assert "of 4" not in text
    assert "Wrote title" in text


async def test_an_empty_history_says_what_will_be_here() -> None:
    app = Bench(page(LogBook()))
    async with app.run_test(size=(60, 18)) as pilot:
        assert "Nothing was changed yet" in await press(app, pilot, "down", "a", "enter")


def test_what_was_taken_back_says_so_until_it_is_done_again() -> None:
    book = LogBook()
    book.write("a", "jo", "Rated", "activity/registry/benefit", None, "high")
    book.write("b", "jo", "Rated", "activity/registry/benefit", "high", None,
               kind=LogKind.UNDO, reverts=1)  # fmt: skip
    assert [one.taken_back for one in deeds(book.rows, UTC)] == [False, True]
    book.write("c", "jo", "Rated", "activity/registry/benefit", None, "high",
               kind=LogKind.REDO, reverts=2)  # fmt: skip
    assert [one.taken_back for one in deeds(book.rows, UTC)] == [False, True, False]
    assert [one.line for one in deeds(book.rows, UTC)] == [
        "Did again: Rated",
        "Took back: Rated",
        "Rated",
    ]


def test_steps_of_one_carry_are_one_change_and_what_was_put_back_is_none() -> None:
    book = LogBook()
    benefit = "activity/registry/benefit"
    book.write("a", "jo", "Moved", benefit, "low", "moderate")
    book.write("a", "jo", "Moved", benefit, "moderate", "high")
    book.write("b", "jo", "Moved there", benefit, "high", "moderate")
    book.write("b", "jo", "Moved back", benefit, "moderate", "high")
    (deed,) = deeds(book.rows, UTC)
    assert deed.changes == (Change(benefit, "low", "high"),)


async def test_a_new_change_comes_in_while_the_cursor_stays_where_it_was() -> None:
    book = log()
    shown = page(book)
    app = Bench(shown)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "down")
        book.write("e", "jo", "Wrote plan", "activity/registry/plan", "", "More")
        shown.show(book.rows)
        text = await press(app, pilot)
    assert "Wrote plan" in text
    assert "Wrote a note" in next(line for line in text.splitlines() if line.startswith("▸"))


async def test_back_leaves_the_text_of_a_change_first_and_then_the_screen() -> None:
    app = Bench(page(log()))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "enter", "q")
        assert not app.all_said(BackRequested)
        await press(app, pilot, "q")
        assert app.all_said(BackRequested)


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (200, 60)])
async def test_hostile_text_is_shown_as_text(size: tuple[int, int]) -> None:
    evil = "\x1b]52;c;x\x07[/][@click=app.quit]x[/]\u202e"
    book = LogBook()
    book.write("a", evil, evil, f"activity/{evil}/plan", evil, evil)
    app = Bench(page(book))
    async with app.run_test(size=size) as pilot:
        for keys in ((), ("enter", "q"), ("a",)):
            lines = (await press(app, pilot, *keys)).splitlines()
            assert not set("\x1b\x07\u202e") & set("".join(lines))
            assert {cell_len(line) for line in lines} == {size[0]}


async def test_ten_thousand_changes_are_walked() -> None:
    book = LogBook()
    for number in range(10_000):
        book.write(f"g{number}", "jo", f"Edit {number}", "title", str(number), str(number + 1))
    app = Bench(page(book))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Edit 0 " in await press(app, pilot, "end", "up", "down")


NAMES = {
    "activity/registry/benefit_why": "reason for the benefit",
    "activity/registry/investment_factors": "factors of the investment",
    "activity/registry/plan": "how it would be done",
    "own/own-fund/description": "description",
    "organisation/name": "organisation's name",
    "levels/benefit_low": "what low benefit means",
    "title": "title",
    "item/registry/pays": "who pays",
    "item/registry/decision": "decision",
    "item/registry/leads/1": "lead of side 2",
    "item/registry/proposed/0/investment": "proposal to side 1 on investment",
    "side/019ab5a4/version_hash": "state of a side that was agreed on",
}


@pytest.mark.parametrize("path", NAMES)
def test_a_field_is_named_as_everywhere_else(path: str) -> None:
    book = LogBook()
    book.write("a", "mila", "Did it", path, "before", "after")
    (deed,) = deeds(book.rows)
    assert NAMES[path] in [block.text for block in in_full(deed, TITLES, private=True)]
