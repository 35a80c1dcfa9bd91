"""The joint reading of one activity: what the cells of several sides say together.

This is the product's heart, and a pure function of the cells. The rules are this project's,
not the paper's, which reads one side's matrix only; "offer" follows its third outcome. For an
activity that every side chose and fully rated, the first rule that holds gives the class:

| class | when |
|---|---|
| start-here | all benefits high and no investment high; or all benefits moderate or more with at least one high, and all investments low |
| set-aside | all benefits low |
| offer | at least one side is low/low, and every other side's benefit is moderate or high: the low/low sides can offer it |
| resource-jointly | all benefits moderate or more, and at least one investment high |
| next-wave | all benefits moderate or more |
| discuss | anything else: someone sees low benefit at more than low cost |

Chosen by some sides only: one-sided. Chosen by all, a level missing somewhere: incomplete.
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from catalogue.levels import Dimension, Level
from catalogue.values import dataclass
from sessions.matrix import Cell


class JointClass(StrEnum):
    """What to do with an activity, seen from all sides; defined in reading order."""

    START_HERE = "start-here"
    NEXT_WAVE = "next-wave"
    RESOURCE_JOINTLY = "resource-jointly"
    OFFER = "offer"
    DISCUSS = "discuss"
    ONE_SIDED = "one-sided"
    SET_ASIDE = "set-aside"
    INCOMPLETE = "incomplete"

    @property
    def words(self) -> str:
        """The class in words, for a heading."""
        return _WORDS[self]

    @property
    def rank(self) -> int:
        """The place in reading order, from 0."""
        return _RANKS[self]

    @property
    def rule(self) -> str:
        """When an activity has this class, in words."""
        return _WHEN[self]

    @property
    def advice(self) -> str:
        """What the class asks the sides to do, in one sentence."""
        return _ADVICE[self]


class Rating(NamedTuple):
    """The two levels one side gave an activity it chose, None for a level not given yet."""

    benefit: Level | None
    investment: Level | None

    @property
    def cell(self) -> Cell | None:
        """The cell of the matrix, None while a level is missing."""
        if self.benefit is None or self.investment is None:
            return None
        return Cell(self.benefit, self.investment)

    @property
    def words(self) -> str:
        """Benefit, then investment: "high / not rated"."""
        return f"{self.benefit or 'not rated'} / {self.investment or 'not rated'}"

    def level(self, dimension: Dimension) -> Level | None:
        """The level on one dimension."""
        return self.benefit if dimension is Dimension.BENEFIT else self.investment

    def rate(self, dimension: Dimension, level: Level) -> Rating:
        """The same rating with one level changed."""
        if dimension is Dimension.BENEFIT:
            return Rating(level, self.investment)
        return Rating(self.benefit, level)


Cells = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: when a class is given. `holds` asks the cells of all sides."""

    joint_class: JointClass
    when: str
    holds: Callable[[Cells], bool]


@dataclass(frozen=True, slots=True)
class Lever:
    """One step of one level on one side (an index) that would make an activity a start."""

    side: int
    dimension: Dimension
    from_level: Level
    to_level: Level


def _starts(cells: Cells) -> bool:
    if all(c.benefit is Level.HIGH for c in cells):
        return all(c.investment is not Level.HIGH for c in cells)
    return (
        _all_matter(cells)
        and any(c.benefit is Level.HIGH for c in cells)
        and all(c.investment is Level.LOW for c in cells)
    )


def _all_low(cells: Cells) -> bool:
    return all(c.benefit is Level.LOW for c in cells)


def _all_matter(cells: Cells) -> bool:
    return all(c.benefit is not Level.LOW for c in cells)


def _offers(cell: Cell) -> bool:
    return cell.benefit is Level.LOW and cell.investment is Level.LOW


def _offered(cells: Cells) -> bool:
    return any(_offers(c) for c in cells) and all(
        _offers(c) or c.benefit is not Level.LOW for c in cells
    )


def _shared(cells: Cells) -> bool:
    return _all_matter(cells) and any(c.investment is Level.HIGH for c in cells)


