"""What people can do to a plan: small, pure, and guarded as the edits of a session are.

An edit that speaks of an activity carries its title, since the first one brings the activity
into the plan; an item on which nothing is left leaves it again.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Protocol

from catalogue.activities import ActivityId
from catalogue.levels import Dimension
from catalogue.values import dataclass, replace
from sessions.errors import PlanError, RefusedEditError, TextConflictError
from sessions.partnership import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    Decision,
    Item,
    Partnership,
    Proposal,
    Side,
)
from sessions.session import TEXT_LENGTH, TITLE_LENGTH

ITEM_TEXTS = {
    "pays": "who pays",
    "next_step": "next step",
    "stop_if": "stop if",
    "success_when": "success when",
    "note": "note",
    "reason": "reason",
}
"""The texts of an item by field name, in words; beside them `leads/0`, `leads/1`, one a side."""

ITEM_LINES = ("pays",)
"""Which of these are one line each, as every lead is; the others may have paragraphs."""


class PlanEdit(Protocol):
    """Anything that can be asked of a plan."""

    def apply(self, plan: Partnership) -> Partnership:
        """The plan after this edit, the very same if nothing changes; or RefusedEditError."""
        ...

    def label(self, after: Partnership) -> str:
        """What was done, in the past tense, for history and for the undo message."""
        ...


@dataclass(frozen=True, slots=True)
class Decide:
    """Decide about an activity, or take the decision back (undecided)."""

    activity: ActivityId
    title: str
    decision: Decision

    def apply(self, plan: Partnership) -> Partnership:
        held = plan.item(self.activity, self.title)
        if held.decision is self.decision:
            return plan
        return plan.with_item(replace(held, decision=self.decision))

    def label(self, after: Partnership) -> str:
        return f"Decided on {self.title}: {self.decision}"


@dataclass(frozen=True, slots=True)
class WriteItem:
    """Write one text of an item. Refused with all versions if it is not what one started from.

    `name` is a key of `ITEM_TEXTS`, or `leads/0` and so on for who leads on a side.
    """

    activity: ActivityId
    title: str
    name: str
    text: str
    started_from: str

    @property
    def path(self) -> str:
        """Where the text is, as `sessions.plans.patch` says it."""
        return f"item/{self.activity}/{self.name}"

    def apply(self, plan: Partnership) -> Partnership:
        held = plan.item(self.activity, self.title)
        there = self._read(held, len(plan.sides))
        if there == self.text:
            return plan
        if there != self.started_from:
            raise TextConflictError(
                f"Somebody else changed this text meanwhile ({self.title}: {self._words(plan)}). "
                "Keep yours or theirs.",
                mine=self.text,
                theirs=there,
                original=self.started_from,
                longest=TEXT_LENGTH,
                line=_lead_side(self.name) is not None or self.name in ITEM_LINES,
            )
        side = _lead_side(self.name)
        if side is not None:
            return plan.with_item(held.with_lead(side, self.text))
        return plan.with_item(replace(held, **{self.name: self.text}))  # type: ignore[arg-type]  # ITEM_TEXTS are texts

    def label(self, after: Partnership) -> str:
        return f"Wrote {self.title}: {self._words(after)}"

    def _read(self, held: Item, sides: int) -> str:
        side = _lead_side(self.name)
        if side is not None and side < sides:
            return held.lead(side)
        if self.name not in ITEM_TEXTS:
            raise RefusedEditError(f"{self.name} is not a text of a plan that can be written.")
        text: str = getattr(held, self.name)
        return text

    def _words(self, plan: Partnership) -> str:
        side = _lead_side(self.name)
        if side is not None and side < len(plan.sides):
            return f"lead of {plan.sides[side].name}"
        return ITEM_TEXTS.get(self.name, self.name)


@dataclass(frozen=True, slots=True)
class RetitlePlan:
    """Give the plan another title; guarded as every text is."""

    text: str
    started_from: str

    @property
    def path(self) -> str:
        """Where the text is, as `sessions.plans.patch` says it."""
        return "title"

    def apply(self, plan: Partnership) -> Partnership:
        if plan.title == self.text:
            return plan
        if plan.title != self.started_from:
            raise TextConflictError(
                "Somebody else changed the title of this plan meanwhile. Keep yours or theirs.",
                mine=self.text,
                theirs=plan.title,
                original=self.started_from,
                longest=TITLE_LENGTH,
                line=True,
            )
        if not self.text.strip():
            raise RefusedEditError("A plan needs a title; type one.")
        return replace(plan, title=self.text)

    def label(self, after: Partnership) -> str:
        return "Wrote title"


@dataclass(frozen=True, slots=True)
class SetDue:
    """Set the day by which the next step is due, or take it back (None). See `parse_due`."""

    activity: ActivityId
    title: str
    due: date | None

    def apply(self, plan: Partnership) -> Partnership:
        if self.due is not None and not EARLIEST_YEAR <= self.due.year <= LATEST_YEAR:
            raise RefusedEditError(_year_sentence(self.due.year))
        held = plan.item(self.activity, self.title)
        if held.due == self.due:
            return plan
        return plan.with_item(replace(held, due=self.due))

    def label(self, after: Partnership) -> str:
        return f"Set {self.title}: due {self.due or 'no day'}"


@dataclass(frozen=True, slots=True)
class Propose:
    """Put a what-if to one side; a later one on the same side and dimension replaces it."""

    activity: ActivityId
    title: str
    proposal: Proposal

    def apply(self, plan: Partnership) -> Partnership:
        one = self.proposal
        if not 0 <= one.side < len(plan.sides):
            raise RefusedEditError("This plan has no such side; put the proposal to one it has.")
        if one.from_level is one.to_level:
            raise RefusedEditError(
                f"{plan.sides[one.side].name} rates this {one.to_level} already; "
                "propose another level."
            )
        held = plan.item(self.activity, self.title)
        if one in held.proposed:
            return plan
        return plan.with_item(replace(held, proposed=(*held.proposed, one)))

    def label(self, after: Partnership) -> str:
        one = self.proposal
        return (
            f"Proposed for {self.title}: {one.dimension} of {after.sides[one.side].name} "
            f"from {one.from_level} to {one.to_level}"
        )


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take a proposal back."""

    activity: ActivityId
    side: int
    dimension: Dimension

    def apply(self, plan: Partnership) -> Partnership:
        held = plan.item(self.activity)
        gone = held.proposal(self.side, self.dimension)
        if gone is None:
            return plan
        left = tuple(one for one in held.proposed if one != gone)
        return plan.with_item(replace(held, proposed=left))

    def label(self, after: Partnership) -> str:
        return f"Withdrew a proposal for {after.title_of(self.activity)}"


