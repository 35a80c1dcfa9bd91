"""Sessions and plans on disk, in one SQLite file.

`sqlite_utils` is imported by this module, `sessions.sqlite.shelf` and `sessions.sqlite.migrations`.
Reading is shared with `sessions.sqlite.reader`, writing with the shelf of the plans.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import SQLITE_BUSY, SQLITE_LOCKED, OperationalError
from sqlite3 import Error as SqliteError
from typing import Any

from sqlite_utils import Database

from sessions.documents import SESSIONS
from sessions.edits import Edit
from sessions.session import Session, SessionId, Step
from sessions.sqlite.files import (
    connect,
    identity,
    make_private,
    require_sqlite,
    require_usable,
    told,
)
from sessions.sqlite.migrations import bring_up_to_date
from sessions.sqlite.plans import SqlitePlans
from sessions.sqlite.reader import PATIENCE
from sessions.sqlite.reads import Reads
from sessions.sqlite.rows import (
    ACTIVITY,
    ASSESSMENT,
    KEPT,
    SESSION,
    activity_row,
    assessment_row,
    catalogue_rows,
    session_row,
    time_text,
)
from sessions.sqlite.shelf import Pen, WriteShelf, fresh, insert, update
from sessions.store import Stored, Who

LOCKED = (SQLITE_BUSY, SQLITE_LOCKED)

OPENING = 5.0
"""Seconds to wait for another process that is making or updating the same database."""

_NEW_SESSION = insert("session", f"{SESSION}, {KEPT}, created_by")
_CHANGED_SESSION = update("session", f"{SESSION.removeprefix('id, ')}, revision, modified")
_OWN = insert("own_activity", f"session, {ACTIVITY}", replace=True)
_LISTED = insert("catalogue_activity", f"session, position, {ACTIVITY}")
_ASSESSMENT = insert("assessment", f"session, {ASSESSMENT}", replace=True)
_PLACE = insert("place", "session, who, step", replace=True)


class SqliteStore(WriteShelf[SessionId, Stored, Edit], Reads):
    """A `Store` in one SQLite file, for one thread; made where it is not there yet.

    A lock that somebody else holds is waited for `patience` seconds, then it is a
    StoreBusyError. Raises StoreError for a file that cannot be used, and leaves it as it is.
    """

    DOCUMENTS = SESSIONS

    def __init__(
        self,
        path: Path,
        *,
        patience: float = PATIENCE,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        require_sqlite()
        require_usable(path)
        make_private(path)
        connection = connect(path, OPENING)
        try:
            with told(path):
                db = Database(connection, execute_plugins=False)
                bring_up_to_date(db, path)
                _write_ahead(db)
                db.execute("PRAGMA synchronous = FULL")
                db.execute("PRAGMA foreign_keys = ON")
                db.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
                pen = Pen(db, path, identity(path), now)
        except BaseException:
            connection.close()
            raise
        super().__init__(pen)
        self._plans = SqlitePlans(pen)

    @property
    def plans(self) -> SqlitePlans:
        """See `Store.plans`."""
        return self._plans

    def create(
        self,
        session: Session,
        *,
        who: Who,
        ours: bool = True,
        created: datetime | None = None,
        modified: datetime | None = None,
    ) -> Stored:
        """See `Store.create`."""
        now = self._pen.now()
        created = created or modified or now
        stored = Stored(session, 1, ours, created, modified or created)
        with self._pen.writing():
            self._refuse_taken(session.id)
            row = [*session_row(session), *_kept(stored), who]
            self._pen.db.execute(_NEW_SESSION, row)
            self._write_parts(None, session)
        return self._remember(session.id, stored)

    def remember_place(self, session: SessionId, who: Who, step: Step) -> None:
        """See `Store.remember_place`."""
        with self._pen.writing():
            self.revision(session)
            self._pen.db.execute(_PLACE, [session, who, step])

    def close(self) -> None:
        """See `Store.close`. What another process still holds open stays with it."""
        # The log beside the file is safe and read at the next start, so nothing is lost here.
        with suppress(SqliteError):
            self._pen.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with told(self.path):
            self._pen.db.close()

    def _write(self, before: Session, held: Stored) -> None:
        modified = time_text(held.modified)
        values = [*session_row(held.session)[1:], held.revision, modified, held.session.id]
        self._pen.db.execute(_CHANGED_SESSION, values)
        self._write_parts(before, held.session)

    def _write_parts(self, before: Session | None, after: Session) -> None:
        if before is None or before.catalogue != after.catalogue:
            self._pen.db.execute("DELETE FROM catalogue_activity WHERE session = ?", [after.id])
            self._pen.many(_LISTED, after.id, catalogue_rows(after.catalogue))
        former = before.own if before else {}
        self._pen.many(_OWN, after.id, (activity_row(e) for e in fresh(former, after.own)))
        gone = [[key] for key in former if key not in after.own]
        self._pen.many("DELETE FROM own_activity WHERE session = ? AND id = ?", after.id, gone)
        said = before.assessments if before else {}
        changed = (assessment_row(held) for held in fresh(said, after.assessments))
        self._pen.many(_ASSESSMENT, after.id, changed)
        gone = [[key] for key in said if key not in after.assessments]
        self._pen.many("DELETE FROM assessment WHERE session = ? AND activity = ?", after.id, gone)


def _write_ahead(db: Database) -> None:
    """Have the log written ahead. SQLite waits for no lock here, so that two starts meet."""
    end = time.monotonic() + OPENING
    while True:
        try:
            db.enable_wal()
            return
        except OperationalError as error:
            if error.sqlite_errorcode not in LOCKED or time.monotonic() > end:
                raise
        threading.Event().wait(0.01)


def _kept(stored: Stored) -> list[Any]:
    """The columns of `KEPT`."""
    created, modified = time_text(stored.created), time_text(stored.modified)
    return [stored.revision, int(stored.ours), created, modified]
