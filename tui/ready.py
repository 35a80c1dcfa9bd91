"""The rating of the open session, made while nobody waits for it and kept for its next use.

A rating has five editors, which take a fifth of a second to make and to style. A page that is
there already is shown in a tenth of that.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App

from catalogue.activities import ActivityId
from sessions.desk import Desk
from sessions.session import SessionId

if TYPE_CHECKING:
    from tui.screens.rating import RatingPage

NAME = "rating"

PASSES = 3
"""Layouts until a page comes to rest: what knows its width knows its height by the next one."""

PAUSE = 0.05
"""Seconds between them, for keys that come meanwhile."""


class ReadyRating:
    """Gives the page of step 2: one for each open session, kept from one use to the next.

    While the kept page is among the screens that are open, who asks gets another, for one use.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._page: RatingPage | None = None
        self._session: SessionId | None = None

    def page(
        self, desk: Desk, *, notes: bool = False, activity: ActivityId | None = None
    ) -> RatingPage:
        """The page on the session of this desk, at an activity, as if it had just been made."""
        kept = self._page
        if kept is None or self._session != desk.id or kept in self._app.screen_stack:
            kept = self._make(desk)
        kept.begin(desk.session, ours=not desk.read_only, notes=notes, activity=activity)
        return kept

    def make(self, desk: Desk) -> None:
        """Have the page ready for this desk, off screen, unless it is."""
        if self._session != desk.id and self._page not in self._app.screen_stack:
            page = self._make(desk)
            page.note_styles()
            self._app._get_screen(page)
            page.call_later(_rehearse, page)

    def _make(self, desk: Desk) -> RatingPage:
        from tui.screens.rating import RatingPage

        page = RatingPage(desk.session, ours=not desk.read_only)
        former = self._page
        if former is None or former not in self._app.screen_stack:
            if former is not None:
                self._app.uninstall_screen(former)
                former.remove()
            self._app.install_screen(page, NAME)
            self._page, self._session = page, desk.id
        return page


def _rehearse(page: RatingPage, passes: int = PASSES) -> None:
    """Lay a page out and draw it off screen, so that opening it finds all that done."""
    if page.is_current or not page.is_attached:
        return
    page._refresh_layout(page.app.size)
    page._layout_required = False
    if passes > 1:
        page.set_timer(PAUSE, partial(_rehearse, page, passes - 1))
    else:
        page._compositor.render_strips()
