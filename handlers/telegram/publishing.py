"""Sending what was approved to a public channel: the very bytes and words, once, and honest about what is not known."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from telegram import InputMediaDocument, InputMediaPhoto, InputMediaVideo
from telegram import Message as Sent

from bot import chats
from bot.case import Case, CaseAsset
from bot.delivery import outbox
from bot.delivery.outbox import Message, card_receipt
from bot.delivery.publishing import Order, approved_case, went_out
from bot.errors import UsageError, VigieError
from bot.house import House
from bot.kinds import State
from bot.language import N_
from bot.originals import Stored
from bot.ports import NotSentError, Outgoing, RefusedError
from bot.submissions import case_of
from handlers.telegram.api import Api, UnfitError
from handlers.telegram.notices import BYPASS, UNCERTAIN, UNSENT
from handlers.telegram.places import NAME, PREFIX, Place
from handlers.telegram.rendering.text import utf16_length
from policy.media_type import MediaType

log = logging.getLogger("vigie.telegram")

CAPTION, TEXT = 1_024, 4_096
"""UTF-16 units under a picture, and of a message (Bot API, `caption`, `text`)."""
_PHOTO = 10_000_000
"""Bytes of the largest photo (Bot API, `sendPhoto`); a larger one goes as a file."""
_TOGETHER = 10
"""Files of one album (Bot API, `sendMediaGroup`)."""
_UPLOAD = 50_000_000
"""Bytes of the largest file that a bot may send (Bot API, "Sending files")."""
PUBLISHED = "published:"
"""What the names begin with under which files of public posts are remembered."""
_LOOK_AGAIN = timedelta(days=1)
_POST = re.compile(r"https://t\.me/c/\d+/\d+")
_PICTURES = {MediaType.JPEG, MediaType.PNG, MediaType.WEBP}


def require_fits(case: Case) -> None:
    """Refuse what Telegram does not take as one post.

    Raises:
        UsageError: the text is too long, or there are too many files, or too large ones.
    """
    text = (case.draft.text if case.draft else "") or ""
    most = CAPTION if case.assets else TEXT
    if utf16_length(text) > most:
        raise UsageError(
            N_("Telegram takes {most} characters here: this text is longer."), N_("Publish it by hand."), most=most
        )
    if len(case.assets) > _TOGETHER:
        raise UsageError(N_("Telegram takes ten files in one post."), N_("Publish it by hand."))
    if any(asset.size > _UPLOAD for asset in case.assets):
        raise UsageError(N_("Telegram takes no file of over 50 MB from a bot."), N_("Publish it by hand."))


class Publisher:
    """Posts in public channels."""

    def __init__(self, house: House, api: Api) -> None:
        self._house, self._api = house, api

    def publish(self, message: Outgoing) -> str:
        """Post what was approved, and record that it went out.

        Raises:
            RefusedError: it is not approved any more, or Telegram will never take it; people are told.
            UncertainError: nobody knows whether it can be read there.
        """
        wanted, channel = Order.of(message.subject), Place.of_target(message.target).chat
        try:
            case = approved_case(self._house, wanted)
            sent = self._post(case, channel)
        except (RefusedError, UnfitError) as error:
            self._tell_unsent(wanted.reference)
            raise RefusedError(str(error)) from error
        self._remember(case, sent)
        self._record(wanted, case, address_of(channel, sent[0].message_id))
        return str(sent[0].message_id)

    def find(self, message: Outgoing) -> str:
        """Return the number of a post that is on record; have people say whether one is there that is not.

        Raises:
            NotSentError: nobody knows: it is never sent again without their word.
        """
        with self._house.database.reading() as connection:
            case = case_of(connection, Order.of(message.subject).reference)
        if case and (post := post_of(case)):
            return post.rsplit("/", 1)[1]
        self._tell(f"{UNCERTAIN}/{message.target}/{message.subject}", Order.of(message.subject).reference)
        raise NotSentError("a person has to say whether it is there", _LOOK_AGAIN)

    def _record(self, wanted: Order, case: Case, address: str) -> None:
        """Record where it went out; what changed while it was on its way is out without anybody's approval."""
        try:
            went_out(self._house, wanted, self._where(case, address))
        except VigieError as error:
            log.warning("%s went out, and is not approved any more: %s", wanted.reference, error)
            self._tell(f"{BYPASS}/{address}", wanted.reference)

    def _tell_unsent(self, reference: str) -> None:
        """Tell that an order came to nothing, unless somebody else's has been followed."""
        with self._house.database.reading() as connection:
            case = case_of(connection, reference)
        if case and not case.publication:
            why = "telegram" if case.state is State.APPROVED and case.approved_at(self._house.clock()) else "approval"
            self._tell(f"{UNSENT}/{reference}/{why}/{int(self._house.clock().timestamp())}", reference)

    def _tell(self, subject: str, reference: str) -> None:
        """Tell those who approve, beside the card."""
        now = self._house.clock()
        with self._house.database.writing() as connection:
            known = card_receipt(connection, NAME, reference)
            named = [name.removeprefix(PREFIX) for name in self._house.settings.approval_channels if PREFIX in name]
            for target in [known[0]] if known else named:
                outbox.enqueue_once(connection, NAME, target, Message.NOTICE, subject, 0, now)

    def _where(self, case: Case, address: str) -> str:
        """Return what is recorded of where it went out; a photo's public bytes are not the approved ones."""
        if not any(_is_photo(asset) for asset in case.assets) or _as_files(case):
            return address
        return f"{address} ({self._house.catalogue().say(N_('compressed by Telegram: not the approved bytes'))})"

    def _remember(self, case: Case, sent: Sequence[Sent]) -> None:
        """Note which files of Telegram's the post is made of, for whoever looks at an edit of it."""
        with self._house.database.writing() as connection:
            for asset, post in zip(case.assets, sent, strict=False):
                if unique := _unique(post):
                    stored = Stored(asset.sha256, asset.size, MediaType(asset.media_type))
                    chats.remember_file(connection, NAME, f"{PUBLISHED}{unique}", stored)

    def _post(self, case: Case, channel: int) -> Sequence[Sent]:
        text = (case.draft.text if case.draft else "") or ""
        if not case.assets:
            return [self._api.call(lambda bot: bot.send_message(chat_id=channel, text=text))]
        if len(case.assets) > 1:
            files = _as_files(case)
            captions = (text, *[""] * len(case.assets))
            media = [self._media(*one, as_file=files) for one in zip(case.assets, captions, strict=False)]
            return self._api.call(lambda bot: bot.send_media_group(chat_id=channel, media=media))
        return [self._one(case.assets[0], text, channel)]

    def _one(self, asset: CaseAsset, text: str, channel: int) -> Sent:
        data, name, caption = self._bytes(asset), asset.name or "visuel", text or None
        if _is_photo(asset):
            return self._api.call(
                lambda bot: bot.send_photo(chat_id=channel, photo=data, caption=caption, filename=name)
            )
        if MediaType(asset.media_type).is_video:
            return self._api.call(
                lambda bot: bot.send_video(chat_id=channel, video=data, caption=caption, filename=name)
            )
        return self._api.call(
            lambda bot: bot.send_document(chat_id=channel, document=data, caption=caption, filename=name)
        )

    def _media(self, asset: CaseAsset, caption: str, *, as_file: bool) -> Any:  # noqa: ANN401 - one of PTB's three
        kind: Any = InputMediaDocument
        if not as_file:
            kind = InputMediaPhoto if _is_photo(asset) else InputMediaVideo
        return kind(self._bytes(asset), caption=caption or None, filename=asset.name or "visuel")

    def _bytes(self, asset: CaseAsset) -> bytes:
        return self._house.originals.read(asset.sha256, asset.size)


def address_of(channel: int, message: int) -> str:
    """Return where a post of a channel can be read (`t.me/c/` and the number without its -100)."""
    return f"https://t.me/c/{str(channel).removeprefix('-100')}/{message}"


def _is_photo(asset: CaseAsset) -> bool:
    return MediaType(asset.media_type) in _PICTURES and asset.size <= _PHOTO


def _as_files(case: Case) -> bool:
    """Whether an album goes out as files: Telegram mixes those with nothing else."""
    return not all(_is_photo(asset) or MediaType(asset.media_type).is_video for asset in case.assets)


def _unique(post: Sent) -> str:
    """Return Telegram's own name for the file of a post, empty where it has none."""
    media = post.photo[-1] if post.photo else post.document or post.video
    return media.file_unique_id if media else ""


def post_of(case: Case) -> str:
    """Return where what we published of a submission can be read, empty where that is not on record."""
    found = _POST.match(case.publication.where) if case.publication else None
    return found[0] if found else ""
