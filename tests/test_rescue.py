"""Rescue files: every word is in them, they are found again, and taken in without harm."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from kept import ANNA, BO, REGISTRY, a_session, opened
from planned import a_plan
from sides import worked_example

from catalogue.activities import builtin
from catalogue.levels import Dimension, Level
from sessions.edits import Rate
from sessions.errors import CommongridError
from sessions.exchange import (
    PlanFile,
    SessionFile,
    read_plan,
    read_session,
    read_shared,
    write_catalogue,
)
from sessions.files.scalars import TEXT_LENGTH
from sessions.partnership import Decision, Item, Partnership, Proposal
from sessions.plans.edits import DeletePlan
from sessions.plans.planning import new_partnership
from sessions.plans.recovery import TakeInPlan
from sessions.session import RESCUED, TITLE_LENGTH, Assessment, Session
from sessions.sqlite.recovery import TakeIn
from sessions.sqlite.store import SqliteStore
from sessions.store import Stored, StoredPlan
from tui.rescue import LIST, Unsaved, places, rescue, rescued, with_list

NOBODY = 65534
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


OURS = replace(builtin(), id="ours-1", title="Ours", activities=builtin().activities[:5])


def listed_session(database: Path) -> tuple[Path, Path]:
    """The rescue file of a session that was begun with a list of its own, and that list."""
    (path,) = rescue(database, [Unsaved(replace(a_session(), catalogue=OURS))])
    beside = path.with_suffix(LIST)
    assert rescue_of(path).session.catalogue == OURS
    return path, beside


def rescue_of(path: Path) -> SessionFile:
    """What a rescue file holds, with the list beside it."""
    return with_list(path, read_session(path.read_bytes(), path.name))


def plant(kind: str, beside: Path) -> None:
    """Put something in the place of a list that is not the list that we wrote."""
    kept = beside.rename(beside.with_name("kept"))
    if kind == "link":
        beside.symlink_to(kept)
    elif kind == "folder":
        beside.mkdir()
    elif kind == "pipe":
        os.mkfifo(beside)
    elif kind == "another's":
        beside.write_bytes(kept.read_bytes())
        os.chown(beside, NOBODY, NOBODY)
    elif kind == "another list":
        beside.write_bytes(write_catalogue(replace(OURS, id="theirs-1")))
    else:
        beside.write_bytes(kept.read_bytes()[:-20])


@pytest.mark.parametrize(
    "kind",
    [
        "link",
        "folder",
        "pipe",
        pytest.param("another's", marks=pytest.mark.skipif(os.geteuid() != 0, reason="not root")),
        "another list",
        "damaged",
    ],
)
def test_a_list_that_is_not_the_one_we_wrote_is_not_taken_but_named(
    database: Path, kind: str
) -> None:
    path, beside = listed_session(database)
    plant(kind, beside)
    with pytest.raises(CommongridError, match=re.escape(beside.name)):
        rescue_of(path)


def test_a_list_beside_a_session_of_the_built_in_one_is_not_looked_at(
    database: Path, stored: Stored
) -> None:
    (path,) = rescue(database, [Unsaved(stored.session, stored)])
    path.with_suffix(LIST).write_bytes(write_catalogue(OURS))
    assert rescue_of(path).session.catalogue is builtin()


def names_to_come(database: Path, session: Session) -> list[Path]:
    """How a rescue file of this session is called in the next two minutes."""
    place, begun = next(places(database)), datetime.now(UTC)
    seconds = [begun + timedelta(seconds=number) for number in range(120)]
    return [place.with_name(f"{place.name}{at:%Y%m%d-%H%M%S}-{session.id}.toml") for at in seconds]


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_others_put_in_the_place_of_a_rescue_file_is_not_written_into(
    tmp_path: Path, database: Path, kind: str
) -> None:
    session, away = a_session(), tmp_path / "away"
    away.write_text("not ours")
    for path in names_to_come(database, session):
        path.symlink_to(away) if kind == "link" else os.mkfifo(path)
    (path,) = rescue(database, [Unsaved(session)])
    assert rescued(database) == [path]
    assert away.read_text() == "not ours"


def test_where_the_file_itself_cannot_be_written_no_list_stays_and_the_next_place_is_tried(
    tmp_path: Path, database: Path
) -> None:
    session = replace(a_session(), catalogue=OURS)
    for path in names_to_come(database, session):
        path.mkdir()
    (path,) = rescue(database, [Unsaved(session)])
    assert path.parent == tmp_path / "state" / "commongrid"
    assert rescue_of(path).session.catalogue == OURS
    assert not list(database.parent.glob("*.list"))


def test_texts_of_any_length_are_read_again_from_our_own_file(
    database: Path, stored: Stored
) -> None:
    """Two titles that became one are longer than a file from elsewhere may have them."""
    said = Assessment(REGISTRY, chosen=True, benefit_why="w" * (TEXT_LENGTH + 1))
    session = replace(stored.session, title="t" * (TITLE_LENGTH + 103)).with_assessment(said)
    (path,) = rescue(database, [Unsaved(session, stored)])
    with pytest.raises(CommongridError, match="characters long"):
        read_session(path.read_bytes(), path.name)
    file = read_shared(path.read_bytes(), path.name, own=True)
    assert isinstance(file, SessionFile)
    with opened(database) as store:
        assert TakeIn(file.session, file.modified, ANNA)(store).session == session


def test_a_plan_with_texts_of_any_length_is_read_again_from_our_own_file(database: Path) -> None:
    long = replace(a_plan(), title="t" * (TITLE_LENGTH + 103))
    plan = long.with_item(replace(MINE, title="i" * (TITLE_LENGTH + 1)))
    (path,) = rescue(database, [Unsaved(plan)])
    file = read_shared(path.read_bytes(), path.name, own=True)
    assert isinstance(file, PlanFile)
    with opened(database) as store:
        assert TakeInPlan(file.plan, file.modified, ANNA)(store).plan == plan


def test_our_own_file_is_read_as_strictly_otherwise(database: Path, stored: Stored) -> None:
    (path,) = rescue(database, [Unsaved(stored.session.with_assessment(PRIVATE), stored)])
    text = path.read_text(encoding="utf-8").replace('perspective = "sponsor"', "perspective = 1")
    with pytest.raises(CommongridError, match="perspective"):
        read_shared(text.encode(), path.name, own=True)


def session_taken_in(session: Session, stored: Stored, store: SqliteStore) -> Stored:
    """What is kept once this session, rescued on top of what was stored, is taken in again."""
    (path,) = rescue(store.path, [Unsaved(session, stored)])
    file = read_session(path.read_bytes(), path.name)
    path.unlink()
    return TakeIn(file.session, file.modified, ANNA)(store)


def within_a_second(stored: datetime) -> datetime:
    """Another moment of the second in which something was stored."""
    return stored.replace(microsecond=(stored.microsecond + 1) % 1_000_000)


def test_a_change_within_the_same_second_is_not_overwritten(database: Path, stored: Stored) -> None:
    with opened(database) as store:
        session = stored.session.with_assessment(PRIVATE)
        before = replace(stored, modified=within_a_second(stored.modified))
        assert session_taken_in(session, before, store).session.id != session.id
        plan = store.plans.create(planned("theirs", a_plan()), who=BO)
        seen = replace(plan, modified=within_a_second(plan.modified))
        both = taken_in(planned("mine", plan.plan), seen, store)
        assert both.item(REGISTRY).next_step == "theirs\n\nmine"


def test_a_rescue_file_that_tells_whole_seconds_overwrites_nothing(
    database: Path, stored: Stored
) -> None:
    seen = stored.modified.replace(microsecond=0)
    with opened(database) as store:
        beside = TakeIn(stored.session.with_assessment(PRIVATE), seen, ANNA)(store).session
        assert beside.title.endswith(RESCUED)
        assert store.load(stored.session.id).session == stored.session


def test_what_was_rescued_is_taken_in_with_its_private_words(
    database: Path, stored: Stored
) -> None:
    session = stored.session.with_assessment(PRIVATE)
    with opened(database) as store:
        after = session_taken_in(session, stored, store)
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
        assert beside.title.endswith(RESCUED)
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


MINE = Item(
    REGISTRY,
    "Registry",
    Decision.PURSUE,
    leads=("", "Ann"),
    pays="us",
    next_step="typed\nand more",
    due=date(2027, 3, 31),
    reason="why",
    proposed=(Proposal(1, Dimension.BENEFIT, Level.LOW, Level.HIGH),),
)
THEIRS = replace(
    MINE,
    title="A registry",
    decision=Decision.LATER,
    leads=("Bo", "Anna Smith"),
    pays="us and you",
    next_step="typed",
    due=date(2028, 1, 2),
    note="noted",
    proposed=(Proposal(1, Dimension.BENEFIT, Level.LOW, Level.MODERATE),),
)


def added(rescued: Partnership, store: SqliteStore) -> Partnership:
    """What is kept once a plan is taken in of which the stored one was changed since."""
    return TakeInPlan(rescued, datetime(2020, 1, 1, tzinfo=UTC), ANNA)(store).plan


def test_no_word_of_two_plans_is_lost_and_none_is_there_twice(database: Path) -> None:
    theirs = a_plan("Old title").with_item(THEIRS)
    mine = replace(theirs, title="My new title").with_item(MINE)
    with opened(database) as store:
        store.plans.create(theirs, who=BO)
        kept = added(mine, store)
        assert added(mine, store) == kept
    item = kept.item(REGISTRY)
    assert kept.title == "Old title / My new title"
    assert item.title == "A registry"
    assert item.leads == ("Bo", "Anna Smith / Ann")
    assert (item.pays, item.next_step) == ("us and you / us", "typed\nand more")
    assert (item.decision, item.due, item.reason) == (Decision.LATER, THEIRS.due, "why")
    assert item.proposed == THEIRS.proposed
    assert item.note.splitlines() == [
        "noted",
        "Also called: Registry (rescued)",
        "Also decided: pursue (rescued)",
        "Also due: 2027-03-31 (rescued)",
        "Also proposed: benefit of Aurel Families Network from low to high (rescued)",
    ]


def test_what_nobody_else_decided_is_taken_in_as_it_was(database: Path) -> None:
    theirs = a_plan()
    with opened(database) as store:
        store.plans.create(theirs, who=BO)
        assert added(theirs.with_item(MINE), store).item(REGISTRY) == MINE


def test_two_titles_that_are_too_long_for_one_are_two_plans(database: Path) -> None:
    theirs = a_plan("a" * TITLE_LENGTH)
    mine = replace(theirs, title="mine").with_item(MINE)
    with opened(database) as store:
        store.plans.create(theirs, who=BO)
        beside = added(mine, store)
        assert {one.title for one in store.plans.all()} == {theirs.title, "mine"}
    assert beside.id != theirs.id
    assert beside.items == mine.items


def test_a_session_that_is_not_there_any_more_is_kept_anew(database: Path) -> None:
    session = a_session("Gone").with_assessment(PRIVATE)
    with opened(database) as store:
        assert TakeIn(session, None, ANNA)(store).session == session
