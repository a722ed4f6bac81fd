"""Posts that people suggest to a channel in its direct messages: a second way in, answered with Telegram's own means.

A suggestion is forwarded to the first approval chat, where its card answers it. What has to be asked of whoever made
it is asked where they wrote it (suggesters.py). What people decide is carried out once they can no longer take it back
(verdicts.py). Telegram publishes what it approves itself, as it is at that moment: whoever looks at the channel
(watching.py) compares it with what was approved.
"""

from __future__ import annotations

import logging

from telegram import ReplyParameters

from bot import chats
from bot.card.cutting import cut
from bot.case import Case
from bot.delivery import outbox
from bot.delivery.events import Changed, Dropped, Failed, File, Outcome, Refused
from bot.delivery.outbox import Message
from bot.delivery.taking import sentence_of
from bot.drafts import untagged
from bot.errors import UsageError
from bot.house import House
from bot.kinds import Kind, State
from bot.language import N_
from bot.merging import file_of
from bot.ports import Arrived, LostError, NotSentError, RefusedError
from bot.sources import message_of, reference_of
from bot.submissions import case_of
from handlers.telegram.api import Api, MovedError, UncertainError, UnfitError
from handlers.telegram.files import Files, NotGivenError
from handlers.telegram.members import FAULTS, Members
from handlers.telegram.places import NAME, PREFIX, Place
from handlers.telegram.updates import Post, Who
from handlers.telegram.waiting import later

log = logging.getLogger("vigie.telegram")

FOR_GOOD = (UnfitError, RefusedError, LostError)
"""Faults that no patience mends."""
SUGGESTED = "suggested"
"""What the outbox calls carrying out a decision on a suggestion."""
ASKED = "asked"
"""What the outbox calls the message in which a suggester is asked something."""
_TOLD = (ASKED, SUGGESTED)
_MOST = 1_000


def suggestion_of(case: Case) -> Place | None:
    """Return the suggestion that a submission is, as it stands now; None where it is none.

    It came in with a message of the approval chat, and belongs to one of another chat.
    """
    told = case.entries[0].entry.data
    chat = str(told["channel"]).split("/")[0]
    first = next((one for one in told.get("messages", ()) if one.split("/")[0] != chat), None)
    if first is None or not first.startswith(PREFIX):
        return None
    sources = [str(one.entry.data.get("source", "")) for one in case.entries if one.entry.kind == Kind.REVISED]
    there = [first, *(one for one in sources if one.split("/")[0] == first.split("/")[0])]
    return Place.of_target(message_of(there[-1]))


