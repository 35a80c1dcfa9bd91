"""The difference between two sessions: what is logged, undone and told to others.

A path names one value: `title`, `organisation/size`, `levels/benefit_low`,
`activity/registry/benefit`, `own/own-travel-fund/title`, `catalogue`. Values are what JSON
can hold: a text, a truth, a list of texts, or None for nothing there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from catalogue.activities import BUILTIN_ID, Activity, ActivityId, Catalogue, builtin
from catalogue.factors import FactorCode
from catalogue.levels import Level
from catalogue.phases import Phase
from catalogue.values import dataclass, fields, replace
from sessions.session import (
    Assessment,
    Focus,
    Perspective,
    ScopeKind,
    Session,
    Size,
    Years,
)

Value = str | bool | tuple[str, ...] | None

_PARTS = ("organisation", "scope", "levels")
_TOP = ("title", "perspective", "archived", "deleted")
_OF_ACTIVITY = ("activity", "own", "item")


@dataclass(frozen=True, slots=True)
class Change:
    """One value at one path, before and after."""

    path: str
    before: Value
    after: Value

    @property
    def activity(self) -> ActivityId | None:
        """The activity this change speaks of, if it speaks of one."""
        head, _, rest = self.path.partition("/")
        return ActivityId(rest.partition("/")[0]) if head in _OF_ACTIVITY else None


@dataclass(frozen=True, slots=True)
class Patch:
    """Several changes that belong together, in the order in which they apply."""

    changes: tuple[Change, ...]

    def apply(self, session: Session) -> Session:
        """The session with every `after` in place, whatever stood there."""
        for change in self.changes:
            session = put(session, change.path, change.after)
        return session

    def inverse(self) -> Patch:
        """The patch that takes this one back."""
        return Patch(
            tuple(
                Change(change.path, change.after, change.before)
                for change in reversed(self.changes)
            )
        )


def net(changes: list[Change]) -> Patch:
    """Several changes in order as one patch: per path the first `before` and the last `after`."""
    first: dict[str, Change] = {}
    for change in changes:
        before = first[change.path].before if change.path in first else change.before
        first[change.path] = Change(change.path, before, change.after)
    return Patch(tuple(change for change in first.values() if change.before != change.after))


def diff(before: Session, after: Session) -> Patch:
    """What has to change to make `after` of `before`, in a stable order."""
    changes = [
        Change(name, old, new)
        for name in _TOP
        if (old := _plain(getattr(before, name))) != (new := _plain(getattr(after, name)))
    ]
    for name in _PARTS:
        changes += _fields(f"{name}/", getattr(before, name), getattr(after, name))
    if before.catalogue is not after.catalogue and before.catalogue != after.catalogue:
        old_list, new_list = catalogue_text(before.catalogue), catalogue_text(after.catalogue)
        changes.append(Change("catalogue", old_list, new_list))
    if before.own is not after.own:
        for key in sorted(before.own.keys() | after.own.keys()):
            changes += _fields(f"own/{key}/", before.own.get(key), after.own.get(key))
    if before.assessments is not after.assessments:
        for key in sorted(before.assessments.keys() | after.assessments.keys()):
            was, now = before.assessments.get(key), after.assessments.get(key)
            if was is not now:
                blank = Assessment(key)
                changes += _fields(f"activity/{key}/", was or blank, now or blank)
    return Patch(tuple(changes))


def _fields(prefix: str, before: Any, after: Any) -> Iterator[Change]:
    """The changes between two values of one dataclass; None on a side means it is not there."""
    if before is after or before == after:
        return
    for entry in fields(before if before is not None else after):
        if entry.name in ("id", "activity"):
            continue
        old = None if before is None else _plain(getattr(before, entry.name))
        new = None if after is None else _plain(getattr(after, entry.name))
        if old != new:
            yield Change(prefix + entry.name, old, new)


def _plain(value: Any) -> Value:
    """A field as JSON would hold it: enumerations as their words."""
    if isinstance(value, tuple):
        return tuple(str(part) for part in value)
    if isinstance(value, bool) or value is None:
        return value
    return str(value)


def value_at(session: Session, path: str) -> Value:
    """What stands at a path now; None if nothing does."""
    head, _, rest = path.partition("/")
    if head == "catalogue":
        return catalogue_text(session.catalogue)
    if head in _TOP:
        return _plain(getattr(session, head))
    if head in _PARTS:
        return _plain(getattr(getattr(session, head), rest))
    key, _, name = rest.partition("/")
    if head == "own":
        own = session.own.get(ActivityId(key))
        return None if own is None else _plain(getattr(own, name))
    return _plain(getattr(session.assessment(ActivityId(key)), name))


def put(session: Session, path: str, value: Value) -> Session:
    """The session with one value in place. Raises KeyError for a path that names no field."""
    head, _, rest = path.partition("/")
    if head == "catalogue":
        return replace(session, catalogue=catalogue_from(str(value)))
    if head in _TOP:
        return replace(session, **{head: _READ[head](value)})
    if head in _PARTS:
        part = replace(getattr(session, head), **{rest: _read(f"{head}/{rest}", value)})
        return replace(session, **{head: part})
    key, _, name = rest.partition("/")
    if head == "own":
        return _put_own(session, ActivityId(key), name, value)
    if head != "activity":
        raise KeyError(path)
    held = session.assessment(ActivityId(key))
    return session.with_assessment(
        replace(held, **{name: _read(f"activity/{name}", value)}),
    )


def _put_own(session: Session, key: ActivityId, name: str, value: Value) -> Session:
    """Own activities live and die by their title, which is the first field to come and to go.

    What was said of one goes with it.
    """
    own = session.own.get(key)
    if own is None and value is None:
        return session
    if value is None and name == "title":
        left = session.with_own(entry for entry in session.own.values() if entry.id != key)
        return left.with_assessment(Assessment(key))
    changed = replace(own or Activity(key, ""), **{name: _read(f"own/{name}", value)})
    return session.with_own([*(e for e in session.own.values() if e.id != key), changed])


def catalogue_text(listed: Catalogue) -> str:
    """A catalogue as one JSON text. The built-in one is named, not copied."""
    if listed.id == BUILTIN_ID:
        return json.dumps({"id": listed.id, "version": listed.version})
    document = {
        "id": listed.id,
        "version": listed.version,
        "title": listed.title,
        "note": listed.note,
        "activities": [
            {entry.name: _plain(getattr(one, entry.name)) for entry in fields(one)}
            for one in listed.activities
        ],
    }
    return json.dumps(document, ensure_ascii=False)


def catalogue_from(text: str) -> Catalogue:
    """The catalogue that `catalogue_text` wrote; the built-in one as this program ships it."""
    document = json.loads(text)
    if document["id"] == BUILTIN_ID:
        return builtin()
    return Catalogue(
        id=document["id"],
        version=document["version"],
        title=document["title"],
        note=document["note"],
        activities=tuple(
            Activity(
                ActivityId(one["id"]),
                **{
                    name: _read(f"own/{name}", tuple(value) if isinstance(value, list) else value)
                    for name, value in one.items()
                    if name != "id"
                },
            )
            for one in document["activities"]
        ),
    )


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _flag(value: Value) -> bool:
    return value is True


def _optional(kind: Callable[[str], Any]) -> Callable[[Value], Any]:
    return lambda value: kind(value) if isinstance(value, str) else None


def _several(kind: Callable[[str], Any]) -> Callable[[Value], Any]:
    return lambda value: tuple(kind(part) for part in value) if isinstance(value, tuple) else ()


_READ: dict[str, Callable[[Value], Any]] = {
    "perspective": lambda value: Perspective(str(value)),
    "archived": _flag,
    "deleted": _flag,
    "title": _text,
    "organisation/size": _optional(Size),
    "organisation/focus": _several(Focus),
    "organisation/years": _optional(Years),
    "organisation/phases": _several(Phase),
    "scope/kind": _optional(ScopeKind),
    "scope/phase": _optional(Phase),
    "own/phases": _several(Phase),
    "own/examples": _several(str),
    "activity/chosen": _flag,
    "activity/benefit": _optional(Level),
    "activity/investment": _optional(Level),
    "activity/benefit_factors": _several(FactorCode),
    "activity/investment_factors": _several(FactorCode),
}


def _read(kind: str, value: Value) -> Any:
    """A value as its field holds it; what is not listed in `_READ` is a text."""
    return _READ.get(kind, _text)(value)
