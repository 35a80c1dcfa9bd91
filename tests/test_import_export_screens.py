"""Files by pressed keys: what is in one, what it changes, what is written and what stays home."""

from __future__ import annotations

import re
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bench import Bench
from sides import worked_example
from textual.message import Message
from textual.screen import Screen

from catalogue.activities import ActivityId
from catalogue.levels import Dimension, Level
from sessions.comparison import compare
from sessions.edits import Update
from sessions.errors import CommongridError, UnknownPlanError, UnknownSessionError
from sessions.exchange import read_plan, read_session, write_plan, write_session
from sessions.partnership import Decision, Partnership, PlanId
from sessions.plans.edits import Decide
from sessions.plans.planning import new_partnership
from sessions.session import Session
from sessions.store import Stored, StoredPlan
from tui.files import FileThereError, entries, write_file
from tui.messages import (
    Announced,
    BackRequested,
    CreateRequested,
    LoadRequested,
    PlanCreateRequested,
    PlanLoadRequested,
    PlanUpdateRequested,
    StoredEditRequested,
)
from tui.screens.confirm import Confirm
from tui.screens.exportables import comparison_exportable, plan_exportable, session_exportable
from tui.screens.exporting import ExportPage
from tui.screens.found import Found, Problems
from tui.screens.importing import ImportPage
from tui.widgets.finder import Finder
from tui.widgets.form import FormField
from tui.widgets.rows import Rows

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SPONSOR, GROUP = worked_example()
REGISTRY = ActivityId("registry")


def stored(session: Session, *, ours: bool = True) -> Stored:
    return Stored(session, 1, ours, NOW, NOW)


def put_file(folder: Path, session: Session, name: str = "group.toml") -> Path:
    """A session as a file in a folder."""
    path = folder / name
    path.write_bytes(write_session(session, created=NOW, modified=NOW, exported=NOW))
    return path


def library(*held: Stored) -> Callable[[Message], object]:
    """Answers as the app does: with what the library holds."""

    def answer(message: Message) -> None:
        if isinstance(message, LoadRequested):
            found = [one for one in held if one.session.id == message.session]
            message.respond(found[0] if found else UnknownSessionError("no such session"))

    return answer


async def import_by(
    folder: Path, *keys: str, held: tuple[Stored, ...] = (), start: tuple[str, ...] = ("enter",)
) -> tuple[list[Message], Screen[object], str]:
    """Open the first file of a folder and press keys: what was said, where one is, what is seen."""
    app = Bench(ImportPage(folder), answer=library(*held))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press(*start)
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        said = [message for message in app.said if not isinstance(message, LoadRequested)]
        return said, app.screen, app.screen_text()


# ---- taking in


async def test_a_good_file_says_what_is_in_it_before_anything_is_kept(tmp_path):
    put_file(tmp_path, GROUP)
    said, screen, text = await import_by(tmp_path)
    assert isinstance(screen, Found)
    assert "Aurel Families Network · Patient group" in text
    assert "13 activities chosen, 13 rated, 1 added to the list" in text
    assert said == []


async def test_enter_takes_a_file_in_as_a_partners(tmp_path):
    put_file(tmp_path, GROUP)
    said, _, _ = await import_by(tmp_path, "enter")
    made = next(message for message in said if isinstance(message, CreateRequested))
    assert not made.ours
    assert made.session.id == GROUP.id
    assert made.modified == NOW
    assert isinstance(said[-1], BackRequested)


async def test_a_file_is_taken_in_as_ours_if_that_is_said(tmp_path):
    put_file(tmp_path, GROUP)
    said, _, _ = await import_by(tmp_path, "shift+tab", "2", "tab", "enter")
    assert next(message for message in said if isinstance(message, CreateRequested)).ours


async def test_escape_keeps_nothing_of_the_file(tmp_path):
    put_file(tmp_path, GROUP)
    said, screen, _ = await import_by(tmp_path, "escape")
    assert said == []
    assert isinstance(screen, ImportPage)


async def test_every_problem_of_a_bad_file_is_shown(tmp_path):
    path = put_file(tmp_path, GROUP)
    path.write_bytes(path.read_bytes().replace(b'"high"', b'"hgih"', 2))
    said, screen, text = await import_by(tmp_path)
    assert isinstance(screen, Problems)
    assert "2 problems" in text
    assert text.count("hgih") == 2
    assert said == []


