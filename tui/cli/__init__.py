"""The command line: a contract that scripts depend on. One module per group of commands.

Exit status: 0 done, 1 refused or problems found (said on stderr), 2 wrong use. What a command
needs is imported inside it, so that `activities` or `compare` of files start without textual
and without the database.
"""

from __future__ import annotations

import atexit
import gc
import io
import sys

from sessions.errors import CommongridError
from tui import crash
from tui.cli.plain import Asked, plain


def main() -> None:
    """Run the program and leave with its exit status."""
    # All that is imported stays, and looking through it for what does not takes a twentieth of a
    # start, and again as much at the end. The app turns this on after its first frame.
    gc.disable()
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    crash.install()
    asked = plain(sys.argv[1:])
    if asked is None:
        from tui.cli.program import program

        program(prog_name="commongrid")
    else:
        sys.exit(_answered(asked))


def _answered(asked: Asked) -> int | None:
    """The exit status of what was asked, which ends like any command if it ends early."""
    try:
        return asked.answer()
    except CommongridError as error:
        from tui.cli.output import note

        note(asked.place.refusal(error))
        return 1
    except (KeyboardInterrupt, EOFError, OSError) as error:
        from tui.cli.program import end

        end(error)
