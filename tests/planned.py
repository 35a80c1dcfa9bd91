"""Plans for tests: one to begin with, any plan, and anything that can be asked of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from strategies import IDS, OWN, levels, lines, names, plain

from catalogue.levels import Dimension
from sessions.partnership import (
    Decision,
    Item,
    Partnership,
    PlanId,
    Proposal,
    Side,
)
from sessions.plans import edits as plan_edits
from sessions.session import SessionId, new_session_id

SIDES = (
    Side(SessionId("019ab5a4-0000-7000-8000-00000000000a"), "Alder Bay Genetics", "a" * 64),
    Side(SessionId("019ab5a4-0000-7000-8000-00000000000b"), "Aurel Families Network", "b" * 64),
)
SOME = [*IDS[:3], *OWN[:2]]

days = st.dates(date(2000, 1, 1), date(2199, 12, 31))


def a_plan(title: str = "What we do together") -> Partnership:
    """A new plan of two sides, always the same two; nothing decided yet."""
    return Partnership(PlanId(new_session_id()), title, SIDES)


@st.composite
def proposals(draw: st.DrawFn) -> Proposal:
    """A what-if to one of two sides."""
    return Proposal(
        draw(st.integers(0, 1)), draw(st.sampled_from(Dimension)), draw(levels), draw(levels)
    )


@st.composite
def items(draw: st.DrawFn, activity: str) -> Item:
    """Anything that can be agreed about an activity."""
    texts = {name: draw(lines) for name in plan_edits.ITEM_TEXTS}
    return Item(
        activity=activity,  # type: ignore[arg-type]  # an id of the list
        title=draw(names),
        decision=draw(st.sampled_from(Decision)),
        leads=tuple(draw(st.lists(plain, max_size=2))),
        due=draw(st.none() | days),
        proposed=tuple(
            one for one in draw(st.lists(proposals(), max_size=2)) if one.from_level != one.to_level
        ),
        **texts,
    )


@st.composite
def plans(draw: st.DrawFn) -> Partnership:
    """A whole plan of two sides."""
    plan = replace(a_plan(draw(names)), deleted=draw(st.booleans()))
    plan = replace(plan, sides=tuple(replace(side, name=draw(names)) for side in plan.sides))
    for activity in sorted(draw(st.sets(st.sampled_from(SOME), max_size=4))):
        plan = plan.with_item(draw(items(activity)))
    return plan


few = st.sampled_from(["", "a", "b"])


@st.composite
def some_plan_edits(draw: st.DrawFn) -> plan_edits.PlanEdit:
    """One edit that a person could make on a plan; some will be refused."""
    activity = draw(st.sampled_from(SOME[:3]))
    about = (st.just(activity), st.just(f"Title of {activity}"))
    written = st.sampled_from([*plan_edits.ITEM_TEXTS, "leads/0", "leads/1"])
    return draw(
        st.one_of(
            st.builds(plan_edits.Decide, *about, st.sampled_from(Decision)),
            st.builds(plan_edits.WriteItem, *about, written, few, few),
            st.builds(plan_edits.SetDue, *about, st.none() | days),
            st.builds(plan_edits.Propose, *about, proposals()),
            st.builds(plan_edits.Withdraw, about[0], st.integers(0, 1), st.sampled_from(Dimension)),
            st.builds(plan_edits.RetitlePlan, few, few),
            st.builds(plan_edits.DeletePlan, st.booleans()),
            st.just(plan_edits.Agree((replace(SIDES[0], name="Renamed", version_hash="c" * 64),))),
        )
    )
