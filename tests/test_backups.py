"""Copies of the database: made before an update by import, listed, and gone back to."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from command import GROUP, Commands
from kept import ANNA, a_session, child, opened

from sessions.errors import StoreBusyError, StoreError
from sessions.sqlite.backups import KEPT, back_up, back_up_before_import, backups, restore

HOLDING = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from kept import ANNA, a_session
from sessions.sqlite.store import SqliteStore
store = SqliteStore(Path(sys.argv[1]))
store.create(a_session("Held"), who=ANNA)
print("open", flush=True)
sys.stdin.readline()
store.close()
"""


WRITE_VERSION = 18
"""Where the header says how the file may be written; SQLite only reads what is newer than 2."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "kept.db"
    with opened(path) as store:
        store.create(a_session("First"), who=ANNA)
    return path


def titles(path: Path) -> set[str]:
    with opened(path) as store:
        return {one.title for one in store.sessions()}


def add(path: Path, title: str) -> None:
    with opened(path) as store:
        store.create(a_session(title), who=ANNA)


def test_a_copy_holds_what_was_there_and_is_for_its_owner_alone(database: Path) -> None:
    with opened(database) as store:
        store.create(a_session("In the log beside the file"), who=ANNA)
        copy = back_up(database, "import")
    assert titles(copy) == {"First", "In the log beside the file"}
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_going_back_keeps_what_was_there_aside(database: Path) -> None:
    copy = back_up(database, "import")
    add(database, "Second")
    aside = restore(database, copy)
    assert aside is not None
    assert titles(database) == {"First"}
    assert titles(aside) == {"First", "Second"}
    restore(database, aside)
    assert titles(database) == {"First", "Second"}
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def test_nothing_is_gone_back_to_while_another_program_has_it_open(database: Path) -> None:
    copy = back_up(database, "import")
    process = child(HOLDING, database)
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    before = sorted(path.name for path in database.parent.iterdir())
    with pytest.raises(StoreBusyError, match="open in another program; leave that first"):
        restore(database, copy)
    assert sorted(path.name for path in database.parent.iterdir()) == before
    process.communicate("end\n")
    assert titles(database) == {"First", "Held"}
    restore(database, copy)
    assert titles(database) == {"First"}


def test_what_a_killed_program_left_in_the_log_is_kept_aside(database: Path) -> None:
    copy = back_up(database, "import")
    process = child(HOLDING, database)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate()
    assert database.with_name("kept.db-wal").stat().st_size
    aside = restore(database, copy)
    assert aside is not None
    assert titles(aside) == {"First", "Held"}
    assert not list(database.parent.glob("*-wal"))


@pytest.mark.parametrize("start", [0, 4096])
def test_a_damaged_database_is_put_aside_with_its_log(database: Path, start: int) -> None:
    copy = back_up(database, "import")
    data = bytearray(database.read_bytes())
    data[start:] = os.urandom(len(data) - start)
    database.write_bytes(data)
    database.with_name("kept.db-wal").write_bytes(b"a log")
    aside = restore(database, copy)
    assert aside is not None
    assert aside.read_bytes()[start:] == data[start:]
    assert titles(database) == {"First"}


def test_a_database_that_cannot_be_locked_though_it_is_whole_is_not_put_aside(
    database: Path,
) -> None:
    copy = back_up(database, "import")
    data = bytearray(database.read_bytes())
    data[WRITE_VERSION] = 3
    database.write_bytes(data)
    before = sorted(path.name for path in database.parent.iterdir())
    with pytest.raises(StoreError, match="cannot be written; check its permissions"):
        restore(database, copy)
    assert sorted(path.name for path in database.parent.iterdir()) == before
    assert database.read_bytes() == data


def test_a_log_that_cannot_be_put_aside_leaves_the_database_where_it_is(database: Path) -> None:
    copy, damaged = back_up(database, "import"), b"no database" * 1000
    database.write_bytes(damaged)
    database.with_name("kept.db-wal").write_bytes(b"a log")
    aside = restore(database, copy)
    assert aside is not None
    in_the_way = aside.with_name(f"{aside.name}-wal")
    in_the_way.unlink()
    in_the_way.mkdir()
    aside.unlink()
    database.write_bytes(damaged)
    database.with_name("kept.db-wal").write_bytes(b"a log")
    with pytest.raises(StoreError, match="cannot be used"):
        restore(database, copy)
    assert database.read_bytes() == damaged
    assert not aside.exists()


def test_a_copy_that_is_damaged_is_not_gone_back_to(database: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.db"
    data = bytearray(database.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    bad.write_bytes(data)
    empty = tmp_path / "empty.db"
    empty.touch()
    for copy in (bad, empty, tmp_path / "none.db", GROUP):
        with pytest.raises(StoreError, match="cannot be gone back to"):
            restore(database, copy)
    assert titles(database) == {"First"}
    assert [one.name for one in database.parent.iterdir()] == ["kept.db"]


def test_only_the_newest_copies_made_for_imports_are_kept(database: Path) -> None:
    lasting = back_up(database, "v1")
    for _ in range(KEPT + 3):
        newest = back_up_before_import(database)
    found = [one.path for one in backups(database)]
    assert len(found) == KEPT + 1
    assert lasting in found
    assert newest in found


def test_a_name_with_signs_of_a_pattern_finds_its_own_copies_only(tmp_path: Path) -> None:
    for name in ("a[b].db", "ab.db", "??.db"):
        with opened(tmp_path / name) as store:
            store.create(a_session("First"), who=ANNA)
        back_up(tmp_path / name, "import")
    for name in ("a[b]", "ab", "??"):
        (copy,) = backups(tmp_path / f"{name}.db")
        assert copy.path.name.startswith(f"{name}.backup-")


def test_an_import_that_updates_makes_a_copy_first(tmp_path: Path) -> None:
    commands = Commands(tmp_path / "test.db")
    commands.done("import", GROUP)
    commands.done("import", GROUP, "--update")
    assert backups(commands.database) == []
    edited = tmp_path / "newer.toml"
    text = GROUP.read_text(encoding="utf-8")
    edited.write_text(text.replace('benefit = "high"', 'benefit = "low"', 1), encoding="utf-8")
    before = commands.done("export", "01a1f82f")
    commands.done("import", edited, "--update")
    assert commands.done("export", "01a1f82f") != before
    (copy,) = backups(commands.database)
    assert copy.path.name in commands.done("doctor")
    commands.done("doctor", "--restore", copy.path.name)
    restored = commands.done("export", "01a1f82f")
    assert restored.split("exported")[0] == before.split("exported")[0]
    assert "before-restore" in commands.done("doctor")


def test_doctor_goes_back_from_a_database_that_is_damaged(tmp_path: Path) -> None:
    commands = Commands(tmp_path / "test.db")
    commands.new("Kept")
    copy = back_up(commands.database, "import")
    data = bytearray(commands.database.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    commands.database.write_bytes(data)
    assert "--restore" in commands.refused("doctor")
    commands.done("doctor", "--restore", copy)
    assert "Kept" in commands.done("list")
