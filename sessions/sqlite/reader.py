"""Reading the database with the standard sqlite3: the first frame, and commands that only read.

Nothing here imports sqlite_utils, which costs as much as all the rest of a start.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType

from sessions.sqlite.files import (
    SCHEMA_VERSION,
    connect,
    require_sqlite,
    require_usable,
    stored_version,
    told,
)
from sessions.sqlite.reads import Reads

PATIENCE = 0.25
"""Seconds to wait for a lock that somebody else holds."""


class SqliteReader(Reads):
    """A connection that only reads; also a context manager.

    A database that is not there yet reads as an empty one, and none is made. One that an older
    commongrid wrote is brought up to date first. Raises StoreError for one we cannot use.
    """

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        require_sqlite()
        require_usable(path)
        super().__init__(_open(path, patience), path)
        self._patience = patience

    def _connected(self) -> sqlite3.Connection | None:
        """A database that was made meanwhile is seen from then on."""
        if self._connection is None:
            self._connection = _open(self.path, self._patience)
        return self._connection

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            with told(self.path):
                self._connection.close()
            self._connection = None

    def __enter__(self) -> SqliteReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _open(path: Path, patience: float) -> sqlite3.Connection | None:
    with told(path):
        if not path.exists():
            return None
    connection = connect(path, patience)
    try:
        version = stored_version(connection, path)
        if 0 < version < SCHEMA_VERSION:
            connection.close()
            _bring_up_to_date(path)
            connection = connect(path, patience)
        with told(path):
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    if version == 0:
        connection.close()
        return None
    return connection


def _bring_up_to_date(path: Path) -> None:
    # Rare, so that only a start after an update pays for the import.
    from sessions.sqlite.store import SqliteStore

    SqliteStore(path).close()
