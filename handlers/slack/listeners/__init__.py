"""What people do on Slack, one file for each surface; `register` binds them all."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.slack.context import Slack
from handlers.slack.listeners import cards, commands, forms, home, leftovers, shortcuts


def register(app: AsyncApp, slack: Slack) -> None:
    """Bind every listener; the catch-alls last, since the first that fits is the one that runs."""
    for surface in (cards, forms, commands, shortcuts, home, leftovers):
        surface.register(app, slack)
