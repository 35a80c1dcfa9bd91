"""What happens to a fault of the program: one sentence for the person, and a file to pass on.

Textual would print every local variable, private notes among them, onto the terminal. The file
tells where the fault is and of what kind, and nothing that anybody has typed: no variables,
and no messages of exceptions either, since those quote values.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from sessions.errors import CommongridError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

SENTENCE = "commongrid has met a fault of its own and had to end."

KEPT = 10
"""How many reports are kept."""


def install() -> None:
    """Have every fault that nothing else catches, in any thread, told by this module."""
    sys.excepthook = _tell
    threading.excepthook = lambda found: _tell(found.exc_type, found.exc_value, found.exc_traceback)


def sentence(error: BaseException | None) -> str:
    """What to say of whatever ended the program: our own errors have their sentence already."""
    return str(error) if isinstance(error, CommongridError) else report(error)


def report(error: BaseException | None, folder: Path | None = None) -> str:
    """Write a report that only this person can read; the sentence that says so.

    `folder` is by default that of the user's state; of the reports in it the newest are kept.
    Where no file can be written, the sentence names the kind of fault only.
    """
    import platform
    from datetime import UTC, datetime

    from sessions.files.provenance import program_version
    from sessions.text import safe_line
    from tui.files import write_file
    from tui.locations import state_folder

    now = datetime.now(UTC)
    name = f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
    head = [
        f"{program_version()}, {now:%Y-%m-%d %H:%M:%S} UTC",
        f"Python {platform.python_version()} on {platform.platform()}",
        "This file holds no text of any session.",
    ]
    text = "\n".join([*head, "", *described(error)]) + "\n"
    try:
        path = (folder or state_folder()) / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(path, text.encode(errors="replace"))
        _prune(path.parent)
    except (CommongridError, OSError, RuntimeError):
        return f"{SENTENCE} It was a {type(error).__name__}; no report of it could be written."
    return f"{SENTENCE} What helps to mend it is in {safe_line(str(path))}; it holds no notes."


def described(error: BaseException | None) -> Iterator[str]:
    """Where an exception comes from and of what kind it is, the cause first, as lines."""
    import traceback

    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    for number, one in enumerate(reversed(chain)):
        if number:
            yield "then, because of that or while dealing with it:"
        frames = traceback.StackSummary.extract(traceback.walk_tb(one.__traceback__))
        yield from "".join(frames.format()).splitlines()
        yield f"{type(one).__module__}.{type(one).__qualname__}"


def _prune(folder: Path) -> None:
    """Remove all reports but the newest, whose names tell when they were written."""
    reports = sorted(folder.glob("crash-*.txt"), key=lambda path: path.name)
    for path in reports[:-KEPT]:
        with suppress(OSError):
            path.unlink()


def _tell(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if kind in (KeyboardInterrupt, SystemExit):
        return
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{report(error)}\n")
