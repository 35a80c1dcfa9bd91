"""Databases of former versions: read by this program, and copied before they are changed."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest
from kept import ANNA, BO, ROOT, child, finished, opened
from planned import a_plan
from sqlite_utils import Database, Migrations

from catalogue.activities import ActivityId
from catalogue.levels import Level
from catalogue.phases import Phase
from sessions.errors import StoreError
from sessions.partnership import Decision
from sessions.plans.edits import Decide
from sessions.session import SessionId, Step
from sessions.sqlite.files import SCHEMA_VERSION, connect
from sessions.sqlite.migrations import STEPS, bring_up_to_date, sessions_and_their_log
from sessions.sqlite.reader import SqliteReader

FIRST = (ROOT / "tests" / "data" / "database-v1.sql").read_text(encoding="utf-8")
OURS = SessionId("019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e")
THEIRS = SessionId("019ab5a4-0000-7000-8000-00000000000b")


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A database as the first version left it."""
    path = tmp_path / "kept.db"
    connection = sqlite3.connect(path)
    connection.executescript(FIRST)
    connection.close()
    return path


def schema(path: Path) -> list[tuple[str, str]]:
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    rows = sorted(found.fetchall())
    connection.close()
    return rows


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    lines = sorted(connection.iterdump())
    connection.close()
    return lines


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute(sql).fetchall()
    connection.close()
    return found


def two_steps(*, fails: bool = False) -> Migrations:
    """The first step, and a short second one that may fail."""
    steps = Migrations("commongrid")
    steps(name="1-sessions")(sessions_and_their_log)

    @steps(name="2-colours")
    def colours(db: Database) -> None:
        db.execute("CREATE TABLE colour (name TEXT PRIMARY KEY NOT NULL) STRICT")
        if fails:
            raise sqlite3.OperationalError("no such colour")
        db.execute("PRAGMA user_version = 2")

    return steps


def migrate(path: Path, steps: Migrations) -> None:
    connection = connect(path, 5)
    try:
        bring_up_to_date(Database(connection, execute_plugins=False), path, steps, 2)
    finally:
        connection.close()


def test_a_database_of_version_1_is_read_as_it_was_written(first: Path) -> None:
    with SqliteReader(first) as reader:
        ours, theirs = reader.load(OURS), reader.load(THEIRS)
        assert (ours.ours, theirs.ours) == (True, False)
        assert reader.place(OURS, ANNA) is Step.MATRIX
        assert len(reader.history(OURS)) == 22
        lines = {line.title: (line.chosen, line.rated) for line in reader.sessions()}
    assert lines == {"Phase 1/2 gene therapy": (2, 2), "Sponsor's side": (1, 1)}
    held = ours.session.assessment(ActivityId("registry"))
    assert (held.benefit, held.investment, held.benefit_factors) == (
        Level.HIGH,
        Level.HIGH,
        ("B1",),
    )
    assert ours.session.own[ActivityId("own-travel-fund")].phases == (Phase.TRIALS,)
    assert theirs.session.catalogue.activities[0].examples == ("One", "Two")
    assert theirs.session.archived


def test_undo_reaches_back_into_a_database_of_version_1(first: Path) -> None:
    with opened(first) as store:
        store.undo(OURS, who=ANNA)
        held = store.load(OURS).session.assessment(ActivityId("own-travel-fund"))
        assert (held.chosen, held.rated) == (True, False)
        store.undo(OURS, who=BO)
        assert store.load(OURS).session.assessment(ActivityId("registry")).benefit_why == ""


def test_the_log_moves_whole_to_the_table_that_serves_plans_too(first: Path) -> None:
    columns = "seq, session, undo_group, kind, at, who, label, path, before, after, reverts"
    before = rows(first, f"SELECT {columns} FROM log ORDER BY seq")
    with opened(first) as store:
        plan = store.plans.create(a_plan(), who=ANNA).plan
        edit = Decide(ActivityId("registry"), "Registry", Decision.PURSUE)
        store.plans.commit(plan.id, edit, who=ANNA)
        assert [row.seq for row in store.plans.history(plan.id)] == [24, 25]
    assert rows(first, f"SELECT {columns} FROM log WHERE plan IS NULL ORDER BY seq") == before
    assert rows(first, "PRAGMA foreign_key_check") == []
    (copy,) = first.parent.glob("kept.backup-v1-*.db")
    assert rows(copy, f"SELECT {columns} FROM log ORDER BY seq") == before


