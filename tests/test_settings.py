"""Settings: what a file may say, what is said about a bad one, and how a choice is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.errors import CommongridError
from tui.settings import COLOURS, THEME_NAMES, Settings, look, read, remember


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_a_file_the_terminal_decides(file: Path) -> None:
    assert read(file) == Settings()


def test_everything_that_can_be_set_is_read(file: Path) -> None:
    file.write_text(
        '[display]\ntheme = "light"\nascii = true\ncolours = "16"\nmouse = false\n'
        'cursor = true\nnotes = true\n\n[keys]\n"matrix.take" = "m,enter"\nsession.next = "x"\n'
    )
    found = read(file)
    assert (found.theme, found.ascii, found.colours) == ("light", True, "16")
    assert (found.mouse, found.cursor, found.notes) == (False, True, True)
    assert found.keys == {"matrix.take": "m,enter", "session.next": "x"}
    assert found.key_lines == {"matrix.take": 10, "session.next": 11}
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('[display]\ntheme = "blue"\n', 2, "use dark, light, high-contrast or monochrome"),
        ("[display]\n\nascii = 1\n", 3, "use true or false"),
        ('[display]\nascii = "true"\n', 2, "use true or false"),
        ("[display]\ntheme = true\n", 2, "use dark"),
        ('[display]\ntheem = "dark"\n', 2, "is no setting; use theme"),
        ("[display]\ntheme = [1]\n", 2, "use dark"),
        ("[colours]\n", 1, "means nothing here"),
        ("display = 3\n", 1, "has to be a table"),
        ('[keys]\n"matrix.take" = 3\n', 2, "in quotes"),
        ("[display\n", 1, "nothing of this file is used"),
        ('[display]\ntheme = "dark"\ntheme = "light"\n', 3, "nothing of this file is used"),
    ],
)
def test_a_mistake_is_told_with_its_line_in_one_sentence(
    file: Path, text: str, line: int, told: str
) -> None:
    file.write_text(text)
    (problem,) = read(file).problems
    assert problem.startswith(f"{file}:{line}: ")
    assert told in problem
    assert "\n" not in problem


def test_a_mistake_leaves_the_rest_as_it_is(file: Path) -> None:
    file.write_text('[display]\ntheme = "blue"\nascii = true\n')
    assert read(file).ascii is True
    assert read(file).theme is None


def test_a_file_that_is_none_of_ours_sets_nothing(file: Path) -> None:
    for content in (b"\xff\xfe\x00", b"[" * 5000, b"#" * 200_000, b"a = " + b"9" * 9000):
        file.write_bytes(content)
        found = read(file)
        assert len(found.problems) == 1
        assert found == Settings(problems=found.problems)
    file.unlink()
    file.mkdir()
    assert len(read(file).problems) == 1


@given(st.binary(max_size=200))
def test_no_content_whatever_raises(content: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "settings.toml"
        file.write_bytes(content)
        read(file)


def test_flags_come_before_the_file() -> None:
    held = Settings(theme="light", mouse=False)
    flagged = held.with_flags(theme="dark", ascii=None, mouse=None)
    assert (flagged.theme, flagged.ascii, flagged.mouse) == ("dark", None, False)


@pytest.mark.parametrize("kind", ["xterm-256color", "screen", "tmux-256color", "xterm"])
def test_an_ordinary_terminal_gets_colours_and_signs(kind: str) -> None:
    found = look(Settings(), {"TERM": kind}, "utf-8")
    assert (found.theme, found.ascii) == ("dark", False)


def test_a_plain_terminal_gets_what_it_can_show() -> None:
    assert look(Settings(), {"TERM": "vt100"}, "utf-8").theme == "monochrome"
    assert look(Settings(), {"TERM": "vt100"}, "utf-8").ascii
    assert look(Settings(), {"TERM": "linux"}, "utf-8").theme == "dark"
    assert look(Settings(), {"TERM": "linux"}, "utf-8").ascii
    assert look(Settings(), {"TERM": "xterm"}, "iso8859-1").ascii
    assert look(Settings(), {"TERM": "xterm-mono"}, "utf-8").theme == "monochrome"


def test_what_is_set_outweighs_the_terminal() -> None:
    asked = Settings(theme="light", ascii=False)
    assert look(Settings(), {"NO_COLOR": "1"}, "utf-8").theme == "monochrome"
    assert look(Settings(), {"NO_COLOR": ""}, "utf-8").theme == "dark"
    assert look(asked, {"NO_COLOR": "1"}, "utf-8").theme == "light"
    assert not look(asked, {"TERM": "linux"}, "ascii").ascii


def test_a_choice_is_kept_and_read_again(file: Path) -> None:
    remember(file, theme="light", ascii=True)
    assert (read(file).theme, read(file).ascii) == ("light", True)
    remember(file, theme="dark")
    assert (read(file).theme, read(file).ascii) == ("dark", True)


def test_keeping_a_choice_leaves_words_and_keys_of_a_person_alone(file: Path) -> None:
    written = '# mine\n[keys]\n"matrix.take" = "x"  # easier\n\n[display] # look\nmouse = false\n'
    file.write_text(written)
    remember(file, theme="light")
    assert file.read_text() == written.replace("look\n", 'look\ntheme = "light"\n')


@pytest.mark.parametrize("text", ["[display\n", 'display = { theme = "dark" }\n'])
def test_a_file_that_cannot_be_changed_is_left_and_told(file: Path, text: str) -> None:
    file.write_text(text)
    with pytest.raises(CommongridError, match="could not keep it"):
        remember(file, theme="light")
    assert file.read_text() == text


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    file = tmp_path / "config" / "commongrid" / "settings.toml"
    remember(file, mouse=False)
    assert not read(file).mouse


@given(st.sampled_from(THEME_NAMES), st.sampled_from(COLOURS), st.booleans())
def test_any_choice_comes_back(theme: str, colours: str, mouse: bool) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "settings.toml"
        remember(file, theme=theme)
        remember(file, colours=colours, mouse=mouse)
        found = read(file)
        assert (found.theme, found.colours, found.mouse) == (theme, colours, mouse)
