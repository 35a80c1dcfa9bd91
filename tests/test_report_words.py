"""What a report says and in which order, read as plain text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reported import HOSTILE, MADE, filled_comparison, filled_plan, filled_session, log_row
from sides import side, worked_example

from catalogue.activities import ActivityId
from catalogue.levels import Dimension, Level
from sessions.comparison import compare
from sessions.errors import CommongridError
from sessions.partnership import Decision, Proposal
from sessions.plans.edits import Decide, Propose
from sessions.plans.planning import new_partnership
from sessions.report import Format, report_comparison, report_plan, report_session
from sessions.reports.as_text import WIDTH, wrap
from sessions.reports.words import FOCUS, SIZES, YEARS
from sessions.session import Focus, LevelMeanings, Size, Years
from sessions.text import cells

REGISTRY = ActivityId("registry")
JOINERS = "\u200c\u200d"
ARABIC = "قاعدة بيانات المرضى ذوي الأمراض النادرة في جميع البلدان"


def session_text(session, **options):
    return report_session(session, Format.TEXT, made=MADE, **options)


def comparison_text(*sides):
    return report_comparison(compare(sides), Format.TEXT, made=MADE)


def in_order(text, *parts):
    places = [text.index(part) for part in parts]
    return places == sorted(places)


def test_a_session_opens_with_the_four_lists_of_the_paper():
    text = session_text(worked_example()[1])
    assert in_order(
        text,
        "To pursue (high / low)",
        "Valuable but costly (high / high)",
        "Could be offered (low / low)",
        "Unlikely to be worth it (low / high)",
        "The matrix\n",
        "Every activity\n",
        "What the levels mean",
        "About this report",
    )
    glance = text[text.index("At a glance") : text.index("The matrix\n")]
    assert in_order(glance, "- Informed consent", "- Natural history", "- Translational", "None.")
    assert "7 activities in between" in glance


def test_every_reason_factor_and_plan_of_a_session_is_told():
    session = worked_example()[1]
    held = replace(
        session.assessment(REGISTRY),
        benefit_factors=("B1", "B3"),
        investment_why="Upkeep for years",
        plan="Find a host",
        unclear="Which registry?",
    )
    text = session_text(session.with_assessment(held))
    for words in ("B1 Reach of the effect, B3", "Upkeep", "Find a host", "Which registry?"):
        assert words in text


def test_what_is_not_rated_yet_has_a_list_of_its_own():
    text = session_text(side("A", {"registry": "H-", "consent": "HL"}))
    assert in_order(text, "Every activity\n", "Not yet rated", "high / not rated")
    assert "2 activities chosen, 1 rated." in text


def test_an_empty_session_still_makes_a_report():
    text = session_text(side("A", {}))
    assert "0 activities chosen, 0 rated." in text
    assert "None is rated yet." in text
    assert "Not written down." in text


def test_a_crowded_matrix_says_so():
    names = ["registry", "consent", "sites", "funding", "protocol", "endpoints"]
    text = session_text(side("A", dict.fromkeys(names, "HL")))
    assert "NOTE: 6 of 6 rated activities share one cell" in text


def test_words_that_are_not_the_papers_are_marked_in_the_matrix():
    text = session_text(worked_example()[1])
    assert "(weigh up *)" in text
    assert "(pursue)" in text
    assert "* The words for cells with a moderate level are commongrid's" in text


def test_a_report_says_where_its_list_comes_from_and_when_it_was_made():
    text = session_text(worked_example()[1])
    assert "condensed by this project" in text.replace("\n", " ")
    assert text.endswith("Made by commongrid on 2026-11-22 10:15 UTC.\n")


def test_every_choice_of_a_profile_has_words():
    assert set(SIZES) == set(Size)
    assert set(YEARS) == set(Years)
    assert set(FOCUS) == set(Focus)


# Change log


def test_names_of_people_are_told_with_the_changes_only():
    session = worked_example()[1]
    rows = [log_row(1, "activity/registry/benefit", "Rated the registry: benefit high")]
    assert "ann" not in session_text(session).split()
    assert "2026-11-22 10:01 UTC, ann" in session_text(session, changes=rows)
    assert "Rated the registry: benefit high" in session_text(session, changes=rows)


def test_a_carry_is_one_line_of_the_change_log():
    rows = [
        log_row(1, "activity/registry/benefit", "Moved it to low / high", group="carry"),
        log_row(2, "activity/registry/investment", "Moved it to high / low", group="carry"),
    ]
    text = session_text(worked_example()[1], changes=rows)
    assert "Moved it to high / low" in text
    assert "Moved it to low / high" not in text


def test_the_change_log_keeps_the_words_on_private_matters_to_itself():
    session = worked_example()[1]
    rows = [
        log_row(1, "activity/registry/private_note", "Wrote canary one"),
        log_row(2, "activity/funding/benefit", "Rated canary two"),
        log_row(3, "own/own-gone/title", "Removed canary three"),
    ]
    text = session_text(session, changes=rows)
    assert "canary" not in text
    assert text.count("(private)") == 3
    assert session_text(session, changes=rows, with_private=True).count("canary") == 3


# Comparison


def test_a_comparison_leads_with_the_classes_and_ends_with_agreement():
    text = comparison_text(*worked_example())
    assert in_order(
        text,
        "At a glance",
        "\nStart here\n=",
        "\nNext wave\n=",
        "\nResource jointly\n=",
        "\nOffer\n=",
        "\nDiscuss\n=",
        "What each side can offer",
        "What each side would carry",
        "Every activity, from each side",
        "Where the ratings agree",
        "About this report",
    )


def test_a_comparison_tells_both_reasons_and_why_a_class_was_given():
    text = comparison_text(*worked_example())
    part = " ".join(text[text.rindex("Natural history data") :].split())
    assert in_order(
        part,
        "Resource jointly, since both see moderate or high benefit",
        "Single-arm trial needs external controls",
        "No data manager",
        "It would be a start if the investment of Aurel Families Network fell to moderate.",
    )


def test_one_sided_and_incomplete_activities_are_in_the_comparison():
    text = comparison_text(
        side("A", {"registry": "HL", "consent": "H-"}), side("B", {"consent": "HL"})
    )
    assert in_order(text, "\nOne side\n=", "not chosen", "\nIncomplete\n=", "high / not rated")
    assert "One side, since only A chose it (high / low), and B did not." in text


def test_an_open_question_on_titles_is_asked_in_the_report():
    text = comparison_text(
        side("A", {"own-a": "HL"}, own={"own-a": "Fund"}),
        side("B", {"own-b": "HL"}, own={"own-b": "fund"}),
    )
    assert "NOTE: Do both sides mean the same activity" in text
    assert "They are read as two here." in text.replace("\n", " ")


def test_what_the_levels_mean_to_each_side_stands_side_by_side():
    sponsor, group = worked_example()
    told = replace(group, levels=LevelMeanings(benefit_high="Changes care for most"))
    text = comparison_text(sponsor, told)
    assert "Changes care for most" in text
    assert "High benefit" in text
    assert "Low benefit  " not in text[text.index("What the levels mean") :]


def test_three_sides_are_reported_too():
    text = comparison_text(
        side("A", {"registry": "HL"}), side("B", {"registry": "HL"}), side("C", {"registry": "HM"})
    )
    assert text.startswith("A, B and C: a joint reading")
    assert "Start here, since all three see high benefit" in text
    assert text.count("\nBenefit: ") == 3


def test_an_empty_comparison_still_makes_a_report():
    assert "No side has chosen an activity yet." in comparison_text(side("A", {}), side("B", {}))


# Plan


def test_a_plan_lists_what_is_to_be_done_before_what_is_not():
    plan = new_partnership(worked_example(), "Plan")
    plan = Decide(ActivityId("sites"), "Sites", Decision.DECLINE).apply(plan)
    plan = Decide(REGISTRY, "Registry", Decision.PURSUE).apply(plan)
    lower = Proposal(1, Dimension.INVESTMENT, Level.HIGH, Level.MODERATE)
    plan = Propose(REGISTRY, "Registry", lower).apply(plan)
    text = report_plan(plan, Format.TEXT, made=MADE, changed=(1,))
    assert in_order(text, "Pursue: 1 activity", "Decline: 1 activity", "Nothing more was written.")
    assert "NOTE: Aurel Families Network has changed its session since" in text
    assert "Aurel Families Network: investment moderate" in text


def test_an_empty_plan_still_makes_a_report():
    plan = new_partnership(worked_example(), "Plan")
    assert "Still empty." in report_plan(plan, Format.TEXT, made=MADE)


# Formats


def test_a_picture_of_a_comparison_or_a_plan_is_refused_in_a_sentence():
    with pytest.raises(CommongridError, match="one session's matrix"):
        report_comparison(compare(worked_example()), Format.SVG, made=MADE)
    with pytest.raises(CommongridError, match="one session's matrix"):
        report_plan(new_partnership(worked_example(), "Plan"), Format.SVG, made=MADE)


def test_a_report_is_the_same_every_time():
    for form in Format:
        first = report_session(worked_example()[1], form, made=MADE)
        assert first == report_session(worked_example()[1], form, made=MADE)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_control_character_reaches_a_terminal(text):
    for drawn in (
        report_session(filled_session(text), Format.TEXT, made=MADE),
        report_comparison(filled_comparison(text), Format.TEXT, made=MADE),
        report_plan(filled_plan(text), Format.TEXT, made=MADE),
    ):
        assert all(one == "\n" or one.isprintable() or one in JOINERS for one in drawn)
        assert "\u202e" not in drawn


@given(st.text(max_size=300), st.integers(4, 100))
def test_wrapping_keeps_every_word_and_no_line_is_too_wide(text, width):
    lines = list(wrap(text, width))
    assert "".join("".join(lines).split()) == "".join("".join(wrap(text, 10**9)).split())
    assert all(cells(line) <= width or " " not in line.strip() for line in lines)


def test_a_plain_report_fits_a_terminal():
    for text in (session_text(worked_example()[1]), comparison_text(*worked_example())):
        assert max(cells(line) for line in text.splitlines()) <= WIDTH


def test_arabic_stays_whole():
    assert ARABIC.split()[0] in session_text(filled_session(ARABIC))
