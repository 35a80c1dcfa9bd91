"""What is kept: sessions and plans. What the log, undo and a desk have to know of each kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from catalogue.values import dataclass
from sessions.edits import Write
from sessions.partnership import Partnership, without_blank_items
from sessions.patch import Patch, Value, diff, put, value_at
from sessions.plans.edits import RetitlePlan, WriteItem
from sessions.plans.patch import diff_plan, put_in_plan, value_in_plan
from sessions.session import Session

Document = TypeVar("Document")


@dataclass(frozen=True, slots=True)
class Kind(Generic[Document]):
    """One kind of document, by what can be done with values at paths.

    `tidy` takes out what is there only as long as something is said of it.
    """

    diff: Callable[[Document, Document], Patch]
    put: Callable[[Document, str, Value], Document]
    value_at: Callable[[Document, str], Value]
    tidy: Callable[[Document], Document]


SESSIONS: Kind[Session] = Kind(diff, put, value_at, tidy=lambda session: session)
PLANS: Kind[Partnership] = Kind(diff_plan, put_in_plan, value_in_plan, tidy=without_blank_items)


def text_written(edit: object) -> str | None:
    """The path of the text that an edit types into; None for an edit of any other sort.

    Typing goes on in one row of the log, and its conflicts are told once.
    """
    return edit.path if isinstance(edit, Write | WriteItem | RetitlePlan) else None
