"""Reading and writing the files that people name, in whole and with sentences for what fails.

Slow, as disks and shares are: to be called from a thread.
"""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sessions.errors import CommongridError
from sessions.file_opening import MAX_BYTES
from sessions.text import safe_line

MOST_ENTRIES = 1000
"""How many entries of a folder are listed at most."""


class FileThereError(CommongridError):
    """There is a file of this name already; it was left as it is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder, or a TOML file with its size in bytes and the time of its last change."""

    path: Path
    folder: bool
    size: int = 0
    modified: datetime | None = None


def named(text: str, folder: Path) -> Path:
    """The path that somebody typed, from this folder on; `~` is the home folder."""
    path = Path(text.strip())
    with suppress(RuntimeError):
        path = path.expanduser()
    return folder / path


def entries(folder: Path) -> tuple[Entry, ...]:
    """The folders and TOML files in a folder, the folder above first; nothing hidden.

    Raises CommongridError where the folder cannot be read.
    """
    folders: list[Entry] = []
    files: list[Entry] = []
    try:
        with os.scandir(folder) as found:
            for one in found:
                if one.name.startswith("."):
                    continue
                with suppress(OSError):
                    if one.is_dir():
                        folders.append(Entry(Path(one.path), True))
                    elif one.name.lower().endswith(".toml"):
                        told = one.stat()
                        at = datetime.fromtimestamp(told.st_mtime).astimezone()
                        files.append(Entry(Path(one.path), False, told.st_size, at))
    except OSError as error:
        raise CommongridError(_sentence(folder, "listed", error)) from error
    above = [Entry(folder.parent, True)] if folder.parent != folder else []
    by_name = sorted([*files, *folders], key=lambda one: (one.folder, one.path.name.casefold()))
    return tuple([*above, *by_name][:MOST_ENTRIES])


def read_file(path: Path) -> bytes:
    """A file in whole, or as much of it as shows that it is too large for us."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommongridError(_sentence(path, "read", error)) from error


def write_file(path: Path, data: bytes, *, replace: bool = False) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Raises FileThereError if there is one of that name and `replace` is not set.
    """
    beside = path.with_name(f".{path.name[:60]}.{uuid.uuid4().hex[:8]}")
    try:
        handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if replace:
                beside.replace(path)
            else:
                _settle(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    except FileExistsError as error:
        raise FileThereError(f"{safe_line(str(path))} is there already.") from error
    except OSError as error:
        raise CommongridError(_sentence(path, "written", error)) from error


def _settle(beside: Path, path: Path) -> None:
    """Give a written file its name, unless there is one of that name."""
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems know no hard links.
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        beside.replace(path)


def _sentence(path: Path, done: str, error: OSError) -> str:
    where = safe_line(str(path))
    if isinstance(error, FileNotFoundError):
        return f"There is no {where}; look at its name and its folder."
    if isinstance(error, IsADirectoryError):
        return f"{where} is a folder; name a file in it."
    if isinstance(error, PermissionError):
        return f"{where} cannot be {done}: you may not. Choose another place."
    return f"{where} cannot be {done}: {safe_line(error.strerror or str(error))}."
