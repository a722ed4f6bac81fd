"""Taps about publishing: now, later, and whether a post is there of which nobody knows."""

from __future__ import annotations

from datetime import timedelta

from bot.card.model import Card
from bot.card.shared import shared_card
from bot.case import Case
from bot.delivery.events import Publishes
from bot.delivery.joined import joined
from bot.delivery.publishing import cancel
from bot.delivery.settling import Settled, in_doubt, seen_at, settle
from bot.errors import StaleError, UsageError
from bot.house import House
from bot.language import N_, Catalogue
from bot.people import Person
from bot.submissions import show_again
from bot.workflow.guards import found_case, require_part
from handlers.telegram.ids import Gesture, Tap, tap_of
from handlers.telegram.members import Members
from handlers.telegram.messaging import Messaging
from handlers.telegram.notices import BYPASS
from handlers.telegram.places import NAME, Place, public_channel
from handlers.telegram.posting import require_fits
from handlers.telegram.rendering.message import Message, button, rows
from handlers.telegram.rendering.notices import settled_words
from handlers.telegram.rendering.text import inert
from handlers.telegram.suggested import suggestion_of
from handlers.telegram.telling import tell_deciders
from handlers.telegram.updates import Tapped

_LATEST = 3 * 24 * 3600
"""Seconds; no later moment is ever offered."""


class GoingOut:
    """Understands the taps with which people have something published."""

    def __init__(self, house: House, members: Members, messaging: Messaging) -> None:
        self._house, self._members, self._messaging = house, members, messaging

    def understand(self, tapped: Tapped, tap: Tap, person: Person) -> Publishes | None:
        """Return what is ordered; None where something is only asked, or settled here."""
        if tap.deed in {Gesture.WENT_OUT, Gesture.NEVER_WENT_OUT}:
            self._settle(tapped, tap, person)
            return None
        if tap.deed is Gesture.CANCEL_SCHEDULE:
            self._cancel(tap, person)
            return None
        return self._publish(tapped, tap, person)

    def _publish(self, tapped: Tapped, tap: Tap, person: Person) -> Publishes | None:
        """Order the publication, or ask for when."""
        card, case = self._card(tapped, tap), self._case(tap.reference)
        require_part(case, person)
        if suggestion_of(case):
            raise UsageError(N_("This was suggested in the channel: it goes out by itself, two minutes after."))
        require_fits(case)
        if tap.deed is Gesture.SCHEDULE and not tap.argument:
            self._messaging.say(Place(tapped.chat, tapped.message), self._moments(card, tapped))
            return None
        target = public_channel(self._house.settings)
        if not target:
            raise UsageError(N_("No public channel is set."), N_("Set VIGIE_PUBLIC_CHANNELS in .env."))
        at = self._moment(tap) if tap.deed is Gesture.SCHEDULE else 0
        return Publishes(person.id, card.reference, card.fingerprint, NAME, target, at)

    def _moment(self, tap: Tap) -> int:
        """Return the moment that a button carries.

        Raises:
            StaleError: it is over, or none that was ever offered.
        """
        now = int(self._house.clock().timestamp())
        at = int(tap.argument) if tap.argument.isascii() and tap.argument.isdigit() else 0
        if not now <= at <= now + _LATEST:
            raise StaleError(N_("This moment is over."), N_("Choose another one."))
        return at

    def _moments(self, card: Card, tapped: Tapped) -> Message:
        """Return the moments at which a post may go out: in an hour, this evening, tomorrow morning."""
        catalogue, now = self._catalogue(tapped), self._house.clock().astimezone(self._house.settings.timezone)
        evening, morning = now.replace(hour=18, minute=0, second=0), now.replace(hour=9, minute=0, second=0)
        day = timedelta(days=1)
        moments = (now + timedelta(hours=1), evening if evening > now else evening + day, morning + day)
        buttons = [
            button(catalogue.moment(moment), tap_of(card, Gesture.SCHEDULE, str(int(moment.timestamp()))))
            for moment in moments
        ]
        return Message(inert(catalogue.say(N_("{reference}: when?"), reference=card.reference)), rows(buttons))

    def _cancel(self, tap: Tap, person: Person) -> None:
        """Take back what was to go out later."""
        if not cancel(self._house, person, tap.reference, NAME):
            raise StaleError(N_("Nothing is scheduled any more."), N_("Look at the latest card of this submission."))

    def _settle(self, tapped: Tapped, tap: Tap, person: Person) -> None:
        """Take a person's word on whether a post is there of which nobody knew; the question ends with it."""
        catalogue, reference = self._house.catalogue(), tap.reference
        settled = self._settled(person, reference, there=tap.deed is Gesture.WENT_OUT)
        if settled is None:
            over = catalogue.say(N_("{reference}: this is settled."), reference=reference)
            self._messaging.end(self._house, tapped, over)
            raise StaleError(N_("That is settled already."), N_("Look at the latest card of this submission."))
        self._messaging.end(self._house, tapped, settled_words(settled, reference, person.name, catalogue))

    def _settled(self, person: Person, reference: str, *, there: bool) -> Settled | None:
        where = self._doubted(reference) if there else ""
        with self._house.database.writing() as connection:
            settled = settle(joined(self._house, connection), person, reference, NAME, there=there, where=where)
            if settled is Settled.UNAPPROVED:
                tell_deciders(self._house, connection, reference, f"{BYPASS}/{seen_at(where, reference)}")
        return settled

    def _doubted(self, reference: str) -> str:
        """Return what people call the channel in which a post may be, and where it is."""
        with self._house.database.reading() as connection:
            doubted = in_doubt(connection, NAME, reference)
        return self._messaging.channels.place(Place.of_target(doubted.target).chat) if doubted else ""

    def _card(self, tapped: Tapped, tap: Tap) -> Card:
        card = shared_card(self._house, tap.reference, self._catalogue(tapped))
        if not tap.is_about(card):
            with self._house.database.writing() as connection:
                show_again(connection, tap.reference)
            raise StaleError(N_("The card has changed since you opened it."), N_("Read it again, then decide."))
        return card

    def _case(self, reference: str) -> Case:
        with self._house.database.reading() as connection:
            return found_case(connection, reference)

    def _catalogue(self, tapped: Tapped) -> Catalogue:
        return self._house.catalogue(self._members.language_of(tapped.user))
