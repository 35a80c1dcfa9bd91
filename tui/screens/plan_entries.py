"""The activities of a plan as its screens list them, worded anew only where something changed.

A decision moves one row; on a plan of ten thousand activities nobody waits for the others.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping

from catalogue.activities import ActivityId
from sessions.comparison import Comparison
from sessions.partnership import Decision, Item, Partnership
from tui.screens.plan_text import WIDE, Entry, entries, row_of
from tui.screens.reading_text import item_of
from tui.widgets.rows import Row


class Entries:
    """Every entry of a plan in reading order, by key. `take` keeps those that stayed."""

    def __init__(self) -> None:
        self.by_key: dict[str, Entry] = {}
        self._plan: Partnership | None = None
        self._comparison: Comparison | None = None
        self._keys: dict[ActivityId, str] = {}

    def take(self, plan: Partnership, comparison: Comparison | None) -> list[str] | None:
        """The keys of the entries that say something else now; None if all are to be looked at."""
        changed = self._changed(plan, comparison)
        self._plan, self._comparison = plan, comparison
        if changed is None:
            self.by_key = entries(plan, comparison)
            self._keys = _spoken_of(self.by_key)
            return None
        for key in changed:
            self.by_key[key] = _renewed(self.by_key[key], plan)
        return changed

    def _changed(self, plan: Partnership, comparison: Comparison | None) -> list[str] | None:
        before = self._plan
        if before is None or comparison is not self._comparison or plan.sides != before.sides:
            return None
        keys = [self._keys.get(one) for one in differing(before.items, plan.items)]
        found = [key for key in keys if key is not None]
        unread = (key for key in found if self.by_key[key].reading is None)
        if len(found) < len(keys) or any(key not in plan.items for key in unread):
            return None
        return found


def differing(
    before: Mapping[ActivityId, Item], after: Mapping[ActivityId, Item]
) -> list[ActivityId]:
    """The activities of which two states of a plan do not hold the same."""
    fresh = [
        key for key, item in after.items() if (was := before.get(key)) is not item and was != item
    ]
    return [*fresh, *(key for key in before if key not in after)]


def _spoken_of(by_key: Mapping[str, Entry]) -> dict[ActivityId, str]:
    """By activity the one entry that can speak of it; none where sides know it by several ids."""
    found: dict[ActivityId, str] = {}
    for key, entry in by_key.items():
        if entry.reading is None:
            found[entry.item.activity] = key
        elif all(one in (None, entry.reading.activity) for one in entry.reading.ids):
            found[entry.reading.activity] = key
    return found


def _renewed(entry: Entry, plan: Partnership) -> Entry:
    reading = entry.reading
    item = plan.items[entry.item.activity] if reading is None else item_of(plan, reading)
    return Entry(entry.key, item, item.title if reading is None else entry.short, reading)


class Listing:
    """The rows of a plan, decision by decision."""

    def __init__(self) -> None:
        self.entries = Entries()
        self._wide = False
        self._rows: dict[str, Row] = {}
        self._decided: dict[str, Decision] = {}
        self._held: dict[Decision, list[int]] = {}
        self._keys: list[str] = []
        self._places: dict[str, int] = {}

    def take(self, plan: Partnership, comparison: Comparison, width: int) -> None:
        """Word what has changed; everything where the columns or the sides are others."""
        changed = self.entries.take(plan, comparison)
        if changed is None or self._wide is not (width >= WIDE):
            self._wide = width >= WIDE
            self._begin_anew()
            changed = list(self.entries.by_key)
        for key in changed:
            entry = self.entries.by_key[key]
            self._rows[key] = row_of(plan, entry, wide=self._wide)
            self._put(key, entry.item.decision)

    def _begin_anew(self) -> None:
        self._keys = list(self.entries.by_key)
        self._places = {key: place for place, key in enumerate(self._keys)}
        self._held = {decision: [] for decision in Decision}
        self._rows, self._decided = {}, {}

    def _put(self, key: str, decision: Decision) -> None:
        before = self._decided.get(key)
        if before is decision:
            return
        place = self._places[key]
        if before is not None:
            held = self._held[before]
            del held[bisect_left(held, place)]
        insort(self._held[decision], place)
        self._decided[key] = decision

    def rows(self) -> tuple[Row, ...]:
        """Headings and activities."""
        return tuple(self._all_rows())

    def _all_rows(self) -> Iterable[Row]:
        for decision, held in self._held.items():
            if held:
                yield Row(None, (f"{decision.words.upper()} ({len(held)})",))
                yield from (self._rows[self._keys[place]] for place in held)

    def counted(self) -> str:
        """How many activities have each decision."""
        return "   ".join(f"{one.words} {len(self._held.get(one, ()))}" for one in Decision)
