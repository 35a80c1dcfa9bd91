"""Our `dataclass` does what the standard one does."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from catalogue import values

if TYPE_CHECKING:
    from collections.abc import Callable


def _classes(kept: Any) -> tuple[Any, Any, Any]:
    maker, field = kept.dataclass, kept.field

    @maker(frozen=True, slots=True)
    class Point:
        """A point."""

        x: int
        y: int = 2
        seen: list[int] = field(default_factory=list, repr=False, compare=False)
        note: str = field(default="", metadata={"private": True})
        KIND: ClassVar[str] = "point"

        def __post_init__(self) -> None:
            self.seen.append(self.x)

    @maker(frozen=True, slots=True)
    class Named(Point):
        """A point with a name."""

        name: str = ""

    @maker
    class Open:
        """May change."""

        x: int

        def __repr__(self) -> str:
            return f"<{self.x}>"

    return Point, Named, Open


def _said(job: Callable[[], object]) -> object:
    try:
        return job()
    except (TypeError, AttributeError) as error:
        return type(error)


TRIALS: list[Callable[[Any, Any, Any, Any], object]] = [
    lambda p, n, o, m: [(p(1).x, p(1).y), (p(1, 3).y, p(y=4, x=5).y), n(1, name="a").name],
    lambda p, n, o, m: repr(p(1)) + repr(n(1, 2, [], "", "a")) + repr(o(7)),
    lambda p, n, o, m: [p(1) == p(1), p(1) == p(2), p(1) == n(1), p(1) != p(1, 2), o(1) == o(1)],
    lambda p, n, o, m: [p(1) == p(1, 2, [9]), p(1).__eq__(1) is NotImplemented, p(1) in {p(1)}],
    lambda p, n, o, m: [hash(p(1)) == hash(p(1)), len({p(1), p(1), p(2)})],
    lambda p, n, o, m: hash(o(1)),
    lambda p, n, o, m: [p(1, 2).seen, m.replace(p(1), y=9).y, m.replace(n(1, name="a"), x=2).name],
    lambda p, n, o, m: [one.name for one in m.fields(n)] + [n.__match_args__, n.KIND],
    lambda p, n, o, m: p(),
    lambda p, n, o, m: p(1, 2, [], "", 4),
    lambda p, n, o, m: p(1, x=1),
    lambda p, n, o, m: p(1, z=1),
    lambda p, n, o, m: setattr(p(1), "x", 2),
    lambda p, n, o, m: setattr(n(1), "name", "b"),
    lambda p, n, o, m: delattr(p(1), "x"),
    lambda p, n, o, m: p(1).__dict__,
    lambda p, n, o, m: setattr(o(1), "x", 2),
    lambda p, n, o, m: [copy.copy(p(1)) == p(1), copy.deepcopy(n(1, name="a")).name],
    lambda p, n, o, m: dataclasses.asdict(p(1)),
    lambda p, n, o, m: m.replace(p(1), z=1),
    lambda p, n, o, m: [(one.default == 2, one.init, one.repr) for one in m.fields(p)],
    lambda p, n, o, m: [dict(one.metadata) for one in m.fields(n(1))],
    lambda p, n, o, m: [dataclasses.is_dataclass(p), dataclasses.is_dataclass(n(1))],
    lambda p, n, o, m: [p.__slots__, n.__slots__, o.__slots__],
    lambda p, n, o, m: [p.__doc__, n.__qualname__, o.x],
]


@pytest.mark.parametrize("trial", TRIALS)
@pytest.mark.parametrize("functions", [values, dataclasses], ids=lambda one: one.__name__)
def test_it_does_what_the_standard_one_does(
    trial: Callable[[Any, Any, Any, Any], object], functions: ModuleType
) -> None:
    ours, standard = _classes(values), _classes(dataclasses)
    expected = _said(lambda: trial(*standard, dataclasses))
    assert _said(lambda: trial(*ours, functions)) == expected


@values.dataclass(frozen=True, slots=True)
class Kept:
    """A value at the top of a module, as pickle wants it."""

    x: int


def test_a_frozen_value_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(Kept(1))) == Kept(1)


def test_a_frozen_value_says_that_it_is_one() -> None:
    with pytest.raises(FrozenInstanceError):
        Kept(1).x = 2  # type: ignore[misc]  # that is what is tested
