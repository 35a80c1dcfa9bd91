"""What all tests share: judge what is found, not the machine; wait no longer than needed.

What a program leaves in the state folder of whoever runs the tests goes to a folder of theirs.
"""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import threading
import time
from collections.abc import Iterator

import pytest
import textual._wait
import textual.app
import textual.pilot
from hypothesis import HealthCheck, settings
from textual.css.stylesheet import Stylesheet

PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("commongrid", max_examples=30, **PATIENT)
settings.register_profile("soak", max_examples=200, **PATIENT)
settings.load_profile("commongrid")

# Hundreds of apps are built and dropped: a collector that looks in less often saves a fifth.
gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are processors, since who plays a terminal mostly waits."""
    return (os.cpu_count() or 1) + 2


PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
"""Where programs are that tests may need."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what needs a program that is not there, and say which; in `make soak` it fails."""
    wanted = [name for mark in item.iter_markers("needs") for name in mark.args]
    missing = [
        name for name in wanted if not any(shutil.which(n, path=PLACES) for n in name.split(" or "))
    ]
    if missing:
        whole = settings.get_current_profile_name() == "soak"
        (pytest.fail if whole else pytest.skip)(f"needs {', '.join(missing)}")


SOON = 0.04
"""Seconds within which a timer still belongs to the key before it: twice what Textual sleeps."""

by_processor_time = textual._wait.wait_for_idle


async def until_nothing_is_due(min_sleep: float = 0.02, max_sleep: float = 1) -> None:
    """Wait until the event loop has nothing to run, now or soon.

    Textual sleeps for 20 ms and then asks how busy the processor was, twice for each key. Where
    other threads may still have something to say, that is what is done.
    """
    if threading.active_count() > 1:
        await by_processor_time(min_sleep, max_sleep)
        return
    loop = asyncio.get_running_loop()
    end = time.monotonic() + max_sleep
    while time.monotonic() < end:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        due = min((t._when for t in loop._scheduled if not t._cancelled), default=float("inf"))
        left = due - loop.time()
        if left > SOON:
            break
        await asyncio.sleep(max(0.0, left))


for module in (textual._wait, textual.app, textual.pilot):
    module.wait_for_idle = until_nothing_is_due


class Parsed(dict[tuple[object, ...], object]):
    """The rules of each style sheet under one set of variables, for all apps of this process."""

    def clear(self) -> None:
        """Nothing: a new set of variables has rules of its own."""


def parsed(sheet: Stylesheet) -> Parsed:
    """What was parsed before under the variables of this sheet."""
    variables, found = sheet.__dict__.get("parsed", (None, None))
    if variables is not sheet._variables:
        found = known.setdefault(frozenset(sheet._variables.items()), Parsed())
        sheet.__dict__["parsed"] = (sheet._variables, found)
    return found


known: dict[frozenset[tuple[str, str]], Parsed] = {}
Stylesheet._parse_cache = property(parsed, lambda sheet, cache: None)
