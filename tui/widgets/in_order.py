"""Keys that are passed on together act in the order in which they were pressed.

Textual hands all of them to the widget that has the focus then; characters act there at once,
while a key that is a binding first travels up to the app. "ab", Backspace, "c" comes out as "ab"
and not as "ac", and a key held down that has left the widget goes on acting in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from textual.widget import Widget as Mixed
else:
    # A widget inherits component classes and styles along its first widget base only.
    Mixed = object


class InOrder(Mixed):
    """Obeys each key before it looks at the next, and passes keys on where the focus went.

    To be mixed into a widget, before its other base.
    """

    async def _on_key(self, event: events.Key) -> None:
        if self.app.focused is not self:
            key = events.Key(event.key, event.character)
            (self.app.focused or self.app.screen)._forward_event(key)
        elif not self.obey(event) and (
            self.will_type(event) or not await self.app._check_bindings(event.key)
        ):
            return
        event.stop()
        event.prevent_default()

    def obey(self, event: events.Key) -> bool:
        """Deal with a key before any binding does; True if that was all of it."""
        return False

    def will_type(self, event: events.Key) -> bool:
        """Whether the widget takes this key as text."""
        return False
