"""The command that lists activities; it starts without the domain of sessions."""

from __future__ import annotations

from pathlib import Path

import click

from catalogue.phases import Phase
from tui.cli import answers
from tui.cli.place import Place, pass_place


@click.command()
@click.option(
    "--phase",
    type=click.Choice([str(phase) for phase in Phase]),
    help="Only activities of this phase, primary or not.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
@click.option(
    "--catalogue",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Another list than the built-in 24.",
)
@pass_place
def activities(place: Place, phase: str | None, as_json: bool, catalogue: Path | None) -> None:
    """List the activities that can be chosen, with their ids.

    \b
    Examples:
      commongrid activities --phase trials
      commongrid activities --json
    """
    answers.activities(place, phase=phase, as_json=as_json, catalogue=catalogue)
