"""What people are told who have something published later, or not at all any more; the post itself says the rest."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.house import House
from bot.language import N_
from bot.people.accounts import person_of
from handlers.telegram.ids import Gesture, Tap
from handlers.telegram.members import Members
from handlers.telegram.messaging import Messaging
from handlers.telegram.places import NAME
from handlers.telegram.rendering.notices import scheduled_words
from handlers.telegram.updates import Tapped


class Ordered:
    """Answers the taps about going out later."""

    def __init__(self, house: House, members: Members, messaging: Messaging) -> None:
        self._house, self._members, self._messaging = house, members, messaging

    def toast(self, tapped: Tapped) -> str:
        """Return what stands over the chat for a moment, empty for any other tap."""
        tap, catalogue = _tap(tapped), self._house.catalogue(self._members.language_of(tapped.user))
        if tap and tap.deed is Gesture.CANCEL_SCHEDULE:
            return catalogue.say(N_("Cancelled: it does not go out by itself."))
        return scheduled_words(catalogue, moment, "") if (moment := _moment(tap)) else ""

    def end(self, tapped: Tapped) -> None:
        """Put what was chosen in the place of the question."""
        tap = _tap(tapped)
        if tap and (moment := _moment(tap)):
            with self._house.database.reading() as connection:
                person = person_of(connection, NAME, str(tapped.user), self._house.clock())
            words = scheduled_words(self._house.catalogue(), moment, person.name if person else "")
            self._messaging.end(self._house, tapped, f"{tap.reference} · {words}")


def _tap(tapped: Tapped) -> Tap | None:
    try:
        return Tap.unpack(tapped.data)
    except ValueError:
        return None


def _moment(tap: Tap | None) -> datetime | None:
    """Return the moment that was chosen, None where none was: it was looked at before the order was taken."""
    if tap is None or tap.deed is not Gesture.SCHEDULE or not tap.argument.isdigit():
        return None
    return datetime.fromtimestamp(int(tap.argument), UTC)
