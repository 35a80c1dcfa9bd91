"""A session, a comparison or a plan as a report in the formats that people pass on.

The one door to `sessions.reports`. Every report is text; encode it as UTF-8 and write it as
it is (no translation of newlines: CSV has its own). Private fields are taken out here, unless
they are asked for by name, and then the report says so on top. Of the rooms behind it, a report
imports those that its own format needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from catalogue.values import replace
from sessions.comparison import Comparison
from sessions.errors import CommongridError
from sessions.partnership import Partnership
from sessions.session import Session, without_private

if TYPE_CHECKING:
    from sessions.reports.blocks import Document
    from sessions.store import LogRow


class Format(StrEnum):
    """What a report can be written as; SVG is for a session's matrix only."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    CSV = "csv"
    SVG = "svg"

    @property
    def suffix(self) -> str:
        """The ending of a file in this format."""
        return {"text": ".txt", "markdown": ".md"}.get(self.value, f".{self.value}")


def report_session(
    session: Session,
    form: Format,
    *,
    made: datetime,
    with_private: bool = False,
    changes: Sequence[LogRow] = (),
) -> str:
    """A session as a report. `changes` are for text, Markdown and HTML; the others leave them out.

    `made` is an aware moment.
    """
    shown = session if with_private else without_private(session)
    if form is Format.CSV:
        from sessions.reports.as_csv import session_csv

        return session_csv(shown, with_private=with_private)
    if form is Format.JSON:
        from sessions.reports.as_json import session_json

        return session_json(shown, with_private=with_private)
    if form is Format.SVG:
        from sessions.reports.as_svg import session_svg

        return session_svg(shown, made=made)
    from sessions.reports.session_report import session_blocks

    return _draw(session_blocks(shown, made=made, with_private=with_private, changes=changes), form)


def report_comparison(
    comparison: Comparison,
    form: Format,
    *,
    made: datetime,
    with_private: bool = False,
) -> str:
    """A comparison as a report. Raises CommongridError for SVG, which shows one side's matrix."""
    if form is Format.SVG:
        raise CommongridError(_NO_PICTURE)
    found = comparison
    if not with_private:
        sides = tuple(without_private(side) for side in comparison.sides)
        found = replace(comparison, sides=sides)
    if form is Format.CSV:
        from sessions.reports.as_csv import comparison_csv

        return comparison_csv(found, with_private=with_private)
    if form is Format.JSON:
        from sessions.reports.as_json import comparison_json

        return comparison_json(found)
    from sessions.reports.comparison_report import comparison_blocks

    return _draw(comparison_blocks(found, made=made, with_private=with_private), form)


def report_plan(
    plan: Partnership,
    form: Format,
    *,
    made: datetime,
    changed: Sequence[int] = (),
    changes: Sequence[LogRow] = (),
) -> str:
    """A plan as a report; it holds nothing private. `changed`: see `planning.changed_sides`."""
    if form is Format.SVG:
        raise CommongridError(_NO_PICTURE)
    if form is Format.CSV:
        from sessions.reports.as_csv import plan_csv

        return plan_csv(plan)
    if form is Format.JSON:
        from sessions.reports.as_json import plan_json

        return plan_json(plan)
    from sessions.reports.plan_report import plan_blocks

    return _draw(plan_blocks(plan, made=made, changed=changed, changes=changes), form)


def _draw(document: Document, form: Format) -> str:
    if form is Format.MARKDOWN:
        from sessions.reports.as_markdown import draw_markdown

        return draw_markdown(document)
    if form is Format.HTML:
        from sessions.reports.as_html import draw_html

        return draw_html(document)
    from sessions.reports.as_text import draw_text

    return draw_text(document)


_NO_PICTURE = "SVG is a picture of one session's matrix; use text, markdown, html, csv or json."
