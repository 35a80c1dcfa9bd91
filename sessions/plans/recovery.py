"""Taking in again a plan that could not be saved, alike to `sessions.sqlite.recovery`."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from catalogue.values import dataclass
from sessions.errors import UnknownPlanError
from sessions.partnership import Item, Partnership, PlanId
from sessions.plans.edits import PlanEdit
from sessions.plans.update import UpdatePlan, in_the_order_of
from sessions.session import new_session_id
from sessions.store import Plans, Store, StoredPlan, Who

LABEL = "Took in what could not be saved"


@dataclass(frozen=True, slots=True)
class RecoverPlan:
    """Take over a plan as it was on screen, whole."""

    rescued: Partnership

    def apply(self, plan: Partnership) -> Partnership:
        return UpdatePlan(self.rescued).apply(plan)

    def label(self, after: Partnership) -> str:
        return LABEL


@dataclass(frozen=True, slots=True)
class AddToPlan:
    """Add to a plan that was changed since what the rescued one holds: both texts stay.

    Of a decision, a day or a proposal the one that is there stays.
    """

    rescued: Partnership

    def apply(self, plan: Partnership) -> Partnership:
        after = plan
        for item in in_the_order_of(plan, self.rescued).items.values():
            after = after.with_item(_both(after.item(item.activity, item.title), item))
        return plan if after == plan else after

    def label(self, after: Partnership) -> str:
        return LABEL


def _both(held: Item, rescued: Item) -> Item:
    said: dict[str, Any] = {}
    for one in fields(Item):
        theirs, mine = getattr(held, one.name), getattr(rescued, one.name)
        if one.name in ("activity", "title"):
            continue
        if isinstance(one.default, str) and one.name != "decision":
            said[one.name] = _texts(theirs, mine)
        elif one.name == "leads":
            sides = range(max(len(theirs), len(mine)))
            said["leads"] = tuple(
                _texts(held.lead(side), rescued.lead(side), " / ") for side in sides
            )
        elif one.name == "proposed":
            said["proposed"] = (*mine, *theirs)
        else:
            said[one.name] = mine if theirs == one.default else theirs
    return replace(held, **said)


def _texts(theirs: str, mine: str, between: str = "\n\n") -> str:
    """Both texts, or the one that holds the other."""
    if mine in theirs:
        return theirs
    return mine if theirs in mine else f"{theirs}{between}{mine}"


@dataclass(frozen=True, slots=True)
class TakeInPlan:
    """The job of keeping a rescued plan; a job for a `Writer`.

    `seen` is when the plan had been changed last as far as the rescued one knew, None if it was
    not kept yet. Sides have one plan: where they have got another, or somebody has changed it
    since, what was rescued is added to that.
    """

    rescued: Partnership
    seen: datetime | None
    who: Who

    def __call__(self, store: Store) -> StoredPlan:
        plans, edit = store.plans, AddToPlan(self.rescued)
        held = self._held(plans)
        asked: PlanEdit = edit
        # Files tell times in whole seconds.
        if held.plan.id == self.rescued.id and held.modified.replace(microsecond=0) == self.seen:
            asked = RecoverPlan(self.rescued)
        return plans.commit(held.plan.id, asked, who=self.who).stored

    def _held(self, plans: Plans) -> StoredPlan:
        """The plan of these sides, kept now if there was none."""
        new = self.rescued
        try:
            held = plans.load(new.id)
        except UnknownPlanError:
            return plans.begin(new, who=self.who)
        if not held.plan.deleted:
            return held
        return plans.begin(replace(new, id=PlanId(new_session_id())), who=self.who)
