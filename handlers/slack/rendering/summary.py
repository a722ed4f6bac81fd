"""The weekly audit summary as a message. What is to be copied out of it is code, which Slack leaves as it is."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.card.cutting import cut, utf16_length
from bot.language import Catalogue
from bot.summary.words import Section, SummaryText
from handlers.slack.rendering.blocks import (
    Block,
    Message,
    Most,
    bullets,
    code,
    context,
    header,
    line,
    rich,
    section,
    small,
    weight,
    words,
)
from handlers.slack.rendering.card import WEIGHT
from handlers.slack.rendering.text import escaped

TEXT = 3_900
"""Characters of the text beside the blocks: 4,000 are advised (Slack, "chat.postMessage"), and 40,000 are cut."""
_FENCE = "```"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Room:
    """How many lines of a section there is room for, and how many characters of one."""

    lines: int
    words: int


_ROOMS = (_Room(14, 600), _Room(10, 240), _Room(6, 120), _Room(3, 80), _Room(0, 80))
"""Tried one after the other until everything fits; the last always does."""


def summary_forms(text: SummaryText, catalogue: Catalogue) -> Iterator[Message]:
    """Yield a summary's forms, each plainer than the one before: only lines are cut, never the checkpoint."""
    widths = [replace(text, sections=tuple(_cut(one, room, catalogue) for one in text.sections)) for room in _ROOMS]
    told = _first(("\n".join(_lines(width)) for width in widths), lambda told: utf16_length(told) <= TEXT)
    yield Message(told, _first(map(_blocks, widths), _light))
    yield Message(told, _first(map(_plain_blocks, widths), _light))
    yield Message(told, [])


def _first(tries: Iterable[T], fits: Callable[[T], bool]) -> T:
    """Return the first that fits, else the last."""
    for one in tries:
        if fits(one):
            break
    return one


def _light(blocks: list[Block]) -> bool:
    return weight(blocks) <= WEIGHT and all(weight([block]) <= Most.RICH for block in blocks)


def _cut(one: Section, room: _Room, catalogue: Catalogue) -> Section:
    shown = [cut(told, room.words) for told in one.lines[: room.lines]]
    left = len(one.lines) - len(shown)
    more = [catalogue.count("… +{number} more", "… +{number} more", left)] if left else []
    return replace(one, lines=(*shown, *more))


def _blocks(text: SummaryText) -> list[Block]:
    sections = [rich(line(words(one.heading, bold=True)), bullets(one.lines)) for one in text.sections]
    blocks = [header(text.title), *sections]
    if text.checkpoint:
        blocks += [rich(code(text.checkpoint.rstrip("\n"))), context(small(text.how)), context(small(text.key))]
    return blocks


def _plain_blocks(text: SummaryText) -> list[Block]:
    """Return the simplest blocks, for when Slack answers `invalid_blocks`."""
    sections = [section("\n".join((one.heading, *(f"• {told}" for told in one.lines)))) for one in text.sections]
    blocks = [section(text.title), *sections]
    if text.checkpoint:
        fenced: Block = {"type": "mrkdwn", "text": _fenced(text.checkpoint), "verbatim": True}
        blocks += [{"type": "section", "text": fenced}, section(f"{text.how}\n{text.key}")]
    return blocks


def _lines(text: SummaryText) -> Iterator[str]:
    """Yield a summary in Slack's own markup, for notifications, screen readers, and where no block is taken."""
    yield f"*{escaped(text.title)}*"
    for one in text.sections:
        yield from ("", f"*{escaped(one.heading)}*", *(f"• {escaped(told)}" for told in one.lines))
    if text.checkpoint:
        yield from ("", _fenced(text.checkpoint), escaped(text.how), _kept(text.key))


def _fenced(checkpoint: str) -> str:
    """Return a checkpoint as code: no emoji in its time, no link in its name, every line by itself."""
    return "\n".join((_FENCE, _kept(checkpoint.rstrip("\n")), _FENCE))


def _kept(text: str) -> str:
    """Escape what Slack reads as a command, and let every other character be."""
    return html.escape(text, quote=False)
