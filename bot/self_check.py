"""The trail is verified every day without anybody asking; a break is told at once, and once."""

from __future__ import annotations

import logging
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from bot import marks
from bot.delivery.outbox import Message, enqueue_once
from bot.house import House
from bot.language import Catalogue
from bot.trail.verification import Break, Fault
from bot.verification import break_words, verify_database

log = logging.getLogger("vigie.trail")

ALARM = "alarm"
"""How the subject of its message begins."""
_PLATFORM, _PLACE = "trail", "self-check"


class SelfCheck(msgspec.Struct, frozen=True):
    """What a verification found: when it was, how many entries were held to be sound, and the first break."""

    at: datetime
    entries: int
    first_break: Break | None = None

    @property
    def intact(self) -> bool:
        """Whether no break was found."""
        return self.first_break is None


def check_trail(house: House) -> SelfCheck:
    """Verify the whole trail now and note the outcome; tell every channel where it is broken."""
    outcome = verify_database(house.database, house.key.verifier)
    found = SelfCheck(house.clock(), outcome.entries, outcome.first_break)
    if found.first_break:
        log.critical("the trail is broken: %s", break_words(found.first_break, house.catalogue()))
    with house.database.writing() as connection:
        before = last_check(connection)
        marks.note(connection, _PLATFORM, _PLACE, msgspec.json.encode(found).decode())
        if found.first_break and (before is None or before.first_break != found.first_break):
            _alarm(connection, house, found.first_break)
    return found


def last_check(connection: Connection) -> SelfCheck | None:
    """Return what the last verification found, None before the first."""
    noted = marks.noted(connection, _PLATFORM, _PLACE)
    return msgspec.json.decode(noted, type=SelfCheck) if noted else None


def alarm_words(subject: str, catalogue: Catalogue) -> str:
    """Return the message that a subject such as `alarm/leaf/12/1764500000` stands for."""
    _, what, seq = subject.split("/")[:3]
    return f"⛔ {break_words(Break(int(seq) or None, Fault(what)), catalogue)}"


def _alarm(connection: Connection, house: House, broken: Break) -> None:
    subject = f"{ALARM}/{broken.what}/{broken.seq or 0}/{int(house.clock().timestamp())}"
    for channel in dict.fromkeys((*house.settings.audit_channels, *house.settings.approval_channels)):
        platform, _, target = channel.partition(":")
        enqueue_once(connection, platform, target, Message.NOTICE, subject, 0, house.clock())
