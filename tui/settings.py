"""What a person has chosen about display and keys: a file of settings, and flags before it.

    [display]
    theme = "light"
    ascii = true

    [keys]
    "matrix.take" = "m,enter"

A mistake in the file never keeps the program from starting: what is wrong is left out, and said
with its line. Nothing here knows Textual, so that commands can tell what is set.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from catalogue.values import dataclass, field, replace
from sessions.errors import CommongridError
from sessions.text import safe_line
from tui import locations

FILE = "settings.toml"
LONGEST = 100_000
"""Bytes that the file may hold; a longer one is none of ours."""

THEME_NAMES = ("dark", "light", "high-contrast", "monochrome")
COLOURS = ("auto", "16", "256", "16m")
"""How many colours are sent; `auto` believes TERM and COLORTERM, which ssh forwards in part."""

PLAIN_TERMINALS = re.compile(r"(linux|vt\d|ansi|cons25|sun)(?!.*utf)")
"""Consoles whose letters hold no more than ASCII for sure."""

COLOURLESS_TERMINALS = re.compile(r"vt\d.*|.*-(m|mono)$")


@dataclass(frozen=True, slots=True)
class Settings:
    """What is set. None means that the terminal decides.

    `problems` are sentences about what is wrong in the file.
    """

    theme: str | None = None
    ascii: bool | None = None
    colours: str = "auto"
    mouse: bool = True
    cursor: bool = False
    notes: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    key_lines: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def with_flags(self, **flags: Any) -> Settings:
        """With what flags say instead; a flag that is None was not given."""
        return replace(self, **{name: said for name, said in flags.items() if said is not None})


UNSET = Settings()
"""Everything as the terminal decides, and as the program is made."""

DISPLAY = {
    "theme": THEME_NAMES,
    "ascii": (True, False),
    "colours": COLOURS,
    "mouse": (True, False),
    "cursor": (True, False),
    "notes": (True, False),
}
"""What [display] may hold, and which values each takes."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the program looks on this terminal, once everything is decided."""

    theme: str
    ascii: bool


def look(settings: Settings, environ: Mapping[str, str], encoding: str) -> Look:
    """What is set, else what the terminal can do: NO_COLOR, TERM and its encoding say.

    A theme that is set outweighs NO_COLOR (https://no-color.org).
    """
    kind = environ.get("TERM", "")
    colourless = bool(environ.get("NO_COLOR")) or bool(COLOURLESS_TERMINALS.fullmatch(kind))
    plain = "utf" not in encoding.lower() or bool(PLAIN_TERMINALS.match(kind))
    return Look(
        theme=settings.theme or ("monochrome" if colourless else "dark"),
        ascii=plain if settings.ascii is None else settings.ascii,
    )


# ---- the file


def path() -> Path:
    """Where the file is, or would be."""
    return locations.config_folder() / FILE


def read(file: Path) -> Settings:
    """What a file sets; nothing if there is none. Whatever is wrong in it is in `problems`."""
    try:
        if not file.exists():
            return Settings()
        with file.open("rb") as opened:
            content = opened.read(LONGEST + 1)
    except OSError as error:
        said = error.strerror or error
        return Settings(problems=(f"{file} cannot be read ({said}); nothing is set.",))
    try:
        if len(content) > LONGEST:
            raise ValueError("it is too long for a file of settings")
        text = content.decode("utf-8-sig")
        document = _parsed(text)
    except (ValueError, RecursionError) as error:
        return Settings(problems=(_syntax(file, error),))
    return _Reading(file, text, document).settings()


