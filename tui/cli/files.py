"""Commands on files that travel: template, export, import, validate, schema."""

from __future__ import annotations

from pathlib import Path

import click

from sessions.errors import CommongridError, FileProblemsError
from sessions.session import Perspective
from sessions.text import safe_line
from tui.cli.output import deliver, note, read_file, say, say_json
from tui.cli.place import Place, now, pass_place

FILES = click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
OUTPUT = click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to this file, readable by you alone; else to stdout.",
)
FORCE = click.option("--force", is_flag=True, help="Replace the file if it is there already.")
WITH_PRIVATE = click.option(
    "--with-private", is_flag=True, help="Private notes too, which otherwise stay home."
)


@click.command()
@click.option(
    "--perspective",
    type=click.Choice([str(one) for one in Perspective]),
    default=str(Perspective.PATIENT_GROUP),
    show_default=True,
    help="Who is going to fill it in.",
)
def template(perspective: str) -> None:
    """Print a blank file for somebody without the program.

    \b
    Example:
      commongrid template --perspective patient-group > blank.toml
    """
    from sessions.template import template as blank

    deliver(blank(Perspective(perspective)), None, force=False)


@click.command()
@click.argument("session")
@OUTPUT
@FORCE
@WITH_PRIVATE
@pass_place
def export(
    place: Place, session: str, output: Path | None, force: bool, with_private: bool
) -> None:
    """Write SESSION as a file to pass on.

    It holds the chosen activities and what was said of them. Private notes, un-chosen
    activities and history stay home.

    \b
    Examples:
      commongrid export "Phase 2" -o ours.toml
      commongrid export "Phase 2" | less
    """
    from sessions.exchange import summarise, write_session
    from sessions.reports.words import plural

    with place.reader() as reader:
        stored = reader.load(reader.find(safe_line(session)))
    content = write_session(
        stored.session,
        created=stored.created,
        modified=stored.modified,
        exported=now(),
        with_private=with_private,
    )
    if deliver(content, output, force=force):
        told = summarise(stored.session, with_private=with_private)
        private = "included" if told.private_included else "left out"
        note(
            f"{output}: {plural(told.activities, 'activity', 'activities')}, {told.rated} rated; "
            f"{plural(told.private_notes, 'private note')} {private}."
        )


@click.command("import")
@FILES
@click.option(
    "--ours", is_flag=True, help="These are our own sessions, to be edited; else a partner's."
)
@click.option("--update", is_flag=True, help="Take over newer files of sessions that are there.")
@click.option("--as-copy", is_flag=True, help="Keep a session of its own for each file.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@pass_place
def import_(
    place: Place, files: tuple[Path, ...], ours: bool, update: bool, as_copy: bool, dry_run: bool
) -> None:
    """Take sessions from FILEs into the library, all or none.

    A file of a session that is there with the same content changes nothing. With other
    content it is refused, unless you say --update or --as-copy. An update never deletes
    what stays home.

    \b
    Examples:
      commongrid import theirs.toml
      commongrid import theirs.toml --update --dry-run
    """
    if update and as_copy:
        raise click.UsageError("--update and --as-copy cannot be given together.")
    from tui.cli.importing import OnClash, import_files

    on_clash = OnClash.UPDATE if update else OnClash.COPY if as_copy else OnClash.REFUSE
    import_files(place, files, ours=ours, on_clash=on_clash, dry_run=dry_run)


@click.command()
@FILES
def validate(files: tuple[Path, ...]) -> None:
    """Check FILEs of any kind; name each problem and its line.

    \b
    Example:
      commongrid validate theirs.toml
    """
    from sessions.exchange import check

    problems: list[str] = []
    for path in files:
        try:
            checked = check(read_file(path), str(path))
        except FileProblemsError as error:
            problems += error.problems
        except CommongridError as error:
            problems.append(str(error))
        else:
            for warning in checked.warnings:
                note(warning)
            how = f", {checked.standing}" if checked.standing else ""
            say(f"{safe_line(str(path))}: {checked.kind.words}, no problems{how}")
    if problems:
        raise FileProblemsError(problems)


@click.command()
@click.argument("kind")
def schema(kind: str) -> None:
    """Print the JSON Schema of a KIND of file, for editors.

    Kinds: session, catalogue.

    \b
    Example:
      commongrid schema session > session.schema.json
    """
    from sessions import exchange

    say_json(exchange.schema(kind))
