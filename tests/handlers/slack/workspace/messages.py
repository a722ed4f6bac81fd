"""Messages come, change and go, and the app hears of it where it may."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterable

from tests.handlers.slack.workspace.files import Share, StoredFile, mimetype_of
from tests.handlers.slack.workspace.model import APP, BOT_ID, BOT_USER, TEAM, Channel, Json, Upload
from tests.handlers.slack.workspace.state import State

DELETED = "This message was deleted."
THREAD_KEYS = ("reply_count", "reply_users", "reply_users_count", "latest_reply")


def hears(state: State, channel: Channel) -> bool:
    """Tell whether the app gets events of messages in a channel."""
    return BOT_USER in channel.members and f"{channel.scope_prefix}:history" in state.scopes


def store_file(state: State, user: str, upload: Upload) -> StoredFile:
    """Take a file in; it is shared nowhere yet."""
    stamp = int(state.stamp().partition(".")[0])
    kind = mimetype_of(upload.name, upload.mimetype)
    file = StoredFile(
        state.identifier("F"), upload.name, upload.name, upload.data, kind, user, stamp, stripped=state.strips_metadata
    )
    state.files[file.id] = file
    return file


def post(
    state: State,
    channel_id: str,
    user: str,
    text: str,
    files: Iterable[StoredFile],
    thread_ts: str | None,
    subtype: str | None,
) -> str:
    """Post what a person writes."""
    channel = state.channel(channel_id)
    file_ids = [file.id for file in files]
    message: Json = {"type": "message", "user": user, "text": text, "team": TEAM, "client_msg_id": str(uuid.uuid4())}
    if text:
        message["blocks"] = written(text)
    if subtype or file_ids:
        message["subtype"] = subtype or "file_share"
    if file_ids:
        message |= {"files": file_ids, "upload": False, "display_as_bot": False}
    return add(state, channel, message, thread_ts)


def written(text: str) -> list[Json]:
    """Return the blocks that Slack's composer makes of a text."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": uuid.uuid4().hex[:5], "elements": [section]}]


def from_app(state: State, text: str, blocks: list[Json] | None) -> Json:
    """Return the body of a message that the app posts."""
    message: Json = {"type": "message", "user": BOT_USER, "bot_id": BOT_ID, "app_id": APP, "text": text, "team": TEAM}
    message["bot_profile"] = state.bot_profile()
    return message | ({"blocks": blocks} if blocks else {})


def add(state: State, channel: Channel, message: Json, thread_ts: str | None) -> str:
    """Put a message into its channel or thread, and tell the app."""
    ts = state.stamp()
    message |= {"ts": ts}
    if thread_ts:
        parent = channel.messages[thread_ts]
        message |= {"thread_ts": thread_ts, "parent_user_id": parent["user"]}
        count_reply(parent, message)
    channel.messages[ts] = message
    for file_id in message.get("files", []):
        state.files[file_id].shares.append(Share(channel.id, channel.kind != "channel", ts, thread_ts))
    for event in posting_events(state, channel, message):
        state.emit(event)
    return ts


def count_reply(parent: Json, reply: Json) -> None:
    parent["thread_ts"] = parent["ts"]
    parent["reply_count"] = parent.get("reply_count", 0) + 1
    repliers = parent.setdefault("reply_users", [])
    if reply["user"] not in repliers:
        repliers.append(reply["user"])
    parent["reply_users_count"] = len(repliers)
    parent["latest_reply"] = reply["ts"]


def posting_events(state: State, channel: Channel, message: Json) -> list[Json]:
    """Return the events of a new message in the order in which they are sent."""
    if BOT_USER not in channel.members:
        return []
    ts = message["ts"]
    events = []
    if hears(state, channel):
        events.append(in_event(state, message) | placed(channel, ts))
    if "files:read" in state.scopes:
        shared = [
            {"type": "file_shared", "file_id": file_id, "file": {"id": file_id}} for file_id in message.get("files", [])
        ]
        of_files = [event | {"user_id": message["user"], "channel_id": channel.id, "event_ts": ts} for event in shared]
        events = of_files + events if state.faults.swap_file_shared_first else events + of_files
    mentioned = f"<@{BOT_USER}>" in message.get("text", "") and message["user"] != BOT_USER
    if mentioned and "app_mentions:read" in state.scopes:
        mention = in_event(state, message) | {"type": "app_mention", "channel": channel.id, "event_ts": ts}
        mention.pop("subtype", None)
        events.append(mention)
    return events


