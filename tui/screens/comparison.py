"""Step three: two or more matrices read together, and why each activity is where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import is_
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.reactive import Reactive, reactive

from catalogue.values import replace
from sessions.comparison import Comparison, Reading, compare
from sessions.errors import ComparisonError
from sessions.joint.matching import TitleMatch
from sessions.joint.reading import JointClass
from sessions.partnership import Partnership
from sessions.session import Session, Step
from tui.messages import (
    Announced,
    PlanRequested,
    RatingRequested,
    ReportRequested,
    SameAnswered,
)
from tui.screens.activity_in_full import ActivityInFull
from tui.screens.finding import Finding, finder
from tui.screens.joint import Fitted, JointPage, tell_asides
from tui.screens.overview import Overview
from tui.screens.overview_text import matrices
from tui.screens.reading_list import (
    Filter,
    ReadingList,
    counted,
    heads,
    row_of,
    rows_of,
    shape_for,
)
from tui.screens.reading_text import News, in_brief, in_full, item_of, key_of
from tui.screens.same_activity import SameActivity
from tui.screens.what_if import WhatIf
from tui.widgets.keybar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.rows import Rows
from tui.widgets.spread import Spread
from tui.widgets.titlebar import Place, TitleBar

RULES = "\n\n".join(f"{one.words}: {one.rule}. {one.advice}" for one in JointClass)

ROOM_FOR_ALL = 22
"""Lines of the pane from which on it shows everything, and not the reasons only."""


class ComparisonPage(Finding, Fitted, JointPage):
    """The reading list by class, and a pane on the activity under the cursor.

    It changes no session: `show` takes newer ones, `show_plan` the plan of these sides. `mine`
    is the side that is the open session (None if it is none of them or read-only). `news`
    says what is new about an activity since the partner's last file. What was answered about
    activities with one title is remembered while the page is open.
    """

    STEP = Step.COMPARE
    HELP = (
        "What the sides' matrices say together: what to do jointly, who can offer what, and "
        "what to talk about. Each side rates for itself, so levels need not agree.\n\n"
        "The classes are this project's; the first rule that holds gives the class.\n\n"
        f"{RULES}\n\n"
        "A lever is one step of one level on one side that would make an activity a start. "
        "~ marks an activity that a side added to the list."
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-middle"), (44, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t,f2", "try", "what if", id="compare.try",
                tooltip="Try another rating without changing either side's"),
        Binding("r", "rate", "rate", id="compare.rate", show=False,
                tooltip="Open the rating of this activity in your own session"),
        Binding("d", "decide", "decide", id="compare.decide",
                tooltip="Decide about this activity, in the plan"),
        Binding("o", "overview", "overview", id="compare.overview",
                tooltip="The matrices, what rests on whom, how alike the levels are"),
        Binding("f,f4", "next_class(1)", "class", id="compare.class",
                tooltip="Show the next class only; after the last one all"),
        Binding("F", "next_class(-1)", "class before", id="compare.class_before", show=False,
                tooltip="Show the class before only"),
        Binding("slash,f3", "find", "find", id="compare.find",
                tooltip="Show what has a text in its title or in a side's words"),
        Binding("v", "differing", "differing", id="compare.differing",
                tooltip="Show only what the sides rate differently"),
        Binding("w", "new", "new", id="compare.new",
                tooltip="Show only what is new since the partner's last file"),
        Binding("a", "all", "show all", id="compare.all", tooltip="Show every activity again"),
        Binding("equals_sign", "same", "same?", id="compare.same", key_display="=", show=False,
                tooltip="Say which activities of the sides are the same"),
        Binding("e,f8", "report", "report", id="compare.report",
                tooltip="A report of this comparison, or a file to take away"),
    ]  # fmt: skip

    comparison: Reactive[Comparison] = reactive(None, repaint=False, init=False)  # type: ignore[arg-type]  # given by __init__
    plan: Reactive[Partnership | None] = reactive(None, repaint=False, init=False)
    shown: Reactive[Filter] = reactive(Filter(), repaint=False, init=False, bindings=True)

    def __init__(
        self,
        comparison: Comparison,
        *,
        mine: int | None = 0,
        news: News | None = None,
        plan: Partnership | None = None,
    ) -> None:
        super().__init__()
        self.mine = mine
        self.set_reactive(ComparisonPage.comparison, comparison)
        self.set_reactive(ComparisonPage.plan, plan)
        self.set_reactive(ComparisonPage.place, self._place(comparison))
        self.news: News = news or {}
        self._readings: dict[str, Reading] = {}

    def _place(self, comparison: Comparison) -> Place:
        return replace(self.place, title=" × ".join(comparison.names), step=self.STEP)

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Notice(id="classes")
        with Container(id="work"):
            with Vertical(id="reading"):
                yield finder()
                yield Notice(id="filter")
                yield Notice(id="heads")
                yield ReadingList(id="readings")
            yield Spread(fit=True, id="brief")
        yield Spread(fit=True, id="matrices")
        yield KeyBar()

    def on_mount(self) -> None:
        self.set_focus(self.query_one(ReadingList))
        self.call_after_refresh(self._opened)

    def _opened(self) -> None:
        self.redraw()
        if self.comparison.questions:
            self.action_same()

    # ---- data comes down

    def show(self, sides: Sequence[Session]) -> None:
        """Take the sides' sessions as they now are; the app calls this, nobody else."""
        if not all(map(is_, sides, self.comparison.sides)):
            self._compare(sides, self.comparison.answers)

    def show_plan(self, plan: Partnership) -> None:
        """Take the plan as it now is; the app calls this, nobody else."""
        self.plan = plan

    def show_news(self, news: News) -> None:
        """Take what is new since the partner's last file; the app calls this, nobody else."""
        self.news = news
        if news and self.query(ReadingList):
            self.redraw()
            self.refresh_bindings()

    def _compare(self, sides: Sequence[Session], answers: Mapping[TitleMatch, bool]) -> None:
        try:
            self.comparison = compare(sides, answers=answers)
        except ComparisonError as error:
            self.post_message(Announced(str(error), problem=True))

    def watch_comparison(self, comparison: Comparison) -> None:
        self.place = self._place(comparison)
        self.redraw()
        tell_asides(self, comparison, self.plan)

    def watch_plan(self, plan: Partnership | None) -> None:
        self.redraw()
        tell_asides(self, self.comparison, plan)

    def watch_shown(self) -> None:
        self.redraw()

    # ---- drawing

    def redraw(self) -> None:
        """Put what is to be seen into the widgets; each repaints the lines that differ."""
        rows = self.query_one(ReadingList)
        width = rows.scrollable_content_region.width
        if width <= 0:
            return
        comparison, names = self.comparison, self.comparison.names
        shape = shape_for(width, names)
        listed = [
            one for one in comparison.readings if self.shown.shows(comparison, one, self.news)
        ]
        self.query_one("#classes", Notice).say(counted(comparison))
        self.query_one("#filter", Notice).say(self._filter_words(len(listed)))
        self.query_one("#heads", Notice).say(heads(shape, width, names))
        stood = self.reading
        self._readings = {key_of(one): one for one in listed}
        rows.take(shape.columns, rows_of(comparison, listed, shape, self.news, self.plan))
        if stood is not None and (key := row_of(stood, listed)) is not None:
            rows.cursor = key
        self._draw_brief()
        pane = self.query_one("#matrices", Spread)
        pane.blocks = matrices(comparison, pane.size.width) if pane.size.width else ()

    def _filter_words(self, count: int) -> str:
        if self.shown.active:
            what = f"{count} of {len(self.comparison.readings)}: {self.shown.words} (a: all)"
            return what if count else f"Nothing here with {self.shown.words}. a shows all again."
        if not count:
            return "No side has chosen an activity yet. Choose some in step 1, then rate them."
        return ""

    def _draw_brief(self) -> None:
        reading = self.reading
        pane = self.query_one("#brief", Spread)
        if reading is None:
            pane.blocks = ()
        elif pane.size.height < ROOM_FOR_ALL:
            pane.blocks = in_brief(self.comparison, reading, self.news)
        else:
            item = item_of(self.plan, reading)
            pane.blocks = in_full(self.comparison, reading, self.news, item, stack_below=60)

    @property
    def reading(self) -> Reading | None:
        """The reading under the cursor."""
        return self._readings.get(self.query_one(ReadingList).cursor or "")

    def at_hand(self) -> tuple[str, str] | None:
        """The title of the activity under the cursor, and all that is said of it as text."""
        from tui.screens.copying import sides_as_text

        if (reading := self.reading) is None:
            return None
        item = item_of(self.plan, reading)
        return reading.title, sides_as_text(self.comparison, reading, item, self.plan)

    @on(Rows.Highlighted, "#readings")
    def explain(self) -> None:
        """Say in the pane why the activity under the cursor is where it is."""
        self._draw_brief()

    # ---- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what cannot be done right now."""
        if action == "all":
            return self.shown.active
        if action == "new":
            return bool(self.news)
        if action == "rate":
            return self.mine is not None
        if action == "same":
            return bool(self.comparison.questions or self.comparison.answers)
        return super().check_action(action, parameters)

    @on(Rows.Picked, "#readings")
    def action_in_full(self) -> None:
        """Open one activity in full, both sides at equal size."""
        if self.reading is not None:
            order = tuple(self._readings)
            key = key_of(self.reading)
            self.app.push_screen(
                ActivityInFull(self.comparison, key, order, news=self.news, plan=self.plan)
            )

    def action_try(self) -> None:
        """Try another rating of the activity under the cursor."""
        if self.reading is not None:
            self.app.push_screen(WhatIf(self.comparison, key_of(self.reading), plan=self.plan))

    def action_rate(self) -> None:
        """Open the rating of the activity under the cursor in the open session."""
        known = self.reading.ids[self.mine] if self.reading and self.mine is not None else None
        if known is not None:
            self.post_message(RatingRequested(known))
        else:
            self.post_message(Announced("Your side did not choose this activity; step 1 does."))

    def action_decide(self) -> None:
        """Go to the activity under the cursor in the plan."""
        if self.reading is not None:
            self.post_message(PlanRequested(self.reading.activity))

    def action_overview(self) -> None:
        """Open the overview."""
        self.app.push_screen(Overview(self.comparison))

    def action_report(self) -> None:
        """Ask for a report of the comparison."""
        self.post_message(ReportRequested(self.comparison))

    def action_next_class(self, by: int) -> None:
        """Show the next class that holds anything, then all."""
        self.shown = self.shown.next_class(self.comparison, by)

    def action_differing(self) -> None:
        """Show only what the sides rate differently, or all again."""
        self.shown = replace(self.shown, differing=not self.shown.differing)

    def action_new(self) -> None:
        """Show only what is new, or all again."""
        self.shown = replace(self.shown, new=not self.shown.new)

    def action_all(self) -> None:
        """Leave nothing out."""
        self.stop_finding()
        self.shown = Filter()

    def seek(self, text: str) -> None:
        """Show only what holds a text."""
        self.shown = replace(self.shown, text=text)

    def action_same(self) -> None:
        """Ask which activities of the sides are the same."""

        def answered(answers: Mapping[TitleMatch, bool] | None) -> None:
            if answers:
                self._compare(self.comparison.sides, {**self.comparison.answers, **answers})
                self.post_message(SameAnswered(self.comparison.answers))

        asked = {**self.comparison.answers, **dict.fromkeys(self.comparison.questions)}
        self.app.push_screen(SameActivity(asked), answered)
