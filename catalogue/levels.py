"""The three levels of the published tool, and the two dimensions they are given on."""

from __future__ import annotations

from enum import StrEnum


class Dimension(StrEnum):
    """What a level speaks of: what an activity brings, or what it takes."""

    BENEFIT = "benefit"
    INVESTMENT = "investment"


class Level(StrEnum):
    """A subjective level. Compare by `rank`: as strings, "high" sorts before "low"."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for low, 1 for moderate, 2 for high."""
        return _RANKS[self]

    def step(self, by: int) -> Level:
        """The level `by` steps up (negative: down), clamped at low and high."""
        return LEVELS[max(0, min(2, self.rank + by))]


LEVELS: tuple[Level, Level, Level] = (Level.LOW, Level.MODERATE, Level.HIGH)
_RANKS = {level: rank for rank, level in enumerate(LEVELS)}
