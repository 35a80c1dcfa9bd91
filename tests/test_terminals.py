"""The program on every kind of terminal, as a terminal and the person before it get to see it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from command import SAMPLES, start
from terminal import Terminal, commongrid

COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-9]|4[0-9]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")
TRUE_COLOUR = re.compile(rb"[34]8;2;")
EIGHT_BIT = re.compile(rb"[34]8;5;")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the illustrative pair."""
    kept = tmp_path_factory.mktemp("terminals") / "library.db"
    samples = [str(path) for path in sorted(SAMPLES.glob("*.toml"))]
    assert start("--db", str(kept), "import", "--ours", *samples).wait() == 0
    return kept


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The file of settings of a user who has none yet."""
    return tmp_path / "commongrid" / "settings.toml"


@contextmanager
def at_matrix(
    database: Path,
    config: Path,
    *flags: str,
    env: Mapping[str, str] | None = None,
    columns: int = 80,
    rows: int = 24,
) -> Iterator[Terminal]:
    """The matrix of the illustrative patient group, on a terminal of that kind."""
    settled = {"XDG_CONFIG_HOME": str(config.parent.parent), **(env or {})}
    command = commongrid("--db", str(database), *flags, "open", "01a1f82f", "--at", "matrix")
    with Terminal(command, columns=columns, rows=rows, env=settled) as terminal:
        terminal.see(r"Consent & materials|Informed consent")
        terminal.settle()
        yield terminal


def leave(terminal: Terminal) -> None:
    terminal.press("ctrl+q")
    assert terminal.wait() == 0


@pytest.mark.parametrize(
    ("kind", "colorterm", "colours"),
    [
        ("xterm-256color", "", EIGHT_BIT),
        ("xterm-256color", "truecolor", TRUE_COLOUR),
        ("tmux-256color", "", EIGHT_BIT),
        ("screen-256color", "", EIGHT_BIT),
        ("screen", "", COLOUR),
        ("xterm", "", COLOUR),
        ("linux", "", COLOUR),
    ],
)
def test_each_terminal_gets_the_colours_it_knows(
    database: Path, config: Path, kind: str, colorterm: str, colours: re.Pattern[bytes]
) -> None:
    env = {"TERM": kind, "COLORTERM": colorterm}
    with at_matrix(database, config, env=env) as terminal:
        for known in (TRUE_COLOUR, EIGHT_BIT):
            assert bool(known.search(terminal.output)) is (known is colours)
        assert COLOUR.search(terminal.output)
        terminal.press("down", "right")
        assert "Why benefit" in terminal.text
        leave(terminal)


Kind = tuple[tuple[str, ...], dict[str, str]]
"""Flags, and what the environment says."""

COLOURLESS: list[Kind] = [
    ((), {"NO_COLOR": "1"}),
    ((), {"NO_COLOR": "1", "COLORTERM": "truecolor"}),
    (("--theme", "monochrome"), {}),
    ((), {"TERM": "vt100"}),
    ((), {"TERM": "vt220"}),
]


def first_of(kinds: list[Kind]) -> list[object]:
    """All kinds, but those after the first for `make soak`."""
    return [kinds[0], *(pytest.param(kind, marks=pytest.mark.soak) for kind in kinds[1:])]


FEW = ("down", "f1", "q", "s", "q")
"""Keys that show a page and two dialogs, where the kind of terminal is what differs."""


def without_colours(database: Path, config: Path, kind: Kind, *keys: str) -> None:
    flags, env = kind
    with at_matrix(database, config, *flags, env=env) as terminal:
        terminal.press(*keys)
        leave(terminal)
        assert not COLOUR.search(terminal.output)
        assert b"\x1b[7m" in terminal.output or b";7m" in terminal.output


@pytest.mark.parametrize("kind", COLOURLESS[1:])
def test_without_colours_not_one_is_sent(database: Path, config: Path, kind: Kind) -> None:
    without_colours(database, config, kind, *FEW)


@pytest.mark.parametrize("kind", first_of(COLOURLESS))
def test_without_colours_none_is_sent_wherever_one_goes(
    database: Path, config: Path, kind: Kind
) -> None:
    without_colours(
        database, config, kind,
        "down", "m", "right", "enter", "u", "f1", "escape", ":", "escape", "s", "escape",
        "r", "tab", "tab", "tab", "tab", "a", "backspace",
    )  # fmt: skip


def test_the_cursor_is_seen_without_colours(database: Path, config: Path) -> None:
    with at_matrix(database, config, "--theme", "monochrome") as terminal:
        reversed_text = "".join(
            cell.data
            for row in range(24)
            for cell in terminal.screen.buffer[row].values()
            if cell.reverse
        )
        assert reversed_text.strip().startswith("▸ Consent & materials")
        leave(terminal)


def test_a_theme_that_is_asked_for_outweighs_no_color(database: Path, config: Path) -> None:
    with at_matrix(database, config, "--theme", "light", env={"NO_COLOR": "1"}) as terminal:
        assert COLOUR.search(terminal.output)
        leave(terminal)


def test_the_number_of_colours_can_be_said(database: Path, config: Path) -> None:
    with at_matrix(database, config, "--colours", "16m") as terminal:
        assert TRUE_COLOUR.search(terminal.output)
        leave(terminal)
    with at_matrix(database, config, "--colours", "16") as terminal:
        assert not EIGHT_BIT.search(terminal.output)
        leave(terminal)


WALK = (
    "down", "m", "right", "enter", "u", "?", "pagedown", "escape", "s", "escape",
    "e", "escape", "H", "escape", "r", "tab", "tab", "space", "escape",
    ":", "escape", "/", "x", "escape",
)  # fmt: skip
"""Keys through most that the matrix leads to; in the end nothing has changed but a tick."""


PLAIN: list[Kind] = [
    (("--ascii",), {}),
    ((), {"TERM": "linux"}),
    ((), {"TERM": "vt100"}),
    ((), {"PYTHONIOENCODING": "latin-1"}),
    ((), {"PYTHONIOENCODING": "ascii"}),
]


def in_ascii(database: Path, config: Path, kind: Kind, *keys: str) -> None:
    flags, env = kind
    with at_matrix(database, config, *flags, env=env) as terminal:
        assert "> Consent & materials" in terminal.text
        terminal.press(*keys)
        odd = sorted({chr(byte) for byte in terminal.output if byte > 126})
        assert not odd, f"{odd} on\n{terminal.text}"


@pytest.mark.parametrize("kind", PLAIN[1:])
def test_a_plain_terminal_gets_nothing_but_ascii(database: Path, config: Path, kind: Kind) -> None:
    in_ascii(database, config, kind, *FEW)


@pytest.mark.parametrize("kind", first_of(PLAIN))
def test_a_plain_terminal_gets_only_ascii_wherever_one_goes(
    database: Path, config: Path, kind: Kind
) -> None:
    in_ascii(database, config, kind, *WALK, "n", "q", "q", "q")


def test_letters_beyond_ascii_are_written_and_typed_where_the_terminal_has_them(
    database: Path, config: Path, tmp_path: Path
) -> None:
    env = {"PYTHONIOENCODING": "latin-1", "XDG_CONFIG_HOME": str(tmp_path)}
    with Terminal(commongrid("--db", str(tmp_path / "new.db")), env=env) as terminal:
        terminal.see("Nothing here yet")
        terminal.press("n")
        terminal.see("Whose view is it")
        terminal.send("café \u00e9t\u00e9".encode("latin-1"))
        terminal.settle()
        assert "café été".encode("latin-1") in terminal.output.replace(b"\x1b[0m", b"")
        terminal.press("ctrl+q")
        assert terminal.wait() == 0


def test_a_terminal_that_can_only_print_lines_is_told_what_to_do(database: Path) -> None:
    with Terminal(commongrid("--db", str(database)), env={"TERM": "dumb"}) as terminal:
        assert terminal.wait() == 1
        assert "--help" in terminal.text


# ---- sizes


@pytest.mark.parametrize(("columns", "rows"), [(60, 18), (300, 100)])
def test_every_size_shows_where_one_is_and_what_the_keys_are(
    database: Path, config: Path, columns: int, rows: int
) -> None:
    with at_matrix(database, config, columns=columns, rows=rows) as terminal:
        for size in ((columns, rows), (80, 24), (132, 43), (200, 60)):
            terminal.resize(*size)
            terminal.settle()
            terminal.see("help")
            assert "Aurel Families" in terminal.text.splitlines()[0]
        leave(terminal)


def test_a_size_in_the_environment_does_not_outlive_a_resize(database: Path, config: Path) -> None:
    env = {"COLUMNS": "80", "LINES": "24"}
    with at_matrix(database, config, env=env) as terminal:
        terminal.resize(40, 12)
        terminal.see("needs 60 x 18")
        terminal.resize(80, 24)
        terminal.see(r"\? help")
        terminal.type("s")
        terminal.see("Identify")
        terminal.resize(50, 14)
        terminal.see("needs 60 x 18")
        assert "Identify" not in terminal.text, "nothing shows through"


def test_no_width_and_no_height_ends_the_program(database: Path, config: Path) -> None:
    with at_matrix(database, config) as terminal:
        for columns in range(1, 31):
            terminal.resize(columns, 24)
            terminal.settle(0.02)
        for rows in range(1, 20):
            terminal.resize(80, rows)
            terminal.settle(0.02)
        terminal.resize(80, 24)
        terminal.see(r"Consent & materials|Informed consent")
        leave(terminal)


def test_a_resize_in_the_middle_of_everything_loses_nothing(database: Path, config: Path) -> None:
    with at_matrix(database, config) as terminal:
        for keys, seen in (
            (("m", "right"), "drop here .high / moderate"),
            (("escape", "?"), "Every activity lies where"),
            (("escape", "s"), "Set-up: who rates"),
            (("escape", "r", "tab"), "Why this benefit"),
        ):
            terminal.press(*keys)
            terminal.see(seen)
            for columns, rows in ((30, 10), (61, 18), (20, 40), (200, 60), (80, 24)):
                terminal.resize(columns, rows)
                terminal.settle(0.03)
            terminal.see(seen)
            terminal.settle()
        terminal.press("escape")
        terminal.see("low invest")
        terminal.see("Consent & materials")
        leave(terminal)
