"""What the library does to a session or a plan as a whole, and how that is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from catalogue.values import dataclass
from sessions.errors import CommongridError
from sessions.session import SessionId, copy_of
from sessions.store import PlanSummary, Stored, StoredPlan, Summary
from tui.messages import (
    Announced,
    CreateRequested,
    LoadRequested,
    NewRequested,
    PlanCreateRequested,
    PlanExportRequested,
    PlanLoadRequested,
    StoredEditRequested,
    StoredPlanEditRequested,
)
from tui.screens.library_list import Listed, key_of, plan_key, whom
from tui.screens.page import Page
from tui.widgets.keybar import Hint

Back = StoredEditRequested | StoredPlanEditRequested


@dataclass(frozen=True, slots=True)
class Act:
    """Something done from here. `back` asks to take it back; `then` is the row to go to then."""

    back: Back
    then: str | None


ON_A_ROW = ("open", "export", "rename", "duplicate", "delete", "archive", "mark")
FOR_SESSIONS = ("archive", "mark")
ON_THE_LIST = ("compare", "find", "filter")


class LibraryActs(Page):
    """The keys that act on the session or the plan under the cursor, and on none.

    What is done here is taken back by an edit of its own, so that `u` in the library never
    takes back what was done inside a session meanwhile. `awaited` is the row that gets the
    cursor as soon as it is listed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open", "open", id="library.open", key_display="Enter",
                tooltip="Open the session where you left it, or the plan"),
        Binding("n,a", "new", "new", id="library.new", tooltip="Start a session of your own"),
        Binding("i", "import", "import", id="library.import",
                tooltip="Take in the file of a session or a plan"),
        Binding("e,f8", "export", "export", id="library.export",
                tooltip="Write it to a file: for a partner, or as a report"),
        Binding("space,m", "mark", "mark", id="library.mark", key_display="Space",
                tooltip="Mark the session to be compared, or unmark it"),
        Binding("c", "compare", "compare", id="library.compare",
                tooltip="Compare the marked sessions"),
        Binding("r,f2", "rename", "rename", id="library.rename", tooltip="Give it another title"),
        Binding("d", "duplicate", "duplicate", id="library.duplicate",
                tooltip="Make a copy of your own, which can be edited"),
        Binding("x", "archive", "archive", id="library.archive",
                tooltip="Set the session aside, or take it back"),
        Binding("delete,D", "delete", "delete", id="library.delete", key_display="Del",
                tooltip="Delete it; it can be brought back"),
        Binding("b", "restore", "bring back", id="library.restore",
                tooltip="Bring back what was deleted"),
        Binding("f6,u", "undo", "undo", id="library.undo", tooltip="Take back what was done here"),
        Binding("f3,slash", "find", "find", id="library.find",
                tooltip="Find by title or organisation"),
        Binding("f4,f", "filter", "filter", id="library.filter",
                tooltip="List all, ours, partners', plans, archived or deleted"),
        Binding("f10,q,backspace", "back", "quit", id="page.back", tooltip="Leave commongrid"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._acts: list[Act] = []
        self.awaited: str | None = None

    @property
    def current(self) -> Listed | None:
        """The session or the plan under the cursor."""
        raise NotImplementedError

    @property
    def listed(self) -> bool:
        """Whether there is anything at all."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys for a row act where there is one, if only to say why nothing is done to it."""
        one = self.current
        if action == "restore":
            return one is not None and one.deleted
        if action in ON_A_ROW:
            return one is not None
        if action in ON_THE_LIST:
            return self.listed
        return bool(self._acts) if action == "undo" else True

    def keys_now(self) -> Iterable[Hint]:
        """All but those that would only say why they do nothing."""
        idle: tuple[str, ...] = ()
        if (one := self.current) is not None and one.deleted:
            idle = (*ON_A_ROW, "compare")
        elif isinstance(one, PlanSummary):
            idle = FOR_SESSIONS
        return (hint for hint in super().keys_now() if hint.action not in idle)

    def undeleted(self) -> Listed | None:
        """What is under the cursor; if it is deleted none, and that is said."""
        if (one := self.current) is None or not one.deleted:
            return one
        what = "plan" if isinstance(one, PlanSummary) else "session"
        self.post_message(Announced(f"This {what} is deleted; b brings it back first."))
        return None

    # ---- new ones, files

    def action_new(self) -> None:
        """Start a session of one's own."""
        self.post_message(NewRequested())

    def action_import(self) -> None:
        """Take in a file."""
        from tui.screens.importing import ImportPage

        def kept(session: SessionId) -> None:
            self.awaited = session

        self.app.push_screen(ImportPage(then=kept))

    def action_export(self) -> None:
        """Write the session or the plan under the cursor to a file."""

        def show(stored: Stored) -> None:
            from tui.screens.exportables import session_exportable
            from tui.screens.exporting import ExportPage

            self.app.push_screen(ExportPage(session_exportable(stored)))

        if isinstance(one := self.undeleted(), PlanSummary):
            self.post_message(PlanExportRequested(one.id))
        elif one is not None:
            self.post_message(LoadRequested(one.id, self._or_why_not(show)))

    def action_duplicate(self) -> None:
        """Make a copy: of a session, one that is ours, so that it can be edited."""

        def copy(stored: Stored) -> None:
            from sessions.edits import Delete

            session = copy_of(stored.session)
            self._acts.append(Act(StoredEditRequested(session.id, Delete(True)), None))
            self.awaited = session.id
            self.post_message(CreateRequested(session, said=f"Made {session.title}"))

        def copy_plan(stored: StoredPlan) -> None:
            from sessions.plans.edits import DeletePlan
            from sessions.plans.update import copy_of_plan

            plan = copy_of_plan(stored.plan)
            self._acts.append(Act(StoredPlanEditRequested(plan.id, DeletePlan(True)), None))
            self.awaited = plan_key(plan.id)
            self.post_message(PlanCreateRequested(plan, f"Made {plan.title}"))

        if isinstance(one := self.undeleted(), PlanSummary):
            self.post_message(PlanLoadRequested(one.id, self._or_why_not(copy_plan)))
        elif one is not None:
            self.post_message(LoadRequested(one.id, self._or_why_not(copy)))

    def _or_why_not(self, then: Callable[[Any], object]) -> Callable[[Any], None]:
        """Go on with what was loaded, or say what stands in the way."""

        def respond(answer: Stored | StoredPlan | CommongridError) -> None:
            if isinstance(answer, CommongridError):
                self.post_message(Announced(str(answer), problem=True))
            else:
                then(answer)

        return respond

    # ---- changing one, and taking that back

    def action_rename(self) -> None:
        """Ask for another title."""
        from tui.screens.prompt import Prompt

        one = self.undeleted()
        if one is None:
            return
        if isinstance(one, Summary) and not one.ours:
            sentence = "A partner's session is read-only; d makes a copy that is yours."
            self.post_message(Announced(sentence))
            return

        def asks(title: str) -> list[Back]:
            return [retitled(one, one.title, title)]

        def rename(title: str | None) -> None:
            if title and title != one.title:
                for request in asks(title):
                    self._do(one, request, retitled(one, title, one.title))

        self.app.push_screen(Prompt("The new title", one.title, asks=asks), rename)

    def action_archive(self) -> None:
        """Set the session aside, or take it back; say why a plan stays in the list."""
        from sessions.edits import Archive

        if isinstance(one := self.undeleted(), Summary):
            there, other = (
                StoredEditRequested(one.id, Archive(on)) for on in (one.archived, not one.archived)
            )
            self._do(one, other, there)
        elif one is not None:
            sentence = "A plan cannot be archived. Del deletes it; u brings it back."
            self.post_message(Announced(sentence))

    def action_delete(self) -> None:
        """Ask, then mark it as deleted."""
        from tui.screens.confirm import Confirm

        one = self.undeleted()
        if one is None:
            return

        def delete(sure: bool | None) -> None:
            if sure:
                self._do(one, deleted(one, True), deleted(one, False))

        question = f"Delete {one.title} of {whom(one)}? u brings it back, later f and b."
        self.app.push_screen(Confirm(question, "Delete", "Keep", start_on_no=True), delete)

    def action_restore(self) -> None:
        """Bring back what was deleted."""
        if (one := self.current) is not None:
            self._do(one, deleted(one, False), deleted(one, True), stays=False)

    def _do(self, one: Listed, ask: Back, back: Back, *, stays: bool = True) -> None:
        self._acts.append(Act(back, key_of(one) if stays else None))
        self.post_message(ask)

    def forget_acts(self) -> None:
        """Something is opened: what comes then is undone there, and nothing from before here."""
        self._acts.clear()

    def action_undo(self) -> None:
        """Take back what was done here last, and nothing that was done inside a session."""
        act = self._acts.pop()
        self.awaited = act.then
        self.post_message(act.back)
        self.refresh_bindings()


def retitled(one: Listed, before: str, after: str) -> Back:
    """Asks for another title of a session or a plan."""
    if isinstance(one, PlanSummary):
        from sessions.plans.edits import RetitlePlan

        return StoredPlanEditRequested(one.id, RetitlePlan(after, before))
    from sessions.edits import FieldPath, Write

    return StoredEditRequested(one.id, Write(FieldPath("title"), after, before))


def deleted(one: Listed, on: bool) -> Back:
    """Asks to delete a session or a plan, or to bring it back."""
    if isinstance(one, PlanSummary):
        from sessions.plans.edits import DeletePlan

        return StoredPlanEditRequested(one.id, DeletePlan(on))
    from sessions.edits import Delete

    return StoredEditRequested(one.id, Delete(on))
