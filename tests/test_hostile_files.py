"""Whatever a file holds, it is only ever text: read, imported, printed, reported, exported."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import hostile
import pytest
from command import MAIN, ROOT, Commands

from sessions import exchange
from sessions.errors import CommongridError
from sessions.text import safe

SEED = 4
SECONDS, MEGABYTES = 2.0, 200
"""What no file may cost: processor time and memory of a whole command."""

SMALL = {name: make for name, make in hostile.all_files() if name not in hostile.FILES}
QUICK = ("text", "json", "markdown", "html", "csv", "svg")
sampled = pytest.mark.parametrize("name", Random(SEED).sample(sorted(hostile.TEXTS), 6))
every = pytest.mark.parametrize("name", sorted({**hostile.TEXTS, **hostile.WHOLE}))
soak = pytest.mark.soak


def read(data: bytes) -> str:
    """What comes of a file, as text; whatever is raised that is not ours is a failure."""
    try:
        checked = exchange.check(data, "a.toml")
    except CommongridError as error:
        return str(error)
    said = "".join(checked.warnings)
    if checked.kind.format == "commongrid-session":
        found = exchange.read_session(data, "a.toml")
        times = {"created": found.created, "modified": found.modified, "exported": found.exported}
        written = exchange.write_session(found.session, **times, with_private=True)
        again = exchange.read_session(written, "b.toml")
        assert again.session == found.session
        assert exchange.standing(again) is exchange.Standing.UNCHANGED
        said += written.decode()
    elif checked.kind.format == "commongrid-plan":
        plan = exchange.read_plan(data, "a.toml")
        said += exchange.write_plan(plan.plan).decode()
    elif checked.kind.format == "commongrid-catalogue":
        said += exchange.write_catalogue(exchange.read_catalogue(data, "a.toml")).decode()
    return said


@pytest.mark.parametrize("name", SMALL)
def test_a_hostile_text_is_read_or_refused_and_is_safe_either_way(name: str) -> None:
    said = read(SMALL[name]())
    assert safe(said) == said
    assert not hostile.controls(said.encode())


@pytest.mark.parametrize(
    "name", [name for name in hostile.FILES if name not in hostile.LARGE + hostile.SLOW]
)
def test_a_hostile_file_is_read_or_refused_and_is_safe_either_way(name: str) -> None:
    said = read(hostile.FILES[name]())
    assert not hostile.controls(said.encode())


@pytest.mark.parametrize("name", hostile.WHOLE)
def test_what_people_write_comes_back_byte_for_byte(name: str) -> None:
    text = hostile.WHOLE[name]
    file = exchange.read_session(hostile.session_file(text), "a.toml")
    (said,) = {held.plan for held in file.session.chosen()}
    assert said == text
    written = exchange.write_session(file.session, created=None, modified=None, exported=None)
    assert text.encode() in written


def outputs(name: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Everything that commands print and write about two sessions that say a text everywhere."""
    text = {**hostile.TEXTS, **hostile.WHOLE}[name]
    ours, theirs, wrong = folder / "ours.toml", folder / "theirs.toml", folder / "wrong.toml"
    ours.write_bytes(hostile.session_file(text, perspective="sponsor", name=" S"))
    theirs.write_bytes(hostile.session_file(text, name=" P"))
    wrong.write_bytes(hostile.refused_file(text))
    listed = folder / "list.toml"
    listed.write_bytes(hostile.catalogue_file(text))
    commands = Commands(folder / "test.db", name=text.replace("\0", "") or "x")
    said = "plan" + text.replace("\0", "")
    for words in (
        ["validate", ours, wrong, listed],
        ["import", wrong],
        ["import", ours, "--ours"],
        ["import", theirs],
        ["import", theirs, "--as-copy"],
        ["import", ours],
        ["activities", "--catalogue", listed],
        ["activities", "--catalogue", listed, "--json"],
        ["list"],
        ["list", "--json"],
        ["compare", ours, theirs],
        ["open", said],
        ["rate", said, said],
        ["export", said],
        ["doctor"],
    ):
        result = commands.run(*words)
        assert result.exit_code in (0, 1), (words, result.output)
        yield str(words), result.output_bytes
    (mine,) = (one["id"] for one in commands.told("list", "--json") if one["ours"])
    theirs_id = next(one["id"] for one in commands.told("list", "--json") if not one["ours"])
    commands.done("rate", mine, "own-hostile", "--plan", said, "--benefit-why", said)
    for words in (
        ["export", mine],
        ["history", mine],
        ["history", mine, "--json", "--with-private"],
        *(["report", mine, "--changes", "--with-private", "--format", form] for form in QUICK),
        *(["compare", mine, theirs_id, "--format", form] for form in QUICK[:-1]),
    ):
        yield str(words), commands.run(*words).output_bytes
    written = folder / "out.toml"
    commands.done("export", mine, "-o", written, "--with-private")
    yield "export", written.read_bytes()


