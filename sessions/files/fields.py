"""From a raw table to checked values, field by field, so that every bad one is named.

Each field, and each entry of a list, is taken alone and strictly, as `sessions.files.shapes` has
it, and the sentence about one that is not good says what to use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from catalogue.nearest import nearest
from sessions.files.opening import SHOWN_CELLS, Findings
from sessions.files.scalars import OneOf, Scalar, Text
from sessions.files.shapes import Holds, ListOf, Table
from sessions.text import safe, safe_line, shorten

if TYPE_CHECKING:
    from sessions.files.lines import Path

LIST_LENGTH = 100
UNKNOWN_NAMED = 50
"""Bounds on what is not a table: entries of a list, unknown keys of a table told one by one."""

LIST_WITHOUT_HINT = 3
"""A closed list up to this length is its own hint; in a longer one the nearest is named."""

Checked = dict[str, Any]
"""The good fields of a table by attribute name; those not given by their default or None."""


class _NotGoodError(Exception):
    """A value is not what its key may hold; the text says why."""


def check_table(
    raw: Mapping[str, Any], shape: type[Table], findings: Findings, path: Path = ()
) -> Checked:
    """The fields of a table that are good; every other one is noted in the findings.

    A bad field is not in the result, one that was not given is there with its default.
    """
    where = _where(path, raw)
    checked: Checked = {}
    _warn_of_unknown([name for name in raw if name not in shape.keys], raw, findings, path)
    for name, key in shape.keys.items():
        if name in raw:
            try:
                good = _check(raw[name], key.holds, where, findings, (*path, name))
                checked[key.attribute] = good
            except _NotGoodError as problem:
                findings.refuse((*path, name), f"{where}{name} {problem}")
        elif key.required:
            findings.refuse(path, f"{where}{_heading(name, key.holds)} is missing; add it")
        else:
            checked[key.attribute] = key.default
    return checked


def _warn_of_unknown(
    unknown: Sequence[str], raw: Mapping[str, Any], findings: Findings, path: Path
) -> None:
    where = _where(path, raw) if unknown else ""
    for key in unknown[:UNKNOWN_NAMED]:
        findings.warn((*path, key), f"{where}{_key(key, raw)} is not known; left out")
    if more := unknown[UNKNOWN_NAMED:]:
        findings.warn(path, f"{where}{len(more):,} more keys are not known; left out")


def _check(value: object, holds: Holds, where: str, findings: Findings, here: Path) -> Any:
    """One field: a table, a list, or a single value. Raises _NotGoodError for the whole of it."""
    if isinstance(holds, ListOf):
        return _check_list(value, holds, where, findings, here)
    if isinstance(holds, type):
        if isinstance(value, dict):
            return check_table(value, holds, findings, here)
        raise _NotGoodError(f"is {_spelt(value)}; it must be a table")
    _warn_if_replaced(value, f"{where}{here[-1]}", findings, here)
    return _taken(value, holds, "is", findings)


def _check_list(
    value: object, holds: ListOf, where: str, findings: Findings, here: Path
) -> tuple[Any, ...]:
    """The good entries of a list; the others are noted one by one."""
    key, entry = here[-1], holds.entry
    if not isinstance(value, list):
        form = f"of tables, [[{key}]]" if isinstance(entry, type) else f"in [ ], of {entry.use}"
        raise _NotGoodError(f"is {_spelt(value)}; it must be a list {form}")
    if not isinstance(entry, type) and len(value) > LIST_LENGTH:
        raise _NotGoodError(f"has {len(value):,} entries; keep at most {LIST_LENGTH}")
    good: list[Any] = []
    for index, one in enumerate(value):
        try:
            if not isinstance(entry, type):
                _warn_if_replaced(one, f"{where}{key}", findings, (*here, index))
                good.append(_taken(one, entry, "has", findings))
            elif isinstance(one, dict):
                good.append(check_table(one, entry, findings, (*here, index)))
            else:
                raise _NotGoodError(f"has {_spelt(one)}; it must hold tables, [[{key}]]")
        except _NotGoodError as problem:
            findings.refuse((*here, index), f"{where}{key} {problem}")
    return tuple(good) if isinstance(entry, type) or holds.each else tuple(dict.fromkeys(good))


def _taken(value: object, scalar: Scalar, verb: str, findings: Findings) -> Any:
    """A single value as the program has it, text made safe. Raises _NotGoodError."""
    if isinstance(scalar, Text) and isinstance(value, str):
        value = safe_line(value) if scalar.line else safe(value)
        if scalar.shortest and not value.strip():
            raise _NotGoodError("is empty; fill it in")
        if scalar.longest and len(value) > scalar.longest and not findings.own:
            raise _NotGoodError(
                f"{verb} {len(value):,} characters long; shorten it to {scalar.longest:,}"
            )
    try:
        return scalar.take(value)
    except (ValueError, OverflowError):
        if value == "" and isinstance(scalar, OneOf):
            said = f"is empty; use {scalar.use}, or leave it out"
            raise _NotGoodError(said) from None
        said = f"{verb} {_spelt(value)}; use {scalar.use}{_nearest(value, scalar)}"
        raise _NotGoodError(said) from None


def _warn_if_replaced(value: object, what: str, findings: Findings, here: Path) -> None:
    if isinstance(value, str) and safe(value) != value.replace("\r\n", "\n").replace("\r", "\n"):
        findings.warn(here, f"{what} held control or invisible characters; they were replaced")


def _nearest(value: object, scalar: Scalar) -> str:
    """The word of a long closed list that somebody may have meant."""
    words = scalar.words if isinstance(scalar, OneOf) else []
    if not isinstance(value, str) or len(words) <= LIST_WITHOUT_HINT:
        return ""
    close = nearest(value, words, most=1, alike=0.6)
    return f"; the nearest is {close[0]}" if close else ""


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


def _heading(key: str, holds: Holds) -> str:
    """A key that is missing, as it would be written."""
    if isinstance(holds, type):
        return f"[{key}]"
    return f"[[{key}]]" if isinstance(holds, ListOf) else key


def _where(path: Path, raw: Mapping[str, Any]) -> str:
    """The words before a problem: the table it is in."""
    if not path:
        return ""
    if isinstance(path[-1], int):
        named = raw.get("id", raw.get("activity"))
        return f"{path[-2]} {quoted(named) if isinstance(named, str) else path[-1] + 1}: "
    table, *inner = (str(part) for part in path)
    return f"[{table}]{''.join(f' {part}' for part in inner)}: "
