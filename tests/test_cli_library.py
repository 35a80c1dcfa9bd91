"""list, new, rate and history."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from command import GROUP, Commands
from kept import ANNA, opened
from planned import a_plan

from sessions.exchange import TITLE_LENGTH


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    return Commands(tmp_path / "test.db")


def test_an_empty_library_is_an_empty_list_and_makes_no_database(commands: Commands) -> None:
    assert commands.told("list", "--json") == []
    assert "no sessions yet" in commands.done("list")
    assert not commands.database.exists()


def test_new_prints_the_id_alone(commands: Commands) -> None:
    made = commands.new()
    (listed,) = commands.told("list", "--json")
    assert listed.pop("modified").endswith("Z")
    assert listed == {
        "id": made,
        "title": "Phase 2",
        "perspective": "sponsor",
        "organisation": "Our co",
        "ours": True,
        "chosen": 0,
        "rated": 0,
        "step": "identify",
        "archived": False,
    }


def test_the_list_shows_what_tells_sessions_apart(commands: Commands) -> None:
    first, second = commands.new("One"), commands.new("Two")
    lines = commands.done("list").splitlines()
    assert lines[0].split() == ["ID", "TITLE", "ORGANISATION", "WHOSE", "RATED", "STEP"]
    shown = {line.split()[1]: line.split()[0] for line in lines[1:]}
    assert first.startswith(shown["One"])
    assert second.startswith(shown["Two"])
    assert commands.told("report", shown["One"], "--format", "json")["session"]["id"] == first


@pytest.mark.parametrize(
    ("title", "organisation", "said"),
    [("  ", "O", "neither may be empty"), ("T", "", "neither may be empty")],
)
def test_a_session_needs_a_title_and_an_organisation(
    commands: Commands, title: str, organisation: str, said: str
) -> None:
    words = ["--title", title, "--perspective", "joint", "--organisation", organisation]
    assert said in commands.refused("new", *words)
    assert not commands.database.exists()


def test_a_title_that_no_file_could_hold_is_refused(commands: Commands) -> None:
    words = ["--perspective", "joint", "--organisation", "O"]
    assert "shorten it to 300" in commands.refused(
        "new", "--title", "x" * (TITLE_LENGTH + 1), *words
    )


def test_titles_from_the_command_line_are_made_safe(commands: Commands) -> None:
    commands.new("a\x1b]52;c;eA==\x07b\nc")
    assert commands.told("list", "--json")[0]["title"] == "a␛]52;c;eA==␇b c"


def test_rating_chooses_and_gives_levels_and_reasons(commands: Commands) -> None:
    commands.new()
    words = ["--benefit", "high", "--benefit-why", "it\ncounts", "--plan", "soon"]
    said = commands.done("rate", "Phase 2", "registry", *words)
    assert said == (
        "Natural history data and patient registry: benefit high, investment not rated\n"
    )
    (entry,) = commands.told("report", "Phase 2", "--format", "json")["activity"]
    assert entry == {
        "id": "registry",
        "benefit": "high",
        "benefit-why": "it\ncounts",
        "plan": "soon",
    }


def test_rating_leaves_what_is_not_given_as_it_is(commands: Commands) -> None:
    commands.new()
    commands.done("rate", "Phase 2", "registry", "--benefit", "high", "--plan", "soon")
    commands.done("rate", "Phase 2", "registry", "--investment", "low")
    (entry,) = commands.told("report", "Phase 2", "--format", "json")["activity"]
    assert entry == {"id": "registry", "benefit": "high", "investment": "low", "plan": "soon"}


def test_an_unknown_activity_is_refused_with_the_nearest(commands: Commands) -> None:
    commands.new()
    assert "the nearest is registry" in commands.refused("rate", "Phase 2", "registri")
    assert commands.told("history", "Phase 2", "--json") == []


def test_an_unknown_level_is_wrong_use(commands: Commands) -> None:
    commands.new()
    assert commands.run("rate", "Phase 2", "registry", "--benefit", "3").exit_code == 2


def test_a_partners_session_is_not_rated(commands: Commands) -> None:
    commands.done("import", GROUP)
    said = commands.refused("rate", "Phase 1/2 gene therapy (families)", "registry")
    assert "partner's session" in said


def test_an_unknown_session_is_refused_and_makes_no_database(commands: Commands) -> None:
    assert 'No session is called "nope"' in commands.refused("rate", "nope", "registry")
    assert not commands.database.exists()


@pytest.mark.parametrize("words", [("history",), ("export",), ("rate", "registry"), ("compare",)])
def test_a_title_is_found_in_other_capitals_where_that_is_one_alone(
    commands: Commands, words: tuple[str, ...]
) -> None:
    commands.new("Phase 2")
    command, *rest = words
    rest = [str(GROUP)] if command == "compare" else rest
    commands.done(command, "phase 2", *rest)
    commands.new("PHASE 2")
    told = commands.refused(command, "phase 2", *rest)
    assert 'the nearest are "PHASE 2" and "Phase 2"' in told
    commands.done(command, "PHASE 2", *rest)


def test_a_plan_is_found_in_other_capitals_but_after_what_is_written_so(
    commands: Commands,
) -> None:
    with opened(commands.database) as store:
        for title in ("Our plan", "phase 2"):
            store.plans.create(replace(a_plan(), title=title), who=ANNA)
    commands.new("Phase 2")
    assert commands.done("export", "our PLAN") == commands.done("export", "Our plan")
    assert 'title = "phase 2"' in commands.done("export", "phase 2")
    assert 'title = "Phase 2"' in commands.done("export", "Phase 2")


@pytest.mark.parametrize(
    ("said", "near"),
    [
        ("Phse 2", '"Phase 2"'),
        ("family", '"Family registry of the network"'),
        ("zzz", "commongrid list"),
        ("", "commongrid list"),
    ],
)
def test_a_name_that_nothing_has_names_what_comes_near(
    commands: Commands, said: str, near: str
) -> None:
    commands.new("Phase 2")
    commands.new("Family registry of the network")
    for words in (["history", said], ["rate", said, "registry"]):
        assert near in commands.refused(*words)


def test_history_tells_each_change_oldest_first(commands: Commands) -> None:
    commands.new()
    commands.done("rate", "Phase 2", "registry", "--benefit", "high", "--plan", "soon")
    commands.done("rate", "Phase 2", "funding", "--benefit", "low")
    rows = commands.told("history", "Phase 2", "--json")
    assert [row["path"] for row in rows] == [
        "activity/registry/chosen",
        "activity/registry/benefit",
        "activity/registry/plan",
        "activity/funding/chosen",
        "activity/funding/benefit",
    ]
    assert {row["group"] for row in rows[:3]} != {row["group"] for row in rows[3:]}
    assert rows[1] == {
        "seq": rows[1]["seq"],
        "group": rows[0]["group"],
        "at": rows[1]["at"],
        "who": "Ada",
        "label": "Rated Natural history data and patient registry: benefit high, wrote plan",
        "path": "activity/registry/benefit",
        "before": None,
        "after": "high",
        "reverts": None,
    }
    only = commands.told("history", "Phase 2", "--activity", "funding", "--json")
    assert [row["seq"] for row in only] == [row["seq"] for row in rows[3:]]
    lines = commands.done("history", "Phase 2").splitlines()
    assert len(lines) == 3
    assert lines[1].endswith("Ada  " + rows[0]["label"])


def test_a_session_of_a_list_of_ones_own_offers_that_list(
    commands: Commands, tmp_path: Path
) -> None:
    listed = tmp_path / "list.toml"
    listed.write_text(
        'format = "commongrid-catalogue"\nversion = 1\n[catalogue]\nid = "ours"\nversion = "1"\n'
        'title = "Ours"\n[[activity]]\nid = "a1"\ntitle = "One"\n',
        encoding="utf-8",
    )
    words = ["--title", "T", "--perspective", "sponsor", "--organisation", "O"]
    commands.done("new", *words, "--catalogue", listed)
    commands.done("rate", "T", "a1", "--benefit", "low")
    assert "no activity" in commands.refused("rate", "T", "registry")
    assert commands.told("activities", "--catalogue", listed, "--json")[0]["id"] == "a1"


@pytest.mark.parametrize("head", ["", 'format = "commongrid-list"\n'], ids=["none", "another"])
def test_a_list_without_its_format_is_told_the_format_of_a_list(
    commands: Commands, tmp_path: Path, head: str
) -> None:
    listed = tmp_path / "list.toml"
    listed.write_text(f'{head}[[activity]]\nid = "a1"\ntitle = "One"\n', encoding="utf-8")
    words = ["--title", "T", "--perspective", "sponsor", "--organisation", "O"]
    said = commands.refused("new", *words, "--catalogue", listed)
    said += commands.refused("activities", "--catalogue", listed)
    assert said.count('"commongrid-catalogue"') == 2
    assert "session" not in said.replace(str(tmp_path), "")
    assert '"commongrid-plan"' in commands.refused("import", listed)
    assert '"commongrid-catalogue"' in commands.refused("validate", listed)


def test_a_missing_file_is_refused_not_wrong_use(commands: Commands) -> None:
    words = ["--title", "T", "--perspective", "sponsor", "--organisation", "O"]
    said = commands.refused("new", *words, "--catalogue", "nowhere.toml")
    assert said.startswith("nowhere.toml cannot be read")
