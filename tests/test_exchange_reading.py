"""Reading files: what is taken, and that every problem is told with its line."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.activities import ActivityId, builtin
from catalogue.factors import FactorCode
from catalogue.levels import Level
from catalogue.phases import Phase
from sessions import exchange
from sessions.errors import FileProblemsError
from sessions.session import Focus, Perspective, ScopeKind, Size, Years

HEAD = """\
format = "commongrid-session"
version = 1
[session]
title = "T"
perspective = "sponsor"
[organisation]
name = "N"
"""
WHOLE = """\
# a comment
format = "commongrid-session"
version = 1

[session]
id = "019AB5A4-7C1E-7B60-9D1E-2F3A4B5C6D7E"
title = "Phase 1/2 gene therapy"
perspective = "patient-group"
catalogue = "commongrid-24"
catalogue-version = "1"
created = 2026-11-20T10:00:00+01:00

[organisation]
name = "Aurel Families Network"
size = "500k-1m"
focus = ["rare-genetic", "neurological", "rare-genetic"]
years = "over-10"
phases = ["trials"]

[scope]
kind = "trial"
condition = "A disorder"
phase = "trials"

[levels]
benefit = { low = "little", high = "much" }

[[activity]]
id = "registry"
benefit = "high"
benefit-why = \"\"\"
one
two\"\"\"
benefit-factors = ["B1", "B3"]

