"""Undo and redo: mine only, group by group, and never over somebody else's change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept import ANNA, BO, CONSENT, REGISTRY, a_session, opened
from strategies import sessions, some_edits
from thorough import examples

from catalogue.activities import Activity, ActivityId
from catalogue.levels import Dimension, Level
from sessions import edits
from sessions.errors import NothingToUndoError, RefusedEditError
from sessions.patch import put
from sessions.session import Assessment, Session, SessionId
from sessions.sqlite.store import SqliteStore
from sessions.store import LogKind, Who, new_group

BENEFIT, HIGH, LOW, MODERATE = Dimension.BENEFIT, Level.HIGH, Level.LOW, Level.MODERATE
FUND = Activity(ActivityId("own-fund"), "Travel fund")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    with opened(path) as store:
        yield store


@pytest.fixture
def kept(store: SqliteStore) -> SessionId:
    return store.create(a_session(), who=ANNA).session.id


def held(store: SqliteStore, kept: SessionId) -> Assessment:
    return store.load(kept).session.assessment(REGISTRY)


def test_a_carry_through_the_matrix_is_one_undo_and_one_redo(
    store: SqliteStore, kept: SessionId
) -> None:
    store.commit(kept, edits.Place(REGISTRY, LOW, HIGH), who=ANNA)
    carry = new_group()
    for move in (edits.Nudge(REGISTRY, 1, 0), edits.Nudge(REGISTRY, 1, 0)):
        store.commit(kept, move, who=ANNA, group=carry)
    store.commit(kept, edits.Nudge(REGISTRY, 0, -1), who=ANNA, group=carry)
    title = store.load(kept).session.title_of(REGISTRY)
    outcome = store.undo(kept, who=ANNA)
    assert outcome.label == f"Undid: Moved {title} to high / moderate"
    assert (held(store, kept).benefit, held(store, kept).investment) == (LOW, HIGH)
    outcome = store.redo(kept, who=ANNA)
    assert outcome.label == f"Redid: Moved {title} to high / moderate"
    assert (held(store, kept).benefit, held(store, kept).investment) == (HIGH, MODERATE)


def test_a_carry_put_back_is_passed_over(store: SqliteStore, kept: SessionId) -> None:
    store.commit(kept, edits.Place(REGISTRY, LOW, HIGH), who=ANNA)
    carry = new_group()
    store.commit(kept, edits.Nudge(REGISTRY, 1, 0), who=ANNA, group=carry)
    store.commit(kept, edits.Place(REGISTRY, LOW, HIGH), who=ANNA, group=carry)
    store.undo(kept, who=ANNA)
    assert held(store, kept).blank


def test_undo_takes_back_mine_and_leaves_theirs(store: SqliteStore, kept: SessionId) -> None:
    store.commit(kept, edits.Choose(REGISTRY, True), who=ANNA)
    store.commit(kept, edits.Choose(CONSENT, True), who=BO)
    store.undo(kept, who=ANNA)
    assert [one.activity for one in store.load(kept).session.chosen()] == [CONSENT]
    with pytest.raises(NothingToUndoError):
        store.undo(kept, who=ANNA)


def test_a_value_changed_since_is_refused_and_says_by_whom(
    store: SqliteStore, kept: SessionId
) -> None:
    store.commit(kept, edits.Rate(REGISTRY, BENEFIT, HIGH), who=ANNA)
    store.commit(kept, edits.Rate(REGISTRY, BENEFIT, LOW), who=BO)
    with pytest.raises(RefusedEditError, match=r"^Bo has changed this since \(Rated .* low\)"):
        store.undo(kept, who=ANNA)
    assert held(store, kept).benefit is LOW
    store.undo(kept, who=BO)
    store.undo(kept, who=ANNA)
    assert held(store, kept).blank


def test_a_change_of_theirs_in_the_middle_of_my_carry_is_not_taken_back(
    store: SqliteStore, kept: SessionId
) -> None:
    store.commit(kept, edits.Rate(REGISTRY, BENEFIT, LOW), who=ANNA)
    carry = new_group()
    store.commit(kept, edits.Rate(REGISTRY, BENEFIT, MODERATE), who=ANNA, group=carry)
    store.commit(kept, edits.Rate(REGISTRY, BENEFIT, HIGH), who=BO)
    store.commit(kept, edits.Rate(REGISTRY, BENEFIT, MODERATE), who=ANNA, group=carry)
    store.undo(kept, who=ANNA)
    assert held(store, kept).benefit is HIGH
    with pytest.raises(RefusedEditError, match="Bo"):
        store.undo(kept, who=ANNA)


def test_redoing_over_somebody_elses_change_is_refused(store: SqliteStore, kept: SessionId) -> None:
    store.commit(kept, edits.Rate(REGISTRY, BENEFIT, HIGH), who=ANNA)
    store.undo(kept, who=ANNA)
    store.commit(kept, edits.Rate(REGISTRY, BENEFIT, LOW), who=BO)
    with pytest.raises(RefusedEditError, match="Bo"):
        store.redo(kept, who=ANNA)
    assert held(store, kept).benefit is LOW


def test_my_next_edit_clears_redo_and_theirs_does_not(store: SqliteStore, kept: SessionId) -> None:
    store.commit(kept, edits.Rate(REGISTRY, BENEFIT, HIGH), who=ANNA)
    store.undo(kept, who=ANNA)
    store.commit(kept, edits.Choose(CONSENT, True), who=BO)
    store.redo(kept, who=ANNA)
    store.undo(kept, who=ANNA)
    store.commit(kept, edits.Choose(REGISTRY, True), who=ANNA)
    with pytest.raises(NothingToUndoError):
        store.redo(kept, who=ANNA)


def test_undo_survives_a_restart_and_names_the_rows_it_reverts(path: Path) -> None:
    with opened(path) as store:
        kept = store.create(a_session(), who=ANNA).session.id
        store.commit(kept, edits.Choose(REGISTRY, True), who=ANNA)
    with opened(path) as store:
        store.undo(kept, who=ANNA)
    with opened(path) as store:
        store.redo(kept, who=ANNA)
        rows = store.history(kept)
    assert [(row.kind, row.reverts) for row in rows] == [
        (LogKind.EDIT, None),
        (LogKind.UNDO, rows[0].seq),
        (LogKind.REDO, rows[1].seq),
    ]


def test_an_own_activity_comes_back_whole_when_its_removal_is_undone(
    store: SqliteStore, kept: SessionId
) -> None:
    store.commit(kept, edits.AddActivity(FUND), who=ANNA)
    why = edits.assessment_field(FUND.id, "plan")
    store.commit(kept, edits.Write(why, "A desk", ""), who=ANNA)
    before = store.load(kept).session
    store.commit(kept, edits.RemoveActivity(FUND.id, FUND.title), who=ANNA)
    store.undo(kept, who=ANNA)
    assert store.load(kept).session == before
    store.redo(kept, who=ANNA)
    assert store.load(kept).session.activity(FUND.id) is None


def test_adding_an_activity_is_not_undone_under_the_words_of_somebody_else(
    store: SqliteStore, kept: SessionId
) -> None:
    store.commit(kept, edits.AddActivity(FUND), who=ANNA)
    why = edits.assessment_field(FUND.id, "plan")
    store.commit(kept, edits.Write(why, "Ask the hotel", ""), who=BO)
    with pytest.raises(RefusedEditError, match="Bo"):
        store.undo(kept, who=ANNA)
    assert store.load(kept).session.assessment(FUND.id).plan == "Ask the hotel"


people = st.sampled_from([ANNA, BO])
asked = st.lists(st.tuples(people, st.just("undo") | st.just("redo") | some_edits()), max_size=16)


@given(sessions(), asked, st.lists(st.integers(0, 2), min_size=16, max_size=16))
@settings(max_examples=examples(40), deadline=None)
def test_whatever_two_people_do_and_undo_the_log_tells_the_state(
    session: Session, asked: list[tuple[Who, edits.Edit | str]], groups: list[int]
) -> None:
    shared = [None, new_group(), new_group()]
    with TemporaryDirectory() as folder, opened(Path(folder) / "kept.db") as store:
        store.create(session, who=ANNA)
        for (who, what), group in zip(asked, groups, strict=False):
            before = store.load(session.id)
            try:
                if isinstance(what, str):
                    (store.undo if what == "undo" else store.redo)(session.id, who=who)
                else:
                    store.commit(session.id, what, who=who, group=shared[group])
            except RefusedEditError:
                assert store.load(session.id) is before
        replayed = session
        for row in store.history(session.id):
            replayed = put(replayed, row.change.path, row.change.after)
        shown = store.load(session.id).session
        assert shown == replayed
        assert all(shown.activity(key) is not None for key in shown.assessments)
