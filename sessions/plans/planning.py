"""Between a plan and the sessions it was agreed on: new plans, later changes, what-ifs."""

from __future__ import annotations

from collections.abc import Sequence

from sessions.comparison import Comparison, check_sides, side_names, try_rating
from sessions.errors import PlanError
from sessions.files.provenance import document_hash
from sessions.files.writing import session_document
from sessions.partnership import Partnership, PlanId, Side
from sessions.plans.edits import Agree
from sessions.session import Session, new_session_id


def new_partnership(sessions: Sequence[Session], title: str) -> Partnership:
    """An empty plan of these sides, on their sessions as they are now.

    Raises ComparisonError where the sessions cannot be compared, PlanError without a title.
    """
    check_sides(sessions)
    if not title.strip():
        raise PlanError("A plan needs a title; type one.")
    return Partnership(PlanId(new_session_id()), title, sides_of(sessions))


def agree_on(sessions: Sequence[Session]) -> Agree:
    """The edit that agrees on these sessions as they are now."""
    return Agree(sides_of(sessions))


def sides_of(sessions: Sequence[Session]) -> tuple[Side, ...]:
    """The sides of a plan that is agreed on these sessions as they are now."""
    return tuple(
        Side(session.id, name, content_hash(session))
        for session, name in zip(sessions, side_names(sessions), strict=True)
    )


def changed_sides(plan: Partnership, sessions: Sequence[Session]) -> tuple[int, ...]:
    """The sides (indexes) whose session, if given, is no longer what was agreed on."""
    hashes = {session.id: content_hash(session) for session in sessions}
    return tuple(
        number
        for number, side in enumerate(plan.sides)
        if hashes.get(side.session, side.version_hash) != side.version_hash
    )


def content_hash(session: Session) -> str:
    """SHA-256 over what an export of the session says, so that both sides compute the same.

    What stays home is not in it (private fields, un-chosen activities, marks of the library),
    nor are times and the versions of the file's layout and of the list of activities.
    """
    return document_hash(session_document(session))


def what_if(plan: Partnership, comparison: Comparison) -> Comparison:
    """The joint reading if every proposal of the plan were taken up by the side it is put to.

    Proposals about activities that a side no longer has are left out.
    """
    sides = {session.id: number for number, session in enumerate(comparison.sides)}
    for item in plan.items.values():
        reading = comparison.reading(item.activity)
        for one in item.proposed:
            side = sides.get(plan.sides[one.side].session) if one.side < len(plan.sides) else None
            if side is not None and reading is not None and reading.cells[side] is not None:
                comparison = try_rating(
                    comparison, side, item.activity, one.dimension, one.to_level
                )
    return comparison
