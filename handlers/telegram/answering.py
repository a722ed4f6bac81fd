"""Telling people what came of what they did: over the chat for a moment, or as an answer to their message."""

from __future__ import annotations

from dataclasses import replace

from bot.card.cutting import cut, utf16_length
from bot.card.declaration import declaration_card
from bot.delivery import outbox
from bot.delivery.events import Done, Failed, Outcome, Refused
from bot.delivery.outbox import Message as MessageKind
from bot.delivery.outbox import card_of
from bot.delivery.taking import sentence_of
from bot.house import House
from bot.language import N_
from bot.people.accounts import person_of
from bot.sources import reference_of
from bot.submissions import case_of, show_again
from handlers.telegram.forms import Forms
from handlers.telegram.members import Members
from handlers.telegram.messaging import Messaging
from handlers.telegram.notices import CLAIM, TROUBLE
from handlers.telegram.ordered import Ordered
from handlers.telegram.places import NAME, PREFIX, Place
from handlers.telegram.rendering.declared import declaration_message
from handlers.telegram.rendering.message import Message, Most
from handlers.telegram.rendering.text import escaped, inert
from handlers.telegram.updates import Post, Tapped, Who

_MOST = 3_000


class Answering:
    """Says a word to whoever did something."""

    def __init__(self, house: House, members: Members, messaging: Messaging, forms: Forms) -> None:
        self._house, self._members, self._messaging, self._forms = house, members, messaging, forms
        self._ordered = Ordered(house, members, messaging)

    def tap(self, tapped: Tapped, outcome: Outcome) -> None:
        """Answer a tap: why it did not work, else when something goes out; the card shows the rest."""
        if isinstance(outcome, (Refused, Failed)):
            self._refused(tapped, outcome)
        else:
            self._messaging.answer(tapped, self._ordered.toast(tapped))
            self._ordered.end(tapped)
        self._forms.settle(tapped, outcome)
        if isinstance(outcome, Done) and outcome.reference.startswith("D-"):
            self._declared(tapped, outcome.reference)

    def _refused(self, tapped: Tapped, outcome: Refused | Failed) -> None:
        """Say why it did not work; what is too long to stand over the chat, or comes too late for it, is said in it."""
        sentence = sentence_of(outcome, self._house.catalogue())
        answered = self._messaging.answer(tapped, sentence)
        if utf16_length(sentence) > Most.TOAST or not answered:
            self._messaging.tell(tapped, Message(inert(cut(sentence, _MOST))))

    def post(self, key: str, post: Post, outcome: Outcome) -> None:
        """Tell under a message why it was not taken in; ask whose it is where Telegram does not say."""
        target, now = post.place.source.removeprefix(PREFIX), self._house.clock()
        if isinstance(outcome, (Refused, Failed)):
            with self._house.database.writing() as connection:
                outbox.enqueue_once(connection, NAME, target, MessageKind.NOTICE, f"{TROUBLE}/{key}", 0, now)
        elif post.sender.who is Who.HIDDEN and outcome.reference:
            with self._house.database.writing() as connection:
                case = case_of(connection, outcome.reference)
                if case and case.needs_claim:
                    subject = f"{CLAIM}/{outcome.reference}"
                    outbox.enqueue_once(connection, NAME, target, MessageKind.NOTICE, subject, 0, now)

    def nudge(self, post: Post, *, approves: bool) -> None:
        """Tell somebody that words under a card count for nothing, and show the card again."""
        with self._house.database.reading() as connection:
            answered = Place(post.place.chat, post.answers)
            reference = reference_of(connection, answered.source) or card_of(
                connection, NAME, post.place.chat, str(post.answers)
            )
        if reference is None:
            return
        say = self._house.catalogue(self._members.language_of(post.sender.id)).say
        told = (
            say(N_("A word in the chat is no approval. The buttons of the card are."))
            if approves
            else say(N_("Did an AI help? The card has a button to declare it; or send /declarer_ia."))
        )
        self._messaging.say(post.place, Message(escaped(told)))

    def refresh(self, reference: str) -> None:
        """Show a card anew as it stands."""
        with self._house.database.writing() as connection:
            show_again(connection, reference)

    def _declared(self, tapped: Tapped, reference: str) -> None:
        """Give the ready labels of what was declared."""
        with self._house.database.reading() as connection:
            person = person_of(connection, NAME, str(tapped.user), self._house.clock())
        if person:
            catalogue = self._house.catalogue(self._members.language_of(tapped.user))
            card = declaration_card(self._house, person, reference, catalogue)
            self._messaging.say(replace(tapped.place, message=0), declaration_message(card, catalogue))
