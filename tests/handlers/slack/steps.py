"""What tests about decisions do again and again."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.case import Case
from bot.house import utc_now
from tests.handlers.slack.running import CAMILLE, CHANNEL, Vigie
from tests.handlers.slack.workspace import Answer, Json, Upload, Workspace, words_of
from tests.policy.making import png


@dataclass
class LaterClock:
    """Goes as clocks do, and a while ahead of them."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return utc_now() + self.ahead

    def go_on(self, duration: timedelta) -> None:
        self.ahead += duration


@dataclass(frozen=True)
class Dropped:
    """A message with a picture that somebody has put up for approval."""

    vigie: Vigie
    ts: str
    reference: str

    @property
    def case(self) -> Case:
        return self.vigie.case(self.reference)

    def card(self, words: str = "") -> Json:
        return self.vigie.card(self.ts, words)

    def press(self, user: str, label: str, *, seen: Json | None = None) -> Answer:
        """Press a button of the card as it stands, or as a client still shows it."""
        card = seen or self.card()
        return self.vigie.slack.press(user, CHANNEL, card["ts"], label=label, seen=seen)

    def kinds(self) -> list[str]:
        return self.vigie.kinds(self.reference)


def dropped(vigie: Vigie, *, by: str = CAMILLE, width: int = 1, text: str = "Pour samedi") -> Dropped:
    """Put a picture up for approval; another width makes another picture."""
    ts = vigie.slack.post(CHANNEL, by, text, files=[Upload("marche.png", png(width=width))])
    found = Dropped(vigie, ts, vigie.reference(ts))
    found.card("Avis réservé")
    return found


def reviewable(vigie: Vigie, *, by: str = CAMILLE, width: int = 1) -> Dropped:
    """Put a picture up for approval, and say whose it is: nothing stands against it any more."""
    found = dropped(vigie, by=by, width=width)
    assert found.press(by, "J’ai pris cette photo").acknowledged
    found.card("Rien ne s’oppose")
    return found


def told(slack: Workspace, user: str, words: str) -> Json:
    """Return what somebody alone is told, once it says these words."""
    found = slack.wait_for(
        lambda: next((item for item in slack.ephemerals(user) if words in words_of(item)), None),
        what=f"a word to {user} that says “{words}”",
    )
    assert found
    return found


def shown(slack: Workspace, user: str, words: str = "") -> Json:
    """Return the topmost modal of a person, once it is no longer about to come, and says these words."""

    def there() -> Json | None:
        views = slack.views(user)
        ready = bool(views) and "Un instant…" not in words_of(views[-1]) and words in words_of(views[-1])
        return views[-1] if ready else None

    found = slack.wait_for(there, what=f"a modal of {user} that says “{words}”")
    assert found
    return found


def handle_on(card: Json, verb: str) -> str:
    """Return what the button of a verb carries."""
    return next(str(one["value"]) for one in _elements(card) if str(one.get("action_id")).split(":")[1:2] == [verb])


def with_handle(card: Json, handle: str, other: str) -> Json:
    """Return a card whose button carries something else, as only a forger could make it."""
    changed = copy.deepcopy(card)
    next(one for one in _elements(changed) if one.get("value") == handle)["value"] = other
    return changed


def _elements(card: Json) -> list[Json]:
    return [element for block in card["blocks"] for element in block.get("elements", [])]


def refuse(item: Dropped, user: str, reason: str = "La photo n’est pas de nous.") -> None:
    """Refuse with a reason of one's own."""
    item.press(user, "Refuser")
    shown(item.vigie.slack, user, "Motif")
    item.vigie.slack.submit(user, {"need:reason": reason})
    item.card("Refusé")
