"""Keys that a person has remapped: which bindings there are, and whether a wish can be granted.

A wish is refused, with its line, if it names no binding or no key, if the key never arrives from
a terminal, or if it would take the key of something else that acts at the same time. The keys to
help, to the palette, back and out always stay what they are, so that nobody can lock themselves in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from textual.dom import DOMNode
from textual.keys import KEY_NAME_REPLACEMENTS, Keys, _character_to_key
from textual.screen import Screen

from catalogue.values import dataclass
from sessions.text import safe_line

KEPT = ("f1", "f9", "f10", "escape", "ctrl+c", "ctrl+q", "tab", "shift+tab")
"""Keys that stay with what they do, and that nothing else can get."""

NEVER = {
    "ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+space": "nothing",
    "ctrl+enter": "enter", "shift+enter": "enter", "ctrl+slash": "ctrl+underscore",
    "ctrl+left_square_bracket": "escape", "ctrl+s": "nothing, where output is halted by it",
}  # fmt: skip
"""Keys that terminals send as another one, and as which."""

_NAMED = {key.value for key in Keys} | set(KEY_NAME_REPLACEMENTS.values()) | {"space", "enter"}


@dataclass(frozen=True, slots=True)
class Known:
    """A binding of ours: its id, the keys it has by itself, and what it is for."""

    id: str
    keys: tuple[str, ...]
    words: str


def everything() -> dict[str, Known]:
    """Every binding of the program by id, in the order of the screens."""
    keys: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for kind in _kinds():
        assert kind._merged_bindings is not None, "see _by_key"
        for key, bindings in kind._merged_bindings.key_to_bindings.items():
            for binding in bindings:
                if binding.id and "." in binding.id:
                    held = keys.setdefault(binding.id, [])
                    held += [key] * (key not in held)
                    words.setdefault(binding.id, binding.tooltip or binding.description)
    return {name: Known(name, tuple(held), words[name]) for name, held in keys.items()}


def granted(
    wishes: Mapping[str, str], lines: Mapping[str, int], file: Path
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The keymap for Textual that comes of what [keys] says, and what is refused and why."""
    problems: list[str] = []

    def refuse(name: str, why: str) -> None:
        line = lines.get(name)
        problems.append(f"{file}:{line}: {why}" if line else f"{file}: {why}")

    known, good = everything(), {}
    for name, said in wishes.items():
        keys = tuple(_usual(key) for key in said.split(","))
        if name not in known:
            refuse(name, f"{safe_line(name)} is no binding; `commongrid keys` lists them.")
        elif bad := next(filter(None, map(_no_key, keys)), ""):
            refuse(name, f"{name}: {bad}")
        else:
            own = known[name].keys
            if taken := next((key for key in keys if key in KEPT and key not in own), ""):
                refuse(name, f"{name} cannot be {taken}, which always means the same.")
                continue
            good[name] = (*keys, *(key for key in own if key in KEPT and key not in keys))
    while clash := _clash(known, good):
        name, key, other = clash
        del good[name]
        refuse(name, f"{name} cannot be {key}, which is {other} there; remap that one too.")
    return {name: ",".join(keys) for name, keys in _whole(known, good).items()}, tuple(problems)


def _whole(
    known: Mapping[str, Known], wished: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """With what shares a key with something remapped, which Textual would leave without it."""
    shared = {
        other: known[other].keys
        for kind in _kinds()
        for together in [_by_key(kind)]
        for keys in together.values()
        if keys & wished.keys()
        for other in keys - wished.keys()
    }
    return {**shared, **wished}


def _clash(
    known: Mapping[str, Known], wished: Mapping[str, tuple[str, ...]]
) -> tuple[str, str, str] | None:
    """A wish, its key, and what else has that key where both act.

    What shares a key by itself, such as taking and dropping, never acts at the same time.
    """
    for together in _contexts():
        for name in together & wished.keys():
            for other in together - {name}:
                theirs = wished.get(other, known[other].keys)
                if set(known[name].keys) & set(known[other].keys):
                    continue
                for key in wished[name]:
                    if key in theirs:
                        return name, key, other
    return None


def _usual(key: str) -> str:
    key = key.strip()
    return _character_to_key(key) if len(key) == 1 else key


def _no_key(key: str) -> str:
    """Why this is no key that can be pressed; nothing if it is one."""
    if key in NEVER:
        return f"{key} arrives as {NEVER[key]}; take another key."
    *modifiers, name = key.split("+") if key else ("", "")
    if any(one not in ("ctrl", "shift", "alt") for one in modifiers):
        return f'"{safe_line(key)}" is no key; write keys like m, enter, f5, ctrl+r, question_mark.'
    if modifiers and name.isdigit():
        return f"{key} does not arrive from a terminal; take another key."
    if name in _NAMED or (len(name) == 1 and name.isalnum()):
        return ""
    try:
        unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return f'"{safe_line(key)}" is no key; write keys like m, enter, f5, ctrl+r, question_mark.'
    return ""


# ---- what there is


@cache
def _kinds() -> tuple[type[DOMNode], ...]:
    """Every class of ours that has bindings, screens after widgets, the app last."""
    found: dict[type[DOMNode], None] = {}
    for module in _modules():
        for kind in vars(module).values():
            if _is_node(kind) and kind.__module__ == module.__name__:
                found[kind] = None
    return tuple(found)


@cache
def _modules() -> tuple[Any, ...]:
    names = []
    for package in ("tui.widgets", "tui.screens"):
        folder = import_module(package).__path__
        names += [f"{package}.{one.name}" for one in iter_modules(folder)]
    return (*map(import_module, names), import_module("tui.app"))


@cache
def _contexts() -> tuple[frozenset[str], ...]:
    """For each screen the ids that may act on it: its own, its widgets', and the app's.

    A screen holds the widgets that its module, and those of the classes it is made of, import.
    """
    named = {module.__name__: module for module in _modules()}
    app = set(_ids(kind for kind in _kinds() if kind.__module__ == "tui.app"))
    contexts = []
    for screen in _kinds():
        if not issubclass(screen, Screen):
            continue
        held = {
            kind
            for one in screen.__mro__
            if one.__module__ in named
            for kind in _held(vars(named[one.__module__]), named)
        }
        contexts.append(frozenset({*_ids([screen, *held]), *app}))
    return tuple(contexts)


def _held(names: Mapping[str, Any], named: Mapping[str, Any]) -> Iterator[type[DOMNode]]:
    for kind in names.values():
        if _is_node(kind) and not issubclass(kind, Screen) and kind.__module__ in named:
            yield kind


def _is_node(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, DOMNode)


def _by_key(kind: type[DOMNode]) -> dict[str, set[str]]:
    """The ids that each key of a class has."""
    merged = kind._merged_bindings
    assert merged is not None, "Textual merges the bindings of a class when it is made"
    return {
        key: {binding.id for binding in bindings if binding.id and "." in binding.id}
        for key, bindings in merged.key_to_bindings.items()
    }


def _ids(kinds: Iterable[type[DOMNode]]) -> Iterator[str]:
    for kind in kinds:
        for ids in _by_key(kind).values():
            yield from ids
