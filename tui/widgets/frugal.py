"""A text area for a thin line: a stock one repaints the whole of itself for each key."""

from __future__ import annotations

import re
from typing import Any, Self

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Selection

from sessions.text import safe
from tui.widgets.in_order import InOrder

_UNEVEN = re.compile("[^\x20-\x7e\u00a1-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027]")
"""What may take no cell or two, or be joined to its neighbours: its whole line is sent."""


class FrugalText(InOrder, TextArea):
    """Sends the cells that changed, obeys keys in their order, and has no blinking cursor."""

    selection: Reactive[Selection] = Reactive(
        Selection(), init=False, always_update=True, repaint=False
    )

    def __init__(self, text: str = "", **rest: Any) -> None:
        self._sent: list[Strip] | None = None
        self._compared = True
        super().__init__(text, soft_wrap=True, tab_behavior="focus", compact=True,
                         highlight_cursor_line=False, **rest)  # fmt: skip
        self.cursor_blink = False
        self.match_cursor_bracket = False

    # ---- bytes out

    def watch_selection(self) -> None:
        self._changed()

    def edit(self, edit: Edit) -> EditResult:
        """Do an edit, and repaint the cells it changed."""
        result = super().edit(edit)
        self._changed()
        return result

    def _changed(self) -> None:
        """Compare once all keys that are there are dealt with."""
        self._compared = False
        self.check_idle()

    def on_idle(self) -> None:
        if not self._compared:
            self._compared = True
            self._send_changes()

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        if repaint and not regions:
            self._sent = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        strips = super().render_lines(crop)
        if self._sent is None:
            self._sent = self._drawn()
        return strips

    def _drawn(self) -> list[Strip]:
        return [self.render_line(line) for line in range(self.size.height)]

    def _send_changes(self) -> None:
        """Repaint the cells that came out different from what was sent last."""
        if not self.is_mounted or not self.size:
            return
        self._line_cache.clear()
        before, now = self._sent, self._drawn()
        if before is None or len(before) != len(now):
            self.refresh()
            return
        self._sent = now
        for line, (old, new) in enumerate(zip(before, now, strict=True)):
            first, end = differing(old, new)
            if first < end:
                self.refresh(Region(first, line, end - first, 1))

    # ---- keys in

    def obey(self, event: events.Key) -> bool:
        """Deal with a key before anything else does; True if that was all of it.

        Spaces and joiners that Python does not call printable are typed here: no-break space,
        ideographic space, the non-joiner of Persian.
        """
        typed = event.character
        if self.read_only or not typed or typed.isprintable() or typed < "\xa0":
            return False
        if len(typed) > 1 or safe(typed) != typed:
            return False
        self._replace_via_keyboard(typed, *self.selection)
        return True

    def will_type(self, event: events.Key) -> bool:
        """Whatever can be printed, and the end of a line."""
        return not self.read_only and (event.is_printable or event.key == "enter")


def differing(old: Strip, new: Strip) -> tuple[int, int]:
    """The first cell that differs between two lines and the cell after the last; equal if none.

    The whole line where a character may be wide, combining, or joined to its neighbours.
    """
    if old == new:
        return 0, 0
    if _UNEVEN.search(old.text) or _UNEVEN.search(new.text):
        return 0, max(old.cell_length, new.cell_length)
    before, after = _cells(old), _cells(new)
    length = max(len(before), len(after))
    before += [(" ", None)] * (length - len(before))
    after += [(" ", None)] * (length - len(after))
    unlike = [cell for cell in range(length) if before[cell] != after[cell]]
    return (unlike[0], unlike[-1] + 1) if unlike else (0, 0)


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    return [(character, segment.style) for segment in strip for character in segment.text]
