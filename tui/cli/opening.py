"""Commands that open the program on the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from sessions.session import Step
from tui.cli.place import Place, pass_place
from tui.cli.screens import open_screens, prepare_terminal


@click.command("open")
@click.argument("document", metavar="SESSION|PLAN")
@click.option("--at", type=click.Choice([str(step) for step in Step]), help="The step to open at.")
@pass_place
@click.pass_context
def open_(context: click.Context, place: Place, document: str, at: str | None) -> None:
    """Open SESSION or PLAN: its id, the start of its id, or its title.

    Without --at a session opens where you left it, the first time at the first unfinished step.

    \b
    Examples:
      commongrid open "Phase 2" --at matrix
      commongrid open "Our plan"
    """
    context.exit(open_screens(place, document, Step(at) if at else None))


@click.command()
@pass_place
@click.pass_context
def demo(context: click.Context, place: Place) -> None:
    """Try the illustrative pair in a throw-away database.

    The organisations are invented. Nothing is kept.
    """
    settings = place.settings
    prepare_terminal(settings)
    import tempfile

    from tui.app import run
    from tui.demo import fill_demo

    with tempfile.TemporaryDirectory(prefix="commongrid-demo-") as folder:
        database = Path(folder) / "demo.db"
        fill_demo(database, place.who)
        context.exit(run(database, place.who, settings=settings))
