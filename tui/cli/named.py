"""What a name on the command line stands for: a session of the library, else a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessions.errors import UnknownPlanError, UnknownSessionError
from sessions.store import Stored, StoredPlan
from sessions.text import safe_line

if TYPE_CHECKING:
    from sessions.partnership import PlanId
    from sessions.session import SessionId
    from sessions.sqlite.reader import SqliteReader
    from sessions.store import LogRow


def load_named(reader: SqliteReader, name: str) -> Stored | StoredPlan:
    """What `find_named` finds, loaded."""
    session, plan = find_named(reader, name)
    if session is not None:
        return reader.load(session)
    assert plan is not None, "one of the two was found"
    return reader.plans.load(plan)


def find_named(reader: SqliteReader, name: str) -> tuple[SessionId | None, PlanId | None]:
    """The session with this id, start of an id or title; the plan, where no session has it.

    Raises UnknownSessionError where nothing has it, or where it may mean several.
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
    raise UnknownSessionError(
        f'No session is called "{said}", and no plan; `commongrid list` and '
        "`commongrid list --plans` show those there are."
    )


def log_of(reader: SqliteReader, held: Stored | StoredPlan) -> list[LogRow]:
    """Every logged change of what was loaded, oldest first."""
    if isinstance(held, StoredPlan):
        return reader.plans.history(held.plan.id)
    return reader.history(held.session.id)