def in_event(state: State, message: Json) -> Json:
    """Return a message as events have it: its metadata is for those who ask for it."""
    shown = state.shown(message)
    shown.pop("metadata", None)
    return {key: value for key, value in shown.items() if key not in THREAD_KEYS} | {"ts": message["ts"]}


def placed(channel: Channel, ts: str) -> Json:
    return {"channel": channel.id, "event_ts": ts, "channel_type": channel.kind}


def change(state: State, channel: Channel, ts: str, **changes: object) -> None:
    """Change a message, and tell the app what it was before; `None` takes a part away."""
    message = channel.messages[ts]
    before = in_event(state, message)
    for key, value in changes.items():
        if value is None:
            message.pop(key, None)
        else:
            message[key] = value
    tell_change(state, channel, message, before)


def tell_change(state: State, channel: Channel, message: Json, before: Json) -> None:
    if not hears(state, channel):
        return
    now = state.stamp()
    event = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": now}
    after = in_event(state, message)
    state.emit(event | {"message": after, "previous_message": before} | placed(channel, now))


def edit(state: State, channel_id: str, ts: str, text: str) -> None:
    """Change the text of a message as its author does."""
    channel = state.channel(channel_id)
    user = channel.messages[ts]["user"]
    edited = {"user": user, "ts": state.stamp()}
    change(state, channel, ts, text=text, blocks=written(text) if text else None, edited=edited)


def unfurl(state: State, channel_id: str, ts: str) -> None:
    """Add the preview of a link: a change in which neither text nor files change."""
    preview = {"id": 1, "title": "Un article", "title_link": "https://exemple.org/", "from_url": "https://exemple.org/"}
    change(state, state.channel(channel_id), ts, attachments=[preview | {"fallback": "Un article"}])


def remove_file(state: State, channel_id: str, ts: str, file_id: str) -> None:
    """Delete a file: its message keeps a tombstone."""
    channel = state.channel(channel_id)
    message = channel.messages[ts]
    assert file_id in message.get("files", []), f"{file_id} is not in that message"
    before = in_event(state, message)
    state.files[file_id].deleted = True
    tell_change(state, channel, message, before)
    if BOT_USER in channel.members and "files:read" in state.scopes:
        state.emit({"type": "file_deleted", "file_id": file_id, "event_ts": state.stamp()})


def delete(state: State, channel_id: str, ts: str) -> None:
    """Delete a message; one with replies leaves a tombstone, of which Slack tells as of a change."""
    channel = state.channel(channel_id)
    message = channel.messages[ts]
    channel.pins = [pinned for pinned in channel.pins if pinned != ts]
    if message.get("reply_count") and state.leaves_tombstones:
        before = in_event(state, message)
        kept = {key: message[key] for key in ("type", "ts", "thread_ts", *THREAD_KEYS) if key in message}
        tombstone = {"subtype": "tombstone", "text": DELETED, "user": "USLACKBOT", "hidden": True, "is_locked": False}
        channel.messages[ts] = kept | tombstone | {"parent_user_id": "USLACKBOT"}
        tell_change(state, channel, channel.messages[ts], before)
        return
    del channel.messages[ts]
    _forget_reply(channel, message)
    if hears(state, channel):
        now = state.stamp()
        event: Json = {"type": "message", "subtype": "message_deleted", "hidden": True, "deleted_ts": ts, "ts": now}
        state.emit(event | {"previous_message": in_event(state, message)} | placed(channel, now))


def _forget_reply(channel: Channel, message: Json) -> None:
    parent = channel.messages.get(message.get("thread_ts", ""))
    if parent is not None and parent is not message:
        parent["reply_count"] = max(0, parent.get("reply_count", 0) - 1)


def thread(channel: Channel, root: str) -> list[Json]:
    """Return a message and its replies, oldest first."""
    inside = [message for message in channel.messages.values() if root in (message["ts"], message.get("thread_ts"))]
    return sorted(inside, key=lambda message: str(message["ts"]))


def top_level(channel: Channel) -> list[Json]:
    """Return what the channel itself shows, oldest first."""
    roots = [m for m in channel.messages.values() if m.get("thread_ts", m["ts"]) == m["ts"] or m.get("is_broadcast")]
    return sorted((copy.copy(message) for message in roots), key=lambda message: str(message["ts"]))
