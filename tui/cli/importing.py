"""Taking files into the library: first everything is read and checked, then all of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sessions.errors import CommongridError, FileProblemsError
from sessions.exchange import PlanFile, SessionFile, read_shared
from sessions.sqlite.backups import back_up_before_import
from sessions.text import safe_line
from tui.cli.incoming import IncomingSession, OnClash, incoming
from tui.cli.output import is_there, note, read_file, say
from tui.cli.place import Place

__all__ = ["OnClash", "import_files"]


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

    Each session or plan is kept in one step; should the disk fail between two, the message
    says which were kept.
    """
    files = _read(paths, signers)
    with place.reader() as reader:
        coming = [incoming(reader, name, file) for name, file in files]
    if problems := [sentence for one in coming if (sentence := one.obstacle(on_clash))]:
        raise FileProblemsError(problems)
    for one in coming:
        foreign = isinstance(one, IncomingSession) and one.held is not None and not one.held.ours
        if ours and foreign and on_clash is not OnClash.COPY:
            note(f"{one.name}: stays a partner's session here; --as-copy gives one to edit")
    if dry_run:
        for one in coming:
            for line in one.intended(on_clash):
                say(f"{line} (dry run)" if not line.startswith(" ") else line)
        return
    if on_clash is OnClash.UPDATE and any(one.held_title and not one.same for one in coming):
        note(
            f"A copy of the library as it was before is in {back_up_before_import(place.database)}"
        )
    done: list[str] = []
    with place.store() as store:
        try:
            for one in coming:
                one.keep(store, place.who, on_clash, ours=ours)
                done.append(one.name)
        except CommongridError as error:
            kept = f" Kept before that: {', '.join(done)}." if done else " Nothing was kept."
            raise CommongridError(f"{error}{kept}") from error
    for one in coming:
        for line in one.intended(on_clash):
            say(line)


def _read(paths: Sequence[Path], signers: Path | None) -> list[tuple[str, SessionFile | PlanFile]]:
    problems: list[str] = []
    files: list[tuple[str, SessionFile | PlanFile]] = []
    names: dict[tuple[str, str], str] = {}
    for path in paths:
        name = safe_line(str(path))
        try:
            data = read_file(path)
            if signers is not None:
                note(f"{name}: signed by {_signer(data, path, signers)}")
            file = read_shared(data, name)
        except FileProblemsError as error:
            problems += error.problems
            continue
        except CommongridError as error:
            problems.append(str(error))
            continue
        for warning in file.warnings:
            note(warning)
        kind = "plan" if isinstance(file, PlanFile) else "session"
        held = file.plan.id if isinstance(file, PlanFile) else file.session.id
        if (kind, held) in names:
            first = names[kind, held]
            problems.append(f"{name}: is the same {kind} as {first}; import one of them")
        names.setdefault((kind, held), name)
        files.append((name, file))
    if problems:
        raise FileProblemsError(problems)
    return files


def _signer(data: bytes, path: Path, signers: Path) -> str:
    """Who signed a file. Raises CommongridError if nobody did whom we allow."""
    from tui.cli.signing import signature_of, verify

    beside = signature_of(path)
    if not is_there(beside):
        raise CommongridError(
            f"{path}: there is no signature {beside} beside it; ask for it, or import the file "
            "without --signers."
        )
    return verify(data, safe_line(str(path)), read_file(beside), signers)
