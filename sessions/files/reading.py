"""From checked tables to the domain: what the fields of a file mean together.

Every problem is noted before any is raised, so that a person mends a file once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from catalogue.activities import (
    BUILTIN_ID,
    LABEL_CELLS,
    OWN_PREFIX,
    Activity,
    ActivityId,
    Catalogue,
    builtin,
)
from catalogue.levels import Dimension, Level
from catalogue.nearest import nearest
from catalogue.values import dataclass, fields
from sessions.files.fields import Checked, check_table, quoted
from sessions.files.opening import MAX_ACTIVITIES, Findings, open_document
from sessions.files.provenance import Provenance, catalogue_hash
from sessions.files.scalars import either
from sessions.files.shapes import CATALOGUE, KINDS, SESSION, Kind
from sessions.session import (
    GROUP_SIZES,
    SPONSOR_SIZES,
    Assessment,
    LevelMeanings,
    Organisation,
    Perspective,
    Scope,
    Session,
    SessionId,
    dashed,
    without_private,
)
from sessions.text import cells

ID_SPACE = "5f0c7f4e-52f5-5a0e-9c0b-2d7d3b0a61c4"
"""The name space of ids made of an organisation's name and a title (RFC 9562, version 5)."""

SAID = tuple(entry.name for entry in fields(Assessment) if entry.name not in ("activity", "chosen"))
"""The fields of an assessment that a file holds."""


@dataclass(frozen=True, slots=True)
class SessionFile:
    """A session as a file told it.

    Times are in UTC, None where the file has none. `warnings` are sentences with file and
    line. `private_included` tells whether somebody put private notes into it. Whether its
    provenance is true is for `sessions.files.standing` to say.
    """

    session: Session
    created: datetime | None
    modified: datetime | None
    exported: datetime | None
    warnings: tuple[str, ...]
    private_included: bool
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose kind and version are known: its raw tables, and where to note problems."""

    kind: Kind
    document: dict[str, Any]
    findings: Findings


def open_file(data: bytes, name: str, *wanted: Kind, own: bool = False) -> Opened:
    """Open a file and tell its kind. Raises FileProblemsError if it is none of ours.

    `wanted` are the kinds that serve where it is opened, for the sentence on a file without
    one; all of them if none is named. A file of another kind is opened all the same. In one of
    our `own`, which no partner has sent, a text has any length.
    """
    document, findings = open_document(data, name, own=own)
    kinds = either([f'"{kind.format}"' for kind in wanted or KINDS.values()])
    said = document.get("format")
    if not isinstance(said, str):
        begin = f"it must begin with format = {kinds} and version = 1"
        findings.refuse(("format",) if "format" in document else (), f"format is missing; {begin}")
    elif said not in KINDS:
        findings.refuse(("format",), f"format is {quoted(said)}; use {kinds}")
    findings.raise_problems()
    kind = KINDS[str(said)]
    version = document.get("version")
    if type(version) is not int or version < 1:
        findings.refuse(
            ("version",), f"version is missing or wrong; write version = {kind.version}"
        )
    elif version > kind.version:
        findings.refuse(
            ("version",),
            f"is of a newer version, and this program reads version {kind.version}; "
            f"update commongrid, or ask for the file in version {kind.version}",
        )
    findings.raise_problems()
    return Opened(kind, document, findings)


def check_shape(opened: Opened, kind: Kind) -> Checked:
    """The good fields of a file. Raises FileProblemsError if it is of another kind."""
    document, findings = opened.document, opened.findings
    if opened.kind is not kind:
        other = f"is {opened.kind.words}, not {kind.words}; choose another file"
        findings.refuse(("format",), other)
        findings.raise_problems()
    for key in ("activity", "item"):
        entries = document.get(key)
        if isinstance(entries, list) and len(entries) > MAX_ACTIVITIES:
            # Finding the line takes as long as reading all that, and tables have one each.
            place = () if f"[[{key}]]" in findings.text else (key,)
            findings.refuse(place, f"holds more than {MAX_ACTIVITIES:,} activities")
            findings.raise_problems()
    return check_table(document, kind.shape, findings)


def session_in(opened: Opened) -> SessionFile:
    """The session in a file. Raises FileProblemsError with every problem there is."""
    checked, findings = check_shape(opened, SESSION), opened.findings
    entries = [
        (index, entry) for index, entry in enumerate(checked.get("activity") or ()) if "id" in entry
    ]
    _refuse_doubles(entries, findings)
    about = checked.get("session", {})
    _check_size(checked, findings)
    listed, own = _activities(about, entries, findings)
    findings.raise_problems()
    organisation = Organisation(**checked["organisation"])
    provenance = _provenance(checked, findings)
    session = Session(
        id=_session_id(about["id"], organisation.name, about["title"]),
        title=about["title"],
        perspective=about["perspective"],
        organisation=organisation,
        scope=Scope(**(checked["scope"] or {})),
        levels=_meanings(checked["levels"] or {}),
        catalogue=listed,
        assessments={
            ActivityId(entry["id"]): Assessment(
                ActivityId(entry["id"]), chosen=True, **{name: entry[name] for name in SAID}
            )
            for _, entry in entries
        },
    ).with_own(own)
    return SessionFile(
        session,
        about["created"],
        about["modified"],
        about["exported"],
        tuple(findings.warnings()),
        private_included=without_private(session) != session,
        provenance=provenance,
    )


def _refuse_doubles(entries: Iterable[tuple[int, Checked]], findings: Findings) -> None:
    first: dict[str, int] = {}
    for index, entry in entries:
        known = first.setdefault(entry["id"], index)
        if known != index:
            line = findings.line(("activity", known))
            findings.refuse(
                ("activity", index, "id"),
                f'activity "{entry["id"]}" is there twice, first in line {line}; keep one',
            )


def _check_size(checked: Checked, findings: Findings) -> None:
    """A bracket of the other side's list is a slip: a budget is not a market value."""
    size = (checked.get("organisation") or {}).get("size")
    perspective = (checked.get("session") or {}).get("perspective")
    if size is None or perspective in (None, Perspective.JOINT):
        return
    fit = SPONSOR_SIZES if perspective is Perspective.SPONSOR else GROUP_SIZES
    if size not in fit:
        findings.refuse(
            ("organisation", "size"),
            f'[organisation]: size is "{size}", which a {perspective.words.lower()} cannot have; '
            f"use {either([str(one) for one in fit])}",
        )


