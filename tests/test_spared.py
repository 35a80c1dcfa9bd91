"""What the first frame does without, in a process of its own each time."""

from __future__ import annotations

import subprocess
import sys

import pytest
from command import ROOT

BEGIN = """
import sys
from tui.spared import spared
with spared():
"""

SPARED = {"ssl", "rich.table", "textual.command", "textual.widgets._input"}
HELD = f"print(sorted({SPARED} & {{*sys.modules}}))"


def said(code: str) -> str:
    """What this prints behind BEGIN, whose last line opens a block."""
    ended = subprocess.run(
        [sys.executable, "-c", BEGIN + code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def test_textual_comes_without_what_a_first_frame_does_not_show() -> None:
    assert said(f" import textual.app\n{HELD}") == "[]"


@pytest.mark.parametrize(
    "used",
    [
        "import ssl; print(ssl.create_default_context().check_hostname)",
        "from rich.table import Table; print(Table('a').columns[0].header == 'a')",
        "from textual.command import Provider; print(Provider.search.__qualname__ != '')",
        "from tui.palette import Palette; print(bool(Palette.BINDINGS))",
        "import textual.system_commands as all; print(bool(all.SystemCommandsProvider.discover))",
    ],
)
def test_what_was_spared_is_there_for_whoever_imports_it_later(used: str) -> None:
    assert said(f" import textual.app\n{used}") == "True"


def test_a_name_that_is_not_stood_in_for_brings_the_module_itself() -> None:
    code = " from textual.command import CommandList\nprint(CommandList.__mro__[1].__name__)"
    assert said(code) == "OptionList"


def test_what_is_there_already_stays() -> None:
    code = """ pass
import ssl, textual.command as before
with spared():
    import textual.command as meanwhile
    assert sys.modules["ssl"] is ssl
print(meanwhile is before is sys.modules["textual.command"])
"""
    assert said(code) == "True"


def test_a_fault_on_the_way_leaves_nothing_behind() -> None:
    code = f""" pass
try:
    with spared():
        raise ImportError
except ImportError:
    {HELD}
"""
    assert said(code) == "[]"
