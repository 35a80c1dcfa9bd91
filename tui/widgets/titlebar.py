"""Line one of every screen: where one is, which step, and whether everything is saved."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widget import Widget

from catalogue.values import dataclass
from sessions.session import Step
from sessions.text import safe_line, shorten
from tui.widgets.drawing import Drawing

STEPS = {
    Step.IDENTIFY: "1 Identify",
    Step.EVALUATE: "2 Evaluate",
    Step.MATRIX: "Matrix",
    Step.COMPARE: "3 Compare",
    Step.PLAN: "Plan",
}


NAMES = ("title", "step", "here", "mark", "notice")

LEAST_TITLE = 12
"""Cells that the title keeps before the steps give way."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the title bar says; `step` is None outside a session.

    A `notice` stands in for title and steps for a while, so that it covers no work.
    """

    title: str = ""
    step: Step | None = None
    mark: str = ""
    notice: str = ""


class TitleBar(Drawing, Widget, can_focus=False):
    """One line. Distant steps give way first, then the title, then all steps, the mark never."""

    PREFIX = "titlebar"
    COMPONENT_CLASSES = {f"titlebar--{name}" for name in NAMES}
    DEFAULT_CSS = """
    TitleBar { dock: top; height: 1; width: 1fr; padding: 0 1; }
    """

    place: Reactive[Place] = reactive(Place())

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        styles = {name: self.look(name) for name in NAMES}
        mark = safe_line(self.place.mark)
        mark = f"  {mark}" if mark else ""
        room = width - cell_len(mark)
        if self.place.notice:
            notice = set_cell_size(shorten(safe_line(self.place.notice), room), max(0, room))
            said = Strip([Segment(notice, styles["notice"]), Segment(mark, styles["mark"])])
            return said.adjust_cell_length(width, styles["title"]).crop(0, width)
        right = [
            Segment(text, styles["here" if here else "step"])
            for text, here in self._steps(room, cell_len(safe_line(self.place.title)))
        ]
        right.append(Segment(mark, styles["mark"]))
        taken = sum(cell_len(segment.text) for segment in right)
        title = shorten(safe_line(self.place.title), max(0, width - taken - 1))
        left = Segment(set_cell_size(title, max(0, width - taken)), styles["title"])
        return Strip([left, *right]).adjust_cell_length(width, styles["title"]).crop(0, width)

    def _steps(self, room: int, title: int) -> list[tuple[str, bool]]:
        """The steps, and which is here: all, or the neighbours, where the title then fits.

        Where neither leaves it enough, the neighbours; where those leave it nothing, none.
        """
        if self.place.step is None:
            return []
        here = list(STEPS).index(self.place.step) if self.place.step in STEPS else -1
        steps = [
            (f"[{words}]" if number == here else f" {words} ", number == here)
            for number, words in enumerate(STEPS.values())
        ]
        near = steps[max(0, here - 1) : here + 2]
        for shown, least in ((steps, title + 1), (near, min(title + 1, LEAST_TITLE))):
            if sum(cell_len(text) for text, _ in shown) + least <= room:
                return shown
        return []
