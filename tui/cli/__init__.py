"""The command line: a contract that scripts depend on. One module per group of commands.

Exit status: 0 done, 1 refused or problems found (said on stderr), 2 wrong use. What a command
needs is imported inside it, so that `activities` or `compare` of files start without textual
and without the database.
"""

from __future__ import annotations

import io
import sys

from sessions.errors import CommongridError
from sessions.text import safe
from tui import crash
from tui.cli.plain import plain
from tui.cli.screens import open_screens


def main() -> None:
    """Run the program and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    crash.install()
    if (opening := plain(sys.argv[1:])) is not None:
        try:
            sys.exit(open_screens(*opening))
        except CommongridError as error:
            sys.exit(safe(opening.place.refusal(error)))
    from tui.cli.program import program

    program(prog_name="commongrid")
