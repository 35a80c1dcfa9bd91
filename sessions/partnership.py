"""The plan that two or more sides agree on: who does what, by when, and what ends it.

A plan is kept by every side and travels whole, so none of its fields is private. It reads
alone: each item holds the title of its activity. It remembers which state of each side's
session it was agreed on; `sessions.plans.planning` tells when a side has changed its mind since.
The fields follow what a joint session ought to leave behind: a decision, who leads and who pays,
what comes next and when, and what would end it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NewType

from catalogue.activities import ActivityId, builtin
from catalogue.levels import Dimension, Level
from catalogue.values import dataclass, field, replace
from sessions.session import SessionId

PlanId = NewType("PlanId", str)
"""A UUID, as a session's id is."""

EARLIEST_YEAR = 2000
LATEST_YEAR = 2199
"""The years that a day of a plan can be in."""


class Decision(StrEnum):
    """What the sides decided about an activity; undecided until they do."""

    PURSUE = "pursue"
    LATER = "later"
    DECLINE = "decline"
    UNDECIDED = "undecided"

    @property
    def words(self) -> str:
        """The decision in words, for a heading."""
        return {
            "pursue": "Pursue",
            "later": "Later",
            "decline": "Decline",
            "undecided": "Undecided",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Side:
    """One party to a plan. `version_hash` tells the state of its session that was agreed on."""

    session: SessionId
    name: str
    version_hash: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A what-if put to one side (an index): rate one dimension otherwise than it is rated."""

    side: int
    dimension: Dimension
    from_level: Level
    to_level: Level


@dataclass(frozen=True, slots=True)
class Item:
    """What was agreed about one activity.

    `leads` names who leads on each side, in the order of the plan's sides; it holds no empty
    names at its end. `proposed` holds one proposal per side and dimension at most, in order.
    `note` is for the reader of the plan, `reason` for why it was decided as it was.
    """

    activity: ActivityId
    title: str
    decision: Decision = Decision.UNDECIDED
    leads: tuple[str, ...] = ()
    pays: str = ""
    next_step: str = ""
    due: date | None = None
    stop_if: str = ""
    success_when: str = ""
    note: str = ""
    reason: str = ""
    proposed: tuple[Proposal, ...] = ()

    def __post_init__(self) -> None:
        leads = list(self.leads)
        while leads and not leads[-1]:
            leads.pop()
        object.__setattr__(self, "leads", tuple(leads))
        one_each = {(one.side, one.dimension): one for one in self.proposed}
        object.__setattr__(self, "proposed", tuple(one_each[key] for key in sorted(one_each)))

    @property
    def blank(self) -> bool:
        """Whether nothing was decided or written."""
        return self == Item(self.activity, self.title)

    def lead(self, side: int) -> str:
        """Who leads on one side; empty where nobody was named."""
        return self.leads[side] if side < len(self.leads) else ""

    def with_lead(self, side: int, name: str) -> Item:
        """The same item with this lead on one side."""
        leads = [*self.leads, *[""] * (side + 1 - len(self.leads))]
        leads[side] = name
        return replace(self, leads=tuple(leads))

    def proposal(self, side: int, dimension: Dimension) -> Proposal | None:
        """What was proposed to one side about one dimension."""
        return next(
            (one for one in self.proposed if (one.side, one.dimension) == (side, dimension)), None
        )


@dataclass(frozen=True, slots=True)
class Partnership:
    """A plan. `items` holds no blank ones and is in the order of `sort_items`.

    `deleted` is a mark of the library and stays home.
    """

    id: PlanId
    title: str
    sides: tuple[Side, ...]
    items: Mapping[ActivityId, Item] = field(default_factory=dict)
    deleted: bool = False

    def item(self, activity: ActivityId, title: str = "") -> Item:
        """What was agreed about an activity; a blank item under this title if nothing was."""
        return self.items.get(activity) or Item(activity, title)

    def title_of(self, activity: ActivityId) -> str:
        """The title of an activity, or its id where the plan does not know it."""
        known = self.items.get(activity)
        return known.title if known else activity

    def with_item(self, item: Item) -> Partnership:
        """The same plan with this item in place of the former one, or without a blank one."""
        items, former = {**self.items, item.activity: item}, self.items.get(item.activity)
        if item.blank:
            del items[item.activity]
        elif former is None or former.title != item.title:
            items = sort_items(items.values())
        return replace(self, items=items)

    def decided(self, decision: Decision) -> tuple[Item, ...]:
        """The items with this decision, in order."""
        return tuple(item for item in self.items.values() if item.decision is decision)


def without_blank_items(plan: Partnership) -> Partnership:
    """The same plan without items on which nothing is left."""
    left = {key: item for key, item in plan.items.items() if not item.blank}
    return plan if len(left) == len(plan.items) else replace(plan, items=left)


def sort_items(items: Iterable[Item]) -> dict[ActivityId, Item]:
    """Items by activity as they are shown: the built-in list's in its order, then by title."""
    place = {entry.id: number for number, entry in enumerate(builtin().activities)}
    ordered = sorted(
        items,
        key=lambda item: (
            place.get(item.activity, len(place)),
            item.title.casefold(),
            item.activity,
        ),
    )
    return {item.activity: item for item in ordered}
