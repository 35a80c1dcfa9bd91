"""export, import, validate, template and schema."""

from __future__ import annotations

import json
import stat
import tomllib
from pathlib import Path

import pytest
from command import GROUP, SPONSOR, Commands

from sessions.edits import Delete
from sessions.exchange import read_session
from sessions.session import SessionId
from sessions.sqlite.store import SqliteStore
from sessions.store import Who

FAMILIES = "Phase 1/2 gene therapy (families)"


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    return Commands(tmp_path / "test.db")


@pytest.fixture
def ours(commands: Commands, tmp_path: Path) -> Path:
    """A session of ours in the library, and its file."""
    commands.new()
    commands.done("rate", "Phase 2", "registry", "--benefit", "high")
    commands.done("export", "Phase 2", "-o", tmp_path / "ours.toml")
    return tmp_path / "ours.toml"


def changed(path: Path) -> Path:
    path.write_text(path.read_text(encoding="utf-8").replace('"high"', '"low"'), encoding="utf-8")
    return path


def benefit(commands: Commands, session: str = "Phase 2") -> str:
    level: str = commands.told("report", session, "--format", "json")["activity"][0]["benefit"]
    return level


def test_an_export_goes_to_stdout_by_default(commands: Commands) -> None:
    commands.new("Étude")
    text = commands.done("export", "Étude")
    assert text.startswith("# commongrid session. Private notes are not in this file.\n")
    assert tomllib.loads(text)["session"]["title"] == "Étude"


def test_an_export_to_a_file_is_for_its_owner_alone(commands: Commands, ours: Path) -> None:
    assert stat.S_IMODE(ours.stat().st_mode) == 0o600
    assert read_session(ours.read_bytes(), "ours.toml").session.title == "Phase 2"
    assert {path.name for path in ours.parent.iterdir()} == {"ours.toml", "test.db"}


def test_a_file_is_not_overwritten_unless_forced(commands: Commands, tmp_path: Path) -> None:
    commands.new()
    taken = tmp_path / "taken.toml"
    taken.write_text("mine", encoding="utf-8")
    assert "use --force" in commands.refused("export", "Phase 2", "-o", taken)
    assert taken.read_text(encoding="utf-8") == "mine"
    commands.done("export", "Phase 2", "-o", taken, "--force")
    assert taken.read_text(encoding="utf-8").startswith("# commongrid session")


@pytest.mark.parametrize("place", ["", "missing/file.toml"])
def test_a_place_that_cannot_be_written_is_refused_in_a_sentence(
    commands: Commands, tmp_path: Path, place: str
) -> None:
    commands.new()
    said = commands.refused("export", "Phase 2", "--force", "-o", tmp_path / place)
    assert said.count("\n") == 1


def test_private_notes_leave_only_when_asked_for(commands: Commands) -> None:
    commands.done("import", GROUP, "--ours")
    assert "Another company" not in commands.done("export", FAMILIES)
    assert "Another company" in commands.done("export", FAMILIES, "--with-private")
    assert "Another company" not in commands.done("report", FAMILIES)
    assert "Another company" in commands.done("report", FAMILIES, "--with-private")


def test_an_import_is_a_partners_unless_it_is_said_to_be_ours(commands: Commands) -> None:
    commands.done("import", GROUP)
    commands.done("import", SPONSOR, "--ours")
    assert {one["perspective"]: one["ours"] for one in commands.told("list", "--json")} == {
        "patient-group": False,
        "sponsor": True,
    }


def test_importing_the_same_again_changes_nothing(commands: Commands, ours: Path) -> None:
    before = commands.told("list", "--json")
    assert "there already, nothing to do" in commands.done("import", ours)
    assert commands.told("list", "--json") == before


def test_other_content_is_refused_and_nothing_is_changed(commands: Commands, ours: Path) -> None:
    said = commands.refused("import", changed(ours))
    assert "--update takes this file over, --as-copy keeps both" in said
    assert benefit(commands) == "high"


def test_an_update_takes_the_newer_file_over_and_says_what_changed(
    commands: Commands, ours: Path
) -> None:
    said = commands.done("import", changed(ours), "--update")
    assert "benefit fell from high to low" in said
    assert benefit(commands) == "low"
    assert commands.told("history", "Phase 2", "--json")[-1]["label"] == "Updated from a file"


def test_a_copy_is_kept_beside_the_other(commands: Commands, ours: Path) -> None:
    commands.done("import", changed(ours), "--as-copy", "--ours")
    assert benefit(commands) == "high"
    assert benefit(commands, "Phase 2 (copy)") == "low"
    commands.done("rate", "Phase 2 (copy)", "registry", "--benefit", "moderate")


def test_a_partners_session_does_not_become_ours_by_importing_it_again(
    commands: Commands,
) -> None:
    commands.done("import", GROUP)
    result = commands.run("import", GROUP, "--ours")
    assert "stays a partner's session" in result.stderr
    assert not commands.told("list", "--json")[0]["ours"]


