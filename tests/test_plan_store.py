"""Plans in the database: kept, logged and taken back as sessions are, by the same code."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept import ANNA, BO, CONSENT, REGISTRY, a_session, child, finished, opened
from planned import a_plan, plans, some_plan_edits
from thorough import examples

from catalogue.levels import Dimension, Level
from sessions import edits
from sessions.documents import PLANS
from sessions.errors import (
    NothingToUndoError,
    RefusedEditError,
    TextConflictError,
    UnknownPlanError,
)
from sessions.partnership import Decision, Partnership, PlanId, Proposal
from sessions.plans.edits import (
    Decide,
    DeletePlan,
    PlanEdit,
    Propose,
    RetitlePlan,
    SetDue,
    WriteItem,
)
from sessions.session import SessionId, new_session_id
from sessions.sqlite.reader import SqliteReader
from sessions.sqlite.store import SqliteStore
from sessions.store import LogKind, Who, new_group

TITLE = "Natural history data and patient registry"
PURSUE = Decide(REGISTRY, TITLE, Decision.PURSUE)


def writing(text: str, before: str = "", name: str = "pays") -> WriteItem:
    return WriteItem(REGISTRY, TITLE, name, text, before)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    with opened(path) as store:
        yield store


@pytest.fixture
def kept(store: SqliteStore) -> PlanId:
    return store.plans.create(a_plan(), who=ANNA).plan.id


def held(store: SqliteStore, kept: PlanId) -> Partnership:
    return store.plans.load(kept).plan


# What is kept


@given(plans())
@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_plan_that_is_kept_is_read_back_equal(plan: Partnership) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kept.db"
        with opened(path) as store:
            stored = store.plans.create(plan, who=ANNA)
        with SqliteReader(path) as reader:
            assert reader.plans.load(plan.id) == stored
            assert stored.plan == plan
            assert list(reader.plans.load(plan.id).plan.items) == list(plan.items)


@given(plans(), st.lists(some_plan_edits(), max_size=12))
@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_plan_is_its_log_replayed_and_the_list_counts_the_same(
    plan: Partnership, asked: list[PlanEdit]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kept.db"
        with opened(path) as store:
            store.plans.create(plan, who=ANNA)
            shown = plan
            for edit in asked:
                try:
                    shown = store.plans.commit(plan.id, edit, who=ANNA).stored.plan
                except RefusedEditError:
                    assert store.plans.load(plan.id).plan is shown
        with SqliteReader(path) as reader:
            replayed = plan
            for row in reader.plans.history(plan.id):
                replayed = PLANS.put(replayed, row.change.path, row.change.after)
            assert reader.plans.load(plan.id).plan == shown == replayed
            (line,) = reader.plans.all()
        assert (line.title, line.deleted) == (shown.title, shown.deleted)
        assert line.sides == tuple(side.name for side in shown.sides)
        assert line.sessions == tuple(side.session for side in shown.sides)
        for decision in Decision:
            assert getattr(line, decision.value) == len(shown.decided(decision))


def test_the_sessions_of_a_plan_need_not_be_in_the_database(store: SqliteStore) -> None:
    assert store.plans.create(a_plan(), who=ANNA).revision == 1
    assert store.sessions() == []


def test_a_plan_whose_id_is_taken_is_refused_and_leaves_the_first(
    store: SqliteStore, kept: PlanId
) -> None:
    with pytest.raises(RefusedEditError, match="already"):
        store.plans.create(replace(a_plan(), id=kept, title="Other"), who=BO)
    assert held(store, kept).title != "Other"


def test_a_plan_and_a_session_of_one_id_do_not_touch_each_other(store: SqliteStore) -> None:
    session = store.create(a_session(), who=ANNA).session
    plan = replace(a_plan(), id=PlanId(session.id))
    store.plans.create(plan, who=ANNA)
    store.plans.commit(plan.id, PURSUE, who=ANNA)
    store.commit(session.id, edits.Choose(CONSENT, True), who=ANNA)
    assert [row.change.path for row in store.history(session.id)] == ["activity/consent/chosen"]
    store.plans.undo(plan.id, who=ANNA)
    assert held(store, plan.id) == plan
    assert store.load(session.id).session.progress() == (1, 0)


def test_a_plan_that_is_not_there_is_said_so(store: SqliteStore) -> None:
    nowhere = PlanId(new_session_id())
    for asked in (
        lambda: store.plans.load(nowhere),
        lambda: store.plans.commit(nowhere, PURSUE, who=ANNA),
        lambda: store.plans.undo(nowhere, who=ANNA),
        lambda: store.plans.history(nowhere),
    ):
        with pytest.raises(UnknownPlanError, match=nowhere):
            asked()


def test_a_database_that_is_not_there_has_no_plans(path: Path) -> None:
    with SqliteReader(path) as reader:
        assert reader.plans.all() == []
        assert reader.plans.of([SessionId(new_session_id())]) is None
        with pytest.raises(UnknownPlanError):
            reader.plans.find("Plan")


def test_a_plan_is_found_by_id_by_its_start_and_by_its_title(
    store: SqliteStore, kept: PlanId
) -> None:
    other = store.plans.create(a_plan("Second plan"), who=ANNA).plan
    assert store.plans.find(kept) == kept
    assert store.plans.find("Second plan") == other.id
    store.plans.commit(other.id, RetitlePlan(held(store, kept).title, "Second plan"), who=ANNA)
    with pytest.raises(UnknownPlanError, match="2 plans"):
        store.plans.find(held(store, kept).title)
    store.plans.commit(other.id, DeletePlan(on=True), who=ANNA)
    assert store.plans.find(held(store, kept).title) == kept
    with pytest.raises(UnknownPlanError, match="list --plans"):
        store.plans.find("No such plan")


def test_people_with_another_tool_can_read_what_was_agreed(path: Path) -> None:
    with opened(path) as store:
        kept = store.plans.create(a_plan(), who=ANNA).plan.id
        store.plans.commit(kept, PURSUE, who=ANNA)
        store.plans.commit(kept, SetDue(REGISTRY, TITLE, date(2027, 3, 31)), who=ANNA)
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT title, decision, due FROM agreed").fetchall()
    connection.close()
    assert found == [(TITLE, "pursue", "2027-03-31")]


# Which plan


def test_the_plan_of_some_sessions_is_the_newest_of_just_these(store: SqliteStore) -> None:
    plan = a_plan()
    first, second = (side.session for side in plan.sides)
    assert store.plans.of([first, second]) is None
    store.plans.create(plan, who=ANNA)
    newer = store.plans.create(a_plan("Newer"), who=ANNA)
    third = replace(plan.sides[0], session=SessionId(new_session_id()), name="Third")
    wider = replace(a_plan("Wider"), sides=(*plan.sides, third))
    store.plans.create(wider, who=ANNA)
    assert store.plans.of([second, first]) == newer
    store.plans.commit(plan.id, PURSUE, who=BO)
    found = store.plans.of([first, second])
    assert found is not None
    assert found.plan.id == plan.id
    assert store.plans.of([first, third.session]) == store.plans.load(wider.id)
    store.plans.commit(wider.id, DeletePlan(on=True), who=ANNA)
    assert store.plans.of([first, third.session]) is None


def test_whoever_begins_second_gets_the_plan_of_the_first(store: SqliteStore) -> None:
    plan = a_plan()
    third = replace(plan.sides[0], session=SessionId(new_session_id()), name="Third")
    store.plans.create(replace(a_plan("Wider"), sides=(*plan.sides, third)), who=ANNA)
    begun = store.plans.begin(plan, who=ANNA)
    assert begun.plan == plan
    assert store.plans.begin(a_plan("Another"), who=BO) == begun
    store.plans.commit(plan.id, DeletePlan(on=True), who=ANNA)
    assert store.plans.begin(a_plan("Another"), who=BO).plan.title == "Another"


BEGINNING = """
import sys
from pathlib import Path
from kept import ANNA, opened
from planned import a_plan
from sessions.partnership import Decision
from sessions.plans.edits import Decide
with opened(Path(sys.argv[1]), 30) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    plan = store.plans.begin(a_plan(), who=ANNA).plan
    store.plans.commit(plan.id, Decide(sys.argv[2], sys.argv[2], Decision.PURSUE), who=ANNA)
