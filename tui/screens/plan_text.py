"""What is said of a plan on screen: its lines by decision, one item, and the read-back."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.values import dataclass
from sessions.comparison import Comparison, Reading
from sessions.joint.reasons import side_list
from sessions.partnership import Decision, Item, Partnership, Proposal
from sessions.text import pad
from tui.screens.reading_text import item_of, key_of, sentence
from tui.widgets.reader import Block, Look
from tui.widgets.rows import Column, Row

WIDE = 104
"""From this width on, columns say the class and who leads."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An activity in the plan's list. `reading` is None where no side chooses it any more."""

    key: str
    item: Item
    short: str
    reading: Reading | None


def entries(plan: Partnership, comparison: Comparison | None) -> dict[str, Entry]:
    """Every activity that some side chose or the plan speaks of, in reading order, by key."""
    found: dict[str, Entry] = {}
    named = set()
    for reading in comparison.readings if comparison else ():
        item = item_of(plan, reading)
        named.add(item.activity)
        found[key_of(reading)] = Entry(key_of(reading), item, reading.short, reading)
    for item in plan.items.values():
        if item.activity not in named:
            found[item.activity] = Entry(item.activity, item, item.title, None)
    return found


def columns(width: int) -> tuple[Column, ...]:
    """Activity, next step and day; class and leads where there is room."""
    if width < WIDE:
        return (Column(), Column(), Column(10))
    return (Column(), Column(16), Column(), Column(), Column(10))


def heads(width: int) -> str:
    """The line above the list: what stands in which column."""
    shown = columns(width)
    between = ("class", "leads") if width >= WIDE else ()
    words = ("activity", *between, "next step", "by")
    fixed = sum(column.width for column in shown) + 2 * (len(shown) - 1)
    share = max(0, width - 4 - fixed) // sum(column.width == 0 for column in shown)
    parts = [pad(word, one.width or share) for word, one in zip(words, shown, strict=True)]
    return " " * 4 + "  ".join(parts)


def row_of(plan: Partnership, entry: Entry, *, wide: bool) -> Row:
    """An activity as `columns` lay it out; `wide` from `WIDE` cells on."""
    item = entry.item
    found = entry.reading.joint_class.words if entry.reading else "not chosen now"
    step = item.next_step
    if not step and item.decision is Decision.PURSUE:
        step = "(no next step yet)"
    elif not step and item.decision is Decision.UNDECIDED:
        step = "" if wide else f"({found.lower()})"
    due = item.due.isoformat() if item.due else ""
    between = (found, leads(plan, item)) if wide else ()
    return Row(entry.key, (entry.short, *between, step, due), mark="?" if item.proposed else " ")


def leads(plan: Partnership, item: Item) -> str:
    """Who leads on each side that named somebody."""
    named = [
        f"{item.lead(number)} ({side.name})"
        for number, side in enumerate(plan.sides)
        if item.lead(number)
    ]
    return ", ".join(named)


def changed_words(plan: Partnership, changed: Sequence[int]) -> str:
    """Which sides changed their session since the plan was agreed; empty if none did."""
    if not changed:
        return ""
    who = side_list(changed, [side.name for side in plan.sides])
    verb = "has" if len(changed) == 1 else "have"
    return (
        f"{who} {verb} changed since this plan was agreed on. Look at the classes again; "
        "a agrees on the sessions as they are now."
    )


def proposal_words(plan: Partnership, one: Proposal) -> str:
    """A what-if in words."""
    name = plan.sides[one.side].name if one.side < len(plan.sides) else "a side"
    return f"the {one.dimension} of {name} from {one.from_level} to {one.to_level}"


def class_words(entry: Entry, comparison: Comparison) -> str:
    """The class now, and why."""
    if entry.reading is None:
        return "No side chooses this activity now."
    return f"{sentence(comparison.reason(entry.reading))}."


def in_brief(plan: Partnership, entry: Entry, comparison: Comparison) -> tuple[Block, ...]:
    """The pane beside the list: everything that was agreed on one activity."""
    item = entry.item
    blocks = [
        Block(item.title, Look.STRONG),
        Block(class_words(entry, comparison), Look.QUIET),
        *_agreed(plan, item),
        *(Block(text, label=f"{name}: ") for name, text in _further(item) if text),
        *(Block(proposal_words(plan, one), label="What if: ") for one in item.proposed),
    ]
    if item.blank:
        blocks.append(Block("Nothing was decided yet. 1 pursue, 2 later, 3 decline.", Look.QUIET))
    return tuple(blocks)


def _agreed(plan: Partnership, item: Item) -> list[Block]:
    due = f", by {item.due.isoformat()}" if item.due else ""
    parts = [
        ("Next step", f"{item.next_step}{due}" if item.next_step else due.removeprefix(", ")),
        ("Leads", leads(plan, item)),
        ("Pays", item.pays),
    ]
    return [Block(text, label=f"{name}: ") for name, text in parts if text]


def _further(item: Item) -> list[tuple[str, str]]:
    return [
        ("Success when", item.success_when),
        ("Stop if", item.stop_if),
        ("Reason", item.reason),
        ("Note", item.note),
    ]


def read_back(plan: Partnership, listed: Sequence[Entry]) -> tuple[Block, ...]:
    """What the room reads aloud at the end: what is pursued in full, the rest by name."""
    blocks: list[Block] = []
    pursued = [one.item for one in listed if one.item.decision is Decision.PURSUE]
    blocks.append(Block(f"WE PURSUE ({len(pursued)})", Look.HEADING))
    for number, item in enumerate(pursued, start=1):
        blocks += [Block(""), Block(item.title, Look.STRONG, label=f"{number}. ")]
        agreed = _agreed(plan, item)
        if not item.next_step:
            agreed.insert(0, Block("No next step yet.", Look.QUIET))
        blocks += [Block(one.text, one.look, label=f"   {one.label or 'Open: '}") for one in agreed]
        further = [part for part in _further(item)[:2] if part[1]]
        blocks += [Block(text, label=f"   {name}: ") for name, text in further]
    if not pursued:
        blocks.append(Block("Nothing yet.", Look.QUIET))
    for decision, heading in (
        (Decision.LATER, "LATER"),
        (Decision.DECLINE, "NOT TOGETHER"),
        (Decision.UNDECIDED, "STILL UNDECIDED"),
    ):
        held = [one.item for one in listed if one.item.decision is decision]
        if held:
            blocks += [Block(""), Block(f"{heading} ({len(held)})", Look.HEADING)]
            blocks += [
                Block(f"{item.title}: {item.reason}" if item.reason else item.title, label="· ")
                for item in held
            ]
    return tuple(blocks)
