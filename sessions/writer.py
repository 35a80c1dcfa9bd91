"""The one thread that writes. Jobs are done in order, and none is dropped because of the disk.

A job is a callable on the `Store`; its answer, a value or a CommongridError, goes to `done` on
the writer's thread, which should only post a message. A StoreError (a lock, a full or read-only
disk) keeps the job at the head of the queue: the state says why, and it is tried again until
it works, with the store opened anew unless it was only busy. Every other error is final and is
the job's answer.
"""

from __future__ import annotations

import atexit
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from catalogue.values import dataclass
from sessions.errors import CommongridError, StoreBusyError, StoreError
from sessions.sqlite.files import identity, moved
from sessions.store import Store

Answer = TypeVar("Answer")
Job = Callable[[Store], Answer]

PAUSES = (0.05, 0.1, 0.25, 0.5, 1.0)
"""Seconds before the first, second ... new try; the last one from then on."""

LAST_CHANCE = 2.0
"""Seconds that leaving the interpreter waits for a writer that nobody closed."""


class Saving(StrEnum):
    """How the writing goes."""

    SAVED = "saved"
    SAVING = "saving"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class SaveState:
    """What the save mark shows; `sentence` says what is waited for, and what to do."""

    saving: Saving
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    job: Job[Any]
    done: Callable[[Any], None]
    saves: bool


def _ignore(_: object) -> None:
    return None


class Writer:
    """Does jobs on a store, one after the other, on a thread of its own.

    `open_store` is called on that thread, at the first job, and may import what it likes.
    `state` is called there too, each time that the SaveState changes.
    """

    def __init__(
        self,
        open_store: Callable[[], Store],
        *,
        state: Callable[[SaveState], None] = _ignore,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self._open_store = open_store
        self._tell = state
        self._pauses = pauses
        self._queue: deque[_Entry] = deque()
        self._changed = threading.Condition()
        self._deadline: float | None = None
        self._state = SaveState(Saving.SAVED)
        self._store: Store | None = None
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    @property
    def unsaved(self) -> int:
        """How many changes are not on disk yet."""
        with self._changed:
            return sum(entry.saves for entry in self._queue)

    @property
    def state(self) -> SaveState:
        """The state that was told last."""
        return self._state

    def submit(
        self,
        job: Job[Answer],
        done: Callable[[Answer | CommongridError], None] = _ignore,
        *,
        saves: bool = True,
    ) -> None:
        """Do a job after all that are waiting; returns at once.

        With `saves=False`, a job that only reads: no state is told, and a StoreError is its
        answer. Raises StoreError once the writer is closed.
        """
        with self._changed:
            if self._deadline is not None:
                raise StoreError("The database is closed already; open the session again.")
            self._queue.append(_Entry(job, done, saves))
            self._changed.notify_all()
            if not self._thread.is_alive():
                atexit.register(self._leave)
                self._thread.start()

    def close(self, timeout: float = LAST_CHANCE) -> list[Job[Any]]:
        """Do what is waiting, close the store, and return the changes that could not be saved.

        Takes `timeout` seconds at most, and a lock's patience more.
        """
        with self._changed:
            if self._deadline is None:
                self._deadline = time.monotonic() + timeout
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout + 1)
        atexit.unregister(self._leave)
        with self._changed:
            return [entry.job for entry in self._queue if entry.saves]

    def _leave(self) -> None:
        """The interpreter ends and nobody has closed: save what can be saved, say what not."""
        if left := self.close(LAST_CHANCE):
            sys.stderr.write(f"{len(left)} changes were not saved. {self._state.sentence}\n")

    def _run(self) -> None:
        tries = 0
        while (entry := self._next()) is not None:
            answer = self._attempt(entry)
            if entry.saves and isinstance(answer, StoreError):
                self._show(SaveState(Saving.WAITING, str(answer)))
                if not isinstance(answer, StoreBusyError):
                    self._let_go()
                self._answer_reads()
                if not self._pause(tries):
                    break
                tries += 1
                continue
            tries = 0
            with self._changed:
                self._queue.popleft()
            self._call(entry.done, answer)
            if entry.saves:
                self._show(SaveState(Saving.SAVING if self.unsaved else Saving.SAVED))
        self._close_store()

    def _answer_reads(self) -> None:
        """While a save has to wait, whoever only reads does not; they see what is committed."""
        with self._changed:
            reads = [entry for entry in self._queue if not entry.saves]
            self._queue = deque(entry for entry in self._queue if entry.saves)
        for entry in reads:
            self._call(entry.done, self._attempt(entry))

    def _next(self) -> _Entry | None:
        """The head of the queue, which stays there until it is done; None at the very end."""
        with self._changed:
            while not self._queue:
                if self._deadline is not None:
                    return None
                self._changed.wait()
            return self._queue[0]

    def _attempt(self, entry: _Entry) -> Any:
        if entry.saves and self._state.saving is Saving.SAVED:
            self._show(SaveState(Saving.SAVING))
        try:
            if self._store is None:
                self._store = self._open_store()
            return entry.job(self._store)
        except CommongridError as error:
            return error
        except Exception as error:  # noqa: BLE001  # a fault in one job must not stop the others
            self._report(error)
            return CommongridError(
                f"A fault in the program kept this from being done ({error!r}); "
                "export the session, then leave and start again."
            )

    def _pause(self, tries: int) -> bool:
        """Wait before the next try; False once there is no time left for one."""
        pause = self._pauses[min(tries, len(self._pauses) - 1)]
        with self._changed:
            if self._deadline is None:
                self._changed.wait_for(lambda: self._deadline is not None, pause)
                return True
            left = self._deadline - time.monotonic()
        if left > 0:
            threading.Event().wait(min(pause, left))
        return left > 0

    def _call(self, told: Callable[[Any], None], value: object) -> None:
        try:
            told(value)
        except Exception as error:  # noqa: BLE001  # nor must a fault of whoever listens
            self._report(error)

    def _show(self, state: SaveState) -> None:
        if state != self._state:
            self._state = state
            self._call(self._tell, state)

    def _let_go(self) -> None:
        """A connection made while the disk was read-only stays so; the next try makes another."""
        store, self._store = self._store, None
        if store is not None:
            with suppress(StoreError):
                store.close()

    def _close_store(self) -> None:
        if self._store is not None:
            try:
                self._store.close()
            except StoreError as error:
                self._show(SaveState(Saving.WAITING, str(error)))

    def _report(self, error: Exception) -> None:
        kind, trace = type(error), error.__traceback__
        threading.excepthook(threading.ExceptHookArgs((kind, error, trace, self._thread)))


def sqlite_store(path: Path) -> Callable[[], Store]:
    """What opens the store in a file, for a `Writer`; the import is made only then.

    A file that was there once is never made anew, nor another one taken for it.
    """
    known = identity(path)

    def open_store() -> Store:
        # sqlite_utils takes longer to import than all the rest: after the first frame.
        from sessions.sqlite.store import SqliteStore

        nonlocal known
        if known is not None and identity(path) != known:
            raise moved(path)
        store = SqliteStore(path)
        known = identity(path)
        return store

    return open_store
