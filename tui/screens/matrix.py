"""The matrix of this side: see where everything lies, carry it elsewhere, read why it is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical

from catalogue.activities import ActivityId
from catalogue.values import replace
from sessions.matrix import matrix
from sessions.session import Session, Step
from sessions.text import safe_line
from tui.messages import EditRequested, RatingRequested
from tui.screens.matrix_text import cell_words, in_pane
from tui.screens.step import StepPage
from tui.widgets.keybar import Hint, KeyBar
from tui.widgets.matrix_grid import MatrixGrid
from tui.widgets.pane import Pane
from tui.widgets.reader import Block, Look
from tui.widgets.titlebar import TitleBar
from tui.widgets.typed import Entered, Sought

IN_A_CARRY = {"step(-1, 0)": "carry", "drop": "drop here", "put_back": "put back"}
"""What the key bar offers while an activity is carried, and in which words."""

WIDE = 120
"""From so many columns on the pane stands beside the grid."""

NOT_FOUND = "No chosen activity has “{}” in its title."


class MatrixPage(StepPage):
    """The grid, and a pane that says why the activity under the cursor lies where it lies."""

    STEP = Step.MATRIX
    STYLES = ("matrix",)
    HELP = (
        "Every activity lies where its two levels put it: benefit from bottom to top, investment "
        "from left to right. The cell at the top left is the one to pursue.\n\n"
        "To move an activity is to rate it anew. Take it with Enter or m, carry it with the "
        "arrows, and drop it with Enter, or put it back with Esc. The digits send it to a cell at "
        "once, as they lie on a keypad: 7 is high benefit for low investment, 3 the opposite "
        "corner. A carry is one step of undo.\n\n"
        "The meaning of the four corners is the paper's (Perry et al. 2021); the words for the "
        "five cells with a moderate level are this project's.\n\n"
        "Private notes are hidden, since others may look at this screen with you; p shows them, "
        "and hides them again.\n\n"
        "~ was added to the list by you, # has a private note, ! is not yet rated. "
        "+3 says how many more a cell holds; walk into it to see them."
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,f3", "find", "find", id="matrix.find",
                tooltip="Go to an activity by a word of its title"),
        Binding("pagedown", "read(1)", "read on", id="matrix.read_on", show=False,
                tooltip="More of the text on this activity"),
        Binding("pageup", "read(-1)", "read back", id="matrix.read_back", show=False,
                tooltip="Back in the text on this activity"),
    ]  # fmt: skip

    def __init__(self, session: Session, *, ours: bool = True) -> None:
        super().__init__(session, ours=ours)
        self._warning = matrix(session).warning
        self._from: ActivityId | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with Container(id="matrix"):
            yield MatrixGrid(read_only=not self.ours, id="grid").data_bind(MatrixPage.session)
            with Vertical(id="side"):
                yield Pane(id="why")
        yield KeyBar()

    @property
    def grid(self) -> MatrixGrid:
        """The matrix itself."""
        return self.query_one(MatrixGrid)

    def on_resize(self) -> None:
        self._explain()

    @property
    def at_hand(self) -> ActivityId | None:
        """The activity under the cursor."""
        return self.grid.highlighted

    # ---- data comes down

    def watch_session(self, session: Session) -> None:
        """Say what now holds of the activity under the cursor."""
        if self.is_mounted:
            self._warning = matrix(session).warning
            self._explain()
            if self.grid.carrying:
                self.show_keys()

    def watch_notes(self) -> None:
        """Show the private note of the activity under the cursor, or hide it."""
        if self.is_mounted:
            self._explain()

    @on(MatrixGrid.Highlighted)
    def explain(self) -> None:
        """Say in the pane why the activity under the cursor is where it is."""
        self._explain()

    def _explain(self) -> None:
        airy = self.size.width >= WIDE
        self.query_one("#why", Pane).blocks = in_pane(
            self.session, self.grid.highlighted, self._warning, airy=airy, private=self.notes
        )

    # ---- the keys of the moment

    def keys_now(self) -> Iterable[Hint]:
        """The usual keys, or in a carry those of the carry alone."""
        offered = super().keys_now()
        carry = self.grid.carrying
        if carry is None:
            yield from offered
            return
        cell = cell_words(self.session.assessment(carry.activity))
        for hint in offered:
            if hint.action == "drop":
                yield replace(hint, word=f"drop here ({cell})")
            elif hint.action in IN_A_CARRY:
                yield replace(hint, word=IN_A_CARRY[hint.action])

    # ---- what the grid says, worded as edits

    @on(MatrixGrid.Moved)
    def move(self, message: MatrixGrid.Moved) -> None:
        """One step of a carry."""
        from sessions.edits import Nudge

        edit = Nudge(message.activity, message.benefit, message.investment)
        self.post_message(EditRequested(edit, message.carry))

    @on(MatrixGrid.Sent)
    def send(self, message: MatrixGrid.Sent) -> None:
        """To a cell at once."""
        from sessions.edits import Place

        edit = Place(message.activity, message.cell.benefit, message.cell.investment)
        self.post_message(EditRequested(edit, message.carry))

    @on(MatrixGrid.PutBack)
    def put_back(self, message: MatrixGrid.PutBack) -> None:
        """To where a carry began."""
        from sessions.edits import Place

        edit = Place(message.activity, message.benefit, message.investment)
        self.post_message(EditRequested(edit, message.carry))

    @on(MatrixGrid.RatingRequested)
    def open_rating(self, message: MatrixGrid.RatingRequested) -> None:
        """The rating of the activity under the cursor."""
        self.post_message(RatingRequested(message.activity))

    # ---- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a carry nothing is taken back but the carry itself."""
        if action in ("undo", "redo") and self.is_mounted and self.grid.carrying:
            return False
        return super().check_action(action, parameters)

    def action_read(self, by: int) -> None:
        """Turn a page of the pane."""
        self.query_one("#why", Pane).turn(by)

    async def action_find(self) -> None:
        """Open the line to find by; from within it, go on to the next that is found."""
        # Only now, since an editor is a lot to import for a first frame without one.
        from tui.widgets.finder import Finder

        if not self.query(Finder):
            line = Finder(placeholder="find by a word of the title", id="find")
            await self.query_one("#side").mount(line, before="#why")
        finder = self.query_one(Finder)
        if self.focused is finder:
            self._seek(finder.text, self.grid.highlighted)
            return
        self.grid.drop()
        finder.replace_by("")
        self._from = self.grid.highlighted
        self.set_class(True, "-finding")
        self.set_focus(finder)

    @on(Sought)
    def seek(self, message: Sought) -> None:
        """Go to the first activity that has what was typed, from where the search began."""
        self._seek(message.text, self._from, here=True)

    def _seek(self, words: str, start: ActivityId | None, *, here: bool = False) -> None:
        found = next_with(self.session, words, start, here=here) if words.strip() else start
        if found is None:
            self.query_one("#why", Pane).blocks = (Block(NOT_FOUND.format(words), Look.STRONG),)
            return
        self.grid.highlight(found)
        self._explain()

    @on(Entered)
    def leave_field(self) -> None:
        """Back to the matrix; the line to find by goes away."""
        self.set_class(False, "-finding")
        self.set_focus(self.grid)
        self._explain()


def next_with(
    session: Session, words: str, start: ActivityId | None, *, here: bool = False
) -> ActivityId | None:
    """The next chosen activity with these words in its title or label, going round.

    It begins after `start`, or with `here` at it.
    """
    known = [session.activity(held.activity) for held in session.chosen()]
    listed = [entry for entry in known if entry is not None]
    at = next((n for n, entry in enumerate(listed) if entry.id == start), 0) + (not here)
    wanted = safe_line(words).casefold().strip()
    for entry in [*listed[at:], *listed[:at]]:
        if wanted in f"{entry.title}\n{entry.label}".casefold():
            return entry.id
    return None
