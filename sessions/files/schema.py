"""The JSON Schema of each kind of file, made of its shape: editors complete and check by it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from sessions.files.scalars import Count, Day, Moment, OneOf, Text
from sessions.files.shapes import Holds, Key, Kind, ListOf, Table


def json_schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema of a kind of file, for editors that check and complete TOML."""
    made = msgspec.json.schema(_struct(kind.shape))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{kind.format}, version {kind.version}",
        **made,
    }


_structs: dict[type[Table], type[Struct]] = {}


def _struct(shape: type[Table]) -> type[Struct]:
    """A table as msgspec has it; one for each, since it may be part of several."""
    if shape not in _structs:
        _structs[shape] = msgspec.defstruct(
            shape.__name__,
            [_field(key) for key in shape.keys.values()],
            namespace={"__doc__": shape.__doc__},
            kw_only=True,
        )
    return _structs[shape]


def _field(key: Key) -> tuple[str, Any, Any]:
    typed = _typed(key.holds)
    if key.about:
        typed = Annotated[typed, Meta(description=key.about)]
    if key.required:
        return key.attribute, typed, msgspec.field(name=key.name)
    if key.default is None:
        return key.attribute, typed | UnsetType, msgspec.field(name=key.name, default=UNSET)
    return key.attribute, typed, msgspec.field(name=key.name, default=key.default)


def _typed(holds: Holds) -> Any:
    match holds:
        case Text(shortest, longest, _, pattern):
            return Annotated[
                str,
                Meta(
                    min_length=shortest or None, max_length=longest or None, pattern=pattern or None
                ),
            ]
        case OneOf(listed):
            return Literal[listed] if isinstance(listed, tuple) else listed
        case Count():
            return Annotated[int, Meta(ge=0)]
        case Moment():
            return Annotated[datetime, Meta(tz=True)]
        case Day():
            return date
        case ListOf(entry):
            return tuple[_typed(entry), ...]  # type: ignore[misc]  # a type made at run time
        case _:
            return _struct(holds)
