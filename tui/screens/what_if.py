"""What if one side rated otherwise? Tried on a copy; kept, if at all, as a proposal in the plan."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from catalogue.levels import Dimension, Level
from sessions.comparison import Comparison, Reading
from sessions.joint.reading import Rating
from sessions.partnership import Partnership, Proposal
from sessions.plans.edits import Propose, WriteItem
from sessions.session import Step
from sessions.store import new_group
from tui.messages import Announced, PlanEditRequested
from tui.screens.joint import Aside
from tui.screens.prompt import Prompt
from tui.screens.reading_text import item_of, key_of
from tui.screens.what_if_text import trial
from tui.widgets.keybar import KeyBar
from tui.widgets.spread import Spread
from tui.widgets.titlebar import Place, TitleBar

Ratings = tuple[Rating | None, ...]


class WhatIf(Aside):
    """Arrows move one side's cell; the class that would follow is shown beside the present one.

    No session is touched. Enter keeps what was tried as a proposal with a reason, Esc drops it.
    """

    HELP = (
        "Try what would follow if one side rated otherwise: more hands, a smaller scope, another "
        "payer. Nobody's rating is changed by it. Enter keeps it as a proposal in the plan, with "
        "your reason, for that side to think about; Esc drops it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(1, 0)", "try levels", id="try.up", key_display="↑↓←→",
                tooltip="One level more or less, of benefit or of investment"),
        Binding("down,j", "move(-1, 0)", "less benefit", id="try.down", show=False,
                tooltip="One level less benefit"),
        Binding("right,l", "move(0, 1)", "more investment", id="try.right", show=False,
                tooltip="One level more investment"),
        Binding("left,h", "move(0, -1)", "less investment", id="try.left", show=False,
                tooltip="One level less investment"),
        Binding("tab", "turn(1)", "other side", id="try.side", tooltip="Try the next side's cell"),
        Binding("shift+tab", "turn(-1)", "side before", id="try.side_before", show=False,
                tooltip="Try the cell of the side before"),
        Binding("r", "reset", "as rated", id="try.reset", tooltip="Every side as it rated"),
        Binding("enter", "keep", "keep as proposal", id="try.keep",
                tooltip="Keep it in the plan as a proposal, with a reason"),
        Binding("escape,f10,q,backspace", "back", "drop", id="try.drop", key_display="Esc",
                tooltip="Drop what was tried"),
    ]  # fmt: skip

    def __init__(self, comparison: Comparison, key: str, *, plan: Partnership | None) -> None:
        super().__init__()
        self.comparison = comparison
        self.plan = plan
        self.key = key
        reading = self.reading
        self.tried: Ratings = reading.cells if reading else ()
        self.side = next((one.side for one in reading.levers), 0) if reading else 0

    @property
    def reading(self) -> Reading | None:
        """The activity as the sides rated it; None if it went away."""
        return next((one for one in self.comparison.readings if key_of(one) == self.key), None)

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Spread(id="trial")
        yield KeyBar()

    def on_mount(self) -> None:
        self.redraw()

    def show(self, comparison: Comparison, plan: Partnership | None) -> None:
        """Take newer sessions; what was tried on other ratings than these starts again."""
        before = self.reading
        self.comparison = comparison
        self.plan = plan
        reading = self.reading
        if reading is None:
            self.dismiss()
            return
        if before is None or before.cells != reading.cells:
            self.tried = reading.cells
        self.redraw()

    def redraw(self) -> None:
        """Show the cells that were given and tried, and the class before and after."""
        reading = self.reading
        if reading is not None:
            self.place = Place("What if? " + " × ".join(self.comparison.names), Step.COMPARE)
            self.query_one(Spread).blocks = trial(self.comparison, reading, self.tried, self.side)

    def action_turn(self, by: int) -> None:
        """Try another side's cell."""
        self.side = (self.side + by) % len(self.comparison.sides)
        self.redraw()

    def action_move(self, benefit: int, investment: int) -> None:
        """One level up or down on one dimension; a level not given counts as moderate."""
        held = self.tried[self.side] or Rating(None, None)
        moved = Rating(
            (held.benefit or Level.MODERATE).step(benefit),
            (held.investment or Level.MODERATE).step(investment),
        )
        self.tried = (*self.tried[: self.side], moved, *self.tried[self.side + 1 :])
        self.redraw()

    def action_reset(self) -> None:
        """Every side as it rated."""
        if self.reading is not None:
            self.tried = self.reading.cells
            self.redraw()

    def action_keep(self) -> None:
        """Ask for the reason, then put what was tried into the plan."""
        reading = self.reading
        if reading is None or self.tried == reading.cells:
            self.post_message(Announced("Nothing was tried yet: move a cell with the arrows."))
            return

        def reasoned(reason: str | None) -> None:
            if reason is not None:
                self._put_into_plan(reading, reason)

        self.app.push_screen(
            Prompt(
                "What would make this fair or possible? The plan keeps it as a proposal; "
                "no rating changes.",
                check=lambda line: None if line else "Say why, so that the other side can follow.",
                asks=lambda line: self._proposed(reading, line),
            ),
            reasoned,
        )

    def _put_into_plan(self, reading: Reading, reason: str) -> None:
        for request in self._proposed(reading, reason):
            self.post_message(request)
        self.post_message(Announced("Kept in the plan as a proposal. No rating was changed."))
        self.dismiss()

    def _proposed(self, reading: Reading, reason: str) -> list[PlanEditRequested]:
        """What was tried as edits of the plan, with the reason behind them."""
        asked: list[PlanEditRequested] = []
        group = new_group()
        item = item_of(self.plan, reading)
        for side, (held, tried) in enumerate(zip(reading.cells, self.tried, strict=True)):
            if tried is None or tried == held:
                continue
            for dimension in Dimension:
                old = held.level(dimension) if held else None
                new = tried.level(dimension)
                if old is None or new is None:
                    reason += f" ({self.comparison.names[side]}: {dimension} {new}?)"
                elif old is not new:
                    one = Proposal(self._side_in_plan(side), dimension, old, new)
                    edit = Propose(item.activity, item.title, one)
                    asked.append(PlanEditRequested(edit, group))
        text = f"{item.reason}\n{reason}".strip()
        written = WriteItem(item.activity, item.title, "reason", text, item.reason)
        return [*asked, PlanEditRequested(written, group)]

    def _side_in_plan(self, side: int) -> int:
        """The plan may hold the sides in another order than the comparison."""
        session = self.comparison.sides[side].id
        sides = [one.session for one in self.plan.sides] if self.plan else []
        return sides.index(session) if session in sides else side
