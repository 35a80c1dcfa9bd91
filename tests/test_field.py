"""The text field: nothing typed is lost, whatever follows, and a key costs few bytes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from bench import Bench
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.pilot import Pilot
from textual.strip import Strip
from thorough import examples

from sessions.edits import FieldPath
from sessions.session import TITLE_LENGTH
from tui.messages import Announced
from tui.widgets.choices import Choice, Choices
from tui.widgets.field import Field
from tui.widgets.frugal import differing

FIRST, SECOND = FieldPath("organisation/name"), FieldPath("scope/name")
NAMED = {" ": "space", "\n": "enter", "<": "backspace", "{": "left", "}": "right", "\t": "tab"}


def bench(*fields: Field) -> Bench:
    return Bench(*fields, recorded=[Field.Written, Field.Entered, Announced])


async def burst(pilot: Pilot[None], keys: Sequence[str]) -> None:
    """Keys that arrive in one packet: all are there before the first one is dealt with."""
    for key in keys:
        named = NAMED.get(key, key)
        character = " " if named == "space" else key if len(named) == 1 else None
        pilot.app.post_message(events.Key(named, character))
    await pilot.pause()


def texts(app: Bench) -> list[str]:
    return [written.text for written in app.all_said(Field.Written)]


async def test_typed_text_is_posted_with_what_it_started_from() -> None:
    field = Field(FIRST, "Alder")
    app = bench(field)
    async with app.run_test() as pilot:
        await burst(pilot, " Bay")
        field.hand_on()
        await pilot.pause()
        written = app.last_said(Field.Written)
        assert (written.path, written.text, written.started_from) == (FIRST, "Alder Bay", "Alder")


async def test_typed_text_is_handed_on_by_itself_after_a_pause() -> None:
    field = Field(FIRST)
    app = bench(field)
    async with app.run_test() as pilot:
        await pilot.press("x")
        for _ in range(2000):
            await pilot.pause(0.001)
            if app.said:
                break
        assert texts(app) == ["x"]


async def test_leaving_the_field_hands_on() -> None:
    app = bench(Field(FIRST), Field(SECOND))
    async with app.run_test() as pilot:
        await burst(pilot, "one\ttwo")
        await pilot.press("tab")
        assert texts(app) == ["one", "two"]


async def test_nothing_is_posted_where_nothing_was_typed() -> None:
    app = bench(Field(FIRST, "as it was"), Field(SECOND))
    async with app.run_test() as pilot:
        await pilot.press("left", "end", "tab", "tab")
        assert texts(app) == []


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [("abX<c", "abc"), ("abc{{X", "aXbc"), ("wrong<<<ite", "write"), ("a\nb{{c", "ac\nb")],
)
async def test_keys_of_one_packet_act_in_the_order_they_were_pressed(
    keys: str, wanted: str
) -> None:
    field = Field(FIRST)
    async with bench(field).run_test() as pilot:
        await burst(pilot, keys)
        assert field.text == wanted


PARAGRAPHS = ["first of all", "lorem ipsum dolor sit amet " * 4 + "end", "last of all"]
TO_THE_MIDDLE = ["home", "up", "up", *["right"] * 3]


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        (["ctrl+a", "X"], [PARAGRAPHS[0], f"X{PARAGRAPHS[1]}", PARAGRAPHS[2]]),
        (["ctrl+e", "X"], [PARAGRAPHS[0], f"{PARAGRAPHS[1]}X", PARAGRAPHS[2]]),
        (["ctrl+a", "ctrl+k"], [PARAGRAPHS[0], "", PARAGRAPHS[2]]),
        (["ctrl+e", "ctrl+u"], [PARAGRAPHS[0], "", PARAGRAPHS[2]]),
        (["ctrl+u", "ctrl+k"], [PARAGRAPHS[0], "", PARAGRAPHS[2]]),
        (["ctrl+u", "ctrl+k", "ctrl+k"], [PARAGRAPHS[0], PARAGRAPHS[2]]),
        (["ctrl+u", "ctrl+k", "ctrl+u", "X"], [f"{PARAGRAPHS[0]}X", PARAGRAPHS[2]]),
    ],
)
async def test_keys_for_a_line_act_on_a_paragraph_over_all_its_rows(
    keys: list[str], wanted: list[str]
) -> None:
    field = Field(FIRST, "\n".join(PARAGRAPHS))
    async with bench(field).run_test(size=(40, 24)) as pilot:
        await pilot.press(*TO_THE_MIDDLE)
        row, column = field.cursor_location
        assert row == 1
        assert 30 < column < 80
        await pilot.press(*keys)
        assert field.text == "\n".join(wanted)


async def test_characters_after_tab_in_one_packet_go_into_the_next_field() -> None:
    first, second = Field(FIRST), Field(SECOND)
    async with bench(first, second).run_test() as pilot:
        await burst(pilot, "one\ttwo")
        assert (first.text, second.text) == ("one", "two")


async def test_keys_after_tab_in_one_packet_reach_a_widget_that_is_no_field() -> None:
    field, levels = Field(FIRST), Choices([Choice("low", "low"), Choice("high", "high")])
    app = Bench(field, levels, recorded=[Choices.Picked])
    async with app.run_test() as pilot:
        await burst(pilot, "12\t2")
        assert field.text == "12"
        assert app.last_said(Choices.Picked).value == "high"


@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(alphabet="ab \n<{}\t", max_size=30))
async def test_no_order_of_keys_loses_a_character(keys: str) -> None:
    slow = [Field(FIRST), Field(SECOND)]
    async with bench(*slow).run_test() as pilot:
        await pilot.press(*(NAMED.get(key, key) for key in keys))
        wanted = [field.text for field in slow]
    quick = [Field(FIRST), Field(SECOND)]
    async with bench(*quick).run_test() as pilot:
        await burst(pilot, keys)
        assert [field.text for field in quick] == wanted


@pytest.mark.parametrize("typed", ["\u00a0", "\u3000", "\u200c", "é", "\u0301", "م", "語", "🙂"])
async def test_every_character_that_a_keyboard_has_can_be_typed(typed: str) -> None:
    field = Field(FIRST)
    async with bench(field).run_test() as pilot:
        await burst(pilot, ["a", typed, "b"])
        assert field.text == f"a{typed}b"


async def test_a_control_character_is_not_typed() -> None:
    field = Field(FIRST)
    async with bench(field).run_test() as pilot:
        await burst(pilot, ["a", "\x9b", "\u202e", "b"])
        assert field.text == "ab"


async def test_a_paste_goes_in_once_and_safe() -> None:
    field = Field(FIRST)
    async with bench(field).run_test() as pilot:
        pilot.app.post_message(events.Paste("two\r\nlines \x1b]52;c;x\x07"))
        await pilot.pause()
        assert field.text == "two\nlines ␛]52;c;x␇"


async def test_a_paste_into_one_line_stays_one_line() -> None:
    field = Field(FIRST, lines=1)
    async with bench(field).run_test() as pilot:
        pilot.app.post_message(events.Paste("two\nlines"))
        await pilot.pause()
        assert field.text == "two lines"


async def test_more_than_a_file_may_hold_is_refused_and_said() -> None:
    field = Field(FIRST, "x" * (TITLE_LENGTH - 1), lines=1)
    app = bench(field)
    async with app.run_test() as pilot:
        await pilot.press("y", "z")
        assert field.text == "x" * (TITLE_LENGTH - 1) + "y"
        assert app.last_said(Announced).problem


async def test_enter_in_one_line_says_so_and_breaks_no_line() -> None:
    field = Field(FIRST, lines=1)
    app = bench(field)
    async with app.run_test() as pilot:
        await pilot.press("a", "enter")
        assert field.text == "a"
        assert [type(said).__name__ for said in app.said] == ["Written", "Entered"]


async def test_a_text_of_somebody_else_is_shown() -> None:
    field = Field(FIRST, "mine")
    async with bench(field).run_test():
        field.show(FIRST, "theirs")
        assert field.text == "theirs"


async def test_a_text_of_somebody_else_is_not_shown_over_typed_words() -> None:
    field = Field(FIRST, "mine")
    async with bench(field).run_test():
        field.insert("!", field.document.end)
        field.show(FIRST, "theirs")
        assert field.text == "mine!"


async def test_an_older_text_is_no_news_until_our_own_words_have_come_back() -> None:
    field = Field(FIRST, "a")
    async with bench(field).run_test() as pilot:
        await pilot.press("b")
        field.hand_on()
        field.show(FIRST, "a")
        assert field.text == "ab"
        field.show(FIRST, "ab")
        field.show(FIRST, "a")
        assert field.text == "a"


async def test_coming_back_to_a_text_before_our_words_have_shows_our_words() -> None:
    field = Field(FIRST, "a")
    async with bench(field).run_test() as pilot:
        await pilot.press("b")
        field.show(SECOND, "other")
        field.show(FIRST, "a")
        assert field.text == "ab"
        field.show(FIRST, "ab")
        field.show(FIRST, "theirs")
        assert field.text == "theirs"


async def test_undo_may_show_an_older_text_at_once() -> None:
    field = Field(FIRST, "a")
    async with bench(field).run_test() as pilot:
        await pilot.press("b")
        field.hand_on()
        field.new_visit()
        field.show(FIRST, "a")
        assert field.text == "a"


async def test_showing_another_text_hands_on_the_typed_one_first() -> None:
    field = Field(FIRST, "a")
    app = bench(field)
    async with app.run_test() as pilot:
        await pilot.press("b")
        field.show(SECOND, "other")
        await pilot.pause()
        written = app.last_said(Field.Written)
        assert (written.path, written.text, written.started_from) == (FIRST, "ab", "a")
        assert field.text == "other"


async def test_words_that_are_posted_but_have_not_arrived_can_be_taken_once() -> None:
    field = Field(FIRST)
    async with bench(field).run_test() as pilot:
        await pilot.press("a")
        field.hand_on()
        await pilot.press("b")
        assert [(one.started_from, one.text) for one in field.take()] == [("", "a"), ("a", "ab")]
        assert field.take() == []


async def test_text_that_is_not_safe_is_shown_safe_and_written_against_what_is_held() -> None:
    field = Field(FIRST, "a\u202eb")
    app = bench(field)
    async with app.run_test() as pilot:
        await pilot.press("c")
        field.hand_on()
        await pilot.pause()
        written = app.last_said(Field.Written)
        assert (written.started_from, written.text) == ("a\u202eb", "a\ufffdbc")


async def test_one_visit_is_one_step_of_undo_and_the_next_visit_another() -> None:
    app = bench(Field(FIRST), Field(SECOND))
    async with app.run_test() as pilot:
        field = app.query(Field).first()
        await pilot.press("a")
        field.hand_on()
        await pilot.press("b", "tab", "shift+tab", "c")
        field.hand_on()
        await pilot.pause()
        visits = [written.visit for written in app.all_said(Field.Written)]
        assert visits[0] == visits[1] != visits[2]


async def test_the_cursor_stays_with_its_words_when_somebody_writes_before_them() -> None:
    field = Field(FIRST, "alpha omega")
    async with bench(field).run_test() as pilot:
        await pilot.press("left", "left")
        field.show(FIRST, "alpha\nbeta omega")
        await pilot.press("X")
        assert field.text == "alpha\nbeta omeXga"


async def test_a_field_that_is_read_only_takes_no_key_and_no_paste() -> None:
    field = Field(FIRST, "theirs")
    field.read_only = True
    async with bench(field).run_test() as pilot:
        await pilot.press("x", "backspace", "enter")
        pilot.app.post_message(events.Paste("y"))
        await pilot.pause()
        assert field.text == "theirs"


def line(text: str, cursor: int | None = None) -> Strip:
    styles = [Style(reverse=place == cursor) for place in range(len(text))]
    return Strip([Segment(character, style) for character, style in zip(text, styles, strict=True)])


def test_a_key_at_the_end_of_a_line_changes_two_cells() -> None:
    assert differing(line("abc  ", 3), line("abcd ", 4)) == (3, 5)


def test_a_line_with_wide_characters_is_sent_whole() -> None:
    assert differing(line("日本 "), line("日本x"))[0] == 0


@given(st.text("ab ", min_size=5, max_size=5), st.text("ab ", min_size=5, max_size=5))
def test_what_is_not_sent_is_the_same_in_both_lines(old: str, new: str) -> None:
    first, end = differing(line(old), line(new))
    assert old[:first] == new[:first]
    assert old[end:] == new[end:]


async def test_a_typed_character_repaints_no_more_than_its_cells() -> None:
    field = Field(FIRST, "a long line of words " * 8)
    async with bench(field).run_test(size=(80, 24)) as pilot:
        await pilot.press("x", "y")
        field._exchange_repaint_regions()
        field._replace_via_keyboard("z", *field.selection)
        assert sum(region.area for region in field._exchange_repaint_regions()) <= 3
