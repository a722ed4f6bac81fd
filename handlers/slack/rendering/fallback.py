"""A card for when Slack refuses the usual one: its words and its buttons, and in the worst case its words alone."""

from __future__ import annotations

from collections.abc import Iterator

from bot.card.cutting import cut
from bot.card.model import Card
from bot.card.signs import SIGNS
from bot.language import N_, Catalogue
from handlers.slack.rendering.blocks import Message, numbered, rows, section
from handlers.slack.rendering.buttons import Buttons
from handlers.slack.rendering.card import notification, version_mark
from handlers.slack.rendering.text import escaped

_LONGEST = 2_900
_BUTTONS = 20
_SENTENCE = 500


def plain_message(card: Card, catalogue: Catalogue) -> Message:
    """Return a card of one paragraph and plain buttons, for when Slack answers `invalid_blocks`."""
    told = "\n".join(_lines(card))
    buttons = Buttons(card, catalogue, simple=True)
    answers = [answer for question in card.questions for answer in question.answers]
    usual = [action for action in card.actions if not action.rare]
    pressable = buttons.of([*usual, *answers])
    gestures = [*pressable[:_BUTTONS], buttons.details(), buttons.others()]
    blocks = [section(cut(told, _LONGEST)), *rows(gestures)]
    return Message(notification(card, catalogue), numbered(blocks, f"{version_mark(card)}.plain"), cut=True)


def bare_text(card: Card, catalogue: Catalogue) -> str:
    """Return a card without any block; `/vigie` and the desk still lead to its buttons."""
    return escaped(cut("\n".join([*_lines(card), _witness(card, catalogue)]), _LONGEST))


def _lines(card: Card) -> Iterator[str]:
    """Yield what nobody may miss."""
    yield f"{SIGNS[card.tone]} {card.reference} · {card.headline}"
    for text in (card.summary, card.notice):
        if text:
            yield cut(text, 2 * _SENTENCE)
    for ground in card.grounds[:2]:
        yield cut(" — ".join(filter(None, (ground.article, ground.title, ground.way_out))), _SENTENCE)
    for question in card.questions[:2]:
        yield cut(question.text, _SENTENCE)


def _witness(card: Card, catalogue: Catalogue) -> str:
    return catalogue.say(N_("entry {stamp}"), stamp=card.stamp)
