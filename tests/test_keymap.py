"""Keys that are remapped: by a person's file, for every binding there is."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import SAMPLES, start
from terminal import Terminal, commongrid
from textual.binding import Binding

from tui.keymap import KEPT, _kinds, everything, granted
from tui.widgets.choices import Choices
from tui.widgets.matrix_keys import KEYS
from tui.widgets.reader import Reader
from tui.widgets.rows import Rows
from tui.widgets.ticks import Ticks

FILE = Path("settings.toml")


def wish(**keys: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """What becomes of wishes; `matrix_take` stands for `matrix.take`."""
    wishes = {name.replace("_", ".", 1): said for name, said in keys.items()}
    return granted(wishes, {name: place for place, name in enumerate(wishes, 2)}, FILE)


@pytest.mark.parametrize("kind", _kinds(), ids=lambda kind: kind.__name__)
def test_every_binding_has_an_id_a_description_and_a_tooltip(kind: type) -> None:
    for binding in vars(kind).get("BINDINGS", ()):
        assert isinstance(binding, Binding)
        assert binding.id, f"{kind.__name__} {binding.key}"
        assert "." in binding.id
        assert binding.description
        assert binding.tooltip, f"{kind.__name__} {binding.id}"


def test_what_is_free_is_granted() -> None:
    keymap, problems = wish(matrix_take="x,ctrl+t")
    assert not problems
    assert keymap["matrix.take"] == "x,ctrl+t"


def test_what_shared_a_key_keeps_it() -> None:
    keymap, _ = wish(matrix_take="x")
    assert set(keymap["matrix.drop"].split(",")) == {"enter", "m"}
    assert "choices.pick" not in keymap


def test_two_can_change_places() -> None:
    keymap, problems = wish(library_open="c", library_compare="o")
    assert not problems
    assert (keymap["library.open"], keymap["library.compare"]) == ("c", "o")


def test_what_never_acts_at_the_same_time_may_share_a_key() -> None:
    assert not wish(matrix_take="space", matrix_drop="space")[1]


@pytest.mark.parametrize(
    ("name", "keys", "told"),
    [
        ("matrix.tke", "x", "is no binding; `commongrid keys` lists them"),
        ("matrix.take", "u", "cannot be u, which is session.undo there"),
        ("matrix.take", "q", "cannot be q, which is page.back there"),
        ("matrix.take", "x,hello", '"hello" is no key'),
        ("matrix.take", "", '"" is no key'),
        ("matrix.take", "hyper+x", "is no key"),
        ("matrix.take", "ctrl+i", "arrives as tab"),
        ("matrix.take", "ctrl+1", "does not arrive"),
        ("matrix.take", "f10", "always means the same"),
        ("session.undo", "escape", "always means the same"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(name: str, keys: str, told: str) -> None:
    keymap, (problem,) = granted({name: keys}, {name: 7}, FILE)
    assert name not in keymap
    assert problem.startswith("settings.toml:7: ")
    assert told in problem


def test_a_refused_wish_leaves_the_others() -> None:
    keymap, problems = wish(matrix_take="u", library_open="z")
    assert len(problems) == 1
    assert keymap["library.open"] == "z"


@pytest.mark.parametrize("name", ["page.back", "page.help", "page.leave", "page.palette"])
def test_help_and_the_ways_out_cannot_be_lost(name: str) -> None:
    keymap, problems = granted({name: "ctrl+t"}, {}, FILE)
    assert not problems
    assert set(keymap[name].split(",")) == {"ctrl+t"} | set(KEPT) & set(everything()[name].keys)
    assert set(keymap[name].split(",")) & set(KEPT)


def test_remapped_keys_act_and_are_shown(tmp_path: Path) -> None:
    database = tmp_path / "library.db"
    assert (
        start("--db", str(database), "import", "--ours", *map(str, SAMPLES.glob("*.toml"))).wait()
        == 0
    )
    settings = tmp_path / "commongrid" / "settings.toml"
    settings.parent.mkdir()
    settings.write_text('[keys]\n"matrix.take" = "x"\n"session.undo" = "z"\n"matrix.rate" = "u"\n')
    command = commongrid("--db", str(database), "open", "01a1f82f", "--at", "matrix")
    with Terminal(command, env={"XDG_CONFIG_HOME": str(tmp_path)}) as terminal:
        terminal.see("x move")
        terminal.see("z undo")
        terminal.see("u rate")
        terminal.press("x", "right")
        terminal.see("◆ Consent")
        terminal.press("m")
        terminal.see("▸ Consent")
        terminal.press("z")
        terminal.see("high / low")
        terminal.press("?", "pagedown", "pagedown")
        terminal.see("x +Take the activity")
        terminal.press("escape", "ctrl+q")
        assert terminal.wait() == 0


def test_a_bad_file_is_told_and_the_program_starts(tmp_path: Path) -> None:
    settings = tmp_path / "commongrid" / "settings.toml"
    settings.parent.mkdir()
    settings.write_text('[display]\ntheme = "blue"\n[keys]\n"matrix.tke" = "x"\n')
    command = commongrid("--db", str(tmp_path / "new.db"))
    with Terminal(command, env={"XDG_CONFIG_HOME": str(tmp_path)}, columns=120) as terminal:
        terminal.see("Nothing here yet")
        terminal.see("theme is")
        terminal.see(r"is\W+no\W+binding")
        terminal.press("q")
        assert terminal.wait() == 0


def test_a_key_that_stands_for_several_says_what_all_of_them_do() -> None:
    shown = [*Rows.BINDINGS, *Choices.BINDINGS, *Reader.BINDINGS, *Ticks.BINDINGS, *KEYS]
    several = [one for one in shown if isinstance(one, Binding) and len(one.key_display or "") > 1]
    arrows = [one for one in several if set(one.key_display or "") <= set("↑↓←→")]
    assert len(arrows) == 5
    assert all(" or " in one.tooltip for one in arrows)
