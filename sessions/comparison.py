"""The joint reading of two or more sessions: what to do together, and who can offer what.

The classes and their rules are in `sessions.joint.reading`, the sentences in
`sessions.joint.reasons`. Agreement is not the goal, since each side rates for itself: the classes
lead, and how often levels are the same comes after them. Everything here is pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from catalogue.activities import ActivityId
from catalogue.levels import Dimension, Level
from catalogue.values import dataclass, field, replace
from sessions.errors import ComparisonError
from sessions.joint.matching import Matching, Row, TitleMatch, match
from sessions.joint.reading import JointClass, Lever, Rating, joint_class, levers, offered_by
from sessions.joint.reasons import reason
from sessions.session import Assessment, Perspective, Session


@dataclass(frozen=True, slots=True)
class Reading:
    """One activity, read jointly. Everything that is per side is in the order of the sides.

    `activity`, `title` and `short` are those of the first side that chose it; `ids` holds the
    id each side knows it by, which may differ where two titles were said to mean one thing.
    """

    activity: ActivityId
    title: str
    short: str
    ids: tuple[ActivityId | None, ...]
    joint_class: JointClass
    cells: tuple[Rating | None, ...]
    offered_by: tuple[int, ...]
    levers: tuple[Lever, ...]

    @property
    def missing(self) -> tuple[tuple[int, Dimension], ...]:
        """Which sides (indexes) that chose it have yet to give which level."""
        return tuple(
            (side, dimension)
            for side, rating in enumerate(self.cells)
            if rating is not None
            for dimension in Dimension
            if rating.level(dimension) is None
        )


@dataclass(frozen=True, slots=True)
class Load:
    """How many start-here and resource-jointly activities rest on a side at which investment."""

    high: int
    moderate: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two sides (indexes) rated one dimension of the activities that both chose.

    `table` counts by the level of the first side, then that of the second; all nine are there.
    """

    first: int
    second: int
    dimension: Dimension
    table: Mapping[tuple[Level, Level], int]

    @property
    def same(self) -> int:
        """Activities on which both gave the same level."""
        return self._apart(0)

    @property
    def one_apart(self) -> int:
        """Activities on which the levels differ by one step."""
        return self._apart(1)

    @property
    def two_apart(self) -> int:
        """Activities on which one said low and the other high."""
        return self._apart(2)

    def _apart(self, steps: int) -> int:
        return sum(count for (a, b), count in self.table.items() if abs(a.rank - b.rank) == steps)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several sides, read jointly. `readings` are in reading order.

    `names` are the organisations' names, told apart where two sides have the same one.
    `questions` are title matches to be asked; the answers go back into `compare`.
    """

    sides: tuple[Session, ...]
    names: tuple[str, ...]
    readings: tuple[Reading, ...]
    counts: Mapping[JointClass, int]
    load: tuple[Load, ...]
    questions: tuple[TitleMatch, ...] = ()
    answers: Mapping[TitleMatch, bool] = field(default_factory=dict)

    def of(self, joint_class: JointClass) -> tuple[Reading, ...]:
        """The readings of one class, in reading order."""
        return tuple(one for one in self.readings if one.joint_class is joint_class)

    def reading(self, activity: ActivityId) -> Reading | None:
        """The reading of an activity by the id that any side knows it by."""
        exact = (one for one in self.readings if one.activity == activity)
        return next(exact, None) or next(
            (one for one in self.readings if activity in one.ids), None
        )

    def reason(self, reading: Reading) -> str:
        """Why it has its class: "resource jointly, since both see ..."."""
        return reason(reading.cells, self.names)

    def assessment(self, reading: Reading, side: int) -> Assessment | None:
        """What one side said of an activity, None if it did not choose it."""
        known = reading.ids[side]
        return None if known is None else self.sides[side].assessment(known)

    def agreements(self) -> tuple[Agreement, ...]:
        """Per pair of sides, benefit and then investment."""
        return tuple(
            _agreement(self.readings, first, second, dimension)
            for first, second in combinations(range(len(self.sides)), 2)
            for dimension in Dimension
        )


def compare(
    sessions: Sequence[Session], *, answers: Mapping[TitleMatch, bool] | None = None
) -> Comparison:
    """Read the sessions of two or more sides jointly.

    `answers` are a person's to the `questions` of an earlier comparison. Raises
    ComparisonError for fewer than two sides, the same session twice, and a joint session.
    """
    sides = tuple(sessions)
    check_sides(sides)
    answered = dict(answers or {})
    matching = match(sides, answered)
    readings = _in_reading_order(matching)
    counts = Counter(one.joint_class for one in readings)
    return Comparison(
        sides=sides,
        names=side_names(sides),
        readings=readings,
        counts={name: counts[name] for name in JointClass},
        load=tuple(_load(readings, side) for side in range(len(sides))),
        questions=matching.questions,
        answers=answered,
    )


def join_titles(sessions: Sequence[Session]) -> Comparison:
    """The comparison in which activities with one title are one: what `--match-titles` asks."""
    found = compare(sessions)
    while found.questions:
        found = compare(sessions, answers={**found.answers, **dict.fromkeys(found.questions, True)})
    return found


def try_rating(
    comparison: Comparison,
    side: int,
    activity: ActivityId,
    dimension: Dimension,
    level: Level,
) -> Comparison:
    """What the joint reading would be if one side (an index) had given another level.

    `activity` is a reading's. No session is changed: the result holds altered copies. Raises
    ComparisonError where that side does not know the activity.
    """
    reading = comparison.reading(activity)
    session = comparison.sides[side]
    known = (reading.ids[side] if reading else None) or activity
    if session.activity(known) is None:
        raise ComparisonError(
            f"{comparison.names[side]} does not have this activity; ask whether it would add it."
        )
    held = replace(session.assessment(known), chosen=True).rate(dimension, level)
    tried = [*comparison.sides]
    tried[side] = session.with_assessment(held)
    return compare(tried, answers=comparison.answers)


def check_sides(sides: Sequence[Session]) -> None:
    """Raises ComparisonError, in a sentence, where these cannot be the sides of one comparison."""
    for session in sides:
        if session.perspective is Perspective.JOINT:
            raise ComparisonError(
                f'"{session.title}" was rated by both sides together, so it is no side in a '
                "comparison; compare the sessions in which each side rated for itself."
            )
    if len(sides) < 2:
        raise ComparisonError("A comparison needs the sessions of two sides or more; add another.")
    twice = [one for one, count in Counter(session.id for session in sides).items() if count > 1]
    for session in sides:
        if session.id in twice:
            raise ComparisonError(
                f'"{session.title}" was given twice; a side cannot be compared with itself.'
            )


def side_names(sessions: Sequence[Session]) -> tuple[str, ...]:
    """The organisations' names; with perspective or title or number where those are the same."""
    names = [session.organisation.name for session in sessions]
    for more in (
        [session.perspective.words.lower() for session in sessions],
        [session.title for session in sessions],
        [str(number) for number in range(1, len(names) + 1)],
    ):
        uses = Counter(names)
        names = [
            f"{name} ({word})" if uses[name] > 1 else name
            for name, word in zip(names, more, strict=True)
        ]
    return tuple(names)


