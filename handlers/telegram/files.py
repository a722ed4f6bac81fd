"""Fetching the bytes of a file, in so far as Telegram gives them: bounded, once, and with the limit told before."""

from __future__ import annotations

import tempfile
from contextlib import nullcontext
from typing import BinaryIO, cast

import httpx

from bot import chats
from bot.errors import UsageError
from bot.foreign_text import one_line
from bot.house import House
from bot.language import N_
from bot.originals import Stored
from bot.workflow import Received
from handlers.telegram.api import Api, UnfitError
from handlers.telegram.content import Media
from handlers.telegram.members import FAULTS
from handlers.telegram.places import NAME
from policy.transport import Transport

LARGEST = 20_000_000
"""Bytes that a bot can fetch (Bot API, `getFile`: 20 MB)."""
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_CHUNK = 1024 * 1024
_TOO_BIG = "too big"


class NotGivenError(Exception):
    """Telegram does not give a file at the moment; the reason names no address, for it holds the token."""


class Files:
    """Fetches what people sent; what it has fetched before under Telegram's name for it, it does not fetch again."""

    def __init__(self, house: House, api: Api) -> None:
        self._house, self._api = house, api
        settings = house.settings.telegram
        self._address = f"{settings.api_url}/file/bot{settings.token}"

    def fetch(self, media: Media) -> Received:
        """Store a file, if it is not among the originals already, and return it.

        Raises:
            UsageError: it is larger than a bot may fetch, no longer there, or on the disk of Telegram's server alone.
            NotGivenError: try again later.
        """
        if is_too_large(media):
            raise too_large(media)
        transport = Transport.RE_ENCODED if media.remade else Transport.AS_UPLOADED
        return Received(one_line(media.name, 255), self._known(media) or self._fetched(media), transport)

    def _known(self, media: Media) -> Stored | None:
        with self._house.database.reading() as connection:
            known = chats.known_file(connection, NAME, media.unique)
        try:
            with self._house.originals.open(known.sha256) if known else nullcontext():
                return known
        except OSError:  # it is kept no longer
            return None

    def _fetched(self, media: Media) -> Stored:
        path = self._path(media)
        with cast("BinaryIO", tempfile.TemporaryFile()) as kept:
            try:
                self._download(path, kept, media)
            except httpx.HTTPError as error:
                raise NotGivenError(type(error).__name__) from None
            kept.seek(0)
            stored = self._house.originals.store(kept)
        with self._house.database.writing() as connection:
            chats.remember_file(connection, NAME, media.unique, stored)
        return stored

    def _download(self, path: str, kept: BinaryIO, media: Media) -> None:
        with httpx.Client(timeout=_TIMEOUT) as client, client.stream("GET", f"{self._address}/{path}") as answer:
            if answer.status_code in {404, 410}:  # python-telegram-bot would take this for a wrong token
                raise _gone(media)
            answer.raise_for_status()
            self._copy(answer, kept, media)

    def _path(self, media: Media) -> str:
        try:
            file = self._api.call(lambda bot: bot.get_file(media.id))
        except UnfitError as error:
            raise (too_large(media) if _TOO_BIG in error.why.lower() else _gone(media)) from error
        except FAULTS as error:
            raise NotGivenError(str(error)) from None
        if not file.file_path:
            raise _gone(media)
        # The whole address is PTB's; what follows the token is the path.
        path = file.file_path.partition(f"/bot{self._house.settings.telegram.token}/")[2]
        if not path or path.startswith("/"):  # a server of one's own with --local names a file of its disk
            raise _on_their_disk()
        return path

    def _copy(self, answer: httpx.Response, kept: BinaryIO, media: Media) -> None:
        size = 0
        for chunk in answer.iter_bytes(_CHUNK):
            size += len(chunk)
            if size > self._house.settings.upload_size:
                raise too_large(media)
            kept.write(chunk)


def is_too_large(media: Media | None) -> bool:
    """Whether a file is larger than a bot may fetch, as far as Telegram says how large it is."""
    return media is not None and media.size > LARGEST


def too_large(media: Media) -> UsageError:
    """Return what whoever sent a file is told that no bot may fetch."""
    return UsageError(
        N_("“{name}” has more than 20 MB: Telegram does not let Vigie read it. It is not verifiable as it is."),
        N_("Send a smaller export, or drop it at the desk."),
        name=one_line(media.name) or "?",
    )


def _on_their_disk() -> UsageError:
    return UsageError(
        N_("The team's own Telegram server keeps files to itself."),
        N_("Whoever runs Vigie has to start that server without --local; then send it again."),
    )


def _gone(media: Media) -> UsageError:
    return UsageError(
        N_("Telegram does not have “{name}” any more."), N_("Send it again."), name=one_line(media.name) or "?"
    )
