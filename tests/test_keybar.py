"""The key bar hides no key, on whichever screen the program begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import SPONSOR, Commands
from terminal import Terminal, commongrid

from sessions.session import Step


@pytest.mark.parametrize("step", [step for step in Step if step not in (Step.COMPARE, Step.PLAN)])
def test_the_last_keys_are_there_from_the_first_frame_on(step: Step, tmp_path: Path) -> None:
    Commands(tmp_path / "test.db").done("import", SPONSOR, "--ours")
    title = "Phase 1/2 gene therapy (sponsor)"
    with Terminal(
        commongrid("--db", str(tmp_path / "test.db"), "open", title, "--at", step)
    ) as terminal:
        terminal.see(r"\? help +q back")
