"""What a name on the command line stands for: a session of the library, else a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from catalogue.nearest import nearest
from sessions.errors import UnknownPlanError, UnknownSessionError
from sessions.store import Stored, StoredPlan
from sessions.text import safe_line, shorten

if TYPE_CHECKING:
    from sessions.partnership import PlanId
    from sessions.session import SessionId
    from sessions.sqlite.reader import SqliteReader
    from sessions.store import LogRow


Id = TypeVar("Id", bound=str)

CELLS = 100
"""Cells that are shown of a title which comes near."""


def load_named(reader: SqliteReader, name: str) -> Stored | StoredPlan:
    """What `find_named` finds, loaded."""
    session, plan = find_named(reader, name)
    if session is not None:
        return reader.load(session)
    assert plan is not None, "one of the two was found"
    return reader.plans.load(plan)


def find_named(reader: SqliteReader, name: str) -> tuple[SessionId | None, PlanId | None]:
    """The session with this id, start of an id or title; the plan, where no session has it.

    A title in other capitals counts where nothing has it as it is. Raises UnknownSessionError
    where nothing has it, naming what comes near, or where it may mean several.
    """
    said = safe_line(name)
    try:
        return reader.find(said), None
    except UnknownSessionError as no_session:
        if no_session.several:
            raise
    try:
        return None, reader.plans.find(said)
    except UnknownPlanError as no_plan:
        if no_plan.several:
            raise
    sessions, plans = _sessions(reader), _plans(reader)
    if (session := _folded(said, sessions)) is not None:
        return session, None
    if (plan := _folded(said, plans)) is not None:
        return None, plan
    raise UnknownSessionError(
        f'No session is called "{said}", and no plan; '
        + (
            _near(said, [*sessions.values(), *plans.values()])
            or "`commongrid list` and `commongrid list --plans` show those there are."
        )
    )


def find_session(reader: SqliteReader, name: str) -> SessionId:
    """The session that is meant, as `find_named` finds it."""
    said = safe_line(name)
    try:
        return reader.find(said)
    except UnknownSessionError as nobody:
        if nobody.several:
            raise
        sessions = _sessions(reader)
        if (found := _folded(said, sessions)) is not None:
            return found
        if near := _near(said, sessions.values()):
            raise UnknownSessionError(f'No session is called "{said}"; {near}') from None
        raise


def _sessions(reader: SqliteReader) -> dict[SessionId, str]:
    return {one.id: one.title for one in reader.sessions() if not one.deleted}


def _plans(reader: SqliteReader) -> dict[PlanId, str]:
    return {one.id: one.title for one in reader.plans.all() if not one.deleted}


def _folded(said: str, titles: Mapping[Id, str]) -> Id | None:
    """What has this title but for capitals, where that is one alone."""
    found = [one for one, title in titles.items() if title.casefold() == said.casefold()]
    return found[0] if len(found) == 1 else None


def _near(said: str, titles: Iterable[str]) -> str:
    """A sentence that names the titles that may be meant; nothing where none comes near."""
    close = [f'"{shorten(safe_line(title), CELLS)}"' for title in nearest(said, titles)]
    if not close:
        return ""
    return f"the nearest {'is' if len(close) == 1 else 'are'} {' and '.join(close)}."


def log_of(reader: SqliteReader, held: Stored | StoredPlan) -> list[LogRow]:
    """Every logged change of what was loaded, oldest first."""
    if isinstance(held, StoredPlan):
        return reader.plans.history(held.plan.id)
    return reader.history(held.session.id)
