"""What the rating screen says: where one is, what a level means, what a field is for."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.activities import ActivityId
from catalogue.factors import factors
from catalogue.levels import LEVELS, Dimension, Level
from sessions.matrix import matrix
from sessions.session import Assessment, Perspective, Session
from tui.widgets.reader import Block, Look
from tui.widgets.rows import Row

UNRATED, RATED = "!", " "

NOTHING_CHOSEN = (
    Block("Nothing is chosen yet", Look.HEADING),
    Block(""),
    Block("Choose the activities that could matter to you in step 1, then rate them here."),
    Block(""),
    Block("go to step 1 and choose", label="Enter  "),
    Block("any other step", label="s      "),
)

FIELDS = {
    "benefit_why": "Why this benefit",
    "investment_why": "Why this investment",
    "plan": "How it would be done",
    "unclear": "What is unclear about the activity, as a question (goes with the file)",
    "private_note": "Private note (stays here, never exported)",
}
"""The texts of an assessment, in the order of the form, and what stands above each."""

FIELD_HINTS = {
    "benefit_why": "Your reasons are what a partner reads beside your level.",
    "investment_why": "What it would take, and from whom, is what a partner can help with.",
    "plan": "Who would do what, and when. A proposal is easier to agree on than a wish.",
    "unclear": "If the wording can be read in two ways, ask here: the partner sees the question.",
    "private_note": "Only people who open this database see it. It is in no file, no report "
    "and no comparison unless somebody asks for private notes by name.",
}


def heading(session: Session, dimension: Dimension) -> str:
    """ "BENEFIT to Aurel Families Network"."""
    between = "to" if dimension is Dimension.BENEFIT else "by"
    joint = session.perspective is Perspective.JOINT
    whom = "both sides" if joint else session.organisation.name
    return f"{dimension.upper()} {between} {whom}"


def progress(session: Session, order: Sequence[ActivityId], activity: ActivityId) -> str:
    """ "4 of 13, 9 rated"."""
    chosen, rated = session.progress()
    if activity not in order:
        return f"No longer chosen; {rated} of {chosen} rated"
    return f"{order.index(activity) + 1} of {chosen}, {rated} rated"


def crowded(session: Session) -> str | None:
    """A soft word on a matrix that hardly tells its activities apart, else None."""
    held = matrix(session)
    if held.crowded is None:
        return None
    count = len(held.cells[held.crowded])
    where = f"{count} of {held.rated} rated share one cell ({held.crowded.words})"
    return f"{where}: look again at your levels."


def meaning(session: Session, dimension: Dimension, level: Level | None) -> tuple[Block, ...]:
    """What the level that was given means to this side, in its own words."""
    if level is None:
        return (Block("not rated yet", Look.QUIET),)
    words = session.levels.of(dimension, level)
    return (Block(f"{level} means: {words}" if words else "", Look.QUIET),)


def meanings(session: Session, dimension: Dimension) -> tuple[Block, ...]:
    """What all three levels mean to this side, or where that is said."""
    said = [
        Block(words, label=f"{level}  ")
        for level in LEVELS
        if (words := session.levels.of(dimension, level))
    ]
    if said:
        return tuple(said)
    return (
        Block(
            f"1 low, 2 moderate, 3 high, 0 takes it back. What they mean to you as {dimension} "
            "can be said in the set-up (s).",
            Look.QUIET,
        ),
    )


def consideration(code: str) -> tuple[Block, ...]:
    """The prompt of one factor, and its note."""
    factor = next(one for one in factors() if one.code == code)
    note = f" {factor.note}" if factor.note else ""
    return (Block(factor.prompt + note),)


def overview(session: Session) -> tuple[Row, ...]:
    """The chosen activities with their cells, as a list to see where one is."""
    return tuple(
        Row(
            held.activity,
            (session.title_of(held.activity), _cell(held)),
            mark=RATED if held.rated else UNRATED,
        )
        for held in session.chosen()
    )


def _cell(held: Assessment) -> str:
    if held.benefit is None and held.investment is None:
        return ""
    return f"{held.benefit or '?'} / {held.investment or '?'}"
