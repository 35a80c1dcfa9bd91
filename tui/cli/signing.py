"""Signatures beside files, made and checked by OpenSSH's own ssh-keygen.

What is signed is the bytes of the file, under the name "commongrid", so that a signature made
for something else is none here. No shell has a part in it; what ssh-keygen says is shown safe.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sessions.errors import CommongridError
from sessions.text import safe_line
from tui.locations import at_home

NAMESPACE = "commongrid"
SUFFIX = ".sig"
TO_SIGN = 120.0
TO_VERIFY = 20.0
"""Seconds: signing may wait for a passphrase or for a key to be touched, verifying does not."""


def signature_of(path: Path) -> Path:
    """Where the signature of a file is: beside it, with .sig added to its name."""
    return path.with_name(path.name + SUFFIX)


def sign(content: bytes, key: Path) -> bytes:
    """A signature of these bytes. Raises CommongridError where it cannot be made.

    `key` is a private key, or a public one whose private key the agent holds.
    """
    words = ["-Y", "sign", "-n", NAMESPACE, "-f", str(at_home(key))]
    done = _run(words, content, TO_SIGN)
    if done.returncode != 0 or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
        raise CommongridError(f"{key} cannot sign ({_said(done)}); name your private key.")
    return done.stdout


def verify(content: bytes, name: str, signature: bytes, signers: Path) -> str:
    """Who signed these bytes: a name of the file of allowed signers, and the key.

    Raises CommongridError if nobody in there has signed just these bytes.
    """
    allowed = at_home(signers)
    if not allowed.is_file():
        raise CommongridError(f"{signers} is no file; name your list of allowed signers.")
    with tempfile.TemporaryDirectory(prefix="commongrid-") as folder:
        held = Path(folder) / "signature"
        held.write_bytes(signature)
        words = ["-s", str(held), "-f", str(allowed)]
        found = _run(["-Y", "find-principals", *words], b"", TO_VERIFY)
        principals = found.stdout.decode(errors="replace").replace(",", "\n").split("\n")
        principals = [principal for principal in principals if principal.strip()]
        if found.returncode != 0 or not principals:
            raise CommongridError(
                f"{name}: its signature is of nobody in {signers} ({_said(found)}); "
                "it was not imported."
            )
        for principal in principals:
            words = ["-I", principal, "-n", NAMESPACE, "-s", str(held), "-f", str(allowed)]
            done = _run(["-Y", "verify", *words], content, TO_VERIFY)
            if done.returncode == 0:
                return f"{safe_line(principal)} ({_key(done.stdout)})"
    raise CommongridError(
        f"{name}: its signature does not fit it ({_said(done)}); the file was changed, or it "
        "was signed as something else. It was not imported."
    )


def _run(words: Sequence[str], given: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise CommongridError(
            "ssh-keygen is not here, so nothing can be signed or verified; install OpenSSH."
        )
    try:
        return subprocess.run(
            [program, *words], input=given, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise CommongridError(
            f"ssh-keygen has not answered for {seconds:.0f} seconds; nothing was done."
        ) from error
    except (OSError, ValueError) as error:
        raise CommongridError(f"ssh-keygen cannot be run ({error}); nothing was done.") from error


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """What ssh-keygen gave as its reason, on one line."""
    told = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
    return safe_line(told[-1]).rstrip(".: ") if told else f"ssh-keygen: {done.returncode}"


def _key(told: bytes) -> str:
    """The kind and fingerprint of the key: 'Good "..." signature for A with ED25519 key ...'."""
    return safe_line(told.decode(errors="replace").strip().rpartition(" with ")[2])
