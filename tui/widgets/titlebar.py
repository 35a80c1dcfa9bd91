"""Line one of every screen: where one is, which step, and whether everything is saved."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widget import Widget

from sessions.session import Step
from sessions.text import safe_line, shorten

STEPS = {
    Step.IDENTIFY: "1 Identify",
    Step.EVALUATE: "2 Evaluate",
    Step.MATRIX: "Matrix",
    Step.COMPARE: "3 Compare",
    Step.PLAN: "Plan",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What the title bar says; `step` is None outside a session."""

    title: str = ""
    step: Step | None = None
    mark: str = ""


class TitleBar(Widget, can_focus=False):
    """One line; the title gives way first, the save mark never."""

    COMPONENT_CLASSES = {"titlebar--title", "titlebar--step", "titlebar--here", "titlebar--mark"}
    DEFAULT_CSS = """
    TitleBar { dock: top; height: 1; width: 1fr; padding: 0 1; }
    """

    place: Reactive[Place] = reactive(Place())

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        styles = {name: self.get_component_rich_style(f"titlebar--{name}") for name in
                  ("title", "step", "here", "mark")}  # fmt: skip
        right: list[Segment] = []
        if self.place.step is not None:
            for step, words in STEPS.items():
                here = step is self.place.step
                text = f"[{words}]" if here else f" {words} "
                right.append(Segment(text, styles["here" if here else "step"]))
        mark = safe_line(self.place.mark)
        if mark:
            right.append(Segment(f"  {mark}", styles["mark"]))
        taken = sum(cell_len(segment.text) for segment in right)
        if taken > width - 12:
            right = [Segment(f"  {mark}", styles["mark"])] if mark else []
            taken = sum(cell_len(segment.text) for segment in right)
        title = shorten(safe_line(self.place.title), max(0, width - taken - 1))
        left = Segment(set_cell_size(title, max(0, width - taken)), styles["title"])
        return Strip([left, *right]).adjust_cell_length(width, styles["title"]).crop(0, width)
