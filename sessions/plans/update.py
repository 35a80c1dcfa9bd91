"""A plan that comes as a file: taking it over, and what it would change, in words."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.activities import ActivityId
from catalogue.values import dataclass, replace
from sessions.errors import RefusedEditError
from sessions.joint.differences import Difference
from sessions.partnership import Item, Partnership, PlanId, sort_items
from sessions.patch import Change
from sessions.plans.edits import ITEM_TEXTS
from sessions.plans.patch import diff_plan
from sessions.session import COPY, ended, new_session_id


@dataclass(frozen=True, slots=True)
class UpdatePlan:
    """Take over a newer file of the same plan, whole, since nothing of a plan stays home.

    Its sides may stand in another order; they have to be the same. A plan
    that was deleted comes back.
    """

    newer: Partnership

    def apply(self, plan: Partnership) -> Partnership:
        newer = in_the_order_of(plan, self.newer)
        merged = replace(newer, id=plan.id, deleted=False)
        return plan if merged == plan else merged

    def label(self, after: Partnership) -> str:
        return "Updated from a file"


def in_the_order_of(plan: Partnership, other: Partnership) -> Partnership:
    """The other plan with its sides in this one's order, and whatever speaks of a side with them.

    Raises RefusedEditError where the two have different sides.
    """
    place = {side.session: number for number, side in enumerate(plan.sides)}
    if {side.session for side in other.sides} != place.keys():
        raise RefusedEditError(
            f'The file is of a plan between other sides, so it cannot update "{plan.title}"; '
            "keep it as a copy."
        )
    moved = {number: place[side.session] for number, side in enumerate(other.sides)}
    if all(number == to for number, to in moved.items()):
        return other
    back = {to: number for number, to in moved.items()}
    return replace(
        other,
        sides=tuple(other.sides[back[to]] for to in sorted(back)),
        items=sort_items(_moved(item, moved, back) for item in other.items.values()),
    )


def _moved(item: Item, moved: Mapping[int, int], back: Mapping[int, int]) -> Item:
    return replace(
        item,
        leads=tuple(item.lead(back[to]) for to in sorted(back)),
        proposed=tuple(replace(one, side=moved[one.side]) for one in item.proposed),
    )


def copy_of_plan(plan: Partnership, title: str = "") -> Partnership:
    """A plan of its own that says the same."""
    title = title or ended(plan.title, COPY)
    return replace(plan, id=PlanId(new_session_id()), title=title, deleted=False)


def plan_differences(older: Partnership, newer: Partnership) -> tuple[Difference, ...]:
    """What somebody who knows the older plan should be told: the plan itself, then by activity.

    Raises RefusedEditError where the two have different sides.
    """
    after = in_the_order_of(older, newer)
    found: dict[ActivityId | None, list[Change]] = {}
    for change in diff_plan(older, after).changes:
        if change.path != "deleted":
            found.setdefault(change.activity, []).append(change)
    order = {activity: number for number, activity in enumerate({**after.items, **older.items})}
    return tuple(
        Difference(
            activity,
            after.title if activity is None else _title(older, after, activity),
            _sentences(older, after, activity, found[activity]),
            tuple(found[activity]),
        )
        for activity in sorted(found, key=lambda one: -1 if one is None else order[one])
    )


def _title(older: Partnership, newer: Partnership, activity: ActivityId) -> str:
    return newer.title_of(activity) if activity in newer.items else older.title_of(activity)


def _sentences(
    older: Partnership, newer: Partnership, activity: ActivityId | None, changes: list[Change]
) -> tuple[str, ...]:
    if activity is None:
        return tuple(dict.fromkeys(_head_sentence(change) for change in changes))
    if activity not in newer.items:
        return ("no longer in the plan",)
    item, left = newer.items[activity], [one for one in changes if _name(one) != "decision"]
    if activity not in older.items:
        told = (_sentence(one, newer) for one in left if _name(one) != "title")
        return (f"new, {item.decision}", *told)
    was = older.items[activity].decision
    decided = () if item.decision is was else (f"{item.decision}, was {was}",)
    return (*decided, *(_sentence(one, newer) for one in left))


def _name(change: Change) -> str:
    return change.path.split("/", 2)[2]


def _head_sentence(change: Change) -> str:
    if change.path == "title":
        return "title: changed"
    if change.path.endswith("/name"):
        return f"{change.after}: another name, was {change.before}"
    return "agreed on newer sessions"


def _sentence(change: Change, plan: Partnership) -> str:
    head, _, rest = _name(change).partition("/")
    if head == "due":
        return f"due {change.after or 'no day'}, was {change.before or 'no day'}"
    what = ITEM_TEXTS.get(head, head)
    if head == "leads":
        what = f"lead of {plan.sides[int(rest)].name}"
    if head == "proposed":
        side, _, dimension = rest.partition("/")
        what = f"proposal to {plan.sides[int(side)].name} on {dimension}"
    if not change.before:
        return f"{what}: added"
    return f"{what}: {'changed' if change.after else 'taken out'}"
