"""What every way of opening the program on the terminal has in common."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from sessions.errors import CommongridError
from sessions.session import Step
from tui.cli.named import find_named
from tui.cli.place import Place
from tui.spared import spared

if TYPE_CHECKING:
    from tui.settings import Settings

COLOUR_SYSTEMS = {"16": "standard", "256": "256", "16m": "truecolor"}


def prepare_terminal(settings: Settings) -> None:
    """Import Textual, which takes the number of colours for given from then on.

    Raises CommongridError where the screens cannot be drawn, naming what works instead.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise CommongridError(
            "commongrid needs a terminal to open in; `commongrid --help` lists the commands "
            "that work without one."
        )
    if os.environ.get("TERM") == "dumb":
        raise CommongridError(
            "This terminal says it can only print lines (TERM=dumb); use the commands that "
            "`commongrid --help` lists, or another terminal."
        )
    if (colours := settings.colours) in COLOUR_SYSTEMS:
        os.environ["TEXTUAL_COLOR_SYSTEM"] = COLOUR_SYSTEMS[colours]
    with spared():
        import textual.app  # noqa: F401


def open_screens(place: Place, document: str | None = None, at: Step | None = None) -> int:
    """Open the library, or a session or a plan by its name; the exit status of the program."""
    found = plan = None
    if document is not None:
        with place.reader() as reader:
            found, plan = find_named(reader, document)
    if plan is not None and at not in (None, Step.PLAN):
        raise CommongridError("A plan opens at its own step; --at is for sessions.")
    settings = place.settings
    prepare_terminal(settings)
    from tui.app import run

    return run(place.database, place.who, session=found, at=at, plan=plan, settings=settings)