def test_a_dry_run_says_the_same_and_does_nothing(commands: Commands, ours: Path) -> None:
    said = commands.done("import", changed(ours), GROUP, "--update", "--dry-run")
    assert "updated (dry run)" in said
    assert "new, 13 activities, 13 rated (dry run)" in said
    assert benefit(commands) == "high"
    assert len(commands.told("list", "--json")) == 1
    assert "--update takes" in commands.refused("import", ours, "--dry-run")


def test_a_dry_run_makes_no_database(commands: Commands) -> None:
    commands.done("import", GROUP, "--dry-run")
    assert not commands.database.exists()


def test_one_bad_file_keeps_all_of_them_out(commands: Commands, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(GROUP.read_text(encoding="utf-8").replace('"high"', '"hgih"'), encoding="utf-8")
    said = commands.refused("import", SPONSOR, bad, tmp_path / "missing.toml")
    assert said.count('benefit is "hgih"; use low, moderate or high') > 3
    assert "missing.toml cannot be read" in said
    assert commands.told("list", "--json") == []


def test_the_same_session_twice_is_refused(commands: Commands, tmp_path: Path) -> None:
    twin = tmp_path / "twin.toml"
    twin.write_bytes(GROUP.read_bytes())
    assert "is the same session as" in commands.refused("import", GROUP, twin)
    assert "is the same session as" in commands.refused("import", GROUP, GROUP)


def test_update_and_copy_together_are_wrong_use(commands: Commands) -> None:
    assert commands.run("import", GROUP, "--update", "--as-copy").exit_code == 2


def test_a_deleted_session_comes_back_only_when_asked(commands: Commands, ours: Path) -> None:
    made = SessionId(commands.told("list", "--json")[0]["id"])
    store = SqliteStore(commands.database)
    store.commit(made, Delete(True), who=Who("Ada"))
    store.close()
    assert "was deleted here" in commands.refused("import", ours)
    commands.done("import", ours, "--update")
    assert [one["id"] for one in commands.told("list", "--json")] == [made]


def test_a_catalogue_is_no_session(commands: Commands) -> None:
    listed = GROUP.parent.parent.parent / "catalogue" / "activities.toml"
    assert "is a catalogue, not a session" in commands.refused("import", listed)


def test_what_a_file_holds_cannot_act_on_the_terminal(commands: Commands, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.toml"
    text = GROUP.read_text(encoding="utf-8")
    hostile.write_text(
        text.replace("(families)", "\\u001b[2J\\u009b\\u202e").replace('"B1"', '"\\u001b[2J"'),
        encoding="utf-8",
    )
    said = commands.refused("import", hostile)
    hostile.write_text(text.replace("(families)", "\\u001b[2J\\u009b\\u202e"), encoding="utf-8")
    result = commands.run("import", hostile)
    said += result.output + commands.done("list") + commands.done("list", "--json")
    assert "␛[2J" in said
    assert not set(said) & set("\x1b\x9b\u202e")


def test_validate_tells_every_problem_of_every_file(commands: Commands, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("x", encoding="utf-8")
    result = commands.run("validate", GROUP, bad, tmp_path / "missing.toml")
    assert result.exit_code == 1
    assert result.stdout == f"{GROUP}: a session, no problems, no provenance\n"
    assert [line.partition(" ")[0] for line in result.stderr.splitlines()] == [
        f"{bad}:1:",
        str(tmp_path / "missing.toml"),
    ]


def test_validate_tells_warnings_and_still_succeeds(commands: Commands, tmp_path: Path) -> None:
    odd = tmp_path / "odd.toml"
    odd.write_text('colour = "red"\n' + GROUP.read_text(encoding="utf-8"), encoding="utf-8")
    result = commands.run("validate", odd)
    assert result.exit_code == 0
    assert result.stderr == f"{odd}:1: colour is not known; left out\n"
    said = "1 thing left out or odd (see above), no provenance"
    assert result.stdout == f"{odd}: a session, {said}\n"
    odd.write_text('shade = "dark"\n' + odd.read_text(encoding="utf-8"), encoding="utf-8")
    assert "2 things left out or odd (see above)" in commands.run("validate", odd).stdout


def test_a_filled_template_can_be_imported(commands: Commands, tmp_path: Path) -> None:
    text = commands.done("template", "--perspective", "sponsor")
    blank = tmp_path / "blank.toml"
    filled = text.replace('title = ""', 'title = "T"', 1).replace('name = ""', 'name = "N"', 1)
    blank.write_text(filled, encoding="utf-8")
    commands.done("import", blank)
    assert "nothing to do" in commands.done("import", blank)
    assert commands.told("list", "--json")[0]["perspective"] == "sponsor"


def test_a_schema_is_json(commands: Commands) -> None:
    assert commands.told("schema", "session")["title"] == "commongrid-session, version 1"
    assert commands.told("schema", "commongrid-catalogue")
    assert "no kind of file" in commands.refused("schema", "letter")


def test_json_is_printed_as_it_is_written(commands: Commands) -> None:
    commands.new("患者")
    assert "患者" in commands.done("list", "--json")
    assert json.loads(commands.done("list", "--json"))[0]["title"] == "患者"
