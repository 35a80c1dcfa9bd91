"""The disk fails under the real program: said in words, nothing lost, and it goes on by itself."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from random import Random

import pytest
from command import Commands
from dropping import ME, TITLE, Said, make, stored
from kept import child, finished
from kept import opened as kept
from terminal import Terminal, commongrid

from sessions.errors import CommongridError

Fault = Callable[[Path, Terminal], AbstractContextManager[None]]
NOBODY = 65534
FIRST = Path(__file__).parent / "data" / "database-v1.sql"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "kept.db"
    path.parent.mkdir()
    make(path)
    return path


@contextmanager
def locked(path: Path, _: Terminal) -> Iterator[None]:
    """Somebody else holds the right to write."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


@contextmanager
def full(path: Path, at: Terminal) -> Iterator[None]:
    """No file of the program may grow any more."""
    soft, hard = resource.prlimit(at.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(at.pid, resource.RLIMIT_FSIZE, (6000, hard))
    try:
        yield
    finally:
        resource.prlimit(at.pid, resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def gone(path: Path, _: Terminal) -> Iterator[None]:
    """The file is away for a while."""
    away = path.with_name("away")
    path.rename(away)
    try:
        yield
    finally:
        away.rename(path)


@contextmanager
def replaced(path: Path, at: Terminal) -> Iterator[None]:
    """Another file is in its place for a while."""
    other = path.with_name("other.db")
    make(other)
    with gone(path, at):
        other.rename(path)
        yield


SOAK = pytest.mark.soak
FAULTS = [
    pytest.param(full, "disk that holds .* (is full|does not answer)", id="full"),
    pytest.param(gone, "moved or replaced|cannot be used", id="gone"),
    pytest.param(locked, "in use by another program", id="locked", marks=SOAK),
    pytest.param(replaced, "moved or replaced", id="replaced", marks=SOAK),
]


def on_one_line(terminal: Terminal) -> str:
    return re.sub(r"[\s│▌▐]+", " ", terminal.text)


def opened(database: Path) -> Terminal:
    command = commongrid("--db", str(database), "--as", ME, "open", TITLE, "--at", "evaluate")
    state = str(database.parent.parent / "state")
    # The program must not cache modules by halves for those who run it after a full disk.
    environment = {"XDG_STATE_HOME": state, "PYTHONDONTWRITEBYTECODE": "1"}
    return Terminal(command, env=environment, cwd=database.parent.parent)


def into_text(at: Terminal) -> None:
    at.see("Why this benefit")
    at.send(b"\t\t\t\t")
    at.see("F6 undo")


def told(at: Terminal, sentence: str) -> None:
    """The save mark is set, and the sentence floats on screen for a while."""
    at.see("NOT SAVED YET")
    at.settle()
    floats = " ".join(line.partition("▌")[2].strip(" ▐─") for line in at.text.splitlines())
    assert re.search(sentence.replace(" ", r"\s*"), floats), at.text


def rescue_file(database: Path) -> Path:
    (path,) = database.parent.glob("kept.rescue-*.toml")
    return path


@pytest.mark.parametrize(("fault", "sentence"), FAULTS)
def test_a_fault_is_told_and_what_was_typed_meanwhile_is_saved_once_it_is_over(
    database: Path, fault: Fault, sentence: str
) -> None:
    with opened(database) as at:
        at.see("Why this benefit")
        at.send(b"3")
        at.see(r"^[^•]*\(•\) high")
        with fault(database, at):
            into_text(at)
            at.send(b"typed meanwhile")
            at.see("typed meanwhile")
            told(at, sentence)
            if fault is not replaced:
                at.press("f8")
                at.see("session file")
                at.press("f10")
        at.see("  saved")
        at.press("ctrl+q")
        assert at.wait() == 0
    assert [one.name for one in database.parent.iterdir()] == ["kept.db"]
    assert stored(database) == Said("high", "low", "typed meanwhile")


def test_what_is_not_saved_can_be_exported_to_another_place(database: Path) -> None:
    with opened(database) as at:
        into_text(at)
        with locked(database, at):
            at.send(b"only in memory")
            at.see("NOT SAVED YET")
            at.press("f8")
            at.see("session file")
            at.press("f5")
            at.see("Written to")
    written = database.parent.parent / "phase-2.toml"
    assert "only in memory" in written.read_text(encoding="utf-8")


# ---- leaving while it is not saved


@contextmanager
def unsaved(database: Path) -> Iterator[Terminal]:
    """Something was typed that cannot be saved."""
    with opened(database) as at:
        into_text(at)
        with locked(database, at):
            at.send(b"a rescued word")
            at.see("NOT SAVED YET")
            yield at


def test_leaving_waits_for_what_is_not_saved(database: Path) -> None:
    with opened(database) as at:
        into_text(at)
        with locked(database, at):
            at.send(b"a late word")
            at.see("NOT SAVED YET")
            at.press("ctrl+q")
            at.see("1 change is not saved yet")
            at.press("escape")
            at.see("Why this benefit")
            at.press("ctrl+q")
            at.see("1 change is not saved yet")
        assert at.wait() == 0
    assert stored(database).why == "a late word"


def test_leaving_without_what_is_not_saved_has_to_be_said(database: Path) -> None:
    with unsaved(database) as at:
        at.press("ctrl+q")
        at.see("1 change is not saved yet")
        at.press("x")
        assert at.wait() == 0
    assert not list(database.parent.glob("*.rescue-*"))
    assert stored(database) == Said()


@pytest.mark.parametrize(
    "how", ["asked", *(pytest.param(one, marks=SOAK) for one in ("hup", "term", "hang-up"))]
)
def test_what_is_not_saved_is_in_a_rescue_file_and_offered_again(database: Path, how: str) -> None:
    with unsaved(database) as at:
        if how == "asked":
            at.press("ctrl+c")
            at.see("Leave commongrid")
            at.press("enter")
            at.see("1 change is not saved yet")
            at.press("enter")
            assert at.wait() == 1
            assert rescue_file(database).name[:30] in on_one_line(at).replace(" ", "")
        elif how == "hang-up":
            assert at.hang_up() != 0
        else:
            assert at.kill(signal.SIGHUP if how == "hup" else signal.SIGTERM) == 1
    assert stored(database) == Said()
    path = rescue_file(database)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "a rescued word" in path.read_text(encoding="utf-8")
    with opened(database) as at:
        at.see("could not save everything")
        at.press("escape")
        at.see("Why this benefit")
        at.press("ctrl+q")
        assert at.wait() == 0
    assert path.exists()
    with opened(database) as at:
        at.see("Take it in now")
        at.press("enter")
        at.see("a rescued word")
        at.press("ctrl+q")
        assert at.wait() == 0
    assert stored(database).why == "a rescued word"
    assert not path.exists()


@SOAK
def test_a_database_that_is_gone_for_good_leaves_a_rescue_file(database: Path) -> None:
    with opened(database) as at:
        into_text(at)
        shutil.rmtree(database.parent)
        at.send(b"a rescued word")
        at.see("NOT SAVED YET")
        assert at.kill(signal.SIGTERM) == 1
    with Terminal(commongrid("--db", str(database), "--as", ME)) as at:
        at.see("Take it in now")
        at.press("enter")
        at.see(f"Took in {TITLE}")
        at.press("ctrl+q")
        assert at.wait() == 0
    assert stored(database).why == "a rescued word"


# ---- read-only, from the start


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_read_only_file_is_shown_and_its_folder_refused(what: str) -> None:
    setpriv = shutil.which("setpriv")
    if os.geteuid() == 0 and setpriv is None:
        pytest.skip("for root nothing is read-only, and setpriv is not there to be somebody else")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "kept.db"
        make(database)
        drop: list[str] = []
        if os.geteuid() == 0:
            for path in (folder, database):
                os.chown(path, NOBODY, NOBODY)
            drop = [str(setpriv), f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        readonly = database if what == "file" else folder
        readonly.chmod(readonly.stat().st_mode & ~0o222)
        command = commongrid("--db", str(database), "--as", ME, "open", TITLE, "--at", "evaluate")
        with Terminal([*drop, *command], env={"HOME": name}, cwd=Path("/")) as at:
            if what == "folder":
                assert at.wait() == 1
                assert re.search("cannot be (written|opened)", on_one_line(at))
                return
            at.see("Why this benefit")
            at.send(b"3")
            told(at, "cannot be written")
            at.press("ctrl+q")
            at.see("1 change is not saved yet")
            at.press("r")
            assert at.wait() == 1
        assert 'benefit = "high"' in rescue_file(database).read_text(encoding="utf-8")


# ---- damage


def damaged(path: Path, random: Random) -> None:
    """Some bytes of the file are others, behind its first page or in it."""
    data = bytearray(path.read_bytes())
    for _ in range(random.randint(1, 40)):
        data[random.randrange(len(data))] = random.randrange(256)
    path.write_bytes(data)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=SOAK) for seed in range(1, 9))])
