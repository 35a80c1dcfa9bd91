"""What changed between two states of one session, in words: what a partner's newer file says.

Private fields and un-chosen text are left out, since they never come with a file.
"""

from __future__ import annotations

from catalogue.activities import ActivityId
from catalogue.levels import Level
from catalogue.values import dataclass
from sessions.field_words import field_words
from sessions.joint.reading import Rating
from sessions.patch import Change, Value, diff
from sessions.session import Assessment, Session, without_private


@dataclass(frozen=True, slots=True)
class Difference:
    """What is new about one activity, or about the session itself where `activity` is None.

    `changes` holds the values before and after, for whoever shows them in full.
    """

    activity: ActivityId | None
    title: str
    sentences: tuple[str, ...]
    changes: tuple[Change, ...]


def differences(older: Session, newer: Session) -> tuple[Difference, ...]:
    """What somebody who knows the older state should be told: the session, then by activity."""
    before, after = without_private(older), without_private(newer)
    found: dict[ActivityId | None, list[Change]] = {}
    for change in diff(before, after).changes:
        if change.path not in ("archived", "deleted"):
            found.setdefault(change.activity, []).append(change)
    order = {entry.id: number for number, entry in enumerate((*after.offered(), *before.offered()))}
    return tuple(
        Difference(
            activity,
            after.title if activity is None else _title(before, after, activity),
            _sentences(before, after, activity, found[activity]),
            tuple(found[activity]),
        )
        for activity in sorted(found, key=lambda one: -1 if one is None else order.get(one, -1))
    )


def _title(before: Session, after: Session, activity: ActivityId) -> str:
    known = after.activity(activity) or before.activity(activity)
    return known.title if known else activity


def _sentences(
    before: Session, after: Session, activity: ActivityId | None, changes: list[Change]
) -> tuple[str, ...]:
    if activity is not None:
        was, held = before.assessment(activity), after.assessment(activity)
        if held.chosen and not was.chosen:
            return (f"newly chosen, {_words(held)}",)
        if was.chosen and not held.chosen:
            return (f"no longer chosen, was {_words(was)}",)
    return tuple(_sentence(change) for change in changes)


def _words(held: Assessment) -> str:
    return Rating(held.benefit, held.investment).words


def _sentence(change: Change) -> str:
    name = change.path.rpartition("/")[2]
    if change.path.startswith("activity/") and name in ("benefit", "investment"):
        return _moved(name, change.before, change.after)
    what = field_words(change.path)
    if not change.before:
        return f"{what}: added"
    return f"{what}: {'changed' if change.after else 'taken out'}"


def _moved(dimension: str, before: Value, after: Value) -> str:
    if not isinstance(before, str):
        return f"{dimension} is now rated {after}"
    if not isinstance(after, str):
        return f"{dimension} is no longer rated, was {before}"
    verb = "rose" if Level(after).rank > Level(before).rank else "fell"
    return f"{dimension} {verb} from {before} to {after}"
