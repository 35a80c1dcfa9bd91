"""The program's own themes. Every pair of colours that carries text is at least 4.5:1 apart,
7:1 in high contrast (WCAG 2.2, 1.4.3 and 1.4.6); a test computes it.
"""

from __future__ import annotations

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
    variables={"quiet": "#a3aeb8", "cursor-bg": "#7cc4e8", "cursor-fg": "#10161b"},
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
    variables={"quiet": "#4d5a66", "cursor-bg": "#0b5c8a", "cursor-fg": "#ffffff"},
)

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
    variables={"quiet": "#e0e0e0", "cursor-bg": "#ffff00", "cursor-fg": "#000000"},
)

TOKENS = {"quiet": "#a3aeb8", "cursor-bg": "#7cc4e8", "cursor-fg": "#10161b"}
"""What our own variables are in a theme that does not define them, such as the ANSI ones."""

THEMES = (DARK, LIGHT, HIGH_CONTRAST)
