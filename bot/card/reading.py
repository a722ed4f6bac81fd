"""What a card is written for and with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.case import Case
from bot.delegation import Delegation, Voice, voice
from bot.language import Catalogue
from bot.people import Person, Roster
from policy.charter.model import Charter


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads a card, when, in which words; and who speaks for whom at that moment."""

    viewer: Person
    roster: Roster
    charter: Charter
    catalogue: Catalogue
    now: datetime
    delegations: Sequence[Delegation] = ()

    def voice(self, case: Case) -> Voice:
        """Return what the viewer may say about a submission."""
        return voice(case, self.viewer, self.roster, self.delegations, self.now)
