"""The joint reading: the table, who can offer what, and one activity under two names."""

from __future__ import annotations

import inspect
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sides import FUND, side, worked_example

from catalogue.activities import ActivityId, builtin
from catalogue.levels import LEVELS, Dimension, Level
from sessions.comparison import Comparison, compare, join_titles, try_rating
from sessions.errors import ComparisonError
from sessions.joint import reading as joint_reading
from sessions.joint.reading import RULES, JointClass, Lever, Rating, joint_class, levers
from sessions.joint.reasons import lever_words, reason
from sessions.session import Perspective, without_private

L, M, H = Level.LOW, Level.MODERATE, Level.HIGH
RATINGS = [Rating(benefit, investment) for benefit, investment in product(LEVELS, LEVELS)]
REGISTRY = ActivityId("registry")


def oracle(first, second):
    """The two-sided rule as domain knowledge states it, on letters: "HM" and "LL"."""
    b1, i1 = first
    b2, i2 = second
    if b1 + b2 == "HH" and i1 != "H" and i2 != "H":
        return "start-here"
    if b1 + b2 in ("HM", "MH") and i1 + i2 == "LL":
        return "start-here"
    if b1 + b2 == "LL":
        return "set-aside"
    if (first == "LL" and b2 in "MH") or (second == "LL" and b1 in "MH"):
        return "offer"
    if "L" not in b1 + b2:
        return "resource-jointly" if "H" in i1 + i2 else "next-wave"
    return "discuss"


def letters(rating):
    return rating.benefit[0].upper() + rating.investment[0].upper()


def test_all_81_two_sided_combinations_read_as_the_rule_says():
    for first, second in product(RATINGS, RATINGS):
        expected = oracle(letters(first), letters(second))
        assert joint_class((first, second)) == expected, (letters(first), letters(second))


def test_every_class_of_the_table_is_reached():
    reached = {joint_class((first, second)) for first, second in product(RATINGS, RATINGS)}
    assert reached == {rule.joint_class for rule in RULES}


def test_the_docstring_shows_the_very_table_that_is_applied():
    rows = [
        tuple(part.strip() for part in line.strip("|").split("|"))
        for line in inspect.getdoc(joint_reading).splitlines()
        if line.startswith("| ")
    ]
    assert rows[0] == ("class", "when")
    assert rows[1:] == [(rule.joint_class.value, rule.when) for rule in RULES]


def test_every_class_has_words_a_rule_and_advice():
    for name in JointClass:
        assert name.words
        assert name.rule
        assert name.advice


@pytest.mark.parametrize("sides", [2, 3])
def test_swapping_sides_never_changes_the_class(sides):
    for ratings in product(RATINGS, repeat=sides):
        assert joint_class(ratings) is joint_class(ratings[::-1])
        assert joint_class(ratings) is joint_class((*ratings[1:], ratings[0]))


@pytest.mark.parametrize("sides", [2, 3])
def test_more_benefit_or_less_investment_never_moves_down_the_reading_order(sides):
    for ratings in product(RATINGS, repeat=sides):
        for better in steps(ratings, up=True):
            assert joint_class(better).rank <= joint_class(ratings).rank


def steps(ratings, *, up):
    """All ratings one step better (or worse) for one side on one dimension."""
    by = 1 if up else -1
    for number, rating in enumerate(ratings):
        for moved in (
            Rating(rating.benefit.step(by), rating.investment),
            Rating(rating.benefit, rating.investment.step(-by)),
        ):
            if moved != rating:
                yield (*ratings[:number], moved, *ratings[number + 1 :])


@pytest.mark.parametrize("sides", [2, 3])
def test_the_levers_are_exactly_the_single_steps_that_make_a_start(sides):
    for ratings in product(RATINGS, repeat=sides):
        pulled = set()
        for lever in levers(ratings):
            rating = ratings[lever.side]
            assert rating.level(lever.dimension) is lever.from_level
            moved = rating.rate(lever.dimension, lever.to_level)
            pulled.add((*ratings[: lever.side], moved, *ratings[lever.side + 1 :]))
        near = {*steps(ratings, up=True), *steps(ratings, up=False)}
        starts = {one for one in near if joint_class(one) is JointClass.START_HERE}
        assert pulled == (set() if joint_class(ratings) is JointClass.START_HERE else starts)


