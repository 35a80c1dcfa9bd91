"""The geometry of the matrix: any size, any session, no place that cannot be reached."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matrix_bench import aurel, crowd, session_of
from rich.cells import cell_len
from thorough import examples

from catalogue.activities import Activity, ActivityId, builtin
from sessions.edits import Nudge
from sessions.session import Session
from tui.signs import ASCII_SIGNS
from tui.widgets.canvas import Part, changed_to
from tui.widgets.matrix_drawing import Kind, View, cursor_at, draw
from tui.widgets.matrix_layout import lay_out, share
from tui.widgets.matrix_sheet import BOX, TRAY, sheet
from tui.widgets.matrix_walk import Spot, column_at, first, last, nearest, next_unrated, walk

LEVEL = st.sampled_from(["low", "moderate", "high"])
CELL = st.one_of(st.tuples(LEVEL, LEVEL), st.tuples(st.just("?"), st.one_of(LEVEL, st.just("?"))))
IDS = [entry.id for entry in builtin().activities]


@st.composite
def sessions(draw_value: st.DrawFn) -> Session:
    """Any choice of the 24, rated anyhow."""
    chosen = draw_value(st.lists(st.sampled_from(IDS), unique=True))
    return session_of({key: " ".join(draw_value(CELL)) for key in chosen})


def lines(session: Session, width: int, height: int, **options: object) -> list[str]:
    layout = lay_out(sheet(session), width, height)
    view = View(BOX, cursor=first(layout), **options)  # type: ignore[arg-type]
    return ["".join(part.text for part in line) for line in draw(layout, view)]


@pytest.mark.parametrize("height", [*range(11), 13, 15, 24, 60])
def test_every_size_is_filled_exactly(height: int) -> None:
    for session in (aurel(funding="? ?", retention="high ?"), crowd(90), session_of({})):
        contents = sheet(session)
        for width in [*range(31), 60, 80, 119, 120, 200]:
            layout = lay_out(contents, width, height)
            for spot in (None, first(layout), last(layout)):
                top = layout.scrolled(*spot, 0) if spot else 0
                drawn = draw(layout, View(BOX, cursor=spot, top=top))
                assert len(drawn) == height
                for line in drawn:
                    assert sum(part.width for part in line) == width
                    assert all(cell_len(part.text) == part.width for part in line)


@given(sessions(), st.integers(3, 70), st.integers(40, 200))
@settings(max_examples=examples(60), deadline=None)
def test_arrows_reach_every_item_and_no_item_is_a_trap(
    session: Session, height: int, width: int
) -> None:
    layout = lay_out(sheet(session), width, height)
    items = {
        Spot(block, place)
        for block, held in enumerate(layout.sheet.blocks)
        for place in range(len(held))
    }
    for start in items:
        begin = (start, column_at(layout, start))
        found, open_ends = {begin}, [begin]
        while open_ends:
            spot, goal = open_ends.pop()
            top = layout.scrolled(*spot, 0)
            for down, right in [(1, 0), (-1, 0), (0, 1), (0, -1)]:
                after = walk(layout, spot, down, right, top=top, goal=goal)
                reached = (after, goal if down else column_at(layout, after))
                if reached not in found:
                    found.add(reached)
                    open_ends.append(reached)
        assert {spot for spot, _ in found} == items


@given(sessions(), st.integers(3, 40), st.integers(30, 200))
@settings(max_examples=examples(60), deadline=None)
def test_the_cursor_can_always_be_seen(session: Session, height: int, width: int) -> None:
    layout = lay_out(sheet(session), width, height)
    for block, held in enumerate(layout.sheet.blocks):
        if layout.boxes[block].height == 0:
            continue
        for place in range(len(held)):
            top = layout.scrolled(block, place, 0)
            view = View(BOX, cursor=Spot(block, place), top=top)
            point = cursor_at(layout, view)
            assert point is not None
            x, y = point
            text = "".join(part.text for part in draw(layout, view)[y])
            assert text[x] == BOX.cursor


THREE = st.lists(st.integers(0, 90), min_size=3, max_size=3)


@given(st.integers(0, 80), THREE, st.none() | THREE)
def test_rows_share_all_lines_and_none_goes_without(
    total: int, needs: list[int], start: list[int] | None
) -> None:
    heights = share(total, needs, start)
    assert sum(heights) == total
    assert total < 3 or min(heights) >= 1
    if sum(max(1, need) for need in needs) <= total:
        assert all(height >= need for height, need in zip(heights, needs, strict=True))


def test_rows_are_alike_as_long_as_everything_fits() -> None:
    assert share(10, [4, 1, 1]) == [4, 3, 3]
    assert share(9, [0, 1, 3]) == [3, 3, 3]
    assert share(11, [6, 1, 0]) == [6, 3, 2]


def test_rows_keep_their_heights_as_long_as_everything_fits() -> None:
    assert share(10, [1, 3, 1], [5, 4, 1]) == [5, 4, 1]
    assert share(11, [1, 3, 1], [5, 4, 1]) == [5, 4, 2]
    assert share(10, [1, 3, 2], [5, 4, 1]) == [4, 4, 2]
    assert share(4, [1, 1, 1], [5, 4, 1]) == [2, 1, 1]


def test_a_move_leaves_the_rows_where_they_are() -> None:
    session = aurel()
    before = lay_out(sheet(session), 80, 14)
    moved = sheet(Nudge(ActivityId("consent"), -1, 0).apply(session))
    assert lay_out(moved, 80, 14, before).boxes == before.boxes
    assert lay_out(moved, 80, 15, before) == lay_out(moved, 80, 15)


def test_a_cell_that_overflows_says_how_many_are_hidden() -> None:
    drawn = "\n".join(lines(crowd(90), 80, 14))
    assert "+6 ▾" in drawn
    assert "Not yet rated (9)" in drawn


def test_a_scrolled_cell_says_how_many_are_above() -> None:
    layout = lay_out(sheet(crowd(90)), 80, 14)
    top = layout.scrolled(0, 8, 0)
    drawn = draw(layout, View(BOX, cursor=Spot(0, 8), top=top))
    assert "+6 ▴" in "".join(part.text for part in drawn[1])


def test_a_wide_matrix_writes_titles_in_full() -> None:
    drawn = "\n".join(lines(aurel(), 140, 50))
    assert "Informed consent and participant" in drawn
    assert "Consent & materials" not in drawn


def test_a_narrow_matrix_shortens_labels_and_keeps_the_marks() -> None:
    drawn = "\n".join(lines(aurel(), 60, 14))
    assert "…" in drawn
    assert "Travel fund ~" in drawn
    assert "Peer support #" in drawn


def test_a_half_rated_activity_shows_the_level_that_is_known() -> None:
    drawn = "\n".join(lines(aurel(registry="high ?"), 80, 14))
    assert "Registry & history ! high / ?" in drawn


def test_every_sign_has_an_ascii_stand_in_of_the_same_width() -> None:
    contents = sheet(crowd(90))
    for width, height in ((80, 14), (60, 9), (24, 4)):
        layout = lay_out(contents, width, height)
        for line in draw(layout, View(BOX, cursor=first(layout), carrying=True)):
            plain = [part.text.translate(ASCII_SIGNS) for part in line]
            assert all(text.isascii() for text in plain)
            assert [len(text) for text in plain] == [part.width for part in line]


def test_nothing_chosen_still_draws_the_matrix() -> None:
    layout = lay_out(sheet(None), 80, 14)
    assert first(layout) is None
    assert last(layout) is None
    assert nearest(layout, Spot(4, 2)) is None
    assert next_unrated(layout, None) is None
    assert "low invest. (0)" in lines(session_of({}), 80, 14)[0]


def test_unrated_goes_round_the_tray() -> None:
    layout = lay_out(sheet(aurel(funding="? ?", retention="? low")), 80, 14)
    spot = next_unrated(layout, Spot(0, 0))
    assert spot == Spot(TRAY, 0)
    assert next_unrated(layout, spot) == Spot(TRAY, 1)
    assert next_unrated(layout, Spot(TRAY, 1)) == Spot(TRAY, 0)


def test_a_repaint_ends_where_the_last_difference_ends() -> None:
    before = (Part(0, 2, "ab", Kind.ITEM), Part(2, 2, "cd", Kind.ITEM), Part(4, 1, "e", Kind.RULE))
    assert changed_to(before, (before[0], Part(2, 2, "cx", Kind.ITEM), before[2])) == 4
    assert changed_to(before, before) == 0
    assert changed_to(before, (Part(0, 5, "abcde", Kind.ITEM),)) == 5
    assert changed_to(before[:1], (Part(0, 2, "ab", Kind.CURSOR),)) == 2


def test_a_repaint_leaves_out_the_spaces_that_both_lines_end_in() -> None:
    def line(text: str) -> tuple[Part, ...]:
        return (Part(0, len(text), text, Kind.ITEM), Part(len(text), 9, " " * 9, Kind.EMPTY))

    assert changed_to(line("abc"), line("abcdef")) == 6
    assert changed_to(line("abcdef"), line("abc")) == 6
    assert changed_to(line("abc"), line("xbc")) == 3
    assert changed_to(line("abc")[:1], line("xbc")) == 12
    assert changed_to((Part(0, 4, "    ", Kind.EMPTY),), (Part(0, 6, " " * 6, Kind.EMPTY),)) == 6


def test_a_shortened_label_is_one_space_from_its_marks() -> None:
    own = Activity(ActivityId("own-fund"), "Family travel and relocation fund")
    drawn = "\n".join(lines(session_of({"own-fund": "high low"}, (own,)), 80, 14))
    assert "▸ Family travel and… ~ " in drawn
