"""The list: the cursor keeps its place, walks over headings, and a step costs two lines."""

from __future__ import annotations

import pytest
from bench import Bench
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from thorough import examples

from tui.widgets.rows import Column, Row, Rows


def listed(*keys: str) -> tuple[Row, ...]:
    """Rows by key; a key in capitals is a heading."""
    return tuple(Row(None if key.isupper() else key, (key,)) for key in keys)


MANY = listed("FRUIT", *(f"fruit-{place}" for place in range(40)), "NUTS", "nut-1", "nut-2")


async def test_the_cursor_starts_on_the_first_row_that_is_no_heading() -> None:
    rows = Rows()
    async with Bench(rows).run_test():
        rows.rows = listed("FRUIT", "apple", "pear")
        assert rows.cursor == "apple"


async def test_walking_steps_over_headings_and_stops_at_the_ends() -> None:
    rows = Rows()
    async with Bench(rows).run_test() as pilot:
        rows.rows = listed("FRUIT", "apple", "NUTS", "hazel")
        await pilot.press("down")
        assert rows.cursor == "hazel"
        await pilot.press("down", "up", "k", "k")
        assert rows.cursor == "apple"


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [("end", "nut-2"), ("G", "nut-2"), ("end home", "fruit-0"), ("end g", "fruit-0")],
)
async def test_first_and_last_are_a_key_away(keys: str, wanted: str) -> None:
    rows = Rows()
    async with Bench(rows).run_test() as pilot:
        rows.rows = MANY
        await pilot.press(*keys.split())
        assert rows.cursor == wanted


async def test_the_cursor_stays_on_its_row_when_rows_come_before_it() -> None:
    rows = Rows()
    async with Bench(rows).run_test() as pilot:
        rows.rows = listed("apple", "pear")
        await pilot.press("down")
        rows.rows = listed("apple", "cherry", "pear")
        assert rows.cursor == "pear"


async def test_the_cursor_goes_to_the_nearest_row_when_its_own_is_gone() -> None:
    rows = Rows()
    async with Bench(rows).run_test() as pilot:
        rows.rows = listed("apple", "cherry", "pear", "quince")
        await pilot.press("down", "down")
        rows.rows = listed("apple", "cherry", "quince")
        assert rows.cursor == "quince"


async def test_no_rows_is_no_cursor_and_keys_do_nothing() -> None:
    rows = Rows()
    async with Bench(rows).run_test() as pilot:
        rows.rows = listed("apple")
        rows.rows = listed("NOTHING FOUND")
        await pilot.press("down", "enter", "end", "pagedown")
        assert rows.cursor is None


async def test_enter_picks_the_row_under_the_cursor() -> None:
    rows = Rows()
    app = Bench(rows, recorded=[Rows.Picked])
    async with app.run_test() as pilot:
        rows.rows = listed("apple", "pear")
        await pilot.press("down", "enter")
        assert app.last_said(Rows.Picked).key == "pear"


async def test_a_key_that_means_nothing_here_reaches_the_screen() -> None:
    class Sideways(Screen[None]):
        BINDINGS = [Binding("left", "dismiss", "up a folder")]

        def compose(self) -> ComposeResult:
            yield Rows()

    screen = Sideways()
    async with Bench(screen).run_test() as pilot:
        screen.query_one(Rows).rows = listed("apple")
        await pilot.press("left")
        assert pilot.app.screen is not screen


async def test_the_cursor_is_in_view_however_far_it_goes() -> None:
    rows = Rows()
    async with Bench(rows).run_test(size=(60, 18)) as pilot:
        rows.rows = MANY
        await pilot.press("end")
        assert "nut-2" in pilot.app.screen_text()
        await pilot.press("home")
        assert "FRUIT" in pilot.app.screen_text()
        assert "fruit-0" in pilot.app.screen_text()


async def test_fewer_rows_while_scrolled_down_are_all_in_view() -> None:
    rows = Rows()
    async with Bench(rows).run_test(size=(60, 18)) as pilot:
        rows.rows = MANY
        await pilot.press("end")
        rows.rows = listed("apple", "nut-2")
        await pilot.pause()
        assert "apple" in pilot.app.screen_text()
        assert "nut-2" in pilot.app.screen_text()


async def test_a_row_that_moved_out_of_view_with_the_cursor_on_it_comes_into_view() -> None:
    rows = Rows()
    async with Bench(rows).run_test(size=(60, 18)) as pilot:
        rows.rows = listed("apple", "pear")
        await pilot.press("down")
        rows.rows = (*MANY, *listed("pear"))
        await pilot.pause()
        assert "pear" in pilot.app.screen_text()


async def test_a_heading_and_a_title_of_markup_are_shown_as_they_are() -> None:
    rows = Rows()
    async with Bench(rows).run_test() as pilot:
        rows.rows = (Row(None, ("[b]HEAD[/]",)), Row("x", ("[/] \x1b[31mred",)))
        await pilot.pause()
        assert "[b]HEAD[/]" in pilot.app.screen_text()
        assert "[/] ␛[31mred" in pilot.app.screen_text()


async def test_columns_give_way_where_the_terminal_is_narrow() -> None:
    rows = Rows((Column(), Column(6, least=70)))
    async with Bench(rows).run_test(size=(60, 18)) as pilot:
        rows.rows = (Row("x", ("apple", "ripe")),)
        await pilot.pause()
        assert "ripe" not in pilot.app.screen_text()


async def test_a_step_repaints_two_lines() -> None:
    rows = Rows()
    async with Bench(rows).run_test(size=(80, 24)) as pilot:
        rows.rows = MANY
        await pilot.pause()
        rows._exchange_repaint_regions()
        rows.action_walk(1)
        assert sum(region.height for region in rows._exchange_repaint_regions()) == 2


@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.lists(st.sampled_from("abcdeXYZ"), unique=True, max_size=8), max_size=6),
    st.lists(st.sampled_from(["up", "down", "home", "end", "pageup", "pagedown"]), max_size=6),
)
async def test_the_cursor_is_always_on_a_row_that_is_there(
    lists: list[list[str]], keys: list[str]
) -> None:
    rows = Rows()
    async with Bench(rows).run_test(size=(60, 6)) as pilot:
        for keys_of in lists:
            rows.rows = listed(*keys_of)
            await pilot.press(*keys)
            walked = [key for key in keys_of if key.islower()]
            assert rows.cursor in (walked or [None])
