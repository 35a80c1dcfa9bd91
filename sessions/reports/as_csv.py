"""Reports as CSV for spreadsheets: one row an activity, safe to open.

UTF-8 with a byte order mark, without which Excel garbles umlauts and Arabic, and CRLF at the
end of a row (RFC 4180). A cell that Excel would run as a formula gets an apostrophe in front
(OWASP, CSV injection). So does such a start after a semicolon or a line break inside a cell,
since Excel parts cells there in many countries; a dash with a space after it is left alone.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from catalogue.factors import FactorCode
from catalogue.levels import Dimension
from sessions.comparison import Comparison, Reading
from sessions.joint.reading import Rating
from sessions.joint.reasons import lever_words
from sessions.partnership import Partnership
from sessions.reports.plan_report import proposal_words
from sessions.session import Assessment, Session
from sessions.text import safe

BYTE_ORDER_MARK = "\ufeff"

_FORMULA = re.compile(r"^(?=\s*[=+\-@＝＋－＠])|^(?=[\t\r\n])")
_FORMULA_WITHIN = re.compile(r"(?<=[;\n\t])(?=[^\S\n]*(?:[=+@＝＋－＠]|-(?! )))")


def session_csv(session: Session, *, with_private: bool) -> str:
    """One row per chosen activity of a session, in the order of the list."""
    head = ["id", "title", "phases", "own", "benefit", "investment"]
    head += [*_said_head(), *(["private note"] if with_private else [])]
    rows = []
    for held in session.chosen():
        entry = session.activity(held.activity)
        rows.append(
            [
                held.activity,
                session.title_of(held.activity),
                "; ".join(entry.phases) if entry else "",
                "yes" if held.activity in session.own else "no",
                held.benefit or "",
                held.investment or "",
                *_said(held),
                *([held.private_note] if with_private else []),
            ]
        )
    return draw_csv([head, *rows])


def comparison_csv(found: Comparison, *, with_private: bool) -> str:
    """One row per activity in reading order; each side's columns are headed by its name."""
    parts = ["benefit", "investment", *_said_head(), *(["private note"] if with_private else [])]
    head = ["id", "title", "class", "why this class", "offered by", "would be a start"]
    head += [f"{name}: {part}" for name in found.names for part in parts]
    return draw_csv([head, *(_reading(found, one, with_private) for one in found.readings)])


def plan_csv(plan: Partnership) -> str:
    """One row per item of a plan."""
    head = ["id", "title", "decision", *(f"lead: {side.name}" for side in plan.sides)]
    head += ["pays", "next step", "due", "stop if", "success when", "reason", "note", "proposed"]
    rows = [
        [
            item.activity,
            item.title,
            item.decision,
            *(item.lead(number) for number in range(len(plan.sides))),
            item.pays,
            item.next_step,
            item.due.isoformat() if item.due else "",
            item.stop_if,
            item.success_when,
            item.reason,
            item.note,
            "; ".join(proposal_words(plan, item)),
        ]
        for item in plan.items.values()
    ]
    return draw_csv([head, *rows])


def draw_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV, every cell quoted and safe to open in a spreadsheet."""
    drawn = io.StringIO(newline="")
    writer = csv.writer(drawn, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([safe_cell(text) for text in row] for row in rows)
    return BYTE_ORDER_MARK + drawn.getvalue()


def safe_cell(text: str) -> str:
    """A text that a spreadsheet shows and never runs."""
    return _FORMULA.sub("'", _FORMULA_WITHIN.sub("'", safe(str(text))), count=1)


def _reading(found: Comparison, reading: Reading, with_private: bool) -> list[str]:
    row = [
        reading.activity,
        reading.title,
        reading.joint_class,
        found.reason(reading),
        "; ".join(found.names[side] for side in reading.offered_by),
        "; ".join(lever_words(one, found.names) for one in reading.levers),
    ]
    for side, rating in enumerate(reading.cells):
        held = found.assessment(reading, side) or Assessment(reading.activity)
        levels = rating or Rating(None, None)
        row += [levels.benefit or "", levels.investment or "", *_said(held)]
        row += [held.private_note] if with_private else []
    return row


def _said_head() -> list[str]:
    names = [part for one in Dimension for part in (f"why this {one}", f"factors of {one}")]
    return [*names, "how it would be done", "unclear"]


def _said(held: Assessment) -> list[str]:
    texts = [part for one in Dimension for part in (held.why(one), _codes(held.factors(one)))]
    return [*texts, held.plan, held.unclear]


def _codes(codes: Sequence[FactorCode]) -> str:
    return " ".join(codes)