@pytest.mark.parametrize(("session", "plan"), [("NULL", "NULL"), (f"'{OURS}'", f"'{OURS}'")])
def test_a_row_of_the_log_is_of_one_document(first: Path, session: str, plan: str) -> None:
    with opened(first):
        pass
    connection = sqlite3.connect(first)
    said = f"{session}, {plan}, 'g', 'edit', '2026-11-20T09:00:00Z', 'Anna', 'l', 'p', '1', '2'"
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(
            "INSERT INTO log (session, plan, undo_group, kind, at, who, label, path, before, "
            f"after) VALUES ({said})"
        )
    connection.close()


def test_a_released_step_still_makes_the_very_same_tables(first: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.db"
    steps = Migrations("commongrid")
    steps(name="1-sessions")(sessions_and_their_log)
    connection = sqlite3.connect(fresh, isolation_level=None)
    steps.apply(Database(connection, execute_plugins=False))
    connection.close()
    assert schema(fresh) == schema(first)


def test_the_steps_lead_to_the_version_that_the_program_expects(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with opened(path):
        pass
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert len(STEPS.applied(Database(connection, execute_plugins=False))) == SCHEMA_VERSION
    connection.close()


def test_every_table_of_ours_is_strict(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with opened(path):
        pass
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table'")
    loose = {name for name, strict in found if not strict}
    connection.close()
    assert {name for name in loose if not name.startswith("sqlite_")} == {"_sqlite_migrations"}


def test_before_a_step_the_database_is_copied_for_its_owner_alone(first: Path) -> None:
    before = dump(first)
    migrate(first, two_steps())
    (copy,) = first.parent.glob("kept.backup-v1-*.db")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert dump(copy) == before
    assert "colour" in dict(schema(first))


def test_a_second_copy_of_one_day_does_not_overwrite_the_first(first: Path) -> None:
    migrate(first, two_steps())
    (copy,) = first.parent.glob("kept.backup-v1-*.db")
    kept = copy.read_bytes()
    connection = sqlite3.connect(first)
    connection.executescript(
        "DROP TABLE colour; DELETE FROM _sqlite_migrations WHERE name = '2-colours';"
        "PRAGMA user_version = 1;"
    )
    connection.close()
    migrate(first, two_steps())
    assert len(list(first.parent.glob("kept.backup-v1-*.db"))) == 2
    assert copy.read_bytes() == kept


def test_a_step_that_fails_leaves_the_database_as_it_was(first: Path) -> None:
    before = schema(first)
    with pytest.raises(StoreError, match="no such colour"):
        migrate(first, two_steps(fails=True))
    assert schema(first) == before
    with SqliteReader(first) as reader:
        assert reader.load(OURS).session.title == "Phase 1/2 gene therapy"


def test_nothing_is_copied_where_there_is_nothing_to_do(first: Path) -> None:
    migrate(first, two_steps())
    migrate(first, two_steps())
    assert len(list(first.parent.glob("*.backup-*"))) == 1


STARTING = """
import sys
from pathlib import Path
from sessions.sqlite.store import SqliteStore
print("ready", flush=True)
sys.stdin.readline()
store = SqliteStore(Path(sys.argv[1]))
print(len(store.sessions()))
store.close()
"""


def test_several_first_starts_at_once_make_one_database(tmp_path: Path) -> None:
    path = tmp_path / "new" / "kept.db"
    processes = [child(STARTING, path) for _ in range(4)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [finished(process) for process in processes] == ["0"] * 4
    assert [entry.name for entry in path.parent.iterdir()] == ["kept.db"]
