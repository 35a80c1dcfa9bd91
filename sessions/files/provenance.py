"""Where a file comes from, and whether what it says is still what was exported.

The hash in a file is no signature: whoever edits a file can write a new hash. It tells an
honest partner that a line was changed on the way, by hand or by a mail program.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from catalogue.activities import Catalogue
from catalogue.values import dataclass

PROGRAM = "commongrid"
_NOT_SAID = ("format", "version", "provenance")


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a file tells of its own making; empty where it does not tell."""

    program: str = ""
    organisation: str = ""
    catalogue_hash: str = ""
    content_hash: str = ""


class Standing(StrEnum):
    """Whether a file says what its export said. Hand-editing is no fault."""

    UNCHANGED = "unchanged since export"
    EDITED = "edited since export"
    UNKNOWN = "no provenance"

    @property
    def sentence(self) -> str:
        """What that means, for whoever takes the file in."""
        return _SENTENCES[self]


_SENTENCES = {
    Standing.UNCHANGED: "Its content is unchanged since export.",
    Standing.EDITED: "Its content was edited since export, by hand or on the way.",
    Standing.UNKNOWN: "It has no provenance, so it was written or filled in by hand.",
}


def document_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 over what a session's document says, in hexadecimal digits.

    Times, the version of the layout and that of the list of activities are not in it, so that
    both sides of a plan compute the same.
    """
    said = {key: part for key, part in document.items() if key not in _NOT_SAID}
    about = dict(said["session"])
    for key in ("catalogue-version", "created", "modified", "exported"):
        about.pop(key, None)
    return _hashed({**said, "session": about})


def catalogue_hash(listed: Catalogue) -> str:
    """SHA-256 over a list of activities, in hexadecimal digits."""
    entries = [
        [one.id, one.title, one.label, one.phases, one.description, one.examples]
        for one in listed.activities
    ]
    return _hashed([listed.id, listed.version, entries])


def program_version() -> str:
    """The name and the version of this program, as files tell it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{PROGRAM} {version(PROGRAM)}"
    except PackageNotFoundError:
        return PROGRAM


def _hashed(value: Any) -> str:
    import hashlib
    import json

    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
