"""Small cards by hand, for what a whole house is not needed for."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bot.card.lines import EvidenceLine, Tone
from bot.card.model import Card, Visual
from tests.handlers.slack.rendering.odd_cards import MOMENT


def evidence(what: str) -> EvidenceLine:
    """Return something that was found."""
    return EvidenceLine(what, "PNG tEXt", "faible", "cela ne prouve pas qui", Tone.STOP)


def visual(name: str, **more: object) -> Visual:
    """Return a file of that name."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    made = Visual(sha256, name, "PNG · 2 ko", "", True, Tone.STOP, "Avis défavorable")
    return replace(made, **more)  # type: ignore[arg-type]


def small_card(**more: object) -> Card:
    """Return a card that holds next to nothing."""
    card = Card(
        reference="V-0042",
        revision=1,
        fingerprint="a1b2c3d4" * 8,
        tone=Tone.CLEAR,
        headline="Rien ne s’oppose",
        summary="Une personne décide.",
        author="Camille",
        opened_at=MOMENT,
        visuals=(),
        grounds=(),
        questions=(),
        actions=(),
        notice="",
        story=(),
        stamp="#776 · J2kC9f",
    )
    return replace(card, **more)  # type: ignore[arg-type]
