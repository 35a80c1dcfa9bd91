"""Reading and writing the files that people name, in whole and with sentences for what fails.

All of it goes through one value, the reach of this process. It is everything, unless the start
of the program has said `keep_within`; after that there is no way back.

Slow, as disks and shares are: to be called from a thread.
"""

from __future__ import annotations

from pathlib import Path

from tui.reach import Entry, FileThereError, OutOfReachError, Reach, is_own

__all__ = [
    "Entry",
    "FileThereError",
    "OutOfReachError",
    "entries",
    "is_file",
    "is_folder",
    "is_own",
    "keep_within",
    "named",
    "read_file",
    "settled",
    "start",
    "write_file",
]

_reach = Reach()


def keep_within(folder: Path) -> None:
    """From now on nothing is read or written by name but in this folder. Raises OSError."""
    global _reach
    _reach = Reach(folder.resolve(strict=True))


def start() -> Path:
    """The folder that names are taken from."""
    return _reach.start


def named(text: str, folder: Path) -> Path:
    """The path that somebody typed, from this folder on."""
    return _reach.named(text, folder)


def settled(folder: Path) -> Path:
    """A folder by the path that it is shown and left upwards by."""
    return _reach.settled(folder)


def is_file(path: Path) -> bool:
    """Whether there is something to be read."""
    return _reach.is_file(path)


def is_folder(path: Path) -> bool:
    """Whether there is a folder."""
    return _reach.is_folder(path)


def entries(folder: Path) -> tuple[Entry, ...]:
    """The folders and TOML files in a folder. Raises CommongridError."""
    return _reach.entries(folder)


def read_file(path: Path, *, own: bool = False) -> bytes:
    """A file in whole, or as much as shows that it is too large. Raises CommongridError.

    Where it is to be our `own`, no link, pipe or file of somebody else is read.
    """
    return _reach.read(path, own=own)


def write_file(path: Path, data: bytes, *, replace: bool = False, own: bool = False) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Raises FileThereError if there is one of that name and `replace` is not set. No link or pipe
    is written into where the file is our `own`.
    """
    _reach.write(path, data, replace=replace, own=own)
