"""Bolt's application: who we are, what is kept before it is acknowledged, and the listeners."""

from __future__ import annotations

import logging

from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.courier import Courier
from bot.delivery.taking import Intake
from bot.errors import SetupError
from bot.house import House
from bot.language import N_
from bot.settings import SlackSettings
from handlers.slack.answering import Answering
from handlers.slack.context import Ourselves, Slack
from handlers.slack.keeping import middleware
from handlers.slack.listeners import register
from handlers.slack.members import Members
from handlers.slack.web import Web, error_of

_TELLTALES = ("slack_bolt", "slack_sdk")
"""Loggers that quote whole requests in their warnings: drafts and names have no place in a log."""


def ourselves(settings: SlackSettings) -> Ourselves:
    """Return who the bot's token says that we are.

    Raises:
        SetupError: Slack does not know the token, or can't be reached.
    """
    client = WebClient(settings.bot_token, base_url=settings.api_url, timeout=20)
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        raise SetupError(
            N_("Slack refuses SLACK_BOT_TOKEN ({why})."),
            N_("Copy it again from the app’s page, “OAuth & Permissions”; vigie doctor says more."),
            why=error_of(error),
        ) from error
    except OSError as error:
        raise SetupError(
            N_("Slack can't be reached."), N_("Check the connection of this machine, then start again.")
        ) from error
    return Ourselves(
        team=str(answer["team_id"]),
        user=str(answer["user_id"]),
        bot=str(answer.get("bot_id") or ""),
        url=str(answer.get("url") or ""),
    )


def joined(house: House, courier: Courier, web: Web, members: Members, us: Ourselves) -> tuple[Slack, AsyncApp]:
    """Return what the listeners work with, and the application that calls them."""
    quiet = logging.getLogger("vigie.slack.bolt")
    for telltale in (quiet, *map(logging.getLogger, _TELLTALES)):
        telltale.setLevel(logging.ERROR)
    settings = house.settings.slack
    client = AsyncWebClient(settings.bot_token, base_url=settings.api_url, timeout=10)
    slack = Slack(
        house=house,
        courier=courier,
        intake=Intake(house, courier),
        web=web,
        client=client,
        members=members,
        answering=Answering(house, web),
        ourselves=us,
        desk_url=house.settings.desk_address,
    )
    app = AsyncApp(
        logger=quiet,
        client=client,
        signing_secret=settings.signing_secret or None,
        request_verification_enabled=bool(settings.signing_secret),
        ignoring_self_events_enabled=False,  # else nobody tells us that our own card was deleted
        raise_error_for_unhandled_request=False,
    )
    app.middleware(middleware(slack))
    register(app, slack)
    return slack, app
