"""Up to when each channel was heard: what was said later has to be looked for."""

from __future__ import annotations

from datetime import UTC, datetime

from bot import marks
from bot.house import House
from handlers.slack.places import PREFIX
from handlers.slack.sending import NAME

_CAME = "/came"
_LONG_AGO = datetime.fromtimestamp(0, UTC)


def heard_until(house: House, channel: str) -> datetime | None:
    """Return up to when a channel was heard, None where it never was."""
    return _moment(house, PREFIX + channel)


def came(house: House, channel: str) -> datetime:
    """Return when a channel was first heard: what is older was said before Vigie came."""
    return _moment(house, PREFIX + channel + _CAME) or _LONG_AGO


def mark(house: House, channel: str, until: datetime) -> None:
    """Note up to when a channel was heard, and with the first time since when."""
    first, latest = PREFIX + channel + _CAME, PREFIX + channel
    with house.database.writing() as connection:
        if marks.heard_until(connection, NAME, first) is None:
            marks.mark_heard(connection, NAME, first, until)
        marks.mark_heard(connection, NAME, latest, until)


def _moment(house: House, place: str) -> datetime | None:
    with house.database.reading() as connection:
        return marks.heard_until(connection, NAME, place)
