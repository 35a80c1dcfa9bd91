"""activities, compare, report, doctor, completion, and the help of all commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command import GROUP, SPONSOR, Commands

from catalogue.activities import builtin
from sessions.joint.reading import JointClass
from tui.cli import health
from tui.cli.program import COMMANDS
from tui.screens import guard


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    return Commands(tmp_path / "test.db")


def test_activities_are_listed_in_the_order_of_the_list(commands: Commands) -> None:
    told = commands.told("activities", "--json")
    assert [one["id"] for one in told] == [entry.id for entry in builtin().activities]
    keys = "id title label phases primary_phase description examples provenance"
    assert all(" ".join(one) == keys for one in told)
    text = commands.done("activities")
    assert all(one["id"] in text and one["title"] in text for one in told)
    assert "CTTI's own wording" in text


def test_a_phase_lists_every_activity_that_names_it(commands: Commands) -> None:
    told = commands.told("activities", "--phase", "review", "--json")
    assert told
    assert all("review" in one["phases"] for one in told)
    assert any(one["primary_phase"] != "review" for one in told)


def test_files_are_compared_without_a_database(commands: Commands) -> None:
    told = commands.told("compare", SPONSOR, GROUP, "--format", "json")
    assert [side["name"] for side in told["sides"]] == [
        "Alder Bay Genetics",
        "Aurel Families Network",
    ]
    assert told["counts"] == {
        **dict.fromkeys(map(str, JointClass), 0),
        "start-here": 5,
        "next-wave": 3,
        "resource-jointly": 2,
        "discuss": 2,
        "offer": 1,
    }
    assert told["activities"][0]["class"] == "start-here"
    assert not commands.database.exists()


def test_a_stored_session_is_compared_with_a_file(commands: Commands) -> None:
    commands.done("import", SPONSOR, "--ours")
    told = commands.told("compare", "Phase 1/2 gene therapy (sponsor)", GROUP, "--format", "json")
    assert told["counts"]["start-here"] == 5


@pytest.mark.parametrize("form", ["text", "markdown", "html", "csv", "json"])
def test_a_comparison_is_written_in_every_format(
    commands: Commands, tmp_path: Path, form: str
) -> None:
    written = tmp_path / "reading"
    commands.done("compare", SPONSOR, GROUP, "--format", form, "-o", written)
    assert "Alder Bay Genetics" in written.read_text(encoding="utf-8")
    assert "use --force" in commands.refused("compare", SPONSOR, GROUP, "-o", written)


def test_titles_that_match_are_named_and_joined_when_asked(
    commands: Commands, tmp_path: Path
) -> None:
    other = tmp_path / "other.toml"
    text = GROUP.read_text(encoding="utf-8")
    other.write_text(text.replace("own-travel-relocation-fund", "own-fund"), encoding="utf-8")
    apart = commands.run("compare", SPONSOR, other, "--format", "json")
    assert "--match-titles" in apart.stderr
    assert '"one-sided": 2' in apart.stdout
    joined = commands.run("compare", SPONSOR, other, "--format", "json", "--match-titles")
    assert joined.stderr == ""
    assert '"one-sided": 0' in joined.stdout


def test_one_side_is_wrong_use_and_a_missing_file_a_refusal(commands: Commands) -> None:
    assert commands.run("compare", SPONSOR).exit_code == 2
    assert "is no file" in commands.refused("compare", SPONSOR, "nowhere.toml")
    assert "No session is called" in commands.refused("compare", SPONSOR, "nowhere")
    assert "given twice" in commands.refused("compare", SPONSOR, SPONSOR)


@pytest.mark.parametrize("form", ["text", "markdown", "html", "csv", "json", "svg"])
def test_a_report_is_written_in_every_format(commands: Commands, form: str) -> None:
    commands.done("import", SPONSOR)
    text = commands.done("report", "Phase 1/2 gene therapy (sponsor)", "--format", form)
    assert "consent" in text.lower()


def test_a_report_names_people_only_when_asked(commands: Commands) -> None:
    commands.new()
    commands.done("rate", "Phase 2", "registry", "--benefit", "high")
    assert "Ada" not in commands.done("report", "Phase 2")
    assert "Ada" in commands.done("report", "Phase 2", "--changes")


def test_doctor_finds_nothing_wrong_where_nothing_is(commands: Commands) -> None:
    assert "none yet" in commands.done("doctor")
    commands.new()
    said = commands.done("doctor")
    assert re.search(r"integrity +ok", said)
    assert re.search(r"readable +by you alone", said)
    assert str(commands.database) in said


def test_doctor_says_what_is_wrong(tmp_path: Path) -> None:
    broken = Commands(tmp_path / "broken.db")
    broken.database.write_text("no database at all, but long enough to look", encoding="utf-8")
    assert "not a database" in broken.refused("doctor")


def test_doctor_measures_by_what_the_screens_need() -> None:
    assert health.LEAST == (guard.LEAST_WIDTH, guard.LEAST_HEIGHT)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed(commands: Commands, shell: str) -> None:
    assert "commongrid" in commands.done("completion", shell)


def test_the_screens_are_refused_where_there_is_no_terminal(commands: Commands) -> None:
    commands.new()
    for words in ([], ["demo"], ["open", "Phase 2"]):
        assert "needs a terminal" in commands.refused(*words)
    assert "No session is called" in commands.refused("open", "nope")
    assert commands.run("open", "Phase 2", "--at", "nowhere").exit_code == 2


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_fits(commands: Commands, name: str) -> None:
    said = commands.done(name, "--help")
    assert said.startswith("Usage: ")
    listed = next(line for line in commands.done("--help").splitlines() if f"  {name} " in line)
    assert not listed.endswith("...")


def test_wrong_use_is_two_and_the_version_is_told(commands: Commands) -> None:
    assert commands.run("nonsense").exit_code == 2
    assert commands.done("--version").startswith("commongrid ")
