"""What the program costs in a real terminal: start, memory, keys; as ratios to `hello.py`.

Times are medians of interleaved rounds on one machine and mean little alone; bytes are exact.
Run by `make bench`.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from terminal import KEYS, Terminal, commongrid  # noqa: E402  # the tests' terminal serves here

from catalogue.activities import Activity, ActivityId, builtin  # noqa: E402
from catalogue.levels import Level  # noqa: E402
from sessions.session import (  # noqa: E402
    Assessment,
    Organisation,
    Perspective,
    Session,
    new_session_id,
    sort_own,
)
from sessions.sqlite.store import SqliteStore  # noqa: E402
from sessions.store import Who  # noqa: E402

ROUNDS = 9
WHY = "Single-arm trial needs external controls; the registry is the only route to families."


@dataclass
class Measured:
    """One program, or one way of opening it."""

    name: str
    command: Sequence[str]
    ready: str
    starts: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    exits: list[float] = field(default_factory=list)
    sent: int = 0


def session(title: str, own: int = 0) -> Session:
    """All 24 chosen and rated, with words; and as many own activities as asked for."""
    extra = sort_own(
        Activity(ActivityId(f"own-{n}"), f"Own activity number {n}") for n in range(own)
    )
    levels = tuple(Level)
    held = {
        key: Assessment(key, True, levels[n % 3], levels[n // 3 % 3], WHY, WHY)
        for n, key in enumerate([*(one.id for one in builtin().activities), *extra])
    }
    return Session(
        new_session_id(),
        title,
        Perspective.SPONSOR,
        Organisation("Illustrative Ltd"),
        own=extra,
        assessments=held,
    )


def fill(database: Path, sessions: int, own: int = 0) -> Session:
    """A database of that many sessions; gives the one to open."""
    store = SqliteStore(database)
    wanted = session("The one to open", own)
    store.create(wanted, who=Who("bench"))
    for number in range(sessions - 1):
        store.create(session(f"Another session {number}"), who=Who("bench"))
    store.close()
    return wanted


def start(one: Measured) -> None:
    """One start until its data is on screen, and the peak of its memory."""
    begun = time.monotonic()
    with Terminal(one.command) as terminal:
        terminal.see(one.ready)
        one.starts.append(terminal.heard - begun)
        terminal.settle(0.4)
        one.sent = len(terminal.output)
        status = Path(f"/proc/{terminal.pid}/status")
        if status.exists():
            peak = next(line for line in status.read_text().splitlines() if "VmHWM" in line)
            one.memory.append(int(peak.split()[1]))
        begun = time.monotonic()
        terminal.send(KEYS["ctrl+q"].encode())
        terminal.wait()
        one.exits.append(time.monotonic() - begun)


def keys(command: Sequence[str], ready: str, wanted: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Bytes and time of each key, in a program that has settled."""
    with Terminal(command) as terminal:
        terminal.see(ready)
        terminal.settle(0.5)
        for name, sequence in wanted:
            times, sizes = [], []
            for key in sequence:
                before, begun = len(terminal.output), time.monotonic()
                terminal.send(KEYS.get(key, key).encode())
                terminal.settle(0.15)
                times.append(max(0.0, terminal.heard - begun))
                sizes.append(len(terminal.output) - before)
            print(
                f"  {name:<34}{statistics.median(times) * 1000:8.1f} ms"
                f"{int(statistics.median(sizes)):8} B  (most {max(sizes)} B)"
            )


def held(command: Sequence[str], ready: str, key: str) -> None:
    """How long after the last of 60 keys, 30 a second, the screen comes to rest."""
    with Terminal(command) as terminal:
        terminal.see(ready)
        terminal.settle(0.5)
        for number in range(60):
            begun = time.monotonic()
            terminal.send(KEYS[key if number % 20 < 10 else "up"].encode())
            while (left := begun + 1 / 30 - time.monotonic()) > 0:
                terminal._pump(left)
        terminal.settle(0.3)
        print(f"  held down, 30 a second{'':<12}{max(0.0, terminal.heard - begun) * 1000:8.1f} ms")


def table(rows: Sequence[Measured], value: Callable[[Measured], float], unit: str) -> None:
    """One figure for all programs, with the ratio to the first."""
    first = value(rows[0])
    for row in rows:
        print(f"  {row.name:<34}{value(row):10.1f} {unit:<4}{value(row) / first:7.2f}")


def main() -> None:
    """Print the whole table."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.db", Path(folder) / "large.db"
        wanted = fill(small, 50)
        many = fill(large, 10_000, own=2000)
        python = sys.executable
        hello = Measured("hello (bare Textual)", [python, str(HERE / "hello.py")], "hello, world")
        matrix = commongrid("--db", str(small), "open", wanted.id, "--at", "matrix")
        big = commongrid("--db", str(large), "open", many.id, "--at", "matrix")
        programs = [
            hello,
            Measured("matrix, 24 activities, 50 sessions", matrix, "Not yet rated"),
            Measured(
                "library, 50 sessions", commongrid("--db", str(small)), "The one to open|Another"
            ),
            Measured("matrix, 2,024 activities", big, "Not yet rated"),
            Measured(
                "library, 10,000 sessions",
                commongrid("--db", str(large)),
                "The one to open|Another",
            ),
        ]
        for one in programs:
            start(one)
            one.starts.clear()
            one.memory.clear()
            one.exits.clear()
        for _ in range(ROUNDS):
            for one in programs:
                start(one)
        print("Start to data on screen, median")
        table(programs, lambda one: statistics.median(one.starts) * 1000, "ms")
        print("Bytes until it is silent")
        table(programs, lambda one: float(one.sent), "B")
        print("Peak memory")
        table(programs, lambda one: statistics.median(one.memory) / 1024, "MB")
        print("From the key that leaves to the end")
        table(programs, lambda one: statistics.median(one.exits) * 1000, "ms")
        walk = ["down", "up"] * 6
        carry = ["down", "up"] * 6
        print("Keys in the matrix, 24 activities")
        ready = "Not yet rated"
        keys(matrix, ready, [("a step", walk), ("take", ["m"]), ("a move", carry), ("drop", ["m"]),
                             ("open a rating", ["r"])])  # fmt: skip
        held(matrix, ready, "down")
        print("Keys in the matrix, 2,024 activities")
        keys(big, ready, [("a step", walk), ("take", ["m"]), ("a move", carry), ("drop", ["m"])])
        print("Keys in the checklist, 24 activities")
        checklist = commongrid("--db", str(small), "open", wanted.id, "--at", "identify")
        keys(checklist, "PRE|Pre", [("a step", walk), ("choose", ["space"] * 6)])
        print("Keys in the library, 50 and 10,000 sessions")
        for database in (small, large):
            keys(commongrid("--db", str(database)), "Another", [("a step", walk)])
        print("Typing a reason")
        rating = commongrid("--db", str(small), "open", wanted.id, "--at", "evaluate")
        keys(
            rating,
            "Benefit|BENEFIT",
            [("to the text", ["tab"] * 6), ("a character", list(WHY[:40]))],
        )


if __name__ == "__main__":
    main()
