"""The plain ways to use the program, without the parser that all other commands need.

That parser is click, which takes longer to import than these commands take. What is not exactly
a row of `FORMS`, after `--db FILE` and `--as NAME` at most, is none of this module's business:
`tui.cli.program` deals with it, mistakes and help included.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from catalogue.values import dataclass, field
from tui.cli.place import Place

MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Form:
    """The plain form of a command: the function that answers it, and how many words it takes.

    `options` tells of each option the function's parameter and the closed list of its values.
    """

    function: str
    least: int
    most: int
    options: Mapping[str, tuple[str, str]] = field(default_factory=dict)


FORMS: dict[str | None, Form] = {
    None: Form("tui.cli.screens:open_screens", 0, 0),
    "open": Form("tui.cli.screens:open_screens", 1, 1, {"--at": ("at", "sessions.session:Step")}),
    "activities": Form(
        "tui.cli.answers:activities", 0, 0, {"--phase": ("phase", "catalogue.phases:Phase")}
    ),
    "validate": Form("tui.cli.answers:validate", 1, MANY),
    "compare": Form(
        "tui.cli.answers:compare", 2, MANY, {"--format": ("form", "tui.cli.answers:TOLD_AS")}
    ),
}
"""By the command; None is the program alone, which opens the library."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What shall be done, and where: a function of this program, and what it is given."""

    function: str
    place: Place
    words: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)

    def answer(self) -> int | None:
        """Do it; the exit status, if it is not 0. Raises CommongridError."""
        done: int | None = _found(self.function)(self.place, *self.words, **self.options)
        return done


def plain(words: Sequence[str]) -> Asked | None:
    """What these words ask for, or None if they are not as plain as that."""
    rest, before = list(words), dict[str, str]()
    while len(rest) > 1 and rest[0] in ("--db", "--as") and rest[0] not in before:
        name = rest.pop(0)
        before[name] = rest.pop(0)
    form = FORMS.get(rest.pop(0) if rest else None)
    if form is None or _completing():
        return None
    given, options = list[str](), dict[str, str]()
    while rest:
        word = rest.pop(0)
        parameter, listed = form.options.get(word, ("", ""))
        if not parameter or parameter in options or not rest:
            given.append(word)
        elif (value := _one_of(listed, rest.pop(0))) is None:
            return None
        else:
            options[parameter] = value
    if any(not word or word.startswith("-") for word in (*before.values(), *given)):
        return None
    if not form.least <= len(given) <= form.most:
        return None
    database = Path(before["--db"]) if "--db" in before else None
    return Asked(form.function, Place(database, before.get("--as")), tuple(given), options)


def _one_of(listed: str, said: str) -> str | None:
    """The value of a closed list that is spelt so, None if there is none."""
    return next((one for one in _found(listed) if one == said), None)


def _found(place: str) -> Any:
    """What is at `module:name`, imported if it was not yet."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def _completing() -> bool:
    """Whether a shell is only asking what could come next."""
    return "_COMMONGRID_COMPLETE" in os.environ
