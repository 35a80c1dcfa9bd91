"""The difference between two states of a plan, as `sessions.patch` tells it for a session.

A path names one value: `title`, `deleted`, `side/<session>/name`, `item/<activity>/decision`,
`item/<activity>/leads/0`, `item/<activity>/proposed/1/investment`. Values are what JSON can
hold; a proposal is the list of its two levels, and None means that nothing stands there.
`Change` and `Patch` are those of a session, so one log and one undo serve both.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date
from functools import reduce

from catalogue.activities import ActivityId
from catalogue.levels import Dimension, Level
from catalogue.values import replace
from sessions.partnership import Decision, Item, Partnership, Proposal, Side, sort_items
from sessions.patch import Change, Patch, Value
from sessions.plans.edits import ITEM_TEXTS
from sessions.session import SessionId


def diff_plan(before: Partnership, after: Partnership) -> Patch:
    """What has to change to make `after` of `before`, in a stable order."""
    same = {key for key, item in after.items.items() if before.items.get(key) is item}
    old, new = dict(_values(before, same)), dict(_values(after, same))
    return Patch(
        tuple(
            Change(path, old.get(path), new.get(path))
            for path in dict.fromkeys([*new, *old])
            if old.get(path) != new.get(path)
        )
    )


def apply_to_plan(patch: Patch, plan: Partnership) -> Partnership:
    """The plan with every `after` in place, whatever stood there."""
    return reduce(
        lambda held, change: put_in_plan(held, change.path, change.after), patch.changes, plan
    )


def value_in_plan(plan: Partnership, path: str) -> Value:
    """What stands at a path now; None if nothing does."""
    head, _, rest = path.partition("/")
    key, _, name = rest.partition("/")
    if head == "item":
        item = plan.items.get(ActivityId(key))
        return None if item is None else dict(_item_values(item)).get(name)
    return dict(_head_values(plan)).get(path)


def put_in_plan(plan: Partnership, path: str, value: Value) -> Partnership:
    """The plan with one value in place. Raises KeyError for a path that names no field."""
    head, _, rest = path.partition("/")
    if path == "title":
        return replace(plan, title=_text(value))
    if path == "deleted":
        return replace(plan, deleted=value is True)
    key, _, name = rest.partition("/")
    if head == "side":
        return _put_side(plan, SessionId(key), name, value)
    if head != "item":
        raise KeyError(path)
    held = plan.items.get(ActivityId(key))
    if name == "title" and value is None:
        left = (item for item in plan.items.values() if item.activity != key)
        return replace(plan, items=sort_items(left))
    if held is None and value is None:
        return plan
    item = _put_item(held or Item(ActivityId(key), ""), name, value, path)
    return replace(plan, items=sort_items({**plan.items, item.activity: item}.values()))


def _values(plan: Partnership, same: Set[ActivityId]) -> Iterator[tuple[str, Value]]:
    """The values of a plan by path, less those items; an item's title makes it, so it is first."""
    yield from _head_values(plan)
    for item in plan.items.values():
        if item.activity in same:
            continue
        for name, value in _item_values(item):
            yield f"item/{item.activity}/{name}", value


def _head_values(plan: Partnership) -> Iterator[tuple[str, Value]]:
    yield "title", plan.title
    yield "deleted", plan.deleted
    for side in plan.sides:
        yield f"side/{side.session}/name", side.name
        yield f"side/{side.session}/version_hash", side.version_hash


def _item_values(item: Item) -> Iterator[tuple[str, Value]]:
    """What is said of an item; the first word on it logs its title and that word, no more."""
    yield "title", item.title
    if item.decision is not Decision.UNDECIDED:
        yield "decision", str(item.decision)
    for number, lead in enumerate(item.leads):
        if lead:
            yield f"leads/{number}", lead
    for name in ITEM_TEXTS:
        if text := getattr(item, name):
            yield name, text
    if item.due:
        yield "due", item.due.isoformat()
    for one in item.proposed:
        levels = (str(one.from_level), str(one.to_level))
        yield f"proposed/{one.side}/{one.dimension}", levels


def _put_side(plan: Partnership, session: SessionId, name: str, value: Value) -> Partnership:
    """Sides do not come or go: a plan is made with them."""
    if name not in ("name", "version_hash"):
        raise KeyError(f"side/{session}/{name}")

    def put(side: Side) -> Side:
        if side.session != session:
            return side
        return (
            replace(side, name=_text(value))
            if name == "name"
            else replace(side, version_hash=_text(value))
        )

    return replace(plan, sides=tuple(put(side) for side in plan.sides))


def _put_item(item: Item, name: str, value: Value, path: str) -> Item:
    head, _, rest = name.partition("/")
    if head == "leads":
        return item.with_lead(int(rest), _text(value))
    if head == "proposed":
        return _put_proposal(item, rest, value)
    if name == "decision":
        return replace(item, decision=Decision(_text(value) or Decision.UNDECIDED))
    if name == "due":
        return replace(item, due=date.fromisoformat(value) if isinstance(value, str) else None)
    if name == "title" or name in ITEM_TEXTS:
        return replace(item, **{name: _text(value)})  # type: ignore[arg-type]  # both are texts
    raise KeyError(path)


def _put_proposal(item: Item, rest: str, value: Value) -> Item:
    number, _, dimension = rest.partition("/")
    side, about = int(number), Dimension(dimension)
    left = tuple(one for one in item.proposed if (one.side, one.dimension) != (side, about))
    if isinstance(value, tuple):
        left += (Proposal(side, about, Level(value[0]), Level(value[1])),)
    return replace(item, proposed=left)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
