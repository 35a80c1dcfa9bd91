"""What of a frame the terminal does not show already, and how little says it.

Textual sends each line of a widget that changed whole, each stretch with all its colours and a
reset behind it. Over a slow line that is most of the waiting. Here the cells that the terminal
shows are remembered, only those that differ are sent, and of colours only what changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rich.cells import get_character_cell_size
from rich.console import COLOR_SYSTEMS as COLOURS
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

NEAR = 3
"""Cells that are sent again rather than skipped, which takes as many bytes."""

_ON_BLANKS = frozenset({"4", "7", "9", "21", "53"})
"""Underline, reverse, strike, double underline and overline show on a space too."""

_SIMPLE = (
    (0x20, 0x2FF),
    (0x2010, 0x2027),
    (0x2030, 0x205E),
    (0x20A0, 0x2BFF),
    (0x3000, 0x9FFF),
)
"""Characters that stand each for itself, first and last of each stretch of Unicode."""


class Look(NamedTuple):
    """How a cell is set, in the parameters of SGR (ECMA-48); empty where the terminal decides."""

    attributes: frozenset[str] = frozenset()
    ink: str = ""
    ground: str = ""


PLAIN = Look()

Cell = tuple[str, Look]
"""What stands in a cell; nothing in the second one of a wide character."""

BLANK: Cell = (" ", Look())


class Shown:
    """The cells that the terminal shows, as far as they are known."""

    def __init__(self) -> None:
        self._lines: dict[int, list[Cell | None]] = {}
        self._involved: set[int] = set()
        self._size = Size(0, 0)

    def forget(self) -> None:
        """The terminal may show anything: send the next frame whole."""
        self._lines.clear()
        self._involved.clear()

    def difference(self, update: CompositorUpdate, console: Console) -> str:
        """What to send for this update, after which the terminal shows it.

        A layout of another size has come with another size of the terminal, which has moved or
        cut what it showed, and perhaps what was sent in between.
        """
        if isinstance(update, LayoutUpdate) and update.region.size != self._size:
            self._size = update.region.size
            self.forget()
        colours = console.color_system or ""
        pen = _Pen()
        whole: set[int] = set()
        for x, y, strip in _pieces(update):
            line = self._lines.setdefault(y, [])
            line.extend([None] * (x + strip.cell_length - len(line)))
            cells = _cells(strip, colours)
            before = line[x : x + len(cells)]
            if before == cells:
                continue
            line[x : x + len(cells)] = cells
            if y in self._involved or _involved(strip.text):
                whole.add(y)
            else:
                for start, end in _runs(before, cells):
                    pen.write(x + start, y, cells[start:end])
        for y in sorted(whole):
            cells = [cell or BLANK for cell in self._lines[y]]
            pen.write_whole(y, cells)
            self._involved.discard(y)
            if _involved("".join(sign for sign, _ in cells)):
                self._involved.add(y)
        return pen.done()


class Frame(CompositorUpdate):
    """An update of Textual's that is sent as the difference to what is shown."""

    def __init__(self, update: CompositorUpdate, shown: Shown) -> None:
        self._update = update
        self._shown = shown

    def render_segments(self, console: Console) -> str:
        return self._shown.difference(self._update, console)


