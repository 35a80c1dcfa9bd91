"""Rescue files: every word is in them, they are found again, and taken in without harm."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from kept import ANNA, BO, REGISTRY, a_session, opened
from planned import a_plan
from sides import worked_example

from catalogue.levels import Dimension, Level
from sessions.edits import Rate
from sessions.exchange import read_plan, read_session
from sessions.partnership import Decision, Partnership
from sessions.plans.edits import DeletePlan
from sessions.plans.planning import new_partnership
from sessions.plans.recovery import TakeInPlan
from sessions.plans.update import UpdatePlan
from sessions.session import Assessment
from sessions.sqlite.recovery import ENDING, TakeIn
from sessions.sqlite.store import SqliteStore
from sessions.store import Stored, StoredPlan
from tui.rescue import Unsaved, rescue, rescued

PRIVATE = Assessment(REGISTRY, chosen=True, benefit_why="said", private_note="kept to myself")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "kept.db"


@pytest.fixture
def stored(database: Path) -> Stored:
    with opened(database) as store:
        return store.create(a_session(), who=ANNA)


def test_a_rescue_file_holds_private_words_and_those_on_un_chosen_activities(
    database: Path, stored: Stored
) -> None:
    session = stored.session.with_assessment(replace(PRIVATE, chosen=False))
    (path,) = rescue(database, [Unsaved(session, stored)])
    held = read_session(path.read_bytes(), path.name).session.assessment(REGISTRY)
    assert (held.benefit_why, held.private_note) == ("said", "kept to myself")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert rescued(database) == [path]


def test_a_plan_is_rescued_as_a_file_to_be_taken_in(database: Path) -> None:
    plan = new_partnership(list(worked_example()), "Together")
    (path,) = rescue(database, [Unsaved(plan)])
    assert read_plan(path.read_bytes(), path.name).plan.title == "Together"


def test_where_the_folder_takes_nothing_it_goes_to_the_state_folder(
    tmp_path: Path, database: Path, stored: Stored
) -> None:
    (tmp_path / "file").touch()
    lost = tmp_path / "file" / "kept.db"
    (path,) = rescue(lost, [Unsaved(stored.session, stored)])
    assert path.parent == tmp_path / "state" / "commongrid"
    assert rescued(lost) == [path]
    assert rescued(database) == []


def test_only_files_of_our_own_are_offered(database: Path) -> None:
    (database.parent / "kept.rescue-1.toml").symlink_to("/etc/passwd")
    (database.parent / "kept.rescue-2.toml").mkdir()
    os.mkfifo(database.parent / "kept.rescue-3.toml")
    assert rescued(database) == []


def test_what_was_rescued_is_taken_in_with_its_private_words(
    database: Path, stored: Stored
) -> None:
    session = stored.session.with_assessment(PRIVATE)
    seen = stored.modified.replace(microsecond=0)
    with opened(database) as store:
        after = TakeIn(session, seen, ANNA)(store)
        assert after.session == session
        assert store.undo(session.id, who=ANNA).stored.session == stored.session


def test_what_was_changed_since_stays_and_the_rescued_stands_beside_it(
    database: Path, stored: Stored
) -> None:
    session = stored.session.with_assessment(PRIVATE)
    with opened(database) as store:
        edit = Rate(REGISTRY, Dimension.BENEFIT, Level.HIGH)
        store.commit(session.id, edit, who=BO)
        seen = stored.modified.replace(year=2020, microsecond=0)
        beside = TakeIn(session, seen, ANNA)(store).session
        assert beside.id != session.id
        assert beside.title.endswith(ENDING)
        assert beside.assessments == session.assessments
        assert store.load(session.id).session.assessment(REGISTRY).benefit is Level.HIGH


def planned(next_step: str, plan: Partnership) -> Partnership:
    return plan.with_item(replace(plan.item(REGISTRY, "Registry"), next_step=next_step))


def taken_in(plan: Partnership, stored: StoredPlan | None, store: SqliteStore) -> Partnership:
    """What is kept once this plan, rescued on top of what was stored, is taken in again."""
    (path,) = rescue(store.path, [Unsaved(plan, stored)])
    file = read_plan(path.read_bytes(), path.name)
    path.unlink()
    return TakeInPlan(file.plan, file.modified, ANNA)(store).plan


def test_a_plan_is_taken_in_as_it_was(database: Path) -> None:
    with opened(database) as store:
        stored = store.plans.create(planned("first", a_plan()), who=ANNA)
        mine = planned("second", stored.plan)
        assert taken_in(mine, stored, store) == mine
        assert store.plans.undo(mine.id, who=ANNA).stored.plan == stored.plan


def test_a_plan_that_was_never_kept_is_kept(database: Path) -> None:
    mine = planned("mine", a_plan())
    with opened(database) as store:
        assert taken_in(mine, None, store) == mine


def test_a_plan_that_was_deleted_is_kept_anew(database: Path) -> None:
    with opened(database) as store:
        stored = store.plans.create(planned("first", a_plan()), who=ANNA)
        store.plans.commit(stored.plan.id, DeletePlan(True), who=BO)
        anew = taken_in(stored.plan, stored, store)
        assert anew.items == stored.plan.items
        assert not anew.deleted


def test_where_the_sides_have_a_plan_by_now_what_was_rescued_is_added_to_it(
    database: Path,
) -> None:
    with opened(database) as store:
        theirs = store.plans.create(planned("theirs", a_plan()), who=BO)
        both = taken_in(planned("mine", a_plan()), None, store)
        assert both.id == theirs.plan.id
        assert both.item(REGISTRY).next_step == "theirs\n\nmine"


def test_no_text_of_two_plans_is_lost_and_none_is_there_twice(database: Path) -> None:
    mine = planned("typed, and more", a_plan())
    item = replace(mine.item(REGISTRY), leads=("", "Bo"), decision=Decision.PURSUE, reason="why")
    mine = mine.with_item(item)
    with opened(database) as store:
        old = store.plans.create(planned("typed", mine), who=ANNA)
        changed = replace(item, leads=("Anna", "Cy"), decision=Decision.LATER, next_step="typed")
        store.plans.commit(mine.id, UpdatePlan(mine.with_item(changed)), who=BO)
        seen = replace(old, modified=old.modified.replace(year=2020))
        kept = taken_in(mine, seen, store).item(REGISTRY)
    assert kept.next_step == "typed, and more"
    assert kept.leads == ("Anna", "Cy / Bo")
    assert (kept.decision, kept.reason) == (Decision.LATER, "why")


def test_a_session_that_is_not_there_any_more_is_kept_anew(database: Path) -> None:
    session = a_session("Gone").with_assessment(PRIVATE)
    with opened(database) as store:
        assert TakeIn(session, None, ANNA)(store).session == session