def _parsed(text: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(text.replace("\r\n", "\n"))


def _syntax(file: Path, error: Exception) -> str:
    said = safe_line(str(error)) or "it is nested too deeply"
    if isinstance(error, UnicodeDecodeError):
        said = "it is not UTF-8"
    found = re.search(r"\(at line (\d+), column \d+\)", said)
    where = f"{file}:{found[1]}" if found else str(file)
    said = said[: found.start()].strip() if found else said
    return f"{where}: {said[:1].lower()}{said[1:]}; nothing of this file is used."


class _Reading:
    """One file on its way to settings."""

    def __init__(self, file: Path, text: str, document: dict[str, Any]) -> None:
        self.file = file
        self.lines = dict(_lines_of(text))
        self.document = document
        self.problems: list[str] = []

    def settings(self) -> Settings:
        for table in self.document:
            if table not in ("display", "keys"):
                self._refuse((table,), f"{table} means nothing here; use [display] and [keys]")
        display = self._table("display")
        chosen: dict[str, Any] = {}
        for name, said in display.items():
            if name not in DISPLAY:
                self._refuse(("display", name), f"{name} is no setting; use {_any_of(DISPLAY)}")
            elif said not in DISPLAY[name] or isinstance(said, bool) is isinstance(
                DISPLAY[name][0], str
            ):
                self._refuse(
                    ("display", name), f"{name} is {_said(said)}; use {_any_of(DISPLAY[name])}"
                )
            else:
                chosen[name] = said
        keys = self._keys()
        lines = {name: self.lines.get(("keys", name), 0) for name in keys}
        return Settings(**chosen, keys=keys, key_lines=lines, problems=tuple(self.problems))

    def _table(self, name: str) -> dict[str, Any]:
        table = self.document.get(name, {})
        if not isinstance(table, dict):
            self._refuse((name,), f"{name} has to be a table: [{name}] on a line of its own")
            return {}
        return table

    def _keys(self) -> dict[str, str]:
        keys = {}
        for name, said in _flat(self._table("keys")):
            if isinstance(said, str):
                keys[name] = said
            else:
                self._refuse(
                    ("keys", name), f'{name} is {_said(said)}; use keys in quotes, "m,enter"'
                )
        return keys

    def _refuse(self, place: tuple[str, ...], sentence: str) -> None:
        line = self.lines.get(place)
        where = f"{self.file}:{line}" if line else str(self.file)
        self.problems.append(f"{where}: {safe_line(sentence)}.")


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """The entries of a table; `matrix.take` without quotes is a table in a table to TOML."""
    for name, said in table.items():
        if isinstance(said, dict):
            yield from _flat(said, f"{before}{name}.")
        else:
            yield f"{before}{name}", said


_HEAD = re.compile(r"\s*\[\s*([\w.\"' -]+?)\s*\]\s*(?:#.*)?")
_ENTRY = re.compile(r"\s*([\w.\"' -]+?)\s*=")


def _lines_of(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Where each table and each entry of it begins; lines count from 1."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if head := _HEAD.fullmatch(line):
            table = head[1].strip("\"'")
            yield (table,), number
        elif entry := _ENTRY.match(line):
            name = re.sub(r"[\"']|\s+(?=\.)|(?<=\.)\s+", "", entry[1])
            first, _, rest = f"{table}.{name}".lstrip(".").partition(".")
            yield (first, rest) if rest else (first,), number


def _said(value: object) -> str:
    return safe_line(json.dumps(value, ensure_ascii=False, default=str))[:60]


def _any_of(names: Any) -> str:
    *most, last = [name if isinstance(name, str) else _said(name) for name in names]
    return f"{', '.join(most)} or {last}"


def remember(file: Path, **changes: str | bool) -> None:
    """Set something in [display] and leave everything else in the file as it is.

    The file is made if there is none. Raises CommongridError if it has mistakes that make its
    lines unsure, or cannot be written.
    """
    from tui.files import write_file

    try:
        text = file.read_text("utf-8-sig") if file.exists() else ""
        _parsed(text)
        for name, value in changes.items():
            text = _with(text, name, json.dumps(value))
        if any(_parsed(text)["display"][name] != value for name, value in changes.items()):
            raise ValueError("its [display] is written in a way that only a person can change")
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(file.resolve(), text.encode(), replace=True)
    except (OSError, ValueError, RecursionError, TypeError, CommongridError) as error:
        said = getattr(error, "strerror", None) or safe_line(str(error)).rstrip(".")
        raise CommongridError(
            f"The choice holds until you leave, but {file} could not keep it ({said})."
        ) from error


def _with(text: str, name: str, value: str) -> str:
    """The text with one entry of [display] set."""
    where = dict(_lines_of(text))
    lines = text.splitlines()
    entry = f"{name} = {value}"
    if at := where.get(("display", name)):
        lines[at - 1] = entry
    elif at := where.get(("display",)):
        lines.insert(at, entry)
    else:
        lines += [*([""] if lines else []), "[display]", entry]
    return "\n".join(lines) + "\n"
