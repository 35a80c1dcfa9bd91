"""The lifecycle of a medical product, in the five phases that the paper's own Table 1 uses."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """A phase of product development; the order of definition is the order of the lifecycle."""

    PRE_DISCOVERY = "pre-discovery"
    PRECLINICAL = "preclinical"
    TRIALS = "trials"
    REVIEW = "review"
    POST_APPROVAL = "post-approval"

    @property
    def words(self) -> str:
        """The phase in words for a screen or a report."""
        return _WORDS[self]


_WORDS = {
    Phase.PRE_DISCOVERY: "Pre-discovery",
    Phase.PRECLINICAL: "Preclinical",
    Phase.TRIALS: "Phase 1/2/3 trials",
    Phase.REVIEW: "Review & approval",
    Phase.POST_APPROVAL: "Post-approval",
}