async def test_a_newer_file_of_a_known_session_says_what_it_would_change(tmp_path):
    newer = GROUP.with_assessment(
        GROUP.assessment(REGISTRY).rate(Dimension.INVESTMENT, Level.MODERATE)
    )
    put_file(tmp_path, newer)
    said, _, text = await import_by(tmp_path, held=(stored(GROUP, ours=False),))
    assert "in the library already" in text
    assert "investment fell from high to moderate" in text
    said, _, _ = await import_by(tmp_path, "enter", held=(stored(GROUP, ours=False),))
    update = next(message for message in said if isinstance(message, StoredEditRequested))
    assert update.session == GROUP.id
    assert isinstance(update.edit, Update)
    assert update.imported


async def test_keeping_both_makes_a_second_session_and_leaves_the_first(tmp_path):
    put_file(tmp_path, replace(GROUP, title="Newer"))
    said, _, _ = await import_by(tmp_path, "tab", "enter", held=(stored(GROUP, ours=False),))
    made = next(message for message in said if isinstance(message, CreateRequested))
    assert made.session.id != GROUP.id
    assert made.session.title == "Newer (copy)"
    assert not made.ours
    assert not [message for message in said if isinstance(message, StoredEditRequested)]


async def test_a_file_that_says_the_same_has_nothing_to_update(tmp_path):
    put_file(tmp_path, GROUP)
    said, _, _ = await import_by(tmp_path, "enter", held=(stored(GROUP),))
    assert [type(message) for message in said] == [BackRequested]


async def test_updating_a_deleted_session_brings_it_back(tmp_path):
    put_file(tmp_path, GROUP)
    gone = stored(replace(GROUP, deleted=True))
    said, _, _ = await import_by(tmp_path, "enter", held=(gone,))
    edits = [message.edit for message in said if isinstance(message, StoredEditRequested)]
    assert edits == [Update(GROUP)]
    assert not edits[0].apply(gone.session).deleted


async def test_whoever_asked_is_told_which_session_it_became(tmp_path):
    put_file(tmp_path, GROUP)
    told: list[str] = []
    app = Bench(ImportPage(tmp_path, then=told.append), answer=library())
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert told == [GROUP.id]


@pytest.fixture
def near_the_top() -> Iterator[Path]:
    """A folder whose path is soon typed."""
    with tempfile.TemporaryDirectory(prefix="") as folder:
        yield Path(folder)


async def test_a_path_can_be_typed(tmp_path, near_the_top):
    below = near_the_top / "a b"
    below.mkdir()
    put_file(below, GROUP)
    typed = ("slash", *str(below / "group.toml"), "enter")
    _, screen, _ = await import_by(tmp_path, start=typed)
    assert isinstance(screen, Found)


async def test_typing_finds_files_of_the_folder(tmp_path):
    put_file(tmp_path, GROUP, "group.toml")
    put_file(tmp_path, SPONSOR, "sponsor.toml")
    typed = ("slash", *"spon", "enter", "enter")
    _, screen, text = await import_by(tmp_path, start=typed)
    assert isinstance(screen, Found)
    assert "Alder Bay Genetics" in text


@pytest.mark.parametrize("start", ["", "/", "f3"])
async def test_the_key_that_leads_to_the_line_begins_a_path_from_the_top(
    tmp_path: Path, near_the_top: Path, start: str
) -> None:
    below = near_the_top / "b"
    below.mkdir()
    put_file(below, GROUP)
    keys = {"": ("slash", *str(below)[1:]), "/": ("slash", *str(below)), "f3": ("f3", *str(below))}
    _, _, text = await import_by(tmp_path, start=(*keys[start], "enter"))
    assert f"{below}"[:70] in text
    assert "group.toml" in text


async def test_a_name_of_the_top_is_gone_to_where_no_file_here_has_it(tmp_path: Path) -> None:
    put_file(tmp_path, SPONSOR, "tmp-sponsor.toml")
    _, _, text = await import_by(tmp_path, start=("slash", *"tmp", "enter"))
    assert "tmp-sponsor.toml" in text
    _, _, text = await import_by(tmp_path, start=("slash", *"usr", "enter"))
    assert " /usr\n" in re.sub(" +\n", "\n", text)
    assert "lib/" in text


async def test_a_file_that_is_not_there_is_said(tmp_path):
    typed = ("slash", *"./none.toml", "enter")
    _, screen, text = await import_by(tmp_path, start=typed)
    assert isinstance(screen, ImportPage)
    assert "there is no such file" in " ".join(text.split())


@pytest.mark.parametrize("key", ["escape", "x", "backspace"])
async def test_what_was_wrong_with_a_path_is_said_until_it_is_left_or_changed(tmp_path, key):
    typed = ("slash", *"./none.toml", "enter")
    _, screen, text = await import_by(tmp_path, key, start=typed)
    assert isinstance(screen, ImportPage)
    assert "there is no such file" not in " ".join(text.split())


