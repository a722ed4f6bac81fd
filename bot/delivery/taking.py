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
from bot.language import N_

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
            inbox.receive(self.house.database, platform, key, event, self.house.clock())
            outcome = self.courier.act_on(platform, key) or self._wait(platform, key)
        if isinstance(outcome, Done):
            return outcome.reference
        if isinstance(outcome, Refused):
            raise as_error(outcome)
        raise _unfinished(outcome)

    def _wait(self, platform: str, key: str) -> Outcome | None:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if outcome := inbox.outcome_of(self.house.database, platform, key):
                return outcome
            time.sleep(_LOOK_EVERY)
        return None


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
