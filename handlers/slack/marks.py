"""Up to when each channel was heard: what was said later has to be looked for."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, insert, select, update

from bot.house import House
from bot.tables import platform_marks
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
    values = {"mark": f"{until.timestamp():.6f}"}
    with house.database.writing() as connection:
        known = set(connection.execute(select(platform_marks.c.place).where(_at(first, latest))).scalars())
        fresh = [{"platform": NAME, "place": place} | values for place in (first, latest) if place not in known]
        if fresh:
            connection.execute(insert(platform_marks), fresh)
        connection.execute(update(platform_marks).where(_at(latest)).values(values))


def _moment(house: House, place: str) -> datetime | None:
    with house.database.reading() as connection:
        written = connection.execute(select(platform_marks.c.mark).where(_at(place))).scalar()
    return datetime.fromtimestamp(float(written), UTC) if written else None


def _at(*places: str) -> ColumnElement[bool]:
    return and_(platform_marks.c.platform == NAME, platform_marks.c.place.in_(places))
