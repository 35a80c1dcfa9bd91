"""A new session: whose view it holds, and under which title. The rest can wait."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from catalogue.activities import Catalogue, builtin
from sessions.edits import FieldPath
from sessions.errors import CommongridError
from sessions.session import Organisation, Perspective, Session, new_session_id
from sessions.text import safe, safe_line
from tui.draft import Draft
from tui.files import named, read_file, start
from tui.messages import BackRequested, CreateRequested, DraftDone, DraftLeft
from tui.screens.confirm import ask_to_drop
from tui.screens.page import Page
from tui.screens.setup_lists import PERSPECTIVES
from tui.widgets.button import Button
from tui.widgets.choices import Choices
from tui.widgets.field import Field
from tui.widgets.form import FormField, FormRow
from tui.widgets.keybar import KeyBar
from tui.widgets.titlebar import Place, TitleBar

BLANK = Draft()


class NewSessionPage(Page):
    """Three answers and Enter lead to the list of activities.

    It starts with a `draft`, perhaps from a file that an earlier run has left.
    """

    class ListRead(Message):
        """The file of an own list of activities was read, or what was wrong with it."""

        def __init__(self, read: Catalogue | CommongridError) -> None:
            super().__init__()
            self.read = read

    HELP = (
        "A session holds one side's view: the sponsor's or the patient group's. Both together "
        "is one rating per activity that is agreed in the room.\n\n"
        "The session starts with the list of 24 activities. If you have a list of your own as "
        "a file, name it; a copy of it is kept with the session.\n\n"
        "Everything can be changed later in the set-up, but for the list."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+j", "create", "create", id="new.create",
                tooltip="Create the session and choose activities"),
        Binding("tab,down", "app.focus_next", "next field", id="new.next",
                tooltip="The next field"),
        Binding("shift+tab,up", "app.focus_previous", "field before", id="new.previous",
                show=False, tooltip="The field before"),
    ]  # fmt: skip

    def __init__(
        self,
        folder: Path | None = None,
        *,
        draft: Draft = BLANK,
        left_in: Path | None = None,
    ) -> None:
        super().__init__()
        self.folder = folder or start().absolute()
        self.draft = draft
        self.left_in = left_in
        self._blamed = ""
        self.set_reactive(NewSessionPage.place, Place("A new session"))

    def compose(self) -> ComposeResult:
        trial = "the trial or programme, such as: Phase 1/2 gene therapy"
        yield TitleBar()
        with VerticalScroll(id="form", can_focus=False):
            yield Static(Content("Whose view is it, and on what?"), classes="heading form--heading")
            yield FormRow(
                "Title",
                FormField(FieldPath("title"), self.draft.title, placeholder=trial, id="title"),
            )
            yield FormRow(
                "Organisation",
                FormField(
                    FieldPath("organisation/name"),
                    self.draft.organisation,
                    placeholder="who rates",
                    id="who",
                ),
            )
            picked = [one.value for one in PERSPECTIVES if one.value == self.draft.perspective]
            yield FormRow("Perspective", Choices(PERSPECTIVES, picked=picked, id="perspective"))
            yield FormRow(
                "Own list",
                FormField(
                    FieldPath("catalogue"),
                    self.draft.catalogue,
                    placeholder="a file; leave empty for the 24 activities",
                    id="own",
                ),
            )
            yield Static("", id="problem", classes="form--problem", markup=False)
            yield FormRow(
                "", Button(Content("Create and choose activities"), compact=True, id="go")
            )
        yield KeyBar()

    # ---- answers

    @on(Field.Written)
    def ignore_typing(self, message: Field.Written) -> None:
        """There is no session yet that could keep it; what was wrong with it is said no more."""
        message.stop()
        self._forgive(message.field.id)

    @on(Field.Entered)
    def go_on(self, message: Field.Entered) -> None:
        """Enter goes on to the next answer; after the list it creates."""
        if message.field.id == "own":
            self.action_create()
        else:
            self.focus_next()

    @on(Choices.Picked, "#perspective")
    def pick(self, message: Choices.Picked) -> None:
        """The last answer that is needed: Enter then creates."""
        message.choices.show(message.values)
        self._forgive(message.choices.id)
        self.set_focus(self.query_one("#go"))

    def leave_field(self) -> None:
        """Esc leaves the text for the button."""
        self.set_focus(self.query_one("#go"))

    def action_back(self) -> None:
        """Go back; typed words are dropped only if that is wanted."""
        if self.answers.blank:
            self._drop()
        else:
            ask_to_drop(self, self._drop)

    def _drop(self) -> None:
        if self.left_in is not None:
            self.post_message(DraftDone(self.left_in))
        self.post_message(BackRequested())

    @property
    def answers(self) -> Draft:
        """What is typed and picked by now."""
        return Draft(
            self._answer("title"),
            self._answer("who"),
            next(iter(self.query_one("#perspective", Choices).picked), ""),
            self._answer("own"),
        )

    def typed(self) -> list[DraftLeft]:
        """The answers so far, to be offered again: they are no session yet."""
        return [] if self.answers.blank else [DraftLeft(self.answers, self.left_in)]

    # ---- creating

    @on(Button.Pressed, "#go")
    def action_create(self) -> None:
        """Create the session, or say what is missing and go there."""
        missing = self._missing()
        if missing is not None:
            self._blame(*missing)
            return
        own = self._answer("own")
        if own:
            self.run_worker(partial(self._read, named(own, self.folder)), thread=True)
        else:
            self._create(builtin())

    def _answer(self, name: str) -> str:
        return safe_line(self.query_one(f"#{name}", FormField).text).strip()

    def _missing(self) -> tuple[str, str] | None:
        if not self._answer("title"):
            return "title", "Type a title first."
        if not self._answer("who"):
            return "who", "Type who rates: the name of the organisation."
        if not self.query_one("#perspective", Choices).picked:
            return "perspective", "Pick whose view it is: 1, 2 or 3."
        return None

    def _blame(self, name: str, sentence: str) -> None:
        """Say what is wrong with an answer, and go there."""
        self._blamed = name
        self.query_one("#problem", Static).update(Content(safe(sentence)))
        self.set_focus(self.query_one(f"#{name}"))

    def _forgive(self, name: str | None) -> None:
        """Say no more what was wrong with an answer that is another one now."""
        if name == self._blamed and (self._missing() or ("",))[0] != name:
            self._blamed = ""
            self.query_one("#problem", Static).update("")

    def _read(self, path: Path) -> None:
        """Runs on a thread: posting is all that it may do here."""
        from sessions.exchange import read_catalogue

        try:
            self.post_message(self.ListRead(read_catalogue(read_file(path), path.name)))
        except CommongridError as error:
            self.post_message(self.ListRead(error))

    @on(ListRead)
    def take_list(self, message: ListRead) -> None:
        """Create the session with the list, or say every problem of the file."""
        if isinstance(message.read, CommongridError):
            self._blame("own", str(message.read))
        else:
            self._create(message.read)

    def _create(self, listed: Catalogue) -> None:
        (perspective,) = self.query_one("#perspective", Choices).picked
        session = Session(
            new_session_id(),
            self._answer("title"),
            Perspective(perspective),
            Organisation(self._answer("who")),
            catalogue=listed,
        )
        self.post_message(BackRequested())
        self.post_message(CreateRequested(session, then_open=True, left_in=self.left_in))
