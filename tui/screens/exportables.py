"""What can be written to a file: a session, a comparison and a plan, each in its formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sessions.comparison import Comparison
from sessions.exchange import summarise, write_plan, write_session
from sessions.partnership import Partnership
from sessions.report import Format, report_comparison, report_plan, report_session
from sessions.session import Session
from sessions.store import Stored
from tui.screens.exporting import Exportable, Output
from tui.widgets.reader import Block, Look

WORDS = {
    Format.MARKDOWN: ("Markdown", "A report in plain text with headings, for wikis and mails."),
    Format.HTML: ("HTML", "A report for the browser, from which it prints."),
    Format.TEXT: ("text", "A report to read in a terminal."),
    Format.CSV: ("CSV", "A table for a spreadsheet, one line an activity."),
    Format.JSON: ("JSON", "Everything, for other programs."),
    Format.SVG: ("SVG", "A picture of the matrix, for slides and documents."),
}
"""Each format in a word, and what it is good for."""

FILE = "file"


def utc_now() -> datetime:
    """The moment that a file is written at."""
    return datetime.now(UTC)


def session_exportable(stored: Stored, now: Callable[[], datetime] = utc_now) -> Exportable:
    """A session: the file for a partner first, then the reports."""
    session = stored.session

    def write(with_notes: bool) -> bytes:
        return write_session(
            session,
            created=stored.created,
            modified=stored.modified,
            exported=now(),
            with_private=with_notes,
        )

    def report(form: Format, with_notes: bool) -> str:
        return report_session(session, form, made=now(), with_private=with_notes)

    def preview(output: Output, with_notes: bool) -> tuple[Block, ...]:
        told = summarise(session, with_private=with_notes)
        goes = [
            Block("Goes into the file", Look.HEADING),
            Block(f"{told.activities} chosen activities, {told.rated} of them rated", label="  "),
            Block("their levels, reasons, factors, plans and open questions", label="  "),
            Block("who you are, what it is about, what the levels mean to you", label="  "),
        ]
        home = [Block("Stays home", Look.HEADING)]
        if told.private_included:
            goes.append(Block(f"PRIVATE NOTES: {told.private_notes}", Look.STRONG, label="  "))
        else:
            home.append(Block(f"private notes: {told.private_notes}", label="  "))
        if told.unchosen:
            words = f"what was written on {told.unchosen} un-chosen activities"
            home.append(Block(words, label="  "))
        home.append(Block("the history, and who did what", label="  "))
        return (*goes, Block(""), *home)

    outputs = (
        Output(
            FILE,
            "session file",
            ".toml",
            write,
            "What a partner takes in with commongrid; also a copy to keep (TOML).",
        ),
        *_reports(tuple(WORDS), report),
    )
    notes = summarise(session).private_notes
    return Exportable(session.title, outputs, preview, notes)


def comparison_exportable(
    comparison: Comparison, now: Callable[[], datetime] = utc_now
) -> Exportable:
    """The joint reading of two or more sides, as a report."""
    sides = " and ".join(side.organisation.name for side in comparison.sides)

    def report(form: Format, with_notes: bool) -> str:
        return report_comparison(comparison, form, made=now(), with_private=with_notes)

    def preview(output: Output, with_notes: bool) -> tuple[Block, ...]:
        return (
            Block("Goes into the file", Look.HEADING),
            Block("the joint reading of every activity, with all sides' reasons", label="  "),
            Block(f"private notes: {'yes' if with_notes else 'none'}", label="  "),
        )

    notes = sum(map(_notes, comparison.sides))
    forms = tuple(form for form in WORDS if form is not Format.SVG)
    return Exportable(sides, _reports(forms, report), preview, notes)


def text_exportable(title: str, text: str) -> Exportable:
    """A text as it is, such as one that was to be copied; it holds nothing private."""
    output = Output(
        Format.TEXT.value, "text", ".txt", lambda _: text.encode(), "The text as it is."
    )

    def preview(_: Output, __: bool) -> tuple[Block, ...]:
        return tuple(Block(line) for line in text.splitlines())

    return Exportable(title, (output,), preview)


def plan_exportable(
    plan: Partnership, changed: Sequence[int] = (), now: Callable[[], datetime] = utc_now
) -> Exportable:
    """The plan that sides agreed on, as a file and as reports; it holds nothing private.

    The reports say which sides have `changed` since: see `planning.changed_sides`.
    """

    def report(form: Format, with_notes: bool) -> str:
        return report_plan(plan, form, made=now(), changed=changed)

    def preview(output: Output, with_notes: bool) -> tuple[Block, ...]:
        return (
            Block("Goes into the file", Look.HEADING),
            Block("every decision, who leads, next steps and notes of the plan", label="  "),
        )

    file = Output(
        FILE,
        "plan file",
        ".toml",
        lambda _: write_plan(plan),
        "What the other sides take in with commongrid, so that all keep the same record (TOML).",
    )
    forms = tuple(form for form in WORDS if form is not Format.SVG)
    return Exportable(plan.title, (file, *_reports(forms, report)), preview)


def _reports(
    forms: tuple[Format, ...], report: Callable[[Format, bool], str]
) -> tuple[Output, ...]:
    """An output for each format of a report; newlines stay as they are (CSV has its own)."""

    def output(form: Format) -> Output:
        words, purpose = WORDS[form]
        return Output(
            form.value,
            words,
            form.suffix,
            lambda with_notes: report(form, with_notes).encode(),
            purpose,
        )

    return tuple(output(form) for form in forms)


def _notes(session: Session) -> int:
    """How many chosen activities have something private written on them."""
    return sum(held.has_private for held in session.chosen())
