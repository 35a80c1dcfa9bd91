"""Draws one screen of the illustrative pair alone: `python -m tests.draw matrix 80 24 > out.svg`.

The screen is `library` or a step: setup, identify, evaluate, matrix, compare, plan.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from sessions.session import SessionId, Step
from sessions.store import Who
from tui.app import Commongrid
from tui.demo import fill_demo


async def draw(screen: str, columns: int, rows: int, keys: list[str]) -> str:
    """The screen as an SVG image, after some keys."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "demo.db"
        ids: list[SessionId] = fill_demo(database, Who("demo"))
        step = None if screen == "library" else Step(screen)
        app = Commongrid(database, Who("demo"), session=step and ids[-1], at=step)
        async with app.run_test(size=(columns, rows)) as pilot:
            for _ in range(5):
                await pilot.pause()
            await pilot.press(*keys)
            for _ in range(5):
                await pilot.pause()
            picture = app.export_screenshot(title="commongrid")
        app.writer.close()
        app.reader.close()
        return picture


def main(arguments: list[str]) -> None:
    """Screen, columns, rows, and keys to press first."""
    screen, columns, rows, *keys = [*arguments, *["library", "80", "24"][len(arguments) :]]
    sys.stdout.write(asyncio.run(draw(screen, int(columns), int(rows), keys)))


if __name__ == "__main__":
    main(sys.argv[1:])
