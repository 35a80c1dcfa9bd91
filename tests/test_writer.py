"""The writer: in order, never dropped because of the disk, and honest when it must stop."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from kept import ANNA, REGISTRY, WHY, a_session, child, finished, opened

from catalogue.levels import Dimension, Level
from sessions import edits
from sessions.desk import Commit
from sessions.errors import CommongridError, RefusedEditError, StoreBusyError, StoreError
from sessions.session import SessionId
from sessions.sqlite.store import SqliteStore
from sessions.store import Outcome, Store
from sessions.writer import SaveState, Saving, Writer, sqlite_store

SOON = (0.001,)


class Listener:
    """Collects what a writer answers and tells, as an app's message queue would."""

    def __init__(self) -> None:
        self.answers: Queue[Any] = Queue()
        self.states: Queue[SaveState] = Queue()

    def answer(self) -> Any:
        return self.answers.get(timeout=30)

    def state(self) -> Saving:
        return self.states.get(timeout=30).saving


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept.db"


@pytest.fixture
def kept(path: Path) -> SessionId:
    with opened(path) as store:
        return store.create(a_session(), who=ANNA).session.id


@pytest.fixture
def heard() -> Listener:
    return Listener()


@pytest.fixture
def writer(path: Path, heard: Listener) -> Iterator[Writer]:
    writer = Writer(lambda: SqliteStore(path, patience=0), state=heard.states.put, pauses=SOON)
    yield writer
    writer.close()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Somebody else holds the right to write."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def rate(kept: SessionId, level: Level) -> Commit:
    return Commit(kept, ANNA, edits.Rate(REGISTRY, Dimension.BENEFIT, level), None)


def test_jobs_are_done_in_order_on_one_thread_that_is_not_ours(
    writer: Writer, kept: SessionId, heard: Listener
) -> None:
    def note(answer: Outcome | CommongridError) -> None:
        heard.answers.put((threading.get_ident(), answer))

    text = "Costs of two scans"
    for end in range(1, len(text) + 1):
        edit = edits.Write(WHY, text[:end], text[: end - 1])
        writer.submit(Commit(kept, ANNA, edit, None), note)
    answers = [heard.answer() for _ in text]
    revisions = [answer.stored.revision for _, answer in answers]
    assert revisions == list(range(2, len(text) + 2))
    assert {thread for thread, _ in answers}.isdisjoint({threading.get_ident()})
    assert len({thread for thread, _ in answers}) == 1


def test_a_lock_held_elsewhere_is_waited_for_and_nothing_is_dropped(
    writer: Writer, kept: SessionId, heard: Listener, path: Path
) -> None:
    with locked(path):
        for level in Level:
            writer.submit(rate(kept, level), heard.answers.put)
        assert (heard.state(), heard.state()) == (Saving.SAVING, Saving.WAITING)
        assert "in use" in writer.state.sentence
        assert (writer.unsaved, heard.answers.empty()) == (3, True)
    assert [heard.answer().stored.revision for _ in Level] == [2, 3, 4]
    assert writer.close() == []
    assert writer.state == SaveState(Saving.SAVED)


def test_who_only_reads_does_not_wait_for_a_lock_held_elsewhere(
    path: Path, kept: SessionId, heard: Listener, writer: Writer
) -> None:
    with locked(path):
        writer.submit(rate(kept, Level.HIGH), heard.answers.put)
        writer.submit(lambda store: store.load(kept), heard.answers.put, saves=False)
        read = heard.answer()
        assert read.session.assessment(REGISTRY).benefit is None
        assert writer.unsaved == 1
    assert isinstance(heard.answer(), Outcome)


def test_a_store_that_cannot_be_opened_keeps_the_jobs_until_it_can(
    tmp_path: Path, heard: Listener
) -> None:
    path = tmp_path / "kept.db"
    path.mkdir()
    writer = Writer(sqlite_store(path), state=heard.states.put, pauses=SOON)
    session = a_session()
    writer.submit(lambda store: store.create(session, who=ANNA), heard.answers.put)
    assert (heard.state(), heard.state()) == (Saving.SAVING, Saving.WAITING)
    path.rmdir()
    assert heard.answer().session == session
    assert writer.close() == []


