"""Plain words mean what click takes them for and end as they end there; others are left to it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command import GROUP, MAIN, ROOT, SPONSOR, Commands, start

from sessions.session import Step
from tui.cli.opening import open_
from tui.cli.place import Place
from tui.cli.plain import FORMS, Asked, plain
from tui.cli.program import program

BY_CLICK = "from tui.cli.program import program; program(prog_name='commongrid')"

PLAIN = [
    "",
    "--db a.db",
    "--as Ada",
    "--as Ada --db a.db",
    "--db open",
    "open Title",
    "open Title --at matrix",
    "open --at plan Title",
    "--db a.db --as Ada open Title --at compare",
    "open open",
]
OTHER = [
    "--help",
    "open",
    "open --help",
    "open Title more",
    "open Title --at nowhere",
    "open Title --at",
    "open Title --at matrix --at plan",
    "open -x",
    "open --db",
    "open -- Title",
    "--db",
    "--db -x open Title",
    "--db=a.db",
    "--db a.db --db b.db",
    "--theme light open Title",
    "--restricted --folder x",
    "--db a.db --restricted",
    "list",
    "demo",
    "Title",
    "activities --json",
    "activities trials",
    "activities --phase",
    "activities --phase nowhere",
    "activities --phase=trials",
    "validate",
    "validate --help",
    "validate -",
    "validate -- a.toml",
    "compare",
    "compare a.toml",
    "compare a.toml b.toml --format svg",
    "compare a.toml b.toml --format json --format csv",
    "compare a.toml b.toml -o c.txt",
    "compare a.toml b.toml --match-titles",
    "compare a.toml b.toml --with-private",
]

ANSWERED = [
    "activities",
    "activities --phase trials",
    "activities --phase review",
    "validate SPONSOR GROUP",
    "validate SPONSOR SPONSOR",
    "validate odd.toml",
    "validate listed.toml",
    "validate SPONSOR wrong.toml no.toml latin.toml . GROUP",
    "validate été.toml",
    "compare SPONSOR GROUP",
    "compare GROUP SPONSOR odd.toml",
    "compare SPONSOR GROUP --format text",
    "compare SPONSOR --format json GROUP",
    "compare --format markdown SPONSOR GROUP",
    "compare SPONSOR GROUP --format html",
    "compare SPONSOR GROUP --format csv",
    "compare SPONSOR odd.toml",
    "compare SPONSOR SPONSOR",
    "compare SPONSOR wrong.toml",
    "compare SPONSOR no.toml",
    "compare SPONSOR .",
    "compare SPONSOR Title",
    "--db test.db --as Ada compare SPONSOR Ours",
    "--db test.db compare SPONSOR GROUP",
    "--db latin.toml compare SPONSOR Ours",
]
"""Lines that are answered without click, good and bad."""


def parsed(words: list[str]) -> Asked:
    """What click takes these words for; whatever else could be said is not said."""
    context = program.make_context("commongrid", list(words))
    said = dict(context.params)
    place = Place(said.pop("database"), said.pop("name"))
    assert not any(said.values())
    _, rest, _ = program.make_parser(context).parse_args(list(words))
    opens = FORMS["open"].function
    if not rest:
        return Asked(opens, place)
    name, command, left = program.resolve_command(context, rest)
    assert command is open_
    asked = dict(command.make_context(name, left, parent=context).params)
    session, at = asked.pop("document"), asked.pop("at")
    assert asked == {}
    return Asked(opens, place, (session,), {"at": Step(at)} if at else {})


@pytest.mark.parametrize("line", PLAIN)
def test_plain_words_mean_what_click_takes_them_for(line: str) -> None:
    assert plain(line.split()) == parsed(line.split())


@pytest.mark.parametrize("line", OTHER)
def test_everything_else_is_left_to_click(line: str) -> None:
    assert plain(line.split()) is None


@pytest.mark.parametrize("words", [["validate", ""], ["compare", "a.toml", ""], [""]], ids=str)
def test_an_empty_word_is_left_to_click(words: list[str]) -> None:
    assert plain(words) is None


def test_a_shell_that_completes_is_left_to_click(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_COMMONGRID_COMPLETE", "bash_complete")
    assert plain([]) is None


def test_a_database_is_a_path() -> None:
    found = plain(["--db", "a.db"])
    assert found is not None
    assert found.place.given_database == Path("a.db")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files that are good, odd and bad, with a library."""
    folder = tmp_path_factory.mktemp("files")
    text = SPONSOR.read_text(encoding="utf-8")
    own = '\n[[activity]]\nid = "own-x"\ntitle = "Sharing data"\nbenefit = "low"\n'
    odd = text.replace("Alder Bay", "Old\\u001b Bay").replace('title = "', 'title = "Another ', 1)
    (folder / "odd.toml").write_text(f"{odd}colour = 1\n{own}", encoding="utf-8")
    (folder / "été.toml").write_text(text + own, encoding="utf-8")
    (folder / "latin.toml").write_bytes("é".encode("latin-1"))
    (folder / "wrong.toml").write_text(text.replace('"high"', '"hgih"'), encoding="utf-8")
    (folder / "listed.toml").write_text(
        'format = "commongrid-catalogue"\nversion = 1\n[catalogue]\nid = "l"\nversion = "1"\n'
        'title = "L"\n[[activity]]\nid = "a"\ntitle = "A"\n',
        encoding="utf-8",
    )
    Commands(folder / "test.db").new("Ours")
    return folder


