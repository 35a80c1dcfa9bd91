"""The worked example as a throw-away library: both sides of an illustrative pair."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from sessions.exchange import read_session
from sessions.session import SessionId
from sessions.sqlite.store import SqliteStore
from sessions.store import Who

SAMPLES = ("alder-bay-genetics.toml", "aurel-families-network.toml")


def fill_demo(database: Path, who: Who) -> list[SessionId]:
    """Keep the illustrative pair in a new database; the sponsor first, then the patient group."""
    store = SqliteStore(database)
    ids = []
    for name in SAMPLES:
        data = (files("sessions") / "samples" / name).read_bytes()
        file = read_session(data, name)
        store.create(file.session, who=who, created=file.created, modified=file.modified)
        ids.append(file.session.id)
    store.close()
    return ids
