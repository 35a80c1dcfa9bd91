"""Several threads of one process that edit one session at random; run as a script by a test.

Each writer rates, moves and adds, and puts words of its own into one text that all share; where
somebody else was quicker it keeps both, as a person would. What was done is printed as JSON.
"""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from catalogue.activities import Activity, ActivityId, builtin
from catalogue.factors import FactorCode
from catalogue.levels import Dimension, Level
from catalogue.phases import Phase
from sessions import edits
from sessions.edits import Edit
from sessions.errors import RefusedEditError, TextConflictError
from sessions.session import Session, SessionId
from sessions.sqlite.store import SqliteStore
from sessions.store import GroupId, Who

SHARED = edits.assessment_field(ActivityId("registry"), "plan")
IDS = [entry.id for entry in builtin().activities[:8]]


@dataclass
class Noted:
    """An edit that knows whether it changed anything when it was applied last."""

    edit: Edit
    changed: bool = False

    def apply(self, session: Session) -> Session:
        after = self.edit.apply(session)
        self.changed = after is not session
        return after

    def label(self, after: Session) -> str:
        return self.edit.label(after)


@dataclass
class Writing:
    """One writer: the groups of edits that were acknowledged, and the words that were kept."""

    path: Path
    session: SessionId
    name: str
    random: Random
    groups: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    conflicts: int = 0

    def write(self, count: int) -> None:
        """Make that many edits."""
        store = SqliteStore(self.path, patience=60)
        for number in range(count):
            if self.random.random() < 0.3:
                self.word(store, f"{self.name}.{number}")
            else:
                self.commit(store, self.any_edit(number), number)
            if self.random.random() < 0.1:
                self.take_back(store)
        store.close()

    def any_edit(self, number: int) -> Edit:
        """Anything that a person does but type."""
        random = self.random
        activity = random.choice(IDS)
        levels = [*Level, None]
        own = Activity(ActivityId(f"own-{self.name}-{number}"), f"Of {self.name}, {number}")
        return random.choice(
            [
                edits.Choose(activity, random.random() < 0.8),
                edits.Rate(activity, random.choice(list(Dimension)), random.choice(levels)),
                edits.Nudge(activity, random.choice([-1, 1]), random.choice([-1, 1])),
                edits.Place(activity, random.choice(levels), random.choice(levels)),
                edits.Tag(activity, FactorCode(random.choice(["B1", "I2"])), random.random() < 0.5),
                edits.Include(
                    edits.FieldPath("organisation/phases"),
                    random.choice(list(Phase)).value,
                    random.random() < 0.5,
                ),
                edits.AddActivity(own),
            ]
        )

    def commit(self, store: SqliteStore, edit: Edit, number: int) -> None:
        """Have it committed, and remember it if it changed anything."""
        group = GroupId(f"{self.name}.{number}.{len(self.groups)}")
        noted = Noted(edit)
        try:
            store.commit(self.session, noted, who=Who(self.name), group=group)
        except TextConflictError:
            raise
        except RefusedEditError:
            return
        if noted.changed:
            self.groups.append(group)

    def word(self, store: SqliteStore, word: str) -> None:
        """Put a word of one's own behind what is there, whoever was quicker."""
        known = store.load(self.session).session.assessment(ActivityId("registry")).plan
        while True:
            mine = f"{known} {word}"
            try:
                self.commit(store, edits.Write(SHARED, mine, known), len(self.words))
            except TextConflictError as conflict:
                if (conflict.mine, conflict.original) != (mine, known):
                    raise
                self.conflicts += 1
                known = conflict.theirs
            else:
                self.words.append(word)
                return

    def take_back(self, store: SqliteStore) -> None:
        """Undo and redo; refused where somebody has changed it since."""
        for act in (store.undo, store.redo):
            try:
                act(self.session, who=Who(self.name))
            except RefusedEditError:
                return


def main(path: str, session: str, name: str, seed: int, threads: int, count: int) -> None:
    """Let the threads write, and tell what they did."""
    writers = [
        Writing(Path(path), SessionId(session), f"{name}-{number}", Random(seed * 100 + number))
        for number in range(threads)
    ]
    failed: list[BaseException | None] = []
    threading.excepthook = lambda found: failed.append(found.exc_value)
    running = [threading.Thread(target=one.write, args=[count]) for one in writers]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert not failed, failed
    told = {
        "groups": [group for one in writers for group in one.groups],
        "words": [word for one in writers for word in one.words],
        "conflicts": sum(one.conflicts for one in writers),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:4], *map(int, sys.argv[4:]))
