"""From the domain to the text of a file, in the layout that people are shown and edit.

Deterministic: one session gives the same bytes but for `exported`. tomli_w writes each value;
the order of keys is that of `sessions.files.shapes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import tomli_w

from catalogue.activities import BUILTIN_ID, Activity, Catalogue, builtin
from catalogue.levels import Dimension, Level
from catalogue.values import dataclass, fields
from sessions.files.provenance import catalogue_hash, document_hash, program_version
from sessions.files.reading import SAID
from sessions.files.shapes import CATALOGUE, PLAN, SESSION, AssessedTable, ItemTable, keys
from sessions.partnership import Item, Partnership, Proposal
from sessions.session import Assessment, Session, without_private
from sessions.text import safe

Document = dict[str, Any]
"""A file as plain values with the keys of the file: texts, lists, tables, aware datetimes."""


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What an export would hold and what would stay home, in numbers.

    `private_notes` counts the notes on chosen activities; they are in the file only if
    `private_included`. `unchosen` counts un-chosen activities whose words stay home.
    """

    activities: int
    rated: int
    private_notes: int
    private_included: bool
    unchosen: int


def summarise(session: Session, *, with_private: bool = False) -> ExportSummary:
    """The numbers to show before a session is written to a file."""
    chosen, rated = session.progress()
    notes = _private_notes(session)
    unchosen = sum(not held.chosen for held in session.assessments.values())
    return ExportSummary(chosen, rated, notes, with_private and notes > 0, unchosen)


def _private_notes(session: Session) -> int:
    return sum(held.has_private for held in session.chosen())


def session_document(
    session: Session,
    *,
    created: datetime | None = None,
    modified: datetime | None = None,
    exported: datetime | None = None,
    with_private: bool = False,
) -> Document:
    """A session with the keys of its file; what is not said is left out."""
    shown = session if with_private else without_private(session)
    head = {
        "id": session.id,
        "title": session.title,
        "perspective": session.perspective,
        "catalogue": session.catalogue.id,
        "catalogue-version": session.catalogue.version,
        "created": created,
        "modified": modified,
        "exported": exported,
    }
    levels = {
        dimension.value: _said(
            {level.value: session.levels.of(dimension, level) for level in Level}
        )
        for dimension in Dimension
    }
    return _said(
        {
            "format": SESSION.format,
            "version": SESSION.version,
            "session": _said(head),
            "organisation": _said(_plain(session.organisation)),
            "scope": _said(_plain(session.scope)),
            "levels": _said(levels),
            "activity": [_assessed(shown, held) for held in shown.chosen()],
        }
    )


def _assessed(session: Session, held: Assessment) -> Document:
    """One [[activity]]: words on it if it is not of the built-in list, then what was said."""
    entry = session.activity(held.activity)
    words: Document = {"id": held.activity}
    if entry is not None and not _built_in(session.catalogue, entry):
        words |= {
            "title": entry.title,
            "description": entry.description,
            "phases": list(entry.phases),
        }
    words |= {keys(AssessedTable)[name]: getattr(held, name) for name in SAID}
    return _said(words)


def _built_in(listed: Catalogue, entry: Activity) -> bool:
    known = builtin().get(entry.id)
    return known is not None and (listed.id == BUILTIN_ID or known == entry)


def _plain(value: Any) -> Document:
    return {entry.name: getattr(value, entry.name) for entry in fields(value)}


def _said(table: Mapping[str, Any]) -> Document:
    """A table without what is empty, texts made safe."""
    return {
        key: _value(value) for key, value in table.items() if value not in (None, "", (), [], {})
    }


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return safe(str(value))
    if isinstance(value, tuple):
        return [safe(str(part)) for part in value]
    return value


