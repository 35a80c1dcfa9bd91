"""What the pane beside the matrix says of one activity: pure functions from a session to blocks."""

from __future__ import annotations

from catalogue.activities import Activity, ActivityId
from catalogue.levels import Dimension
from sessions.matrix import Cell, meaning
from sessions.session import Assessment, Session
from sessions.text import safe_line
from tui.widgets.reader import Block, Look

NOTHING = (
    Block("Nothing is chosen yet.", Look.STRONG),
    Block("Choose activities in step 1, rate them in step 2, and they appear here."),
)
PAPER = "This reading of the cell is the paper's (Perry et al. 2021)."
OURS = "The paper does not read this cell; the words are this project's."

_WHY = {Dimension.BENEFIT: "Why benefit  ", Dimension.INVESTMENT: "Why invest.  "}


def in_pane(
    session: Session,
    activity: ActivityId | None,
    warning: str | None,
    *,
    airy: bool = False,
    private: bool = False,
) -> tuple[Block, ...]:
    """Everything this side holds of an activity, the most telling first.

    `warning` is what is to be said of the matrix as a whole; it comes last. `airy` sets blank
    lines between groups. The private note is told only with `private`; a partner may be
    looking at this screen too.
    """
    if activity is None:
        return NOTHING
    held = session.assessment(activity)
    notes = (
        (held.plan, "Plan         "),
        (held.unclear, "Question     "),
        (_private(held, shown=private), "Private note "),
    )
    groups = [
        [Block(safe_line(session.title_of(activity)), Look.STRONG), _where(held)],
        *([_why(held, dimension)] for dimension in Dimension),
        *([Block(text, label=label)] for text, label in notes if text),
        [*_whose(held), *_meanings(session, held)],
        _of(session.activity(activity)),
        [Block(warning, label="Note         ")] if warning else [],
    ]
    gap = [Block("")] if airy else []
    return tuple(block for group in groups if group for block in [*group, *gap])


def _private(held: Assessment, *, shown: bool) -> str:
    if not held.private_note:
        return ""
    return f"{held.private_note} (stays here)" if shown else "hidden: p shows it"


def _of(known: Activity | None) -> list[Block]:
    """What the activity is, and where its wording comes from."""
    if known is None:
        return []
    provenance = "Added to the list in this session." if known.is_own else known.provenance
    return [
        Block(text, Look.QUIET, label=label)
        for text, label in ((known.description, "What it is   "), (provenance, "Where from   "))
        if text
    ]


def cell_words(held: Assessment) -> str:
    """Benefit, then investment: "high / low"; a question mark for a level not given."""
    return f"{held.benefit or '?'} / {held.investment or '?'}"


def _where(held: Assessment) -> Block:
    if held.benefit is None or held.investment is None:
        missing = [str(one) for one in Dimension if held.level(one) is None]
        return Block(f"{cell_words(held)}: not yet rated, {' and '.join(missing)} missing.")
    reading = meaning(Cell(held.benefit, held.investment))
    return Block(f"{cell_words(held)}: {reading.words}. {reading.sentence}")


def _whose(held: Assessment) -> list[Block]:
    """Whose words the reading of the cell is in."""
    if held.benefit is None or held.investment is None:
        return []
    from_paper = meaning(Cell(held.benefit, held.investment)).from_paper
    return [Block(PAPER if from_paper else OURS, Look.QUIET)]


def _why(held: Assessment, dimension: Dimension) -> Block:
    factors = f"({' '.join(held.factors(dimension))})" if held.factors(dimension) else ""
    text = " ".join(part for part in (held.why(dimension), factors) if part)
    if text:
        return Block(text, label=_WHY[dimension])
    return Block("No reason given.", Look.QUIET, label=_WHY[dimension])


def _meanings(session: Session, held: Assessment) -> list[Block]:
    """What this side means by the levels it gave, where it said so."""
    blocks = []
    for dimension in Dimension:
        level = held.level(dimension)
        words = session.levels.of(dimension, level) if level else ""
        if words:
            blocks.append(Block(f"{level} {dimension} here means: {words}", Look.QUIET))
    return blocks
