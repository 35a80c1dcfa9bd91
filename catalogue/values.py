"""`dataclass`, `field`, `fields` and `replace`, as in the standard library, at no cost to a start.

The standard module takes 8 ms to import, and writes out up to eight methods for each class and
compiles them: some 0.5 ms a class, and a program of frozen values has a hundred. Here the methods
are closures over the names of the fields. To a type checker these are the standard ones, and so
they are for whoever reads a class: `from dataclasses import dataclass` would do the same, only
slower. The standard functions know these classes too.

What is not used in this project is not here: `order`, `kw_only`, `InitVar`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import fields as fields
    from dataclasses import replace as replace
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False):
        """See the standard decorator; `frozen` and `slots` are what can be asked for."""

        def make(cls: type) -> type:
            return _made(cls, frozen=frozen, slots=slots)

        return make if cls is None else make(cls)

    def field(**said):
        """See the standard function; what is said of a field is kept in a `Field`."""
        return Field(**said)

    def fields(value):
        """The fields of a value or of its class, in order."""
        return value.__value_fields__

    def replace(value, /, **changes):
        """The same value with some fields changed."""
        for one in value.__value_fields__:
            if one.init and one.name not in changes:
                changes[one.name] = getattr(value, one.name)
        return value.__class__(**changes)


_set = object.__setattr__
_MISSING: Any = object()

Methods = dict[str, Any]


class Field:
    """What a class says of one field: its default, and what it takes no part in."""

    __slots__ = ("compare", "default", "default_factory", "init", "metadata", "name", "repr")

    def __init__(
        self,
        *,
        default: Any = _MISSING,
        default_factory: Any = _MISSING,
        init: bool = True,
        repr: bool = True,
        compare: bool = True,
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        self.name = ""
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.compare = compare
        self.metadata = metadata or {}


Fields = tuple[Field, ...]


class _StandardFields:
    """What the standard `fields`, `replace` and `is_dataclass` look for, made when they do."""

    def __get__(self, _: object, made: Any) -> Mapping[str, Any]:
        import dataclasses

        told = []
        for one in made.__value_fields__:
            said = {name: getattr(one, name) for name in Field.__slots__ if name != "name"}
            said = {name: value for name, value in said.items() if value is not _MISSING}
            told.append((one.name, Any, dataclasses.field(**said)))
        standard: Any = dataclasses.make_dataclass(made.__name__, told)
        made.__dataclass_fields__ = standard.__dataclass_fields__
        return made.__dataclass_fields__  # type: ignore[no-any-return]  # its own are not told


def _made(cls: Any, *, frozen: bool, slots: bool) -> type:
    known = _fields(cls)
    methods = {
        "__init__": _init(cls, known),
        "__repr__": _repr(known),
        **_equality(known),
        "__match_args__": tuple(one.name for one in known if one.init),
    }
    if frozen:
        methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
        if slots:
            methods |= {"__getstate__": _state, "__setstate__": _take_state}
    else:
        methods["__hash__"] = None
    said = vars(cls)
    # A class body without __hash__ has none, or None where it defines __eq__.
    added = {name: method for name, method in methods.items() if said.get(name) is None}
    added |= {"__value_fields__": known, "__dataclass_fields__": _StandardFields()}
    if slots:
        return _slotted(cls, [one.name for one in known], added)
    for name, value in added.items():
        setattr(cls, name, value)
    return cls  # type: ignore[no-any-return]  # it is the class that was given


def _fields(cls: Any) -> Fields:
    """Those of the classes it is made from, then its own; defaults are taken off the class."""
    known: dict[str, Field] = {}
    for base in reversed(cls.__mro__[1:]):
        known |= {one.name: one for one in base.__dict__.get("__value_fields__", ())}
    for name, kind in cls.__annotations__.items():
        if str(kind).startswith(("ClassVar", "typing.ClassVar")):
            continue
        said = cls.__dict__.get(name, _MISSING)
        if isinstance(said, Field):
            known[name] = said
            if said.default is _MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, said.default)
        else:
            known[name] = Field(default=said)
        known[name].name = name
    return tuple(known.values())


def _slotted(cls: Any, names: list[str], added: Methods) -> type:
    """A class of the same body with slots for its fields, which only a new class can have."""
    taken = {name for base in cls.__mro__[1:-1] for name in getattr(base, "__slots__", ())}
    left_out = {*names, "__dict__", "__weakref__"}
    body = {name: value for name, value in vars(cls).items() if name not in left_out}
    body |= {"__slots__": tuple(name for name in names if name not in taken), **added}
    made: type = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


def _init(cls: Any, fields: Fields) -> Callable[..., None]:
    plan: tuple[tuple[str, Any, Any], ...] = tuple(
        (one.name, one.default, one.default_factory) for one in fields if one.init
    )
    finish = hasattr(cls, "__post_init__")

    def init(self: Any, *values: Any, **named: Any) -> None:
        count = len(values)
        for (name, _, _), value in zip(plan, values, strict=False):
            _set(self, name, value)
        for name, default, factory in plan[count:]:
            value = named.pop(name, default)
            if value is _MISSING:
                if factory is _MISSING:
                    raise TypeError(f"{cls.__name__} needs a value for {name!r}")
                value = factory()
            _set(self, name, value)
        if named:
            raise TypeError(f"{cls.__name__} takes no {next(iter(named))!r}, or takes it once")
        if count > len(plan):
            raise TypeError(f"{cls.__name__} takes {len(plan)} values; {count} were given")
        if finish:
            self.__post_init__()

    return init


def _repr(fields: Fields) -> Callable[[Any], str]:
    names = tuple(one.name for one in fields if one.repr)

    def show(self: Any) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({shown})"

    return show


def _equality(fields: Fields) -> Methods:
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
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in self.__value_fields__]


def _take_state(self: Any, state: list[Any]) -> None:
    for one, value in zip(self.__value_fields__, state, strict=True):
        _set(self, one.name, value)
