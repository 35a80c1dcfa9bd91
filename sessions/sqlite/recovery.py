"""Taking in again what was kept aside because it could not be saved."""

from __future__ import annotations

from datetime import datetime

from catalogue.values import dataclass, replace
from sessions.edits import Update
from sessions.errors import UnknownSessionError
from sessions.session import PRIVATE_FIELDS, RESCUED, Session, ended, new_session_id
from sessions.store import Outcome, Store, Stored, Who


@dataclass(frozen=True, slots=True)
class Recover:
    """Take over one's own session as it was on screen: unlike an import, private words too."""

    rescued: Session

    def apply(self, session: Session) -> Session:
        after = Update(self.rescued).apply(session)
        for key, held in self.rescued.assessments.items():
            said = {name: words for name in PRIVATE_FIELDS if (words := getattr(held, name))}
            if said:
                after = after.with_assessment(replace(after.assessment(key), **said))
        return after

    def label(self, after: Session) -> str:
        return "Took in what could not be saved"


@dataclass(frozen=True, slots=True)
class TakeIn:
    """The job of keeping a rescued session; a job for a `Writer`.

    `seen` is when the session had been changed last as far as the rescued one knew. If it was
    changed since, both are kept, side by side: nobody's words are taken over unseen. So they are
    for a file that tells the time in whole seconds only.
    """

    rescued: Session
    seen: datetime | None
    who: Who

    def __call__(self, store: Store) -> Stored:
        try:
            held = store.load(self.rescued.id)
        except UnknownSessionError:
            return store.create(self.rescued, who=self.who)
        if held.ours and not held.session.deleted and held.modified == self.seen:
            done: Outcome[Stored] = store.commit(
                self.rescued.id, Recover(self.rescued), who=self.who
            )
            return done.stored
        title = ended(self.rescued.title, RESCUED)
        copy = replace(self.rescued, id=new_session_id(), title=title)
        return store.create(copy, who=self.who)
