"""What all full screens share: line one, the key bar, help, palette, back and leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.events import ScreenResume
from textual.reactive import Reactive, reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from catalogue.values import replace
from tui.commands import EVERYWHERE, hints
from tui.messages import BackRequested, Worded
from tui.pieces import Pieced
from tui.widgets.keybar import Hint, KeyBar
from tui.widgets.titlebar import Place, TitleBar
from tui.widgets.typed import Typed

NOTICE = 5.0
"""Seconds that a sentence stays in line one."""


class Page(Screen[None]):
    """A full screen. Subclasses compose between `TitleBar` and `KeyBar` and keep `place` true.

    `HELP` is the text of the help screen for this page, in paragraphs; `STYLES` names the files of
    tui/styles that it needs where it is painted first, all of them if it names none.
    """

    HELP = ""
    STYLES: ClassVar[tuple[str, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [*EVERYWHERE]
    AUTO_FOCUS = "*"

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    place: Reactive[Place] = reactive(Place(), repaint=False)

    _silence: Timer | None = None
    _mark = ""
    _keys_asked = False
    _styled_as: tuple[int, bool] | None = None

    def __init__(self) -> None:
        super().__init__()
        self._compositor = Pieced()

    def watch_place(self, place: Place) -> None:
        for bar in self.query(TitleBar):
            bar.place = replace(place, mark=self._mark)

    def mark(self, mark: str) -> None:
        """Take the save mark; the app calls this, nobody else."""
        self._mark = mark
        self.watch_place(self.place)

    def on_compose(self) -> None:
        """Take the classes of this size before there are widgets, which are then styled once."""
        sizes = zip(
            self.app.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True
        )
        for size, breakpoints in sizes:
            fitting = [name for least, name in sorted(breakpoints or ()) if size >= least]
            self.update_classes(dict.fromkeys(fitting[-1:], True), update=False)

    def on_mount(self) -> None:
        self.bindings_updated_signal.subscribe(self, lambda _: self.show_keys())
        self.watch_place(self.place)

    def _compositor_refresh(self) -> None:
        """Leave out what Textual renders for nothing: what is not shown, or rendered again next."""
        top = self.app.screen
        covered = self is not top and not top.is_modal
        again = self._repaint_required and self is top
        if not covered and not again and not self.app._batch_count:
            super()._compositor_refresh()

    def note_styles(self) -> None:
        """Know the styles of now for its own; who makes a page long before its use calls this."""
        self._styled_as = (self.app._css_update_count, self.app.app_focus)

    def on_screen_resume(self, event: ScreenResume) -> None:
        # A widget is styled as it is mounted; later only another theme, or a terminal that has
        # lost or got the focus meanwhile, makes it look otherwise.
        before = self._styled_as
        self.note_styles()
        event.refresh_styles = before not in (None, self._styled_as)
        self.show_covering(None)
        self.show_keys()

    def on_screen_suspend(self) -> None:
        self.show_covering(())

    def show_covering(self, keys: tuple[Hint, ...] | None) -> None:
        """Put the keys of what covers this screen into its key bar; None once nothing does."""
        for bar in self.query(KeyBar):
            bar.instead = keys

    def show_keys(self) -> None:
        """Put the keys that act into the key bar, once for all that happens in this moment."""
        if not self._keys_asked:
            self._keys_asked = True
            self.call_later(self._show_keys)

    def _show_keys(self) -> None:
        self._keys_asked = False
        for bar in self.query(KeyBar):
            bar.shown = tuple(self.keys_now())

    def keys_now(self) -> Iterable[Hint]:
        """The keys that act now, as the key bar shows them."""
        return hints(self.active_bindings.items())

    @property
    def in_text(self) -> bool:
        """Whether a text field has the focus, so that letters are typed and not obeyed."""
        return isinstance(self.focused, Typed)

    def say(self, sentence: str) -> bool:
        """Show a sentence in line one for a while; False if it does not fit there."""
        if cell_len(sentence) > self.size.width - 12 or "\n" in sentence:
            return False
        if self._silence is not None:
            self._silence.stop()
        self.place = replace(self.place, notice=sentence)
        self._silence = self.set_timer(NOTICE, self._be_silent)
        return True

    def hush(self) -> None:
        """Say no longer in line one what something newer has taken the place of."""
        if self._silence is not None:
            self._silence.stop()
            self._be_silent()

    def _be_silent(self) -> None:
        self._silence = None
        self.place = replace(self.place, notice="")

    def typed(self) -> Sequence[Worded]:
        """What was typed and not handed on yet, as edits; it counts as handed on from now."""
        return []

    def give_way(self, edit: object, text: str) -> None:
        """Show these words in the field that an edit was refused for. The app calls this."""

    def action_help(self) -> None:
        """Open the help of this screen."""
        from tui.screens.help import Help

        shown = hints(self.active_bindings.items(), hidden=True)
        self.app.push_screen(Help(self.HELP, tuple(shown)))

    def action_palette(self) -> None:
        """Everything that can be done here, to be found by typing."""
        self.app.action_command_palette()

    def action_leave_field(self) -> None:
        """The first Esc leaves the text field, the second one the screen."""
        if self.in_text:
            self.leave_field()
        else:
            self.action_back()

    def leave_field(self) -> None:
        """Where the focus goes when a text field is left; the first widget that is none."""
        for widget in self.focus_chain:
            if not isinstance(widget, Typed):
                self.set_focus(widget)
                return
        self.set_focus(None)

    def action_back(self) -> None:
        """Leave this screen."""
        self.post_message(BackRequested())

    def action_leave(self) -> None:
        """Ask whether to leave the program, with Leave in focus: Enter leaves from anywhere."""
        from tui.screens.confirm import ask_to_leave

        ask_to_leave(self)
