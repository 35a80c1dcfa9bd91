"""One activity in full: what every side says of it, at equal size."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from sessions.comparison import Comparison, Reading
from sessions.partnership import Partnership
from sessions.session import Step
from tui.messages import PlanRequested, ReportRequested
from tui.screens.joint import COPY, Aside, copy_at_hand
from tui.screens.reading_text import News, in_full, item_of, key_of
from tui.screens.what_if import WhatIf
from tui.widgets.keybar import KeyBar
from tui.widgets.spread import Spread
from tui.widgets.titlebar import Place, TitleBar


class ActivityInFull(Aside):
    """Reads one activity after the other, in the order of the list it was opened from."""

    HELP = (
        "Everything the sides say of one activity: their cells, what the levels mean to them, "
        "why they gave them, how they would do it, and what they ask about its wording. "
        "Private notes are never shown here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket,right", "step(1)", "next", id="full.next",
                key_display="] [", tooltip="The next activity of the list"),
        Binding("left_square_bracket,left", "step(-1)", "previous", id="full.previous", show=False,
                tooltip="The activity before"),
        Binding("t,f2", "try", "what if", id="full.try",
                tooltip="Try another rating without changing either side's"),
        Binding("d", "decide", "decide", id="full.decide",
                tooltip="Decide about this activity, in the plan"),
        Binding("e,f8", "report", "report", id="full.report", show=False,
                tooltip="A report of this comparison, or a file to take away"),
        *COPY,
    ]  # fmt: skip

    def __init__(
        self,
        comparison: Comparison,
        key: str,
        order: tuple[str, ...],
        *,
        news: News,
        plan: Partnership | None,
    ) -> None:
        super().__init__()
        self.comparison = comparison
        self.key = key
        self.order = order
        self.news = news
        self.plan = plan

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Spread(can_focus=True, id="full")
        yield KeyBar()

    def on_mount(self) -> None:
        self.redraw()

    def show(self, comparison: Comparison, plan: Partnership | None) -> None:
        """Take a newer comparison and plan; an activity that nobody chose any more closes this."""
        self.comparison = comparison
        self.plan = plan
        if self.reading is None:
            self.dismiss()
        else:
            self.redraw()

    @property
    def reading(self) -> Reading | None:
        """The activity that is read; None if it went away."""
        return next((one for one in self.comparison.readings if key_of(one) == self.key), None)

    def redraw(self) -> None:
        """Set the text anew."""
        reading = self.reading
        if reading is None:
            return
        place = self.order.index(self.key) + 1 if self.key in self.order else 0
        count = f"{place} of {len(self.order)} · " if place else ""
        self.place = Place(count + " × ".join(self.comparison.names), Step.COMPARE)
        item = item_of(self.plan, reading)
        self.query_one(Spread).blocks = in_full(self.comparison, reading, self.news, item)

    def action_copy(self) -> None:
        """Copy this activity as text, with what all sides say of it."""
        from tui.screens.copying import sides_as_text

        reading = self.reading
        if reading is not None:
            item = item_of(self.plan, reading)
            told = sides_as_text(self.comparison, reading, item, self.plan)
            copy_at_hand(self, (reading.title, told))

    def action_step(self, by: int) -> None:
        """Read the next activity of the list, or the one before; at an end nothing happens."""
        present = {key_of(one) for one in self.comparison.readings}
        order = [key for key in self.order if key in present]
        place = order.index(self.key) + by
        if 0 <= place < len(order):
            self.key = order[place]
            self.redraw()

    def action_try(self) -> None:
        """Try another rating of this activity."""
        self.app.push_screen(WhatIf(self.comparison, self.key, plan=self.plan))

    def action_decide(self) -> None:
        """Go to this activity in the plan."""
        reading = self.reading
        if reading is not None:
            self.post_message(PlanRequested(reading.activity))
            self.dismiss()

    def action_report(self) -> None:
        """Ask for a report of the comparison."""
        self.post_message(ReportRequested(self.comparison))
