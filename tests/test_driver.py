"""The line to the terminal: bad bytes, pastes that hold anything, and lines that get stuck."""

from __future__ import annotations

import os
import tty
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from tui import driver, inlet
from tui.driver import POLL, Outlet
from tui.inlet import GAP, ONE_KEY, PASTE_END, PASTE_START, Inlet


def heard(*pieces: bytes) -> list[Message]:
    fed = Inlet(XTermParser())
    return [message for piece in pieces for message in fed.feed(piece)]


def keys(messages: Sequence[Message]) -> list[str]:
    return [message.key for message in messages if isinstance(message, events.Key)]


def pasted(messages: Sequence[Message]) -> list[str]:
    return [message.text for message in messages if isinstance(message, events.Paste)]


def brackets(text: str) -> bytes:
    return f"{PASTE_START}{text}{PASTE_END}".encode()


def test_a_byte_that_is_not_utf_8_is_a_mark_and_the_rest_is_typed() -> None:
    messages = heard("caf".encode("latin-1"), b"\xe9", b" a")
    typed = [one.character for one in messages if isinstance(one, events.Key)]
    assert "".join(filter(None, typed)) == "caf\ufffd a"


def test_a_letter_of_several_bytes_may_come_in_pieces() -> None:
    typed = [one.character for one in heard(b"\xe6\xbc", b"\xa2") if isinstance(one, events.Key)]
    assert typed == ["漢"]


@pytest.mark.parametrize(
    "text",
    [
        "q\x1bq\x1b[A:quit\r and more than thirty-two characters behind it, DDDD",
        "\x1b]52;c;cXVpdA==\x07 \x1bOP \x1b[200~ again \x1b",
        "\x1b[20" * 20,
        "x" * 5_000_000,
    ],
    ids=["keys", "sequences", "beginnings", "large"],
)
def test_nothing_in_a_paste_is_a_key(text: str) -> None:
    messages = heard(b"a", brackets(text), b"b")
    assert keys(messages) == ["a", "b"]
    assert pasted(messages) == [text]


@given(
    text=st.text(st.characters(codec="utf-8", exclude_characters="\x00")).filter(
        lambda text: PASTE_END not in text + PASTE_END[:-1]
    ),
    cuts=st.lists(st.integers(0, 80), max_size=6),
)
def test_a_paste_is_whole_however_it_is_cut(text: str, cuts: list[int]) -> None:
    data = b"a" + brackets(text) + b"b"
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    messages = heard(*(data[a:b] for a, b in pairwise(places)))
    assert keys(messages) == ["a", "b"]
    assert pasted(messages) == [text]


class Typist:
    """Feeds an inlet, with silence in between; what came out of it."""

    def __init__(self) -> None:
        self.inlet = Inlet(XTermParser())
        self.heard: list[Message] = []

    def send(self, data: bytes) -> None:
        self.heard += self.inlet.feed(data)

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds / POLL)):
            self.heard += self.inlet.rest(POLL)
            self.heard += self.inlet.tick()


@pytest.mark.parametrize("key", [b"a", b"\x1b[A", b"\x1bOP", "語".encode(), b"\r"])
def test_a_paste_that_never_ends_is_shown_after_a_while_and_keys_are_keys_again(
    key: bytes,
) -> None:
    at = Typist()
    at.send(PASTE_START.encode() + b"never ended\x1b[20")
    at.wait(GAP)
    assert pasted(at.heard) == ["never ended"]
    at.send(key)
    at.send(b"b")
    assert pasted(at.heard) == ["never ended", "\x1b[20"]
    assert keys(at.heard) == [*keys(heard(key)), "b"]


def test_a_paste_that_a_slow_line_holds_up_stays_a_paste() -> None:
    at = Typist()
    at.send(PASTE_START.encode() + b"one ")
    at.wait(2 * GAP)
    at.send(b"q" * (ONE_KEY + 1))
    at.wait(GAP / 2)
    at.send(b"u" + PASTE_END.encode() + b"x")
    assert pasted(at.heard) == ["one ", "q" * (ONE_KEY + 1) + "u"]
    assert keys(at.heard) == ["x"]


def test_the_end_of_a_paste_may_come_late_and_alone() -> None:
    at = Typist()
    at.send(PASTE_START.encode() + b"one")
    at.wait(2 * GAP)
    at.send(PASTE_END.encode())
    at.send(b"x")
    assert "".join(pasted(at.heard)) == "one"
    assert keys(at.heard) == ["x"]


def test_ctrl_c_by_itself_ends_a_paste_at_once() -> None:
    at = Typist()
    at.send(PASTE_START.encode() + b"one\x03two")
    at.wait(POLL)
    at.send(b"\x03")
    at.send(b"q")
    assert pasted(at.heard) == ["one\x03two"]
    assert keys(at.heard) == ["ctrl+c", "q"]


def test_no_more_of_a_paste_is_kept_than_can_be_of_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inlet, "MOST_PASTED", 100)
    at = Typist()
    at.send(PASTE_START.encode())
    for _ in range(50):
        at.send(b"0123456789")
    at.wait(GAP)
    assert [len(text) for text in pasted(at.heard)] == [100]
    at.send(PASTE_END.encode() + b"x")
    assert keys(at.heard) == ["x"]


@given(st.binary(max_size=200))
def test_no_bytes_at_all_stop_the_reading(data: bytes) -> None:
    messages = heard(data, PASTE_END.encode(), b"z" * 40)
    assert keys(messages)[-1] == "z"


def test_keys_and_sequences_are_what_they_were() -> None:
    assert keys(heard(b"a\x1b[A\x1b", b"OP\x1b[15", b"~\xc3\xa9")) == ["a", "up", "f1", "f5", "é"]


# ---- what goes out


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    """A terminal that nobody reads from until the test does."""
    master, slave = os.openpty()
    tty.setraw(slave)
    yield master, slave
    for end in (master, slave):
        os.close(end)


def test_paints_arrive_in_order(line: tuple[int, int]) -> None:
    master, slave = line
    outlet = Outlet(slave, "utf-8")
    for number in range(100):
        outlet.write(f"{number},")
    assert outlet.stop()
    wanted = "".join(f"{number}," for number in range(100))
    came = b""
    while len(came) < len(wanted):
        came += os.read(master, 4096)
    assert came.decode() == wanted


def test_a_line_that_takes_nothing_stops_neither_the_program_nor_its_end(
    line: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "PATIENCE", 0.01)
    monkeypatch.setattr(driver, "LAST_WORDS", 0.01)
    _, slave = line
    outlet = Outlet(slave, "utf-8")
    for _ in range(200):
        outlet.write("x" * 4096)
    assert not outlet.stop()


def test_a_line_that_is_gone_is_written_to_in_peace() -> None:
    master, slave = os.openpty()
    outlet = Outlet(slave, "utf-8")
    os.close(master)
    for _ in range(200):
        outlet.write("x")
    assert outlet.stop()
    os.close(slave)


def test_an_output_that_holds_fewer_letters_gets_those_it_holds(line: tuple[int, int]) -> None:
    master, slave = line
    outlet = Outlet(slave, "ascii")
    outlet.write("a─é")
    assert outlet.stop()
    assert os.read(master, 64) == b"a??"
