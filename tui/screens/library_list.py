"""What the library says of each session and plan: the cells of its row, its details, who is listed.

Pure, and quick on ten thousand sessions: a row is worded once for each summary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from sessions.session import SessionId, Step
from sessions.store import PlanSummary, Summary
from sessions.text import safe_line
from tui.widgets.reader import Block, Look
from tui.widgets.rows import Column, Row

if TYPE_CHECKING:
    from sessions.partnership import PlanId

COLUMNS = (
    Column(parts=2),
    Column(),
    Column(13, least=104),
    Column(10, least=104),
    Column(7),
    Column(11, least=96),
    Column(11),
)
"""Title, organisation, perspective, step, rated of chosen, changed, whose. Of a plan: its sides
for the organisation, and how many activities are decided; of how many, its sides tell."""

HEADINGS = ("Title", "Organisation", "Perspective", "Step", "Rated", "Changed", "Whose")

STEPS = {
    Step.SETUP: "Set-up",
    Step.IDENTIFY: "1 Identify",
    Step.EVALUATE: "2 Evaluate",
    Step.MATRIX: "Matrix",
    Step.COMPARE: "3 Compare",
    Step.PLAN: "Plan",
}

MARKED = "●"

WELCOME = (
    Block("Nothing here yet", Look.HEADING),
    Block(""),
    Block("Start your own session: whose view it is, and on what.", label="n   "),
    Block("Take in a file that a partner has sent you.", label="i   "),
    Block(""),
    Block("A session holds one side's view. Choose the activities that matter to you, say for "
          "each what it would bring (benefit) and what it would take (investment), and see "
          "them in a matrix. With a partner's file beside yours, compare the two."),
    Block(""),
    Block("To look around first, leave with q and type: commongrid demo", Look.QUIET),
)  # fmt: skip
"""What an empty library says."""


Listed = Summary | PlanSummary
"""What has a row in the library."""


class Shown(StrEnum):
    """What the library lists. Archived and deleted ones are listed alone."""

    ALL = "all"
    OURS = "ours"
    PARTNERS = "partners"
    PLANS = "plans"
    ARCHIVED = "archived"
    DELETED = "deleted"

    @property
    def words(self) -> str:
        """The filter in words."""
        return "partners'" if self is Shown.PARTNERS else self.value

    def after(self) -> Shown:
        """The next filter, the first one after the last."""
        shown = tuple(Shown)
        return shown[(shown.index(self) + 1) % len(shown)]

    def holds(self, is_plan: bool, ours: bool, archived: bool, deleted: bool) -> bool:
        """Whether what is of this kind is listed under this filter; a plan is everybody's."""
        if self is Shown.DELETED or deleted:
            return self is Shown.DELETED and deleted
        if is_plan:
            return self in (Shown.ALL, Shown.PLANS)
        if self is Shown.ARCHIVED or archived:
            return self is Shown.ARCHIVED and archived
        return self is Shown.ALL or (self is not Shown.PLANS and ours is (self is Shown.OURS))


class Listing:
    """The sessions and plans of the library, worded; `take` keeps the words of what stayed.

    `listed` holds them by the key of their row, newest change first; `counts` tells how many each
    filter lists.
    """

    def __init__(self) -> None:
        self.listed: dict[str, Listed] = {}
        self.counts: dict[Shown, int] = dict.fromkeys(Shown, 0)
        self._rows: dict[str, Row] = {}
        self._today = ""

    def take(
        self, summaries: tuple[Summary, ...], plans: tuple[PlanSummary, ...], now: datetime
    ) -> None:
        """Word those that are new or have changed. `now` is aware, in local time."""
        before = self.listed if self._today == now.date().isoformat() else {}
        self._today = now.date().isoformat()
        listed: tuple[Listed, ...] = summaries
        if plans:
            listed = tuple(sorted((*summaries, *plans), key=lambda one: one.modified, reverse=True))
        self.listed = {key_of(one): one for one in listed}
        kinds = Counter(map(_kind, listed))
        self.counts = {
            shown: sum(count for kind, count in kinds.items() if shown.holds(*kind))
            for shown in Shown
        }
        for key, one in self.listed.items():
            if before.get(key) != one:
                self._rows[key] = Row(key, partial(cells_of, one, now))

    def rows(self, shown: Shown, sought: str, marked: tuple[SessionId, ...]) -> tuple[Row, ...]:
        """The rows under a filter whose title or organisations hold every word sought."""
        words = sought.casefold().split()
        listed = [
            self._rows[key]
            for key, one in self.listed.items()
            if shown.holds(*_kind(one)) and _found(words, one)
        ]
        if not marked:
            return tuple(listed)
        return tuple(
            Row(row.key, row.cells, mark=MARKED) if row.key in marked else row for row in listed
        )


