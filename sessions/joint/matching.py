"""Which activity of one side is which of another's, where two files name them differently.

Activities match by id. The same id under two titles, and the same title (case and space
folded) under two ids, are questions that a person has to answer: see `TitleMatch`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from unicodedata import normalize

from catalogue.activities import Activity, ActivityId
from catalogue.values import dataclass
from sessions.session import Assessment, Session, SessionId


@dataclass(frozen=True, slots=True)
class Named:
    """An activity as one session names it."""

    session: SessionId
    activity: ActivityId
    title: str


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """Two sides' activities that may be one: asked once, and answered with True or False.

    Until answered, the same id is one activity, and two ids are two. `first` and `second`
    stand in the order of their sessions' ids, so that the order of sides changes nothing.
    """

    first: Named
    second: Named

    @property
    def same_id(self) -> bool:
        """Whether the ids agree and the titles do not; otherwise it is the other way round."""
        return self.first.activity == self.second.activity

    @property
    def sentence(self) -> str:
        """The question in words, without the sides' names."""
        if self.same_id:
            return f'Is "{self.first.title}" the same activity as "{self.second.title}"?'
        return f'Do both sides mean the same activity by "{self.first.title}"?'


class Held(NamedTuple):
    """A chosen activity of one side, and what that side said of it."""

    entry: Activity
    assessment: Assessment


Row = tuple[Held | None, ...]
"""One activity across all sides, None for a side that did not choose it."""


@dataclass(frozen=True, slots=True)
class Matching:
    """All activities that some side chose, in catalogue order, own ones last by title.

    `questions` are the title matches that nobody has answered yet.
    """

    rows: tuple[Row, ...]
    questions: tuple[TitleMatch, ...]


def match(sessions: Sequence[Session], answers: Mapping[TitleMatch, bool]) -> Matching:
    """Lay the chosen activities of all sides next to each other."""
    asked: list[TitleMatch] = []
    rows = [
        part
        for row in _by_id(sessions)
        for part in (_by_answer(sessions, row, answers, asked) if _disagree(row) else [row])
    ]
    joined = _by_title(sessions, rows, answers, asked)
    listed: dict[ActivityId, int] = {}
    for session in sessions:
        for entry in session.catalogue.activities:
            listed.setdefault(entry.id, len(listed))

    def place(row: Row) -> tuple[int, str, str]:
        places = [listed[held.entry.id] for held in row if held and held.entry.id in listed]
        first = _first(row)
        return min(places, default=len(listed)), first.title.casefold(), first.id

    return Matching(tuple(sorted(joined, key=place)), tuple(asked))


def _by_id(sessions: Sequence[Session]) -> list[Row]:
    found: dict[ActivityId, list[Held | None]] = {}
    for side, session in enumerate(sessions):
        assessments = session.assessments
        for entry in session.offered():
            held = assessments.get(entry.id)
            if held is not None and held.chosen:
                row = found.setdefault(entry.id, [None] * len(sessions))
                row[side] = Held(entry, held)
    return [tuple(row) for row in found.values()]


def _disagree(row: Row) -> bool:
    title = _first(row).title
    return any(held and held.entry.title != title for held in row) and len(_titles(row)) > 1


def _by_answer(
    sessions: Sequence[Session],
    row: Row,
    answers: Mapping[TitleMatch, bool],
    asked: list[TitleMatch],
) -> list[Row]:
    """One id under several titles: each title joins the first it was not said to differ from."""
    parts: list[Row] = []
    for title in _titles(row):
        mine = tuple(held if held and _fold(held.entry.title) == title else None for held in row)
        for number, part in enumerate(parts):
            question = _question(sessions, part, mine)
            if question not in answers:
                asked.append(question)
            if answers.get(question, True):
                parts[number] = _joined(part, mine)
                break
        else:
            parts.append(mine)
    return parts


def _by_title(
    sessions: Sequence[Session],
    rows: Sequence[Row],
    answers: Mapping[TitleMatch, bool],
    asked: list[TitleMatch],
) -> list[Row]:
    """Several ids under one title; a title that one side uses twice names nothing, so is left."""
    if all(None not in row for row in rows):
        return list(rows)
    uses = Counter(
        (side, _fold(held.entry.title)) for row in rows for side, held in enumerate(row) if held
    )
    ambiguous = {title for (_, title), count in uses.items() if count > 1}
    joined: list[Row] = []
    of_title: dict[str, list[int]] = {}
    for row in rows:
        merged = False
        titles = [title for title in _titles(row) if title not in ambiguous]
        for number in sorted({n for title in titles for n in of_title.get(title, ())}):
            earlier = joined[number]
            if any(a and b for a, b in zip(earlier, row, strict=True)):
                continue
            question = _question(sessions, earlier, row)
            if question.same_id:
                continue
            if question not in answers:
                asked.append(question)
            elif answers[question]:
                joined[number] = _joined(earlier, row)
                merged = True
                break
        if not merged:
            joined.append(row)
            for title in titles:
                of_title.setdefault(title, []).append(len(joined) - 1)
    return joined


def _first(row: Row) -> Activity:
    return next(held.entry for held in row if held)


def _question(sessions: Sequence[Session], one: Row, other: Row) -> TitleMatch:
    pair = (_named(sessions, one), _named(sessions, other))
    return TitleMatch(*sorted(pair, key=lambda named: (named.session, named.activity)))


def _named(sessions: Sequence[Session], row: Row) -> Named:
    """A row as the first side that has it names it."""
    side, held = next((side, held) for side, held in enumerate(row) if held)
    return Named(sessions[side].id, held.entry.id, held.entry.title)


def _titles(row: Row) -> list[str]:
    """The folded titles of a row, each once, in the order of the sides."""
    return list(dict.fromkeys(_fold(held.entry.title) for held in row if held))


def _joined(one: Row, other: Row) -> Row:
    return tuple(a or b for a, b in zip(one, other, strict=True))


def _fold(title: str) -> str:
    return " ".join(normalize("NFC", title).casefold().split())
