"""What comparing costs: 24 against 2,000 activities, and commands against a bare interpreter.

Prints medians and ratios, of processor time, so that a busy machine says little; whole processes
are run in turn.

    python benchmarks/compare.py
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from catalogue.activities import Activity, ActivityId, builtin
from catalogue.levels import LEVELS, Dimension
from sessions.comparison import compare, join_titles, try_rating
from sessions.session import (
    Assessment,
    Organisation,
    Perspective,
    Session,
    SessionId,
    new_session_id,
)

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sessions" / "samples"
RUNS = 15


def side(name: str, activities: list[Activity], shift: int) -> Session:
    """A side that chose all these activities, its ratings spread over the nine cells."""
    session = Session(
        SessionId(new_session_id()), name, Perspective.SPONSOR, Organisation(name)
    ).with_own(entry for entry in activities if entry.is_own)
    rated = {
        entry.id: Assessment(
            entry.id, True, LEVELS[(number + shift) % 3], LEVELS[(number // 3) % 3]
        )
        for number, entry in enumerate(activities)
    }
    return replace(session, assessments=rated)


def own(count: int, prefix: str) -> list[Activity]:
    """So many activities of one's own, the titles the same whatever the prefix of the ids."""
    return [
        Activity(ActivityId(f"own-{prefix}-{number}"), f"Activity {number}")
        for number in range(count)
    ]


def milliseconds(job: Callable[[], object]) -> float:
    """The median of several runs."""
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        job()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def processes(*commands: Sequence[str]) -> list[float]:
    """The median of several runs of each of these, as whole processes, in milliseconds."""
    taken: list[list[float]] = [[] for _ in commands]
    for _ in range(RUNS):
        for command, times in zip(commands, taken, strict=True):
            start = _used_by_children()
            subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
            times.append((_used_by_children() - start) * 1000)
    return [statistics.median(times) for times in taken]


def _used_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print."""
    listed = list(builtin().activities)
    few = [side("A", listed, 0), side("B", listed, 1)]
    many = [side("A", own(2000, "x"), 0), side("B", own(2000, "x"), 1)]
    titled = [side("A", own(2000, "x"), 0), side("B", own(2000, "y"), 1)]
    small = milliseconds(lambda: compare(few))
    print(f"compare 24 and 24         {small:8.2f} ms   (bound: 5)")
    large = milliseconds(lambda: compare(many))
    print(f"compare 2,000 and 2,000   {large:8.2f} ms   (bound: 100), {large / small:.0f} x 24")
    found = compare(many)
    first = found.readings[0].activity
    tried = milliseconds(lambda: try_rating(found, 0, first, Dimension.BENEFIT, LEVELS[0]))
    print(f"try a rating in 2,000     {tried:8.2f} ms")
    joined = milliseconds(lambda: join_titles(titled))
    print(f"join 2,000 titles         {joined:8.2f} ms")

    samples = [str(path) for path in sorted(SAMPLES.glob("*.toml"))]
    entry = "import sys; from tui.cli import main; sys.argv[0] = 'commongrid'; main()"
    lines = [["activities"], ["validate", *samples], ["compare", *samples]]
    bare, *whole = processes(
        [sys.executable, "-c", "pass"],
        *([sys.executable, "-c", entry, *words] for words in lines),
    )
    print(f"python -c pass            {bare:8.2f} ms")
    for (command, *files), cost in zip(lines, whole, strict=True):
        name = f"commongrid {command}{' A B' if files else ''}"
        print(f"{name:<26}{cost:8.2f} ms   {cost / bare:.1f} x python -c pass   (bound: 6)")


if __name__ == "__main__":
    main()
