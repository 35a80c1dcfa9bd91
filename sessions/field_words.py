"""What the fields of a session are called where people read of them, by their path."""

from __future__ import annotations

from catalogue.levels import Dimension, Level

_WORDS = {
    "title": "title",
    "perspective": "perspective",
    "catalogue": "list of activities",
    "organisation/name": "organisation's name",
    "organisation/size": "organisation's size",
    "organisation/focus": "disease focus",
    "organisation/years": "years in development",
    "organisation/phases": "phases of the organisation",
    "scope/kind": "what it is about",
    "scope/name": "name of what it is about",
    "scope/condition": "condition",
    "scope/phase": "phase",
    "benefit_why": "reason for the benefit",
    "investment_why": "reason for the investment",
    "benefit_factors": "factors of the benefit",
    "investment_factors": "factors of the investment",
    "plan": "how it would be done",
    "unclear": "question about the wording",
    "private_note": "private note",
    "description": "description",
    "phases": "phases",
    **{
        f"levels/{dimension}_{level}": f"what {level} {dimension} means"
        for dimension in Dimension
        for level in Level
    },
}


def field_words(path: str) -> str:
    """A field in words, by its whole path or by its name in what was said of an activity."""
    name = path.rpartition("/")[2]
    return _WORDS.get(path) or _WORDS.get(name) or path.replace("_", " ").replace("/", " ")
