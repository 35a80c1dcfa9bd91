"""How commands say things: safe text, JSON that scripts can rely on, files written whole."""

from __future__ import annotations

import sys
from codecs import lookup
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

from sessions.errors import CommongridError
from sessions.text import cells, pad, safe, safe_line, shorten

GUTTER = 2
PLENTY = 600


def say(text: str) -> None:
    """Print text for people, made safe."""
    _print(safe(text), sys.stdout)


def note(text: str) -> None:
    """Say something on stderr that is no part of the output."""
    _print(safe(text), sys.stderr)


def say_json(document: Any) -> None:
    """Print JSON, UTF-8 as it is, or escaped where the output cannot hold it."""
    import json

    holds_all = "utf" in (getattr(sys.stdout, "encoding", None) or "utf").lower()
    _print(json.dumps(_clean(document), ensure_ascii=not holds_all, indent=2), sys.stdout)


def _print(text: str, stream: TextIO) -> None:
    """Print lines at once, as click does: to what claims to hold ASCII only, in UTF-8 too."""
    if lookup(stream.encoding or "utf-8").name == "ascii":
        stream.flush()
        stream.buffer.write(f"{text}\n".encode(errors="replace"))
    else:
        stream.write(f"{text}\n")
    stream.flush()


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(part) for part in value]
    return safe(str(value)) if isinstance(value, str) else value


def table(head: Sequence[str], rows: Iterable[Sequence[str]], widest: Sequence[int]) -> str:
    """Columns as wide as they need to be, but at most `widest` cells each."""
    lines = [[safe_line(part) for part in row] for row in (head, *rows)]
    cut = [[shorten(part, most) for part, most in zip(line, widest, strict=True)] for line in lines]
    widths = [max(cells(line[column]) for line in cut) for column in range(len(head))]
    gap = " " * GUTTER
    return "\n".join(
        gap.join(pad(part, width) for part, width in zip(line, widths, strict=True)).rstrip()
        for line in cut
    )


def room(fixed: int) -> int:
    """The cells left on a line beside `fixed` ones; plenty where the output is no terminal."""
    if not sys.stdout.isatty():
        return PLENTY
    import shutil

    return shutil.get_terminal_size().columns - fixed


def deliver(content: bytes, output: Path | None, *, force: bool) -> bool:
    """Write to a file if one is named, else to stdout; tells whether it was a file.

    A file is never overwritten unless forced, appears whole or not at all, and is readable
    by its owner alone. Raises CommongridError where that cannot be done.
    """
    if output is None or str(output) == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return False
    from tui.files import FileThereError, named, start, write_file

    try:
        write_file(named(str(output), start()), content, replace=force)
    except FileThereError as error:
        raise CommongridError(f"{output} is there already; use --force to replace it.") from error
    return True


def is_there(path: Path) -> bool:
    """Whether there is a file of this name."""
    from tui import files

    return files.is_file(files.named(str(path), files.start()))


def read_file(path: Path) -> bytes:
    """The bytes of a file, no more than a file of ours may hold. Raises CommongridError."""
    from tui import files

    return files.read_file(files.named(str(path), files.start()))
