"""A short list of the steps, to go to any of them from any other."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from sessions.session import Step
from tui.screens.dialog import Dialog
from tui.widgets.rows import Row, Rows

WORDS = {
    Step.SETUP: "Set-up: who rates, on what, and what the levels mean",
    Step.IDENTIFY: "1 Identify: choose activities",
    Step.EVALUATE: "2 Evaluate: rate them and say why",
    Step.MATRIX: "Matrix: see and move them",
    Step.COMPARE: "3 Compare: read two matrices together",
    Step.PLAN: "Plan: what the two sides decide",
}


class Steps(Dialog[Step | None]):
    """Arrows and Enter pick a step, digits those that are numbered; Esc or q goes back."""

    HELP = "The steps of the job. Arrows and Enter go to any of them, 1 to 3 to those so numbered."
    BINDINGS = [
        Binding(
            "escape,q,s,f10,backspace",
            "dismiss(None)",
            "cancel",
            id="steps.cancel",
            tooltip="Stay here",
        ),
        Binding("1", "go('identify')", "go to", id="steps.identify", key_display="1-3",
                tooltip="Go to step 1"),
        Binding("2", "go('evaluate')", "step 2", id="steps.evaluate", show=False,
                tooltip="Go to step 2"),
        Binding("3", "go('compare')", "step 3", id="steps.compare", show=False,
                tooltip="Go to step 3"),
    ]  # fmt: skip

    def __init__(self, here: Step) -> None:
        super().__init__()
        self.here = here

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Rows(id="steps")

    def on_mount(self) -> None:
        rows = self.query_one(Rows)
        rows.rows = tuple(Row(step, (words,)) for step, words in WORDS.items())
        rows.cursor = self.here

    @on(Rows.Picked)
    def pick(self, message: Rows.Picked) -> None:
        """Go to the step under the cursor."""
        self.action_go(message.key)

    def action_go(self, step: str) -> None:
        """Go to this step."""
        self.dismiss(Step(step))
