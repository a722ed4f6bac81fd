"""How many people who decide can do so on a platform."""

from __future__ import annotations

from bot.database import is_there
from bot.doctor.database import Opening
from bot.house import utc_now
from bot.language import Catalogue
from bot.people.accounts import deciders_on
from bot.settings import Settings


def linked_deciders(settings: Settings, catalogue: Catalogue, platform: str) -> int | None:
    """Return how many people who decide have an account there; None where the database can't be looked at."""
    with Opening(settings) as opening:
        list(opening.findings(catalogue))  # the database's own checkup tells them
        if opening.database is None:
            return None if is_there(settings.database) else 0
        with opening.database.reading() as connection:
            return len(set(deciders_on(connection, platform, utc_now()).values()))
