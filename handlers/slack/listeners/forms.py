"""What people fill in: the form of a card's button, and the declaration of a use of AI."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.card.declaration import declaration_card
from bot.card.model import Verb
from bot.declaration_form import FormError, declaration_fields, read_declaration
from bot.delivery.events import Done, Outcome, Refused
from bot.delivery.taking import sentence_of
from bot.errors import UsageError
from bot.language import N_, Catalogue
from bot.submissions import case_of
from handlers.slack.context import Slack, in_thread
from handlers.slack.guard import guarded, user_of
from handlers.slack.ids import CallbackId
from handlers.slack.listeners.cards import handle_of, viewer
from handlers.slack.rendering.answers import answers, missing, problems_at
from handlers.slack.rendering.blocks import Block
from handlers.slack.rendering.declared import declaration_view
from handlers.slack.rendering.form import fields_view, message_view
from handlers.slack.sending import NAME
from handlers.slack.words import Kind, Words

_IN_TIME = 2.0
"""Seconds after which a form is answered « it is being worked on »: Slack gives up after three."""
_DECLARING = {Verb.DECLARE, Verb.CORRECT}


def register(app: AsyncApp, slack: Slack) -> None:
    """Bind the forms."""
    app.view(CallbackId.ACT.value)(guarded(slack, act))
    app.view(CallbackId.DECLARE.value)(guarded(slack, declare))
    app.view(CallbackId.READ.value)(guarded(slack, read))


async def read(_slack: Slack, args: AsyncArgs) -> None:
    """A modal that is only read has nothing to send."""
    await args.ack()


async def act(slack: Slack, args: AsyncArgs) -> None:
    """Take in the form of a card's button."""
    view, user = args.body["view"], user_of(args.body)
    handle = handle_of(str(view.get("private_metadata") or ""))
    said = answers(view)
    declares = handle.verb in _DECLARING
    problems = missing(view, slack.catalogue(user)) or _problems(said, slack.catalogue(user), view, declares=declares)
    if problems:
        await args.ack(response_action="errors", errors=problems)
        return
    words = Words(Kind.FORM, user=user, handle=handle, answers=said)
    await _settle(slack, args, words, declares=declares)


async def declare(slack: Slack, args: AsyncArgs) -> None:
    """Take in a declaration that belongs to no submission."""
    view, user = args.body["view"], user_of(args.body)
    said = answers(view)
    problems = missing(view, slack.catalogue(user)) or _problems(
        said, slack.catalogue(user), view, declares=True, attached=False
    )
    if problems:
        await args.ack(response_action="errors", errors=problems)
        return
    await _settle(slack, args, Words(Kind.DECLARE, user=user, answers=said), declares=True)


def _problems(
    said: Mapping[str, str], catalogue: Catalogue, view: Mapping[str, Any], *, declares: bool, attached: bool = True
) -> dict[str, str]:
    """Return what can't be taken of a declaration, by the input that it stands in."""
    if not declares:
        return {}
    try:
        read_declaration(said, attached=attached)
    except FormError as error:
        return problems_at(view, {problem.field: problem.sentence(catalogue) for problem in error.problems})
    return {}


@dataclass(frozen=True, slots=True)
class _Sent:
    """A form that is on record: whose it is, and how to say what came of it."""

    slack: Slack
    user: str
    declares: bool

    def shown(self, outcome: Outcome | None) -> Block | None:
        """Return the modal that tells what came of it; None where the card says it all."""
        catalogue = self.slack.catalogue(self.user)
        if outcome is None:
            told = catalogue.say(N_("What you sent is safe, and is still being worked on."))
            return message_view("Vigie", [told], catalogue)
        if not isinstance(outcome, Done):
            return message_view("Vigie", [sentence_of(outcome, catalogue)], catalogue)
        return self._declared(outcome.reference, catalogue) if self.declares else None

    def _declared(self, reference: str, catalogue: Catalogue) -> Block | None:
        """Return the ready labels of what was declared: of a submission, its latest."""
        person = viewer(self.slack, self.user)
        number = latest_declaration(self.slack, reference)
        return declaration_view(declaration_card(self.slack.house, person, number, catalogue), catalogue)


async def _settle(slack: Slack, args: AsyncArgs, words: Words, *, declares: bool) -> None:
    """Put it on record, act on it, and answer in time."""
    view, sent = args.body["view"], _Sent(slack, words.user, declares)
    key = _key(view, words)
    await in_thread(slack.intake.record, NAME, key, words.told())
    acting = asyncio.ensure_future(in_thread(slack.intake.settle, NAME, key))
    done, _ = await asyncio.wait({acting}, timeout=_IN_TIME)
    if not done:
        await args.ack(response_action="update", view=sent.shown(None))
        told = await in_thread(sent.shown, await acting)
        closing = message_view("Vigie", [slack.catalogue(words.user).say(N_("Done."))], slack.catalogue(words.user))
        await slack.client.views_update(view_id=view["id"], view=told or closing)
        return
    outcome = acting.result()
    if isinstance(outcome, Refused) and outcome.kind == UsageError.__name__ and (first := _first_input(view)):
        await args.ack(response_action="errors", errors={first: outcome.sentence})
        return
    told = await in_thread(sent.shown, outcome)
    if told is None:
        await args.ack(response_action="clear")
    else:
        await args.ack(response_action="update", view=told)


def _key(view: Mapping[str, Any], words: Words) -> str:
    """Name what was sent: the same view, filled in anew after an answer was not taken, is sent anew."""
    said = hashlib.sha256(words.told().words.encode()).hexdigest()[:16]
    return f"form:{words.user}:{view['id']}:{view.get('hash', '')}:{said}"


def _first_input(view: Mapping[str, Any]) -> str:
    """Return where a sentence about the whole form can stand, so that what was typed stays."""
    return next((str(block["block_id"]) for block in view.get("blocks", ()) if block.get("type") == "input"), "")


def declaration_view_for(slack: Slack, user: str) -> Block:
    """Return the empty form of a declaration that belongs to no submission."""
    catalogue = slack.catalogue(user)
    return fields_view(
        catalogue.say(N_("Declare a use of AI")),
        declaration_fields(catalogue),
        catalogue,
        callback_id=CallbackId.DECLARE,
        metadata="",
        submit=catalogue.say(N_("Declare")),
    )


def latest_declaration(slack: Slack, reference: str) -> str:
    """Return the number of a declaration: the reference itself, or the latest of a submission."""
    if reference.startswith("D-"):
        return reference
    with slack.house.database.reading() as connection:
        case = case_of(connection, reference)
    return max(case.declared) if case and case.declared else reference
