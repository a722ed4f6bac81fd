"""What somebody can do with any message: put it up for approval, declare that an AI helped with it."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.card import board
from bot.card.model import Card, Verb
from bot.errors import NotAllowedError
from bot.language import N_
from bot.sources import reference_of
from handlers.slack.context import Slack, in_thread
from handlers.slack.guard import channel_of, guarded, user_of
from handlers.slack.ids import CallbackId, Handle
from handlers.slack.listeners.cards import viewer
from handlers.slack.listeners.forms import declaration_view_for
from handlers.slack.modals import modal
from handlers.slack.places import PREFIX
from handlers.slack.rendering.blocks import Block
from handlers.slack.rendering.form import form_view
from handlers.slack.sending import NAME
from handlers.slack.words import Kind, Words


def register(app: AsyncApp, slack: Slack) -> None:
    """Bind the shortcuts."""
    app.shortcut(CallbackId.SHORTCUT_SUBMIT.value)(guarded(slack, submit))
    app.shortcut(CallbackId.SHORTCUT_DECLARE.value)(guarded(slack, declare))


async def submit(slack: Slack, args: AsyncArgs) -> None:
    """Put a message up for approval, whatever it looks like; its author is whoever wrote it."""
    message, channel, user = args.body["message"], channel_of(args.body), user_of(args.body)
    event = {**message, "type": "message", "channel": channel}
    if not event.get("user") or event.get("bot_id"):
        raise NotAllowedError(N_("Machines put nothing up for approval."))
    words = Words(Kind.EVENT, user=user, event=event, forced=True)
    key = f"shortcut:{channel}:{message['ts']}:{args.body.get('action_ts') or args.body.get('trigger_id')}"
    await in_thread(slack.intake.record, NAME, key, words.told(), f"{PREFIX}{channel}/{_root(message)}")
    await args.ack()
    slack.courier.wake()
    told = slack.catalogue(user).say(N_("It is submitted: the card comes in the thread of the message."))
    await in_thread(slack.answering.whisper, channel, user, told, _root(message))


async def declare(slack: Slack, args: AsyncArgs) -> None:
    """Open the form of a declaration: of the submission that the message belongs to, where it belongs to one."""
    await args.ack()
    message, user = args.body["message"], user_of(args.body)
    source = f"{PREFIX}{channel_of(args.body)}/{_root(message)}"
    async with modal(slack, args) as shown:
        await shown.show(await in_thread(declaration_for, slack, user, source))


def declaration_for(slack: Slack, user: str, source: str) -> Block:
    """Return the form of a declaration for a message's submission; a free one where it has none, or takes none."""
    with slack.house.database.reading() as connection:
        reference = reference_of(connection, source)
    if reference is None:
        return declaration_view_for(slack, user)
    catalogue = slack.catalogue(user)
    card = board.card(slack.house, viewer(slack, user), reference, catalogue)
    return _attached(card, slack, user) or declaration_view_for(slack, user)


def _attached(card: Card, slack: Slack, user: str) -> Block | None:
    asked = (action for question in card.questions for action in question.answers)
    found = next((action for action in (*asked, *card.actions) if action.verb is Verb.DECLARE), None)
    return form_view(found, Handle.of(card, found), slack.catalogue(user)) if found else None


def _root(message: dict[str, Any]) -> str:
    return str(message.get("thread_ts") or message["ts"])
