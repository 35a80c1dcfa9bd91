"""Why an activity has its class, in a sentence made of the sides' own cells and names.

What is written here quotes names from files; `sessions.text` makes it safe where it is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.levels import Dimension, Level
from sessions.joint.reading import JointClass, Lever, Rating, joint_class, offered_by

_COUNTS = {2: "both", 3: "all three", 4: "all four", 5: "all five"}


def reason(ratings: tuple[Rating | None, ...], names: Sequence[str]) -> str:
    """Why the joint reading of these ratings is what it is: "start here, since ..."."""
    found = joint_class(ratings)
    return f"{found.words.lower()}, {_SINCE[found](ratings, names)}"


def lever_words(lever: Lever, names: Sequence[str]) -> str:
    """A lever as a condition: "if the investment of Aurel fell to moderate"."""
    verb = "rose" if lever.to_level.rank > lever.from_level.rank else "fell"
    return f"if the {lever.dimension} of {names[lever.side]} {verb} to {lever.to_level}"


def lever_short(lever: Lever, names: Sequence[str]) -> str:
    """A lever for a column of a table: "Aurel: investment moderate"."""
    return f"{names[lever.side]}: {lever.dimension} {lever.to_level}"


def side_list(sides: Sequence[int], names: Sequence[str]) -> str:
    """Names as one would say them: "A", "A and B", "A, B and C"."""
    return _and([names[side] for side in sides])


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _everyone(ratings: Sequence[Rating | None]) -> str:
    return _COUNTS.get(len(ratings), f"all {len(ratings)}")


def _nobody(ratings: Sequence[Rating | None]) -> str:
    return "neither" if len(ratings) == 2 else "none of them"


def _at(ratings: Sequence[Rating | None], dimension: Dimension, *levels: Level) -> list[int]:
    """The sides whose level on a dimension is one of these."""
    return [
        side
        for side, rating in enumerate(ratings)
        if rating is not None and rating.level(dimension) in levels
    ]


def _verb(sides: Sequence[int], stem: str) -> str:
    return f"{stem}s" if len(sides) == 1 else stem


def _sees(sides: Sequence[int], names: Sequence[str], what: str) -> str:
    return f"{side_list(sides, names)} {_verb(sides, 'see')} {what}"


def _invests(sides: Sequence[int], names: Sequence[str], level: Level) -> str:
    return f"{side_list(sides, names)} {_verb(sides, 'invest')} {level}"


def _start(ratings: tuple[Rating | None, ...], names: Sequence[str]) -> str:
    everyone = _everyone(ratings)
    keen = _at(ratings, Dimension.BENEFIT, Level.HIGH)
    if len(keen) == len(ratings):
        return f"since {everyone} see high benefit and {_nobody(ratings)} invests high"
    return (
        f"since {everyone} see moderate or high benefit, {side_list(keen, names)} high, "
        f"and {everyone} invest low"
    )


def _next(ratings: tuple[Rating | None, ...], names: Sequence[str]) -> str:
    unsure = _at(ratings, Dimension.BENEFIT, Level.MODERATE)
    busy = _at(ratings, Dimension.INVESTMENT, Level.MODERATE)
    held = f"since {_everyone(ratings)} see moderate or high benefit and "
    held += f"{_nobody(ratings)} invests high"
    if len(unsure) == len(ratings):
        return f"{held}, but nobody sees high benefit"
    return (
        f"{held}; no start yet, with benefit moderate for {side_list(unsure, names)} "
        f"and investment moderate for {side_list(busy, names)}"
    )


def _jointly(ratings: tuple[Rating | None, ...], names: Sequence[str]) -> str:
    heavy = _at(ratings, Dimension.INVESTMENT, Level.HIGH)
    who = f"{_everyone(ratings)} invest high"
    if len(heavy) < len(ratings):
        who = _invests(heavy, names, Level.HIGH)
    return f"since {_everyone(ratings)} see moderate or high benefit and {who}"


def _offer(ratings: tuple[Rating | None, ...], names: Sequence[str]) -> str:
    givers = offered_by(ratings)
    seen = f"{_sees(givers, names, 'low benefit')} at low investment, while"
    return f"since {seen} {_gain(ratings, names)}: {side_list(givers, names)} can offer it"


def _gain(ratings: tuple[Rating | None, ...], names: Sequence[str]) -> str:
    """What the sides see that see more than low benefit."""
    return _and(
        [
            _sees(sides, names, f"{level} benefit")
            for level in (Level.MODERATE, Level.HIGH)
            if (sides := _at(ratings, Dimension.BENEFIT, level))
        ]
    )


def _discuss(ratings: tuple[Rating | None, ...], names: Sequence[str]) -> str:
    low = _at(ratings, Dimension.BENEFIT, Level.LOW)
    unwilling = [
        _sees(sides, names, f"low benefit at {level} investment")
        for level in (Level.HIGH, Level.MODERATE, Level.LOW)
        if (sides := [side for side in _at(ratings, Dimension.INVESTMENT, level) if side in low])
    ]
    return f"since {_and(unwilling)}, while {_gain(ratings, names)}"


def _aside(ratings: tuple[Rating | None, ...], names: Sequence[str]) -> str:
    return f"since {_everyone(ratings)} see low benefit"


def _one_sided(ratings: tuple[Rating | None, ...], names: Sequence[str]) -> str:
    chose = [
        f"{names[side]} chose it ({rating.words})"
        for side, rating in enumerate(ratings)
        if rating is not None
    ]
    others = [side for side, rating in enumerate(ratings) if rating is None]
    return f"since only {_and(chose)}, and {side_list(others, names)} did not"


def _incomplete(ratings: tuple[Rating | None, ...], names: Sequence[str]) -> str:
    wanting = [
        f"{names[side]} has not rated its {_and([dimension.value for dimension in gaps])}"
        for side, rating in enumerate(ratings)
        if rating is not None
        and (gaps := [dimension for dimension in Dimension if rating.level(dimension) is None])
    ]
    return f"since {_and(wanting)}"


_SINCE = {
    JointClass.START_HERE: _start,
    JointClass.NEXT_WAVE: _next,
    JointClass.RESOURCE_JOINTLY: _jointly,
    JointClass.OFFER: _offer,
    JointClass.DISCUSS: _discuss,
    JointClass.ONE_SIDED: _one_sided,
    JointClass.SET_ASIDE: _aside,
    JointClass.INCOMPLETE: _incomplete,
}
