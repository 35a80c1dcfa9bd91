"""The plan that the sides agree on, what can be done to it, and how that is logged."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sides import FUND, side, worked_example

from catalogue.activities import Activity, ActivityId, builtin
from catalogue.levels import Dimension, Level
from catalogue.phases import Phase
from sessions.comparison import compare
from sessions.errors import ComparisonError, PlanError, RefusedEditError, TextConflictError
from sessions.exchange import read_session, write_session
from sessions.joint.reading import JointClass
from sessions.partnership import (
    Decision,
    Item,
    Partnership,
    Proposal,
)
from sessions.plans.edits import (
    ITEM_TEXTS,
    Decide,
    DeletePlan,
    Propose,
    RetitlePlan,
    SetDue,
    Withdraw,
    WriteItem,
    parse_due,
)
from sessions.plans.patch import apply_to_plan, diff_plan, put_in_plan, value_in_plan
from sessions.plans.planning import (
    agree_on,
    changed_sides,
    content_hash,
    new_partnership,
    what_if,
)
from sessions.session import Perspective

REGISTRY = ActivityId("registry")
TITLE = "Natural history data and patient registry"
FALL = Proposal(1, Dimension.INVESTMENT, Level.HIGH, Level.MODERATE)


def plan() -> Partnership:
    return new_partnership(worked_example(), "Gene therapy trial, joint plan")


def test_a_new_plan_knows_its_sides_and_holds_nothing():
    held = plan()
    assert [one.name for one in held.sides] == ["Alder Bay Genetics", "Aurel Families Network"]
    assert held.items == {}
    assert changed_sides(held, worked_example()) == ()


def test_a_plan_needs_a_title_and_two_sides():
    with pytest.raises(PlanError, match="needs a title"):
        new_partnership(worked_example(), "  ")
    with pytest.raises(ComparisonError, match="two sides"):
        new_partnership(worked_example()[:1], "Plan")
    joint = side("Both", {}, perspective=Perspective.JOINT)
    with pytest.raises(ComparisonError, match="no side"):
        new_partnership([joint, worked_example()[0]], "Plan")


def test_no_field_of_a_plan_is_private():
    for kind in (Partnership, Item, Proposal):
        assert not any(entry.metadata.get("private") for entry in fields(kind))


def test_a_decision_brings_the_activity_into_the_plan_and_undeciding_takes_it_out():
    held = Decide(REGISTRY, TITLE, Decision.PURSUE).apply(plan())
    assert held.items[REGISTRY].title == TITLE
    assert held.decided(Decision.PURSUE) == (held.items[REGISTRY],)
    assert Decide(REGISTRY, TITLE, Decision.UNDECIDED).apply(held).items == {}


def test_items_are_kept_in_catalogue_order_with_own_activities_last():
    held = plan()
    for activity in (FUND, "consent", "registry"):
        held = Decide(ActivityId(activity), activity, Decision.LATER).apply(held)
    assert list(held.items) == ["registry", "consent", FUND]


@pytest.mark.parametrize("name", [*ITEM_TEXTS, "leads/0", "leads/1"])
def test_every_text_of_an_item_can_be_written(name):
    edit = WriteItem(REGISTRY, TITLE, name, "Ann Örn", "")
    held = edit.apply(plan())
    assert edit.apply(held) is held
    assert "Ann Örn" in (*held.item(REGISTRY).leads, *vars_of(held.item(REGISTRY)))
    assert edit.label(held).startswith(f"Wrote {TITLE}: ")
    assert WriteItem(REGISTRY, TITLE, name, "", "Ann Örn").apply(held).items == {}


def vars_of(item):
    return [getattr(item, name) for name in ITEM_TEXTS]


@pytest.mark.parametrize("name", ["leads/2", "leads/-1", "leads/", "title", "proposed", "due"])
def test_what_is_no_text_of_an_item_is_refused(name):
    with pytest.raises(RefusedEditError, match="not a text of a plan"):
        WriteItem(REGISTRY, TITLE, name, "x", "").apply(plan())


def test_a_text_that_somebody_else_changed_is_refused_with_all_three_versions():
    held = WriteItem(REGISTRY, TITLE, "pays", "The sponsor", "").apply(plan())
    with pytest.raises(TextConflictError) as caught:
        WriteItem(REGISTRY, TITLE, "pays", "The group", "").apply(held)
    assert (caught.value.mine, caught.value.theirs, caught.value.original) == (
        "The group",
        "The sponsor",
        "",
    )


def test_the_leads_of_two_sides_do_not_collide():
    held = WriteItem(REGISTRY, TITLE, "leads/1", "Ben", "").apply(plan())
    held = WriteItem(REGISTRY, TITLE, "leads/0", "Ann", "").apply(held)
    assert held.item(REGISTRY).leads == ("Ann", "Ben")


def test_the_title_of_a_plan_is_guarded_and_never_empty():
    held = plan()
    assert RetitlePlan("New", held.title).apply(held).title == "New"
    with pytest.raises(TextConflictError):
        RetitlePlan("New", "what it was long ago").apply(held)
    with pytest.raises(RefusedEditError, match="needs a title"):
        RetitlePlan(" ", held.title).apply(held)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2027-03-31", date(2027, 3, 31)),
        (" 2027-3-1 ", date(2027, 3, 1)),
        ("٢٠٢٧-٠٣-٣١", date(2027, 3, 31)),
        ("", None),
        ("  ", None),
    ],
)
def test_a_day_is_read_as_year_month_day(typed, day):
    assert parse_due(typed) == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.3.2027", "Type the day as year-month-day"),
        ("next week", "Type the day as year-month-day"),
        ("2027-02-30", "There is no day 2027-02-30"),
        ("2027-13-01", "There is no day 2027-13-01"),
        ("0027-03-31", "The year 27 is not between"),
    ],
)
def test_what_is_no_day_is_refused_in_a_sentence(typed, sentence):
    with pytest.raises(PlanError, match=sentence):
        parse_due(typed)


def test_a_due_day_is_set_and_taken_back():
    held = SetDue(REGISTRY, TITLE, date(2027, 3, 31)).apply(plan())
    assert held.item(REGISTRY).due == date(2027, 3, 31)
    assert SetDue(REGISTRY, TITLE, None).apply(held).items == {}
    with pytest.raises(RefusedEditError, match="check the day"):
        SetDue(REGISTRY, TITLE, date(1927, 3, 31)).apply(held)


def test_a_proposal_replaces_the_one_on_the_same_side_and_dimension():
    held = Propose(REGISTRY, TITLE, FALL).apply(plan())
    lower = replace(FALL, to_level=Level.LOW)
    held = Propose(REGISTRY, TITLE, lower).apply(held)
    assert held.item(REGISTRY).proposed == (lower,)
    assert Withdraw(REGISTRY, 1, Dimension.INVESTMENT).apply(held).items == {}
    assert Withdraw(REGISTRY, 0, Dimension.INVESTMENT).apply(held) is held


def test_a_proposal_to_nobody_or_of_nothing_is_refused():
    with pytest.raises(RefusedEditError, match="no such side"):
        Propose(REGISTRY, TITLE, replace(FALL, side=2)).apply(plan())
    with pytest.raises(RefusedEditError, match="already"):
        Propose(REGISTRY, TITLE, replace(FALL, to_level=Level.HIGH)).apply(plan())


def test_what_if_reads_the_sides_as_if_every_proposal_were_taken_up():
    comparison = compare(worked_example())
    held = Propose(REGISTRY, TITLE, FALL).apply(plan())
    held = Propose(ActivityId("own-gone"), "Gone", FALL).apply(held)
    tried = what_if(held, comparison)
    assert tried.reading(REGISTRY).joint_class is JointClass.START_HERE
    assert comparison.reading(REGISTRY).joint_class is JointClass.RESOURCE_JOINTLY
    swapped = what_if(held, compare(worked_example()[::-1]))
    assert swapped.reading(REGISTRY).joint_class is JointClass.START_HERE


# What was agreed on


def test_a_side_that_changed_a_rating_is_named_until_agreed_on_again():
    sponsor, group = worked_example()
    moved = group.with_assessment(group.assessment(REGISTRY).rate(Dimension.BENEFIT, Level.LOW))
    held = plan()
    assert changed_sides(held, [sponsor, moved]) == (1,)
    assert changed_sides(held, [sponsor]) == ()
    agreed = agree_on([sponsor, moved]).apply(held)
    assert changed_sides(agreed, [sponsor, moved]) == ()
    assert agree_on([sponsor, moved]).apply(agreed) is agreed


def test_what_stays_home_does_not_count_as_a_change():
    _, group = worked_example()
    noted = group.with_assessment(
        replace(group.assessment(REGISTRY), private_note="another company")
    )
    thought = noted.with_assessment(
        replace(noted.assessment(ActivityId("funding")), benefit=Level.LOW, plan="un-chosen")
    )
    unused = thought.with_own([*thought.own.values(), Activity(ActivityId("own-x"), "Unused")])
    assert content_hash(replace(unused, archived=True, deleted=True)) == content_hash(group)


def test_the_hash_is_the_same_after_the_texts_went_through_a_file():
    _, group = worked_example()
    typed = replace(group.assessment(REGISTRY), plan="one\r\ntwo\x1b")
    read = replace(group.assessment(REGISTRY), plan="one\ntwo\u241b")
    assert content_hash(group.with_assessment(typed)) == content_hash(group.with_assessment(read))


def test_a_file_that_was_written_and_read_is_still_what_was_agreed_on():
    for session in worked_example():
        written = write_session(session, created=None, modified=None, exported=None)
        assert content_hash(read_session(written, "side.toml").session) == content_hash(session)


@pytest.mark.parametrize(
    "change",
    [
        lambda s: replace(s, title="Other"),
        lambda s: replace(s, organisation=replace(s.organisation, phases=(Phase.REVIEW,))),
        lambda s: replace(s, levels=replace(s.levels, benefit_low="little")),
        lambda s: s.with_assessment(replace(s.assessment(REGISTRY), unclear="What is it?")),
        lambda s: s.with_assessment(replace(s.assessment(REGISTRY), chosen=False)),
        lambda s: s.with_own([replace(s.own[FUND], description="Rent")]),
    ],
)
def test_whatever_an_export_would_tell_changes_the_hash(change):
    _, group = worked_example()
    assert content_hash(change(group)) != content_hash(group)


# The log


def test_a_patch_says_what_was_done_in_paths_and_values():
    before = plan()
    after = Decide(REGISTRY, TITLE, Decision.PURSUE).apply(before)
    after = Propose(REGISTRY, TITLE, FALL).apply(after)
    patch = diff_plan(before, after)
    changes = {change.path: (change.before, change.after) for change in patch.changes}
    assert changes["item/registry/decision"] == (None, "pursue")
    assert changes["item/registry/proposed/1/investment"] == (None, ("high", "moderate"))
    assert {change.activity for change in diff_plan(before, after).changes} == {REGISTRY}
    assert value_in_plan(after, "item/registry/title") == TITLE
    assert value_in_plan(after, "item/consent/title") is None


@pytest.mark.parametrize("path", ["nothing", "item/registry/colour", "side/x/colour"])
def test_a_path_that_names_no_field_is_an_error(path):
    with pytest.raises(KeyError):
        put_in_plan(plan(), path, "x")


ACTIVITIES = [REGISTRY, ActivityId("consent"), ActivityId(FUND)]
texts = st.sampled_from(["", "a", "Ann", "two\nlines"])
items = st.builds(
    Item,
    st.sampled_from(ACTIVITIES),
    st.sampled_from(["A title", "Another"]),
    decision=st.sampled_from(Decision),
    leads=st.lists(texts, max_size=2).map(tuple),
    pays=texts,
    due=st.none() | st.dates(date(2000, 1, 1), date(2199, 12, 31)),
    note=texts,
    proposed=st.lists(
        st.builds(
            Proposal,
            st.sampled_from([0, 1]),
            st.sampled_from(Dimension),
            st.sampled_from(Level),
            st.sampled_from(Level),
        ),
        max_size=3,
    ).map(tuple),
)
EMPTY = plan()


def fill(held, added):
    for item in added:
        held = held.with_item(item)
    return held


plans = st.builds(
    lambda added, deleted: replace(fill(EMPTY, added), deleted=deleted),
    st.lists(items, max_size=4),
    st.booleans(),
)


@given(plans, plans)
def test_a_patch_makes_one_plan_of_another_and_its_inverse_takes_it_back(before, after):
    patch = diff_plan(before, after)
    assert apply_to_plan(patch, before) == after
    assert apply_to_plan(patch.inverse(), after) == before
    assert list(apply_to_plan(patch, before).items) == list(after.items)


@given(plans)
def test_equal_plans_have_no_difference(held):
    assert diff_plan(held, held).changes == ()


def test_renaming_a_side_is_logged_and_taken_back():
    sponsor, group = worked_example()
    renamed = replace(group, organisation=replace(group.organisation, name="Aurel"))
    before = plan()
    after = agree_on([sponsor, renamed]).apply(before)
    patch = diff_plan(before, after)
    assert {change.path.rpartition("/")[2] for change in patch.changes} == {"name", "version_hash"}
    assert apply_to_plan(patch.inverse(), after) == before


def test_a_deleted_plan_comes_back():
    held = DeletePlan(on=True).apply(plan())
    assert held.deleted
    assert not DeletePlan(on=False).apply(held).deleted


def test_every_label_says_what_was_done_in_the_past_tense():
    held = plan()
    edits = [
        Decide(REGISTRY, TITLE, Decision.PURSUE),
        SetDue(REGISTRY, TITLE, date(2027, 3, 31)),
        Propose(REGISTRY, TITLE, FALL),
        Withdraw(REGISTRY, 1, Dimension.INVESTMENT),
        RetitlePlan("New", held.title),
        DeletePlan(on=True),
    ]
    labels = []
    for edit in edits:
        held = edit.apply(held)
        labels.append(edit.label(held))
    assert labels == [
        f"Decided on {TITLE}: pursue",
        f"Set {TITLE}: due 2027-03-31",
        f"Proposed for {TITLE}: investment of Aurel Families Network from high to moderate",
        f"Withdrew a proposal for {TITLE}",
        "Wrote title",
        "Deleted New",
    ]


def test_the_built_in_list_is_not_needed_to_read_a_plan():
    held = Decide(ActivityId("theirs-1"), "Of another list", Decision.PURSUE).apply(plan())
    assert builtin().get("theirs-1") is None
    assert held.title_of(ActivityId("theirs-1")) == "Of another list"
