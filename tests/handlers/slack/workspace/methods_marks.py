"""The small marks on messages: reactions and pins."""

from __future__ import annotations

import re

from tests.handlers.slack.workspace import messages
from tests.handlers.slack.workspace.model import BOT_USER, Channel, Json
from tests.handlers.slack.workspace.web_api import Request, SlackError, method

STAMP = re.compile(r"[0-9]{10}[.][0-9]{6}")
NOT_PINNABLE = frozenset({"channel_join", "pinned_item", "tombstone"})
"""Slack, "pins.add": some objects can't be pinned."""


def _marked(request: Request) -> tuple[str, str]:
    channel = request.channel()
    ts = request.text("timestamp")
    if ts not in channel.messages:
        raise SlackError("message_not_found")
    return channel.id, ts


@method("reactions.add", "channel name timestamp", scope="reactions:write", reads_json=True)
def reactions_add(request: Request) -> Json:
    names = request.state.reactions.setdefault(_marked(request), [])
    if request.text("name") in names:
        raise SlackError("already_reacted")
    names.append(request.text("name").strip(":"))
    return {}


@method("reactions.remove", "channel name timestamp", scope="reactions:write", reads_json=True)
def reactions_remove(request: Request) -> Json:
    names = request.state.reactions.setdefault(_marked(request), [])
    if request.text("name") not in names:
        raise SlackError("no_reaction")
    names.remove(request.text("name"))
    return {}


@method("reactions.get", "channel timestamp full", scope="reactions:read")
def reactions_get(request: Request) -> Json:
    channel, ts = _marked(request)
    names = request.state.reactions.get((channel, ts), [])
    shown = request.state.shown(request.state.channels[channel].messages[ts])
    shown["reactions"] = [{"name": name, "users": [BOT_USER], "count": 1} for name in names]
    return {"type": "message", "channel": channel, "message": shown}


@method("pins.add", "channel timestamp", scope="pins:write", reads_json=True)
def pins_add(request: Request) -> Json:
    channel, ts = _pinnable(request)
    if ts in channel.pins:
        raise SlackError("already_pinned")
    channel.pins.append(ts)
    _tell(request, channel, ts)
    return {}


@method("pins.remove", "channel timestamp", scope="pins:write", reads_json=True)
def pins_remove(request: Request) -> Json:
    channel, ts = _pinnable(request)
    if ts not in channel.pins:
        raise SlackError("no_pin")
    channel.pins.remove(ts)
    return {}


def _pinnable(request: Request) -> tuple[Channel, str]:
    channel = request.channel(member=True)
    ts = request.text("timestamp")
    if not STAMP.fullmatch(ts):
        request.state.violation(f"{request.method}: {ts!r} is no timestamp of a message")
        raise SlackError("bad_timestamp")
    if channel.archived:
        raise SlackError("is_archived")
    if ts not in channel.messages:
        raise SlackError("message_not_found")
    if channel.messages[ts].get("subtype") in NOT_PINNABLE:
        raise SlackError("not_pinnable")
    return channel, ts


def _tell(request: Request, channel: Channel, ts: str) -> None:
    """Say in the channel that something was pinned, as Slack does."""
    text = f"<@{BOT_USER}> pinned a message to this channel."
    message = messages.from_app(request.state, text, None) | {"subtype": "pinned_item", "item_type": "C"}
    messages.add(request.state, channel, message | {"item": {"type": "message", "channel": channel.id, "ts": ts}}, None)
