"""What undo and redo take back, read off the log alone; pure.

The log is never rewritten: taking back is a change like any other, whose rows name the rows
they revert. Consecutive rows of one group on one path are a run, and one step back per path.
A reverting row names the newest row of a run and takes back the whole of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.values import dataclass
from sessions.documents import Document, Kind
from sessions.errors import NothingToUndoError, RefusedEditError
from sessions.patch import Change, Value
from sessions.store import GroupId, LogKind, LogRow, Who

UNDONE, REDONE = "Undid: ", "Redid: "


@dataclass(frozen=True, slots=True)
class Reversal:
    """What to put back: each change with the `seq` it reverts, in the order to apply them."""

    changes: tuple[tuple[Change, int], ...]
    label: str


@dataclass(slots=True)
class _Run:
    """Consecutive rows of one group on one path."""

    group: GroupId
    who: Who
    kind: LogKind
    path: str
    first: int
    last: int
    before: Value
    after: Value
    label: str
    reverted: bool = False

    @property
    def stands(self) -> bool:
        """Whether there is something in it to take back."""
        return not self.reverted and self.before != self.after


def to_undo(rows: Sequence[LogRow], who: Who) -> Reversal:
    """What takes back this person's newest group that stands; empty ones are passed over.

    Raises NothingToUndoError.
    """
    kinds = (LogKind.EDIT, LogKind.IMPORT, LogKind.REDO)
    found = _newest(_runs(rows), who, kinds)
    if not found:
        raise NothingToUndoError("You have changed nothing here that could be undone.")
    return _reversal(found, UNDONE)


def to_redo(rows: Sequence[LogRow], who: Who) -> Reversal:
    """What does again what this person undid last. Raises NothingToUndoError.

    There is nothing to redo once they have edited after their undo.
    """
    found = _newest(_runs(rows), who, (LogKind.UNDO,))
    edited = max(
        (row.seq for row in rows if row.who == who and row.kind in (LogKind.EDIT, LogKind.IMPORT)),
        default=0,
    )
    if not found or found[-1].last < edited:
        raise NothingToUndoError("You have undone nothing here that could be done again.")
    return _reversal(found, REDONE)


def revert(
    kind: Kind[Document], document: Document, reversal: Reversal, rows: Sequence[LogRow], who: Who
) -> tuple[Document, tuple[tuple[Change, int], ...]]:
    """The document with the reversal in place, and what that changed, with the `seq` reverted.

    Raises RefusedEditError, naming who, if one of its values was changed since, or if words of
    somebody else would go with what is taken back.
    """
    after = document
    for change, seq in reversal.changes:
        if kind.value_at(document, change.path) != change.before:
            raise _changed_since(rows, change.path, seq, who)
        after = kind.put(after, change.path, change.after)
    reverted = {change.path: seq for change, seq in reversal.changes}
    first = min(reverted.values())
    for change in kind.diff(document, after).changes:
        if change.path not in reverted and change.before:
            raise _changed_since(rows, change.path, first, who)
    after = kind.tidy(after)
    made = kind.diff(document, after).changes
    return after, tuple((change, reverted.get(change.path, first)) for change in made)


def _runs(rows: Sequence[LogRow]) -> list[_Run]:
    runs: list[_Run] = []
    of_row: dict[int, _Run] = {}
    newest: dict[str, _Run] = {}
    for row in rows:
        if row.reverts in of_row:
            of_row[row.reverts].reverted = True
        change = row.change
        run = newest.get(change.path)
        same = run is not None and (run.group, run.who, run.kind) == (row.group, row.who, row.kind)
        if run is not None and same and not run.reverted:
            run.last, run.after, run.label = row.seq, change.after, row.label
        else:
            run = _Run(
                group=row.group,
                who=row.who,
                kind=row.kind,
                path=change.path,
                first=row.seq,
                last=row.seq,
                before=change.before,
                after=change.after,
                label=row.label,
            )
            runs.append(run)
        of_row[row.seq] = newest[change.path] = run
    return runs


def _newest(runs: list[_Run], who: Who, kinds: tuple[LogKind, ...]) -> list[_Run]:
    """The newest standing run per path of this person's newest standing group, oldest first."""
    mine = [run for run in runs if run.stands and run.who == who and run.kind in kinds]
    if not mine:
        return []
    group = max(mine, key=lambda run: run.last).group
    per_path = {run.path: run for run in mine if run.group == group}
    return sorted(per_path.values(), key=lambda run: run.last)


def _reversal(runs: list[_Run], said: str) -> Reversal:
    ordered = sorted(runs, key=lambda run: run.first, reverse=True)
    label = runs[-1].label.removeprefix(UNDONE).removeprefix(REDONE)
    return Reversal(
        changes=tuple((Change(run.path, run.after, run.before), run.last) for run in ordered),
        label=said + label,
    )


def _changed_since(rows: Sequence[LogRow], path: str, seq: int, who: Who) -> RefusedEditError:
    """The refusal that names who changed what stands at a path, or below it."""
    later = [row for row in rows if row.seq > seq and row.change.path.startswith(path)]
    for last in reversed([row for row in later if row.who != who] or later):
        name = "You have" if last.who == who else f"{last.who} has"
        return RefusedEditError(f"{name} changed this since ({last.label}), so it stays as it is.")
    return RefusedEditError("This was changed since, so it stays as it is.")
