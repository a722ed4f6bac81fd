"""What stands around every listener: nothing that goes wrong in one may cost an acknowledgement.

bolt loses the answer to a click when a listener fails right after it has acknowledged (slack_bolt,
`listener/asyncio_runner.py`): so nothing ever leaves a listener.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.errors import UnexpectedError, VigieError
from handlers.slack.context import Slack, in_thread
from handlers.slack.rendering.form import message_view
from handlers.slack.rendering.text import escaped

log = logging.getLogger("vigie.slack")

Listener = Callable[[Slack, AsyncArgs], Awaitable[None]]


def guarded(slack: Slack, listener: Listener) -> Callable[[AsyncArgs], Awaitable[None]]:
    """Return a listener that bolt may call: whatever happens in it ends as a sentence."""

    async def safely(args: AsyncArgs) -> None:
        try:
            await listener(slack, args)
        except VigieError as error:
            await _tell(slack, args, error)
        except Exception:
            unexpected = UnexpectedError()
            log.exception("a listener failed (reference %s)", unexpected.reference)
            await _tell(slack, args, unexpected)

    return safely


async def _tell(slack: Slack, args: AsyncArgs, error: VigieError) -> None:
    """Acknowledge, if that was not done, and tell whoever pressed what went wrong."""
    try:
        user = user_of(args.body)
        sentence = error.sentence(slack.catalogue(user))
        if args.body.get("type") == "view_submission" and args.ack.response is None:
            view = message_view("Vigie", [sentence], slack.catalogue(user))
            await args.ack(response_action="update", view=view)
            return
        if args.ack.response is None:
            await args.ack()
        if inside := modal_of(args.body):
            await slack.client.views_update(
                view_id=inside, view=message_view("Vigie", [sentence], slack.catalogue(user))
            )
        elif channel := channel_of(args.body):
            await in_thread(slack.answering.whisper, channel, user, sentence, thread_of(args.body))
        elif args.body.get("response_url"):
            await args.respond(text=escaped(sentence), response_type="ephemeral")
    except Exception:
        log.exception("and it could not even be told")
        with suppress(Exception):
            await args.ack()


def user_of(body: dict[str, Any]) -> str:
    """Return who did something."""
    user = body.get("user")
    if isinstance(user, dict):
        return str(user.get("id", ""))
    event = body.get("event") or {}
    return str(body.get("user_id") or user or event.get("user") or "")


def modal_of(body: dict[str, Any]) -> str:
    """Return the modal in which somebody pressed something, empty where it was in none."""
    view = body.get("view") or {}
    return str(view.get("id", "")) if view.get("type") == "modal" else ""


def channel_of(body: dict[str, Any]) -> str:
    """Return the channel in which somebody did something, empty where it was in none."""
    channel = body.get("channel")
    if isinstance(channel, dict):
        return str(channel.get("id", ""))
    container = body.get("container") or {}
    return str(container.get("channel_id") or body.get("channel_id") or "")


def thread_of(body: dict[str, Any]) -> str:
    """Return the thread in which somebody pressed something, empty where it was in none."""
    message = body.get("message") or {}
    container = body.get("container") or {}
    return str(message.get("thread_ts") or container.get("thread_ts") or "")
