"""What was typed for a session that is none yet, kept as a file until somebody goes on with it."""

from __future__ import annotations

from catalogue.values import dataclass, fields
from sessions.text import safe_line

FORMAT = "commongrid-draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """The answers so far, each perhaps empty; `catalogue` names a file."""

    title: str = ""
    organisation: str = ""
    perspective: str = ""
    catalogue: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was typed: a perspective alone is picked with one key."""
        return not (self.title or self.organisation or self.catalogue)


def write_draft(draft: Draft) -> bytes:
    """A draft as the bytes of a TOML file."""
    import tomli_w

    answers = {one.name: getattr(draft, one.name) for one in fields(Draft)}
    return tomli_w.dumps({"format": FORMAT, "version": 1, "draft": answers}).encode()


def read_draft(data: bytes, name: str) -> Draft | None:
    """The draft in a file; None if it is a file of another kind. Raises FileProblemsError."""
    from sessions.files.opening import open_document

    document, _ = open_document(data, name)
    answers = document.get("draft")
    if document.get("format") != FORMAT or not isinstance(answers, dict):
        return None
    told = {one.name: safe_line(str(answers.get(one.name, ""))) for one in fields(Draft)}
    return Draft(**told)
