"""What stays home: a canary in every private field and in un-chosen words, sought everywhere.

The history is read at home: of what it tells only private fields are left out.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path

import pytest
from command import GROUP, Commands
from kept import opened
from sides import worked_example

from catalogue.activities import Activity, ActivityId
from catalogue.levels import Level
from sessions import partnership, session
from sessions.edits import (
    ASSESSMENT_TEXTS,
    AddActivity,
    Choose,
    Edit,
    ReviseActivity,
    Write,
    assessment_field,
)
from sessions.files.shapes import AssessedTable, keys
from sessions.session import Assessment, Session, SessionId
from sessions.store import Who
from tui.cli.program import COMMANDS

REGISTRY, FUNDING = ActivityId("registry"), ActivityId("funding")
NOTE, UNCHOSEN = "canary-of-a-note", "canary-of-the-unchosen"
OWN = Activity(ActivityId("own-unchosen"), UNCHOSEN, description=UNCHOSEN)
PRIVATE = [entry.name for entry in fields(Assessment) if entry.metadata.get("private")]
FORMS = ("text", "json", "markdown", "html", "csv", "svg")


def with_canaries() -> Session:
    """The group's session with something to keep in every place that has to keep it."""
    group = replace(worked_example()[1], title="Ours")
    said = dict.fromkeys((*ASSESSMENT_TEXTS, *PRIVATE), UNCHOSEN)
    unchosen = Assessment(FUNDING, benefit=Level.HIGH, **said)
    noted = replace(group.assessment(REGISTRY), **dict.fromkeys(PRIVATE, NOTE))
    told = group.with_assessment(noted).with_assessment(unchosen)
    return told.with_own([*told.own.values(), OWN])


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    commands = Commands(tmp_path / "home" / "test.db")
    ours = with_canaries()
    with opened(commands.database) as store:
        store.create(replace(ours, assessments={}, own={}), who=Who("Ada"))
        for name in PRIVATE:
            store.commit(ours.id, Write(assessment_field(REGISTRY, name), NOTE, ""), who=Who("Ada"))
        store.commit(
            ours.id, Write(assessment_field(FUNDING, "plan"), UNCHOSEN, ""), who=Who("Ada")
        )
        store.commit(ours.id, AddActivity(OWN), who=Who("Ada"))
        store.commit(ours.id, ReviseActivity(OWN), who=Who("Ada"))
        store.commit(ours.id, Choose(OWN.id, False), who=Who("Ada"))
        store.commit(ours.id, Restore(ours), who=Who("Ada"))
    return commands


@dataclass(frozen=True)
class Restore:
    """Put the whole session back, as one edit."""

    session: Session

    def apply(self, session: Session) -> Session:
        return self.session

    def label(self, after: Session) -> str:
        return "Restored"


def unasked(folder: Path) -> Iterator[list[str]]:
    """Every command that tells of a session, without leave to tell what is private."""
    yield ["list"]
    yield ["list", "--json"]
    yield ["export", "Ours"]
    yield ["export", "Ours", "-o", str(folder / "out.toml")]
    yield ["history", "Ours"]
    yield ["history", "Ours", "--json"]
    yield ["history", "Ours", "--activity", "registry", "--json"]
    yield ["rate", "Ours", "consent", "--benefit", "low"]
    yield ["rate", "Ours", "no-such-activity"]
    yield ["open", "Ours"]
    yield ["doctor"]
    yield ["keys"]
    yield ["schema", "session"]
    yield ["schema", "plan"]
    yield ["schema", "catalogue"]
    yield ["template"]
    yield ["activities"]
    yield ["activities", "--json"]
    yield ["completion", "bash"]
    yield ["validate", str(folder / "out.toml")]
    yield ["import", str(folder / "out.toml"), "--dry-run"]
    yield ["import", str(folder / "out.toml"), "--as-copy", "--dry-run"]
    yield ["import", str(folder / "edited.toml"), "--update", "--dry-run"]
    for form in FORMS:
        yield ["report", "Ours", "--format", form]
        yield ["report", "Ours", "--format", form, "--changes"]
        yield ["report", "Ours", "--format", form, "-o", str(folder / f"report.{form}")]
        yield ["compare", "Ours", str(GROUP), "--format", form]


def test_no_output_holds_what_stays_home(commands: Commands, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    asked = set()
    for words in unasked(away):
        result = commands.run(*words)
        asked.add(words[0])
        kept = NOTE if words[0] == "history" else "canary"
        assert kept.encode() not in result.output_bytes, (words, result.output)
        if words[:2] == ["export", "Ours"] and len(words) > 2:
            text = (away / "out.toml").read_text("utf-8")
            (away / "edited.toml").write_text(text.replace('"high"', '"low"', 3), "utf-8")
    for path in away.iterdir():
        assert b"canary" not in path.read_bytes(), path
    assert set(COMMANDS) - asked <= {"demo", "new"}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_asked_for_comes_with_a_word_on_top(commands: Commands, form: str) -> None:
    said = commands.done("report", "Ours", "--format", form, "--with-private")
    assert UNCHOSEN not in said.replace("\\", "")
    if form in ("text", "markdown", "html"):
        assert said.index("contains a private note") < said.replace("\\", "").index(NOTE)
    exported = commands.done("export", "Ours", "--with-private")
    assert exported.startswith("# commongrid session. Private notes ARE in this file (1).\n")
    assert NOTE in exported
    assert UNCHOSEN not in exported


def test_history_hides_private_fields_and_nothing_else(tmp_path: Path) -> None:
    commands = Commands(tmp_path / "test.db")
    ours = SessionId(commands.new())
    note = assessment_field(REGISTRY, "private_note")
    whole = Assessment(REGISTRY, chosen=True, plan="soon", private_note=NOTE)
    chosen: tuple[Edit, ...] = (Choose(REGISTRY, True), Choose(REGISTRY, False))
    with opened(commands.database) as store:
        for edit in chosen:
            store.commit(ours, edit, who=Who("Ada"))
        restored = store.load(ours).session.with_assessment(whole)
        for edit in (Restore(restored), Choose(REGISTRY, False), Write(note, "More", NOTE)):
            store.commit(ours, edit, who=Who("Ada"))
    rows = commands.told("history", ours, "--json")
    assert {row["path"] for row in rows if "(private)" in row.values()} == {note}
    lines = commands.done("history", ours).splitlines()[1:]
    assert [line.split("  ")[2] for line in lines] == [
        "Chose Natural history data and patient registry",
        "Un-chose Natural history data and patient registry",
        "Restored",
        "Un-chose Natural history data and patient registry",
        "(private)",
    ]


def test_every_private_field_has_a_key_of_its_own_in_files() -> None:
    assert PRIVATE
    assert set(PRIVATE) <= set(keys(AssessedTable))


def test_only_assessments_declare_private_fields_so_that_none_is_forgotten() -> None:
    declared = {
        (kind.__name__, entry.name)
        for module in (session, partnership)
        for kind in vars(module).values()
        if isinstance(kind, type) and is_dataclass(kind)
        for entry in fields(kind)
        if entry.metadata.get("private")
    }
    assert {name for name, _ in declared} == {"Assessment"}


def test_what_we_make_is_for_its_owner_alone(commands: Commands, tmp_path: Path) -> None:
    out = tmp_path / "out.toml"
    commands.done("export", "Ours", "-o", out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert stat.S_IMODE(commands.database.parent.stat().st_mode) == 0o700
    for path in commands.database.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
