"""A weekly summary on its way: each part is a message of its own in the outbox, sent once to each audit channel.

The parts go out in their order: whoever sends one asks `require_turn` first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from bot.delivery.outbox import Delivery, Kept, Message, enqueue_once, kept, send_again, state_of
from bot.house import House
from bot.ports import NeedlessError, NotSentError, Outgoing
from bot.summary.period import Week


class Part(StrEnum):
    """A part of a summary, in the order in which they are sent."""

    MESSAGE = "message"
    """Its words, with the checkpoint."""
    CHART = "chart"
    """The picture of twelve weeks."""
    REGISTER = "register"
    """The week's register of AI uses, as CSV."""
    PIN = "pin"
    """The message pinned in the place of the one before."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What an outgoing message is: a part of a week's summary."""

    week: Week
    part: Part

    @classmethod
    def of(cls, message: Outgoing) -> Piece:
        """Return the piece that a message is, by its subject."""
        week, _, part = message.subject.partition("/")
        return cls(Week.parse(week), Part(part))

    @property
    def subject(self) -> str:
        """How the outbox calls it, such as `2026-W47/chart`."""
        return f"{self.week}/{self.part}"


def enqueue_summary(connection: Connection, house: House, week: Week) -> list[str]:
    """Have the summary of a week sent to every audit channel that has not had it; return those channels.

    One that refused it for good has not had it: it is sent there anew.
    """
    fresh = []
    for channel in dict.fromkeys(house.settings.audit_channels):
        platform, _, target = channel.partition(":")
        subject = Piece(week, Part.MESSAGE).subject
        state = state_of(connection, platform, target, Message.SUMMARY, subject)
        if state in {None, Delivery.FAILED}:
            fresh.append(channel)
        for part in Part:
            piece = Piece(week, part)
            if state is Delivery.FAILED:
                send_again(connection, platform, target, Message.SUMMARY, piece.subject, house.clock())
            enqueue_once(connection, platform, target, Message.SUMMARY, piece.subject, 0, house.clock())
    return fresh


def send_refused_again(connection: Connection, platform: str, target: str, now: datetime) -> None:
    """Have the newest summary sent that a channel refused for good, where none has come there since: we are let in."""
    newest = max(_messages(connection, platform, target), key=lambda one: one.subject, default=None)
    if newest and newest.state is Delivery.FAILED:
        for part in Part:
            send_again(connection, platform, target, Message.SUMMARY, Piece(_week(newest), part).subject, now)


def require_turn(connection: Connection, platform: str, message: Outgoing) -> None:
    """Let a part wait for the one before it, and leave it where the message itself will never be there.

    Raises:
        NotSentError: its turn has not come.
        NeedlessError: its message was refused for good.
    """
    piece = Piece.of(message)
    before = list(Part)[: list(Part).index(piece.part)]
    states = [
        state_of(connection, platform, message.target, Message.SUMMARY, Piece(piece.week, part).subject)
        for part in before
    ]
    if states and states[0] is Delivery.FAILED:
        raise NeedlessError("its message was refused")
    if any(state not in {Delivery.SENT, Delivery.FAILED, None} for state in states):
        raise NotSentError("what comes before it is not there yet")


def receipt_of(connection: Connection, platform: str, target: str, week: Week) -> str | None:
    """Return what a platform calls the message of a week's summary in a channel, None where it is not there."""
    found = kept(connection, platform, Message.SUMMARY, Piece(week, Part.MESSAGE).subject)
    return next((one.receipt for one in found if one.target == target), None)


def receipt_before(connection: Connection, platform: str, target: str, week: Week) -> str | None:
    """Return what a platform calls the message that was pinned last in a channel, of the weeks before one.

    A summary that nobody could pin, or that came too late for it, is passed over.
    """
    found = [one for one in kept(connection, platform, Message.SUMMARY, "") if one.target == target]
    pinned = [one.subject for one in found if one.subject.endswith(f"/{Part.PIN}") and one.receipt is not None]
    earlier = [subject for subject in pinned if subject < str(week)]
    return receipt_of(connection, platform, target, Week.parse(max(earlier).partition("/")[0])) if earlier else None


def week_of_message(connection: Connection, platform: str, target: str, receipt: str) -> Week | None:
    """Return the week of which a message in a channel is the summary, None where it is none."""
    found = (one for one in _messages(connection, platform, target) if one.receipt == receipt)
    return next((_week(one) for one in found), None)


def is_overtaken(connection: Connection, platform: str, target: str, week: Week) -> bool:
    """Whether the message of a later week's summary is in a channel already."""
    message = Piece(week, Part.MESSAGE).subject
    return any(one.receipt and one.subject > message for one in _messages(connection, platform, target))


def _messages(connection: Connection, platform: str, target: str) -> list[Kept]:
    """Return the messages of all summaries in a channel, whether they are there (yet) or not."""
    found = kept(connection, platform, Message.SUMMARY, "")
    return [one for one in found if one.target == target and one.subject.endswith(f"/{Part.MESSAGE}")]


def _week(message: Kept) -> Week:
    return Week.parse(message.subject.partition("/")[0])
