"""What comes in from the terminal: nothing of it does harm, and no key is swallowed for good."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Generator, Iterator

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

PASTE_START, PASTE_END = BRACKETED_PASTE_START, BRACKETED_PASTE_END

GAP = 1.0
"""Seconds of silence after which a paste is shown as far as it came."""

ONE_KEY = 32
"""Characters that a key sends at most; what is longer is no key."""

MOST_PASTED = 8 * 1024 * 1024
"""Characters that are kept of one paste, far more than any text may hold."""


class Inlet:
    """Makes messages of what a terminal sends: a paste comes whole, whatever it holds.

    Between its brackets nothing is a key. Everything else is for Textual's parser, which is told
    of the brackets too, so that both know when a paste begins, even if it comes in pieces.

    The end of a paste may never come: a terminal breaks off, a program in between eats it. No
    more than MOST_PASTED of it is kept. After GAP seconds of silence what came is handed on, and
    the next single key ends the paste and is a key again; what is longer, or holds the end, is
    the rest of a paste that a slow line has held up. A control key such as Ctrl+C, pressed by
    itself after a moment of silence, ends the paste at once.
    """

    def __init__(self, parser: XTermParser, encoding: str = "utf-8") -> None:
        self._parser = parser
        self._decode = getincrementaldecoder(encoding)(errors="replace").decode
        self._pasted: list[str] | None = None
        self._kept = 0
        self._shown = False
        self._silent = 0.0
        self._seen = ""

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that these bytes complete; a byte that is no letter becomes a mark."""
        text = self._decode(data)
        if self._pasted is not None and self._broken_off(text):
            yield from self._ended(self._pasted, self._seen)
        self._silent = 0.0
        while text:
            if self._pasted is None:
                text = yield from self._outside(text)
            else:
                text = yield from self._inside(self._pasted, text)

    def tick(self) -> Iterator[Message]:
        """What has been waited for long enough: an Esc that no sequence followed."""
        if self._pasted is None:
            yield from self._parser.tick()

    def rest(self, seconds: float) -> Iterator[Message]:
        """Nothing came for so long: a paste that goes on no longer is shown as far as it came."""
        self._silent = round(self._silent + seconds, 3)
        if self._pasted and self._silent >= GAP:
            text = "".join(self._pasted)
            self._pasted.clear()
            self._shown = True
            yield events.Paste(text.replace("\x00", ""))

    def _broken_off(self, text: str) -> bool:
        """Whether this is a key, and no part of the paste that has not ended yet."""
        if not text or PASTE_END in self._seen + text:
            return False
        control = text < " " and len(text) == 1 and text not in "\t\n\r\x1b"
        return (control and self._silent > 0) or (self._silent >= GAP and len(text) <= ONE_KEY)

    def _outside(self, text: str) -> Generator[Message, None, str]:
        known = self._seen + text
        begin = known.find(PASTE_START)
        if begin < 0:
            self._seen = known[-len(PASTE_START) + 1 :]
            yield from self._parser.feed(text)
            return ""
        end = begin + len(PASTE_START) - len(self._seen)
        self._pasted, self._kept, self._shown, self._seen = [], 0, False, ""
        yield from self._parser.feed(text[:end])
        return text[end:]

    def _inside(self, pasted: list[str], text: str) -> Generator[Message, None, str]:
        known = self._seen + text
        end = known.find(PASTE_END)
        if end < 0:
            cut = len(known) - _begun(known)
            self._keep(pasted, known[:cut])
            self._seen = known[cut:]
            return ""
        yield from self._ended(pasted, known[:end])
        return known[end + len(PASTE_END) :]

    def _keep(self, pasted: list[str], text: str) -> None:
        kept = text[: MOST_PASTED - self._kept]
        self._kept += len(kept)
        if kept:
            pasted.append(kept)

    def _ended(self, pasted: list[str], last: str) -> Iterator[Message]:
        """The paste is over: what was not handed on yet of it."""
        self._pasted, self._seen = None, ""
        self._keep(pasted, last)
        for message in self._parser.feed(PASTE_END):
            if not isinstance(message, events.Paste):
                yield message
        if pasted or not self._shown:
            yield events.Paste("".join(pasted).replace("\x00", ""))


def _begun(text: str) -> int:
    """How many characters at the end of a text may be the beginning of the end of a paste."""
    most = min(len(text), len(PASTE_END) - 1)
    return next(size for size in range(most, -1, -1) if text.endswith(PASTE_END[:size]))
