"""Restricted mode: the program as all that an account on a host can do, by sshd's ForceCommand.

What a client can send is its keys, its environment and a command line. Keys reach the screens,
whose files end at one folder. Of the environment only what tells about the terminal is kept. The
command line is no command of a shell, but words of ours that read.
"""

from __future__ import annotations

import errno
import os
import pwd
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from sessions.errors import CommongridError
from tui import files, locations

ALLOWED = (
    "activities",
    "compare",
    "demo",
    "export",
    "history",
    "list",
    "open",
    "report",
    "schema",
    "template",
    "validate",
)
"""The commands there are: the screens, and those that change nothing in the library."""

ASKED = "SSH_ORIGINAL_COMMAND"
"""Where sshd tells which command the client wanted instead."""

KEPT = re.compile(r"TERM|COLORTERM|NO_COLOR|LANG|LC_[A-Z]+")
"""The variables that are kept: what the terminal is like, and its encoding."""

STARTS = ("subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "pty.")
"""The audit events of Python that come before another program or process is started."""


def restrict(folder: Path, database: Path | None) -> list[str]:
    """Restrict this process, for good; the words of the command that came over SSH, if any.

    Identity, settings and the database's place come from the system afterwards, what the program
    leaves for its next start goes into the folder. Raises CommongridError where the folder is
    none, or holds what must not be written over.
    """
    asked = os.environ.get(ASKED, "")
    for name in [name for name in os.environ if not KEPT.fullmatch(name)]:
        del os.environ[name]
    try:
        files.keep_within(locations.at_home(folder))
    except OSError as error:
        raise CommongridError(f"{folder} is no folder; make it, or name another.") from error
    within = files.start()
    for what, path in (
        ("your home folder", Path(pwd.getpwuid(os.getuid()).pw_dir)),
        ("the database", locations.database(database)),
        ("the settings", locations.config_folder()),
        ("the program", Path(sys.prefix)),
        ("the program", Path(__file__)),
    ):
        if path.resolve().is_relative_to(within):
            raise CommongridError(
                f"{folder} holds {what} ({path}), which could be written over there; name a "
                "folder for nothing but the files that are exchanged."
            )
    os.environ["XDG_STATE_HOME"] = str(within)
    sys.addaudithook(_start_nothing)
    return _words(asked)


def require_allowed(command: str | None) -> None:
    """Raise CommongridError for a command that restricted mode has not."""
    if command is not None and command not in ALLOWED:
        raise CommongridError(
            f'"{command}" cannot be used here. Without a command the program opens; the commands '
            f"are {', '.join(ALLOWED)}."
        )


def run(context: click.Context, words: Sequence[str]) -> None:
    """Run a command that came over SSH, as if it stood on the program's own command line."""
    require_allowed(words[0])
    assert isinstance(context.command, click.Group)
    command = context.command.get_command(context, words[0])
    assert command is not None, "what is allowed is there"
    with command.make_context(words[0], list(words[1:]), parent=context) as inner:
        command.invoke(inner)


def _words(asked: str) -> list[str]:
    try:
        words = shlex.split(asked)
    except ValueError as error:
        raise CommongridError(f"The command has a quote that is not closed: {asked}") from error
    return words[1:] if words[:1] == ["commongrid"] else words


def _start_nothing(event: str, _: tuple[Any, ...]) -> None:
    """The second wall: were there a way to another program, it would end here."""
    if event.startswith(STARTS):
        raise PermissionError(errno.EPERM, "no other program can be started from here")
