"""All that a person may do with a card, in a modal: what they alone may do does not fit on a card that all see."""

from __future__ import annotations

from bot.card.cutting import cut
from bot.card.model import Card
from bot.language import N_, Catalogue
from handlers.slack.rendering.blocks import Block, Most, line, numbered, rich, rows, section, words
from handlers.slack.rendering.buttons import Buttons
from handlers.slack.rendering.card import version_mark
from handlers.slack.rendering.details import read_view


def others_view(card: Card, catalogue: Catalogue) -> Block:
    """Return every question and button of a card, built for the person who reads it."""
    buttons = Buttons(card, catalogue)
    names = {visual.sha256: visual.name for visual in card.visuals}
    blocks: list[Block] = []
    if card.notice:
        blocks.append(section(cut(card.notice, 500)))
    blocks += rows(buttons.of(card.actions))
    for question in card.questions:
        about = f"\n{names[question.asset]}" if question.asset in names and len(names) > 1 else ""
        asked = [rich(line(words(cut(question.text, 300), bold=True), words(about)))]
        asked += rows(buttons.of(question.answers))
        if len(blocks) + len(asked) <= Most.VIEW_BLOCKS:
            blocks += asked
    if not blocks:
        blocks.append(section(catalogue.say(N_("There is nothing for you to do here."))))
    return read_view(card.reference, numbered(blocks[: Most.VIEW_BLOCKS], version_mark(card)), catalogue)
