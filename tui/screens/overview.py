"""The overview of a comparison: the matrices, what rests on whom, how alike the levels are."""

from __future__ import annotations

from textual.app import ComposeResult

from sessions.comparison import Comparison
from sessions.partnership import Partnership
from sessions.session import Step
from tui.screens.joint import Aside, Fitted
from tui.screens.overview_text import overview
from tui.widgets.keybar import KeyBar
from tui.widgets.spread import Spread
from tui.widgets.titlebar import Place, TitleBar


class Overview(Fitted, Aside):
    """Scrolls; side by side where there is room, one below the other where there is not."""

    HELP = (
        "Each side's matrix: high benefit on top, low investment at the left. Below them, what "
        "the activities worth starting or resourcing jointly would ask of each side, and how "
        "alike the levels are. Levels need not agree, since each side rates for itself."
    )

    def __init__(self, comparison: Comparison) -> None:
        super().__init__()
        self.comparison = comparison
        self.set_reactive(
            Overview.place, Place(" × ".join(comparison.names) + ": overview", Step.COMPARE)
        )

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Spread(can_focus=True, id="overview")
        yield KeyBar()

    def on_mount(self) -> None:
        self.call_after_refresh(self.redraw)

    def show(self, comparison: Comparison, plan: Partnership | None) -> None:
        """Take a newer comparison."""
        self.comparison = comparison
        self.redraw()

    def redraw(self) -> None:
        """Draw for the width there is; the scroll bar takes one cell."""
        pane = self.query_one(Spread)
        if pane.size.width:
            pane.blocks = overview(self.comparison, pane.size.width - 1)
