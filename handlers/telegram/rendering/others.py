"""All that a person may do with a card, for whoever taps « Autres gestes… »."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.card.cutting import cut
from bot.card.model import Card, Verb
from bot.card.signs import SIGNS
from bot.language import N_, Catalogue
from handlers.telegram.rendering.buttons import Buttons, fitting
from handlers.telegram.rendering.marks import about_words, question_marks
from handlers.telegram.rendering.message import Keyboard, Message, rows
from handlers.telegram.rendering.text import bold, inert, italic

_QUESTIONS = 8
_SUGGESTERS = {
    Verb.STATE,
    Verb.ANSWER,
    Verb.WITHOUT_ORIGINAL,
    Verb.DECLARE,
    Verb.CORRECT,
    Verb.APPEAL,
    Verb.WITHDRAW,
}


def others_message(card: Card, catalogue: Catalogue) -> Message:
    """Return every question and button of a card, built for the person who reads it."""
    buttons = Buttons(card, catalogue)
    return _message(card, catalogue, (*rows(buttons.of(card.actions)), *buttons.answers(_QUESTIONS)))


def suggester_message(card: Card, catalogue: Catalogue, *, asked: bool) -> Message:
    """Return what whoever suggested a post can do with it, what is asked of them first.

    They may be strangers: nothing that names people here is offered. `asked` says that an answer is missing.
    """
    card = replace(card, actions=tuple(action for action in card.actions if action.verb in _SUGGESTERS))
    buttons = Buttons(card, catalogue)
    message = _message(card, catalogue, (*buttons.answers(_QUESTIONS), *rows(buttons.of(card.actions))))
    told = N_("Thank you. Before somebody can approve your suggestion, Vigie needs an answer from you:")
    return replace(message, text=f"{inert(catalogue.say(told))}\n\n{message.text}") if asked else message


def _message(card: Card, catalogue: Catalogue, wanted: Keyboard) -> Message:
    keyboard = fitting(wanted)
    lines = [f"{SIGNS[card.tone]} {bold(f'{card.reference} · {cut(card.headline, 200)}')}"]
    lines += filter(None, [italic(cut(card.notice, 500))])
    lines += _questions(card)
    if not keyboard:
        lines.append(inert(catalogue.say(N_("There is nothing for you to do here."))))
    return Message("\n\n".join(lines), keyboard)


def _questions(card: Card) -> Iterator[str]:
    for mark, question in zip(question_marks(card)[:_QUESTIONS], card.questions, strict=False):
        about = about_words(card, question, mark)
        yield f"{mark} {bold(cut(question.text, 150)) or '…'}\n{inert(cut(about, 80))}".strip()
