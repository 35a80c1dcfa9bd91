"""Plans as files: what is written reads back, and every problem is named with its line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept import ANNA, REGISTRY, opened
from planned import SIDES, a_plan, plans
from reported import HOSTILE, filled_plan
from thorough import examples

from catalogue.levels import Dimension, Level
from sessions.errors import FileProblemsError, RefusedEditError
from sessions.exchange import (
    check,
    kind_of,
    plan_document,
    read_plan,
    read_session,
    schema,
    write_plan,
)
from sessions.files.shapes import PLAN, ItemTable, keys
from sessions.partnership import Decision, Item, Partnership, Proposal
from sessions.plans.patch import diff_plan
from sessions.plans.update import UpdatePlan, copy_of_plan, in_the_order_of, plan_differences
from sessions.store import LogKind
from sessions.text import safe

A_FILE = """\
format = "commongrid-plan"
version = 1

[plan]
id = "019ab5a4-0000-7000-8000-0000000000aa"
title = "What we do together"

[[side]]
session = "019ab5a4-0000-7000-8000-00000000000a"
name = "Alder Bay Genetics"
version-hash = "{a}"

[[side]]
session = "019ab5a4-0000-7000-8000-00000000000b"
name = "Aurel Families Network"
version-hash = "{b}"

[[item]]
activity = "registry"
decision = "pursue"
leads = ["", "Ben"]
pays = "The sponsor"
next-step = "A call"
due = 2027-03-31
stop-if = "Nobody joins"
success-when = "Half have joined"
note = "n"
reason = "r"
proposed = [{{ side = 1, dimension = "investment", from = "high", to = "moderate" }}]

