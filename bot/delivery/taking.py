"""Taking in what somebody waits for: on record first, then acted on at once, and answered with what came of it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from bot.database import damage_told
from bot.delivery import inbox
from bot.delivery.courier import Courier
from bot.delivery.events import Done, Event, Failed, Outcome, Refused, as_error
from bot.errors import VigieError
from bot.house import House
from bot.language import N_, Catalogue

_PATIENCE = 10.0
"""Seconds that somebody waits for another process to finish what it has claimed."""
_LOOK_EVERY = 0.05


@dataclass(frozen=True, slots=True)
class Intake:
    """What a platform hands its events to where somebody looks at the screen meanwhile."""

    house: House
    courier: Courier

    def take(self, platform: str, key: str, event: Event) -> str:
        """Return the reference of the submission that an event was about.

        The same key gives the same answer, and no second act, however often it comes.

        Raises:
            VigieError: it was refused, or failed through a fault of ours, or is still being worked on.
            SetupError: it could not be put on record: nothing was received.
        """
        with damage_told():
            self.record(platform, key, event)
            outcome = self.settle(platform, key)
        if isinstance(outcome, Done):
            return outcome.reference
        if isinstance(outcome, Refused):
            raise as_error(outcome)
        raise _unfinished(outcome)

    def record(self, platform: str, key: str, event: Event, place: str | None = None) -> bool:
        """Put an event on record, durably; return whether it is new. Now it may be acknowledged."""
        return inbox.receive(self.house.database, platform, key, event, self.house.clock(), place)

    def settle(self, platform: str, key: str) -> Outcome | None:
        """Act on an event that is on record, and return what came of it; None where that is still open."""
        return self.courier.act_on(platform, key) or self._wait(platform, key)

    def _wait(self, platform: str, key: str) -> Outcome | None:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if outcome := inbox.outcome_of(self.house.database, platform, key):
                return outcome
            time.sleep(_LOOK_EVERY)
        return None


def sentence_of(outcome: Refused | Failed, catalogue: Catalogue) -> str:
    """Return what somebody is told of an act that did not take place."""
    return outcome.sentence if isinstance(outcome, Refused) else _unfinished(outcome).sentence(catalogue)


def _unfinished(outcome: Failed | None) -> VigieError:
    if outcome is None:
        return VigieError(
            N_("What you sent is safe, and is still being worked on."), N_("Look at the channel in a moment.")
        )
    return VigieError(
        N_("Something went wrong on our side (reference {reference})."),
        N_("Nothing you sent is lost. Try again, and give this reference to the person who runs Vigie."),
        reference=outcome.reference,
    )
