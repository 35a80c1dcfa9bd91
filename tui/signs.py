"""Stand-ins for the signs and lines that a plain console cannot show, each as wide as the sign.

Widgets draw one set of signs. Where the terminal knows no more than ASCII, the driver puts these
in their place on the way out, so that no widget has to know, and none can forget.
"""

from __future__ import annotations

import codecs

from sessions.text import cells

_SAME = {
    "●": "*", "•": "*", "○": "o", "▸": ">", "◆": "@", "▾": "v", "▴": "^", "·": "-", "…": ".",
    "×": "x", "«": "<", "»": ">", "↑": "^", "↓": "v", "←": "<", "→": ">", "✓": "x",
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-", "−": "-",
    "\u00a0": " ", "\ufffd": "?", "🔎": "? ",
}  # fmt: skip

_LINES = range(0x2500, 0x2580)
_BLOCKS = range(0x2580, 0x25A0)
_LEVEL, _UPRIGHT = "─━┄┅┈┉╌╍═╴╶╸╺╼╾", "│┃┆┇┊┋╎╏║╵╷╹╻╽╿"
_FAINT = "▁▂▃▔▕▏▎▖▗▘▝"


def _line(sign: str) -> str:
    return "-" if sign in _LEVEL else "|" if sign in _UPRIGHT else "+"


ASCII_SIGNS: dict[int, str] = {
    **{code: _line(chr(code)) for code in _LINES},
    **{code: " " if chr(code) in _FAINT else "#" for code in _BLOCKS},
    **{ord(sign): plain for sign, plain in _SAME.items()},
}
"""What stands for each sign, for `str.translate`."""

BY_CELLS = "commongrid.cells"
"""The name of an error handler for encoding: as many question marks as the text takes cells."""


def _by_cells(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "?" * cells(error.object[error.start : error.end]), error.end


codecs.register_error(BY_CELLS, _by_cells)