class Suggestions:
    """Takes suggestions in."""

    def __init__(self, house: House, api: Api, members: Members, files: Files) -> None:
        self._house, self._api, self._members, self._files = house, api, members, files
        self._channels: dict[int, int] = {}

    def understand(self, post: Post, arrived: Arrived) -> Dropped | Changed | None:
        """Return what a suggestion puts up for approval, or what it changes of an earlier one.

        Raises:
            NotYetError: Telegram does not take or give something at the moment.
            UsageError: its file can't be taken in, or it can't be shown to anybody who decides.
        """
        try:
            return self._understood(post)
        except (NotSentError, UncertainError, NotGivenError) as error:
            raise later(arrived, self._house.clock(), error, _not_shown()) from error

    def _understood(self, post: Post) -> Dropped | Changed | None:
        if post.sender.who is not Who.PERSON or not self._is_ours(post.place.chat):
            return None
        group = self._group()
        if not group:
            raise _not_shown()
        if post.hides_links and not post.edited:  # an edit counts, and is shown: Telegram would publish it unread
            raise UsageError(
                N_("Some words of your suggestion hide a link: whoever decides would not see where it leads."),
                N_("Write the address itself into the text, then suggest it again."),
            )
        files = (file_of(self._files.fetch(post.media)),) if post.media else ()
        person = self._members.author(post.sender.id, post.sender.name).id
        if known := self._known(post.place):
            return self._changed(post, person, known, files) if post.edited else None
        earlier = self._answered(post) if post.answers else None
        if earlier and self._may_change(earlier):
            return self._changed(post, person, earlier, files)
        place = Place(group, self._forwarded(post, group))
        return Dropped(person, place.source, files, draft=untagged(post.text), also=(post.place.source,))

    def answer(self, post: Post, outcome: Outcome) -> None:
        """Tell whoever made a suggestion why it was not taken in."""
        if isinstance(outcome, (Refused, Failed)) and post.sender.id:
            try:
                reply(
                    self._api,
                    post.place,
                    post.place.direct or post.sender.id,
                    sentence_of(outcome, self._house.catalogue()),
                )
            except FAULTS as error:
                log.info("nothing said in %s: %s", post.place.source, error)

    def _changed(self, post: Post, person: str, reference: str, files: tuple[File, ...]) -> Changed:
        return Changed(person, post.place.source, files, draft=untagged(post.text), reference=reference)

    def _group(self) -> int:
        """Return the chat where suggestions are decided, 0 where none is known."""
        return next(iter(self._members.groups.approval()), 0)

    def _is_ours(self, chat: int) -> bool:
        """Whether these are the direct messages of a channel in which we publish."""
        if chat not in self._channels:
            try:
                parent = self._api.call(lambda bot: bot.get_chat(chat)).parent_chat
            except FOR_GOOD as error:
                log.warning("whose direct messages %s are is not told: %s", chat, error)
                return False
            self._channels[chat] = parent.id if parent else 0
        return f"{PREFIX}{self._channels[chat]}" in self._house.settings.telegram.public_channels

    def _known(self, place: Place) -> str | None:
        with self._house.database.reading() as connection:
            return reference_of(connection, place.source)

    def _answered(self, post: Post) -> str | None:
        """Return the suggestion that a message answers, or about which ours was that it answers."""
        chat, number = post.place.chat, str(post.answers)
        if known := self._known(Place(chat, post.answers)):
            return known
        with self._house.database.reading() as connection:
            told = [one for kind in _TOLD for one in outbox.kept(connection, NAME, Message.NOTICE, f"{kind}/")]
        mine = (one for one in told if one.receipt == number and Place.of_target(one.target).chat == chat)
        return next((one.subject.partition("/")[2].partition(":")[0] for one in mine), None)

    def _may_change(self, reference: str) -> bool:
        with self._house.database.reading() as connection:
            case = case_of(connection, reference)
        return case is not None and (case.state.open or case.state is State.CHANGES_REQUESTED)

    def _forwarded(self, post: Post, group: int) -> int:
        """Show the suggestion where it is decided; return the number of the message that its card will answer."""
        try:
            shown = self._api.call(
                lambda bot: bot.forward_message(
                    chat_id=group, from_chat_id=post.place.chat, message_id=post.place.message
                )
            )
        except MovedError as error:
            with self._house.database.writing() as connection:
                chats.move_chat(connection, NAME, str(group), str(error.chat))
            raise NotSentError("the group has another name now") from error
        except FOR_GOOD as error:
            log.warning("the suggestion %s can't be shown in %s: %s", post.place.source, group, error)
            raise _not_shown() from error
        return shown.message_id


def _not_shown() -> UsageError:
    return UsageError(
        N_("Your suggestion could not be shown to those who decide."),
        N_("Suggest it again, or write to them directly."),
    )


def reply(api: Api, place: Place, topic: int, words: str) -> int:
    """Answer a suggestion; its topic is named after the account of whoever wrote it."""
    answering = ReplyParameters(message_id=place.message, allow_sending_without_reply=True)
    sent = api.call(
        lambda bot: bot.send_message(
            chat_id=place.chat, direct_messages_topic_id=topic, reply_parameters=answering, text=cut(words, _MOST)
        )
    )
    return sent.message_id
