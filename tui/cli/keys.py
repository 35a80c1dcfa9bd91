"""Keys and display as commands tell them: the list of bindings, the key tester, what is decided."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping

import click

from sessions.errors import CommongridError
from tui.cli.output import note, say, table
from tui.cli.place import Place, pass_place


@click.command()
@click.option("--test", is_flag=True, help="Show what each key that you press arrives as.")
@pass_place
def keys(place: Place, test: bool) -> None:
    """List what can be done by key, under the ids that settings remap.

    The table [keys] of the file of settings remaps any of them; `commongrid doctor` says where
    that file is. Exit status 1 if something in it cannot be.

    \b
    Example, in settings.toml:
      [keys]
      "matrix.take" = "x,enter"
    """
    if test:
        try_keys(place)
        return
    from tui.keymap import everything, granted
    from tui.settings import path

    settings = place.settings
    keymap, problems = granted(settings.keys, settings.key_lines, path())
    rows = [
        (one.id, (keymap.get(one.id) or ",".join(one.keys)), one.words)
        for one in sorted(everything().values(), key=lambda one: one.id)
    ]
    say(table(("id", "keys", "what it does"), rows, (28, 36, 100)))
    if problems:
        raise CommongridError("\n".join(problems))
    if settings.keys:
        note(f"{len(settings.keys)} remapped in {path()}.")


def try_keys(place: Place) -> None:
    """Run the key tester on this terminal."""
    from tui.cli.screens import prepare_terminal

    prepare_terminal(place.settings)
    from tui.keytest import KeyTester

    settings = place.settings
    KeyTester(settings).run(mouse=False)


def findings(place: Place) -> Iterator[tuple[str, str, str]]:
    """What is decided about the display here: what, as what, and what is wrong with it."""
    from tui.settings import look, path

    settings = place.settings
    encoding = getattr(sys.__stderr__, "encoding", None) or "utf-8"
    decided = look(settings, os.environ, encoding)
    yield "theme", f"{decided.theme}{_by(settings.theme)}", ""
    yield "signs", f"{'ASCII' if decided.ascii else 'all'}{_by(settings.ascii)}", ""
    yield "mouse", "on" if settings.mouse else "off, so that the terminal selects", ""
    yield "clipboard", clipboard(os.environ), ""
    there = "" if path().exists() else " (not there)"
    yield "settings", f"{path()}{there}", "\n".join(settings.problems)


def _by(said: object) -> str:
    return ", as the terminal tells" if said is None else ", as set"


def clipboard(environ: Mapping[str, str]) -> str:
    """How far a copy may reach. A terminal never confirms one."""
    if "TMUX" in environ:
        return "only if tmux is told to: set -g set-clipboard on"
    if "STY" in environ:
        return "not through screen; write a file, or select with the mouse off"
    return "perhaps: sent by OSC 52, which no terminal confirms"
