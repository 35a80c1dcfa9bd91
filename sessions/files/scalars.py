"""What single values of a file may be, each with the words that say so where one is not.

`take` gives a value as the program has it and raises ValueError for what is not good, `use`
follows the word "use". Nothing is coerced: TOML tells texts, numbers, days and moments apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from catalogue.factors import factors_of
from catalogue.levels import Dimension
from catalogue.values import dataclass, field
from sessions.session import TEXT_LENGTH, TITLE_LENGTH

ID_LENGTH = 80

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
UUID_PATTERN = r"^(urn:uuid:)?\{?[0-9A-Fa-f]{8}-?([0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}\}?$"
HASH_PATTERN = r"^[0-9A-Fa-f]{64}$"


def either(words: Sequence[str]) -> str:
    """Several words as "a, b or c"."""
    *rest, last = words
    return f"{', '.join(rest)} or {last}" if rest else last


@dataclass(frozen=True, slots=True)
class Text:
    """Text of so many characters, `longest` at most if that is not 0; a `line` has no breaks."""

    shortest: int = 0
    longest: int = TEXT_LENGTH
    line: bool = False
    pattern: str = ""
    use: str = 'text in quotes, "like this"'

    def take(self, value: object) -> str:
        """The text, if it is one and is spelt as it must be; its length is for others to check."""
        if not isinstance(value, str) or (self.pattern and not re.fullmatch(self.pattern, value)):
            raise ValueError
        return value


@dataclass(frozen=True, slots=True)
class OneOf:
    """A word or number of a closed list; an enumeration of the domain is one."""

    listed: type[StrEnum] | tuple[str | int, ...]
    _by_word: Mapping[object, Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        words = {one.value if isinstance(one, StrEnum) else one: one for one in self.listed}
        object.__setattr__(self, "_by_word", words)

    @property
    def words(self) -> list[str]:
        """The words, in the order of the list."""
        return [str(word) for word in self._by_word]

    @property
    def use(self) -> str:
        """All of them."""
        return either(self.words)

    def take(self, value: object) -> Any:
        """The member of the list that is spelt so."""
        if type(value) not in (str, int) or value not in self._by_word:
            raise ValueError
        return self._by_word[value]


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number from 0 on."""

    use: str = "a whole number"

    def take(self, value: object) -> int:
        """The number."""
        if type(value) is not int or value < 0:
            raise ValueError
        return value


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and a time of day that tells its zone; as the program has it, in UTC."""

    use: str = "a date and time such as 2026-11-20T09:00:00Z"

    def take(self, value: object) -> datetime:
        """The moment, in quotes or not. Raises OverflowError where UTC has no year for it."""
        told = _unquoted(value, datetime)
        if told.tzinfo is None:
            raise ValueError
        return told.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Day:
    """A date without a time of day."""

    use: str = "a day without quotes, such as 2027-03-31"

    def take(self, value: object) -> date:
        """The day, in quotes or not."""
        return _unquoted(value, date)


Scalar = Text | OneOf | Count | Moment | Day
Time = TypeVar("Time", date, datetime)


def _unquoted(value: object, kind: type[Time]) -> Time:
    """A day or a moment that TOML read as one, or that somebody put in quotes (RFC 3339)."""
    if isinstance(value, str):
        from msgspec import convert

        return convert(value, kind)
    if type(value) is not kind:
        raise ValueError
    return value


TEXT = Text()
LINE = Text(line=True)
NAME = Text(shortest=1, line=True)
TITLE = Text(shortest=1, longest=TITLE_LENGTH, line=True)
ID = Text(
    shortest=1,
    longest=ID_LENGTH,
    pattern=ID_PATTERN,
    use="ASCII letters, digits, full stops, underscores and hyphens",
)
UUID = Text(longest=0, pattern=UUID_PATTERN, use="a UUID, or leave id out")
SIDE_UUID = Text(
    longest=0,
    pattern=UUID_PATTERN,
    use="the UUID that is the id of this side's session",
)
HASH = Text(longest=0, pattern=HASH_PATTERN, use="64 hexadecimal digits (SHA-256)")
SIDE = Count(use="the number of a side: 0 for the first, 1 for the second")
WHEN = Moment()
DAY = Day()
BENEFIT_FACTOR, INVESTMENT_FACTOR = (
    OneOf(tuple(str(one.code) for one in factors_of(dimension))) for dimension in Dimension
)
