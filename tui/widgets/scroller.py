"""A scrolled widget for a thin line: content may grow or shrink without repainting what stays.

A stock ScrollView repaints the whole of itself when its content gets another height, has the
screen laid out anew, and every layout of the screen repaints every scroll bar.
"""

from __future__ import annotations

from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar

from catalogue.values import dataclass
from tui.widgets.drawing import Bare


class Scroller(ScrollView, can_focus=False):
    """Subclasses call `hold` when their content has another size, and repaint their own lines."""

    @dataclass
    class Widened(Message):
        """It has another width than it had, and may have to be given other content."""

        scroller: Scroller

        @property
        def control(self) -> Scroller:
            """What has another width."""
            return self.scroller

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The bar at the right, which like what it scrolls is drawn anew only where it changed."""
        there = self._vertical_scrollbar
        if there is None:
            there = super().vertical_scrollbar
            there._styles_cache = Bare()
        return there

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False, repaint=False)

    _was_wide = 0

    def on_resize(self) -> None:
        before, self._was_wide = self._was_wide, self.size.width
        if before not in (0, self._was_wide):
            self.post_message(self.Widened(self))

    def hold(self, size: Size) -> None:
        """The content has this size now. One that is as high as its content is laid out anew."""
        if size == self.virtual_size:
            return
        self.virtual_size = size
        if self.styles.is_auto_height:
            self.refresh(repaint=False, layout=True)
        self._scroll_update(size)

    def _scroll_update(self, virtual_size: Size) -> None:
        """As in a stock widget, but a scroll bar that says the same is not painted again."""
        self._refresh_scrollbars()
        width, height = self.container_size
        if self.show_vertical_scrollbar and self.styles.scrollbar_size_vertical:
            self.vertical_scrollbar.window_virtual_size = virtual_size.height
            self.vertical_scrollbar.window_size = height - self.scrollbar_size_horizontal
        if self.show_horizontal_scrollbar and self.styles.scrollbar_size_horizontal:
            self.horizontal_scrollbar.window_virtual_size = virtual_size.width
            self.horizontal_scrollbar.window_size = width - self.scrollbar_size_vertical
        self.scroll_x = self.validate_scroll_x(self.scroll_x)
        self.scroll_y = self.validate_scroll_y(self.scroll_y)
