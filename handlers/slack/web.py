"""Slack's Web API as the courier's threads call it: an answer, or one of the faults that the courier knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from http.client import HTTPException
from time import monotonic
from typing import Any
from urllib.error import URLError

import httpx
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.card.cutting import cut
from bot.delivery.pace import Pace
from bot.ports import LostError, NotSentError, RefusedError
from bot.settings import SlackSettings
from handlers.slack.rates import REACTIONS

_TIMEOUT = 20
"""Seconds: well below the time for which the courier holds a message (bot/delivery/outbox.py)."""
_NEVER = frozenset(
    {
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "thread_not_found",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
    }
)
"""The channel is gone or closed to us, or we are: nothing will come of trying again."""
_NO_FILES = frozenset(
    {
        "file_uploads_disabled",
        "file_uploads_except_images_disabled",
        "file_type_not_allowed",
        "file_upload_size_restricted",
        "storage_limit_reached",
    }
)
"""The workspace takes no such files (Slack, "files.getUploadURLExternal")."""
_LOST = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_FORM = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "invalid_arguments"}
)
_LATER = frozenset(
    {
        "service_unavailable",
        "team_added_to_org",
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_expired",
        "token_revoked",
        "missing_scope",
        "no_permission",
    }
)
"""Certainly not taken; somebody may have to mend the installation first, so it is tried again later."""
_TITLE = 255
"""Characters of a file's title that are shown at all."""
_ALTERNATIVE = 1_000
"""Characters of a picture's description (Slack, "files.getUploadURLExternal": `alt_txt_too_large`)."""
_LONGEST_UPLOAD = 25.0
"""Seconds after which a file is not shared any more: by the end of the last call, the courier still holds it."""
_MEND = timedelta(minutes=5)
_SPARED = frozenset({"reactions.add", "reactions.remove"})
"""What can be left out where many things happen at once: rather no sign than one that Slack has to refuse."""


class UnfitError(Exception):
    """Slack does not take what the message looks like; `why` is its own word for it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Web:
    """Calls methods of the Web API with the bot's token. Safe to use from several threads."""

    def __init__(self, settings: SlackSettings) -> None:
        # Waiting and trying again is the outbox's affair: the SDK's own retries lose what they give up on.
        self._client = WebClient(settings.bot_token, base_url=settings.api_url, timeout=_TIMEOUT, retry_handlers=[])
        self._pace = Pace()

    def call(self, method: str, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Call a method and return Slack's answer.

        Raises:
            NotSentError: it was certainly not taken, and may be tried again.
            RefusedError: it never will be.
            LostError: the message that it is about is no longer there.
            UnfitError: the message is not built as Slack wants it.
            OSError, HTTPException, SlackApiError: nobody knows whether it was taken.
        """
        if method in _SPARED and not self._pace.may(method, REACTIONS):
            raise NotSentError("the limit is near, and it can be left out")
        try:
            answer = self._client.api_call(method, json=arguments)
        except SlackApiError as error:
            raise self._fault(method, error) from error
        except URLError as error:
            if isinstance(error.reason, ConnectionRefusedError):
                raise NotSentError("nobody answers at the address") from error
            raise
        return dict(answer.data) if isinstance(answer.data, Mapping) else {}

    def ask(self, method: str, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Call a method that changes nothing; it is asked as a form, which every such method understands.

        Raises:
            What `call` raises.
        """
        try:
            answer = self._client.api_call(method, http_verb="GET", params=arguments)
        except SlackApiError as error:
            raise _fault(error) from error
        return dict(answer.data) if isinstance(answer.data, Mapping) else {}

    def _fault(self, method: str, error: SlackApiError) -> Exception:
        fault = _fault(error)
        if method in _SPARED and isinstance(fault, NotSentError) and fault.after:
            self._pace.hold(method, fault.after.total_seconds())
        return fault

    def upload(
        self, name: str, content: bytes, *, channel: str, thread: str = "", title: str = "", alternative: str = ""
    ) -> str:
        """Share a file in a channel with the three-call upload, and return its id.

        `alternative` describes a picture to those who can't see it. Before the last call nobody sees anything.

        Raises:
            What `call` raises.
        """
        began = monotonic()
        file = self._handed_over(name, content, alternative)
        if monotonic() - began > _LONGEST_UPLOAD:
            raise NotSentError("Slack took too long to take the file")
        entry = {"id": file, "title": cut(title or name, _TITLE)}
        thread_ts = {"thread_ts": thread} if thread else {}
        self.call("files.completeUploadExternal", files=[entry], channel_id=channel, **thread_ts)
        return file

    def _handed_over(self, name: str, content: bytes, alternative: str) -> str:
        """Hand over the bytes of a file, at an address that takes no token; return the file's id."""
        described = {"alt_txt": cut(alternative, _ALTERNATIVE)} if alternative else {}
        about = {"filename": name, "length": len(content), **described}
        try:
            ticket = self._client.api_call("files.getUploadURLExternal", params=about)
            httpx.post(ticket["upload_url"], content=content, timeout=_TIMEOUT).raise_for_status()
        except SlackApiError as error:
            fault = _fault(error)
            raise (NotSentError(error_of(error)) if fault is error else fault) from error
        except (OSError, HTTPException, httpx.HTTPError) as error:
            raise NotSentError("the file did not get through") from error
        return str(ticket["file_id"])


UNCERTAIN = (OSError, HTTPException, SlackApiError)
"""What a call raises where nobody knows whether it was taken."""
FAULTS = (NotSentError, RefusedError, LostError, UnfitError, *UNCERTAIN)
"""All that a call raises."""


def error_of(error: SlackApiError) -> str:
    """Return Slack's own word for what is wrong."""
    data = error.response.data if error.response is not None else None
    return str(data.get("error", "")) if isinstance(data, Mapping) else ""


def _fault(error: SlackApiError) -> Exception:
    status, why = getattr(error.response, "status_code", 0), error_of(error)
    if status == 429 or why in {"ratelimited", "rate_limited"}:
        return NotSentError("Slack asks for patience", _retry_after(error))
    if why in _NEVER | _NO_FILES:
        return RefusedError(why)
    if why in _LOST:
        return LostError(why)
    if why in _FORM:
        return UnfitError(why)
    if why in _LATER:
        return NotSentError(why, _MEND)
    return error


def _retry_after(error: SlackApiError) -> timedelta:
    headers = {str(name).lower(): value for name, value in dict(error.response.headers).items()}
    given = str(headers.get("retry-after", "1"))
    return timedelta(seconds=min(int(given) if given.isdigit() else 1, 3_600))
