"""What is in a file that somebody wants to take in, or what is wrong with it."""

from __future__ import annotations

from enum import StrEnum

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from sessions.edits import Update
from sessions.exchange import SessionFile, standing
from sessions.joint.differences import differences
from sessions.store import Stored
from sessions.text import safe, safe_line
from tui.commands import hints
from tui.screens.dialog import Dialog
from tui.widgets.button import Button
from tui.widgets.choices import Choice, Choices
from tui.widgets.keybar import KeyBar
from tui.widgets.reader import Block, Look, Reader


class Verdict(StrEnum):
    """What shall become of a file."""

    PARTNERS = "partners"
    OURS = "ours"
    UPDATE = "update"
    KEEP_BOTH = "keep-both"
    AS_IT_IS = "as-it-is"


CANCEL = ("cancel", "Cancel")
BOTH = (Verdict.KEEP_BOTH, "Keep both")
UPDATE = (Verdict.UPDATE, "Update")
TAKE = ("take", "Take it in")
SAME = (Verdict.AS_IT_IS, "Leave it as it is")
WHOSE = (Choice(Verdict.PARTNERS, "a partner's, read-only"), Choice(Verdict.OURS, "ours"))


class Found(Dialog[Verdict | None]):
    """Shows a file before anything is kept, and asks what to do; None for doing nothing.

    `actions` are the verdicts one may give, and the words on their buttons; TAKE asks whose
    the file is, too.
    """

    HELP = (
        "What is in the file, and what taking it in would change. Nothing is kept before you "
        "pick an answer at the foot."
    )
    BINDINGS = [
        Binding("escape,q,f10,backspace", "dismiss(None)", "cancel", key_display="q",
                id="found.cancel", tooltip="Keep nothing of this file"),
        Binding("left,up", "app.focus_previous", "choose", id="found.previous", key_display="←→",
                tooltip="The answer before"),
        Binding("right,down", "app.focus_next", "next", id="found.next", show=False,
                tooltip="The next answer"),
    ]  # fmt: skip

    def __init__(
        self, name: str, blocks: tuple[Block, ...], actions: tuple[tuple[str, str], ...]
    ) -> None:
        super().__init__()
        self.heading = safe_line(name)
        self.blocks = blocks
        self.actions = actions

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide"):
            yield Static(Content(self.heading), classes="heading")
            yield Reader(can_focus=True)
            if TAKE in self.actions:
                yield Choices(WHOSE, picked=[Verdict.PARTNERS], id="whose")
            with Horizontal(classes="actions"):
                for verdict, words in self.actions:
                    yield Button(Content(words), compact=True, id=str(verdict))
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(Reader).blocks = self.blocks
        self.query(Button).first().focus()
        self.call_after_refresh(self.show_keys)

    def on_descendant_focus(self) -> None:
        self.show_keys()

    def show_keys(self) -> None:
        """Put the keys that act now into the key bar."""
        self.query_one(KeyBar).shown = tuple(hints(self.active_bindings.items()))

    @on(Choices.Picked, "#whose")
    def pick(self, message: Choices.Picked) -> None:
        """Ours, or a partner's."""
        message.stop()
        message.choices.show(message.values)

    @on(Button.Pressed)
    def decide(self, message: Button.Pressed) -> None:
        """Give the verdict of the button that was pressed."""
        name = message.button.id or "cancel"
        if name == "take":
            (name,) = self.query_one(Choices).picked
        self.dismiss(None if name == "cancel" else Verdict(name))


