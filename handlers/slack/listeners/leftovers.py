"""Whatever nobody else takes: an event that was not acknowledged would come again, a button would seem broken."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.errors import StaleError
from bot.language import N_
from handlers.slack.context import Slack
from handlers.slack.guard import guarded

_ANY = re.compile(".*")


def register(app: AsyncApp, slack: Slack) -> None:
    """Bind the catch-alls."""
    app.event(_ANY)(guarded(slack, heard))
    app.action(_ANY)(guarded(slack, outdated))
    app.view(_ANY)(guarded(slack, outdated))
    app.view_closed(_ANY)(guarded(slack, acknowledged))
    app.shortcut(_ANY)(guarded(slack, acknowledged))
    app.options(_ANY)(guarded(slack, acknowledged))


async def heard(_slack: Slack, _args: AsyncArgs) -> None:
    """Events are on record already (handlers/slack/keeping.py)."""


async def acknowledged(_slack: Slack, args: AsyncArgs) -> None:
    """Say that it has arrived."""
    await args.ack()


async def outdated(_slack: Slack, _args: AsyncArgs) -> None:
    """Tell whoever pressed a button of an earlier Vigie."""
    raise StaleError(N_("This button is out of date."), N_("Look at the latest card of this submission."))
