"""The README speaks the truth: its commands run, its map is the tree."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from terminal import commongrid

from sessions.errors import FileProblemsError
from sessions.exchange import read_catalogue

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SCREENS = {"commongrid", "commongrid demo"}
"""Commands that open the screens; `test_program` presses their keys."""


def _commands() -> list[list[str]]:
    """The lines of code that start with the program, comments and redirections aside."""
    lines = [line.strip() for line in README.splitlines() if line.startswith("    commongrid")]
    plain = [re.sub(r"\s+#.*", "", line) for line in lines]
    return [shlex.split(line)[1:] for line in plain if line not in SCREENS]


def _own_list() -> str:
    """The list of activities that the README shows."""
    shown = re.search(r'```toml\n(format = "commongrid-catalogue"\n.*?)```', README, re.DOTALL)
    assert shown is not None
    return shown[1]


def test_the_commands_of_the_readme_run_in_their_order(tmp_path: Path) -> None:
    theirs = ROOT / "sessions" / "samples" / "aurel-families-network.toml"
    (tmp_path / "theirs.toml").write_bytes(theirs.read_bytes())
    (tmp_path / "list.toml").write_text(_own_list(), encoding="utf-8")
    commands = _commands()
    assert len(commands) > 5
    for words in commands:
        environment = {**os.environ, "COMMONGRID_DB": str(tmp_path / "library.db")}
        run = subprocess.run(
            commongrid(*words), cwd=tmp_path, env=environment, capture_output=True, check=False
        )
        assert run.returncode == 0, (words, run.stderr)


def test_the_list_of_the_readme_is_the_smallest_that_is_taken() -> None:
    lines = _own_list().splitlines(keepends=True)
    assert len(read_catalogue("".join(lines).encode(), "list.toml").activities) == 1
    for number, line in enumerate(lines):
        shorter = "".join(lines[:number] + lines[number + 1 :])
        with pytest.raises(FileProblemsError):
            read_catalogue(shorter.encode(), f"without {line}")


def test_the_map_names_every_room_and_no_other() -> None:
    drawn = re.search(r"## The map\n(.*?)\n## ", README, re.DOTALL)
    assert drawn is not None
    columns = [line.strip().split("  ")[0] for line in drawn[1].splitlines() if line[:4] == "    "]
    named = {name for column in columns for name in re.findall(r"[a-z_]+(?:/|\.py)", column)}
    for package in ("catalogue", "sessions", "tui"):
        there = {
            f"{path.name}/" if path.is_dir() else path.name
            for path in (ROOT / package).iterdir()
            if path.suffix == ".py" or (path.is_dir() and any(path.glob("*.py")))
        }
        missing = {name for name in there if not name.startswith("__")} - named
        assert not missing, f"the map of the README leaves out {sorted(missing)} of {package}/"
    known = {path.name for path in ROOT.rglob("*.py")} | {
        f"{path.name}/" for path in ROOT.rglob("*") if path.is_dir()
    }
    assert named <= known, f"the map names what is not there: {sorted(named - known)}"


def test_the_keys_of_the_readme_are_those_of_the_program() -> None:
    from tui.commands import EVERYWHERE, IN_A_SESSION

    for binding in [*EVERYWHERE, *IN_A_SESSION]:
        key = next((k for k in binding.key.split(",") if re.fullmatch(r"f\d+", k)), None)
        if key is not None:
            assert f"`{key.upper()}`" in README, binding
