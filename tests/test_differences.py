"""What a partner's newer file says has changed."""

from __future__ import annotations

from dataclasses import replace

from sides import FUND, worked_example

from catalogue.activities import ActivityId
from catalogue.levels import Dimension, Level
from sessions.joint.differences import differences

REGISTRY = ActivityId("registry")


def group():
    return worked_example()[1]


def test_the_same_session_has_changed_in_nothing():
    assert differences(group(), group()) == ()


def test_a_lower_investment_is_said_in_words():
    newer = group().with_assessment(
        group().assessment(REGISTRY).rate(Dimension.INVESTMENT, Level.MODERATE)
    )
    (found,) = differences(group(), newer)
    assert found.title == "Natural history data and patient registry"
    assert found.sentences == ("investment fell from high to moderate",)


def test_a_level_given_or_taken_back_is_said():
    bare = group().with_assessment(group().assessment(REGISTRY).rate(Dimension.BENEFIT, None))
    assert differences(bare, group())[0].sentences == ("benefit is now rated high",)
    assert differences(group(), bare)[0].sentences == ("benefit is no longer rated, was high",)


def test_choosing_and_unchoosing_are_one_sentence_each():
    without = group().with_assessment(replace(group().assessment(REGISTRY), chosen=False))
    assert differences(without, group())[0].sentences == ("newly chosen, high / high",)
    assert differences(group(), without)[0].sentences == ("no longer chosen, was high / high",)


def test_texts_are_added_changed_or_taken_out():
    held = group().assessment(REGISTRY)
    newer = group().with_assessment(replace(held, plan="", unclear="Which?", benefit_why="New"))
    assert differences(group(), newer)[0].sentences == (
        "reason for the benefit: changed",
        "how it would be done: taken out",
        "question about the wording: added",
    )


def test_what_stays_home_is_no_difference():
    noted = group().with_assessment(replace(group().assessment(REGISTRY), private_note="canary"))
    assert differences(group(), replace(noted, archived=True)) == ()


def test_the_session_itself_comes_first_and_activities_follow_in_order():
    newer = replace(group(), title="Renamed", levels=replace(group().levels, benefit_high="All"))
    for key in (FUND, "consent", "registry"):
        newer = newer.with_assessment(replace(newer.assessment(ActivityId(key)), plan="New"))
    found = differences(group(), newer)
    assert [one.activity for one in found] == [None, "registry", "consent", FUND]
    assert found[0].sentences == ("title: changed", "what high benefit means: added")


def test_a_removed_activity_of_their_own_is_still_called_by_its_title():
    newer = group().with_own([])
    newer = newer.with_assessment(replace(newer.assessment(ActivityId(FUND)), chosen=False))
    assert differences(group(), newer)[0].title == "Family travel and relocation fund"
