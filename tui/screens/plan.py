"""The plan: what the sides decided about each activity, who leads, what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import is_
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.reactive import Reactive, reactive

from catalogue.activities import ActivityId
from catalogue.values import replace
from sessions.comparison import Comparison, compare
from sessions.errors import ComparisonError
from sessions.partnership import Decision, Partnership
from sessions.plans.edits import Decide, RetitlePlan
from sessions.plans.planning import agree_on, changed_sides
from sessions.session import Session, Step
from tui.commands import IN_A_SESSION
from tui.messages import (
    Announced,
    PlanEditRequested,
    PlanRedoRequested,
    PlanUndoRequested,
    ReportRequested,
)
from tui.screens.joint import Fitted, JointPage, tell_asides
from tui.screens.plan_entries import Listing
from tui.screens.plan_item import PlanItem
from tui.screens.plan_text import (
    Entry,
    changed_words,
    columns,
    heads,
    in_brief,
)
from tui.screens.prompt import Prompt
from tui.screens.read_back import ReadBack
from tui.widgets.keybar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.rows import Rows
from tui.widgets.spread import Spread
from tui.widgets.titlebar import Place, TitleBar

DECIDED_BY = {"1": Decision.PURSUE, "2": Decision.LATER, "3": Decision.DECLINE,
              "0": Decision.UNDECIDED}  # fmt: skip
BACK = [
    one
    for one in IN_A_SESSION
    if isinstance(one, Binding) and one.id in ("session.undo", "session.redo")
]


class PlanList(Rows):
    """Rows on a plan; Enter opens one activity."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "write", id="plan.write",
                tooltip="Who leads, who pays, what comes next, and when to stop"),
    ]  # fmt: skip


