"""Reports as JSON, for scripts, which depend on these shapes: they are stable."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from catalogue.levels import Dimension
from sessions.comparison import Comparison, Reading
from sessions.files.writing import plan_document, session_document
from sessions.joint.reading import JointClass, Lever, Rating
from sessions.partnership import Partnership, Proposal
from sessions.session import Session
from sessions.text import safe


def session_json(session: Session, *, with_private: bool) -> str:
    """A session with the keys of its file."""
    return draw_json(session_document(session, with_private=with_private))


def comparison_json(found: Comparison) -> str:
    """A comparison: sides, activities in reading order, and the counts of all eight classes."""
    return draw_json(
        {
            "sides": [
                {"name": name, "perspective": side.perspective, "session": side.id}
                for name, side in zip(found.names, found.sides, strict=True)
            ],
            "activities": [_reading(one) for one in found.readings],
            "counts": {str(name): found.counts[name] for name in JointClass},
        }
    )


def plan_json(plan: Partnership) -> str:
    """A plan with the keys of its file; what is not said is left out."""
    return draw_json(plan_document(plan))


def draw_json(document: Any) -> str:
    """A document as JSON that people can read too, ending in a newline."""
    return json.dumps(_plain(document), ensure_ascii=False, indent=2) + "\n"


def _plain(value: Any) -> Any:
    """Texts made safe, moments and days as ISO 8601."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return safe(str(value)) if isinstance(value, str) else value


def _reading(one: Reading) -> dict[str, Any]:
    return {
        "id": one.activity,
        "title": one.title,
        "class": one.joint_class,
        "offered_by": list(one.offered_by),
        "cells": [_rating(rating) for rating in one.cells],
        "levers": [_lever(lever) for lever in one.levers],
    }


def _rating(rating: Rating | None) -> dict[str, str | None] | None:
    if rating is None:
        return None
    return {str(dimension): rating.level(dimension) for dimension in Dimension}


def _lever(one: Lever) -> dict[str, Any]:
    return _proposal(Proposal(one.side, one.dimension, one.from_level, one.to_level))


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "side": one.side,
        "dimension": one.dimension,
        "from": one.from_level,
        "to": one.to_level,
    }
