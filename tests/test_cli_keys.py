"""What commands tell of keys and display, and the key tester."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Commands
from terminal import Terminal, commongrid

from tui.cli.keys import clipboard


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of settings of somebody who has none yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = tmp_path / "commongrid" / "settings.toml"
    file.parent.mkdir()
    return file


def test_keys_are_listed_as_they_are_remapped(tmp_path: Path, settings: Path) -> None:
    settings.write_text('[keys]\n"matrix.take" = "x"\n')
    said = Commands(tmp_path / "library.db").done("keys")
    (line,) = (line for line in said.splitlines() if line.startswith("matrix.take "))
    assert line.split()[1] == "x"
    assert "Take the activity" in line


def test_a_wish_that_cannot_be_is_a_problem(tmp_path: Path, settings: Path) -> None:
    settings.write_text('[keys]\n"matrix.take" = "u"\n')
    result = Commands(tmp_path / "library.db").run("keys")
    assert result.exit_code == 1
    assert f"{settings}:2: matrix.take cannot be u" in result.stderr


def test_doctor_tells_the_display_and_what_is_wrong_with_its_settings(
    tmp_path: Path, settings: Path
) -> None:
    commands = Commands(tmp_path / "library.db")
    settings.write_text('[display]\ntheme = "light"\n')
    said = commands.done("doctor")
    assert "light, as set" in said
    assert str(settings) in said
    settings.write_text('[display]\ntheme = "blue"\n')
    result = commands.run("doctor")
    assert result.exit_code == 1
    assert f"{settings}:2" in result.stderr


def test_the_clipboard_is_never_promised() -> None:
    for around in ({}, {"TMUX": "1"}, {"STY": "1"}):
        assert clipboard(around).startswith(("perhaps", "only if", "not"))


def test_the_key_tester_tells_every_key_and_lets_go(tmp_path: Path) -> None:
    program = commongrid("--db", str(tmp_path / "library.db"), "keys", "--test")
    with Terminal(program, columns=120) as terminal:
        terminal.see("Press any key")
        terminal.press("m")
        terminal.see(r"m  \(m, types 'm'\); used by .*matrix.drop")
        terminal.press("f5", "ctrl+q", "ctrl+c")
        terminal.see("f5  ")
        terminal.see("ctrl\\+q  .*app.quit")
        terminal.paste("four")
        terminal.see("a paste of 4 characters")
        terminal.press("q", "q")
        assert terminal.wait() == 0


def test_an_unknown_theme_is_wrong_use(tmp_path: Path) -> None:
    result = Commands(tmp_path / "library.db").run("--theme", "blue", "list")
    assert result.exit_code == 2
    assert "high-contrast" in result.stderr
