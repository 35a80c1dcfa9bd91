"""Plans on the command line: listed, passed on, taken in, reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from command import GROUP, SPONSOR, Commands
from kept import REGISTRY, opened
from planned import SIDES, a_plan

from catalogue.activities import ActivityId
from sessions.errors import FileProblemsError
from sessions.exchange import read_plan, read_session, write_plan
from sessions.partnership import Decision, Partnership
from sessions.plans.edits import Decide, DeletePlan, SetDue, WriteItem
from sessions.plans.planning import new_partnership
from sessions.session import SessionId
from sessions.store import LogKind, Who

TITLE = "Natural history data and patient registry"
OURS = "What we do together"
ADA = Who("Ada")


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    return Commands(tmp_path / "test.db")


@pytest.fixture
def plan(commands: Commands) -> Partnership:
    """A plan with one decision and a day, in the database."""
    made = a_plan(OURS)
    with opened(commands.database) as store:
        store.plans.create(made, who=ADA)
        store.plans.commit(made.id, Decide(REGISTRY, TITLE, Decision.PURSUE), who=ADA)
        store.plans.commit(made.id, SetDue(REGISTRY, TITLE, date(2027, 3, 31)), who=ADA)
        return store.plans.load(made.id).plan


@pytest.fixture
def file(commands: Commands, plan: Partnership, tmp_path: Path) -> Path:
    """The plan, and its file."""
    commands.done("export", OURS, "-o", tmp_path / "plan.toml")
    return tmp_path / "plan.toml"


def later(path: Path) -> Path:
    """The file, once somebody else has thought again."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"pursue"', '"later"'), encoding="utf-8")
    return path


def test_plans_are_listed_as_json_with_stable_keys(commands: Commands, plan: Partnership) -> None:
    (told,) = commands.told("list", "--plans", "--json")
    assert told.pop("modified").endswith("Z")
    assert told == {
        "id": plan.id,
        "title": OURS,
        "sides": [{"session": one.session, "name": one.name} for one in SIDES],
        "pursue": 1,
        "later": 0,
        "decline": 0,
        "undecided": 0,
    }
    assert commands.told("list", "--json") == []


def test_plans_are_listed_for_people_and_none_are_said_to_be_none(
    commands: Commands, tmp_path: Path
) -> None:
    assert "There are no plans yet" in commands.done("list", "--plans")
    path = tmp_path / "plan.toml"
    path.write_bytes(write_plan(a_plan(OURS)))
    commands.done("import", path)
    said = commands.done("list", "--plans")
    assert said.splitlines()[0].split() == ["ID", "TITLE", "BETWEEN", "PURSUE", "LATER", "DECLINE"]
    assert OURS in said
    assert "Alder Bay Genetics and Aurel Families Network" in said


def test_a_deleted_plan_is_neither_listed_nor_found(commands: Commands, plan: Partnership) -> None:
    with opened(commands.database) as store:
        store.plans.commit(plan.id, DeletePlan(on=True), who=ADA)
    assert commands.told("list", "--plans", "--json") == []
    assert "and no plan" in commands.refused("report", OURS)


def test_an_exported_plan_reads_back_as_it_is(file: Path, plan: Partnership) -> None:
    assert read_plan(file.read_bytes(), "plan.toml").plan == plan


def test_a_session_comes_before_a_plan_of_the_same_title(
    commands: Commands, plan: Partnership
) -> None:
    commands.new(OURS)
    assert commands.done("export", OURS).startswith("# commongrid session")
    assert commands.done("export", plan.id).startswith("# commongrid plan")
    assert commands.done("export", plan.id[:13]).startswith("# commongrid plan")


def test_a_name_that_may_mean_several_sessions_is_never_taken_for_a_plan(
    commands: Commands, plan: Partnership
) -> None:
    commands.new(OURS)
    commands.new(OURS)
    assert "may mean 2 sessions" in commands.refused("export", OURS)


def test_a_name_that_may_mean_several_plans_is_refused(
    commands: Commands, plan: Partnership
) -> None:
    with opened(commands.database) as store:
        store.plans.create(a_plan(OURS), who=ADA)
    assert "may mean 2 plans" in commands.refused("history", OURS)


def test_a_plan_is_validated_and_each_problem_named(commands: Commands, file: Path) -> None:
    assert commands.done("validate", file) == f"{file}: a plan, no problems\n"
    later(file).write_text(file.read_text(encoding="utf-8").replace("later", "latr"))
    assert 'decision is "latr"; use pursue, later' in commands.refused("validate", file)


def test_the_schema_of_a_plan_is_printed(commands: Commands) -> None:
    assert commands.told("schema", "plan")["title"] == "commongrid-plan, version 1"


def test_importing_the_same_plan_again_changes_nothing(commands: Commands, file: Path) -> None:
    before = commands.told("list", "--plans", "--json")
    assert "there already, nothing to do" in commands.done("import", file)
    assert commands.told("list", "--plans", "--json") == before


