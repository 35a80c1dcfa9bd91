"""The rows of a plan after a change: what a list made anew would say, and little made anew."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from sides import side, worked_example

from catalogue.activities import ActivityId
from catalogue.levels import Dimension, Level
from sessions.comparison import compare
from sessions.errors import RefusedEditError
from sessions.partnership import Decision, Partnership, Proposal
from sessions.plans.edits import Decide, PlanEdit, Propose, WriteItem
from sessions.plans.planning import new_partnership
from tui.screens.plan_entries import Listing

SPONSOR, GROUP = worked_example()
OURS = side("Ours", {"own-a": "HM"}, own={"own-a": "Travel fund"})
THEIRS = side("Theirs", {"own-b": "HL", "consent": "LL"}, own={"own-b": "Travel fund"})
PROPOSAL = Proposal(0, Dimension.BENEFIT, Level.LOW, Level.HIGH)


def edits(*activities: str) -> st.SearchStrategy[PlanEdit]:
    about = st.sampled_from([ActivityId(one) for one in activities])
    titles = st.just("A title")
    return st.one_of(
        st.builds(Decide, about, titles, st.sampled_from(Decision)),
        st.builds(WriteItem, about, titles, st.just("next_step"), st.just("call"), st.just("")),
        st.builds(WriteItem, about, titles, st.just("next_step"), st.just(""), st.just("call")),
        st.builds(Propose, about, titles, st.just(PROPOSAL)),
    )


def applied(plan: Partnership, edit: PlanEdit) -> Partnership:
    try:
        return edit.apply(plan)
    except RefusedEditError:
        return plan


@given(
    st.lists(edits("consent", "registry", "sites", "funding"), max_size=12),
    st.sampled_from([80, 120]),
)
@settings(deadline=None, max_examples=40)
def test_rows_after_any_changes_are_those_of_a_list_made_anew(
    asked: list[PlanEdit], width: int
) -> None:
    comparison = compare([SPONSOR, GROUP])
    plan = new_partnership([SPONSOR, GROUP], "Together")
    listing = Listing()
    for edit in asked:
        listing.take(plan, comparison, width)
        plan = applied(plan, edit)
    listing.take(plan, comparison, width)
    anew = Listing()
    anew.take(plan, comparison, width)
    assert listing.rows() == anew.rows()
    assert listing.counted() == anew.counted()
    assert listing.entries.by_key == anew.entries.by_key


@given(st.lists(edits("own-a", "own-b", "consent"), max_size=8))
@settings(deadline=None, max_examples=40)
def test_so_they_are_where_the_sides_know_an_activity_by_several_ids(
    asked: list[PlanEdit],
) -> None:
    (question,) = compare([OURS, THEIRS]).questions
    comparison = compare([OURS, THEIRS], answers={question: True})
    plan = new_partnership([OURS, THEIRS], "Together")
    listing = Listing()
    for edit in asked:
        listing.take(plan, comparison, 80)
        plan = applied(plan, edit)
    listing.take(plan, comparison, 80)
    anew = Listing()
    anew.take(plan, comparison, 80)
    assert listing.rows() == anew.rows()


def test_a_decision_among_thousands_words_one_row_anew() -> None:
    own = {f"own-{number}": f"Activity {number}" for number in range(3000)}
    cells = dict.fromkeys(own, "HM")
    sides = [side("Ours", cells, own=own), side("Theirs", cells, own=own)]
    comparison, plan = compare(sides), new_partnership(sides, "Together")
    listing = Listing()
    listing.take(plan, comparison, 80)
    before = listing.rows()
    decided = Decide(ActivityId("own-1500"), "Activity 1500", Decision.PURSUE).apply(plan)
    listing.take(decided, comparison, 80)
    known = {id(row) for row in before}
    fresh = [row.words[0] for row in listing.rows() if id(row) not in known]
    assert fresh == ["PURSUE (1)", "Activity 1500", "UNDECIDED (2999)"]


def test_a_change_of_one_item_leaves_the_order_of_all_as_it_was() -> None:
    plan = new_partnership([SPONSOR, GROUP], "Together")
    for name in ("sites", "consent", "registry"):
        plan = Decide(ActivityId(name), name, Decision.LATER).apply(plan)
    order = list(plan.items)
    plan = Decide(ActivityId("registry"), "registry", Decision.PURSUE).apply(plan)
    assert list(plan.items) == order
    held = plan.items[ActivityId("registry")]
    assert list(plan.with_item(replace(held, decision=Decision.UNDECIDED)).items) == [
        one for one in order if one != "registry"
    ]
