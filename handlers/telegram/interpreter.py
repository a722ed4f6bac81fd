"""What Telegram's updates ask for: the only place that turns them into acts (bot/ports.py, `Interpreter`)."""

from __future__ import annotations

import json
import logging

from sqlalchemy import Connection

from bot import chats
from bot.card.cutting import cut
from bot.case import Case
from bot.delivery import outbox
from bot.delivery.events import Act, Done, Outcome
from bot.delivery.outbox import Delivery, state_of
from bot.delivery.outbox import Message as Kind
from bot.drafts import confesses, nods
from bot.house import House
from bot.people.accounts import deciders_on
from bot.ports import Arrived, UnreadableError
from bot.sources import first_sources, message_of, reference_of
from bot.submissions import case_of, show_again
from bot.summary.delivery import send_refused_again
from handlers.telegram.answering import Answering
from handlers.telegram.api import Api
from handlers.telegram.commands import Commands
from handlers.telegram.drops import Drops
from handlers.telegram.edits import came_in_with
from handlers.telegram.files import Files
from handlers.telegram.forms import Forms
from handlers.telegram.known import said_before
from handlers.telegram.members import Members
from handlers.telegram.messaging import Messaging
from handlers.telegram.notices import IN_GROUP, TAKEN_OUT, WELCOME
from handlers.telegram.places import NAME, PREFIX
from handlers.telegram.rendering.message import Message
from handlers.telegram.rendering.text import inert
from handlers.telegram.sending import SEEN, react
from handlers.telegram.suggested import Suggestions
from handlers.telegram.taps import Taps
from handlers.telegram.updates import Changed, Meaning, Moved, Post, Published, Standing, Tapped, Who, meaning_of
from handlers.telegram.watching import Watching

log = logging.getLogger("vigie.telegram")

_MOST = 1_500


