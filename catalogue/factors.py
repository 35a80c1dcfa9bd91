"""The ten factors that the paper's interviewees weighed: prompts for a rating, never a score.

Source: Perry et al. 2021, "Considerations Made When Evaluating Benefits" and
"... Investments"; the wording of titles and prompts is this project's.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NewType

from catalogue.levels import Dimension
from catalogue.values import dataclass

FactorCode = NewType("FactorCode", str)


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing to consider while rating one dimension; `code` is B1 to B5 or I1 to I5."""

    code: FactorCode
    dimension: Dimension
    title: str
    prompt: str
    note: str = ""


@cache
def factors() -> tuple[Factor, ...]:
    """All ten factors, B1 to B5 and then I1 to I5."""
    # The library, and commands on it, name no factor.
    import tomllib

    text = Path(__file__).with_name("factors.toml").read_text(encoding="utf-8")
    return tuple(
        Factor(
            code=FactorCode(entry["code"]),
            dimension=Dimension(entry["dimension"]),
            title=entry["title"],
            prompt=entry["prompt"],
            note=entry.get("note", ""),
        )
        for entry in tomllib.loads(text)["factor"]
    )


def factors_of(dimension: Dimension) -> tuple[Factor, ...]:
    """The five factors of one dimension, in order."""
    return tuple(factor for factor in factors() if factor.dimension is dimension)
