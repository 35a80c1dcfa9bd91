"""The whole screen is right after whatever happens to terminal and program, and faults are told."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from command import SPONSOR, Commands
from terminal import KEYS, Terminal, commongrid

TITLE = "Phase 1/2 gene therapy (sponsor)"

FAULT = """
from textual._compositor import Compositor
whole = Compositor.render_update
painted = 0
def fault(self, *given, **named):
    global painted
    painted += 1
    if painted > {after}:
        raise RuntimeError("canary")
    return whole(self, *given, **named)
Compositor.render_update = fault
from tui.cli import main
main()
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    Commands(tmp_path / "test.db").done("import", SPONSOR, "--ours")
    return tmp_path / "test.db"


def matrix(library: Path) -> list[str]:
    return commongrid("--db", str(library), "open", TITLE, "--at", "matrix")


def test_keys_pressed_while_the_window_changes_leave_nothing_behind(library: Path) -> None:
    with Terminal(matrix(library)) as terminal:
        terminal.see("BENEFIT|benefit")
        terminal.press("?")
        for size in [(100, 30), (90, 26), (120, 34), (80, 24)] * 4:
            terminal.resize(*size)
            for _ in range(6):
                terminal.send(KEYS["down"].encode())
            terminal.settle(0.3)
            left = terminal.text
            terminal.press("ctrl+l")
            assert left == terminal.text


def test_what_is_typed_in_stays_in_sight_in_a_smaller_window(library: Path) -> None:
    with Terminal(commongrid("--db", str(library), "open", TITLE, "--at", "evaluate")) as terminal:
        terminal.see("Evaluate")
        for _ in range(20):
            if "Only people who open this database" in terminal.text:
                break
            terminal.press("tab")
        terminal.type("Ask Anna")
        terminal.see("Ask Anna")
        terminal.resize(60, 18)
        terminal.settle()
        assert "Ask Anna" in terminal.text


def test_a_program_that_was_stopped_paints_all_of_it_when_it_goes_on(library: Path) -> None:
    with Terminal(matrix(library)) as terminal:
        before = terminal.see(r"\? help +q back")
        os.kill(terminal.pid, signal.SIGSTOP)
        terminal.intrude(b"\x1b[2J")
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.see(r"\? help +q back")
        terminal.settle()
        assert terminal.text == before
        terminal.type("?")
        terminal.see("Esc")


@pytest.mark.parametrize("after", [0, 2])
def test_a_fault_in_painting_ends_the_program_with_a_report(after: int, library: Path) -> None:
    given = matrix(library)
    program = [sys.executable, "-c", FAULT.format(after=after), *given[given.index("--db") :]]
    with Terminal(program) as terminal:
        for key in ("down", "right", "up", "left") * 3:
            if terminal.status is None:
                terminal.press(key)
        assert terminal.wait() == 1
        assert b"fault of its own" in terminal.output
        assert b"canary" not in terminal.output
