"""The closed lists of the set-up, in words short enough for a row of options.

Brackets and rows are those of Table 1 of Perry et al. 2021.
"""

from __future__ import annotations

from catalogue.phases import Phase
from sessions.edits import FieldPath
from sessions.session import (
    GROUP_SIZES,
    SPONSOR_SIZES,
    Focus,
    Perspective,
    ScopeKind,
    Size,
    Years,
)
from tui.widgets.choices import Choice

_SIZES = {
    Size.UNDER_500K: "below 500,000",
    Size.FROM_500K: "to 1 million",
    Size.FROM_1M: "1 to 5 million",
    Size.FROM_5M: "5 to 10 million",
    Size.FROM_10M: "10 million or more",
    Size.UNDER_300M: "below 300 million",
    Size.FROM_300M: "300 million to 2 billion",
    Size.FROM_2B: "2 to 10 billion",
    Size.OVER_10B: "over 10 billion",
}
_YEARS = {
    Years.UNDER_1: "under 1",
    Years.FROM_1: "1-2",
    Years.FROM_3: "3-4",
    Years.FROM_5: "5-10",
    Years.OVER_10: "over 10",
    Years.NOT_SURE: "not sure",
}
_FOCUS = {
    Focus.ALL: "all diseases",
    Focus.RARE: "rare",
    Focus.RARE_GENETIC: "rare genetic",
    Focus.RARE_CANCERS: "rare cancers",
    Focus.COMMON: "common",
    Focus.CANCERS: "cancers",
    Focus.NEUROLOGICAL: "neurological",
    Focus.NERVOUS_MENTAL: "nervous, mental",
    Focus.AUTOIMMUNE: "autoimmune",
    Focus.RESPIRATORY: "respiratory",
}
_KINDS = {ScopeKind.TRIAL: "one trial", ScopeKind.PROGRAMME: "a development programme"}

PERSPECTIVES = tuple(Choice(one.value, one.words) for one in Perspective)
YEARS = tuple(Choice(one.value, words) for one, words in _YEARS.items())
FOCUS = tuple(Choice(one.value, words) for one, words in _FOCUS.items())
KINDS = tuple(Choice(one.value, words) for one, words in _KINDS.items())
PHASES = tuple(Choice(one.value, one.words) for one in Phase)

SIZE_LABELS = {
    Perspective.SPONSOR: "Market value, USD",
    Perspective.PATIENT_GROUP: "Annual budget, USD",
}
"""What a size measures. Rated together there are two organisations, so there is no size."""


def sizes_of(perspective: Perspective) -> tuple[Choice, ...]:
    """The brackets that fit a perspective; none for both together."""
    fitting = {
        Perspective.SPONSOR: SPONSOR_SIZES,
        Perspective.PATIENT_GROUP: GROUP_SIZES,
        Perspective.JOINT: (),
    }[perspective]
    return tuple(Choice(one.value, _SIZES[one]) for one in fitting)


MEANINGS = tuple(
    (f"{level.capitalize()} {dimension}", FieldPath(f"levels/{dimension}_{level}"), example)
    for dimension, level, example in (
        ("benefit", "low", "such as: changes little for now"),
        ("benefit", "moderate", "such as: helps some, or this trial only"),
        ("benefit", "high", "such as: changes care, or how trials are run"),
        ("investment", "low", "such as: a few days, with what we already have"),
        ("investment", "moderate", "such as: weeks for one of our staff"),
        ("investment", "high", "such as: a person-year or more"),
    )
)
"""Label, path and example of what each level means to a side."""
