"""The command line as a test uses it: in this process, or as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from tui.cli.program import program

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "sessions" / "samples"
SPONSOR = SAMPLES / "alder-bay-genetics.toml"
GROUP = SAMPLES / "aurel-families-network.toml"
MAIN = "from tui.cli import main; main()"


@dataclass(frozen=True)
class Commands:
    """Runs commands on one database, as one person."""

    database: Path
    name: str = "Ada"

    def run(self, *words: str | Path) -> Result:
        """Run a command; what it raises by mistake is raised here."""
        given = ["--db", str(self.database), "--as", self.name, *map(str, words)]
        result = CliRunner().invoke(program, given)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def done(self, *words: str | Path) -> str:
        """Run a command that has to succeed; what it says."""
        result = self.run(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def refused(self, *words: str | Path) -> str:
        """Run a command that has to be refused; what it says of that."""
        result = self.run(*words)
        assert result.exit_code == 1, result.output
        return result.stderr

    def told(self, *words: str | Path) -> Any:
        """The JSON that a command prints."""
        return json.loads(self.done(*words))

    def new(self, title: str = "Phase 2") -> str:
        """Make a session; its id."""
        words = ["new", "--title", title, "--perspective", "sponsor", "--organisation", "Our co"]
        return self.done(*words).strip()


def start(
    *words: str | Path, code: str = MAIN, cwd: Path = ROOT, **variables: str
) -> subprocess.Popen[bytes]:
    """A process of its own with this command."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=cwd,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
