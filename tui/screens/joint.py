"""What the screens of several sides share: the step they are, and the way to other steps."""

from __future__ import annotations

from itertools import takewhile
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sessions.comparison import Comparison
from sessions.partnership import Partnership
from sessions.session import Step
from tui.commands import IN_A_SESSION
from tui.messages import Announced, StepRequested
from tui.screens.page import Page
from tui.screens.step import ORDER
from tui.widgets.scroller import Scroller

WAYS = [
    one
    for one in IN_A_SESSION
    if isinstance(one, Binding) and one.id in ("session.next", "session.steps", "session.copy")
]
COPY = [one for one in WAYS if one.id == "session.copy"]


class Fitted(Page):
    """A screen that draws for the width it has, and anew for another one."""

    def on_resize(self) -> None:
        self.call_after_refresh(self.redraw)

    @on(Scroller.Widened)
    def fit(self, message: Scroller.Widened) -> None:
        """Draw for the new width, which under a dialog is known later than it is on top."""
        message.stop()
        self.redraw()

    def redraw(self) -> None:
        """Draw all of it for the width of now."""
        raise NotImplementedError


class JointPage(Page):
    """A screen on what several sides said. Subclasses set STEP."""

    STEP: Step
    BINDINGS: ClassVar[list[BindingType]] = [*WAYS]

    def hand_on(self) -> None:
        """Post what was typed and not yet handed on; a screen without text has nothing."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """After the last step there is no next one."""
        if action == "next_step" and self.STEP is ORDER[-1]:
            return False
        return super().check_action(action, parameters)

    def action_next_step(self) -> None:
        """Go on to the next step."""
        self.go(ORDER[min(len(ORDER) - 1, ORDER.index(self.STEP) + 1)])

    def action_steps(self) -> None:
        """Pick any step of the open session."""
        from tui.screens.steps import Steps

        def picked(step: Step | None) -> None:
            if step is not None and step is not self.STEP:
                self.go(step)

        self.app.push_screen(Steps(self.STEP), picked)

    def at_hand(self) -> tuple[str, str] | None:
        """The title of the activity under the cursor, and all that is said of it as text."""
        return None

    def action_copy(self) -> None:
        """Copy the activity under the cursor as text, with what all sides say of it."""
        copy_at_hand(self, self.at_hand())

    def go(self, step: Step) -> None:
        """Ask for another step of the open session."""
        self.hand_on()
        self.post_message(StepRequested(step))


def copy_at_hand(page: Page, told: tuple[str, str] | None) -> None:
    """Copy a text under its title, or say what to do where there is none."""
    from tui.screens.copying import copy_out

    if told is None:
        page.post_message(Announced("Put the cursor on an activity first; it is copied then."))
    else:
        copy_out(page, *told)


class Aside(Page):
    """A screen that stands on one of those, is told what is new by it, and closes itself."""

    def show(self, comparison: Comparison, plan: Partnership | None) -> None:
        """Take what is now known; the screen beneath calls this, nobody else."""

    def action_back(self) -> None:
        """Close, and show the screen beneath again."""
        self.dismiss()


def tell_asides(page: Page, comparison: Comparison, plan: Partnership | None) -> None:
    """Hand what is new to every screen that stands on this page, and not on a later one."""
    stack = page.app.screen_stack
    above = stack[stack.index(page) + 1 :] if page in stack else []
    for screen in takewhile(lambda one: not isinstance(one, JointPage), above):
        if isinstance(screen, Aside):
            screen.show(comparison, plan)