def check_outputs(name: str, folder: Path) -> None:
    for words, output in outputs(name, folder):
        marked = output.replace(b'\xef\xbb\xbf"id"', b'"id"')
        assert not hostile.controls(marked), words
        output.decode()


@sampled
def test_no_command_prints_or_writes_what_acts(name: str, tmp_path: Path) -> None:
    check_outputs(name, tmp_path)


@soak
@every
def test_no_command_prints_or_writes_what_acts_for_any_text(name: str, tmp_path: Path) -> None:
    check_outputs(name, tmp_path)


def test_the_name_of_a_file_is_only_text_too(tmp_path: Path) -> None:
    commands = Commands(tmp_path / "test.db")
    for name in (
        "\x1b]52;c;CaNaRy\x07.toml",
        "\x9b31337m.toml",
        "\udcff\udc9b.toml",
        "\u202ea.toml",
    ):
        path = tmp_path / os.fsencode(name).decode(errors="surrogateescape")
        path.write_bytes(hostile.session_file("x", name=name))
        for words in (
            ["validate", path],
            ["import", path, "--as-copy"],
            ["import", path, "--dry-run"],
            ["compare", path, path],
            ["export", "nothing", "-o", path],
            ["import", f"{path}-missing", f"{path}/inside"],
        ):
            result = commands.run(*words)
            assert not hostile.controls(result.output_bytes), (words, result.output)


@pytest.mark.parametrize("name", ["path", "path, absolute", "path, Windows", "path, home"])
def test_nothing_in_a_file_names_where_something_is_written(name: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for _ in outputs(name, home):
        pass
    assert {path.name for path in tmp_path.iterdir()} == {"home"}
    known = {"ours.toml", "theirs.toml", "wrong.toml", "list.toml", "out.toml"}
    assert {path.name for path in home.iterdir()} - {"test.db"} == known


MEASURE = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[2:], stdout=open(sys.argv[1], "wb"), stderr=subprocess.STDOUT)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, status)
"""
"""A small process starts the command, which else would be said to hold what these tests hold."""


def cost(words: list[str], folder: Path) -> tuple[float, float, int, bytes]:
    """Seconds of processor time, megabytes, exit status and output of a command of its own."""
    out = folder / "out"
    told = subprocess.run(
        [sys.executable, "-c", MEASURE, str(out), sys.executable, "-c", MAIN, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    seconds, megabytes, status = told.stdout.split()
    return float(seconds), float(megabytes), int(status), out.read_bytes()


@soak
@pytest.mark.parametrize("command", ["validate", "import"])
@pytest.mark.parametrize("name", hostile.FILES)
def test_no_file_costs_more_than_it_may(name: str, command: str, tmp_path: Path) -> None:
    make: Callable[[], bytes] = hostile.FILES[name]
    path = tmp_path / "a.toml"
    path.write_bytes(make())
    words = ["--db", str(tmp_path / "test.db"), command, str(path)]
    seconds, megabytes, status, output = cost(words, tmp_path)
    assert status in (0, 1), output
    assert b"fault of its own" not in output
    assert not hostile.controls(output)
    assert megabytes < MEGABYTES
    if name != "20,000 activities":
        assert seconds < SECONDS


@soak
@pytest.mark.parametrize("name", hostile.LARGE[:2])
@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["export", "T"],
        ["history", "T"],
        *(["report", "T", "--format", form] for form in QUICK),
    ],
)
def test_ten_thousand_activities_are_no_burden(name: str, words: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(hostile.FILES[name]())
    commands = Commands(tmp_path / "test.db")
    commands.done("import", path)
    given = ["--db", str(commands.database), *words]
    seconds, megabytes, status, _ = cost(given, tmp_path)
    assert status == 0
    assert megabytes < MEGABYTES
    assert seconds < 2 * SECONDS
