"""The line to the terminal: nothing that comes in on it, and no way in which it ends, does harm.

Textual's driver dies of a byte that is not UTF-8, replays part of a paste as keys if it holds an
escape character, spins once the line is gone, and blocks the program while nobody reads what it
paints. What is here in its place is the reading and the writing; modes and keys stay Textual's.
"""

from __future__ import annotations

import os
import selectors
import threading
from collections import deque
from typing import Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from tui.inlet import Inlet
from tui.messages import LineDropped
from tui.signs import ASCII_SIGNS, BY_CELLS

POLL = 0.1
"""Seconds after which an Esc is taken to stand alone, and the end is noticed."""

MOST = 30
"""Paints that may be on their way before the program waits for the line."""

PATIENCE = 0.5
"""Seconds that the program waits for a line that takes nothing; then it goes on without."""

LAST_WORDS = 1.0
"""Seconds that the line has, at the end, to take what puts the terminal right again."""


class Outlet:
    """Writes to the terminal on a thread of its own, in order.

    A slow line slows painting down; one that is stuck or gone never stops the program.
    """

    def __init__(self, file: int, encoding: str) -> None:
        self._file = file
        self._encoding = encoding
        self._waiting: deque[str] = deque()
        self._changed = threading.Condition()
        self._ending = False
        self._stuck = False
        self._gone = False
        self._thread = threading.Thread(target=self._run, name="outlet", daemon=True)
        self._thread.start()

    def write(self, text: str) -> None:
        """Have a text written after all that are waiting."""
        with self._changed:
            if self._gone:
                return
            if not self._stuck and len(self._waiting) >= MOST:
                moved = self._changed.wait_for(lambda: len(self._waiting) < MOST, PATIENCE)
                self._stuck = not moved
            self._waiting.append(text)
            self._changed.notify_all()

    def stop(self) -> bool:
        """Write what is waiting and end; False if the line did not take it in time."""
        with self._changed:
            self._ending = True
            self._changed.notify_all()
        self._thread.join(LAST_WORDS)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._ending)
                if not self._waiting:
                    return
                text = "".join(self._waiting)
            try:
                self._pass(text.encode(self._encoding, errors=BY_CELLS))
            except OSError:
                # The line is gone, which whoever reads from it is told too.
                with self._changed:
                    self._gone = True
                    self._waiting.clear()
                    self._changed.notify_all()
                return
            self._taken(len(text))

    def _taken(self, left: int) -> None:
        """What was written waits no longer; it was the first of what does."""
        with self._changed:
            while self._waiting and left >= len(self._waiting[0]):
                left -= len(self._waiting.popleft())
            self._stuck = False
            self._changed.notify_all()

    def _pass(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(self._file, view) :]
            except BlockingIOError:
                # Another program on this terminal has made it non-blocking.
                with selectors.DefaultSelector() as ready:
                    ready.register(self._file, selectors.EVENT_WRITE)
                    ready.select()


class LineDriver(LinuxDriver):
    """Textual's driver for terminals, over an `Inlet` and an `Outlet`."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        assert self._file is not None, "the command line has seen to it that there is a terminal"
        self._painted = self._file.fileno()
        self._encoding = self._file.encoding or "utf-8"
        self._outlet: Outlet | None = None
        self._ascii = False
        self._woken = self._wake = -1

    def show_as(self, *, ascii: bool, mouse: bool, cursor: bool) -> None:
        """Paint with the signs of ASCII alone, hear the mouse, show the terminal's own cursor."""
        self._ascii = ascii
        if mouse is not self._mouse:
            self._disable_mouse_support()
            self._mouse = mouse
            self._enable_mouse_support()
        self.write("\x1b[?25h" if cursor else "\x1b[?25l")

    def _get_terminal_size(self) -> tuple[int, int]:
        """Ask the terminal, not COLUMNS and LINES, which stay what they were at a resize."""
        try:
            columns, lines = os.get_terminal_size(self._painted)
        except OSError:
            columns = lines = 0
        return (columns, lines) if columns and lines else super()._get_terminal_size()

    def _enable_mouse_support(self) -> None:
        """Hear buttons, wheel and dragging, but not each move, which a thin line carries too."""
        if self._mouse:
            self.write("\x1b[?1002h\x1b[?1006h")

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1002l\x1b[?1006l")

    def start_application_mode(self) -> None:
        """Take over the terminal."""
        if self._outlet is None:
            self._outlet = Outlet(self._painted, self._encoding)
            self._woken, self._wake = os.pipe()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's own

    def resume_application_mode(self) -> None:
        """Take over the terminal again, and leave it at the end as it was at first.

        One that was stopped without warning (SIGSTOP) still reads, and its modes are still set.
        """
        before = self.attrs_before
        if self._key_thread is not None and self._key_thread.is_alive():
            self.disable_input()
        super().resume_application_mode()
        if before is not None:
            self.attrs_before = before

    def write(self, data: str) -> None:
        """Paint; never waits long, and never fails."""
        if self._outlet is not None:
            self._outlet.write(data.translate(ASCII_SIGNS) if self._ascii else data)

    def close(self) -> None:
        """Let the terminal go. Where it is stuck, nothing is said to it any more."""
        super().close()
        if self._outlet is not None:
            os.close(self._wake)
            os.close(self._woken)
            heard = self._outlet.stop()
            self._outlet = None
            if not heard:
                os.dup2(os.open(os.devnull, os.O_WRONLY), self._painted)

    def run_input_thread(self) -> None:
        """Read until the program ends or the line does, which the app is told."""
        inlet = Inlet(XTermParser(self._debug), self._encoding)
        with selectors.DefaultSelector() as heard:
            heard.register(self.fileno, selectors.EVENT_READ)
            heard.register(self._woken, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = {key.fd for key, _ in heard.select(POLL)}
                if self._woken in ready:
                    continue
                if ready:
                    data = self._read()
                    if data == b"":
                        self._app.post_message(LineDropped())
                        return
                    for message in inlet.feed(data or b""):
                        self.process_message(message)
                else:
                    for message in inlet.rest(POLL):
                        self.process_message(message)
                for message in inlet.tick():
                    self.process_message(message)

    def disable_input(self) -> None:
        """Stop reading, without waiting until the reader looks up by itself."""
        if self._outlet is None:
            return
        os.write(self._wake, b"!")
        super().disable_input()
        os.read(self._woken, 1)

    def _read(self) -> bytes | None:
        """What came in; nothing if the line is gone, None if there is nothing yet."""
        try:
            return os.read(self.fileno, 65536)
        except BlockingIOError:
            return None
        except OSError:
            return b""
