"""What the library says of each session: the cells of its row, its details, and who is listed.

Pure, and quick on ten thousand sessions: a row is worded once for each summary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial

from sessions.session import SessionId, Step
from sessions.store import Summary
from sessions.text import safe_line
from tui.widgets.reader import Block, Look
from tui.widgets.rows import Column, Row

COLUMNS = (
    Column(parts=2),
    Column(),
    Column(13, least=104),
    Column(10, least=104),
    Column(7),
    Column(11, least=96),
    Column(11),
)
"""Title, organisation, perspective, step, rated of chosen, changed, whose."""

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


class Shown(StrEnum):
    """Which sessions the library lists. Archived and deleted ones are listed alone."""

    ALL = "all"
    OURS = "ours"
    PARTNERS = "partners"
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

    def holds(self, ours: bool, archived: bool, deleted: bool) -> bool:
        """Whether a session of this kind is listed under this filter."""
        if self is Shown.DELETED:
            return deleted
        if self is Shown.ARCHIVED:
            return archived and not deleted
        if archived or deleted:
            return False
        return self is Shown.ALL or ours is (self is Shown.OURS)


class Listing:
    """The sessions of the library, worded; `take` keeps the words of what did not change.

    `counts` tells how many sessions each filter lists.
    """

    def __init__(self) -> None:
        self.summaries: dict[SessionId, Summary] = {}
        self.counts: dict[Shown, int] = dict.fromkeys(Shown, 0)
        self._rows: dict[SessionId, Row] = {}
        self._today = ""

    def take(self, summaries: tuple[Summary, ...], now: datetime) -> None:
        """Word the sessions that are new or have changed. `now` is aware, in local time."""
        before = self.summaries if self._today == now.date().isoformat() else {}
        self._today = now.date().isoformat()
        self.summaries = {summary.id: summary for summary in summaries}
        kinds = Counter((one.ours, one.archived, one.deleted) for one in summaries)
        self.counts = {
            shown: sum(count for kind, count in kinds.items() if shown.holds(*kind))
            for shown in Shown
        }
        for key, summary in self.summaries.items():
            if before.get(key) != summary:
                self._rows[key] = Row(key, partial(cells_of, summary, now))

    def rows(self, shown: Shown, sought: str, marked: tuple[SessionId, ...]) -> tuple[Row, ...]:
        """The rows under a filter whose title or organisation holds every word sought."""
        words = sought.casefold().split()
        listed = [
            self._rows[key]
            for key, summary in self.summaries.items()
            if shown.holds(summary.ours, summary.archived, summary.deleted)
            and _found(words, summary)
        ]
        if not marked:
            return tuple(listed)
        return tuple(
            Row(row.key, row.cells, mark=MARKED) if row.key in marked else row for row in listed
        )


def _found(words: Sequence[str], summary: Summary) -> bool:
    if not words:
        return True
    told = f"{summary.title}\n{summary.organisation}".casefold()
    return all(word in told for word in words)


def cells_of(summary: Summary, now: datetime) -> tuple[str, ...]:
    """The cells of a session's row, as `COLUMNS` lays them out."""
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


def changed(at: datetime, now: datetime) -> str:
    """When, in at most eleven cells: the time today, the day before that."""
    there = at.astimezone(now.tzinfo)
    days = (now.date() - there.date()).days
    if days == 0:
        return f"today {there:%H:%M}"
    if days == 1:
        return "yesterday"
    return f"{there.day} {there:%b %Y}"


def details(summary: Summary, now: datetime) -> tuple[Block, ...]:
    """All that the list knows of one session, and what can be done next."""
    there = summary.modified.astimezone(now.tzinfo)
    kept = "ours" if summary.ours else "a partner's, read-only; d makes a copy of it to work on"
    blocks = [
        Block(summary.title, Look.HEADING),
        Block(f"{summary.organisation} · {summary.perspective.words}", Look.STRONG),
        Block(kept, label="Whose     "),
        Block(progress(summary), label="Progress  "),
        Block(f"{there.day} {there:%B %Y, %H:%M}", label="Changed   "),
        Block(summary.id, Look.QUIET, label="Id        "),
    ]
    if summary.deleted:
        blocks.insert(1, Block("Deleted. b brings it back, with every word.", Look.STRONG))
    elif summary.archived:
        blocks.insert(1, Block("Archived. x takes it back into the list.", Look.STRONG))
    return tuple(blocks)


def progress(summary: Summary) -> str:
    """How far a session has come, in words."""
    if not summary.chosen:
        return "no activity chosen yet"
    chosen = f"{summary.chosen} chosen"
    if summary.rated == summary.chosen:
        return f"{chosen}, all rated; in the matrix"
    return f"{chosen}, {summary.rated} rated, {summary.chosen - summary.rated} to go"
