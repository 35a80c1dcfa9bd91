"""The reading list: activities by class, each with every side's cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from rich.cells import set_cell_size
from textual.binding import Binding, BindingType

from catalogue.values import dataclass, replace
from sessions.comparison import Comparison, Reading
from sessions.joint.reading import JointClass
from sessions.joint.reasons import side_list
from sessions.partnership import Partnership
from sessions.text import cells, safe_line, shorten
from tui.screens.reading_text import News, cell_words, item_of, key_of, news_of
from tui.widgets.rows import Column, Row, Rows

LABEL = 22
"""Cells that a label needs; columns of sides give way to it."""

WHOLE, SHORT = 19, 11
"""Cells of the longest cell in whole and in short words."""

LEVERS = 6
DECISION = 9
WIDE = 104
"""From this width on, a column says what the plan decides."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the reading list is shown: one class, a text, only differences, only news."""

    joint_class: JointClass | None = None
    text: str = ""
    differing: bool = False
    new: bool = False

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return self != Filter()

    @property
    def words(self) -> str:
        """What is shown, in words."""
        parts = [
            f"class: {self.joint_class.words}" if self.joint_class else "",
            f'find: "{self.text}"' if self.text else "",
            "only where the sides differ" if self.differing else "",
            "only what is new" if self.new else "",
        ]
        return ", ".join(part for part in parts if part)

    def shows(self, comparison: Comparison, reading: Reading, news: News) -> bool:
        """Whether a reading passes."""
        if self.joint_class not in (None, reading.joint_class):
            return False
        if self.differing and len(set(reading.cells)) == 1:
            return False
        if self.new and not news_of(reading, news):
            return False
        return not self.text or self._found(comparison, reading)

    def _found(self, comparison: Comparison, reading: Reading) -> bool:
        wanted = self.text.casefold()
        if wanted in reading.title.casefold() or wanted in reading.short.casefold():
            return True
        held = [comparison.assessment(reading, side) for side in range(len(comparison.sides))]
        return any(
            wanted in text.casefold()
            for one in held
            if one
            for text in (one.benefit_why, one.investment_why, one.plan, one.unclear)
        )

    def next_class(self, comparison: Comparison, by: int) -> Filter:
        """The next class that holds anything, after the last one all again."""
        order = [None, *(one for one in JointClass if comparison.counts[one])]
        place = order.index(self.joint_class) if self.joint_class in order else 0
        return replace(self, joint_class=order[(place + by) % len(order)])


class ReadingList(Rows):
    """Rows on a comparison; Enter opens both sides in full."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "pick",
            "in full",
            id="compare.full",
            tooltip="Everything the sides say of this activity, side by side",
        ),
    ]

    def take(self, columns: tuple[Column, ...], rows: tuple[Row, ...]) -> None:
        """Show these rows in these columns."""
        if self.columns != columns:
            self.columns = columns
            self.refresh()
        self.rows = rows


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide each column is, for a width of the list."""

    sides: tuple[int, ...]
    short: bool
    levers: bool
    decision: bool

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the list: label, one a side, levers, decision."""
        widths = [*self.sides, LEVERS if self.levers else 0, DECISION if self.decision else 0]
        widths = [width for width in widths if width]
        return (Column(), *(Column(width) for width in widths))


def shape_for(width: int, names: Sequence[str]) -> Shape:
    """Give every side the same words; names get what labels leave."""
    decision = width >= WIDE
    room = width - 4 - LABEL - 2 * len(names)
    levers = room - LEVERS - 2 >= SHORT * len(names)
    room -= (LEVERS + 2 if levers else 0) + (DECISION + 2 if decision else 0)
    short = room < WHOLE * len(names)
    least = SHORT if short else WHOLE
    wanted = [max(least, cells(safe_line(name))) for name in names]
    while sum(wanted) > room and max(wanted) > least:
        wanted[wanted.index(max(wanted))] -= 1
    return Shape(tuple(wanted), short, levers, decision)


def heads(shape: Shape, width: int, names: Sequence[str]) -> str:
    """The line above the list: whose cell stands where."""
    texts = [*names, *(["levers"] if shape.levers else []), *(["plan"] if shape.decision else [])]
    widths = [column.width for column in shape.columns[1:]]
    label = max(0, width - 4 - sum(widths) - 2 * len(widths))
    parts = [
        set_cell_size(shorten(safe_line(text), room), room)
        for text, room in zip(texts, widths, strict=True)
    ]
    return "  ".join([" " * 4 + set_cell_size("benefit / investment", label), *parts])


def counted(comparison: Comparison) -> str:
    """How many activities each class holds; a class stays on one line with its number."""
    parts = [f"{one.words} {comparison.counts[one]}" for one in JointClass]
    kept = [part for part, one in zip(parts, JointClass, strict=True) if comparison.counts[one]]
    return "   ".join(part.replace(" ", "\u00a0") for part in kept)


def row_of(reading: Reading, listed: Sequence[Reading]) -> str | None:
    """The row of the same activity in a newer list; its sides may know it otherwise now."""
    same = (one for one in listed if key_of(one) == key_of(reading))
    near = (one for one in listed if one.activity == reading.activity)
    found = next(same, None) or next(near, None)
    return key_of(found) if found else None


def rows_of(
    comparison: Comparison,
    readings: Sequence[Reading],
    shape: Shape,
    news: News,
    plan: Partnership | None,
) -> tuple[Row, ...]:
    """Headings and readings, class by class and in reading order within each."""
    rows: list[Row] = []
    for joint_class in JointClass:
        listed = [one for one in readings if one.joint_class is joint_class]
        if listed:
            rows.append(Row(None, (_heading(comparison, joint_class, listed),)))
            rows += [_row(one, shape, news, plan) for one in listed]
    return tuple(rows)


def _whose(reading: Reading) -> tuple[int, ...]:
    """The sides that a heading names: who can offer it, or who chose it alone."""
    if reading.joint_class is JointClass.ONE_SIDED:
        return tuple(side for side, cell in enumerate(reading.cells) if cell is not None)
    return reading.offered_by


def _heading(comparison: Comparison, joint_class: JointClass, listed: Sequence[Reading]) -> str:
    name = f"{joint_class.words.upper()} ({len(listed)})"
    found = Counter(map(_whose, listed))
    told = {side_list(whose, comparison.names): found[whose] for whose in sorted(found) if whose}
    if not told:
        return name
    if joint_class is not JointClass.ONE_SIDED:
        by = [f"{count} by {who}" if len(told) > 1 else f"by {who}" for who, count in told.items()]
    elif len(told) > 1:
        by = [f"{count} only {who}" for who, count in told.items()]
    else:
        by = [f"only {who} chose {'this' if len(listed) == 1 else 'these'}" for who in told]
    return f"{name}: {', '.join(by)}"


def _row(reading: Reading, shape: Shape, news: News, plan: Partnership | None) -> Row:
    own = any(one is not None and one.startswith("own-") for one in reading.ids)
    levers = str(len(reading.levers)) if reading.levers else ""
    new = "new" if news_of(reading, news) else ""
    item = item_of(plan, reading)
    return Row(
        key_of(reading),
        (
            reading.short,
            *(cell_words(rating, short=shape.short) for rating in reading.cells),
            *([" ".join(part for part in (levers, new) if part)] if shape.levers else []),
            *([item.decision.words if not item.blank else ""] if shape.decision else []),
        ),
        mark="~" if own else " ",
    )
