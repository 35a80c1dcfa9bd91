"""What the tests of reports share: a moment, hostile texts, and subjects filled with one text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from sides import FUND, worked_example

from catalogue.activities import Activity, ActivityId
from catalogue.levels import Dimension, Level
from sessions.comparison import Comparison, compare
from sessions.partnership import Decision, Item, Partnership, PlanId, Proposal, Side
from sessions.patch import Change
from sessions.session import LevelMeanings, Organisation, Scope, Session
from sessions.store import GroupId, LogKind, LogRow, Who

MADE = datetime(2026, 11, 22, 10, 15, tzinfo=UTC)

HOSTILE = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style></head><body onload=alert(1)>",
    '"><img src=http://evil.example/x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "<!-- --><b>bold</b>",
    "]]><x/>",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "[link](http://evil.example)",
    "[link][ref] [ref]: http://evil.example",
    "![image](http://evil.example/x.png)",
    "<http://evil.example>",
    "http://evil.example and www.evil.example",
    "mail@evil.example @someone #12",
    "`code` ```fence``` ~~gone~~ **bold** __bold__ *it* _it_",
    "# heading",
    "## heading ##",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "12) item",
    "> quote",
    "=== ",
    "---",
    "| a | b |",
    "trailing \\",
    "\\<b> \\[x](http://evil.example)",
    "$x$ {{x}} ${x} %s {0}",
    "=cmd|' /C calc'!A0",
    "\x1b]52;c;aGk=\x07 \x9b31m \u202eevil\u202c \x00",
    "\ud800 \ufffe \U000e0041",
    "[/] [@click=app.quit]x[/]",
    "قاعدة بيانات المرضى",
    "Ünïcødé 登録 🧬",
]


def filled_side(session: Session, text: str) -> Session:
    """A session with this text in every field that holds one, but for the titles of the list."""
    words = dict.fromkeys(("benefit_why", "investment_why", "plan", "unclear"), text)
    fund = Activity(ActivityId(FUND), text, description=text)
    assessments = {key: replace(held, **words) for key, held in session.assessments.items()}
    return replace(
        session.with_own([fund]),
        title=text,
        organisation=Organisation(text),
        scope=Scope(name=text, condition=text),
        levels=LevelMeanings(*[text] * 6),
        assessments=assessments,
    )


def filled_session(text: str) -> Session:
    """The patient group's session, filled."""
    return filled_side(worked_example()[1], text)


def filled_comparison(text: str) -> Comparison:
    """Both sides, filled; the names of the organisations differ in their endings only."""
    sponsor, group = (filled_side(side, text) for side in worked_example())
    return compare([sponsor, replace(group, organisation=Organisation(f"{text} 2"))])


def filled_plan(text: str) -> Partnership:
    """A plan with one item, filled."""
    sides = tuple(Side(side.id, text, "0" * 64) for side in worked_example())
    item = Item(
        ActivityId("registry"),
        text,
        Decision.PURSUE,
        (text, text),
        due=date(2027, 1, 31),
        proposed=(Proposal(1, Dimension.INVESTMENT, Level.HIGH, Level.MODERATE),),
        **dict.fromkeys(("pays", "next_step", "stop_if", "success_when", "note", "reason"), text),
    )
    return Partnership(PlanId(sides[0].session), text, sides, {item.activity: item})


def log_row(seq: int, path: str, label: str, *, who: str = "ann", group: str = "") -> LogRow:
    """One row of a log at one minute past another."""
    return LogRow(
        seq=seq,
        group=GroupId(group or f"group-{seq}"),
        kind=LogKind.EDIT,
        at=MADE.replace(minute=seq),
        who=Who(who),
        label=label,
        change=Change(path, None, "x"),
        reverts=None,
    )
