"""Fetching the bytes of a file: with the token to Slack alone, bounded, and never a login page taken for a picture."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO, cast
from urllib.parse import urljoin, urlsplit

import httpx

from bot.errors import SetupError, UsageError, VigieError
from bot.foreign_text import one_line
from bot.language import N_
from bot.originals import Originals
from bot.ports import LostError, NotSentError, RefusedError
from bot.settings import Settings
from bot.workflow import Received
from handlers.slack.messages import is_gone
from handlers.slack.web import UNCERTAIN, Web
from policy.media_type import MediaType
from policy.transport import Transport

_REDIRECTS = 3
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_CHUNK = 1024 * 1024
_HEAD = 512
_HOSTS = ("slack.com", "slack-edge.com", "slack-files.com")
"""Whom the token may be shown to (Slack, "Working with files": url_private is on files.slack.com)."""
_HTML = (b"<!doctype html", b"<html")
_ANSWER = re.compile(rb'\{\s*"ok"\s*:\s*false')
"""How the Web API says no, with status 200."""
_TELLS = "x-slack-meta"
"""A header of the login page that Slack sends, with status 200, in the place of a file that we may not read."""
_ELSEWHERE = {"external"}
_HIDDEN = {"hidden_by_limit"}
_NOT_ALLOWED = {"missing_scope", "no_permission", "invalid_auth", "not_authed", "token_revoked"}
_STRIPPED = {MediaType.JPEG, MediaType.PNG, MediaType.WEBP, MediaType.GIF, MediaType.HEIC, MediaType.TIFF}
"""Pictures: what Slack is known to rewrite (notes of May 2020: EXIF goes; of Content Credentials nothing is known)."""


class NotVisibleError(Exception):
    """Slack does not hand over the file yet, or not any more: it looks the same for the first few seconds."""


class Files:
    """Fetches what people shared."""

    def __init__(self, settings: Settings, originals: Originals, web: Web) -> None:
        self._most, self._settings = settings.upload_size, settings.slack
        self._originals, self._web = originals, web

    def fetch(self, told: Mapping[str, Any]) -> Received:
        """Store the file that an event tells of, as Slack keeps it.

        Raises:
            NotVisibleError: it is not there (yet), or can't be reached at the moment.
            UsageError: it can't be had at all, or is too large; the sentence says what to do.
            SetupError: the bot may not read files.
            OSError: this machine can't keep it.
        """
        file = self._whole(told)
        self._require_ours(file)
        name = one_line(str(file.get("name") or file.get("title") or ""), 255)
        declared = file.get("size")
        if isinstance(declared, int) and declared > self._most:
            raise _too_large(name, self._most)
        with self._bytes(file, name) as stream:
            stored = self._originals.store(stream)
        if isinstance(declared, int) and declared and stored.size != declared:
            raise NotVisibleError(f"{stored.size} of {declared} bytes")
        stripped = stored.media_type in _STRIPPED
        return Received(name, stored, Transport.STRIPPED if stripped else Transport.AS_UPLOADED)

    def _whole(self, told: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return all that Slack says of a file; from another organisation's channel an event brings but its id."""
        if told.get("url_private_download") or told.get("mode") in _ELSEWHERE | _HIDDEN or is_gone(told):
            return told
        try:
            file = self._web.ask("files.info", file=told["id"]).get("file")
        except NotSentError as error:
            raise _login_page() if str(error) in _NOT_ALLOWED else NotVisibleError(str(error)) from error
        except (RefusedError, LostError, *UNCERTAIN) as error:
            raise NotVisibleError(str(error)) from error
        return file if isinstance(file, Mapping) else told

    def _require_ours(self, file: Mapping[str, Any]) -> None:
        name, mode = one_line(str(file.get("name") or file.get("title") or "")), file.get("mode")
        if mode in _ELSEWHERE or file.get("is_external"):
            raise UsageError(
                N_("“{name}” is a link to another service: Vigie can't see the file itself."),
                N_("Download it and drop it here as a file."),
                name=name,
            )
        if mode in _HIDDEN:
            raise UsageError(
                N_("Slack hides a file of this message: it is older than this workspace’s plan keeps."),
                N_("Drop the file again."),
            )
        if is_gone(file):
            raise UsageError(N_("The file was deleted before Vigie could read it."), N_("Drop it again."))

    @contextmanager
    def _bytes(self, file: Mapping[str, Any], name: str) -> Iterator[BinaryIO]:
        address = str(file.get("url_private_download") or file.get("url_private") or "")
        with (
            cast("BinaryIO", tempfile.TemporaryFile()) as kept,
            httpx.Client(timeout=_TIMEOUT, follow_redirects=False, trust_env=True) as client,
        ):
            try:
                with self._answer(client, address) as answer:
                    _require_file(answer)
                    self._copy(answer, kept, name)
            except (httpx.HTTPError, NotSentError) as error:
                raise NotVisibleError(str(error)) from error
            kept.seek(0)
            _require_no_excuse(kept.read(_HEAD), name)
            kept.seek(0)
            yield kept

    @contextmanager
    def _answer(self, client: httpx.Client, address: str) -> Iterator[httpx.Response]:
        """Follow few redirects, and show the token to Slack alone."""
        for _ in range(_REDIRECTS + 1):
            self._require_trusted(address)
            headers = {"Authorization": f"Bearer {self._settings.bot_token}"}
            with client.stream("GET", address, headers=headers) as answer:
                if not answer.is_redirect:
                    yield answer
                    return
                target = answer.headers.get("location", "")
                if _TELLS in answer.headers or "redir=" in target:
                    raise _login_page()
                address = urljoin(address, target)
        raise UsageError(N_("Slack sends Vigie round in circles for this file."), N_("Drop it again."))

    def _require_trusted(self, address: str) -> None:
        given, base = urlsplit(address), urlsplit(self._settings.api_url)
        host = given.hostname or ""
        slack = given.scheme == "https" and any(host == name or host.endswith(f".{name}") for name in _HOSTS)
        same = (given.scheme, given.hostname, given.port) == (base.scheme, base.hostname, base.port)
        if not (slack or same):
            raise UsageError(
                N_("This file lies outside Slack ({host}): Vigie does not fetch it from there."),
                N_("Download it and drop it here as a file."),
                host=one_line(host) or "?",
            )

    def _copy(self, answer: httpx.Response, kept: BinaryIO, name: str) -> None:
        size = 0
        for chunk in answer.iter_bytes(_CHUNK):
            size += len(chunk)
            if size > self._most:
                raise _too_large(name, self._most)
            kept.write(chunk)


def _require_file(answer: httpx.Response) -> None:
    if answer.status_code in {404, 410}:
        raise NotVisibleError(f"status {answer.status_code}")
    if answer.status_code == 429:
        raise NotSentError("Slack asks for patience")
    if answer.status_code in {401, 403} or _TELLS in answer.headers:
        raise _login_page()
    answer.raise_for_status()


def _require_no_excuse(head: bytes, name: str) -> None:
    """Refuse a page, or an answer of the Web API, in the place of a file that is no such thing itself."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    page = start.startswith(_HTML) and not name.lower().endswith((".html", ".htm"))
    if page or (_ANSWER.match(start) and not name.lower().endswith(".json")):
        raise _login_page()


def _login_page() -> VigieError:
    return SetupError(
        N_("Slack does not let Vigie read this file."),
        N_("The person who runs Vigie can find out why: vigie doctor. Then drop the file again."),
    )


def _too_large(name: str, most: int) -> UsageError:
    return UsageError(
        N_("“{name}” has more than {most} MB, more than Vigie takes."),
        N_("Send a smaller export."),
        name=name,
        most=most // (1024 * 1024),
    )
