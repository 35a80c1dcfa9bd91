"""A fault of the program: one sentence, a report without anybody's words, a terminal restored."""

from __future__ import annotations

import re
import stat
import sys
import termios
from pathlib import Path

import pytest
from command import ROOT, Commands, start
from terminal import Terminal

from sessions.errors import CommongridError
from tui import crash, locations

NOTE = "canary-of-a-private-note"

FAULT_IN = """
from {module} import {name}
def fault(self, *arguments):
    note = "{note}"
    raise {error}
{name}.{method} = fault
from tui.cli import main
main()
"""


def raised() -> Exception:
    private_note = NOTE
    try:
        try:
            {}[private_note]
        except KeyError:
            raise ValueError(private_note) from None
    except ValueError as error:
        caught = error
    return caught


def modes_left_on(output: bytes) -> set[bytes]:
    """The private modes of the terminal that were set last and not taken back."""
    found = dict(re.findall(rb"\x1b\[\?(\d+)([hl])", output))
    return {mode for mode, last in found.items() if last == b"h"}


def reports(folder: Path) -> list[Path]:
    return sorted(folder.rglob("crash-*.txt"))


def test_a_report_tells_where_and_what_kind_and_nothing_that_was_typed(tmp_path: Path) -> None:
    said = crash.report(raised(), tmp_path / "state" / "commongrid")
    (path,) = reports(tmp_path)
    text = path.read_text(encoding="utf-8")
    assert str(path) in said
    assert "test_crash.py" in text
    assert "in raised" in text
    assert "builtins.ValueError" in text
    assert NOTE not in said + text


def test_a_report_is_for_its_owner_alone(tmp_path: Path) -> None:
    crash.report(raised(), tmp_path / "state" / "commongrid")
    (path,) = reports(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_only_the_newest_reports_are_kept(tmp_path: Path) -> None:
    other = tmp_path / "rescued.toml"
    other.touch()
    said = [crash.report(raised(), tmp_path) for _ in range(crash.KEPT + 3)]
    kept = reports(tmp_path)
    assert len(kept) == crash.KEPT
    assert [str(path) in one for path, one in zip(kept, said[3:], strict=True)] == [True] * len(
        kept
    )
    assert other.exists()


def test_in_restricted_mode_a_report_follows_no_link_out_of_the_folder(tmp_path: Path) -> None:
    within, away = tmp_path / "within", tmp_path / "away"
    within.mkdir()
    away.mkdir()
    (within / "commongrid").symlink_to(away)
    code = (
        "import os; from pathlib import Path; from tui import crash, files;"
        f"files.keep_within(Path({str(within)!r})); crash.install(); 1 / 0"
    )
    process = start(code=code, XDG_STATE_HOME=str(within))
    _, said = process.communicate()
    assert b"no report of it could be written" in said
    assert list(away.iterdir()) == []


def test_no_report_of_a_test_goes_to_the_home_of_whoever_runs_it() -> None:
    assert not locations.state_folder().is_relative_to(Path.home() / ".local")
    code = "from tui import locations; print(locations.state_folder())"
    with Terminal([sys.executable, "-c", code], columns=200, cwd=ROOT) as terminal:
        terminal.see(str(locations.state_folder()))


def test_causes_come_before_what_they_caused() -> None:
    outer = RuntimeError(NOTE)
    outer.__cause__ = raised()
    lines = list(crash.described(outer))
    assert lines.index("builtins.ValueError") < lines.index("builtins.RuntimeError")


def test_a_chain_that_bites_its_tail_ends() -> None:
    one, other = ValueError(), ValueError()
    one.__context__, other.__context__ = other, one
    assert len(list(crash.described(one))) == 3


def test_where_no_report_can_be_written_the_sentence_names_the_kind(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = crash.report(raised(), tmp_path / "file" / "inside")
    assert "ValueError" in said
    assert NOTE not in said


def test_our_own_errors_keep_their_sentence(tmp_path: Path) -> None:
    assert crash.sentence(CommongridError("Do this.")) == "Do this."


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("RuntimeError(note)", "builtins.RuntimeError"),
        ("__import__('rich.errors').errors.MarkupError(note)", "rich.errors.MarkupError"),
        ("BaseExceptionGroup(note, [ValueError(note)])", "ExceptionGroup"),
    ],
)
def test_a_fault_on_screen_restores_the_terminal_and_shows_no_note(
    tmp_path: Path, error: str, kind: str
) -> None:
    code = FAULT_IN.format(
        module="tui.screens.library",
        name="LibraryPage",
        method="action_help",
        error=error,
        note=NOTE,
    )
    command = [sys.executable, "-c", code, "--db", str(tmp_path / "test.db")]
    environment = {"XDG_STATE_HOME": str(tmp_path / "state")}
    with Terminal(command, env=environment, cwd=ROOT) as terminal:
        terminal.see("commongrid")
        terminal.send(b"?")
        assert terminal.wait() == 1
        assert crash.SENTENCE.split()[0] in terminal.text
        assert "fault of its own" in terminal.text
        assert NOTE.encode() not in terminal.output
        assert modes_left_on(bytes(terminal.output)) <= {b"7", b"25"}
        assert termios.tcgetattr(terminal.fd) == terminal.tty
    (path,) = reports(tmp_path)
    text = path.read_text(encoding="utf-8")
    assert kind in text
    assert NOTE not in text.replace(f'note = "{NOTE}"', "")


def test_a_fault_in_a_command_is_told_in_a_sentence(tmp_path: Path) -> None:
    commands = Commands(tmp_path / "test.db")
    commands.new()
    code = FAULT_IN.format(
        module="sessions.sqlite.reader",
        name="SqliteReader",
        method="sessions",
        error="RuntimeError(note)",
        note=NOTE,
    )
    words = ["--db", commands.database, "list"]
    process = start(*words, code=code, XDG_STATE_HOME=str(tmp_path / "state"))
    out, said = process.communicate()
    assert process.returncode == 1
    assert out == b""
    assert said.decode().startswith(crash.SENTENCE)
    assert len(said.splitlines()) == 1
    assert NOTE.encode() not in said
    assert len(reports(tmp_path)) == 1


def test_a_fault_in_another_thread_is_told_the_same_way(tmp_path: Path) -> None:
    code = (
        "import threading; from tui import crash; crash.install();"
        f"t = threading.Thread(target=lambda: int('{NOTE}')); t.start(); t.join()"
    )
    process = start(code=code, XDG_STATE_HOME=str(tmp_path))
    _, said = process.communicate()
    assert said.decode().startswith(crash.SENTENCE)
    assert NOTE.encode() not in said
