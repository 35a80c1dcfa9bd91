"""How the program appears: theme, signs, mouse, the terminal's cursor, and keys that were remapped.

What is chosen while the program runs takes effect at once, and the settings keep it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from textual import on
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.widget import Widget

from sessions.text import safe
from tui.driver import LineDriver
from tui.messages import DisplaySet
from tui.painting import Painting
from tui.settings import UNSET, Look, Settings, look, path
from tui.themes import MONOCHROME, THEMES, TOKENS, Colourless, theme_for
from tui.toasts import Toasting


class Showing(Toasting, Painting):
    """An app in the program's own themes, on any terminal."""

    settings = UNSET
    settings_problems: tuple[str, ...] = ()

    def __init__(self) -> None:
        self._environ = dict(os.environ)
        # Textual would make greys of it; here it means the monochrome theme, which has no colour.
        os.environ.pop("NO_COLOR", None)
        self._colourless = Colourless()
        self._asked_cursor = Offset(0, 0)
        super().__init__(driver_class=LineDriver)
        for theme in THEMES:
            self.register_theme(theme)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return TOKENS

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = super().get_line_filters()
        return [*filters, self._colourless] if self.theme == MONOCHROME.name else filters

    # ---- what is set

    @property
    def appearance(self) -> Look:
        """What the settings come to on this terminal."""
        encoding = getattr(sys.__stderr__, "encoding", None) or "utf-8"
        return look(self.settings, self._environ, encoding)

    def show_as(self, settings: Settings) -> None:
        """Appear as these settings say, from now on."""
        self.settings = settings
        sixteen = self.console.color_system == "standard"
        self.theme = theme_for(self.appearance.theme, sixteen=sixteen).name
        problems = settings.problems
        if settings.keys:
            # It imports every screen, which nobody has to wait for who has remapped nothing.
            from tui.keymap import granted

            keymap, refused = granted(settings.keys, settings.key_lines, path())
            self.set_keymap(keymap)
            problems = (*problems, *refused)
        self.settings_problems = problems
        if self._tell_driver():
            self.action_repaint()

    def on_mount(self) -> None:
        self._tell_driver()
        for problem in self.settings_problems:
            self.notify(safe(problem), severity="error", markup=False)

    def _tell_driver(self) -> bool:
        if not isinstance(driver := self._driver, LineDriver):
            return False
        driver.show_as(
            ascii=self.appearance.ascii, mouse=self.settings.mouse, cursor=self.settings.cursor
        )
        return True

    def action_display(self) -> None:
        """Choose how the program looks."""
        from tui.screens.display import DisplayChoices

        self.push_screen(DisplayChoices(self.settings, self.appearance))

    def action_mouse(self) -> None:
        """Use the mouse, or leave it to the terminal, which can select text then."""
        self.post_message(DisplaySet("mouse", not self.settings.mouse))

    @on(DisplaySet)
    def set_display(self, message: DisplaySet) -> None:
        """Appear as was chosen."""
        self.show_as(self.settings.with_flags(**{message.name: message.value}))

    # ---- the terminal's cursor

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's own cursor stands, for braille displays and magnifiers.

        That is where the widget with the focus says that its cursor is.
        """
        focused = self.screen.focused if self._screen_stack else None
        return cursor_of(focused) if focused is not None else self._asked_cursor

    @cursor_position.setter
    def cursor_position(self, position: Offset) -> None:
        self._asked_cursor = position


def cursor_of(widget: Widget) -> Offset:
    """The cell of the screen that a person at this widget looks at."""
    typed_at: Offset | None = getattr(widget, "cursor_screen_offset", None)
    if typed_at is not None:
        return typed_at
    at: Offset | None = getattr(widget, "cursor_cell", None)
    return widget.content_region.offset + (at or Offset(0, 0))
