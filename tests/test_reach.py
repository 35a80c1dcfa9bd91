"""One folder and nothing else: every way out of it that a name can take is refused."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from sessions.errors import CommongridError
from tui.reach import FileThereError, OutOfReachError, Reach

SECRET = b"a secret of the host"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "exchange"
    (made / "sub").mkdir(parents=True)
    (tmp_path / "secret.toml").write_bytes(SECRET)
    (tmp_path / "outside").mkdir()
    return made


@pytest.fixture
def reach(folder: Path) -> Reach:
    return Reach(folder)


def test_what_is_in_the_folder_is_read_written_and_listed(reach: Reach, folder: Path) -> None:
    for name in ("a.toml", "sub/b.toml", "sub/../c.toml", str(folder / "d.toml")):
        path = reach.named(name, reach.start)
        reach.write(path, b"here")
        assert reach.read(path) == b"here"
        assert reach.is_file(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    names = [one.path.relative_to(folder) for one in reach.entries(folder)]
    assert names == [Path("a.toml"), Path("c.toml"), Path("d.toml"), Path("sub")]
    assert [one.path for one in reach.entries(folder / "sub")] == [folder, folder / "sub/b.toml"]
    assert reach.is_folder(folder)
    assert reach.is_folder(folder / "sub")


@pytest.mark.parametrize(
    "name",
    [
        "../secret.toml",
        "sub/../../secret.toml",
        "..",
        "/etc/passwd",
        "/",
        "//etc/passwd",
        "/proc/self/environ",
        "/dev/stdin",
        "../exchange-beside/a.toml",
        ".bashrc",
        "sub/.ssh/authorized_keys",
        ".git/hooks",
    ],
)
def test_a_name_that_leads_elsewhere_is_out_of_reach(
    reach: Reach, tmp_path: Path, name: str
) -> None:
    (tmp_path / "exchange-beside").mkdir()
    path = reach.named(name, reach.start)
    with pytest.raises(OutOfReachError, match="out of reach"):
        reach.read(path)
    with pytest.raises(OutOfReachError):
        reach.write(path, b"x", replace=True)
    with pytest.raises(OutOfReachError):
        reach.entries(path)
    assert not reach.is_file(path)
    assert not reach.is_folder(path)


def test_the_home_folder_is_a_name_like_any_other(reach: Reach, folder: Path) -> None:
    assert reach.named("~root/x", folder) == folder / "~root/x"
    assert not reach.is_file(reach.named("~/.profile", folder))


def test_a_link_is_not_followed_wherever_it_stands(
    reach: Reach, folder: Path, tmp_path: Path
) -> None:
    (folder / "file.toml").symlink_to(tmp_path / "secret.toml")
    (folder / "way").symlink_to(tmp_path)
    (folder / "inner").symlink_to(folder / "sub")
    (folder / "sub" / "real.toml").write_text("x")
    for name in ("file.toml", "way/secret.toml", "way", "inner/real.toml"):
        path = folder / name
        with pytest.raises(CommongridError, match=r"link|Not a directory"):
            reach.read(path)
        assert not reach.is_file(path)
        assert not reach.is_folder(path)
    for name in ("way/new.toml", "way/outside/new.toml"):
        with pytest.raises(CommongridError):
            reach.write(folder / name, b"x")
    with pytest.raises(CommongridError):
        reach.entries(folder / "way")
    assert [one.path.name for one in reach.entries(folder)] == ["sub"]
    assert not (tmp_path / "new.toml").exists()


def test_writing_over_a_link_leaves_what_it_leads_to(
    reach: Reach, folder: Path, tmp_path: Path
) -> None:
    link = folder / "file.toml"
    link.symlink_to(tmp_path / "secret.toml")
    with pytest.raises(FileThereError):
        reach.write(link, b"x")
    reach.write(link, b"x", replace=True)
    assert not link.is_symlink()
    assert (tmp_path / "secret.toml").read_bytes() == SECRET
    dangling = folder / "dangling.toml"
    dangling.symlink_to(tmp_path / "outside" / "made.toml")
    with pytest.raises(FileThereError):
        reach.write(dangling, b"x")
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_folder_that_becomes_a_link_meanwhile_leads_nowhere(
    reach: Reach, folder: Path, tmp_path: Path
) -> None:
    """Another account swaps a folder for a link to where the same names are, again and again."""
    (folder / "sub" / "secret.toml").write_text("mine")
    away = folder / "away"
    ended = threading.Event()

    def swap() -> None:
        while not ended.is_set():
            os.rename(folder / "sub", away)  # noqa: PTH104  # as fast as it gets
            os.symlink(tmp_path, folder / "sub")  # noqa: PTH211
            os.unlink(folder / "sub")  # noqa: PTH108
            os.rename(away, folder / "sub")  # noqa: PTH104

    swapping = threading.Thread(target=swap)
    swapping.start()
    read = []
    try:
        for number in range(3000):
            try:
                read.append(reach.read(folder / "sub" / "secret.toml"))
                reach.write(folder / "sub" / f"new-{number}.toml", b"x")
            except CommongridError:
                continue
    finally:
        ended.set()
        swapping.join()
    assert {*read, reach.read(folder / "sub" / "secret.toml")} == {b"mine"}
    assert not list(tmp_path.glob("new-*"))
    assert not list(tmp_path.glob(".new-*"))


def test_pipes_and_devices_are_no_files_there(reach: Reach, folder: Path) -> None:
    os.mkfifo(folder / "pipe.toml")
    with pytest.raises(CommongridError, match="it is no file"):
        reach.read(folder / "pipe.toml")
    assert reach.entries(folder)[0].path.name == "sub"


def test_a_folder_is_not_written_over(reach: Reach, folder: Path) -> None:
    for name in (folder, folder / "sub"):
        with pytest.raises(FileThereError):
            reach.write(name, b"x")
        with pytest.raises(CommongridError):
            reach.write(name, b"x", replace=True)
        with pytest.raises(CommongridError, match="is a folder"):
            reach.read(name)
    assert [one.name for one in folder.iterdir()] == ["sub"]


def test_names_that_no_file_can_have_are_refused(reach: Reach, folder: Path) -> None:
    for name in ("a\0b", "x" * 300, "caf\udce9.toml"):
        with pytest.raises(CommongridError):
            reach.read(folder / name)


def test_handles_are_given_back(reach: Reach, folder: Path, tmp_path: Path) -> None:
    (folder / "way").symlink_to(tmp_path)
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208  # handles, not files
    for name in ("sub", "way/secret.toml", "none/none.toml", "../x", "a.toml"):
        for one in (Reach(), reach):
            for act in (one.read, one.entries, one.is_file):
                try:
                    act(folder / name)
                except CommongridError:
                    continue
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_without_one_folder_everything_is_in_reach(tmp_path: Path) -> None:
    reach = Reach()
    reach.write(tmp_path / ".hidden.toml", b"x")
    (tmp_path / "link.toml").symlink_to(tmp_path / ".hidden.toml")
    reach.write(tmp_path / "link.toml", b"y", replace=True)
    assert reach.read(tmp_path / ".hidden.toml") == b"y"
    assert (tmp_path / "link.toml").is_symlink()
    assert reach.named("~/x", tmp_path) == Path.home() / "x"
    assert [one.path for one in reach.entries(tmp_path)] == [
        tmp_path.parent,
        tmp_path / "link.toml",
    ]
