"""What could not be saved, kept as files beside the database until it is taken in again.

Slow, as disks are: to be called from a thread, or when the screens are gone.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.activities import BUILTIN_ID, builtin
from catalogue.values import dataclass, replace
from sessions.errors import CommongridError
from sessions.partnership import Partnership
from sessions.session import Session
from sessions.store import Stored, StoredPlan
from tui import locations
from tui.draft import Draft, write_draft
from tui.files import is_own, read_file, write_file

if TYPE_CHECKING:
    from sessions.exchange import SessionFile

WORD = ".rescue-"
ENDING = ".toml"
LIST = ".list"
"""The ending of the list that a new session was begun with: its own file has only what it chose."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A session as it was on screen, with what was stored of it, None for a new one; or a plan."""

    document: Session | Partnership
    stored: Stored | StoredPlan | None = None


def places(database: Path) -> Iterator[Path]:
    """Where rescue files go, without the end of their names: the first that takes them.

    Away from the database, the name tells by a hash which database they belong to.
    """
    path = database.absolute()
    yield path.with_name(f"{path.name.removesuffix('.db')[:60]}{WORD}")
    mark = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
    for folder in (locations.state_folder(), Path(tempfile.gettempdir())):
        yield folder / f"commongrid-{mark}{WORD}"


def rescue(database: Path, unsaved: Sequence[Unsaved]) -> list[Path]:
    """Write each to a file that its owner alone can read; private notes are in it.

    Raises CommongridError if no place took it, which names the last one.
    """
    return [_write(database, one) for one in unsaved]


def leave_draft(database: Path, draft: Draft, path: Path | None = None) -> Path:
    """Write a draft to the file that it came from, or to one that the next start finds.

    Raises CommongridError if no place took it.
    """
    content = write_draft(draft)
    with suppress(CommongridError):
        if path is not None:
            write_file(path, content, replace=True, own=True)
            return path
    return _placed(database, content, f"draft-{os.urandom(4).hex()}", datetime.now(UTC))


def _write(database: Path, unsaved: Unsaved) -> Path:
    now = datetime.now(UTC)
    return _placed(database, _content(unsaved, now), unsaved.document.id, now, _listed(unsaved))


def _placed(
    database: Path, content: bytes, name: str, now: datetime, listed: bytes | None = None
) -> Path:
    failed = CommongridError("There is no place for a rescue file.")
    for place in places(database):
        path = place.with_name(f"{place.name}{now:%Y%m%d-%H%M%S}-{name}{ENDING}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _put(path, content, listed)
        except (CommongridError, OSError) as error:
            failed = CommongridError(f"No rescue file could be written: {error}")
            continue
        return path
    raise failed


def _put(path: Path, content: bytes, listed: bytes | None) -> None:
    """Write the file and the list beside it, or neither. Raises CommongridError."""
    if listed is not None:
        write_file(path.with_suffix(LIST), listed, replace=True, own=True)
    try:
        write_file(path, content, replace=True, own=True)
    except CommongridError:
        if listed is not None:
            path.with_suffix(LIST).unlink(missing_ok=True)
        raise


def _content(unsaved: Unsaved, now: datetime) -> bytes:
    # Every start looks for rescue files, few write one.
    from sessions.exchange import write_plan, write_session

    document, stored = unsaved.document, unsaved.stored
    if not isinstance(document, Session):
        return write_plan(document, stored.modified if stored and stored.revision else None)
    return write_session(
        _whole(document, stored if isinstance(stored, Stored) else None),
        created=stored.created if stored is not None else now,
        modified=stored.modified if stored is not None else now,
        exported=now,
        with_private=True,
        # Somebody else may have changed it within that second.
        exact=True,
    )


def _listed(unsaved: Unsaved) -> bytes | None:
    """The list of a session that no library knows; None where the built-in one will do."""
    from sessions.exchange import write_catalogue

    document = unsaved.document
    if unsaved.stored is not None or not isinstance(document, Session):
        return None
    return None if document.catalogue is builtin() else write_catalogue(document.catalogue)


def _whole(session: Session, stored: Stored | None) -> Session:
    """The session with every word in it that is not stored yet, on un-chosen activities too."""
    for key, held in session.assessments.items():
        before = stored.session.assessment(key) if stored is not None else None
        if not held.chosen and held != before:
            session = session.with_assessment(replace(held, chosen=True))
    return session


def with_list(path: Path, found: SessionFile) -> SessionFile:
    """What a rescue file holds, with the list that lies beside it if it was begun with one.

    Raises CommongridError for a list that cannot be read, is not ours, or is another one.
    """
    from sessions.exchange import read_catalogue

    beside, begun_with = path.with_suffix(LIST), found.session.catalogue.id
    if begun_with == BUILTIN_ID or not os.path.lexists(beside):
        return found
    listed = read_catalogue(read_file(beside, own=True), beside.name, own=True)
    if listed.id != begun_with:
        raise CommongridError(f"{beside.name} is the list {listed.id}, not {begun_with}.")
    return replace(found, session=replace(found.session, catalogue=listed))


def forget(path: Path, *, keep_list: bool = False) -> None:
    """Remove a rescue file, and the list beside it unless that is to be kept.

    One that cannot be removed is offered once more: nothing is lost.
    """
    for one in (path,) if keep_list else (path, path.with_suffix(LIST)):
        with suppress(OSError):
            one.unlink(missing_ok=True)


def rescued(database: Path) -> list[Path]:
    """The rescue files of a database that are still there, oldest first; our own files only."""
    found: list[Path] = []
    for place in places(database):
        with suppress(OSError), os.scandir(place.parent) as there:
            found += [Path(one.path) for one in there if _ours(one, place.name)]
    return sorted(found, key=lambda path: path.name.rpartition(WORD)[2])


def _ours(entry: os.DirEntry[str], start: str) -> bool:
    """Whether it is a rescue file that we wrote: others can write to the temporary folder."""
    if not (entry.name.startswith(start) and entry.name.endswith(ENDING)):
        return False
    return is_own(entry.stat(follow_symlinks=False))
