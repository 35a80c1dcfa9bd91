"""What a report is made of, before it is text, Markdown or HTML.

A report is written once, as blocks; each format draws the same blocks. Every text in a block
is raw: the format makes it safe and escapes it, so that no writer can forget to.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from catalogue.values import dataclass


class Tone(Enum):
    """How much a paragraph asks to be seen."""

    PLAIN = auto()
    NOTICE = auto()
    QUIET = auto()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text; its line breaks are kept, a blank line parts two paragraphs."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Facts:
    """Short names with what is said of each, one below the other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list or of a table's cell; `anchor` is the section it leads to."""

    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; `empty` is what is said where it has no lines."""

    lines: tuple[Line, ...]
    empty: str = "None."


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table: its lines, and a quiet remark below them."""

    lines: tuple[Line, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names its rows; `corner` stands above that column.

    `grid` is True for a matrix: its columns are equally wide and its cells tall.
    """

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    grid: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Parts that deserve equal room: beside each other where there is room, else in turn."""

    parts: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what belongs under it. `whole`: better not split over two pages."""

    title: str
    blocks: tuple[Block, ...]
    anchor: str = ""
    whole: bool = False


Block = Paragraph | Facts | Bullets | Table | Columns | Section


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report: its title, what stands at the head, and its sections."""

    title: str
    head: tuple[Block, ...]
    sections: tuple[Section, ...]


def cell(*texts: str, remark: str = "") -> TableCell:
    """A cell of plain lines."""
    return TableCell(tuple(Line(text) for text in texts if text), remark)


def facts(*rows: tuple[str, str]) -> tuple[Facts, ...]:
    """The facts that are there; nothing at all where there is none."""
    said = tuple((name, text) for name, text in rows if text.strip())
    return (Facts(said),) if said else ()


def bullets(texts: Sequence[str], empty: str = "None.") -> Bullets:
    """A list of plain lines."""
    return Bullets(tuple(Line(text) for text in texts), empty)
