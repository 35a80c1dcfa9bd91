"""Commands that open the program on the terminal."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import click

from sessions.errors import CommongridError
from sessions.session import Step
from sessions.text import safe_line
from tui.cli.place import Place, pass_place

COLOUR_SYSTEMS = {"16": "standard", "256": "256", "16m": "truecolor"}


def prepare_terminal(place: Place) -> None:
    """To be called before Textual is imported, which then takes the number of colours for given.

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
    # All that is imported stays, and collecting it takes a twentieth of a start. The app turns
    # this on again after its first frame.
    gc.disable()
    if (colours := place.settings.colours) in COLOUR_SYSTEMS:
        os.environ["TEXTUAL_COLOR_SYSTEM"] = COLOUR_SYSTEMS[colours]


def open_library(place: Place) -> int:
    """Open the library; the exit status of the program."""
    prepare_terminal(place)
    from tui.app import run

    return run(place.database, place.who, settings=place.settings)


@click.command("open")
@click.argument("session")
@click.option("--at", type=click.Choice([str(step) for step in Step]), help="The step to open at.")
@pass_place
@click.pass_context
def open_(context: click.Context, place: Place, session: str, at: str | None) -> None:
    """Open SESSION: its id, its beginning, or its exact title.

    Without --at it opens where you left it, the first time at the first unfinished step.

    \b
    Example:
      commongrid open "Phase 2" --at matrix
    """
    with place.reader() as reader:
        found = reader.find(safe_line(session))
    prepare_terminal(place)
    from tui.app import run

    step = Step(at) if at else None
    context.exit(run(place.database, place.who, session=found, at=step, settings=place.settings))


@click.command()
@pass_place
@click.pass_context
def demo(context: click.Context, place: Place) -> None:
    """Try the illustrative pair in a throw-away database.

    The organisations are invented. Nothing is kept.
    """
    prepare_terminal(place)
    import tempfile

    from tui.app import run
    from tui.demo import fill_demo

    with tempfile.TemporaryDirectory(prefix="commongrid-demo-") as folder:
        database = Path(folder) / "demo.db"
        fill_demo(database, place.who)
        context.exit(run(database, place.who, settings=place.settings))
