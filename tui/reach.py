"""How far the files go that people name: anywhere, or within one folder and nowhere else.

Within one folder every part of a path is opened from the one before it, and none of them may be
a link, so that a path cannot lead out, nor be made to while it is looked at. What is hidden is
out of reach there too: a name such as .bashrc means something to other programs.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from catalogue.values import dataclass
from sessions.errors import CommongridError
from sessions.files.opening import MAX_BYTES
from sessions.text import safe_line

MOST_ENTRIES = 1000
"""How many entries of a folder are listed at most."""

FOLDER = os.O_DIRECTORY | getattr(os, "O_PATH", os.O_RDONLY)

STRICT = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
"""Follow no link, and do not wait at a pipe that nobody writes to."""


class FileThereError(CommongridError):
    """There is a file of this name already; it was left as it is."""


class OutOfReachError(CommongridError):
    """A path leads to where no file may be read or written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder, or a TOML file with its size in bytes and the time of its last change."""

    path: Path
    folder: bool
    size: int = 0
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Reads, writes and lists. `within` is the one folder, absolute and without links in it."""

    within: Path | None = None

    @property
    def start(self) -> Path:
        """The folder that names are taken from."""
        return self.within or Path()

    def named(self, text: str, folder: Path) -> Path:
        """The path that somebody typed, from this folder on; `~` is the home folder.

        Where there is one folder only, the home folder is out of reach, and `~` a letter.
        """
        path = Path(text)
        if self.within is None:
            with suppress(RuntimeError):
                path = path.expanduser()
        return folder / path

    def settled(self, folder: Path) -> Path:
        """A folder by the path that it is shown and left upwards by."""
        return folder.resolve() if self.within is None else Path(os.path.normpath(folder))

    # ---- looking

    def is_file(self, path: Path) -> bool:
        """Whether there is something to be read; nothing is told of what is out of reach."""
        return (mode := self._mode(path)) is not None and not stat.S_ISDIR(mode)

    def is_folder(self, path: Path) -> bool:
        """Whether there is a folder; nothing is told of what is out of reach."""
        return (mode := self._mode(path)) is not None and stat.S_ISDIR(mode)

    def _mode(self, path: Path) -> int | None:
        try:
            with self._folder_of(path) as (folder, name):
                told = os.stat(name, dir_fd=folder, follow_symlinks=self.within is None)
        except (OSError, ValueError, OutOfReachError):
            return None
        return None if self.within is not None and stat.S_ISLNK(told.st_mode) else told.st_mode

    def entries(self, folder: Path) -> tuple[Entry, ...]:
        """The folders and TOML files in a folder, the folder above first; nothing hidden.

        Raises CommongridError where the folder cannot be read.
        """
        try:
            with self._folder_of(folder) as (above, name):
                handle = os.open(name, os.O_RDONLY | os.O_DIRECTORY | self._links, dir_fd=above)
            try:
                found = list(self._found(handle, folder))
            finally:
                os.close(handle)
        except (OSError, ValueError) as error:
            raise CommongridError(_sentence(folder, "listed", error)) from error
        found.sort(key=lambda one: (one.folder, one.path.name.casefold()))
        top = folder in (folder.parent, self.within)
        first = [] if top else [Entry(folder.parent, True)]
        return tuple([*first, *found][:MOST_ENTRIES])

    def _found(self, handle: int, folder: Path) -> Iterator[Entry]:
        followed = self.within is None
        with os.scandir(handle) as listed:
            for one in listed:
                if one.name.startswith("."):
                    continue
                with suppress(OSError):
                    if one.is_dir(follow_symlinks=followed):
                        yield Entry(folder / one.name, True)
                    elif one.name.lower().endswith(".toml") and one.is_file(
                        follow_symlinks=followed
                    ):
                        told = one.stat()
                        at = datetime.fromtimestamp(told.st_mtime).astimezone()
                        yield Entry(folder / one.name, False, told.st_size, at)

    # ---- reading and writing

    def read(self, path: Path, *, own: bool = False) -> bytes:
        """A file in whole, or as much of it as shows that it is too large for us.

        Where it is to be our `own`, nothing else will do: no link, no pipe, nobody else's file.
        """
        flags = os.O_RDONLY | (STRICT if own or self.within is not None else 0)
        try:
            with self._folder_of(path) as (folder, name):
                handle = os.open(name, flags, dir_fd=folder)
            try:
                self._look_at(handle, own=own)
                with os.fdopen(handle, "rb", closefd=False) as file:
                    return file.read(MAX_BYTES + 1)
            finally:
                os.close(handle)
        except (OSError, ValueError) as error:
            raise CommongridError(_sentence(path, "read", error)) from error

    def _look_at(self, handle: int, *, own: bool) -> None:
        """Raise OSError for a folder; in the one folder, and for our own, for all but a file."""
        told = os.fstat(handle)
        if stat.S_ISDIR(told.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if (own or self.within is not None) and not stat.S_ISREG(told.st_mode):
            raise OSError(errno.EINVAL, "it is no file")
        if own and not is_own(told):
            raise OSError(errno.EINVAL, "it is somebody else's")

    def write(self, path: Path, data: bytes, *, replace: bool = False, own: bool = False) -> None:
        """Write a file that only its owner can read, whole or not at all.

        Raises FileThereError if there is one of that name and `replace` is not set. What is no
        file, such as a pipe, is written into, and links are followed, but for our `own` files.
        """
        try:
            if self.within is None and not own:
                path = path.resolve()
                if path.exists() and not path.is_file() and not path.is_dir():
                    path.write_bytes(data)
                    return
            with self._folder_of(path) as (folder, name):
                _write(folder, name, data, replace=replace)
        except FileExistsError as error:
            raise FileThereError(f"{safe_line(str(path))} is there already.") from error
        except (OSError, ValueError) as error:
            raise CommongridError(_sentence(path, "written", error)) from error

    # ---- the way there

    @property
    def _links(self) -> int:
        return 0 if self.within is None else os.O_NOFOLLOW

    @contextmanager
    def _folder_of(self, path: Path) -> Iterator[tuple[int, str]]:
        """The folder that holds what is at a path, held open, and the name it has in there."""
        if self.within is None:
            handle, name = os.open(path.parent, FOLDER), path.name or "."
        else:
            *folders, name = self._way(path) or (".",)
            handle = _descended(self.within, folders)
        try:
            yield handle, name
        finally:
            os.close(handle)

    def _way(self, path: Path) -> tuple[str, ...]:
        """The names from the one folder to a path. Raises OutOfReachError if it leads elsewhere."""
        assert self.within is not None, "only one folder has a way that leads out of it"
        try:
            way = Path(os.path.normpath(self.within / path)).relative_to(self.within).parts
        except ValueError:
            way = ("..",)
        if any(name.startswith(".") for name in way):
            raise OutOfReachError(
                f"{safe_line(str(path))} is out of reach; name a file in {self.within} that is "
                "not hidden."
            )
        return way


def is_own(told: os.stat_result) -> bool:
    """Whether this is a file, no link to one, and ours: others can write to some folders too."""
    return stat.S_ISREG(told.st_mode) and told.st_uid == os.geteuid()


def _descended(top: Path, folders: Sequence[str]) -> int:
    """A folder beneath another one, opened; no link is followed on the way."""
    handle = os.open(top, FOLDER)
    for folder in folders:
        above = handle
        try:
            handle = os.open(folder, FOLDER | os.O_NOFOLLOW, dir_fd=above)
        finally:
            os.close(above)
    return handle


def _write(folder: int, name: str, data: bytes, *, replace: bool) -> None:
    """Write beside the name first, then give that file the name."""
    beside = f".{name[:60]}.{os.urandom(4).hex()}"
    handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600, dir_fd=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            os.replace(beside, name, src_dir_fd=folder, dst_dir_fd=folder)
        else:
            _settle(folder, beside, name)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(beside, dir_fd=folder)


def _settle(folder: int, beside: str, name: str) -> None:
    """Give a written file its name, unless there is one of that name."""
    try:
        os.link(beside, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems know no hard links.
        with suppress(FileNotFoundError):
            os.stat(name, dir_fd=folder, follow_symlinks=False)
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        os.replace(beside, name, src_dir_fd=folder, dst_dir_fd=folder)


def _sentence(path: Path, done: str, error: OSError | ValueError) -> str:
    where = safe_line(str(path))
    if isinstance(error, FileNotFoundError):
        return f"{where} cannot be {done}: there is no such file or folder."
    if isinstance(error, IsADirectoryError):
        return f"{where} is a folder; name a file in it."
    if isinstance(error, PermissionError):
        return f"{where} cannot be {done}: you may not. Choose another place."
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return f"{where} is a link, and links are not followed; name a file."
    why = getattr(error, "strerror", None) or "it has no name"
    return f"{where} cannot be {done}: {safe_line(why)}."
