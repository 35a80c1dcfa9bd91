"""The desk: what one does is seen at once, what others do comes in, and nothing jumps back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept import ANNA, BO, CONSENT, REGISTRY, WHY, a_session, opened
from thorough import examples

from catalogue.levels import Dimension, Level
from sessions import edits
from sessions.desk import Answer, Desk, DeskJob, Ticket
from sessions.errors import (
    CommongridError,
    NothingToUndoError,
    ReadOnlySessionError,
    RefusedEditError,
    StoreError,
    TextConflictError,
)
from sessions.sqlite.store import SqliteStore
from sessions.store import LogKind, Stored, new_group


class Room:
    """A desk on a real store, with the writer's queue in our hands: jobs wait until `work`."""

    def __init__(self, store: SqliteStore, stored: Stored) -> None:
        self.store = store
        self.waiting: list[tuple[Ticket, DeskJob]] = []
        self.desk = Desk(stored, ANNA, lambda ticket, job: self.waiting.append((ticket, job)))

    def work(self, count: int | None = None) -> list[CommongridError]:
        """Do the next jobs, all by default, and give their answers to the desk."""
        told = []
        for _ in range(len(self.waiting) if count is None else count):
            ticket, job = self.waiting.pop(0)
            try:
                answer: Answer = job(self.store)
            except CommongridError as error:
                answer = error
            if (news := self.desk.settle(ticket, answer)) is not None:
                told.append(news)
        return told


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with opened(tmp_path / "kept.db") as store:
        yield store


@pytest.fixture
def room(store: SqliteStore) -> Room:
    return Room(store, store.create(a_session(), who=ANNA))


def benefit(room: Room) -> Level | None:
    return room.desk.session.assessment(REGISTRY).benefit


def words(room: Room) -> str:
    return room.desk.session.assessment(REGISTRY).benefit_why


def test_an_edit_is_seen_at_once_and_counts_as_unsaved_until_it_is_kept(room: Room) -> None:
    room.desk.apply(edits.Choose(REGISTRY, True))
    shown = room.desk.session
    assert (shown.progress(), room.desk.unsaved) == ((1, 0), 1)
    assert room.work() == []
    assert room.desk.unsaved == 0
    assert room.desk.session is shown
    assert room.desk.stored.session == shown


def test_the_answer_to_the_first_of_three_quick_keys_redraws_nothing(room: Room) -> None:
    room.desk.apply(edits.Rate(REGISTRY, Dimension.BENEFIT, Level.LOW))
    room.desk.apply(edits.Nudge(REGISTRY, 1, 0))
    room.desk.apply(edits.Nudge(REGISTRY, 1, 0))
    shown = room.desk.session
    assert benefit(room) is Level.HIGH
    for left in (2, 1, 0):
        room.work(1)
        assert room.desk.session is shown
        assert room.desk.unsaved == left


@given(
    st.lists(st.tuples(st.integers(-1, 1), st.integers(-1, 1)), max_size=12),
    st.lists(st.integers(0, 3), max_size=12),
)
@settings(max_examples=examples(25), deadline=None)
def test_a_burst_of_moves_ends_where_their_clamped_sum_says_however_answers_come(
    moves: list[tuple[int, int]], answered: list[int]
) -> None:
    with TemporaryDirectory() as folder, opened(Path(folder) / "kept.db") as store:
        session = edits.Place(REGISTRY, Level.MODERATE, Level.MODERATE).apply(a_session())
        room = Room(store, store.create(session, who=ANNA))
        at, carry = [1, 1], new_group()
        for number, (up, right) in enumerate(moves):
            room.desk.apply(edits.Nudge(REGISTRY, up, right), carry)
            at = [max(0, min(2, at[0] + up)), max(0, min(2, at[1] + right))]
            held = room.desk.session.assessment(REGISTRY)
            assert held.benefit is not None
            assert held.investment is not None
            assert [held.benefit.rank, held.investment.rank] == at
            if number < len(answered):
                room.work(min(answered[number], len(room.waiting)))
                assert room.desk.session.assessment(REGISTRY) == held
        shown = room.desk.session
        assert room.work() == []
        assert room.desk.session is shown
        assert store.load(session.id).session == shown
        if at != [1, 1]:
            room.desk.undo()
            room.work()
            assert room.desk.session == session


def test_an_edit_that_changes_nothing_is_not_handed_on(room: Room) -> None:
    assert room.desk.apply(edits.Choose(REGISTRY, False)) is None
    assert (room.waiting, room.desk.unsaved) == ([], 0)


def test_an_edit_that_only_an_undo_on_its_way_makes_a_change_is_handed_on(room: Room) -> None:
    room.desk.apply(edits.Choose(REGISTRY, True))
    room.desk.undo()
    room.desk.apply(edits.Choose(REGISTRY, True))
    assert room.work() == []
    assert room.desk.session.progress() == (1, 0)


def test_what_makes_no_sense_is_refused_at_once_and_changes_nothing(room: Room) -> None:
    shown = room.desk.session
    with pytest.raises(RefusedEditError):
        room.desk.apply(edits.RemoveActivity(REGISTRY, "Registry"))
    assert room.desk.session is shown
    assert room.waiting == []


