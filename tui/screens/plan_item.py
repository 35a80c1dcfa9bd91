"""One activity of the plan: the decision, and who does what by when. Saved as it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from catalogue.levels import Dimension
from catalogue.values import dataclass
from sessions.comparison import Comparison
from sessions.edits import FieldPath
from sessions.errors import PlanError
from sessions.partnership import Decision, Item, Partnership
from sessions.plans.edits import Decide, SetDue, Withdraw, WriteItem, parse_due
from sessions.session import Step
from sessions.store import GroupId
from sessions.text import safe, safe_line, shorten
from tui.messages import Announced, PlanEditRequested, PlanRedoRequested, PlanUndoRequested
from tui.screens.joint import Aside
from tui.screens.plan_entries import Entries
from tui.screens.plan_text import Entry, class_words, proposal_words
from tui.widgets.choices import Choice, Choices
from tui.widgets.field import Field
from tui.widgets.keybar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.rows import Row, Rows
from tui.widgets.titlebar import Place, TitleBar

DUE = "due"


@dataclass(frozen=True, slots=True)
class Line:
    """A field of the form: its name in the plan, its words, and a hint while it is empty."""

    name: str
    words: str
    hint: str = ""
    one_line: bool = False


def lines_of(plan: Partnership) -> Iterator[Line]:
    """The fields of the form, in the order in which a meeting fills them."""
    for number, side in enumerate(plan.sides):
        yield Line(f"leads/{number}", f"Lead, {side.name}", "who answers for it", one_line=True)
    yield Line("pays", "Who pays", "whose budget", one_line=True)
    yield Line("next_step", "Next step", "what happens first")
    yield Line(DUE, "By", "year-month-day", one_line=True)
    yield Line("success_when", "Success when", "how you would know that it worked")
    yield Line("stop_if", "Stop if", "what would make either side stop")
    yield Line("reason", "Reason", "why you decided so")
    yield Line("note", "Note", "for all who read this plan")


class Proposals(Rows):
    """What was proposed to the sides; Delete takes one back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete,x", "pick", "withdraw", id="item.withdraw",
                tooltip="Take this proposal back"),
        Binding("enter", "screen.focus_next", "next", id="item.on", show=False,
                tooltip="The next field"),
    ]  # fmt: skip


