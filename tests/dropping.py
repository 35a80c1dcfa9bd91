"""A person at the real program whose line drops at any moment, and what has to be there then."""

from __future__ import annotations

import re
import signal
import sqlite3
import sys
import termios
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from kept import REGISTRY, a_session, opened
from terminal import Terminal, commongrid

from catalogue.levels import Level
from sessions.session import Assessment
from sessions.store import Who

ME = Who("Tess")
TITLE = "Phase 2"

SIGNALS = {"hup": signal.SIGHUP, "term": signal.SIGTERM, "int": signal.SIGINT}
CUTS = ("kill", "hang-up", "crash", *SIGNALS)
"""Ways in which it may end."""

CELLS = {
    7: ("high", "low"), 8: ("high", "moderate"), 9: ("high", "high"),
    4: ("moderate", "low"), 5: ("moderate", "moderate"), 6: ("moderate", "high"),
    1: ("low", "low"), 2: ("low", "moderate"), 3: ("low", "high"),
}  # fmt: skip

FAULTY = """
from tui.screens.page import Page
def fault(self):
    raise RuntimeError
Page.action_palette = fault
from tui.cli import main
main()
"""
"""The program with a fault behind F9, so that a handler crashes when a test says so."""

MODES_OFF = (47, 1000, 1002, 1003, 1004, 1006, 1015, 1016, 1047, 1049, 2004, 2026, 2048)
MODES_ON = (7, 25)
"""Private modes of a terminal that are off, and on, while no program uses it."""


def left_behind(terminal: Terminal) -> list[str]:
    """What a program that has ended left in another state than it found it in."""
    output = bytes(terminal.output)

    def newest(mode: int, sign: bytes) -> int:
        return output.rfind(b"\x1b[?%d%s" % (mode, sign))

    left = [f"mode {mode} on" for mode in MODES_OFF if newest(mode, b"h") > newest(mode, b"l")]
    left += [f"mode {mode} off" for mode in MODES_ON if newest(mode, b"l") > newest(mode, b"h")]
    if len(re.findall(rb"\x1b\[>\d+u", output)) != len(re.findall(rb"\x1b\[<\d*u", output)):
        left.append("kitty keys pushed")
    if termios.tcgetattr(terminal.fd) != terminal.tty:
        left.append("tty modes")
    return left


@dataclass(frozen=True)
class Said:
    """What the one activity of the session holds, as far as the script touches it."""

    benefit: str = "low"
    investment: str = "low"
    why: str = ""


def make(database: Path) -> None:
    """A session with one chosen activity, rated and without words."""
    session = a_session(TITLE)
    held = Assessment(REGISTRY, chosen=True, benefit=Level.LOW, investment=Level.LOW)
    with opened(database) as store:
        store.create(session.with_assessment(held), who=ME)


def stored(database: Path) -> Said:
    """What is on disk."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        row = connection.execute("SELECT benefit, investment, benefit_why FROM assessment")
        return Said(*row.fetchone())


def whole(database: Path) -> None:
    """The database is sound, and each logged change goes on from the one before on its path."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = connection.execute("SELECT path, before, after FROM log ORDER BY seq").fetchall()
    newest: dict[str, str] = {}
    for path, before, after in rows:
        assert newest.get(path, before) == before
        newest[path] = after


@dataclass
class Moment:
    """Shown on screen at a time."""

    at: float
    said: Said


