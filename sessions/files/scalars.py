"""What single values of a file may hold, with the words that say so where one does not.

`extra` marks are ours: `line` for one line of text, `use` for what to use instead.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from catalogue.factors import FactorCode, factors_of
from catalogue.levels import Dimension
from sessions.session import TITLE_LENGTH

TEXT_LENGTH = 100_000
ID_LENGTH = 80

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
UUID_PATTERN = r"^(urn:uuid:)?\{?[0-9A-Fa-f]{8}-?([0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}\}?$"

Title = Annotated[str, Meta(min_length=1, max_length=TITLE_LENGTH, extra={"line": True})]
Line = Annotated[str, Meta(max_length=TEXT_LENGTH, extra={"line": True})]
Name = Annotated[str, Meta(min_length=1, max_length=TEXT_LENGTH, extra={"line": True})]
Text = Annotated[str, Meta(max_length=TEXT_LENGTH)]
Id = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=ID_LENGTH,
        pattern=ID_PATTERN,
        extra={"use": "ASCII letters, digits, full stops, underscores and hyphens"},
    ),
]
SessionUuid = Annotated[
    str,
    Meta(
        pattern=UUID_PATTERN,
        extra={"use": "a UUID, or leave id out"},
        description="A UUID. Leave it out and it is made of the organisation's name and the title.",
    ),
]
PlanUuid = Annotated[
    str,
    Meta(
        pattern=UUID_PATTERN,
        extra={"use": "a UUID, or leave id out"},
        description="A UUID. Leave it out and it is made of the sides' sessions and the title.",
    ),
]
SideUuid = Annotated[
    str,
    Meta(pattern=UUID_PATTERN, extra={"use": "the UUID that is the id of this side's session"}),
]
Hash = Annotated[
    str, Meta(pattern=r"^[0-9A-Fa-f]{64}$", extra={"use": "64 hexadecimal digits (SHA-256)"})
]
When = Annotated[datetime, Meta(tz=True)]
Day = Annotated[date, Meta(description="A day without quotes, such as 2027-03-31.")]

if TYPE_CHECKING:
    BenefitFactor = FactorCode
    InvestmentFactor = FactorCode
else:
    BenefitFactor = Literal[tuple(str(one.code) for one in factors_of(Dimension.BENEFIT))]
    InvestmentFactor = Literal[tuple(str(one.code) for one in factors_of(Dimension.INVESTMENT))]
