"""Restricted mode without a network: what a client could send with its environment and command."""

from __future__ import annotations

import json
import os
import pwd
import signal
from pathlib import Path

import pytest
from command import GROUP, MAIN, Commands, start
from terminal import Terminal, commongrid
from test_crash import FAULT_IN, NOTE, reports

from tui.cli.program import COMMANDS
from tui.cli.restricted import ALLOWED

LOGIN = pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def library(tmp_path: Path) -> Commands:
    """A library with one session, and beside it the one folder, with a file in it."""
    commands = Commands(tmp_path / "library" / "test.db", LOGIN)
    commands.database.parent.mkdir()
    commands.new()
    (tmp_path / "exchange").mkdir()
    (tmp_path / "exchange" / "theirs.toml").write_bytes(GROUP.read_bytes())
    return commands


def restricted(library: Commands, *words: str) -> list[str]:
    folder = library.database.parent.parent / "exchange"
    return ["--restricted", "--folder", str(folder), "--db", str(library.database), *words]


def asked(library: Commands, command: str, *words: str, **variables: str) -> tuple[int, str, str]:
    """What a client gets that has asked for a command: status, output, complaint."""
    process = start(*restricted(library, *words), SSH_ORIGINAL_COMMAND=command, **variables)
    out, said = process.communicate()
    return process.returncode, out.decode(), said.decode()


def test_commands_that_read_are_answered(library: Commands) -> None:
    assert json.loads(asked(library, "list --json")[1])[0]["title"] == "Phase 2"
    status, out, _ = asked(library, "commongrid export 'Phase 2'")
    assert status == 0
    assert 'format = "commongrid-session"' in out
    assert "a session, no problems" in asked(library, "validate theirs.toml")[1]
    assert asked(library, "compare 'Phase 2' theirs.toml")[0] == 0


@pytest.mark.parametrize(
    "command",
    [
        "sh",
        "commongrid --db /etc/passwd",
        "commongrid --folder / --restricted list",
        "list; id",
        "scp -t .",
        "rsync --server . .",
        *sorted(set(COMMANDS) - set(ALLOWED)),
    ],
)
def test_other_commands_are_refused_in_a_sentence(library: Commands, command: str) -> None:
    status, out, said = asked(library, command)
    assert (status, out) == (1, "")
    assert "cannot be used here" in said


def test_the_hosts_own_command_line_has_no_other_commands_either(library: Commands) -> None:
    assert asked(library, "", "doctor")[0] == 1
    assert asked(library, "sh", "list")[0] == 0


@pytest.mark.parametrize("command", ["list '", "list $(id)", "list `id`", "export 'Phase 2' > x"])
def test_no_shell_has_a_part_in_a_command(library: Commands, command: str) -> None:
    status, out, _ = asked(library, command)
    assert status in (1, 2)
    assert "uid=" not in out
    folder = library.database.parent.parent / "exchange"
    assert [path.name for path in folder.iterdir()] == ["theirs.toml"]


def test_files_are_written_and_read_in_the_folder_alone(library: Commands) -> None:
    folder = library.database.parent.parent / "exchange"
    assert asked(library, "export 'Phase 2' -o ours.toml")[0] == 0
    assert (folder / "ours.toml").exists()
    for command in (
        "export 'Phase 2' --force -o /tmp/x.toml",
        "export 'Phase 2' --force -o ../library/test.db",
        f"report 'Phase 2' --force -o {library.database}",
        "report 'Phase 2' -o .bashrc",
        "validate /etc/passwd",
        "compare ../library/test.db theirs.toml",
        "activities --catalogue ~/x.toml",
    ):
        status, out, _ = asked(library, command)
        assert (status, out) == (1, ""), command
    assert asked(library, "list")[0] == 0


def test_nobody_learns_what_is_outside(library: Commands, tmp_path: Path) -> None:
    (tmp_path / "there.toml").write_text("x")
    for command in ("compare {} theirs.toml", "validate {}"):
        there = asked(library, command.format("../there.toml"))
        absent = asked(library, command.format("../absent.toml"))
        assert str(there).replace("there.toml", "absent.toml") == str(absent)


def test_signing_is_not_to_be_had(library: Commands, tmp_path: Path) -> None:
    status, _, said = asked(library, f"export 'Phase 2' -o ours.toml --sign {tmp_path}/key")
    assert status == 1
    assert "no other program can be started" in said
    assert not (tmp_path / "exchange" / "ours.toml").exists()