def write_session(
    session: Session,
    *,
    created: datetime | None,
    modified: datetime | None,
    exported: datetime | None,
    with_private: bool = False,
    exact: bool = False,
) -> bytes:
    """A session as the bytes of a TOML file, UTF-8 with newlines.

    Times are told in whole seconds, unless they are to be `exact`.

    Holds the chosen activities, in the order of the list and then our own, and last how the
    file was made. Private fields are left out unless asked for, and the first line says which.
    """
    notes = _private_notes(session) if with_private else 0
    private = f"ARE in this file ({notes})" if notes else "are not in this file"
    times = {"created": created, "modified": modified, "exported": exported}
    if not exact:
        times = {name: at and at.replace(microsecond=0) for name, at in times.items()}
    document = session_document(session, **times, with_private=with_private)
    document["provenance"] = _said(
        {
            "program": program_version(),
            "organisation": session.organisation.name,
            "catalogue-hash": catalogue_hash(session.catalogue),
            "content-hash": document_hash(document),
        }
    )
    return _file(f"# commongrid session. Private notes {private}.", document)


def write_catalogue(listed: Catalogue) -> bytes:
    """A list of activities as the bytes of a TOML file."""
    head = {"id": listed.id, "version": listed.version, "title": listed.title, "note": listed.note}
    document = {
        "format": CATALOGUE.format,
        "version": CATALOGUE.version,
        "catalogue": _said(head),
        "activity": [_said(_plain(entry)) for entry in listed.activities],
    }
    return _file("# commongrid catalogue: a list of engagement activities.", document)


def plan_document(plan: Partnership, modified: datetime | None = None) -> Document:
    """A plan with the keys of its file; what is not said is left out."""
    return _said(
        {
            "format": PLAN.format,
            "version": PLAN.version,
            "plan": _said({"id": plan.id, "title": plan.title, "modified": modified}),
            "side": [
                _said({"session": one.session, "name": one.name, "version-hash": one.version_hash})
                for one in plan.sides
            ],
            "item": [_item(item, len(plan.sides)) for item in plan.items.values()],
        }
    )


def _item(item: Item, sides: int) -> Document:
    """One [[item]]; a lead for each side if there is one at all, since their place counts."""
    told = {key: getattr(item, name) for name, key in keys(ItemTable).items()}
    told["leads"] = tuple(item.lead(side) for side in range(sides)) if item.leads else ()
    told["proposed"] = [_proposal(one) for one in item.proposed]
    return _said(told)


def _proposal(one: Proposal) -> Document:
    return {
        "side": one.side,
        "dimension": str(one.dimension),
        "from": str(one.from_level),
        "to": str(one.to_level),
    }


def write_plan(plan: Partnership, modified: datetime | None = None) -> bytes:
    """A plan as the bytes of a TOML file. None of it is private; its deletion stays home."""
    return _file("# commongrid plan. Nothing in it is private.", plan_document(plan, modified))


def _file(comment: str, document: Mapping[str, Any]) -> bytes:
    """A document in our layout: a comment, the head, tables, then arrays of tables."""
    blocks = [[comment]]
    for key, value in document.items():
        if isinstance(value, dict):
            blocks.append([f"[{key}]", *_lines(value)])
        elif isinstance(value, list):
            blocks += [[f"[[{key}]]", *_lines(entry)] for entry in value]
        else:
            blocks[0] += _lines({key: value})
    return ("\n\n".join("\n".join(lines) for lines in blocks) + "\n").encode()


def _lines(table: Mapping[str, Any]) -> Iterable[str]:
    for key, value in table.items():
        yield f"{key} = {_toml(value, multiline=True)}"


def _toml(value: Any, *, multiline: bool = False) -> str:
    """One value as TOML. Text over several lines is written so, but not inside an inline table."""
    if isinstance(value, dict):
        inner = ", ".join(f"{key} = {_toml(part)}" for key, part in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(_toml(part) for part in value)}]"
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    written = tomli_w.dumps({"x": value}, multiline_strings=multiline)
    return written.removeprefix("x = ").removesuffix("\n")
