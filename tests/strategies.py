"""Hypothesis strategies for the domain's values, shared by the tests."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from catalogue.activities import Activity, ActivityId, builtin
from catalogue.factors import FactorCode, factors_of
from catalogue.levels import Dimension, Level
from catalogue.phases import Phase
from sessions import edits
from sessions.session import (
    GROUP_SIZES,
    SPONSOR_SIZES,
    Assessment,
    Focus,
    LevelMeanings,
    Organisation,
    Perspective,
    Scope,
    ScopeKind,
    Session,
    Years,
    new_session_id,
)
from sessions.text import safe

IDS = [entry.id for entry in builtin().activities]
OWN = [ActivityId(f"own-{name}") for name in ("travel-fund", "device-test", "access-plan")]

levels = st.sampled_from(Level)
maybe_levels = st.none() | levels
plain = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")),
    max_size=40,
).filter(lambda text: safe(text) == text)
"""Text that the gate of `sessions.text` has no reason to change, in any script."""

lines = st.lists(plain, max_size=3).map("\n".join)
names = plain.filter(lambda text: text.strip() != "")
phases = st.lists(st.sampled_from(Phase), unique=True, max_size=3).map(tuple)


def codes(dimension: Dimension) -> st.SearchStrategy[tuple[FactorCode, ...]]:
    """Some factors of one dimension, in order."""
    known = [factor.code for factor in factors_of(dimension)]
    return st.sets(st.sampled_from(known)).map(lambda some: tuple(sorted(some)))


@st.composite
def assessments(draw: st.DrawFn, activity: ActivityId) -> Assessment:
    """Anything that can be said of an activity."""
    return Assessment(
        activity=activity,
        chosen=draw(st.booleans()),
        benefit=draw(maybe_levels),
        investment=draw(maybe_levels),
        benefit_why=draw(lines),
        investment_why=draw(lines),
        benefit_factors=draw(codes(Dimension.BENEFIT)),
        investment_factors=draw(codes(Dimension.INVESTMENT)),
        plan=draw(lines),
        unclear=draw(lines),
        private_note=draw(lines),
    )


@st.composite
def own_activities(draw: st.DrawFn, activity: ActivityId) -> Activity:
    """An activity that somebody wrote."""
    return Activity(activity, draw(names), phases=draw(phases), description=draw(lines))


@st.composite
def sessions(draw: st.DrawFn, perspective: Perspective | None = None) -> Session:
    """A whole session of one side, of any perspective unless one is given."""
    whose = perspective or draw(st.sampled_from(Perspective))
    sizes = {Perspective.SPONSOR: SPONSOR_SIZES, Perspective.PATIENT_GROUP: GROUP_SIZES}
    said = draw(st.sets(st.sampled_from([*IDS, *OWN]), max_size=6))
    session = Session(
        id=new_session_id(),
        title=draw(names),
        perspective=whose,
        organisation=Organisation(
            name=draw(names),
            size=draw(st.none() | st.sampled_from(sizes[whose])) if whose in sizes else None,
            focus=draw(st.lists(st.sampled_from(Focus), unique=True, max_size=2).map(tuple)),
            years=draw(st.none() | st.sampled_from(Years)),
            phases=draw(phases),
        ),
        scope=Scope(
            kind=draw(st.none() | st.sampled_from(ScopeKind)),
            name=draw(plain),
            condition=draw(plain),
            phase=draw(st.none() | st.sampled_from(Phase)),
        ),
        levels=LevelMeanings(benefit_high=draw(plain), investment_low=draw(lines)),
    )
    session = session.with_own(draw(own_activities(key)) for key in sorted(said & set(OWN)))
    held = {key: draw(assessments(key)) for key in sorted(said)}
    return replace(session, assessments={key: one for key, one in held.items() if not one.blank})


@st.composite
def some_edits(draw: st.DrawFn) -> edits.Edit:
    """One edit that a person could make on a session; some will be refused."""
    activity = draw(st.sampled_from([*IDS[:6], *OWN]))
    step = st.integers(-1, 1)
    return draw(
        st.one_of(
            st.builds(edits.Choose, st.just(activity), st.booleans()),
            st.builds(edits.Rate, st.just(activity), st.sampled_from(Dimension), maybe_levels),
            st.builds(edits.Nudge, st.just(activity), step, step),
            st.builds(edits.Place, st.just(activity), maybe_levels, maybe_levels),
            st.builds(
                edits.Tag,
                st.just(activity),
                st.sampled_from(["B1", "B5", "I2"]).map(FactorCode),
                st.booleans(),
            ),
            st.builds(
                edits.Write,
                st.sampled_from(edits.ASSESSMENT_TEXTS).map(
                    lambda name: edits.assessment_field(activity, name)
                ),
                lines,
                st.just("") | lines,
            ),
            st.builds(edits.Describe, st.just(edits.FieldPath("organisation/phases")), phases),
            own_activities(draw(st.sampled_from(OWN))).map(edits.AddActivity),
            own_activities(draw(st.sampled_from(OWN))).map(edits.ReviseActivity),
            st.sampled_from(OWN).map(lambda key: edits.RemoveActivity(key, key)),
            st.builds(edits.Archive, st.booleans()),
        )
    )