"""


def test_four_processes_that_begin_at_once_make_one_plan_and_lose_nothing(path: Path) -> None:
    script = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n{BEGINNING}"
    processes = [child(script, path, f"own-{number}") for number in range(4)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        finished(process)
    with SqliteReader(path) as reader:
        (line,) = reader.plans.all()
        assert line.pursue == 4


# What is logged and taken back


def test_the_first_word_on_an_activity_logs_its_title_and_that_word(
    store: SqliteStore, kept: PlanId
) -> None:
    store.plans.commit(kept, writing("The sponsor"), who=ANNA)
    changes = {row.change.path: row.change.after for row in store.plans.history(kept)}
    assert changes == {"item/registry/title": TITLE, "item/registry/pays": "The sponsor"}
    assert {row.change.activity for row in store.plans.history(kept)} == {REGISTRY}


def test_writing_on_extends_one_row_and_is_one_undo(store: SqliteStore, kept: PlanId) -> None:
    store.plans.commit(kept, PURSUE, who=ANNA)
    visit, before = new_group(), ""
    for text in ("T", "The", "The sponsor"):
        store.plans.commit(kept, writing(text, before), who=ANNA, group=visit)
        before = text
    rows = [row for row in store.plans.history(kept) if row.group == visit]
    assert [(row.change.before, row.change.after) for row in rows] == [(None, "The sponsor")]
    store.plans.undo(kept, who=ANNA)
    assert held(store, kept).item(REGISTRY).pays == ""
    store.plans.redo(kept, who=ANNA)
    assert held(store, kept).item(REGISTRY).pays == "The sponsor"


def test_a_title_that_is_typed_is_one_row_too(store: SqliteStore, kept: PlanId) -> None:
    title, visit = held(store, kept).title, new_group()
    store.plans.commit(kept, RetitlePlan("A", title), who=ANNA, group=visit)
    store.plans.commit(kept, RetitlePlan("A plan", "A"), who=ANNA, group=visit)
    (row,) = store.plans.history(kept)
    assert (row.change.before, row.change.after) == (title, "A plan")


def test_a_text_that_somebody_else_changed_is_kept_from_being_lost(
    store: SqliteStore, kept: PlanId
) -> None:
    store.plans.commit(kept, writing("Theirs"), who=BO)
    with pytest.raises(TextConflictError) as caught:
        store.plans.commit(kept, writing("Mine"), who=ANNA)
    assert (caught.value.mine, caught.value.theirs) == ("Mine", "Theirs")


def test_undo_takes_back_mine_and_leaves_theirs_in_a_plan(store: SqliteStore, kept: PlanId) -> None:
    store.plans.commit(kept, PURSUE, who=ANNA)
    store.plans.commit(kept, Decide(CONSENT, "Consent", Decision.LATER), who=BO)
    outcome = store.plans.undo(kept, who=ANNA)
    assert outcome.label == f"Undid: Decided on {TITLE}: pursue"
    assert list(held(store, kept).items) == [CONSENT]
    with pytest.raises(NothingToUndoError):
        store.plans.undo(kept, who=ANNA)


def test_a_decision_is_not_undone_under_the_words_of_somebody_else(
    store: SqliteStore, kept: PlanId
) -> None:
    store.plans.commit(kept, PURSUE, who=ANNA)
    store.plans.commit(kept, writing("The sponsor"), who=BO)
    with pytest.raises(RefusedEditError, match=r"^Bo has changed this since"):
        store.plans.undo(kept, who=ANNA)
    assert held(store, kept).item(REGISTRY).pays == "The sponsor"


def test_an_activity_on_which_an_undo_leaves_nothing_goes_and_redo_brings_it_back(
    store: SqliteStore, kept: PlanId
) -> None:
    store.plans.commit(kept, writing("The sponsor"), who=BO)
    store.plans.commit(kept, PURSUE, who=ANNA)
    store.plans.commit(kept, writing("", "The sponsor"), who=BO)
    store.plans.undo(kept, who=ANNA)
    assert held(store, kept).items == {}
    store.plans.redo(kept, who=ANNA)
    item = held(store, kept).items[REGISTRY]
    assert (item.title, item.decision) == (TITLE, Decision.PURSUE)


def test_undo_of_a_plan_survives_a_restart_and_names_the_rows_it_reverts(path: Path) -> None:
    with opened(path) as store:
        kept = store.plans.create(a_plan(), who=ANNA).plan.id
        store.plans.commit(kept, PURSUE, who=ANNA)
        fall = Proposal(1, Dimension.INVESTMENT, Level.HIGH, Level.LOW)
        store.plans.commit(kept, Propose(REGISTRY, TITLE, fall), who=ANNA)
    with opened(path) as store:
        store.plans.undo(kept, who=ANNA)
        assert held(store, kept).item(REGISTRY).proposed == ()
        rows = store.plans.history(kept)
    assert [row.kind for row in rows] == [LogKind.EDIT] * 3 + [LogKind.UNDO]
    assert rows[3].reverts == rows[2].seq


people = st.sampled_from([ANNA, BO])
asked_of_plans = st.lists(
    st.tuples(people, st.sampled_from(["undo", "redo"]) | some_plan_edits()), max_size=16
)


@given(plans(), asked_of_plans, st.lists(st.integers(0, 2), min_size=16, max_size=16))
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_two_people_do_and_undo_the_log_tells_the_plan(
    plan: Partnership, asked: list[tuple[Who, PlanEdit | str]], groups: list[int]
) -> None:
    shared = [None, new_group(), new_group()]
    with TemporaryDirectory() as folder, opened(Path(folder) / "kept.db") as store:
        store.plans.create(plan, who=ANNA)
        for (who, what), group in zip(asked, groups, strict=False):
            before = store.plans.load(plan.id)
            try:
                if what == "undo":
                    store.plans.undo(plan.id, who=who)
                elif what == "redo":
                    store.plans.redo(plan.id, who=who)
                elif not isinstance(what, str):
                    store.plans.commit(plan.id, what, who=who, group=shared[group])
            except RefusedEditError:
                assert store.plans.load(plan.id) is before
            shown = store.plans.load(plan.id).plan
            assert not any(item.blank for item in shown.items.values())
        replayed = plan
        for row in store.plans.history(plan.id):
            replayed = PLANS.put(replayed, row.change.path, row.change.after)
        assert shown_again(store, plan.id) == replayed


def shown_again(store: SqliteStore, kept: PlanId) -> Partnership:
    with SqliteReader(store.path) as reader:
        return reader.plans.load(kept).plan


@given(plans(), st.lists(some_plan_edits(), max_size=10))
@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_undoing_everything_gives_the_first_plan_back_and_redoing_the_last(
    plan: Partnership, asked: list[PlanEdit]
) -> None:
    with TemporaryDirectory() as folder, opened(Path(folder) / "kept.db") as store:
        store.plans.create(plan, who=ANNA)
        done = 0
        for edit in asked:
            before = store.plans.load(plan.id)
            try:
                outcome = store.plans.commit(plan.id, edit, who=ANNA)
            except RefusedEditError:
                continue
            done += outcome.stored is not before
        last = held(store, plan.id)
        for _ in range(done):
            store.plans.undo(plan.id, who=ANNA)
        assert held(store, plan.id) == plan
        for _ in range(done):
            store.plans.redo(plan.id, who=ANNA)
        assert held(store, plan.id) == last
