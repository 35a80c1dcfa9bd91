"""A text field that is saved while one types, and never loses what was typed."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from sessions.edits import FieldPath
from sessions.text import safe

PAUSE = 0.3
"""Seconds without a key after which typed text is handed on."""

LATEST = 1.0
"""Seconds after which it is handed on in any case."""


class Field(TextArea):
    """Edits one text of the session. `path` says which.

    A field of one line (`lines=1`) moves on at Enter. What was typed is posted as `Written`
    after a pause, at the latest every second, and when the field is left.
    """

    @dataclass
    class Written(Message):
        """Typed text is to be kept; `started_from` is what the field held before."""

        field: Field
        path: FieldPath
        text: str
        started_from: str

        @property
        def control(self) -> Field:
            """The field that was typed in."""
            return self.field

    @dataclass
    class Entered(Message):
        """Enter was pressed in a field of one line; its text is on its way already."""

        field: Field

        @property
        def control(self) -> Field:
            """The field that Enter was pressed in."""
            return self.field

    DEFAULT_CSS = """
    Field { width: 1fr; height: auto; max-height: 8; padding: 0 1; border: none;
            scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; }
    Field:focus { border: none; }
    """
    BINDINGS = [
        Binding("f6", "screen.undo", "undo", show=False),
        Binding("f7", "screen.redo", "redo", show=False),
        Binding("ctrl+z", "screen.undo", "undo", show=False),
        Binding("ctrl+y", "screen.redo", "redo", show=False),
        Binding("ctrl+c", "copy_or_leave", "copy", show=False),
    ]

    def __init__(
        self,
        path: FieldPath,
        text: str = "",
        *,
        lines: int = 0,
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            safe(text),
            soft_wrap=True,
            tab_behavior="focus",
            compact=True,
            highlight_cursor_line=False,
            placeholder=placeholder,
            id=id,
            classes=classes,
        )
        self.cursor_blink = False
        self.path = path
        self.one_line = lines == 1
        self._kept = self.text
        self._pause: Timer | None = None
        self._latest: Timer | None = None

    @property
    def unsent(self) -> bool:
        """Whether something was typed that has not been handed on yet."""
        return self.text != self._kept

    def show(self, path: FieldPath, text: str) -> None:
        """Show another text, or what somebody else made of this one; never over typed words."""
        text = safe(text)
        if path != self.path:
            self.hand_on()
            self.path = path
        elif self.unsent or text == self._kept:
            return
        self._kept = text
        if self.text != text:
            self._put(text)

    def replace_by(self, text: str) -> None:
        """Drop what was typed in favour of this text, after a conflict was settled."""
        self._kept = safe(text)
        self._put(self._kept)

    def _put(self, text: str) -> None:
        row, column = self.cursor_location
        self.load_text(text)
        self.move_cursor((row, column))

    def take(self) -> Written | None:
        """What was typed and not handed on yet; it counts as handed on from now."""
        for timer in (self._pause, self._latest):
            if timer is not None:
                timer.stop()
        self._pause = self._latest = None
        if not self.unsent:
            return None
        before, self._kept = self._kept, self.text
        return self.Written(self, self.path, self._kept, before)

    def hand_on(self) -> None:
        """Post what was typed now, if anything was."""
        if (written := self.take()) is not None:
            self.post_message(written)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if not self.unsent:
            return
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self.hand_on)
        if self._latest is None:
            self._latest = self.set_timer(LATEST, self.hand_on)

    def on_blur(self) -> None:
        self.hand_on()

    def action_copy_or_leave(self) -> None:
        """Copy if text is selected; otherwise ask whether to leave."""
        if self.selected_text:
            self.action_copy()
        else:
            self.run_leave()

    def run_leave(self) -> None:
        """ctrl+c without a selection means what it means everywhere else."""
        self.call_later(self.run_action, "screen.leave")

    async def _on_key(self, event: events.Key) -> None:
        if self.one_line and event.key in ("enter", "ctrl+j"):
            event.stop()
            event.prevent_default()
            self.hand_on()
            self.post_message(self.Entered(self))
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        """Pasted text is made safe where it enters; one line stays one line."""
        text = safe(event.text)
        event.text = " ".join(text.split("\n")) if self.one_line else text
        await super()._on_paste(event)
