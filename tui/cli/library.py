"""Commands on the sessions of the library: list, new, rate."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from catalogue.activities import ActivityId
from catalogue.levels import Dimension, Level
from catalogue.nearest import nearest
from catalogue.values import dataclass, replace
from sessions.edits import Choose, Edit, Rate, Write, assessment_field
from sessions.errors import CommongridError, UnknownActivityError
from sessions.session import Organisation, Perspective, Session, new_session_id
from sessions.store import Summary
from sessions.text import safe, safe_line
from tui.cli.named import find_session
from tui.cli.output import read_file, room, say, say_json, table
from tui.cli.place import Place, pass_place

ID_CELLS = 8
BESIDE_NAMES = 48
"""Cells that a row takes beside title and organisation."""


@click.command("list")
@click.option("--plans", is_flag=True, help="The plans instead of the sessions.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
@pass_place
def list_(place: Place, plans: bool, as_json: bool) -> None:
    """List the sessions, or the plans, newest change first.

    An id is cut to what is needed to tell it from the others; every command takes it so.

    \b
    Examples:
      commongrid list
      commongrid list --json
      commongrid list --plans
    """
    if plans:
        from tui.cli.plans import list_plans

        list_plans(place, as_json=as_json)
        return
    with place.reader() as reader:
        found = [one for one in reader.sessions() if not one.deleted]
    if as_json:
        say_json([_listed(one) for one in found])
    elif not found:
        say("There are no sessions yet; `commongrid new` or `commongrid import` makes one.")
    else:
        prefixes = shortened([one.id for one in found])
        rows = [_row(one, prefix) for one, prefix in zip(found, prefixes, strict=True)]
        names = max(24, room(BESIDE_NAMES))
        widest = (36, names - names * 2 // 5, names * 2 // 5, 9, 11, 8)
        say(table(("ID", "TITLE", "ORGANISATION", "WHOSE", "RATED", "STEP"), rows, widest))


def _listed(one: Summary) -> dict[str, str | int | bool]:
    return {
        "id": one.id,
        "title": one.title,
        "perspective": one.perspective,
        "organisation": one.organisation,
        "ours": one.ours,
        "chosen": one.chosen,
        "rated": one.rated,
        "step": one.step,
        "archived": one.archived,
        "modified": one.modified.isoformat().replace("+00:00", "Z"),
    }


def _row(one: Summary, prefix: str) -> tuple[str, ...]:
    rated = f"{one.rated}/{one.chosen}"
    step = "archived" if one.archived else one.step
    return prefix, one.title, one.organisation, "ours" if one.ours else "partner's", rated, step


def shortened(ids: Sequence[str]) -> list[str]:
    """The beginnings of ids, all of one length, that tell them apart."""
    for length in range(ID_CELLS, 36):
        cut = [one[:length].rstrip("-") for one in ids]
        if len(set(cut)) == len(ids):
            return cut
    return list(ids)


@click.command()
@click.option("--title", required=True, help="What the session is called, at most 300 characters.")
@click.option(
    "--perspective",
    required=True,
    type=click.Choice([str(one) for one in Perspective]),
    help="Whose view it holds; joint: rated together in the room.",
)
@click.option("--organisation", required=True, help="Who is rating; both names if joint.")
@click.option(
    "--catalogue",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A list of activities of your own, instead of the built-in 24.",
)
@pass_place
def new(
    place: Place, title: str, perspective: str, organisation: str, catalogue: Path | None
) -> None:
    """Make a session and print its id, alone.

    \b
    Example:
      commongrid new --title "Phase 2" --perspective sponsor --organisation "Our company"
    """
    from sessions.exchange import TITLE_LENGTH, read_catalogue

    title, organisation = safe_line(title).strip(), safe_line(organisation).strip()
    if not title or not organisation:
        raise CommongridError("A session needs a title and an organisation; neither may be empty.")
    if len(title) > TITLE_LENGTH:
        raise CommongridError(
            f"The title has {len(title)} characters; shorten it to {TITLE_LENGTH}."
        )
    made = Session(
        id=new_session_id(),
        title=title,
        perspective=Perspective(perspective),
        organisation=Organisation(organisation),
    )
    if catalogue is not None:
        listed = read_catalogue(read_file(catalogue), str(catalogue))
        made = replace(made, catalogue=listed)
    with place.store() as store:
        store.create(made, who=place.who)
    say(made.id)


@dataclass(frozen=True, slots=True)
class RateTogether:
    """Choose an activity, give levels and write reasons, as one edit: all of it, or nothing.

    `texts` holds the fields that were written, each with the text before and after.
    """

    activity: ActivityId
    levels: tuple[tuple[Dimension, Level], ...]
    texts: tuple[tuple[str, str, str], ...]

    def apply(self, session: Session) -> Session:
        edits: list[Edit] = [Choose(self.activity, True)]
        edits += [Rate(self.activity, dimension, level) for dimension, level in self.levels]
        for name, before, after in self.texts:
            edits.append(Write(assessment_field(self.activity, name), after, before))
        for edit in edits:
            session = edit.apply(session)
        return session

    def label(self, after: Session) -> str:
        done = [f"{dimension} {level}" for dimension, level in self.levels]
        done += [f"wrote {name.replace('_', ' ')}" for name, _, _ in self.texts]
        title = after.title_of(self.activity)
        return f"Rated {title}: {', '.join(done)}" if done else f"Chose {title}"


LEVEL = click.Choice([str(level) for level in Level])


@click.command()
@click.argument("session")
@click.argument("activity")
@click.option("--benefit", type=LEVEL, help="What it would bring.")
@click.option("--investment", type=LEVEL, help="What it would take.")
@click.option("--benefit-why", metavar="TEXT", help="Why, in your words.")
@click.option("--investment-why", metavar="TEXT", help="Why, in your words.")
@click.option("--plan", metavar="TEXT", help="How it would be done.")
@pass_place
def rate(
    place: Place,
    /,
    session: str,
    activity: str,
    benefit: str | None,
    investment: str | None,
    **texts: str | None,
) -> None:
    """Choose ACTIVITY in SESSION, and rate it as far as options say.

    `commongrid activities` lists the ids of activities. What is not given stays as it is.

    \b
    Example:
      commongrid rate "Phase 2" registry --benefit high --investment moderate
    """
    with place.reader() as reader:
        found = find_session(reader, session)
    with place.store() as store:
        held = store.load(found).session
        known = held.activity(ActivityId(activity))
        if known is None:
            raise _unknown(activity, held)
        levels = ((Dimension.BENEFIT, benefit), (Dimension.INVESTMENT, investment))
        said = held.assessment(known.id)
        edit = RateTogether(
            known.id,
            tuple((dimension, Level(level)) for dimension, level in levels if level),
            tuple(
                (name, getattr(said, name), _within(text, name))
                for name, text in texts.items()
                if text is not None
            ),
        )
        after = store.commit(found, edit, who=place.who).stored.session
    rated = after.assessment(known.id)
    now = ", ".join(f"{d} {rated.level(d) or 'not rated'}" for d in Dimension)
    say(f"{after.title_of(known.id)}: {now}")


def _unknown(activity: str, session: Session) -> UnknownActivityError:
    close = nearest(activity, (entry.id for entry in session.offered()))
    hint = f"the nearest is {', '.join(close)}" if close else "`commongrid activities` lists them"
    return UnknownActivityError(f'There is no activity "{activity}" in this session; {hint}.')


def _within(text: str, name: str) -> str:
    from sessions.session import TEXT_LENGTH

    clean = safe(text)
    if len(clean) > TEXT_LENGTH:
        raise CommongridError(
            f"--{name.replace('_', '-')} has {len(clean):,} characters; "
            f"shorten it to {TEXT_LENGTH:,}."
        )
    return clean
