"""What widgets that draw their own lines have in common: looks that last, and bare lines.

Textual works each look out anew after every refresh, from all widgets around, and then looks for
borders, tints and padding to put around each line. That is half of what a key costs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual._border import get_box
from textual._segment_tools import line_pad
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.css.styles import StylesBase
from textual.css.types import EdgeType
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region, Size, Spacing
from textual.strip import Strip
from textual.style import Style as Look

if TYPE_CHECKING:
    from textual.widget import Widget
    from textual.widget import Widget as Mixed
else:
    # A widget inherits component classes and styles along its first widget base only.
    Mixed = object


LEFT, RIGHT = 0, 2
"""The ends of a line within a border, as Textual counts its parts."""


class Drawing(Mixed):
    """To be mixed into a widget whose `render_line` fills its width in looks with a background.

    It names each component class by the `PREFIX` and a name, as in `rows--cursor`.
    """

    PREFIX: ClassVar[str]
    auto_links = False

    def __init__(self, *given: Any, **named: Any) -> None:
        self._looks: dict[str, Style] = {}
        super().__init__(*given, **named)
        self._styles_cache = Bare()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._looks.clear()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Those of the app but the one that replaces ANSI colours and dim; no look has either."""
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]

    def look(self, name: str = "") -> Style:
        """The look of a component class, or without a name that of the widget itself."""
        if (look := self._looks.get(name)) is None:
            whole = f"{self.PREFIX}--{name}"
            look = self.get_component_rich_style(whole) if name else self.rich_style
            self._looks[name] = look
        return look


class Bare(StylesCache):
    """Puts nothing around a line but padding, and a border at its sides.

    Where no line has changed, all of them are those of the last time. Textual asks for them with
    each frame that anything next to them has a part in.
    """

    def __init__(self) -> None:
        super().__init__()
        self._made: list[Strip] = []
        self._made_for: object = None

    def clear(self) -> None:
        """Forget all lines."""
        super().clear()
        self._made_for = None

    def render_widget(self, widget: Widget, crop: Region) -> list[Strip]:
        """The lines of a region of this widget."""
        what = (crop, widget.region.size, widget.get_line_filters())
        if self._dirty_lines or what != self._made_for:
            self._made = super().render_widget(widget, crop)
            self._made_for = what
        return self._made

    def render_line(
        self,
        styles: StylesBase,
        y: int,
        size: Size,
        content_size: Size,
        padding: Spacing,
        base_background: Color,
        background: Color,
        render_content_line: Callable[[int], Strip],
        *rest: Any,
    ) -> Strip:
        row = y - styles.gutter.top
        if not 0 <= row < content_size.height:
            return super().render_line(
                styles,
                y,
                size,
                content_size,
                padding,
                base_background,
                background,
                render_content_line,
                *rest,
            )
        inner, outer = self.get_inner_outer(base_background, background)
        line = render_content_line(row).adjust_cell_length(content_size.width, inner.rich_style)
        _, right, _, left = padding
        _, (at_right, ink_right), _, (at_left, ink_left) = styles.border
        if not (left or right or at_left or at_right) and line.cell_length == size.width:
            return line
        segments = line_pad(line, left, right, inner.rich_style)
        if at_left:
            segments.insert(0, _edge(at_left, inner, outer, base_background + ink_left, LEFT))
        if at_right:
            segments.append(_edge(at_right, inner, outer, base_background + ink_right, RIGHT))
        return Strip(segments, size.width)


@lru_cache(256)
def _edge(kind: EdgeType, inner: Look, outer: Look, ink: Color, side: int) -> Segment:
    """One end of a line within a border."""
    return get_box(kind, inner, outer, Look(foreground=ink))[1][side]