async def test_folders_are_walked_down_and_up(tmp_path):
    below = tmp_path / "below"
    below.mkdir()
    put_file(below, GROUP)
    app = Bench(ImportPage(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        for keys in (["end", "enter"], ["left"]):
            await app.workers.wait_for_complete()
            await pilot.pause()
            if keys == ["left"]:
                assert "group.toml" in app.screen_text()
            await pilot.press(*keys)
        await app.workers.wait_for_complete()
        await pilot.pause()
        rows = app.screen.query_one("#files", Rows).rows
        assert [row.cells[0] for row in rows] == ["../", "below/"]


# ---- writing


def exporting(session: Session, folder: Path) -> Bench:
    return Bench(ExportPage(session_exportable(stored(session), lambda: NOW), folder))


def noted(session: Session) -> Session:
    """The session with a private note on one activity."""
    note = replace(session.assessment(REGISTRY), private_note="Ask Ana first")
    return session.with_assessment(note)


async def export_by(session: Session, folder: Path, *keys: str) -> Bench:
    """Press keys on the export of a session; the app, to be asked what was said."""
    app = exporting(session, folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await app.workers.wait_for_complete()
        await pilot.pause()
    return app


async def test_a_session_is_written_as_a_file_that_imports_again(tmp_path):
    app = await export_by(GROUP, tmp_path, "f5")
    (path,) = tmp_path.iterdir()
    assert path.name == "session-of-aurel-families-network.toml"
    assert read_session(path.read_bytes(), path.name).session == GROUP
    assert str(path) in app.last_said(Announced).sentence
    assert app.all_said(BackRequested)


async def test_the_file_is_for_its_owner_only(tmp_path):
    await export_by(GROUP, tmp_path, "f5")
    (path,) = tmp_path.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_private_notes_stay_home_unless_asked_for(tmp_path):
    await export_by(noted(GROUP), tmp_path, "f5")
    (path,) = tmp_path.iterdir()
    assert b"Ask Ana" not in path.read_bytes()
    path.unlink()
    await export_by(noted(GROUP), tmp_path, "tab", "2", "f5")
    (path,) = tmp_path.iterdir()
    assert b"Ask Ana" in path.read_bytes()


async def test_the_preview_counts_what_goes_and_what_stays(tmp_path):
    app = exporting(noted(GROUP), tmp_path)
    async with app.run_test(size=(80, 30)) as pilot:
        assert "13 chosen activities, 13 of them rated" in app.screen_text()
        assert "private notes: 1" in app.screen_text()
        await pilot.press("tab", "2")
        await pilot.pause()
        assert "PRIVATE NOTES: 1" in app.screen_text()


async def test_without_private_notes_nobody_is_asked_about_them(tmp_path):
    app = exporting(GROUP, tmp_path)
    async with app.run_test(size=(80, 24)):
        assert not app.screen.query("#notes")


async def test_another_file_is_kept_unless_its_loss_is_agreed_to(tmp_path):
    path = tmp_path / "session-of-aurel-families-network.toml"
    path.write_text("mine")
    app = exporting(GROUP, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        await pilot.pause()
        assert path.read_text() == "mine"
        await pilot.press("f5")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("y")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert path.read_text() != "mine"
        assert [one.name for one in tmp_path.iterdir()] == [path.name]


async def test_a_format_gives_its_ending_to_a_name_that_nobody_touched(tmp_path):
    app = exporting(GROUP, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        field = app.screen.query_one("#file", FormField)
        await pilot.press("2")
        await pilot.pause()
        assert field.text == "session-of-aurel-families-network.md"
        field.focus()
        await pilot.press("end", "x", "shift+tab", "3")
        await pilot.pause()
        assert field.text == "session-of-aurel-families-network.mdx"


@pytest.mark.parametrize("digit", range(1, 8))
async def test_every_format_is_written(tmp_path, digit):
    await export_by(GROUP, tmp_path, str(digit), "f5")
    (path,) = tmp_path.iterdir()
    assert path.stat().st_size > 100


async def test_a_comparison_is_written_as_a_report(tmp_path):

    what = comparison_exportable(compare([SPONSOR, GROUP]), lambda: NOW)
    app = Bench(ExportPage(what, tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await app.workers.wait_for_complete()
        await pilot.pause()
    (path,) = tmp_path.iterdir()
    assert path.name == "alder-bay-genetics-and-aurel-families-network.md"


async def test_a_folder_that_is_not_there_is_said(tmp_path):
    app = exporting(GROUP, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one("#file", FormField).focus()
        await pilot.press("home", *"none/", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "there is no such file" in " ".join(app.screen_text().split())
        assert app.said == []


# ---- files


def test_a_write_that_fails_leaves_the_former_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "a.toml"
    path.write_text("former")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CommongridError, match="No space left"):
        write_file(path, b"new", replace=True)
    assert path.read_text() == "former"
    assert [one.name for one in tmp_path.iterdir()] == ["a.toml"]


def test_a_file_is_never_written_over_unasked(tmp_path):
    path = tmp_path / "a.toml"
    write_file(path, b"first")
    with pytest.raises(FileThereError):
        write_file(path, b"second")
    assert path.read_bytes() == b"first"


def test_a_folder_lists_toml_files_then_folders_and_nothing_hidden(tmp_path):
    for name in ("b.toml", "a.TOML", "c.txt", ".hidden.toml"):
        (tmp_path / name).write_text("x")
    (tmp_path / "sub").mkdir()
    assert [one.path.name for one in entries(tmp_path)[1:]] == ["a.TOML", "b.toml", "sub"]


# ---- plans


def shelf(*held: StoredPlan) -> Callable[[Message], object]:
    """Answers as the app does: with the plans that are kept."""

    def answer(message: Message) -> None:
        if isinstance(message, PlanLoadRequested):
            found = [one for one in held if one.plan.id == message.plan]
            message.respond(found[0] if found else UnknownPlanError("no such plan"))

    return answer


async def import_plan(
    folder: Path, plan: Partnership, *keys: str, held: tuple[StoredPlan, ...] = ()
) -> tuple[list[Message], str]:
    """Open the file of a plan, see what is said of it, and press keys."""
    (folder / "plan.toml").write_bytes(write_plan(plan))
    app = Bench(ImportPage(folder), answer=shelf(*held))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        seen = app.screen_text()
        await pilot.press(*keys)
        await pilot.pause()
        return app.said, seen


def agreed(decision: Decision) -> Partnership:
    """The plan of the worked example with one decision in it."""
    plan = new_partnership([SPONSOR, GROUP], "Our plan")
    plan = replace(plan, id=PlanId("01a1f82f-2102-70f4-8cc7-6eac44128a4c"))
    return Decide(REGISTRY, "Registry", decision).apply(plan)


async def test_a_plan_is_taken_in_after_its_contents_are_shown(tmp_path: Path) -> None:
    plan = agreed(Decision.PURSUE)
    said, seen = await import_plan(tmp_path, plan, "enter")
    assert "Our plan" in seen
    assert "1 pursue" in seen
    taken = PlanCreateRequested(plan, "Took in Our plan")
    assert [one for one in said if isinstance(one, PlanCreateRequested)] == [taken]


async def test_a_newer_file_of_a_plan_says_what_it_would_change(tmp_path: Path) -> None:
    held = StoredPlan(agreed(Decision.PURSUE), 1, NOW, NOW)
    plan = agreed(Decision.DECLINE)
    said, seen = await import_plan(tmp_path, plan, "enter", held=(held,))
    assert "decline, was pursue" in seen
    assert [one.plan for one in said if isinstance(one, PlanUpdateRequested)] == [plan]


async def test_a_plan_that_says_the_same_has_nothing_to_update(tmp_path: Path) -> None:
    held = StoredPlan(agreed(Decision.PURSUE), 1, NOW, NOW)
    said, seen = await import_plan(tmp_path, held.plan, "enter", held=(held,))
    assert "says the same" in seen
    assert not [one for one in said if isinstance(one, PlanUpdateRequested | PlanCreateRequested)]


async def test_a_plan_is_written_as_a_file_that_reads_again(tmp_path: Path) -> None:
    plan = agreed(Decision.LATER)
    app = Bench(ExportPage(plan_exportable(plan), tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f5")
        await app.workers.wait_for_complete()
        await pilot.pause()
    (written,) = tmp_path.glob("*.toml")
    assert read_plan(written.read_bytes(), written.name).plan == plan


async def test_a_path_that_leads_nowhere_stays_to_be_corrected(tmp_path: Path) -> None:
    put_file(tmp_path, GROUP)
    app = Bench(ImportPage(tmp_path), answer=library())
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("slash", *"./grup.toml", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        finder = app.screen.query_one("#path", Finder)
        assert finder.text == "./grup.toml"
        assert finder.has_focus
        assert "There is no" in app.screen_text() or "grup.toml" in app.screen_text()


async def test_what_is_typed_right_after_the_key_is_not_lost(tmp_path: Path) -> None:
    put_file(tmp_path, GROUP)
    app = Bench(ImportPage(tmp_path), answer=library())
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        app.screen.action_find()
        assert app.screen.focused is app.screen.query_one("#path")
