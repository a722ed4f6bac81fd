"""What each kind of event asks of the workflow, inside the transaction that marks it as done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from bot import workflow
from bot.declaration_form import read_declaration
from bot.delivery import outbox, publishing
from bot.delivery.events import Act, CardGone, Changed, Claimed, Declares, Dropped, File, Gone, Pressed, Publishes
from bot.errors import NotAllowedError
from bot.forbidden_use import ForbiddenUseError
from bot.house import House
from bot.kinds import Kind
from bot.language import N_
from bot.originals import Stored
from bot.people import Person, roster
from bot.people.accounts import claim
from bot.press import perform, press_of
from bot.sources import reference_of
from bot.submissions import refresh
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from bot.workflow import Received, submit
from policy.media_type import MediaType
from policy.transport import Transport


def perform_act(house: House, connection: Connection, act: Act) -> str:
    """Do it, and return the reference that it was about.

    Raises:
        VigieError: it can't be done; the sentence says why.
    """
    return _DOING[type(act)](house, connection, act)


def _drop(house: House, connection: Connection, act: Dropped) -> str:
    """One message is one submission, by whichever event it was told."""
    if known := reference_of(connection, act.channel):
        return known
    person = _person(connection, house, act.person)
    files = _received(act.files)
    return submit(
        house,
        person,
        files,
        act.note,
        draft=act.draft,
        channel=act.channel,
        also=act.also,
        words=act.words,
        unclaimed=act.unclaimed,
    )


def _claim(house: House, connection: Connection, act: Claimed) -> str:
    return claim(house, connection, act.platform, act.account, _person(connection, house, act.person))


def _publish(house: House, connection: Connection, act: Publishes) -> str:
    person = _person(connection, house, act.person)
    order = publishing.Order(person.id, act.reference, act.fingerprint)
    at = datetime.fromtimestamp(act.at, UTC) if act.at else house.clock()
    publishing.order(house, connection, order, act.platform, act.target, at)
    return act.reference


def _change(house: House, connection: Connection, act: Changed) -> str:
    reference = act.reference or reference_of(connection, act.source)
    if reference is None:
        return ""
    files = None if act.files is None else _received(act.files)
    words = workflow.Words(act.note, act.draft)
    person = _person(connection, house, act.person)
    workflow.renew(house, person, reference, words, files, source=act.source)
    return reference


def _gone(house: House, connection: Connection, act: Gone) -> str:
    reference = reference_of(connection, act.source)
    if reference:
        workflow.source_gone(house, reference, act.source)
    return reference or ""


def _card_gone(house: House, connection: Connection, act: CardGone) -> str:
    """A card that somebody took away is put back, and the trail says so: nobody makes a verdict disappear."""
    reference = outbox.removed(connection, act.platform, act.receipt, house.clock())
    if reference:
        append(connection, EntryDraft(Kind.CARD_REMOVED, reference, None, {"platform": act.platform}), at=house.clock())
        refresh(connection, reference)
    return reference or ""


def _declare(house: House, connection: Connection, act: Declares) -> str:
    declaration = read_declaration(act.answers)
    declared = workflow.declare(house, _person(connection, house, act.person), declaration)
    if declared.refused:
        raise ForbiddenUseError(house.charter, declaration)
    return declared.reference


def _press(house: House, connection: Connection, act: Pressed) -> str:
    perform(house, _person(connection, house, act.person), press_of(act))
    return act.reference


def _person(connection: Connection, house: House, person: str) -> Person:
    known = roster(connection, house.clock()).people.get(person)
    if known is None:
        raise NotAllowedError(N_("Vigie does not know you (any more)."))
    return known


def _received(files: Iterable[File]) -> list[Received]:
    return [
        Received(item.name, Stored(item.sha256, item.size, MediaType(item.media_type)), Transport(item.transport))
        for item in files
    ]


_DOING: Mapping[type[Act], Callable[[House, Connection, Any], str]] = {
    Dropped: _drop,
    Claimed: _claim,
    Publishes: _publish,
    Changed: _change,
    Gone: _gone,
    CardGone: _card_gone,
    Declares: _declare,
    Pressed: _press,
}
