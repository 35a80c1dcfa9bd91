"""What the commands that only read files do: activities, validate, compare.

Without click, which takes as long to import as they take to answer: plain words get here without
it (`tui.cli.plain`), all others through the commands that have their options and their help.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sessions.errors import CommongridError, FileProblemsError
from sessions.text import cells, pad, safe_line
from tui.cli.output import deliver, note, read_file, say, say_json

if TYPE_CHECKING:
    from catalogue.activities import Activity, Catalogue
    from sessions.session import Session
    from tui.cli.place import Place

TOLD_AS = ("text", "json", "markdown", "html", "csv")
"""What a comparison can be written as."""


def activities(
    _: Place, *, phase: str | None = None, as_json: bool = False, catalogue: Path | None = None
) -> None:
    """List the activities of the built-in list, or of the one in a file."""
    from catalogue.activities import builtin
    from catalogue.phases import Phase

    listed = builtin() if catalogue is None else _catalogue(catalogue)
    found = listed.in_phase(Phase(phase)) if phase else listed.activities
    if as_json:
        say_json([_activity(entry) for entry in found])
        return
    width = max((cells(entry.id) for entry in found), default=0)
    lines = []
    for group in (*Phase, None):
        entries = [entry for entry in found if entry.primary_phase is group]
        if entries:
            lines.append(group.words if group else "No phase named")
            lines += [f"  {pad(entry.id, width)}  {safe_line(entry.title)}" for entry in entries]
            lines.append("")
    if listed.note:
        lines.append(listed.note)
    if lines:
        say("\n".join(lines))


def _catalogue(path: Path) -> Catalogue:
    from sessions.exchange import read_catalogue

    return read_catalogue(read_file(path), str(path))


def _activity(entry: Activity) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "label": entry.label,
        "phases": entry.phases,
        "primary_phase": entry.primary_phase,
        "description": entry.description,
        "examples": entry.examples,
        "provenance": entry.provenance,
    }


def validate(_: Place, *files: str | Path) -> None:
    """Check files of any kind. Raises FileProblemsError with every problem of all of them."""
    from sessions.exchange import check

    problems: list[str] = []
    for path in map(Path, files):
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
            found = _found(len(checked.warnings))
            say(f"{safe_line(str(path))}: {checked.kind.words}, {found}{how}")
    if problems:
        raise FileProblemsError(problems)


def _found(warnings: int) -> str:
    """What to say of a file that is taken, after so many sentences on what is odd in it."""
    if not warnings:
        return "no problems"
    from sessions.reports.words import plural

    return f"{plural(warnings, 'thing')} left out or odd (see above)"


def compare(
    place: Place,
    *sessions: str,
    form: str = "text",
    output: Path | None = None,
    force: bool = False,
    match_titles: bool = False,
    with_private: bool = False,
) -> None:
    """Write the joint reading of two sessions or more, each a file or a session of the library."""
    from sessions.comparison import compare as read_jointly
    from sessions.comparison import join_titles
    from sessions.report import Format, report_comparison
    from tui.cli.place import now

    sides = [_side(place, given) for given in sessions]
    found = join_titles(sides) if match_titles else read_jointly(sides)
    for question in found.questions:
        note(f"{question.sentence} --match-titles takes them for one.")
    text = report_comparison(found, Format(form), made=now(), with_private=with_private)
    deliver(text.encode(), output, force=force)


def _side(place: Place, given: str) -> Session:
    """The session in a file of this name, else the stored one that answers to it."""
    from tui import files

    path = files.named(given, files.start())
    if files.is_file(path):
        from sessions.exchange import read_session

        file = read_session(read_file(path), given)
        for warning in file.warnings:
            note(warning)
        return file.session
    if path.suffix == ".toml" or files.is_folder(path):
        raise CommongridError(f"{given} is no file; check its name.")
    from tui.cli.named import find_session

    with place.reader() as reader:
        return reader.load(find_session(reader, given)).session
