"""From the bytes of a file to the tables in it; refuses what cannot or must not be parsed.

Everything that makes tomllib slow or makes it raise something of its own is looked for first:
500 nested brackets raise RecursionError, a dotted key of 40 kB costs seconds, an integer of
5000 digits raises ValueError. A file that fails here has one problem, told alone.
"""

from __future__ import annotations

import re
import tomllib
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Any

from catalogue.values import dataclass, field
from sessions.errors import FileProblemsError
from sessions.text import safe_line, shorten

if TYPE_CHECKING:
    from sessions.files.lines import LineIndex, Path

MAX_BYTES = 8 * 1024 * 1024
MAX_LINES = 1_000_000
MAX_DEPTH = 20
MAX_KEY = 200
MAX_ACTIVITIES = 20_000
MAX_TABLES = MAX_ACTIVITIES + 1_000
MAX_VALUES = 30 * MAX_ACTIVITIES
MAX_LISTED = 100_000
SHOWN_CELLS = 60

LONG_STRING = r"""
    \"\"\" (?: [^"\\]++ | \\. | "(?!"") )*+ "{3,5}+
  | ''' (?: [^']++ | '(?!'') )*+ '{3,5}+
"""
KEY_PART = r"""
    (?: [A-Za-z0-9_+-]++ | (?!\"\"\")"(?: [^"\\\n]++ | \\[^\n] )*+" | (?!''')'[^'\n]*+' )
"""
"""Patterns of the TOML 1.0 grammar, for re.VERBOSE and re.DOTALL; possessive, so linear."""

PLAIN_KEY = rf"[A-Za-z0-9_-]{{1,{MAX_KEY}}}+"

_TOKEN = re.compile(
    rf"""
    [ \t]*+
    (?: (?P<gap> (?: [ \t\n]++ | \#[^\n]*+ )++ )
  | (?P<line> {PLAIN_KEY} [ \t]*+ = [ \t]*+ "[^"\\\n]++" [ \t]*+ \n )
  | (?P<head> (?: \[ {PLAIN_KEY} \] | \[\[ {PLAIN_KEY} \]\] ) [ \t]*+ \n )
  | (?P<long> {LONG_STRING} )
  | (?P<key> {KEY_PART} (?: [ \t]*+ \. [ \t]*+ {KEY_PART} )*+ ) (?P<assigned> [ \t]*+ = )?+
  | (?P<open> [\[{{] )
  | (?P<close> [\]}}] )
  | (?P<other> . ) )
    """,
    re.VERBOSE | re.DOTALL,
)
"""A `line` is a key and its text, a `head` begins a table, or is a short list within another one:
most of a file, each as one token.
"""

_PART = f"(?xs){KEY_PART}"
_POSITION = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"


@dataclass
class Findings:
    """What is wrong with one file, and what is only odd, each with its line where known.

    In one of our `own`, written where nothing else could be saved, a text has any length.
    """

    name: str
    text: str = ""
    own: bool = False
    _found: list[tuple[int, str]] = field(default_factory=list)
    _odd: list[tuple[int, str]] = field(default_factory=list)
    _index: LineIndex | None = None

    def refuse(self, path: Path, sentence: str) -> None:
        """Note a problem: the file will be refused."""
        self._found.append(self._worded(self.line(path), sentence))

    def refuse_line(self, line: int | None, sentence: str) -> None:
        """Note a problem whose line is known."""
        self._found.append(self._worded(line, sentence))

    def warn(self, path: Path, sentence: str) -> None:
        """Note something odd that does not keep the file out."""
        self._odd.append(self._worded(self.line(path), sentence))

    def raise_problems(self) -> None:
        """Raise FileProblemsError with every problem, in the order of lines, if there is one."""
        if self._found:
            raise FileProblemsError([sentence for _, sentence in sorted(self._found, key=_first)])

    def warnings(self) -> list[str]:
        """Everything odd, in the order of lines."""
        return [sentence for _, sentence in sorted(self._odd, key=_first)]

    def line(self, path: Path) -> int | None:
        """The line of a key, else of the table around it; None for the whole file."""
        if not path:
            return None
        if self._index is None:
            from sessions.files.lines import LineIndex

            self._index = LineIndex(self.text)
        return self._index.line(path)

    def _worded(self, line: int | None, sentence: str) -> tuple[int, str]:
        place = self.name if line is None else f"{self.name}:{line}"
        return line or 0, f"{place}: {sentence}"


def _first(entry: tuple[int, str]) -> int:
    return entry[0]


def open_document(data: bytes, name: str, *, own: bool = False) -> tuple[dict[str, Any], Findings]:
    """The tables of a TOML file, and where to note what is found in them.

    Raises FileProblemsError if it is too large, not UTF-8, not TOML, or out of bounds.
    """
    findings = Findings(safe_line(name), own=own)
    text = _decoded(data, findings)
    findings.raise_problems()
    findings.text = text
    _keep_in_bounds(findings)
    findings.raise_problems()
    document: dict[str, Any] = {}
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        findings.refuse_line(*_syntax(str(error), text))
    except (ValueError, RecursionError):
        findings.refuse((), "holds a number or a nesting that is out of bounds")
    findings.raise_problems()
    return document, findings