@dataclass(frozen=True, slots=True)
class Agree:
    """Agree on the sides' sessions as they now are: takes over their names and hashes."""

    sides: tuple[Side, ...]

    def apply(self, plan: Partnership) -> Partnership:
        newer = {side.session: side for side in self.sides}
        sides = tuple(newer.get(side.session, side) for side in plan.sides)
        return plan if sides == plan.sides else replace(plan, sides=sides)

    def label(self, after: Partnership) -> str:
        return "Agreed on the sessions as they are"


@dataclass(frozen=True, slots=True)
class DeletePlan:
    """Mark a plan as deleted, or bring it back. The words stay in the database."""

    on: bool

    def apply(self, plan: Partnership) -> Partnership:
        return plan if plan.deleted is self.on else replace(plan, deleted=self.on)

    def label(self, after: Partnership) -> str:
        return f"{'Deleted' if self.on else 'Restored'} {after.title}"


def parse_due(text: str) -> date | None:
    """A day as somebody typed it: year-month-day, or nothing. Raises PlanError with a sentence."""
    if not text.strip():
        return None
    typed = re.fullmatch(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", text)
    if typed is None:
        raise PlanError("Type the day as year-month-day, such as 2027-03-31.")
    year, month, day = (int(part) for part in typed.groups())
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise PlanError(_year_sentence(year))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise PlanError(
            f"There is no day {year}-{month:02}-{day:02}; type one such as 2027-03-31."
        ) from error


def _year_sentence(year: int) -> str:
    return f"The year {year} is not between {EARLIEST_YEAR} and {LATEST_YEAR}; check the day."


def _lead_side(name: str) -> int | None:
    """The side that `leads/1` speaks of; None for any other name."""
    head, _, number = name.partition("/")
    return int(number) if head == "leads" and number.isascii() and number.isdigit() else None
