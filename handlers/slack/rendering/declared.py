"""A declared use of AI as a modal: what the charter says of it, and the labels to copy."""

from __future__ import annotations

from bot.card.cutting import cut
from bot.card.declaration import DeclarationCard
from bot.card.model import Ground
from bot.card.signs import SIGNS
from bot.labels import Labels
from bot.language import N_, Catalogue
from handlers.slack.rendering.blocks import (
    Block,
    Most,
    context,
    header,
    line,
    quote,
    rich,
    section,
    small,
    words,
)
from handlers.slack.rendering.details import read_view
from handlers.slack.rendering.form import copyable

_GROUNDS = 10
_WORDS = 900


def declaration_view(card: DeclarationCard, catalogue: Catalogue) -> Block:
    """Return what is shown after a declaration: to be read, and its labels to be copied."""
    told = f"{card.reference} · {card.declared_by} · {catalogue.moment(card.declared_at)}"
    blocks = [header(f"{SIGNS[card.tone]} {card.headline}"), context(small(told))]
    if card.summary:
        blocks.append(section(cut(card.summary, Most.RICH)))
    blocks += [_ground(ground) for ground in card.grounds[:_GROUNDS]]
    if card.labels:
        blocks += _labels(card.labels, catalogue)
    return read_view(card.reference, blocks, catalogue)


def _ground(ground: Ground) -> Block:
    parts = [line(words(" — ".join(filter(None, (ground.article, ground.title))), bold=True))]
    if ground.message:
        parts.append(line(words(cut(ground.message, _WORDS))))
    if ground.quote:
        parts.append(quote(cut(ground.quote, _WORDS)))
    if ground.way_out:
        parts.append(line(words(f"→ {cut(ground.way_out, _WORDS)}")))
    return rich(*parts)


def _labels(labels: Labels, catalogue: Catalogue) -> list[Block]:
    say = catalogue.say
    blocks = [header(say(N_("The label, ready to paste")))]
    for heading, text in (
        (N_("In a post"), labels.post),
        (N_("Under a visual"), labels.caption),
        (N_("At the foot of a printed page"), labels.printed),
        (N_("In the European wording"), labels.eu),
    ):
        blocks += [context(small(say(heading))), *copyable(text)]
    return blocks
