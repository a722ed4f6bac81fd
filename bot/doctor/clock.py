"""The clock: what is signed and when an approval ends depend on it, and platforms refuse whoever is too far off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.doctor.model import Finding, Health, Installation
from bot.language import N_, Catalogue
from bot.tables import trail_entries
from bot.trail.entry import read_moment

TOLERANCE = timedelta(minutes=2)
"""How far two clocks may be apart; Slack refuses signatures from five minutes on."""
_VIGIE_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
"""Before Vigie was written: a machine without a battery wakes up in the past."""
_NAME = "clock"
_REMEDY = N_("Let the machine set its clock by itself: sudo timedatectl set-ntp true")


def clock(installation: Installation, catalogue: Catalogue) -> Iterator[Finding]:
    """Look whether the clock of this machine can be right: time has not run backwards."""
    now, say = installation.now, catalogue.say
    last = _last_entry(installation)
    if now < _VIGIE_BEGAN:
        words = N_("The clock of this machine shows {moment}, before there was a Vigie.")
        yield Finding(_NAME, Health.BAD, say(words, moment=catalogue.moment(now)), say(_REMEDY))
    elif last and now + TOLERANCE < last:
        words = N_("The clock of this machine shows {moment}, but the last entry of the journal is of {last}.")
        told = say(words, moment=catalogue.moment(now), last=catalogue.moment(last))
        yield Finding(_NAME, Health.BAD, told, say(_REMEDY))
    else:
        words = N_("The clock of this machine shows {moment}: nothing speaks against it.")
        yield Finding(_NAME, Health.GOOD, say(words, moment=catalogue.moment(now)))


def clock_finding(local: datetime, remote: datetime, catalogue: Catalogue) -> Finding:
    """Compare the clock of this machine with another's, such as a platform's (the `Date` of its answer)."""
    say, apart = catalogue.say, local - remote
    if abs(apart) <= TOLERANCE:
        return Finding(_NAME, Health.GOOD, say(N_("The clock of this machine agrees with the platform's.")))
    minutes = max(1, round(abs(apart) / timedelta(minutes=1)))
    if apart < timedelta():
        words = catalogue.count(
            "The clock of this machine is {number} minute slow.",
            "The clock of this machine is {number} minutes slow.",
            minutes,
        )
    else:
        words = catalogue.count(
            "The clock of this machine is {number} minute fast.",
            "The clock of this machine is {number} minutes fast.",
            minutes,
        )
    return Finding(_NAME, Health.BAD, words, say(_REMEDY))


def _last_entry(installation: Installation) -> datetime | None:
    if installation.database is None:
        return None
    newest = select(trail_entries.c.at).order_by(trail_entries.c.seq.desc()).limit(1)
    with installation.database.reading() as connection:
        at = connection.execute(newest).scalar()
    return read_moment(at) if at else None
