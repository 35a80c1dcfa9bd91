"""The keys that mean the same everywhere, how keys are written, and the palette's list.

A Binding is declared once; key bar, help, palette and keymap all read it from here or from
the screens and widgets that declare their own.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import ActiveBinding, Binding

from tui.widgets.keybar import Hint

EVERYWHERE = [
    Binding(
        "f1,question_mark", "help", "help", id="page.help", tooltip="Keys and words of this screen"
    ),
    Binding("f10,q,backspace", "back", "back", id="page.back", tooltip="Leave this screen"),
    Binding(
        "escape",
        "leave_field",
        "back",
        id="page.escape",
        show=False,
        tooltip="Leave the field, then the screen",
    ),
    Binding(
        "f9,colon",
        "palette",
        "palette",
        id="page.palette",
        show=False,
        tooltip="Everything that can be done here, by name",
    ),
    Binding(
        "comma",
        "app.display",
        "display",
        id="page.display",
        show=False,
        tooltip="Theme, colours, signs, mouse: how the program looks",
    ),
    Binding(
        "M",
        "app.mouse",
        "mouse",
        id="page.mouse",
        show=False,
        tooltip="Use the mouse here, or leave it to the terminal to select text",
    ),
    Binding("ctrl+c", "leave", "quit", id="page.leave", show=False, tooltip="Leave commongrid"),
]

IN_A_SESSION = [
    Binding("f6,u", "undo", "undo", id="session.undo", tooltip="Take back my last change"),
    Binding(
        "f7,U,ctrl+r",
        "redo",
        "redo",
        id="session.redo",
        show=False,
        tooltip="Do again what was taken back",
    ),
    Binding("f5,n", "next_step", "next step", id="session.next", tooltip="Go on to the next step"),
    Binding(
        "s",
        "steps",
        "steps",
        id="session.steps",
        tooltip="Go to any step: set-up, identify, evaluate, matrix, compare, plan",
    ),
    Binding("f8,e", "report", "report", id="session.report", tooltip="Write a file or a report"),
    Binding(
        "y",
        "copy",
        "copy",
        id="session.copy",
        show=False,
        tooltip="Copy this activity with its reasons as text; private notes stay",
    ),
    Binding(
        "p",
        "notes",
        "private notes",
        id="session.notes",
        show=False,
        tooltip="Show private notes, or hide them from others who look at this screen",
    ),
    Binding(
        "H",
        "history",
        "history",
        id="session.history",
        show=False,
        tooltip="Who changed what, and when",
    ),
]

_NAMES = {
    "question_mark": "?", "colon": ":", "slash": "/", "exclamation_mark": "!",
    "left_square_bracket": "[", "right_square_bracket": "]", "space": "Space", "enter": "Enter",
    "escape": "Esc", "tab": "Tab", "shift+tab": "Shift+Tab", "backspace": "Backspace",
    "up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn",
    "home": "Home", "end": "End", "delete": "Del", "plus": "+", "minus": "-", "full_stop": ".",
    "comma": ",",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key as it is printed on keyboards: `question_mark` is `?`, `f1` is `F1`."""
    if key in _NAMES:
        return _NAMES[key]
    if len(key) <= 3 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    if key.startswith("ctrl+"):
        return f"Ctrl+{key_name(key.removeprefix('ctrl+'))}"
    return key


def hints(active: Iterable[tuple[str, ActiveBinding]], *, hidden: bool = False) -> list[Hint]:
    """What the key bar shows: one hint a binding, by its shortest key that acts right now.

    What belongs to this screen comes first, then what belongs to a session, and what means the
    same everywhere last. With `hidden`, the bindings that the key bar
    leaves out come too, for help and palette. A binding without an id is none of ours.
    """
    keys: dict[tuple[int, str], list[str]] = {}
    first: dict[tuple[int, str], ActiveBinding] = {}
    for key, entry in active:
        binding = entry.binding
        if not binding.id or not (binding.show or hidden):
            continue
        name = (id(entry.node), binding.id or binding.action)
        keys.setdefault(name, []).append(key)
        first.setdefault(name, entry)
    found: list[tuple[int, Hint]] = []
    for name, entry in first.items():
        binding = entry.binding
        family = (binding.id or "").partition(".")[0]
        letters = [key for key in keys[name] if len(key_name(key)) == 1 and key.isascii()]
        shown = binding.key_display or key_name((letters or keys[name])[0])
        hint = Hint(
            shown,
            binding.description,
            binding.action,
            entry.node,
            binding.tooltip,
            everywhere=family == "page",
        )
        found.append(({"session": 1, "page": 2}.get(family, 0), hint))
    return [hint for _, hint in sorted(found, key=lambda ranked: ranked[0])]
