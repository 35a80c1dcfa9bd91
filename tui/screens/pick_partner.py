"""With whom to compare: another session of the library, or a file that a partner sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import Reactive, reactive

from sessions.session import Perspective, Session, SessionId, Step
from sessions.store import Summary
from tui.messages import CompareRequested, PartnerFileRequested
from tui.screens.joint import JointPage
from tui.widgets.keybar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.rows import Column, Row, Rows
from tui.widgets.titlebar import Place, TitleBar

FILE = "file"
"""The row that opens a partner's file; no session has this id."""

NOBODY = (
    "There is nobody to compare with yet. Ask your partner for their file, a .toml file that "
    'commongrid exports. A partner without the program can fill in a blank one: "commongrid '
    'template" writes it.'
)
SOMEBODY = "Compare with whom? Space marks several sides, Enter compares."


class PickPartner(JointPage):
    """Lists the sessions that can be the other side, partners' first.

    Left out are the open session, sessions that were archived or deleted, and joint ones,
    which are no side in a comparison.
    """

    STEP = Step.COMPARE
    HELP = (
        "Step three reads your matrix together with a partner's. Pick their session, or open "
        "the file they sent you; it is only read, and never changed."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark_side", "mark", id="partner.mark",
                tooltip="Mark this session as one of several sides"),
        Binding("i", "open_file", "open a file", id="partner.file",
                tooltip="Open the file that a partner sent"),
    ]  # fmt: skip

    marked: Reactive[frozenset[str]] = reactive(frozenset(), repaint=False, init=False)

    def __init__(self, session: Session, others: Sequence[Summary]) -> None:
        super().__init__()
        self.session = session
        self.others = self._sides(others)
        title = f"{session.organisation.name} · {session.title}"
        self.set_reactive(PickPartner.place, Place(title, self.STEP))

    def _sides(self, others: Sequence[Summary]) -> tuple[Summary, ...]:
        sides = [
            one
            for one in others
            if one.id != self.session.id
            and not (one.archived or one.deleted)
            and one.perspective is not Perspective.JOINT
        ]
        return tuple(sorted(sides, key=lambda one: one.ours))

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Notice(id="whom")
        yield Rows((Column(), Column(13), Column(least=70), Column(14)), id="partners")
        yield KeyBar()

    def on_mount(self) -> None:
        self.redraw()

    def watch_marked(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        """One row a session, and one for a file."""
        self.query_one("#whom", Notice).say(SOMEBODY if self.others else NOBODY)
        rows = [
            Row(
                one.id,
                (
                    one.organisation,
                    one.perspective.words,
                    one.title,
                    f"{one.rated} of {one.chosen} rated",
                ),
                mark="●" if one.id in self.marked else " ",
            )
            for one in self.others
        ]
        self.query_one(Rows).rows = (*rows, Row(FILE, ("Open a file ...",)))

    def action_mark_side(self) -> None:
        """Mark the session under the cursor, or take the mark away."""
        key = self.query_one(Rows).cursor
        if key is not None and key != FILE:
            self.marked = self.marked ^ {key}

    @on(Rows.Picked, "#partners")
    def compare_with(self, message: Rows.Picked) -> None:
        """Compare with what is marked and what is under the cursor, or open a file."""
        if message.key == FILE:
            self.action_open_file()
            return
        sides = [one.id for one in self.others if one.id in self.marked | {message.key}]
        self.post_message(CompareRequested((self.session.id, *map(SessionId, sides))))

    def action_open_file(self) -> None:
        """Ask for a partner's file."""
        self.post_message(PartnerFileRequested())
