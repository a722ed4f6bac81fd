"""The buttons of a card: what they do at once, and the modals that they open."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.card import board
from bot.card.model import Action, Card
from bot.card.shared import shared_card
from bot.delivery.events import Done, Outcome
from bot.delivery.taking import sentence_of
from bot.errors import NotAllowedError, NotFoundError, StaleError
from bot.language import N_
from bot.people import Person
from bot.people.accounts import person_of
from bot.press import DECIDING
from handlers.slack.context import Slack, in_thread
from handlers.slack.guard import channel_of, guarded, thread_of, user_of
from handlers.slack.ids import ActionId, Handle
from handlers.slack.modals import modal
from handlers.slack.places import Place
from handlers.slack.rendering.blocks import Block
from handlers.slack.rendering.details import details_view, report_text, was_cut
from handlers.slack.rendering.form import form_view, message_view
from handlers.slack.rendering.others import others_view
from handlers.slack.sending import NAME
from handlers.slack.words import Kind, Words


def register(app: AsyncApp, slack: Slack) -> None:
    """Bind the buttons."""
    for name, listener in (
        (ActionId.PRESS, press),
        (ActionId.FORM, form),
        (ActionId.DETAILS, details),
        (ActionId.OTHERS, others),
        (ActionId.ORIGINAL, original),
        (ActionId.AGAIN, again),
        (ActionId.LINK, link),
    ):
        app.action(re.compile(rf"^{name}(:|$)"))(guarded(slack, listener))


async def press(slack: Slack, args: AsyncArgs) -> None:
    """Put a press on record, acknowledge it, act on it; the card shows what came of it."""
    action, user = _action(args.body), user_of(args.body)
    words = Words(
        Kind.PRESS,
        user=user,
        handle=handle_of(str(action["value"])),
        channel=channel_of(args.body),
        message=thread_of(args.body),
    )
    key = f"press:{user}:{action.get('action_ts')}:{action['action_id']}"
    await in_thread(slack.intake.record, NAME, key, words.told())
    await args.ack()
    outcome = await in_thread(slack.intake.settle, NAME, key)
    if args.body.get("view"):
        view = await in_thread(_shown_again, slack, words, outcome)
        await slack.client.views_update(view_id=args.body["view"]["id"], view=view)


def _shown_again(slack: Slack, words: Words, outcome: Outcome | None) -> Block:
    """After a press inside a modal: return what is left to do, or why it did not work."""
    if outcome is None or isinstance(outcome, Done):
        return _others(slack, words.user, words.handle.reference if words.handle else "")
    catalogue = slack.catalogue(words.user)
    return message_view("Vigie", [sentence_of(outcome, catalogue)], catalogue)


async def form(slack: Slack, args: AsyncArgs) -> None:
    """Open the form of a button, made from the card as it stands now."""
    handle = handle_of(str(_action(args.body)["value"]))
    await args.ack()
    async with modal(slack, args) as shown:
        await shown.show(await in_thread(_form, slack, user_of(args.body), handle))


async def details(slack: Slack, args: AsyncArgs) -> None:
    """Show all the evidence; where a modal has no room for it, the report comes as a file in the thread too."""
    reference = str(_action(args.body)["value"])
    await args.ack()
    catalogue = slack.catalogue(user_of(args.body))
    async with modal(slack, args) as shown:
        card = await in_thread(shared_card, slack.house, reference, catalogue)
        await shown.show(details_view(card, catalogue, slack.desk_url))
        await _hand_over_report(slack, args, card)


async def _hand_over_report(slack: Slack, args: AsyncArgs, card: Card) -> None:
    catalogue = slack.catalogue(user_of(args.body))
    channel, thread = channel_of(args.body), thread_of(args.body)
    if channel and was_cut(card, catalogue):
        content = report_text(card, slack.house.catalogue()).encode()
        await in_thread(_upload, slack, f"{card.reference}.txt", content, Place(channel, thread))


def _upload(slack: Slack, name: str, content: bytes, place: Place) -> None:
    slack.web.upload(name, content, channel=place.channel, thread=place.thread)


async def others(slack: Slack, args: AsyncArgs) -> None:
    """Show all that whoever pressed may do."""
    reference = str(_action(args.body)["value"])
    await args.ack()
    async with modal(slack, args) as shown:
        await shown.show(await in_thread(_others, slack, user_of(args.body), reference))


async def original(slack: Slack, args: AsyncArgs) -> None:
    """Tell how to hand over the original."""
    await args.ack()
    say = slack.catalogue(user_of(args.body)).say
    paragraphs = [
        say(N_("Slack may take off the marks that tell where a picture comes from: what Vigie reads is Slack’s copy.")),
        say(N_("To hand over the original: put the file into a zip archive, and drop the archive in this thread.")),
        say(N_("iPhone: in Files, press the picture long, “Compress”. Android: in Files, “Compress”.")),
        say(N_("Computer: right-click the file, “Compress” or “Send to, compressed folder”.")),
    ]
    if slack.desk_url:
        paragraphs.append(say(N_("Or drop it at the desk: {address}"), address=slack.desk_url))
    async with modal(slack, args) as shown:
        title = say(N_("Hand over the original"))
        await shown.show(message_view(title, paragraphs, slack.catalogue(user_of(args.body))))


async def again(slack: Slack, args: AsyncArgs) -> None:
    """Look once more at a message that could not be taken in."""
    await args.ack()
    action = _action(args.body)
    place = Place.of_target(str(action["value"]))
    await in_thread(_fetch_again, slack, place, str(action.get("action_ts")))


def _fetch_again(slack: Slack, place: Place, mark: str) -> None:
    where = {"channel": place.channel, "ts": place.thread, "latest": place.message}
    answer = slack.web.ask("conversations.replies", **where, inclusive="true", limit=200)
    found = [item for item in answer.get("messages", []) if item.get("ts") == place.message]
    if not found:
        raise NotFoundError(N_("This message is no longer there."))
    event = {**found[0], "type": "message", "channel": place.channel}
    words = Words(Kind.EVENT, event=event, forced=True)  # whoever presses wants it, wherever it was written
    slack.intake.record(NAME, f"again:{place.source}:{mark}", words.told(), place.source)
    slack.courier.wake()


async def link(_slack: Slack, args: AsyncArgs) -> None:
    """Opening an address tells us that it was opened; that is all."""
    await args.ack()


def _action(body: dict[str, Any]) -> dict[str, Any]:
    action: dict[str, Any] = body["actions"][0]
    return action


def handle_of(packed: str) -> Handle:
    """Return what a button or a form carries.

    Raises:
        StaleError: it is none of ours, or of an earlier Vigie.
    """
    try:
        return Handle.unpack(packed)
    except ValueError:
        raise StaleError(N_("This button is out of date."), N_("Look at the latest card of this submission.")) from None


def viewer(slack: Slack, user: str) -> Person:
    """Return the person whose account this is, as Slack's groups have it; as the trail has it where Slack is mute.

    Raises:
        NotAllowedError: nobody here has it.
    """
    try:
        return slack.members.person(user, deciding=False)
    except NotAllowedError:
        with slack.house.database.reading() as connection:
            person = person_of(connection, NAME, user, slack.house.clock())
        if person is None:
            raise
        return person


def _form(slack: Slack, user: str, handle: Handle) -> Block:
    """Return the form of a button as it stands for this person, or why there is none (any more)."""
    catalogue = slack.catalogue(user)
    decides = handle.verb in DECIDING
    person = slack.members.person(user, deciding=True) if decides else viewer(slack, user)
    card = board.card(slack.house, person, handle.reference, catalogue)
    found = _find(card, handle)
    if found is None:
        slack.answering.refresh(handle.reference)
        shared = shared_card(slack.house, handle.reference, catalogue)
        if _find(shared, handle) is None:
            raise StaleError(N_("The card has changed since you opened it."), N_("Read it again, then decide."))
        raise NotAllowedError(N_("This is for somebody else."), card.notice)
    if card.fingerprint != handle.fingerprint:
        slack.answering.refresh(handle.reference)
        raise StaleError(N_("The card has changed since you opened it."), N_("Read it again, then decide."))
    return form_view(found, handle, catalogue)


def _find(card: Card, handle: Handle) -> Action | None:
    asked = (action for question in card.questions for action in question.answers)
    every = (*card.actions, *asked)
    wanted = (handle.verb, handle.value, handle.asset)
    return next((action for action in every if (action.verb, action.value, action.asset) == wanted), None)


def _others(slack: Slack, user: str, reference: str) -> Block:
    catalogue = slack.catalogue(user)
    return others_view(board.card(slack.house, viewer(slack, user), reference, catalogue), catalogue)