def _in_reading_order(matching: Matching) -> tuple[Reading, ...]:
    """By class, then the sum of benefits down and of investments up; else as matched."""
    return tuple(sorted((_read(row) for row in matching.rows), key=_reading_key))


def _read(row: Row) -> Reading:
    cells = tuple(
        [
            Rating(held.assessment.benefit, held.assessment.investment) if held else None
            for held in row
        ]
    )
    entry = next(held for held in row if held).entry
    return Reading(
        activity=entry.id,
        title=entry.title,
        short=entry.short,
        ids=tuple(held.entry.id if held else None for held in row),
        joint_class=joint_class(cells),
        cells=cells,
        offered_by=offered_by(cells),
        levers=levers(cells),
    )


def _reading_key(reading: Reading) -> tuple[int, int, int]:
    benefit = sum(one.benefit.rank for one in reading.cells if one and one.benefit)
    investment = sum(one.investment.rank for one in reading.cells if one and one.investment)
    return reading.joint_class.rank, -benefit, investment


def _load(readings: Sequence[Reading], side: int) -> Load:
    heavy = Counter(
        rating.investment
        for one in readings
        if one.joint_class in (JointClass.START_HERE, JointClass.RESOURCE_JOINTLY)
        and (rating := one.cells[side])
    )
    return Load(heavy[Level.HIGH], heavy[Level.MODERATE])


def _agreement(
    readings: Sequence[Reading], first: int, second: int, dimension: Dimension
) -> Agreement:
    table = {(a, b): 0 for a in Level for b in Level}
    for one in readings:
        mine, theirs = one.cells[first], one.cells[second]
        if mine is None or theirs is None:
            continue
        a, b = mine.level(dimension), theirs.level(dimension)
        if a is not None and b is not None:
            table[a, b] += 1
    return Agreement(first, second, dimension, table)
