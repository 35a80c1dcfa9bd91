"""Keys as they come through a real tmux, which many who work over SSH have around everything."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import SAMPLES, start
from terminal import KEPT, commongrid

TMUX = shutil.which("tmux")
pytestmark = pytest.mark.needs("tmux")


class Window:
    """The program in a window of a tmux of its own."""

    def __init__(self, folder: Path, *command: str) -> None:
        self.socket = folder / f"{uuid.uuid4().hex[:8]}.sock"
        words = ["env", f"XDG_CONFIG_HOME={folder}", *command]
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", *words)
        self.tmux("set", "-g", "remain-on-exit", "on")

    def tmux(self, *words: str) -> str:
        """Tell the server something; what it says."""
        assert TMUX is not None
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        environment = {**kept, "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        run = subprocess.run(
            [TMUX, "-S", str(self.socket), *words],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return run.stdout

    @property
    def text(self) -> str:
        """What the window shows."""
        return self.tmux("capture-pane", "-p")

    def press(self, *keys: str) -> None:
        """Press keys, by the names that tmux has for them."""
        self.tmux("send-keys", *keys)

    def see(self, wanted: str, timeout: float = 30) -> None:
        """Wait until this is in the window. Fails with the window shown."""
        end = time.monotonic() + timeout
        while wanted not in self.text:
            assert time.monotonic() < end, f"never saw {wanted!r}:\n{self.text}"


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    """The matrix of the illustrative patient group."""
    database = str(tmp_path / "library.db")
    sample = str(SAMPLES / "aurel-families-network.toml")
    assert start("--db", database, "import", "--ours", sample).wait() == 0
    opened = Window(tmp_path, *commongrid("--db", database, "open", "01a1f82f", "--at", "matrix"))
    opened.see("Consent & materials")
    yield opened
    opened.tmux("kill-server")


def test_an_activity_is_carried_and_put_back(window: Window) -> None:
    window.see("▸ Consent")
    window.press("Enter", "Right")
    window.see("◆ Consent")
    window.see("drop here (high / moderate)")
    window.press("Escape")
    window.see("high / low: pursue")


def test_function_keys_and_the_way_out_arrive(window: Window) -> None:
    window.see("▸ Consent")
    window.press("F1")
    window.see("Every activity lies where")
    window.press("F10")
    window.see("▸ Consent")
    window.press("F9")
    window.see("Search for commands")
    window.press("Escape")
    window.press("C-q")
    end = time.monotonic() + 30
    while "1" not in window.tmux("list-panes", "-F", "#{pane_dead}"):
        assert time.monotonic() < end, window.text


def test_the_cursor_of_tmux_stands_where_the_sign_stands(window: Window) -> None:
    window.see("▸ Consent")
    window.press("Down")
    window.see("▸ Family")
    end = time.monotonic() + 30
    while True:
        x, y = map(int, window.tmux("display", "-p", "#{cursor_x} #{cursor_y}").split())
        if window.text.splitlines()[y][x:].startswith("▸ Family"):
            break
        assert time.monotonic() < end, (x, y, window.text)


def test_a_window_that_is_made_smaller_and_larger_again_loses_nothing(window: Window) -> None:
    window.see("▸ Consent")
    window.press("m", "Right")
    window.see("◆ Consent")
    window.tmux("resize-window", "-x", "40", "-y", "12")
    window.see("needs 60 x 18")
    window.tmux("resize-window", "-x", "120", "-y", "40")
    window.see("Esc put back")
    end = time.monotonic() + 30
    while "needs 60 x 18" in window.text:
        assert time.monotonic() < end, window.text
    window.press("Escape")
    window.see("high / low: pursue")
