"""Who somebody on Telegram is, and whether they may decide: by their role here, or as an administrator of the group.

Fails closed: where Telegram does not say who the administrators are, nobody decides as one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

from bot import chats
from bot.errors import NotAllowedError
from bot.house import House
from bot.language import N_
from bot.people import DECIDERS, Person, Role
from bot.people.accounts import person_of
from bot.people.arriving import Account, arrive, given_roles, keep_roles
from bot.ports import LostError, NotSentError, RefusedError
from handlers.telegram.api import Api, MovedError, UncertainError, UnfitError
from handlers.telegram.groups import Groups
from handlers.telegram.places import NAME, Place
from handlers.telegram.updates import Sender
from policy.language import Language

KEPT = 300.0
"""Seconds for which what Telegram said of a group's administrators is taken as it was."""
FAULTS = (NotSentError, RefusedError, LostError, UnfitError, UncertainError, MovedError)
_INSIDE = {"creator", "administrator", "member"}
_DECIDER = frozenset({Role.AUTHOR, Role.REVIEWER})


class Members:
    """Asks Telegram about the administrators of groups."""

    def __init__(self, house: House, api: Api, clock: Callable[[], float] = monotonic) -> None:
        self._house, self._api, self._clock = house, api, clock
        self.groups = Groups(house)
        self._lock = threading.Lock()
        self._admins: dict[int, tuple[float, dict[int, bool]]] = {}
        self._languages: dict[int, Language] = {}

    def forget(self, chat: int) -> None:
        """Ask again: somebody's place in this chat has changed."""
        with self._lock:
            self._admins.pop(chat, None)

    def heard(self, user: int, language: str) -> None:
        """Note which language somebody's Telegram is in."""
        if language:
            with self._lock:
                self._languages[user] = Language.FRENCH if language.startswith("fr") else Language.ENGLISH

    def language_of(self, user: int) -> Language:
        """Return the language that somebody reads, as far as it is known; the house's own otherwise."""
        return self._languages.get(user, self._house.settings.language)

    def author(self, user: int, name: str) -> Person:
        """Return whoever puts something up for approval, adding them where they are new.

        Where Telegram does not say who administrates, nobody loses a role over it.
        """
        granted, now = self._granted(user), self._house.clock()
        with self._house.database.writing() as connection:
            known = person_of(connection, NAME, str(user), now)
            if known and granted is None:
                return known
            return arrive(connection, Account(NAME, str(user), name), granted or frozenset(), at=now)

    def unknown_author(self, place: Place, sender: Sender) -> Person:
        """Return somebody of whom nothing is known but one message: its account is that message's own."""
        account = Account(NAME, hidden_account(place, sender.id), sender.name, label=str(place.message))
        with self._house.database.writing() as connection:
            return arrive(connection, account, frozenset({Role.AUTHOR}), at=self._house.clock())

    def person(self, user: int, name: str, *, deciding: bool) -> Person:
        """Return whoever does something; what they may do is brought up to the administrators of the approval groups.

        Raises:
            NotAllowedError: nobody here has that account, or Telegram does not say whether they may decide.
        """
        granted, now = self._granted(user), self._house.clock()
        with self._house.database.writing() as connection:
            known = person_of(connection, NAME, str(user), now)
            if known is None:
                if not granted:
                    raise _unknown()
                return arrive(connection, Account(NAME, str(user), name), granted, at=now)
            if granted is not None:
                return keep_roles(connection, known, NAME, granted, at=now)
            if deciding and not given_roles(connection, known, now) & DECIDERS:
                raise NotAllowedError(
                    N_("Telegram does not say at the moment who may decide."),
                    N_("Nothing is decided. Try again in a minute."),
                )
            return known

    def participant(self, user: int, name: str, chat: int) -> Person:
        """Return whoever takes part here, adding them where they are new.

        Raises:
            NotAllowedError: they take no part.
        """
        self.require_part(user, chat)
        return self.author(user, name)

    def require_part(self, user: int, chat: int) -> None:
        """Refuse whoever takes no part here: references can be guessed, and a button's data made up.

        Those take part who are in an approval group now, or were given a role here. Somebody may be known without:
        anybody can suggest a post to the public channel, and people leave. `chat` is where they speak: whoever can
        write or tap in an approval group is in it.

        Raises:
            NotAllowedError: they take no part, as far as Telegram says.
        """
        if not self.groups.are(chat) and not self._has_role(user) and not self._is_member(user):
            raise _unknown()

    def _has_role(self, user: int) -> bool:
        now = self._house.clock()
        with self._house.database.reading() as connection:
            known = person_of(connection, NAME, str(user), now)
            return known is not None and bool(given_roles(connection, known, now))

    def renew(self, user: int, chat: int) -> None:
        """Bring a known person's roles up to their new place in an approval group, wherever they act next."""
        self.forget(chat)
        if not self.groups.are(chat):
            return
        granted, now = self._granted(user), self._house.clock()
        with self._house.database.writing() as connection:
            known = person_of(connection, NAME, str(user), now)
            if known and granted is not None:
                keep_roles(connection, known, NAME, granted, at=now)

    def require_may_claim(self, user: int, chat: int, channel: int) -> None:
        """Refuse whoever can't have written a message without a name: in a group, or as a channel (0 for none).

        Raises:
            NotAllowedError: they can't have, or Telegram does not say.
        """
        if channel and not self._speaks_for(user, channel):
            raise NotAllowedError(N_("Only an administrator of that channel can have sent this."))
        if not channel and not self._hides(user, chat):
            raise NotAllowedError(
                N_("Only an administrator who writes without a name can have sent this."),
                N_("If it is yours, ask the owner of the group."),
            )

    def _hides(self, user: int, chat: int) -> bool:
        """Whether somebody is an administrator of a group who hides their name, and may so have written without one."""
        admins = self._administrators(chat)
        if admins is None:
            raise _silent()
        return admins.get(user, False)

    def _speaks_for(self, user: int, channel: int) -> bool:
        """Whether somebody is an administrator of a channel; of one that Vigie can't see, anybody here may be."""
        try:
            found = self._api.call(lambda bot: bot.get_chat_administrators(channel))
        except (NotSentError, UncertainError):
            raise _silent() from None
        except FAULTS:
            return True
        return any(member.user.id == user for member in found)

    def bring_up(self, chat: int) -> None:
        """Add the administrators of a group who may decide, so that a card knows whom it waits for."""
        if not self._house.settings.telegram.admins_decide:
            return
        try:
            found = self._api.call(lambda bot: bot.get_chat_administrators(chat))
        except FAULTS:
            return
        now = self._house.clock()
        for member in found:
            if not member.user.is_bot:
                account = Account(NAME, str(member.user.id), member.user.full_name)
                with self._house.database.writing() as connection:
                    arrive(connection, account, _DECIDER, at=now)

    def _granted(self, user: int) -> frozenset[Role] | None:
        """Return the roles that the approval groups give, None where Telegram does not say."""
        if not self._house.settings.telegram.admins_decide:
            return frozenset()
        groups = [self._administrators(group) for group in self.groups.approval()]
        if any(user in admins for admins in groups if admins):
            return _DECIDER
        return None if None in groups else frozenset()

    def _is_member(self, user: int) -> bool:
        """Whether somebody is in an approval group, as far as Telegram says."""
        return any(self._is_in(user, group) for group in self.groups.approval())

    def _is_in(self, user: int, group: int) -> bool:
        try:
            found = self._api.call(lambda bot: bot.get_chat_member(group, user))
        except FAULTS:
            return False
        return found.status in _INSIDE or bool(getattr(found, "is_member", False))

    def _administrators(self, chat: int) -> dict[int, bool] | None:
        """Return who is an administrator of a group, and whether each hides their name."""
        with self._house.database.reading() as connection:
            chat = int(chats.chat_now(connection, NAME, str(chat)))
        kept = self._admins.get(chat)
        if kept and self._clock() - kept[0] < KEPT:
            return kept[1]
        try:
            found = self._api.call(lambda bot: bot.get_chat_administrators(chat))
        except FAULTS:
            return None
        admins = {
            member.user.id: bool(getattr(member, "is_anonymous", False)) for member in found if not member.user.is_bot
        }
        with self._lock:
            self._admins[chat] = (self._clock(), admins)
        return admins


def hidden_account(place: Place, channel: int = 0) -> str:
    """Return the account of whoever wrote one message without a name, or as a channel."""
    return f"hidden:{place.chat}/{place.message}" + (f"/{channel}" if channel else "")


def _silent() -> NotAllowedError:
    return NotAllowedError(N_("Telegram does not answer at the moment."), N_("Try again in a minute."))


def _unknown() -> NotAllowedError:
    return NotAllowedError(
        N_("Vigie does not know this Telegram account."),
        N_("If you have an access to the desk: take a code there under “My account” and send me /code THE-CODE."),
    )
