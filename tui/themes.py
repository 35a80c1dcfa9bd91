"""The program's own themes. Every pair of colours that carries text is at least 4.5:1 apart,
7:1 in high contrast (WCAG 2.2, 1.4.3 and 1.4.6); a test computes it.

Where a terminal has sixteen colours, a theme of that many stands in, since the nearest of sixteen
to a fine colour may be one that cannot be read. The monochrome theme sends no colour at all.
"""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as Shade
from textual.filter import LineFilter
from textual.theme import Theme

DARK = Theme(
    name="commongrid-dark",
    dark=True,
    primary="#7cc4e8",
    secondary="#a9b8c6",
    accent="#f2c46d",
    foreground="#e6e9ec",
    background="#14181c",
    surface="#1b2127",
    panel="#262e36",
    success="#8fd18f",
    warning="#f2c46d",
    error="#ff9c8f",
    variables={
        "quiet": "#a3aeb8",
        "cursor-bg": "#7cc4e8",
        "cursor-fg": "#10161b",
        "rule": "#46525e",
    },
)

LIGHT = Theme(
    name="commongrid-light",
    dark=False,
    primary="#0b5c8a",
    secondary="#40515f",
    accent="#7a4b00",
    foreground="#16202a",
    background="#fbfbf8",
    surface="#f1f1ec",
    panel="#e4e6e3",
    success="#1b6429",
    warning="#7a4b00",
    error="#a3201a",
    variables={
        "quiet": "#4d5a66",
        "cursor-bg": "#0b5c8a",
        "cursor-fg": "#ffffff",
        "rule": "#a9b0b4",
    },
)

_BLACK_AND_WHITE = {
    "rule": "#ffffff",
    "scrollbar": "#ffffff",
    "scrollbar-hover": "#ffffff",
    "scrollbar-active": "#ffffff",
    "scrollbar-background": "#000000",
    "scrollbar-background-hover": "#000000",
    "scrollbar-background-active": "#000000",
}

HIGH_CONTRAST = Theme(
    name="commongrid-high-contrast",
    dark=True,
    primary="#ffff00",
    secondary="#ffffff",
    accent="#00ffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#7cff7c",
    warning="#ffff00",
    error="#ffb0b0",
    variables={
        **_BLACK_AND_WHITE,
        "quiet": "#e0e0e0",
        "cursor-bg": "#ffff00",
        "cursor-fg": "#000000",
    },
)

MONOCHROME = Theme(
    name="commongrid-monochrome",
    dark=True,
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#ffffff",
    warning="#ffffff",
    error="#ffffff",
    variables={
        **_BLACK_AND_WHITE,
        "quiet": "#ffffff",
        "cursor-bg": "#ffffff",
        "cursor-fg": "#000000",
    },
)
"""Black and white, of which `Colourless` makes the terminal's own two, and reverse video."""

DARK_16 = Theme(
    name="commongrid-dark-16",
    dark=True,
    primary="#00ffff",
    secondary="#c0c0c0",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#00ff00",
    warning="#ffff00",
    error="#ff00ff",
    variables={
        **_BLACK_AND_WHITE,
        "rule": "#c0c0c0",
        "quiet": "#c0c0c0",
        "cursor-bg": "#00ffff",
        "cursor-fg": "#000000",
    },
)

LIGHT_16 = Theme(
    name="commongrid-light-16",
    dark=False,
    primary="#000080",
    secondary="#000000",
    accent="#800000",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#ffffff",
    success="#000000",
    warning="#800000",
    error="#800000",
    variables={
        "rule": "#000000",
        "scrollbar": "#000000",
        "scrollbar-hover": "#000000",
        "scrollbar-active": "#000000",
        "scrollbar-background": "#ffffff",
        "scrollbar-background-hover": "#ffffff",
        "scrollbar-background-active": "#ffffff",
        "quiet": "#000000",
        "cursor-bg": "#000080",
        "cursor-fg": "#ffffff",
    },
)

TOKENS = dict(DARK.variables)
"""What our own variables are in a theme that does not define them, such as the ANSI ones."""

THEMES = (DARK, LIGHT, HIGH_CONTRAST, MONOCHROME, DARK_16, LIGHT_16)


def theme_for(name: str, *, sixteen: bool = False) -> Theme:
    """The theme that a setting names; with `sixteen`, in as few colours."""
    named = {theme.name: theme for theme in THEMES}
    whole = named[f"commongrid-{name}"]
    return named.get(f"{whole.name}-16", whole) if sixteen else whole


class Colourless(LineFilter):
    """Takes all colour out of what is drawn in black and white: what lies on white is reversed."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[Style, Style] = {}

    def apply(self, segments: list[Segment], background: Shade) -> list[Segment]:
        """The same texts, with no style but bold, underline, italic and reverse."""
        return [
            Segment(text, None if style is None else self._plain(style))
            for text, style, _ in segments
        ]

    def _plain(self, style: Style) -> Style:
        known = self._known.get(style)
        if known is None:
            ground = style.color if style.reverse else style.bgcolor
            known = Style(
                bold=style.bold or None,
                italic=style.italic or None,
                underline=style.underline or None,
                reverse=_is_light(ground) or None,
                meta=style.meta,
            )
            self._known[style] = known
        return known


def _is_light(ground: Color | None) -> bool:
    if ground is None or ground.is_default or ground.triplet is None:
        return False
    return sum(ground.triplet) > 3 * 127