def _pieces(update: CompositorUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The stretches of lines in an update, with the cell in which each begins."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in strips:
                yield x, y, strip
                x += strip.cell_length
    elif isinstance(update, ChopsUpdate):
        for y, first, last in update.spans:
            for end, (x, chop) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                start, stop = max(x, first), min(end, last)
                if chop is not None and start < stop:
                    yield start, y, chop.crop(start - x, stop - x)


def _cells(strip: Strip, colours: str) -> list[Cell]:
    """The cells of a strip; what adds no cell of its own stands in the one before."""
    cells: list[Cell] = []
    for text, style, control in strip:
        if control:
            continue
        look = _look(style, colours)
        blank = look if look.attributes & _ON_BLANKS else Look(ground=look.ground)
        if text.isascii():
            cells.extend([(sign, blank if sign == " " else look) for sign in text])
            continue
        for sign in text:
            width = get_character_cell_size(sign)
            if width:
                cells.append((sign, blank if sign == " " else look))
                cells.extend([("", look)] * (width - 1))
            elif cells:
                place = len(cells) - 1 - (not cells[-1][0])
                cells[place] = (cells[place][0] + sign, cells[place][1])
    return cells


def _involved(text: str) -> bool:
    """Whether letters in it join, combine or run from right to left: such a line is sent whole."""
    return not text.isascii() and any(_joins(sign) for sign in set(text))


@lru_cache(maxsize=4096)
def _joins(sign: str) -> bool:
    return not any(first <= ord(sign) <= last for first, last in _SIMPLE)


@lru_cache(maxsize=1024)
def _look(style: Style | None, colours: str) -> Look:
    """A style as a terminal of so many colours is told of it."""
    drawn = style.render("x", color_system=COLOURS.get(colours)) if style else ""
    if not drawn.startswith("\x1b["):
        return PLAIN
    attributes, ink, ground = [], "", ""
    codes = iter(drawn[2 : drawn.index("m")].split(";"))
    for code in codes:
        if code in ("38", "48"):
            kind = next(codes)
            code = ";".join([code, kind, *(next(codes) for _ in range(1 if kind == "5" else 3))])
        if code.startswith(("38", "3", "9")) and code not in ("3", "9"):
            ink = code
        elif code.startswith(("48", "4", "10")) and code != "4":
            ground = code
        else:
            attributes.append(code)
    return Look(frozenset(attributes), ink, ground)


def _runs(before: list[Cell | None], after: list[Cell]) -> Iterator[tuple[int, int]]:
    """The stretches to send: those that differ, with what is not worth skipping between them."""
    start = end = 0
    unlike = [n for n, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    for place in unlike:
        if start < end < place and (place - end > NEAR or not _alike(after[end - 1 : place])):
            yield start, end
            start = end
        if start == end:
            start = place
        end = place + 1
        if end < len(after) and not after[end][0]:
            end += 1
    if start < end:
        yield start, end


def _alike(cells: list[Cell]) -> bool:
    """Whether one look serves for all of them: of a blank without lines only the ground is seen."""
    grounds = {look.ground for _, look in cells}
    looks = {look for sign, look in cells if sign != " " or look.attributes}
    lined = any(look.attributes & _ON_BLANKS for look in looks)
    return len(grounds) == 1 and len(looks) <= 1 and not lined


class _Pen:
    """Writes cells one after the other; knows where it is, and in which look."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._at: tuple[int, int] | None = None
        self._look = PLAIN

    def write(self, x: int, y: int, cells: list[Cell]) -> None:
        """Write cells that lie side by side, the first of them here."""
        self._move(x, y)
        before = None
        for sign, look in cells:
            # Blanks that are not drawn as signs are have a look of their own: see `_cells`.
            if look is not before:
                self._take(look, blank=sign == " ")
                before = look
            self._written.append(sign)
        self._at = (x + len(cells), y)

    def write_whole(self, y: int, cells: list[Cell]) -> None:
        """Write a line whose cells the terminal may count in another way.

        Whatever is left in it goes first, and nothing of it runs over into the next one.
        """
        self._move(0, y)
        if self._look != PLAIN:
            self._written.append("\x1b[0m")
            self._look = PLAIN
        self._written.append("\x1b[2K\x1b[?7l")
        self.write(0, y, cells)
        self._written.append("\x1b[?7h")
        self._at = None

    def done(self) -> str:
        """Everything written, and the terminal left in its own look."""
        if self._look != PLAIN:
            self._written.append("\x1b[0m")
        return "".join(self._written)

    def _move(self, x: int, y: int) -> None:
        if self._at == (x, y):
            return
        if self._at is not None and self._at[1] == y and self._at[0] < x:
            self._written.append(f"\x1b[{x - self._at[0]}C")
        else:
            self._written.append(f"\x1b[{y + 1};{x + 1}H")

    def _take(self, look: Look, *, blank: bool) -> None:
        """Go over to a look; of a blank without lines only the ground is seen."""
        now = self._look
        if blank and not look.attributes:
            if look.ground == now.ground and not now.attributes & _ON_BLANKS:
                return
            look = Look(now.attributes - _ON_BLANKS, now.ink, look.ground)
        if look == now:
            return
        codes = [*sorted(look.attributes - now.attributes)]
        for old, new in ((now.ink, look.ink), (now.ground, look.ground)):
            if old != new:
                codes.append(new)
        if now.attributes - look.attributes or "" in codes:
            codes = ["0", *sorted(look.attributes), look.ink, look.ground]
        self._written.append(f"\x1b[{';'.join(code for code in codes if code)}m")
        self._look = look
