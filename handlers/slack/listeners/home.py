"""The App Home: what waits for whoever opens it."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.errors import VigieError
from bot.people import Person
from handlers.slack.cockpit import home_of
from handlers.slack.context import Slack, in_thread
from handlers.slack.guard import guarded, user_of
from handlers.slack.ids import ActionId
from handlers.slack.listeners.cards import viewer
from handlers.slack.rendering.blocks import Block, section


def register(app: AsyncApp, slack: Slack) -> None:
    """Bind the App Home."""
    app.event("app_home_opened")(guarded(slack, opened))
    app.action(ActionId.REFRESH.value)(guarded(slack, refreshed))


async def opened(slack: Slack, args: AsyncArgs) -> None:
    """Show the home of whoever opens it."""
    if args.body["event"].get("tab", "home") == "home":
        await show(slack, user_of(args.body))


async def refreshed(slack: Slack, args: AsyncArgs) -> None:
    """Show it anew."""
    await args.ack()
    await show(slack, user_of(args.body))


async def show(slack: Slack, user: str) -> None:
    """Publish somebody's home as it stands now."""
    await slack.client.views_publish(user_id=user, view=await in_thread(_home, slack, user))


def _home(slack: Slack, user: str) -> Block:
    try:
        person: Person = viewer(slack, user)
    except VigieError as error:
        return {"type": "home", "blocks": [section(error.sentence(slack.catalogue(user)))]}
    return home_of(slack, person, slack.catalogue(user))
