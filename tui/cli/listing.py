"""The command that lists activities; it starts without the domain of sessions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from catalogue.activities import Activity, Catalogue, builtin
from catalogue.phases import Phase
from sessions.text import cells, pad, safe_line
from tui.cli.output import read_file, say, say_json


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
def activities(phase: str | None, as_json: bool, catalogue: Path | None) -> None:
    """List the activities that can be chosen, with their ids.

    \b
    Examples:
      commongrid activities --phase trials
      commongrid activities --json
    """
    listed = builtin() if catalogue is None else _catalogue(catalogue)
    found = listed.in_phase(Phase(phase)) if phase else listed.activities
    if as_json:
        say_json([_activity(entry) for entry in found])
        return
    width = max((cells(entry.id) for entry in found), default=0)
    for group in (*Phase, None):
        entries = [entry for entry in found if entry.primary_phase is group]
        if entries:
            say(group.words if group else "No phase named")
        for entry in entries:
            say(f"  {pad(entry.id, width)}  {safe_line(entry.title)}")
        if entries:
            say("")
    if listed.note:
        say(listed.note)


def _catalogue(path: Path) -> Catalogue:
    from sessions.exchange import read_catalogue

    return read_catalogue(read_file(path), str(path))


def _activity(entry: Activity) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "label": entry.label,
        "phases": entry.phases,
        "primary_phase": entry.primary_phase,
        "description": entry.description,
        "examples": entry.examples,
        "provenance": entry.provenance,
    }
