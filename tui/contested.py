"""Texts that two people wrote at once: one of them is asked which words stay; unasked, both do."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.app import App

from catalogue.activities import ActivityId
from catalogue.values import replace
from sessions.errors import CommongridError, RefusedEditError, TextConflictError

if TYPE_CHECKING:
    from sessions.store import LogRow
    from tui.screens.conflict import Conflict


class Written:
    """Where a contested text is written, and how one hears what became of it."""

    def write(self, edit: Any) -> None:
        """Ask for the edit again. Raises RefusedEditError where the answer is known at once."""
        raise NotImplementedError

    def refused(self, error: CommongridError, edit: Any) -> None:
        """Tell that it was refused again."""
        raise NotImplementedError

    def catch_up(self) -> None:
        """Know what is committed by now, without waiting. Raises CommongridError if it cannot."""

    def last_change(self, path: str) -> LogRow | None:
        """The newest change of the text at a path. Raises CommongridError if it cannot be read."""
        raise NotImplementedError

    def show(self, edit: Any, text: str) -> None:
        """Put the words that stay into the fields that the refused edit was typed in."""

    def settled(self) -> None:
        """Hand what has become of it down to the screens."""


class Contested:
    """The questions that are open in an app, and what becomes of those nobody answers."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._asked: dict[Conflict, tuple[Any, Written]] = {}

    def ask(self, conflict: TextConflictError, edit: Any, place: Written) -> None:
        """Ask on the screen that there is; those that the words were typed on may be gone."""
        from tui.screens.conflict import Conflict

        asked = Conflict(conflict, by=_written_by(place, edit, conflict))

        def keep(text: str | None) -> None:
            self._asked.pop(asked, None)
            place.show(edit, conflict.theirs if text is None else text)
            if text is not None and text != conflict.theirs:
                again = replace(edit, text=text, started_from=conflict.theirs)
                try:
                    _write(place, again, conflict)
                except RefusedEditError as error:
                    place.refused(error, again)
            place.settled()

        self._asked[asked] = (edit, place)
        self._app.push_screen(asked, keep)

    def keep_both(self) -> None:
        """At the end: where nobody has said yet which words stay, both do.

        Where there is room for one only, mine do, since the history holds theirs.
        """
        while self._asked:
            asked, (edit, place) = self._asked.popitem()
            with suppress(CommongridError):
                place.catch_up()
            conflict = asked.conflict
            for _ in range(2):
                try:
                    _write(place, both(edit, conflict), conflict)
                    break
                except TextConflictError as late:
                    conflict = late.with_(mine=conflict.mine)
                except RefusedEditError:
                    break


def _written_by(place: Written, edit: Any, conflict: TextConflictError) -> str:
    """Who wrote what is there now, and when; nothing if that cannot be told.

    It cannot where the activity was removed, or where somebody has written again meanwhile.
    """
    from sessions.documents import text_written

    path = text_written(edit)
    with suppress(CommongridError):
        row = place.last_change(path) if path and not conflict.gone else None
        if row is not None and row.change.after == conflict.theirs:
            return f"{row.who}, {row.at.astimezone():%Y-%m-%d %H:%M}"
    return ""


def _write(place: Written, edit: Any, conflict: TextConflictError) -> None:
    for one in (*_before(conflict), edit):
        place.write(one)


def _before(conflict: TextConflictError) -> list[Any]:
    """What has to be done before the words can be written where they were meant to be."""
    # A start pays for nothing that only a conflict needs.
    from sessions.edits import BringBack

    return [BringBack(ActivityId(conflict.gone))] if conflict.gone else []


def both(edit: Any, conflict: TextConflictError) -> Any:
    """The refused edit as one that keeps the words of both, or mine if only one text fits."""
    text = conflict.both if conflict.fits else conflict.mine
    return replace(edit, text=text, started_from=conflict.theirs)


def with_both(edit: Any, document: Any) -> Any:
    """A document with the edit made, if need be beside what somebody else wrote there."""
    try:
        return edit.apply(document)
    except TextConflictError as conflict:
        for one in _before(conflict):
            document = one.apply(document)
        return both(edit, conflict).apply(document)
