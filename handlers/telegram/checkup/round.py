"""The checkup's order: who we are, how news reach us, where we are, who decides, who else publishes, files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.doctor import Finding, Health
from bot.house import utc_now
from bot.language import N_, Catalogue
from bot.settings import Settings
from handlers.telegram.checkup.asking import Asking
from handlers.telegram.checkup.chats import Chats
from handlers.telegram.checkup.deciders import deciders
from handlers.telegram.checkup.identity import Identity
from handlers.telegram.checkup.listening import listening
from handlers.telegram.checkup.public import public
from handlers.telegram.checkup.visit import Visit
from handlers.telegram.files import LARGEST


def checkup(settings: Settings, catalogue: Catalogue, now: Callable[[], datetime] = utc_now) -> Iterator[Finding]:
    """Yield how everything stands on Telegram (bot/doctor/model.py, `Checkup`); nobody there notices anything."""
    with Asking(settings.telegram) as telegram:
        visit = Visit(settings, catalogue, telegram)
        if not settings.telegram.configured:
            words = N_("Telegram is not set up: TELEGRAM_BOT_TOKEN is not given.")
            yield visit.finding("telegram", Health.SKIPPED, words)
            return
        identity = Identity(visit, now)
        yield from visit.carefully("telegram-token", identity.findings)
        if identity.bot:
            yield from _within(replace(visit, bot=identity.bot))
        else:
            words = N_("Chats, people and news on Telegram were not looked at: it takes a token that Telegram knows.")
            yield visit.finding("telegram", Health.SKIPPED, words)


def _within(visit: Visit) -> Iterator[Finding]:
    yield from visit.carefully("telegram-webhook", partial(listening, visit))
    chats = Chats(visit)
    yield from chats.findings()
    yield from visit.carefully("telegram-deciders", partial(deciders, visit, chats.groups))
    yield from public(visit)
    words = N_("Telegram hands on files of up to {size}; Vigie says so under larger ones.")
    yield visit.good("telegram-files", words, size=visit.catalogue.size(LARGEST))
