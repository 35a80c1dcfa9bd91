"""Restricted mode behind a real sshd: people work there, and get nowhere else."""

from __future__ import annotations

import getpass
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from command import Commands
from host import Host, needs_sshd, serving
from terminal import KEYS, Terminal

pytestmark = needs_sshd
OUTSIDE = r"out\s+of\s+reach|is\s+a\s+link|Not\s+a\s+directory"


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    with serving(tmp_path_factory.mktemp("host")) as running:
        yield running


@pytest.fixture
def library(host: Host) -> Iterator[Commands]:
    """The library that the host's users work in, with a session in it; nobody is left there."""
    library = Commands(host.database, getpass.getuser())
    if not any(one["title"] == "Phase 2" for one in library.told("list", "--json")):
        library.new()
    yield library
    assert gone(host)


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def gone(host: Host) -> bool:
    """Whether no process of the program is left, within ten seconds."""
    end = time.monotonic() + 10
    while host.processes() and time.monotonic() < end:
        os.sched_yield()
    return not host.processes()


def export_to(terminal: Terminal, path: str) -> None:
    """From the library: write the session under the cursor to a path, by typing it."""
    terminal.press("e")
    terminal.see("Write to a file")
    terminal.press("tab")
    terminal.see("F6 undo")
    terminal.type(KEYS["end"] + KEYS["backspace"] * 60)
    terminal.type(path)
    terminal.press("f5")


def test_people_work_there_and_write_in_their_folder_only(host: Host) -> None:
    with host.terminal() as terminal:
        terminal.see("Nothing here yet|q quit")
        terminal.press("n")
        terminal.see("A new session")
        terminal.type("Over SSH")
        terminal.press("enter")
        terminal.type("Our company")
        terminal.press("enter", "1", "enter")
        terminal.see("Identify")
        terminal.press("space", "q")
        terminal.see("Over SSH .*Our company")
        export_to(terminal, "ours.toml")
        terminal.see("Written to")
        for path in ("../theirs.toml", "/tmp/theirs.toml"):
            export_to(terminal, path)
            terminal.see(OUTSIDE)
            terminal.press("f10")
            terminal.see("Our company")
        terminal.press("ctrl+q")
        assert terminal.wait() == 0
    assert everything(host.folder) == {"ours.toml"}
    assert "theirs.toml" not in everything(host.here)
    assert b"Over SSH" in host.ask("export 'Over SSH'").stdout
    assert host.ask("sh -c id").returncode == 1
    library = Commands(host.database)
    assert {row["who"] for row in library.told("history", "Over SSH", "--json")} == {
        getpass.getuser()
    }
    assert gone(host)


@pytest.mark.soak
@pytest.mark.parametrize(
    "path",
    [
        "../x.toml",
        "sub/../../x.toml",
        "/etc/commongrid-was-here.toml",
        "/root/.ssh/authorized_keys",
        "~/x.toml",
        ".bashrc",
        ".ssh/authorized_keys",
        "way/x.toml",
        "way/library/host.db",
        "/dev/stdout",
        "/proc/self/mem",
    ],
)
def test_no_path_that_is_typed_leads_out(host: Host, library: Commands, path: str) -> None:
    with suppress(FileExistsError):
        (host.folder / "way").symlink_to(host.here)
    before, home = everything(host.here), set(Path.home().iterdir())
    with host.terminal() as terminal:
        terminal.see("Phase 2")
        export_to(terminal, path)
        # A ~ is a letter there, and no folder has that name.
        terminal.see(OUTSIDE + r"|no\s+such\s+file")
        terminal.press("f10")
        terminal.see("Phase 2")
        terminal.press("i")
        terminal.see("Take in a file")
        terminal.press("/")
        terminal.type(f"./{path}" if not path.startswith(("/", "~")) else path)
        terminal.press("enter")
        terminal.see(OUTSIDE + r"|no\s+such\s+file")
        terminal.type(KEYS["backspace"] * (len(path) + 2))
        terminal.press("down", "left", "left")
        terminal.see(OUTSIDE)
        assert "library" not in terminal.text
        terminal.press("ctrl+q")
        assert terminal.wait() == 0
    assert everything(host.here) == before
    assert set(Path.home().iterdir()) == home
    assert not Path("/etc/commongrid-was-here.toml").exists()
    library.done("list")


@pytest.mark.soak
def test_an_own_list_is_read_in_the_folder_only(host: Host, library: Commands) -> None:
    with host.terminal() as terminal:
        terminal.see("Phase 2")
        terminal.press("n")
        terminal.see("A new session")
        terminal.type("Reads")
        terminal.press("enter")
        terminal.type("Mallory")
        terminal.press("enter", "1", "up")
        terminal.type("/etc/passwd")
        terminal.press("enter")
        assert "root:" not in terminal.see(OUTSIDE)


