"""Many people in one session at once: each edit once in the log, each word in the text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest
from kept import ANNA, REGISTRY, ROOT, a_session, opened

from sessions.patch import put, value_at
from sessions.session import Session
from sessions.store import LogKind, LogRow


def replayed(session: Session, rows: list[LogRow]) -> Session:
    """What the log makes of a session; each group goes on from what stood there before it."""
    for _, group in groupby(rows, key=lambda row: row.group):
        before = session
        for row in group:
            assert value_at(before, row.change.path) == row.change.before
            session = put(session, row.change.path, row.change.after)
    return session


def together(path: Path, *, processes: int, threads: int, count: int) -> dict[str, int]:
    """Let all of them write; then everything has to add up."""
    first = a_session()
    with opened(path) as store:
        first = store.create(first, who=ANNA).session
    script = Path(__file__).with_name("many_writers.py")
    running = [
        subprocess.Popen(
            [sys.executable, script, path, first.id, f"p{number}", str(number), str(threads),
             str(count)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]  # fmt: skip
    told = []
    for process in running:
        out, _ = process.communicate(timeout=600)
        assert process.returncode == 0
        told.append(json.loads(out))
    with opened(path) as store:
        last, rows = store.load(first.id), store.history(first.id)
    groups = Counter(group for one in told for group in one["groups"])
    logged = {row.group for row in rows if row.kind is LogKind.EDIT}
    assert set(groups.values()) <= {1}
    assert logged == set(groups)
    paths = Counter((row.group, row.change.path) for row in rows)
    assert set(paths.values()) <= {1}
    assert replayed(first, rows) == last.session
    assert last.revision == 1 + len({row.group for row in rows})
    words = [word for one in told for word in one["words"]]
    written = " ".join(
        row.change.after
        for row in rows
        if row.change.path == "activity/registry/plan" and isinstance(row.change.after, str)
    ).split()
    assert set(words) <= set(written)
    undone = any(row.kind is not LogKind.EDIT for row in rows)
    if not undone:
        assert sorted(last.session.assessment(REGISTRY).plan.split()) == sorted(words)
    return {
        "edits": len(groups),
        "words": len(words),
        "conflicts": sum(one["conflicts"] for one in told),
        "rows": len(rows),
    }


def test_a_few_processes_and_threads_lose_no_edit(tmp_path: Path) -> None:
    done = together(tmp_path / "kept.db", processes=3, threads=2, count=12)
    assert done["edits"] > 20


@pytest.mark.soak
@pytest.mark.parametrize(
    ("processes", "threads", "count"), [(20, 1, 60), (20, 8, 8), (1, 8, 200), (6, 4, 60)]
)
def test_twenty_processes_and_eight_threads_lose_no_edit(
    tmp_path: Path, processes: int, threads: int, count: int
) -> None:
    done = together(tmp_path / "kept.db", processes=processes, threads=threads, count=count)
    sys.stdout.write(f"{processes} x {threads} writers: {done}\n")
    assert done["conflicts"] > 0
