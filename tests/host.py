"""A host for tests: a real sshd on loopback, whose only command is the restricted program."""

from __future__ import annotations

import contextlib
import getpass
import os
import shlex
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from terminal import Terminal, commongrid

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")

needs_sshd = pytest.mark.needs("ssh", "ssh-keygen", "sshd")

SETTINGS = """
ListenAddress 127.0.0.1
Port {port}
HostKey {here}/host_key
AuthorizedKeysFile {here}/key.pub
PidFile none
UsePAM no
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
Subsystem sftp internal-sftp
AcceptEnv LANG LC_* COMMONGRID_* TEXTUAL* XDG_* TMPDIR LOGNAME BROWSER EDITOR
DisableForwarding yes
PermitUserRC no
PermitTTY yes
ForceCommand {command}
"""


@dataclass(frozen=True)
class Host:
    """A running sshd. `folder` is what its users may reach, `database` is what they work in."""

    here: Path
    port: int

    @property
    def folder(self) -> Path:
        return self.here / "exchange"

    @property
    def database(self) -> Path:
        return self.here / "library" / "host.db"

    def words(self, *words: str, options: Sequence[str] = (), client: str = "ssh") -> list[str]:
        """The command line of a client, on this host's terms."""
        given = {
            "Port": self.port,
            "IdentityFile": self.here / "key",
            "UserKnownHostsFile": self.here / "known_hosts",
            "IdentitiesOnly": "yes",
            "BatchMode": "yes",
            "LogLevel": "ERROR",
            "EscapeChar": "none",
            "SendEnv": "COMMONGRID_* TEXTUAL* XDG_* TMPDIR LOGNAME BROWSER EDITOR",
        }
        # Only ssh itself has a key to its own commands.
        if client != "ssh":
            del given["EscapeChar"]
        named = [part for name, value in given.items() for part in ("-o", f"{name}={value}")]
        user = f"{getpass.getuser()}@127.0.0.1"
        where = [] if client == "scp" else [user]
        return [client, "-F", "/dev/null", *named, *options, *where, *words]

    def ask(
        self, *words: str, options: Sequence[str] = (), client: str = "ssh", given: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a client to its end."""
        command = self.words(*words, options=options, client=client)
        return subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)

    def terminal(self, *words: str, env: Mapping[str, str] | None = None) -> Terminal:
        """Log in with a terminal."""
        return Terminal(self.words(*words, options=["-t"] if words else []), env=env, remote=True)

    def processes(self) -> list[str]:
        """What runs on the host's database, and what was started by that."""
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
                if str(self.database) in line:
                    found.append(line)
        return found


@contextlib.contextmanager
def serving(here: Path, *, settings: str = SETTINGS) -> Iterator[Host]:
    """An sshd that is there until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = Host(here, free.getsockname()[1])
    host.folder.mkdir()
    host.database.parent.mkdir()
    for name in ("host_key", "key"):
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(here / name)]
        subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
    public = (here / "host_key.pub").read_text()
    (here / "known_hosts").write_text(f"[127.0.0.1]:{host.port} {public}")
    # sshd passes on nothing of what says which code is under test.
    path = [f"PYTHONPATH={os.environ['PYTHONPATH']}"] if "PYTHONPATH" in os.environ else []
    place = ["--restricted", "--folder", str(host.folder), "--db", str(host.database)]
    command = ["env", *path, *commongrid(*place)]
    (here / "sshd_config").write_text(
        settings.format(port=host.port, here=here, command=shlex.join(command))
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    assert SSHD is not None
    server = subprocess.Popen(
        [SSHD, "-D", "-e", "-f", str(here / "sshd_config")],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    try:
        said = []
        for line in server.stderr:
            said.append(line)
            if "Server listening" in line:
                break
        else:
            raise AssertionError(f"sshd has not started: {''.join(said)}")
        yield host
    finally:
        server.terminate()
        server.communicate()
