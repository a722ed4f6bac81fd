"""The public channels: whatever appears there that Vigie did not publish is told at once where people approve."""

from __future__ import annotations

from collections.abc import Iterator

from bot import chats
from bot.bypass import record_bypass
from bot.case import Case
from bot.delivery import outbox
from bot.delivery.outbox import Message
from bot.delivery.publishing import Order, published_as, went_out
from bot.house import House
from bot.kinds import State
from bot.sources import first_sources, reference_of
from bot.submissions import case_of
from handlers.telegram.notices import BYPASS, EDITED
from handlers.telegram.places import NAME, PREFIX
from handlers.telegram.publishing import PUBLISHED, address_of
from handlers.telegram.suggested import suggestion_of
from handlers.telegram.updates import Published


class Watching:
    """Looks at posts in the public channels."""

    def __init__(self, house: House) -> None:
        self._house = house

    def published(self, post: Published) -> None:
        """Record a post that nobody here approved, or what became of one afterwards, and tell the approval chats."""
        if not self._is_public(post.place.chat) or self._is_approved(post) or self._was_suggested(post):
            return
        now, address = self._house.clock(), address_of(post.place.chat, post.place.message)
        subject = f"{EDITED}/{address}/{post.edited_at}" if post.edited else f"{BYPASS}/{address}"
        with self._house.database.writing() as connection:
            record_bypass(connection, address, post.edited_at, now)
            for chat in self._approval_chats():
                outbox.enqueue_once(connection, NAME, chat, Message.NOTICE, subject, 0, now)

    def _is_public(self, chat: int) -> bool:
        return f"{PREFIX}{chat}" in self._house.settings.telegram.public_channels

    def _is_approved(self, post: Published) -> bool:
        """Whether a post of ours still has the words and the file that were approved.

        Telegram also tells of edits that nobody made, for reasons that a bot does not see.
        """
        with self._house.database.reading() as connection:
            target = str(post.place.chat), str(post.place.message)
            if not outbox.has_receipt(connection, NAME, *target):
                return False
            if not post.edited:
                return True
            reference = published_as(connection, NAME, *target)
            case = case_of(connection, reference) if reference else None
            file = chats.known_file(connection, NAME, f"{PUBLISHED}{post.unique}") if post.unique else None
        if case is None or post.text != (case.draft.text if case.draft else ""):
            return False
        return bool(file and case.asset(file.sha256)) if case.assets else not post.unique

    def _was_suggested(self, post: Published) -> bool:
        """Record that a suggestion went out which people approved here, word for word and with this very file."""
        address = address_of(post.place.chat, post.place.message)
        for case in self._approved_suggestions() if not post.edited else ():
            if self._is_of(post, case):
                order = Order(case.decisions[-1].person, case.reference, case.fingerprint)
                went_out(self._house, order, address)
                return True
        return False

    def _is_of(self, post: Published, case: Case) -> bool:
        if post.text != (case.draft.text if case.draft else ""):
            return False
        with self._house.database.reading() as connection:
            file = chats.known_file(connection, NAME, post.unique) if post.unique else None
        return bool(file and case.asset(file.sha256)) if case.assets else not post.unique

    def _approved_suggestions(self) -> Iterator[Case]:
        now = self._house.clock()
        with self._house.database.reading() as connection:
            sources = [one for chat in self._approval_chats() for one in first_sources(connection, f"{PREFIX}{chat}/")]
            cases = [case_of(connection, reference_of(connection, source) or "") for source in sources]
        for case in filter(None, cases):
            if case.state is State.APPROVED and case.approved_at(now) and suggestion_of(case):
                yield case

    def _approval_chats(self) -> list[str]:
        named = self._house.settings.approval_channels
        return [name.removeprefix(PREFIX) for name in named if name.startswith(PREFIX)]
