"""Telling somebody who was too late who was faster, and what they decided."""

from __future__ import annotations

from bot.card.story import Storyteller
from bot.errors import StaleError
from bot.house import House
from bot.kinds import Kind
from bot.language import N_, Catalogue
from bot.people import roster
from bot.submissions import case_of

_DECIDED = {Kind.DECIDED, Kind.GLASS_BROKEN, Kind.WITHDRAWN}
_MOST = 120


def overtaken(house: House, reference: str, catalogue: Catalogue) -> StaleError:
    """Return why a button of an earlier card does nothing any more."""
    with house.database.reading() as connection:
        case = case_of(connection, reference)
        teller = Storyteller(roster(connection), catalogue)
    closed = case is not None and not case.state.open
    last = next((item for item in reversed(case.entries) if item.entry.kind in _DECIDED), None) if case else None
    if closed and last is not None:
        told = teller.tell(last).text[:_MOST]
        return StaleError(N_("{reference} is decided already: {told}"), reference=reference, told=told)
    return StaleError(N_("The card has changed since you opened it."), N_("Read it again, then decide."))
