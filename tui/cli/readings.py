"""Commands that read sessions: compare, report, history."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli import answers
from tui.cli.files import FORCE, OUTPUT, WITH_PRIVATE
from tui.cli.output import deliver, room, say, say_json, table
from tui.cli.place import Place, now, pass_place

if TYPE_CHECKING:
    from sessions.sqlite.reader import SqliteReader
    from sessions.store import LogRow, StoredPlan

PRIVATE_WORD = "(private)"
HISTORY = ("WHEN (UTC)", "WHO", "WHAT")


@click.command()
@click.argument("sessions", metavar="A B [C...]", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(answers.TOLD_AS),
    default="text",
    show_default=True,
)
@OUTPUT
@FORCE
@click.option("--match-titles", is_flag=True, help="Activities of the same title are one.")
@WITH_PRIVATE
@pass_place
def compare(
    place: Place,
    sessions: tuple[str, ...],
    form: str,
    output: Path | None,
    force: bool,
    match_titles: bool,
    with_private: bool,
) -> None:
    """Lay the sessions of two or more sides side by side.

    Tells what to do together, who can offer what, and what is not worth it. Each of A, B, C
    is a file or a session of the library. Activities match by id.

    \b
    Examples:
      commongrid compare ours.toml theirs.toml
      commongrid compare "Phase 2" theirs.toml --format html -o reading.html
    """
    if len(sessions) < 2:
        raise click.UsageError("compare needs two sessions or more.")
    answers.compare(
        place,
        *sessions,
        form=form,
        output=output,
        force=force,
        match_titles=match_titles,
        with_private=with_private,
    )


@click.command()
@click.argument("document", metavar="SESSION|PLAN")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "html", "csv", "svg"]),
    default="text",
    show_default=True,
)
@OUTPUT
@FORCE
@click.option("--changes", is_flag=True, help="What was changed when, with the names of people.")
@WITH_PRIVATE
@pass_place
def report(
    place: Place,
    document: str,
    form: str,
    output: Path | None,
    force: bool,
    changes: bool,
    with_private: bool,
) -> None:
    """Write SESSION or PLAN as a report.

    Of a session: matrix, levels and reasons. Of a plan: what was decided, who does what, by
    when. SVG is a picture of a session's matrix. HTML is one file that prints well.

    \b
    Examples:
      commongrid report "Phase 2"
      commongrid report "Phase 2" --format html -o report.html
    """
    from sessions.report import Format, report_plan, report_session
    from sessions.store import StoredPlan
    from tui.cli.named import load_named, log_of

    with place.reader() as reader:
        held = load_named(reader, document)
        rows = log_of(reader, held) if changes else []
        moved = _moved_since(reader, held) if isinstance(held, StoredPlan) else ()
    kind, made = Format(form), now()
    if isinstance(held, StoredPlan):
        text = report_plan(held.plan, kind, made=made, changed=moved, changes=rows)
    else:
        text = report_session(
            held.session, kind, made=made, with_private=with_private, changes=rows
        )
    deliver(text.encode(), output, force=force)


def _moved_since(reader: SqliteReader, held: StoredPlan) -> tuple[int, ...]:
    """The sides whose session, if it is in the library, is not what was agreed on."""
    from sessions.errors import UnknownSessionError
    from sessions.plans.planning import changed_sides

    known = []
    for side in held.plan.sides:
        with suppress(UnknownSessionError):
            known.append(reader.load(side.session).session)
    return changed_sides(held.plan, known)


@click.command()
@click.argument("document", metavar="SESSION|PLAN")
@click.option("--activity", metavar="ID", help="Only changes of this activity.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
@click.option(
    "--with-private", is_flag=True, help="Show private notes, which otherwise read (private)."
)
@pass_place
def history(
    place: Place, document: str, activity: str | None, as_json: bool, with_private: bool
) -> None:
    """Tell what was changed in SESSION or PLAN, when and by whom.

    Oldest first.

    \b
    Example:
      commongrid history "Phase 2" --activity registry
    """
    from tui.cli.named import load_named, log_of

    with place.reader() as reader:
        held = load_named(reader, document)
        rows = [
            row
            for row in log_of(reader, held)
            if activity is None or row.change.activity == activity
        ]
    told = [_logged(row, with_private=with_private) for row in rows]
    if as_json:
        say_json(told)
        return
    groups: dict[str, tuple[str, str, str]] = {}
    for one in told:
        former = groups.get(one["group"], ("", "", PRIVATE_WORD))[2]
        label = former if one["label"] == PRIVATE_WORD else one["label"]
        groups[one["group"]] = (one["at"][:19].replace("T", " "), one["who"], label)
    say(
        table(HISTORY, groups.values(), (19, 20, max(30, room(43))))
        if groups
        else "No changes yet."
    )


def _logged(row: LogRow, *, with_private: bool) -> dict[str, Any]:
    from sessions.reports.words import is_private

    hidden = not with_private and is_private(row)
    return {
        "seq": row.seq,
        "group": row.group,
        "at": row.at.isoformat().replace("+00:00", "Z"),
        "who": row.who,
        "label": PRIVATE_WORD if hidden else row.label,
        "path": row.change.path,
        "before": PRIVATE_WORD if hidden else row.change.before,
        "after": PRIVATE_WORD if hidden else row.change.after,
        "reverts": row.reverts,
    }
