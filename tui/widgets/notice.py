"""A line or two of plain text that is there only while it says something."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from sessions.text import safe


class Notice(Static):
    """Plain text from wherever it may come; repainted only when it says something else."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(markup=False, id=id, classes=classes)
        self._said = ""
        self.display = False

    def say(self, words: str) -> None:
        """Say this instead of what was said before; nothing takes no room."""
        if words != self._said:
            self._said = words
            self.display = bool(words)
            self.update(Content(safe(words)))
