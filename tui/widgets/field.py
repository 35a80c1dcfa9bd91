"""A text field that is saved while one types, and never loses what was typed."""

from __future__ import annotations

import uuid
from typing import TypeAlias

from textual import events
from textual.binding import Binding
from textual.containers import ScrollableContainer
from textual.timer import Timer
from textual.widgets import TextArea
from textual.widgets.text_area import EditResult, Location

from sessions.edits import FieldPath
from sessions.session import TEXT_LENGTH, TITLE_LENGTH
from sessions.text import safe
from tui.messages import Announced
from tui.widgets import typed
from tui.widgets.frugal import FrugalText

PAUSE = 0.3
"""Seconds without a key after which typed text is handed on."""

LATEST = 1.0
"""Seconds after which it is handed on in any case."""


class Field(typed.Typed, FrugalText):
    """Edits one text of the session. `path` says which.

    A field of one line (`lines=1`) moves on at Enter. What was typed is posted as `Written`
    after a pause, at the latest every second, and when the field is left. Whoever cannot wait
    for messages calls `take`. Set `read_only` for a text that is only to be read.
    """

    Written: TypeAlias = typed.Written
    Entered: TypeAlias = typed.Entered

    DEFAULT_CSS = """
    Field { width: 1fr; height: auto; max-height: 8; padding: 0 1; border: none;
            scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; }
    Field:focus { border: none; }
    """
    BINDINGS = [
        Binding("f6", "screen.undo", "undo", id="field.undo", tooltip="Take back my last change"),
        Binding("f7", "screen.redo", "redo", id="field.redo", show=False,
                tooltip="Do again what was taken back"),
        Binding("ctrl+z,super+z", "screen.undo", "undo", id="field.undo_too", show=False,
                tooltip="Take back my last change"),
        Binding("ctrl+y,super+y", "screen.redo", "redo", id="field.redo_too", show=False,
                tooltip="Do again what was taken back"),
        Binding("ctrl+a", "paragraph_end(False)", "to the start", id="field.start", show=False,
                tooltip="To the start of this paragraph"),
        Binding("ctrl+e", "paragraph_end(True)", "to the end", id="field.end", show=False,
                tooltip="To the end of this paragraph"),
        Binding("ctrl+u", "delete_paragraph(False)", "delete before", id="field.delete_before",
                show=False, tooltip="Delete this paragraph as far as the cursor"),
        Binding("ctrl+k", "delete_paragraph(True)", "delete behind", id="field.delete_behind",
                show=False, tooltip="Delete this paragraph from the cursor on"),
        Binding("ctrl+c", "copy_or_leave", "copy", id="field.copy", show=False,
                tooltip="Copy what is selected; with nothing selected, leave commongrid"),
    ]  # fmt: skip

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
        super().__init__(safe(text), placeholder=placeholder, id=id, classes=classes)
        self.path = path
        self.one_line = lines == 1
        self._kept = self.text
        self._held = text
        self._way: dict[FieldPath, list[str]] = {}
        self._posted: list[typed.Written] = []
        self._visit = uuid.uuid4().hex
        self._unread = True
        self._pause: Timer | None = None
        self._latest: Timer | None = None

    def watch_selection(self) -> None:
        super().watch_selection()
        if self.has_focus:
            self.call_after_refresh(self._follow)

    def on_resize(self) -> None:
        # It may have been painted before it was wrapped for its new width.
        self.refresh()
        if self.has_focus:
            self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        """Keep the cursor in sight in whatever scrolls around this field, as it grows."""
        at = self.cursor_screen_offset.y
        for around in self.ancestors:
            if isinstance(around, ScrollableContainer):
                seen = around.region
                beyond = max(0, at - seen.bottom + 1) or min(0, at - seen.y)
                if beyond:
                    around.scroll_relative(y=beyond, animate=False, force=True)
                return

    # ---- data comes down

    @property
    def unsent(self) -> bool:
        """Whether something was typed that has not been handed on yet."""
        return self.text != self._kept

    def show(self, path: FieldPath, text: str) -> None:
        """Show another text, or what somebody else made of this one; never over typed words.

        Until our own words have come back once, what a text was before them is no news.
        """
        way = self._way.get(path, [])
        if path != self.path:
            self.hand_on()
            self.path = path
            self._visit = uuid.uuid4().hex
            self._hold(way[-1] if text in way else text)
            self.move_cursor(self.document.end if self.has_focus else (0, 0))
            self._unread = not self.has_focus
        elif text != self._held and not self.unsent and text not in way:
            self._hold(text)
        if way and (text == way[-1] or text not in way):
            del self._way[path]

    def replace_by(self, text: str) -> None:
        """Drop what was typed in favour of this text, after a conflict was settled."""
        self._way.pop(self.path, None)
        self._hold(text)

    def new_visit(self) -> None:
        """What is typed from now on is a step of undo of its own, and any text may be shown."""
        self._visit = uuid.uuid4().hex
        self._way.clear()

    def begin(self) -> None:
        """Be as a field that nobody has been in; what was typed is handed on first."""
        self.hand_on()
        self.new_visit()
        self._unread = True
        if self.cursor_location != (0, 0):
            self.move_cursor((0, 0))

    def _hold(self, text: str) -> None:
        before, self._kept, self._held = self.text, safe(text), text
        if before != self._kept:
            row, column = self.cursor_location
            place = sum(len(line) + 1 for line in before.split("\n")[:row]) + column
            self.load_text(self._kept)
            upto = self._kept[: _carried(place, before, self._kept)].split("\n")
            self.move_cursor((len(upto) - 1, len(upto[-1])))
            self.refresh()

    # ---- what was typed goes up

    def hand_on(self) -> None:
        """Post what was typed now, if anything was."""
        for timer in (self._pause, self._latest):
            if timer is not None:
                timer.stop()
        self._pause = self._latest = None
        if self.unsent:
            before, self._held, self._kept = self._held, safe(self.text), self.text
            self._way.setdefault(self.path, [before]).append(self._held)
            self._posted = [written for written in self._posted if not written.taken]
            self._posted.append(
                self.Written(self, self.path, self._held, before, visit=self._visit)
            )
            self.post_message(self._posted[-1])

    def take(self) -> list[typed.Written]:
        """All that was typed and that nobody has taken yet, posted already or not; now taken."""
        self.hand_on()
        taken = [written for written in self._posted if not written.taken]
        self._posted.clear()
        for written in taken:
            written.taken = True
        return taken

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if not self.unsent:
            return
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self.hand_on)
        if self._latest is None:
            self._latest = self.set_timer(LATEST, self.hand_on)

    def on_focus(self) -> None:
        """A text that one comes to for the first time is read from the start, and gone on with."""
        self._visit = uuid.uuid4().hex
        if self._unread:
            self._unread = False
            self.move_cursor(self.document.end)

    def on_blur(self) -> None:
        self.hand_on()

    # ---- keys

    def obey(self, event: events.Key) -> bool:
        """Enter in a field of one line says so instead of breaking the line."""
        if self.one_line and event.key in ("enter", "ctrl+j"):
            self.hand_on()
            self.post_message(self.Entered(self))
            return True
        return super().obey(event)

    def _end(self, after: bool) -> Location:
        """Where the paragraph with the cursor ends or starts, over however many rows it goes."""
        row, _ = self.cursor_location
        return row, len(self.document[row]) if after else 0

    def action_paragraph_end(self, after: bool) -> None:
        """Go to an end of the paragraph."""
        self.move_cursor(self._end(after))

    def action_delete_paragraph(self, after: bool) -> None:
        """Delete to an end of the paragraph; at that end, what parts it from the next one."""
        if self.read_only:
            return
        end = self._end(after)
        if end == self.cursor_location and self.selection.is_empty:
            beside = self.get_cursor_right_location() if after else self.get_cursor_left_location()
            self._delete_via_keyboard(end, beside)
        else:
            self._delete_via_keyboard(self.cursor_location, end)

    def action_copy_or_leave(self) -> None:
        """Copy if text is selected; otherwise ask whether to leave."""
        if self.selected_text:
            self.action_copy()
        else:
            self.run_leave()

    def run_leave(self) -> None:
        """ctrl+c without a selection means what it means everywhere else."""
        self.call_later(self.run_action, "screen.leave")

    async def _on_paste(self, event: events.Paste) -> None:
        """Pasted text is made safe where it enters; one line stays one line."""
        text = safe(event.text)
        event.text = " ".join(text.split("\n")) if self.one_line else text

    def _replace_via_keyboard(
        self, insert: str, start: Location, end: Location
    ) -> EditResult | None:
        """Typed or pasted text goes in, unless the field would hold more than a file may."""
        longest = TITLE_LENGTH if self.one_line else TEXT_LENGTH
        if insert and len(self.text) + len(insert) > longest:
            sentence = f"A text holds at most {longest} characters; nothing more was put in."
            self.post_message(Announced(sentence, problem=True, in_field=True))
            return None
        return super()._replace_via_keyboard(insert, start, end)


def _carried(place: int, before: str, after: str) -> int:
    """Where a cursor belongs when one text becomes another: it stays with the words around it."""
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    if place <= same:
        return place
    alike = 0
    while alike < min(len(before), len(after)) - same and before[-1 - alike] == after[-1 - alike]:
        alike += 1
    if place >= len(before) - alike:
        return place + len(after) - len(before)
    return len(after) - alike