[[activity]]
id = "own-travel-fund"
title = "Travel fund"
phases = ["trials", "review"]
investment = "low"
"""


def read(text: str | bytes) -> exchange.SessionFile:
    data = text if isinstance(text, bytes) else text.encode()
    return exchange.read_session(data, "a.toml")


def problems(text: str | bytes) -> list[str]:
    with pytest.raises(FileProblemsError) as caught:
        read(text)
    return caught.value.problems


def test_a_whole_session_is_read_as_it_is_written() -> None:
    found = read(WHOLE)
    session = found.session
    assert session.id == "019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e"
    assert session.perspective is Perspective.PATIENT_GROUP
    assert session.organisation.size is Size.FROM_500K
    assert session.organisation.focus == (Focus.RARE_GENETIC, Focus.NEUROLOGICAL)
    assert session.organisation.years is Years.OVER_10
    assert session.scope.kind is ScopeKind.TRIAL
    assert session.levels.benefit_high == "much"
    assert session.levels.benefit_moderate == ""
    assert session.catalogue is builtin()
    registry = session.assessments[ActivityId("registry")]
    assert registry.chosen
    assert registry.benefit is Level.HIGH
    assert registry.investment is None
    assert registry.benefit_why == "one\ntwo"
    assert registry.benefit_factors == (FactorCode("B1"), FactorCode("B3"))
    assert session.own[ActivityId("own-travel-fund")].phases == (Phase.TRIALS, Phase.REVIEW)
    assert found.created == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert found.modified is None
    assert not found.private_included
    assert found.warnings == ()


def test_a_session_without_an_activity_is_a_session() -> None:
    assert read(HEAD).session.assessments == {}


def test_a_file_without_an_id_gets_the_same_one_again() -> None:
    first, again = read(HEAD).session.id, read(HEAD + "# changed\n").session.id
    assert first == again
    assert uuid.UUID(first).version == 5
    assert read(HEAD.replace('"N"', '"M"')).session.id != first


@pytest.mark.parametrize(
    "spelt",
    [
        "019AB5A4-7C1E-7B60-9D1E-2F3A4B5C6D7E",
        "019ab5a47c1e7b609d1e2f3a4b5c6d7e",
        "{019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e}",
        "urn:uuid:019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e",
    ],
)
def test_any_spelling_of_a_uuid_is_taken(spelt: str) -> None:
    text = HEAD.replace("[session]", f'[session]\nid = "{spelt}"')
    assert read(text).session.id == "019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e"


def test_a_byte_order_mark_is_dropped() -> None:
    assert read(b"\xef\xbb\xbf" + HEAD.encode()).session.title == "T"


def test_windows_line_ends_are_read_as_newlines() -> None:
    text = HEAD + '[scope]\ncondition = """\none\ntwo"""\n'
    assert read(text.replace("\n", "\r\n")).session.scope.condition == "one\ntwo"


def test_a_private_note_in_a_file_is_told() -> None:
    found = read(HEAD + '[[activity]]\nid = "registry"\nprivate-note = "x"\n')
    assert found.private_included


def test_text_that_could_act_on_a_terminal_is_made_safe_and_told() -> None:
    text = HEAD + '[[activity]]\nid = "registry"\nplan = "\\u001b]52;c;eA==\\u0007"\n'
    found = read(text)
    assert found.session.assessments[ActivityId("registry")].plan == "␛]52;c;eA==␇"
    assert found.warnings == (
        'a.toml:10: activity "registry": plan held control or invisible characters; '
        "they were replaced",
    )


def test_unknown_keys_warn_and_are_kept_out() -> None:
    text = 'colour = "red"\n' + HEAD + 'logo = "x"\n[editor]\nby = "me"\n'
    assert read(text).warnings == (
        "a.toml:1: colour is not known; left out",
        "a.toml:9: [organisation]: logo is not known; left out",
        "a.toml:10: [editor] is not known; left out",
    )


def test_words_of_a_built_in_activity_are_the_lists_own() -> None:
    found = read(HEAD + '[[activity]]\nid = "registry"\ntitle = "Mine"\n')
    assert found.session.own == {}
    assert found.warnings == (
        'a.toml:10: activity "registry": title is not that of the built-in list; left out',
    )


def test_an_activity_outside_the_built_in_list_becomes_our_own() -> None:
    session = read(HEAD + '[[activity]]\nid = "own-x"\ntitle = "X"\n').session
    assert session.own[ActivityId("own-x")].title == "X"
    assert session.catalogue is builtin()


def test_activities_of_another_list_form_that_list() -> None:
    text = HEAD.replace(
        "[organisation]", 'catalogue = "ctti"\ncatalogue-version = "7"\n[organisation]'
    )
    text += '[[activity]]\nid = "c1"\ntitle = "C one"\n[[activity]]\nid = "own-x"\ntitle = "X"\n'
    session = read(text + '[[activity]]\nid = "registry"\n').session
    assert (session.catalogue.id, session.catalogue.version) == ("ctti", "7")
    assert [entry.id for entry in session.catalogue.activities] == ["c1", "registry"]
    assert list(session.own) == ["own-x"]


def test_a_joint_session_may_give_either_kind_of_size() -> None:
    text = HEAD.replace('"sponsor"', '"joint"')
    assert read(text + 'size = "under-500k"\n').session.organisation.size is Size.UNDER_500K
    assert read(text + 'size = "over-10b"\n').session.organisation.size is Size.OVER_10B


ACTIVITY = HEAD + '[[activity]]\nid = "registry"\n'
ONE_PROBLEM = {
    "a wrong level": (
        ACTIVITY + 'benefit = "hgih"\n',
        'a.toml:10: activity "registry": benefit is "hgih"; use low, moderate or high',
    ),
    "an empty level": (
        ACTIVITY + 'benefit = ""\n',
        'a.toml:10: activity "registry": benefit is empty; use low, moderate or high, '
        "or leave it out",
    ),
    "a truth for a level": (
        ACTIVITY + "benefit = true\n",
        'a.toml:10: activity "registry": benefit is true; use low, moderate or high',
    ),
    "a number for a text": (
        ACTIVITY + "plan = 3\n",
        'a.toml:10: activity "registry": plan is the number 3; use text in quotes, "like this"',
    ),
    "a truth for a text": (
        ACTIVITY + "plan = false\n",
        'a.toml:10: activity "registry": plan is false; use text in quotes, "like this"',
    ),
    "a date for a text": (
        ACTIVITY + "plan = 2026-01-01\n",
        'a.toml:10: activity "registry": plan is the date 2026-01-01; '
        'use text in quotes, "like this"',
    ),
    "a table for a text": (
        ACTIVITY + "plan = {}\n",
        'a.toml:10: activity "registry": plan is a table; use text in quotes, "like this"',
    ),
    "no number for a text": (
        ACTIVITY + "plan = nan\n",
        'a.toml:10: activity "registry": plan is a number; use text in quotes, "like this"',
    ),
    "a factor of the other dimension": (
        ACTIVITY + 'benefit-factors = [\n  "B1",\n  "I1",\n]\n',
        'a.toml:12: activity "registry": benefit-factors has "I1"; use B1, B2, B3, B4 or B5',
    ),
    "a text for a list": (
        ACTIVITY + 'benefit-factors = "B1"\n',
        'a.toml:10: activity "registry": benefit-factors is "B1"; '
        "it must be a list in [ ], of B1, B2, B3, B4 or B5",
    ),
    "a slip in a long list": (
        HEAD + 'focus = ["rare-genetc"]\n',
        'a.toml:8: [organisation]: focus has "rare-genetc"; use all, rare, rare-genetic, '
        "rare-cancers, common, cancers, neurological, nervous-mental, autoimmune or respiratory; "
        "the nearest is rare-genetic",
    ),
    "a group's size on a sponsor": (
        HEAD + 'size = "500k-1m"\n',
        'a.toml:8: [organisation]: size is "500k-1m", which a sponsor cannot have; '
        "use under-300m, 300m-2b, 2b-10b or over-10b",
    ),
    "a text for a table": (
        'scope = "trial"\n' + HEAD,
        'a.toml:1: scope is "trial"; it must be a table',
    ),
    "a wrong level meaning": (
        HEAD + "[levels]\ninvestment = { low = 1 }\n",
        'a.toml:9: [levels] investment: low is the number 1; use text in quotes, "like this"',
    ),
    "a missing name": (
        HEAD.replace('name = "N"\n', ""),
        "a.toml:6: [organisation]: name is missing; add it",
    ),
    "an empty title": (
        HEAD.replace('"T"', '"  "'),
        "a.toml:4: [session]: title is empty; fill it in",
    ),
    "a long title": (
        HEAD.replace('"T"', f'"{"x" * 301}"'),
        "a.toml:4: [session]: title is 301 characters long; shorten it to 300",
    ),
    "a long text": (
        ACTIVITY + f'plan = "{"x" * 100_001}"\n',
        'a.toml:10: activity "registry": plan is 100,001 characters long; shorten it to 100,000',
    ),
    "no uuid": (
        HEAD.replace("[session]", '[session]\nid = "x"'),
        'a.toml:4: [session]: id is "x"; use a UUID, or leave id out',
    ),
    "a day for a time": (
        HEAD.replace("[session]", "[session]\ncreated = 2026-01-01"),
        "a.toml:4: [session]: created is the date 2026-01-01; "
        "use a date and time such as 2026-11-20T09:00:00Z",
    ),
    "a time before all times": (
        HEAD.replace("[session]", "[session]\ncreated = 0001-01-01T00:00:00+23:00"),
        "a.toml:4: [session]: created is the date 0001-01-01T00:00:00+23:00; "
        "use a date and time such as 2026-11-20T09:00:00Z",
    ),
    "an unknown activity": (
        HEAD + '[[activity]]\nid = "registri"\n',
        'a.toml:9: activity "registri" is not in the list, and one of your own needs a title; '
        "the nearest is registry or benefit-risk",
    ),
    "an id that ends in a line break": (
        HEAD + '[[activity]]\nid = "own-x\\n"\ntitle = "X"\n',
        'a.toml:9: activity "own-x ": id is "own-x "; '
        "use ASCII letters, digits, full stops, underscores and hyphens",
    ),
    "a UUID that ends in a line break": (
        HEAD.replace("title", 'id = "019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e\\n"\ntitle'),
        'a.toml:4: [session]: id is "019ab5a4-7c1e-7b60-9d1e-2f3a4b5c6d7e "; '
        "use a UUID, or leave id out",
    ),
    "an id that is a path": (
        HEAD + '[[activity]]\nid = "a/b"\ntitle = "X"\n',
        'a.toml:9: activity "a/b": id is "a/b"; '
        "use ASCII letters, digits, full stops, underscores and hyphens",
    ),
    "an activity without an id": (
        HEAD + '[[activity]]\nbenefit = "low"\n',
        "a.toml:8: activity 1: id is missing; add it",
    ),
    "an activity twice": (
        ACTIVITY + '[[activity]]\nid = "registry"\n',
        'a.toml:11: activity "registry" is there twice, first in line 8; keep one',
    ),
    "an activity that is no table": (
        'activity = [3]\n' + HEAD,
        "a.toml:1: activity has the number 3; it must hold tables, [[activity]]",
    ),
    "another format": (
        HEAD.replace("commongrid-session", "commongrid-sesion"),
        'a.toml:1: format is "commongrid-sesion"; use "commongrid-session"',
    ),
    "no format": (
        "[session]\n",
        'a.toml: format is missing; it must begin with format = "commongrid-session" '
        "and version = 1",
    ),
    "another kind": (
        'format = "commongrid-catalogue"\nversion = 1\n',
        "a.toml:1: is a catalogue, not a session; choose another file",
    ),
    "a newer version": (
        HEAD.replace("version = 1", "version = 2"),
        "a.toml:2: is of a newer version, and this program reads version 1; "
        "update commongrid, or ask for the file in version 1",
    ),
    "a truth for a version": (
        HEAD.replace("version = 1", "version = true"),
        "a.toml:2: version is missing or wrong; write version = 1",
    ),
    "a key twice": (
        HEAD + 'name = "M"',
        'a.toml:8: is not TOML (column 11): a key is given twice in one table; keep one of them: '
        'name = "M"',
    ),
    "a table twice": (
        HEAD + "[session]\n",
        "a.toml:8: is not TOML (column 9): a table is there twice; keep one of them: [session]",
    ),
    "curly quotes": (
        "title = “x”\n",
        "a.toml:1: is not TOML (column 9): a value is missing or not TOML; text needs quotes "
        'around it; quotes around a text must be straight ("): title = “x”',
    ),
    "an open text": (
        'title = "x\n',
        'a.toml:1: is not TOML (column 11): a text is not closed; put " at its end, '
        'or three around several lines: title = "x',
    ),
    "nothing": ("", "a.toml: is empty; choose another, or let `commongrid template` begin one"),
    "blanks": (" \n\n", "a.toml: is empty; choose another, or let `commongrid template` begin one"),
    "UTF-16": (
        HEAD.encode("utf-16"),
        "a.toml: is UTF-16 text, which > in PowerShell writes; save it again as UTF-8",
    ),
    "UTF-16 without a mark": (
        HEAD.encode("utf-16-le"),
        "a.toml: is UTF-16 text, which > in PowerShell writes; save it again as UTF-8",
    ),
    "Latin-1": (
        HEAD.replace('"N"', '"Né"').encode("latin-1"),
        "a.toml:7: is not UTF-8 but perhaps Latin-1 (Windows-1252); save it again as UTF-8",
    ),
    "NUL": (
        HEAD.encode() + b"\0",
        "a.toml:8: holds a NUL byte, so this is no text file; choose another",
    ),
    "too large": (b"#" * (8 * 1024**2 + 1), "a.toml: is larger than 8 MB, so it is not read"),
    "too deep": ("a = " + "[" * 500, "a.toml:1: is nested more than 20 deep"),
    "too deep, inline": ("a = " + "{a=" * 500, "a.toml:1: is nested more than 20 deep"),
    "a long dotted key": (
        HEAD + ".".join("a" * 20_000) + " = 1",
        "a.toml:8: holds a key or a number of more than 200 characters",
    ),
    "a dotted header": (
        f"[{'.'.join('a' * 20_000)}]",
        "a.toml:1: holds a key or a number of more than 200 characters",
    ),
    "a deep dotted key": (
        ".".join("a" * 21) + " = 1",
        "a.toml:1: holds a dotted key of more than 20 parts",
    ),
    "a long quoted key": (
        f'"{"a" * 300}" = 1',
        "a.toml:1: holds a key or a number of more than 200 characters",
    ),
    "a huge integer": (
        f"version = {'1' * 5000}",
        "a.toml:1: holds a key or a number of more than 200 characters",
    ),
    "too many activities": (
        HEAD + '[[activity]]\nid = "registry"\n' * 21_001,
        "a.toml:42004: holds more than 20,000 activities",
    ),
    "too many activities in line": (
        "activity = [" + "{}," * 20_001 + "]\n" + HEAD,
        "a.toml:1: holds more than 20,000 activities",
    ),
    "too many values": (
        "".join(f"{name} = [{'1,' * 90_000}]\n" for name in "abcdefg"),
        "a.toml:7: holds more than 600,000 values",
    ),
    "too many lines": (
        HEAD + "#\n" * 1_000_001,
        "a.toml: holds more than 1,000,000 lines, so it is not read",
    ),
    "a list without end": (
        HEAD + "focus = [" + "1," * 100_001 + "]\n",
        "a.toml:8: holds a list of more than 100,000 entries",
    ),
    "too many entries": (
        HEAD + "focus = [" + '"rare",' * 101 + "]\n",
        "a.toml:8: [organisation]: focus has 101 entries; keep at most 100",
    ),
    "hostile words": (
        ACTIVITY + 'benefit = "\\u001b[2J\\u202e"\n',
        'a.toml:10: activity "registry": benefit is "␛[2J\ufffd"; use low, moderate or high',
    ),
}  # fmt: skip


FORMS = ('"x"', "'x'", "1", '"x" # why', '"a\\"b"', '["x"]')


@pytest.mark.parametrize("value", FORMS)
def test_a_key_of_200_characters_is_a_key_whatever_it_holds(value: str) -> None:
    key = "k" * 200
    assert any("is not known; left out" in one for one in read(f"{HEAD}{key} = {value}\n").warnings)
    assert problems(f"{HEAD}{key}k = {value}\n") == [
        "a.toml:8: holds a key or a number of more than 200 characters"
    ]


@pytest.mark.parametrize("inner", ["[1]\n", "[[1]]\n", "[ 1 ]\n", "{a = 1}"])
def test_a_list_is_nested_20_deep_however_it_is_written(inner: str) -> None:
    deep = 20 - inner.count("[") - inner.count("{")
    whole = f"{HEAD}a = {'[' * deep}{inner}{']' * deep}\n"
    assert any("is not known; left out" in one for one in read(whole).warnings)
    too_deep = f"{HEAD}a = {'[' * (deep + 1)}{inner}{']' * (deep + 1)}\n"
    assert problems(too_deep) == ["a.toml:8: is nested more than 20 deep"]


@pytest.mark.parametrize(("text", "sentence"), ONE_PROBLEM.values(), ids=ONE_PROBLEM.keys())
def test_a_problem_is_told_with_its_line(text: str | bytes, sentence: str) -> None:
    assert problems(text) == [sentence]


def test_all_problems_are_told_at_once_in_the_order_of_lines() -> None:
    text = (
        HEAD.replace('"sponsor"', '"sponser"') + 'years = "7"\n' + '[[activity]]\nid = "registry"\n'
    )
    text += 'benefit = "hgih"\ninvestment = 2\n[[activity]]\nid = "nothing-like-it"\n'
    assert [sentence.split(";")[0] for sentence in problems(text)] == [
        'a.toml:5: [session]: perspective is "sponser"',
        'a.toml:8: [organisation]: years is "7"',
        'a.toml:11: activity "registry": benefit is "hgih"',
        'a.toml:12: activity "registry": investment is the number 2',
        'a.toml:14: activity "nothing-like-it" is not in the list, '
        "and one of your own needs a title",
    ]


def test_lines_are_right_after_texts_that_look_like_toml() -> None:
    text = HEAD + '[[activity]]\nid = "registry"\nplan = """\n[[activity]]\nid = "x"\n# """\n'
    text += "unclear = '''\n[scope]\n'''\n" + '[[activity]] # "\n"id" = \'funding\'\nbenefit = 1\n'
    assert problems(text) == [
        'a.toml:19: activity "funding": benefit is the number 1; use low, moderate or high'
    ]


