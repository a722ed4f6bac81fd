"""Telling those who approve what became of a submission, in a message beside its card."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.delivery import outbox
from bot.delivery.outbox import Message, card_receipt
from bot.house import House
from handlers.telegram.groups import Groups
from handlers.telegram.places import NAME


def tell_deciders(house: House, connection: Connection, reference: str, subject: str) -> None:
    """Have something told once where the card is, in all approval chats where there is none."""
    known = card_receipt(connection, NAME, reference)
    for target in [known[0]] if known else map(str, Groups(house).approval()):
        outbox.enqueue_once(connection, NAME, target, Message.NOTICE, subject, 0, house.clock())
