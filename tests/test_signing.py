"""Signatures beside files, with the real ssh-keygen."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest
from command import Commands

from sessions.errors import CommongridError
from tui.cli import signing

pytestmark = pytest.mark.needs("ssh-keygen")


def make_key(folder: Path, name: str = "key") -> Path:
    key = folder / name
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(key)]
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
    return key


def allow(folder: Path, **keys: Path) -> Path:
    """A list of allowed signers: each name with the public half of its key."""
    public = {who: key.with_suffix(".pub").read_text("utf-8") for who, key in keys.items()}
    listed = folder / "signers"
    listed.write_text("".join(f"{who}@example.org {one}" for who, one in public.items()), "utf-8")
    return listed


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    commands = Commands(tmp_path / "test.db")
    commands.new()
    return commands


@pytest.fixture
def partner(tmp_path: Path) -> Commands:
    return Commands(tmp_path / "partner.db")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return make_key(tmp_path)


@pytest.fixture
def signed(commands: Commands, tmp_path: Path, key: Path) -> Path:
    """A session of ours as a signed file."""
    path = tmp_path / "ours.toml"
    commands.done("export", "Phase 2", "-o", path, "--sign", key)
    return path


def test_what_was_signed_is_taken_and_who_signed_is_told(
    partner: Commands, signed: Path, key: Path, tmp_path: Path
) -> None:
    signers = allow(tmp_path, ada=key)
    result = partner.run("import", signed, "--signers", signers)
    assert result.exit_code == 0, result.output
    assert "ours.toml: signed by ada@example.org (ED25519 key SHA256:" in result.stderr
    assert len(partner.told("list", "--json")) == 1


def test_a_signature_is_for_its_owner_alone_and_any_ssh_keygen_can_check_it(
    signed: Path, key: Path, tmp_path: Path
) -> None:
    beside = tmp_path / "ours.toml.sig"
    assert stat.S_IMODE(beside.stat().st_mode) == 0o600
    words = ["ssh-keygen", "-Y", "verify", "-f", str(allow(tmp_path, ada=key))]
    words += ["-I", "ada@example.org", "-n", "commongrid", "-s", str(beside)]
    subprocess.run(words, input=signed.read_bytes(), check=True, capture_output=True)


@pytest.mark.parametrize("change", [b"\n", b" ", b"# more\n"])
def test_a_file_changed_after_signing_is_refused(
    partner: Commands, signed: Path, key: Path, tmp_path: Path, change: bytes
) -> None:
    signed.write_bytes(signed.read_bytes() + change)
    said = partner.refused("import", signed, "--signers", allow(tmp_path, ada=key))
    assert "its signature does not fit it" in said
    assert "It was not imported." in said
    assert partner.told("list", "--json") == []


def test_a_file_without_a_signature_is_refused(
    partner: Commands, signed: Path, key: Path, tmp_path: Path
) -> None:
    (tmp_path / "ours.toml.sig").unlink()
    said = partner.refused("import", signed, "--signers", allow(tmp_path, ada=key))
    assert "there is no signature" in said
    assert partner.told("list", "--json") == []


def test_a_signature_of_somebody_else_is_refused(
    partner: Commands, signed: Path, tmp_path: Path
) -> None:
    signers = allow(tmp_path, bo=make_key(tmp_path, "other"))
    said = partner.refused("import", signed, "--signers", signers)
    assert "its signature is of nobody in" in said
    assert partner.told("list", "--json") == []


def test_a_signature_made_for_something_else_is_refused(
    partner: Commands, signed: Path, key: Path, tmp_path: Path
) -> None:
    beside = tmp_path / "ours.toml.sig"
    words = ["ssh-keygen", "-Y", "sign", "-n", "file", "-f", str(key)]
    done = subprocess.run(words, input=signed.read_bytes(), check=True, capture_output=True)
    beside.write_bytes(done.stdout)
    said = partner.refused("import", signed, "--signers", allow(tmp_path, ada=key))
    assert "does not fit it" in said


@pytest.mark.parametrize(
    "junk", [b"", b"junk", b"-----BEGIN SSH SIGNATURE-----\n\x1b]52;c;eA==\x07\n", b"\xff" * 9000]
)
def test_a_signature_that_is_none_is_refused_without_its_bytes(
    partner: Commands, signed: Path, key: Path, tmp_path: Path, junk: bytes
) -> None:
    (tmp_path / "ours.toml.sig").write_bytes(junk)
    said = partner.refused("import", signed, "--signers", allow(tmp_path, ada=key))
    assert "its signature is of nobody in" in said
    assert "\x1b" not in said


def test_one_bad_signature_keeps_every_file_out(
    commands: Commands, partner: Commands, signed: Path, key: Path, tmp_path: Path
) -> None:
    commands.new("Second")
    second = tmp_path / "second.toml"
    commands.done("export", "Second", "-o", second)
    partner.refused("import", signed, second, "--signers", allow(tmp_path, ada=key))
    assert partner.told("list", "--json") == []


@pytest.mark.parametrize("names", ["ada@example.org,bo@example.org", "*@example.org"])
def test_a_key_with_several_names_is_good_for_any(
    partner: Commands, signed: Path, key: Path, tmp_path: Path, names: str
) -> None:
    signers = tmp_path / "signers"
    signers.write_text(f"{names} {key.with_suffix('.pub').read_text('utf-8')}", "utf-8")
    result = partner.run("import", signed, "--signers", signers)
    assert result.exit_code == 0, result.output
    assert f"signed by {names.partition(',')[0]}" in result.stderr


def test_a_key_that_is_allowed_for_something_else_is_refused(
    partner: Commands, signed: Path, key: Path, tmp_path: Path
) -> None:
    signers = tmp_path / "signers"
    public = key.with_suffix(".pub").read_text("utf-8")
    signers.write_text(f'ada@example.org namespaces="git" {public}', "utf-8")
    said = partner.refused("import", signed, "--signers", signers)
    assert "not permitted" in said


def test_signing_writes_both_files_or_neither(commands: Commands, tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    said = commands.refused("export", "Phase 2", "-o", path, "--sign", tmp_path / "no-key")
    assert "cannot sign" in said
    assert "name your private key" in said
    assert not path.exists()


def test_an_old_signature_is_replaced_only_by_force(
    commands: Commands, partner: Commands, signed: Path, key: Path, tmp_path: Path
) -> None:
    commands.done("rate", "Phase 2", "registry", "--benefit", "high")
    signed.unlink()
    words = ["export", "Phase 2", "-o", signed, "--sign", key]
    assert "ours.toml.sig is there already" in commands.refused(*words)
    assert not signed.exists()
    commands.done(*words, "--force")
    partner.done("import", signed, "--signers", allow(tmp_path, ada=key))


def test_there_is_nothing_to_sign_on_stdout(commands: Commands, key: Path) -> None:
    assert commands.run("export", "Phase 2", "--sign", key).exit_code == 2


def test_names_that_look_like_options_or_commands_are_only_names(
    commands: Commands, partner: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make_key(tmp_path, "k; touch pwned $(touch pwned)")
    odd = "-Y; touch pwned"
    key = tmp_path / "k; touch pwned $(touch pwned)"
    commands.done("export", "Phase 2", f"--output={odd}", "--sign", key)
    public = key.with_name(key.name + ".pub").read_text("utf-8")
    (tmp_path / "-f").write_text(f"ada@example.org {public}", "utf-8")
    partner.done("import", "--signers=-f", "--", odd)
    assert not (tmp_path / "pwned").exists()


def test_a_missing_list_of_signers_is_told(partner: Commands, signed: Path, tmp_path: Path) -> None:
    said = partner.refused("import", signed, "--signers", tmp_path / "none")
    assert "name your list of allowed signers" in said


def test_without_ssh_keygen_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CommongridError, match="install OpenSSH"):
        signing.sign(b"x", Path("key"))


def test_an_ssh_keygen_that_does_not_answer_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "ssh-keygen"
    program.write_text("#!/bin/sh\nexec sleep 60\n", "utf-8")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(signing, "TO_SIGN", 0.05)
    with pytest.raises(CommongridError, match="has not answered"):
        signing.sign(b"x", Path("key"))
