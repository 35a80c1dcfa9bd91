"""The matrix of one side: where things lie and what that means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sides import side, worked_example

from catalogue.activities import ActivityId, builtin
from catalogue.levels import Level
from sessions.matrix import CELLS, Cell, cell_of_digit, matrix, meaning
from sessions.session import Assessment

L, M, H = Level.LOW, Level.MODERATE, Level.HIGH


def test_there_are_nine_cells_read_from_high_benefit_and_low_investment():
    assert len(set(CELLS)) == 9
    assert CELLS[0] == Cell(H, L)
    assert CELLS[-1] == Cell(L, H)


def test_the_digits_lie_as_on_a_keypad():
    assert [cell.digit for cell in CELLS] == [7, 8, 9, 4, 5, 6, 1, 2, 3]
    assert cell_of_digit(7) == Cell(H, L)
    assert cell_of_digit(3) == Cell(L, H)
    assert all(cell_of_digit(cell.digit) == cell for cell in CELLS)


@pytest.mark.parametrize("digit", [0, 10, -1])
def test_a_digit_outside_the_keypad_is_no_cell(digit):
    with pytest.raises(KeyError):
        cell_of_digit(digit)


def test_only_the_four_corners_are_read_by_the_paper():
    from_paper = {cell for cell in CELLS if meaning(cell).from_paper}
    assert from_paper == {Cell(H, L), Cell(H, H), Cell(L, L), Cell(L, H)}


def test_the_corners_say_what_the_paper_says():
    assert meaning(Cell(H, L)).words == "pursue"
    assert meaning(Cell(H, H)).words == "valuable but costly"
    assert meaning(Cell(L, L)).words == "could be offered"
    assert meaning(Cell(L, H)).words == "hardly worth it"


def test_every_cell_has_words_and_a_sentence_of_its_own():
    assert len({meaning(cell).words for cell in CELLS}) == 9
    assert len({meaning(cell).sentence for cell in CELLS}) == 9


def test_the_sponsor_of_the_worked_example_lies_as_printed():
    sponsor, _ = worked_example()
    cells = {
        cell.words: [entry.id for entry in held] for cell, held in matrix(sponsor).cells.items()
    }
    assert cells["high / low"] == ["eligibility", "consent", "recruitment"]
    assert cells["high / moderate"] == [
        "registry",
        "translational-tools",
        "endpoints",
        "protocol",
        "own-travel-relocation-fund",
    ]
    assert cells["moderate / low"] == ["unmet-need", "peer-support"]
    assert cells["moderate / high"] == ["sites"]
    assert cells["low / moderate"] == ["diagnosis"]
    assert cells["high / high"] == []


def test_an_activity_with_one_level_is_not_rated_yet():
    found = matrix(side("A", {"registry": "H-", "consent": "-L", "sites": "HH", "funding": "--"}))
    assert [entry.id for entry in found.unrated] == ["funding", "registry", "consent"]
    assert found.rated == 1


def test_an_unchosen_activity_is_nowhere_even_if_it_was_rated():
    session = side("A", {"registry": "HH"})
    held = replace(session.assessment(ActivityId("registry")), chosen=False)
    found = matrix(session.with_assessment(held))
    assert found.rated == 0
    assert found.unrated == ()


SPREAD = ["registry", "consent", "sites", "funding", "protocol", "endpoints", "testimony"]


def test_more_than_half_in_one_cell_warns_and_names_the_cell():
    cells = dict.fromkeys(SPREAD[:4], "HL") | dict.fromkeys(SPREAD[4:], "MM")
    found = matrix(side("A", cells))
    assert found.crowded == Cell(H, L)
    assert found.warning is not None
    assert found.warning.startswith("4 of 7 rated activities share one cell (high / low).")


def test_exactly_half_in_one_cell_is_no_reason_to_warn():
    cells = dict.fromkeys(SPREAD[:3], "HL") | dict.fromkeys(SPREAD[3:6], "MM")
    assert matrix(side("A", cells)).warning is None


def test_few_activities_may_share_a_cell():
    assert matrix(side("A", dict.fromkeys(SPREAD[:5], "HL"))).warning is None


levels = st.one_of(st.none(), st.sampled_from(Level))
assessments = st.builds(
    Assessment,
    st.sampled_from([entry.id for entry in builtin().activities]),
    chosen=st.booleans(),
    benefit=levels,
    investment=levels,
)


@given(st.lists(assessments))
def test_every_chosen_activity_is_in_exactly_one_place(held):
    session = side("A", {})
    for assessment in held:
        session = session.with_assessment(assessment)
    found = matrix(session)
    placed = [entry.id for cell in CELLS for entry in found.cells[cell]]
    placed += [entry.id for entry in found.unrated]
    assert sorted(placed) == sorted(one.activity for one in session.chosen())


def test_what_a_cell_means_fits_above_it_in_eighty_columns() -> None:
    assert max(len(meaning(cell).words) for cell in CELLS) <= 20
