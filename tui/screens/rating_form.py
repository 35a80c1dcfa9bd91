"""The parts of the rating form: levels, factors, and the texts that go with them."""

from __future__ import annotations

from collections.abc import Iterator

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widgets import Static, TextArea

from catalogue.activities import ActivityId
from catalogue.factors import factors_of
from catalogue.levels import LEVELS, Dimension
from sessions.edits import FieldPath, assessment_field
from sessions.session import Session
from sessions.text import pad, safe_line
from tui.screens.rating_text import FIELDS, heading, meaning
from tui.widgets.choices import Choice, Choices
from tui.widgets.field import Field
from tui.widgets.reader import Reader
from tui.widgets.ticks import Tick, Ticks

HIDDEN = "# a note is hidden here: p shows it, and so does writing in it"

LEVEL_CHOICES = tuple(Choice(level.value, level.value) for level in LEVELS)


class Levels(Choices):
    """The three levels of one dimension."""

    def __init__(self, dimension: Dimension) -> None:
        super().__init__(LEVEL_CHOICES, optional=True, id=f"rating-{dimension}")
        self.dimension = dimension


class Factors(Ticks):
    """The five factors of one dimension, as prompts."""

    def __init__(self, dimension: Dimension) -> None:
        entries = (
            Tick(one.code, f"{one.code} {one.title}", f"{one.prompt} {one.note}".strip())
            for one in factors_of(dimension)
        )
        super().__init__(entries, id=f"rating-{dimension}-factors")
        self.dimension = dimension


class Words(Field):
    """One text of an assessment; `name_of_text` says which. The arrows walk out of it."""

    BINDINGS = [
        Binding("pagedown", "screen.step_on(1)", "next", id="rating.text_next",
                tooltip="The next chosen activity, while typing"),
        Binding("pageup", "screen.step_on(-1)", "previous", id="rating.text_previous",
                tooltip="The chosen activity before, while typing"),
    ]  # fmt: skip

    def __init__(self, name_of_text: str) -> None:
        super().__init__(
            assessment_field(ActivityId(""), name_of_text), id=f"rating-{name_of_text}"
        )
        self.name_of_text = name_of_text

    def action_cursor_up(self, select: bool = False) -> None:
        """A line up, or the field before."""
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """A line down, or the next field."""
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)


class PrivateWords(Words):
    """The private note: hidden from others who look at the screen, until one writes in it."""

    veiled: Reactive[bool] = reactive(True, init=False)

    _writing = False

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        # Textual calls the field's own after this one.
        if self.has_focus and self.unsent:
            self._write(True)

    def watch_has_focus(self, focused: bool) -> None:
        super().watch_has_focus(focused)
        self._write(False)

    def show(self, path: FieldPath, text: str) -> None:
        """Show another note, hidden as before it was written in."""
        if path != self.path:
            self._write(False)
        super().show(path, text)

    def _write(self, writing: bool) -> None:
        if writing is not self._writing:
            self._writing = writing
            self.refresh()

    def render_line(self, y: int) -> Strip:
        drawn = super().render_line(y)
        if not self.veiled or self._writing or not self.text:
            return drawn
        style = self.get_component_rich_style("text-area--placeholder")
        words = HIDDEN if y == 0 else ""
        return Strip([Segment(pad(words, drawn.cell_length), style)])


class RatingForm(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Benefit and investment side by side, so that Tab goes from level to level, and the texts.

    It scrolls with the focus; its own scroll keys would take Page Up and Down from the screen.
    """

    _shown: ActivityId | None = None

    def compose(self) -> ComposeResult:
        yield Reader(id="rating-what")
        with Horizontal(classes="rating--pair", id="rating-levels"):
            for dimension in Dimension:
                with Vertical(classes="rating--half"):
                    yield Static("", classes="heading", id=f"rating-{dimension}-heading")
                    yield Levels(dimension)
                    yield Reader(classes="rating--meaning", id=f"rating-{dimension}-meaning")
        with Horizontal(classes="rating--pair"):
            for dimension in Dimension:
                with Vertical(classes="rating--half"):
                    yield Factors(dimension)
        with Horizontal(classes="rating--pair"):
            for dimension in Dimension:
                with Vertical(classes="rating--half"):
                    yield from _text(f"{dimension}_why")
        for name in ("plan", "unclear", "private_note"):
            yield from _text(name)

    def begin(self) -> None:
        """Be as a form that nobody has been in; what was typed is handed on first."""
        self._shown = None
        for words in self.query(Words):
            words.begin()
        for factors in self.query(Factors):
            factors.cursor = 0

    def show(self, session: Session, activity: ActivityId, *, ours: bool) -> None:
        """Show what is held of an activity; typed words that are not handed on yet stay."""
        held = session.assessment(activity)
        another, self._shown = activity != self._shown, activity
        for dimension in Dimension:
            name = Content(safe_line(heading(session, dimension)))
            static = self.query_one(f"#rating-{dimension}-heading", Static)
            if static.content != name:
                static.update(name)
            pane = self.query_one(f"#rating-{dimension}-meaning", Reader)
            pane.blocks = meaning(session, dimension, held.level(dimension))
        for levels in self.query(Levels):
            levels.read_only = not ours
            levels.show(held.level(levels.dimension))
            if another:
                levels.begin()
        for ticks in self.query(Factors):
            ticks.read_only = not ours
            ticks.show(held.factors(ticks.dimension))
        for words in self.query(Words):
            words.read_only = not ours
            text: str = getattr(held, words.name_of_text)
            words.show(assessment_field(activity, words.name_of_text), text)


def _text(name: str) -> Iterator[Static | Words]:
    yield Static(Content(FIELDS[name]), classes="label rating--label")
    yield PrivateWords(name) if name == "private_note" else Words(name)
