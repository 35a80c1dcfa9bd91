"""The plain ways to open the program are read as click reads them, and nothing else is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sessions.session import Step
from tui.cli import opening, program
from tui.cli.place import Place
from tui.cli.plain import plain

PLAIN = [
    "",
    "--db a.db",
    "--as Ada",
    "--as Ada --db a.db",
    "--db open",
    "open Title",
    "open Title --at matrix",
    "open --at plan Title",
    "--db a.db --as Ada open Title --at compare",
    "open open",
]
OTHER = [
    "--help",
    "open",
    "open --help",
    "open Title more",
    "open Title --at nowhere",
    "open Title --at",
    "open Title --at matrix --at plan",
    "open -x",
    "open -- Title",
    "--db",
    "--db -x open Title",
    "--db=a.db",
    "--db a.db --db b.db",
    "--theme light open Title",
    "--restricted --folder x",
    "--db a.db --restricted",
    "list",
    "demo",
    "Title",
]


@pytest.mark.parametrize("line", PLAIN)
def test_plain_words_mean_what_click_takes_them_for(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def note(place: Place, session: str | None = None, at: Step | None = None) -> int:
        seen.append((place.given_database, place.given_name, session, at))
        return 0

    monkeypatch.setattr(opening, "open_screens", note)
    monkeypatch.setattr("tui.cli.screens.open_screens", note)
    assert CliRunner().invoke(program.program, line.split()).exit_code == 0
    found = plain(line.split())
    assert found is not None
    place, session, at = found
    assert seen == [(place.given_database, place.given_name, session, at)]


@pytest.mark.parametrize("line", OTHER)
def test_everything_else_is_left_to_click(line: str) -> None:
    assert plain(line.split()) is None


def test_a_shell_that_completes_is_left_to_click(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_COMMONGRID_COMPLETE", "bash_complete")
    assert plain([]) is None


def test_a_database_is_a_path() -> None:
    found = plain(["--db", "a.db"])
    assert found is not None
    assert found.place.given_database == Path("a.db")
