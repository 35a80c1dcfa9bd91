"""The library: every session and plan that is kept, and what can be done to one as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import ScreenResume
from textual.reactive import Reactive, reactive
from textual.widgets import Static

from sessions.session import SessionId
from sessions.store import PlanSummary, Summary
from tui.messages import (
    Announced,
    CompareRequested,
    LeaveRequested,
    OpenRequested,
    PlanOpenRequested,
)
from tui.screens.library_acts import LibraryActs
from tui.screens.library_list import (
    COLUMNS,
    HEADINGS,
    WELCOME,
    Listed,
    Listing,
    Shown,
    details,
    filter_words,
    nothing_listed,
)
from tui.widgets.heads import Heads
from tui.widgets.keybar import KeyBar
from tui.widgets.reader import Block, Reader
from tui.widgets.rows import Rows
from tui.widgets.titlebar import Place, TitleBar
from tui.widgets.typed import Entered, Sought

if TYPE_CHECKING:
    from tui.widgets.finder import Finder


def local_now() -> datetime:
    """The time on this person's clock, aware."""
    return datetime.now().astimezone()


class LibraryPage(LibraryActs):
    """All as rows. The app sets `summaries` and `plans` whenever the store has changed."""

    STYLES = ("parts", "library")
    HELP = (
        "The library lists every session that is kept here: yours, and the ones that came in "
        "as a partner's file, which are read-only (« partner's).\n\n"
        "Rated counts the activities with both levels, out of those chosen.\n\n"
        "Mark two or more sessions with Space, then press c to compare them. What the sides "
        "decide is a plan, which is listed here too, with how many activities are decided; "
        "Enter opens it.\n\n"
        "Archived and deleted sessions are not listed; f walks through the filters to show "
        "them. A deleted session or plan keeps every word: b brings it back."
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]

    summaries: Reactive[tuple[Summary, ...]] = reactive((), repaint=False, init=False)
    plans: Reactive[tuple[PlanSummary, ...]] = reactive((), repaint=False, init=False)
    shown: Reactive[Shown] = reactive(Shown.ALL, repaint=False, init=False)
    sought: Reactive[str] = reactive("", repaint=False, init=False)
    marked: Reactive[tuple[SessionId, ...]] = reactive((), repaint=False, init=False)

    def __init__(
        self,
        summaries: tuple[Summary, ...] = (),
        plans: tuple[PlanSummary, ...] = (),
        *,
        current: int = 0,
        now: Callable[[], datetime] = local_now,
    ) -> None:
        """Of many sessions these may be the newest only; `current` tells how many there are."""
        super().__init__()
        self.now = now
        self._listing = Listing()
        self._to_come = max(0, current - len(summaries))
        self._rows = Rows(COLUMNS, id="sessions")
        self.set_reactive(LibraryPage.summaries, summaries)
        self.set_reactive(LibraryPage.plans, plans)
        self.set_reactive(LibraryPage.place, Place("commongrid"))

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with Container(id="library"):
            with Vertical(id="listed"):
                yield Static(id="filters")
                yield Heads(COLUMNS, HEADINGS)
                yield self._rows
            yield Reader(id="details")
        yield Reader(id="welcome")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#welcome", Reader).blocks = WELCOME
        self._rows.focus()

    # ---- data comes down

    def show_all(self, summaries: Iterable[Summary], plans: Iterable[PlanSummary]) -> None:
        """Take all that is kept now."""
        self._to_come = 0
        self.plans, self.summaries = tuple(plans), tuple(summaries)

    def watch_summaries(self, summaries: tuple[Summary, ...]) -> None:
        self._listing.take(summaries, self.plans, self.now())
        self.show_list()

    def watch_plans(self) -> None:
        self.watch_summaries(self.summaries)

    def watch_shown(self) -> None:
        self.show_list()

    def watch_sought(self) -> None:
        self.show_list()

    def watch_marked(self) -> None:
        self.show_list()

    def on_screen_resume(self, event: ScreenResume) -> None:
        self.watch_summaries(self.summaries)

    def show_list(self) -> None:
        """List what the filter and the words sought leave."""
        if not self.is_mounted:
            return
        empty = not self.listed
        self.query_one("#library").display = not empty
        self.query_one("#welcome").display = empty
        rows = self._rows
        rows.rows = self._listing.rows(self.shown, self.sought, self.marked)
        if self.awaited is not None and any(row.key == self.awaited for row in rows.rows):
            rows.cursor, self.awaited = self.awaited, None
        count: int | str = self._listing.counts[self.shown] + self._to_come
        if self._to_come and self.shown is not Shown.ALL:
            count = "…"
        words = filter_words(self.shown, count)
        self.query_one("#filters", Static).update(Content(words))
        self.show_details()

    @on(Rows.Highlighted, "#sessions")
    def show_details(self) -> None:
        """Say all that is known of the row under the cursor."""
        summary = self.current
        reader = self.query_one("#details", Reader)
        if summary is not None:
            reader.blocks = details(summary, self.now())
        elif self.sought:
            reader.blocks = (Block(f'No title or organisation holds "{self.sought}"; Esc clears.'),)
        else:
            reader.blocks = (Block(nothing_listed(self.shown)),)
        self.refresh_bindings()

    @property
    def current(self) -> Listed | None:
        """The session or the plan under the cursor."""
        return self._listing.listed.get(self._rows.cursor or "")

    @property
    def listed(self) -> bool:
        """Whether there is anything at all."""
        return bool(self.summaries or self.plans)

    # ---- opening, marking, comparing

    @on(Rows.Picked, "#sessions")
    def action_open(self) -> None:
        """Open the session under the cursor, where this person left it, or the plan."""
        if (one := self.undeleted()) is None:
            return
        self.forget_acts()
        if isinstance(one, PlanSummary):
            self.post_message(PlanOpenRequested(one.id))
        else:
            self.post_message(OpenRequested(one.id))

    def action_mark(self) -> None:
        """Mark the session to be compared, or unmark it, and go on to the next row."""
        one = self.undeleted()
        if not isinstance(one, Summary):
            if one is not None:
                sentence = "Sessions are compared, not plans; Enter opens this plan."
                self.post_message(Announced(sentence))
            return
        if one.id in self.marked:
            self.marked = tuple(key for key in self.marked if key != one.id)
        else:
            self.marked = (*self.marked, one.id)
        self._rows.action_walk(1)

    def action_compare(self) -> None:
        """Compare the marked sessions, in the order in which they were marked."""
        there = {one.id for one in self.summaries if not one.deleted}
        marked = tuple(key for key in self.marked if key in there)
        if len(marked) < 2:
            sentence = "Mark two or more sessions with Space, then press c to compare them."
            self.post_message(Announced(sentence))
            return
        self.marked = ()
        self.post_message(CompareRequested(marked))

    # ---- finding and filtering

    async def action_find(self) -> None:
        """Open the line to type what is sought."""
        # Only now, since an editor is a lot to import for a first frame without one.
        from tui.widgets.finder import Finder

        if not self.query(Finder):
            line = Finder(placeholder="words of a title or an organisation", id="find")
            await self.query_one("#listed").mount(line, after="#filters")
        finder = self.query_one(Finder)
        finder.display = True
        self.set_focus(finder)

    @on(Sought)
    def seek(self, message: Sought) -> None:
        """List what holds the words typed so far."""
        self.sought = message.text

    @on(Entered, "#find")
    def leave_field(self) -> None:
        """Go on to what was found; an empty line goes away."""
        for finder in self._finders():
            finder.display = bool(finder.text.strip())
        self.set_focus(self._rows)

    def _finders(self) -> Iterable[Finder]:
        """The line to type what is sought, once it was asked for."""
        return cast("Iterable[Finder]", self.query("#find"))

    def action_filter(self) -> None:
        """Walk through the filters."""
        self.shown = self.shown.after()

    # ---- leaving

    def action_leave_field(self) -> None:
        """Esc leaves the line, then clears what was sought, then asks whether to leave."""
        if self.in_text:
            super().action_leave_field()
        elif self.sought:
            for finder in self._finders():
                finder.replace_by("")
            self.leave_field()
        else:
            self.action_leave()

    def action_back(self) -> None:
        """Leave the program; the app asks if anything is not saved yet."""
        self.post_message(LeaveRequested())
