"""What Textual and asyncio import for what this program shows late or never: not at its start.

Textual imports its command palette, and for it six kinds of widgets, as soon as it is imported
itself, and the table it would show its colours in; asyncio imports TLS. None of that has a part in
a first frame, and together it takes a tenth of the start of a bare Textual program.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

STAND_INS: Mapping[str, tuple[str, ...]] = {
    "rich.table": ("Table",),
    "textual.command": (
        "CommandListItem",
        "CommandPalette",
        "DiscoveryHit",
        "Hit",
        "Hits",
        "Provider",
        "SimpleProvider",
    ),
}
"""The names that Textual takes from these modules, and needs only in what no app here offers.

Those are its own palette, its list of themes and its show of colours, which fail from then on: an
app that starts so has a palette of its own, or none.
"""

ABSENT = "ssl"
"""What asyncio does without where it is not installed, and then knows no TLS."""


class StandIn(ModuleType):
    """Has an empty class for each of its names. Any other name brings in the module itself."""

    def __init__(self, name: str, names: tuple[str, ...]) -> None:
        super().__init__(name)
        vars(self).update({one: type(one, (), {"__module__": name}) for one in names})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        _take_away(self)
        return getattr(import_module(self.__name__), name)


@contextmanager
def spared() -> Iterator[None]:
    """Import Textual in here, and nothing else that uses what is spared.

    What is imported already stays, and what is imported afterwards is the module itself.
    """
    stand_ins = [
        StandIn(name, names) for name, names in STAND_INS.items() if name not in sys.modules
    ]
    sys.modules.update({one.__name__: one for one in stand_ins})
    absent = sys.modules.setdefault(ABSENT, None) is None  # type: ignore[arg-type]
    try:
        yield
    finally:
        for one in stand_ins:
            _take_away(one)
        if absent:
            del sys.modules[ABSENT]


def _take_away(stand_in: StandIn) -> None:
    if sys.modules.get(stand_in.__name__) is stand_in:
        del sys.modules[stand_in.__name__]
