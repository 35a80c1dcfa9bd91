"""The plain ways to open the program are read as click reads them, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sessions.session import Step
from tui.cli.opening import open_
from tui.cli.place import Place
from tui.cli.plain import Opening, plain
from tui.cli.program import program

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


def parsed(words: list[str]) -> Opening:
    """What click takes these words for; whatever else could be said is not said."""
    context = program.make_context("commongrid", list(words))
    said = dict(context.params)
    place = Place(said.pop("database"), said.pop("name"))
    assert not any(said.values())
    _, rest, _ = program.make_parser(context).parse_args(list(words))
    if not rest:
        return Opening(place)
    name, command, left = program.resolve_command(context, rest)
    assert command is open_
    asked = dict(command.make_context(name, left, parent=context).params)
    session, at = asked.pop("document"), asked.pop("at")
    assert asked == {}
    return Opening(place, session, Step(at) if at else None)


@pytest.mark.parametrize("line", PLAIN)
def test_plain_words_mean_what_click_takes_them_for(line: str) -> None:
    assert plain(line.split()) == parsed(line.split())


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
