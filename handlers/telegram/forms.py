"""Forms that are filled in step by step in a chat; the answers so far are in the database and survive a restart."""

from __future__ import annotations

from dataclasses import replace

from bot import chats
from bot.card import board
from bot.card.model import Action, Card, Verb
from bot.chats import About
from bot.chats import Form as Kept
from bot.declaration_form import declaration_fields, demanded
from bot.delivery.events import Act, Declares, Failed, Outcome, Pressed
from bot.errors import NotAllowedError, StaleError, UsageError
from bot.house import House
from bot.language import N_, Catalogue
from bot.press import DECIDING
from handlers.telegram.ids import Gesture, Tap
from handlers.telegram.members import Members
from handlers.telegram.messaging import Messaging
from handlers.telegram.overtaken import overtaken
from handlers.telegram.places import NAME, Place
from handlers.telegram.rendering.form import Form, form_message
from handlers.telegram.rendering.steps import Gave, Pick, next_step, take
from handlers.telegram.updates import Post, Tapped

DEEP_LINK = "form-"
"""What stands before a form's name in the address with which it goes on in private."""
_LONG = 2
"""Questions past which a form had better go on in private: each one is a message that a whole group sees."""
_SENT = "sent-by"
"""Stands among the answers once they are sent: the tap that did it."""
_HEARD = "heard-in"
"""Stands among the answers: the last message that gave one. The same update may be read twice, and answers once."""
_OURS = {_SENT, _HEARD}


