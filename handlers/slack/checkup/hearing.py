"""How Slack reaches us: through a socket that an app's token opens, or by requests that a secret signs."""

from __future__ import annotations

from collections.abc import Iterator

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.doctor import Finding
from bot.language import N_
from handlers.slack.checkup.visit import TOKEN_TROUBLE, Visit, word_of

_TIMEOUT = 20
_SOCKET = "slack-socket"
_SIGNATURE = "slack-signature"


def hearing(visit: Visit) -> Iterator[Finding]:
    """Look at the token of the socket, or at the secret in its place."""
    slack = visit.settings.slack
    if slack.app_token:
        yield _socket(visit)
    elif slack.signing_secret:
        words = N_("Slack talks to Vigie by HTTP, and its signature is checked; the port is {port}.")
        yield visit.good(_SIGNATURE, words, port=slack.port)
    else:
        remedy = N_(
            "Add SLACK_APP_TOKEN to .env: api.slack.com/apps → your app → Basic Information → App-Level Tokens, "
            "with the scope connections:write."
        )
        yield visit.bad(_SOCKET, N_("Nothing that is said on Slack can reach Vigie."), remedy)


def _socket(visit: Visit) -> Finding:
    slack = visit.settings.slack
    client = WebClient(slack.app_token, base_url=slack.api_url, timeout=_TIMEOUT, retry_handlers=[])
    try:
        client.apps_connections_open(app_token=slack.app_token)
    except SlackApiError as error:
        word = word_of(error)
        if word not in {*TOKEN_TROUBLE, "missing_scope"}:
            return visit.trouble(_SOCKET, error)
        remedy = N_(
            "Make a new one at api.slack.com/apps → your app → Basic Information → App-Level Tokens, with the scope "
            "connections:write, and see that Socket Mode is on there. Write it into .env."
        )
        return visit.bad(_SOCKET, N_("Slack refuses SLACK_APP_TOKEN ({why})."), remedy, why=word)
    return visit.good(_SOCKET, N_("Slack opens its socket for Vigie."))
