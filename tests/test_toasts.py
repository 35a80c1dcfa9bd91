"""Sentences that float over a screen, and what they leave free."""

from __future__ import annotations

import pytest
from bench import Bench
from kept import a_session
from textual.widgets._toast import Toast

from tui.screens.setup import SetupPage
from tui.toasts import Toasting
from tui.widgets.keybar import KeyBar


class Floating(Toasting, Bench):
    """A bench that says sentences as the program does."""


async def test_a_newer_notice_replaces_the_older_one_and_problems_stay() -> None:
    app = Floating(SetupPage(a_session()))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        for sentence in ("Undid the first", "Undid the second", "Undid the third"):
            app.notify(sentence, markup=False)
        for problem in ("No room", "No room", "No disk"):
            app.notify(problem, severity="error", markup=False)
        await pilot.pause()
        await pilot.pause()
        said = [str(one.render()) for one in app.screen.query(Toast)]
        assert said == ["Undid the third", "No room", "No disk"]


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (132, 40)])
async def test_what_floats_leaves_the_keys_free(size: tuple[int, int]) -> None:
    app = Floating(SetupPage(a_session()))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        keys = app.screen.query_one(KeyBar)
        if size[0] == 60:
            assert keys.size.height > 1
        app.notify("A sentence that is too long for line one. " * 2, markup=False)
        for _ in range(3):
            await pilot.pause()
        (toast,) = app.screen.query(Toast)
        assert toast.region.height > 1
        assert toast.region.bottom <= keys.region.y
