"""From one chosen activity to the next, without losing what was typed on the one before."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import Reactive, reactive

from catalogue.activities import ActivityId
from sessions.session import Session
from tui.messages import Announced
from tui.screens.step import StepPage


class ActivityWalk(StepPage):
    """A step that shows one chosen activity at a time. Subclasses call `find_place` to redraw.

    `order` holds the chosen activities. One that was un-chosen meanwhile stays shown.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,right_square_bracket", "step_on(1)", "next", id="rating.next",
                key_display="PgDn ]", tooltip="The next chosen activity"),
        Binding("pageup,left_square_bracket", "step_on(-1)", "previous", id="rating.previous",
                key_display="PgUp [", tooltip="The chosen activity before"),
        Binding("f2,exclamation_mark", "unrated", "unrated", id="rating.unrated",
                tooltip="The next activity that is not fully rated"),
    ]  # fmt: skip

    activity: Reactive[ActivityId | None] = reactive(None, repaint=False, init=False)

    def __init__(
        self, session: Session, *, ours: bool = True, activity: ActivityId | None = None
    ) -> None:
        super().__init__(session, ours=ours)
        self.start_at(activity)

    def start_at(self, activity: ActivityId | None) -> None:
        """Take this activity to begin with, or where rating goes on; nothing is drawn yet."""
        self.order: list[ActivityId] = []
        session = self.session
        start = activity if activity is not None and session.activity(activity) else None
        self.set_reactive(ActivityWalk.activity, start or first_to_rate(session))

    def find_place(self) -> None:
        """Keep the activity; where it is gone, go to the one that stood next to it."""
        session, before = self.session, self.order
        self.order = [held.activity for held in session.chosen()]
        if self.activity is None or session.activity(self.activity) is None:
            place = before.index(self.activity) if self.activity in before else 0
            left = self.order[place : place + 1] or self.order[-1:]
            self.set_reactive(ActivityWalk.activity, left[0] if left else None)

    @property
    def at_hand(self) -> ActivityId | None:
        """The activity that is shown."""
        return self.activity

    # ---- from activity to activity

    def go_to(self, activity: ActivityId) -> None:
        """Show another activity, with everything typed handed on first."""
        self.hand_on()
        self.activity = activity

    def action_step_on(self, by: int) -> None:
        """The next or the previous chosen activity; at an end nothing happens."""
        if self.activity in self.order:
            place = self.order.index(self.activity) + by
            if 0 <= place < len(self.order):
                self.go_to(self.order[place])
        elif self.order:
            self.go_to(self.order[0])

    def action_unrated(self) -> None:
        """The next activity that is not fully rated; after the last one from the start."""
        place = self.order.index(self.activity) + 1 if self.activity in self.order else 0
        following = [*self.order[place:], *self.order[:place]]
        left = [one for one in following if not self.session.assessment(one).rated]
        if left and left != [self.activity]:
            self.go_to(next(one for one in left if one != self.activity))
        else:
            self.post_message(Announced("All other activities are rated."))


def first_to_rate(session: Session) -> ActivityId | None:
    """Where rating goes on: the first chosen activity that is not fully rated, or the first."""
    chosen = session.chosen()
    unrated = (held.activity for held in chosen if not held.rated)
    return next(unrated, chosen[0].activity if chosen else None)