def test_a_file_name_cannot_act_on_a_terminal() -> None:
    with pytest.raises(FileProblemsError) as caught:
        exchange.read_session(b"", "a\x1b[2J\n.toml")
    assert caught.value.problems[0].startswith("a␛[2J .toml: is empty")


pieces = st.sampled_from(
    [
        *(HEAD + ACTIVITY[len(HEAD) :]).splitlines(keepends=True),
        "[", "]", "[[", "]]", "{", "}", "=", '"', "'", '"""', "'''", "#", "\n", ".", ",", "\\",
        "true", "1", "nan", "2026-01-01", "benefit", "high", "id", "activity", "session", "é", "\r",
        'benefit = ["high"]\n', "activity = 1\n", "[session.x]\n", "[[session]]\n",
    ]
)  # fmt: skip


@given(st.lists(pieces, max_size=40).map("".join), st.booleans())
def test_nothing_but_our_own_error_ever_escapes(tail: str, headed: bool) -> None:
    with suppress(FileProblemsError):
        read((HEAD if headed else "") + tail)


@given(st.binary(max_size=200))
def test_bytes_at_random_are_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(FileProblemsError):
        exchange.read_session(data, "a.toml")


toml_values = st.sampled_from(
    ["true", "1", "1.5", "inf", "2026-01-01", "07:32:00", "{}", "{a=1}", "[]", "[[]]", '""', '"x"']
)
keys = st.sampled_from(
    [
        *("format", "version", "session", "organisation", "scope", "levels", "activity"),
        *("session.title", "session.id", "session.created", "organisation.focus"),
        *("levels.benefit", "levels.benefit.low", "scope.kind", "activity.id"),
    ]
)


@given(st.dictionaries(keys, toml_values, max_size=4))
def test_a_value_of_any_type_in_any_place_is_refused_in_a_sentence(said: dict[str, str]) -> None:
    text = "".join(f"{key} = {value}\n" for key, value in said.items())
    with pytest.raises(FileProblemsError):
        read(text if "format" in said else 'format = "commongrid-session"\nversion = 1\n' + text)
