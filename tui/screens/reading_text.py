"""What is said of a joint reading on screen: pure functions from a comparison to blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalogue.activities import ActivityId
from catalogue.factors import factors
from catalogue.levels import Dimension
from sessions.comparison import Comparison, Reading
from sessions.joint.reading import Rating
from sessions.joint.reasons import lever_words
from sessions.matrix import meaning
from sessions.partnership import Item, Partnership
from sessions.session import Assessment
from tui.widgets.reader import Block, Look
from tui.widgets.spread import Beside

News = Mapping[ActivityId, Sequence[str]]
"""What is new about an activity since the partner's last file, in sentences."""

BLANK = Block("")
STACK_BELOW = 100
"""Columns of whole texts stand one below the other where the pane is narrower than this."""

_SHORT = {"low": "low", "moderate": "mod.", "high": "high", None: "?"}


def cell_words(rating: Rating | None, *, short: bool = False) -> str:
    """A side's cell: "high / moderate", "not chosen"; `short` fits into eleven cells."""
    if rating is None:
        return "not chosen"
    if short:
        return f"{_SHORT[rating.benefit]} / {_SHORT[rating.investment]}"
    return rating.words


def sentence(words: str) -> str:
    """Words as a sentence begins: with a capital."""
    return words[:1].upper() + words[1:]


def key_of(reading: Reading) -> str:
    """What a row stands for: an activity as every side knows it, which nothing else has."""
    return "\n".join(one or "" for one in reading.ids)


def item_of(plan: Partnership | None, reading: Reading) -> Item:
    """What the plan holds of an activity, by whatever id a side knows it; blank if nothing."""
    for one in (reading.activity, *reading.ids):
        if plan is not None and one is not None and one in plan.items:
            return plan.items[one]
    return Item(reading.activity, reading.title)


def news_of(reading: Reading, news: News) -> list[str]:
    """What is new about an activity, by whatever id a side knows it."""
    ids = dict.fromkeys([reading.activity, *(one for one in reading.ids if one)])
    return [words for one in ids for words in news.get(one, ())]


def lever_sentences(comparison: Comparison, reading: Reading) -> list[str]:
    """Every single step that would make it a start."""
    return [f"start here, {lever_words(one, comparison.names)}" for one in reading.levers]


def in_brief(comparison: Comparison, reading: Reading, news: News) -> tuple[Block, ...]:
    """The pane beside the list: why it has its class, levers, and both sides' reasons."""
    blocks = [
        Block(reading.title, Look.STRONG),
        Block(sentence(comparison.reason(reading)) + "."),
        *(Block(words, label="Lever: ") for words in lever_sentences(comparison, reading)[:2]),
        *(Block(words, label="New: ") for words in news_of(reading, news)[:2]),
    ]
    columns = tuple(
        (
            Block(f"{name}: {cell_words(reading.cells[side])}", Look.HEADING),
            *_whys(comparison.assessment(reading, side)),
        )
        for side, name in enumerate(comparison.names)
    )
    return (*blocks, Beside("", columns=columns))


def _whys(held: Assessment | None) -> list[Block]:
    if held is None:
        return []
    whys = [Block(f"{sentence(one)}: {held.why(one)}") for one in Dimension if held.why(one)]
    return whys or [Block("No reason given.", Look.QUIET)]


def in_full(
    comparison: Comparison,
    reading: Reading,
    news: News,
    item: Item | None = None,
    *,
    stack_below: int = STACK_BELOW,
) -> tuple[Block, ...]:
    """Everything both sides say of one activity, section by section, at equal size."""
    blocks = [
        Block(reading.title, Look.STRONG),
        Block(sentence(comparison.reason(reading)) + "."),
        Block(reading.joint_class.advice, Look.QUIET),
        *(Block(words, label="Lever: ") for words in lever_sentences(comparison, reading)),
        *(Block(words, label="New since the last file: ") for words in news_of(reading, news)),
    ]
    if item is not None and not item.blank:
        blocks.append(Block(item.decision.words, label="Decided: "))
    sides = range(len(comparison.names))
    sections = [("Cells", [_cell(comparison, reading, side) for side in sides])]
    for dimension in Dimension:
        columns = [_rated(comparison, reading, side, dimension) for side in sides]
        sections.append((sentence(dimension), columns))
    for heading, name in (
        ("How it would be done", "plan"),
        ("Questions about the wording", "unclear"),
    ):
        held = [comparison.assessment(reading, side) for side in sides]
        texts = [getattr(one, name) if one else "" for one in held]
        if any(texts):
            columns = [
                (
                    Block(comparison.names[side], Look.STRONG),
                    Block(texts[side]) if texts[side] else Block("Nothing written.", Look.QUIET),
                )
                for side in sides
            ]
            sections.append((heading, columns))
    for heading, columns in sections:
        beside = Beside("", columns=tuple(columns), least=stack_below)
        blocks += [BLANK, Block(heading, Look.HEADING), beside]
    return tuple(blocks)


def _cell(comparison: Comparison, reading: Reading, side: int) -> tuple[Block, ...]:
    rating, known = reading.cells[side], reading.ids[side]
    blocks = [Block(f"{comparison.names[side]}: {cell_words(rating)}", Look.STRONG)]
    if rating and rating.cell:
        own_reading = meaning(rating.cell)
        blocks.append(Block(f"On its own: {own_reading.words}.", Look.QUIET))
    title = comparison.sides[side].title_of(known) if known else reading.title
    if title != reading.title:
        blocks.append(Block(f"Calls it: {title}", Look.QUIET))
    return tuple(blocks)


def _rated(
    comparison: Comparison, reading: Reading, side: int, dimension: Dimension
) -> tuple[Block, ...]:
    name, held = comparison.names[side], comparison.assessment(reading, side)
    if held is None:
        return (Block(name, Look.STRONG), Block("Did not choose it.", Look.QUIET))
    level = held.level(dimension)
    blocks = [Block(f"{name}: {level or 'not rated'}", Look.STRONG)]
    means = comparison.sides[side].levels.of(dimension, level) if level else ""
    if means:
        blocks.append(Block(f"{sentence(str(level))} means: {means}", Look.QUIET))
    why = held.why(dimension)
    blocks.append(Block(why) if why else Block("No reason given.", Look.QUIET))
    titles = {factor.code: factor.title for factor in factors()}
    named = [f"{code} {titles.get(code, '')}".strip() for code in held.factors(dimension)]
    if named:
        blocks.append(Block(f"Weighed: {', '.join(named)}", Look.QUIET))
    return tuple(blocks)
