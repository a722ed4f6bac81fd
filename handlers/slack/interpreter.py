"""What Slack's words ask for: the only place that turns them into acts (bot/ports.py, `Interpreter`)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from bot.card.model import Verb
from bot.delivery import outbox
from bot.delivery.events import Act, CardGone, Declares, Gone, Outcome, Pressed
from bot.delivery.outbox import Message
from bot.errors import UsageError
from bot.house import House
from bot.language import N_
from bot.ports import Arrived
from bot.press import DECIDING
from handlers.slack.answering import Answering
from handlers.slack.drops import Drops
from handlers.slack.files import Files
from handlers.slack.marks import heard_until, mark
from handlers.slack.members import Members
from handlers.slack.messages import Deletion, Edit, Event, Post, meaning_of
from handlers.slack.notices import WELCOME
from handlers.slack.places import PREFIX, is_watched
from handlers.slack.sending import NAME
from handlers.slack.web import Web
from handlers.slack.words import Kind, Words

log = logging.getLogger("vigie.slack")


class SlackInterpreter:
    """Understands what Slack said, and tells whoever said it what came of it."""

    name = NAME

    def __init__(self, house: House, web: Web, members: Members, own_bot: str = "", own_user: str = "") -> None:
        self._house, self._members = house, members
        self._own_bot, self._own_user = own_bot, own_user
        self._drops = Drops(house, members, Files(house.settings, house.originals, web))
        self._answering = Answering(house, web)
        self._events: Mapping[str, Callable[[Event], None]] = {
            "subteam_members_changed": self._groups_changed,
            "subteam_updated": self._groups_changed,
            "user_change": self._user_changed,
            "member_joined_channel": self._joined,
            "app_uninstalled": self._thrown_out,
            "tokens_revoked": self._thrown_out,
        }

    def understand(self, arrived: Arrived) -> Act | None:
        """Return what is to be done; files are fetched here."""
        words = Words.of(arrived.words)
        if words.kind is Kind.EVENT:
            return self._event(words, arrived)
        if words.kind is Kind.DECLARE:
            return Declares(self._members.author(words.user).id, dict(words.answers))
        return self._press(words)

    def answer(self, arrived: Arrived, outcome: Outcome) -> None:
        """Tell whoever said it what came of it."""
        self._answering.answer(arrived.key, Words.of(arrived.words), outcome)

    def _event(self, words: Words, arrived: Arrived) -> Act | None:
        event = words.event
        if event.get("type") != "message":
            if react := self._events.get(str(event.get("type"))):
                react(event)
            return None
        meaning = meaning_of(event, self._own_bot)
        if isinstance(meaning, Post) and meaning.user == self._own_user:
            return None  # a file of ours, which Slack may tell of without its `bot_id`
        if isinstance(meaning, Deletion):
            return self._deleted(meaning)
        if isinstance(meaning, Edit):
            return self._drops.edited(meaning, arrived.received_at)
        if isinstance(meaning, Post):
            return self._posted(meaning, words, arrived)
        return None

    def _posted(self, post: Post, words: Words, arrived: Arrived) -> Act | None:
        if post.files and (words.forced or is_watched(self._house.settings, post.place.channel)):
            self._answering.seen(post.place)
        act = self._drops.posted(post, arrived.received_at, forced=words.forced)
        if act is None and post.place.root and not post.files:
            self._answering.nudge(post, self._members)
        return act

    def _deleted(self, deletion: Deletion) -> Act:
        if deletion.ours:
            return CardGone(NAME, deletion.place.message)
        return Gone(f"{PREFIX}{deletion.place.channel}/{deletion.place.message}")

    def _press(self, words: Words) -> Pressed:
        handle = words.handle
        try:
            verb = Verb(handle.verb) if handle else None
        except ValueError:
            verb = None
        if handle is None or verb is None:
            raise UsageError(N_("This button is not known here."), N_("Look at the latest card of this submission."))
        person = self._members.person(words.user, deciding=verb in DECIDING)
        said = dict(words.answers)
        return Pressed(person.id, handle.reference, handle.fingerprint, handle.verb, handle.value, handle.asset, said)

    def _groups_changed(self, _event: Event) -> None:
        self._members.forget()
        self._members.bring_up()

    def _user_changed(self, event: Event) -> None:
        user = event.get("user")
        if isinstance(user, Mapping):
            self._members.forget_one(str(user.get("id", "")))

    def _joined(self, event: Event) -> None:
        """Say hello where somebody has just invited us."""
        channel = str(event.get("channel", ""))
        if event.get("user") == self._own_user and is_watched(self._house.settings, channel):
            now = self._house.clock()
            if heard_until(self._house, channel) is None:
                mark(self._house, channel, now)  # from now on nothing is missed here, not even while we are away
            with self._house.database.writing() as connection:
                outbox.enqueue_once(connection, NAME, channel, Message.NOTICE, f"{WELCOME}/{channel}", 0, now)

    def _thrown_out(self, event: Event) -> None:
        log.error("Slack has taken Vigie's access away (%s): nothing more can be received or sent", event.get("type"))
