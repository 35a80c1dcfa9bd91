"""Rows of the database as values, and values as rows; knows the columns, but no connection.

The order of columns here is the order in which `sessions.sqlite.reader` selects them and
`sessions.sqlite.store` writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from catalogue.activities import BUILTIN_ID, Activity, ActivityId, Catalogue, builtin
from catalogue.factors import FactorCode
from catalogue.levels import Level
from catalogue.phases import Phase
from sessions.session import (
    Assessment,
    Focus,
    LevelMeanings,
    Organisation,
    Perspective,
    Scope,
    ScopeKind,
    Session,
    SessionId,
    Size,
    Years,
    sort_own,
)
from sessions.store import GroupId, LogKind, LogRow, Stored, Summary, Who

if TYPE_CHECKING:
    from sessions.patch import Value

Row = Sequence[Any]
Word = TypeVar("Word", bound=StrEnum)

SESSION = (
    "id, title, perspective, archived, deleted, "
    "organisation, organisation_size, organisation_focus, organisation_years, "
    "organisation_phases, scope_kind, scope_name, scope_condition, scope_phase, "
    "benefit_low, benefit_moderate, benefit_high, "
    "investment_low, investment_moderate, investment_high, "
    "catalogue, catalogue_version, catalogue_title, catalogue_note"
)
KEPT = "revision, ours, created, modified"
ACTIVITY = "id, title, label, phases, description, examples, provenance"
ASSESSMENT = (
    "activity, chosen, benefit, investment, benefit_why, investment_why, benefit_factors, "
    "investment_factors, plan, unclear, private_note"
)
SUMMARY = "id, title, perspective, organisation, ours, chosen, rated, archived, deleted, modified"
LOG = "seq, undo_group, kind, at, who, label, path, before, after, reverts"


def time_text(at: datetime) -> str:
    """A time as the database holds it: UTC, of one width, so that texts sort as times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def time_from(text: str) -> datetime:
    """The time that `time_text` wrote."""
    return datetime.fromisoformat(text)


def value_text(value: Value) -> str:
    """A logged value as JSON."""
    return json.dumps(value, ensure_ascii=False)


def value_from(text: str) -> Value:
    """The value that `value_text` wrote."""
    value = json.loads(text)
    return tuple(value) if isinstance(value, list) else value


def session_row(session: Session) -> list[Any]:
    """The columns of `SESSION`."""
    profile, scope, levels, listed = (
        session.organisation,
        session.scope,
        session.levels,
        session.catalogue,
    )
    copied = listed.id != BUILTIN_ID
    return [
        session.id,
        session.title,
        session.perspective,
        int(session.archived),
        int(session.deleted),
        profile.name,
        profile.size,
        list_text(profile.focus),
        profile.years,
        list_text(profile.phases),
        scope.kind,
        scope.name,
        scope.condition,
        scope.phase,
        levels.benefit_low,
        levels.benefit_moderate,
        levels.benefit_high,
        levels.investment_low,
        levels.investment_moderate,
        levels.investment_high,
        listed.id,
        listed.version,
        listed.title if copied else "",
        listed.note if copied else "",
    ]


def catalogue_rows(listed: Catalogue) -> Iterator[list[Any]]:
    """Position and the columns of `ACTIVITY` for each entry; the built-in list is not copied."""
    if listed.id != BUILTIN_ID:
        for position, entry in enumerate(listed.activities):
            yield [position, *activity_row(entry)]


def activity_row(entry: Activity) -> list[Any]:
    """The columns of `ACTIVITY`."""
    return [
        entry.id,
        entry.title,
        entry.label,
        list_text(entry.phases),
        entry.description,
        list_text(entry.examples),
        entry.provenance,
    ]


def assessment_row(held: Assessment) -> list[Any]:
    """The columns of `ASSESSMENT`."""
    return [
        held.activity,
        int(held.chosen),
        held.benefit,
        held.investment,
        held.benefit_why,
        held.investment_why,
        list_text(held.benefit_factors),
        list_text(held.investment_factors),
        held.plan,
        held.unclear,
        held.private_note,
    ]


