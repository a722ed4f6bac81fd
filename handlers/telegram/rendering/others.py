"""All that a person may do with a card, for whoever taps « Autres gestes… »."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.card.model import Card
from bot.card.signs import SIGNS
from bot.language import N_, Catalogue
from handlers.telegram.rendering.buttons import Buttons, fitting
from handlers.telegram.rendering.marks import about_words, question_marks
from handlers.telegram.rendering.message import Message, rows
from handlers.telegram.rendering.text import bold, cut, inert, italic

_QUESTIONS = 8


def others_message(card: Card, catalogue: Catalogue) -> Message:
    """Return every question and button of a card, built for the person who reads it."""
    buttons = Buttons(card, catalogue)
    keyboard = fitting((*rows(buttons.of(card.actions)), *buttons.answers(_QUESTIONS)))
    lines = [f"{SIGNS[card.tone]} {bold(f'{card.reference} · {cut(card.headline, 200)}')}"]
    lines += filter(None, [italic(cut(card.notice, 500))])
    lines += _questions(card)
    if not keyboard:
        lines.append(inert(catalogue.say(N_("There is nothing for you to do here."))))
    return Message("\n\n".join(lines), keyboard)


def asking_message(card: Card, catalogue: Catalogue) -> Message:
    """Return what is asked of whoever suggested a post, before anybody may approve it."""
    told = catalogue.say(N_("Thank you. Before somebody can approve your suggestion, Vigie needs an answer from you:"))
    message = others_message(card, catalogue)
    return replace(message, text=f"{inert(told)}\n\n{message.text}")


def _questions(card: Card) -> Iterator[str]:
    for mark, question in zip(question_marks(card)[:_QUESTIONS], card.questions, strict=False):
        about = about_words(card, question, mark)
        yield f"{mark} {bold(cut(question.text, 150)) or '…'}\n{inert(cut(about, 80))}".strip()
