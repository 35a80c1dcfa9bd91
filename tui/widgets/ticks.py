"""A short list to be ticked, one below the other, each with a line or two on what it means."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widget import Widget

from catalogue.values import dataclass
from sessions.text import pad, safe_line
from tui.widgets.drawing import Drawing
from tui.widgets.in_order import InOrder
from tui.widgets.reader import wrap

INDENT = "    "


@dataclass(frozen=True, slots=True)
class Tick:
    """One entry: `value` names it, `words` are shown, `more` beneath them where there is room."""

    value: str
    words: str
    more: str = ""


class Ticks(InOrder, Drawing, Widget, can_focus=True):
    """Says what was ticked and decides nothing; it shows another tick only when `show` brings it.

    Up and down beyond the list go to the next widget. With `roomy`, `more` is shown too.
    """

    @dataclass
    class Ticked(Message):
        """An entry was ticked (`on`), or unticked."""

        ticks: Ticks
        value: str
        on: bool

        @property
        def control(self) -> Ticks:
            """The list that was ticked in."""
            return self.ticks

    @dataclass
    class Considered(Message):
        """The cursor stands on this entry, and the list has the focus."""

        ticks: Ticks
        value: str

        @property
        def control(self) -> Ticks:
            """The list that is walked."""
            return self.ticks

    PREFIX = "ticks"
    COMPONENT_CLASSES = {"ticks--entry", "ticks--on", "ticks--more", "ticks--cursor"}
    DEFAULT_CSS = """
    Ticks { width: 1fr; height: auto; padding: 0 1; }
    """
    BINDINGS = [
        Binding("up,k", "walk(-1)", "walk", id="ticks.up", key_display="↑↓",
                tooltip="The entry above or below; at an end the next field"),
        Binding("down,j", "walk(1)", "walk", id="ticks.down", show=False,
                tooltip="The entry below, or the next field"),
        Binding("space,enter", "tick", "tick", id="ticks.tick", tooltip="Tick it, or untick it"),
    ]  # fmt: skip

    cursor: Reactive[int] = reactive(0, repaint=False, init=False)
    ticked: Reactive[frozenset[str]] = reactive(frozenset(), repaint=False, init=False)
    roomy: Reactive[bool] = reactive(False, layout=True, init=False)
    read_only: Reactive[bool] = reactive(False, init=False)

    def __init__(self, entries: Iterable[Tick], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.entries = tuple(entries)

    # ---- data comes down

    def show(self, ticked: Iterable[str]) -> None:
        """Show what is ticked now."""
        self.ticked = frozenset(ticked)

    def watch_ticked(self, before: frozenset[str], after: frozenset[str]) -> None:
        for place, entry in enumerate(self.entries):
            if entry.value in before ^ after:
                self._repaint(place)

    def watch_cursor(self, before: int, after: int) -> None:
        self._repaint(before)
        self._repaint(after)
        self.post_message(self.Considered(self, self.entries[after].value))

    def on_focus(self) -> None:
        self.post_message(self.Considered(self, self.entries[self.cursor].value))

    def _repaint(self, place: int) -> None:
        width = self.content_size.width
        for line, (owner, _, _) in enumerate(self._lines(width)):
            if owner == place:
                self.refresh(Region(0, line, width, 1))

    # ---- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A list that is read only is walked, not ticked."""
        return not (action == "tick" and self.read_only)

    def action_walk(self, by: int) -> None:
        """The entry above or below; beyond them the next widget."""
        if 0 <= self.cursor + by < len(self.entries):
            self.cursor += by
        elif by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_tick(self) -> None:
        """Tick the entry under the cursor, or untick it."""
        value = self.entries[self.cursor].value
        self.post_message(self.Ticked(self, value, value not in self.ticked))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        lines = self._lines(self.content_size.width)
        if offset is not None and offset.y < len(lines):
            self.cursor = lines[offset.y][0]
            if not self.read_only:
                self.action_tick()

    # ---- drawing

    @property
    def cursor_cell(self) -> Offset:
        """Where the cursor stands in the widget, for the terminal's own cursor."""
        owners = [owner for owner, _, _ in self._lines(self.content_size.width)]
        return Offset(1, owners.index(self.cursor) if self.cursor in owners else 0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        lines = self._lines(width)
        if y >= len(lines):
            return Strip.blank(width, self.look())
        place, first, text = lines[y]
        on = self.entries[place].value in self.ticked
        name = ("on" if on else "entry") if first else "more"
        style = self.look(name)
        if first:
            text = f"[{'x' if on else ' '}] {text}"
            if self.has_focus and place == self.cursor:
                style += self.look("cursor")
        else:
            text = INDENT + text
        return Strip([Segment(pad(text, width), style)])

    def _lines(self, width: int) -> list[tuple[int, bool, str]]:
        """Of each line: which entry it belongs to, whether it is its first, and its text."""
        lines: list[tuple[int, bool, str]] = []
        for place, entry in enumerate(self.entries):
            lines.append((place, True, safe_line(entry.words)))
            if self.roomy and entry.more:
                more = wrap(safe_line(entry.more), width - len(INDENT))
                lines += [(place, False, text) for text in more]
        return lines
