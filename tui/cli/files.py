"""Commands on files that travel: template, export, import, validate, schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sessions.errors import CommongridError
from sessions.session import Perspective
from tui.cli.output import deliver, is_there, note, say_json
from tui.cli.place import Place, now, pass_place

if TYPE_CHECKING:
    from sessions.store import Stored, StoredPlan

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
    from sessions.files.template import template as blank

    deliver(blank(Perspective(perspective)), None, force=False)


@click.command()
@click.argument("document", metavar="SESSION|PLAN")
@OUTPUT
@FORCE
@WITH_PRIVATE
@click.option(
    "--sign",
    "key",
    metavar="KEY",
    type=click.Path(path_type=Path),
    help="Sign the file with this SSH key: FILE.sig beside FILE.",
)
@pass_place
def export(
    place: Place,
    document: str,
    output: Path | None,
    force: bool,
    with_private: bool,
    key: Path | None,
) -> None:
    """Write SESSION or PLAN as a file to pass on.

    Of a session it holds the chosen activities and what was said of them; private notes,
    un-chosen activities and history stay home. Of a plan it holds all but the history.

    \b
    Examples:
      commongrid export "Phase 2" -o ours.toml
      commongrid export "Phase 2" | less
      commongrid export "Phase 2" -o ours.toml --sign ~/.ssh/id_ed25519
    """
    from tui.cli.named import load_named

    with place.reader() as reader:
        held = load_named(reader, document)
    content, told = _written(held, with_private=with_private)
    signature = None if key is None else _signature(content, output, key, force=force)
    if deliver(content, output, force=force):
        note(f"{output}: {told}")
    if signature is not None:
        deliver(signature[1], signature[0], force=force)
        note(f"{signature[0]}: the signature; send it along.")


def _written(held: Stored | StoredPlan, *, with_private: bool) -> tuple[bytes, str]:
    """The bytes of a file, and in a sentence what is in it."""
    from sessions.exchange import summarise, write_plan, write_session
    from sessions.reports.words import plural
    from sessions.store import StoredPlan

    if isinstance(held, StoredPlan):
        plan = held.plan
        items = plural(len(plan.items), "activity", "activities")
        return write_plan(plan), f"a plan, {items}; nothing in it is private."
    content = write_session(
        held.session,
        created=held.created,
        modified=held.modified,
        exported=now(),
        with_private=with_private,
    )
    told = summarise(held.session, with_private=with_private)
    private = "included" if told.private_included else "left out"
    return content, (
        f"{plural(told.activities, 'activity', 'activities')}, {told.rated} rated; "
        f"{plural(told.private_notes, 'private note')} {private}."
    )


def _signature(
    content: bytes, output: Path | None, key: Path, *, force: bool
) -> tuple[Path, bytes]:
    """The signature and where it goes; nothing is written yet, so that both are or neither."""
    from tui.cli.signing import sign, signature_of

    if output is None or str(output) == "-":
        raise click.UsageError("--sign needs -o FILE, so that FILE.sig can be beside it.")
    beside = signature_of(output)
    if not force and is_there(beside):
        raise CommongridError(f"{beside} is there already; use --force to replace it.")
    return beside, sign(content, key)


@click.command("import")
@FILES
@click.option(
    "--ours", is_flag=True, help="These are our own sessions, to be edited; else a partner's."
)
@click.option("--update", is_flag=True, help="Take over newer files of what is there.")
@click.option("--as-copy", is_flag=True, help="Keep one of its own for each file.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option(
    "--signers",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Take only what somebody in this list of allowed signers (ssh-keygen) has signed.",
)
@pass_place
def import_(
    place: Place,
    files: tuple[Path, ...],
    ours: bool,
    update: bool,
    as_copy: bool,
    dry_run: bool,
    signers: Path | None,
) -> None:
    """Take sessions and plans from FILEs, all or none.

    A file of what is there with the same content changes nothing. With other content it is
    refused, unless you say --update or --as-copy. An update never deletes what stays home.
    A plan belongs to all of its sides, so --ours is for sessions.

    \b
    Examples:
      commongrid import theirs.toml
      commongrid import theirs.toml --update --dry-run
      commongrid import theirs.toml --signers partners.txt
    """
    if update and as_copy:
        raise click.UsageError("--update and --as-copy cannot be given together.")
    from tui.cli.importing import OnClash, import_files

    on_clash = OnClash.UPDATE if update else OnClash.COPY if as_copy else OnClash.REFUSE
    import_files(place, files, ours=ours, on_clash=on_clash, dry_run=dry_run, signers=signers)


@click.command()
@FILES
@pass_place
def validate(place: Place, files: tuple[Path, ...]) -> None:
    """Check FILEs of any kind; name each problem and its line.

    \b
    Example:
      commongrid validate theirs.toml
    """
    from tui.cli import answers

    answers.validate(place, *files)


@click.command()
@click.argument("kind")
def schema(kind: str) -> None:
    """Print the JSON Schema of a KIND of file, for editors.

    Kinds: session, catalogue, plan.

    \b
    Example:
      commongrid schema session > session.schema.json
    """
    from sessions import exchange

    say_json(exchange.schema(kind))
