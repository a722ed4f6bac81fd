"""What surrounds the rows of a register, from the house that it is made in."""

from __future__ import annotations

from datetime import datetime

from bot.house import House
from bot.language import N_, Catalogue
from bot.register.gather import Edition, gather
from bot.register.use import Filters, Register
from policy.charter.model import Charter


def edition_of(charter: Charter, catalogue: Catalogue, now: datetime) -> Edition:
    """Return an edition of the organisation whose charter it is."""
    return Edition(charter.organisation, catalogue.timezone, catalogue.say(N_("a person")), now)


def register_of(house: House, filters: Filters, catalogue: Catalogue) -> Register:
    """Return the register of a running Vigie."""
    with house.database.reading() as connection:
        return gather(connection, filters, edition_of(house.charter, catalogue, house.clock()))
