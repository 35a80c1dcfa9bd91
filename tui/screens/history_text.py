"""The log in words: rows gathered into what somebody did, and each change before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from itertools import groupby

from catalogue.activities import ActivityId
from catalogue.values import dataclass
from sessions.field_words import field_words
from sessions.patch import Change, Value
from sessions.plans.edits import ITEM_TEXTS
from sessions.session import PRIVATE_FIELDS
from sessions.store import LogKind, LogRow
from sessions.text import cells, shorten
from sessions.undo import REDONE, UNDONE
from tui.widgets.reader import Block, Look

_KINDS = {
    LogKind.EDIT: "",
    LogKind.IMPORT: "From a file: ",
    LogKind.UNDO: "Took back: ",
    LogKind.REDO: "Did again: ",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """What one person did in one go: the rows of one group, oldest first."""

    group: str
    when: str
    who: str
    line: str
    changes: tuple[Change, ...]
    taken_back: bool

    @property
    def activities(self) -> tuple[ActivityId, ...]:
        """The activities it speaks of, each once."""
        named = (activity_of(one) for one in self.changes)
        return tuple(dict.fromkeys(one for one in named if one is not None))


LEAST_TITLE = 4
"""Cells that an activity's title keeps on a line that is too long."""


def fitted(deed: Deed, titles: Mapping[ActivityId, str], room: int) -> str:
    """A deed in one line: the title of its activity gives way before what was done to it."""
    line = f"(taken back) {deed.line}" if deed.taken_back else deed.line
    over = cells(line) - room
    named = (titles[one] for one in deed.activities if one in titles)
    title = next((one for one in named if one in line), "")
    if over > 0 and title:
        line = line.replace(title, shorten(title, max(LEAST_TITLE, cells(title) - over)), 1)
    return line


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """What of the log is shown."""

    activity: ActivityId | None = None
    text: str = ""

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return self != HistoryFilter()

    def words(self, titles: Mapping[ActivityId, str]) -> str:
        """What is shown, in words."""
        parts = [titles.get(self.activity, self.activity)] if self.activity else []
        parts += [f'find: "{self.text}"'] if self.text else []
        return ", ".join(parts)

    def shows(self, deed: Deed, private: bool) -> bool:
        """Whether a deed passes. What is private is not searched unless it is shown."""
        if self.activity is not None and self.activity not in deed.activities:
            return False
        if not self.text:
            return True
        wanted = self.text.casefold()
        said = [deed.line, deed.who]
        for one in deed.changes:
            if private or not is_private(one):
                said += [_words(one.before), _words(one.after)]
        return any(wanted in text.casefold() for text in said)


def deeds(rows: Sequence[LogRow], zone: tzinfo | None = None) -> list[Deed]:
    """What was done, newest first. A group that was reverted whole is marked as taken back.

    One that left everything as it was, such as a carry that was put back, is not told.
    """
    reverted = _reverted(rows)
    stands: dict[str, list[LogRow]] = {}
    for row in sorted(rows, key=lambda row: row.seq):
        stands.setdefault(row.group, []).append(row)
    found = [_deed(group, held, reverted, zone) for group, held in stands.items()]
    return [one for one in found[::-1] if one.changes]


def _reverted(rows: Sequence[LogRow]) -> set[int]:
    """The rows that are taken back and stay so: taking back an undo makes its row stand again."""
    reverted: set[int] = set()
    for row in sorted(rows, key=lambda row: row.seq, reverse=True):
        if row.reverts is not None and row.seq not in reverted:
            reverted.add(row.reverts)
    return reverted


def _deed(group: str, rows: list[LogRow], reverted: set[int], zone: tzinfo | None) -> Deed:
    last = rows[-1]
    return Deed(
        group=group,
        when=last.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        who=last.who,
        line=_KINDS[last.kind] + last.label.removeprefix(UNDONE).removeprefix(REDONE),
        changes=tuple(_together(row.change for row in rows)),
        taken_back=all(row.seq in reverted for row in rows),
    )


def _together(changes: Iterable[Change]) -> Iterator[Change]:
    """What several changes come to, each value once; nothing where it is what it was before."""
    found: dict[str, Change] = {}
    for one in changes:
        first = found.get(one.path)
        found[one.path] = Change(one.path, first.before, one.after) if first else one
    return (one for one in found.values() if one.before != one.after)


def activity_of(change: Change) -> ActivityId | None:
    """The activity a change speaks of, in the log of a session or of a plan."""
    head, _, rest = change.path.partition("/")
    return ActivityId(rest.partition("/")[0]) if head in ("activity", "own", "item") else None


def is_private(change: Change) -> bool:
    """Whether a change holds what stays home."""
    return change.path.rpartition("/")[2] in PRIVATE_FIELDS


def in_full(deed: Deed, titles: Mapping[ActivityId, str], *, private: bool) -> tuple[Block, ...]:
    """Every change of a deed, before and after."""
    state = " (taken back since)" if deed.taken_back else ""
    blocks = [Block(deed.line, Look.STRONG), Block(f"{deed.when}, {deed.who}{state}", Look.QUIET)]
    for activity, changes in groupby(deed.changes, activity_of):
        if activity is not None:
            blocks += [Block(""), Block(titles.get(activity, activity), Look.HEADING)]
        for one in changes:
            hidden = is_private(one) and not private
            blocks += [
                Block(""),
                Block(_name(one), Look.LABEL),
                Block("(private)" if hidden else _words(one.before), label="before  "),
                Block("(private)" if hidden else _words(one.after), label="after   "),
            ]
    return tuple(blocks)


def _name(change: Change) -> str:
    """The field in words, of a session or of a plan."""
    head, _, rest = change.path.partition("/")
    name = rest.partition("/")[2]
    if head == "side":
        return "name of a side" if name == "name" else "state of a side that was agreed on"
    if head == "item":
        return _name_in_plan(name)
    return field_words(name if head in ("activity", "own") else change.path)


def _name_in_plan(name: str) -> str:
    head, _, rest = name.partition("/")
    side, _, dimension = rest.partition("/")
    if head == "leads":
        return f"lead of side {int(side) + 1}"
    if head == "proposed":
        return f"proposal to side {int(side) + 1} on {dimension}"
    return ITEM_TEXTS.get(name, name)


def _words(value: Value) -> str:
    if value is None or value == "" or value == ():
        return "(nothing)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else value
