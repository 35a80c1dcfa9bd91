"""Files that travel: TOML out and in. The one door to them for the rest of the program.

A kind of file is an entry of `sessions.file_shapes.KINDS` and a reader here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from catalogue.activities import Catalogue
from sessions import file_shapes
from sessions.errors import CommongridError
from sessions.file_fields import either
from sessions.file_reading import Opened, SessionFile, catalogue_in, open_file, session_in
from sessions.file_shapes import CATALOGUE, KINDS, SESSION, TITLE_LENGTH, Kind
from sessions.file_writing import (
    ExportSummary,
    session_document,
    summarise,
    write_catalogue,
    write_session,
)
from sessions.template import template

__all__ = [
    "KINDS",
    "TITLE_LENGTH",
    "ExportSummary",
    "SessionFile",
    "check",
    "kind_of",
    "read_catalogue",
    "read_session",
    "schema",
    "session_document",
    "summarise",
    "template",
    "write_catalogue",
    "write_session",
]


def read_session(data: bytes, name: str) -> SessionFile:
    """The session in a file called `name`. Raises FileProblemsError with every problem."""
    return session_in(open_file(data, name))


def read_catalogue(data: bytes, name: str) -> Catalogue:
    """The list of activities in a file. Raises FileProblemsError with every problem."""
    return catalogue_in(open_file(data, name))[0]


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of a file. Raises FileProblemsError if it is none of ours."""
    return open_file(data, name).kind


_WARNINGS: dict[str, Callable[[Opened], tuple[str, ...]]] = {
    SESSION.format: lambda opened: session_in(opened).warnings,
    CATALOGUE.format: lambda opened: catalogue_in(opened)[1],
}


def check(data: bytes, name: str) -> tuple[Kind, tuple[str, ...]]:
    """The kind of a file of any kind, and warnings. Raises FileProblemsError with every problem."""
    opened = open_file(data, name)
    return opened.kind, _WARNINGS[opened.kind.format](opened)


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind, called `session` or `commongrid-session`; else CommongridError."""
    found = KINDS.get(kind) or KINDS.get(f"commongrid-{kind}")
    if found is None:
        names = either([name.removeprefix("commongrid-") for name in KINDS])
        raise CommongridError(f'There is no kind of file called "{kind}"; use {names}.')
    return file_shapes.json_schema(found)
