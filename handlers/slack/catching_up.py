"""What was said while nobody listened: read from the history, and put on record like everything else.

Slack tells an event again for some six minutes, then never (Events API, "Error handling"); the history keeps it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.case import Case
from bot.delivery import outbox
from bot.delivery.outbox import Message
from bot.drafts import is_draft, untagged
from bot.ports import LostError, NotSentError, RefusedError
from bot.sources import first_sources, reference_of
from bot.submissions import case_of
from bot.workflow.renewing import came_with
from handlers.slack.context import Slack, in_thread
from handlers.slack.keeping import record, worth_keeping
from handlers.slack.marks import came, heard_until, mark
from handlers.slack.messages import Post, files_of, is_gone, meaning_of
from handlers.slack.notices import caught_up_subject
from handlers.slack.places import PREFIX, Place, is_watched
from handlers.slack.sending import NAME
from handlers.slack.web import UNCERTAIN, UnfitError

log = logging.getLogger("vigie.slack")

_SKEW = timedelta(minutes=5)
"""How far apart Slack's clock and ours may be, so that nothing falls in between."""
_LOOK_BACK = timedelta(days=2)
"""How far back the history is read; of what is older, only the threads of submissions that may still change are."""
_WORTH_TELLING = timedelta(minutes=10)
"""An absence that nobody noticed is not announced."""
_PAGE = 200
_PATIENT_TRIES = 5
_LONGEST_WAIT = timedelta(seconds=40)
_MARK_EVERY = 60.0
_TRY_AGAIN = 30.0
_LATER = (NotSentError, *UNCERTAIN)
_NEVER = (RefusedError, LostError, UnfitError)

History = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Catch:
    """How many submissions were found, in which channels nothing is missing now, and whether that is all of them."""

    found: int
    heard: frozenset[str]
    complete: bool


def catch_up(slack: Slack) -> Catch:
    """Look through every watched channel for what was missed."""
    found, heard, complete = 0, set[str](), True
    for channel in channels(slack):
        try:
            found += _channel(slack, channel)
            heard.add(channel)
        except _LATER as error:
            complete = False
            log.warning("the history of %s can't be read at the moment: %s", channel, error)
        except _NEVER as error:
            log.warning("the history of %s can't be read: %s", channel, error)
    if found:
        log.info("caught up with %s submissions", found)
        slack.courier.wake()
    return Catch(found, frozenset(heard), complete)


def channels(slack: Slack) -> list[str]:
    """Return the watched channels in which we are."""
    kinds = "public_channel,private_channel"
    found = _pages(slack, "users.conversations", "channels", types=kinds, exclude_archived="true")
    return [str(item["id"]) for item in found if is_watched(slack.house.settings, str(item["id"]))]


def _channel(slack: Slack, channel: str) -> int:
    now, heard = slack.house.clock(), heard_until(slack.house, channel)
    if heard is None:
        mark(slack.house, channel, now)  # what was posted before Vigie came is not put up for approval
        return 0
    found, there, late = 0, set[str](), max(heard - _SKEW, came(slack.house, channel))
    for message in _history(slack, channel, heard - _LOOK_BACK):
        if message.get("subtype") != "tombstone":  # what a deleted message with answers leaves behind
            there.add(str(message.get("ts")))
        found += _missed(slack, channel, message, late)
    for place in _unseen(slack, channel, there):
        found += _look_up(slack, place, late)
    mark(slack.house, channel, now)
    if found and now - heard >= _WORTH_TELLING:
        subject = caught_up_subject(found, heard, now)
        with slack.house.database.writing() as connection:
            outbox.enqueue_once(connection, NAME, channel, Message.NOTICE, subject, 0, now)
    return found


def _history(slack: Slack, channel: str, since: datetime) -> Iterator[History]:
    """Yield a channel's messages, oldest first, with what was answered in their threads since."""
    oldest = f"{since.timestamp():.6f}"
    messages = _pages(slack, "conversations.history", "messages", channel=channel, oldest=oldest)
    for message in sorted(messages, key=lambda item: float(item["ts"])):
        yield message
        if message.get("reply_count") and float(message.get("latest_reply") or 0) > since.timestamp():
            replies = _pages(
                slack, "conversations.replies", "messages", channel=channel, ts=str(message["ts"]), oldest=oldest
            )
            yield from (item for item in replies if item.get("ts") != message["ts"])


def _unseen(slack: Slack, channel: str, there: set[str]) -> list[Place]:
    """Return the messages of submissions that did not come up: older ones, and those that are gone."""
    with slack.house.database.reading() as connection:
        known = [source for source in first_sources(connection, f"{PREFIX}{channel}/") if _name(source) not in there]
        cases = [case_of(connection, str(reference_of(connection, source))) for source in known]
    return [Place.of_target(str(case.entries[0].entry.data["channel"])) for case in cases if case]