def _activities(
    about: Checked, entries: Iterable[tuple[int, Checked]], findings: Findings
) -> tuple[Catalogue, list[Activity]]:
    """The list a session chose from, and the activities of its own."""
    name = about.get("catalogue", BUILTIN_ID)
    version = about.get("catalogue_version", "")
    of_builtin = name == BUILTIN_ID
    if of_builtin and version not in ("", builtin().version):
        findings.warn(
            ("session", "catalogue-version"),
            f"[session]: catalogue-version is {quoted(version)}; this program has version "
            f'"{builtin().version}" of the list',
        )
    others: list[Activity] = []
    own: list[Activity] = []
    for index, entry in entries:
        if not entry.keys() >= {"title", "description", "phases"}:
            continue
        known = builtin().get(entry["id"])
        if known is not None and (of_builtin or not entry["title"]):
            _warn_of_other_words(index, entry, known, findings)
            others.append(known)
        elif not entry["title"]:
            _refuse_unknown(index, entry["id"], findings)
        else:
            added = Activity(
                ActivityId(entry["id"]),
                entry["title"],
                phases=entry["phases"],
                description=entry["description"],
            )
            (own if of_builtin or added.is_own else others).append(added)
    if of_builtin:
        return builtin(), own
    return Catalogue(name, version, title=name, note="", activities=tuple(others)), own


