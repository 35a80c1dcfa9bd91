"""The blank that a partner fills in with a text editor."""

from __future__ import annotations

import re

import pytest

from catalogue.activities import ActivityId, builtin
from catalogue.levels import Level
from sessions.errors import FileProblemsError
from sessions.exchange import read_session, template
from sessions.session import GROUP_SIZES, SPONSOR_SIZES, Focus, Perspective


def filled(perspective: Perspective) -> str:
    text = template(perspective).decode()
    return text.replace('title = ""', 'title = "T"', 1).replace('name = ""', 'name = "N"', 1)


@pytest.mark.parametrize("perspective", Perspective)
def test_a_blank_with_title_and_name_is_a_session(perspective: Perspective) -> None:
    found = read_session(filled(perspective).encode(), "t.toml")
    assert found.session.perspective is perspective
    assert found.session.assessments == {}
    assert found.warnings == ()


def test_an_unfilled_blank_says_what_is_missing() -> None:
    with pytest.raises(FileProblemsError) as caught:
        read_session(template(), "t.toml")
    assert [sentence.partition(": ")[2] for sentence in caught.value.problems] == [
        "[session]: title is empty; fill it in",
        "[organisation]: name is empty; fill it in",
    ]


@pytest.mark.parametrize("perspective", Perspective)
def test_every_commented_line_is_right_once_it_is_filled_in(perspective: Perspective) -> None:
    """Takes the # off every key, fills levels in, and keeps the words of explanation out."""
    text = re.sub(r"(?m)^# (?=\[\[activity\]\]|[a-z-]+ = )", "", filled(perspective))
    text = re.sub(r'(?m)^(benefit|investment) = ""', r'\1 = "moderate"', text)
    text = re.sub(r'(?m)^(size|years|kind|phase) = ""\n', "", text)
    text = text.replace('"own-..."\ntitle = ""', '"own-fund"\ntitle = "Fund"')
    session = read_session(text.encode(), "t.toml").session
    assert [held.activity for held in session.chosen()] == [
        *(entry.id for entry in builtin().activities),
        ActivityId("own-fund"),
    ]
    assert {held.benefit for held in session.chosen()} == {Level.MODERATE}


def test_a_blank_names_the_closed_lists() -> None:
    text = template(Perspective.SPONSOR).decode()
    assert all(focus in text for focus in Focus)
    assert all(size in text for size in SPONSOR_SIZES)
    assert not any(size in text for size in GROUP_SIZES)


def test_a_blank_fits_an_editor_of_a_hundred_columns() -> None:
    lines = template(Perspective.JOINT).decode().splitlines()
    assert max(len(line) for line in lines) < 100


def test_a_blank_holds_no_id_so_that_each_side_gets_its_own() -> None:
    head = template().decode().partition("[organisation]")[0]
    assert "\nid =" not in head
