"""Everything that can be asked of an open database, with the standard sqlite3.

A shelf holds one kind of document: sessions, or plans. Each call sees one moment. Nothing
here imports sqlite_utils, which costs as much as all the rest of a start.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from sessions.errors import StoreError, UnknownError, UnknownSessionError
from sessions.session import SessionId, Step
from sessions.sqlite.files import reading, told
from sessions.sqlite.rows import (
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
from sessions.store import Kept, LogRow, PlanSummary, Stored, Summary, Who

if TYPE_CHECKING:
    from sessions.sqlite.plan_reads import PlanReads

Id = TypeVar("Id", bound=str)
Held = TypeVar("Held", bound=Kept)

_SUMMARIES = f"SELECT {SUMMARY} FROM overview ORDER BY modified DESC, id DESC"
_CHOSEN = "SELECT count(*) FROM assessment WHERE session = newest.id AND chosen = 1"
_RATED = f"{_CHOSEN} AND benefit IS NOT NULL AND investment IS NOT NULL"
_NEWEST = f"""
    SELECT {SUMMARY} FROM (
        SELECT *, ({_CHOSEN}) AS chosen, ({_RATED}) AS rated
        FROM (
            SELECT * FROM session WHERE archived = 0 AND deleted = 0
            ORDER BY modified DESC, id DESC LIMIT :most
        ) AS newest
    )
    ORDER BY modified DESC, id DESC
