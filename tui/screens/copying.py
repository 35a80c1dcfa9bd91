"""Copying out one activity with its reasons: to the clipboard if that can be, and always otherwise.

No terminal says whether it took what was sent to its clipboard (OSC 52): tmux drops it unless
told not to, mosh and screen drop it silently. So nothing more is claimed than was done, and the
same text can be shown plain, to be selected, or written to a file.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from catalogue.activities import ActivityId
from catalogue.levels import Dimension
from sessions.comparison import Comparison, Reading
from sessions.matrix import Cell, meaning
from sessions.partnership import Item, Partnership
from sessions.plans.edits import ITEM_TEXTS
from sessions.session import Session
from sessions.text import safe, safe_line
from tui.commands import hints
from tui.screens.page import Page
from tui.screens.reading_text import sentence
from tui.widgets.keybar import KeyBar
from tui.widgets.reader import Block, Reader
from tui.widgets.titlebar import Place, TitleBar

SENT = (
    "Sent to the terminal's clipboard, if it takes it: no terminal says so. Paste to see, or take "
    "the same text otherwise. Private notes are not in it."
)
SELECT = "Select with the mouse: with Shift held, or after M. "


def as_text(session: Session, activity: ActivityId) -> str:
    """An activity with levels and reasons, to be pasted anywhere. Never what is private."""
    held = session.assessment(activity)
    lines = [safe_line(session.title_of(activity))]
    if held.benefit is not None and held.investment is not None:
        cell = Cell(held.benefit, held.investment)
        lines.append(f"Benefit / investment: {cell.words} ({meaning(cell).words})")
    else:
        lines.append(f"Benefit / investment: {held.benefit or '?'} / {held.investment or '?'}")
    for dimension in Dimension:
        factors = f" ({' '.join(held.factors(dimension))})" if held.factors(dimension) else ""
        if said := f"{held.why(dimension)}{factors}".strip():
            lines.append(f"Why this {dimension}: {said}")
    for label, said in (("How it would be done", held.plan), ("Question", held.unclear)):
        if said:
            lines.append(f"{label}: {said}")
    lines.append(f"{session.organisation.name}, {session.title}")
    return safe("\n".join(lines)) + "\n"


def sides_as_text(
    comparison: Comparison, reading: Reading, item: Item, plan: Partnership | None
) -> str:
    """An activity as all sides see it, and what was decided. Never what is private."""
    parts = [safe(f"{sentence(comparison.reason(reading))}.\n")]
    for side, known in zip(comparison.sides, reading.ids, strict=True):
        if known is not None:
            parts.append(as_text(side, known))
    if plan is not None and not item.blank:
        parts.append(item_as_text(item, [side.name for side in plan.sides]))
    return "\n".join(parts)


def item_as_text(item: Item, sides: Sequence[str]) -> str:
    """What a plan says of an activity, to be pasted anywhere."""
    told = [(f"Lead of {name}", item.lead(number)) for number, name in enumerate(sides)]
    told += [(sentence(words), getattr(item, name)) for name, words in ITEM_TEXTS.items()]
    told.append(("Due", item.due.isoformat() if item.due else ""))
    lines = [f"{safe_line(item.title)}: {item.decision.words.lower()}"]
    return safe("\n".join([*lines, *(f"{name}: {said}" for name, said in told if said)])) + "\n"


def copy_out(page: Page, title: str, text: str) -> None:
    """Send a text to the terminal's clipboard, and offer it in other ways too."""
    from tui.screens.exportables import text_exportable
    from tui.screens.exporting import ExportPage

    def go_on(wanted: str | None) -> None:
        if wanted == "plain":
            page.app.push_screen(Plain(text))
        elif wanted == "file":
            page.app.push_screen(ExportPage(text_exportable(title, text)))

    page.app.copy_to_clipboard(text)
    page.app.push_screen(Copied(), go_on)


class Copied(ModalScreen[str | None]):
    """Says what was sent; dismisses `plain` or `file` where the text is wanted so too."""

    BINDINGS = [
        Binding("enter", "dismiss('plain')", "show as plain text", id="copied.plain",
                tooltip="Show the text alone, to be selected"),
        Binding("e,f8", "dismiss('file')", "write a file", id="copied.file",
                tooltip="Write the text to a file"),
        Binding("escape,q,f10,backspace,y", "dismiss(None)", "close", key_display="Esc",
                id="copied.close", tooltip="Back to the screen"),
    ]  # fmt: skip

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(SENT), classes="dialog--question")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(KeyBar).shown = tuple(hints(self.active_bindings.items()))


class Plain(Page):
    """A text alone, from edge to edge, with nothing beside it that would be selected too."""

    HELP = "The text to be copied. " + SELECT

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.set_reactive(Plain.place, Place(SELECT))

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Reader(can_focus=True)
        yield KeyBar()

    def on_mount(self) -> None:
        reader = self.query_one(Reader)
        reader.blocks = tuple(Block(line) for line in self.text.splitlines())
        reader.focus()
