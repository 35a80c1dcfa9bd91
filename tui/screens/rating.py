"""Step 2, Evaluate: one chosen activity at a time, its levels, and the reasons for them."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from catalogue.activities import ActivityId
from catalogue.factors import FactorCode
from catalogue.levels import LEVELS, Dimension, Level
from sessions.edits import Rate, Tag
from sessions.session import Session, Step
from tui.messages import Announced, EditRequested
from tui.screens.about import About
from tui.screens.checklist_text import READ_ONLY, about
from tui.screens.rating_form import Factors, Levels, PrivateWords, RatingForm, Words
from tui.screens.rating_text import (
    FIELD_HINTS,
    NOTHING_CHOSEN,
    consideration,
    crowded,
    meanings,
    overview,
    progress,
)
from tui.screens.rating_walk import ActivityWalk
from tui.screens.step import StepPage
from tui.widgets.choices import Choices
from tui.widgets.keybar import KeyBar
from tui.widgets.reader import Block, Look, Reader
from tui.widgets.rows import Column, Rows
from tui.widgets.ticks import Ticks
from tui.widgets.titlebar import TitleBar

ROOMY = 150
"""Columns from which on the list of activities and their full text stand beside the form."""


class RatingPage(ActivityWalk):
    """Rates; all is saved as it is typed, and an activity may stay half rated in any order."""

    STEP = Step.EVALUATE
    STYLES = ("parts", "rating")
    HELP = (
        "What would the activity bring you, and what would it take? Give a level for each, tick "
        "what weighed in it, and say why. Levels and reasons are yours: there is no right one.\n\n"
        "Tab goes from field to field. On a level, 1, 2 and 3 mean low, moderate and high, and "
        "0 takes the level back. The factors are prompts; they never compute a level. Ease in "
        "the short term (B4) counts as a benefit here: do not count it again as low "
        "investment.\n\n"
        "Page Down and Page Up go to the next and the previous activity, also while you type; "
        "F2 goes to the next one that is not rated. Outside a text ], [ and ! do the same. Esc "
        "leaves a text, and Tab comes back to it.\n\n"
        "Everything is saved as you type; F6 takes it back. The private note stays here. While you "
        "are not writing in it, it is hidden from others who look at this screen; p shows it."
    )
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (ROOMY, "-roomy")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "level(0)", "level", id="rating.low", key_display="1-3",
                tooltip="Low, moderate, high of the dimension in focus"),
        Binding("2", "level(1)", "moderate", id="rating.moderate", show=False, tooltip="Moderate"),
        Binding("3", "level(2)", "high", id="rating.high", show=False, tooltip="High"),
        Binding("0,delete", "level(-1)", "no level", id="rating.none", show=False,
                tooltip="Take the level back"),
        Binding("tab", "walk_form(1)", "next field", id="rating.walk",
                tooltip="The next field; after Esc back into the text that was left"),
        Binding("shift+tab", "walk_form(-1)", "field before", id="rating.walk_back", show=False,
                tooltip="The field before"),
        Binding("i", "about", "about", id="rating.about",
                tooltip="All that is known of this activity, with examples"),
        Binding("enter", "choose", "choose", id="rating.choose",
                tooltip="Go to step 1 and choose activities"),
    ]  # fmt: skip

    _text_left: Widget | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Reader(id="rating-progress")
        yield Reader(id="rating-crowded")
        with Horizontal(id="rating"):
            yield Overview((Column(), Column(19)), id="rating-overview")
            yield RatingForm(id="rating-form")
            yield Reader(id="rating-about")
        yield Reader(id="rating-empty")
        yield Reader(id="rating-hint")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#rating-empty", Reader).blocks = NOTHING_CHOSEN
        self.watch_notes(self.notes)
        self.show_all()
        if self.activity is not None:
            self._start(self.activity)

    def begin(
        self, session: Session, *, ours: bool, notes: bool, activity: ActivityId | None
    ) -> None:
        """Be as a page that is made for this session and this activity. The app calls this."""
        for form in self.query(RatingForm):
            form.begin()
        self.set_reactive(StepPage.ours, ours)
        self.set_reactive(StepPage.session, session)
        self.place = self._place(session)
        self.start_at(activity)
        self._text_left = None
        self.notes = notes
        if self.is_mounted:
            self.show_all()
            if self.activity is not None:
                self._start(self.activity)

    def go_to(self, activity: ActivityId) -> None:
        """Show another activity from its start; who is typing stays in the field of that name."""
        typing = self.in_text
        super().go_to(activity)
        if not typing:
            self._start(activity)

    def _start(self, activity: ActivityId) -> None:
        """Go to the first level that is not given yet, with the top of the form in view."""
        held = self.session.assessment(activity)
        first = next((one for one in Dimension if held.level(one) is None), Dimension.BENEFIT)
        self.query_one(f"#rating-{first}").focus(scroll_visible=False)
        self.query_one(RatingForm).scroll_home(animate=False)

    # ---- data comes down

    def watch_session(self) -> None:
        self.show_all()

    def watch_notes(self, shown: bool) -> None:
        for words in self.query(PrivateWords):
            words.veiled = not shown

    def watch_activity(self) -> None:
        self.show_all()

    def on_resize(self) -> None:
        roomy = self.size.width >= ROOMY
        for factors in self.query(Factors):
            factors.roomy = roomy

    def show_all(self) -> None:
        """Draw what is held of the activity now; what is the same is not sent again."""
        if not self.query("#rating-hint"):
            return
        self.find_place()
        session, activity = self.session, self.activity
        entry = session.activity(activity) if activity else None
        for name in ("#rating", "#rating-hint", "#rating-progress"):
            self.query_one(name).display = entry is not None
        self.query_one("#rating-empty").display = entry is None
        warning = crowded(session) if self.ours else READ_ONLY
        crowd = self.query_one("#rating-crowded", Reader)
        crowd.display = warning is not None
        crowd.blocks = (Block(warning or "", Look.QUIET),)
        if activity is None or entry is None:
            if self.focused is not None:
                self.set_focus(None)
            return
        place = progress(session, self.order, activity)
        line = (Block(entry.title, Look.STRONG, label=f"{place}   "),)
        self.query_one("#rating-progress", Reader).blocks = line
        self.query_one("#rating-what", Reader).blocks = (Block(entry.description, Look.QUIET),)
        self.query_one("#rating-about", Reader).blocks = about(session, entry)
        self.query_one(RatingForm).show(session, activity, ours=self.ours)
        listed = self.query_one(Overview)
        listed.rows = overview(session)
        listed.cursor = activity

    # ---- what the focus stands on

    @property
    def dimension(self) -> Dimension | None:
        """The dimension whose level or factors have the focus."""
        return self.focused.dimension if isinstance(self.focused, Levels | Factors) else None

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._text_left = None
        if isinstance(event.widget, Levels):
            self._hint(meanings(self.session, event.widget.dimension))
        elif isinstance(event.widget, Words):
            self._hint((Block(FIELD_HINTS[event.widget.name_of_text], Look.QUIET),))

    @on(Ticks.Considered)
    def consider(self, message: Ticks.Considered) -> None:
        """Show the prompt of the factor under the cursor."""
        message.stop()
        if message.ticks is self.focused:
            self._hint(consideration(message.value))

    def _hint(self, blocks: tuple[Block, ...]) -> None:
        self.query_one("#rating-hint", Reader).blocks = blocks

    # ---- rating

    @on(Choices.Picked)
    def rate(self, message: Choices.Picked) -> None:
        """Word a picked level as an edit."""
        message.stop()
        if isinstance(message.choices, Levels):
            only = message.only
            self._rate(message.choices.dimension, Level(only) if only else None)

    def action_level(self, place: int) -> None:
        """Give the level that a digit means to the dimension in focus; -1 takes it back."""
        if self.dimension is None:
            self.post_message(Announced("Go to benefit or investment first, with Tab."))
        else:
            self._rate(self.dimension, LEVELS[place] if place >= 0 else None)

    def _rate(self, dimension: Dimension, level: Level | None) -> None:
        if self.activity is not None and self.ours:
            self.post_message(EditRequested(Rate(self.activity, dimension, level)))

    @on(Ticks.Ticked)
    def tag(self, message: Ticks.Ticked) -> None:
        """Word a tick as an edit."""
        message.stop()
        if self.activity is not None and self.ours:
            edit = Tag(self.activity, FactorCode(message.value), message.on)
            self.post_message(EditRequested(edit))

    @on(Rows.Picked, "#rating-overview")
    def pick(self, message: Rows.Picked) -> None:
        """Go to the activity that was clicked in the list."""
        self.go_to(ActivityId(message.key))

    # ---- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what makes sense now: with nothing chosen, a partner's session, or a text."""
        if action == "choose":
            return self.activity is None
        if action == "level":
            return self.ours and self.activity is not None
        if action in ("step_on", "unrated", "about", "walk_form"):
            return self.activity is not None
        return super().check_action(action, parameters)

    def action_about(self) -> None:
        """Show all that is known of the activity."""
        entry = self.session.activity(self.activity) if self.activity else None
        if entry is not None:
            self.app.push_screen(About(about(self.session, entry)))

    def action_choose(self) -> None:
        """Go to step 1, where activities are chosen."""
        self.go(Step.IDENTIFY)

    def leave_field(self) -> None:
        """The form stays where it is, so that letters act and nothing jumps."""
        left = self.focused
        self.set_focus(None)
        self._text_left = left

    def action_walk_form(self, by: int) -> None:
        """The next field or the one before; after Esc, back into the text that was left."""
        if self.focused is None and self._text_left is not None:
            self.set_focus(self._text_left)
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()


class Overview(Rows, can_focus=False):
    """The chosen activities, to see where one is; the keys of the form walk it."""
