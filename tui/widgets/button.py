"""A button that keeps to the order of keys, as every widget here that takes the focus."""

from __future__ import annotations

from textual import widgets
from textual.binding import Binding

from tui.widgets.in_order import InOrder


class Button(InOrder, widgets.Button):
    """A stock button: Enter presses it."""

    BINDINGS = [
        Binding("enter", "press", "pick", id="button.press", tooltip="Give the answer in focus")
    ]
