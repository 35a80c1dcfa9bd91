"""A report as Markdown (CommonMark with tables). Text of users is only ever text in it.

Every character that could begin markup is escaped, and so is what makes a bare address a
link in GitHub's dialect; a line break of a user's is a hard break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sessions.reports.blocks import (
    Block,
    Bullets,
    Columns,
    Document,
    Facts,
    Line,
    Paragraph,
    Section,
    Table,
    TableCell,
    Tone,
)
from sessions.text import safe, safe_line

DEEPEST = 6

_MARKUP = re.compile(r"([\\`*_\[\]<>|~&$@#])")
_ADDRESS = re.compile(r"(?i)(https?|ftp)://|www\.")
_LINE_START = re.compile(r"^(\d{1,9})([.)])|^([-+=#:])")


def draw_markdown(document: Document) -> str:
    """The report as Markdown, ending in a newline."""
    parts = [f"# {escape_line(document.title)}", *_blocks(document.head, 2)]
    for section in document.sections:
        parts += _section(section, 2)
    return "\n\n".join(part for part in parts if part) + "\n"


def escape_line(text: str) -> str:
    """Text on one line that Markdown shows as it is, in a heading, a list or a table too."""
    return _escape(" ".join(safe_line(text).split()))


def escape_text(text: str) -> str:
    """Text over several lines: line breaks are kept, blank lines part paragraphs."""
    paragraphs = re.split(r"\n\s*\n", safe(text).strip())
    return "\n\n".join(
        "\\\n".join(escape_line(line) for line in paragraph.split("\n") if line.strip())
        for paragraph in paragraphs
    )


def _escape(line: str) -> str:
    line = _MARKUP.sub(r"\\\1", line)
    line = _ADDRESS.sub(lambda found: _broken(found.group()), line)
    return _LINE_START.sub(
        lambda found: rf"{found[1]}\{found[2]}" if found[1] else rf"\{found[3]}", line
    )


def _broken(address: str) -> str:
    """The start of an address, escaped so that no dialect makes a link of it."""
    return address.replace(":", "\\:").replace(".", "\\.")


def _section(section: Section, depth: int) -> list[str]:
    marks = "#" * min(depth, DEEPEST)
    return [f"{marks} {escape_line(section.title)}", *_blocks(section.blocks, depth + 1)]


def _blocks(blocks: Iterable[Block], depth: int) -> list[str]:
    return [part for block in blocks for part in _block(block, depth)]


def _block(block: Block, depth: int) -> list[str]:
    match block:
        case Paragraph(text, Tone.NOTICE):
            return [f"**Note:** {escape_text(text)}"]
        case Paragraph(text):
            return [escape_text(text)]
        case Facts(rows):
            return [_fact(name, text) for name, text in rows]
        case Bullets(bullets, empty):
            lines = [f"- {_line(one)}" for one in bullets]
            return ["\n".join(lines)] if lines else [empty]
        case Table():
            return [_table(block)]
        case Columns(parts):
            return [drawn for part in parts for drawn in _section(part, depth)]
        case Section():
            return _section(block, depth)


def _fact(name: str, text: str) -> str:
    return f"**{escape_line(name)}:** {escape_text(text)}"


def _line(line: Line) -> str:
    return escape_line(line.text)


def _table(table: Table) -> str:
    head = [escape_line(table.corner), *(escape_line(name) for name in table.columns)]
    rows = [[_cell(one) for one in row] for row in table.rows]
    drawn = [f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows]]
    return f"*{escape_line(table.caption)}*\n\n" + "\n".join(drawn)


def _cell(one: TableCell) -> str:
    lines = [_line(line) for line in one.lines]
    if one.remark:
        lines.insert(0, f"*{escape_line(one.remark)}*")
    return "<br>".join(lines)
