"""What somebody may have meant who typed something else."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 100
"""Characters that are compared of each word."""


def nearest(wanted: str, words: Iterable[str], *, most: int = 3, alike: float = 0.5) -> list[str]:
    """At most so many of these words, best first; what holds all that was typed comes first.

    `alike` is how much of a word has to be so, 1 being all of it. Capitals do not count.
    """
    # Only what was not found pays for it.
    from difflib import get_close_matches

    said = wanted[:LONGEST].casefold()
    spelt: dict[str, list[str]] = {}
    for word in dict.fromkeys(words):
        spelt.setdefault(word[:LONGEST].casefold(), []).append(word)
    within = [word for word in spelt if said and said in word]
    close = get_close_matches(said, spelt, n=most, cutoff=alike)
    return [word for one in dict.fromkeys([*within, *close]) for word in spelt[one]][:most]
