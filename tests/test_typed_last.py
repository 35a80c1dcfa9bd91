"""What was typed just before the end, on whatever screen: it is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from kept import ANNA, opened
from sides import worked_example
from textual.pilot import Pilot

from sessions.partnership import Partnership
from sessions.plans.planning import new_partnership
from sessions.session import Step
from tui import messages
from tui.app import Commongrid

WORDS = "typed at the very last"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    database = tmp_path / "kept.db"
    sides = worked_example()
    with opened(database) as store:
        for side in sides:
            store.create(side, who=ANNA)
        store.plans.create(new_partnership(list(sides), "Together"), who=ANNA)
    return database


@asynccontextmanager
async def running(database: Path, at: Step) -> AsyncIterator[tuple[Commongrid, Pilot[int]]]:
    app = Commongrid(database, ANNA, session=worked_example()[0].id, at=at)
    async with app.run_test(size=(120, 50)) as pilot:
        await pilot.pause()
        yield app, pilot


async def write_next_step(pilot: Pilot[int]) -> None:
    """Open the first activity of the plan and type what happens first."""
    await pilot.press("enter", "tab", "tab", "tab", "tab", *WORDS)


async def ended(app: Commongrid, pilot: Pilot[int]) -> None:
    """Wait until the program ends by itself."""
    for _ in range(500):
        if app._exit:
            return
        await pilot.pause(0.01)
    raise AssertionError("it did not end")


def stored_plan(database: Path) -> Partnership:
    with opened(database) as store:
        found = store.plans.of([side.id for side in worked_example()])
        assert found is not None
        return found.plan


def next_steps(plan: Partnership) -> list[str]:
    return [item.next_step for item in plan.items.values()]


@pytest.mark.parametrize("end", [messages.LineDropped, messages.LeaveRequested])
async def test_plan_text_is_kept_at_every_end(
    database: Path, end: type[messages.LineDropped | messages.LeaveRequested]
) -> None:
    async with running(database, Step.PLAN) as (app, pilot):
        await write_next_step(pilot)
        app.post_message(end())
        await ended(app, pilot)
    assert app.part() == ""
    assert next_steps(stored_plan(database)) == [WORDS]


async def fail(database: Path) -> None:
    """Type, and have the program fail with how to part as its fault."""
    async with running(database, Step.PLAN) as (app, pilot):
        await write_next_step(pilot)
        app._handle_exception(RuntimeError(app.part))


async def test_plan_text_is_kept_after_a_fault(database: Path) -> None:
    with pytest.raises(RuntimeError) as fault:
        await fail(database)
    assert fault.value.args[0]() == ""
    assert next_steps(stored_plan(database)) == [WORDS]
