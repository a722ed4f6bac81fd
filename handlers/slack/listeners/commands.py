"""`/declare-ai` and `/vigie`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.errors import UsageError
from bot.language import N_
from bot.people.accounts import join_with_code
from handlers.slack.cockpit import submitted_by, waiting_for
from handlers.slack.context import Slack, in_thread
from handlers.slack.guard import guarded, user_of
from handlers.slack.ids import Command
from handlers.slack.listeners.cards import viewer
from handlers.slack.listeners.shortcuts import declaration_for
from handlers.slack.modals import modal
from handlers.slack.places import PREFIX
from handlers.slack.rendering.blocks import Block, section
from handlers.slack.sending import NAME
from handlers.slack.standing import register_lines, standing_of

_LINK = re.compile(r"/archives/([A-Z0-9]+)/p(\d{10})(\d{6})(?:\?(?:\S*&)?thread_ts=(\d{10}\.\d{6}))?")


def register(app: AsyncApp, slack: Slack) -> None:
    """Bind the commands."""
    app.command(Command.DECLARE.value)(guarded(slack, declare))
    app.command(Command.VIGIE.value)(guarded(slack, vigie))


async def declare(slack: Slack, args: AsyncArgs) -> None:
    """Open the form of a declaration; with a message's link, for the submission of that message."""
    source = source_in(str(args.body.get("text") or ""))
    await args.ack()
    async with modal(slack, args) as shown:
        await shown.show(await in_thread(declaration_for, slack, user_of(args.body), source))


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed behind `/vigie`."""

    slack: Slack
    user: str
    rest: str


Answer = Callable[[Asked], list[Block]]


async def vigie(slack: Slack, args: AsyncArgs) -> None:
    """Answer whoever asks, and nobody else."""
    await args.ack()
    word, _, rest = str(args.body.get("text") or "").strip().partition(" ")
    user = user_of(args.body)
    if _plain(word) in {"en", "mes", "to", "my"}:  # « en attente », « mes dépôts », "to decide", "my submissions"
        rest = rest.partition(" ")[2]
    found = _ANSWERS.get(_plain(word), _help)
    blocks = await in_thread(found, Asked(slack, user, rest.strip()))
    await args.respond(text="Vigie", blocks=blocks, response_type="ephemeral")


def source_in(text: str) -> str:
    """Return the message that a link points to, as the trail writes it; empty where there is none."""
    found = _LINK.search(text)
    if not found:
        return ""
    channel, seconds, fraction, thread = found.groups()
    return f"{PREFIX}{channel}/{thread or f'{seconds}.{fraction}'}"


def _help(asked: Asked) -> list[Block]:
    say = asked.slack.catalogue(asked.user).say
    lines = (
        N_("Drop a picture, or write a draft with #brouillon in it, in the approval channel: I answer in its thread."),
        N_("/vigie en attente: what waits for you to decide"),
        N_("/vigie mes dépôts: what you have submitted"),
        N_("/vigie registre: the register of AI uses"),
        N_("/vigie vérifier LINK: is this message still what was approved?"),
        N_("/vigie code CODE: this Slack account is yours (the code is at the desk, under “My account”)"),
        N_("/declare-ai: declare that an AI helped"),
    )
    return [section(say(line)) for line in lines]


def _waiting(asked: Asked) -> list[Block]:
    return waiting_for(asked.slack, viewer(asked.slack, asked.user), asked.slack.catalogue(asked.user))


def _mine(asked: Asked) -> list[Block]:
    return submitted_by(asked.slack, viewer(asked.slack, asked.user), asked.slack.catalogue(asked.user))


def _verify(asked: Asked) -> list[Block]:
    catalogue = asked.slack.catalogue(asked.user)
    source = source_in(asked.rest)
    if not source:
        raise UsageError(N_("Which message?"), N_("Copy its link (…, “Copy link”) and type /vigie vérifier THE-LINK."))
    return [section(line) for line in standing_of(asked.slack, source, catalogue)]


def _code(asked: Asked) -> list[Block]:
    person = join_with_code(asked.slack.house, NAME, asked.user, asked.rest)
    say = asked.slack.catalogue(asked.user).say
    return [section(say(N_("This account is now yours, {name}: here and at the desk you are one."), name=person.name))]


def _register(asked: Asked) -> list[Block]:
    return [section(line) for line in register_lines(asked.slack, asked.slack.catalogue(asked.user))]


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


_ANSWERS: Mapping[str, Answer] = {
    "en": _waiting,
    "attente": _waiting,
    "a-decider": _waiting,
    "to": _waiting,
    "mes": _mine,
    "depots": _mine,
    "my": _mine,
    "registre": _register,
    "register": _register,
    "verifier": _verify,
    "verify": _verify,
    "code": _code,
}
