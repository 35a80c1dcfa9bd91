"""The database as a file: private, at rest one file, and refused politely where it must be."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from kept import ANNA, BO, REGISTRY, a_session, child, finished, opened

from sessions import edits
from sessions.errors import CommongridError, StoreBusyError, StoreError, UnknownSessionError
from sessions.sqlite.files import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    file_system,
    require_sqlite,
    require_usable,
)
from sessions.sqlite.reader import SqliteReader
from sessions.sqlite.store import SqliteStore

Opening = Callable[[Path], object]
BOTH = pytest.mark.parametrize("opening", [SqliteStore, SqliteReader])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def files(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir())


def test_what_we_make_is_for_its_owner_alone_while_it_is_open_too(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deeper" / "kept.db"
    former = os.umask(0o000)
    try:
        with opened(path) as store:
            store.create(a_session(), who=ANNA)
            modes = {entry.name: mode(entry) for entry in path.parent.iterdir()}
    finally:
        os.umask(former)
    assert modes == {"kept.db": 0o600, "kept.db-wal": 0o600, "kept.db-shm": 0o600}
    assert (mode(path.parent), mode(path.parent.parent)) == (0o700, 0o700)


def test_what_we_did_not_make_keeps_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o775)
    path = folder / "kept.db"
    path.touch()
    path.chmod(0o664)
    with opened(path) as store:
        store.create(a_session(), who=ANNA)
    assert (mode(folder), mode(path)) == (0o775, 0o664)


def test_at_rest_it_is_one_file_that_holds_everything(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with opened(path) as store:
        kept = store.create(a_session(), who=ANNA)
    assert files(path) == ["kept.db"]
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    with SqliteReader(copy) as reader:
        assert reader.load(kept.session.id) == kept


def test_what_was_saved_survives_a_process_that_dies(tmp_path: Path) -> None:
    script = """
