"""Sessions for tests: a side in one line, and the worked example of both sides."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace

from catalogue.activities import Activity, ActivityId
from catalogue.levels import Level
from catalogue.phases import Phase
from sessions.session import (
    Assessment,
    Organisation,
    Perspective,
    Session,
    SessionId,
)

LETTERS = {"L": Level.LOW, "M": Level.MODERATE, "H": Level.HIGH, "-": None}


def side(
    name: str,
    cells: Mapping[str, str],
    *,
    perspective: Perspective = Perspective.SPONSOR,
    own: Mapping[str, str] | None = None,
) -> Session:
    """A session that chose these activities: {"registry": "HM"} is high benefit, moderate cost."""
    session = Session(
        id=SessionId(str(uuid.uuid5(uuid.NAMESPACE_URL, name))),
        title=f"Session of {name}",
        perspective=perspective,
        organisation=Organisation(name),
    ).with_own(Activity(ActivityId(key), title) for key, title in (own or {}).items())
    return replace(
        session,
        assessments={
            ActivityId(key): Assessment(
                ActivityId(key), chosen=True, benefit=LETTERS[cell[0]], investment=LETTERS[cell[1]]
            )
            for key, cell in cells.items()
        },
    )


FUND = "own-travel-relocation-fund"

# The worked example: sponsor's cell, patient group's cell, sponsor's and group's reasons.
EXAMPLE = {
    "unmet-need": ("ML", "HM", "Saves a consultancy study", "Puts family experience on record"),
    "registry": ("HM", "HH", "Single-arm trial needs external controls", "No data manager"),
    "translational-tools": ("HM", "LL", "Patient cell lines are needed", "Release takes a letter"),
    "endpoints": ("HM", "HM", "The regulator has asked", "Loss of vision will go unmeasured"),
    "eligibility": ("HL", "ML", "Cut-offs decide who is reachable", "Two calls are enough"),
    "protocol": ("HM", "HM", "Repeated scans under anaesthesia", "What a dosing month does"),
    "consent": ("HL", "HL", "First-in-human consent is complex", "A glossary exists"),
    "sites": ("MH", "LM", "Only two sites can dose", "The directory changes little"),
    "recruitment": ("HL", "MM", "One newsletter may fill the cohort", "Every worried call"),
    "peer-support": ("ML", "HH", "Helpful, but kept apart", "Three volunteers carry it all"),
    "regulator-meetings": ("MM", "HM", "The agenda is short", "First time in the room"),
    "diagnosis": ("LM", "HH", "No approved therapy yet", "The long-term goal"),
    FUND: ("HM", "HL", "Travel and relocation fund", "The group runs the hardship desk"),
}


def worked_example() -> tuple[Session, Session]:
    """The sponsor's and the patient group's session of the worked example."""
    sides = []
    for number, (name, perspective) in enumerate(
        (
            ("Alder Bay Genetics", Perspective.SPONSOR),
            ("Aurel Families Network", Perspective.PATIENT_GROUP),
        )
    ):
        session = side(name, {key: row[number] for key, row in EXAMPLE.items()})
        fund = Activity(
            ActivityId(FUND), "Family travel and relocation fund", phases=(Phase.TRIALS,)
        )
        whys = {
            key: replace(held, benefit_why=EXAMPLE[key][2 + number], plan="One call a month.")
            for key, held in session.assessments.items()
        }
        sides.append(replace(session.with_own([fund]), perspective=perspective, assessments=whys))
    return sides[0], sides[1]