def test_a_refused_edit_is_answered_and_the_next_one_is_done(
    writer: Writer, kept: SessionId, heard: Listener
) -> None:
    writer.submit(Commit(kept, ANNA, edits.Write(WHY, "Mine", "Gone"), None), heard.answers.put)
    writer.submit(rate(kept, Level.HIGH), heard.answers.put)
    assert isinstance(heard.answer(), RefusedEditError)
    assert heard.answer().stored.revision == 2


def test_reading_is_answered_even_with_an_error_and_counts_as_nothing_unsaved(
    writer: Writer, kept: SessionId, heard: Listener
) -> None:
    def fail(store: Store) -> None:
        raise StoreBusyError("In use.")

    writer.submit(fail, heard.answers.put, saves=False)
    writer.submit(lambda store: store.load(kept), heard.answers.put, saves=False)
    assert isinstance(heard.answer(), StoreBusyError)
    assert heard.answer().session.id == kept
    assert heard.states.empty()


def test_a_fault_in_one_job_or_in_who_listens_does_not_stop_the_others(
    writer: Writer, kept: SessionId, heard: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda fault: faults.append(fault.exc_type))

    def deaf(answer: object) -> None:
        raise LookupError

    writer.submit(lambda store: 1 // 0, heard.answers.put)
    writer.submit(rate(kept, Level.LOW), deaf)
    writer.submit(rate(kept, Level.HIGH), heard.answers.put)
    assert "fault in the program" in str(heard.answer())
    assert heard.answer().stored.revision == 3
    assert faults == [ZeroDivisionError, LookupError]


def test_closing_saves_what_is_waiting_and_leaves_one_file(
    writer: Writer, kept: SessionId, path: Path
) -> None:
    for level in Level:
        writer.submit(rate(kept, level))
    assert writer.close() == []
    assert [entry.name for entry in path.parent.iterdir()] == ["kept.db"]
    with opened(path) as store:
        assert store.load(kept).session.assessment(REGISTRY).benefit is Level.HIGH


def test_closing_on_a_locked_database_returns_what_could_not_be_saved(
    writer: Writer, kept: SessionId, path: Path, heard: Listener
) -> None:
    asked = [rate(kept, Level.LOW), rate(kept, Level.HIGH)]
    with locked(path):
        for job in asked:
            writer.submit(job, heard.answers.put)
        assert writer.close(timeout=0) == asked
        assert writer.state.saving is Saving.WAITING
    assert heard.answers.empty()


def test_nothing_is_taken_after_closing(writer: Writer, kept: SessionId) -> None:
    assert writer.close() == []
    with pytest.raises(StoreError, match="closed"):
        writer.submit(rate(kept, Level.LOW))


LEAVING = """
import sys
from pathlib import Path
from sessions.desk import Commit
from sessions.edits import Choose
from sessions.writer import Writer, sqlite_store
import sessions.writer
writer = Writer(sqlite_store(Path(sys.argv[1])))
for name in ("registry", "consent"):
    writer.submit(Commit(sys.argv[2], "Anna", Choose(name, True), None))
"""


def test_leaving_without_closing_still_saves(path: Path, kept: SessionId) -> None:
    finished(child(LEAVING, path, kept))
    with opened(path) as store:
        assert store.load(kept).session.progress() == (2, 0)


def test_leaving_on_a_locked_database_ends_and_says_what_was_not_saved(
    path: Path, kept: SessionId
) -> None:
    with locked(path):
        process = child(
            LEAVING.replace("writer = ", "sessions.writer.LAST_CHANCE = 0\nwriter = "), path, kept
        )
        _, said = process.communicate(timeout=60)
    assert "2 changes were not saved" in said
