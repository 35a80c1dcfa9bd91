"""Taking files into the library: first everything is read and checked, then all of it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path

from sessions.differences import differences
from sessions.edits import Delete, Update
from sessions.errors import CommongridError, FileProblemsError, UnknownSessionError
from sessions.exchange import SessionFile, read_session, session_document, standing
from sessions.reports.words import plural
from sessions.session import Session, new_session_id
from sessions.sqlite_reader import SqliteReader
from sessions.sqlite_store import SqliteStore
from sessions.store import LogKind, Stored, Who
from sessions.text import safe_line
from tui.cli.output import note, read_file, say
from tui.cli.place import Place


class OnClash(Enum):
    """What to do with a file of a session that is there with other content."""

    REFUSE = auto()
    UPDATE = auto()
    COPY = auto()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was read, and the session of the library with its id, if there is one."""

    name: str
    file: SessionFile
    held: Stored | None

    @property
    def same(self) -> bool:
        """Whether the library holds just this already, leaving aside what stays home."""
        return (
            self.held is not None
            and not self.held.session.deleted
            and session_document(self.held.session) == session_document(self.file.session)
        )


def import_files(
    place: Place,
    paths: Sequence[Path],
    *,
    ours: bool,
    on_clash: OnClash,
    dry_run: bool,
    signers: Path | None = None,
) -> None:
    """Import every file or none. Raises FileProblemsError naming everything that is in the way.

    With `signers`, a file that none of them has signed is in the way.

    Each session is kept in one step; should the disk fail between two, the message says which
    were kept.
    """
    files = _read(paths, signers)
    with place.reader() as reader:
        incoming = [Incoming(name, file, _held(reader, file)) for name, file in files]
    if on_clash is OnClash.REFUSE:
        _refuse_clashes(incoming)
    for one in incoming:
        if ours and one.held is not None and not one.held.ours and on_clash is not OnClash.COPY:
            note(f"{one.name}: stays a partner's session here; --as-copy gives one to edit")
    if dry_run:
        for one in incoming:
            for line in _intended(one, on_clash):
                say(f"{line} (dry run)" if not line.startswith(" ") else line)
        return
    done: list[str] = []
    with place.store() as store:
        try:
            for one in incoming:
                _keep(store, place.who, one, on_clash, ours=ours)
                done.append(one.name)
        except CommongridError as error:
            kept = f" Kept before that: {', '.join(done)}." if done else " Nothing was kept."
            raise CommongridError(f"{error}{kept}") from error
    for one in incoming:
        for line in _intended(one, on_clash):
            say(line)


def _read(paths: Sequence[Path], signers: Path | None) -> list[tuple[str, SessionFile]]:
    problems: list[str] = []
    files: list[tuple[str, SessionFile]] = []
    names: dict[str, str] = {}
    for path in paths:
        name = safe_line(str(path))
        try:
            data = read_file(path)
            if signers is not None:
                note(f"{name}: signed by {_signer(data, path, signers)}")
            file = read_session(data, name)
        except FileProblemsError as error:
            problems += error.problems
            continue
        except CommongridError as error:
            problems.append(str(error))
            continue
        for warning in file.warnings:
            note(warning)
        first = names.setdefault(file.session.id, name)
        if first != name or any(name == known for known, _ in files):
            problems.append(f"{name}: is the same session as {first}; import one of them")
        files.append((name, file))
    if problems:
        raise FileProblemsError(problems)
    return files


def _signer(data: bytes, path: Path, signers: Path) -> str:
    """Who signed a file. Raises CommongridError if nobody did whom we allow."""
    from tui.cli.signing import signature_of, verify

    beside = signature_of(path)
    if not beside.expanduser().exists():
        raise CommongridError(
            f"{path}: there is no signature {beside} beside it; ask for it, or import the file "
            "without --signers."
        )
    return verify(data, safe_line(str(path)), read_file(beside), signers)


def _held(reader: SqliteReader, file: SessionFile) -> Stored | None:
    try:
        return reader.load(file.session.id)
    except UnknownSessionError:
        return None


def _refuse_clashes(incoming: Sequence[Incoming]) -> None:
    problems = []
    for one in incoming:
        if one.held is None or one.same:
            continue
        title = one.held.session.title
        if one.held.session.deleted:
            problems.append(
                f'{one.name}: "{title}" was deleted here; --update brings it back, '
                "--as-copy keeps a copy"
            )
        else:
            problems.append(
                f'{one.name}: "{title}" is in the library with other content; --update takes '
                "this file over, --as-copy keeps both"
            )
    if problems:
        raise FileProblemsError(problems)


def _intended(one: Incoming, on_clash: OnClash) -> Iterator[str]:
    """What importing a file means, a line for people; then what an update changes, line by line."""
    session = one.file.session
    chosen, rated = session.progress()
    content = f"{plural(chosen, 'activity', 'activities')}, {rated} rated"
    what = f'{one.name} ({standing(one.file)}): "{session.title}" of {session.organisation.name}'
    if one.held is None:
        yield f"{what}: new, {content}"
    elif on_clash is OnClash.COPY:
        yield f"{what}: a copy, {content}"
    elif one.same:
        yield f"{what}: there already, nothing to do"
    else:
        yield f"{what}: updated"
        for difference in differences(one.held.session, session):
            yield f"  {difference.title}: {'; '.join(difference.sentences)}"


def _keep(store: SqliteStore, who: Who, one: Incoming, on_clash: OnClash, *, ours: bool) -> None:
    session = one.file.session
    if one.held is not None and on_clash is not OnClash.COPY:
        if not one.same:
            if one.held.session.deleted:
                store.commit(session.id, Delete(False), who=who)
            store.commit(session.id, Update(session), who=who, kind=LogKind.IMPORT)
        return
    if one.held is not None:
        session = _copy(session)
    store.create(session, who=who, ours=ours, created=one.file.created, modified=one.file.modified)


def _copy(session: Session) -> Session:
    """The same session under an id and a title of its own, as a duplicate on screen has."""
    from sessions.exchange import TITLE_LENGTH

    ending = " (copy)"
    title = session.title[: TITLE_LENGTH - len(ending)] + ending
    return replace(session, id=new_session_id(), title=title)