class TelegramInterpreter:
    """Understands what Telegram said, and tells whoever said it what came of it."""

    name = NAME

    def __init__(self, house: House, api: Api, members: Members, own: int) -> None:
        self._house, self._api, self._members, self._own = house, api, members, own
        self._messaging = messaging = Messaging(api)
        forms = Forms(house, members, messaging)
        self._forms = forms
        files = Files(house, api)
        self._drops = Drops(house, members, files, own)
        self._suggestions = Suggestions(house, api, members, files)
        self._taps = Taps(house, members, messaging, forms)
        self._commands = Commands(house, members, messaging, forms)
        self._answering = Answering(house, members, messaging, forms)
        self._watching = Watching(house)

    def understand(self, arrived: Arrived) -> Act | None:
        """Return what is to be done; files are fetched, and questions asked, here."""
        meaning = self._meaning(arrived)
        match meaning:
            case Tapped():
                return self._taps.understand(meaning)
            case Post():
                return self._post(meaning, arrived)
            case Moved():
                self._moved(meaning)
            case Standing():
                self._standing(meaning, arrived)
            case Changed():
                self._members.renew(meaning.user, meaning.chat)
            case Published():
                self._watching.published(meaning)
        return None

    def answer(self, arrived: Arrived, outcome: Outcome) -> None:
        """Tell whoever said it what came of it."""
        try:
            meaning = self._meaning(arrived)
        except UnreadableError:
            return
        if isinstance(meaning, Tapped):
            self._answering.tap(meaning, outcome)
        elif isinstance(meaning, Post) and (meaning.suggested or meaning.place.direct):
            self._suggestions.answer(meaning, outcome)
        elif isinstance(meaning, Post):
            self._answering.post(arrived.key, meaning, outcome)
            self._tell_before(meaning, outcome)

    def _meaning(self, arrived: Arrived) -> Meaning | None:
        try:
            return meaning_of(json.loads(arrived.words), self._own)
        except ValueError as error:
            raise UnreadableError(str(error)) from error

    def _post(self, post: Post, arrived: Arrived) -> Act | None:
        self._members.heard(post.sender.id, post.sender.language)
        if post.suggested:
            return self._suggestions.understand(post, arrived)
        if post.place.direct:  # talk there is nobody's business, but for an answer to a question of ours
            if post.sender.who is Who.PERSON and not post.edited:
                self._forms.written(post)
            return None
        if post.edited:
            return self._drops.edited(post, arrived)
        if not post.private:
            self._members.groups.came_into(post.place.chat)
        return self._new(post, arrived)

    def _new(self, post: Post, arrived: Arrived) -> Act | None:
        if post.command and post.sender.who is not Who.NOBODY:
            self._commands.obey(post)
            return None
        if post.sender.who is Who.PERSON and self._forms.written(post):
            return None
        if post.private:
            self._tell_where(post)
            return None
        act = self._drops.posted(post, arrived)
        if act is not None:
            react(self._api, post.place, SEEN)
        elif post.answers and post.sender.who is Who.PERSON and not post.media:
            self._nudge(post)
        return act

    def _tell_where(self, post: Post) -> None:
        """Say, once for an album, that nothing is put up for approval in private: silence would look like a failure."""
        if post.sender.who is not Who.PERSON or not (post.media or self._drops.is_draft(post)):
            return
        subject, target = f"{IN_GROUP}/{post.album or post.place.message}", str(post.place.chat)
        with self._house.database.writing() as connection:
            outbox.enqueue_once(connection, NAME, target, Kind.NOTICE, subject, 0, self._house.clock())

    def _tell_before(self, post: Post, outcome: Outcome) -> None:
        """Say what was decided of exactly these files before; only once they are on record, or a kill says it twice."""
        with self._house.database.reading() as connection:
            case = case_of(connection, outcome.reference) if isinstance(outcome, Done) and outcome.reference else None
        if case is None or case.revision > 1 or came_in_with(case)[0] != message_of(post.place.source):
            return
        catalogue = self._house.catalogue(self._members.language_of(post.sender.id))
        if told := said_before(self._house, case, catalogue):
            self._messaging.say(post.place, Message(inert(cut(told, _MOST))))

    def _nudge(self, post: Post) -> None:
        if nods(post.text) or confesses(post.text):
            self._answering.nudge(post, approves=nods(post.text))

    def _moved(self, moved: Moved) -> None:
        with self._house.database.writing() as connection:
            chats.move_chat(connection, NAME, str(moved.before), str(moved.after))

    def _standing(self, standing: Standing, arrived: Arrived) -> None:
        """Say hello where somebody has just let us in, and post what could not be posted meanwhile."""
        self._members.forget(standing.chat)
        if not standing.present:
            self._taken_out(standing, arrived)
            return
        self._send_summary(standing)
        if standing.group:  # in a channel everybody would read the greeting
            self._let_in(standing)

    def _send_summary(self, standing: Standing) -> None:
        """Have the newest summary sent to an audit chat that refused it; let in, or given the right, we can."""
        names, now = self._members.groups.audit_names(standing.chat), self._house.clock()
        with self._house.database.writing() as connection:
            for name in names:
                send_refused_again(connection, NAME, name, now)

    def _let_in(self, standing: Standing) -> None:
        self._members.groups.came_into(standing.chat)
        if not self._members.groups.are(standing.chat):
            return
        with self._house.database.reading() as connection:
            names = chats.names_of(connection, NAME, str(standing.chat))
        self._members.bring_up(standing.chat)
        now, target = self._house.clock(), str(standing.chat)
        with self._house.database.writing() as connection:
            outbox.enqueue_once(connection, NAME, target, Kind.NOTICE, f"{WELCOME}/{target}", 0, now)
            for name in names:
                self._post_what_failed(connection, name)

    def _taken_out(self, standing: Standing, arrived: Arrived) -> None:
        """Tell in private whoever decides that a chat is out of reach; what waits there goes on waiting."""
        log.warning("Vigie was taken out of the chat %s: what waits there goes on waiting", standing.chat)
        if not self._counts(standing.chat):
            return
        subject = f"{TAKEN_OUT}/{int(arrived.received_at.timestamp())}/{standing.title}"
        now = self._house.clock()
        with self._house.database.writing() as connection:
            for account in deciders_on(connection, NAME, now):
                if account.isdigit():
                    outbox.enqueue_once(connection, NAME, account, Kind.NOTICE, subject, 0, now)

    def _counts(self, chat: int) -> bool:
        """Whether submissions are watched, or publications made, in a chat."""
        return self._members.groups.are(chat) or f"{PREFIX}{chat}" in self._house.settings.telegram.public_channels

    def _post_what_failed(self, connection: Connection, chat: str) -> None:
        for source in first_sources(connection, f"{PREFIX}{chat}/"):
            case = case_of(connection, reference_of(connection, source) or "")
            if case and self._card_state(connection, case) is Delivery.FAILED:
                show_again(connection, case.reference)

    def _card_state(self, connection: Connection, case: Case) -> Delivery | None:
        target = str(case.entries[0].entry.data["channel"]).removeprefix(PREFIX)
        return state_of(connection, NAME, target, Kind.CARD, case.reference)