def test_a_plan_of_other_content_is_refused_and_nothing_is_changed(
    commands: Commands, file: Path
) -> None:
    said = commands.refused("import", later(file))
    assert "--update takes this file over, --as-copy keeps both" in said
    assert commands.told("list", "--plans", "--json")[0]["pursue"] == 1


def test_an_update_of_a_plan_says_what_changed_and_is_logged(
    commands: Commands, file: Path
) -> None:
    said = commands.done("import", later(file), "--update", "--dry-run")
    assert f"  {TITLE}: later, was pursue\n" in said
    assert commands.told("list", "--plans", "--json")[0]["later"] == 0
    assert commands.done("import", file, "--update") == said.replace(" (dry run)", "")
    (last, *_) = commands.told("history", OURS, "--json")[::-1]
    assert (last["label"], last["before"], last["after"]) == (
        "Updated from a file",
        "pursue",
        "later",
    )


def test_a_copy_of_a_plan_is_kept_beside_the_other(commands: Commands, file: Path) -> None:
    commands.done("import", later(file), "--as-copy")
    told = {one["title"]: one["pursue"] for one in commands.told("list", "--plans", "--json")}
    assert told == {OURS: 1, f"{OURS} (copy)": 0}


def test_a_file_of_a_plan_that_was_deleted_brings_it_back_if_asked(
    commands: Commands, plan: Partnership, file: Path
) -> None:
    with opened(commands.database) as store:
        store.plans.commit(plan.id, DeletePlan(on=True), who=ADA)
    assert "was deleted here" in commands.refused("import", file)
    with opened(commands.database) as store:
        before = len({row.group for row in store.plans.history(plan.id)})
    commands.done("import", file, "--update")
    assert commands.told("list", "--plans", "--json")[0]["pursue"] == 1
    with opened(commands.database) as store:
        rows = store.plans.history(plan.id)
    assert len({row.group for row in rows}) == before + 1
    assert rows[-1].kind is LogKind.IMPORT


def test_a_plan_between_other_sides_is_refused_before_anything_is_kept(
    commands: Commands, plan: Partnership, tmp_path: Path
) -> None:
    other = replace(SIDES[1], session=SessionId("019ab5a4-0000-7000-8000-0000000000ff"))
    path = tmp_path / "other.toml"
    path.write_bytes(write_plan(replace(plan, sides=(SIDES[0], other))))
    said = commands.refused("import", GROUP, path, "--update")
    assert "between other sides" in said
    assert commands.told("list", "--json") == []


def test_sessions_and_a_plan_are_taken_in_together_or_not_at_all(
    commands: Commands, tmp_path: Path
) -> None:
    sides = [read_session(path.read_bytes(), path.name).session for path in (SPONSOR, GROUP)]
    path = tmp_path / "plan.toml"
    path.write_bytes(write_plan(new_partnership(sides, OURS)))
    assert "is the same plan as" in commands.refused("import", SPONSOR, GROUP, path, path)
    assert commands.told("list", "--json") == []
    commands.done("import", SPONSOR, GROUP, path)
    assert len(commands.told("list", "--json")) == 2
    assert "has changed its session" not in commands.done("report", OURS)
    changed = tmp_path / "changed.toml"
    text = SPONSOR.read_text(encoding="utf-8").replace('benefit = "high"', 'benefit = "low"', 1)
    changed.write_text(text, encoding="utf-8")
    commands.done("import", changed, "--update")
    assert "Alder Bay Genetics has changed its session" in commands.done("report", OURS)


def test_a_report_of_a_plan_is_in_the_format_that_was_asked_for(
    commands: Commands, plan: Partnership
) -> None:
    assert TITLE in commands.done("report", OURS)
    told = commands.told("report", OURS, "--format", "json")
    assert (told["format"], told["item"][0]["due"]) == ("commongrid-plan", "2027-03-31")
    assert "Ada" not in commands.done("report", OURS, "--format", "markdown")
    assert "Ada" in commands.done("report", OURS, "--format", "markdown", "--changes")
    assert "SVG is a picture" in commands.refused("report", OURS, "--format", "svg")


def test_the_history_of_a_plan_can_be_of_one_activity(
    commands: Commands, plan: Partnership
) -> None:
    with opened(commands.database) as store:
        other = WriteItem(ActivityId("consent"), "Consent", "pays", "Both", "")
        store.plans.commit(plan.id, other, who=Who("Bo"))
    said = commands.done("history", OURS)
    assert f"Decided on {TITLE}: pursue" in said
    assert "Wrote Consent: who pays" in said
    (title, pays) = commands.told("history", OURS, "--activity", "consent", "--json")
    assert (title["path"], pays["after"], pays["who"]) == ("item/consent/title", "Both", "Bo")


def test_the_problems_of_a_plan_are_those_that_reading_it_has(
    commands: Commands, file: Path
) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace("[plan]", "[plans]"))
    with pytest.raises(FileProblemsError) as caught:
        read_plan(file.read_bytes(), str(file))
    assert commands.refused("import", file).splitlines() == caught.value.problems
