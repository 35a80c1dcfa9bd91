"""One or several of a short closed list: a row of options, drawn line by line.

    ( ) low   (•) moderate   ( ) high          one choice
    [x] Rare diseases   [ ] Cancers            many choices

The widget says what was picked and decides nothing: it shows another pick only when `show`
brings one down. Options that do not fit on one line stand in columns.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widget import Widget

from catalogue.values import dataclass
from sessions.text import cells, pad, safe_line
from tui.widgets.drawing import Drawing
from tui.widgets.in_order import InOrder

GAP = 3
"""Cells between two options."""

DIGITS = range(1, 10)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: `value` names it, `words` are shown."""

    value: str
    words: str


class Choices(InOrder, Drawing, Widget, can_focus=True):
    """A row of options. Arrows walk, Space or Enter picks, a digit picks the option it counts.

    With `many`, picking ticks and unticks. Without, it picks one, and Delete takes it back where
    the list is `optional`: picking the same again never does, so that pressing twice is harmless.
    Up and down beyond the options go to the next widget.
    """

    @dataclass
    class Picked(Message):
        """An option was picked (`on`), or taken back. `values` is all that is picked then."""

        choices: Choices
        value: str
        on: bool
        values: tuple[str, ...]

        @property
        def control(self) -> Choices:
            """The list that was picked from."""
            return self.choices

        @property
        def only(self) -> str | None:
            """What is picked then in a list of one choice; None for nothing."""
            return self.values[0] if self.values else None

    PREFIX = "choices"
    COMPONENT_CLASSES = {
        "choices--option",
        "choices--picked",
        "choices--cursor",
    }
    DEFAULT_CSS = """
    Choices { width: 1fr; height: auto; padding: 0 1; }
    """
    BINDINGS = [
        Binding(
            "left,h",
            "walk(-1)",
            "choose",
            id="choices.left",
            key_display="←→",
            tooltip="The option before or after",
        ),
        Binding(
            "right,l",
            "walk(1)",
            "choose",
            id="choices.right",
            show=False,
            tooltip="The next option",
        ),
        Binding(
            "up,k", "rise(-1)", "up", id="choices.up", show=False, tooltip="The line or field above"
        ),
        Binding(
            "down,j",
            "rise(1)",
            "down",
            id="choices.down",
            show=False,
            tooltip="The line or field below",
        ),
        Binding("space,enter", "pick", "pick", id="choices.pick", tooltip="Pick this option"),
        Binding(
            "delete,0",
            "clear",
            "clear",
            id="choices.clear",
            key_display="Del",
            tooltip="Take the pick back",
        ),
        *(
            Binding(
                str(digit),
                f"pick_number({digit})",
                f"option {digit}",
                id=f"choices.pick_{digit}",
                show=False,
                tooltip=f"Pick option {digit}",
            )
            for digit in DIGITS
        ),
    ]

    options: Reactive[tuple[Choice, ...]] = reactive((), repaint=False, init=False)
    picked: Reactive[frozenset[str]] = reactive(frozenset(), init=False)
    cursor: Reactive[int] = reactive(0, init=False)
    read_only: Reactive[bool] = reactive(False, init=False)

    def __init__(
        self,
        options: Iterable[Choice],
        *,
        many: bool = False,
        optional: bool = False,
        picked: Iterable[str] = (),
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.many = many
        self.optional = optional
        self.set_reactive(Choices.options, tuple(options))
        self.set_reactive(Choices.picked, frozenset(picked))
        self.set_reactive(Choices.cursor, self._home())

    # ---- data comes down

    def show(self, picked: Iterable[str] | str | None) -> None:
        """Show what is picked now: several values, one, or None for nothing."""
        values = [picked] if isinstance(picked, str) else picked or ()
        self.picked = frozenset(values)
        if not self.has_focus:
            self.cursor = self._home()

    def begin(self) -> None:
        """Be as a list that nobody has walked, whether it has the focus or not."""
        self.cursor = self._home()

    def watch_options(self) -> None:
        self.cursor = self._home()
        self.refresh(layout=True)

    def _home(self) -> int:
        """The first picked option, where the cursor waits until it is walked."""
        places = (place for place, one in enumerate(self.options) if one.value in self.picked)
        return next(places, 0)

    # ---- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A list that is read only is walked, not picked from."""
        if action in ("pick", "pick_number", "clear") and self.read_only:
            return False
        if action == "clear":
            return self.many or self.optional
        if action == "pick_number":
            return isinstance(parameters[0], int) and parameters[0] <= len(self.options)
        return True

    def action_walk(self, by: int) -> None:
        """Step to another option; at an end nothing happens."""
        self.cursor = max(0, min(len(self.options) - 1, self.cursor + by))

    def action_rise(self, by: int) -> None:
        """A line up or down; from the first and the last one to the next widget."""
        across, _ = self._laid_out(self.content_size.width)
        place = self.cursor + by * across
        if 0 <= place < len(self.options):
            self.cursor = place
        elif by > 0 and self.cursor // across < (len(self.options) - 1) // across:
            self.cursor = len(self.options) - 1
        elif by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_pick(self) -> None:
        """Pick the option under the cursor; among many, tick or untick it."""
        if self.options:
            self.action_pick_number(self.cursor + 1)

    def action_pick_number(self, number: int) -> None:
        """Pick the option that the digit counts, from 1; among many, tick or untick it."""
        if number <= len(self.options):
            self.cursor = number - 1
            value = self.options[self.cursor].value
            self._say(value, not (self.many and value in self.picked))

    def action_clear(self) -> None:
        """Take the pick back; among many, the one under the cursor."""
        value = self.options[self.cursor].value if self.many else next(iter(self.picked), "")
        if value in self.picked:
            self._say(value, False)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        across, room = self._laid_out(self.content_size.width)
        for place in range(len(self.options)):
            left = self._starts_at(place, across, room)
            if offset.y == place // across and left <= offset.x < left + self._cells_of(place):
                self.cursor = place
                if not self.read_only:
                    self.action_pick()

    def _say(self, value: str, on: bool) -> None:
        kept = self.picked if self.many else frozenset[str]()
        after = kept | {value} if on else kept - {value}
        values = tuple(one.value for one in self.options if one.value in after)
        self.post_message(self.Picked(self, value, on, values))

    # ---- drawing

    @property
    def cursor_cell(self) -> Offset:
        """Where the cursor stands in the widget, for the terminal's own cursor."""
        across, room = self._laid_out(self.content_size.width)
        return Offset(self._starts_at(self.cursor, across, room) + 1, self.cursor // across)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        across, _ = self._laid_out(width)
        return max(1, -(-len(self.options) // across))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return sum(self._cells_of(place) + GAP for place in range(len(self.options))) - GAP

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        across, room = self._laid_out(width)
        segments: list[Segment] = []
        used = 0
        for place in range(y * across, min(len(self.options), (y + 1) * across)):
            left = self._starts_at(place, across, room)
            segments.append(Segment(" " * (left - used), self.look()))
            option = self.options[place]
            name = "picked" if option.value in self.picked else "option"
            style = self.look(name)
            if self.has_focus and place == self.cursor:
                style += self.look("cursor")
            size = min(self._cells_of(place), max(0, width - left))
            segments.append(Segment(pad(self._worded(option), size), style))
            used = left + size
        return Strip(segments).adjust_cell_length(width, self.look())

    def _worded(self, option: Choice) -> str:
        on = option.value in self.picked
        box = f"[{'x' if on else ' '}]" if self.many else f"({'•' if on else ' '})"
        return f"{box} {safe_line(option.words)}"

    def _cells_of(self, place: int) -> int:
        return 4 + cells(safe_line(self.options[place].words))

    def _laid_out(self, width: int) -> tuple[int, int]:
        """How many options stand on a line, and the width of a column; 0 where all fit on one."""
        sizes = [self._cells_of(place) for place in range(len(self.options))]
        if sum(sizes) + GAP * (len(sizes) - 1) <= width:
            return max(1, len(sizes)), 0
        room = max(sizes) + GAP
        return max(1, (width + GAP) // room), room

    def _starts_at(self, place: int, across: int, room: int) -> int:
        """The cell at which an option starts on its line."""
        if room:
            return place % across * room
        return sum(self._cells_of(before) + GAP for before in range(place))