@pytest.mark.soak
@pytest.mark.parametrize(
    "command",
    [
        "sh",
        "/bin/bash -i",
        "commongrid --db /etc/passwd",
        "commongrid --as Mallory list",
        "commongrid --folder / list",
        "list; id",
        "doctor",
        "import /etc/passwd",
        "commongrid new --title T --perspective joint --organisation O",
        "internal-sftp",
        "export 'Phase 2' -o /tmp/x.toml",
        "export 'Phase 2' -o way/x.toml",
        "validate /etc/passwd",
    ],
)
def test_no_command_that_is_asked_for_leads_out(
    host: Host, library: Commands, command: str
) -> None:
    before = everything(host.here)
    done = host.ask(command)
    assert done.returncode == 1
    assert done.stdout == b""
    assert everything(host.here) == before
    with host.terminal(command) as terminal:
        assert terminal.wait() == 1
        assert "root:" not in terminal.text
        assert "uid=" not in terminal.text


@pytest.mark.soak
def test_no_file_is_copied_and_no_port_forwarded(host: Host, library: Commands) -> None:
    got = host.here / "got"
    there = f"{getpass.getuser()}@127.0.0.1"
    assert host.ask(client="sftp", given=b"ls\n").returncode != 0
    for options in ([], ["-O"]):
        down = host.ask(f"{there}:/etc/passwd", str(got), options=options, client="scp")
        up = host.ask(str(host.here / "key"), f"{there}:up", options=options, client="scp")
        assert down.returncode != 0
        assert up.returncode != 0
    assert not got.exists()
    assert not (host.folder / "up").exists()
    forwarded = host.ask(options=["-W", f"127.0.0.1:{host.port}"])
    assert (forwarded.returncode, forwarded.stdout) == (255, b"")
    assert host.ask("list", options=["-A", "-X", "-R", "0:127.0.0.1:1"]).returncode in (0, 255)


@pytest.mark.soak
def test_what_a_client_sends_along_says_nothing(host: Host, library: Commands) -> None:
    away = host.here / "away"
    away.mkdir()
    sent = {
        "COMMONGRID_DB": str(away / "their.db"),
        "COMMONGRID_NAME": "Mallory",
        "LOGNAME": "Mallory",
        "XDG_STATE_HOME": str(away),
        "TEXTUAL_LOG": str(away / "log"),
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_DRIVER": "os:system",
    }
    with host.terminal(env={"HOME": str(Path.home()), **sent}) as terminal:
        terminal.see("Phase 2")
        terminal.press("d")
        terminal.see(r"Phase 2 \(copy\)")
        terminal.press("ctrl+q")
        assert terminal.wait() == 0
    rows = library.told("history", "Phase 2 (copy)", "--json")
    assert {row["who"] for row in rows} <= {getpass.getuser()}
    assert list(away.iterdir()) == []


@pytest.mark.soak
def test_the_palette_offers_what_is_ours_and_nothing_else(host: Host, library: Commands) -> None:
    for key in ("\x10", ":"):
        with host.terminal() as terminal:
            terminal.see("Phase 2")
            for words in ("screenshot", "suspend", "maximize", "change theme", "help panel"):
                terminal.type(key + words)
                key = ""
                terminal.see(words)
                terminal.see("No matches")
                assert terminal.text.lower().count(words) == 1
                terminal.type(KEYS["backspace"] * len(words))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(4))
def test_no_key_leads_out_of_the_program(host: Host, library: Commands, seed: int) -> None:
    """Every control byte, function keys and escapes, on each screen: it goes on, or it ends."""
    import random

    chance = random.Random(seed)
    before = everything(host.here)
    pressed = [bytes([code]) for code in range(32) if code not in (0x03, 0x11, 0x1A, 0x1C)]
    pressed += [key.encode() for name, key in KEYS.items() if name not in ("ctrl+c", "ctrl+q")]
    pressed += [b"\x1b" + bytes([code]) for code in range(97, 123)]
    pressed += [b"~.", b"\n~.\n", b"\x1b[200~!sh\n\x1b[201~", b"!sh\r", b":!sh\r"]
    chance.shuffle(pressed)
    # Once the program has ended, and the line is still there, these two are signals again.
    pressed = [b"\x1a", b"\x1c", *pressed]
    with host.terminal() as terminal:
        terminal.see("Phase 2")
        for key in pressed:
            if terminal.status is not None:
                break
            with suppress(OSError):
                terminal.send(key)
            terminal.settle(0.02)
        terminal.settle()
        assert terminal.status in (None, 0)
        assert not any(word in terminal.text for word in ("uid=", "# ", "$ ", "Stopped", "sh-5"))
        if terminal.status is None and len(host.processes()) != 1:
            assert terminal.wait() == 0
    assert gone(host)
    strange = everything(host.here) - before
    assert all(name.startswith(("exchange/", "library/host.db")) for name in strange)


@pytest.mark.soak
@pytest.mark.parametrize("how", ["close", "kill"])
def test_a_line_that_drops_leaves_no_process(host: Host, library: Commands, how: str) -> None:
    with host.terminal() as terminal:
        terminal.see("Phase 2")
        terminal.press("enter")
        terminal.see("Identify")
        assert len(host.processes()) == 1
        if how == "kill":
            terminal.kill(signal.SIGKILL)
        else:
            terminal.hang_up()
        assert gone(host)
    library.done("list")
