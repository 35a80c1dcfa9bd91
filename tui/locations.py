"""Where the program keeps its files, and under what name a person's edits are logged.

A flag comes before a variable, a variable before the custom of the system.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sessions.errors import CommongridError
from sessions.text import safe_line, shorten

if TYPE_CHECKING:
    from sessions.store import Who

PROGRAM = "commongrid"
DATABASE_VARIABLE = "COMMONGRID_DB"
NAME_VARIABLE = "COMMONGRID_NAME"
NAME_CELLS = 60


def database(given: Path | None = None) -> Path:
    """The file of the database: as given, else COMMONGRID_DB, else in the user's data folder."""
    if given is not None:
        return at_home(given)
    if named := os.environ.get(DATABASE_VARIABLE):
        return at_home(Path(named))
    # Only the custom of the system needs it, and it costs time at every start.
    from platformdirs import user_data_path

    return user_data_path(PROGRAM, appauthor=False) / f"{PROGRAM}.db"


def at_home(path: Path) -> Path:
    """The path with `~` read as a home folder. Raises CommongridError for nobody's home."""
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise CommongridError(
            f"{safe_line(str(path))}: there is no such home folder; write the path in full."
        ) from error


def config_folder() -> Path:
    """The folder of the user's settings; it need not be there."""
    from platformdirs import user_config_path

    return user_config_path(PROGRAM, appauthor=False)


def state_folder() -> Path:
    """The folder for what the program leaves for its next start; it need not be there."""
    from platformdirs import user_state_path

    return user_state_path(PROGRAM, appauthor=False)


def who(given: str | None = None) -> Who:
    """The name to log edits under: as given, else COMMONGRID_NAME, else the login.

    One safe line of at most 60 cells; the user's number where the system knows no name.
    """
    # The type alone would bring the whole domain into every start.
    from getpass import getuser

    from sessions.store import Who

    for named in (given, os.environ.get(NAME_VARIABLE)):
        if named and (line := safe_line(named).strip()):
            return Who(shorten(line, NAME_CELLS))
    try:
        return Who(shorten(safe_line(getuser()), NAME_CELLS))
    except (KeyError, OSError, ImportError):
        return Who(f"user {os.getuid()}" if hasattr(os, "getuid") else "somebody")