def _warn_of_other_words(index: int, entry: Checked, known: Activity, findings: Findings) -> None:
    for key in ("title", "description"):
        if entry[key] and entry[key] != getattr(known, key):
            findings.warn(
                ("activity", index, key),
                f'activity "{known.id}": {key} is not that of the built-in list; left out',
            )


def _refuse_unknown(index: int, activity: str, findings: Findings) -> None:
    close = nearest(activity, (entry.id for entry in builtin().activities))
    hint = f"; the nearest is {either(close)}" if close else ""
    findings.refuse(
        ("activity", index, "id"),
        f'activity "{activity}" is not in the list, and one of your own needs a title{hint}',
    )


def _check_listed(index: int, entry: Checked, findings: Findings) -> None:
    """What a list asks of its activities beyond their shape."""
    if entry["id"].startswith(OWN_PREFIX):
        findings.refuse(
            ("activity", index, "id"),
            f'activity "{entry["id"]}": ids that begin with {OWN_PREFIX} are for activities '
            "added in a session; choose another",
        )
    if cells(entry.get("label", "")) > LABEL_CELLS:
        findings.refuse(
            ("activity", index, "label"),
            f'activity "{entry["id"]}": label is {cells(entry["label"])} cells wide; '
            f"shorten it to {LABEL_CELLS}",
        )


def _session_id(said: str, organisation: str, title: str) -> SessionId:
    """The id of the file in its usual form; without one, an id that the same file gets again."""
    return SessionId(usual_id(said) if said else id_of(organisation, title))


def usual_id(said: str) -> str:
    """A UUID, however it was written, in its usual form."""
    digits = re.sub(r"[^0-9A-Fa-f]", "", said.removeprefix("urn:uuid:"))
    return dashed(digits.lower())


def id_of(*said: str) -> str:
    """The UUID of something without one, made of what tells it from others."""
    from uuid import UUID, uuid5

    return str(uuid5(UUID(ID_SPACE), "\n".join(said)))


def _provenance(checked: Checked, findings: Findings) -> Provenance | None:
    """How the file says it was made; warns where its built-in list is not ours."""
    if not checked["provenance"]:
        return None
    told = Provenance(**checked["provenance"])
    about = checked["session"]
    same_list = (about["catalogue"], about["catalogue_version"]) == (BUILTIN_ID, builtin().version)
    if same_list and told.catalogue_hash not in ("", catalogue_hash(builtin())):
        findings.warn(
            ("provenance", "catalogue-hash"),
            "[provenance]: the list of activities it was rated by reads otherwise than the one "
            "of this program; compare the words of the two programs",
        )
    return told


def _meanings(levels: Checked) -> LevelMeanings:
    said = {
        f"{dimension}_{level}": (levels.get(dimension) or {}).get(level, "")
        for dimension in Dimension
        for level in Level
    }
    return LevelMeanings(**said)


def catalogue_in(opened: Opened) -> tuple[Catalogue, tuple[str, ...]]:
    """The list in a file, and warnings. Raises FileProblemsError with every problem."""
    checked, findings = check_shape(opened, CATALOGUE), opened.findings
    entries = [
        (index, entry) for index, entry in enumerate(checked.get("activity") or ()) if "id" in entry
    ]
    _refuse_doubles(entries, findings)
    for index, entry in entries:
        _check_listed(index, entry, findings)
    findings.raise_problems()
    about = checked["catalogue"]
    if not entries:
        findings.refuse(("activity",), "holds no [[activity]]; a list needs at least one")
    listed = Catalogue(
        about["id"],
        about["version"],
        about["title"],
        about["note"],
        tuple(Activity(**entry) for _, entry in entries),
    )
    if listed.id == BUILTIN_ID and listed != builtin():
        findings.refuse(
            ("catalogue", "id"),
            f'[catalogue]: id is "{BUILTIN_ID}", the built-in list; give your own another id',
        )
    findings.raise_problems()
    return (builtin() if listed.id == BUILTIN_ID else listed), tuple(findings.warnings())
