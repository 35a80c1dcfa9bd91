"""Copies of the database: made before what cannot be undone, listed, and gone back to.

They lie beside the database, whole or not at all, for its owner alone. Standard sqlite3 only.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from glob import escape
from pathlib import Path

from catalogue.values import dataclass
from sessions.errors import StoreBusyError, StoreError
from sessions.sqlite.files import connect, is_busy, is_damaged, require_usable, stored_version, told

BEFORE_IMPORT = "import"
KEPT = 10
"""How many copies made before imports are kept; those made before migrations stay for good."""

PATIENCE = 1.0
"""Seconds that another program has to let go of the database before it is gone back."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a database. `fault` says what is wrong with it, empty if it can be gone back to."""

    path: Path
    made: datetime
    sessions: int
    fault: str


def back_up(path: Path, why: str) -> Path:
    """A copy for its owner alone beside the database; `why` is a word of its name.

    Raises StoreError if there is no room for it, and leaves nothing of it then.
    """
    with told(path):
        copy = _free(path, f"backup-{why}")
        try:
            _copy(path, copy)
        except BaseException:
            copy.unlink()
            raise
    return copy


def back_up_before_import(path: Path) -> Path:
    """As `back_up`; of the copies made for imports the oldest make room for the newest."""
    copy = back_up(path, BEFORE_IMPORT)
    former = sorted(
        path.parent.glob(f"{escape(_stem(path))}.backup-{BEFORE_IMPORT}-*.db"), key=_made
    )
    for old in former[:-KEPT]:
        with suppress(OSError):
            old.unlink()
    return copy


def backups(path: Path) -> list[Backup]:
    """The copies of a database that lie beside it, the newest first."""
    found = [*path.parent.glob(f"{escape(_stem(path))}.backup-*.db")]
    found += path.parent.glob(f"{escape(_stem(path))}.before-restore-*.db")
    return [_looked_at(one) for one in sorted(found, key=_made, reverse=True)]


def restore(path: Path, copy: Path) -> Path | None:
    """Put a copy in the place of the database; where the present one is kept, if there was one.

    Raises StoreError for a copy that cannot be gone back to, and StoreBusyError while another
    program has the database open; nothing is changed then. One that is damaged is put aside as
    it is.
    """
    require_usable(path)
    fault = _looked_at(copy).fault
    if fault:
        raise StoreError(f"{copy} cannot be gone back to: {fault}.")
    with told(path):
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            _copy(copy, fresh)
            if not path.exists():
                fresh.replace(path)
                return None
            with _alone(path):
                aside = _set_aside(path)
                fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    return aside


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the database so that nobody else has it open, all of it in its one file.

    Where it is too damaged for that, nobody can work in it either. Any other fault is raised:
    on a full disk, say, somebody else may have it open all the same.
    """
    with closing(connect(path, PATIENCE)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE").connection.rollback()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            # SQLite refuses this while any other connection is open, an idle one too.
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if is_busy(error):
                raise StoreBusyError(
                    f"{path} is open in another program; leave that first, then go back to the "
                    "copy. Nothing was changed."
                ) from error
            if not is_damaged(error):
                raise
        yield


def _set_aside(path: Path) -> Path:
    """Give the database another name, with what SQLite keeps beside one that is damaged.

    The database goes last: if this ends in between, it is still found under its name, damaged
    as before, and can be put aside once more. The other way round a log would be left there that
    is not of the database that comes next, which SQLite would read into it.
    """
    aside = _free(path, "before-restore")
    try:
        for ending in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + ending).replace(aside.with_name(aside.name + ending))
        path.replace(aside)
    except OSError:
        aside.unlink()
        raise
    return aside


def _free(path: Path, word: str) -> Path:
    """An empty file under a name that nobody had."""
    stem = f"{_stem(path)}.{word}-{datetime.now(UTC):%Y-%m-%d}"
    count = 1
    while True:
        copy = path.with_name(f"{stem}.db" if count == 1 else f"{stem}-{count}.db")
        with suppress(FileExistsError):
            os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            return copy
        count += 1


def _copy(path: Path, copy: Path) -> None:
    # A connection of its own: SQLite copies nothing from one that has begun to write.
    with closing(connect(path, 0)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        # A copy is one file at rest.
        target.execute("PRAGMA journal_mode = DELETE")


def _looked_at(copy: Path) -> Backup:
    sessions, fault = 0, ""
    try:
        with told(copy), closing(sqlite3.connect(_read_only(copy), uri=True)) as connection:
            if stored_version(connection, copy) == 0:
                raise StoreError("it is empty")
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            (sessions,) = connection.execute("SELECT count(*) FROM session").fetchone()
            fault = "" if said == "ok" else "it is damaged"
    except StoreError as error:
        fault = str(error)
    return Backup(copy, datetime.fromtimestamp(_made(copy), UTC), int(sessions), fault)


def _read_only(copy: Path) -> str:
    return f"{copy.absolute().as_uri()}?mode=ro"


def _made(copy: Path) -> float:
    try:
        return copy.stat().st_mtime
    except OSError:
        return 0.0


def _stem(path: Path) -> str:
    return path.name.removesuffix(".db")