class PlanItem(Aside):
    """A form on one activity. The next activity is one key away."""

    HELP = (
        "The decision, and what follows from it. Everything is saved as you type, and all of it "
        "is for all sides: nothing here is private. The day is typed as year-month-day.\n\n"
        "Below are the what-ifs that were kept: proposals to a side, with the reason above. "
        "They change nobody's rating."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket", "step(1)", "next", id="item.next", key_display="] [",
                tooltip="The next activity of the plan"),
        Binding("left_square_bracket", "step(-1)", "previous", id="item.previous", show=False,
                tooltip="The activity before"),
        Binding("f5", "step(1)", "next", id="item.next_too", show=False,
                tooltip="The next activity of the plan"),
        Binding("f6,u", "undo", "undo", id="item.undo", tooltip="Take back my last change"),
        Binding("f7,U,ctrl+r", "redo", "redo", id="item.redo", show=False,
                tooltip="Do again what was taken back"),
    ]  # fmt: skip

    def __init__(
        self, plan: Partnership, comparison: Comparison, key: str, order: tuple[str, ...]
    ) -> None:
        super().__init__()
        self.plan = plan
        self.comparison = comparison
        self.key = key
        self.order = order
        self._entries = Entries()
        self._entries.take(plan, comparison)
        self._shown: dict[FieldPath, tuple[Item, str]] = {}
        self._held_back: tuple[str, str] | None = None

    @property
    def entries(self) -> dict[str, Entry]:
        """Every activity of the plan, by key."""
        return self._entries.by_key

    @property
    def entry(self) -> Entry:
        """The activity of this form; it stays here even if it leaves the plan."""
        return self.entries[self.key]

    @property
    def item(self) -> Item:
        """What was agreed on it."""
        return self.entry.item

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Notice(id="about")
        with VerticalScroll(id="form", can_focus=False):
            with Horizontal(classes="line"):
                yield Static(Content("Decision"), classes="label")
                options = [Choice(one, one.words) for one in Decision if one is not _OPEN]
                yield Choices(options, optional=True, id="decision")
            for line in lines_of(self.plan):
                with Horizontal(classes="line"):
                    yield Static(Content(safe(line.words)), classes="label")
                    yield Field(
                        self._path(line.name),
                        self._text(line.name),
                        lines=1 if line.one_line else 0,
                        placeholder=line.hint,
                    )
                if line.name == DUE:
                    yield Notice(id="problem")
            yield Static(Content("What if: proposed, and nobody's rating"), id="proposed")
            yield Proposals(id="proposals")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(Choices).focus()
        self.redraw()

    def _path(self, name: str) -> FieldPath:
        """Which text a field shows; what was typed there is known by it, wherever it has gone."""
        path = FieldPath(f"{self.item.activity}\n{name}")
        self._shown[path] = (self.item, name)
        return path

    def _text(self, name: str) -> str:
        if name == DUE:
            return self.item.due.isoformat() if self.item.due else ""
        if name.startswith("leads/"):
            return self.item.lead(int(name.removeprefix("leads/")))
        return str(getattr(self.item, name))

    def show(self, comparison: Comparison, plan: Partnership | None) -> None:
        """Take a newer plan; what is being typed stays."""
        before = self.entry
        self.comparison = comparison
        self.plan = plan or self.plan
        self._entries.take(self.plan, comparison)
        blank = Item(before.item.activity, before.item.title)
        self.entries.setdefault(self.key, Entry(self.key, blank, before.short, None))
        self.redraw()

    def redraw(self) -> None:
        """Show what was agreed; fields keep what is being typed in them."""
        place = self.order.index(self.key) + 1 if self.key in self.order else 0
        self.place = Place(f"{place} of {len(self.order)} · {self.plan.title}", Step.PLAN)
        about = f"{self.item.title}\n{class_words(self.entry, self.comparison)}"
        self.query_one("#about", Notice).say(about)
        decision = self.item.decision
        self.query_one(Choices).show(None if decision is _OPEN else decision)
        for line, field in zip(lines_of(self.plan), self.query(Field), strict=True):
            field.show(self._path(line.name), self._text(line.name))
        rows = self.query_one(Proposals)
        rows.rows = tuple(
            Row(f"{one.side} {one.dimension}", (proposal_words(self.plan, one),))
            for one in self.item.proposed
        )
        rows.display = self.query_one("#proposed").display = bool(rows.rows)

    # ---- what was done

    @on(Choices.Picked, "#decision")
    def decide(self, message: Choices.Picked) -> None:
        """Decide, or have it undecided again."""
        decision = Decision(message.only) if message.only else _OPEN
        self._ask_for(Decide(self.item.activity, self.item.title, decision))

    @on(Field.Written)
    def write(self, message: Field.Written) -> None:
        """Word typed text as an edit; all that is typed in one visit is one step of undo."""
        message.stop()
        if not message.taken:
            edit = self._edit_of(message)
            if edit is not None:
                message.taken = True
                self._ask_for(edit, GroupId(message.visit))

    def _edit_of(self, written: Field.Written) -> WriteItem | SetDue | None:
        """The edit that keeps a text; None for a day that is none, or not yet one."""
        activity, name = self._shown[written.path]
        if name != DUE:
            return WriteItem(
                activity.activity, activity.title, name, written.text, written.started_from
            )
        try:
            due = parse_due(written.text)
        except PlanError as error:
            being_typed = written.field.has_focus
            held_back = self._held_back == (self.key, written.field.text)
            self._complain("" if being_typed and not held_back else str(error))
            return None
        self._complain("")
        return SetDue(activity.activity, activity.title, due)

    def _ask_for(
        self, edit: Decide | WriteItem | SetDue | Withdraw, group: GroupId | None = None
    ) -> None:
        self.post_message(PlanEditRequested(edit, group))

    def _complain(self, sentence: str) -> None:
        self.query_one("#problem", Notice).say(sentence)

    def _free_to_go(self) -> bool:
        """Whether the form may be left: with a day that is none only when asked a second time."""
        (field,) = (one for one in self.query(Field) if one.path == self._path(DUE))
        try:
            parse_due(field.text)
        except PlanError as error:
            if self._held_back == (self.key, field.text):
                sentence = f"The day “{shorten(safe_line(field.text), 40)}” was not kept."
                self.app.post_message(Announced(sentence, problem=True, in_field=True))
                return True
            self._held_back = (self.key, field.text)
            self.set_focus(field)
            self._complain(str(error))
            self.call_after_refresh(self.query_one("#problem").scroll_visible, animate=False)
            return False
        return True

    @on(Field.Entered)
    def on_to_next(self) -> None:
        """Enter in a field of one line goes on to the next."""
        self.focus_next()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A day that is none is said to be none once its field is left."""
        field = event.widget
        if isinstance(field, Field) and field.path == self._path(DUE):
            try:
                parse_due(field.text)
            except PlanError as error:
                self._complain(str(error))

    @on(Rows.Picked, "#proposals")
    def withdraw(self, message: Rows.Picked) -> None:
        """Take the proposal under the cursor back."""
        for one in self.item.proposed:
            if message.key == f"{one.side} {one.dimension}":
                self._ask_for(Withdraw(self.item.activity, one.side, Dimension(one.dimension)))

    # ---- what the page beneath asks

    def typed(self) -> list[PlanEditRequested]:
        """What was typed and not handed on yet, as edits; it counts as handed on from now."""
        return [
            PlanEditRequested(edit, GroupId(written.visit))
            for field in self.query(Field)
            for written in field.take()
            if (edit := self._edit_of(written)) is not None
        ]

    def hand_on(self) -> None:
        """Post what was typed in any field."""
        for field in self.query(Field):
            field.hand_on()

    def give_way(self, edit: object, text: str) -> None:
        """Show these words in the field that an edit was refused for. The app calls this."""
        for field in self.query(Field):
            if isinstance(edit, WriteItem) and field.path == f"{edit.activity}\n{edit.name}":
                field.replace_by(text)

    # ---- keys

    def action_step(self, by: int) -> None:
        """The next activity of the list, or the one before; at an end nothing happens."""
        order = [key for key in self.order if key in self.entries]
        place = order.index(self.key) + by if self.key in order else 0
        if 0 <= place < len(order) and self._free_to_go():
            self.hand_on()
            self.key = order[place]
            self._complain("")
            self.redraw()
            self.query_one(Choices).begin()

    def action_undo(self) -> None:
        """Take back my last change in this plan."""
        self._begin_anew()
        self.post_message(PlanUndoRequested())

    def action_redo(self) -> None:
        """Do again what I took back last."""
        self._begin_anew()
        self.post_message(PlanRedoRequested())

    def _begin_anew(self) -> None:
        self.hand_on()
        for field in self.query(Field):
            field.new_visit()

    def action_back(self) -> None:
        """Back to the list, with everything typed handed on first."""
        if not self._free_to_go():
            return
        for request in self.typed():
            self.app.post_message(request)
        super().action_back()


_OPEN = Decision.UNDECIDED
