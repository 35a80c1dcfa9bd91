"""What the library does to a session as a whole, and how that is taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from catalogue.values import dataclass
from sessions.errors import CommongridError
from sessions.session import SessionId, copy_of
from sessions.store import Stored, Summary
from tui.messages import Announced, CreateRequested, LoadRequested, StoredEditRequested
from tui.screens.page import Page

if TYPE_CHECKING:
    from sessions.edits import Edit


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to a session from here: `back` is the edit that takes it back."""

    session: SessionId
    back: Edit


ON_A_SESSION = ("open", "mark", "export", "rename", "duplicate", "archive", "delete")
ON_THE_LIST = ("compare", "find", "filter")


class LibraryActs(Page):
    """The keys that act on the session under the cursor, and on none.

    What is done here is taken back by an edit of its own, so that `u` in the library never
    takes back what was done inside a session meanwhile. `awaited` is the session that gets the
    cursor as soon as it is listed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open", "open", id="library.open", key_display="Enter",
                tooltip="Open the session, where you left it"),
        Binding("n,a", "new", "new", id="library.new", tooltip="Start a session of your own"),
        Binding("i", "import", "import", id="library.import", tooltip="Take in a session file"),
        Binding("e,f8", "export", "export", id="library.export",
                tooltip="Write the session to a file: for a partner, or as a report"),
        Binding("space,m", "mark", "mark", id="library.mark", key_display="Space",
                tooltip="Mark the session to be compared, or unmark it"),
        Binding("c", "compare", "compare", id="library.compare",
                tooltip="Compare the marked sessions"),
        Binding("r,f2", "rename", "rename", id="library.rename", tooltip="Give it another title"),
        Binding("d", "duplicate", "duplicate", id="library.duplicate",
                tooltip="Make a copy of your own, which can be edited"),
        Binding("x", "archive", "archive", id="library.archive",
                tooltip="Set the session aside, or take it back"),
        Binding("delete,D", "delete", "delete", id="library.delete", key_display="Del",
                tooltip="Delete the session; it can be brought back"),
        Binding("b", "restore", "bring back", id="library.restore",
                tooltip="Bring the deleted session back"),
        Binding("f6,u", "undo", "undo", id="library.undo", tooltip="Take back what was done here"),
        Binding("f3,slash", "find", "find", id="library.find",
                tooltip="Find sessions by title or organisation"),
        Binding("f4,f", "filter", "filter", id="library.filter",
                tooltip="List all, ours, partners', archived or deleted"),
        Binding("f10,q,backspace", "back", "quit", id="page.back", tooltip="Leave commongrid"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._acts: list[Act] = []
        self.awaited: SessionId | None = None

    @property
    def current(self) -> Summary | None:
        """The session under the cursor."""
        raise NotImplementedError

    @property
    def listed(self) -> bool:
        """Whether there is any session at all."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that make no sense on the session under the cursor are not offered."""
        if action == "restore":
            return self.current is not None and self.current.deleted
        if action in ON_A_SESSION:
            return self.current is not None and not self.current.deleted
        if action in ON_THE_LIST:
            return self.listed
        return bool(self._acts) if action == "undo" else True

    # ---- new ones, files

    def action_new(self) -> None:
        """Start a session of one's own."""
        from tui.screens.new_session import NewSessionPage

        self.app.push_screen(NewSessionPage())

    def action_import(self) -> None:
        """Take in a file."""
        from tui.screens.importing import ImportPage

        def kept(session: SessionId) -> None:
            self.awaited = session

        self.app.push_screen(ImportPage(then=kept))

    def action_export(self) -> None:
        """Write the session under the cursor to a file."""

        def show(stored: Stored) -> None:
            from tui.screens.exportables import session_exportable
            from tui.screens.exporting import ExportPage

            self.app.push_screen(ExportPage(session_exportable(stored)))

        self._with_current(show)

    def action_duplicate(self) -> None:
        """Make a copy that is ours, so that it can be edited."""
        from sessions.edits import Delete

        def copy(stored: Stored) -> None:
            session = copy_of(stored.session)
            self._acts.append(Act(session.id, Delete(True)))
            self.awaited = session.id
            self.post_message(CreateRequested(session, said=f"Made {session.title}"))

        self._with_current(copy)

    def _with_current(self, then: Callable[[Stored], object]) -> None:
        """Load the session under the cursor and go on with it."""

        def respond(answer: Stored | CommongridError) -> None:
            if isinstance(answer, CommongridError):
                self.post_message(Announced(str(answer), problem=True))
            else:
                then(answer)

        if (summary := self.current) is not None:
            self.post_message(LoadRequested(summary.id, respond))

    # ---- changing one, and taking that back

    def action_rename(self) -> None:
        """Ask for another title."""
        from sessions.edits import FieldPath, Write
        from tui.screens.prompt import Prompt

        summary = self.current
        if summary is None:
            return
        if not summary.ours:
            sentence = "A partner's session is read-only; d makes a copy that is yours."
            self.post_message(Announced(sentence))
            return

        path = FieldPath("title")

        def asks(title: str) -> list[StoredEditRequested]:
            return [StoredEditRequested(summary.id, Write(path, title, summary.title))]

        def rename(title: str | None) -> None:
            if title and title != summary.title:
                self._acts.append(Act(summary.id, Write(path, summary.title, title)))
                for request in asks(title):
                    self.post_message(request)

        self.app.push_screen(Prompt("The new title", summary.title, asks=asks), rename)

    def action_archive(self) -> None:
        """Set the session aside, or take it back."""
        from sessions.edits import Archive

        if (summary := self.current) is not None:
            on = not summary.archived
            self._do(summary.id, Archive(on), Archive(not on))

    def action_delete(self) -> None:
        """Ask, then mark the session as deleted."""
        from sessions.edits import Delete
        from tui.screens.confirm import Confirm

        summary = self.current
        if summary is None:
            return

        def delete(sure: bool | None) -> None:
            if sure:
                self._do(summary.id, Delete(True), Delete(False))

        question = (
            f"Delete {summary.title} of {summary.organisation}? u brings it back, later f and b."
        )
        self.app.push_screen(Confirm(question, "Delete", "Keep", start_on_no=True), delete)

    def action_restore(self) -> None:
        """Bring the deleted session back."""
        from sessions.edits import Delete

        if (summary := self.current) is not None:
            self._do(summary.id, Delete(False), Delete(True))

    def _do(self, session: SessionId, edit: Edit, back: Edit) -> None:
        self._acts.append(Act(session, back))
        self.post_message(StoredEditRequested(session, edit))

    def forget_acts(self) -> None:
        """A session is opened: what comes then is undone there, and nothing from before here."""
        self._acts.clear()

    def action_undo(self) -> None:
        """Take back what was done here last, and nothing that was done inside a session."""
        from sessions.edits import Delete

        act = self._acts.pop()
        self.awaited = None if act.back == Delete(True) else act.session
        self.post_message(StoredEditRequested(act.session, act.back))
        self.refresh_bindings()
