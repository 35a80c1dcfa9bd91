"""The whole app in this process, on a real database, and what can be seen of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from kept import ANNA
from textual.pilot import Pilot

from sessions.session import SessionId, Step
from tui.app import Commongrid


@asynccontextmanager
async def running(
    database: Path, session: SessionId | None = None, at: Step | None = None
) -> AsyncIterator[tuple[Commongrid, Pilot[int]]]:
    """The app as Anna opens it, at 80 x 24, once all that it asked for at the start is there."""
    app = Commongrid(database, ANNA, session=session, at=at)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(app, pilot)
        yield app, pilot


async def settled(app: Commongrid, pilot: Pilot[int]) -> None:
    """Wait until the writer has answered all that it was asked so far, or the app has failed."""
    answered: list[object] = []
    app.ask(lambda store: None, answered.append, saves=False)
    for _ in range(1000):
        if answered or app._exception is not None:
            break
        await pilot.pause(0.01)
    else:
        raise AssertionError("the writer has not answered")
    await pilot.pause()


def screen_text(app: Commongrid) -> str:
    """What the screen shows, line by line."""
    lines = [strip.text for strip in app.screen._compositor.render_strips()]
    return "\n".join(lines).replace("\u00a0", " ")