"""
_SESSION = f"SELECT {SESSION}, {KEPT} FROM session WHERE id = ?"
_CATALOGUE = f"SELECT {ACTIVITY} FROM catalogue_activity WHERE session = ? ORDER BY position"
_OWN = f"SELECT {ACTIVITY} FROM own_activity WHERE session = ?"
_ASSESSMENTS = f"SELECT {ASSESSMENT} FROM assessment WHERE session = ?"
_NAMED = 5


class ReadShelf(ABC, Generic[Id, Held]):
    """One kind of document on an open connection; nothing is there where there is none.

    Raises StoreError, and UnknownSessionError or UnknownPlanError for what is not there.
    """

    KIND: ClassVar[str]
    """The word for a document, which is also its table and the column of the log that names it."""
    UNKNOWN: ClassVar[type[UnknownError]]
    LISTED: ClassVar[str]

    def __init__(self, connection: sqlite3.Connection | None, path: Path) -> None:
        self.path = path
        self._connection = connection

    def load(self, document: Id, /) -> Held:
        """See `Shelf.load`."""
        connection = self._connected()
        if connection is None:
            raise self._unknown(document)
        with told(self.path), reading(connection):
            self.revision(document)
            rows = self._read(document)
        with self._understood(f"The {self.KIND} {document}"):
            return self._held(rows)

    @abstractmethod
    def _read(self, document: Id) -> list[list[Row]]:
        """Every row of a document that is there."""

    @abstractmethod
    def _held(self, rows: list[list[Row]]) -> Held:
        """The document of these rows."""

    def revision(self, document: Id) -> int:
        """How often a document was changed; cheap."""
        found = self._rows(f"SELECT revision FROM {self.KIND} WHERE id = ?", document)
        if not found:
            raise self._unknown(document)
        return int(found[0][0])

    def find(self, name: str) -> Id:
        """See `Store.find`. An id comes before a title, a title before the start of an id."""
        candidates = (
            f"SELECT id, title FROM {self.KIND} WHERE deleted = 0 "
            "AND (title = :name OR substr(id, 1, length(:name)) = lower(:name)) "
            "ORDER BY modified DESC, id DESC"
        )
        rows = self._rows(candidates, name=name) if name else []
        exact = [row for row in rows if row[0] == name.lower()]
        titled = [row for row in rows if row[1] == name]
        found = exact or titled or rows
        if len(found) == 1:
            return cast(Id, found[0][0])
        if not found:
            raise self.UNKNOWN(f'No {self.KIND} is called "{name}"; {self.LISTED}.')
        named = ", ".join(f'{row[0]} "{row[1]}"' for row in found[:_NAMED])
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        raise self.UNKNOWN(
            f'"{name}" may mean {len(found)} {self.KIND}s, so give an id: {named}{more}.',
            several=True,
        )

    def history(self, document: Id, /) -> list[LogRow]:
        """See `Shelf.history`."""
        self.revision(document)
        rows = self._rows(f"SELECT {LOG} FROM log WHERE {self.KIND} = ? ORDER BY seq", document)
        with self._understood(f"The log of {self.KIND} {document}"):
            return [log_row_from(row) for row in rows]

    def last_change(self, document: Id, path: str) -> LogRow | None:
        """The newest logged change of the value at a path; None if it was never changed."""
        newest = (
            f"SELECT {LOG} FROM log WHERE {self.KIND} = ? AND path = ? ORDER BY seq DESC LIMIT 1"
        )
        rows = self._rows(newest, document, path)
        with self._understood(f"The log of {self.KIND} {document}"):
            return log_row_from(rows[0]) if rows else None

    @contextmanager
    def _understood(self, what: str) -> Iterator[None]:
        try:
            yield
        except (ValueError, TypeError, KeyError) as error:
            raise StoreError(
                f"{what} in {self.path} holds what this program does not know ({error}). "
                "Update the program; if it is the newest, see `commongrid doctor`."
            ) from error

    def _connected(self) -> sqlite3.Connection | None:
        """The connection to read from; None while there is no database."""
        return self._connection

    def _unknown(self, document: Id) -> UnknownError:
        return self.UNKNOWN(f"There is no {self.KIND} {document} in {self.path}.")

    def _rows(self, sql: str, *values: str, **named: str | int) -> list[Row]:
        connection = self._connected()
        if connection is None:
            return []
        with told(self.path):
            return connection.execute(sql, named or values).fetchall()


class Reads(ReadShelf[SessionId, Stored]):
    """The sessions on an open connection, and what is asked of the database as a whole."""

    KIND = "session"
    UNKNOWN = UnknownSessionError
    LISTED = "`commongrid list` shows those there are"

    @property
    def plans(self) -> PlanReads:
        """The plans beside the sessions."""
        # The first frame is of sessions alone.
        from sessions.sqlite.plan_reads import PlanReads

        return PlanReads(self._connected(), self.path)

    def sessions(self) -> list[Summary]:
        """See `Store.sessions`."""
        rows = self._rows(_SUMMARIES)
        with self._understood("The list of sessions"):
            return [summary_from(row) for row in rows]

    def newest(self, most: int) -> list[Summary]:
        """The sessions changed last, neither archived nor deleted; no more than so many.

        What `sessions` counts for all of them is counted for these alone.
        """
        rows = self._rows(_NEWEST, most=most)
        with self._understood("The list of sessions"):
            return [summary_from(row) for row in rows]

    def counted(self) -> tuple[int, int]:
        """How many sessions there are, and how many of them neither archived nor deleted."""
        found = self._rows("SELECT count(*), total(archived = 0 AND deleted = 0) FROM session")
        return (int(found[0][0]), int(found[0][1])) if found else (0, 0)

    def plan_summaries(self) -> list[PlanSummary]:
        """See `Plans.all`; where there are none, this costs no import."""
        return self.plans.all() if self._rows("SELECT 1 FROM plan LIMIT 1") else []

    def place(self, session: SessionId, who: Who) -> Step | None:
        """See `Store.place`."""
        sql = "SELECT step FROM place WHERE session = ? AND who = ?"
        found = self._rows(sql, session, who)
        with self._understood("A place"):
            return Step(found[0][0]) if found else None

    def version(self) -> int:
        """See `Store.version`."""
        found = self._rows("PRAGMA data_version")
        return int(found[0][0]) if found else 0

    def _read(self, document: SessionId) -> list[list[Row]]:
        return [self._rows(sql, document) for sql in (_SESSION, _CATALOGUE, _OWN, _ASSESSMENTS)]

    def _held(self, rows: list[list[Row]]) -> Stored:
        (session,), *parts = rows
        return stored_from(session, *parts)