def test_three_sides_offer_together_when_two_of_them_are_low_low():
    found = compare(
        [
            side("A", {"registry": "LL"}),
            side("B", {"registry": "HM"}),
            side("C", {"registry": "LL"}),
        ]
    )
    assert found.readings[0].joint_class is JointClass.OFFER
    assert found.readings[0].offered_by == (0, 2)


def test_one_dear_and_useless_side_of_three_keeps_an_offer_from_being_one():
    found = compare(
        [
            side("A", {"registry": "LL"}),
            side("B", {"registry": "HM"}),
            side("C", {"registry": "LM"}),
        ]
    )
    assert found.readings[0].joint_class is JointClass.DISCUSS
    assert found.readings[0].offered_by == ()


# The worked example


def example() -> Comparison:
    return compare(worked_example())


def test_the_worked_example_reads_as_printed():
    assert {name.value: count for name, count in example().counts.items()} == {
        "start-here": 5,
        "next-wave": 3,
        "resource-jointly": 2,
        "offer": 1,
        "discuss": 2,
        "one-sided": 0,
        "set-aside": 0,
        "incomplete": 0,
    }


def test_the_worked_example_is_in_reading_order():
    assert [one.activity for one in example().readings] == [
        "consent",
        FUND,
        "endpoints",
        "protocol",
        "eligibility",
        "unmet-need",
        "recruitment",
        "regulator-meetings",
        "registry",
        "peer-support",
        "translational-tools",
        "diagnosis",
        "sites",
    ]


def test_the_registry_becomes_a_start_if_the_group_invests_less():
    found = example()
    registry = found.reading(REGISTRY)
    assert registry.levers == (Lever(1, Dimension.INVESTMENT, H, M),)
    assert (
        lever_words(registry.levers[0], found.names)
        == "if the investment of Aurel Families Network fell to moderate"
    )


def test_a_reason_is_worded_with_the_sides_own_cells():
    found = example()
    assert found.reason(found.reading(REGISTRY)) == (
        "resource jointly, since both see moderate or high benefit and "
        "Aurel Families Network invests high"
    )
    assert found.reason(found.reading(ActivityId("translational-tools"))) == (
        "offer, since Aurel Families Network sees low benefit at low investment, while "
        "Alder Bay Genetics sees high benefit: Aurel Families Network can offer it"
    )


def test_the_load_of_each_side_counts_starts_and_shared_work():
    sponsor, group = example().load
    assert (sponsor.high, sponsor.moderate) == (0, 4)
    assert (group.high, group.moderate) == (2, 2)


def test_agreement_is_told_per_dimension_and_adds_up():
    benefit, investment = example().agreements()
    assert (benefit.same, benefit.one_apart, benefit.two_apart) == (5, 6, 2)
    assert (investment.same, investment.one_apart, investment.two_apart) == (5, 7, 1)
    assert benefit.table[H, L] == 1
    assert benefit.table[L, H] == 1
    assert sum(investment.table.values()) == 13


def test_a_private_note_changes_nothing_in_the_joint_reading():
    sides = worked_example()
    noted = sides[1].with_assessment(
        replace(sides[1].assessment(REGISTRY), private_note="another company")
    )
    plain = compare([without_private(one) for one in (sides[0], noted)])
    assert compare([sides[0], noted]).readings == plain.readings


@given(st.lists(st.tuples(*[st.sampled_from([None, *RATINGS])] * 3), max_size=24))
def test_every_activity_that_somebody_chose_is_read_once(rows):
    ids = [entry.id for entry in builtin().activities]
    sides = [
        side(name, {ids[n]: letters(row[k]) for n, row in enumerate(rows) if row[k]})
        for k, name in enumerate("ABC")
    ]
    found = compare(sides)
    chosen = {held.activity for one in sides for held in one.chosen()}
    assert sorted(one.activity for one in found.readings) == sorted(chosen)
    assert sum(found.counts.values()) == len(found.readings)
    ranks = [one.joint_class.rank for one in found.readings]
    assert ranks == sorted(ranks)
    swapped = compare(sides[::-1])
    assert swapped.counts == found.counts
    assert [one.activity for one in swapped.readings] == [one.activity for one in found.readings]