RULES: tuple[Rule, ...] = (
    Rule(
        JointClass.START_HERE,
        "all benefits high and no investment high; or all benefits moderate or more with at "
        "least one high, and all investments low",
        _starts,
    ),
    Rule(JointClass.SET_ASIDE, "all benefits low", _all_low),
    Rule(
        JointClass.OFFER,
        "at least one side is low/low, and every other side's benefit is moderate or high: "
        "the low/low sides can offer it",
        _offered,
    ),
    Rule(
        JointClass.RESOURCE_JOINTLY,
        "all benefits moderate or more, and at least one investment high",
        _shared,
    ),
    Rule(JointClass.NEXT_WAVE, "all benefits moderate or more", _all_matter),
    Rule(
        JointClass.DISCUSS,
        "anything else: someone sees low benefit at more than low cost",
        lambda cells: True,
    ),
)
"""The table, in the order in which it is tried; the last rule always holds."""

UNREAD_RULES: tuple[tuple[JointClass, str], ...] = (
    (JointClass.ONE_SIDED, "chosen by some sides only"),
    (JointClass.INCOMPLETE, "chosen by all sides, with a level missing somewhere"),
)
"""The classes of activities that the table cannot read."""


@lru_cache(maxsize=8192)
def joint_class(ratings: tuple[Rating | None, ...]) -> JointClass:
    """The class of an activity from the ratings of all sides, None for a side without it."""
    if any(rating is None for rating in ratings):
        return JointClass.ONE_SIDED
    cells = _cells(ratings)
    if cells is None:
        return JointClass.INCOMPLETE
    return next(rule.joint_class for rule in RULES if rule.holds(cells))


@lru_cache(maxsize=8192)
def offered_by(ratings: tuple[Rating | None, ...]) -> tuple[int, ...]:
    """The sides that could offer an activity: those at low / low, where the class is offer."""
    if joint_class(ratings) is not JointClass.OFFER:
        return ()
    return tuple(
        side
        for side, rating in enumerate(ratings)
        if rating and rating.cell and _offers(rating.cell)
    )


@lru_cache(maxsize=8192)
def levers(ratings: tuple[Rating | None, ...]) -> tuple[Lever, ...]:
    """Every single step of one level on one side that would make the activity a start.

    Only a benefit that rises or an investment that falls can, since the opposite never moves
    an activity up. None for a start, and for what the table cannot read.
    """
    if _cells(ratings) is None or joint_class(ratings) is JointClass.START_HERE:
        return ()
    found: list[Lever] = []
    for side, rating in enumerate(ratings):
        for dimension, by in ((Dimension.BENEFIT, 1), (Dimension.INVESTMENT, -1)):
            level = rating.level(dimension) if rating else None
            if rating is None or level is None or level.step(by) is level:
                continue
            moved = rating.rate(dimension, level.step(by))
            if joint_class((*ratings[:side], moved, *ratings[side + 1 :])) is _START:
                found.append(Lever(side, dimension, level, level.step(by)))
    return tuple(found)


def _cells(ratings: Sequence[Rating | None]) -> Cells | None:
    """The cells of all sides, None if one of them has none."""
    cells = tuple(rating.cell if rating else None for rating in ratings)
    return None if None in cells else tuple(cell for cell in cells if cell)


_START = JointClass.START_HERE
_RANKS = {name: rank for rank, name in enumerate(JointClass)}
_WHEN = {rule.joint_class: rule.when for rule in RULES} | dict(UNREAD_RULES)
_WORDS = {
    JointClass.START_HERE: "Start here",
    JointClass.NEXT_WAVE: "Next wave",
    JointClass.RESOURCE_JOINTLY: "Resource jointly",
    JointClass.OFFER: "Offer",
    JointClass.DISCUSS: "Discuss",
    JointClass.ONE_SIDED: "One side",
    JointClass.SET_ASIDE: "Set aside",
    JointClass.INCOMPLETE: "Incomplete",
}
_ADVICE = {
    JointClass.START_HERE: "Worth much to all sides at a price all can pay: begin with these.",
    JointClass.NEXT_WAVE: "Worth it to all sides: take these up once the first have begun.",
    JointClass.RESOURCE_JOINTLY: "Worth it to all sides, but too costly for one: share the cost.",
    JointClass.OFFER: "One side gains little and gives little, another gains: it can be offered.",
    JointClass.DISCUSS: "The sides see these differently: hear both reasons before deciding.",
    JointClass.ONE_SIDED: "Not every side chose these: ask whether the others would.",
    JointClass.SET_ASIDE: "No side sees more than low benefit: leave these for now.",
    JointClass.INCOMPLETE: "Chosen by all sides, but a level is missing: rate it to read it.",
}
