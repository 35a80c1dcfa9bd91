"""Writing a session, a comparison or a plan to a file: what goes, what stays home, and where."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from catalogue.values import dataclass
from sessions.edits import FieldPath
from sessions.errors import CommongridError
from sessions.text import file_stem, safe, safe_line
from tui.files import FileThereError, named, start, write_file
from tui.messages import Announced, BackRequested
from tui.screens.confirm import Confirm
from tui.screens.page import Page
from tui.widgets.button import Button
from tui.widgets.choices import Choice, Choices
from tui.widgets.field import Field
from tui.widgets.form import FormField, FormRow
from tui.widgets.keybar import KeyBar
from tui.widgets.reader import Block, Look, Reader
from tui.widgets.titlebar import Place, TitleBar

NOTES = (Choice("home", "stay home"), Choice("out", "go into the file"))


@dataclass(frozen=True, slots=True)
class Output:
    """One way to write something. `write` makes the bytes, with private notes or without."""

    name: str
    words: str
    suffix: str
    write: Callable[[bool], bytes]
    purpose: str


@dataclass(frozen=True, slots=True)
class Exportable:
    """What can be written: its outputs, and a preview of what would go, with notes or without.

    `notes` counts the private notes in it; where there are none, nobody is asked about them.
    """

    title: str
    outputs: tuple[Output, ...]
    preview: Callable[[Output, bool], tuple[Block, ...]]
    notes: int = 0


class ExportPage(Page):
    """Asks for a format and a path, and writes a file that only its owner can read."""

    @dataclass
    class Written(Message):
        """The file is there, or why it is not."""

        path: Path
        error: CommongridError | None

    HELP = (
        "A session file is what a partner takes in with commongrid, and what you can keep as a "
        "copy. The other formats are reports, to be read and printed.\n\n"
        "Private notes stay home unless you say otherwise here; a file that holds them says so "
        "in its first lines.\n\n"
        "The file is written so that only you can read it, and never over another one unasked."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+j", "write", "write", id="export.write", tooltip="Write the file"),
        Binding("tab,down", "app.focus_next", "next field", id="export.next",
                show=False, tooltip="The next field"),
        Binding("shift+tab,up", "app.focus_previous", "field before", id="export.previous",
                show=False, tooltip="The field before"),
    ]  # fmt: skip

    def __init__(self, what: Exportable, folder: Path | None = None) -> None:
        super().__init__()
        self.what = what
        self.folder = folder or start().absolute()
        self.output = what.outputs[0]
        self.with_notes = False
        self.set_reactive(ExportPage.place, Place(f"Write to a file: {safe_line(what.title)}"))

    def compose(self) -> ComposeResult:
        options = [Choice(one.name, one.words) for one in self.what.outputs]
        yield TitleBar()
        with Vertical(id="answers"):
            yield FormRow("Format", Choices(options, picked=[self.output.name], id="format"))
            if self.what.notes:
                yield FormRow("Private notes", Choices(NOTES, picked=["home"], id="notes"))
            yield FormRow("File", FormField(FieldPath("file"), self._suggested(), id="file"))
            yield FormRow("", Static("", classes="form--hint", id="where", markup=False))
            yield FormRow("", Horizontal(
                Button(Content("Write the file"), compact=True, id="go"),
                Button(Content("Cancel"), compact=True, id="cancel"),
                id="buttons",
            ))  # fmt: skip
            yield Static("", id="problem", classes="form--problem", markup=False)
        yield Reader(can_focus=True, id="preview")
        yield KeyBar()

    def on_mount(self) -> None:
        where = f"in {self.folder}, unless you name another folder"
        self.query_one("#where", Static).update(Content(safe_line(where)))
        self.show_preview()

    def show_preview(self) -> None:
        """Say what would be written, and what would stay home."""
        blocks = self.what.preview(self.output, self.with_notes)
        purpose = Block(self.output.purpose, Look.STRONG)
        self.query_one("#preview", Reader).blocks = (purpose, Block(""), *blocks)

    def _suggested(self) -> str:
        return f"{file_stem(self.what.title)}{self.output.suffix}"

    # ---- answers

    @on(Choices.Picked, "#format")
    def pick_format(self, message: Choices.Picked) -> None:
        """Another format; a name that nobody has touched gets its ending."""
        message.choices.show(message.values)
        field = self.query_one("#file", FormField)
        untouched = field.text == self._suggested()
        self.output = next(one for one in self.what.outputs if one.name == message.value)
        if untouched:
            field.replace_by(self._suggested())
        self.show_preview()

    @on(Choices.Picked, "#notes")
    def pick_notes(self, message: Choices.Picked) -> None:
        """Private notes go only if that is said here."""
        message.choices.show(message.values)
        self.with_notes = message.value == "out"
        self.show_preview()

    @on(Field.Written)
    def ignore_typing(self, message: Field.Written) -> None:
        """A path is no text of a session."""
        message.stop()

    def leave_field(self) -> None:
        """Esc leaves the path for the button."""
        self.set_focus(self.query_one("#go"))

    # ---- writing

    @on(Button.Pressed, "#cancel")
    def cancel(self) -> None:
        """Write nothing."""
        self.action_back()

    @on(Button.Pressed, "#go")
    @on(Field.Entered, "#file")
    def action_write(self) -> None:
        """Write the file, unless there is one of that name."""
        self._write(replace=False)

    def _write(self, *, replace: bool) -> None:
        text = self.query_one("#file", FormField).text.strip()
        if not text:
            self._say("Type a name for the file first.")
            return
        self._say("")
        job = partial(
            self._work, named(text, self.folder), self.output, self.with_notes, replace=replace
        )
        self.run_worker(job, thread=True, group="write", exclusive=True)

    def _work(self, path: Path, output: Output, with_notes: bool, *, replace: bool) -> None:
        """Runs on a thread: posting is all that it may do here."""
        try:
            write_file(path, output.write(with_notes), replace=replace)
            self.post_message(self.Written(path, None))
        except CommongridError as error:
            self.post_message(self.Written(path, error))

    @on(Written)
    def tell(self, message: Written) -> None:
        """Say where the file is; ask before another one is lost."""
        if message.error is None:
            where = safe_line(str(message.path))
            # Said on the screen that is there then.
            self.post_message(BackRequested())
            self.post_message(Announced(f"Written to {where}. Only you can read it there."))
        elif isinstance(message.error, FileThereError):
            self.app.push_screen(
                Confirm(f"{message.error} Replace it?", "Replace", "Keep it", start_on_no=True),
                self._replace,
            )
        else:
            self._say(str(message.error))

    def _replace(self, sure: bool | None) -> None:
        if sure:
            self._write(replace=True)

    def _say(self, sentence: str) -> None:
        self.query_one("#problem", Static).update(Content(safe(sentence)))
