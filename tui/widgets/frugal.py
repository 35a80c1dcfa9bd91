"""A text area for a thin line: it sends the cells that changed, and obeys keys in their order.

Two things that a stock TextArea does are repaired here. Each key repaints the whole of it; and
in keys that arrive together, as they do over a slow line, characters overtake the keys that
are bindings: "ab", Backspace, "c" in one packet comes out as "ab" and not as "ac".
"""

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

_UNEVEN = re.compile("[^\x20-\x7e\u00a1-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027]")
"""What may take no cell or two, or be joined to its neighbours: its whole line is sent."""


class FrugalText(TextArea):
    """Has no blinking cursor, and costs a few dozen bytes a key."""

    selection: Reactive[Selection] = Reactive(
        Selection(), init=False, always_update=True, repaint=False
    )

    def __init__(self, text: str = "", **rest: Any) -> None:
        self._sent: list[Strip] | None = None
        super().__init__(text, soft_wrap=True, tab_behavior="focus", compact=True,
                         highlight_cursor_line=False, **rest)  # fmt: skip
        self.cursor_blink = False
        self.match_cursor_bracket = False

    # ---- bytes out

    def watch_selection(self) -> None:
        self._send_changes()

    def edit(self, edit: Edit) -> EditResult:
        """Do an edit, and repaint the cells it changed."""
        result = super().edit(edit)
        self._send_changes()
        return result

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

    async def _on_key(self, event: events.Key) -> None:
        """Do at once what a key does, so that the next character finds it done."""
        if self.app.focused is not self:
            self._pass_on(event)
        elif self.obey(event):
            event.stop()
            event.prevent_default()
        elif not self._will_type(event):
            active = self.screen.active_bindings.get(event.key)
            if active is not None and active.enabled:
                event.stop()
                event.prevent_default()
                await self.app.run_action(active.binding.action, active.node)

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

    def _will_type(self, event: events.Key) -> bool:
        return not self.read_only and (event.is_printable or event.key == "enter")

    def _pass_on(self, event: events.Key) -> None:
        """A key before this one moved the focus: this one is meant for where it went."""
        event.stop()
        event.prevent_default()
        key = events.Key(event.key, event.character)
        (self.app.focused or self.app.screen)._forward_event(key)


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
