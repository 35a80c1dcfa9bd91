"""A carry, and the levels that a matrix has asked for and not seen yet.

Keys that a slow line delivers at once all act before the first of them shows. A carry that
begins among them has to know the levels that will stand then, to be able to put them back.
"""

from __future__ import annotations

from catalogue.activities import ActivityId
from catalogue.levels import Level
from catalogue.values import dataclass
from sessions.session import Session
from sessions.store import GroupId

Levels = tuple[Level | None, Level | None]
"""Benefit and investment; None for one that is not given."""


@dataclass(frozen=True, slots=True)
class Carry:
    """An activity that was taken, the levels it had then, and the group of its moves."""

    activity: ActivityId
    benefit: Level | None
    investment: Level | None
    group: GroupId


def stepped(levels: Levels, benefit: int, investment: int) -> Levels:
    """The levels after steps, as `sessions.edits.Nudge` counts them."""
    first, second = levels
    return (
        (first or Level.MODERATE).step(benefit),
        (second or Level.MODERATE).step(investment),
    )


class Expected:
    """The levels last asked for, of one activity, until a session shows that they were heard."""

    def __init__(self) -> None:
        self._activity: ActivityId | None = None
        self._levels: Levels = (None, None)
        self._unseen = 0

    def levels(self, session: Session, activity: ActivityId) -> Levels:
        """What an activity will have once everything asked for is done."""
        if self._unseen and activity == self._activity:
            return self._levels
        held = session.assessment(activity)
        return held.benefit, held.investment

    def asked(self, session: Session, activity: ActivityId, levels: Levels) -> None:
        """Take note that these levels were asked for."""
        if levels == self.levels(session, activity):
            return
        self._unseen = self._unseen + 1 if activity == self._activity else 1
        self._activity, self._levels = activity, levels

    def seen(self, session: Session | None) -> None:
        """A session came down: one more request was heard, or all of them."""
        self._unseen = max(0, self._unseen - 1)
        if session is None or self._activity is None:
            self._unseen = 0
            return
        held = session.assessment(self._activity)
        if (held.benefit, held.investment) == self._levels:
            self._unseen = 0