@pytest.mark.parametrize(
    "code",
    [
        "import subprocess; subprocess.run(['id'])",
        "import os; os.system('id')",
        "import os; os.execv('/bin/sh', ['sh'])",
        "import os; os.fork()",
        "import os; os.posix_spawn('/bin/sh', ['sh'], {})",
        "import pty; pty.spawn('/bin/sh')",
    ],
)
def test_nothing_can_be_started_even_if_there_were_a_way(library: Commands, code: str) -> None:
    way = (
        "from sessions.sqlite.reader import SqliteReader\n"
        f"def sessions(self):\n    {code}\n    print('STARTED')\n"
        f"SqliteReader.sessions = sessions\n{MAIN}"
    )
    process = start(*restricted(library, "list"), code=way)
    out, said = process.communicate()
    assert process.returncode == 1
    assert b"STARTED" not in out
    assert b"uid=" not in out
    assert b"fault of its own" in said


def test_a_clients_environment_says_nothing(library: Commands, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    hostile = {
        "COMMONGRID_DB": str(elsewhere / "their.db"),
        "COMMONGRID_NAME": "Mallory",
        "LOGNAME": "Mallory",
        "USER": "Mallory",
        "HOME": str(elsewhere),
        "XDG_DATA_HOME": str(elsewhere),
        "XDG_CONFIG_HOME": str(elsewhere),
        "XDG_STATE_HOME": str(elsewhere),
        "TMPDIR": str(elsewhere),
        "TEXTUAL_LOG": str(elsewhere / "log"),
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_SCREENSHOT_LOCATION": str(elsewhere),
        "TEXTUAL_DRIVER": "os:system",
        "TEXTUAL": "debug,devtools",
        "BROWSER": "sh",
        "EDITOR": "sh",
    }
    with Terminal(commongrid(*restricted(library)), env=hostile, cwd=tmp_path) as terminal:
        terminal.see("Phase 2")
        terminal.press("r", "home", "T", "enter")
        terminal.see("TPhase 2")
        terminal.press("ctrl+q")
        assert terminal.wait() == 0
    rows = library.told("history", "TPhase 2", "--json")
    assert {row["who"] for row in rows} == {LOGIN}
    assert list(elsewhere.iterdir()) == []


def test_a_name_is_not_to_be_had_by_a_flag(library: Commands) -> None:
    assert library.database.exists()
    status, _, said = asked(library, "", "--as", "Mallory", "list")
    assert status == 2
    assert "takes the name from the login" in said


def test_each_flag_needs_the_other(library: Commands) -> None:
    for words in (["--restricted", "list"], ["--folder", ".", "list"]):
        process = start(*words)
        assert process.communicate()[1].decode().endswith("go together.\n")
        assert process.returncode == 2


@pytest.mark.parametrize("place", ["/", "~", "library", "missing", "library/test.db"])
def test_a_folder_that_holds_what_must_not_be_written_over_is_refused(
    library: Commands, tmp_path: Path, place: str
) -> None:
    folder = place if place in "/~" else str(tmp_path / place)
    process = start("--restricted", "--folder", folder, "--db", str(library.database), "list")
    out, said = process.communicate()
    assert (process.returncode, out) == (1, b"")
    assert b"could be written over" in said or b"is no folder" in said


def test_a_report_of_a_fault_is_left_in_the_folder(library: Commands, tmp_path: Path) -> None:
    code = FAULT_IN.format(
        module="sessions.sqlite.reader",
        name="SqliteReader",
        method="sessions",
        error="RuntimeError(note)",
        note=NOTE,
    )
    process = start(*restricted(library, "list"), code=code, XDG_STATE_HOME=str(tmp_path / "away"))
    process.communicate()
    (path,) = reports(tmp_path)
    assert path.is_relative_to(tmp_path / "exchange")


def test_a_key_that_quits_what_is_ending_already_ends_it_in_order(library: Commands) -> None:
    """The terminal is let go before everything is saved: ctrl+\\ is a signal again by then."""
    with Terminal(commongrid(*restricted(library))) as terminal:
        terminal.see("Phase 2")
        assert terminal.kill(signal.SIGQUIT) == 0