class PlanPage(Fitted, JointPage):
    """The list by decision, and a pane on the activity under the cursor.

    It changes nothing: `show` takes newer sessions of the sides, `show_plan` the plan as it
    now is. The comparison's sides may stand in another order than the plan's.
    """

    STEP = Step.PLAN
    HELP = (
        "What you decide together: 1 pursue, 2 later, 3 decline, 0 undecided. Enter opens an "
        "activity: who leads on each side, who pays, the next step and its day, when it counts "
        "as a success and when you would stop. b reads the plan back, for the end of a meeting.\n\n"
        "? before an activity says that a change of rating was proposed to a side. A proposal "
        "changes nobody's rating. Nothing in a plan is private: it is for all sides."
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "decide('1')", "pursue", id="plan.pursue", tooltip="We do this"),
        Binding("2", "decide('2')", "later", id="plan.later", tooltip="Not now, but later"),
        Binding("3", "decide('3')", "decline", id="plan.decline", tooltip="We do not do this"),
        Binding("0", "decide('0')", "undecided", id="plan.undecided",
                tooltip="Take the decision back"),
        Binding("f2", "write", "write", id="plan.write_too", show=False,
                tooltip="Who leads, who pays, what comes next, and when to stop"),
        Binding("b", "read_back", "read back", id="plan.read_back",
                tooltip="What was agreed, to be read aloud"),
        Binding("a", "agree", "agree anew", id="plan.agree",
                tooltip="Agree on the sides' sessions as they are now"),
        *BACK,
        Binding("m", "retitle", "rename", id="plan.rename", show=False,
                tooltip="Give the plan another title"),
        Binding("e,f8", "report", "report", id="plan.report",
                tooltip="A report of this plan, or a file for your partner"),
    ]  # fmt: skip

    plan: Reactive[Partnership] = reactive(None, repaint=False, init=False, bindings=True)  # type: ignore[arg-type]  # given by __init__
    comparison: Reactive[Comparison] = reactive(None, repaint=False, init=False, bindings=True)  # type: ignore[arg-type]  # given by __init__

    def __init__(
        self, plan: Partnership, comparison: Comparison, *, at: ActivityId | None = None
    ) -> None:
        super().__init__()
        self.set_reactive(PlanPage.plan, plan)
        self.set_reactive(PlanPage.comparison, comparison)
        self.set_reactive(PlanPage.place, Place(plan.title, self.STEP))
        self.at = at
        self.changed = changed_sides(plan, comparison.sides)
        self._listing = Listing()

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Notice(id="decided")
        yield Notice(id="changed")
        with Container(id="work"):
            with Vertical(id="listed"):
                yield Notice(id="heads")
                yield PlanList(columns(80), id="plan")
            yield Spread(fit=True, id="item")
        yield KeyBar()

    def on_mount(self) -> None:
        self.call_after_refresh(self._opened)

    def _opened(self) -> None:
        self.redraw()
        if self.at is not None:
            keys = (key for key, one in self.entries.items() if self._is_at(one))
            self.query_one(PlanList).cursor = next(keys, self.query_one(PlanList).cursor)

    def _is_at(self, entry: Entry) -> bool:
        return self.at == entry.item.activity or bool(
            entry.reading and self.at in entry.reading.ids
        )

    # ---- data comes down

    def show(self, sides: Sequence[Session]) -> None:
        """Take the sides' sessions as they now are; the app calls this, nobody else."""
        if all(map(is_, sides, self.comparison.sides)):
            return
        try:
            comparison = compare(sides, answers=self.comparison.answers)
        except ComparisonError as error:
            self.post_message(Announced(str(error), problem=True))
            return
        self.changed = changed_sides(self.plan, comparison.sides)
        self.comparison = comparison

    def show_plan(self, plan: Partnership) -> None:
        """Take the plan as it now is; the app calls this, nobody else."""
        if plan.sides != self.plan.sides:
            self.changed = changed_sides(plan, self.comparison.sides)
        self.plan = plan

    def watch_plan(self, plan: Partnership) -> None:
        self.place = replace(self.place, title=plan.title)
        self.redraw()
        tell_asides(self, self.comparison, plan)

    def watch_comparison(self, comparison: Comparison) -> None:
        self.redraw()
        tell_asides(self, comparison, self.plan)

    # ---- drawing

    def redraw(self) -> None:
        """Put what is to be seen into the widgets; each repaints the lines that differ."""
        rows = self.query_one(PlanList)
        width = rows.scrollable_content_region.width
        if width <= 0:
            return
        self._listing.take(self.plan, self.comparison, width)
        self.query_one("#decided", Notice).say(self._listing.counted())
        self.query_one("#changed", Notice).say(changed_words(self.plan, self.changed))
        self.query_one("#heads", Notice).say(heads(width))
        if rows.columns != columns(width):
            rows.columns = columns(width)
            rows.refresh()
        rows.rows = self._listing.rows()
        self._draw_item()

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Every activity of the list, by the key of its row."""
        return self._listing.entries.by_key

    @property
    def entry(self) -> Entry | None:
        """The activity under the cursor."""
        return self.entries.get(self.query_one(PlanList).cursor or "")

    def at_hand(self) -> tuple[str, str] | None:
        """The title of the activity under the cursor, and all that is said of it as text."""
        from tui.screens.copying import item_as_text, sides_as_text

        if (entry := self.entry) is None:
            return None
        if entry.reading is None:
            names = [side.name for side in self.plan.sides]
            return entry.item.title, item_as_text(entry.item, names)
        told = sides_as_text(self.comparison, entry.reading, entry.item, self.plan)
        return entry.reading.title, told

    @on(Rows.Highlighted, "#plan")
    def explain(self) -> None:
        """Show what was agreed on the activity under the cursor."""
        self._draw_item()

    def _draw_item(self) -> None:
        entry = self.entry
        self.query_one("#item", Spread).blocks = (
            in_brief(self.plan, entry, self.comparison) if entry else ()
        )

    # ---- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what cannot be done right now."""
        if action == "agree":
            return bool(self.changed)
        return super().check_action(action, parameters)

    def action_decide(self, digit: str) -> None:
        """Decide about the activity under the cursor."""
        entry = self.entry
        if entry is not None:
            edit = Decide(entry.item.activity, entry.item.title, DECIDED_BY[digit])
            self.post_message(PlanEditRequested(edit))

    @on(Rows.Picked, "#plan")
    def action_write(self) -> None:
        """Open the activity under the cursor."""
        if self.entry is not None:
            order = [row.key for row in self.query_one(PlanList).rows if row.key is not None]
            self.app.push_screen(
                PlanItem(self.plan, self.comparison, self.entry.key, tuple(order)), self._came_back
            )

    def _came_back(self, _: None) -> None:
        self.redraw()

    def action_read_back(self) -> None:
        """Read the plan back."""
        self.app.push_screen(ReadBack(self.plan, self.comparison))

    def action_agree(self) -> None:
        """Agree on the sides' sessions as they are now."""
        self.post_message(PlanEditRequested(agree_on(self.comparison.sides)))

    def action_retitle(self) -> None:
        """Give the plan another title."""
        before = self.plan.title

        def asks(title: str) -> list[PlanEditRequested]:
            return [PlanEditRequested(RetitlePlan(title, before))]

        def typed(title: str | None) -> None:
            if title is not None and title != before:
                for request in asks(title):
                    self.post_message(request)

        self.app.push_screen(Prompt("The title of this plan:", before, asks=asks), typed)

    def action_undo(self) -> None:
        """Take back my last change in this plan."""
        self.post_message(PlanUndoRequested())

    def action_redo(self) -> None:
        """Do again what I took back last."""
        self.post_message(PlanRedoRequested())

    def action_report(self) -> None:
        """Ask for a report of the plan."""
        self.post_message(ReportRequested(self.plan, self.changed))
