"""Telling people what came of what they did: in the thread where it matters to all, else to themselves alone."""

from __future__ import annotations

import logging
from collections.abc import Collection

from bot.card.cutting import cut
from bot.card.model import Action, Card, Verb
from bot.card.shared import shared_card
from bot.delivery import outbox
from bot.delivery.events import Failed, Outcome, Refused
from bot.delivery.outbox import Message
from bot.delivery.taking import sentence_of
from bot.drafts import confesses, nods
from bot.errors import NotFoundError
from bot.house import House
from bot.language import N_, Catalogue
from bot.ports import NotSentError
from bot.press import DECIDING
from bot.sources import reference_of
from bot.submissions import show_again
from handlers.slack.members import Members
from handlers.slack.messages import Post, meaning_of
from handlers.slack.notices import trouble_subject
from handlers.slack.places import PREFIX, Place
from handlers.slack.receipts import SEEN
from handlers.slack.rendering.blocks import Block
from handlers.slack.rendering.buttons import Buttons
from handlers.slack.rendering.text import escaped
from handlers.slack.sending import NAME
from handlers.slack.web import FAULTS, Web
from handlers.slack.words import Kind, Words

log = logging.getLogger("vigie.slack")

_MOST = 2_900
_BUTTONS = 5
_DECLARING = frozenset({Verb.DECLARE})


class Answering:
    """Says a word to one person, or under a message; nothing that is on record depends on it."""

    def __init__(self, house: House, web: Web) -> None:
        self._house, self._web = house, web

    def answer(self, key: str, words: Words, outcome: Outcome) -> None:
        """Tell whoever said something what came of it, where it did not work; what worked shows on the card."""
        if not isinstance(outcome, (Refused, Failed)):
            return
        if words.kind is Kind.EVENT:
            self._trouble(key, words)
        elif words.kind is Kind.PRESS:
            self.whisper(words.channel, words.user, sentence_of(outcome, self._house.catalogue()), words.message)
            if words.handle:
                self.refresh(words.handle.reference)

    def seen(self, place: Place) -> None:
        """Show that a message was seen, before its files are even fetched."""
        self._try("reactions.add", channel=place.channel, timestamp=place.message, name=SEEN)

    def nudge(self, post: Post, members: Members) -> None:
        """Tell somebody that words under a submission count for nothing, and what would."""
        with self._house.database.reading() as connection:
            reference = reference_of(connection, f"{PREFIX}{post.place.channel}/{post.place.root}")
        if reference is None:
            return
        catalogue = self._house.catalogue(members.language_of(post.user))
        if nods(post.text):
            told = catalogue.say(N_("A word in the thread is no approval. The buttons of the card are: here they are."))
            verbs = DECIDING
        elif confesses(post.text):
            told = catalogue.say(N_("Did an AI help? Declare it here, and the charter has what it asks for."))
            verbs = _DECLARING
        else:
            return
        self.whisper(post.place.channel, post.user, told, post.place.root, self._buttons(reference, verbs, catalogue))

    def whisper(self, channel: str, user: str, text: str, thread: str = "", buttons: list[Block] | None = None) -> None:
        """Say something that one person alone can see."""
        where = {"thread_ts": thread} if thread else {}
        told = escaped(cut(text, _MOST))
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": told}}, *(buttons or [])]
        try:
            self._web.call("chat.postEphemeral", channel=channel, user=user, text=told, blocks=blocks, **where)
        except NotSentError as error:
            log.info("chat.postEphemeral: %s", error)
        except FAULTS:  # whoever looks at a channel without being in it can press, and sees nothing of this
            self._try("chat.postMessage", channel=user, text=told, blocks=blocks)

    def refresh(self, reference: str) -> None:
        """Show a card anew as it stands: somebody has pressed what is no longer there."""
        with self._house.database.writing() as connection:
            show_again(connection, reference)

    def _buttons(self, reference: str, verbs: Collection[Verb], catalogue: Catalogue) -> list[Block]:
        try:
            card = shared_card(self._house, reference, catalogue)
        except NotFoundError:
            return []
        wanted = [action for action in _usual(card) if action.verb in verbs]
        buttons = Buttons(card, catalogue).of(wanted[:_BUTTONS])
        return [{"type": "actions", "elements": buttons}] if buttons else []

    def _trouble(self, key: str, words: Words) -> None:
        """Have it told under the message, where everybody sees that Vigie has no opinion on it."""
        meaning = meaning_of(words.event, "")
        post = meaning if isinstance(meaning, Post) else getattr(meaning, "post", None)
        if post is None:
            return
        target = post.place.source.removeprefix(PREFIX)
        now = self._house.clock()
        with self._house.database.writing() as connection:
            outbox.enqueue_once(connection, NAME, target, Message.NOTICE, trouble_subject(key), 0, now)

    def _try(self, method: str, **arguments: object) -> None:
        try:
            self._web.call(method, **arguments)
        except FAULTS as error:
            log.info("%s: %s", method, error)


def _usual(card: Card) -> list[Action]:
    asked = [action for question in card.questions for action in question.answers]
    return [*(action for action in card.actions if not action.rare), *asked]
