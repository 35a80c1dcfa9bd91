"""Where a command works: which database, and under whose name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.values import dataclass
from tui import locations

if TYPE_CHECKING:
    from sessions.sqlite.reader import SqliteReader
    from sessions.sqlite.store import SqliteStore
    from sessions.store import Who
    from tui.settings import Settings


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command works and for whom, as the options before the command say."""

    given_database: Path | None
    given_name: str | None
    given_display: Mapping[str, str | bool | None] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """The file of the database."""
        return locations.database(self.given_database)

    @property
    def who(self) -> Who:
        """The name that edits are logged under."""
        return locations.who(self.given_name)

    @property
    def settings(self) -> Settings:
        """What is set about display and keys, flags before the file."""
        from tui import settings

        return settings.read(settings.path()).with_flags(**self.given_display)

    @contextmanager
    def reader(self) -> Iterator[SqliteReader]:
        """The database for reading only; closed at the end."""
        from sessions.sqlite.reader import SqliteReader

        with SqliteReader(self.database, PATIENCE) as reader:
            yield reader

    @contextmanager
    def store(self) -> Iterator[SqliteStore]:
        """The database for writing too; made if it is not there; closed at the end."""
        from sessions.sqlite.store import SqliteStore

        store = SqliteStore(self.database, patience=PATIENCE)
        try:
            yield store
        finally:
            store.close()


PATIENCE = 5.0
"""Seconds that a command waits for somebody else's lock; nobody is watching a frozen screen."""

pass_place = click.make_pass_decorator(Place)


def now() -> datetime:
    """This moment in UTC, in whole seconds, as files and reports tell it."""
    return datetime.now(UTC).replace(microsecond=0)
