"""What the store keeps: the newest state, a log of how it came about, and nothing half done."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept import ANNA, BO, CONSENT, REGISTRY, WHY, a_session, child, finished, opened
from planned import a_plan
from strategies import sessions, some_edits
from thorough import examples

from catalogue.activities import Activity, ActivityId, Catalogue
from catalogue.levels import Dimension, Level
from catalogue.phases import Phase
from sessions import edits
from sessions.errors import (
    CommongridError,
    ReadOnlySessionError,
    RefusedEditError,
    TextConflictError,
    UnknownSessionError,
)
from sessions.patch import put
from sessions.plans.update import copy_of_plan
from sessions.session import TITLE_LENGTH, Assessment, Session, SessionId, Step, copy_of
from sessions.sqlite import rows as sqlite_rows
from sessions.sqlite.store import SqliteStore
from sessions.store import LogKind, Stored, new_group


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    with opened(path) as store:
        yield store


@pytest.fixture
def kept(store: SqliteStore) -> Session:
    return store.create(a_session(), who=ANNA).session


def own_list(session: Session) -> Session:
    entry = Activity(ActivityId("a-1"), "A first", phases=(Phase.TRIALS,), examples=("One", "Two"))
    other = Activity(ActivityId("a-2"), "A second", label="Second", description="Words")
    return replace(session, catalogue=Catalogue("ours", "3", "Ours", "A note", (entry, other)))


@given(sessions(), st.booleans(), st.booleans())
@settings(max_examples=examples(25), deadline=None)
def test_what_is_kept_is_read_back_equal(session: Session, ours: bool, listed: bool) -> None:
    session = own_list(session) if listed else session
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kept.db"
        with opened(path) as store:
            stored = store.create(session, who=ANNA, ours=ours)
        with opened(path) as store:
            assert store.load(session.id) == stored
            assert stored.session == session


@given(sessions(), st.lists(some_edits(), max_size=12))
@settings(max_examples=examples(25), deadline=None)
def test_the_state_is_the_log_replayed_and_the_library_counts_the_same(
    session: Session, asked: list[edits.Edit]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kept.db"
        with opened(path) as store:
            store.create(session, who=ANNA)
            shown = session
            for edit in asked:
                try:
                    shown = store.commit(session.id, edit, who=ANNA).stored.session
                except RefusedEditError:
                    assert store.load(session.id).session is shown
        with opened(path) as store:
            replayed = session
            for row in store.history(session.id):
                replayed = put(replayed, row.change.path, row.change.after)
            assert store.load(session.id).session == shown == replayed
            (line,) = store.sessions()
            assert (line.chosen, line.rated) == shown.progress()
            assert (line.step, line.archived) == (shown.step(), shown.archived)


@given(sessions(), st.lists(some_edits(), max_size=10))
@settings(max_examples=examples(25), deadline=None)
def test_undoing_everything_gives_the_first_session_back_and_redoing_the_last(
    session: Session, asked: list[edits.Edit]
) -> None:
    with TemporaryDirectory() as folder, opened(Path(folder) / "kept.db") as store:
        store.create(session, who=ANNA)
        done = 0
        for edit in asked:
            before = store.load(session.id)
            try:
                done += store.commit(session.id, edit, who=ANNA).stored is not before
            except RefusedEditError:
                continue
        last = store.load(session.id).session
        for _ in range(done):
            store.undo(session.id, who=ANNA)
        assert store.load(session.id).session == session
        for _ in range(done):
            store.redo(session.id, who=ANNA)
        assert store.load(session.id).session == last


def test_every_field_of_an_assessment_and_an_activity_has_its_column() -> None:
    assert sqlite_rows.ASSESSMENT.split(", ") == [entry.name for entry in fields(Assessment)]
    assert sqlite_rows.ACTIVITY.split(", ") == [entry.name for entry in fields(Activity)]


def test_an_edit_that_changes_nothing_leaves_revision_time_and_log_alone(
    store: SqliteStore, kept: Session
) -> None:
    before = store.load(kept.id)
    outcome = store.commit(kept.id, edits.Choose(REGISTRY, False), who=ANNA)
    assert outcome.stored == before
    assert store.history(kept.id) == []


def test_a_taken_id_is_refused_even_if_its_session_is_deleted(
    store: SqliteStore, kept: Session
) -> None:
    store.commit(kept.id, edits.Delete(True), who=ANNA)
    with pytest.raises(RefusedEditError, match="already"):
        store.create(replace(kept, title="Another"), who=BO)
    assert store.load(kept.id).session.title == kept.title


def test_a_value_the_database_refuses_changes_nothing(store: SqliteStore, kept: Session) -> None:
    with pytest.raises(RefusedEditError, match="nothing was changed"):
        store.create(replace(a_session(), title=""), who=ANNA)
    with pytest.raises(RefusedEditError, match="character"):
        store.commit(kept.id, edits.Write(WHY, "\ud800", ""), who=ANNA)
    assert [line.id for line in store.sessions()] == [kept.id]
    assert store.load(kept.id).revision == 1


def test_a_partners_session_takes_imports_and_the_marks_of_the_library_only(
    store: SqliteStore,
) -> None:
    theirs = store.create(a_session(), who=ANNA, ours=False).session
    with pytest.raises(ReadOnlySessionError, match="duplicate"):
        store.commit(theirs.id, edits.Choose(REGISTRY, True), who=ANNA)
    store.commit(theirs.id, edits.Archive(True), who=ANNA)
    newer = replace(theirs, title="Second version")
    store.commit(theirs.id, edits.Update(newer), who=ANNA, kind=LogKind.IMPORT)
    assert store.load(theirs.id).session == replace(newer, archived=True)
    for take_back in (store.undo, store.redo):
        with pytest.raises(ReadOnlySessionError, match="duplicate"):
            take_back(theirs.id, who=ANNA)
    assert store.load(theirs.id).session == replace(newer, archived=True)


def test_a_duplicate_of_a_partners_session_can_be_edited(store: SqliteStore) -> None:
    theirs = store.create(a_session(), who=ANNA, ours=False).session
    mine = store.create(copy_of(theirs, "Our copy"), who=ANNA)
    store.commit(mine.session.id, edits.Choose(REGISTRY, True), who=ANNA)
    assert store.load(theirs.id).session == theirs
    assert [(line.title, line.chosen) for line in store.sessions()] == [
        ("Our copy", 1),
        ("Phase 2", 0),
    ]


def test_times_of_a_file_are_kept_to_the_microsecond_in_any_zone(store: SqliteStore) -> None:
    made = datetime.fromisoformat("2026-11-20T10:00:00.000001+02:00")
    changed = datetime(2026, 11, 22, tzinfo=UTC)
    stored = store.create(a_session(), who=ANNA, created=made, modified=changed)
    with opened(store.path) as other:
        again = other.load(stored.session.id)
    assert (again.created, again.modified) == (made, changed)
    assert again.modified.utcoffset() == timedelta(0)


def test_writing_in_one_visit_of_a_field_is_one_row_and_one_step_of_undo(
    store: SqliteStore, kept: Session
) -> None:
    visit = new_group()
    for end in range(1, 6):
        edit = edits.Write(WHY, "Costs"[:end], "Costs"[: end - 1])
        store.commit(kept.id, edit, who=ANNA, group=visit)
    (row,) = store.history(kept.id)
    assert (row.change.before, row.change.after) == ("", "Costs")
    store.commit(kept.id, edits.Write(WHY, "Costs more", "Costs"), who=ANNA, group=new_group())
    assert len(store.history(kept.id)) == 2
    store.undo(kept.id, who=ANNA)
    assert store.load(kept.id).session.assessment(REGISTRY).benefit_why == "Costs"
    store.undo(kept.id, who=ANNA)
    assert store.load(kept.id).session == kept


def test_writing_on_after_an_undo_begins_a_new_row_and_clears_redo(
    store: SqliteStore, kept: Session
) -> None:
    visit = new_group()
    store.commit(kept.id, edits.Write(WHY, "One", ""), who=ANNA, group=visit)
    store.undo(kept.id, who=ANNA)
    store.commit(kept.id, edits.Write(WHY, "Two", ""), who=ANNA, group=visit)
    assert [row.change.after for row in store.history(kept.id)] == ["One", "", "Two"]
    with pytest.raises(RefusedEditError):
        store.redo(kept.id, who=ANNA)
    store.undo(kept.id, who=ANNA)
    assert store.load(kept.id).session == kept


def test_a_text_changed_meanwhile_is_refused_with_all_three_versions(
    store: SqliteStore, kept: Session
) -> None:
    store.commit(kept.id, edits.Write(WHY, "Theirs", ""), who=BO)
    with pytest.raises(TextConflictError) as caught:
        store.commit(kept.id, edits.Write(WHY, "Mine", ""), who=ANNA)
    told = caught.value
    assert (told.mine, told.theirs, told.original) == ("Mine", "Theirs", "")
    assert store.load(kept.id).session.assessment(REGISTRY).benefit_why == "Theirs"


def test_two_stores_on_one_file_never_lose_each_others_change(path: Path) -> None:
    with opened(path) as one, opened(path) as two:
        kept = one.create(a_session(), who=ANNA).session
        seen = one.version()
        two.commit(kept.id, edits.Rate(REGISTRY, Dimension.BENEFIT, Level.HIGH), who=BO)
        assert one.version() != seen
        one.commit(kept.id, edits.Rate(REGISTRY, Dimension.INVESTMENT, Level.LOW), who=ANNA)
        held = two.load(kept.id).session.assessment(REGISTRY)
    assert (held.benefit, held.investment) == (Level.HIGH, Level.LOW)


def test_a_commit_reads_again_only_what_somebody_else_has_changed(path: Path) -> None:
    with opened(path) as one, opened(path) as two:
        kept = one.create(a_session(), who=ANNA).session
        first = one.commit(kept.id, edits.Choose(REGISTRY, True), who=ANNA).stored
        assert one.load(kept.id) is first
        two.commit(kept.id, edits.Choose(CONSENT, True), who=BO)
        assert one.load(kept.id) == two.load(kept.id)


def test_threads_with_stores_of_their_own_add_up(path: Path) -> None:
    with opened(path) as store:
        kept = store.create(a_session(), who=ANNA).session
        chosen = [entry.id for entry in kept.offered()]
        failed: list[CommongridError] = []

        def choose(mine: list[ActivityId]) -> None:
            with opened(path) as own:
                for activity in mine:
                    try:
                        own.commit(kept.id, edits.Choose(activity, True), who=ANNA)
                    except CommongridError as error:
                        failed.append(error)

        threads = [threading.Thread(target=choose, args=(chosen[n::3],)) for n in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert store.load(kept.id).session.progress() == (len(chosen), 0)
        assert store.load(kept.id).revision == 1 + len(chosen)


CHOOSER = """
import sys
from pathlib import Path
from catalogue.activities import builtin
from sessions.edits import Choose
from sessions.sqlite.store import SqliteStore
store = SqliteStore(Path(sys.argv[1]), patience=20)
for entry in builtin().activities[int(sys.argv[3])::2]:
    store.commit(sys.argv[2], Choose(entry.id, True), who="child " + sys.argv[3])
