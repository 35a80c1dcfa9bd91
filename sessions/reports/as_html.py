"""A report as one HTML file: nothing remote, no script, readable aloud, on paper and at night.

The style is `report.css`, put into the file. A policy in the head forbids everything but that
style, so that even a mistake in escaping could load nothing and run nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

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
MOST_BESIDE = 3
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLASS = {Tone.PLAIN: "", Tone.NOTICE: ' class="notice" role="note"', Tone.QUIET: ' class="quiet"'}


def draw_html(document: Document) -> str:
    """The report as a whole HTML document, ending in a newline."""
    title = _line_text(document.title)
    body = [
        "<header>",
        f'<h1 dir="auto">{title}</h1>',
        *_blocks(document.head, 2),
        "</header>",
        *(drawn for section in document.sections for drawn in _section(section, 2)),
    ]
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{title}</title>",
            f"<style>\n{_style()}</style>",
            "</head>",
            "<body>",
            "<main>",
            *body,
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


@cache
def _style() -> str:
    return Path(__file__).with_name("report.css").read_text(encoding="utf-8")


def _line_text(text: str) -> str:
    return escape(safe_line(text))


def _section(section: Section, depth: int) -> list[str]:
    level = min(depth, DEEPEST)
    anchor = f' id="{escape(_slug(section.anchor))}"' if section.anchor else ""
    whole = ' class="whole"' if section.whole else ""
    return [
        f"<section{anchor}{whole}>",
        f'<h{level} dir="auto">{_line_text(section.title)}</h{level}>',
        *_blocks(section.blocks, depth + 1),
        "</section>",
    ]


def _slug(anchor: str) -> str:
    """An anchor as an id that a link can name without being escaped twice."""
    return re.sub(r"[^A-Za-z0-9-]", lambda found: f"_{ord(found.group()):x}_", anchor)


def _blocks(blocks: Iterable[Block], depth: int) -> list[str]:
    return [line for block in blocks for line in _block(block, depth)]


def _block(block: Block, depth: int) -> list[str]:
    match block:
        case Paragraph(text, tone):
            return _paragraphs(text, _CLASS[tone])
        case Facts(rows):
            inner = [
                f'<dt dir="auto">{_line_text(name)}</dt><dd>{"".join(_paragraphs(text))}</dd>'
                for name, text in rows
            ]
            return ["<dl>", *inner, "</dl>"]
        case Bullets(bullets, empty):
            if not bullets:
                return [f'<p class="quiet">{_line_text(empty)}</p>']
            return ["<ul>", *(f'<li dir="auto">{_link(one)}</li>' for one in bullets), "</ul>"]
        case Table():
            return _table(block)
        case Columns(parts):
            drawn = [line for part in parts for line in _section(part, depth)]
            beside = len(parts) if len(parts) <= MOST_BESIDE else 2
            return [f'<div class="columns" style="--parts: {beside}">', *drawn, "</div>"]
        case Section():
            return _section(block, depth)


def _paragraphs(text: str, attributes: str = "") -> list[str]:
    """Line breaks as they were typed; a blank line parts two paragraphs."""
    parts = re.split(r"\n\s*\n", safe(text).strip())
    return [f'<p dir="auto"{attributes}>{escape(p).replace(chr(10), "<br>")}</p>' for p in parts]


def _link(line: Line) -> str:
    text = _line_text(line.text)
    if _DAY.fullmatch(line.text):
        text = f'<time datetime="{text}">{text}</time>'
    return f'<a href="#{_slug(line.anchor)}">{text}</a>' if line.anchor else text


def _table(table: Table) -> list[str]:
    """A real table: a caption, and a scope on every heading of a row or column."""
    kind = ' class="grid"' if table.grid else ""
    head = [_column_name(name) for name in (table.corner, *table.columns)]
    return [
        '<div class="scroll">',
        f"<table{kind}>",
        f'<caption dir="auto">{_line_text(table.caption)}</caption>',
        "<thead><tr>",
        *head,
        "</tr></thead>",
        "<tbody>",
        *(line for row in table.rows for line in _row(row)),
        "</tbody>",
        "</table>",
        "</div>",
    ]


def _column_name(name: str) -> str:
    """The heading of a column; one without a name is no heading."""
    return f'<th scope="col" dir="auto">{_line_text(name)}</th>' if name else "<td></td>"


def _row(row: tuple[TableCell, ...]) -> list[str]:
    first, *others = row
    return [
        "<tr>",
        f'<th scope="row" dir="auto">{_cell(first)}</th>',
        *(f'<td dir="auto">{_cell(one)}</td>' for one in others),
        "</tr>",
    ]


def _cell(one: TableCell) -> str:
    remark = f'<span class="remark">{_line_text(one.remark)}</span>' if one.remark else ""
    if not one.remark and len(one.lines) == 1:
        return _link(one.lines[0])
    lines = "".join(f"<li>{_link(line)}</li>" for line in one.lines)
    return remark + (f"<ul>{lines}</ul>" if lines else "")