def test_a_partners_session_is_read_only_but_for_marks_and_imports(store: SqliteStore) -> None:
    room = Room(store, store.create(a_session(), who=ANNA, ours=False))
    assert room.desk.read_only
    with pytest.raises(ReadOnlySessionError):
        room.desk.apply(edits.Choose(REGISTRY, True))
    room.desk.apply(edits.Archive(True))
    newer = replace(room.desk.session, title="Newer")
    room.desk.apply(edits.Update(newer), kind=LogKind.IMPORT)
    assert room.work() == []
    assert (room.desk.session.title, room.desk.session.archived) == ("Newer", True)


def test_undo_and_redo_come_in_the_order_of_the_keys(room: Room) -> None:
    room.desk.apply(edits.Rate(REGISTRY, Dimension.BENEFIT, Level.LOW))
    room.desk.apply(edits.Rate(REGISTRY, Dimension.BENEFIT, Level.HIGH))
    room.desk.undo()
    room.desk.undo()
    room.desk.redo()
    assert room.desk.unsaved == 5
    assert room.work() == []
    assert benefit(room) is Level.LOW


def test_nothing_to_undo_is_told_and_shows_the_same(room: Room) -> None:
    shown = room.desk.session
    room.desk.undo()
    (told,) = room.work()
    assert isinstance(told, NothingToUndoError)
    assert room.desk.session is shown


def test_what_others_do_comes_in_under_what_is_on_its_way(room: Room, store: SqliteStore) -> None:
    room.desk.apply(edits.Rate(REGISTRY, Dimension.INVESTMENT, Level.LOW))
    store.commit(room.desk.id, edits.Rate(REGISTRY, Dimension.BENEFIT, Level.HIGH), who=BO)
    room.desk.refresh(store.load(room.desk.id))
    held = room.desk.session.assessment(REGISTRY)
    assert (held.benefit, held.investment) == (Level.HIGH, Level.LOW)
    shown = room.desk.session
    assert room.work() == []
    assert room.desk.session is shown


def test_a_look_that_read_before_others_did_something_is_followed_by_another(room: Room) -> None:
    room.desk.look()
    ticket, job = room.waiting.pop()
    read_before = job(room.store)
    room.store.commit(room.desk.id, edits.Rate(REGISTRY, Dimension.BENEFIT, Level.HIGH), who=BO)
    assert room.desk.look() is None
    room.desk.settle(ticket, read_before)
    assert benefit(room) is None
    room.work()
    assert benefit(room) is Level.HIGH
    assert room.waiting == []


def test_a_look_that_failed_is_followed_by_another_once(room: Room) -> None:
    room.desk.look()
    ticket, _ = room.waiting.pop()
    room.desk.look()
    assert room.desk.settle(ticket, StoreError("not now")) is None
    assert len(room.waiting) == 1
    ticket, _ = room.waiting.pop()
    assert room.desk.settle(ticket, StoreError("not now")) is None
    assert room.waiting == []


def test_a_look_brings_in_what_others_did_and_one_is_asked_at_a_time(
    room: Room, store: SqliteStore
) -> None:
    assert room.desk.look() is not None
    assert room.desk.look() is None
    store.commit(room.desk.id, edits.Choose(CONSENT, True), who=BO)
    assert room.desk.unsaved == 0
    room.work()
    assert room.desk.session.progress() == (1, 0)
    shown = room.desk.session
    room.desk.look()
    room.work()
    assert room.desk.session is shown


def test_an_older_state_is_never_shown_again(room: Room, store: SqliteStore) -> None:
    old = room.desk.stored
    room.desk.apply(edits.Choose(REGISTRY, True))
    room.work()
    room.desk.refresh(old)
    assert room.desk.session.progress() == (1, 0)


def test_a_refused_edit_goes_and_the_others_stay(room: Room, store: SqliteStore) -> None:
    store.commit(room.desk.id, edits.Write(WHY, "Theirs", ""), who=BO)
    room.desk.apply(edits.Write(WHY, "Mine", ""))
    room.desk.apply(edits.Rate(REGISTRY, Dimension.BENEFIT, Level.HIGH))
    (told,) = room.work()
    assert isinstance(told, TextConflictError)
    assert (told.mine, told.theirs, told.original) == ("Mine", "Theirs", "")
    assert (words(room), benefit(room)) == ("Theirs", Level.HIGH)


def test_a_conflict_while_typing_is_told_once_with_the_newest_text_and_the_first_original(
    room: Room, store: SqliteStore
) -> None:
    visit = new_group()
    room.desk.apply(edits.Write(WHY, "Start", ""), visit)
    room.work()
    store.commit(room.desk.id, edits.Write(WHY, "Theirs", "Start"), who=BO)
    for text, former in (("Start a", "Start"), ("Start ab", "Start a"), ("Start abc", "Start ab")):
        room.desk.apply(edits.Write(WHY, text, former), visit)
    assert words(room) == "Start abc"
    (told,) = room.work()
    assert isinstance(told, TextConflictError)
    assert (told.mine, told.theirs, told.original) == ("Start abc", "Theirs", "Start")
    room.work()
    assert words(room) == "Theirs"
    room.desk.apply(edits.Write(WHY, told.mine, told.theirs))
    assert room.work() == []
    assert words(room) == "Start abc"


def test_after_a_refusal_the_newest_state_is_asked_for(room: Room, store: SqliteStore) -> None:
    store.commit(room.desk.id, edits.Write(WHY, "Theirs", ""), who=BO)
    room.desk.apply(edits.Write(WHY, "Mine", ""))
    room.work(1)
    assert words(room) == ""
    room.work()
    assert words(room) == "Theirs"