def _kind(one: Listed) -> tuple[bool, bool, bool, bool]:
    if isinstance(one, PlanSummary):
        return True, True, False, one.deleted
    return False, one.ours, one.archived, one.deleted


def _found(words: Sequence[str], one: Listed) -> bool:
    if not words:
        return True
    told = f"{one.title}\n{whom(one)}".casefold()
    return all(word in told for word in words)


def key_of(one: Listed) -> str:
    """What a row stands for."""
    return plan_key(one.id) if isinstance(one, PlanSummary) else one.id


def plan_key(plan: PlanId) -> str:
    """What the row of a plan stands for; a session may have the same id."""
    return f"plan {plan}"


def whom(one: Listed) -> str:
    """Whose view a session holds, or between whom a plan is."""
    return " and ".join(one.sides) if isinstance(one, PlanSummary) else one.organisation


def cells_of(summary: Listed, now: datetime) -> tuple[str, ...]:
    """The cells of a row, as `COLUMNS` lays them out."""
    if isinstance(summary, PlanSummary):
        decided = summary.pursue + summary.later + summary.decline
        return (
            safe_line(summary.title),
            safe_line(whom(summary)),
            "",
            STEPS[Step.PLAN],
            str(decided) if decided else "-",
            changed(summary.modified, now),
            "plan",
        )
    return (
        safe_line(summary.title),
        safe_line(summary.organisation),
        summary.perspective.words,
        STEPS[summary.step],
        f"{summary.rated}/{summary.chosen}" if summary.chosen else "-",
        changed(summary.modified, now),
        whose(summary),
    )


def whose(summary: Summary) -> str:
    """Ours, or a partner's: the sign says that it came in."""
    return "ours" if summary.ours else "« partner's"


def filter_words(chosen: Shown, count: int | str) -> str:
    """The line of filters, with how many the chosen one lists.

    Whole in the 58 cells of the smallest terminal for as many as a library can hold.
    """
    return "".join(
        f"[{shown.words} {count}]" if shown is chosen else f" {shown.words} " for shown in Shown
    )


def nothing_listed(shown: Shown) -> str:
    """What to do where a filter lists nothing."""
    if shown is Shown.PLANS:
        return (
            "No plan is listed here. To begin one, mark two sessions with Space, compare them "
            "with c, and decide; or take in the file of a plan with i."
        )
    return f"Nothing is listed under {shown.words}; f goes on."


def changed(at: datetime, now: datetime) -> str:
    """When, in at most eleven cells: the time today, the day before that."""
    there = at.astimezone(now.tzinfo)
    days = (now.date() - there.date()).days
    if days == 0:
        return f"today {there:%H:%M}"
    if days == 1:
        return "yesterday"
    return f"{there.day} {there:%b %Y}"


def details(summary: Listed, now: datetime) -> tuple[Block, ...]:
    """All that the list knows of one session or plan, and what can be done next."""
    if isinstance(summary, PlanSummary):
        return _plan_details(summary, now)
    kept = "ours" if summary.ours else "a partner's, read-only; d makes a copy of it to work on"
    blocks = [
        Block(summary.title, Look.HEADING),
        Block(f"{summary.organisation} · {summary.perspective.words}", Look.STRONG),
        Block(kept, label="Whose     "),
        Block(progress(summary), label="Progress  "),
        *_facts(summary, now),
    ]
    if summary.deleted:
        blocks.insert(1, Block("Deleted. b brings it back, with every word.", Look.STRONG))
    elif summary.archived:
        blocks.insert(1, Block("Archived. x takes it back into the list.", Look.STRONG))
    return tuple(blocks)


def _plan_details(plan: PlanSummary, now: datetime) -> tuple[Block, ...]:
    decided = f"{plan.pursue} pursue, {plan.later} later, {plan.decline} decline"
    if plan.undecided:
        decided += f"; {plan.undecided} more written on"
    gone = [Block("Deleted. b brings it back, with every word.", Look.STRONG)]
    return (
        Block(plan.title, Look.HEADING),
        *(gone if plan.deleted else []),
        Block(f"A plan of {whom(plan)}", Look.STRONG),
        Block(decided, label="Decided   "),
        *_facts(plan, now),
    )


def _facts(one: Listed, now: datetime) -> tuple[Block, ...]:
    there = one.modified.astimezone(now.tzinfo)
    return (
        Block(f"{there.day} {there:%B %Y, %H:%M}", label="Changed   "),
        Block(one.id, Look.QUIET, label="Id        "),
    )


def progress(summary: Summary) -> str:
    """How far a session has come, in words."""
    if not summary.chosen:
        return "no activity chosen yet"
    chosen = f"{summary.chosen} chosen"
    if summary.rated == summary.chosen:
        return f"{chosen}, all rated; in the matrix"
    return f"{chosen}, {summary.rated} rated, {summary.chosen - summary.rated} to go"