@given(
    st.lists(st.sampled_from(list(product(RATINGS, RATINGS))), min_size=2, max_size=12),
    st.data(),
)
def test_a_better_rating_never_moves_an_activity_down_the_page(pairs, data):
    ids = [entry.id for entry in builtin().activities][: len(pairs)]
    sides = [
        side(name, {key: letters(pair[k]) for key, pair in zip(ids, pairs, strict=True)})
        for k, name in enumerate("AB")
    ]
    before = compare(sides)
    activity = data.draw(st.sampled_from(ids))
    where = data.draw(st.sampled_from([0, 1]))
    dimension = data.draw(st.sampled_from(Dimension))
    level = sides[where].assessment(activity).level(dimension)
    better = level.step(1 if dimension is Dimension.BENEFIT else -1)
    after = try_rating(before, where, activity, dimension, better)
    assert place(after, activity) <= place(before, activity)


def place(comparison, activity):
    return [one.activity for one in comparison.readings].index(activity)


# Some sides only, and gaps


def test_an_activity_of_one_side_is_one_sided_and_says_whose():
    found = compare([side("A", {"registry": "HL"}), side("B", {})])
    assert found.readings[0].joint_class is JointClass.ONE_SIDED
    assert found.readings[0].cells == (Rating(H, L), None)
    assert found.reason(found.readings[0]) == (
        "one side, since only A chose it (high / low), and B did not"
    )


def test_a_missing_level_is_named_with_its_side():
    found = compare([side("A", {"registry": "H-"}), side("B", {"registry": "HL"})])
    only = found.readings[0]
    assert only.joint_class is JointClass.INCOMPLETE
    assert only.missing == ((0, Dimension.INVESTMENT),)
    assert only.levers == ()
    assert found.reason(only) == "incomplete, since A has not rated its investment"


def test_unchosen_activities_are_not_compared():
    a, b = side("A", {"registry": "HL"}), side("B", {"registry": "HL"})
    a = a.with_assessment(replace(a.assessment(REGISTRY), chosen=False))
    found = compare([a, b])
    assert [one.joint_class for one in found.readings] == [JointClass.ONE_SIDED]


@given(st.lists(st.sampled_from([None, Rating(None, H), Rating(L, None), *RATINGS]), min_size=2))
def test_every_combination_has_a_reason_that_names_its_class(ratings):
    if not any(ratings):
        return
    names = [f"Side {number}" for number in range(len(ratings))]
    said = reason(tuple(ratings), names)
    assert said.startswith(joint_class(tuple(ratings)).words.lower() + ", since ")


# What is refused


def test_one_side_alone_is_no_comparison():
    with pytest.raises(ComparisonError, match="two sides or more"):
        compare([side("A", {})])


def test_a_joint_session_is_no_side_and_the_refusal_says_why():
    joint = side("A and B", {}, perspective=Perspective.JOINT)
    with pytest.raises(ComparisonError, match="rated by both sides together, so it is no side"):
        compare([joint, side("C", {})])


def test_a_session_is_not_compared_with_itself():
    one = side("A", {"registry": "HL"})
    with pytest.raises(ComparisonError, match="given twice"):
        compare([one, side("B", {}), replace(one, title="Another title")])


# What if


def test_trying_a_rating_touches_no_session():
    found = example()
    tried = try_rating(found, 1, REGISTRY, Dimension.INVESTMENT, M)
    assert tried.reading(REGISTRY).joint_class is JointClass.START_HERE
    assert found.reading(REGISTRY).joint_class is JointClass.RESOURCE_JOINTLY
    assert found.sides[1].assessment(REGISTRY).investment is H
    assert tried.load[1].high == 1


def test_what_one_side_did_not_choose_can_be_tried_there():
    found = compare([side("A", {"registry": "HL"}), side("B", {})])
    tried = try_rating(found, 1, REGISTRY, Dimension.BENEFIT, H)
    tried = try_rating(tried, 1, REGISTRY, Dimension.INVESTMENT, L)
    assert tried.readings[0].joint_class is JointClass.START_HERE


def test_an_activity_that_a_side_does_not_have_cannot_be_tried_there():
    found = compare([side("A", {"own-x": "HL"}, own={"own-x": "X"}), side("B", {})])
    with pytest.raises(ComparisonError, match="B does not have this activity"):
        try_rating(found, 1, ActivityId("own-x"), Dimension.BENEFIT, H)


# One activity under two names


def test_own_activities_with_one_id_are_one():
    found = compare(
        [
            side("A", {"own-fund": "HL"}, own={"own-fund": "Travel fund"}),
            side("B", {"own-fund": "HL"}, own={"own-fund": "travel  FUND"}),
        ]
    )
    assert len(found.readings) == 1
    assert found.questions == ()


