"""The matrix widget, by pressed keys on a bench that applies its moves as the desk does."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matrix_bench import Bench, aurel, crowd, level, session_of
from textual.binding import Binding
from textual.events import Key
from textual.pilot import Pilot
from thorough import examples

from catalogue.activities import Activity, ActivityId
from catalogue.levels import Level
from sessions.edits import Choose, Nudge, Place, RemoveActivity
from sessions.session import Assessment
from tui.widgets.matrix_grid import MatrixGrid

CONSENT = ActivityId("consent")
FUND = ActivityId("own-travel-fund")
REGISTRY = ActivityId("registry")


def cell(bench: Bench, activity: ActivityId) -> tuple[Level | None, Level | None]:
    assert bench.grid.session is not None
    held = bench.grid.session.assessment(activity)
    return held.benefit, held.investment


async def burst(pilot: Pilot[None], *keys: str) -> None:
    """Keys faster than anything is drawn."""
    for key in keys:
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))
    await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


# ---- walking


async def test_the_cursor_starts_on_the_first_activity_and_says_so() -> None:
    bench = Bench(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await pilot.pause()
        assert bench.grid.highlighted == CONSENT
        assert [m.activity for m in bench.heard(MatrixGrid.Highlighted)] == [CONSENT]
        assert "▸ Consent & materials" in bench.screen_text()


@pytest.mark.parametrize(
    ("keys", "ends_on"),
    [
        (["down"], "own-travel-fund"),
        (["down", "down"], "eligibility"),
        (["right"], "unmet-need"),
        (["right", "right"], "registry"),
        (["down", "right"], "endpoints"),
        (["right", "right", "down", "down", "down"], "recruitment"),
        (["right", "right", "down", "down", "down", "up"], "diagnosis"),
        (["right", "right", "right"], "registry"),
        (["up"], "consent"),
        (["l", "j", "h", "k"], "consent"),
        (["end"], "retention"),
        (["G", "g"], "consent"),
        (["end", "home"], "consent"),
        (["exclamation_mark"], "funding"),
        (["exclamation_mark", "exclamation_mark"], "retention"),
        (["exclamation_mark", "right"], "retention"),
        (["exclamation_mark", "right", "right", "down"], "retention"),
        (["exclamation_mark", "up"], "translational-tools"),
        (["down"] * 4, "funding"),
    ],
)
async def test_arrows_walk_items_and_cells(keys: list[str], ends_on: str) -> None:
    bench = Bench(aurel(funding="? ?", retention="high ?"))
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, *keys)
        assert bench.grid.highlighted == ends_on


async def test_walking_changes_nothing() -> None:
    session = aurel()
    bench = Bench(session)
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, *"jjjllhkkG", "home", "end", "up", "escape")
        assert bench.grid.session is session


async def test_an_empty_matrix_takes_every_key() -> None:
    for session in (None, session_of({})):
        bench = Bench(session)
        async with bench.run_test(size=(80, 15)) as pilot:
            await press(pilot, *"jkhlmr1!gG", "enter", "escape", "f2", "home", "end")
            assert bench.said == []
            assert bench.grid.highlighted is None


async def test_a_cell_scrolls_with_the_cursor() -> None:
    bench = Bench(crowd(90))
    async with bench.run_test(size=(80, 14)) as pilot:
        await press(pilot, *["down"] * 8)
        shown = bench.screen_text()
        assert "▸ Activity 00086" in shown
        assert "+6 ▴" in shown
        await press(pilot, "right")
        assert "+6 ▴" not in bench.screen_text()


async def test_the_terminals_cursor_stands_where_the_sign_stands() -> None:
    bench = Bench(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "right", "down")
        x, y = bench.grid.content_region.offset + (bench.grid.cursor_cell or (0, 0))
        assert bench.screen_text().splitlines()[y][x] == "▸"


# ---- carrying


async def test_a_carried_activity_moves_by_one_level_with_each_arrow() -> None:
    bench = Bench(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "m", "right", "down")
        assert cell(bench, CONSENT) == (Level.MODERATE, Level.MODERATE)
        assert "◆ Consent & materials" in bench.screen_text()
        await press(pilot, "enter")
        assert bench.grid.carrying is None
        assert "▸ Consent & materials" in bench.screen_text()
        names = [type(m).__name__ for m in bench.said]
        assert names == ["Highlighted", "Moved", "Moved"]
        moves = bench.heard(MatrixGrid.Moved)
        assert [(m.benefit, m.investment) for m in moves] == [(0, 1), (-1, 0)]
        assert len({m.carry for m in moves}) == 1


async def test_two_carries_are_two_groups() -> None:
    bench = Bench(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "m", "right", "m", "m", "left", "m")
        assert len({m.carry for m in bench.heard(MatrixGrid.Moved)}) == 2


async def test_a_message_names_its_grid_as_control() -> None:
    bench = Bench(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "m", "right", "escape", "7", "r")
        assert all(message.control is bench.grid for message in bench.said)


def walked(words: str, keys: list[str]) -> tuple[Level | None, Level | None]:
    """Where steps lead from a cell, one by one and clamped, counted without the domain."""
    benefit, investment = (["low", "moderate", "high"].index(word) for word in words.split())
    for key in keys:
        benefit = min(2, max(0, benefit + {"up": 1, "down": -1}.get(key, 0)))
        investment = min(2, max(0, investment + {"right": 1, "left": -1}.get(key, 0)))
    return tuple(level(("low", "moderate", "high")[rank]) for rank in (benefit, investment))  # type: ignore[return-value]


def run(bench: Bench, drive: Callable[[Pilot[None]], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with bench.run_test(size=(80, 15)) as pilot:
            await drive(pilot)

    asyncio.run(whole())


CELLS = st.sampled_from([f"{b} {i}" for b in ("low", "moderate", "high") for i in ("low", "high")])
BURST = st.lists(st.sampled_from(["up", "down", "left", "right"]), max_size=12)


@given(CELLS, BURST)
@settings(max_examples=examples(20), deadline=None)
def test_any_burst_of_arrows_ends_in_the_clamped_sum(start: str, keys: list[str]) -> None:
    bench = Bench(session_of({"consent": start, "registry": "moderate moderate"}))

    async def drive(pilot: Pilot[None]) -> None:
        bench.grid.highlight(CONSENT)
        await burst(pilot, "m", *keys, "enter")
        assert cell(bench, CONSENT) == walked(start, keys)
        assert bench.grid.highlighted == CONSENT

    run(bench, drive)


@given(st.one_of(CELLS, st.sampled_from(["? ?", "high ?", "? low"])), BURST)
@settings(max_examples=examples(20), deadline=None)
def test_put_back_restores_what_was_there(start: str, keys: list[str]) -> None:
    session = session_of({"consent": start, "registry": "moderate moderate"})
    bench = Bench(session)

    async def drive(pilot: Pilot[None]) -> None:
        bench.grid.highlight(CONSENT)
        await burst(pilot, "m", *keys, "escape")
        assert bench.grid.session == session
        assert bench.grid.carrying is None

    run(bench, drive)


@given(st.one_of(CELLS, st.just("high ?")), BURST, BURST)
@settings(max_examples=examples(20), deadline=None)
def test_put_back_in_a_burst_keeps_the_carry_before_it(
    start: str, kept: list[str], undone: list[str]
) -> None:
    bench = Bench(session_of({"consent": start, "registry": "moderate moderate"}))

    async def drive(pilot: Pilot[None]) -> None:
        bench.grid.highlight(CONSENT)
        await burst(pilot, "m", *kept, "m", "m", *undone, "escape")
        if kept:
            expected = walked(start.replace("?", "moderate"), kept)
        else:
            benefit, investment = start.split()
            expected = level(benefit), level(investment)
        assert cell(bench, CONSENT) == expected
        await burst(pilot, "3", "m", *undone, "escape")
        assert cell(bench, CONSENT) == (Level.LOW, Level.HIGH)

    run(bench, drive)


async def test_a_missing_level_counts_as_moderate_and_is_missing_again_when_put_back() -> None:
    bench = Bench(aurel(retention="high ?"))
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "exclamation_mark", "m", "right")
        assert cell(bench, ActivityId("retention")) == (Level.HIGH, Level.HIGH)
        await press(pilot, "escape")
        assert cell(bench, ActivityId("retention")) == (Level.HIGH, None)
        assert "▸ Retention ! high / ?" in bench.screen_text()


async def test_a_carried_activity_is_not_left_behind_by_walking_keys() -> None:
    bench = Bench(aurel(funding="? ?"))
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "m", "end", "g", "exclamation_mark")
        assert bench.grid.highlighted == CONSENT
        assert bench.grid.carrying is not None


@pytest.mark.parametrize("digit", range(1, 10))
async def test_a_digit_sends_to_the_cell_that_lies_there_on_a_keypad(digit: int) -> None:
    bench = Bench(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, str(digit))
        rows, columns = ["low", "moderate", "high"], ["low", "moderate", "high"]
        expected = rows[(digit - 1) // 3], columns[(digit - 1) % 3]
        assert cell(bench, CONSENT) == expected
        assert bench.grid.highlighted == CONSENT
        assert [m.carry for m in bench.heard(MatrixGrid.Sent)] == [None]


async def test_a_digit_in_a_carry_belongs_to_it() -> None:
    bench = Bench(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "m", "right", "3", "escape")
        assert cell(bench, CONSENT) == (Level.HIGH, Level.LOW)
        groups = {m.carry for m in bench.said if hasattr(m, "carry")}
        assert len(groups) == 1


async def test_rating_drops_what_is_carried_first() -> None:
    bench = Bench(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "m", "r")
        names = [type(m).__name__ for m in bench.said]
        assert names == ["Highlighted", "RatingRequested"]


async def test_a_session_that_is_read_only_can_be_walked_and_not_changed() -> None:
    session = aurel()
    bench = Bench(session, read_only=True)
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "m", "right", "3", "enter")
        assert bench.grid.session is session
        assert bench.grid.highlighted == "unmet-need"
        assert bench.grid.carrying is None


async def test_escape_is_left_to_the_screen_when_nothing_is_carried() -> None:
    class Escapes(Bench):
        BINDINGS = [Binding("escape", "away")]
        away = 0

        def action_away(self) -> None:
            self.away += 1

    bench = Escapes(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "m", "escape")
        assert bench.away == 0
        await press(pilot, "escape")
        assert bench.away == 1


# ---- somebody else changes the session


async def test_the_cursor_stays_on_its_activity_when_somebody_else_moves_it() -> None:
    bench = Bench(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await pilot.pause()
        bench.apply(Place(CONSENT, Level.LOW, Level.HIGH))
        await pilot.pause()
        assert bench.grid.highlighted == CONSENT
        assert len(bench.heard(MatrixGrid.Highlighted)) == 1
        row = next(line for line in bench.screen_text().splitlines() if "Consent" in line)
        assert row.startswith("low") and "▸ Consent" in row  # noqa: PT018  # one line, two facts


async def test_a_carry_goes_on_from_where_somebody_else_put_it() -> None:
    bench = Bench(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "m")
        bench.apply(Place(CONSENT, Level.LOW, Level.HIGH))
        await press(pilot, "up")
        assert cell(bench, CONSENT) == (Level.MODERATE, Level.HIGH)
        await press(pilot, "escape")
        assert cell(bench, CONSENT) == (Level.HIGH, Level.LOW)


@pytest.mark.parametrize("edit", [Choose(FUND, False), RemoveActivity(FUND, "Travel fund")])
async def test_a_carry_ends_when_its_activity_goes_away(edit: Choose | RemoveActivity) -> None:
    bench = Bench(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "down", "m")
        assert bench.grid.highlighted == FUND
        bench.apply(edit)
        await press(pilot, "right")
        assert bench.grid.carrying is None
        assert bench.heard(MatrixGrid.Moved) == []
        assert "◆" not in bench.screen_text()


async def test_the_cursor_goes_to_a_neighbour_when_its_activity_goes_away() -> None:
    bench = Bench(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "down")
        bench.apply(Choose(FUND, False))
        await pilot.pause()
        assert bench.grid.highlighted == CONSENT
        bench.apply(Choose(CONSENT, False))
        await pilot.pause()
        assert bench.grid.highlighted == "unmet-need"


async def test_the_last_activity_going_away_leaves_no_cursor() -> None:
    bench = Bench(session_of({"consent": "high low"}))
    async with bench.run_test(size=(80, 15)) as pilot:
        await pilot.pause()
        bench.apply(Choose(CONSENT, False))
        await press(pilot, "m", "down", "1")
        assert bench.grid.highlighted is None
        assert [m.activity for m in bench.heard(MatrixGrid.Highlighted)] == [CONSENT, None]
        bench.apply(Choose(CONSENT, True))
        await pilot.pause()
        assert bench.grid.highlighted == CONSENT


async def test_a_change_elsewhere_moves_neither_cursor_nor_scroll() -> None:
    bench = Bench(crowd(90))
    async with bench.run_test(size=(80, 14)) as pilot:
        await press(pilot, *["down"] * 8)
        bench.apply(Nudge(ActivityId("own-00005"), 1, 1))
        await pilot.pause()
        assert bench.grid.highlighted == "own-00086"
        assert "+6 ▴" in bench.screen_text()


# ---- sizes


async def test_every_small_size_is_survived_in_mid_carry() -> None:
    bench = Bench(aurel(funding="? ?", retention="high ?"))
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "m", "right")
        for width, height in [(30, 10), (1, 1), (7, 3), (2, 10), (30, 1), (13, 5), (200, 60)]:
            await pilot.resize_terminal(width, height)
            await press(pilot, "down", "up")
        assert bench.grid.carrying is not None
        assert "◆ Informed consent and participant" in bench.screen_text()
        await press(pilot, "escape")
        assert cell(bench, CONSENT) == (Level.HIGH, Level.LOW)


@pytest.mark.parametrize("width", [1, 9, 24, 30])
async def test_every_key_works_at_every_small_size(width: int) -> None:
    bench = Bench(aurel(funding="? ?"))
    async with bench.run_test(size=(width, 11)) as pilot:
        for height in (1, 2, 4, 6, 10):
            await pilot.resize_terminal(width, height)
            await burst(pilot, *"jlkhG!g", "m", "down", "right", "m", "3", "end", "up")
            assert bench.grid.highlighted is not None


# ---- the mouse


async def test_a_click_selects_an_item_and_an_empty_place_does_nothing() -> None:
    session = aurel(funding="? ?", retention="high ?")
    bench = Bench(session)
    async with bench.run_test(size=(80, 15)) as pilot:
        lines = bench.screen_text().splitlines()
        at = {
            word: next((line.index(word), y) for y, line in enumerate(lines) if word in line)
            for word in ("Recruitment", "Retention", "plan for it")
        }
        await pilot.click(MatrixGrid, offset=at["Recruitment"])
        assert bench.grid.highlighted == "recruitment"
        await pilot.click(MatrixGrid, offset=at["Retention"])
        assert bench.grid.highlighted == "retention"
        for empty in (at["plan for it"], (70, 8), (2, 2), (79, 14)):
            await pilot.click(MatrixGrid, offset=empty)
        assert bench.grid.highlighted == "retention"
        assert bench.grid.session is session


async def test_a_click_in_a_carry_does_not_lose_it() -> None:
    bench = Bench(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "m")
        await pilot.click(MatrixGrid, offset=(35, 3))
        assert bench.grid.highlighted == CONSENT
        assert bench.grid.carrying is not None


# ---- text from outside


@pytest.mark.parametrize(
    "title",
    ["[/]", "[@click=app.quit]x[/]", "\x1b]52;c;eA==\x07", "\u009b31m", "a\u202eb", "界" * 30, ""],
)
async def test_a_hostile_title_is_only_text(title: str) -> None:
    own = Activity(ActivityId("own-evil"), title)
    bench = Bench(session_of({"own-evil": "high low"}, (own,)))
    for size in ((80, 15), (140, 40), (20, 8)):
        async with bench.run_test(size=size) as pilot:
            await press(pilot, "m", "right", "m")
            shown = bench.screen_text()
            assert all(ch == "\n" or ch.isprintable() for ch in shown)
            if title.startswith("["):
                assert size[0] < 140 or title in shown
        bench = Bench(session_of({"own-evil": "high low"}, (own,)))


# ---- what it costs


def calls(work: Callable[[], object]) -> int:
    """How many Python functions are called while something is done."""
    count = 0

    def tick(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(tick)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


async def test_a_step_costs_the_same_with_two_thousand_activities() -> None:
    costs = []
    for count in (90, 2000):
        bench = Bench(crowd(count))
        async with bench.run_test(size=(80, 15)) as pilot:
            await press(pilot, *["down"] * 5)
            costs.append(calls(partial(bench.grid.action_step, 1, 0)))
    assert costs[1] <= 1.5 * costs[0]


async def test_a_step_and_a_move_repaint_little() -> None:
    bench = Bench(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "down")
        sizes = []
        for key in ("up", "right", "m", "down", "right", "up"):
            before = bench.sent_bytes
            await press(pilot, key)
            sizes.append(bench.sent_bytes - before)
        assert max(sizes[:3]) <= 300
        assert max(sizes[3:]) <= 1500


async def test_nothing_is_painted_when_nothing_changed() -> None:
    bench = Bench(aurel())
    async with bench.run_test(size=(80, 15)) as pilot:
        await press(pilot, "down")
        before = bench.paintings
        assert bench.grid.session is not None
        bench.grid.session = replace(bench.grid.session, title="Another title")
        await press(pilot, "f12")
        assert bench.paintings == before


# ---- what others read from it


def test_every_key_has_an_id_a_word_and_a_tooltip() -> None:
    for binding in MatrixGrid.BINDINGS:
        assert isinstance(binding, Binding)
        assert binding.id
        assert binding.id.startswith("matrix.")
        assert binding.description
        assert binding.tooltip


def test_every_activity_of_the_bench_is_rated() -> None:
    held = aurel().assessments.values()
    assert all(isinstance(one, Assessment) and one.rated for one in held)
    assert len(held) == 13
    assert REGISTRY in aurel().assessments
