"""The plain ways to open the program, without the parser that all other commands need.

That parser is click, which takes longer to import than a session takes to read. What is not
exactly `commongrid [--db FILE] [--as NAME] [open SESSION [--at STEP]]` is none of this module's
business: `tui.cli.program` deals with it, mistakes and help included.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sessions.session import Step
from tui.cli.place import Place


class Opening(NamedTuple):
    """What shall be opened, and where; the library if no session is named."""

    place: Place
    session: str | None = None
    at: Step | None = None


def plain(words: Sequence[str]) -> Opening | None:
    """What these words ask for, or None if they are not as plain as that."""
    rest, given = list(words), dict[str, str]()
    session = None
    _take(rest, given, "--db", "--as")
    if rest:
        if rest.pop(0) != "open":
            return None
        _take(rest, given, "--at")
        session = rest.pop(0) if rest else ""
        _take(rest, given, "--at")
    said = [*given.values(), *([] if session is None else [session])]
    at = given.get("--at")
    if rest or any(not word or word.startswith("-") for word in said) or _completing():
        return None
    if at is not None and at not in tuple(Step):
        return None
    database = Path(given["--db"]) if "--db" in given else None
    return Opening(Place(database, given.get("--as")), session, Step(at) if at else None)


def _take(rest: list[str], given: dict[str, str], *names: str) -> None:
    """Take these options, each once, with their values off the words that are left."""
    while len(rest) > 1 and rest[0] in names and rest[0] not in given:
        name, value, *rest[:] = rest
        given[name] = value


def _completing() -> bool:
    """Whether a shell is only asking what could come next."""
    return "_COMMONGRID_COMPLETE" in os.environ
