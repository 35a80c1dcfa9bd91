"""A blank session file that a partner without the program fills in with a text editor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from catalogue.activities import BUILTIN_ID, OWN_PREFIX, builtin
from catalogue.factors import factors_of
from catalogue.levels import Dimension, Level
from catalogue.phases import Phase
from sessions.files.shapes import SESSION
from sessions.session import GROUP_SIZES, SPONSOR_SIZES, Focus, Perspective, ScopeKind, Years

WIDTH = 96
"""Comments are wrapped here, so that a plain editor shows them whole."""


def template(perspective: Perspective = Perspective.PATIENT_GROUP) -> bytes:
    """The blank of one perspective, UTF-8: valid as soon as title and name are filled in.

    Every activity of the built-in list is there as a comment, every closed list too.
    """
    lines = [*_head(perspective), *_organisation(perspective), *_scope(), *_levels()]
    lines += [*_explained(), *_activities(), *_own()]
    return ("\n".join(lines) + "\n").encode()


def _head(perspective: Perspective) -> Iterator[str]:
    yield from _comment(
        "commongrid session. Fill in title and name, then every activity that matters to you: "
        "take away the # before its lines and write between the quotes. A line that begins "
        "with # is a comment, and what you leave commented is left out. Save the file as "
        "UTF-8. `commongrid validate FILE` names every mistake."
    )
    yield f'format = "{SESSION.format}"'
    yield f"version = {SESSION.version}"
    yield ""
    yield "[session]"
    yield 'title = ""'
    yield f'perspective = "{perspective}"    # {_list(Perspective)}'
    yield f'catalogue = "{BUILTIN_ID}"'
    yield f'catalogue-version = "{builtin().version}"'
    yield ""


def _organisation(perspective: Perspective) -> Iterator[str]:
    yield "[organisation]"
    yield 'name = ""'
    if perspective is not Perspective.SPONSOR:
        yield from _choice("size", "annual budget, USD", GROUP_SIZES)
    if perspective is not Perspective.PATIENT_GROUP:
        yield from _choice("size", "market capitalisation, USD", SPONSOR_SIZES)
    yield from _choice("focus", "one or more", Focus, several=True)
    yield from _choice("years", "in product development", Years)
    yield from _choice("phases", "one or more", Phase, several=True)
    yield ""


def _scope() -> Iterator[str]:
    yield "[scope]"
    yield from _choice("kind", "what you would do together", ScopeKind)
    yield '# name = ""'
    yield '# condition = ""'
    yield from _choice("phase", "", Phase)
    yield ""


def _levels() -> Iterator[str]:
    yield from _comment("What the levels mean to you; shown to your partner.")
    yield "[levels]"
    blank = ", ".join(f'{level} = ""' for level in Level)
    for dimension in Dimension:
        yield f"# {dimension} = {{ {blank} }}"
    yield ""


def _explained() -> Iterator[str]:
    yield from _comment(
        f"Levels: {_list(Level)}. A level that you cannot give yet stays commented. Text over "
        'several lines goes between three quotes: """like this""". Factors to consider, tick '
        "those that weighed:"
    )
    for dimension in Dimension:
        for factor in factors_of(dimension):
            yield from _comment(
                f"  {factor.code}  {factor.title}: {factor.prompt}", indent="      "
            )
    yield ""


def _activities() -> Iterator[str]:
    for entry in builtin().activities:
        phases = ", ".join(phase.words for phase in entry.phases)
        yield from _comment(f"{entry.title} ({phases})")
        yield from _comment(entry.description)
        yield from _entry(f'id = "{entry.id}"')


def _own() -> Iterator[str]:
    yield from _comment(
        f"An activity that is not in the list: an id that begins with {OWN_PREFIX}, a title, and "
        f"phases from {_list(Phase)}."
    )
    yield from _entry(
        f'id = "{OWN_PREFIX}..."', 'title = ""', 'description = ""', f'phases = ["{Phase.TRIALS}"]'
    )


def _entry(*first: str) -> Iterator[str]:
    """One commented [[activity]], its keys in the order of the file."""
    yield "# [[activity]]"
    for line in first:
        yield f"# {line}"
    for dimension in Dimension:
        yield f'# {dimension} = ""'
    for dimension in Dimension:
        yield f'# {dimension}-why = ""'
    for dimension in Dimension:
        yield f"# {dimension}-factors = []"
    yield '# plan = ""'
    yield '# unclear = ""'
    yield ""


def _choice(
    key: str, note: str, options: Iterable[StrEnum], *, several: bool = False
) -> Iterator[str]:
    """A commented key with a closed list, which is in the comment above it."""
    words = [str(option) for option in options]
    yield from _comment(f"{key}{f' ({note})' if note else ''}: {', '.join(words)}")
    yield f"# {key} = []" if several else f'# {key} = ""'


def _list(options: Iterable[StrEnum]) -> str:
    return ", ".join(str(option) for option in options)


def _comment(text: str, indent: str = "") -> Iterator[str]:
    from textwrap import wrap

    for line in wrap(
        text, WIDTH - 2, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ):
        yield f"# {line}"