def test_a_damaged_database_is_told_in_sentences(database: Path, seed: int) -> None:
    random = Random(seed)
    original = database.read_bytes()
    commands = Commands(database, ME)
    for _ in range(12):
        database.write_bytes(original)
        damaged(database, random)
        for words in (["list"], ["history", TITLE], ["export", TITLE], ["doctor"]):
            assert commands.run(*words).exit_code in (0, 1)
        with suppress(CommongridError), kept(database) as store:
            found = store.load(store.find(TITLE)).session
            store.remember_place(found.id, ME, found.step())


def test_a_damaged_database_is_refused_at_the_start_with_what_to_do(database: Path) -> None:
    data = bytearray(database.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    database.write_bytes(data)
    with opened(database) as at:
        assert at.wait() == 1
        assert "damaged" in on_one_line(at)
        assert "doctor" in on_one_line(at)


DYING = """
import os, signal, sqlite3, sys
from pathlib import Path
from sqlite_utils import Database
from sessions.sqlite.migrations import bring_up_to_date
from sessions.sqlite.files import connect
path, after = Path(sys.argv[1]), int(sys.argv[2])
connection = connect(path, 5)
count = 0
def tick():
    global count
    count += 1
    if count == after:
        os.kill(os.getpid(), signal.SIGKILL)
connection.set_progress_handler(tick, 10)
bring_up_to_date(Database(connection, execute_plugins=False), path)
connection.close()
print(count)
"""


def dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        lines = list(connection.iterdump())
    connection.close()
    return lines


@pytest.mark.parametrize("kills", [3, pytest.param(30, marks=SOAK)])
def test_a_migration_that_is_killed_leaves_all_or_nothing(database: Path, kills: int) -> None:
    database.unlink()
    with sqlite3.connect(database) as connection:
        connection.executescript(FIRST.read_text(encoding="utf-8"))
    connection.close()
    before = dump(database)
    whole = database.with_name("whole.db")
    shutil.copyfile(database, whole)
    steps = int(finished(child(DYING, whole, 0)))
    after = dump(whole)
    assert before != after
    for number in Random(5).sample(range(1, steps), kills):
        path = database.with_name(f"{number}.db")
        shutil.copyfile(database, path)
        process = child(DYING, path, number)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert dump(path) in (before, after)
        for copy in path.parent.glob(f"{number}.backup-*"):
            assert dump(copy) in (before, [])
