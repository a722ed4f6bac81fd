"""What is asked of whoever suggested a post, where they wrote it: most of them never see the approval group.

One message in the channel's direct messages, with the buttons of their own card. It goes by the outbox, as the card
does, and follows it: what they answer, and what people decide, shows there.
"""

from __future__ import annotations

from dataclasses import replace

from bot.card import board
from bot.card.model import Card
from bot.case import Case
from bot.delivery import outbox
from bot.delivery.outbox import Message as MessageKind
from bot.house import House
from bot.kinds import State
from bot.people import roster
from bot.people.accounts import accounts_of
from bot.ports import NeedlessError, Outgoing
from bot.submissions import case_of
from handlers.telegram.places import NAME, Place
from handlers.telegram.rendering.message import Message
from handlers.telegram.rendering.others import suggester_message
from handlers.telegram.suggested import ASKED, suggestion_of


class Suggesters:
    """Asks those who suggest posts."""

    def __init__(self, house: House) -> None:
        self._house = house

    def follow(self, reference: str) -> None:
        """Have what is asked brought up to the card, which is about to be shown as it stands."""
        with self._house.database.reading() as connection:
            case = case_of(connection, reference)
        place = suggestion_of(case) if case else None
        if case is None or place is None or case.state is State.EXAMINING:
            return
        target, head = f"{place.chat}/{place.message}", case.head.entry.seq
        with self._house.database.writing() as connection:
            subject = f"{ASKED}/{reference}"
            outbox.enqueue(connection, NAME, target, MessageKind.NOTICE, subject, head, self._house.clock())

    def ask(self, message: Outgoing) -> tuple[Place, Message]:
        """Return what is asked of whoever made a suggestion, and where.

        Raises:
            NeedlessError: nothing is, or nobody can be asked.
        """
        case = self._case(message)
        card, account = self._card(case), account_of(self._house, case)
        if not account or not _asks(card):
            raise NeedlessError("whoever suggested it has nothing to answer")
        place = Place.of_target(message.target)
        return replace(place, direct=account), suggester_message(card, self._house.catalogue(), asked=True)

    def now(self, message: Outgoing) -> Message:
        """Return what stands by now where something was asked."""
        card = self._card(self._case(message))
        return suggester_message(card, self._house.catalogue(), asked=_asks(card))

    def _card(self, case: Case) -> Card:
        """Return the card as its author sees it."""
        with self._house.database.reading() as connection:
            people = roster(connection, self._house.clock())
        author = people.people.get(people.one(case.author))
        if author is None:
            raise NeedlessError("whoever suggested it is not known any more")
        return board.card(self._house, author, case.reference, self._house.catalogue())

    def _case(self, message: Outgoing) -> Case:
        with self._house.database.reading() as connection:
            case = case_of(connection, message.subject.partition("/")[2])
        if case is None:
            raise NeedlessError("nothing of that number")
        return case


def _asks(card: Card) -> bool:
    return bool(card.questions) or card.original_wanted


def account_of(house: House, case: Case) -> int:
    """Return the account of whoever made a submission, after which their topic is named; 0 where none is known."""
    with house.database.reading() as connection:
        accounts = [account for platform, account in accounts_of(connection, case.author) if platform == NAME]
    return next((int(account) for account in accounts if account.isdigit()), 0)
