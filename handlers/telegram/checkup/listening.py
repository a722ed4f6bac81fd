"""How Telegram's news reach us: fetched by one program, or brought to an address; both at once can't be."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from bot.doctor import Finding
from bot.doctor.database import Opening
from bot.house import utc_now
from bot.language import N_
from handlers.telegram.checkup.asking import DeniedError, Json
from handlers.telegram.checkup.visit import Visit, shown
from handlers.telegram.health import listener

_WEBHOOK = "telegram-webhook"
_POLLER = "telegram-poller"
LISTENING = 4
"""Seconds for which the checkup holds a question open: another program, sent away by it, comes back within that."""
_CONFLICT = 409
_AWAY = N_('Take it away: curl "{api}/bot$TELEGRAM_BOT_TOKEN/deleteWebhook" (with the token in place of its name).')


def listening(visit: Visit) -> Iterator[Finding]:
    """Look at the webhook, and, where news are fetched, for another program that fetches them."""
    told = visit.telegram.ask("getWebhookInfo")
    settings = visit.settings.telegram
    if settings.webhook_secret:
        yield _brought(visit, told)
        return
    if settings.webhook_url:
        words = N_("TELEGRAM_WEBHOOK_URL alone does nothing: without TELEGRAM_WEBHOOK_SECRET, Vigie fetches its news.")
        yield visit.warning(_WEBHOOK, words, N_("Give both in .env, or neither."))
    if told.get("url"):
        words = N_("Telegram brings this bot's news to {host}: Vigie, which fetches them, gets none.")
        yield visit.bad(_WEBHOOK, words, _AWAY, host=_host(told), api=visit.settings.telegram.api_url)
        return
    yield visit.good(_WEBHOOK, N_("No webhook stands in the way: Vigie fetches its news."))
    yield _poller(visit)


def _brought(visit: Visit, told: Json) -> Finding:
    """Look whether Telegram calls where the settings say; an address may hold a secret, so only its host is told."""
    wanted, host = visit.settings.telegram.webhook_url, _host(told)
    if not told.get("url"):
        words = N_("Telegram does not know yet where to bring its news.")
        return visit.bad(_WEBHOOK, words, N_("Give TELEGRAM_WEBHOOK_URL in .env, then start Vigie: vigie run"))
    if wanted and told["url"] != wanted:
        words = N_("Telegram brings its news elsewhere than TELEGRAM_WEBHOOK_URL says: to {host}.")
        return visit.bad(_WEBHOOK, words, N_("Start Vigie anew, it tells Telegram the address: vigie run"), host=host)
    if why := told.get("last_error_message"):
        words = N_("Telegram could not bring its news to {host} lately: {why}.")
        remedy = N_("Look whether Vigie runs, and whether the proxy hands /telegram/updates on to VIGIE_TELEGRAM_PORT.")
        return visit.warning(_WEBHOOK, words, remedy, host=host, why=shown(why))
    return visit.good(_WEBHOOK, N_("Telegram brings its news to {host}."), host=host)


def _host(told: Json) -> str:
    return shown(urlsplit(str(told.get("url", ""))).hostname)


def _poller(visit: Visit) -> Finding:
    """Look for another program; where our own Vigie fetches, asking too would only send it away."""
    if _ours_listens(visit):
        return visit.good(_POLLER, N_("Vigie runs and fetches its news."))
    if _somebody_else(visit, time.monotonic):
        words = N_(
            "Another program fetches this bot's news, and Vigie would lose some: two of them, or a leaked token."
        )
        remedy = N_(
            "Stop the other one. If you don't know of any, take a new token, which ends the old one: BotFather → "
            "/mybots → @{bot} → API Token → Revoke current token. Write it into .env."
        )
        return visit.bad(_POLLER, words, remedy)
    return visit.good(_POLLER, N_("No other program fetches this bot's news."))


def _somebody_else(visit: Visit, clock: Callable[[], float]) -> bool:
    """Ask without confirming anything: no offset is given, and what is told comes again."""
    until = clock() + LISTENING
    while (left := until - clock()) > 0:
        try:
            waiting = visit.telegram.ask("getUpdates", timeout=max(1, round(left)), limit=1)
        except DeniedError as error:
            if error.code == _CONFLICT:
                return True
            raise
        if waiting:
            time.sleep(min(0.5, LISTENING))
    return False


def _ours_listens(visit: Visit) -> bool:
    with Opening(visit.settings) as opening:
        list(opening.findings(visit.catalogue))
        return opening.database is not None and listener(opening.database, utc_now()).lives
