"""Sentences that float: the newest of its kind alone, and never over the keys."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.notifications import Notify
from textual.widgets._toast import ToastRack

from tui.widgets.keybar import KeyBar


class Toasting(App[Any]):
    """An app whose notices replace each other; problems stay, each told once."""

    def _on_notify(self, event: Notify) -> None:
        # Textual calls its own handler after this one.
        newer = event.notification
        for older in list(self._notifications):
            same = older.severity == newer.severity
            if same and (newer.severity == "information" or older.message == newer.message):
                self._unnotify(older, refresh=False)

    def _refresh_notifications(self) -> None:
        super()._refresh_notifications()
        if self._notifications:
            self.call_after_refresh(self._make_room)

    def _make_room(self) -> None:
        """Only the layout knows how many lines the key bar takes, so no style sheet can say it."""
        for bar, rack in zip(self.screen.query(KeyBar), self.screen.query(ToastRack), strict=False):
            rack.styles.margin = (0, 0, max(1, bar.size.height), 0)