class Forms:
    """Asks one question after the other, and hands in what was answered."""

    def __init__(self, house: House, members: Members, messaging: Messaging) -> None:
        self._house, self._members, self._messaging = house, members, messaging

    def begin(self, tapped: Tapped, card: Card, action: Action) -> None:
        """Ask the first question of a card's action, in the chat where it was tapped."""
        about = About(card.reference, card.fingerprint, action.verb, action.value, action.asset)
        self._begin(tapped.place, tapped.user, about, Form.of(action, ""))

    def declare(self, place: Place, user: int) -> None:
        """Ask the first question of a declaration that belongs to no submission."""
        self._begin(place, user, About(), self._declaration(user, ""))

    def in_private(self, user: int, number: str) -> None:
        """Go on with a form that somebody began in a group, between them and us alone.

        Raises:
            VigieError: the form is somebody else's, or no longer there.
        """
        kept = self._own(number, user)
        form, here = self._form(kept, user), replace(kept, chat=str(user), message="")
        with self._house.database.writing() as connection:
            chats.end_form(connection, kept.id)
            chats.begin_form(connection, NAME, here, self._house.clock())
        self._ask(here, form, user)
        if kept.message:
            self._messaging.remove(Place(int(kept.chat), int(kept.message)))

    def step(self, tapped: Tapped, tap: Tap) -> Act | None:
        """Take an answer that was tapped; return what is to be done once all is there and sent.

        Raises:
            VigieError: the form is somebody else's, or no longer there, or this is no answer.
        """
        kept = self._own(tap.reference, tapped.user)
        try:
            pick = Pick.unpack(tap.argument)
        except ValueError:
            raise StaleError(N_("This button is out of date."), N_("Look at the latest question.")) from None
        if kept.answers.get(_SENT, tapped.id) != tapped.id:
            raise StaleError(N_("This form is sent already."))
        if pick.gave is Gave.CANCEL:
            self._end(kept)
            return None
        form = self._form(kept, tapped.user)
        fields = demanded(form.fields, kept.answers)
        answers = take(fields, kept.answers, next_step(fields, kept.answers), pick)
        if pick.gave is Gave.SEND and next_step(fields, answers).field is None:
            return self._sent(kept, tapped)
        self._ask(replace(kept, answers=answers), form, tapped.user, pick, direct=tapped.direct)
        return None

    def settle(self, tapped: Tapped, outcome: Outcome) -> None:
        """Take the form away once it has served; where an answer has to be mended it stays as it is."""
        tap = _tap(tapped)
        kept = self._kept(tap.reference) if tap and tap.deed is Gesture.STEP else None
        if kept is None or kept.answers.get(_SENT) != tapped.id:
            return
        if not isinstance(outcome, Failed) and getattr(outcome, "kind", "") != UsageError.__name__:
            self._end(kept)
            return
        answers = {name: answer for name, answer in kept.answers.items() if name != _SENT}
        with self._house.database.writing() as connection:
            chats.keep_form(connection, replace(kept, answers=answers), self._house.clock())

    def written(self, post: Post) -> bool:
        """Take an answer in words; False where whoever wrote is filling in nothing here that asks for words."""
        with self._house.database.reading() as connection:
            kept = chats.form_of(connection, NAME, str(post.sender.id), str(post.place.chat))
        if kept is None or post.media:
            return False
        if post.answers and str(post.answers) != kept.message:
            return False
        if not post.answers and not post.private:
            return False
        form = self._form(kept, post.sender.id)
        fields = demanded(form.fields, kept.answers)
        step = next_step(fields, kept.answers)
        answers = kept.answers
        if answers.get(_HEARD) == post.place.source and _SENT in answers:
            return True
        if answers.get(_HEARD) != post.place.source:
            if not step.takes_text or _SENT in answers:
                return False
            answers = take(fields, answers, step, post.text) | {_HEARD: post.place.source}
        self._ask(replace(kept, answers=answers), form, post.sender.id, direct=post.place.direct)
        return True

    def _begin(self, place: Place, user: int, about: About, form: Form) -> None:
        number = chats.new_form_id()
        kept = Kept(number, str(user), str(place.chat), about)
        asked = self._private(replace(form, reference=number), place.chat, number)
        shown = self._messaging.say(place, form_message(asked, {}, self._catalogue(user)))
        if not shown:
            raise _unheard()
        with self._house.database.writing() as connection:
            before = chats.form_of(connection, NAME, str(user), str(place.chat))
            chats.begin_form(connection, NAME, replace(kept, message=str(shown)), self._house.clock())
        if before and before.message:
            self._messaging.remove(Place(place.chat, int(before.message)))

    def _ask(self, kept: Kept, form: Form, user: int, pick: Pick | None = None, *, direct: int = 0) -> None:
        """Show the next question in the place of the last, or as a new message where that can't be."""
        with self._house.database.writing() as connection:
            chats.keep_form(connection, kept, self._house.clock())
        asked = self._private(form, int(kept.chat), kept.id)
        asked = replace(asked, fields=demanded(form.fields, kept.answers))
        message = form_message(asked, kept.answers, self._catalogue(user), pick)
        place = Place(int(kept.chat), int(kept.message or 0), direct=direct)
        if place.message and self._messaging.put(place, message):
            return
        shown = self._messaging.say(place, message)
        if not shown:
            raise _unheard()
        with self._house.database.writing() as connection:
            chats.keep_form(connection, replace(kept, message=str(shown)), self._house.clock())
        if place.message:
            self._messaging.remove(place)

    def _sent(self, kept: Kept, tapped: Tapped) -> Act:
        """Return what the form asks for; of two taps at once, one sends it."""
        with self._house.database.writing() as connection:
            now = chats.form(connection, kept.id)
            if now is None or now.answers.get(_SENT, tapped.id) != tapped.id:
                raise StaleError(N_("This form is sent already."))
            sent = replace(now, answers={**now.answers, _SENT: tapped.id})
            chats.keep_form(connection, sent, self._house.clock())
        about, answers = now.about, {name: answer for name, answer in now.answers.items() if name not in _OURS}
        if not about.verb:
            return Declares(self._members.participant(tapped.user, tapped.name, int(kept.chat)).id, answers)
        person = self._members.person(tapped.user, tapped.name, deciding=Verb(about.verb) in DECIDING)
        return Pressed(person.id, about.reference, about.fingerprint, about.verb, about.value, about.asset, answers)

    def _end(self, kept: Kept) -> None:
        with self._house.database.writing() as connection:
            chats.end_form(connection, kept.id)
        if kept.message:
            self._messaging.remove(Place(int(kept.chat), int(kept.message)))

    def _own(self, number: str, user: int) -> Kept:
        kept = self._kept(number)
        if kept is None:
            raise StaleError(N_("This form is no longer there."), N_("Begin again from the card."))
        if kept.account != str(user):
            raise NotAllowedError(N_("This form is somebody else’s."))
        return kept

    def _private(self, form: Form, chat: int, number: str) -> Form:
        """Return a form with the way to go on with it in private, where it is long and asked in a group."""
        if chat > 0 or len(form.fields) <= _LONG:
            return form
        return replace(form, private=self._messaging.address(f"{DEEP_LINK}{number}"))

    def _kept(self, number: str) -> Kept | None:
        with self._house.database.reading() as connection:
            return chats.form(connection, number)

    def _form(self, kept: Kept, user: int) -> Form:
        """Return the form as it stands for this person now.

        Raises:
            StaleError: the card does not offer it any more.
        """
        if not kept.about.verb:
            return self._declaration(user, kept.id)
        about, catalogue = kept.about, self._catalogue(user)
        person = self._members.person(user, "", deciding=False)
        card = board.card(self._house, person, about.reference, catalogue)
        asked = [action for question in card.questions for action in question.answers]
        wanted = (about.verb, about.value, about.asset)
        found = next((item for item in (*card.actions, *asked) if (item.verb, item.value, item.asset) == wanted), None)
        if found is None or card.fingerprint != about.fingerprint:
            self._end(kept)
            raise overtaken(self._house, about.reference, catalogue)
        return Form.of(found, kept.id)

    def _declaration(self, user: int, number: str) -> Form:
        catalogue = self._catalogue(user)
        return Form(catalogue.say(N_("Declare a use of AI")), declaration_fields(catalogue), number)

    def _catalogue(self, user: int) -> Catalogue:
        return self._house.catalogue(self._members.language_of(user))


def _tap(tapped: Tapped) -> Tap | None:
    try:
        return Tap.unpack(tapped.data)
    except ValueError:
        return None


def _unheard() -> UsageError:
    return UsageError(N_("Telegram takes no message at the moment."), N_("Nothing is lost: tap again in a moment."))
