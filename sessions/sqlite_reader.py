"""Reading the database with the standard sqlite3: the first frame, and commands that only read.

Nothing here imports sqlite_utils, which costs as much as all the rest of a start.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType

from sessions.errors import StoreError, UnknownSessionError
from sessions.session import SessionId, Step
from sessions.sqlite_files import (
    SCHEMA_VERSION,
    connect,
    reading,
    require_sqlite,
    require_usable,
    stored_version,
    told,
)
from sessions.sqlite_rows import (
    ACTIVITY,
    ASSESSMENT,
    KEPT,
    LOG,
    SESSION,
    SUMMARY,
    Row,
    log_row_from,
    stored_from,
    summary_from,
)
from sessions.store import LogRow, Stored, Summary, Who

PATIENCE = 0.25
"""Seconds to wait for a lock that somebody else holds."""

_SUMMARIES = f"SELECT {SUMMARY} FROM overview ORDER BY modified DESC, id DESC"
_SESSION = f"SELECT {SESSION}, {KEPT} FROM session WHERE id = ?"
_CATALOGUE = f"SELECT {ACTIVITY} FROM catalogue_activity WHERE session = ? ORDER BY position"
_OWN = f"SELECT {ACTIVITY} FROM own_activity WHERE session = ?"
_ASSESSMENTS = f"SELECT {ASSESSMENT} FROM assessment WHERE session = ?"
_LOG = f"SELECT {LOG} FROM log WHERE session = ? ORDER BY seq"
_CANDIDATES = """
SELECT id, title FROM session
WHERE deleted = 0 AND (title = :name OR substr(id, 1, length(:name)) = lower(:name))
ORDER BY modified DESC, id DESC
"""
_NAMED = 5


class Reads:
    """Everything that can be asked of an open connection. Each call sees one moment.

    Raises StoreError, and UnknownSessionError where a session is not there.
    """

    def __init__(self, connection: sqlite3.Connection | None, path: Path) -> None:
        self.path = path
        self._connection = connection

    def sessions(self) -> list[Summary]:
        """See `Store.sessions`."""
        return [summary_from(row) for row in self._rows(_SUMMARIES)]

    def load(self, session: SessionId) -> Stored:
        """See `Store.load`."""
        connection = self._connected()
        if connection is None:
            raise self._unknown(session)
        with told(self.path), reading(connection):
            found = self._rows(_SESSION, session)
            if not found:
                raise self._unknown(session)
            parts = [self._rows(sql, session) for sql in (_CATALOGUE, _OWN, _ASSESSMENTS)]
        try:
            return stored_from(found[0], *parts)
        except (ValueError, TypeError) as error:
            raise StoreError(
                f"Session {session} in {self.path} holds what this program does not know "
                f"({error}); update the program."
            ) from error

    def revision(self, session: SessionId) -> int:
        """How often a session was changed; cheap."""
        found = self._rows("SELECT revision FROM session WHERE id = ?", session)
        if not found:
            raise self._unknown(session)
        return int(found[0][0])

    def find(self, name: str) -> SessionId:
        """See `Store.find`. An id comes before a title, a title before the start of an id."""
        rows = self._rows(_CANDIDATES, name=name) if name else []
        exact = [row for row in rows if row[0] == name.lower()]
        titled = [row for row in rows if row[1] == name]
        found = exact or titled or rows
        if len(found) == 1:
            return SessionId(found[0][0])
        if not found:
            raise UnknownSessionError(
                f'No session is called "{name}"; `commongrid list` shows those there are.'
            )
        named = ", ".join(f'{row[0]} "{row[1]}"' for row in found[:_NAMED])
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        raise UnknownSessionError(
            f'"{name}" may mean {len(found)} sessions, so give an id: {named}{more}.'
        )

    def history(self, session: SessionId) -> list[LogRow]:
        """See `Store.history`."""
        self.revision(session)
        return [log_row_from(row) for row in self._rows(_LOG, session)]

    def place(self, session: SessionId, who: Who) -> Step | None:
        """See `Store.place`."""
        sql = "SELECT step FROM place WHERE session = ? AND who = ?"
        found = self._rows(sql, session, who)
        return Step(found[0][0]) if found else None

    def version(self) -> int:
        """See `Store.version`."""
        found = self._rows("PRAGMA data_version")
        return int(found[0][0]) if found else 0

    def _connected(self) -> sqlite3.Connection | None:
        """The connection to read from; None while there is no database."""
        return self._connection

    def _unknown(self, session: SessionId) -> UnknownSessionError:
        return UnknownSessionError(f"There is no session {session} in {self.path}.")

    def _rows(self, sql: str, *values: str, **named: str) -> list[Row]:
        connection = self._connected()
        if connection is None:
            return []
        with told(self.path):
            return connection.execute(sql, named or values).fetchall()


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
    from sessions.sqlite_store import SqliteStore

    SqliteStore(path).close()
