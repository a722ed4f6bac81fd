"""A submission's card as a message in its thread."""

from __future__ import annotations

import hashlib

from bot.card.cutting import cut
from bot.card.model import Action, Card, Question
from bot.card.signs import SIGNS
from bot.language import N_, Catalogue
from handlers.slack.rendering.blocks import (
    Block,
    Message,
    Most,
    context,
    header,
    line,
    numbered,
    rich,
    rows,
    small,
    small_link,
    weight,
    words,
)
from handlers.slack.rendering.body import Body, Room
from handlers.slack.rendering.buttons import Buttons
from handlers.slack.rendering.text import escaped

_ROOMS = (
    Room(visuals=6, evidence=2, grounds=3, questions=6, lines=5, gestures=15, summary=2_400, words=500),
    Room(visuals=4, evidence=2, grounds=2, questions=4, lines=3, gestures=10, summary=1_200, words=240),
    Room(visuals=2, evidence=1, grounds=1, questions=2, lines=2, gestures=10, summary=600, words=120),
)
"""Tried one after the other until the card fits; the last always does."""
WEIGHT = 10_000
"""Characters of a whole card: Slack refuses much longer ones (`msg_blocks_too_long`), and nobody reads them."""
_NOTIFICATION = 300
_SHORT_FINGERPRINT = 8


def card_message(card: Card, catalogue: Catalogue, *, desk_url: str = "", handover: bool = False) -> Message:
    """Return a card as a message; `handover` offers to hand over the original instead of Slack's copy."""
    for room in _ROOMS:
        blocks, left_out = _Rendering(card, catalogue, room, desk_url, handover).blocks()
        if len(blocks) <= Most.MESSAGE_BLOCKS and weight(blocks) <= WEIGHT:
            break
    return Message(notification(card, catalogue), numbered(blocks, version_mark(card)), left_out)


def notification(card: Card, catalogue: Catalogue) -> str:
    """Return what a notification or a screen reader says, such as « V-0042 · Avis défavorable : … »."""
    told = f"{card.reference} · {card.headline}"
    if card.summary:
        told = catalogue.say(N_("{headline}: {summary}"), headline=told, summary=card.summary)
    return escaped(cut(told, _NOTIFICATION))


def version_mark(card: Card) -> str:
    """Return what is different for each state in which a card was shown."""
    shown = "\n".join((card.reference, str(card.revision), card.fingerprint, card.stamp))
    return f"{card.revision}.{hashlib.sha256(shown.encode()).hexdigest()[:12]}"


def address_of(card: Card, desk_url: str) -> str:
    """Return where the desk shows a submission, empty where there is no desk to open."""
    return f"{desk_url.rstrip('/')}/depots/{card.reference}" if desk_url else ""


class _Rendering:
    """One attempt at a card, in the room that it is given."""

    def __init__(self, card: Card, catalogue: Catalogue, room: Room, desk_url: str, handover: bool) -> None:
        self._card, self._catalogue, self._room = card, catalogue, room
        self._desk_url, self._handover = desk_url, handover
        self._body = Body(card, catalogue, room, desk_url)
        self._buttons = Buttons(card, catalogue)
        self._hidden = any(action.rare for action in card.actions)

    def blocks(self) -> tuple[list[Block], bool]:
        """Return the blocks, and whether something is left out."""
        blocks = [
            header(f"{SIGNS[self._card.tone]} {self._card.headline}"),
            self._byline(),
            *self._body.blocks(),
            *self._questions(),
            *self._decisions(),
            *rows(self._ways_on()),
            self._foot(),
        ]
        return blocks, self._body.cut

    def _byline(self) -> Block:
        card, say = self._card, self._catalogue.say
        version = say(N_("version {number}"), number=card.revision) if card.revision > 1 else ""
        by = say(N_("submitted by {name}"), name=cut(card.author, 80))
        told = " · ".join(filter(None, (version, by, self._catalogue.moment(card.opened_at))))
        return context(small_link(address_of(card, self._desk_url), card.reference), small(f"· {told}"))

    def _questions(self) -> list[Block]:
        shown = self._card.questions[: self._room.questions]
        blocks = [block for question in shown for block in self._question(question)]
        left = len(self._card.questions) - len(shown)
        if left:
            self._hidden = True
            told = self._body.count("… +{number} question", "… +{number} questions", left)
            blocks.append(context(small(told)))
        return blocks

    def _question(self, question: Question) -> list[Block]:
        runs = [words(self._body.short(question.text), bold=True)]
        about = next((visual.name for visual in self._card.visuals if visual.sha256 == question.asset), "")
        if about and len(self._card.visuals) > 1:
            runs.append(words(f"\n{self._body.short(about)}"))
        return [rich(line(*runs)), *rows(self._pressable(question.answers))]

    def _decisions(self) -> list[Block]:
        return rows(self._pressable([action for action in self._card.actions if not action.rare]))

    def _pressable(self, actions: list[Action] | tuple[Action, ...]) -> list[Block]:
        """Return the buttons there is room for; the rest can be found behind « Autres gestes… »."""
        wanted = [action for action in actions if self._buttons.carries(action)]
        self._hidden |= len(wanted) > self._room.gestures
        return self._buttons.of(wanted[: self._room.gestures])

    def _ways_on(self) -> list[Block]:
        found = [self._buttons.details()]
        if self._hidden:
            found.append(self._buttons.others())
        return [*found, self._buttons.original()] if self._handover else found

    def _foot(self) -> Block:
        card, say = self._card, self._catalogue.say
        last = [self._body.short(f"{self._catalogue.moment(item.at)} · {item.text}", 300) for item in card.story[-1:]]
        version = say(N_("version {number}"), number=card.revision)
        stamp = say(N_("entry {stamp}"), stamp=card.stamp)
        witness = " · ".join((stamp, version, card.fingerprint[:_SHORT_FINGERPRINT]))
        return context(small("\n".join((*last, witness))))
