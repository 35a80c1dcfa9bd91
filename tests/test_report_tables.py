"""Reports for spreadsheets and for scripts: CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reported import HOSTILE, MADE, filled_comparison, filled_plan, filled_session
from sides import side, worked_example

from catalogue.activities import ActivityId
from sessions.comparison import compare
from sessions.exchange import write_session
from sessions.joint.reading import JointClass
from sessions.report import Format, report_comparison, report_plan, report_session
from sessions.reports.as_csv import draw_csv, safe_cell
from sessions.text import safe


def table(drawn):
    assert drawn.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(drawn.removeprefix("\ufeff"), newline="")))
    assert all(None not in row for row in rows)
    return rows


def session_table(session, **options):
    return table(report_session(session, Format.CSV, made=MADE, **options))


def test_a_session_is_one_row_an_activity():
    rows = session_table(worked_example()[1])
    assert len(rows) == 13
    registry = next(row for row in rows if row["id"] == "registry")
    assert (registry["benefit"], registry["investment"]) == ("high", "high")
    assert registry["why this benefit"] == "No data manager"
    assert registry["own"] == "no"


def test_a_level_that_is_missing_is_an_empty_cell():
    (row,) = session_table(side("A", {"registry": "H-"}))
    assert row["investment"] == ""


def test_rows_end_as_spreadsheets_expect():
    drawn = report_session(worked_example()[1], Format.CSV, made=MADE)
    assert drawn.count("\r\n") == 14
    assert drawn.encode("utf-8").startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "  =1",
        "＝1",
        "-",
        "=cmd|' /C calc'!A0",
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert safe_cell(text) == "'" + safe(text)


@pytest.mark.parametrize("text", ["\t=1", "\r=1", "\n=1", "\tx"])
def test_a_cell_never_begins_with_a_tab_or_a_line_break(text):
    assert safe_cell(text)[0] == "'"
    assert safe_cell(text).replace("'", "") == safe(text)


@pytest.mark.parametrize("text", ["a;=1+1", "a\n=1+1", "a; @x", "a\t=1", "a;-1", "a\n+1"])
def test_a_formula_behind_a_semicolon_or_a_line_break_is_stopped_too(text):
    assert "'" in safe_cell(text)
    assert safe_cell(text).replace("'", "") == text


@pytest.mark.parametrize(
    "text", ["a = b", "two\n- one\n- two", "low; - maybe", "mail@home", "", "'x"]
)
def test_plain_words_are_left_alone(text):
    assert safe_cell(text) == text


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_every_cell_comes_back_and_none_is_a_formula(rows):
    drawn = draw_csv(rows).removeprefix("\ufeff")
    back = list(csv.reader(io.StringIO(drawn, newline="")))
    assert back == [[safe_cell(text) for text in row] for row in rows]
    for row in back:
        for text in row:
            assert not text.lstrip().startswith(("=", "+", "-", "@"))
            assert not text.startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_cell(text):
    rows = session_table(filled_session(text))
    assert len(rows) == 13
    assert rows[0]["unclear"] == safe_cell(text)
    assert len(table(report_comparison(filled_comparison(text), Format.CSV, made=MADE))) == 13
    assert len(table(report_plan(filled_plan(text), Format.CSV, made=MADE))) == 1


def test_a_comparison_has_the_columns_of_each_side():
    rows = table(report_comparison(compare(worked_example()), Format.CSV, made=MADE))
    offer = next(row for row in rows if row["class"] == "offer")
    assert offer["id"] == "translational-tools"
    assert offer["offered by"] == "Aurel Families Network"
    assert offer["Alder Bay Genetics: benefit"] == "high"
    assert offer["Aurel Families Network: why this benefit"] == "Release takes a letter"
    assert rows[0]["class"] == "start-here"


def test_a_plan_has_its_leads_in_columns_and_its_day_as_iso():
    (row,) = table(report_plan(filled_plan("Ann"), Format.CSV, made=MADE))
    assert row["lead: Ann"] == "Ann"
    assert row["due"] == date(2027, 1, 31).isoformat()


# JSON


def test_the_json_of_a_session_says_what_its_file_says_less_how_the_file_was_made():
    session = worked_example()[1]
    drawn = json.loads(report_session(session, Format.JSON, made=MADE))
    written = write_session(session, created=None, modified=None, exported=None)
    document = tomllib.loads(written.decode())
    document.pop("provenance", None)
    assert drawn == document


def test_the_json_of_a_comparison_has_exactly_the_promised_shape():
    found = compare([side("A", {"registry": "HM", "consent": "H-"}), side("B", {"registry": "HH"})])
    drawn = json.loads(report_comparison(found, Format.JSON, made=MADE))
    assert drawn == {
        "sides": [
            {"name": "A", "perspective": "sponsor", "session": found.sides[0].id},
            {"name": "B", "perspective": "sponsor", "session": found.sides[1].id},
        ],
        "activities": [
            {
                "id": "registry",
                "title": "Natural history data and patient registry",
                "class": "resource-jointly",
                "offered_by": [],
                "cells": [
                    {"benefit": "high", "investment": "moderate"},
                    {"benefit": "high", "investment": "high"},
                ],
                "levers": [
                    {"side": 1, "dimension": "investment", "from": "high", "to": "moderate"}
                ],
            },
            {
                "id": "consent",
                "title": "Informed consent and participant materials",
                "class": "one-sided",
                "offered_by": [],
                "cells": [{"benefit": "high", "investment": None}, None],
                "levers": [],
            },
        ],
        "counts": {
            "start-here": 0,
            "next-wave": 0,
            "resource-jointly": 1,
            "offer": 0,
            "discuss": 0,
            "one-sided": 1,
            "set-aside": 0,
            "incomplete": 0,
        },
    }


def test_the_counts_are_all_there_and_in_reading_order():
    drawn = json.loads(report_comparison(compare(worked_example()), Format.JSON, made=MADE))
    assert list(drawn["counts"]) == [name.value for name in JointClass]
    assert [one["class"] for one in drawn["activities"]][:5] == ["start-here"] * 5
    offer = next(one for one in drawn["activities"] if one["class"] == "offer")
    assert offer["offered_by"] == [1]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_json_is_a_safe_string(text):
    drawn = report_session(filled_session(text), Format.JSON, made=MADE)
    assert json.loads(drawn)["session"]["title"] == safe(text)
    assert all(character == "\n" or character.isprintable() for character in drawn)
    json.loads(report_comparison(filled_comparison(text), Format.JSON, made=MADE))


def test_the_json_of_a_plan_has_the_keys_of_its_file():
    drawn = json.loads(report_plan(filled_plan("Ann"), Format.JSON, made=MADE))
    assert list(drawn) == ["format", "version", "plan", "side", "item"]
    (item,) = drawn["item"]
    assert item["due"] == "2027-01-31"
    assert item["leads"] == ["Ann", "Ann"]
    assert item["proposed"] == [
        {"side": 1, "dimension": "investment", "from": "high", "to": "moderate"}
    ]


def test_own_activities_are_marked_as_such_in_csv():
    session = side("A", {"own-x": "HL"}, own={"own-x": "X"})
    held = replace(session.assessment(ActivityId("own-x")), plan="=1")
    (row,) = session_table(session.with_assessment(held))
    assert row["own"] == "yes"
    assert row["how it would be done"] == "'=1"
