"""Who the bot's token says that we are, what we may do there, and what time Slack has: one call tells it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.doctor import Finding, Health, clock_finding
from bot.language import N_
from handlers.slack.checkup.visit import REINSTALL, TOKEN_TROUBLE, Visit, shown, word_of
from handlers.slack.places import ours

MANIFEST = Path(__file__).resolve().parent.parent / "manifest.yaml"
_TIMEOUT = 20
_LONGEST = 400
_DANGEROUS = {"chat:write.public", "chat:write.customize", "channels:join", "users:read.email"}
"""With these the bot could speak where nobody invited it, under another name, or read addresses."""
_FOR_SUMMARIES = {"pins:write"}
"""Needed only where an audit channel on Slack gets the weekly summary."""
_NAME = "slack-token"
_SCOPES = "slack-scopes"


class Identity:
    """Asks `auth.test`; `name` is there once `findings` saw that Slack knows the token."""

    def __init__(self, visit: Visit, now: Callable[[], datetime]) -> None:
        self._visit, self._now = visit, now
        self.name = ""

    def findings(self) -> Iterator[Finding]:
        """Yield what Slack says of the token, its scopes, and the time."""
        slack = self._visit.settings.slack
        client = WebClient(slack.bot_token, base_url=slack.api_url, timeout=_TIMEOUT, retry_handlers=[])
        try:
            answer = client.auth_test()
        except SlackApiError as error:
            yield self._refused(error)
            yield from self._clock(getattr(error.response, "headers", {}))
            return
        self.name = shown(answer.get("user"))
        words = N_("Slack knows the token: workspace “{team}”, bot @{name}.")
        yield self._visit.good(_NAME, words, team=shown(answer.get("team")), name=self.name)
        headers = _plain(answer.headers)
        yield from self._scopes(headers.get("x-oauth-scopes"))
        yield from self._clock(headers)

    def _refused(self, error: SlackApiError) -> Finding:
        word = word_of(error)
        if word not in TOKEN_TROUBLE:
            return self._visit.trouble(_NAME, error)
        remedy = N_(
            "Copy the “Bot User OAuth Token” again into .env (SLACK_BOT_TOKEN): api.slack.com/apps → your app → "
            "OAuth & Permissions. Where there is none, install the app there first."
        )
        return self._visit.bad(_NAME, N_("Slack refuses SLACK_BOT_TOKEN ({why})."), remedy, why=word)

    def _scopes(self, header: str | None) -> Iterator[Finding]:
        if header is None:
            words = N_("What the app may do was not looked at: Slack does not say (header x-oauth-scopes).")
            yield self._visit.finding(_SCOPES, Health.SKIPPED, words)
            return
        granted = {scope.strip() for scope in header.split(",") if scope.strip()}
        spared = set() if ours(self._visit.settings.audit_channels) else _FOR_SUMMARIES
        missing = sorted(needed_scopes() - spared - granted)
        if missing:
            words = N_("The app may do less than Vigie needs; these scopes are missing: {scopes}.")
            yield self._visit.bad(_SCOPES, words, REINSTALL, scopes=", ".join(missing))
        else:
            yield self._visit.good(_SCOPES, N_("The app may do all that Vigie needs."))
        if excess := sorted(scope for scope in granted if scope in _DANGEROUS or scope.startswith("admin")):
            words = N_("The app may do more than is good: {scopes}.")
            remedy = N_(
                "Take this away at api.slack.com/apps → your app → OAuth & Permissions → Scopes, "
                "then reinstall the app on the same page."
            )
            yield self._visit.warning(_SCOPES, words, remedy, scopes=shown(", ".join(excess), _LONGEST))

    def _clock(self, headers: Mapping[str, Any]) -> Iterator[Finding]:
        try:
            theirs = parsedate_to_datetime(str(_plain(headers).get("date", "")))
        except ValueError:
            return
        yield clock_finding(self._now(), theirs.astimezone(UTC), self._visit.catalogue)


def needed_scopes() -> set[str]:
    """Return the scopes that the manifest asks for."""
    with MANIFEST.open(encoding="utf-8") as stream:
        return set(yaml.safe_load(stream)["oauth_config"]["scopes"]["bot"])


def _plain(headers: Mapping[str, Any]) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in headers.items()}
