"""Edits: small, pure, and each can be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sides import worked_example
from strategies import sessions, some_edits

from catalogue.activities import Activity, ActivityId, Catalogue
from catalogue.factors import FactorCode
from catalogue.levels import Dimension, Level
from catalogue.phases import Phase
from sessions import edits
from sessions.errors import RefusedEditError, TextConflictError
from sessions.patch import diff, put, value_at
from sessions.session import (
    Organisation,
    Perspective,
    Session,
    Step,
    new_session_id,
    without_private,
)

REGISTRY = ActivityId("registry")
WHY = edits.assessment_field(REGISTRY, "benefit_why")


@pytest.fixture
def session() -> Session:
    return Session(
        new_session_id(), "Phase 2", Perspective.SPONSOR, Organisation("Illustrative Ltd")
    )


def test_unchoosing_keeps_every_word_and_choosing_again_brings_it_back(session: Session) -> None:
    written = edits.Write(WHY, "External controls", "").apply(
        edits.Choose(REGISTRY, True).apply(session)
    )
    gone = edits.Choose(REGISTRY, False).apply(written)
    assert gone.chosen() == []
    assert edits.Choose(REGISTRY, True).apply(gone) == written


def test_a_level_may_come_first_on_either_dimension(session: Session) -> None:
    half = edits.Rate(REGISTRY, Dimension.INVESTMENT, Level.HIGH).apply(session)
    held = half.assessment(REGISTRY)
    assert (held.benefit, held.investment, held.rated) == (None, Level.HIGH, False)


def test_the_first_arrow_on_an_unrated_activity_starts_from_moderate(session: Session) -> None:
    held = edits.Nudge(REGISTRY, 1, 0).apply(session).assessment(REGISTRY)
    assert (held.benefit, held.investment) == (Level.HIGH, Level.MODERATE)


@given(st.lists(st.tuples(st.integers(-1, 1), st.integers(-1, 1))), st.data())
def test_a_burst_of_moves_ends_where_the_clamped_steps_say(
    steps: list[tuple[int, int]], data: st.DataObject
) -> None:
    session = data.draw(sessions())
    benefit = investment = 1
    session = edits.Place(REGISTRY, Level.MODERATE, Level.MODERATE).apply(session)
    for up, right in steps:
        session = edits.Nudge(REGISTRY, up, right).apply(session)
        benefit, investment = max(0, min(2, benefit + up)), max(0, min(2, investment + right))
    held = session.assessment(REGISTRY)
    assert (held.benefit, held.investment) == (
        list(Level)[benefit],
        list(Level)[investment],
    )


def test_moving_right_at_the_edge_changes_nothing(session: Session) -> None:
    there = edits.Place(REGISTRY, Level.LOW, Level.HIGH).apply(session)
    assert edits.Nudge(REGISTRY, 0, 1).apply(there) is there


def test_a_text_that_somebody_else_changed_is_refused_with_all_three(session: Session) -> None:
    theirs = edits.Write(WHY, "theirs", "").apply(session)
    with pytest.raises(TextConflictError) as refused:
        edits.Write(WHY, "mine", "").apply(theirs)
    conflict = refused.value
    assert (conflict.mine, conflict.theirs, conflict.original) == ("mine", "theirs", "")


def test_writing_what_is_there_already_is_no_conflict(session: Session) -> None:
    there = edits.Write(WHY, "same", "").apply(session)
    assert edits.Write(WHY, "same", "something older").apply(there) is there


def test_words_on_an_activity_that_was_removed_come_back_to_their_writer(session: Session) -> None:
    path = edits.assessment_field(ActivityId("own-gone"), "plan")
    with pytest.raises(TextConflictError) as refused:
        edits.Write(path, "an hour of typing", "").apply(session)
    assert refused.value.mine == "an hour of typing"


@pytest.mark.parametrize("path", ["title", "organisation/name"])
def test_a_session_cannot_lose_its_name(session: Session, path: str) -> None:
    before = str(value_at(session, path))
    with pytest.raises(RefusedEditError):
        edits.Write(edits.FieldPath(path), "  ", before).apply(session)


@pytest.mark.parametrize("path", ["id", "archived", "activity/registry/chosen", "nonsense"])
def test_only_texts_can_be_written(session: Session, path: str) -> None:
    with pytest.raises(RefusedEditError):
        edits.Write(edits.FieldPath(path), "x", "").apply(session)


def test_a_value_that_is_not_on_the_list_is_refused_in_words(session: Session) -> None:
    with pytest.raises(RefusedEditError, match="pick one of the list"):
        edits.Describe(edits.FieldPath("organisation/size"), "enormous").apply(session)


def test_a_ticked_factor_changes_no_rating(session: Session) -> None:
    ticked = edits.Tag(REGISTRY, FactorCode("I2"), True).apply(session)
    held = ticked.assessment(REGISTRY)
    assert held.investment_factors == ("I2",)
    assert (held.benefit, held.investment) == (None, None)


def test_two_activities_of_one_name_get_two_ids(session: Session) -> None:
    first = Activity(edits.own_id("Travel fund", set()), "Travel fund", phases=(Phase.TRIALS,))
    other = replace(first, description="Another one of the same name")
    both = edits.AddActivity(other).apply(edits.AddActivity(first).apply(session))
    assert list(both.own) == ["own-travel-fund", "own-travel-fund-2"]
    assert both.progress() == (2, 0)


def test_adding_an_activity_twice_by_one_key_too_many_adds_one(session: Session) -> None:
    added = Activity(ActivityId("own-x"), "X")
    once = edits.AddActivity(added).apply(session)
    assert edits.AddActivity(added).apply(once) is once


def test_a_name_without_latin_letters_gets_a_hexadecimal_id() -> None:
    assert edits.own_id("صندوق السفر", set()).removeprefix("own-").isalnum()
    assert len(edits.own_id("x" * 90, set())) == len("own-") + edits.OWN_SLUG_LENGTH


def test_an_own_activity_leaves_with_what_was_said_of_it(session: Session) -> None:
    own = Activity(ActivityId("own-x"), "X")
    there = edits.AddActivity(own).apply(session)
    there = edits.Place(own.id, Level.HIGH, Level.LOW).apply(there)
    gone = edits.RemoveActivity(own.id, "X").apply(there)
    assert gone == session
    assert diff(there, gone).inverse().apply(gone) == there


def test_a_newer_file_keeps_what_stays_home(session: Session) -> None:
    note = edits.assessment_field(REGISTRY, "private_note")
    home = edits.Write(note, "another company asks", "").apply(
        edits.Choose(REGISTRY, True).apply(session)
    )
    home = edits.Write(edits.assessment_field(ActivityId("consent"), "plan"), "soon", "").apply(
        edits.Choose(ActivityId("consent"), True).apply(home)
    )
    newer = edits.Place(REGISTRY, Level.HIGH, Level.LOW).apply(
        edits.Choose(REGISTRY, True).apply(session)
    )
    merged = edits.Update(newer).apply(home)
    assert merged.assessment(REGISTRY).private_note == "another company asks"
    assert merged.assessment(REGISTRY).benefit is Level.HIGH
    assert [held.activity for held in merged.chosen()] == [REGISTRY]
    assert merged.assessment(ActivityId("consent")).plan == "soon"


@given(sessions(), st.lists(some_edits(), max_size=12))
def test_every_edit_can_be_taken_back_and_done_again(
    session: Session, wanted: list[edits.Edit]
) -> None:
    states, patches = [session], []
    for edit in wanted:
        try:
            after = edit.apply(states[-1])
        except RefusedEditError:
            continue
        patches.append(diff(states[-1], after))
        assert patches[-1].apply(states[-1]) == after
        assert edit.label(after)
        states.append(after)
    for before, patch in zip(reversed(states[:-1]), reversed(patches), strict=True):
        assert patch.inverse().apply(patch.apply(before)) == before


@given(sessions(), sessions())
def test_a_patch_between_any_two_sessions_leads_there_and_back(
    one: Session, other: Session
) -> None:
    other = replace(other, id=one.id)
    patch = diff(one, other)
    assert patch.apply(one) == other
    assert patch.inverse().apply(other) == one
    for change in patch.changes:
        assert value_at(one, change.path) == change.before
        assert value_at(other, change.path) == change.after


@given(sessions())
def test_nothing_changes_without_an_edit(session: Session) -> None:
    assert diff(session, session).changes == ()
    assert put(session, "title", session.title) == session


@given(sessions())
def test_what_leaves_home_holds_no_private_note_and_nothing_unchosen(session: Session) -> None:
    outside = without_private(session)
    assert all(held.chosen and not held.private_note for held in outside.assessments.values())
    assert [held.activity for held in outside.chosen()] == [
        held.activity for held in session.chosen()
    ]


def test_the_step_reached_is_the_first_unfinished_one(session: Session) -> None:
    assert session.step() is Step.IDENTIFY
    chosen = edits.Choose(REGISTRY, True).apply(session)
    assert chosen.step() is Step.EVALUATE
    assert edits.Place(REGISTRY, Level.LOW, Level.LOW).apply(chosen).step() is Step.MATRIX


def test_a_newer_file_does_not_impoverish_a_list_of_our_own(session: Session) -> None:
    whole = Catalogue(
        "own-list",
        "1",
        "Our list",
        "A note",
        (
            Activity(ActivityId("first"), "First", "1st", (Phase.TRIALS,), "d", ("an example",)),
            Activity(ActivityId("second"), "Second", "2nd"),
        ),
    )
    second = ActivityId("second")
    home = edits.Choose(second, True).apply(replace(session, catalogue=whole))
    told = Catalogue("own-list", "2", "", "", (Activity(second, "Second, reworded"),))
    newer = edits.Choose(second, True).apply(replace(session, catalogue=told))
    merged = edits.Update(newer).apply(home).catalogue
    assert (merged.title, merged.note, merged.version) == ("Our list", "A note", "2")
    assert [one.title for one in merged.activities] == ["First", "Second, reworded"]
    assert merged.activities[0] == whole.activities[0]
    assert merged.activities[1].label == "2nd"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("levels/investment_low", "what low investment means"),
        ("scope/condition", "condition"),
        ("activity/registry/plan", "how it would be done"),
    ],
)
def test_a_label_says_a_field_as_people_know_it(path: str, told: str) -> None:
    label = edits.Write(edits.FieldPath(path), "x", "").label(worked_example()[0])
    assert label.startswith("Wrote ")
    assert label.endswith(told)
