"""What stays home: private notes and un-chosen text, in every format of every report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reported import MADE
from sides import worked_example

from catalogue.activities import Activity, ActivityId
from catalogue.levels import Level
from sessions.comparison import compare
from sessions.report import Format, report_comparison, report_session

NOTE = "canary-note"
UNCHOSEN = "canary-unchosen"
forms = pytest.mark.parametrize("form", Format)
readable = pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN, Format.HTML])


def sides():
    sponsor, group = worked_example()
    noted = replace(group.assessment(ActivityId("registry")), private_note=NOTE)
    funding = replace(
        group.assessment(ActivityId("funding")),
        benefit=Level.HIGH,
        benefit_why=UNCHOSEN,
        plan=UNCHOSEN,
        private_note=UNCHOSEN,
    )
    own = Activity(ActivityId("own-unchosen"), UNCHOSEN, description=UNCHOSEN)
    told = group.with_assessment(noted).with_assessment(funding)
    return sponsor, told.with_own([*told.own.values(), own])


@forms
def test_a_report_of_a_session_holds_nothing_that_stays_home(form):
    drawn = report_session(sides()[1], form, made=MADE)
    assert "canary" not in drawn
    assert "private note" not in drawn.lower()


@pytest.mark.parametrize("form", [form for form in Format if form is not Format.SVG])
def test_a_report_of_a_comparison_holds_nothing_that_stays_home(form):
    drawn = report_comparison(compare(sides()), form, made=MADE)
    assert "canary" not in drawn
    assert "private note" not in drawn.lower()


@readable
def test_private_notes_come_when_asked_for_and_the_report_says_so_on_top(form):
    session = sides()[1]
    for drawn in (
        report_session(session, form, made=MADE, with_private=True),
        report_comparison(compare(sides()), form, made=MADE, with_private=True),
    ):
        notice = drawn.index("This report contains a private note")
        assert notice < drawn.index("At a glance")
        assert NOTE in drawn.replace("\\", "")
        assert UNCHOSEN not in drawn.replace("\\", "")


@readable
def test_a_report_without_any_private_note_does_not_claim_to_have_one(form):
    drawn = report_session(worked_example()[1], form, made=MADE, with_private=True)
    assert "private note" not in drawn


@pytest.mark.parametrize("form", [Format.CSV, Format.JSON])
def test_tables_hold_private_notes_under_their_name_when_asked_for(form):
    drawn = report_session(sides()[1], form, made=MADE, with_private=True)
    assert NOTE in drawn
    assert "private" in drawn
    assert UNCHOSEN not in drawn


def test_the_picture_never_holds_a_note():
    assert "canary" not in report_session(sides()[1], Format.SVG, made=MADE, with_private=True)


def test_what_is_compared_is_left_as_it_was():
    found = compare(sides())
    report_comparison(found, Format.TEXT, made=MADE)
    assert found.sides[1].assessment(ActivityId("registry")).private_note == NOTE
