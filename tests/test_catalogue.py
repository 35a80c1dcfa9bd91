"""The catalogue as data: complete, readable in a cell, and honest about where it comes from."""

from __future__ import annotations

import subprocess
import sys

import pytest
from rich.cells import cell_len

from catalogue.activities import LABEL_CELLS, builtin
from catalogue.factors import factors, factors_of
from catalogue.levels import Dimension, Level
from catalogue.nearest import nearest
from catalogue.phases import Phase


def test_there_are_24_activities_with_ids_labels_and_examples() -> None:
    listed = builtin().activities
    assert len({entry.id for entry in listed}) == len({entry.label for entry in listed}) == 24
    for entry in listed:
        assert cell_len(entry.label) <= LABEL_CELLS, entry.id
        assert 2 <= len(entry.examples) <= 3, entry.id
        assert entry.phases, entry.id
        assert "\n" not in entry.provenance
        assert entry.provenance, entry.id


def test_the_list_says_that_it_is_not_cttis_wording() -> None:
    note = builtin().note
    assert "this project" in note
    assert "Perry et al. 2021" in note


def test_a_phase_finds_activities_that_name_it_second() -> None:
    in_trials = builtin().in_phase(Phase.TRIALS)
    assert any(entry.primary_phase is not Phase.TRIALS for entry in in_trials)


def test_there_are_five_factors_on_each_side() -> None:
    assert [factor.code for factor in factors()] == [
        f"{side}{n}" for side in "BI" for n in range(1, 6)
    ]
    assert len(factors_of(Dimension.BENEFIT)) == len(factors_of(Dimension.INVESTMENT)) == 5


def test_ease_is_named_as_a_benefit_so_that_it_is_not_counted_twice() -> None:
    ease = next(factor for factor in factors() if factor.code == "B4")
    assert ease.note


@pytest.mark.parametrize(("wanted", "meant"), [("registy", "registry"), ("Consent", "consent")])
def test_a_misspelt_id_finds_the_one_meant(wanted: str, meant: str) -> None:
    assert meant in nearest(wanted, [entry.id for entry in builtin().activities])


def test_levels_step_within_their_ends() -> None:
    assert Level.HIGH.step(1) is Level.HIGH
    assert Level.LOW.step(2) is Level.HIGH
    assert [level.rank for level in Level] == [0, 1, 2]


def test_the_catalogue_needs_the_standard_library_only() -> None:
    code = (
        "import sys, catalogue.activities as a, catalogue.factors as f; a.builtin(); f.factors();"
        "print([m for m in sys.modules if m.split('.')[0] in"
        " ('textual', 'rich', 'msgspec', 'click', 'sqlite_utils', 'tomli_w', 'sessions', 'tui')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
