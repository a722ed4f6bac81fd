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
from handlers.telegram.places import NAME, PREFIX, Place
from policy.language import Language

KEPT = 300.0
"""Seconds for which what Telegram said of a group's administrators is taken as it was."""
FAULTS = (NotSentError, RefusedError, LostError, UnfitError, UncertainError, MovedError)
_DECIDER = frozenset({Role.AUTHOR, Role.REVIEWER})


class Members:
    """Asks Telegram about the administrators of groups."""

    def __init__(self, house: House, api: Api, clock: Callable[[], float] = monotonic) -> None:
        self._house, self._api, self._clock = house, api, clock
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

    def author(self, user: int, name: str, chat: int) -> Person:
        """Return whoever puts something up for approval, adding them where they are new."""
        granted = self._granted(user, chat) or frozenset()
        with self._house.database.writing() as connection:
            return arrive(connection, Account(NAME, str(user), name), granted, at=self._house.clock())

    def unknown_author(self, place: Place, name: str) -> Person:
        """Return somebody of whom nothing is known but one message: its account is that message's own."""
        account = Account(NAME, hidden_account(place), name)
        with self._house.database.writing() as connection:
            return arrive(connection, account, frozenset({Role.AUTHOR}), at=self._house.clock())

    def person(self, user: int, name: str, chat: int, *, deciding: bool) -> Person:
        """Return whoever tapped something; what they may do is brought up to the group's administrators.

        Raises:
            NotAllowedError: nobody here has that account, or Telegram does not say whether they may decide.
        """
        granted, now = self._granted(user, chat), self._house.clock()
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

    def hides(self, user: int, chat: int) -> bool:
        """Whether somebody is an administrator of a group who hides their name, and may so have written without one.

        Raises:
            NotAllowedError: Telegram does not say.
        """
        admins = self._administrators(chat)
        if admins is None:
            raise NotAllowedError(N_("Telegram does not answer at the moment."), N_("Try again in a minute."))
        return admins.get(user, False)

    def administrates(self, user: int, chat: int) -> bool:
        """Whether somebody is an administrator of a group, as far as Telegram says."""
        return user in (self._administrators(chat) or {})

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

    def _granted(self, user: int, chat: int) -> frozenset[Role] | None:
        """Return the roles that a group gives, None where Telegram does not say."""
        group = chat if chat < 0 else self._approval_group()
        if not self._house.settings.telegram.admins_decide or not group:
            return frozenset()
        admins = self._administrators(group)
        if admins is None:
            return None
        return _DECIDER if user in admins else frozenset()

    def _approval_group(self) -> int:
        """Return the group that counts for what is tapped in private, 0 where none is named."""
        named = self._house.settings.approval_channels
        return next((Place.of_target(name).chat for name in named if name.startswith(PREFIX)), 0)

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


def hidden_account(place: Place) -> str:
    """Return the account of whoever wrote one message without a name."""
    return f"hidden:{place.chat}/{place.message}"


def _unknown() -> NotAllowedError:
    return NotAllowedError(
        N_("Vigie does not know this Telegram account."),
        N_("If you have an access to the desk: take a code there under “My account” and send me /code THE-CODE."),
    )
