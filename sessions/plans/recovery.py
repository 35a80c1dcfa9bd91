"""Taking in again a plan that could not be saved, alike to `sessions.sqlite.recovery`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from catalogue.values import dataclass, replace
from sessions.errors import UnknownPlanError
from sessions.partnership import Decision, Item, Partnership, PlanId
from sessions.plans.edits import ITEM_TEXTS, PlanEdit
from sessions.plans.update import UpdatePlan, in_the_order_of
from sessions.session import RESCUED, TITLE_LENGTH, new_session_id
from sessions.store import Plans, Store, StoredPlan, Who

LABEL = "Took in what could not be saved"
BESIDE = " / "


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
    """Add to a plan that was changed since what the rescued one holds: no word is lost.

    Of two titles, leads or texts both stay. Of a decision, a day or a proposal the one that is
    there stays, and the note says in words what the other was.
    """

    rescued: Partnership

    def apply(self, plan: Partnership) -> Partnership:
        rescued = in_the_order_of(plan, self.rescued)
        after = replace(plan, title=both_titles(plan, rescued))
        for item in rescued.items.values():
            after = after.with_item(_both(after.item(item.activity, item.title), item, plan))
        return plan if after == plan else after

    def label(self, after: Partnership) -> str:
        return LABEL


def both_titles(plan: Partnership, rescued: Partnership) -> str:
    """The title of both plans; it may be longer than a title can be."""
    return _texts(plan.title, rescued.title, BESIDE)


def _both(held: Item, rescued: Item, plan: Partnership) -> Item:
    """One item of two, each of whose texts holds both; `plan` names the sides."""
    texts = {
        name: _texts(getattr(held, name), getattr(rescued, name), _between(name))
        for name in ITEM_TEXTS
    }
    for line in _displaced(held, rescued, plan):
        texts["note"] = _texts(texts["note"], line, "\n")
    leads = (_texts(held.lead(side), rescued.lead(side), BESIDE) for side in range(len(plan.sides)))
    return replace(
        held,
        decision=rescued.decision if held.decision is Decision.UNDECIDED else held.decision,
        leads=tuple(leads),
        due=held.due or rescued.due,
        proposed=(*rescued.proposed, *held.proposed),
        **texts,  # type: ignore[arg-type]  # ITEM_TEXTS are texts
    )


def _displaced(held: Item, rescued: Item, plan: Partnership) -> Iterator[str]:
    """What of the rescued item has no place in the one that is there, a line each."""
    decisions = held.decision, rescued.decision
    if held.title != rescued.title:
        yield f"Also called: {rescued.title}{RESCUED}"
    if held.decision is not rescued.decision and Decision.UNDECIDED not in decisions:
        yield f"Also decided: {rescued.decision}{RESCUED}"
    if held.due and rescued.due and held.due != rescued.due:
        yield f"Also due: {rescued.due}{RESCUED}"
    for one in rescued.proposed:
        if held.proposal(one.side, one.dimension) not in (None, one):
            what = f"{one.dimension} of {plan.sides[one.side].name}"
            yield f"Also proposed: {what} from {one.from_level} to {one.to_level}{RESCUED}"


def _between(name: str) -> str:
    """What stands between two texts of this name; who pays is told on one line."""
    return BESIDE if name == "pays" else "\n\n"


def _texts(theirs: str, mine: str, between: str) -> str:
    """Both texts, or the one that holds the other whole."""
    if not mine or _holds(theirs, mine, between):
        return theirs
    return mine if not theirs or _holds(mine, theirs, between) else f"{theirs}{between}{mine}"


def _holds(text: str, part: str, between: str) -> bool:
    """Whether the part stands in the text on lines of its own, or between such signs."""
    edge = between if between == BESIDE else "\n"
    return f"{edge}{part}{edge}" in f"{edge}{text}{edge}"


@dataclass(frozen=True, slots=True)
class TakeInPlan:
    """The job of keeping a rescued plan; a job for a `Writer`.

    `seen` is when the plan had been changed last as far as the rescued one knew, None if it was
    not kept yet. Sides have one plan: where they have got another, or somebody has changed it
    since, what was rescued is added to that; beside it, if the titles are too long for one.
    """

    rescued: Partnership
    seen: datetime | None
    who: Who

    def __call__(self, store: Store) -> StoredPlan:
        plans = store.plans
        held = self._held(plans)
        asked: PlanEdit = AddToPlan(self.rescued)
        if held.plan.id == self.rescued.id and held.modified == self.seen:
            asked = RecoverPlan(self.rescued)
        elif held.plan.title != (both := both_titles(held.plan, self.rescued)) and (
            len(both) > TITLE_LENGTH
        ):
            return plans.create(self._anew(), who=self.who)
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
        return plans.begin(self._anew(), who=self.who)

    def _anew(self) -> Partnership:
        return replace(self.rescued, id=PlanId(new_session_id()))