[[item]]
activity = "own-fund"
title = "Travel fund"
""".format(a="a" * 64, b="b" * 64)


def read(text: str) -> Partnership:
    return read_plan(text.encode(), "p.toml").plan


def problems(text: str) -> list[str]:
    with pytest.raises(FileProblemsError) as caught:
        read(text)
    return caught.value.problems


def with_item(line: str) -> str:
    """The file with one more line in its last item, which is line 36."""
    return f"{A_FILE}{line}\n"


# Reading


def test_every_key_of_the_file_is_read() -> None:
    plan = read(A_FILE)
    assert (plan.id, plan.title) == ("019ab5a4-0000-7000-8000-0000000000aa", "What we do together")
    assert plan.sides == SIDES
    assert plan.items == {
        REGISTRY: Item(
            REGISTRY,
            "Natural history data and patient registry",
            Decision.PURSUE,
            ("", "Ben"),
            "The sponsor",
            "A call",
            date(2027, 3, 31),
            "Nobody joins",
            "Half have joined",
            "n",
            "r",
            (Proposal(1, Dimension.INVESTMENT, Level.HIGH, Level.MODERATE),),
        )
    }


def test_an_item_on_which_nothing_is_said_is_not_in_the_plan() -> None:
    assert "own-fund" not in read(A_FILE).items
    assert "own-fund" in read(with_item('pays = "Both"')).items


def test_the_same_lead_on_both_sides_is_both_their_leads() -> None:
    plan = read(A_FILE.replace('["", "Ben"]', '["Ben", "Ben"]'))
    assert plan.items[REGISTRY].leads == ("Ben", "Ben")


def test_a_day_in_quotes_is_that_day_too() -> None:
    assert read(A_FILE.replace("2027-03-31", '"2027-03-31"')) == read(A_FILE)


def test_a_file_without_an_id_gets_the_same_one_each_time() -> None:
    text = re.sub(r"id = .*\n", "", A_FILE, count=1)
    assert read(text).id == read(text).id != read(A_FILE).id
    assert read(text.replace("What we do", "What they do")).id != read(text).id


@pytest.mark.parametrize(
    "written",
    [
        "019AB5A4-0000-7000-8000-00000000000A",
        "{019ab5a4-0000-7000-8000-00000000000a}",
        "urn:uuid:019ab5a400007000800000000000000a",
    ],
)
def test_the_ids_of_sessions_are_read_however_they_are_written(written: str) -> None:
    text = A_FILE.replace("019ab5a4-0000-7000-8000-00000000000a", written)
    assert read(text.replace("a" * 64, "A" * 64)).sides == SIDES


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('decision = "maybe"', 'decision is "maybe"; use pursue, later, decline or undecided'),
        ('due = "next week"', 'due is "next week"; use a day without quotes'),
        ("due = 2027-03-31T09:00:00Z", "due is the date 2027-03-31T09:00:00+00:00; use a day"),
        ("due = 1027-03-31", "due is in the year 1027; use a year from 2000 to 2199"),
        ('leads = ["a", "b", "c"]', "leads has 3 names, and the plan has 2 sides"),
        ('leads = "Ben"', 'leads is "Ben"; it must be a list'),
        ("pays = 5", "pays is the number 5; use text in quotes"),
        ("proposed = [1]", "proposed has the number 1; it must hold tables"),
    ],
)
def test_a_bad_value_is_named_with_its_item_and_its_line(line: str, sentence: str) -> None:
    (said,) = problems(with_item(line))
    assert said.startswith("p.toml:34: ")
    assert '"own-fund"' in said
    assert sentence in said


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ('side = 2, dimension = "benefit", from = "low", to = "high"', "proposed to side 2"),
        ('side = -1, dimension = "benefit", from = "low", to = "high"', "the number of a side"),
        ('side = true, dimension = "benefit", from = "low", to = "high"', "the number of a side"),
        ('side = 0, dimension = "cost", from = "low", to = "high"', "use benefit or investment"),
        ('side = 0, dimension = "benefit", from = "low"', "to is missing"),
        ('side = 0, dimension = "benefit", from = "low", to = "low"', "to the same level"),
    ],
)
def test_a_what_if_that_makes_no_sense_is_named(change: str, sentence: str) -> None:
    (said,) = problems(with_item(f"proposed = [{{ {change} }}]"))
    assert said.startswith("p.toml:34: ")
    assert sentence in said


def test_a_what_if_on_the_same_side_and_dimension_is_there_once() -> None:
    one = '{ side = 0, dimension = "benefit", from = "low", to = "high" }'
    (said,) = problems(with_item(f"proposed = [{one}, {one}]"))
    assert "the benefit of side 0 is proposed twice" in said


def test_everything_wrong_with_a_file_is_told_at_once() -> None:
    text = A_FILE.replace('title = "What we do together"', "").replace("pursue", "persue")
    text = text.replace('name = "Aurel Families Network"', 'name = ""').replace('"a', '"no')
    text = text.replace('title = "Travel fund"', "")
    said = problems(text)
    assert [one.split(": ")[0] for one in said] == [
        f"p.toml:{number}" for number in (4, 11, 15, 20, 32)
    ]
    assert "needs a title" in said[-1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (re.sub(r"\[\[side\]\]\n(.+\n)+", "", A_FILE), "[[side]] is missing"),
        (re.sub(r"\[\[side\]\]\n(.+\n)+", "", A_FILE, count=1), "two sides or more"),
        (A_FILE.replace("00000b", "00000a"), "that of side 1 too"),
        (A_FILE.replace("own-fund", "registry"), "is there twice, first in line 18"),
        (A_FILE.replace("version = 1", "version = 2"), "is of a newer version"),
        (A_FILE.replace("-plan", "-scheme"), 'use "commongrid-plan"'),
        (A_FILE.replace('session = "019', 'session = "119-'), "is the id of this side's session"),
    ],
)
def test_a_file_that_is_no_plan_of_two_sides_is_refused(text: str, sentence: str) -> None:
    assert any(sentence in one for one in problems(text))


def test_a_session_is_no_plan_and_a_plan_no_session() -> None:
    with pytest.raises(FileProblemsError, match="is a plan, not a session"):
        read_session(A_FILE.encode(), "p.toml")
    sample = Path(__file__).parent.parent / "sessions/samples/alder-bay-genetics.toml"
    with pytest.raises(FileProblemsError, match="is a session, not a plan"):
        read_plan(sample.read_bytes(), "s.toml")


def test_an_unknown_key_is_left_out_with_a_warning() -> None:
    file = read_plan(with_item('colour = "red"\nreason = "x"').encode(), "p.toml")
    assert file.warnings == ('p.toml:34: item "own-fund": colour is not known; left out',)


def test_checking_a_file_knows_a_plan() -> None:
    assert kind_of(A_FILE.encode(), "p.toml") is PLAN
    checked = check(A_FILE.encode(), "p.toml")
    assert (checked.kind, checked.warnings) == (PLAN, ())


def test_more_items_than_a_file_may_hold_are_refused_before_they_are_read() -> None:
    many = "".join(f'[[item]]\nactivity = "a-{number}"\n' for number in range(20_001))
    (said,) = problems(A_FILE[: A_FILE.index("[[item]]")] + many)
    assert "more than 20,000 activities" in said


# Writing


@given(plans())
@settings(deadline=None, max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_reads_back_equal_but_for_a_mark_of_deletion(plan: Partnership) -> None:
    data = write_plan(plan)
    read_back = read_plan(data, "p.toml")
    assert read_back.plan == replace(plan, deleted=False)
    assert list(read_back.plan.items) == list(plan.items)
    assert read_back.warnings == ()
    assert write_plan(read_back.plan) == data


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_somebody_typed_comes_back_as_safe_text(text: str) -> None:
    plan = filled_plan(text)
    read_back = read_plan(write_plan(plan), "p.toml").plan
    assert read_back.items[REGISTRY].note == safe(text)
    assert read_plan(write_plan(read_back), "p.toml").plan == read_back


def test_a_plan_reads_alone_in_a_file() -> None:
    text = write_plan(read(A_FILE)).decode()
    assert text.startswith('# commongrid plan. Nothing in it is private.\nformat = "commongrid-')
    assert 'title = "Natural history data and patient registry"' in text
    assert "due = 2027-03-31\n" in text
    assert 'leads = ["", "Ben"]' in text
    assert (
        'proposed = [{ side = 1, dimension = "investment", from = "high", to = "moderate" }]'
        in text
    )


def test_the_keys_of_an_item_are_those_of_the_domain() -> None:
    assert list(keys(ItemTable)) == [entry.name for entry in fields(Item)]


def test_the_file_is_its_document() -> None:
    plan = read(A_FILE)
    assert tomllib.loads(write_plan(plan).decode()) == plan_document(plan)


def test_the_schema_of_a_plan_names_every_decision() -> None:
    found = schema("plan")
    assert found["title"] == "commongrid-plan, version 1"
    item = found["$defs"]["ItemTable"]["properties"]
    assert {"next-step", "success-when", "proposed"} <= item.keys()
    assert found["$defs"]["Decision"]["enum"] == sorted(str(one) for one in Decision)
    assert item["due"]["format"] == "date"


# Taking a newer file over


@given(plans(), plans())
@settings(deadline=None, max_examples=examples(15), suppress_health_check=[HealthCheck.too_slow])
def test_an_update_takes_everything_over_but_the_id_and_brings_back(
    plan: Partnership, newer: Partnership
) -> None:
    updated = UpdatePlan(newer).apply(plan)
    assert updated == replace(newer, id=plan.id, deleted=False)
    assert UpdatePlan(newer).apply(updated) is updated


@given(plans(), plans())
@settings(deadline=None, max_examples=examples(15), suppress_health_check=[HealthCheck.too_slow])
def test_an_update_is_logged_as_an_import_and_can_be_taken_back(
    plan: Partnership, newer: Partnership
) -> None:
    with TemporaryDirectory() as folder, opened(Path(folder) / "kept.db") as store:
        store.plans.create(plan, who=ANNA)
        store.plans.commit(plan.id, UpdatePlan(newer), who=ANNA, kind=LogKind.IMPORT)
        rows = store.plans.history(plan.id)
        assert all(row.kind is LogKind.IMPORT for row in rows)
        assert all(row.label == "Updated from a file" for row in rows)
        if rows:
            store.plans.undo(plan.id, who=ANNA)
        assert store.plans.load(plan.id).plan == plan


@given(plans())
@settings(deadline=None, max_examples=examples(15), suppress_health_check=[HealthCheck.too_slow])
def test_sides_in_another_order_say_the_same(plan: Partnership) -> None:
    swapped = in_the_order_of(replace(plan, sides=plan.sides[::-1]), plan)
    for key, item in plan.items.items():
        assert [swapped.items[key].lead(side) for side in (1, 0)] == [item.lead(0), item.lead(1)]
        assert {(1 - one.side, one.to_level) for one in swapped.items[key].proposed} == {
            (one.side, one.to_level) for one in item.proposed
        }
    there = replace(plan, deleted=False)
    assert UpdatePlan(swapped).apply(there) is there
    assert plan_differences(plan, swapped) == ()


def test_a_plan_between_other_sides_is_not_taken_over() -> None:
    other = replace(a_plan(), sides=(SIDES[0], replace(SIDES[1], session=a_plan().id)))
    with pytest.raises(RefusedEditError, match="between other sides"):
        UpdatePlan(other).apply(a_plan())


def test_what_an_update_would_change_is_told_in_words() -> None:
    older = read(A_FILE)
    text = A_FILE.replace('"pursue"', '"later"').replace("2027-03-31", "2027-04-30")
    text = text.replace('"Ben"', '""').replace('pays = "The sponsor"\n', "")
    text = text.replace('"Aurel Families Network"', '"Aurel"').replace("b" * 64, "c" * 64)
    newer = read(text + 'reason = "Asked for"\n')
    told = {one.title: one.sentences for one in plan_differences(older, newer)}
    assert told == {
        "What we do together": (
            "Aurel: another name, was Aurel Families Network",
            "agreed on newer sessions",
        ),
        "Natural history data and patient registry": (
            "later, was pursue",
            "due 2027-04-30, was 2027-03-31",
            "lead of Aurel: taken out",
            "who pays: taken out",
        ),
        "Travel fund": ("new, undecided", "reason: added"),
    }
    assert ("no longer in the plan",) in [one.sentences for one in plan_differences(newer, older)]


@given(st.booleans())
def test_a_copy_is_a_plan_of_its_own(deleted: bool) -> None:
    plan = replace(read(A_FILE), deleted=deleted)
    copy = copy_of_plan(plan, "Copy")
    assert (copy.id == plan.id, copy.deleted) == (False, False)
    assert [change.path for change in diff_plan(replace(plan, deleted=False), copy).changes] == [
        "title"
    ]
