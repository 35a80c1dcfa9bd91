"""`dataclass`, as in the standard library, but made without compiling code.

The standard decorator writes out up to eight methods for each class and compiles them, at every
start: some 0.5 ms a class, and a program of frozen values has a hundred. Here the methods are
closures over the names of the fields. To a type checker, to `fields` and to `replace` it is the
standard one, and so it is for whoever reads a class: `from dataclasses import dataclass` would
do the same, only slower.

What is not used in this project is not here: `order`, `kw_only`, `InitVar`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False):
        """See the standard decorator; `frozen` and `slots` are what can be asked for."""

        def make(cls: type) -> type:
            return _made(cls, frozen=frozen, slots=slots)

        return make if cls is None else make(cls)


_set = object.__setattr__
_MISSING = dataclasses.MISSING

Methods = dict[str, Any]


def _made(cls: type, *, frozen: bool, slots: bool) -> type:
    # The standard decorator writes a signature where nothing is said, for 4 ms at the first one.
    cls.__doc__ = cls.__doc__ or cls.__name__
    bare = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)
    made: Any = bare(cls)
    fields = dataclasses.fields(made)
    methods = {"__init__": _init(made, fields), "__repr__": _repr(fields), **_equality(fields)}
    if frozen:
        methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
        if slots:
            methods |= {"__getstate__": _state, "__setstate__": _take_state}
    else:
        methods["__hash__"] = None
    for name, method in methods.items():
        # A class body without __hash__ has none, or None where it defines __eq__.
        if cls.__dict__.get(name) is None:
            setattr(made, name, method)
    return cast("type", made)


def _init(made: Any, fields: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:
    plan: tuple[tuple[str, Any, Any], ...] = tuple(
        (one.name, one.default, one.default_factory) for one in fields if one.init
    )
    finish = hasattr(made, "__post_init__")

    def init(self: Any, *values: Any, **named: Any) -> None:
        count = len(values)
        for (name, _, _), value in zip(plan, values, strict=False):
            _set(self, name, value)
        for name, default, factory in plan[count:]:
            value = named.pop(name, default)
            if value is _MISSING:
                if factory is _MISSING:
                    raise TypeError(f"{made.__name__} needs a value for {name!r}")
                value = factory()
            _set(self, name, value)
        if named:
            raise TypeError(f"{made.__name__} takes no {next(iter(named))!r}, or takes it once")
        if count > len(plan):
            raise TypeError(f"{made.__name__} takes {len(plan)} values; {count} were given")
        if finish:
            self.__post_init__()

    return init


def _repr(fields: tuple[dataclasses.Field[Any], ...]) -> Callable[[Any], str]:
    names = tuple(one.name for one in fields if one.repr)

    def show(self: Any) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({shown})"

    return show


def _equality(fields: tuple[dataclasses.Field[Any], ...]) -> Methods:
    names = [one.name for one in fields if one.compare]
    values: Callable[[Any], object] = attrgetter(*names) if names else lambda _: ()

    def equal(self: Any, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def digest(self: Any) -> int:
        return hash(values(self))

    return {"__eq__": equal, "__hash__": digest}


def _refuse_to_set(self: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _take_state(self: Any, state: list[Any]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):
        _set(self, one.name, value)
