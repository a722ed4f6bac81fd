"""What a reminder says when it is sent: what still waits of what it was made for, and when the next one comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from bot.delivery.outbox import card_receipt
from bot.house import House
from bot.kinds import State
from bot.language import N_, Catalogue
from bot.ports import NeedlessError
from bot.reminding.following import NEVER
from bot.reminding.waiting import Wait, wait_of
from bot.submissions import entries_of
from bot.tables import reminders
from bot.trail.entry import read_moment, write_moment

_MOST = 12
"""Submissions that one message names; how many others there are is told."""
_HOUR = timedelta(hours=1)

_WANTED: Mapping[State, str] = {
    State.REVIEWABLE: N_("decision"),
    State.EXPIRED: N_("approval run out, to be given again"),
    State.APPEALED: N_("appeal to be ruled on"),
}


@dataclass(frozen=True, slots=True)
class Reminded:
    """A submission of a reminder: `words` tell for what it waits, and since when.

    `target` is where its card is, as the outbox writes it, and `receipt` the card's name there, empty for none.
    """

    reference: str
    words: str
    target: str
    receipt: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A reminder, which platforms only have to set: a line, a line for each submission, and how it goes on."""

    heading: str
    reminded: tuple[Reminded, ...]
    closing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Standing:
    """A submission that waits still, and when its next reminder is due; None where this one is the last."""

    reference: str
    wait: Wait
    next_at: datetime | None


def digest(house: House, rest: str) -> Digest:
    """Return what a reminder says now; `rest` is its subject without its kind.

    Raises:
        NeedlessError: nothing of it waits any more, or a later reminder tells of it.
    """
    moment, _, listed = rest.partition("/")
    numbers = {reference: int(number) for reference, _, number in (one.rpartition(".") for one in listed.split(","))}
    catalogue, now = house.catalogue(), house.clock()
    with house.database.reading() as connection:
        standing = _standing(connection, numbers, datetime.fromtimestamp(int(moment), UTC), now)
        if not standing:
            raise NeedlessError("nothing of it waits any more")
        reminded = tuple(_reminded(connection, one, now, catalogue) for one in standing[:_MOST])
    heading = catalogue.count(
        "{number} submission waits for a decision:", "{number} submissions wait for a decision:", len(standing)
    )
    return Digest(heading, reminded, (*_others(len(standing) - _MOST, catalogue), *_going_on(standing, catalogue)))


def _standing(connection: Connection, numbers: Mapping[str, int], made: datetime, now: datetime) -> list[_Standing]:
    """Return what waits as it did when the reminder was made, the longest first.

    What is due again, or was told since, is left to a later reminder: two at once would tell the same.
    """
    rows = connection.execute(select(reminders).where(reminders.c.reference.in_(numbers)))
    known = {row.reference: row for row in rows}
    waits = zip(numbers, map(wait_of, entries_of(connection, list(numbers))), strict=True)
    found: list[_Standing] = []
    for reference, wait in waits:
        row = known.get(reference)
        if wait is None or row is None or wait.since > made or row.waiting_since != write_moment(wait.since):
            continue
        next_at = None if row.due_at == NEVER else read_moment(row.due_at)
        if row.sent == numbers[reference] and (next_at is None or next_at > now):
            found.append(_Standing(reference, wait, next_at))
    return found


def _reminded(connection: Connection, one: _Standing, now: datetime, catalogue: Catalogue) -> Reminded:
    words = f"{catalogue.say(_WANTED[one.wait.state])}, {_since(one.wait.since, now, catalogue)}"
    target, receipt = card_receipt(connection, one.wait.platform, one.reference) or (one.wait.target, "")
    return Reminded(one.reference, words, target, receipt)


def _since(since: datetime, now: datetime, catalogue: Catalogue) -> str:
    local, today = since.astimezone(catalogue.timezone), now.astimezone(catalogue.timezone).date()
    if local.date() == today:
        hours = max((now - since) // _HOUR, 1)
        return catalogue.count("for {number} hour", "for {number} hours", hours)
    if local.date() == today - timedelta(days=1):
        return catalogue.say(N_("since yesterday, {time}"), time=f"{local:%H:%M}")
    return catalogue.say(N_("since {moment}"), moment=catalogue.weekday(since))


def _others(number: int, catalogue: Catalogue) -> tuple[str, ...]:
    return (catalogue.count("… +{number} more", "… +{number} more", number),) if number > 0 else ()


def _going_on(standing: list[_Standing], catalogue: Catalogue) -> list[str]:
    """Return when the next reminder of these comes, and of which of them this is the last."""
    coming = [one.next_at for one in standing if one.next_at]
    last = [one.reference for one in standing if one.next_at is None]
    if not coming:
        return [catalogue.say(N_("Last reminder: the list of what waits goes on showing it."))]
    told = [catalogue.say(N_("Next reminder: {moment}."), moment=catalogue.weekday(min(coming)))]
    if last:
        sentence = N_("Last reminder of {references}: the list of what waits goes on showing them.")
        named = [*last[:_MOST], *(["…"] if last[_MOST:] else [])]
        told.append(catalogue.say(sentence, references=", ".join(named)))
    return told