def same_title():
    return [
        side("A", {"own-fund": "HL"}, own={"own-fund": "Travel fund"}),
        side("B", {"own-desk": "HM"}, own={"own-desk": " travel FUND "}),
    ]


def test_one_title_under_two_ids_is_asked_and_stays_two_until_answered():
    found = compare(same_title())
    assert len(found.readings) == 2
    assert len(found.questions) == 1
    assert not found.questions[0].same_id
    assert "Do both sides mean the same activity" in found.questions[0].sentence


@pytest.mark.parametrize(
    ("one", "other"), [("Straße", "STRASSE"), ("Fonds für Äste", "FONDS FU\u0308R A\u0308STE")]
)
def test_titles_are_the_same_whatever_their_case_and_however_accents_are_typed(one, other):
    found = compare(
        [
            side("A", {"own-a": "HL"}, own={"own-a": one}),
            side("B", {"own-b": "HL"}, own={"own-b": other}),
        ]
    )
    assert len(found.questions) == 1


def test_answering_yes_makes_one_reading_that_knows_both_ids():
    found = compare(same_title())
    joined = compare(same_title(), answers={found.questions[0]: True})
    assert joined.questions == ()
    assert [one.ids for one in joined.readings] == [("own-fund", "own-desk")]
    assert joined.readings[0].joint_class is JointClass.START_HERE
    assert joined.assessment(joined.readings[0], 1).investment is M
    assert joined.reading(ActivityId("own-desk")) is joined.readings[0]


def test_answering_no_leaves_two_and_asks_no_more():
    found = compare(same_title())
    apart = compare(same_title(), answers={found.questions[0]: False})
    assert apart.questions == ()
    assert len(apart.readings) == 2


def test_an_answer_holds_whichever_side_comes_first():
    question = compare(same_title()).questions[0]
    assert len(compare(same_title()[::-1], answers={question: True}).readings) == 1


def test_a_rating_can_be_tried_on_a_side_that_knows_the_activity_by_another_id():
    joined = join_titles(same_title())
    tried = try_rating(joined, 1, ActivityId("own-fund"), Dimension.INVESTMENT, H)
    assert [one.joint_class for one in tried.readings] == [JointClass.RESOURCE_JOINTLY]


def one_id():
    return [
        side("A", {"own-fund": "HL"}, own={"own-fund": "Travel fund"}),
        side("B", {"own-fund": "HL"}, own={"own-fund": "Research fund"}),
    ]


def test_one_id_under_two_titles_is_asked_and_stays_one_until_answered():
    found = compare(one_id())
    assert len(found.readings) == 1
    assert found.questions[0].same_id
    assert "Research fund" in found.questions[0].sentence
    apart = compare(one_id(), answers={found.questions[0]: False})
    assert [one.joint_class for one in apart.readings] == [JointClass.ONE_SIDED] * 2
    assert apart.questions == ()


def test_a_title_that_one_side_uses_twice_joins_nothing():
    found = join_titles(
        [
            side("A", {"own-a": "HL"}, own={"own-a": "Fund"}),
            side("B", {"own-b": "HL", "own-c": "LL"}, own={"own-b": "Fund", "own-c": "Fund"}),
        ]
    )
    assert len(found.readings) == 3
    assert found.questions == ()


def test_titles_of_three_sides_can_all_be_joined():
    found = join_titles(
        [side(name, {f"own-{name}": "HL"}, own={f"own-{name}": "Fund"}) for name in "ABC"]
    )
    assert len(found.readings) == 1
    assert found.readings[0].ids == ("own-A", "own-B", "own-C")


def test_sides_with_one_name_are_told_apart():
    a = side("Aurel", {})
    b = replace(side("B", {}), organisation=a.organisation, perspective=Perspective.PATIENT_GROUP)
    c = replace(side("C", {}), organisation=a.organisation, title="Session of Aurel")
    assert compare([a, b]).names == ("Aurel (sponsor)", "Aurel (patient group)")
    assert len(set(compare([a, b, c]).names)) == 3


def test_2000_activities_of_each_side_are_read_in_one_pass():
    own = {f"own-{number}": f"Activity {number}" for number in range(2000)}
    cells = {key: letters(RATINGS[number % 9]) for number, key in enumerate(own)}
    found = compare([side("A", cells, own=own), side("B", cells, own=own)])
    assert len(found.readings) == 2000
