"""A terminal for tests: runs a program in a real PTY, plays the terminal's part, reads the screen.

It answers the queries that programs send at start, renders with pyte what somebody looks at, counts
the bytes that a key costs, and waits for what is on screen, never for a time to pass.
"""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte

KEYS = {
    "enter": "\r", "tab": "\t", "escape": "\x1b", "space": " ", "backspace": "\x7f",
    "delete": "\x1b[3~", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "home": "\x1b[H", "end": "\x1b[F", "pageup": "\x1b[5~", "pagedown": "\x1b[6~",
    "shift+tab": "\x1b[Z", "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS",
    "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~",
    "f10": "\x1b[21~", "ctrl+c": "\x03", "ctrl+q": "\x11", "ctrl+r": "\x12", "ctrl+l": "\x0c",
}  # fmt: skip
QUERY = re.compile(rb"\x1b\[(\??[0-9;]*)(c|n|\$p)|\x1b\[>([0-9]*)(q|c)|\x1b\](1[01]);\?")
UNREADABLE = re.compile(
    rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*(?:\$p|u)|\x1b[P_^X][^\x1b]*\x1b\\"
)
"""Sequences that pyte would print or misread: keyboard protocols, mode queries, DCS strings."""

KEPT = ("HOME", "PATH", "USER", "PYTHONPATH", "XDG_STATE_HOME")
"""What a program is told of where it runs; its state goes where that of the tests goes."""

RUN = re.compile(
    r"(?P<text>[ -~\xa0-\U0010ffff]+)|\x1b\[(?P<given>[0-9;]*)(?P<kind>[A-HJKmf])"
    r"|\x1b\[[^@-~]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()#%].|\x1b.|.",
    re.DOTALL,
)
"""What a terminal gets: text, the usual sequences, other sequences, and single characters."""

UNFINISHED = re.compile(rb"\x1b(?:[\[(][^@-~]*|[P_^X\]][^\x07\x1b]*\x1b?)?$")
"""A sequence whose end has not come yet."""

SILENCE = 0.12
"""Seconds without output after which a key is taken to be answered, where no more is known."""

STARVED = 1.0
"""Seconds in which a program runs after something was sent, on a machine that is busy too."""

REMOTE = 0.3
"""The same where the program runs behind another."""

CALM = 0.04
"""Seconds in which the program neither wrote nor ran: more than two frames."""

ESCAPE = 0.12
"""Seconds for which a program waits whether an Esc begins a sequence, at most."""


class Glass(pyte.Screen):
    """What pyte shows, with a shorter way for plain letters, which are nearly everything."""

    def draw(self, data: str) -> None:
        """Put letters where the cursor is."""
        start = self.cursor.x
        simple = data.isascii() and start + len(data) <= self.columns and not self.charset
        if not simple or pyte.modes.IRM in self.mode:
            super().draw(data)
            return
        drawn = {letter: self.cursor.attrs._replace(data=letter) for letter in set(data)}
        self.buffer[self.cursor.y].update(
            (column, drawn[letter]) for column, letter in enumerate(data, start)
        )
        self.cursor.x = start + len(data)


