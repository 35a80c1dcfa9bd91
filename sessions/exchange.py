"""Files that travel: TOML out and in. The one door to them for the rest of the program.

A kind of file is an entry of `sessions.files.shapes.KINDS` and a reader here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from catalogue.activities import Catalogue
from catalogue.values import dataclass
from sessions.errors import CommongridError
from sessions.files.plans import PlanFile, plan_in
from sessions.files.provenance import Standing
from sessions.files.reading import Opened, SessionFile, catalogue_in, open_file, session_in
from sessions.files.scalars import either
from sessions.files.shapes import CATALOGUE, KINDS, PLAN, SESSION, Kind
from sessions.files.standing import standing
from sessions.files.template import template
from sessions.files.writing import (
    ExportSummary,
    plan_document,
    session_document,
    summarise,
    write_catalogue,
    write_plan,
    write_session,
)
from sessions.session import TITLE_LENGTH

__all__ = [
    "KINDS",
    "TITLE_LENGTH",
    "CheckedFile",
    "ExportSummary",
    "PlanFile",
    "SessionFile",
    "Standing",
    "check",
    "kind_of",
    "plan_document",
    "read_catalogue",
    "read_plan",
    "read_session",
    "read_shared",
    "schema",
    "session_document",
    "standing",
    "summarise",
    "template",
    "write_catalogue",
    "write_plan",
    "write_session",
]


def read_session(data: bytes, name: str) -> SessionFile:
    """The session in a file called `name`. Raises FileProblemsError with every problem."""
    return session_in(open_file(data, name, SESSION))


def read_catalogue(data: bytes, name: str, *, own: bool = False) -> Catalogue:
    """The list of activities in a file. Raises FileProblemsError with every problem.

    In one of our `own`, which no partner has sent, a text has any length.
    """
    return catalogue_in(open_file(data, name, CATALOGUE, own=own))[0]


def read_plan(data: bytes, name: str) -> PlanFile:
    """The plan in a file. Raises FileProblemsError with every problem."""
    return plan_in(open_file(data, name, PLAN))


def read_shared(data: bytes, name: str, *, own: bool = False) -> SessionFile | PlanFile:
    """The session or the plan in a file. Raises FileProblemsError with every problem.

    In one of our `own`, which no partner has sent, a text has any length.
    """
    opened = open_file(data, name, SESSION, PLAN, own=own)
    return plan_in(opened) if opened.kind is PLAN else session_in(opened)


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of a file. Raises FileProblemsError if it is none of ours."""
    return open_file(data, name).kind


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file without a problem: its kind, what is odd, and for a session how it stands."""

    kind: Kind
    warnings: tuple[str, ...]
    standing: Standing | None = None


def check(data: bytes, name: str) -> CheckedFile:
    """Read a file of any kind. Raises FileProblemsError with every problem."""
    opened = open_file(data, name)
    return _CHECKS[opened.kind.format](opened)


def _check_session(opened: Opened) -> CheckedFile:
    file = session_in(opened)
    return CheckedFile(opened.kind, file.warnings, standing(file))


def _check_catalogue(opened: Opened) -> CheckedFile:
    return CheckedFile(opened.kind, catalogue_in(opened)[1])


def _check_plan(opened: Opened) -> CheckedFile:
    return CheckedFile(opened.kind, plan_in(opened).warnings)


_CHECKS: dict[str, Callable[[Opened], CheckedFile]] = {
    SESSION.format: _check_session,
    CATALOGUE.format: _check_catalogue,
    PLAN.format: _check_plan,
}


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind, called `session` or `commongrid-session`; else CommongridError."""
    found = KINDS.get(kind) or KINDS.get(f"commongrid-{kind}")
    if found is None:
        names = either([name.removeprefix("commongrid-") for name in KINDS])
        raise CommongridError(f'There is no kind of file called "{kind}"; use {names}.')
    from sessions.files.schema import json_schema

    return json_schema(found)
