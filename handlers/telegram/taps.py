"""What a tap on a button does: an act at once, a form to be filled in, something to be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.card import board
from bot.card.model import Action, Card, Verb
from bot.card.shared import shared_card
from bot.case import Case
from bot.delivery.events import Act, Claimed, Pressed
from bot.errors import NotAllowedError, UsageError
from bot.house import House
from bot.language import N_, Catalogue
from bot.people import Person
from bot.people.accounts import accounts_on, person_of
from bot.press import DECIDING
from bot.submissions import show_again
from bot.workflow.guards import found_case
from handlers.telegram.forms import Forms
from handlers.telegram.going_out import GoingOut
from handlers.telegram.ids import Gesture, Tap, wanted
from handlers.telegram.members import Members, hidden_account
from handlers.telegram.messaging import Messaging
from handlers.telegram.overtaken import overtaken
from handlers.telegram.places import NAME, PREFIX, Place
from handlers.telegram.rendering.details import details_message
from handlers.telegram.rendering.notices import how_to_hand_over
from handlers.telegram.rendering.others import others_message
from handlers.telegram.updates import Tapped

_GOING_OUT = {
    Gesture.PUBLISH_NOW,
    Gesture.SCHEDULE,
    Gesture.CANCEL_SCHEDULE,
    Gesture.WENT_OUT,
    Gesture.NEVER_WENT_OUT,
}


class Taps:
    """Understands taps. Whatever a button says is looked up again: anybody can make one up."""

    def __init__(self, house: House, members: Members, messaging: Messaging, forms: Forms) -> None:
        self._house, self._members, self._messaging, self._forms = house, members, messaging, forms
        self._going_out = GoingOut(house, members, messaging)
        self._gestures: Mapping[Gesture, Callable[[Tapped, Tap], Act | None]] = {
            Gesture.STEP: forms.step,
            Gesture.CLAIM: self._claim,
            Gesture.DETAILS: self._details,
            Gesture.OTHERS: self._others,
            Gesture.HAS_FILE: self._has_file,
        }

    def understand(self, tapped: Tapped) -> Act | None:
        """Return what a tap asks to be done; what only has to be shown is shown.

        Raises:
            VigieError: it can't be done; the sentence stands over the chat for a moment.
        """
        try:
            tap = Tap.unpack(tapped.data)
        except ValueError:
            raise _unknown_button() from None
        self._members.heard(tapped.user, tapped.language)
        if isinstance(tap.deed, Verb):
            return self._act(tapped, tap, tap.deed)
        return self._gesture(tapped, tap, tap.deed)

    def _act(self, tapped: Tapped, tap: Tap, verb: Verb) -> Act | None:
        person = self._person(tapped, deciding=verb in DECIDING)
        card, action = self._found(tapped, tap, person)
        if action.fields or action.confirm:
            self._forms.begin(tapped, card, action)
            return None
        return Pressed(person.id, card.reference, card.fingerprint, verb, action.value, action.asset)

    def _found(self, tapped: Tapped, tap: Tap, person: Person) -> tuple[Card, Action]:
        """Return the card as this person sees it now, and what was tapped.

        Raises:
            StaleError: the card shows something else by now.
            NotAllowedError: that is for somebody else.
        """
        catalogue = self._catalogue(tapped)
        card = board.card(self._house, person, tap.reference, catalogue)
        found = wanted(card, tap)
        if found and tap.is_about(card):
            return card, found
        self._refresh(tap.reference)
        if found is None and tap.is_about(card) and wanted(shared_card(self._house, tap.reference, catalogue), tap):
            raise NotAllowedError(N_("This is for somebody else."), card.notice)
        raise overtaken(self._house, tap.reference, catalogue)

    def _gesture(self, tapped: Tapped, tap: Tap, gesture: Gesture) -> Act | None:
        if gesture in _GOING_OUT:
            return self._going_out.understand(tapped, tap, self._person(tapped, deciding=False))
        if gesture not in self._gestures:
            raise _unknown_button()
        return self._gestures[gesture](tapped, tap)

    def _has_file(self, tapped: Tapped, tap: Tap) -> None:
        self._require_reader(tapped, tap.reference)
        told = how_to_hand_over(self._catalogue(tapped), self._house.settings.desk_address)
        self._messaging.say(tapped.place, told)

    def _case(self, reference: str) -> Case:
        with self._house.database.reading() as connection:
            return found_case(connection, reference)

    def _claim(self, tapped: Tapped, tap: Tap) -> Claimed:
        """Telegram does not say who wrote without a name, but it names whoever taps."""
        self._members.require_part(tapped.user, tapped.chat)
        place = self._source(tap.reference)
        account = self._account(place)
        channel = account.removeprefix(hidden_account(place)).removeprefix("/")
        self._members.require_may_claim(tapped.user, place.chat, int(channel or 0))
        person = self._members.author(tapped.user, tapped.name)
        return Claimed(person.id, NAME, account)

    def _source(self, reference: str) -> Place:
        channel = str(self._case(reference).entries[0].entry.data["channel"])
        if not channel.startswith(PREFIX):
            raise _unknown_button()
        return Place.of_target(channel)

    def _account(self, place: Place) -> str:
        """Return the account under which a message without a name is known."""
        alone = hidden_account(place)
        with self._house.database.reading() as connection:
            known = accounts_on(connection, NAME)
        return next((one for one in known if one == alone or one.startswith(f"{alone}/")), alone)

    def _details(self, tapped: Tapped, tap: Tap) -> None:
        self._require_reader(tapped, tap.reference)
        catalogue = self._catalogue(tapped)
        card = shared_card(self._house, tap.reference, catalogue)
        page = int(tap.argument) if tap.argument.isdigit() else 0
        self._messaging.show(tapped, details_message(card, catalogue, page))

    def _others(self, tapped: Tapped, tap: Tap) -> None:
        self._require_reader(tapped, tap.reference)
        catalogue, person = self._catalogue(tapped), self._person(tapped, deciding=False)
        self._messaging.show(
            tapped, others_message(board.card(self._house, person, tap.reference, catalogue), catalogue)
        )

    def _require_reader(self, tapped: Tapped, reference: str) -> None:
        """Refuse whoever takes no part here and has not made this: a submission is not published yet."""
        with self._house.database.reading() as connection:
            known = person_of(connection, NAME, str(tapped.user), self._house.clock())
        if known is None or not self._case(reference).made_by(known.id):
            self._members.require_part(tapped.user, tapped.chat)

    def _person(self, tapped: Tapped, *, deciding: bool) -> Person:
        return self._members.person(tapped.user, tapped.name, deciding=deciding)

    def _catalogue(self, tapped: Tapped) -> Catalogue:
        return self._house.catalogue(self._members.language_of(tapped.user))

    def _refresh(self, reference: str) -> None:
        with self._house.database.writing() as connection:
            show_again(connection, reference)


def _unknown_button() -> UsageError:
    return UsageError(N_("This button is not known here."), N_("Look at the latest card of this submission."))
