"""Sessions kept in real files, for tests; and a child process that uses the same file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sides import worked_example

from catalogue.activities import ActivityId
from sessions import edits
from sessions.plans.planning import new_partnership
from sessions.session import Organisation, Perspective, Session, new_session_id
from sessions.sqlite.store import SqliteStore
from sessions.store import Who

ROOT = Path(__file__).parent.parent
ANNA, BO = Who("Anna"), Who("Bo")
REGISTRY, CONSENT = ActivityId("registry"), ActivityId("consent")
WHY = edits.assessment_field(REGISTRY, "benefit_why")


def a_session(title: str = "Phase 2") -> Session:
    """A new session of a sponsor, nothing said yet."""
    return Session(new_session_id(), title, Perspective.SPONSOR, Organisation("Illustrative Ltd"))


@contextmanager
def opened(path: Path, patience: float = 5.0) -> Iterator[SqliteStore]:
    """A store that is closed again; patient, as several use one file."""
    store = SqliteStore(path, patience=patience)
    try:
        yield store
    finally:
        store.close()


def keep_worked_example(path: Path) -> None:
    """The two sides of the worked example, and a plan of theirs called "Together"."""
    sides = worked_example()
    with opened(path) as store:
        for side in sides:
            store.create(side, who=ANNA)
        store.plans.create(new_partnership(list(sides), "Together"), who=ANNA)


def child(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Another process that runs a script with the packages at hand."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> str:
    """What a child printed; its errors are ours."""
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out.strip()
