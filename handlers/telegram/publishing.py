"""Sending what was approved to a public channel: the very bytes and words, once, and honest about what is not known."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from telegram import Message as Sent

from bot import chats
from bot.bypass import record_bypass
from bot.case import Case
from bot.delivery.publishing import Order, OrphanedError, approved_case, went_out
from bot.errors import VigieError
from bot.house import House
from bot.language import N_
from bot.originals import Stored
from bot.ports import NotSentError, Outgoing, RefusedError
from bot.submissions import case_of, show_again
from handlers.telegram.api import Api, UnfitError
from handlers.telegram.channels import Channels
from handlers.telegram.notices import BYPASS, UNCERTAIN, UNSENT, Why
from handlers.telegram.places import NAME, Place
from handlers.telegram.posting import Posting
from handlers.telegram.telling import tell_deciders
from policy.media_type import MediaType

log = logging.getLogger("vigie.telegram")

PUBLISHED = "published:"
"""What the names begin with under which files of public posts are remembered."""
_LOOK_AGAIN = timedelta(days=1)
_POST = re.compile(r"https://t\.me/c/\d+/\d+")


class Publisher:
    """Posts in public channels."""

    def __init__(self, house: House, api: Api) -> None:
        self._house, self._posting, self._channels = house, Posting(house, api), Channels(api)

    def publish(self, message: Outgoing) -> str:
        """Post what was approved, and record that it went out.

        Raises:
            RefusedError: it is not approved any more, or Telegram will never take it; people are told.
            UncertainError: nobody knows whether it can be read there.
        """
        wanted, channel = Order.of(message.subject), Place.of_target(message.target).chat
        case = self._approved(wanted)
        sent = self._posted(case, channel)
        self._remember(case, sent)
        self._record(wanted, sent, address_of(channel, sent[0].message_id))
        return str(sent[0].message_id)

    def find(self, message: Outgoing) -> str:
        """Return the number of a post that is on record; have people say whether one is there that is not.

        The courier asks once a day, and so are they: each question bears its moment, since a post may be lost again.

        Raises:
            NotSentError: nobody knows: it is never sent again without their word.
        """
        wanted = Order.of(message.subject)
        with self._house.database.reading() as connection:
            case = case_of(connection, wanted.reference)
        channel = Place.of_target(message.target).chat
        if case and case.fingerprint == wanted.fingerprint and (post := post_in(case, channel)):
            return post.rsplit("/", 1)[1]
        title = self._channels.title(channel)
        self._tell(wanted.reference, f"{UNCERTAIN}/{message.subject}/{self._moment()}/{title}")
        raise NotSentError("a person has to say whether it is there", _LOOK_AGAIN)

    def _approved(self, wanted: Order) -> Case:
        try:
            return approved_case(self._house, wanted)
        except RefusedError as error:
            why = Why.ORPHANED if isinstance(error, OrphanedError) else Why.APPROVAL
            self._tell_unsent(wanted.reference, why)
            raise

    def _posted(self, case: Case, channel: int) -> Sequence[Sent]:
        try:
            return self._posting.post(case, channel)
        except RefusedError:
            self._tell_unsent(case.reference, Why.RIGHTS)
            raise
        except UnfitError as error:
            self._tell_unsent(case.reference, Why.FORM)
            raise RefusedError(error.why) from error

    def _record(self, wanted: Order, sent: Sequence[Sent], address: str) -> None:
        """Record where it went out; what changed while it was on its way is out without anybody's approval."""
        try:
            went_out(self._house, wanted, self._where(sent, address))
        except VigieError as error:
            log.warning("%s went out, and is not approved any more: %s", wanted.reference, error)
            with self._house.database.writing() as connection:
                record_bypass(connection, address, 0, self._house.clock())
            self._tell(wanted.reference, f"{BYPASS}/{address}")

    def _tell_unsent(self, reference: str, why: Why) -> None:
        """Tell that an order came to nothing."""
        self._tell(reference, f"{UNSENT}/{reference}/{why}/{self._moment()}")

    def _tell(self, reference: str, subject: str) -> None:
        """Tell those who approve, beside a card that shows what holds by now."""
        with self._house.database.writing() as connection:
            tell_deciders(self._house, connection, reference, subject)
            show_again(connection, reference)

    def _moment(self) -> int:
        return int(self._house.clock().timestamp())

    def _where(self, sent: Sequence[Sent], address: str) -> str:
        """Return what is recorded of where it went out; a photo's public bytes are not the approved ones."""
        if not any(post.photo for post in sent):
            return address
        compressed = self._house.catalogue().say(N_("compressed by Telegram: not the approved bytes"))
        return f"{address} ({compressed})"

    def _remember(self, case: Case, sent: Sequence[Sent]) -> None:
        """Note which files of Telegram's the post is made of, for whoever looks at an edit of it."""
        with self._house.database.writing() as connection:
            for asset, post in zip(case.assets, sent, strict=False):
                if unique := _unique(post):
                    stored = Stored(asset.sha256, asset.size, MediaType(asset.media_type))
                    chats.remember_file(connection, NAME, f"{PUBLISHED}{unique}", stored)


def address_of(channel: int, message: int) -> str:
    """Return where a post of a channel can be read (`t.me/c/` and the number without its -100)."""
    return f"{_address(channel)}/{message}"


def _address(channel: int) -> str:
    return f"https://t.me/c/{str(channel).removeprefix('-100')}"


def _unique(post: Sent) -> str:
    """Return Telegram's own name for the file of a post, empty where it has none."""
    media = post.photo[-1] if post.photo else post.document or post.video
    return media.file_unique_id if media else ""


def post_of(case: Case) -> str:
    """Return where on Telegram a submission can be read, empty where that is not on record."""
    return next(_posts_of(case), "")


def post_in(case: Case, channel: int) -> str:
    """Return where in a channel a submission can be read, empty where that is not on record."""
    return next((post for post in _posts_of(case) if post.rpartition("/")[0] == _address(channel)), "")


def _posts_of(case: Case) -> Iterator[str]:
    yield from (found[0] for place in case.places if (found := _POST.match(place.where)))
