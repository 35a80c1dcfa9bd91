"""Commands about the program itself: doctor, completion."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from sessions.errors import CommongridError
from tui.cli.keys import findings as display_findings
from tui.cli.output import note, say
from tui.cli.place import Place, pass_place

LEAST = (60, 18)
"""Columns and lines below which the screens show only a note."""

Finding = tuple[str, str, str]
"""What was looked at, what was found, and what to do about it if it is a problem."""


@click.command()
@click.option(
    "--restore",
    "copy",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Put a copy of the database in its place; the present one is kept aside.",
)
@pass_place
def doctor(place: Place, copy: Path | None) -> None:
    """Look at terminal, places of files and database.

    Says what is wrong; exit status 1 if something is. A database that an older commongrid wrote
    is brought up to date first, as by every command, and a copy of it is kept.

    \b
    Examples:
      commongrid doctor
      commongrid doctor --restore commongrid.backup-import-2026-11-22.db
    """
    if copy is not None:
        _restore(place, copy)
        return
    findings = [
        *_versions(),
        *_terminal(),
        *display_findings(place),
        *_places(place),
        *_database(place.database),
    ]
    width = max(len(name) for name, _, _ in findings)
    for name, found, _ in findings:
        say(f"{name:<{width}}  {found}")
    problems = [f"{name}: {problem}" for name, _, problem in findings if problem]
    if problems:
        raise CommongridError("\n".join(problems))
    note("Nothing is wrong.")


def _restore(place: Place, copy: Path) -> None:
    """Go back to a copy, named with its path or as it is listed."""
    from sessions.sqlite.backups import restore

    beside = place.database.with_name(copy.name)
    found = beside if copy.name == str(copy) and not copy.exists() else copy
    aside = restore(place.database, found)
    say(f"{place.database} is what {found} holds.")
    if aside is not None:
        note(f"What was there before is in {aside}; --restore goes back to that too.")


def _versions() -> Iterator[Finding]:
    import platform
    import sqlite3

    from sessions.sqlite.files import OLDEST_SQLITE

    for name in ("commongrid", "textual", "sqlite-utils"):
        yield name, version_of(name), ""
    yield "python", f"{platform.python_version()} on {platform.platform()}", ""
    old = sqlite3.sqlite_version_info < OLDEST_SQLITE
    needed = ".".join(map(str, OLDEST_SQLITE))
    problem = f"{needed} or newer is needed; use a newer Python"
    yield "sqlite", sqlite3.sqlite_version, problem * old


def version_of(name: str) -> str:
    """The version of an installed distribution; a checkout that is not installed has none."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _terminal() -> Iterator[Finding]:
    kind = os.environ.get("TERM", "")
    here = sys.stderr.isatty()
    problem = "it can only print lines; the screens need another terminal"
    yield "TERM", kind or "not set", problem * (here and kind == "dumb")
    yield "colours", _colours(kind), ""
    encoding = getattr(sys.stderr, "encoding", None) or "unknown"
    plain = "; signs are ASCII and some letters ?; set LANG to a UTF-8 locale for all"
    yield "encoding", encoding + plain * (here and "utf" not in encoding.lower()), ""
    if not here:
        yield "size", "no terminal here", ""
        return
    columns, lines = shutil.get_terminal_size()
    small = columns < LEAST[0] or lines < LEAST[1]
    problem = f"the screens need {LEAST[0]} x {LEAST[1]}; 80 x 24 holds everything"
    yield "size", f"{columns} x {lines}", problem * small


def _colours(kind: str) -> str:
    if os.environ.get("NO_COLOR"):
        return "none, unless a theme is set (NO_COLOR)"
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "16 million (COLORTERM)"
    return "256" if "256color" in kind else "16, or more than this terminal tells"


def _places(place: Place) -> Iterator[Finding]:
    yield "your name", place.who, ""
    yield "database", str(place.database), ""


def _database(path: Path) -> Iterator[Finding]:
    """Its sessions and its health; reading only."""
    import sqlite3

    from sessions.sqlite.reader import SqliteReader

    yield from _kept_aside(path)
    if not path.exists():
        yield "sessions", "none yet; the database is made with the first one", ""
        return
    try:
        with SqliteReader(path, 5.0) as reader:
            found = [one for one in reader.sessions() if not one.deleted]
        with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as connection:
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        connection.close()
    except CommongridError as error:
        yield "sessions", "not readable", str(error)
    except sqlite3.Error as error:
        yield "integrity", "not checked", f"{path} cannot be read ({error}); use --restore"
    else:
        yield "sessions", str(len(found)), ""
        problem = "the database is damaged; go back to a copy with --restore"
        yield "integrity", said, problem * (said != "ok")
        mode = path.stat().st_mode & 0o077
        yield "readable", "by others too" if mode else "by you alone", ""


def _kept_aside(path: Path) -> Iterator[Finding]:
    """Copies of the database, and what could not be saved into it."""
    from sessions.sqlite.backups import backups
    from tui.rescue import rescued

    for one in backups(path):
        state = one.fault or f"{one.sessions} sessions"
        yield "copy", f"{one.path.name}, {one.made:%Y-%m-%d %H:%M} UTC, {state}", ""
    for file in rescued(path):
        yield "rescued", str(file), "it could not be saved; open the library, which offers it"


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script of a SHELL.

    \b
    Example, for bash:
      commongrid completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise CommongridError(f"There is no completion for {shell}.")
    program = context.find_root().command
    say(found(program, {}, "commongrid", "_COMMONGRID_COMPLETE").source())