@dataclass
class Sitting:
    """One person's time at the program, from start to the end of the line."""

    database: Path
    random: Random
    said: Said
    page: str
    words: int = 0
    timeline: list[Moment] = field(default_factory=list)
    rested: int = 0
    sent: str = ""
    in_text: bool = False

    def command(self, *, faulty: bool) -> list[str]:
        arguments = ["--db", str(self.database), "--as", ME, "open", TITLE]
        if faulty:
            return [sys.executable, "-c", FAULTY, *arguments]
        return commongrid(*arguments)

    def sit(self, cut: str, steps: int) -> Said:
        """Open where it was left, do some things, and have it end so; what is stored then."""
        command = self.command(faulty=cut == "crash")
        with Terminal(command, rows=50, cwd=Path(__file__).parent.parent) as at:
            self.open(at)
            for _ in range(steps):
                self.random.choice(self.actions())(at)
            if self.random.random() < 0.5:
                self.burst(at)
            self.end(at, cut)
        return self.found(cut)

    # ---- what the person does

    def open(self, at: Terminal) -> None:
        """Everything that was there is shown, on the page that was left."""
        at.see("Why this benefit" if self.page == "evaluate" else r"Not yet rated|low invest")
        if self.page == "evaluate":
            at.see(rf"^[^•]*\(•\) {self.said.benefit}")
            if self.said.why:
                at.see(self.said.why.split()[-1])
        else:
            at.see(f"{self.said.benefit} / {self.said.investment}")
        self.timeline = [Moment(time.monotonic(), self.said)]
        self.rested, self.sent, self.in_text = 0, self.said.why, False

    def actions(self) -> list[Callable[[Terminal], None]]:
        turn = [self.turn] if self.random.random() < 0.3 else []
        if self.page == "evaluate":
            level = [] if self.in_text else [self.level, self.level]
            return [self.word, self.word, *level, self.rest, *turn]
        return [self.send, self.carry, self.rest, *turn]

    def shown(self, said: Said) -> None:
        self.said = said
        self.timeline.append(Moment(time.monotonic(), said))

    def into_text(self, at: Terminal) -> None:
        """Go from the levels to the end of the reasons."""
        if not self.in_text:
            at.send(b"\t\t\t\t")
            at.see("F6 undo")
            self.in_text = True

    def word(self, at: Terminal) -> None:
        """Type a word into the reasons and see it."""
        self.into_text(at)
        self.words += 1
        word = f"w{self.words:04}é"
        self.sent += f"{word} "
        at.send(f"{word} ".encode())
        at.see(word)
        self.shown(replace(self.said, why=self.sent))

    def burst(self, at: Terminal) -> None:
        """Type words, and do not wait to see them."""
        if self.page != "evaluate":
            return
        self.into_text(at)
        for _ in range(self.random.randint(1, 8)):
            self.words += 1
            self.sent += f"w{self.words:04}é "
            at.send(f"w{self.words:04}é ".encode())

    def level(self, at: Terminal) -> None:
        """Give the benefit another level."""
        number = self.random.randint(1, 3)
        level = ("low", "moderate", "high")[number - 1]
        at.send(str(number).encode())
        at.see(rf"^[^•]*\(•\) {level}")
        self.shown(replace(self.said, benefit=level))

    def send(self, at: Terminal) -> None:
        """Send the activity to a cell."""
        number = self.random.randint(1, 9)
        benefit, investment = CELLS[number]
        at.send(str(number).encode())
        at.see(f"{benefit} / {investment}")
        self.shown(replace(self.said, benefit=benefit, investment=investment))

    def carry(self, at: Terminal) -> None:
        """Take the activity, carry it a step up or down, and perhaps drop it."""
        levels = ["low", "moderate", "high"]
        place = levels.index(self.said.benefit)
        by = 1 if place < 2 else -1
        benefit = levels[place + by]
        at.press("m")
        at.send(b"\x1b[A" if by > 0 else b"\x1b[B")
        at.see(f"{benefit} / {self.said.investment}")
        self.shown(replace(self.said, benefit=benefit))
        at.press("enter")

    def turn(self, at: Terminal) -> None:
        """Go to the other page, and stay until that is known."""
        at.press(*["escape"] * self.in_text, "s")
        at.see("Set-up")
        self.in_text = False
        evaluate = self.page == "evaluate"
        at.press("home", *["down"] * (3 if evaluate else 2), "enter")
        self.page = "matrix" if evaluate else "evaluate"
        at.see("low invest" if evaluate else "Why this benefit")
        end = time.monotonic() + 30
        while self._place() != self.page:
            assert time.monotonic() < end, "the place was not remembered"
            at.settle(0.02)

    def rest(self, at: Terminal) -> None:
        """Wait until it is said to be saved, which is when it is on disk."""
        end = time.monotonic() + 30
        while stored(self.database) != self.said:
            assert time.monotonic() < end, f"{self.said} never saved; {stored(self.database)}"
            at.settle(0.02)
        self.rested = len(self.timeline) - 1

    def _place(self) -> str:
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT step FROM place WHERE who = ?", [ME]).fetchone()
            return str(row[0]) if row else ""

    # ---- how it ends

    def end(self, at: Terminal, cut: str) -> None:
        """Let the line drop; where the terminal is still there, it is as it was before."""
        if cut == "hang-up":
            assert at.hang_up() == 0
        elif cut == "kill":
            at.kill(signal.SIGKILL)
        elif cut == "crash":
            at.send(b"\x1b[20~")
            assert at.wait() == 1
        else:
            assert at.kill(SIGNALS[cut]) == 0
        self.ended = time.monotonic()
        if cut not in ("hang-up", "kill"):
            assert left_behind(at) == []

    def found(self, cut: str) -> Said:
        """What is stored: all that was shown, or after a kill all that was said to be saved."""
        names = [one.name for one in self.database.parent.iterdir()]
        assert cut == "kill" or names == [self.database.name]
        found = stored(self.database)
        if cut == "kill":
            since = [moment.said for moment in self.timeline[self.rested :]]
            assert (found.benefit, found.investment) in [(s.benefit, s.investment) for s in since]
            assert found.why.startswith(since[0].why)
        else:
            assert (found.benefit, found.investment) == (self.said.benefit, self.said.investment)
            assert found.why.startswith(self.said.why)
        assert self.sent.startswith(found.why)
        whole(self.database)
        self.said = found
        return found

    def lost(self, found: Said) -> float:
        """After a kill: for how many seconds what is missing had been shown."""
        missing = [m.at for m in self.timeline if len(m.said.why) > len(found.why)]
        return self.ended - min(missing, default=self.ended)
