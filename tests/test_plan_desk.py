"""The desk of a plan: as that of a session, and it begins a plan with the first edit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from kept import ANNA, BO, CONSENT, REGISTRY, opened
from planned import a_plan

from sessions.desk import Answer, DeskJob, Ticket
from sessions.errors import (
    CommongridError,
    NothingToUndoError,
    RefusedEditError,
    TextConflictError,
)
from sessions.partnership import Decision
from sessions.plans.desk import PlanDesk, unkept
from sessions.plans.edits import Decide, DeletePlan, RetitlePlan, SetDue, WriteItem
from sessions.plans.update import UpdatePlan
from sessions.sqlite.store import SqliteStore
from sessions.store import LogKind, StoredPlan, new_group

TITLE = "Natural history data and patient registry"
PURSUE = Decide(REGISTRY, TITLE, Decision.PURSUE)
LATER = Decide(REGISTRY, TITLE, Decision.LATER)


class Room:
    """A desk on a real store, with the writer's queue in our hands: jobs wait until `work`."""

    def __init__(self, store: SqliteStore, stored: StoredPlan) -> None:
        self.store = store
        self.waiting: list[tuple[Ticket, DeskJob]] = []
        self.desk = PlanDesk(stored, ANNA, lambda ticket, job: self.waiting.append((ticket, job)))

    def work(self, count: int | None = None) -> list[CommongridError]:
        """Do the next jobs, all that come up by default, and give their answers to the desk."""
        told = []
        while self.waiting and count != 0:
            ticket, job = self.waiting.pop(0)
            try:
                answer: Answer = job(self.store)
            except CommongridError as error:
                answer = error
            if (news := self.desk.settle(ticket, answer)) is not None:
                told.append(news)
            count = None if count is None else count - 1
        return told


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with opened(tmp_path / "kept.db") as store:
        yield store


@pytest.fixture
def room(store: SqliteStore) -> Room:
    return Room(store, store.plans.create(a_plan(), who=ANNA))


@pytest.fixture
def new(store: SqliteStore) -> Room:
    """A desk on a plan that no store has yet."""
    return Room(store, unkept(a_plan()))


def pays(room: Room) -> str:
    return room.desk.plan.item(REGISTRY).pays


def writing(text: str, before: str) -> WriteItem:
    return WriteItem(REGISTRY, TITLE, "pays", text, before)


def test_the_answer_to_the_first_of_three_quick_decisions_redraws_nothing(room: Room) -> None:
    room.desk.apply(PURSUE)
    room.desk.apply(LATER)
    room.desk.apply(SetDue(REGISTRY, TITLE, date(2027, 3, 31)))
    shown = room.desk.plan
    for left in (2, 1, 0):
        room.work(1)
        assert room.desk.plan is shown
        assert room.desk.unsaved == left
    assert room.store.plans.load(room.desk.id).plan == shown


def test_a_plan_is_kept_with_its_first_edit_and_not_before(new: Room) -> None:
    assert new.desk.apply(Decide(REGISTRY, TITLE, Decision.UNDECIDED)) is None
    with pytest.raises(RefusedEditError):
        new.desk.apply(RetitlePlan(" ", new.desk.plan.title))
    assert new.waiting == []
    for edit in (PURSUE, LATER, DeletePlan(on=False), PURSUE):
        new.desk.apply(edit)
    shown = new.desk.plan
    assert new.work() == []
    assert new.desk.plan is shown
    assert new.store.plans.load(shown.id).plan == shown
    assert [row.change.after for row in new.store.plans.history(shown.id)] == [
        TITLE,
        "pursue",
        "later",
        "pursue",
    ]


def test_looking_at_a_plan_that_is_not_kept_yet_is_quiet(new: Room) -> None:
    new.desk.look()
    assert new.work() == []
    new.desk.undo()
    new.desk.redo()
    told = new.work()
    assert [type(one) for one in told] == [NothingToUndoError] * 2


def test_what_was_done_to_a_plan_that_gave_way_is_done_to_the_other(new: Room) -> None:
    theirs = new.store.plans.begin(replace(a_plan(), title="Theirs"), who=BO).plan
    new.store.plans.commit(theirs.id, Decide(CONSENT, "Consent", Decision.LATER), who=BO)
    new.desk.apply(PURSUE)
    visit = new_group()
    new.desk.apply(writing("T", ""), visit)
    new.work(2)
    new.desk.apply(writing("The sponsor", "T"), visit)
    assert new.work() == []
    assert new.desk.id == theirs.id
    assert (new.desk.plan.title, pays(new)) == ("Theirs", "The sponsor")
    assert set(new.desk.plan.items) == {REGISTRY, CONSENT}
    assert new.store.plans.load(theirs.id).plan == new.desk.plan
    (line,) = new.store.plans.all()
    assert (line.pursue, line.later) == (1, 1)


def test_undo_and_redo_of_decisions_come_in_the_order_of_the_keys(room: Room) -> None:
    room.desk.apply(PURSUE)
    room.desk.apply(LATER)
    room.desk.undo()
    room.desk.undo()
    room.desk.redo()
    assert room.work() == []
    assert room.desk.plan.item(REGISTRY).decision is Decision.PURSUE


def test_what_others_decide_comes_in_under_what_is_on_its_way(
    room: Room, store: SqliteStore
) -> None:
    room.desk.apply(PURSUE)
    store.plans.commit(room.desk.id, Decide(CONSENT, "Consent", Decision.LATER), who=BO)
    room.desk.refresh(store.plans.load(room.desk.id))
    assert set(room.desk.plan.items) == {REGISTRY, CONSENT}
    shown = room.desk.plan
    assert room.work() == []
    assert room.desk.plan is shown


def test_a_conflict_while_typing_in_a_plan_is_told_once_with_all_versions(
    room: Room, store: SqliteStore
) -> None:
    visit = new_group()
    room.desk.apply(writing("Start", ""), visit)
    room.work()
    store.plans.commit(room.desk.id, writing("Theirs", "Start"), who=BO)
    for text, former in (("Start a", "Start"), ("Start ab", "Start a")):
        room.desk.apply(writing(text, former), visit)
    (told,) = room.work()
    assert isinstance(told, TextConflictError)
    assert (told.mine, told.theirs, told.original) == ("Start ab", "Theirs", "Start")
    assert pays(room) == "Theirs"
    room.desk.apply(writing(told.mine, told.theirs))
    assert room.work() == []
    assert pays(room) == "Start ab"


def test_a_newer_file_taken_over_at_the_desk_is_logged_as_such(room: Room) -> None:
    newer = PURSUE.apply(room.desk.plan)
    room.desk.apply(UpdatePlan(newer), kind=LogKind.IMPORT)
    assert room.work() == []
    assert {row.kind for row in room.store.plans.history(newer.id)} == {LogKind.IMPORT}