def _decoded(data: bytes, findings: Findings) -> str:
    """The text, with one kind of line end and a line end at the end."""
    if len(data) > MAX_BYTES:
        findings.refuse((), f"is larger than {MAX_BYTES // 1024**2} MB, so it is not read")
        return ""
    if (
        data.startswith((b"\xff\xfe", b"\xfe\xff"))
        or data[:4:2] == b"\0\0"
        or data[1:4:2] == b"\0\0"
    ):
        findings.refuse((), "is UTF-16 text, which > in PowerShell writes; save it again as UTF-8")
        return ""
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        findings.refuse_line(line, "holds a NUL byte, so this is no text file; choose another")
        return ""
    try:
        data = data.removeprefix(BOM_UTF8)
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        findings.refuse_line(
            line, "is not UTF-8 but perhaps Latin-1 (Windows-1252); save it again as UTF-8"
        )
        return ""
    text = text.replace("\r\n", "\n")
    if text.count("\n") > MAX_LINES:
        findings.refuse((), f"holds more than {MAX_LINES:,} lines, so it is not read")
    if not text.strip():
        findings.refuse((), "is empty; choose another, or let `commongrid template` begin one")
    return text if text.endswith("\n") else text + "\n"


def _keep_in_bounds(findings: Findings) -> None:
    """Refuse what would cost the parser too much; stops where a string is not closed."""
    bounds = _Bounds()
    for token in _TOKEN.finditer(findings.text):
        if token.lastgroup == "other" and token["other"] in "\"'":
            return
        if sentence := bounds.passed_by(token):
            line = findings.text.count("\n", 0, token.start()) + 1
            findings.refuse_line(line, sentence)
            return


@dataclass(slots=True)
class _Bounds:
    """What was counted so far of one text."""

    depth: int = 0
    tables: int = 0
    dotted: int = 0
    values: int = 0
    listed: int = 0
    line_start: bool = True

    def passed_by(self, token: re.Match[str]) -> str:
        """Count one more token; a sentence if that is one too many, else nothing."""
        kind, line_start = token.lastgroup, self.line_start
        self.line_start = kind in ("line", "head") or (
            kind == "gap" and (line_start or "\n" in token["gap"])
        )
        if kind == "line":
            self._assign()
        elif kind == "head":
            opened = token["head"].count("[")
            self.values += opened
            self.tables += line_start and self.depth == 0
            if self.depth + opened > MAX_DEPTH:
                return f"is nested more than {MAX_DEPTH} deep"
        elif kind == "open":
            self.depth += 1
            self.values += 1
            self.tables += line_start and self.depth == 1
            if self.depth > MAX_DEPTH:
                return f"is nested more than {MAX_DEPTH} deep"
        elif kind == "close":
            self.depth = max(0, self.depth - 1)
        elif kind in ("key", "assigned"):
            return self._key(token["key"], assigned=kind == "assigned")
        elif kind == "other":
            self.values += token["other"] == ","
            self.listed += token["other"] == ","
            if self.listed > MAX_LISTED:
                return f"holds a list of more than {MAX_LISTED:,} entries"
        if self.tables > MAX_TABLES:
            return f"holds more than {MAX_ACTIVITIES:,} activities"
        return f"holds more than {MAX_VALUES:,} values" if self.values > MAX_VALUES else ""

    def _assign(self) -> None:
        self.values += 1
        if self.depth == 0:
            self.listed = 0

    def _key(self, key: str, *, assigned: bool) -> str:
        """Count a key, or a bare or quoted value, which look alike."""
        parts = len(re.findall(_PART, key)) if "." in key else 1
        if assigned:
            self._assign()
        self.dotted += parts > 1
        if len(key) > MAX_KEY and (assigned or parts > 1 or key[0] not in "\"'"):
            return f"holds a key or a number of more than {MAX_KEY} characters"
        if parts > MAX_DEPTH:
            return f"holds a dotted key of more than {MAX_DEPTH} parts"
        return f"holds more than {MAX_TABLES:,} dotted keys" if self.dotted > MAX_TABLES else ""


_NOT_CLOSED = 'a text is not closed; put " at its end, or three around several lines'
_SYNTAX = {
    "Cannot overwrite a value": "a key is given twice in one table; keep one of them",
    "Cannot declare": "a table is there twice; keep one of them",
    "Unescaped '\\'": "a backslash in double quotes must be doubled, or use single quotes",
    "Expected '=' after a key": "there is no = after a key",
    "Invalid value": "a value is missing or not TOML; text needs quotes around it",
    "Illegal character '\\n'": _NOT_CLOSED,
    "Unterminated string": _NOT_CLOSED,
    "Expected newline or end": 'there is more after a value; a " inside a text is written \\"',
    "Invalid statement": "this is no key = value, no [table] and no # comment",
    "Unclosed array": "a list is not closed; put ] at its end",
    "Expected ']'": "a table name is not closed; put ] after it",
}
"""How tomllib's messages begin, and what to do about each; others are told as they are."""


def _syntax(message: str, text: str) -> tuple[int, str]:
    """The line of a syntax error and a sentence that says what to do about it."""
    position = re.search(_POSITION, message)
    said = message[: position.start()] if position else message
    lines = text.split("\n")
    if position and position[1]:
        line, place = int(position[1]), f"column {position[2]}"
    else:
        line, place = max(1, len(lines) - 1), "end of the file"
    sentence = next(
        (ours for theirs, ours in _SYNTAX.items() if said.startswith(theirs)), safe_line(said)
    )
    if set(lines[line - 1]) & set("“”„‘’"):
        sentence += '; quotes around a text must be straight (")'
    shown = shorten(safe_line(lines[line - 1].strip()), SHOWN_CELLS)
    return line, f"is not TOML ({place}): {sentence}: {shown}".rstrip(": ")
