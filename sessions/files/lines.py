"""Where each table and key of a TOML text stands; tomllib tells that of syntax errors only.

Reads text that tomllib has already accepted, so it skims: it needs no values, only their ends.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left

from sessions.files.opening import KEY_PART, LONG_STRING

Path = tuple[str | int, ...]
"""Keys and, in arrays of tables, indexes: `("activity", 3, "benefit")`."""

_GAP = re.compile(r"(?:[ \t\n]|#[^\n]*)*+")
_PART = re.compile(KEY_PART, re.VERBOSE | re.DOTALL)
_DOT = re.compile(r"[ \t]*+\.[ \t]*+")
_EQUALS = re.compile(r"[ \t]*+=[ \t]*+")
_STRING = re.compile(f"{LONG_STRING} | {KEY_PART}", re.VERBOSE | re.DOTALL)
_SCALAR = re.compile(r"[^,\]}\n#]*+")


class LineIndex:
    """The line, counted from 1, of each table and key of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self._lines: dict[Path, int] = {}
        self._last: dict[Path, int] = {}
        self._skim()

    def line(self, path: Path) -> int | None:
        """The line of a key, else of the innermost table around it; None for the whole file."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return None

    def _skim(self) -> None:
        table: Path = ()
        self._match(_GAP)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._match(_GAP)

    def _header(self) -> Path:
        start = self._at
        several = self._text.startswith("[[", self._at)
        self._at += 2 if several else 1
        self._match(_GAP)
        *outer, name = self._key()
        path = (*self._resolve(outer), name)
        if several:
            self._last[path] = self._last.get(path, -1) + 1
        path = self._resolve_last(path)
        self._match(_GAP)
        self._at += 2 if several else 1
        self._mark(path, start)
        return path

    def _resolve(self, parts: list[str]) -> Path:
        path: Path = ()
        for part in parts:
            path = self._resolve_last((*path, part))
        return path

    def _resolve_last(self, path: Path) -> Path:
        return (*path, self._last[path]) if path in self._last else path

    def _pair(self, table: Path) -> None:
        start = self._at
        path = table
        for part in self._key():
            path = (*path, part)
            self._mark(path, start)
        self._match(_EQUALS)
        self._value(path)

    def _key(self) -> list[str]:
        parts = [self._part()]
        while self._match(_DOT):
            parts.append(self._part())
        return parts

    def _part(self) -> str:
        part = self._match(_PART)
        if part[:1] not in ('"', "'"):
            return part
        name: str = tomllib.loads(f"key = {part}")["key"]
        return name

    def _value(self, path: Path) -> None:
        opening = self._text[self._at]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline(path)
        elif opening in "\"'":
            self._match(_STRING)
        else:
            self._match(_SCALAR)

    def _array(self, path: Path) -> None:
        self._at += 1
        self._match(_GAP)
        index = 0
        while self._text[self._at] != "]":
            self._mark((*path, index), self._at)
            self._value((*path, index))
            index += 1
            self._comma()
        self._at += 1

    def _inline(self, path: Path) -> None:
        self._at += 1
        self._match(_GAP)
        while self._text[self._at] != "}":
            self._pair(path)
            self._comma()
        self._at += 1

    def _comma(self) -> None:
        self._match(_GAP)
        if self._text[self._at] == ",":
            self._at += 1
            self._match(_GAP)

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match.group()

    def _mark(self, path: Path, start: int) -> None:
        self._lines.setdefault(path, bisect_left(self._ends, start) + 1)
