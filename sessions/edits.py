"""What a person can do to a session: small, pure, applied to whatever the newest state is.

An edit never fails half way. It returns a session (the very same one if nothing changes) or
raises `RefusedEditError` with a sentence. Its label is the line that history shows.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from typing import NewType, Protocol

from catalogue.activities import OWN_PREFIX, Activity, ActivityId, Catalogue
from catalogue.factors import FactorCode, factors
from catalogue.levels import Dimension, Level
from catalogue.phases import Phase
from catalogue.values import dataclass, replace
from sessions.errors import RefusedEditError, TextConflictError
from sessions.field_words import field_words
from sessions.patch import Value, put, value_at
from sessions.session import (
    PRIVATE_FIELDS,
    TEXT_LENGTH,
    TITLE_LENGTH,
    Assessment,
    Focus,
    Session,
)

FieldPath = NewType("FieldPath", str)
"""A path of `sessions.patch` that names one field of a session."""

OWN_SLUG_LENGTH = 40

TEXTS = frozenset(
    [
        "title",
        "organisation/name",
        "scope/name",
        "scope/condition",
        *(f"levels/{dimension}_{level}" for dimension in Dimension for level in Level),
    ]
)
CHOICES = frozenset(
    [
        "perspective",
        "organisation/size",
        "organisation/focus",
        "organisation/years",
        "organisation/phases",
        "scope/kind",
        "scope/phase",
    ]
)
LISTS: dict[str, tuple[str, ...]] = {
    "organisation/focus": tuple(one.value for one in Focus),
    "organisation/phases": tuple(one.value for one in Phase),
}
"""The fields of the set-up that hold several entries, each in the order of its list."""

ASSESSMENT_TEXTS = ("benefit_why", "investment_why", "plan", "unclear", "private_note")


class Edit(Protocol):
    """Anything that can be asked of a session."""

    def apply(self, session: Session) -> Session:
        """The session after this edit; raises RefusedEditError where it makes no sense."""
        ...

    def label(self, after: Session) -> str:
        """What was done, in the past tense, for history and for the undo message."""
        ...


def assessment_field(activity: ActivityId, name: str) -> FieldPath:
    """The path of one field of what was said of an activity."""
    return FieldPath(f"activity/{activity}/{name}")


@dataclass(frozen=True, slots=True)
class Choose:
    """Choose an activity, or un-choose it; what was written on it is kept either way."""

    activity: ActivityId
    chosen: bool

    def apply(self, session: Session) -> Session:
        held = _known(session, self.activity)
        if held.chosen is self.chosen:
            return session
        return session.with_assessment(replace(held, chosen=self.chosen))

    def label(self, after: Session) -> str:
        return f"{'Chose' if self.chosen else 'Un-chose'} {after.title_of(self.activity)}"


@dataclass(frozen=True, slots=True)
class Rate:
    """Give one level of an activity, or take it back (None)."""

    activity: ActivityId
    dimension: Dimension
    level: Level | None

    def apply(self, session: Session) -> Session:
        held = _known(session, self.activity)
        if held.level(self.dimension) is self.level:
            return session
        return session.with_assessment(held.rate(self.dimension, self.level))

    def label(self, after: Session) -> str:
        level = self.level or "not rated"
        return f"Rated {after.title_of(self.activity)}: {self.dimension} {level}"


@dataclass(frozen=True, slots=True)
class Nudge:
    """Move an activity by steps in the matrix, clamped at its edges: a re-rating.

    Relative, so that quick keys add up. A level that is missing counts as moderate first.
    """

    activity: ActivityId
    benefit: int
    investment: int

    def apply(self, session: Session) -> Session:
        held = _known(session, self.activity)
        moved = replace(
            held,
            benefit=(held.benefit or Level.MODERATE).step(self.benefit),
            investment=(held.investment or Level.MODERATE).step(self.investment),
        )
        return session if moved == held else session.with_assessment(moved)

    def label(self, after: Session) -> str:
        return _moved(after, self.activity)


@dataclass(frozen=True, slots=True)
class Place:
    """Put an activity into one cell of the matrix; None takes a level back."""

    activity: ActivityId
    benefit: Level | None
    investment: Level | None

    def apply(self, session: Session) -> Session:
        held = _known(session, self.activity)
        moved = replace(held, benefit=self.benefit, investment=self.investment)
        return session if moved == held else session.with_assessment(moved)

    def label(self, after: Session) -> str:
        return _moved(after, self.activity)


@dataclass(frozen=True, slots=True)
class Write:
    """Write one text. Refused with all three versions if it is not what the writer started from."""

    path: FieldPath
    text: str
    started_from: str

    def apply(self, session: Session) -> Session:
        activity, name = _addressed(self.path)
        if activity is not None and session.activity(activity) is None:
            raise TextConflictError(
                f'"{activity}" was removed while you wrote. Keep yours, and it is there again.',
                mine=self.text,
                theirs="",
                original=self.started_from,
                longest=TEXT_LENGTH,
                gone=activity,
            )
        if self.path not in TEXTS and (activity is None or name not in ASSESSMENT_TEXTS):
            raise RefusedEditError(f"{self.path} is not a text that can be written.")
        there = value_at(session, self.path)
        if there == self.text:
            return session
        if there != self.started_from:
            raise TextConflictError(
                f"Somebody else changed this text meanwhile ({self._where(session)}). "
                "Keep yours or theirs.",
                mine=self.text,
                theirs=str(there),
                original=self.started_from,
                longest=TITLE_LENGTH if self.path == "title" else TEXT_LENGTH,
                line=self.path in TEXTS,
            )
        if self.path in ("title", "organisation/name") and not self.text.strip():
            raise RefusedEditError("A session needs a title and an organisation; type one.")
        return put(session, self.path, self.text)

    def label(self, after: Session) -> str:
        return f"Wrote {self._where(after)}"

    def _where(self, session: Session) -> str:
        activity, name = _addressed(self.path)
        words = field_words(name)
        return words if activity is None else f"{session.title_of(activity)}: {words}"


@dataclass(frozen=True, slots=True)
class Describe:
    """Set one field of the set-up that is picked from a list: see `CHOICES`."""

    path: FieldPath
    value: Value

    def apply(self, session: Session) -> Session:
        if self.path not in CHOICES:
            raise RefusedEditError(f"{self.path} is not a field that can be picked.")
        if value_at(session, self.path) == self.value:
            return session
        try:
            return put(session, self.path, self.value)
        except ValueError as error:
            raise RefusedEditError(f"{self.path}: {error}; pick one of the list.") from error

    def label(self, after: Session) -> str:
        value = value_at(after, self.path)
        words = ", ".join(value) if isinstance(value, tuple) else value
        return f"Set {field_words(self.path)} to {words or 'nothing'}"


@dataclass(frozen=True, slots=True)
class Include:
    """Tick one entry of a list of the set-up, or untick it; the other entries stay as they are."""

    path: FieldPath
    value: str
    on: bool

    def apply(self, session: Session) -> Session:
        order = LISTS.get(self.path, ())
        if self.value not in order:
            raise RefusedEditError(f"{self.path} has no entry {self.value}; pick one of the list.")
        there = value_at(session, self.path)
        ticked = set(there) if isinstance(there, tuple) else set()
        if (self.value in ticked) is self.on:
            return session
        ticked ^= {self.value}
        return put(session, self.path, tuple(one for one in order if one in ticked))

    def label(self, after: Session) -> str:
        done = "Added" if self.on else "Removed"
        return f"{done} {self.value}: {field_words(self.path)}"


@dataclass(frozen=True, slots=True)
class Tag:
    """Tick a factor that weighed in a rating, or untick it. It never changes the rating."""

    activity: ActivityId
    factor: FactorCode
    on: bool

    def apply(self, session: Session) -> Session:
        held = _known(session, self.activity)
        factor = next((one for one in factors() if one.code == self.factor), None)
        if factor is None:
            raise RefusedEditError(f"{self.factor} is no factor; use B1 to B5 or I1 to I5.")
        ticked = set(held.factors(factor.dimension))
        if (self.factor in ticked) is self.on:
            return session
        ticked ^= {self.factor}
        codes = tuple(sorted(ticked))
        if factor.dimension is Dimension.BENEFIT:
            return session.with_assessment(replace(held, benefit_factors=codes))
        return session.with_assessment(replace(held, investment_factors=codes))

    def label(self, after: Session) -> str:
        done = "Ticked" if self.on else "Unticked"
        return f"{done} {self.factor} for {after.title_of(self.activity)}"


@dataclass(frozen=True, slots=True)
class AddActivity:
    """Add an activity of our own, and choose it.

    If its id was taken meanwhile by another activity, the new one gets the next free id.
    """

    activity: Activity

    def apply(self, session: Session) -> Session:
        if not self.activity.title.strip():
            raise RefusedEditError("An activity of your own needs a title.")
        if session.activity(self.activity.id) == self.activity:
            return session
        ids = {entry.id for entry in session.offered()}
        added = self.activity
        if added.id in ids:
            added = replace(added, id=own_id(added.title, ids))
        grown = session.with_own([*session.own.values(), added])
        return grown.with_assessment(replace(grown.assessment(added.id), chosen=True))

    def label(self, after: Session) -> str:
        return f"Added {self.activity.title}"


@dataclass(frozen=True, slots=True)
class BringBack:
    """Have an activity that was removed again, as far as its id still tells of it."""

    activity: ActivityId

    def apply(self, session: Session) -> Session:
        if session.activity(self.activity) is not None:
            return session
        return AddActivity(Activity(self.activity, self._title)).apply(session)

    def label(self, after: Session) -> str:
        return f"Brought back {after.title_of(self.activity)}"

    @property
    def _title(self) -> str:
        return self.activity.removeprefix(OWN_PREFIX).replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True)
class ReviseActivity:
    """Change title, description or phases of an activity of our own; its id stays."""

    activity: Activity

    def apply(self, session: Session) -> Session:
        if self.activity.id not in session.own:
            raise RefusedEditError(f'"{self.activity.title}" is not an activity of your own.')
        if not self.activity.title.strip():
            raise RefusedEditError("An activity of your own needs a title.")
        if session.own[self.activity.id] == self.activity:
            return session
        others = (entry for entry in session.own.values() if entry.id != self.activity.id)
        return session.with_own([*others, self.activity])

    def label(self, after: Session) -> str:
        return f"Revised {self.activity.title}"


@dataclass(frozen=True, slots=True)
class RemoveActivity:
    """Remove an activity of our own with all that was said of it; undo brings both back."""

    activity: ActivityId
    title: str

    def apply(self, session: Session) -> Session:
        if self.activity not in session.own:
            raise RefusedEditError(f'"{self.title}" is not an activity of your own.')
        left = session.with_own(e for e in session.own.values() if e.id != self.activity)
        return left.with_assessment(Assessment(self.activity))

    def label(self, after: Session) -> str:
        return f"Removed {self.title}"


@dataclass(frozen=True, slots=True)
class Archive:
    """Set a session aside in the library, or take it back."""

    on: bool

    def apply(self, session: Session) -> Session:
        return session if session.archived is self.on else replace(session, archived=self.on)

    def label(self, after: Session) -> str:
        return f"{'Archived' if self.on else 'Took back'} {after.title}"


@dataclass(frozen=True, slots=True)
class Delete:
    """Mark a session as deleted, or bring it back. The words stay in the database."""

    on: bool

    def apply(self, session: Session) -> Session:
        return session if session.deleted is self.on else replace(session, deleted=self.on)

    def label(self, after: Session) -> str:
        return f"{'Deleted' if self.on else 'Restored'} {after.title}"


@dataclass(frozen=True, slots=True)
class Update:
    """Take over a newer file of the same session.

    What stays home is kept: private fields, and the words on activities that the newer file
    no longer holds, which become un-chosen. A session that was deleted comes back.
    """

    newer: Session

    def apply(self, session: Session) -> Session:
        assessments = {
            key: replace(held, chosen=False) for key, held in session.assessments.items()
        }
        for key, held in self.newer.assessments.items():
            mine = session.assessment(key)
            assessments[key] = replace(
                held, **{name: getattr(mine, name) for name in PRIVATE_FIELDS}
            )
        merged = replace(
            session,
            title=self.newer.title,
            perspective=self.newer.perspective,
            organisation=self.newer.organisation,
            scope=self.newer.scope,
            levels=self.newer.levels,
            catalogue=_merge(session, self.newer),
            deleted=False,
            assessments={key: held for key, held in assessments.items() if not held.blank},
        )
        merged = merged.with_own({**session.own, **self.newer.own}.values())
        return session if merged == session else merged

    def label(self, after: Session) -> str:
        return "Updated from a file"


def _merge(session: Session, newer: Session) -> Catalogue:
    """The held list, told anew where a file can tell: title, description and phases.

    A file holds only chosen activities, without labels and examples: those stay as they are.
    """
    held, given = session.catalogue, newer.catalogue
    if given.id != held.id or given == held:
        return given
    retold = tuple(
        one
        if (told := given.get(one.id)) is None
        else replace(one, title=told.title, description=told.description, phases=told.phases)
        for one in held.activities
    )
    added = tuple(one for one in given.activities if held.get(one.id) is None)
    return replace(held, version=given.version, activities=retold + added)


def own_id(title: str, taken: Collection[str]) -> ActivityId:
    """A readable, free id for an activity of our own: `own-` and an ASCII slug of the title.

    Where the title has no ASCII letter or digit, eight hexadecimal digits stand for it.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:OWN_SLUG_LENGTH].strip("-")
    stem = OWN_PREFIX + (slug or os.urandom(4).hex())
    name, count = stem, 1
    while name in taken:
        count += 1
        name = f"{stem}-{count}"
    return ActivityId(name)


def _known(session: Session, activity: ActivityId) -> Assessment:
    if session.activity(activity) is None:
        raise RefusedEditError(f'There is no activity "{activity}" in this session any more.')
    return session.assessment(activity)


def _moved(after: Session, activity: ActivityId) -> str:
    held = after.assessment(activity)
    cell = f"{held.benefit or 'not rated'} / {held.investment or 'not rated'}"
    return f"Moved {after.title_of(activity)} to {cell}"


def _addressed(path: FieldPath) -> tuple[ActivityId | None, str]:
    """The activity that a path speaks of, if any, and the name of the field."""
    head, _, rest = path.partition("/")
    if head != "activity":
        return None, path
    key, _, name = rest.partition("/")
    return ActivityId(key), name
