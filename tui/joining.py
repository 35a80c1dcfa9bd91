"""What screens ask for on several sides: which sessions are compared, and how they come down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from textual import on

from sessions.errors import CommongridError
from sessions.session import Session, SessionId, Step
from sessions.store import LogKind, LogRow, Store, Stored
from tui import messages
from tui.screens.page import Page
from tui.serving import Serving

if TYPE_CHECKING:
    from sessions.comparison import Comparison
    from sessions.joint.matching import TitleMatch
    from sessions.partnership import Partnership
    from tui.screens.reading_text import News

_NO_SIDES: tuple[SessionId, ...] = ()


class Joining(Serving):
    """An app that may compare the open session with others, as stored."""

    sides: tuple[SessionId, ...] = _NO_SIDES
    _others: Mapping[SessionId, Stored] = MappingProxyType({})
    _same: Mapping[TitleMatch, bool] = MappingProxyType({})

    def session_changed(self) -> None:
        """The screens of several sides show the open session as its desk has it."""
        super().session_changed()
        if self.comparing:
            self._show_sides()

    def others_changed(self) -> None:
        """Another process may have changed a side that is not open here."""
        super().others_changed()
        sides = [side for side in self.sides if self.opened is None or side != self.opened.id]

        def show(answer: list[Stored] | CommongridError) -> None:
            self.missed(answer)
            if isinstance(answer, CommongridError):
                self.say(str(answer), problem=True)
                return
            newer = [one for one in answer if one.revision != self._other(one.session.id).revision]
            self._others = {**self._others, **{one.session.id: one for one in newer}}
            if newer:
                self._show_sides()

        if sides:
            self.ask(lambda store: [store.load(side) for side in sides], show, saves=False)

    @property
    def comparing(self) -> bool:
        """Whether the open session is one of the sides that are compared."""
        return self.opened is not None and self.opened.id in self.sides

    def sides_with(self, session: SessionId) -> tuple[SessionId, ...]:
        """The sides to compare a session with when nobody has picked any: none."""
        return _NO_SIDES

    def plan_of_sides(self, sides: list[Session]) -> Partnership | None:
        """The plan of these sides, for the screens that show what was decided."""
        return None

    def joint_page(self, step: Step) -> Page:
        """The screen for comparing, or the one to pick a partner on while there is none."""
        if not self.comparing:
            mine, sides = self.desk.id, self.sides_with(self.desk.id)
            self.side_with(tuple(sorted(sides, key=lambda side: side != mine)))
        if not self.comparing:
            from tui.screens.pick_partner import PickPartner

            return PickPartner(self.desk.session, self.reader.sessions())
        return self.page_of_sides(step)

    def page_of_sides(self, step: Step) -> Page:
        """The screen of a step that several sides take together."""
        return self._comparison_page()

    def side_with(self, sides: tuple[SessionId, ...], stored: Sequence[Stored] = ()) -> None:
        """Compare these sides from now on, ours first; `stored` are not read again."""
        self._others = {one.session.id: one for one in stored}
        self.sides = tuple(sorted(sides, key=lambda side: not self._as_kept(side).ours))

    def comparison(self) -> Comparison:
        """The sides as they now are, compared. Raises ComparisonError, StoreError."""
        from sessions.comparison import compare

        return compare([self._as_shown(one) for one in self._sides()], answers=self._same)

    @on(messages.SameAnswered)
    def remember_same(self, message: messages.SameAnswered) -> None:
        """Ask nobody twice which activities are the same, in the plan least of all."""
        self._same = {**self._same, **message.answers}

    @on(messages.CompareRequested)
    def compare(self, message: messages.CompareRequested) -> None:
        """Compare stored sessions; the first of ours among them is the open one from now on.

        They are loaded behind whatever is still to be saved, a file just taken in for one.
        """
        self.ask(
            lambda store: [store.load(side) for side in message.sessions],
            self._compare_stored,
            saves=False,
        )

    def _compare_stored(self, stored: list[Stored] | CommongridError) -> None:
        from tui.screens.joint import JointPage
        from tui.screens.step import StepPage

        before = self.sides, list(self._others.values())
        try:
            if isinstance(stored, CommongridError):
                raise stored
            self.side_with(tuple(one.session.id for one in stored), stored)
            if self.opened is None or self.opened.id not in self.sides:
                ours = next((one for one in stored if one.ours), stored[0])
                self.sit_down(ours.session.id)
            page = self._comparison_page()
        except CommongridError as error:
            self.side_with(*before)
            self.say(str(error), problem=True)
            return
        if isinstance(self.screen, JointPage | StepPage):
            self.switch_screen(page)
        else:
            self.push_screen(page)

    @on(messages.PartnerFileRequested)
    def open_partner_file(self) -> None:
        """Take in a partner's file, then compare it with the open session."""
        from tui.screens.importing import ImportPage

        def kept(session: SessionId) -> None:
            self.post_message(messages.CompareRequested((self.desk.id, session)))

        self.push_screen(ImportPage(then=kept))

    @on(messages.ReportRequested)
    def report(self, message: messages.ReportRequested) -> None:
        """Offer a comparison or a plan as a file."""
        from sessions.comparison import Comparison
        from tui.screens.exportables import comparison_exportable, plan_exportable
        from tui.screens.exporting import ExportPage

        subject = message.subject
        what = (
            comparison_exportable(subject)
            if isinstance(subject, Comparison)
            else plan_exportable(subject, message.changed)
        )
        self.push_screen(ExportPage(what))

    def _comparison_page(self) -> Page:
        from tui.screens.comparison import ComparisonPage

        comparison = self.comparison()
        plan = self.plan_of_sides(list(comparison.sides))
        page = ComparisonPage(comparison, mine=self.sides.index(self.desk.id), plan=plan)
        others = [one for one in self._sides() if one.session.id != self.desk.id]

        def news(store: Store) -> News:
            found = [since_last_file(one.session, store.history(one.session.id)) for one in others]
            return {key: said for one in found for key, said in one.items()}

        def show(answer: News | CommongridError) -> None:
            if isinstance(answer, CommongridError):
                self.say(str(answer), problem=True)
            else:
                page.show_news(answer)

        self.once_painted(lambda: self.ask(news, show, saves=False, keys_wait=False))
        return page

    def _sides(self) -> list[Stored]:
        return [self._as_kept(side) for side in self.sides]

    def _as_kept(self, side: SessionId) -> Stored:
        opened = self.opened
        return opened.stored if opened is not None and opened.id == side else self._other(side)

    def _other(self, side: SessionId) -> Stored:
        """A side that is not the open session, as it was read last."""
        if side not in self._others:
            self._others = {**self._others, side: self.reader.load(side)}
        return self._others[side]

    def _show_sides(self) -> None:
        from tui.screens.comparison import ComparisonPage
        from tui.screens.plan import PlanPage

        for page in self.screen_stack:
            if isinstance(page, ComparisonPage | PlanPage):
                try:
                    page.show([self._as_shown(one) for one in self._sides()])
                except CommongridError as error:
                    self.say(str(error), problem=True)

    def _as_shown(self, stored: Stored) -> Session:
        return self.desk.session if stored.session.id == self.desk.id else stored.session


def since_last_file(session: Session, rows: Sequence[LogRow]) -> dict[Any, tuple[str, ...]]:
    """What the newest file of a partner changed, in words, by activity."""
    from sessions.joint.differences import differences
    from sessions.patch import net

    imports = [row for row in rows if row.kind is LogKind.IMPORT]
    newest = [row.change for row in imports if row.group == imports[-1].group]
    older = net(newest).inverse().apply(session)
    return {
        one.activity: one.sentences
        for one in differences(older, session)
        if one.activity is not None
    }
