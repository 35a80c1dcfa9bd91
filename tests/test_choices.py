"""A closed list by pressed keys: what is picked, and what is only walked."""

from __future__ import annotations

import pytest
from bench import Bench

from tui.widgets.choices import Choice, Choices

LEVELS = (Choice("low", "low"), Choice("moderate", "moderate"), Choice("high", "high"))
FOCUS = tuple(Choice(f"f{number}", f"Disease area {number}") for number in range(8))


def bench(*lists: Choices) -> Bench:
    return Bench(*lists, recorded=[Choices.Picked])


async def picks(choices: Choices, *keys: str) -> list[tuple[str, bool, tuple[str, ...]]]:
    """What the list says while these keys are pressed and nothing comes down."""
    app = bench(choices)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        return [(said.value, said.on, said.values) for said in app.all_said(Choices.Picked)]


async def test_walking_picks_nothing():
    assert await picks(Choices(LEVELS), "right", "right", "left") == []


@pytest.mark.parametrize("key", ["space", "enter"])
async def test_space_and_enter_pick_the_option_under_the_cursor(key):
    assert await picks(Choices(LEVELS), "right", key) == [("moderate", True, ("moderate",))]


async def test_a_digit_picks_the_option_that_it_counts():
    assert await picks(Choices(LEVELS), "3") == [("high", True, ("high",))]


async def test_a_digit_beyond_the_options_does_nothing():
    assert await picks(Choices(LEVELS), "4", "9") == []


async def test_walking_beyond_an_end_stays_there():
    said = await picks(Choices(LEVELS), "left", "space", *["right"] * 9, "space")
    assert [value for value, _, _ in said] == ["low", "high"]


async def test_the_cursor_starts_on_what_is_picked():
    assert await picks(Choices(LEVELS, picked=["high"]), "left", "space") == [
        ("moderate", True, ("moderate",))
    ]


async def test_a_pick_that_must_be_given_is_not_taken_back():
    said = await picks(Choices(LEVELS, picked=["low"]), "space", "delete")
    assert said == [("low", True, ("low",))]


@pytest.mark.parametrize("key", ["delete", "0"])
async def test_an_optional_pick_can_be_taken_back(key):
    said = await picks(Choices(LEVELS, optional=True, picked=["low"]), key)
    assert said == [("low", False, ())]


@pytest.mark.parametrize("key", ["1", "space", "enter"])
async def test_picking_twice_does_not_take_the_level_back(key):
    said = await picks(Choices(LEVELS, optional=True, picked=["low"]), key, key)
    assert [on for _, on, _ in said] == [True, True]


async def test_many_choices_add_up_in_the_order_of_the_options():
    said = await picks(Choices(LEVELS, many=True, picked=["high"]), "1")
    assert said == [("low", True, ("low", "high"))]


async def test_picking_again_unticks_among_many():
    said = await picks(Choices(LEVELS, many=True, picked=["low", "high"]), "space")
    assert said == [("low", False, ("high",))]


async def test_the_list_shows_a_pick_only_when_it_comes_down():
    choices = Choices(LEVELS)
    app = bench(choices)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        assert "(•)" not in app.screen_text()
        choices.show("moderate")
        await pilot.pause()
        assert "( ) low   (•) moderate   ( ) high" in app.screen_text()


async def test_options_that_do_not_fit_stand_in_columns():
    choices = Choices(FOCUS, many=True, picked=["f5"])
    app = bench(choices)
    async with app.run_test(size=(80, 24)):
        lines = [line.strip() for line in app.screen_text().splitlines() if line.strip()]
        assert lines[0] == "[ ] Disease area 0   [ ] Disease area 1   [ ] Disease area 2"
        assert choices.size.height == 3


async def test_down_walks_lines_and_then_leaves_for_the_next_widget():
    first, second = Choices(FOCUS, many=True), Choices(LEVELS)
    app = bench(first, second)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right", "down")
        assert first.cursor == 4
        await pilot.press("down")
        assert first.cursor == 7
        await pilot.press("down")
        assert app.focused is second
        await pilot.press("up")
        assert app.focused is first


async def test_a_read_only_list_is_shown_but_picks_nothing():
    choices = Choices(LEVELS, picked=["low"])
    choices.read_only = True
    assert await picks(choices, "2", "space", "enter", "delete") == []


async def test_words_from_outside_are_drawn_as_text():
    app = bench(Choices([Choice("x", "[b]\x1b]0;no[/]")]))
    async with app.run_test(size=(80, 24)):
        assert "( ) [b]␛]0;no[/]" in app.screen_text()


async def test_a_click_picks_what_is_under_it():
    app = bench(Choices(LEVELS))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(Choices, offset=(14, 0))
        assert app.last_said(Choices.Picked).value == "moderate"