import os, sys
from pathlib import Path
from kept import a_session
from sessions.sqlite.store import SqliteStore
session = a_session()
SqliteStore(Path(sys.argv[1])).create(session, who="child")
print(session.id, flush=True)
os._exit(0)
"""
    path = tmp_path / "kept.db"
    name = finished(child("import sys; sys.path.insert(0, 'tests')\n" + script, path))
    with SqliteReader(path) as reader:
        assert [line.id for line in reader.sessions()] == [name]


@BOTH
def test_a_folder_is_refused(opening: Opening, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        opening(tmp_path)


@BOTH
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    opening: Opening, tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Not a database, but words that somebody wants to keep.\n" * 40)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a database of commongrid"):
        opening(path)
    assert (path.read_bytes(), files(path)) == (before, ["notes.txt"])


@BOTH
@pytest.mark.parametrize("header", ["", "PRAGMA application_id = 7;", "PRAGMA user_version = 3;"])
def test_a_database_of_another_program_is_refused_and_left_alone(
    opening: Opening, header: str, tmp_path: Path
) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.executescript("CREATE TABLE addresses (name);" + header)
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        opening(path)
    assert (path.read_bytes(), files(path)) == (before, ["other.db"])


@BOTH
def test_a_database_of_a_newer_version_is_refused_and_left_alone(
    opening: Opening, tmp_path: Path
) -> None:
    path = tmp_path / "kept.db"
    SqliteStore(path).close()
    with sqlite3.connect(path) as other:
        other.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    other.close()
    with pytest.raises(StoreError, match="newer commongrid"):
        opening(path)
    assert files(path) == ["kept.db"]


def test_a_database_of_ours_says_so_in_its_header(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    SqliteStore(path).close()
    other = sqlite3.connect(path)
    assert other.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert other.execute("PRAGMA foreign_key_check").fetchall() == []
    other.close()


def test_an_old_sqlite_is_refused_in_a_sentence() -> None:
    with pytest.raises(StoreError, match=r"needs SQLite 3\.37\.0 or newer, .* has 3\.36\.0"):
        require_sqlite((3, 36, 0))


def test_a_network_file_system_is_refused_by_name(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        "server:/home /mnt/our\\040share nfs4 rw 0 0\n"
        "/dev/sdb1 /mnt/our\\040share/disk ext4 rw 0 0\n"
    )
    with pytest.raises(StoreError, match=r"network file system \(nfs4\)"):
        require_usable(Path("/mnt/our share/commongrid/kept.db"), mounts)
    require_usable(Path("/mnt/our share/disk/kept.db"), mounts)
    assert file_system(Path("/mnt/our shared/kept.db"), mounts) == "ext4"
    assert file_system(Path("/kept.db"), tmp_path / "none") == ""


def test_a_lock_held_elsewhere_is_busy_and_then_passes(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with opened(path, patience=0) as store:
        kept = store.create(a_session(), who=ANNA).session.id
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError, match="in use"):
            store.commit(kept, edits.Choose(REGISTRY, True), who=ANNA)
        assert store.load(kept).revision == 1
        other.execute("ROLLBACK")
        other.close()
        assert store.commit(kept, edits.Choose(REGISTRY, True), who=ANNA).stored.revision == 2


def test_a_full_disk_changes_nothing_and_the_next_try_works(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with opened(path) as store:
        kept = store.create(a_session(), who=ANNA).session.id
        long = edits.Write(edits.assessment_field(REGISTRY, "plan"), "word " * 200_000, "")
        connection = store._connection
        assert connection is not None
        (most,) = connection.execute("PRAGMA max_page_count").fetchone()
        connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(StoreError, match="is full; free some space"):
            store.commit(kept, long, who=ANNA)
        assert (store.load(kept).revision, store.history(kept)) == (1, [])
        connection.execute(f"PRAGMA max_page_count = {most}")
        assert store.commit(kept, long, who=ANNA).stored.revision == 2


def test_a_file_moved_away_while_it_is_open_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with opened(path) as store:
        kept = store.create(a_session(), who=ANNA).session.id
        path.rename(tmp_path / "elsewhere.db")
        with pytest.raises(StoreError):
            store.commit(kept, edits.Choose(REGISTRY, True), who=ANNA)
        path.touch()
        with pytest.raises(StoreError, match="moved or replaced"):
            store.commit(kept, edits.Choose(REGISTRY, True), who=ANNA)
        (tmp_path / "elsewhere.db").replace(path)
        assert store.commit(kept, edits.Choose(REGISTRY, True), who=ANNA).stored.revision == 2


AS_NOBODY = """
import os, sys
from pathlib import Path
from sessions.errors import CommongridError
from sessions.sqlite.store import SqliteStore
from sessions.sqlite.reader import SqliteReader
opening = {"store": SqliteStore, "reader": SqliteReader}[sys.argv[1]]
if os.getuid() == 0:
    os.setgid(65534), os.setuid(65534)
try:
    with_it = opening(Path(sys.argv[2]))
    print(len(with_it.sessions()))
except CommongridError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize("opening", ["store", "reader"])
def test_a_file_of_somebody_else_is_refused_in_a_sentence(opening: str, tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    SqliteStore(path).close()
    path.chmod(0o000)
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    said = finished(child(AS_NOBODY, opening, path))
    assert said.startswith(f"StoreError {path} cannot be ")
    assert len(said.splitlines()) == 1


def test_a_file_that_may_only_be_read_is_refused_for_writing_in_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    path = folder / "kept.db"
    with opened(path) as store:
        store.create(a_session(), who=ANNA)
    path.chmod(0o444)
    for one in (folder, tmp_path, tmp_path.parent, tmp_path.parent.parent):
        one.chmod(0o755)
    folder.chmod(0o555)
    said = finished(child(AS_NOBODY, "store", path))
    folder.chmod(0o755)
    assert said.startswith(f"StoreError {path} cannot be ")


def test_a_damaged_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with opened(path) as store:
        store.create(a_session(), who=BO)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(CommongridError, match="damaged"), SqliteReader(path) as reader:
        reader.sessions()


def test_an_unknown_session_is_named(tmp_path: Path) -> None:
    with opened(tmp_path / "kept.db") as store, pytest.raises(UnknownSessionError, match="absent"):
        store.find("absent")
