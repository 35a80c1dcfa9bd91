"""Who changed what, and when: the log of one session or plan, one line a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.reactive import Reactive, reactive

from catalogue.activities import ActivityId
from catalogue.values import replace
from sessions.store import LogRow
from tui.screens.finding import Finding, finder
from tui.screens.history_text import Deed, HistoryFilter, deeds, fitted, in_full
from tui.widgets.keybar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.reader import Reader
from tui.widgets.rows import Column, Row, Rows
from tui.widgets.titlebar import Place, TitleBar

NOTHING = (
    "Nothing was changed yet. Every change will be listed here, with who made it and when, "
    "and what stood there before."
)


class Log(Rows):
    """Rows on the log; Enter goes on to the text of a change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "read", id="history.read", tooltip="Scroll the text of a change"),
    ]


class HistoryPage(Finding):
    """The newest change on top; the pane shows what stood there before and after.

    `titles` names the activities. Private notes are shown only where `private` is set, which
    the app does for a session of one's own. Times are shown in `zone`, by default the local one.
    """

    HELP = (
        "Every change that was kept: who made it, when, and what stood there before. What was "
        "typed in one go is one line. Undo and redo are changes too, and are listed.\n\n"
        "a shows only the changes of the activity under the cursor, and then all again."
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,f4", "activity", "this activity", id="history.activity",
                tooltip="Only the changes of this activity, or all again"),
        Binding("slash,f3", "find", "find", id="history.find",
                tooltip="Only changes with a text in them"),
        Binding("x", "all", "show all", id="history.all", tooltip="Every change again"),
    ]  # fmt: skip

    shown: Reactive[HistoryFilter] = reactive(
        HistoryFilter(), repaint=False, init=False, bindings=True
    )

    def __init__(
        self,
        title: str,
        rows: Sequence[LogRow],
        titles: Mapping[ActivityId, str],
        *,
        private: bool,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__()
        self.titles = titles
        self.private = private
        self.zone = zone
        self._deeds = deeds(rows, zone)
        self._shown: dict[str, Deed] = {}
        self.set_reactive(HistoryPage.place, Place(f"History · {title}"))

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with Container(id="past"):
            with Vertical(id="deeds"):
                yield finder()
                yield Notice(id="filter")
                yield Log((Column(16), Column(12), Column()), id="log")
            yield Reader(can_focus=True, id="change")
        yield KeyBar()

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Rows))
        self.redraw()

    def show(self, rows: Sequence[LogRow]) -> None:
        """Take the log as it now is; the app calls this, nobody else."""
        self._deeds = deeds(rows, self.zone)
        self.redraw()

    def watch_shown(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        """One line a deed, the newest first."""
        listed = [one for one in self._deeds if self.shown.shows(one, self.private)]
        self._shown = {one.group: one for one in listed}
        words = NOTHING if not self._deeds else ""
        if self.shown.active:
            what = self.shown.words(self.titles)
            words = f"{len(listed)} of {len(self._deeds)}: {what} (x: all)"
        self.query_one("#filter", Notice).say(words)
        self.query_one(Rows).rows = tuple(
            Row(one.group, partial(self._words, one), quiet=one.taken_back) for one in listed
        )
        self._draw_change()

    def _words(self, deed: Deed) -> tuple[str, ...]:
        """What fills the columns, made when it is drawn, which is when the width is known."""
        room = self.query_one(Rows).room(2)
        return deed.when, deed.who, fitted(deed, self.titles, room)

    @property
    def deed(self) -> Deed | None:
        """The deed under the cursor."""
        return self._shown.get(self.query_one(Rows).cursor or "")

    @on(Rows.Highlighted, "#log")
    def explain(self) -> None:
        """Show what stood there before and after."""
        self._draw_change()

    def _draw_change(self) -> None:
        deed = self.deed
        self.query_one(Reader).blocks = (
            in_full(deed, self.titles, private=self.private) if deed else ()
        )

    # ---- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what cannot be done right now."""
        if action == "all":
            return self.shown.active
        return super().check_action(action, parameters)

    @on(Rows.Picked, "#log")
    def action_read(self) -> None:
        """Give the keys to the text of the change, and back."""
        reader = self.query_one(Reader)
        self.set_focus(self.query_one(Rows) if self.focused is reader else reader)

    def action_back(self) -> None:
        """From the text of a change to the list, from the list back."""
        if self.focused is self.query_one(Reader):
            self.set_focus(self.query_one(Rows))
        else:
            super().action_back()

    def action_activity(self) -> None:
        """Only the changes of the activity under the cursor, or all again."""
        deed = self.deed
        if self.shown.activity is not None:
            self.shown = replace(self.shown, activity=None)
        elif deed is not None and deed.activities:
            self.shown = replace(self.shown, activity=deed.activities[0])

    def action_all(self) -> None:
        """Leave nothing out."""
        self.stop_finding()
        self.shown = HistoryFilter()

    def seek(self, text: str) -> None:
        """Show only what holds a text."""
        self.shown = replace(self.shown, text=text)
