"""Who somebody on Slack is, and what the workspace lets them do: asked of Slack, kept for a few minutes.

Fails closed: where Slack does not say who is in a group, nobody decides through that group.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from sqlalchemy import Connection

from bot.errors import NotAllowedError
from bot.house import House
from bot.language import N_
from bot.people import DECIDERS, Person, Role
from bot.people.accounts import accounts_on, person_of
from bot.people.arriving import Account, arrive, given_roles, granted_roles, keep_roles
from bot.settings import SlackSettings
from handlers.slack.sending import NAME
from handlers.slack.web import FAULTS, Web
from policy.language import Language

KEPT = 300.0
"""Seconds for which what Slack said of people and groups is taken as it was."""
FRESH = 10.0
"""The same for a decision: an event that tells of a change in a group may come late, or never."""


@dataclass(frozen=True, slots=True)
class Member:
    """An account of the workspace. One that is `outside` is a guest, of another organisation, or closed."""

    id: str
    name: str
    outside: bool
    bot: bool
    language: Language


class Members:
    """Asks Slack about people and groups."""

    def __init__(self, house: House, web: Web, team: str = "", clock: Callable[[], float] = monotonic) -> None:
        self._house, self._web, self._team, self._clock = house, web, team, clock
        self._lock = threading.Lock()
        self._members: dict[str, tuple[float, Member]] = {}
        self._groups: dict[str, tuple[float, frozenset[str]]] = {}

    def forget(self) -> None:
        """Ask Slack again: somebody has changed a group, or themselves."""
        with self._lock:
            self._members.clear()
            self._groups.clear()

    def forget_one(self, user: str) -> None:
        """Ask Slack again about one person: they have changed something about themselves."""
        with self._lock:
            self._members.pop(user, None)

    def language_of(self, user: str) -> Language:
        """Return the language that somebody reads, as far as it is known already; the house's own otherwise."""
        kept = self._members.get(user)
        return kept[1].language if kept else self._house.settings.language

    def member(self, user: str, kept_for: float | None = None) -> Member:
        """Return who an account is, as Slack said it at most so many seconds ago.

        Raises:
            NotAllowedError: Slack does not say.
        """
        kept = self._members.get(user)
        if kept and self._clock() - kept[0] < (KEPT if kept_for is None else kept_for):
            return kept[1]
        try:
            answer = self._web.ask("users.info", user=user, include_locale="true")
        except FAULTS:
            raise NotAllowedError(
                N_("Slack does not say who you are at the moment."), N_("Try again in a minute.")
            ) from None
        found = self._read(answer["user"])
        with self._lock:
            self._members[user] = (self._clock(), found)
        return found

    def author(self, user: str) -> Person:
        """Return whoever puts something up, adding them where they are new.

        Raises:
            NotAllowedError: Slack does not say who they are, or they are no human being.
        """
        member = self.member(user)
        if member.bot:
            raise NotAllowedError(N_("Machines put nothing up for approval."))
        granted = frozenset[Role]() if member.outside else self._granted(user, KEPT)
        now = self._house.clock()
        with self._house.database.writing() as connection:
            if granted is None and (known := person_of(connection, NAME, user, now)):
                return self._as_before(connection, known, self._listed(member))
            return arrive(connection, Account(NAME, user, member.name), granted or self._listed(member), at=now)

    def person(self, user: str, *, deciding: bool) -> Person:
        """Return whoever presses something; what they may do is brought up to what Slack's groups say.

        Raises:
            NotAllowedError: nobody here has that account; or they want to decide, and are guests or closed accounts,
                or Slack does not say whether they may.
        """
        kept_for = FRESH if deciding else KEPT
        member = self.member(user, kept_for)
        if deciding and (member.outside or member.bot):
            raise NotAllowedError(
                N_("Guests and people of other organisations can't decide here."), N_("Ask a member of the team.")
            )
        granted = frozenset[Role]() if member.outside else self._granted(user, kept_for)
        listed = self._listed(member)
        now = self._house.clock()
        with self._house.database.writing() as connection:
            known = person_of(connection, NAME, user, now)
            if known is None:
                if not (granted or listed):
                    raise _unknown()
                return arrive(connection, Account(NAME, user, member.name), granted or listed, at=now)
            if granted is not None:
                return keep_roles(connection, known, NAME, granted, at=now)
            if deciding and not (given_roles(connection, known, now) | listed) & DECIDERS:
                raise NotAllowedError(
                    N_("Slack does not say at the moment who may decide."),
                    N_("Nothing is decided. Try again in a minute."),
                )
            return self._as_before(connection, known, listed)

    def bring_up(self) -> None:
        """Bring everybody's roles up to what Slack's groups say, and add who is new in one.

        Where Slack does not say, nobody loses or gains a role over it but those whom the settings name.
        """
        now = self._house.clock()
        with self._house.database.reading() as connection:
            known = accounts_on(connection, NAME)
        for user in dict.fromkeys([*known, *self._deciders()]):
            granted = self._granted(user, KEPT)
            if granted is None:
                self._bring_up_named(now)
                return
            with suppress(NotAllowedError):
                self._keep(user, granted, now)

    def _bring_up_named(self, now: datetime) -> None:
        named = [one for _, ids in _by_role(self._house.settings.slack) for one in ids if not _is_group(one)]
        for user in dict.fromkeys(named):
            with suppress(NotAllowedError):
                self._keep(user, None, now)

    def _deciders(self) -> list[str]:
        """Return all whom a group or a list makes something here."""
        ids = [one for _, ids in _by_role(self._house.settings.slack) for one in ids]
        return [user for one in ids for user in sorted(self._of(one, KEPT) or ())]

    def _keep(self, user: str, granted: frozenset[Role] | None, now: datetime) -> None:
        """Record what somebody may do; `granted` is None where Slack does not say."""
        member = self.member(user)
        if member.outside or member.bot:
            granted = frozenset()
        listed = self._listed(member)
        with self._house.database.writing() as connection:
            known = person_of(connection, NAME, user, now)
            if known and granted is None:
                self._as_before(connection, known, listed)
            elif known:
                keep_roles(connection, known, NAME, granted or frozenset(), at=now)
            elif granted or listed:
                arrive(connection, Account(NAME, user, member.name), granted or listed, at=now)

    def _as_before(self, connection: Connection, known: Person, listed: frozenset[Role]) -> Person:
        """Slack does not say who is in a group: nobody loses a role for it, and lists give theirs."""
        return keep_roles(
            connection, known, NAME, granted_roles(connection, known, NAME) | listed, at=self._house.clock()
        )

    def _granted(self, user: str, kept_for: float) -> frozenset[Role] | None:
        """Return the roles that groups and lists give, None where Slack does not say who is in a group."""
        roles = set()
        for role, ids in _by_role(self._house.settings.slack):
            for one in ids:
                members = self._of(one, kept_for)
                if members is None:
                    return None
                if user in members:
                    roles.add(role)
        return _with_author(roles)

    def _listed(self, member: Member) -> frozenset[Role]:
        """Return the roles that the settings give by name, which needs no answer of Slack's."""
        if member.outside or member.bot:
            return frozenset()
        return _with_author({role for role, ids in _by_role(self._house.settings.slack) if member.id in ids})

    def _of(self, one: str, kept_for: float) -> frozenset[str] | None:
        return self._group(one, kept_for) if _is_group(one) else frozenset({one})

    def _group(self, group: str, kept_for: float) -> frozenset[str] | None:
        kept = self._groups.get(group)
        if kept and self._clock() - kept[0] < kept_for:
            return kept[1]
        try:
            answer = self._web.ask("usergroups.users.list", usergroup=group)
        except FAULTS:
            return None
        members = frozenset(str(user) for user in answer.get("users", ()))
        with self._lock:
            self._groups[group] = (self._clock(), members)
        return members

    def _read(self, user: dict[str, Any]) -> Member:
        profile = user.get("profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name")
        elsewhere = bool(self._team and user.get("team_id") and user["team_id"] != self._team)
        marks = ("deleted", "is_restricted", "is_ultra_restricted", "is_stranger")
        locale = str(user.get("locale") or "")
        language = self._house.settings.language
        if locale:
            language = Language.FRENCH if locale.startswith("fr") else Language.ENGLISH
        return Member(
            id=str(user["id"]),
            name=str(name or user["id"]),
            outside=elsewhere or any(user.get(mark) for mark in marks),
            bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
            language=language,
        )


def _by_role(settings: SlackSettings) -> tuple[tuple[Role, tuple[str, ...]], ...]:
    return (
        (Role.REVIEWER, settings.reviewers),
        (Role.CHARTER_OFFICER, settings.charter_officers),
        (Role.AUDITOR, settings.auditors),
    )


def _is_group(one: str) -> bool:
    """Whether an id is a user group's, such as `S0614TZR7`; people's begin with U or W."""
    return one.startswith("S")


def _with_author(roles: set[Role]) -> frozenset[Role]:
    """Whoever decides may submit too."""
    return frozenset(roles | {Role.AUTHOR}) if roles & DECIDERS else frozenset(roles)


def _unknown() -> NotAllowedError:
    return NotAllowedError(
        N_("Vigie does not know this Slack account."),
        N_("If you have an access to the desk: take a code there under “My account” and type /vigie code THE-CODE."),
    )
