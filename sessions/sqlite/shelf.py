"""A shelf that is written to: every commit is one transaction on the newest state, and is logged.

What sessions and plans have in common is here, so that there is one way to keep anything;
what undo means is in `sessions.undo`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from sqlite_utils import Database

from catalogue.values import dataclass
from sessions.documents import Kind, text_written
from sessions.edits import Edit
from sessions.errors import RefusedEditError
from sessions.patch import Change
from sessions.plans.edits import PlanEdit
from sessions.sqlite.files import identity, moved, told
from sessions.sqlite.reads import Held, Id, ReadShelf
from sessions.sqlite.rows import LOG, time_text, value_text
from sessions.store import GroupId, LogKind, Outcome, Who, new_group
from sessions.undo import Reversal, revert, to_redo, to_undo

Asked = TypeVar("Asked", bound=Edit | PlanEdit)
Value = TypeVar("Value")

NEWEST = 4
"""How many documents of a kind are kept in memory, to be read again only if others change them."""


@dataclass(frozen=True, slots=True)
class Pen:
    """The right to write to one file, as the file that it was when it was opened."""

    db: Database
    path: Path
    file: tuple[int, int] | None
    now: Callable[[], datetime]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction that holds the right to write from its first moment."""
        with told(self.path):
            if identity(self.path) != self.file:
                raise moved(self.path)
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.commit()
            finally:
                self.db.rollback()

    def many(self, sql: str, document: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for several rows of a document, which is each row's first value."""
        self.db.conn.executemany(sql, ([document, *row] for row in rows))


class WriteShelf(ReadShelf[Id, Held], Generic[Id, Held, Asked]):
    """One kind of document in a database that is written to."""

    DOCUMENTS: ClassVar[Kind[Any]]

    def __init__(self, pen: Pen) -> None:
        super().__init__(pen.db.conn, pen.path)
        self._pen = pen
        self._newest: dict[Id, Held] = {}
        self._logged = insert("log", f"{self.KIND}, {LOG.removeprefix('seq, ')}")
        self._extended = (
            "UPDATE log SET after = ?, at = ?, label = ? WHERE seq = ("
            f"SELECT max(seq) FROM log WHERE {self.KIND} = ? AND who = ?) AND seq = ("
            f"SELECT max(seq) FROM log WHERE {self.KIND} = ? AND path = ?) "
            "AND undo_group = ? AND kind = 'edit'"
        )

    def load(self, document: Id, /) -> Held:
        """See `Shelf.load`; the very same value as last time where nothing has changed."""
        with told(self.path), self._pen.db.atomic():
            held = self._current(document)
        return self._remember(document, held)

    def commit(
        self,
        document: Id,
        edit: Asked,
        /,
        *,
        who: Who,
        group: GroupId | None = None,
        kind: LogKind = LogKind.EDIT,
    ) -> Outcome[Held]:
        """See `Shelf.commit`."""
        with self._pen.writing():
            before = self._current(document)
            if kind is not LogKind.IMPORT:
                before.require_editable(edit)
            after: Any = edit.apply(before.document)
            label = edit.label(after)
            changes = self.DOCUMENTS.diff(before.document, after).changes
            if not changes:
                return Outcome(before, label)
            held = self._keep(before, after)
            typed = text_written(edit) is not None and kind is LogKind.EDIT
            if not typed or not self._extend(held, changes, who, group, label):
                rows = [(change, None) for change in changes]
                self._log(held, rows, who=who, group=group, kind=kind, label=label)
        return Outcome(self._remember(document, held), label)

    def undo(self, document: Id, /, *, who: Who) -> Outcome[Held]:
        """See `Shelf.undo`."""
        return self._take_back(document, who, LogKind.UNDO)

    def redo(self, document: Id, /, *, who: Who) -> Outcome[Held]:
        """See `Shelf.redo`."""
        return self._take_back(document, who, LogKind.REDO)

    @abstractmethod
    def _write(self, before: Any, held: Held) -> None:
        """Write what differs between a document and what is held from now on."""

    def _take_back(self, document: Id, who: Who, kind: LogKind) -> Outcome[Held]:
        with self._pen.writing():
            before = self._current(document)
            before.require_editable(kind)
            rows = self.history(document)
            found: Reversal = (to_undo if kind is LogKind.UNDO else to_redo)(rows, who)
            after, changes = revert(self.DOCUMENTS, before.document, found, rows, who)
            held = self._keep(before, after)
            self._log(held, changes, who=who, group=None, kind=kind, label=found.label)
        return Outcome(self._remember(document, held), found.label)

    def _refuse_taken(self, document: Id) -> None:
        if self._rows(f"SELECT 1 FROM {self.KIND} WHERE id = ?", document):
            raise RefusedEditError(
                f"There is a {self.KIND} {document} already; import it as a copy, or update it."
            )

    def _current(self, document: Id) -> Held:
        """The newest state; read again only if somebody else has changed it."""
        known = self._newest.get(document)
        if known is not None and known.revision == self.revision(document):
            return known
        return super().load(document)

    def _remember(self, document: Id, held: Held) -> Held:
        """Keep what is committed, and the few documents used last."""
        self._newest.pop(document, None)
        self._newest[document] = held
        while len(self._newest) > NEWEST:
            del self._newest[next(iter(self._newest))]
        return held

    def _keep(self, before: Held, after: Any) -> Held:
        held = before.changed(after, self._pen.now())
        self._write(before.document, held)
        return held

    def _log(
        self,
        held: Held,
        changes: Sequence[tuple[Change, int | None]],
        *,
        who: Who,
        group: GroupId | None,
        kind: LogKind,
        label: str,
    ) -> None:
        document, at = held.document.id, time_text(held.modified)
        group = group or new_group()
        for change, reverts in changes:
            values = [value_text(change.before), value_text(change.after)]
            row = [document, group, kind, at, who, label, change.path, *values, reverts]
            self._pen.db.execute(self._logged, row)

    def _extend(
        self,
        held: Held,
        changes: Sequence[Change],
        who: Who,
        group: GroupId | None,
        label: str,
    ) -> bool:
        """Whether what was written goes on in the row that this person wrote last."""
        if group is None or len(changes) != 1:
            return False
        document, path = held.document.id, changes[0].path
        said = [value_text(changes[0].after), time_text(held.modified), label]
        where = [document, who, document, path, group]
        return self._pen.db.execute(self._extended, said + where).rowcount == 1


def insert(table: str, columns: str, *, replace: bool = False) -> str:
    """The statement that inserts one row of these columns."""
    verb = "INSERT OR REPLACE" if replace else "INSERT"
    places = ", ".join("?" * (columns.count(",") + 1))
    return f"{verb} INTO {table} ({columns}) VALUES ({places})"


def update(table: str, columns: str) -> str:
    """The statement that sets these columns, id last among its values."""
    names = columns.split(", ")
    return f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ?"


def fresh(before: Mapping[Any, Value], after: Mapping[Any, Value]) -> Iterator[Value]:
    """What stands in `after` and did not stand so in `before`."""
    for key, value in after.items():
        if (former := before.get(key)) is not value and former != value:
            yield value
