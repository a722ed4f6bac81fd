"""What every part of the checkup works with, and how trouble with Slack is told: never as a stack trace."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import httpx
from slack_sdk.errors import SlackApiError

from bot.doctor import Finding, Health
from bot.doctor.careful import careful
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.ports import LostError, NotSentError, RefusedError
from bot.settings import Settings
from handlers.slack import web
from handlers.slack.web import UnfitError, Web, error_of

FAULTS = (*web.FAULTS, httpx.HTTPError)
REINSTALL = N_(
    "Add what is missing at api.slack.com/apps → your app → OAuth & Permissions → Scopes, "
    "then reinstall the app on the same page: “Reinstall to Workspace”. docs/slack.md shows it."
)
_OUT_OF_REACH = N_("Slack can't be reached.")
_CONNECTION = N_("Check the connection of this machine, and SLACK_API_URL where it is set. Then: vigie doctor")
_WORD = re.compile(r"[a-z_]{1,60}")
"""What Slack's names of errors look like; a page of some proxy is none."""
_PATIENCE = {"ratelimited", "rate_limited", "Slack asks for patience"}
TOKEN_TROUBLE = {
    "account_inactive",
    "invalid_auth",
    "not_allowed_token_type",
    "not_authed",
    "token_expired",
    "token_revoked",
}
"""Words for a token that will never do."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A workspace that knows our token; `bot` is what Vigie is called there."""

    settings: Settings
    catalogue: Catalogue
    web: Web
    bot: str = "vigie"

    def finding(self, name: str, health: Health, words: str, remedy: str = "", /, **values: str | int) -> Finding:
        """Return a finding in the reader's language; `values` fill the placeholders of both sentences."""
        say = self.catalogue.say
        return Finding(name, health, say(words, bot=self.bot, **values), say(remedy, bot=self.bot, **values))

    def good(self, name: str, words: str, /, **values: str | int) -> Finding:
        """Return that something is well."""
        return self.finding(name, Health.GOOD, words, "", **values)

    def warning(self, name: str, words: str, remedy: str, /, **values: str | int) -> Finding:
        """Return that something is worth watching."""
        return self.finding(name, Health.WARNING, words, remedy, **values)

    def bad(self, name: str, words: str, remedy: str, /, **values: str | int) -> Finding:
        """Return that something is to be mended."""
        return self.finding(name, Health.BAD, words, remedy, **values)

    def carefully(self, name: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
        """Yield what a part finds; whatever goes wrong in it ends as a finding too."""

        def looking() -> Iterator[Finding]:
            try:
                yield from look()
            except FAULTS as error:
                yield self.trouble(name, error)

        return careful(name, looking, self.catalogue)

    def trouble(self, name: str, error: Exception) -> Finding:
        """Tell why Slack did not do what it was asked."""
        word = word_of(error)
        if word == "missing_scope":
            return self.bad(name, N_("Slack does not let Vigie look: the app lacks a scope."), REINSTALL)
        if word in _PATIENCE:
            later = N_("Wait a minute, then: vigie doctor")
            return self.warning(name, N_("Slack asks for patience: too much was asked of it."), later)
        if word:
            remedy = N_("Try again in a minute: vigie doctor. If it lasts, docs/slack.md names the usual causes.")
            return self.bad(name, N_("Slack refuses what Vigie asks ({why})."), remedy, why=shown(word))
        return self.bad(name, _OUT_OF_REACH, _CONNECTION)


def word_of(error: Exception) -> str:
    """Return Slack's own word for what is wrong; empty where it is not Slack that answers."""
    if isinstance(error, SlackApiError):
        word = error_of(error)
        return word if _WORD.fullmatch(word) else ""
    if isinstance(error, NotSentError | RefusedError | LostError | UnfitError):
        return str(error) if _WORD.fullmatch(str(error)) or str(error) in _PATIENCE else ""
    return ""


def shown(text: object, length: int = 80) -> str:
    """Return a name that somebody on Slack has given, made harmless."""
    return one_line(str(text or ""), length) or "?"
