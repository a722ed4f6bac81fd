"""A small picture sent there and back: whether Vigie may share and read files, and whether Slack alters them."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import httpx

from bot.doctor import Finding, Health
from bot.errors import SetupError, VigieError
from bot.language import N_
from bot.originals import Originals
from bot.ports import LostError
from handlers.slack.checkup.picture import picture, what_changed
from handlers.slack.checkup.visit import FAULTS, REINSTALL, Visit, word_of
from handlers.slack.files import Files, NotVisibleError

T = TypeVar("T")

WAITS = (0.0, 0.3, 0.7, 1.5, 3.0, 5.0)
"""Seconds before each look: Slack shares a file a moment after it said that it would."""
_NAME = "slack-files"
_FILE = "vigie-doctor.png"
_TIMEOUT = 30.0
_LATEST = 20
"""Messages among which ours is."""
_GONE = {"file_not_found", "file_deleted", "message_not_found"}
_ALTERED = N_("Have people send originals in a zip, which Slack leaves alone, or drop them on Vigie's desk.")
_UNREADABLE = N_("Slack does not let Vigie read files: it answers with its login page.")


def canary(visit: Visit, channel: str) -> Iterator[Finding]:
    """Share a picture in a channel, fetch it again, compare, and take it away."""
    sent = picture()
    ticket = visit.web.ask("files.getUploadURLExternal", filename=_FILE, length=len(sent))
    file, address = str(ticket["file_id"]), str(ticket["upload_url"])
    try:
        yield from visit.carefully(_NAME, partial(_there_and_back, visit, channel, file, address, sent))
    finally:
        clean = _taken_away(visit, channel, file)
    if not clean:
        words = N_("The picture that Vigie shared for this test could not be deleted.")
        remedy = N_("Delete it yourself, with its message: it is called {file}.")
        yield visit.warning(_NAME, words, remedy, file=_FILE)


def _there_and_back(visit: Visit, channel: str, file: str, address: str, sent: bytes) -> Iterator[Finding]:
    _upload(visit, channel, file, address, sent)
    yield _compared(visit, file, sent)


def _upload(visit: Visit, channel: str, file: str, address: str, content: bytes) -> None:
    """Hand over the bytes, at an address that takes no token, and share them."""
    httpx.post(address, content=content, timeout=_TIMEOUT, follow_redirects=False).raise_for_status()
    comment = N_(
        "vigie doctor looks whether files pass through here unaltered. This picture goes again at once ({file})."
    )
    title = visit.catalogue.say(N_("Test picture of Vigie"))
    visit.web.call(
        "files.completeUploadExternal",
        files=[{"id": file, "title": title}],
        channel_id=channel,
        initial_comment=visit.catalogue.say(comment, file=file),
    )


def _compared(visit: Visit, file: str, sent: bytes) -> Finding:
    """Fetch the picture as Vigie fetches people's files, and tell whether it is the same."""
    try:
        fetched = _fetched(visit, file)
    except SetupError:
        return visit.bad(_NAME, _UNREADABLE, REINSTALL)
    except VigieError as error:
        words = visit.catalogue.say(N_("Vigie can't read the file that it has shared itself."))
        return Finding(_NAME, Health.BAD, words, error.sentence(visit.catalogue))
    if fetched is None:
        remedy = N_("Try again in a minute: vigie doctor. If it lasts, docs/slack.md names the usual causes.")
        return visit.bad(_NAME, N_("Slack does not hand over a file that Vigie has just shared."), remedy)
    if hashlib.sha256(fetched).digest() == hashlib.sha256(sent).digest():
        return visit.good(_NAME, N_("This workspace hands files on as they were."))
    return visit.warning(_NAME, what_changed(fetched), _ALTERED)


def _fetched(visit: Visit, file: str) -> bytes | None:
    """Return the bytes, None where Slack does not show them in time."""
    with _files(visit) as (files, originals):
        received = _patiently(lambda: files.fetch(_told(visit, file)))
        return originals.read(received.stored.sha256, visit.settings.upload_size) if received else None


def _patiently(look: Callable[[], T]) -> T | None:
    """Look again for as long as Slack does not show something; None where it never does."""
    for wait in WAITS:
        time.sleep(wait)
        with suppress(NotVisibleError):
            return look()
    return None


@contextmanager
def _files(visit: Visit) -> Iterator[tuple[Files, Originals]]:
    """Fetch into a folder of its own: nothing of a test belongs among people's originals."""
    with tempfile.TemporaryDirectory(prefix="vigie-") as folder:
        originals = Originals(Path(folder), visit.settings.upload_size)
        yield Files(visit.settings, originals, visit.web), originals


def _told(visit: Visit, file: str) -> Mapping[str, Any]:
    """Return what Slack says of the file.

    Raises:
        NotVisibleError: it says nothing yet.
    """
    try:
        told = visit.web.ask("files.info", file=file)["file"]
    except FAULTS as error:
        if word_of(error) in _GONE:
            raise NotVisibleError(file) from error
        raise
    return dict(told)


def _taken_away(visit: Visit, channel: str, file: str) -> bool:
    """Delete the message and its file; return whether nothing is left."""
    with suppress(*FAULTS):
        message = _patiently(lambda: _message(visit, channel, file))
        without = message is None or _deleted(visit, "chat.delete", channel=channel, ts=message)
        return _deleted(visit, "files.delete", file=file) and without
    _deleted(visit, "files.delete", file=file)
    return False


def _message(visit: Visit, channel: str, file: str) -> str:
    """Return the name of the message that a file came with: its text says which.

    Raises:
        NotVisibleError: it is not there (yet).
    """
    latest = visit.web.ask("conversations.history", channel=channel, limit=_LATEST).get("messages", [])
    for message in latest:
        if file in str(message.get("text")):
            return str(message["ts"])
    raise NotVisibleError(file)


def _deleted(visit: Visit, method: str, **which: str) -> bool:
    try:
        visit.web.call(method, **which)
    except LostError:
        return True
    except FAULTS as error:
        return word_of(error) in _GONE
    return True
