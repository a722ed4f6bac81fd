"""Acting on what came in: the act, and the mark that it is done, are one transaction."""

from __future__ import annotations

import logging
from contextlib import suppress

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.delivery import inbox
from bot.delivery.events import Done, Dropped, Event, Failed, Outcome, Pressed, read_event, refused
from bot.delivery.inbox import Claimed
from bot.delivery.joined import joined
from bot.errors import NotAllowedError, UnexpectedError, VigieError
from bot.house import House
from bot.language import N_
from bot.originals import Stored
from bot.people import Person, roster
from bot.press import perform, press_of
from bot.workflow import Received, submit
from policy.media_type import MediaType

log = logging.getLogger("vigie.inbox")


class _TakenOverError(Exception):
    """Somebody else has claimed the event since: whatever was done here is undone."""


def act_on(house: House, claimed: Claimed, holder: str) -> Outcome | None:
    """Act on an event that is ours; None where somebody else took it over. After a fault of ours it is tried again.

    Raises:
        DBAPIError: the database can't be used; the event stays on record.
    """
    try:
        event = read_event(claimed.payload)
        with house.database.writing() as connection:
            outcome = _outcome(house, connection, event)
            if not inbox.finish(connection, claimed, holder, outcome):
                raise _TakenOverError
    except _TakenOverError:
        return None
    except Exception as error:
        failed = _told(claimed, error)
        with suppress(DBAPIError):
            inbox.give_back(house.database, claimed, holder, house.clock(), failed)
        if isinstance(error, DBAPIError):
            raise
        return failed
    house.examiner.wake()
    return outcome


def _told(claimed: Claimed, error: Exception) -> Failed:
    unexpected = UnexpectedError()
    log.error("event %s failed (reference %s)", claimed.id, unexpected.reference, exc_info=error)
    return Failed(unexpected.reference)


def _outcome(house: House, connection: Connection, event: Event) -> Outcome:
    """Do what was asked, or undo what was begun of it and keep the refusal."""
    step = connection.begin_nested()
    try:
        reference = _act(joined(house, connection), connection, event)
    except VigieError as error:
        step.commit() if error.recorded else step.rollback()
        return refused(error, house.catalogue())
    step.commit()
    return Done(reference)


def _act(house: House, connection: Connection, event: Event) -> str:
    person = _person(connection, house, event.person)
    if isinstance(event, Pressed):
        perform(house, person, press_of(event))
        return event.reference
    return submit(house, person, _files(event), event.note, draft=event.draft, channel=event.channel)


def _person(connection: Connection, house: House, person: str) -> Person:
    known = roster(connection, house.clock()).people.get(person)
    if known is None:
        raise NotAllowedError(N_("Vigie does not know you (any more)."))
    return known


def _files(event: Dropped) -> list[Received]:
    return [Received(item.name, Stored(item.sha256, item.size, MediaType(item.media_type))) for item in event.files]
