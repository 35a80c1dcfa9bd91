"""Are these the same activity? Asked once for every title match between two files."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sessions.joint.matching import TitleMatch
from sessions.text import safe_line
from tui.commands import hints
from tui.screens.dialog import Dialog
from tui.widgets.keybar import KeyBar
from tui.widgets.rows import Column, Row, Rows

Answers = dict[TitleMatch, bool]


class SameActivity(Dialog[Mapping[TitleMatch, bool] | None]):
    """One row a question. An answer moves on to the next open one; the last one closes.

    Dismisses the answers that were given; what was left open is asked again another time.
    """

    HELP = (
        "Two sides may have written the same activity under two ids, or mean two by one. Answer "
        "each question; what you leave open is asked again another time."
    )
    BINDINGS = [
        Binding("1,y", "answer(True)", "the same", id="same.yes", tooltip="They are the same"),
        Binding("2,n", "answer(False)", "two", id="same.no", tooltip="They are two activities"),
        Binding("3,A", "all_same", "all the same", id="same.all",
                tooltip="All that are still open are the same"),
        Binding("escape,q,f10,backspace", "done", "done", id="same.done", key_display="Esc",
                tooltip="Leave what is open for later"),
    ]  # fmt: skip

    def __init__(self, questions: Mapping[TitleMatch, bool | None]) -> None:
        super().__init__()
        self.questions = {str(place): one for place, one in enumerate(questions)}
        self.answers: Answers = {
            one: answer for one, answer in questions.items() if answer is not None
        }

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide same"):
            yield Static(
                Content(
                    "Do the sides mean the same activity? Until you say so, one id is one "
                    "activity, and two ids are two."
                ),
                classes="dialog--question",
            )
            yield Rows((Column(), Column(8)), id="questions")
            yield KeyBar()

    def on_mount(self) -> None:
        self.redraw()
        self.query_one(Rows).focus()
        self.query_one(KeyBar).shown = tuple(hints(self.active_bindings.items()))
        self._go_on()

    def redraw(self) -> None:
        """One row a question, with its answer."""
        words = {True: "the same", False: "two", None: "?"}
        self.query_one(Rows).rows = tuple(
            Row(key, (self._worded(one), words[self.answers.get(one)]))
            for key, one in self.questions.items()
        )

    def _worded(self, one: TitleMatch) -> str:
        first, second = safe_line(one.first.title), safe_line(one.second.title)
        return f"{first}  =  {second}" if one.same_id else first

    def _go_on(self) -> None:
        """To the next open question; with none left, done."""
        rows = self.query_one(Rows)
        keys = list(self.questions)
        here = keys.index(rows.cursor) if rows.cursor in keys else 0
        left = [key for key in keys[here:] + keys[:here] if self.questions[key] not in self.answers]
        if left:
            rows.cursor = left[0]

    def action_answer(self, same: bool) -> None:
        """Answer the question under the cursor."""
        key = self.query_one(Rows).cursor
        if key is None:
            return
        self.answers[self.questions[key]] = same
        self.redraw()
        if len(self.answers) == len(self.questions):
            self.dismiss(self.answers)
        else:
            self._go_on()

    def action_all_same(self) -> None:
        """Join everything that is still open."""
        for one in self.questions.values():
            self.answers.setdefault(one, True)
        self.dismiss(self.answers)

    def action_done(self) -> None:
        """Give the answers so far."""
        self.dismiss(self.answers)