store.close()
"""


def test_two_processes_in_one_session_lose_nothing(path: Path) -> None:
    with opened(path) as store:
        kept = store.create(a_session(), who=ANNA).session
        for process in [child(CHOOSER, path, kept.id, half) for half in (0, 1)]:
            finished(process)
        assert store.load(kept.id).session.progress() == (24, 0)
        assert {row.who for row in store.history(kept.id)} == {"child 0", "child 1"}


def test_places_are_kept_per_person_and_session(store: SqliteStore, kept: Session) -> None:
    assert store.place(kept.id, ANNA) is None
    store.remember_place(kept.id, ANNA, Step.EVALUATE)
    store.remember_place(kept.id, ANNA, Step.MATRIX)
    store.remember_place(kept.id, BO, Step.SETUP)
    assert (store.place(kept.id, ANNA), store.place(kept.id, BO)) == (Step.MATRIX, Step.SETUP)
    with pytest.raises(UnknownSessionError):
        store.remember_place(SessionId("0" * 36), ANNA, Step.PLAN)


def test_an_own_catalogue_that_grows_is_kept_and_its_growth_undone(store: SqliteStore) -> None:
    first = own_list(a_session())
    store.create(first, who=ANNA)
    grown = replace(
        first.catalogue,
        version="4",
        activities=(*first.catalogue.activities, Activity(ActivityId("a-3"), "A third")),
    )
    update = edits.Update(replace(first, catalogue=grown))
    store.commit(first.id, update, who=ANNA, kind=LogKind.IMPORT)
    with opened(store.path) as other:
        assert other.load(first.id).session.catalogue == grown
        other.undo(first.id, who=ANNA)
    assert store.load(first.id).session == first


def test_the_views_answer_people_with_other_tools(store: SqliteStore, kept: Session) -> None:
    store.commit(kept.id, edits.Place(REGISTRY, Level.HIGH, Level.LOW), who=ANNA)
    store.commit(kept.id, edits.Choose(REGISTRY, True), who=ANNA)
    with sqlite3.connect(store.path) as other:
        rows = other.execute("SELECT session, activity, benefit, investment FROM rating")
        assert rows.fetchall() == [("Phase 2", "registry", "high", "low")]
        rows = other.execute("SELECT chosen, rated, step FROM overview")
        assert rows.fetchall() == [(1, 1, "matrix")]
    other.close()


def test_stored_values_of_one_commit_are_told_as_they_are_kept(
    store: SqliteStore, kept: Session
) -> None:
    outcome = store.commit(kept.id, edits.Choose(REGISTRY, True), who=ANNA)
    assert isinstance(outcome.stored, Stored)
    assert outcome.label == f"Chose {kept.title_of(REGISTRY)}"
    assert outcome.stored.revision == 2


def test_a_copy_of_a_session_with_the_longest_title_is_one_that_a_file_may_hold() -> None:
    longest = a_session("t" * TITLE_LENGTH)
    for copy in (copy_of(longest).title, copy_of_plan(a_plan("t" * TITLE_LENGTH)).title):
        assert len(copy) == TITLE_LENGTH
        assert copy.endswith("t (copy)")
    assert copy_of(a_session("Phase 2")).title == "Phase 2 (copy)"
