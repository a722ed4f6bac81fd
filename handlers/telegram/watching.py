"""The public channels: whatever appears there that Vigie did not publish is told at once where people approve."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from sqlalchemy import Connection

from bot import chats
from bot.bypass import record_bypass
from bot.case import Case
from bot.delivery import outbox
from bot.delivery.outbox import Message
from bot.delivery.publishing import Order, published_as, went_out
from bot.errors import VigieError
from bot.house import House
from bot.kinds import State
from bot.sources import first_sources, reference_of
from bot.submissions import case_of
from bot.summary.delivery import week_of_message
from bot.summary.kept import kept
from handlers.telegram.groups import Groups
from handlers.telegram.notices import BYPASS, EDITED
from handlers.telegram.places import NAME, PREFIX
from handlers.telegram.publishing import PUBLISHED, address_of
from handlers.telegram.rendering.summary import says
from handlers.telegram.suggested import suggestion_of
from handlers.telegram.updates import Published
from handlers.telegram.verdicts import last_decision, was_carried_out

log = logging.getLogger("vigie.telegram")

_TOGETHER = 10
"""Messages of one album at most (Bot API, `sendMediaGroup`)."""


class Watching:
    """Looks at posts in the public channels."""

    def __init__(self, house: House) -> None:
        self._house, self._groups = house, Groups(house)

    def published(self, post: Published) -> None:
        """Record a post that nobody here approved, or what became of one afterwards, and tell the approval chats."""
        if not self._is_public(post.place.chat) or self._is_approved(post) or self._was_suggested(post):
            return
        now, address = self._house.clock(), address_of(post.place.chat, post.place.message)
        subject = f"{EDITED}/{address}/{post.edited_at}" if post.edited else f"{BYPASS}/{address}"
        album = f"{post.place.chat}/{post.album}" if post.album else ""
        groups = self._groups.approval()
        with self._house.database.writing() as connection:
            if not record_bypass(connection, address, post.edited_at, now, album):
                return
            for group in groups:
                outbox.enqueue_once(connection, NAME, str(group), Message.NOTICE, subject, 0, now)

    def _is_public(self, chat: int) -> bool:
        return f"{PREFIX}{chat}" in self._house.settings.telegram.public_channels

    def _is_approved(self, post: Published) -> bool:
        """Whether a post of ours still has the words and the file that were approved.

        Telegram also tells of edits that nobody made, for reasons that a bot does not see.
        """
        with self._house.database.reading() as connection:
            target = str(post.place.chat), str(post.place.message)
            if not outbox.has_receipt(connection, NAME, *target):
                return self._is_further_picture(connection, post)
            if not post.edited:
                return True
            reference = published_as(connection, NAME, *target)
            if reference is None:
                return self._is_still_told(connection, post)
            case = case_of(connection, reference)
            file = chats.known_file(connection, NAME, f"{PUBLISHED}{post.unique}") if post.unique else None
        if case is None or post.text != (case.draft.text if case.draft else ""):
            return False
        return bool(file and case.asset(file.sha256)) if case.assets else not post.unique

    def _is_still_told(self, connection: Connection, post: Published) -> bool:
        """Whether what we told there stands as it was; nobody has to approve it, but a summary can be falsified."""
        week = week_of_message(connection, NAME, str(post.place.chat), str(post.place.message))
        found = kept(connection, week) if week else None
        return found is None or says(post.text, found.summary, self._house.catalogue())

    def _is_further_picture(self, connection: Connection, post: Published) -> bool:
        """Whether a post is one of the pictures behind the first of an album of ours, which alone has a receipt.

        The messages of an album have numbers in a row, and its first has the words of them all.
        """
        if not post.album or post.text or not post.unique:
            return False
        before = (str(post.place.message - distance) for distance in range(1, _TOGETHER))
        albums = (published_as(connection, NAME, str(post.place.chat), receipt) for receipt in before)
        case = case_of(connection, next(filter(None, albums), ""))
        file = chats.known_file(connection, NAME, f"{PUBLISHED}{post.unique}")
        return bool(case and file and case.asset(file.sha256))

    def _was_suggested(self, post: Published) -> bool:
        """Record that a suggestion went out which people approved here, word for word and with this very file."""
        suggestions = () if post.edited else self._approved_suggestions()
        return any(self._is_of(post, case) and self._recorded(post, case) for case in suggestions)

    def _recorded(self, post: Published, case: Case) -> bool:
        """Record that a suggestion went out; False where that is not what people here stand for any more.

        What Telegram was told to publish here, it may publish after the approval has run out: that is no bypass.
        """
        if last := last_decision(case):
            try:
                order = Order(last.person, case.reference, case.fingerprint)
                went_out(self._house, order, address_of(post.place.chat, post.place.message))
            except (VigieError, LookupError) as error:  # whoever approved it may have left, or have another role by now
                log.warning("%s went out as it was suggested, which can't be recorded: %s", case.reference, error)
            else:
                return True
        return self._carried_out(case)

    def _carried_out(self, case: Case) -> bool:
        with self._house.database.reading() as connection:
            return case.state in {State.APPROVED, State.EXPIRED} and was_carried_out(connection, case)

    def _is_of(self, post: Published, case: Case) -> bool:
        if post.text != (case.draft.text if case.draft else ""):
            return False
        with self._house.database.reading() as connection:
            file = chats.known_file(connection, NAME, post.unique) if post.unique else None
        return bool(file and case.asset(file.sha256)) if case.assets else not post.unique

    def _approved_suggestions(self) -> Iterator[Case]:
        now, groups = self._house.clock(), self._groups.approval()
        with self._house.database.reading() as connection:
            names = [name for group in groups for name in chats.names_of(connection, NAME, str(group))]
            sources = [one for name in names for one in first_sources(connection, f"{PREFIX}{name}/")]
            cases = [case_of(connection, reference_of(connection, source) or "") for source in sources]
        for case in filter(None, cases):
            approved = case.state is State.APPROVED and case.approved_at(now)
            if suggestion_of(case) and (approved or self._carried_out(case)):
                yield case
