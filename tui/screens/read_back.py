"""The plan to be read aloud: what is pursued with its next steps, then the rest by name."""

from __future__ import annotations

from textual.app import ComposeResult

from sessions.comparison import Comparison
from sessions.partnership import Partnership
from sessions.session import Step
from tui.screens.joint import Aside
from tui.screens.plan_text import entries, read_back
from tui.widgets.keybar import KeyBar
from tui.widgets.spread import Spread
from tui.widgets.titlebar import Place, TitleBar


class ReadBack(Aside):
    """Scrolls through what the room agreed on. Without a comparison, it is the plan alone."""

    HELP = (
        "Read this aloud before you part: what you do together, who leads, who pays, and what "
        "comes next by when. Whoever disagrees says so now."
    )

    def __init__(self, plan: Partnership, comparison: Comparison | None) -> None:
        super().__init__()
        self.plan = plan
        self.comparison = comparison
        self.set_reactive(ReadBack.place, Place(f"Read back · {plan.title}", Step.PLAN))

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Spread(can_focus=True, id="read-back")
        yield KeyBar()

    def on_mount(self) -> None:
        self.redraw()

    def show(self, comparison: Comparison, plan: Partnership | None) -> None:
        """Take a newer plan."""
        self.comparison = comparison
        self.plan = plan or self.plan
        self.redraw()

    def redraw(self) -> None:
        """Set the text anew."""
        listed = list(entries(self.plan, self.comparison).values())
        self.query_one(Spread).blocks = read_back(self.plan, listed)
