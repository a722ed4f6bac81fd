"""A declared use of AI as a message: what the charter says of it, and its labels, each copied with a tap."""

from __future__ import annotations

from collections.abc import Iterator

from bot.card.cutting import cut
from bot.card.declaration import DeclarationCard
from bot.card.model import Ground
from bot.card.signs import SIGNS
from bot.labels import Labels
from bot.language import N_, Catalogue
from handlers.telegram.rendering.message import Button, Message, Most, copy_button, rows
from handlers.telegram.rendering.text import bold, code, cut_html, inert, quote

_GROUNDS = 5
_WORDS = 300


def declaration_message(card: DeclarationCard, catalogue: Catalogue) -> Message:
    """Return what is shown after a declaration."""
    told = f"{card.reference} · {cut(card.declared_by, 80)} · {catalogue.moment(card.declared_at)}"
    parts = [
        f"{SIGNS[card.tone]} {bold(cut(card.headline, _WORDS))}\n{inert(told)}",
        inert(cut(card.summary, _WORDS)),
        *map(_ground, card.grounds[:_GROUNDS]),
        *(_labels(card.labels, catalogue) if card.labels else ()),
    ]
    return Message(cut_html("\n\n".join(filter(None, parts)), Most.TEXT), rows(_buttons(card, catalogue)))


def _ground(ground: Ground) -> str:
    lines = (
        bold(cut(" — ".join(filter(None, (ground.article, ground.title))), _WORDS)),
        inert(cut(ground.message, _WORDS)),
        quote(inert(cut(ground.quote, _WORDS))),
        inert(f"→ {cut(ground.way_out, _WORDS)}") if ground.way_out else "",
    )
    return "\n".join(filter(None, lines))


def _named(labels: Labels, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Return each label after what it is for."""
    return (
        (catalogue.say(N_("In a post")), labels.post),
        (catalogue.say(N_("Under a visual")), labels.caption),
        (catalogue.say(N_("At the foot of a printed page")), labels.printed),
        (catalogue.say(N_("In the European wording")), labels.eu),
    )


def _labels(labels: Labels, catalogue: Catalogue) -> Iterator[str]:
    yield bold(catalogue.say(N_("The label, ready to paste")))
    for heading, text in _named(labels, catalogue):
        yield f"{heading}\n{code(cut(text, 2 * _WORDS))}"


def _buttons(card: DeclarationCard, catalogue: Catalogue) -> list[Button]:
    """Return a button for each label that is short enough to be copied by one."""
    if card.labels is None:
        return []
    copied = (copy_button(heading, text) for heading, text in _named(card.labels, catalogue))
    return [found for found in copied if found]
