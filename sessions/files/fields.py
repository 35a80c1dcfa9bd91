"""From a raw table to checked values, field by field, so that every bad one is named.

msgspec stops at the first problem of a struct and words it for programmers; here each field,
and each entry of a list, is converted alone and strictly, and the sentence says what to use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from catalogue.values import dataclass
from sessions.files.lines import Path
from sessions.files.opening import SHOWN_CELLS, Findings
from sessions.text import safe, safe_line, shorten

LIST_LENGTH = 100
UNKNOWN_NAMED = 50
"""Bounds on what is not a table: entries of a list, unknown keys of a table told one by one."""

LIST_WITHOUT_HINT = 3
"""A closed list up to this length is its own hint; in a longer one the nearest is named."""

Checked = dict[str, Any]
"""The good fields of a table by attribute name; those not given by their default or None."""


@dataclass(frozen=True, slots=True)
class _Expected:
    """What one key may hold: the type for msgspec, the same taken apart, and our own marks."""

    attribute: str
    python: Any
    kind: inspect.Type
    marks: Mapping[str, Any]
    required: bool
    default: Any


class _NotGoodError(Exception):
    """A value is not what its key may hold; the text says why."""


def check_table(
    raw: Mapping[str, Any], shape: type[msgspec.Struct], findings: Findings, path: Path = ()
) -> Checked:
    """The fields of a table that are good; every other one is noted in the findings.

    A bad field is not in the result, one that was not given is there with its default.
    """
    where = _where(path, raw)
    expected = _expected(shape)
    checked: Checked = {}
    _warn_of_unknown([key for key in raw if key not in expected], raw, findings, path)
    for key, field in expected.items():
        if key in raw:
            try:
                checked[field.attribute] = _check(raw[key], key, field, where, findings, path)
            except _NotGoodError as problem:
                findings.refuse((*path, key), f"{where}{key} {problem}")
        elif field.required:
            findings.refuse(path, f"{where}{_heading(key, field.kind)} is missing; add it")
        else:
            checked[field.attribute] = field.default
    return checked


def _warn_of_unknown(
    unknown: Sequence[str], raw: Mapping[str, Any], findings: Findings, path: Path
) -> None:
    where = _where(path, raw)
    for key in unknown[:UNKNOWN_NAMED]:
        findings.warn((*path, key), f"{where}{_key(key, raw)} is not known; left out")
    if more := unknown[UNKNOWN_NAMED:]:
        findings.warn(path, f"{where}{len(more):,} more keys are not known; left out")


def _check(
    value: object, key: str, field: _Expected, where: str, findings: Findings, path: Path
) -> Any:
    """One field: a table, a list, or a single value. Raises _NotGoodError for the whole of it."""
    here = (*path, key)
    if isinstance(field.kind, inspect.StructType):
        if isinstance(value, dict):
            return check_table(value, field.kind.cls, findings, here)
        raise _NotGoodError(f"is {_spelt(value)}; it must be a table")
    if isinstance(field.kind, inspect.VarTupleType):
        return _check_list(value, key, field, where, findings, here)
    _warn_if_replaced(value, f"{where}{key}", findings, here)
    return _convert(value, field.python, field.kind, field.marks, "is")


def _check_list(
    value: object, key: str, field: _Expected, where: str, findings: Findings, here: Path
) -> tuple[Any, ...]:
    """The good entries of a list; the others are noted one by one.

    Doubles become one, unless the field is marked as one where the place of each counts.
    """
    marks, kind = _unwrap(field.kind.item_type)  # type: ignore[attr-defined]  # a VarTupleType
    tables = isinstance(kind, inspect.StructType)
    if not isinstance(value, list):
        form = f"of tables, [[{key}]]" if tables else f"in [ ], of {_use(kind, marks)}"
        raise _NotGoodError(f"is {_spelt(value)}; it must be a list {form}")
    if not tables and len(value) > LIST_LENGTH:
        raise _NotGoodError(f"has {len(value):,} entries; keep at most {LIST_LENGTH}")
    good: list[Any] = []
    for index, entry in enumerate(value):
        try:
            if isinstance(kind, inspect.StructType):
                if not isinstance(entry, dict):
                    raise _NotGoodError(f"has {_spelt(entry)}; it must hold tables, [[{key}]]")
                good.append(check_table(entry, kind.cls, findings, (*here, index)))
            else:
                _warn_if_replaced(entry, f"{where}{key}", findings, (*here, index))
                good += _convert(entry, field.python, kind, marks, "has", listed=True)
        except _NotGoodError as problem:
            findings.refuse((*here, index), f"{where}{key} {problem}")
    return tuple(good) if tables or field.marks.get("each") else tuple(dict.fromkeys(good))


def _convert(
    value: object,
    python: Any,
    kind: inspect.Type,
    marks: Mapping[str, Any],
    verb: str,
    *,
    listed: bool = False,
) -> Any:
    """A single value as its type has it, text made safe; `listed` makes it a list of one."""
    if isinstance(kind, inspect.StrType) and isinstance(value, str):
        value = safe_line(value) if marks.get("line") else safe(value)
        if kind.min_length and not value.strip():
            raise _NotGoodError("is empty; fill it in")
        if kind.max_length and len(value) > kind.max_length:
            raise _NotGoodError(
                f"{verb} {len(value):,} characters long; shorten it to {kind.max_length:,}"
            )
    try:
        good = msgspec.convert((value,) if listed else value, python, strict=True)
        return good.astimezone(UTC) if isinstance(good, datetime) else good
    except (ValueError, OverflowError):
        if value == "" and _choices(kind):
            said = f"is empty; use {_use(kind, marks)}, or leave it out"
            raise _NotGoodError(said) from None
        hint = _nearest(value, kind)
        raise _NotGoodError(f"{verb} {_spelt(value)}; use {_use(kind, marks)}{hint}") from None


def _warn_if_replaced(value: object, what: str, findings: Findings, here: Path) -> None:
    if isinstance(value, str) and safe(value) != value.replace("\r\n", "\n").replace("\r", "\n"):
        findings.warn(here, f"{what} held control or invisible characters; they were replaced")


@cache
def _expected(shape: type[msgspec.Struct]) -> dict[str, _Expected]:
    """What each key of a shape may hold."""
    described = inspect.type_info(shape)
    assert isinstance(described, inspect.StructType)
    python = {field.encode_name: field.type for field in msgspec.structs.fields(shape)}
    made = {}
    for field in described.fields:
        marks, kind = _unwrap(field.type)
        default = None if field.default is msgspec.NODEFAULT else field.default
        made[field.encode_name] = _Expected(
            field.name, python[field.encode_name], kind, marks, field.required, default
        )
    return made


def _unwrap(kind: inspect.Type) -> tuple[Mapping[str, Any], inspect.Type]:
    """A type without what is annotated to it, and our own marks among that."""
    marks: dict[str, Any] = {}
    while isinstance(kind, inspect.Metadata):
        marks |= kind.extra or {}
        kind = kind.type
    return marks, kind


def _choices(kind: inspect.Type) -> list[str]:
    """The words of a closed list, in its order; none for an open type."""
    if isinstance(kind, inspect.EnumType):
        return [str(member.value) for member in kind.cls]
    return [str(value) for value in kind.values] if isinstance(kind, inspect.LiteralType) else []


def _use(kind: inspect.Type, marks: Mapping[str, Any]) -> str:
    """What a value should be, to follow the word "use"."""
    if choices := _choices(kind):
        return either(choices)
    if isinstance(kind, inspect.DateTimeType):
        return "a date and time such as 2026-11-20T09:00:00Z"
    if isinstance(kind, inspect.DateType):
        return "a day without quotes, such as 2027-03-31"
    if isinstance(kind, inspect.IntType):
        return str(marks.get("use", "a whole number"))
    return str(marks.get("use", 'text in quotes, "like this"'))


def _nearest(value: object, kind: inspect.Type) -> str:
    from difflib import get_close_matches

    choices = _choices(kind)
    if not isinstance(value, str) or len(choices) <= LIST_WITHOUT_HINT:
        return ""
    close = get_close_matches(value[:SHOWN_CELLS].casefold(), choices, n=1)
    return f"; the nearest is {close[0]}" if close else ""


def either(words: Sequence[str]) -> str:
    """Several words as "a, b or c"."""
    *rest, last = words
    return f"{', '.join(rest)} or {last}" if rest else last


def quoted(text: str) -> str:
    """A text from a file as a sentence may quote it: safe, on one line, short."""
    return f'"{shorten(safe_line(text), SHOWN_CELLS)}"'


def _spelt(value: object) -> str:
    """A value as a sentence may name it, in the words of TOML."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return f"the date {value.isoformat()}"
    if isinstance(value, int | float):
        return f"the number {value}" if abs(value) < 1e15 else "a number"
    return "a table" if isinstance(value, dict) else "a list"


def _key(key: str, raw: Mapping[str, Any]) -> str:
    """A key as a sentence may name it; tables in brackets."""
    name = shorten(safe_line(key), SHOWN_CELLS)
    return f"[{name}]" if isinstance(raw[key], dict | list) else name


def _heading(key: str, kind: inspect.Type) -> str:
    """A key that is missing, as it would be written."""
    if isinstance(kind, inspect.StructType):
        return f"[{key}]"
    return f"[[{key}]]" if isinstance(kind, inspect.VarTupleType) else key


def _where(path: Path, raw: Mapping[str, Any]) -> str:
    """The words before a problem: the table it is in."""
    if not path:
        return ""
    if isinstance(path[-1], int):
        named = raw.get("id", raw.get("activity"))
        return f"{path[-2]} {quoted(named) if isinstance(named, str) else path[-1] + 1}: "
    table, *inner = (str(part) for part in path)
    return f"[{table}]{''.join(f' {part}' for part in inner)}: "
