"""What can go wrong, each with a sentence that a person can act on.

The sentence says what is wrong, where, and what to do. `str(error)` is that sentence; it is
made safe by `sessions.text` where it is shown, since it may quote a file.
"""

from __future__ import annotations


class CommongridError(Exception):
    """The root of all errors that are meant for the person at the keyboard."""


class UnknownError(CommongridError):
    """Nothing, or with `several` more than one thing, answers to what was asked for."""

    def __init__(self, sentence: str, *, several: bool = False) -> None:
        super().__init__(sentence)
        self.several = several


class UnknownSessionError(UnknownError):
    """No session, or more than one, answers to what was asked for."""


class UnknownPlanError(UnknownError):
    """No plan, or more than one, answers to what was asked for."""


class UnknownActivityError(CommongridError):
    """No activity of this session has the id that was asked for."""


class RefusedEditError(CommongridError):
    """An edit that makes no sense on the session as it now is; nothing was changed."""


class ReadOnlySessionError(RefusedEditError):
    """A partner's session is never edited; a duplicate of it can be."""


class TextConflictError(RefusedEditError):
    """Somebody else changed the text meanwhile. Holds all three versions, so that none is lost.

    `line` tells a text of one line from one of paragraphs; `longest` is how many characters it
    may have; `gone` is the activity that it was written on, if that was removed.
    """

    def __init__(
        self,
        sentence: str,
        *,
        mine: str,
        theirs: str,
        original: str,
        longest: int,
        line: bool = False,
        gone: str = "",
    ) -> None:
        super().__init__(sentence)
        self.mine = mine
        self.theirs = theirs
        self.original = original
        self.longest = longest
        self.line = line
        self.gone = gone

    @property
    def both(self) -> str:
        """Theirs, then mine; it may be too long: see `fits`."""
        return (" / " if self.line else "\n\n").join(filter(None, (self.theirs, self.mine)))

    @property
    def fits(self) -> bool:
        """Whether there is room for both."""
        return len(self.both) <= self.longest

    def with_(self, **others: str) -> TextConflictError:
        """The same conflict with other versions."""
        versions = {"mine": self.mine, "theirs": self.theirs, "original": self.original} | others
        return TextConflictError(
            str(self), longest=self.longest, line=self.line, gone=self.gone, **versions
        )


class NothingToUndoError(RefusedEditError):
    """There is no edit of this person left to undo, or to redo."""


class StoreError(CommongridError):
    """The database cannot be opened, read or written; it was left as it is."""


class StoreBusyError(StoreError):
    """Somebody else holds the database for the moment; trying again may work."""


class ComparisonError(CommongridError):
    """These sessions cannot be read together, and why."""


class PlanError(CommongridError):
    """A plan, or a value in it, is not one that two sides could keep."""


class FileProblemsError(CommongridError):
    """A file cannot be used. Every problem found is in `problems`, one sentence each.

    A sentence starts with file and line where they are known: `a.toml:31: activity ...`.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
