"""The matrix screen, by pressed keys on a bench that applies the edits it asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bench import Bench
from matrix_bench import aurel, session_of
from textual.message import Message
from textual.pilot import Pilot

from catalogue.activities import ActivityId
from catalogue.factors import FactorCode
from catalogue.levels import Level
from sessions.edits import Choose, Nudge, Place
from sessions.session import LevelMeanings, Session, Step
from tui.messages import (
    BackRequested,
    EditRequested,
    RatingRequested,
    RedoRequested,
    StepRequested,
    UndoRequested,
)
from tui.screens.matrix import MatrixPage, next_with
from tui.screens.matrix_text import NOTHING, OURS, PAPER, in_pane
from tui.widgets.keybar import KeyBar
from tui.widgets.matrix_grid import MatrixGrid
from tui.widgets.pane import Pane

CONSENT = ActivityId("consent")
HOSTILE = "[/] [@click=app.quit]x[/] \x1b]52;c;eA==\x07 \u202e"


def told(session: Session) -> Session:
    """The session with every text of one activity written."""
    held = replace(
        session.assessment(CONSENT),
        benefit_why="Core duty to the families",
        investment_why="We have a glossary",
        benefit_factors=(FactorCode("B1"), FactorCode("B5")),
        plan="Expert review of the draft",
        unclear="Does this cover assent?",
        private_note="Ask Ana first",
    )
    return session.with_assessment(held)


class MatrixBench(Bench):
    """Stands for the app: applies each edit at once."""

    def __init__(self, session: Session, *, ours: bool = True) -> None:
        self.page = MatrixPage(session, ours=ours)
        super().__init__(self.page, answer=self.serve)

    def serve(self, message: Message) -> None:
        if isinstance(message, EditRequested):
            self.page.show(message.edit.apply(self.page.session))

    @property
    def keys(self) -> str:
        """What the key bar says."""
        return "  ".join(f"{hint.key} {hint.word}" for hint in self.page.query_one(KeyBar).shown)

    @property
    def words(self) -> str:
        """What the pane says."""
        return "\n".join(block.label + block.text for block in self.page.query_one(Pane).blocks)


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_the_pane_says_everything_of_the_activity_under_the_cursor() -> None:
    bench = MatrixBench(told(aurel()))
    async with bench.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for words in (
            "Informed consent and participant materials",
            "high / low: pursue. ",
            "Why benefit  Core duty to the families (B1 B5)",
            "Why invest.  We have a glossary",
            "Plan         Expert review of the draft",
            "Question     Does this cover assent?",
            "Private note hidden: p shows it",
            PAPER,
        ):
            assert words in bench.words
        await press(pilot, "right")
        assert "Unmet need and therapeutic burden data" in bench.words
        assert "high / moderate: plan for it" in bench.words
        assert OURS in bench.words


async def test_a_private_note_is_shown_by_a_key_and_hidden_again() -> None:
    bench = MatrixBench(told(aurel()))
    async with bench.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Ask Ana" not in bench.words
        await press(pilot, "p")
        assert "Private note Ask Ana first (stays here)" in bench.words
        await press(pilot, "p")
        assert "Ask Ana" not in bench.words


async def test_long_text_is_read_by_page_down() -> None:
    bench = MatrixBench(told(aurel()))
    async with bench.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "more lines: PgDn" in bench.screen_text()
        assert "Ask Ana first" not in bench.screen_text()
        await press(pilot, "pagedown", "pagedown", "pagedown", "pagedown")
        assert "more lines: PgDn" not in bench.screen_text()
        assert "Where from" in bench.screen_text()
        await press(pilot, *["pageup"] * 5)
        assert "Core duty" in bench.screen_text()


async def test_a_wide_terminal_has_the_pane_beside_the_grid() -> None:
    bench = MatrixBench(told(aurel()))
    async with bench.run_test(size=(200, 60)) as pilot:
        await pilot.pause()
        line = next(one for one in bench.screen_text().splitlines() if "Core duty" in one)
        assert line.index("Core duty") > 120
        assert "hidden: p shows it" in bench.screen_text()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Informed consent" in bench.screen_text()


async def test_an_arrow_in_a_carry_asks_for_a_nudge_of_one_group() -> None:
    bench = MatrixBench(aurel())
    async with bench.run_test(size=(80, 24)) as pilot:
        await press(pilot, "m", "right", "down", "enter")
        asked = bench.all_said(EditRequested)
        assert [one.edit for one in asked] == [Nudge(CONSENT, 0, 1), Nudge(CONSENT, -1, 0)]
        assert len({one.group for one in asked}) == 1
        assert asked[0].group


async def test_putting_back_is_an_edit_of_the_same_group() -> None:
    session = aurel(consent="high ?")
    bench = MatrixBench(session)
    async with bench.run_test(size=(80, 24)) as pilot:
        bench.page.grid.highlight(CONSENT)
        await press(pilot, "m", "right", "escape")
        asked = bench.all_said(EditRequested)
        assert asked[-1].edit == Place(CONSENT, Level.HIGH, None)
        assert len({one.group for one in asked}) == 1
        assert bench.page.session == session
        assert bench.all_said(BackRequested) == []


async def test_a_digit_asks_for_a_cell() -> None:
    bench = MatrixBench(aurel())
    async with bench.run_test(size=(80, 24)) as pilot:
        await press(pilot, "3")
        assert bench.last_said(EditRequested).edit == Place(CONSENT, Level.LOW, Level.HIGH)
        assert "low / high: hardly worth it" in bench.words


async def test_a_step_of_a_carry_leaves_everything_on_the_screen_where_it_is() -> None:
    bench = MatrixBench(aurel())
    async with bench.run_test(size=(80, 24)) as pilot:
        await press(pilot, "m")
        laid_out: list[object] = []
        bench.page.screen_layout_refresh_signal.subscribe(bench.page, laid_out.append)
        for key in ("right", "right", "left", "down", "up"):
            await press(pilot, key)
        assert "drop here (high / moderate)" in bench.keys
        assert laid_out == []


async def test_the_key_bar_names_the_cell_that_a_drop_would_leave_it_in() -> None:
    bench = MatrixBench(aurel())
    async with bench.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "m move" in bench.keys
        assert "↑↓←→ walk" in bench.keys
        await press(pilot, "m")
        assert bench.keys == "↑↓←→ carry  Enter drop here (high / low)  Esc put back"
        await press(pilot, "right")
        assert "drop here (high / moderate)" in bench.keys
        await press(pilot, "enter")
        assert "m move" in bench.keys


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (200, 60)])
async def test_every_key_of_the_bar_fits_on_the_screen(size: tuple[int, int]) -> None:
    bench = MatrixBench(aurel())
    async with bench.run_test(size=size) as pilot:
        await press(pilot, "down")
        shown = " ".join(bench.screen_text().split())
        for hint in bench.page.query_one(KeyBar).shown:
            assert f"{hint.key} {hint.word}" in shown


async def test_rating_back_and_next_step_are_asked_for() -> None:
    bench = MatrixBench(aurel())
    async with bench.run_test(size=(80, 24)) as pilot:
        await press(pilot, "r", "n", "q", "escape")
        assert bench.last_said(RatingRequested).activity == CONSENT
        assert bench.last_said(StepRequested).step is Step.COMPARE
        assert len(bench.all_said(BackRequested)) == 2


@pytest.mark.parametrize("key", ["u", "U", "f6", "f7", "ctrl+r"])
async def test_undo_and_redo_leave_a_carry_alone(key: str) -> None:
    bench = MatrixBench(aurel())
    async with bench.run_test(size=(80, 24)) as pilot:
        await press(pilot, "m", "right", key)
        assert bench.page.grid.carrying is not None
        assert bench.all_said(UndoRequested) == bench.all_said(RedoRequested) == []
        await press(pilot, "enter", key)
        assert len([*bench.all_said(UndoRequested), *bench.all_said(RedoRequested)]) == 1


async def test_somebody_elses_change_shows_in_grid_pane_and_key_bar() -> None:
    bench = MatrixBench(aurel())
    async with bench.run_test(size=(80, 24)) as pilot:
        await press(pilot, "m")
        bench.page.show(Place(CONSENT, Level.LOW, Level.LOW).apply(bench.page.session))
        await pilot.pause()
        assert "drop here (low / low)" in bench.keys
        assert "low / low: could be offered" in bench.words
        bench.page.show(Choose(CONSENT, False).apply(bench.page.session))
        await pilot.pause()
        assert "m move" in bench.keys
        assert "Translational research tools" in bench.words


async def test_a_partners_session_can_be_read_and_not_moved() -> None:
    bench = MatrixBench(told(aurel()), ours=False)
    async with bench.run_test(size=(80, 24)) as pilot:
        await press(pilot, "m", "right", "3", "u", "down", "enter")
        assert bench.all_said(EditRequested) == []
        assert bench.all_said(UndoRequested) == []
        assert "undo" not in bench.keys
        assert bench.page.grid.highlighted == "endpoints"
        assert "move" not in bench.keys
        assert "send" not in bench.keys


async def test_nothing_chosen_is_said_with_what_to_do() -> None:
    bench = MatrixBench(session_of({}))
    async with bench.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert NOTHING[1].text in bench.words
        await press(pilot, "m", "r", "3", "down")
        assert bench.said == []


# ---- finding


async def test_find_goes_to_the_next_title_with_the_word_as_it_is_typed() -> None:
    bench = MatrixBench(aurel())
    async with bench.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", *"trial")
        assert bench.page.grid.highlighted == "recruitment"
        await press(pilot, "enter", "down")
        assert isinstance(bench.page.focused, MatrixGrid)
        assert bench.page.grid.highlighted == "sites"
        assert bench.all_said(EditRequested) == []


async def test_find_says_when_there_is_nothing_and_goes_on_by_f3() -> None:
    bench = MatrixBench(aurel())
    async with bench.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f3", *"burden")
        assert bench.page.grid.highlighted == "unmet-need"
        await press(pilot, "f3")
        assert bench.page.grid.highlighted == "protocol"
        await press(pilot, *"zz")
        assert "No chosen activity has" in bench.words
        await press(pilot, "escape")
        assert isinstance(bench.page.focused, MatrixGrid)
        assert "Protocol design" in bench.words


def test_find_goes_round_and_finds_labels_too() -> None:
    session = aurel()
    assert next_with(session, "CONSENT", CONSENT) == "peer-support"
    assert next_with(session, "consent", ActivityId("peer-support")) == "consent"
    assert next_with(session, "consent", CONSENT, here=True) == "consent"
    assert next_with(session, "travel fund", None) == "own-travel-fund"
    assert next_with(session, "zz", CONSENT) is None


# ---- the text of the pane


def test_a_half_rated_activity_says_what_is_missing() -> None:
    words = [block.text for block in in_pane(aurel(consent="high ?"), CONSENT, None)]
    assert "high / ?: not yet rated, investment missing." in words
    words = [block.text for block in in_pane(aurel(consent="? ?"), CONSENT, None)]
    assert "? / ?: not yet rated, benefit and investment missing." in words


def test_the_sides_own_meaning_of_a_level_is_told() -> None:
    session = replace(aurel(), levels=LevelMeanings(benefit_high="Changes care for most families"))
    words = [block.text for block in in_pane(session, CONSENT, "All in one cell.")]
    assert "high benefit here means: Changes care for most families" in words
    assert words[-1] == "All in one cell."


async def test_hostile_text_is_only_text() -> None:
    held = replace(aurel().assessment(CONSENT), benefit_why=HOSTILE, private_note=HOSTILE)
    bench = MatrixBench(replace(aurel().with_assessment(held), title=HOSTILE))
    async with bench.run_test(size=(200, 60)) as pilot:
        await press(pilot, "m", "right", "enter")
        shown = bench.screen_text()
        assert "[@click=app.quit]x[/]" in shown
        assert all(ch == "\n" or ch.isprintable() for ch in shown)
