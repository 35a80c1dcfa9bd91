"""What is in the file of a plan that somebody wants to take in."""

from __future__ import annotations

from sessions.errors import RefusedEditError
from sessions.exchange import PlanFile
from sessions.partnership import Decision, Partnership
from sessions.plans.update import plan_differences
from sessions.store import StoredPlan
from tui.screens.found import BOTH, CANCEL, SAME, UPDATE, Found, Verdict
from tui.widgets.reader import Block, Look


def plan_found(name: str, file: PlanFile, stored: StoredPlan | None) -> Found:
    """A plan's file; one that is kept here is shown by what the file would change."""
    contents = (*_contents(file.plan), Block(""))
    odd = tuple(Block(sentence, label="- ") for sentence in file.warnings)
    if stored is None:
        actions = ((Verdict.OURS, "Keep this plan"), CANCEL)
        return Found(name, (*contents, *odd), actions)
    try:
        changes = plan_differences(stored.plan, file.plan)
    except RefusedEditError as error:
        told = (Block(str(error), Look.STRONG),)
        return Found(name, (*contents, *told, *odd), (BOTH, CANCEL))
    if not changes and not stored.plan.deleted:
        same = (Block("This plan is here already, and the file says the same."),)
        return Found(name, (*contents, *same, *odd), (SAME, BOTH))
    blocks = [Block("This plan is here already. Updating would change this:", Look.HEADING)]
    for one in changes:
        blocks.append(Block(one.title, Look.STRONG))
        blocks += [Block(sentence, label="  - ") for sentence in one.sentences]
    return Found(name, (*contents, *blocks, *odd), (UPDATE, BOTH, CANCEL))


def _contents(plan: Partnership) -> tuple[Block, ...]:
    """Whose plan it is, and what was decided."""
    decided = ", ".join(
        f"{count} {decision.words.lower()}"
        for decision in Decision
        if (count := len(plan.decided(decision)))
    )
    return (
        Block(plan.title, Look.STRONG),
        Block("A plan of " + " and ".join(side.name for side in plan.sides)),
        Block(decided or "nothing decided yet"),
        Block("Once kept, it is listed in the library.", Look.QUIET),
    )
