"""What was approved as a post of Telegram's: a text, a picture, a file, an album."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from telegram import InputMediaDocument, InputMediaPhoto, InputMediaVideo
from telegram import Message as Sent

from bot.card.cutting import utf16_length
from bot.case import Case, CaseAsset
from bot.errors import UsageError
from bot.house import House
from bot.language import N_
from handlers.telegram.api import Api, UnfitError
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


class Posting:
    """Posts what was approved: its frozen bytes and words."""

    def __init__(self, house: House, api: Api) -> None:
        self._house, self._api = house, api

    def post(self, case: Case, channel: int) -> Sequence[Sent]:
        """Post it, as files where Telegram does not take its pictures as such: a poster's size, its colours.

        What Telegram refuses for its form was not taken, so that there are never two posts.

        Raises:
            UnfitError: Telegram does not take it either way.
        """
        as_files = not all(map(_is_shown, case.assets))
        try:
            return self._posted(case, channel, as_files=as_files)
        except UnfitError as error:
            if as_files or not case.assets:
                raise
            log.warning("%s goes out as a file: %s", case.reference, error.why)
            return self._posted(case, channel, as_files=True)

    def _posted(self, case: Case, channel: int, *, as_files: bool) -> Sequence[Sent]:
        text = (case.draft.text if case.draft else "") or ""
        if not case.assets:
            return [self._api.call(lambda bot: bot.send_message(chat_id=channel, text=text))]
        if len(case.assets) > 1:
            captions = (text, *[""] * len(case.assets))
            media = [self._media(*one, as_file=as_files) for one in zip(case.assets, captions, strict=False)]
            return self._api.call(lambda bot: bot.send_media_group(chat_id=channel, media=media))
        return [self._one(case.assets[0], text, channel, as_file=as_files)]

    def _one(self, asset: CaseAsset, text: str, channel: int, *, as_file: bool) -> Sent:
        data, name, caption = self._bytes(asset), asset.name or "visuel", text or None
        if as_file:
            return self._api.call(
                lambda bot: bot.send_document(
                    chat_id=channel,
                    document=data,
                    caption=caption,
                    filename=name,
                    disable_content_type_detection=True,  # else a GIF becomes a video
                )
            )
        if _is_photo(asset):
            return self._api.call(
                lambda bot: bot.send_photo(chat_id=channel, photo=data, caption=caption, filename=name)
            )
        return self._api.call(lambda bot: bot.send_video(chat_id=channel, video=data, caption=caption, filename=name))

    def _media(self, asset: CaseAsset, caption: str, *, as_file: bool) -> Any:  # noqa: ANN401 - one of PTB's three
        data, name, words = self._bytes(asset), asset.name or "visuel", caption or None
        if as_file:
            return InputMediaDocument(data, caption=words, filename=name, disable_content_type_detection=True)
        kind: Any = InputMediaPhoto if _is_photo(asset) else InputMediaVideo
        return kind(data, caption=words, filename=name)

    def _bytes(self, asset: CaseAsset) -> bytes:
        return self._house.originals.read(asset.sha256, asset.size)


def _is_photo(asset: CaseAsset) -> bool:
    return MediaType(asset.media_type) in _PICTURES and asset.size <= _PHOTO


def _is_shown(asset: CaseAsset) -> bool:
    """Whether Telegram shows it in the post itself; an album mixes that with no files."""
    return _is_photo(asset) or MediaType(asset.media_type).is_video
