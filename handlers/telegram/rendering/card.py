"""A submission's card as a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.card.cutting import cut, utf16_length
from bot.card.model import Card, Verb
from bot.card.signs import SIGNS
from bot.language import N_, Catalogue
from handlers.telegram.ids import Gesture, version_of
from handlers.telegram.rendering.body import Body, Room
from handlers.telegram.rendering.buttons import Buttons, carries, fitting
from handlers.telegram.rendering.details import folded
from handlers.telegram.rendering.message import Button, Keyboard, Message, Most, rows
from handlers.telegram.rendering.text import bold, cut_html, entities, inert, link, weight

_ROOMS = (
    Room(visuals=6, evidence=2, grounds=3, questions=6, lines=5, gestures=15, summary=1_200, words=400),
    Room(visuals=6, evidence=2, grounds=2, questions=4, lines=3, gestures=10, summary=600, words=160),
    Room(visuals=4, evidence=1, grounds=1, questions=2, lines=2, gestures=10, summary=300, words=80),
)
"""Tried one after the other until the card leaves some room for the details."""
_BODY = 2_800
_BODY_ENTITIES = 50
_LONGEST_BODY = 3_600
_SPACE = 8
"""The empty lines between the parts of a message."""


def card_message(
    card: Card,
    catalogue: Catalogue,
    *,
    desk_url: str = "",
    handover: bool = False,
    publishing: bool = False,
    scheduled: str = "",
    post: str = "",
) -> Message:
    """Return a card as a message.

    `handover` offers to hand over the original of a compressed picture, `publishing` to publish what is approved;
    `scheduled` says when it goes out by itself, `post` is where it can be read.
    """
    for room in _ROOMS:
        body = Body(card, catalogue, room, desk_url)
        told = "\n\n".join([_head(card, catalogue, desk_url, scheduled), *body.parts()])
        if weight(told) <= _BODY and entities(told) <= _BODY_ENTITIES:
            break
    left_out = weight(told) > _LONGEST_BODY or _is_cut(card, room)
    told, foot = cut_html(told, _LONGEST_BODY), _foot(card, catalogue)
    room_left = Most.TEXT - weight(told) - weight(foot) - _SPACE
    details = folded(_unsaid(card, room), catalogue, room_left, Most.ENTITIES - entities(told))
    left_out |= not details.whole
    keyboard = _Keys(card, catalogue, room, details_cut=left_out).all(
        handover=handover, publishing=publishing, scheduled=bool(scheduled), post=post
    )
    return Message("\n\n".join(filter(None, (told, details.markup, foot))), keyboard, cut=left_out)


def _unsaid(card: Card, room: Room) -> Card:
    """Return the card without what it says in full before its details."""
    said = [text for ground in card.grounds for text in (ground.title, ground.quote, ground.message, ground.way_out)]
    if len(card.grounds) <= room.grounds and len(card.noted) <= room.lines and _fit([*said, *card.noted], room):
        card = replace(card, grounds=(), noted=())
    if len(card.declarations) <= room.lines and _fit([use.words for use in card.declarations], room):
        card = replace(card, declarations=())
    return card


def _fit(texts: Sequence[str], room: Room) -> bool:
    return all(utf16_length(text) <= room.words for text in texts)


def _is_cut(card: Card, room: Room) -> bool:
    """Whether something is cut that the folded details do not repeat."""
    shown = ((card.summary, room.summary), (card.notice, room.words), (card.way_out, room.words))
    return any(utf16_length(text) > most for text, most in shown)


def address_of(card: Card, desk_url: str) -> str:
    """Return where the desk shows a submission, empty where there is no desk to open."""
    return f"{desk_url.rstrip('/')}/depots/{card.reference}" if desk_url else ""


def _head(card: Card, catalogue: Catalogue, desk_url: str, scheduled: str) -> str:
    say = catalogue.say
    version = say(N_("version {number}"), number=card.revision) if card.revision > 1 else ""
    by = say(N_("submitted by {name}"), name=cut(card.author, 80))
    told = " · ".join(filter(None, (version, by, catalogue.moment(card.opened_at))))
    reference = link(address_of(card, desk_url), card.reference)
    later = f"\n🕒 {inert(cut(scheduled, 200))}" if scheduled else ""
    return f"{SIGNS[card.tone]} {bold(cut(card.headline, 200))}\n{reference} · {inert(told)}{later}"


def _foot(card: Card, catalogue: Catalogue) -> str:
    say = catalogue.say
    stamp, version = say(N_("entry {stamp}"), stamp=card.stamp), say(N_("version {number}"), number=card.revision)
    return inert(" · ".join((stamp, version, version_of(card))))


class _Keys:
    """The keyboard of a card."""

    def __init__(self, card: Card, catalogue: Catalogue, room: Room, *, details_cut: bool) -> None:
        self._card, self._room, self._details_cut = card, room, details_cut
        self._buttons = Buttons(card, catalogue)

    def all(self, *, handover: bool, publishing: bool, scheduled: bool, post: str) -> Keyboard:
        """Return the answers, the decisions, and the ways on."""
        beside = {Verb.WITHOUT_ORIGINAL} if handover else set()
        pressable = [action for action in self._card.actions if carries(action) and action.verb not in beside]
        usual = [action for action in pressable if not action.rare][: self._room.gestures]
        answers = fitting(self._buttons.answers(self._room.questions), Most.BUTTONS - self._room.gestures - 10)
        asked = sum(carries(answer) for question in self._card.questions for answer in question.answers)
        hidden = len(usual) < len(pressable) or sum(map(len, answers)) < asked
        return (
            *answers,
            *rows(self._buttons.of(usual)),
            *rows(self._buttons.copied()),
            *(rows(self._buttons.original()) if handover else ()),
            *(rows(self._buttons.publishing(scheduled=scheduled)) if publishing or scheduled else ()),
            *rows(self._buttons.read(post)),
            *rows(self._ways_on(hidden=hidden)),
        )

    def _ways_on(self, *, hidden: bool) -> list[Button]:
        found = []
        if self._details_cut:
            found.append(self._buttons.gesture(N_("Details"), Gesture.DETAILS))
        if hidden:
            found.append(self._buttons.gesture(N_("Other things to do…"), Gesture.OTHERS))
        return found