def ended(folder: Path, line: str, code: str, **variables: str) -> tuple[bytes, bytes, int]:
    """What a process with this line says, on stdout and on stderr, and its exit status.

    The minute at which a report was made is not told.
    """
    words = line.replace("SPONSOR", str(SPONSOR)).replace("GROUP", str(GROUP)).split()
    database = {} if "--db" in words else {"COMMONGRID_DB": str(folder / "none.db")}
    path = {"PYTHONPATH": str(ROOT)}
    process = start(*words, code=code, cwd=folder, **database, **path, **variables)
    out, said = process.communicate()
    return re.sub(rb"\d{4}-\d\d-\d\d \d\d:\d\d UTC", b"now", out), said, process.returncode


@pytest.mark.parametrize("line", ANSWERED)
def test_a_plain_line_ends_as_it_ends_by_click(folder: Path, line: str) -> None:
    assert plain(line.split()) is not None
    assert ended(folder, line, MAIN) == ended(folder, line, BY_CLICK)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("line", ["validate été.toml", "validate été.tom", "activities"])
def test_it_ends_so_in_an_encoding_that_cannot_hold_it(
    folder: Path, line: str, encoding: str
) -> None:
    said = {"PYTHONIOENCODING": f"{encoding}:replace"}
    assert ended(folder, line, MAIN, **said) == ended(folder, line, BY_CLICK, **said)


@pytest.mark.parametrize("line", ["activities", "validate SPONSOR", "compare SPONSOR GROUP"])
def test_a_plain_line_imports_nothing_that_costs_more_than_it(folder: Path, line: str) -> None:
    told = (
        "import atexit, sys; costly = {'click', 'msgspec', 'inspect', 'json', 'platform'}; "
        "atexit.register(lambda: print(sorted(costly & {*sys.modules}))); "
    )
    out, _, status = ended(folder, line, told + MAIN)
    assert status == 0
    assert out.splitlines()[-1] == b"[]"


@pytest.mark.parametrize("code", [MAIN, BY_CLICK], ids=["plain", "click"])
def test_an_interrupt_ends_both_ways_alike(tmp_path: Path, code: str) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [sys.executable, "-c", code, "validate", str(pipe)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL) and None,
    )
    with pipe.open("wb"):
        process.send_signal(signal.SIGINT)
        out, said = process.communicate()
    assert (out, said, process.returncode) == (b"", b"\nAborted!\n", 1)


@pytest.mark.parametrize("line", ["activities", "compare SPONSOR GROUP"])
@pytest.mark.parametrize("code", [MAIN, BY_CLICK], ids=["plain", "click"])
def test_a_reader_that_goes_away_ends_both_ways_alike(line: str, code: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    words = line.replace("SPONSOR", str(SPONSOR)).replace("GROUP", str(GROUP)).split()
    process = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (process.stderr, process.returncode) == (b"", 1)
