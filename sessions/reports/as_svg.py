"""The matrix of a session as an SVG picture, for slides: text on white, nothing remote.

Rows grow with what they hold. Widths are estimated from terminal cells, since no font is
measured; the text of each entry is wrapped well inside its cell.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from catalogue.values import dataclass
from sessions.matrix import COLUMNS, ROWS, Cell, matrix, meaning
from sessions.reports.as_text import wrap
from sessions.session import Session
from sessions.text import safe_line, shorten

MARGIN = 28
SIDE = 136
COLUMN = 276
HEAD = 104
LINE = 21
PADDING = 14
LEAST_ROW = 128
FOOT = 78
ENTRY_CELLS = 30
INDENT = "\u2002"
TITLE_CELLS = 84
NOTE = "* These words are commongrid's; the four corners are read as in Perry et al. 2021."
WIDTH = MARGIN * 2 + SIDE + COLUMN * 3

_STYLE = (
    "font-family=\"system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif\""
)
_INK, _QUIET, _RULE, _WASH = "#1d2329", "#4f5b66", "#9aa5af", "#f2f5f7"


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the picture: its name, where it begins, how tall it is, its cells' lines."""

    name: str
    top: int
    height: int
    cells: tuple[tuple[Cell, tuple[str, ...]], ...]


def session_svg(session: Session, *, made: datetime) -> str:
    """The matrix of a session as SVG, ending in a newline."""
    lying = matrix(session)
    rows: list[_Row] = []
    top = HEAD
    for benefit in ROWS:
        cells = tuple(
            (place, tuple(_entry_lines([entry.short for entry in lying.cells[place]])))
            for place in (Cell(benefit, cost) for cost in COLUMNS)
        )
        tallest = max(len(lines) for _, lines in cells)
        height = max(LEAST_ROW, PADDING * 2 + LINE * (tallest + 1))
        rows.append(_Row(f"{benefit.capitalize()} benefit", top, height, cells))
        top += height
    unrated = f"Not yet rated: {len(lying.unrated)}. " if lying.unrated else ""
    parts = [
        *_head(session),
        *(part for row in rows for part in _row(row)),
        _text(MARGIN, top + 30, NOTE, 13, fill=_QUIET),
        _text(
            MARGIN, top + 52, "  ".join([*unrated, f"Made by commongrid on {made:%Y-%m-%d}."]), 13
        ),
    ]
    return _picture(session, top + FOOT, parts)


def _picture(session: Session, height: int, parts: list[str]) -> str:
    title = f"Matrix of {session.organisation.name}: {session.title}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height}" '
            f'width="{WIDTH}" height="{height}" {_STYLE}>',
            f"<title>{_safe(title)}</title>",
            "<desc>Benefit falls from the top row down, investment rises to the right.</desc>",
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            *parts,
            "</svg>",
            "",
        ]
    )


def _head(session: Session) -> list[str]:
    """Title, side and the names of the columns."""
    return [
        _text(MARGIN, 40, shorten(safe_line(session.title), TITLE_CELLS), 22, bold=True),
        _text(MARGIN, 64, shorten(safe_line(session.organisation.name), TITLE_CELLS), 15),
        *(
            _text(MARGIN + SIDE + COLUMN * number + PADDING, 92, f"{level.capitalize()} investment")
            for number, level in enumerate(COLUMNS)
        ),
    ]


def _row(row: _Row) -> list[str]:
    left = MARGIN + SIDE
    parts = [_text(MARGIN, row.top + PADDING + 12, row.name)]
    for number, (place, lines) in enumerate(row.cells):
        x = left + COLUMN * number
        means = meaning(place)
        parts.append(
            f'<rect x="{x}" y="{row.top}" width="{COLUMN}" height="{row.height}" '
            f'fill="{_WASH if means.from_paper else "#ffffff"}" stroke="{_RULE}"/>'
        )
        words = means.words if means.from_paper else f"{means.words} *"
        parts.append(_text(x + PADDING, row.top + PADDING + 12, words, 13, fill=_QUIET))
        for index, line in enumerate(lines, 1):
            parts.append(_text(x + PADDING, row.top + PADDING + 14 + LINE * index, line, 15))
    return parts


def _entry_lines(entries: list[str]) -> list[str]:
    """Each activity on as many lines as it needs; the first begins with a mark."""
    lines: list[str] = []
    for entry in entries:
        wrapped = [shorten(part, ENTRY_CELLS) for part in wrap(safe_line(entry), ENTRY_CELLS)]
        lines += [f"{'•' if number == 0 else INDENT} {part}" for number, part in enumerate(wrapped)]
    return lines


def _text(
    x: int, y: int, text: str, size: int = 14, *, bold: bool = False, fill: str = _INK
) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{fill}"{weight}>{_safe(text)}</text>'


def _safe(text: str) -> str:
    return escape(safe_line(text))
