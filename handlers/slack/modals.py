"""Opening a modal in time: a trigger is good for three seconds, and once; what is to be shown may take longer."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError

from bot.errors import UnexpectedError, VigieError
from bot.language import N_
from handlers.slack.context import Slack
from handlers.slack.guard import modal_of, user_of
from handlers.slack.rendering.blocks import Block
from handlers.slack.rendering.form import message_view
from handlers.slack.web import error_of

log = logging.getLogger("vigie.slack")

_TOO_LATE = {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "invalid_trigger"}


@dataclass(frozen=True, slots=True)
class Modal:
    """A modal that is on somebody's screen and says that something is about to come."""

    slack: Slack
    user: str
    view: str

    async def show(self, view: Block) -> None:
        """Put something in its place."""
        await self.slack.client.views_update(view_id=self.view, view=view)

    async def tell(self, error: VigieError) -> None:
        """Say in it what went wrong."""
        catalogue = self.slack.catalogue(self.user)
        await self.show(message_view("Vigie", [error.sentence(catalogue)], catalogue))


@asynccontextmanager
async def modal(slack: Slack, args: AsyncArgs) -> AsyncIterator[Modal]:
    """Open a modal at once, on top of the one where somebody pressed, if they did in one.

    What goes wrong from then on is told in it.

    Raises:
        VigieError: it could not even be opened in time; the button is still there to be pressed.
    """
    user = user_of(args.body)
    catalogue = slack.catalogue(user)
    waiting = message_view("Vigie", [catalogue.say(N_("One moment…"))], catalogue)
    show = slack.client.views_push if modal_of(args.body) else slack.client.views_open
    try:
        answer = await show(trigger_id=args.body["trigger_id"], view=waiting)
    except SlackApiError as error:
        if error_of(error) not in _TOO_LATE:
            raise
        log.warning("Slack did not wait for a modal: %s", error_of(error))
        raise VigieError(N_("Slack did not wait for the form."), N_("Do it once more: nothing is lost.")) from error
    shown = Modal(slack, user, str(answer["view"]["id"]))
    try:
        yield shown
    except VigieError as error:
        await shown.tell(error)
    except Exception:
        unexpected = UnexpectedError()
        log.exception("a modal failed (reference %s)", unexpected.reference)
        await shown.tell(unexpected)
