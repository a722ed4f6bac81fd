"""The buttons of a card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from bot.card.cutting import utf16_length
from bot.card.model import Action, Card, Style, Verb
from bot.language import N_, Catalogue
from handlers.slack.ids import ActionId, Handle
from handlers.slack.rendering.blocks import Block, Most, plain_text

OTHER_GESTURES = N_("Other things to do…")


def button(label: str, action_id: str, value: str) -> Block:
    """Return a button."""
    return {
        "type": "button",
        "text": plain_text(label, Most.BUTTON),
        "action_id": str(action_id),
        "value": value,
    }


def link_button(label: str, action_id: str, address: str) -> Block:
    """Return a button that opens an address."""
    return {"type": "button", "text": plain_text(label, Most.BUTTON), "action_id": action_id, "url": address}


@dataclass(frozen=True, slots=True)
class Buttons:
    """Makes the buttons of one message, each with a number of its own.

    `simple` ones carry nothing that Slack might object to; what would ask once more asks in a form of its own.
    """

    card: Card
    catalogue: Catalogue
    simple: bool = False
    numbers: Iterator[int] = field(default_factory=count)

    def of(self, actions: Iterable[Action]) -> list[Block]:
        """Return the buttons of some actions, without those that Slack can't carry or has another gesture for."""
        return [self._button(action) for action in actions if self.carries(action)]

    def carries(self, action: Action) -> bool:
        """Whether this can be a button; a text is changed by editing its message."""
        return action.verb is not Verb.REVISE and utf16_length(self._value(action)) <= Most.BUTTON_VALUE

    def details(self) -> Block:
        """Return the button that opens the evidence."""
        return button(self.catalogue.say(N_("Details")), ActionId.DETAILS, self.card.reference)

    def others(self) -> Block:
        """Return the button that opens all that the presser may do."""
        return button(self.catalogue.say(OTHER_GESTURES), ActionId.OTHERS, self.card.reference)

    def original(self) -> Block:
        """Return the button that tells how to hand over the original."""
        return button(self.catalogue.say(N_("I have the original")), ActionId.ORIGINAL, self.card.reference)

    def _value(self, action: Action) -> str:
        return Handle.of(self.card, action).pack()

    def _button(self, action: Action) -> Block:
        asks = bool(action.fields) or (self.simple and bool(action.confirm))
        kind = ActionId.FORM if asks else ActionId.PRESS
        made = button(action.label, f"{kind}:{action.verb}:{next(self.numbers)}", self._value(action))
        if self.simple:
            return made
        if action.style is not Style.PLAIN:
            made["style"] = str(action.style)
        if action.confirm and not asks:
            made["confirm"] = self._confirm(action)
        return made

    def _confirm(self, action: Action) -> Block:
        say = self.catalogue.say
        fits = utf16_length(action.label) <= Most.CONFIRM_BUTTON
        return {
            "title": plain_text(action.label, Most.CONFIRM_TITLE),
            "text": plain_text(action.confirm, Most.CONFIRM_TEXT),
            "confirm": plain_text(action.label if fits else say(N_("Confirm")), Most.CONFIRM_BUTTON),
            "deny": plain_text(say(N_("Cancel")), Most.CONFIRM_BUTTON),
        }
