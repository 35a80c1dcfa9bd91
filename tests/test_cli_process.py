"""Commands as processes: what they import, what they do to pipes and encodings."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from command import GROUP, MAIN, ROOT, SPONSOR, Commands, start

from tui import locations
from tui.cli import place

LOADED = (
    """
import atexit, sys
heavy = {"textual", "rich", "sqlite_utils", "platformdirs", "asyncio"}
atexit.register(lambda: print(sorted(heavy & set(sys.modules)), file=sys.stderr))
"""
    + MAIN
)

WITHOUT_DATABASE = [
    ["activities"],
    ["activities", "--json"],
    ["validate", str(SPONSOR)],
    ["template"],
    ["schema", "session"],
    ["compare", str(SPONSOR), str(GROUP)],
    ["compare", str(SPONSOR), str(GROUP), "--format", "html"],
    ["--help"],
    ["--version"],
]


@pytest.mark.parametrize("words", WITHOUT_DATABASE, ids=" ".join)
def test_commands_on_files_import_neither_screens_nor_database(words: list[str]) -> None:
    process = start(*words, code=LOADED)
    _, said = process.communicate()
    assert process.returncode == 0, said
    assert said.decode().splitlines()[-1] == "[]"


def test_commands_that_read_the_library_do_without_sqlite_utils(tmp_path: Path) -> None:
    commands = Commands(tmp_path / "test.db")
    commands.new()
    for words in (["list"], ["history", "Phase 2"], ["export", "Phase 2"], ["report", "Phase 2"]):
        process = start("--db", commands.database, *words, code=LOADED)
        _, said = process.communicate()
        assert said.decode().splitlines()[-1] == "[]"


def test_a_reader_that_goes_away_is_no_error_to_shout_about() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run(
        [sys.executable, "-c", MAIN, "schema", "session"],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert process.stderr == b""
    assert process.returncode in (0, 1)


def test_an_interrupt_ends_a_command_with_one_word(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, "compare", str(pipe), str(GROUP)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL) and None,
    )
    with pipe.open("wb"):
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == 1
    assert b"Traceback" not in said


def test_an_output_that_is_not_utf_8_gets_what_it_can_hold(tmp_path: Path) -> None:
    commands = Commands(tmp_path / "test.db")
    commands.new("患者 é")
    for words in (["list"], ["list", "--json"], ["report", "患者 é"]):
        process = start("--db", commands.database, *words, PYTHONIOENCODING="ascii")
        out, said = process.communicate()
        assert process.returncode == 0, said
        if "--json" in words:
            assert json.loads(out)[0]["title"] == "患者 é"


def test_variables_name_the_database_and_the_person(tmp_path: Path) -> None:
    variables = {"COMMONGRID_DB": str(tmp_path / "var.db"), "COMMONGRID_NAME": "Grace\x1b"}
    new = ["new", "--title", "T", "--perspective", "joint", "--organisation", "O"]
    for words in (new, ["rate", "T", "registry"]):
        process = start(*words, **variables)
        _, said = process.communicate()
        assert process.returncode == 0, said
    (row,) = Commands(tmp_path / "var.db").told("history", "T", "--json")
    assert row["who"] == "Grace␛"


def test_a_flag_comes_before_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONGRID_DB", "/tmp/var.db")
    monkeypatch.setenv("COMMONGRID_NAME", "Grace")
    assert locations.database(Path("flag.db")) == Path("flag.db")
    assert locations.database() == Path("/tmp/var.db")
    assert locations.who("Ada") == "Ada"
    assert locations.who(" ") == "Grace"


def test_without_flag_or_variable_the_custom_of_the_system_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("COMMONGRID_DB", raising=False)
    monkeypatch.delenv("COMMONGRID_NAME", raising=False)
    monkeypatch.setenv("LOGNAME", "lovelace")
    assert locations.database().name == "commongrid.db"
    assert "commongrid" in locations.config_folder().parts
    assert locations.who() == "lovelace"


def test_a_database_that_is_busy_is_told_and_waited_for_in_vain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = Commands(tmp_path / "test.db")
    commands.new()
    monkeypatch.setattr(place, "PATIENCE", 0.01)
    holder = sqlite3.connect(commands.database)
    holder.execute("BEGIN IMMEDIATE")
    said = commands.refused("rate", "Phase 2", "registry")
    holder.close()
    assert said == f"{commands.database} is in use by another program; try again in a moment.\n"
