"""Engagement activities and the lists they come in; the built-in list of 24 is read from here.

The 24 are this project's condensation of public sources. CTTI's own wording is in
Fig. 1 and the supplement of Perry et al. 2021, which is why a list can be replaced.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NewType

from catalogue.phases import Phase
from catalogue.values import dataclass, field

ActivityId = NewType("ActivityId", str)

BUILTIN_ID = "commongrid-24"
OWN_PREFIX = "own-"
LABEL_CELLS = 21


@dataclass(frozen=True, slots=True)
class Activity:
    """Something a sponsor and a patient group could decide to do together.

    `phases` starts with the primary phase, if any is known. `label` is the short name for
    a matrix cell, at most 21 terminal cells wide; empty means that the title serves.
    """

    id: ActivityId
    title: str
    label: str = ""
    phases: tuple[Phase, ...] = ()
    description: str = ""
    examples: tuple[str, ...] = ()
    provenance: str = ""

    @property
    def primary_phase(self) -> Phase | None:
        """The phase it is listed under; None for an activity that names none."""
        return self.phases[0] if self.phases else None

    @property
    def short(self) -> str:
        """The label, or the whole title where there is no label."""
        return self.label or self.title

    @property
    def is_own(self) -> bool:
        """Whether somebody wrote it in a session, rather than chose it from a list."""
        return self.id.startswith(OWN_PREFIX)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A list of activities with a name and a version of its own."""

    id: str
    version: str
    title: str
    note: str
    activities: tuple[Activity, ...]
    _by_id: dict[ActivityId, Activity] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {entry.id: entry for entry in self.activities})

    def get(self, activity: str) -> Activity | None:
        """The activity with this id, or None."""
        return self._by_id.get(ActivityId(activity))

    def in_phase(self, phase: Phase) -> tuple[Activity, ...]:
        """The activities that name this phase anywhere, not as the primary one only."""
        return tuple(entry for entry in self.activities if phase in entry.phases)


@cache
def builtin() -> Catalogue:
    """The list of 24 that ships with the program."""
    import tomllib

    text = Path(__file__).with_name("activities.toml").read_text(encoding="utf-8")
    document: dict[str, Any] = tomllib.loads(text)
    head = document["catalogue"]
    return Catalogue(
        id=head["id"],
        version=head["version"],
        title=head["title"],
        note=head["note"],
        activities=tuple(
            Activity(
                id=ActivityId(entry["id"]),
                title=entry["title"],
                label=entry["label"],
                phases=tuple(Phase(phase) for phase in entry["phases"]),
                description=entry["description"],
                examples=tuple(entry["examples"]),
                provenance=entry["provenance"],
            )
            for entry in document["activity"]
        ),
    )
