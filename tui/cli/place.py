"""Where a command works: which database, and under whose name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from catalogue.values import dataclass, field
from sessions.errors import CommongridError, StoreBusyError
from tui import locations

if TYPE_CHECKING:
    from sessions.sqlite.reader import SqliteReader
    from sessions.sqlite.store import SqliteStore
    from sessions.store import Who
    from tui.settings import Settings

Rest = ParamSpec("Rest")
Done = TypeVar("Done")


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

    def refusal(self, error: CommongridError) -> str:
        """What to say of an error, here where nobody waits for it to go away."""
        if isinstance(error, StoreBusyError):
            return f"{self.database} is in use by another program; try again in a moment."
        return str(error)

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


def pass_place(command: Callable[Concatenate[Place, Rest], Done]) -> Callable[Rest, Done]:
    """Have a command given its place."""
    from click import make_pass_decorator

    return make_pass_decorator(Place)(command)


def now() -> datetime:
    """This moment in UTC, in whole seconds, as files and reports tell it."""
    return datetime.now(UTC).replace(microsecond=0)
