"""The database as a file: where it may lie, who may read it, and whether it is ours.

Needs the standard sqlite3 only, so that the first frame need not wait for more. Everything
SQLite or the system has to say is told in one sentence here.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sessions.errors import CommongridError, RefusedEditError, StoreBusyError, StoreError

APPLICATION_ID = 0x636D6772
"""`cmgr`, in the header of every database of ours."""

SCHEMA_VERSION = 2
"""The `user_version` that this program writes: how many steps `sessions.sqlite.migrations` has."""

OLDEST_SQLITE = (3, 37, 0)
"""The first with STRICT tables."""

NETWORK_FILE_SYSTEMS = frozenset(
    {"9p", "afs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4"}
    | {"smb3", "smbfs", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"}
)
MOUNTS = Path("/proc/mounts")

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_REFUSED = {sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH}
_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk that holds {path} is full; free some space.",
    sqlite3.SQLITE_READONLY: "{path} cannot be written; check its permissions and its folder's.",
    sqlite3.SQLITE_PERM: "{path} may not be used by you; check its permissions.",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened; check that you may read and write it "
    "and its folder.",
    sqlite3.SQLITE_IOERR: "The disk that holds {path} does not answer as it should; check it, "
    "and the space that is left on it.",
    sqlite3.SQLITE_NOTADB: "{path} is not a database of commongrid; name another file with --db.",
    sqlite3.SQLITE_CORRUPT: "{path} is damaged; `commongrid doctor` lists copies of it, and "
    "`commongrid doctor --restore FILE` goes back to one.",
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise in this block into a sentence about `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise _sentence(error, path) from error
    except OSError as error:
        why = error.strerror or "the system gave no reason"
        raise StoreError(f"{path} cannot be used ({why}); check it, or use --db.") from error
    except UnicodeDecodeError as error:
        raise StoreError(_SENTENCES[sqlite3.SQLITE_CORRUPT].format(path=path)) from error
    except UnicodeEncodeError as error:
        raise RefusedEditError(
            "The text holds a character that cannot be stored; type it again without."
        ) from error


def is_busy(error: sqlite3.Error) -> bool:
    """Whether somebody else holds the database, and trying again may work."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY


def is_damaged(error: sqlite3.Error) -> bool:
    """Whether what the file holds is no database, or none that is whole."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def _sentence(error: sqlite3.Error, path: Path) -> CommongridError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if is_busy(error):
        return StoreBusyError(f"{path} is in use by another program; it is tried again.")
    if code in _REFUSED:
        return RefusedEditError(f"The database does not take this ({error}); nothing was changed.")
    words = _SENTENCES.get(code, "{path} cannot be used ({error}); check it, or use --db.")
    return StoreError(words.format(path=path, error=error))


def require_sqlite(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> None:
    """Raise StoreError if this Python's SQLite is too old to keep what we keep."""
    if version < OLDEST_SQLITE:
        found, needed = (".".join(map(str, one)) for one in (version, OLDEST_SQLITE))
        raise StoreError(
            f"commongrid needs SQLite {needed} or newer, and this Python has {found}; "
            "use a newer Python."
        )


def require_usable(path: Path, mounts: Path = MOUNTS) -> None:
    """Raise StoreError for a folder, and for a file system that several hosts share."""
    with told(path):
        if path.is_dir():
            raise StoreError(f"{path} is a folder; name a file in it with --db.")
        kind = file_system(path, mounts)
    if kind in NETWORK_FILE_SYSTEMS:
        raise StoreError(
            f"{path} lies on a network file system ({kind}), where a database can be damaged; "
            "name a file on a local disk with --db."
        )


def file_system(path: Path, mounts: Path = MOUNTS) -> str:
    """The kind of the file system that `path` lies on, empty where the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
        place = path.resolve()
    except (OSError, RuntimeError):  # RuntimeError: a loop of links
        return ""
    best, kind = Path(), ""
    for point, found in (line.split(" ")[1:3] for line in lines if line.count(" ") > 1):
        where = Path(point.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))
        if place.is_relative_to(where) and len(where.parts) >= len(best.parts):
            best, kind = where, found
    return kind


def make_private(path: Path) -> None:
    """Make the file, empty, for its owner alone, and the folders it needs; leave what is there.

    -wal and -shm take the mode of the file, so it has to be right before SQLite opens it.
    """
    with told(path):
        missing = [folder for folder in path.parents if not folder.exists()]
        for folder in reversed(missing):
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def identity(path: Path) -> tuple[int, int] | None:
    """Which file a path leads to at the moment; None if there is none, or none to be seen."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def moved(path: Path) -> StoreError:
    """What to say of a path that leads to another file than it did."""
    return StoreError(f"{path} was moved or replaced while it was open; put it back.")


def connect(path: Path, patience: float) -> sqlite3.Connection:
    """Connect to a file that is there; a lock is waited for `patience` seconds."""
    with told(path):
        uri = path.absolute().as_uri() + "?mode=rw"
        return sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None)


def stored_version(connection: sqlite3.Connection, path: Path, newest: int = SCHEMA_VERSION) -> int:
    """The version of a database of ours, 0 for one that holds nothing yet.

    Raises StoreError for a database of another program, and for one of a newer commongrid.
    """
    # One transaction, so that a first start elsewhere is seen whole or not at all.
    with told(path), reading(connection):
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if (application, version, tables) == (0, 0, 0):
        return 0
    if application != APPLICATION_ID or version < 1:
        raise StoreError(f"{path} is a database of another program; name another file with --db.")
    if version > newest:
        raise StoreError(
            f"{path} was written by a newer commongrid; update the program, or use --db."
        )
    return int(version)


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """A read transaction, or part of the transaction that is open already."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
