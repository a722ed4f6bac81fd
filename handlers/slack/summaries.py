"""The weekly audit summary on Slack: a message, its chart and its register as files, and a pin on the message.

Each part is sent on its own (bot/summary/delivery.py). The message is found again by its metadata, a file by its name.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.house import House
from bot.ports import LostError, NeedlessError, NotSentError, Outgoing, RefusedError
from bot.summary.attachments import Attachment, chart, file_name, register
from bot.summary.delivery import Part, Piece, is_overtaken, receipt_before, receipt_of, require_turn
from bot.summary.kept import to_be_sent
from bot.summary.model import Summary
from bot.summary.period import Week
from bot.summary.words import period_words, summary_text
from handlers.slack.places import PREFIX, Place
from handlers.slack.posting import Posting, fitting, key_of
from handlers.slack.rates import POSTS
from handlers.slack.rendering.summary import summary_forms
from handlers.slack.web import UnfitError, error_of

log = logging.getLogger("vigie.slack")

SHARED_WITHIN = 10.0
"""Seconds that Slack may take until it shows a file that it has taken: it shares them a moment later."""
_SKEW = timedelta(minutes=10)
"""By how much Slack's clock may be behind ours."""
_PLATFORM = PREFIX.removesuffix(":")
_AS_WANTED = {"already_pinned", "no_pin"}
_NOT_ALLOWED = {"missing_scope", "no_permission", "permission_denied", "restricted_action", "not_pinnable"}
"""What Slack says where we may not pin (Slack, "pins.add"): a pin is a convenience, nobody is kept waiting for it."""


class Summaries:
    """Sends the parts of summaries. For one thread, the one that sends."""

    def __init__(self, house: House, posting: Posting, own_user: str) -> None:
        self._house, self._posting, self._own_user = house, posting, own_user
        self._missed: dict[str, float] = {}

    def send(self, message: Outgoing) -> str:
        """Send a part once its turn has come, and return what Slack calls it: a timestamp, or a file's id.

        Raises:
            What bot/ports.py names, and what `Web.call` and `Web.upload` raise.
        """
        piece = Piece.of(message)
        with self._house.database.reading() as connection:
            require_turn(connection, _PLATFORM, message)
        summary = to_be_sent(self._house, piece.week)
        self._posting.wait(message.target, message.key, POSTS, urgent=True)
        if piece.part is Part.MESSAGE:
            return self._post(message, summary)
        if piece.part is Part.PIN:
            return self._pin(message.target, piece.week)
        return self._share(message.target, piece.part, summary)

    def find(self, message: Outgoing) -> str | None:
        """Look for a message or a file in its channel, no further back than the summary is old.

        Raises:
            NotSentError: it is not there, and may still appear.
            What `Web.ask` raises.
        """
        piece = Piece.of(message)
        if piece.part is Part.PIN:
            return None  # pinning what is pinned does no harm
        summary = to_be_sent(self._house, piece.week)
        is_it = self._sought(message, piece.part, summary)
        oldest = f"{(summary.made_at - _SKEW).timestamp():.6f}"
        for page in self._posting.pages(Place(message.target), oldest=oldest):
            for found in page:
                if is_it(found):
                    self._missed.pop(message.key, None)
                    return str(found["ts"])
        if piece.part is not Part.MESSAGE:
            self._let_it_appear(message.key)
        return None

    def _post(self, message: Outgoing, summary: Summary) -> str:
        catalogue = self._house.catalogue()
        forms = summary_forms(summary_text(summary, catalogue), catalogue)
        place = Place(message.target)
        return fitting(forms, f"summary {summary.week}", lambda look: self._posting.post(place, message, look))

    def _file(self, part: Part, summary: Summary) -> Attachment:
        catalogue = self._house.catalogue()
        return chart(summary, catalogue) if part is Part.CHART else register(self._house, summary, catalogue)

    def _share(self, channel: str, part: Part, summary: Summary) -> str:
        """Share a file; a chart's words are for those who can't see it, a register's stand above it."""
        catalogue, file = self._house.catalogue(), self._file(part, summary)
        if not file.content:
            raise NeedlessError("there is nothing in that file")
        if part is Part.CHART:
            title, alternative = summary_text(summary, catalogue).title, file.words
        else:
            title, alternative = f"{file.words} · {period_words(summary.period, catalogue)}", ""
        upload = partial(self._posting.web.upload, file.name, file.content, channel=channel)
        try:
            return self._posting.held(channel, lambda: upload(title=title, alternative=alternative))
        except UnfitError as error:
            raise RefusedError(error.why) from error

    def _sought(self, message: Outgoing, part: Part, summary: Summary) -> Callable[[Mapping[str, Any]], bool]:
        """Return what tells the message of a part: its key, or a file of ours of that very name."""
        if part is Part.MESSAGE:
            return lambda found: key_of(found) == message.key
        name = file_name(summary, "png" if part is Part.CHART else "csv")
        return lambda found: found.get("user") == self._own_user and name in _names(found)

    def _let_it_appear(self, key: str) -> None:
        """Look again for as long as Slack may take to show a file that it has taken."""
        left = self._missed.setdefault(key, monotonic()) + SHARED_WITHIN - monotonic()
        if left > 0:
            raise NotSentError("it may still appear", timedelta(seconds=left))
        del self._missed[key]

    def _pin(self, channel: str, week: Week) -> str:
        """Pin a summary's message in the place of the one that was pinned before it."""
        with self._house.database.reading() as connection:
            own = receipt_of(connection, _PLATFORM, channel, week)
            before = receipt_before(connection, _PLATFORM, channel, week)
            late = is_overtaken(connection, _PLATFORM, channel, week)
        if own is None:
            raise NeedlessError("its message is not there")
        if late:
            self._unpin(channel, own)
            raise NeedlessError("there is a later summary")
        if why := self._refusal("pins.add", channel, own):
            raise NeedlessError(f"it can't be pinned: {why}")
        if before:
            self._unpin(channel, before)
        return own

    def _unpin(self, channel: str, message: str) -> None:
        self._refusal("pins.remove", channel, message)

    def _refusal(self, method: str, channel: str, message: str) -> str:
        """Change a pin; return why that can't be done, empty where it is done, by whomever.

        Raises:
            What `Web.call` raises for any other reason.
        """
        try:
            self._posting.call(method, lane=channel, channel=channel, timestamp=message)
        except LostError as error:
            return str(error)
        except (NotSentError, RefusedError, SlackApiError) as error:
            why = error_of(error) if isinstance(error, SlackApiError) else str(error)
            if why in _NOT_ALLOWED:
                log.warning("Slack does not let Vigie change pins in %s (%s); vigie doctor says why", channel, why)
                return why
            if why not in _AS_WANTED:
                raise
        return ""


def _names(found: Mapping[str, Any]) -> list[str]:
    return [str(file.get("name")) for file in found.get("files") or () if isinstance(file, Mapping)]
