"""Sessions on disk: every commit is one transaction on the newest state, and is logged.

`sqlite_utils` is imported here and in `sessions.migrations` only. Reading is shared with
`sessions.sqlite_reader`; what undo means is in `sessions.undo`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Error as SqliteError
from typing import Any, TypeVar

from sqlite_utils import Database

from catalogue.activities import ActivityId
from sessions.edits import Edit, Write
from sessions.errors import RefusedEditError, StoreError
from sessions.migrations import bring_up_to_date
from sessions.patch import Change, diff
from sessions.session import Session, SessionId, Step
from sessions.sqlite_files import connect, make_private, require_sqlite, require_usable, told
from sessions.sqlite_reader import PATIENCE, Reads
from sessions.sqlite_rows import (
    ACTIVITY,
    ASSESSMENT,
    KEPT,
    LOG,
    SESSION,
    activity_row,
    assessment_row,
    catalogue_rows,
    session_row,
    time_text,
    value_text,
)
from sessions.store import GroupId, LogKind, Outcome, Stored, Who, new_group, require_editable
from sessions.undo import Reversal, revert, to_redo, to_undo

Value = TypeVar("Value")

OPENING = 5.0
"""Seconds to wait for another process that is making or updating the same database."""


def _insert(table: str, columns: str, *, replace: bool = False) -> str:
    verb = "INSERT OR REPLACE" if replace else "INSERT"
    places = ", ".join("?" * (columns.count(",") + 1))
    return f"{verb} INTO {table} ({columns}) VALUES ({places})"


_NEW_SESSION = _insert("session", f"{SESSION}, {KEPT}, created_by")
_CHANGED_SESSION = (
    f"UPDATE session SET {', '.join(f'{name} = ?' for name in SESSION.split(', ')[1:])}, "
    "revision = ?, modified = ? WHERE id = ?"
)
_OWN = _insert("own_activity", f"session, {ACTIVITY}", replace=True)
_LISTED = _insert("catalogue_activity", f"session, position, {ACTIVITY}")
_ASSESSMENT = _insert("assessment", f"session, {ASSESSMENT}", replace=True)
_LOGGED = _insert("log", f"session, {LOG.removeprefix('seq, ')}")
_PLACE = _insert("place", "session, who, step", replace=True)
_EXTENDED = """
UPDATE log SET after = ?, at = ?, label = ? WHERE seq = (
    SELECT max(seq) FROM log WHERE session = ? AND who = ?
) AND seq = (
    SELECT max(seq) FROM log WHERE session = ? AND path = ?
) AND undo_group = ? AND kind = 'edit'
"""


class SqliteStore(Reads):
    """A `Store` in one SQLite file, for one thread; made where it is not there yet.

    A lock that somebody else holds is waited for `patience` seconds, then it is a
    StoreBusyError. Raises StoreError for a file that cannot be used, and leaves it as it is.
    """

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
                self._db = Database(connection, execute_plugins=False)
                bring_up_to_date(self._db, path)
                self._db.enable_wal()
                self._db.execute("PRAGMA synchronous = FULL")
                self._db.execute("PRAGMA foreign_keys = ON")
                self._db.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
                self._file = _identity(path)
        except BaseException:
            connection.close()
            raise
        super().__init__(connection, path)
        self._now = now
        self._newest: dict[SessionId, Stored] = {}

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
        now = self._now()
        created = created or modified or now
        stored = Stored(session, 1, ours, created, modified or created)
        with self._writing():
            if self._rows("SELECT 1 FROM session WHERE id = ?", session.id):
                raise RefusedEditError(
                    f"There is a session {session.id} already; import it as a copy, or update it."
                )
            self._db.execute(_NEW_SESSION, [*session_row(session), *_kept(stored), who])
            self._write_parts(None, session)
        return self._remember(stored)

    def commit(
        self,
        session: SessionId,
        edit: Edit,
        *,
        who: Who,
        group: GroupId | None = None,
        kind: LogKind = LogKind.EDIT,
    ) -> Outcome:
        """See `Store.commit`."""
        with self._writing():
            before = self._current(session)
            if kind is not LogKind.IMPORT:
                require_editable(before, edit)
            after = edit.apply(before.session)
            label = edit.label(after)
            changes = diff(before.session, after).changes
            if not changes:
                return Outcome(before, label)
            stored = self._keep(before, after)
            if not isinstance(edit, Write) or not self._extend(stored, changes, who, group, label):
                rows = [(change, None) for change in changes]
                self._log(stored, rows, who=who, group=group, kind=kind, label=label)
        return Outcome(self._remember(stored), label)

    def undo(self, session: SessionId, *, who: Who) -> Outcome:
        """See `Store.undo`."""
        return self._take_back(session, who, LogKind.UNDO)

    def redo(self, session: SessionId, *, who: Who) -> Outcome:
        """See `Store.redo`."""
        return self._take_back(session, who, LogKind.REDO)

    def load(self, session: SessionId) -> Stored:
        """See `Store.load`; the very same value as last time where nothing has changed."""
        with told(self.path), self._db.atomic():
            stored = self._current(session)
        return self._remember(stored)

    def remember_place(self, session: SessionId, who: Who, step: Step) -> None:
        """See `Store.remember_place`."""
        with self._writing():
            self.revision(session)
            self._db.execute(_PLACE, [session, who, step])

    def close(self) -> None:
        """See `Store.close`. What another process still holds open stays with it."""
        # The log beside the file is safe and read at the next start, so nothing is lost here.
        with suppress(SqliteError):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with told(self.path):
            self._db.close()

    def _take_back(self, session: SessionId, who: Who, kind: LogKind) -> Outcome:
        with self._writing():
            before = self._current(session)
            rows = self.history(session)
            found: Reversal = (to_undo if kind is LogKind.UNDO else to_redo)(rows, who)
            stored = self._keep(before, revert(before.session, found, rows, who))
            self._log(stored, found.changes, who=who, group=None, kind=kind, label=found.label)
        return Outcome(self._remember(stored), found.label)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction that holds the right to write from its first moment."""
        with told(self.path):
            if _identity(self.path) != self._file:
                raise StoreError(
                    f"{self.path} was moved or replaced while it was open; put it back."
                )
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.commit()
            finally:
                self._db.rollback()

    def _current(self, session: SessionId) -> Stored:
        """The newest state; read again only if somebody else has changed it."""
        known = self._newest.get(session)
        if known is not None and known.revision == self.revision(session):
            return known
        return super().load(session)

    def _remember(self, stored: Stored) -> Stored:
        """Keep what is committed, and the few sessions used last."""
        self._newest.pop(stored.session.id, None)
        self._newest[stored.session.id] = stored
        while len(self._newest) > 4:
            del self._newest[next(iter(self._newest))]
        return stored

    def _keep(self, before: Stored, after: Session) -> Stored:
        """Write what differs; returns what is kept from now on."""
        stored = Stored(after, before.revision + 1, before.ours, before.created, self._now())
        values = [*session_row(after)[1:], stored.revision, time_text(stored.modified), after.id]
        self._db.execute(_CHANGED_SESSION, values)
        self._write_parts(before.session, after)
        return stored

    def _write_parts(self, before: Session | None, after: Session) -> None:
        if before is None or before.catalogue != after.catalogue:
            self._db.execute("DELETE FROM catalogue_activity WHERE session = ?", [after.id])
            self._many(_LISTED, after.id, catalogue_rows(after.catalogue))
        former = before.own if before else {}
        self._many(_OWN, after.id, (activity_row(e) for e in _new(former, after.own)))
        gone = [[key] for key in former if key not in after.own]
        self._many("DELETE FROM own_activity WHERE session = ? AND id = ?", after.id, gone)
        said = before.assessments if before else {}
        changed = (assessment_row(held) for held in _new(said, after.assessments))
        self._many(_ASSESSMENT, after.id, changed)
        gone = [[key] for key in said if key not in after.assessments]
        self._many("DELETE FROM assessment WHERE session = ? AND activity = ?", after.id, gone)

    def _many(self, sql: str, session: SessionId, rows: Iterable[Sequence[Any]]) -> None:
        self._db.conn.executemany(sql, ([session, *row] for row in rows))

    def _log(
        self,
        stored: Stored,
        changes: Sequence[tuple[Change, int | None]],
        *,
        who: Who,
        group: GroupId | None,
        kind: LogKind,
        label: str,
    ) -> None:
        session, at = stored.session.id, time_text(stored.modified)
        group = group or new_group()
        for change, reverts in changes:
            values = [value_text(change.before), value_text(change.after)]
            row = [session, group, kind, at, who, label, change.path, *values, reverts]
            self._db.execute(_LOGGED, row)

    def _extend(
        self,
        stored: Stored,
        changes: Sequence[Change],
        who: Who,
        group: GroupId | None,
        label: str,
    ) -> bool:
        """Whether what was written goes on in the row that this person wrote last."""
        if group is None or len(changes) != 1:
            return False
        session, path = stored.session.id, changes[0].path
        said = [value_text(changes[0].after), time_text(stored.modified), label]
        where = [session, who, session, path, group]
        return self._db.execute(_EXTENDED, said + where).rowcount == 1


def _kept(stored: Stored) -> list[Any]:
    """The columns of `KEPT`."""
    created, modified = time_text(stored.created), time_text(stored.modified)
    return [stored.revision, int(stored.ours), created, modified]


def _new(before: Mapping[ActivityId, Value], after: Mapping[ActivityId, Value]) -> Iterator[Value]:
    """What stands in `after` and did not stand so in `before`."""
    for key, value in after.items():
        if (former := before.get(key)) is not value and former != value:
            yield value


def _identity(path: Path) -> tuple[int, int]:
    """Which file a path leads to at the moment."""
    found = path.stat()
    return found.st_dev, found.st_ino
