"""The 3 x 3 matrix of one side, walked and rearranged by the keyboard: one widget, line by line.

It shows the session it was given and says what was done; a new session comes down when
something has changed. Cursor and carried activity are remembered by id, so that they stay
where they are whoever changed what.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import Reactive, reactive

from catalogue.activities import ActivityId
from catalogue.levels import Level
from catalogue.values import dataclass
from sessions.matrix import Cell, cell_of_digit
from sessions.session import Session
from sessions.store import GroupId
from tui.widgets.canvas import Canvas
from tui.widgets.in_order import InOrder
from tui.widgets.matrix_carry import Carry, Expected, Levels, stepped
from tui.widgets.matrix_drawing import Kind, View, cursor_at, draw
from tui.widgets.matrix_keys import KEYS
from tui.widgets.matrix_layout import lay_out
from tui.widgets.matrix_sheet import BOX, TRAY, cell_of, sheet
from tui.widgets.matrix_walk import Spot, column_at, first, last, nearest, next_unrated, walk


@dataclass
class _Said(Message):
    """What every message of the grid has in common: the grid it comes from."""

    grid: MatrixGrid

    @property
    def control(self) -> MatrixGrid:
        """The grid, for selectors of `on`."""
        return self.grid


class MatrixGrid(InOrder, Canvas, can_focus=True):
    """Nine cells and the tray of what is not yet rated.

    | key | what it does |
    | --- | --- |
    | arrows, hjkl | walk; while carrying, move the activity by one level |
    | home, g, end, G | the first and the last activity |
    | ! | the next activity that is not yet rated |
    | m, enter | take the activity; again, drop it where it is |
    | escape | put a carried activity back |
    | 1 to 9 | send it to the cell that lies where the key lies on a keypad |
    | r, f2 | ask for its rating |
    """

    @dataclass
    class Highlighted(_Said):
        """The cursor came to stand on another activity; None where there is none."""

        activity: ActivityId | None

    @dataclass
    class Moved(_Said):
        """A carried activity shall go by so many levels. Moves of one carry share its group."""

        activity: ActivityId
        benefit: int
        investment: int
        carry: GroupId

    @dataclass
    class Sent(_Said):
        """An activity shall go to a cell at once, within a carry or on its own."""

        activity: ActivityId
        cell: Cell
        carry: GroupId | None

    @dataclass
    class PutBack(_Said):
        """A carry was taken back: these levels shall stand again, None for one not given."""

        activity: ActivityId
        benefit: Level | None
        investment: Level | None
        carry: GroupId

    @dataclass
    class RatingRequested(_Said):
        """The rating of an activity shall be opened."""

        activity: ActivityId

    PREFIX = "matrixgrid"
    PLAIN: ClassVar[dict[str, str]] = {Kind.EMPTY: Kind.RULE}
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"matrixgrid--{kind}" for kind in Kind}
    DEFAULT_CSS = """
    MatrixGrid { width: 1fr; height: 1fr; }
    .matrixgrid--heading, .matrixgrid--more { text-style: bold; }
    .matrixgrid--cursor, .matrixgrid--carried { text-style: reverse bold; }
    .matrixgrid--away { text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    ALLOW_SELECT = False

    session: Reactive[Session | None] = reactive(None, repaint=False)
    read_only: Reactive[bool] = reactive(False, repaint=False)

    def __init__(
        self,
        session: Session | None = None,
        *,
        read_only: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(MatrixGrid.session, session)
        self.set_reactive(MatrixGrid.read_only, read_only)
        self._carry: Carry | None = None
        self._expected = Expected()
        self._spot: Spot | None = None
        self._highlighted: ActivityId | None = None
        self._goal = 0
        self._top = 0
        self._layout_now = lay_out(sheet(session), 0, 0)

    # ---- what it shows

    @property
    def highlighted(self) -> ActivityId | None:
        """The activity under the cursor."""
        return self._highlighted

    @property
    def carrying(self) -> Carry | None:
        """The carry that is under way."""
        return self._carry

    @property
    def cell(self) -> Cell | None:
        """The cell that the cursor is in; None for the tray and for an empty matrix."""
        return cell_of(self._spot.block) if self._spot else None

    def highlight(self, activity: ActivityId) -> None:
        """Put the cursor on an activity, if it is in the matrix."""
        where = self._layout_now.sheet.where.get(activity)
        if where is not None and self._carry is None:
            self._go(Spot(*where))

    def drop(self) -> None:
        """End a carry where the activity now is, as Enter does."""
        if self._carry is not None:
            self._end_carry()

    # ---- data comes down

    def watch_session(self) -> None:
        """Show what came down, with the cursor on the activity that it was on."""
        self._expected.seen(self.session)
        self._lay_out()

    def watch_read_only(self) -> None:
        self.refresh_bindings()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._redraw()

    def on_mount(self) -> None:
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    # ---- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which keys act: taking when there is something, dropping and putting back in a carry."""
        if action in ("drop", "put_back"):
            return self._carry is not None
        if action in ("first", "last", "unrated"):
            return self._carry is None
        if action == "take":
            return self._carry is None and self._editable
        if action == "send":
            return self._editable
        return True

    def action_step(self, down: int, right: int) -> None:
        """Walk, or move the carried activity: up is more benefit, right is more investment."""
        if (carry := self._carry) is not None:
            self._expect(carry.activity, stepped(self._levels(carry.activity), -down, right))
            self.post_message(self.Moved(self, carry.activity, -down, right, carry.group))
        elif self._spot is not None:
            spot = walk(self._layout_now, self._spot, down, right, top=self._top, goal=self._goal)
            self._go(spot, keep_goal=bool(down))

    def action_first(self) -> None:
        """Go to the first activity of the matrix."""
        self._go(first(self._layout_now))

    def action_last(self) -> None:
        """Go to the last activity of the matrix, or of the tray if that holds any."""
        self._go(last(self._layout_now))

    def action_unrated(self) -> None:
        """Go to the next activity that is not yet rated."""
        self._go(next_unrated(self._layout_now, self._spot))

    def action_take(self) -> None:
        """Begin a carry of the activity under the cursor."""
        if (activity := self._highlighted) is None:
            return
        self._carry = Carry(activity, *self._levels(activity), GroupId(uuid.uuid4().hex))
        self.refresh_bindings()
        self._redraw()

    def action_drop(self) -> None:
        """End the carry where the activity now is."""
        self.drop()

    def action_put_back(self) -> None:
        """End the carry and ask for the levels that stood before it."""
        if (carry := self._carry) is not None:
            self._end_carry()
            self._expect(carry.activity, (carry.benefit, carry.investment))
            self.post_message(
                self.PutBack(self, carry.activity, carry.benefit, carry.investment, carry.group)
            )

    def action_send(self, digit: int) -> None:
        """Send the activity under the cursor to the cell that lies where the key lies."""
        if self._highlighted is not None:
            group = self._carry.group if self._carry else None
            cell = cell_of_digit(digit)
            self._expect(self._highlighted, (cell.benefit, cell.investment))
            self.post_message(self.Sent(self, self._highlighted, cell, group))

    def action_rate(self) -> None:
        """Ask for the rating of the activity under the cursor; a carry ends where it is."""
        self.drop()
        if self._highlighted is not None:
            self.post_message(self.RatingRequested(self, self._highlighted))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the item under the pointer; in a carry, and elsewhere, do nothing."""
        layout = self._layout_now
        point = event.get_content_offset(self)
        if self._carry is not None or point is None:
            return
        block = layout.block_at(*point)
        if block is None:
            return
        box = layout.boxes[block]
        line = point.y - box.y + (self._top if self._spot and self._spot.block == block else 0)
        if line >= layout.total(block):
            return
        place = layout.place_at(block, line)
        if block == TRAY and layout.item_width:
            place += min(layout.across - 1, point.x // layout.item_width)
        if place < len(layout.sheet.blocks[block]):
            self._go(Spot(block, place))
            if event.chain == 2:
                self.action_rate()

    # ---- inside

    @property
    def _editable(self) -> bool:
        return not self.read_only and self._highlighted is not None

    def _levels(self, activity: ActivityId) -> Levels:
        return self._expected.levels(self.session, activity) if self.session else (None, None)

    def _expect(self, activity: ActivityId, levels: Levels) -> None:
        if self.session is not None:
            self._expected.asked(self.session, activity, levels)

    def _end_carry(self) -> None:
        self._carry = None
        self.refresh_bindings()
        self._redraw()

    def _lay_out(self) -> None:
        """Find the geometry anew, and where the cursor now is."""
        if not self.is_attached:
            return
        size = self.content_size
        contents = sheet(self.session, self._layout_now.sheet)
        self._layout_now = lay_out(contents, size.width, size.height, self._layout_now)
        if self._carry is not None and self._carry.activity not in contents.where:
            self.drop()
        where = contents.where.get(self._highlighted) if self._highlighted else None
        if where is not None:
            spot: Spot | None = Spot(*where)
        else:
            spot = nearest(self._layout_now, self._spot or Spot(0, 0))
        self._go(spot, keep_goal=spot is not None and spot == self._spot)

    def _go(self, spot: Spot | None, *, keep_goal: bool = False) -> None:
        """Put the cursor there, scroll its cell as far as needed, and say so."""
        layout = self._layout_now
        if spot is None:
            self._top = 0
        else:
            same = self._spot is not None and self._spot.block == spot.block
            self._top = layout.scrolled(*spot, self._top if same else 0)
            if not keep_goal:
                self._goal = column_at(layout, spot)
        self._spot = spot
        activity = layout.sheet.at(*spot) if spot else None
        if activity != self._highlighted:
            changes_keys = (activity is None) != (self._highlighted is None)
            self._highlighted = activity
            if changes_keys:
                self.refresh_bindings()
            self.post_message(self.Highlighted(self, activity))
        self._redraw()

    def _redraw(self) -> None:
        """Draw all lines."""
        if self.is_attached:
            self.paint(draw(self._layout_now, self._view))

    @property
    def _view(self) -> View:
        return View(BOX, self._spot, self._carry is not None, self.has_focus, self._top)

    @property
    def cursor_cell(self) -> Offset | None:
        """Where the cursor stands in the widget, for the terminal's own cursor."""
        point = cursor_at(self._layout_now, self._view)
        return Offset(*point) if point else None
