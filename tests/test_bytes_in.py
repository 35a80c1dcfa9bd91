"""Bad bytes, pastes and bursts of keys, sent to the real program in a real terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from dropping import ME, TITLE, make, stored
from terminal import Terminal, commongrid

HOSTILE = "one\x1bq\x1b[20~\x03 two \x1b]52;c;cXVpdA==\x07\x11 three \x1b[3~\x1bOP four"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    make(tmp_path / "kept.db")
    return tmp_path / "kept.db"


@pytest.fixture
def at(database: Path) -> Iterator[Terminal]:
    command = ["--db", str(database), "--as", ME, "open", TITLE, "--at", "evaluate"]
    with Terminal(commongrid(*command), rows=50) as terminal:
        terminal.see("Why this benefit")
        yield terminal


def into_text(at: Terminal) -> None:
    at.send(b"\t\t\t\t")
    at.see("F6 undo")


def left(at: Terminal, database: Path) -> str:
    """Leave, orderly; what is stored."""
    at.press("ctrl+q")
    assert at.wait() == 0
    return stored(database).why


def test_a_letter_in_latin_1_is_a_mark_and_no_end(at: Terminal, database: Path) -> None:
    into_text(at)
    at.send(b"caf\xe9 au lait \xff\xfe\x80")
    at.see("au lait")
    at.send(b" and on")
    at.see("and on")
    assert re.fullmatch("caf\ufffd au lait \ufffd+ and on", left(at, database))


def test_a_paste_with_escapes_is_text_and_no_command(at: Terminal, database: Path) -> None:
    into_text(at)
    at.paste(HOSTILE)
    at.see("four")
    at.send(b"!")
    at.see("four!")
    kept = left(at, database)
    assert [word for word in ("one", "two", "three", "four!") if word in kept] == [
        "one", "two", "three", "four!"
    ]  # fmt: skip
    assert "\x1b" not in kept


def test_a_paste_where_there_is_no_text_does_nothing(at: Terminal, database: Path) -> None:
    at.paste("3\r\x1b[3~ q u D x \x11 and a lot of other letters that are keys elsewhere")
    at.send(b"2")
    at.see(r"^[^•]*\(•\) moderate")
    left(at, database)
    found = stored(database)
    assert (found.benefit, found.investment, found.why) == ("moderate", "low", "")


def test_a_paste_without_an_end_swallows_no_later_key(at: Terminal, database: Path) -> None:
    into_text(at)
    at.send(b"\x1b[200~broken off")
    at.see("broken off")
    at.send(b"!")
    at.see("broken off!")
    assert left(at, database) == "broken off!"


def test_a_paste_of_5_mb_is_refused_in_a_sentence(at: Terminal, database: Path) -> None:
    into_text(at)
    at.send(b"before ")
    at.see("before")
    pour(at, b"\x1b[200~" + b"0123456789abcdef" * 327_680 + b"\x1b[201~")
    at.see("at most 100000")
    at.send(b"after")
    at.see("before after")
    assert left(at, database) == "before after"


def pour(at: Terminal, data: bytes) -> None:
    """Send more than a terminal's buffer holds, reading meanwhile what comes back."""
    for start in range(0, len(data), 4000):
        at.send(data[start : start + 4000])
        at.settle(0)


def test_hundreds_of_keys_in_one_burst_all_arrive(at: Terminal, database: Path) -> None:
    into_text(at)
    text = "".join(f"{number:03} " for number in range(200))
    at.send(text.encode())
    at.see("199")
    assert left(at, database) == text


def test_arrows_held_down_lose_nothing_and_undo_takes_it_back(at: Terminal, database: Path) -> None:
    at.press("s")
    at.see("Set-up")
    at.press("home", "down", "down", "down", "enter")
    at.see("low / low")
    at.send(b"m" + b"\x1b[A" * 100 + b"\x1b[C" * 100 + b"\r")
    at.see("high / high")
    at.press("u")
    at.see("low / low")
    left(at, database)
    assert (stored(database).benefit, stored(database).investment) == ("low", "low")


def test_bytes_of_every_kind_end_nothing(at: Terminal, database: Path) -> None:
    into_text(at)
    noise = bytes(byte for byte in range(256) if byte not in (0x03, 0x11, 0x1B)) * 3
    at.send(noise)
    at.settle()
    at.paste("still here")
    left(at, database)