class Problems(Dialog[None]):
    """Every problem of a file that cannot be taken in. Nothing of it was kept."""

    BINDINGS = [
        Binding("escape,q,f10,backspace,enter", "dismiss(None)", "back", key_display="q",
                id="problems.back", tooltip="Pick another file, or this one once it is mended"),
    ]  # fmt: skip

    def __init__(self, name: str, problems: tuple[str, ...]) -> None:
        super().__init__()
        self.heading = safe_line(name)
        self.problems = problems

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide"):
            yield Static(Content(self.heading), classes="heading")
            yield Reader(can_focus=True)
            yield KeyBar()

    def on_mount(self) -> None:
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        reader = self.query_one(Reader)
        reader.blocks = (
            Block(f"This file has {count}, so nothing of it was kept.", Look.STRONG),
            Block(""),
            *(Block(problem, label="- ") for problem in self.problems),
            Block(""),
            Block(
                "Mend the lines in a text editor and pick the file again, or send these "
                "sentences to whoever wrote it.",
                Look.QUIET,
            ),
        )
        reader.focus()
        self.query_one(KeyBar).shown = tuple(hints(self.active_bindings.items()))


def session_found(name: str, file: SessionFile, stored: Stored | None) -> Found:
    """A session's file; one that the library holds is shown by what the file would change."""
    changes = () if stored is None else news(stored, file)
    if stored is None:
        actions: tuple[tuple[str, str], ...] = (TAKE, CANCEL)
    else:
        newer = changes or stored.session.deleted
        actions = (UPDATE, BOTH, CANCEL) if newer else (SAME, BOTH)
    here = () if stored is None else _here(stored, file, changes)
    blocks = (*contents(file), Block(""), *here, *details(file), *warnings(file))
    return Found(name, blocks, actions)


def _here(stored: Stored, file: SessionFile, changes: tuple[Block, ...]) -> tuple[Block, ...]:
    """What the file would change in the session that is here."""
    blocks = [Block("This session is in the library already", Look.HEADING)]
    if stored.session.deleted:
        blocks.append(Block("It was deleted here. Updating brings it back.", Look.STRONG))
    if changes and file.modified is not None and file.modified < stored.modified:
        blocks.append(Block("The file is older than what is here.", Look.STRONG))
    if changes:
        blocks.append(Block("Updating would change this; your own private notes stay:"))
    else:
        blocks.append(Block("The file says the same. There is nothing to update."))
    return (*blocks, *changes, Block(""))


def contents(file: SessionFile) -> tuple[Block, ...]:
    """Whose view is in a file, and how much of it."""
    session = file.session
    chosen, rated = session.progress()
    own = f", {len(session.own)} added to the list" if session.own else ""
    return (
        Block(session.title, Look.STRONG),
        Block(f"{session.organisation.name} · {session.perspective.words}"),
        Block(f"{chosen} activities chosen, {rated} rated{own}"),
    )


def details(file: SessionFile) -> tuple[Block, ...]:
    """What a file is about, and when it was written."""
    scope = file.session.scope
    about = " · ".join(part for part in (scope.name, scope.condition) if part)
    blocks = [
        Block(about, label="About     ") if about else None,
        Block(f"{file.modified:%d %B %Y}", label="Changed   ") if file.modified else None,
        Block(f"{file.exported:%d %B %Y}", label="Exported  ") if file.exported else None,
        Block(standing(file).sentence, label="Origin    "),
    ]
    return tuple(block for block in blocks if block is not None)


def news(stored: Stored, file: SessionFile) -> tuple[Block, ...]:
    """What an update would change, activity by activity; nothing if it would change nothing."""
    after = Update(file.session).apply(stored.session)
    blocks: list[Block] = []
    for one in differences(stored.session, after):
        blocks.append(Block(one.title, Look.STRONG))
        blocks += [Block(sentence, label="  - ") for sentence in one.sentences]
    return tuple(blocks)


def warnings(file: SessionFile) -> tuple[Block, ...]:
    """What is odd about a file but does not keep it out."""
    blocks: list[Block] = []
    if file.private_included:
        blocks.append(Block("The file holds private notes of whoever wrote it.", Look.STRONG))
    if file.warnings:
        blocks.append(Block("Left out, since it is not understood", Look.HEADING))
        blocks += [Block(safe(sentence), label="- ") for sentence in file.warnings]
    return tuple(blocks)
