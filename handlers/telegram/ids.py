"""What a button carries: `v1:<deed>:<reference>:<version>[:<argument>]`, all that is needed after a restart.

It is at most 64 bytes long (Bot API, `InlineKeyboardButton.callback_data`).

`version` is the beginning of the fingerprint of the card on which the button stood: whoever handles a tap compares it
with the beginning of the card's fingerprint as it is now (`Tap.is_about`). Anybody can make such data up, so that
every bit of it is checked again.

An action may hold more than 64 bytes (a label to add, the hash of a file): its button carries a short digest of it, and
`action_of` finds it again among those of the card. A digest, since the same action has another place on the card of
whoever presses than on the one that a whole group looks at, and since a fingerprint does not tell who has decided.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.card.model import Action, Card, Verb

_FORMAT = "v1"
_VERSION = 8
_DIGEST = 8
# Together with the format, the code and four colons, the longest parts add up to 64 bytes.
_REFERENCE = re.compile(r"[A-Za-z0-9-]{0,24}")
_MARK = re.compile(r"[0-9a-f]{0,8}")
_ARGUMENT = re.compile(r"[A-Za-z0-9_.-]{0,24}")


class Gesture(StrEnum):
    """What a button of ours does beside what a card's actions do."""

    DETAILS = "details"
    """Shows all the evidence; the argument is the page."""
    OTHERS = "others"
    """Shows all that whoever taps may do with a card."""
    STEP = "step"
    """Answers a question of a form; the argument is a `Pick`."""
    CLAIM = "claim"
    """Says whose submission it is, where Telegram did not."""
    HAS_FILE = "has-file"
    """Tells how to hand over the original."""
    PUBLISH_NOW = "publish-now"
    SCHEDULE = "schedule"
    CANCEL_SCHEDULE = "cancel-schedule"
    """Takes back what was to go out later."""
    WENT_OUT = "went-out"
    """Says that an uncertain post can be seen."""
    NEVER_WENT_OUT = "never-went-out"
    """Says that an uncertain post can't be seen."""


Deed = Verb | Gesture

CODES: dict[Deed, str] = {
    Verb.STATE: "st",
    Verb.ANSWER: "an",
    Verb.WITHOUT_ORIGINAL: "wo",
    Verb.DECLARE: "de",
    Verb.CORRECT: "co",
    Verb.REVISE: "re",
    Verb.ADD_LABEL: "al",
    Verb.APPROVE: "ok",
    Verb.REFUSE: "no",
    Verb.REQUEST_CHANGES: "ch",
    Verb.RETRACT: "rt",
    Verb.LIFT: "li",
    Verb.BREAK_GLASS: "bg",
    Verb.REVIEW_GLASS: "rg",
    Verb.APPEAL: "ap",
    Verb.RULE: "ru",
    Verb.ADD_CO_AUTHOR: "ca",
    Verb.PUBLISH: "pu",
    Verb.CORRECT_PUBLICATION: "cp",
    Verb.WITHDRAW: "wi",
    Gesture.DETAILS: "di",
    Gesture.OTHERS: "ot",
    Gesture.STEP: "fs",
    Gesture.CLAIM: "cl",
    Gesture.HAS_FILE: "hf",
    Gesture.PUBLISH_NOW: "pn",
    Gesture.SCHEDULE: "sc",
    Gesture.CANCEL_SCHEDULE: "cs",
    Gesture.WENT_OUT: "wy",
    Gesture.NEVER_WENT_OUT: "wn",
}
"""Two letters for each deed. They stand on cards that were sent long ago: add some, change none."""
_DEEDS = {code: deed for deed, code in CODES.items()}


@dataclass(frozen=True, slots=True)
class Tap:
    """What a button carries; `reference` names a submission, or the row of a form."""

    deed: Deed
    reference: str = ""
    version: str = ""
    argument: str = ""

    def pack(self) -> str:
        """Return it as callback data.

        Raises:
            ValueError: some part of it can't be carried.
        """
        parts = (_FORMAT, CODES[self.deed], self.reference, self.version, self.argument)
        data = ":".join(parts[:4] if not self.argument else parts)
        if not _is_sound(self):
            raise ValueError("no button can carry this")
        return data

    @classmethod
    def unpack(cls, data: str) -> Tap:
        """Return what a tap brings back.

        Raises:
            ValueError: it is none of ours.
        """
        form, *parts = data.split(":")
        if form != _FORMAT or len(parts) not in {3, 4} or parts[0] not in _DEEDS:
            raise ValueError("no button of ours")
        code, *rest = parts
        tap = cls(_DEEDS[code], *rest)
        if not _is_sound(tap) or tap.pack() != data:
            raise ValueError("no button of ours")
        return tap

    def is_about(self, card: Card) -> bool:
        """Whether the card is still as it was when this button was made."""
        return self.reference == card.reference and self.version == version_of(card)


def _is_sound(tap: Tap) -> bool:
    return all(
        form.fullmatch(part)
        for form, part in ((_REFERENCE, tap.reference), (_MARK, tap.version), (_ARGUMENT, tap.argument))
    )


def version_of(card: Card) -> str:
    """Return the beginning of a card's fingerprint."""
    return card.fingerprint[:_VERSION]


def tap_of(card: Card, gesture: Gesture, argument: str = "") -> Tap:
    """Return what a button of ours on a card carries."""
    return Tap(gesture, card.reference, version_of(card), argument)


def button_of(card: Card, action: Action) -> str:
    """Return the callback data of a card's action."""
    return Tap(action.verb, card.reference, version_of(card), _digest(action)).pack()


def action_of(card: Card, data: str) -> Action | None:
    """Return the action that a button stands for, None where the card has changed or does not offer it."""
    try:
        tap = Tap.unpack(data)
    except ValueError:
        return None
    return wanted(card, tap) if tap.is_about(card) else None


def wanted(card: Card, tap: Tap) -> Action | None:
    """Return the action that a tap asks for, whatever has changed since, None where the card does not offer it."""
    return next(
        (action for action in _actions(card) if (action.verb, _digest(action)) == (tap.deed, tap.argument)), None
    )


def _actions(card: Card) -> Iterator[Action]:
    yield from card.actions
    for question in card.questions:
        yield from question.answers


def _digest(action: Action) -> str:
    """Return what tells apart the actions of one verb, empty where there is but one."""
    if not action.value and action.asset is None:
        return ""
    said = json.dumps([action.value, action.asset]).encode()
    return base64.b32encode(hashlib.sha256(said).digest()).decode().lower()[:_DIGEST]
