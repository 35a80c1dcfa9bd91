"""Reading before the first frame: the standard sqlite3 only, quick, and it makes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from kept import ANNA, BO, CONSENT, REGISTRY, a_session, child, finished, opened

from catalogue.levels import Level
from sessions import edits
from sessions.errors import StoreError, UnknownSessionError
from sessions.session import SessionId, Step, new_session_id
from sessions.sqlite.reader import SqliteReader
from sessions.sqlite.store import SqliteStore


def test_reading_never_imports_sqlite_utils(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with opened(path) as store:
        kept = store.create(a_session(), who=ANNA).session.id
    script = """
import sys
from pathlib import Path
from sessions.sqlite.reader import SqliteReader
import sessions.desk, sessions.writer
with SqliteReader(Path(sys.argv[1])) as reader:
    reader.sessions(), reader.load(reader.find("Phase 2")), reader.place(sys.argv[2], "Anna")
print(sorted({name.partition(".")[0] for name in sys.modules} & {"sqlite_utils", "textual"}))
"""
    assert finished(child(script, path, kept)) == "[]"


def test_a_database_that_is_not_there_reads_as_empty_and_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "none" / "kept.db"
    with SqliteReader(path) as reader:
        assert reader.sessions() == []
        assert reader.place(new_session_id(), ANNA) is None
        assert reader.version() == 0
        with pytest.raises(UnknownSessionError):
            reader.load(new_session_id())
        with pytest.raises(UnknownSessionError):
            reader.find("Phase 2")
    assert not path.parent.exists()


def test_an_empty_file_reads_as_empty_and_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    path.touch()
    with SqliteReader(path) as reader:
        assert reader.sessions() == []
    assert path.read_bytes() == b""


def test_a_reader_sees_what_the_store_commits_and_its_version_says_so(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with opened(path) as store:
        kept = store.create(a_session(), who=ANNA)
        with SqliteReader(path) as reader:
            seen = reader.version()
            assert reader.load(kept.session.id) == kept
            outcome = store.commit(kept.session.id, edits.Choose(REGISTRY, True), who=ANNA)
            assert reader.version() != seen
            assert reader.load(kept.session.id) == outcome.stored
            assert reader.history(kept.session.id) == store.history(kept.session.id)
            store.remember_place(kept.session.id, BO, Step.MATRIX)
            assert reader.place(kept.session.id, BO) is Step.MATRIX


def test_the_library_lists_the_newest_change_first_with_each_sessions_step(
    tmp_path: Path,
) -> None:
    times = iter(datetime(2026, 11, day, tzinfo=UTC) for day in range(1, 20))
    store = SqliteStore(tmp_path / "kept.db", now=lambda: next(times))
    first, second, third = (store.create(a_session(name), who=ANNA) for name in "abc")
    store.commit(first.session.id, edits.Place(REGISTRY, Level.HIGH, Level.LOW), who=ANNA)
    store.commit(first.session.id, edits.Choose(REGISTRY, True), who=ANNA)
    store.commit(second.session.id, edits.Choose(REGISTRY, True), who=ANNA)
    store.commit(third.session.id, edits.Place(CONSENT, Level.HIGH, Level.LOW), who=ANNA)
    store.commit(third.session.id, edits.Delete(True), who=ANNA)
    lines = store.sessions()
    assert [(line.title, line.chosen, line.rated, line.step) for line in lines] == [
        ("c", 0, 0, Step.IDENTIFY),
        ("b", 1, 0, Step.EVALUATE),
        ("a", 1, 1, Step.MATRIX),
    ]
    assert [line.deleted for line in lines] == [True, False, False]
    store.close()


def test_a_session_is_found_by_id_by_its_start_and_by_exact_title(tmp_path: Path) -> None:
    one = replace(a_session("Alpha"), id=SessionId("11111111-aaaa-7000-8000-000000000001"))
    two = replace(a_session("Beta"), id=SessionId("11111111-bbbb-7000-8000-000000000002"))
    odd = replace(a_session("11111111"), id=SessionId("22222222-cccc-7000-8000-000000000003"))
    with opened(tmp_path / "kept.db") as store:
        for session in (one, two, odd):
            store.create(session, who=ANNA)
        assert store.find(one.id) == store.find(one.id.upper()) == one.id
        assert store.find("11111111-A") == one.id
        assert store.find("Beta") == two.id
        assert store.find("11111111") == odd.id
        with pytest.raises(UnknownSessionError, match=r"2 sessions, .*Beta.*Alpha|2 .*Alpha"):
            store.find("1111")
        for nothing in ("", "beta", "%", "3333"):
            with pytest.raises(UnknownSessionError, match="No session"):
                store.find(nothing)
        store.commit(two.id, edits.Delete(True), who=ANNA)
        assert store.find("1111") == one.id
        with pytest.raises(UnknownSessionError):
            store.find("Beta")


def test_two_sessions_of_one_title_are_both_named(tmp_path: Path) -> None:
    with opened(tmp_path / "kept.db") as store:
        ids = [store.create(a_session("Twin"), who=ANNA).session.id for _ in range(2)]
        with pytest.raises(UnknownSessionError) as caught:
            store.find("Twin")
    assert all(name in str(caught.value) for name in ids)


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    SqliteStore(path).close()
    with SqliteReader(path) as reader, pytest.raises(StoreError):
        reader._rows("DELETE FROM session")
