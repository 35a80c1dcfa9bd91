"""Copying an activity out: as far as terminals allow, never more claimed, nothing private."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

from command import SAMPLES, start
from matrix_bench import aurel
from terminal import Terminal, commongrid

from catalogue.activities import ActivityId
from catalogue.levels import Level
from tui.screens.copying import as_text

CONSENT = ActivityId("consent")


def test_the_text_holds_levels_and_reasons_and_nothing_private() -> None:
    held = replace(
        aurel().assessment(CONSENT),
        benefit_why="A core duty",
        benefit_factors=("B1",),
        investment_why="We have a glossary",
        plan="A review",
        private_note="Ask Ana",
    )
    text = as_text(aurel().with_assessment(held), CONSENT)
    assert text.splitlines() == [
        "Informed consent and participant materials",
        "Benefit / investment: high / low (pursue)",
        "Why this benefit: A core duty (B1)",
        "Why this investment: We have a glossary",
        "How it would be done: A review",
        "Aurel Families Network, Phase 1/2 gene therapy",
    ]


def test_what_is_not_rated_is_said_to_be_open_and_hostile_words_are_made_safe() -> None:
    held = replace(aurel().assessment(CONSENT), investment=None, plan="a\x1b]52;c;x\x07")
    text = as_text(aurel().with_assessment(held), CONSENT)
    assert "high / ?" in text
    assert "\x1b" not in text
    assert "\x07" not in text
    assert held.benefit is Level.HIGH


def test_a_copy_is_sent_and_offered_as_plain_text_and_as_a_file(tmp_path: Path) -> None:
    database = tmp_path / "library.db"
    sample = str(SAMPLES / "aurel-families-network.toml")
    assert start("--db", str(database), "import", "--ours", sample).wait() == 0
    command = commongrid("--db", str(database), "open", "01a1f82f", "--at", "matrix")
    with Terminal(command, cwd=tmp_path) as terminal:
        terminal.see("Consent & materials")
        terminal.settle()
        terminal.press("y")
        terminal.see("if it takes it")
        sent = terminal.output.partition(b"\x1b]52;c;")[2].partition(b"\x07")[0]
        assert base64.b64decode(sent).decode().startswith("Informed consent")
        terminal.press("enter")
        terminal.see("^ ?Why this benefit: ")
        terminal.press("q")
        terminal.see("Consent & materials")
        terminal.press("y")
        terminal.see("if it takes it")
        terminal.press("e")
        terminal.see(r"\.txt")
        terminal.press("ctrl+q")
        assert terminal.wait() == 0