def stored_from(
    row: Row, listed: Iterable[Row], own: Iterable[Row], assessments: Iterable[Row]
) -> Stored:
    """A session of its rows: `SESSION` and `KEPT`, the copied catalogue's, its own, its ratings."""
    (identity, title, perspective, archived, deleted), rest = row[:5], row[5:]
    session = Session(
        id=SessionId(identity),
        title=title,
        perspective=Perspective(perspective),
        organisation=Organisation(
            name=rest[0],
            size=_word(Size, rest[1]),
            focus=_words(Focus, rest[2]),
            years=_word(Years, rest[3]),
            phases=_words(Phase, rest[4]),
        ),
        scope=Scope(
            kind=_word(ScopeKind, rest[5]),
            name=rest[6],
            condition=rest[7],
            phase=_word(Phase, rest[8]),
        ),
        levels=LevelMeanings(*rest[9:15]),
        catalogue=_catalogue(rest[15:19], listed),
        own=sort_own(_activity(one) for one in own),
        assessments={ActivityId(one[0]): _assessment(one) for one in assessments},
        archived=bool(archived),
        deleted=bool(deleted),
    )
    revision, ours, created, modified = rest[19:]
    return Stored(session, revision, bool(ours), time_from(created), time_from(modified))


def summary_from(row: Row) -> Summary:
    """The columns of `SUMMARY` as a line of the library."""
    # In the order of the fields, since names take twice as long and there may be thousands.
    return Summary(
        SessionId(row[0]),
        row[1],
        Perspective(row[2]),
        row[3],
        bool(row[4]),
        row[5],
        row[6],
        bool(row[7]),
        bool(row[8]),
        time_from(row[9]),
    )


def log_row_from(row: Row) -> LogRow:
    """The columns of `LOG` as a logged change."""
    # Patches are for history and undo, which the first frame is not.
    from sessions.patch import Change

    return LogRow(
        seq=row[0],
        group=GroupId(row[1]),
        kind=LogKind(row[2]),
        at=time_from(row[3]),
        who=Who(row[4]),
        label=row[5],
        change=Change(row[6], value_from(row[7]), value_from(row[8])),
        reverts=row[9],
    )


def _catalogue(head: Row, listed: Iterable[Row]) -> Catalogue:
    name, version, title, note = head
    if name == BUILTIN_ID:
        return builtin()
    return Catalogue(name, version, title, note, tuple(_activity(one) for one in listed))


def _activity(row: Row) -> Activity:
    identity, title, label, phases, description, examples, provenance = row
    return Activity(
        id=ActivityId(identity),
        title=title,
        label=label,
        phases=_words(Phase, phases),
        description=description,
        examples=list_from(examples),
        provenance=provenance,
    )


def _assessment(row: Row) -> Assessment:
    return Assessment(
        activity=ActivityId(row[0]),
        chosen=bool(row[1]),
        benefit=_word(Level, row[2]),
        investment=_word(Level, row[3]),
        benefit_why=row[4],
        investment_why=row[5],
        benefit_factors=tuple(FactorCode(code) for code in list_from(row[6])),
        investment_factors=tuple(FactorCode(code) for code in list_from(row[7])),
        plan=row[8],
        unclear=row[9],
        private_note=row[10],
    )


def list_text(parts: Sequence[str]) -> str:
    """A list as JSON."""
    return json.dumps(list(parts), ensure_ascii=False) if parts else "[]"


def list_from(text: str) -> tuple[str, ...]:
    """The list that `list_text` wrote."""
    return () if text == "[]" else tuple(json.loads(text))


def _word(kind: type[Word], text: str | None) -> Word | None:
    return None if text is None else kind(text)


def _words(kind: type[Word], text: str) -> tuple[Word, ...]:
    return tuple(kind(part) for part in list_from(text))
