"""What a key costs the line, in a real terminal at 80 x 24: budgets in bytes, which are exact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest
from command import GROUP, SPONSOR, Commands
from kept import ANNA, a_session, opened
from terminal import Terminal, commongrid

from catalogue.activities import Activity, ActivityId
from catalogue.levels import LEVELS
from sessions.session import Assessment, sort_own

MINE = "Phase 1/2 gene therapy (sponsor)"
LOW, _, HIGH = LEVELS
LONG = "Single-arm trial needs external controls; the registry is the only route to families. "


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The illustrative pair, a rationale of some length in each place that takes one."""
    database = tmp_path_factory.mktemp("bytes") / "library.db"
    commands = Commands(database)
    commands.done("import", SPONSOR, GROUP, "--ours")
    for activity in ("registry", "funding", "endpoints"):
        commands.done("rate", MINE, activity, "--benefit-why", LONG * 3)
    return database


@pytest.fixture
def at(library: Path, request: pytest.FixtureRequest) -> Iterator[Terminal]:
    """The program, opened where the test says, silent."""
    where = [] if request.param is None else ["open", MINE, "--at", request.param]
    with Terminal(commongrid("--db", str(library), *where)) as terminal:
        terminal.see("q (quit|back)")
        terminal.settle(0.3)
        yield terminal


def costs(terminal: Terminal, *keys: str) -> list[int]:
    """The bytes of each key, from the key to silence."""
    return [terminal.press(key) for key in keys]


@pytest.mark.parametrize("at", ["matrix"], indirect=True)
def test_keys_in_the_matrix(at: Terminal) -> None:
    assert max(costs(at, "down", "down", "right", "right", "up", "left", "down")) <= 700
    assert max(costs(at, "m", "down", "right", "up", "left", "right", "escape")) <= 1300
    assert max(costs(at, "?", "escape")) <= 5000
    assert at.press("r") <= 5500


@pytest.mark.parametrize("at", ["identify"], indirect=True)
def test_keys_in_the_checklist(at: Terminal) -> None:
    steps = costs(at, *["down"] * 24, *["up"] * 4)
    assert median(steps) <= 1200
    assert max(steps) <= 2000, "one that scrolls the list, and says another activity beside it"
    assert max(costs(at, "space", "space")) <= 1200


@pytest.mark.parametrize("at", [None], indirect=True)
def test_keys_in_the_library_and_the_comparison(at: Terminal) -> None:
    assert len(at.output) <= 5000
    assert max(costs(at, "down", "up")) <= 900
    at.press("space", "down", "space")
    at.type("c")
    at.see("Start here")
    at.settle(0.3)
    assert max(costs(at, *["down"] * 6, "up")) <= 1200


def test_a_step_in_a_comparison_of_two_thousand(tmp_path: Path) -> None:
    own = sort_own(
        Activity(ActivityId(f"own-{number}"), f"Activity number {number}") for number in range(2000)
    )
    held = {key: replace(Assessment(key), chosen=True, benefit=HIGH, investment=LOW) for key in own}
    with opened(tmp_path / "test.db") as store:
        for title in ("Ours", "Theirs"):
            store.create(replace(a_session(title), own=own, assessments=held), who=ANNA)
    with Terminal(commongrid("--db", str(tmp_path / "test.db"))) as terminal:
        terminal.see("q quit")
        terminal.press("space", "space", "c")
        terminal.see("START HERE")
        terminal.press("end")
        assert max(costs(terminal, "up", "up", "up")) <= 1400


@pytest.mark.parametrize("at", ["evaluate"], indirect=True)
def test_typing_and_not_typing(at: Terminal) -> None:
    at.press("tab", "tab", "tab", "tab", "tab", "tab")
    assert max(costs(at, *"words that wrap over the end of the line, and on ")) <= 500
    at.settle(2.5)
    before = len(at.output)
    at.settle(2.5)
    assert len(at.output) == before, "an idle program is silent"
