"""What the checklist says: its rows, its line of counts, and all that is known of an activity."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.activities import Activity
from catalogue.phases import Phase
from sessions.session import Assessment, Session
from tui.widgets.reader import Block, Look
from tui.widgets.rows import Row

CHOSEN, NOT_CHOSEN, OWN = "●", "○", "~"

TALK = 15
"""What a talk of an hour holds: final workshops of the James Lind Alliance take about 15 items."""

READ_ONLY = "A partner's, read-only; d in the library makes a copy to work on."

OWN_HEADING = "OWN ACTIVITIES"
UNPLACED_HEADING = "NO PHASE NAMED"


def rows(
    session: Session, phase: Phase | None, sought: str, *, whole: bool = False
) -> tuple[Row, ...]:
    """The activities that name the phase and hold all sought words, under their primary phase.

    `whole` shows titles, where there is room for them, in place of the short labels.
    """
    found: dict[str, list[Activity]] = {one.words.upper(): [] for one in Phase}
    found |= {UNPLACED_HEADING: [], OWN_HEADING: []}
    for entry in session.offered():
        if (phase is None or phase in entry.phases) and holds(entry, sought):
            found[_heading(session, entry)].append(entry)
    listed = [
        row
        for heading, entries in found.items()
        if entries
        for row in (Row(None, (heading,)), *(_row(session, entry, whole) for entry in entries))
    ]
    return tuple(listed) or (Row(None, ("Nothing matches. Esc shows all again.",)),)


def holds(entry: Activity, sought: str) -> bool:
    """Whether every sought word occurs in title, label, description or an example."""
    text = "\n".join((entry.title, entry.label, entry.description, *entry.examples)).casefold()
    return all(word in text for word in sought.casefold().split())


def counts(session: Session) -> str:
    """ "12 of 24 chosen + 1 own"."""
    listed = sum(held.activity not in session.own for held in session.chosen())
    own = len(session.chosen()) - listed
    words = f"{listed} of {len(session.catalogue.activities)} chosen"
    return f"{words} + {own} own" if session.own else words


def advice(session: Session, *, ours: bool = True) -> str | None:
    """That a session is only read, or that more is chosen than a talk holds; else None."""
    if not ours:
        return READ_ONLY
    chosen = len(session.chosen())
    if chosen <= TALK:
        return None
    return f"{chosen} are chosen. An hour of talk holds about {TALK}: keep those that matter most."


def about(session: Session, entry: Activity) -> tuple[Block, ...]:
    """All that is known of an activity: what it is, examples, and where its wording comes from."""
    return (
        Block(entry.title, Look.HEADING),
        Block(phases(entry), Look.QUIET),
        *_part("", [Block(entry.description or "No description was given.")]),
        *_part("For example", [Block(example, label="· ") for example in entry.examples]),
        *_part("This side", list(_said(session, entry))),
        *_part("Where it comes from", _origin(session, entry)),
    )


def phases(entry: Activity) -> str:
    """ "Preclinical; also Pre-discovery, Post-approval"."""
    if not entry.phases:
        return "No phase named"
    first, *others = (phase.words for phase in entry.phases)
    return f"{first}; also {', '.join(others)}" if others else first


def _part(heading: str, blocks: list[Block]) -> Iterator[Block]:
    if blocks:
        yield Block("")
        if heading:
            yield Block(heading, Look.STRONG)
        yield from blocks


def _said(session: Session, entry: Activity) -> Iterator[Block]:
    held = session.assessment(entry.id)
    if held.blank:
        return
    cell = f"benefit {held.benefit or 'not rated'}, investment {held.investment or 'not rated'}"
    yield Block(f"{'Chosen' if held.chosen else 'Not chosen, words kept'}: {cell}")


def _origin(session: Session, entry: Activity) -> list[Block]:
    if entry.id in session.own:
        return [Block("Added by this side; it is not in the catalogue.", Look.QUIET)]
    texts = (entry.provenance, session.catalogue.note)
    return [Block(text, Look.QUIET) for text in texts if text]


def _heading(session: Session, entry: Activity) -> str:
    if entry.id in session.own:
        return OWN_HEADING
    primary = entry.primary_phase
    return primary.words.upper() if primary else UNPLACED_HEADING


def _row(session: Session, entry: Activity, whole: bool) -> Row:
    held = session.assessment(entry.id)
    name = entry.title if whole else entry.short
    return Row(
        entry.id,
        (f"{OWN} {name}" if entry.id in session.own else name, _cell(held)),
        mark=CHOSEN if held.chosen else NOT_CHOSEN,
        quiet=not held.chosen,
    )


def _cell(held: Assessment) -> str:
    """Benefit and investment of a chosen activity, as far as they are given."""
    if not held.chosen:
        return ""
    if held.benefit is None and held.investment is None:
        return "not rated yet"
    return f"{held.benefit or '?'} / {held.investment or '?'}"
