"""Who may decide on Telegram: the administrators of the approval groups, or people who have linked their account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from bot.doctor import Finding, Health
from bot.doctor.linked import linked_deciders
from bot.language import N_
from handlers.telegram.checkup.chats import administrators_of
from handlers.telegram.checkup.visit import Visit
from handlers.telegram.places import NAME

_ADMINISTRATORS = "telegram-administrators"
_DECIDERS = "telegram-deciders"


def deciders(visit: Visit, groups: Mapping[str, str]) -> Iterator[Finding]:
    """Look at the administrators of each group, and whether anybody can decide at all; `groups` are their titles."""
    found: set[int] = set()
    for chat, title in groups.items():
        yield from visit.carefully(_ADMINISTRATORS, partial(_administrators, visit, chat, title, found))
    if not found or not visit.settings.telegram.admins_decide:
        yield from visit.carefully(_DECIDERS, partial(_linked, visit))


def _administrators(visit: Visit, chat: str, title: str, found: set[int]) -> Iterator[Finding]:
    """Look who the administrators are: Telegram is asked for them at each decision, and whose a hidden name is."""
    humans = [one for one in administrators_of(visit, chat) if not one["user"].get("is_bot")]
    found.update(int(one["user"]["id"]) for one in humans)
    if not visit.settings.telegram.admins_decide:
        words = N_("Telegram says who the administrators of {chat} are; they decide only by a role here.")
        yield visit.good(_ADMINISTRATORS, words, chat=title)
        return
    counted = visit.catalogue.count(
        "{number} administrator of {chat} may decide.",
        "{number} administrators of {chat} may decide.",
        len(humans),
        chat=title,
    )
    yield Finding(_ADMINISTRATORS, Health.GOOD, counted)


def _linked(visit: Visit) -> Iterator[Finding]:
    """Look whether people who decide have linked their Telegram account."""
    number = linked_deciders(visit.settings, visit.catalogue, NAME)
    if number is None:
        words = N_("Who may decide on Telegram was not looked at: it takes a database in working order.")
        yield visit.finding(_DECIDERS, Health.SKIPPED, words)
        return
    if number:
        words = visit.catalogue.count(
            "{number} person who decides has linked a Telegram account.",
            "{number} people who decide have linked a Telegram account.",
            number,
        )
        yield Finding(_DECIDERS, Health.GOOD, words)
        return
    remedy = N_(
        "Have them take a code at the desk (“My account”) and send /code THE-CODE to @{bot}. Or let the administrators "
        "of the approval group decide: VIGIE_TELEGRAM_ADMINS_DECIDE=1"
    )
    yield visit.warning(_DECIDERS, N_("Nobody can decide on Telegram."), remedy)