class Terminal:
    """One run of one program. Use as a context manager: what still runs is killed at the end."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        remote: bool = False,
    ) -> None:
        """Start it. `remote`: what is started here is not the program but the way to it."""
        self.glass = Glass(columns, rows)
        self.stream = pyte.Stream(self.glass)
        self.decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self.output = bytearray()
        self.unseen = b""
        self.remote = remote
        self.before: list[tuple[str, str]] | None = None
        self.answerable = 0.0
        self.heard = time.monotonic()
        self.status: int | None = None
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        environment = {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", **(env or {})}
        ready, go = os.pipe()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                os.read(ready, 1)
                os.chdir(cwd or Path.cwd())
                # Tests that run under nohup would have every program here ignore the hangup too.
                signal.signal(signal.SIGHUP, signal.SIG_DFL)
                os.execvpe(command[0], list(command), environment)
            finally:
                os._exit(127)
        self.resize(columns, rows)
        self.tty = termios.tcgetattr(self.fd)
        os.write(go, b"!")
        os.close(ready)
        os.close(go)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        with contextlib.suppress(OSError):
            os.close(self.fd)

    # ---- what a person does

    def press(self, *keys: str) -> int:
        """Press keys one by one; the bytes that came back until the program fell silent."""
        before = len(self.output)
        for key in keys:
            self.send(KEYS.get(key, key).encode())
            self.settle()
        return len(self.output) - before

    def type(self, text: str) -> None:
        """Type a text in one go, as a fast hand or a terminal's buffer would."""
        self.send(text.encode())
        self.settle()

    def paste(self, text: str) -> None:
        """Paste with brackets, as terminals do."""
        self.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")
        self.settle()

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self.screen.resize(rows, columns)
        self.before = self._doings()
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("4H", rows, columns, 0, 0))

    def send(self, data: bytes) -> None:
        """Raw bytes into the program."""
        self.before = self._doings()
        self.answerable = time.monotonic() + (ESCAPE if data.endswith(b"\x1b") else 0)
        os.write(self.fd, data)

    def intrude(self, data: bytes) -> None:
        """Bytes that another program writes to this terminal."""
        self.unseen += data

    def kill(self, sent: signal.Signals) -> int:
        """Send a signal and give the exit status (negative: died of the signal)."""
        os.kill(self.pid, sent)
        return self.wait()

    def hang_up(self) -> int:
        """Close the line and give the exit status."""
        os.close(self.fd)
        return self._reap(30)

    # ---- what a person sees

    @property
    def screen(self) -> pyte.Screen:
        """The screen as it is now."""
        unseen = UNREADABLE.sub(b"", self.unseen)
        rest = UNFINISHED.search(unseen)
        shown = unseen[: rest.start()] if rest else unseen
        self.unseen = unseen[len(shown) :]
        render = {kind: getattr(self.glass, name) for kind, name in self.stream.csi.items()}
        text = self.decode(shown)
        at = 0
        while run := RUN.match(text, at):
            at = run.end()
            if run["text"]:
                self.glass.draw(run["text"])
            elif run["kind"]:
                render[run["kind"]](*(int(one or 0) for one in run["given"].split(";")))
            else:
                self.stream.feed(run[0])
        return self.glass

    @property
    def text(self) -> str:
        """The screen as text, trailing blanks cut."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def see(self, wanted: str, timeout: float = 30) -> str:
        """Wait until the pattern is on screen; the screen. Fails with the screen shown."""
        end = time.monotonic() + timeout
        while not re.search(wanted, self.text, re.MULTILINE):
            left = end - time.monotonic()
            assert left > 0, f"never saw {wanted!r}; the screen:\n{self.text}"
            if not self._pump(min(left, 1.0)) and self.status is not None:
                raise AssertionError(
                    f"ended with {self.status} before {wanted!r}; the screen:\n{self.text}"
                )
        return self.text

    def wait(self, timeout: float = 30) -> int:
        """Wait for the program to end; its exit status."""
        end = time.monotonic() + timeout
        while self.status is None and time.monotonic() < end:
            self._pump(0.2)
        assert self.status is not None, f"still running; the screen:\n{self.text}"
        return self.status

    def settle(self, silence: float | None = None, timeout: float = 20) -> None:
        """Read until the program has answered, or else until it has been silent for a moment.

        It has answered when it ran after what was last sent, and then neither ran nor wrote.
        """
        end = time.monotonic() + timeout
        if silence is not None or self.remote or self._doings() is None:
            silence = (REMOTE if self.remote else SILENCE) if silence is None else silence
            while self._pump(silence) and time.monotonic() < end:
                pass
            return
        since = calm = time.monotonic()
        doing = self._doings()
        while self.status is None and (now := time.monotonic()) < end:
            began = doing != self.before or now > since + STARVED
            if began and now > max(calm, self.answerable) + CALM:
                return
            wrote = self._pump(CALM / 3)
            did, doing = doing, self._doings()
            if wrote or did != doing or self._busy(doing):
                calm = time.monotonic()

    # ---- inside

    def _pump(self, timeout: float) -> bool:
        """Read once; whether anything came."""
        if self.status is not None:
            return False
        readable, _, _ = select.select([self.fd], [], [], max(0, timeout))
        if not readable:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        if not data:
            self._reap(10)
            return False
        self.output += data
        self.unseen += data
        self.heard = time.monotonic()
        self._answer(data)
        return True

    def _answer(self, data: bytes) -> None:
        for query in QUERY.finditer(data):
            number, kind, _, named, colour = query.groups()
            if colour:
                self.send(b"\x1b]%s;rgb:1414/1818/1c1c\x1b\\" % colour)
            elif named == b"q":
                self.send(b"\x1bP>|tests(1)\x1b\\")
            elif named == b"c":
                self.send(b"\x1b[>1;1;0c")
            elif kind == b"c":
                self.send(b"\x1b[?62;22c")
            elif kind == b"n" and number == b"6":
                at = (self.screen.cursor.y + 1, self.screen.cursor.x + 1)
                self.send(b"\x1b[%d;%dR" % at)
            elif kind == b"$p":
                mode = number.strip(b"?")
                self.send(b"\x1b[?%s;%d$y" % (mode, 2 if mode == b"2026" else 0))

    def _doings(self) -> list[tuple[str, str]] | None:
        """For each thread of the program its state and how often it ran, where that is told."""
        doings = []
        threads = f"/proc/{self.pid}/task"
        try:
            for thread in os.listdir(threads):  # noqa: PTH208  # asked every few milliseconds
                with (
                    open(f"{threads}/{thread}/stat") as stat,  # noqa: PTH123
                    open(f"{threads}/{thread}/schedstat") as ran,  # noqa: PTH123
                ):
                    doings.append((stat.read().rpartition(") ")[2][0], ran.read()))
        except OSError:
            return None
        return doings

    @staticmethod
    def _busy(doings: list[tuple[str, str]] | None) -> bool:
        """Whether one of them runs, wants to, or waits for a disk."""
        return any(state in "RD" for state, _ in doings or ())

    def _reap(self, timeout: float) -> int:
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
            select.select([], [], [], 0.01)
        raise AssertionError("the program did not end")


def commongrid(*arguments: str) -> list[str]:
    """The command line of the program as it is installed beside this Python."""
    return [str(Path(sys.executable).with_name("commongrid")), *arguments]
