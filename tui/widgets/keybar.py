"""The keys of this moment, on as many lines as they need; of a dialog on no more."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.dom import DOMNode
from textual.geometry import Size
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widget import Widget

from catalogue.values import dataclass
from tui.widgets.drawing import Drawing

GAP = 2


@dataclass(frozen=True, slots=True)
class Hint:
    """A key that acts right now, and the word for what it does.

    `on` is the widget or screen that does it. `everywhere` marks what means the same on every
    screen, such as help and back.
    """

    key: str
    word: str
    action: str
    on: DOMNode
    tooltip: str = ""
    everywhere: bool = False


class KeyBar(Drawing, Widget, can_focus=False):
    """A static bar: it repaints only when the keys that act have changed."""

    PREFIX = "keybar"
    COMPONENT_CLASSES = {"keybar--key", "keybar--word"}
    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: auto; width: 1fr; padding: 0 1; }
    """

    shown: Reactive[tuple[Hint, ...]] = reactive(())
    instead: Reactive[tuple[Hint, ...] | None] = reactive(None)
    """What acts while something covers the screen: shown in the room there is, or nothing."""

    def watch_shown(self) -> None:
        least = self.styles.min_height
        kept = least.cells if least is not None else None
        if max(len(self._lines(self.size.width, self.shown)), kept or 1) != self.size.height:
            # Textual keeps the height of the keys before if it was about to lay this out anyway.
            self._box_model_cache.clear()
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, len(self._lines(width, self.shown)))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        lines = self._lines(width, self.shown if self.instead is None else self.instead)
        key, word = self.look("key"), self.look("word")
        segments: list[Segment] = []
        for hint in lines[y] if y < len(lines) else []:
            if segments:
                segments.append(Segment(" " * GAP, word))
            segments += [Segment(hint.key, key), Segment(f" {hint.word}", word)]
        return Strip(segments).adjust_cell_length(width, word).crop(0, width)

    def _lines(self, width: int, shown: tuple[Hint, ...]) -> list[list[Hint]]:
        lines: list[list[Hint]] = [[]]
        used = 0
        for hint in shown:
            size = cell_len(hint.key) + 1 + cell_len(hint.word)
            if lines[-1] and used + GAP + size > width:
                lines.append([])
                used = 0
            used += size + (GAP if lines[-1] else 0)
            lines[-1].append(hint)
        return lines
