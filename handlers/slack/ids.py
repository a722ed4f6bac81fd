"""What our buttons, forms and commands are called on Slack, and what a button carries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from bot.card.model import Action, Card


class ActionId(StrEnum):
    """What the `action_id` of our elements begins with; a colon and something that makes it unique may follow."""

    PRESS = "press"
    """Does what it says at once; its value is a `Handle`."""
    FORM = "form"
    """Opens a form; its value is a `Handle`."""
    DETAILS = "details"
    """Opens the evidence of a card; its value is the reference."""
    OTHERS = "others"
    """Opens all that the presser may do with a card; its value is the reference."""
    ORIGINAL = "original"
    """Tells how to hand over the original; its value is the reference."""
    AGAIN = "again"
    """Looks once more at a message that could not be taken in; its value is the place of the message."""
    REFRESH = "refresh"
    """Shows the App Home anew."""
    LINK = "link"
    """Opens an address; nothing of it comes to us but the click."""
    ANSWER = "answer"
    """The input of a form."""


class CallbackId(StrEnum):
    """What our modals and shortcuts are called."""

    ACT = "vigie_act"
    """The form of a card's button; `private_metadata` is its `Handle`."""
    DECLARE = "vigie_declare"
    """A declaration that belongs to no submission."""
    READ = "vigie_read"
    """A modal that is only read."""
    SHORTCUT_SUBMIT = "vigie_submit_message"
    SHORTCUT_DECLARE = "vigie_declare_message"


class Command(StrEnum):
    """Our slash commands."""

    DECLARE = "/declare-ai"
    VIGIE = "/vigie"


@dataclass(frozen=True, slots=True)
class Handle:
    """What a button carries: which submission, as it stood, and what is asked. Every bit of it is checked again."""

    reference: str
    fingerprint: str
    verb: str
    value: str = ""
    asset: str | None = None

    @classmethod
    def of(cls, card: Card, action: Action) -> Handle:
        """Return the handle of a card's button."""
        return cls(card.reference, card.fingerprint, action.verb, action.value, action.asset)

    def pack(self) -> str:
        """Return what the button carries, at most 2,000 characters (Block Kit, button `value`)."""
        return json.dumps(
            [self.reference, self.fingerprint, self.verb, self.value, self.asset],
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def unpack(cls, packed: str) -> Handle:
        """Return the handle that a press brings back.

        Raises:
            ValueError: it is none of ours.
        """
        parts = json.loads(packed)
        if not isinstance(parts, list) or len(parts) != 5 or not all(isinstance(part, str) for part in parts[:4]):
            raise ValueError("not a handle of ours")
        asset = parts[4]
        if asset is not None and not isinstance(asset, str):
            raise ValueError("not a handle of ours")
        return cls(parts[0], parts[1], parts[2], parts[3], asset)
