"""Words that every report shares: profiles, factors, who made it, what is private."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from catalogue.factors import factors_of
from catalogue.levels import LEVELS, Dimension
from sessions.joint.reading import Rating
from sessions.reports.blocks import Block, Paragraph, Section, Tone, facts
from sessions.session import PRIVATE_FIELDS, Assessment, Focus, ScopeKind, Session, Size, Years

if TYPE_CHECKING:
    from sessions.store import LogRow

SIZES = {
    Size.UNDER_500K: "annual budget below 500,000 USD",
    Size.FROM_500K: "annual budget 500,000 to 999,999 USD",
    Size.FROM_1M: "annual budget 1 to 5 million USD",
    Size.FROM_5M: "annual budget 5 to 10 million USD",
    Size.FROM_10M: "annual budget above 10 million USD",
    Size.UNDER_300M: "market value below 300 million USD",
    Size.FROM_300M: "market value 300 million to 2 billion USD",
    Size.FROM_2B: "market value 2 to 10 billion USD",
    Size.OVER_10B: "market value above 10 billion USD",
}
YEARS = {
    Years.UNDER_1: "under 1 year",
    Years.FROM_1: "1 to 2 years",
    Years.FROM_3: "3 to 4 years",
    Years.FROM_5: "5 to 10 years",
    Years.OVER_10: "over 10 years",
    Years.NOT_SURE: "not sure",
}
FOCUS = {
    Focus.ALL: "all diseases",
    Focus.RARE: "rare diseases",
    Focus.RARE_GENETIC: "rare genetic diseases",
    Focus.RARE_CANCERS: "rare cancers",
    Focus.COMMON: "common diseases",
    Focus.CANCERS: "cancers",
    Focus.NEUROLOGICAL: "neurological diseases",
    Focus.NERVOUS_MENTAL: "nervous system and mental health",
    Focus.AUTOIMMUNE: "autoimmune diseases",
    Focus.RESPIRATORY: "respiratory diseases",
}


def plural(count: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 activity", "3 activities"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def private_notice(sessions: Sequence[Session]) -> tuple[Paragraph, ...]:
    """What stands on top of a report with private notes in it; nothing where there are none."""
    notes = sum(held.has_private for session in sessions for held in session.chosen())
    if not notes:
        return ()
    said = (
        "This report contains a private note."
        if notes == 1
        else (f"This report contains {notes} private notes.")
    )
    return (Paragraph(f"{said} Take care whom you give it to.", Tone.NOTICE),)


def profile(session: Session) -> tuple[tuple[str, str], ...]:
    """Who rates, and what for, as names with what is said; empty where nothing is."""
    organisation, scope = session.organisation, session.scope
    kind = {None: "", ScopeKind.TRIAL: "trial: ", ScopeKind.PROGRAMME: "programme: "}[scope.kind]
    return (
        ("Organisation", organisation.name),
        ("Perspective", session.perspective.words),
        ("Size", SIZES[organisation.size] if organisation.size else ""),
        ("Focus", ", ".join(FOCUS[one] for one in organisation.focus)),
        ("In development", YEARS[organisation.years] if organisation.years else ""),
        ("Active in", ", ".join(phase.words for phase in organisation.phases)),
        ("About", f"{kind}{scope.name}" if scope.name else kind.rstrip(": ")),
        ("Condition", scope.condition),
        ("Phase", scope.phase.words if scope.phase else ""),
    )


def factor_words(held: Assessment, dimension: Dimension) -> str:
    """The factors ticked for a dimension, with their titles."""
    ticked = held.factors(dimension)
    known = {factor.code: factor.title for factor in factors_of(dimension)}
    return ", ".join(f"{code} {known.get(code, '')}".strip() for code in ticked)


def said(held: Assessment, *, with_private: bool) -> tuple[Block, ...]:
    """Everything one side said of an activity, in the order in which it was asked."""
    rows: list[tuple[str, str]] = [("Benefit / investment", rating_words(held))]
    for dimension in Dimension:
        rows.append((f"Why this {dimension}", held.why(dimension)))
        rows.append((f"Factors of {dimension}", factor_words(held, dimension)))
    rows.append(("How it would be done", held.plan))
    rows.append(("Unclear about the wording", held.unclear))
    if with_private:
        rows.append(("Private note", held.private_note))
    return facts(*rows)


def rating_words(held: Assessment) -> str:
    """The two levels: "high / not rated"."""
    return Rating(held.benefit, held.investment).words


def level_meanings(session: Session) -> tuple[tuple[str, str], ...]:
    """What the side's levels mean in its own words, from high to low; empty where not said."""
    return tuple(
        (f"{level.capitalize()} {dimension}", session.levels.of(dimension, level))
        for dimension in Dimension
        for level in reversed(LEVELS)
    )


def change_log(
    rows: Sequence[LogRow], private: Callable[[LogRow], bool] = lambda row: False
) -> tuple[Section, ...]:
    """What was done and by whom, one line a group; the only place with people's names.

    A group of which every row is private keeps its place and its time, and not its words.
    """
    groups: dict[str, list[LogRow]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    lines: list[tuple[str, str]] = []
    for held in groups.values():
        told = [row for row in held if not private(row)]
        label = told[-1].label if told else "(private)"
        lines.append((f"{moment(held[-1].at)}, {held[-1].who}", label))
    return (Section("What was changed", facts(*lines)),) if lines else ()


def stays_home(row: LogRow, session: Session) -> bool:
    """Whether a row speaks of what an export would leave out: a private field, un-chosen text."""
    activity = row.change.activity
    if activity is not None and not session.assessment(activity).chosen:
        return True
    return is_private(row)


def is_private(row: LogRow) -> bool:
    """Whether a row holds a private field, before or after."""
    return row.change.path.rpartition("/")[2] in PRIVATE_FIELDS


def moment(at: datetime) -> str:
    """A moment as every reader in the world reads it alike."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def colophon(session: Session | None, made: datetime) -> Section:
    """Where the words come from and what made the report."""
    blocks: list[Block] = []
    if session is not None:
        listed = session.catalogue
        blocks.append(Paragraph(f"{listed.title}, version {listed.version}. {listed.note}".strip()))
        blocks.append(
            Paragraph(
                "Levels are subjective and each side's own. The rating in two dimensions and the "
                "reading of a matrix's four corners follow Perry et al. 2021, Ther Innov Regul "
                "Sci 55:324-335 (doi 10.1007/s43441-020-00217-0); other words are commongrid's."
            )
        )
    blocks.append(Paragraph(f"Made by commongrid on {moment(made)}.", Tone.QUIET))
    return Section("About this report", tuple(blocks))
