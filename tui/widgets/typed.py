"""What a screen has to know of the text fields on it, without the fields themselves.

Those are editors, which is a lot to import for a first frame without any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from catalogue.values import dataclass

if TYPE_CHECKING:
    from sessions.edits import FieldPath
    from tui.widgets.field import Field
    from tui.widgets.finder import Finder


class Typed:
    """Mixed into what is typed into: with the focus there, letters are typed and not obeyed."""


@dataclass
class Written(Message):
    """Typed text is to be kept; `started_from` is what the field held before.

    All that is typed in one `visit` belongs together. `taken` is True once somebody
    answers for the text; it is not to be kept twice.
    """

    field: Field
    path: FieldPath
    text: str
    started_from: str
    visit: str
    taken: bool = False

    @property
    def control(self) -> Field:
        """The field that was typed in."""
        return self.field


@dataclass
class Entered(Message):
    """Enter was pressed in a field of one line; its text is on its way already."""

    field: Field

    @property
    def control(self) -> Field:
        """The field that Enter was pressed in."""
        return self.field


@dataclass
class Sought(Message):
    """Other words are sought now; none at all if `text` is empty."""

    finder: Finder
    text: str

    @property
    def control(self) -> Finder:
        """The line that was typed in."""
        return self.finder
