"""Acting on what came in: the act, and the mark that it is done, are one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from types import MappingProxyType

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.delivery import inbox
from bot.delivery.acts import perform_act
from bot.delivery.events import Act, Done, Event, Failed, Outcome, Told, read_event, refused
from bot.delivery.inbox import Claimed
from bot.delivery.joined import joined
from bot.errors import UnexpectedError, VigieError
from bot.house import House
from bot.ports import Arrived, Interpreter, NotYetError, UnreadableError

log = logging.getLogger("vigie.inbox")

_UNKNOWN = timedelta(minutes=1)
"""When to look again at the words of a platform that this process does not speak."""

Interpreters = Mapping[str, Interpreter]


class _TakenOverError(Exception):
    """Somebody else has claimed the event since: whatever was done here is undone."""


def act_on(
    house: House, claimed: Claimed, holder: str, interpreters: Interpreters = MappingProxyType({})
) -> Outcome | None:
    """Act on an event that is ours; None where it is not done yet, or somebody else took it over.

    After a fault of ours it is tried again.

    Raises:
        DBAPIError: the database can't be used; the event stays on record.
    """
    try:
        event = read_event(claimed.payload)
        outcome = _understood(house, claimed, holder, event, interpreters)
    except NotYetError as error:
        inbox.put_off(house.database, claimed, holder, house.clock() + error.after)
        return None
    except _TakenOverError:
        return None
    except UnreadableError as error:
        return _put_aside(house, claimed, holder, error)
    except Exception as error:
        outcome, final = _told(claimed, error), False
        with suppress(DBAPIError):
            final = inbox.give_back(house.database, claimed, holder, house.clock(), outcome)
        if isinstance(error, DBAPIError):
            raise
    else:
        final = True
        house.examiner.wake()
    if final:  # what will be tried again may work yet: nobody is told of a trouble that is over a moment later
        _answer(claimed, outcome, interpreters)
    return outcome


def _understood(house: House, claimed: Claimed, holder: str, event: Event, interpreters: Interpreters) -> Outcome:
    """Find out what is to be done, which may take a while, then do it in one transaction."""
    if not isinstance(event, Told):
        return _finished(house, claimed, holder, partial(_outcome, house, act=event))
    interpreter = interpreters.get(claimed.platform)
    if interpreter is None:
        raise NotYetError("its platform is not configured here", _UNKNOWN)
    try:
        act = interpreter.understand(Arrived(claimed.key, event.words, claimed.received_at))
    except VigieError as error:
        told = refused(error, house.catalogue())
        return _finished(house, claimed, holder, lambda _: told)
    return _finished(house, claimed, holder, partial(_outcome, house, act=act) if act else lambda _: Done(""))


def _finished(house: House, claimed: Claimed, holder: str, act: Callable[[Connection], Outcome]) -> Outcome:
    """Act, and mark the event as done, in one transaction."""
    with house.database.writing() as connection:
        outcome = act(connection)
        if not inbox.finish(connection, claimed, holder, outcome):
            raise _TakenOverError
    return outcome


def _outcome(house: House, connection: Connection, act: Act) -> Outcome:
    """Do what was asked, or undo what was begun of it and keep the refusal."""
    step = connection.begin_nested()
    try:
        reference = perform_act(joined(house, connection), connection, act)
    except VigieError as error:
        step.commit() if error.recorded else step.rollback()
        return refused(error, house.catalogue())
    step.commit()
    return Done(reference)


def _put_aside(house: House, claimed: Claimed, holder: str, error: Exception) -> Outcome:
    outcome = _told(claimed, error)
    inbox.park(house.database, claimed, holder, outcome)
    return outcome


def _told(claimed: Claimed, error: Exception) -> Failed:
    unexpected = UnexpectedError()
    log.error("event %s failed (reference %s)", claimed.id, unexpected.reference, exc_info=error)
    return Failed(unexpected.reference)


def _answer(claimed: Claimed, outcome: Outcome, interpreters: Interpreters) -> None:
    """Have whoever said it told; what is done is done, whether that works or not."""
    interpreter = interpreters.get(claimed.platform)
    if interpreter is None:
        return
    event = read_event(claimed.payload)
    if not isinstance(event, Told):
        return
    try:
        interpreter.answer(Arrived(claimed.key, event.words, claimed.received_at), outcome)
    except Exception:
        log.exception("the answer to event %s could not be told", claimed.id)
