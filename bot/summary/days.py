"""Today, and the day on which the journal began, where the house is."""

from __future__ import annotations

from datetime import date

from bot.house import House
from bot.trail.read import began


def today(house: House) -> date:
    """Return the present day in the time zone of the house."""
    return house.clock().astimezone(house.settings.timezone).date()


def first_day(house: House) -> date:
    """Return the day of the first entry of the trail, today for an empty one."""
    with house.database.reading() as connection:
        first = began(connection)
    return first.astimezone(house.settings.timezone).date() if first else today(house)