def _look_up(slack: Slack, place: Place, late: datetime) -> int:
    """Look for a submission's message in its thread, and for what was said there meanwhile."""
    oldest = f"{min(float(place.message), late.timestamp()) - 1:.6f}"
    try:
        thread = _pages(
            slack, "conversations.replies", "messages", channel=place.channel, ts=place.thread, oldest=oldest
        )
    except RefusedError as error:
        if str(error) != "thread_not_found":
            raise
        thread = []
    living = [item for item in thread if item.get("subtype") != "tombstone"]
    if place.message not in {str(item.get("ts")) for item in living}:
        gone = {"type": "message", "subtype": "message_deleted", "channel": place.channel, "deleted_ts": place.message}
        record(slack, f"history:{place.source}:gone", gone)
    return sum(_missed(slack, place.channel, item, late) for item in living)


def _pages(slack: Slack, method: str, key: str, **arguments: object) -> list[History]:
    """Return all that a method lists."""
    found: list[History] = []
    cursor = ""
    while True:
        answer = _ask(slack, method, limit=_PAGE, **arguments, **({"cursor": cursor} if cursor else {}))
        found += answer.get(key, [])
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return found


def _ask(slack: Slack, method: str, **arguments: object) -> History:
    """Ask, and wait as long as Slack wants us to: here nobody is looking at a screen."""
    for _ in range(_PATIENT_TRIES):
        try:
            return slack.web.ask(method, **arguments)
        except NotSentError as error:
            if error.after is None or error.after > _LONGEST_WAIT:
                raise
            time.sleep(error.after.total_seconds())
    return slack.web.ask(method, **arguments)


def _missed(slack: Slack, channel: str, message: History, late: datetime) -> int:
    """Put a message on record that nobody has heard of, or one that says something else by now."""
    event = {**message, "type": "message", "channel": channel}
    meaning = meaning_of(event, slack.ourselves.bot) if worth_keeping(event) else None
    if not isinstance(meaning, Post):
        return 0
    with slack.house.database.reading() as connection:
        reference = reference_of(connection, meaning.place.source)
        case = case_of(connection, reference) if reference else None
    if case is None:
        return int(_is_drop(slack, meaning) and _new(slack, event, meaning, late))
    if case.source_gone or not came_with(case, f"{PREFIX}{channel}/{meaning.place.message}"):
        return 0
    before = _before(case, message, meaning)
    if before != message:
        record(slack, "", _changed(channel, message, before))
    return 0


def _changed(channel: str, message: History, before: History) -> History:
    told = {"type": "message", "subtype": "message_changed", "channel": channel}
    return {**told, "message": message, "previous_message": before}


def _is_drop(slack: Slack, post: Post) -> bool:
    least = 0 if post.place.root else slack.house.settings.draft_length
    return bool(post.files) or is_draft(post.text, least)


def _new(slack: Slack, event: History, post: Post, late: datetime) -> bool:
    """Put on record what was written, or made a draft of, while nobody listened."""
    if float(post.place.message) > late.timestamp() and record(slack, "", event):
        return True
    edited = float((event.get("edited") or {}).get("ts") or 0)
    before = {**event, "text": "", "files": []}
    return edited > late.timestamp() and record(slack, "", _changed(post.place.channel, event, before))


def _before(case: Case, message: History, post: Post) -> History:
    """Return what a message was when it was last looked at, as far as that matters and can be told."""
    said = case.draft.text if case.draft else case.note
    text = untagged(post.text) if case.draft else post.text.strip()
    words = {"text": said or ""} if message.get("edited") and text != said else {}
    files = files_of(message)
    missing = bool(post.files) and any(is_gone(item) for item in files)
    if not missing or not (len(files) == len(case.assets) or all(is_gone(item) for item in files)):
        return {**message, **words}
    return {**message, **words, "files": [{**item, "mode": "hosted"} for item in files]}


def _name(source: str) -> str:
    return source.rpartition("/")[2]


def look_after(slack: Slack, heard: Collection[str]) -> None:
    """Note that these channels are being heard at this moment, and who may decide by now."""
    slack.members.bring_up()
    now = slack.house.clock()
    for channel in heard:
        mark(slack.house, channel, now)


class Ear:
    """What has been heard: looks for what was missed until it was found everywhere, and notes how far it has come."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._heard: frozenset[str] = frozenset()
        self._behind = True
        self._due = 0.0
        self._task: asyncio.Task[None] | None = None

    def missed_something(self) -> None:
        """Something may have been said that nobody has heard."""
        self._behind, self._due = True, 0.0

    def tend(self) -> None:
        """Do what is due, in the background; to be called every few seconds while somebody listens."""
        if time.monotonic() >= self._due and (self._task is None or self._task.done()):
            self._task = asyncio.ensure_future(self._tend())

    async def close(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _tend(self) -> None:
        pause = _MARK_EVERY
        try:
            if self._behind:
                self._behind = False
                catch = await in_thread(catch_up, self._slack)
                self._heard = catch.heard
                if not catch.complete:
                    self._behind, pause = True, _TRY_AGAIN
            if not self._behind:
                await in_thread(look_after, self._slack, self._heard)
        except Exception:
            log.exception("what was missed can't be looked for at the moment")
            self._behind, pause = True, _TRY_AGAIN
        # Another connection may have come meanwhile: then there is more to look for, at once.
        self._due = 0.0 if self._behind and pause == _MARK_EVERY else time.monotonic() + pause
