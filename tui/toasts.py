"""Sentences that float: the newest of its kind alone, never over the keys, nor over what comes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import events
from textual.app import App
from textual.notifications import Notification, Notify
from textual.widgets._toast import ToastRack

from tui.widgets.keybar import KeyBar


class Toasting(App[Any]):
    """An app whose notices replace each other; problems stay, each told once.

    What was there before a key goes with the screen that the key leaves, but for problems that
    are nobody's in particular: those are of the severity `error`.
    """

    _floated: tuple[Notification, ...] = ()

    def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, lambda _: self._drop(self._floated))

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste):
            self._floated = tuple(self._notifications)
        await super().on_event(event)

    def drop_notices(self) -> None:
        """Take away what floats and tells of no problem."""
        self._drop(one for one in self._notifications if one.severity == "information")

    def _drop(self, told: Iterable[Notification]) -> None:
        dropped = [one for one in told if one.severity != "error" and one in self._notifications]
        for one in dropped:
            self._unnotify(one, refresh=False)
        for screen in self.screen_stack if dropped else ():
            for rack in screen.query(ToastRack):
                rack.show(self._notifications)

    def _on_notify(self, event: Notify) -> None:
        # Textual calls its own handler after this one.
        newer = event.notification
        for older in list(self._notifications):
            same = older.severity == newer.severity
            if same and (newer.severity != "error" or older.message == newer.message):
                self._unnotify(older, refresh=False)

    def _refresh_notifications(self) -> None:
        super()._refresh_notifications()
        if self._notifications:
            self.call_after_refresh(self._make_room)

    def _make_room(self) -> None:
        """Only the layout knows how many lines the key bar takes, so no style sheet can say it."""
        for bar, rack in zip(self.screen.query(KeyBar), self.screen.query(ToastRack), strict=False):
            rack.styles.margin = (0, 0, max(1, bar.size.height), 0)
