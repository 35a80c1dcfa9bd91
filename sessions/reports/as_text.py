"""A report as plain text for a terminal or an e-mail: no escape, no markup, 78 cells wide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sessions.reports.blocks import (
    Block,
    Bullets,
    Columns,
    Document,
    Facts,
    Paragraph,
    Section,
    Table,
    TableCell,
    Tone,
)
from sessions.text import cells, pad, safe, safe_line

WIDTH = 78
INDENT = "  "
TERM_CELLS = 24
GUTTER = 2
LEAST_COLUMN = 9
BAR = " | "
_UNDERLINES = "==-~"


def draw_text(document: Document) -> str:
    """The report as text, safe to print, ending in a newline."""
    lines = [*_heading(document.title, 0), "", *_blocks(document.head, 1)]
    for section in document.sections:
        lines += _section(section, 1)
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line.rstrip())
    return "\n".join(kept).rstrip() + "\n"


def wrap(text: str, width: int) -> Iterator[str]:
    """A text in lines of at most so many cells; its own line breaks are kept.

    A word that is longer than a line, as a URL is, stays whole.
    """
    for given in safe(text).replace("\t", " ").split("\n"):
        given = given.lstrip(" ")
        if given.isascii() and len(given) <= width:
            yield given
            continue
        line, used = "", 0
        for word in given.split(" "):
            long = cells(word)
            if line and used + 1 + long > width:
                yield line
                line, used = word, long
            else:
                used += long + (1 if line else 0)
                line = f"{line} {word}" if line else word
        yield line


def _heading(title: str, depth: int) -> list[str]:
    lines = list(wrap(safe_line(title), WIDTH))
    underline = _UNDERLINES[min(depth, len(_UNDERLINES) - 1)]
    return [*lines, underline * min(WIDTH, max(cells(line) for line in lines))]


def _section(section: Section, depth: int) -> list[str]:
    return ["", *_heading(section.title, depth), "", *_blocks(section.blocks, depth + 1)]


def _blocks(blocks: Iterable[Block], depth: int) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        lines += _block(block, depth)
        lines.append("")
    return lines


def _block(block: Block, depth: int) -> list[str]:
    match block:
        case Paragraph(text, tone):
            return list(wrap(f"NOTE: {text}" if tone is Tone.NOTICE else text, WIDTH))
        case Facts(rows):
            return [line for name, text in rows for line in _fact(name, text)]
        case Bullets(bullets, empty):
            texts = [safe_line(one.text) for one in bullets]
            return [line for text in texts for line in _hanging("- ", text)] or [empty]
        case Table():
            return _grid(block) if block.grid else _columns(block)
        case Columns(parts):
            return [line for part in parts for line in _section(part, depth)]
        case Section():
            return _section(block, depth)


def _fact(name: str, text: str) -> Iterator[str]:
    """The name in a column of its own, or above the text where it does not fit there."""
    head = safe_line(name)
    indent = " " * TERM_CELLS
    if cells(head) >= TERM_CELLS:
        yield from wrap(head, WIDTH)
        head = ""
    for number, line in enumerate(wrap(text, WIDTH - TERM_CELLS)):
        yield (pad(head, TERM_CELLS) if number == 0 and head else indent) + line


def _hanging(mark: str, text: str, width: int = WIDTH) -> Iterator[str]:
    """A text behind a mark, its further lines under its first; a long mark has its own line."""
    if cells(mark) > width // 2:
        yield from wrap(mark, width)
        mark = INDENT
    for number, line in enumerate(wrap(text, width - cells(mark))):
        yield (mark if number == 0 else " " * cells(mark)) + line


def _columns(table: Table) -> list[str]:
    """A table in columns, as wide as they need to be; row by row where even words do not fit."""
    head = [[name] for name in (table.corner, *table.columns)]
    rows = [[[safe_line(line.text) for line in one.lines] for one in row] for row in table.rows]
    texts = [[[safe_line(text) for text in column] for column in head], *rows]
    widths = _fitted([[text for row in texts for text in row[n]] for n in range(len(head))])
    if sum(widths) + GUTTER * (len(widths) - 1) > WIDTH:
        return _records(texts)
    drawn = [list(_table_row(row, widths, " " * GUTTER)) for row in texts]
    apart = any(len(lines) > 1 for lines in drawn[1:])
    rule = (" " * GUTTER).join("-" * width for width in widths)
    lines = [*drawn[0], rule]
    for row_lines in drawn[1:]:
        lines += [*row_lines, *([""] if apart else [])]
    return lines


def _fitted(columns: Sequence[Sequence[str]]) -> list[int]:
    """The widths of columns: the widest gives way first, but no column to less than a word."""
    widths = [max((cells(text) for text in column), default=0) for column in columns]
    least = [
        max([LEAST_COLUMN, *(cells(word) for text in column for word in text.split(" "))])
        for column in columns
    ]
    room = WIDTH - GUTTER * (len(widths) - 1)
    while sum(widths) > room:
        giving = [number for number, width in enumerate(widths) if width > least[number]]
        if not giving:
            break
        widest = max(giving, key=lambda number: widths[number])
        widths[widest] -= 1
    return widths


def _records(texts: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """A table row by row, each cell on a line of its own."""
    lines: list[str] = []
    for name, *values in texts[1:]:
        lines += wrap("; ".join(name), WIDTH)
        for column, value in zip(texts[0][1:], values, strict=True):
            if value:
                hung = _hanging(f"{column[0]}: ", "; ".join(value), WIDTH - len(INDENT))
                lines += (INDENT + line for line in hung)
    return lines


def _flat(one: TableCell) -> str:
    return "; ".join(line.text for line in one.lines)


def _grid(table: Table) -> list[str]:
    """The matrix: a column for the rows' names, then equal columns parted by bars."""
    side = max(cells(safe_line(_flat(row[0]))) for row in table.rows)
    wide = (WIDTH - side - len(BAR) * len(table.columns)) // len(table.columns)
    widths = [side, *[wide] * len(table.columns)]
    rule = "-+-".join("-" * width for width in widths)
    lines = [*_table_row([[""], *([name] for name in table.columns)], widths, BAR), rule]
    for row in table.rows:
        lines += _table_row([_grid_cell(one) for one in row], widths, BAR)
        lines.append(rule)
    return lines


def _grid_cell(one: TableCell) -> list[str]:
    texts = [f"- {safe_line(line.text)}" for line in one.lines] if one.remark else [_flat(one)]
    return [*([f"({safe_line(one.remark)})"] if one.remark else []), *texts]


def _table_row(
    columns: Sequence[Sequence[str]], widths: Sequence[int], between: str
) -> Iterator[str]:
    drawn = [
        [line for text in texts for line in wrap(text, width)]
        for texts, width in zip(columns, widths, strict=True)
    ]
    for number in range(max(1, *(len(lines) for lines in drawn))):
        yield between.join(
            pad(lines[number] if number < len(lines) else "", width)
            for lines, width in zip(drawn, widths, strict=True)
        )
