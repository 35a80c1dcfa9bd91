"""A library of more sessions than its first frame has: the newest come first, and soon all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from kept import ANNA, BO, CONSENT, REGISTRY, a_session, opened
from running import running, screen_text, settled
from terminal import KEYS, Terminal, commongrid

from catalogue.levels import Dimension, Level
from sessions.edits import Archive, Choose, Delete, Rate
from sessions.sqlite.reader import SqliteReader
from tui.filing import AT_ONCE
from tui.screens.confirm import Confirm
from tui.screens.library_list import Shown

MANY = AT_ONCE + 30


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sessions 0, 1 and so on; each seventh is archived, each eleventh deleted, some are rated."""
    path = tmp_path_factory.mktemp("large") / "test.db"
    with opened(path) as store:
        for number in range(MANY):
            key = store.create(a_session(f"Session {number}"), who=ANNA).session.id
            if number % 2:
                store.commit(key, Choose(REGISTRY, True), who=ANNA)
                store.commit(key, Choose(CONSENT, True), who=ANNA)
                store.commit(key, Rate(REGISTRY, Dimension.BENEFIT, Level.HIGH), who=ANNA)
            if number % 4 == 1:
                store.commit(key, Rate(REGISTRY, Dimension.INVESTMENT, Level.LOW), who=ANNA)
            if number % 7 == 1:
                store.commit(key, Archive(True), who=ANNA)
            if number % 11 == 1:
                store.commit(key, Delete(True), who=ANNA)
    return path


@pytest.fixture
def reader(many: Path) -> Iterator[SqliteReader]:
    with SqliteReader(many) as reader:
        yield reader


@pytest.mark.parametrize("most", [1, 5, AT_ONCE, MANY])
def test_the_newest_are_those_that_a_list_of_all_begins_with(
    reader: SqliteReader, most: int
) -> None:
    current = [one for one in reader.sessions() if not (one.archived or one.deleted)]
    assert reader.newest(most) == current[:most]
    assert reader.counted() == (MANY, len(current))


def test_nothing_is_counted_where_there_is_no_library(tmp_path: Path) -> None:
    with SqliteReader(tmp_path / "none.db") as reader:
        assert reader.counted() == (0, 0)
        assert reader.newest(5) == []


async def test_the_first_frame_tells_how_many_there_are_and_the_rest_comes(many: Path) -> None:
    async with running(many) as (app, pilot):
        shown = app.library()
        assert len(shown.summaries) == AT_ONCE
        everything = screen_text(app)
        assert len(app.screen.summaries) == MANY
        await app.switch_screen(shown)
        assert screen_text(app).split("\n")[1] == everything.split("\n")[1]
        for _ in range(500):
            if len(shown.summaries) == MANY:
                break
            await pilot.pause(0.01)
        assert screen_text(app) == everything


async def test_while_the_rest_is_read_no_filter_tells_a_number_that_is_not_its_own(
    many: Path,
) -> None:
    async with running(many) as (app, pilot):
        gate = threading.Event()
        app.ask(lambda store: gate.wait(), lambda _: None, saves=False, keys_wait=False)
        page = app.library()
        await app.switch_screen(page)
        for shown in Shown:
            page.shown = shown
            await pilot.pause()
            line = screen_text(app).split("\n")[1]
            assert (f"[{shown.words} …]" in line) is (shown is not Shown.ALL)
        gate.set()
        await settled(app, pilot)
        assert "[deleted 12]" in screen_text(app)


async def test_what_others_do_while_a_dialog_is_open_is_there_once_it_is_closed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "test.db"
    with opened(path) as store:
        store.create(a_session("Ours"), who=ANNA)
    async with running(path) as (app, pilot):
        await pilot.press("delete")
        assert isinstance(app.screen, Confirm)
        with opened(path) as store:
            store.create(a_session("From elsewhere"), who=BO)
        app.look()
        await pilot.press("escape")
        await settled(app, pilot)
        assert "From elsewhere" in screen_text(app)


async def test_where_all_are_archived_nobody_is_told_that_there_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    with opened(path) as store:
        for number in range(AT_ONCE + 1):
            key = store.create(a_session(f"Session {number}"), who=BO).session.id
            store.commit(key, Archive(True), who=BO)
    async with running(path) as (app, _):
        assert len(app.library().summaries) == AT_ONCE + 1
        assert "Nothing here yet" not in screen_text(app)


def test_a_key_at_once_meets_the_whole_list(many: Path) -> None:
    with Terminal(commongrid("--db", str(many))) as terminal:
        terminal.type(KEYS["end"])
        terminal.see("^▸ +Session 0 ")
        terminal.press("ctrl+q")
        assert terminal.wait() == 0
