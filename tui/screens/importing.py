"""Taking in a file: pick it, and see what is in it before anything is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from catalogue.values import dataclass
from sessions.edits import Update
from sessions.errors import (
    CommongridError,
    FileProblemsError,
    UnknownPlanError,
    UnknownSessionError,
)
from sessions.exchange import PlanFile, SessionFile, read_shared
from sessions.partnership import Partnership
from sessions.plans.update import copy_of_plan
from sessions.session import SessionId, copy_of
from sessions.store import Stored, StoredPlan
from sessions.text import safe, safe_line
from tui.files import Entry, entries, is_folder, named, read_file, settled, start
from tui.messages import (
    BackRequested,
    CreateRequested,
    LoadRequested,
    PlanCreateRequested,
    PlanLoadRequested,
    PlanUpdateRequested,
    StoredEditRequested,
)
from tui.screens.found import Problems, Verdict, session_found
from tui.screens.found_plan import plan_found
from tui.screens.page import Page
from tui.widgets.field import Field
from tui.widgets.finder import Finder
from tui.widgets.keybar import KeyBar
from tui.widgets.rows import Column, Row, Rows
from tui.widgets.titlebar import Place, TitleBar


def _nobody(session: SessionId) -> None:
    return None


class ImportPage(Page):
    """The TOML files of a folder, and a line to type a path. Opening one keeps nothing yet.

    `then` is told which session the library holds once the person has decided.
    """

    @dataclass
    class FolderRead(Message):
        """What is in a folder, or why that cannot be told."""

        folder: Path
        found: tuple[Entry, ...] | CommongridError

    @dataclass
    class FileRead(Message):
        """What is in a file, or every problem that it has."""

        path: Path
        found: SessionFile | PlanFile | CommongridError

    HELP = (
        "Pick the file that a partner has sent you, or one that you exported yourself. You "
        "see what is in it before anything is kept, and a file with a problem is never taken "
        "in by halves.\n\n"
        "Type to find a file in this folder, or type a path to go elsewhere: /home/me, or ~."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "path", "type a path", id="import.path",
                tooltip="Type a path from the top, or the name of a file that is here"),
        Binding("f3", "find", "find", id="import.find", show=False,
                tooltip="Type the name of a file, or a path to another folder"),
        Binding("left,h", "above", "folder above", id="import.above", key_display="←",
                tooltip="Go to the folder above"),
    ]  # fmt: skip

    def __init__(
        self,
        folder: Path | None = None,
        *,
        then: Callable[[SessionId], object] = _nobody,
    ) -> None:
        super().__init__()
        self.folder = folder or start().absolute()
        self.then = then
        self._entries: tuple[Entry, ...] = ()
        self._gone_to = ""
        self._led_by_stroke = False
        self.set_reactive(ImportPage.place, Place("Take in a file"))

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Static("", id="folder", markup=False)
        yield Finder(placeholder="/ to type a name or a path", id="path")
        yield Rows((Column(), Column(9), Column(18, least=60)), id="files")
        yield Static("", id="problem", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#files").focus()
        self.read_folder(self.folder)

    # ---- folders

    def read_folder(self, folder: Path) -> None:
        """List a folder, off the event loop."""
        self.run_worker(
            partial(self._read_folder, folder), thread=True, group="folder", exclusive=True
        )

    def _read_folder(self, folder: Path) -> None:
        """Runs on a thread: posting is all that it may do here."""
        try:
            folder = settled(folder)
            self.post_message(self.FolderRead(folder, entries(folder)))
        except (CommongridError, OSError) as error:
            told = error if isinstance(error, CommongridError) else CommongridError(str(error))
            self.post_message(self.FolderRead(folder, told))

    @on(FolderRead)
    def show_folder(self, message: FolderRead) -> None:
        """List what was found, with the cursor on the first file."""
        if isinstance(message.found, CommongridError):
            self._refuse(message.found)
            return
        self._arrived()
        self._say("")
        self.folder, self._entries = message.folder, message.found
        self.query_one("#folder", Static).update(Content(safe_line(str(self.folder))))
        self._list("")
        rows = self.query_one("#files", Rows)
        file = next((one for one in self._entries if not one.folder), None)
        if file is not None:
            rows.cursor = str(file.path)

    def _list(self, start: str) -> None:
        start = start.casefold()
        self.query_one("#files", Rows).rows = tuple(
            _row(one, self.folder)
            for one in self._entries
            if start in one.path.name.casefold() or (one.folder and not start)
        )

    @on(Finder.Sought)
    def seek(self, message: Finder.Sought) -> None:
        """List what holds the letters typed; a path is gone to at Enter."""
        if self.focused is message.finder:
            self._say("")
        text = self._typed(message.finder)
        self._list("" if is_path(text) else text.removeprefix("/"))

    def _typed(self, finder: Finder) -> str:
        """What is typed by now, without the stroke that led here if a path begins otherwise."""
        if self._led_by_stroke and finder.text.startswith(("/~", "/.")):
            finder.delete((0, 0), (0, 1))
        self._led_by_stroke = self._led_by_stroke and finder.text == "/"
        return finder.text

    @on(Field.Entered, "#path")
    def leave_path(self) -> None:
        """Go to the path that was typed, or on to the list."""
        finder = self.query_one("#path", Finder)
        text = self._typed(finder).strip()
        rows = self.query_one("#files", Rows)
        rows.focus()
        if text and (rows.cursor is None or is_path(text)):
            self._gone_to = finder.text
            self.open(named(text, self.folder))

    def _arrived(self) -> None:
        """A path that led somewhere is done with; words typed meanwhile are not."""
        finder = self.query_one("#path", Finder)
        if self._gone_to and finder.text == self._gone_to:
            finder.replace_by("")
        self._gone_to = ""

    def _refuse(self, error: CommongridError) -> None:
        """Say what is wrong; a path that was typed stays, to be corrected."""
        if self._gone_to and self.query_one("#path", Finder).text == self._gone_to:
            self.set_focus(self.query_one("#path"))
        self._gone_to = ""
        self._say(str(error))

    def leave_field(self) -> None:
        """On to the list; what was wrong with a path is done with."""
        self._say("")
        super().leave_field()

    def action_find(self) -> None:
        """Type a name or a path."""
        self.set_focus(self.query_one("#path"))

    def action_path(self) -> None:
        """Type a path from the top, which this key begins; or a name, as everywhere."""
        self.action_find()
        finder = self.query_one("#path", Finder)
        if not finder.text:
            self._led_by_stroke = True
            finder.insert("/")

    def action_above(self) -> None:
        """Go to the folder above."""
        self.read_folder(self.folder.parent)

    # ---- files

    @on(Rows.Picked, "#files")
    def pick(self, message: Rows.Picked) -> None:
        """Go into the folder, or see what is in the file."""
        self.query_one("#path", Finder).replace_by("")
        self.open(Path(message.key))

    def open(self, path: Path) -> None:
        """Read what is at a path, off the event loop."""
        self._say("")
        self.run_worker(partial(self._read, path), thread=True, group="file", exclusive=True)

    def _read(self, path: Path) -> None:
        """Runs on a thread: posting is all that it may do here."""
        if is_folder(path):
            self._read_folder(path)
            return
        try:
            self.post_message(self.FileRead(path, read_shared(read_file(path), path.name)))
        except CommongridError as error:
            self.post_message(self.FileRead(path, error))

    @on(FileRead)
    def look(self, message: FileRead) -> None:
        """Say what is wrong with the file, or ask the library whether it knows the session."""
        found = message.found
        if isinstance(found, FileProblemsError):
            self.app.push_screen(Problems(message.path.name, tuple(found.problems)))
        elif isinstance(found, CommongridError):
            self._refuse(found)
        elif isinstance(found, PlanFile):
            self._arrived()
            ask = partial(self._ask_for_plan, message.path, found)
            self.post_message(PlanLoadRequested(found.plan.id, ask))
        else:
            self._arrived()
            respond = partial(self._ask, message.path, found)
            self.post_message(LoadRequested(found.session.id, respond))

    def _ask_for_plan(
        self, path: Path, file: PlanFile, answer: StoredPlan | CommongridError
    ) -> None:
        """Show a plan, and what it would change, and ask what to do with it."""
        if isinstance(answer, CommongridError) and not isinstance(answer, UnknownPlanError):
            self._say(str(answer))
            return
        stored = answer if isinstance(answer, StoredPlan) else None

        def decide(verdict: Verdict | None) -> None:
            if verdict is not None:
                self._keep_plan(file.plan, verdict)

        self.app.push_screen(plan_found(path.name, file, stored), decide)

    def _keep_plan(self, plan: Partnership, verdict: Verdict) -> None:
        if verdict is Verdict.UPDATE:
            self.post_message(PlanUpdateRequested(plan))
        elif verdict is not Verdict.AS_IT_IS:
            if verdict is Verdict.KEEP_BOTH:
                plan = copy_of_plan(plan)
            self.post_message(PlanCreateRequested(plan, f"Took in {plan.title}"))
        self.post_message(BackRequested())

    def _ask(self, path: Path, file: SessionFile, answer: Stored | CommongridError) -> None:
        """Show the file, and what it would change, and ask what to do with it."""
        if isinstance(answer, CommongridError) and not isinstance(answer, UnknownSessionError):
            self._say(str(answer))
            return
        stored = answer if isinstance(answer, Stored) else None

        def decide(verdict: Verdict | None) -> None:
            if verdict is not None:
                self._keep(file, stored, verdict)

        self.app.push_screen(session_found(path.name, file, stored), decide)

    def _keep(self, file: SessionFile, stored: Stored | None, verdict: Verdict) -> None:
        session = file.session
        if verdict is Verdict.UPDATE and stored is not None:
            self.post_message(StoredEditRequested(session.id, Update(session), imported=True))
        elif verdict is not Verdict.AS_IT_IS:
            if verdict is Verdict.KEEP_BOTH:
                session = copy_of(session)
            ours = stored.ours if stored is not None else verdict is Verdict.OURS
            said = f"Took in {session.title}"
            self.post_message(
                CreateRequested(session, ours, file.created, file.modified, said=said)
            )
        self.post_message(BackRequested())
        self.then(session.id)

    def _say(self, sentence: str) -> None:
        self.query_one("#problem", Static).update(Content(safe(sentence)))


def is_path(text: str) -> bool:
    """Whether this leads somewhere else; one stroke and a name may be found here as well."""
    return "/" in text[1:] or "\\" in text or text.startswith("~")


def _row(entry: Entry, folder: Path) -> Row:
    if entry.folder:
        name = "../" if entry.path == folder.parent else f"{entry.path.name}/"
        return Row(str(entry.path), (safe_line(name), "", ""), quiet=True)
    at = f"{entry.modified:%d %b %Y, %H:%M}" if entry.modified else ""
    kilobytes = f"{max(1, round(entry.size / 1000))} kB"
    return Row(str(entry.path), (safe_line(entry.path.name), kilobytes.rjust(9), at))
