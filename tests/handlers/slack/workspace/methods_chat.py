"""The chat methods: posting, updating, deleting, and answers to a response_url."""

from __future__ import annotations

import time
import uuid

from tests.handlers.slack.workspace import messages
from tests.handlers.slack.workspace.block_kit import inspect_message
from tests.handlers.slack.workspace.block_kit_elements import IN_ACTIONS, INPUTS
from tests.handlers.slack.workspace.block_kit_text import Inspection, notifies_everyone
from tests.handlers.slack.workspace.files import SHOWN_IN_BLOCKS
from tests.handlers.slack.workspace.model import BOT_ID, BOT_USER, DOMAIN, Channel, Json
from tests.handlers.slack.workspace.state import RESPONSE_URL_SECONDS, RESPONSE_URL_USES, ResponseUrl, State
from tests.handlers.slack.workspace.web_api import Request, SlackError, method

LONGEST_TEXT = 40_000
CONTENT = "channel text blocks attachments metadata mrkdwn parse link_names unfurl_links unfurl_media "


def checked_blocks(state: State, what: str, text: str, blocks: object) -> list[Json] | None:
    """Check the content of a message; return its blocks as Slack keeps them."""
    if len(text) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    if notifies_everyone(text):
        state.violation(f"{what}: the text notifies everyone: {text[:100]}")
    if not blocks:
        return None
    found = inspect_message(blocks)
    refuse(state, what, found, blocks, "invalid_blocks")
    if not text.strip():
        state.violation(f"{what}: no fallback text next to the blocks")
    return [completed(block) for block in blocks] if isinstance(blocks, list) else None


def refuse(state: State, what: str, found: Inspection, blocks: object, error: str) -> None:
    """Note what is against the rules, and end the call if Slack would."""
    for text in found.mrkdwn:
        if notifies_everyone(text):
            state.violation(f"{what}: a text notifies everyone: {text[:100]}")
    if found.problems:
        if not state.faults.expect_invalid_blocks:
            state.violation(f"{what}: {error}: {'; '.join(found.problems)}")
        raise SlackError(error, response_metadata={"messages": found.problems})
    kinds = [block["type"] for block in blocks] if isinstance(blocks, list) else []
    refused = [kind for kind in kinds if kind in state.faults.refused_block_types]
    unusable = [file_id for file_id in found.slack_files if not _usable(state, file_id)]
    if refused or unusable:
        said = [f"[ERROR] unsupported type: {kind}" for kind in refused]
        said += [f"[ERROR] invalid slack file: {file_id}" for file_id in unusable]
        raise SlackError(error, response_metadata={"messages": said})


def _usable(state: State, file_id: str) -> bool:
    file = state.files.get(file_id)
    if file is None or file.deleted or file.filetype not in SHOWN_IN_BLOCKS:
        return False
    return state.faults.of_file(file.id, file.name).look()


def completed(block: Json) -> Json:
    """Return a block with what Slack adds: identifiers, and the flags of texts."""
    return {"block_id": uuid.uuid4().hex[:5]} | {key: _whole(value) for key, value in block.items()}


def _whole(thing: object) -> object:
    if isinstance(thing, list):
        return [_whole(item) for item in thing]
    if not isinstance(thing, dict):
        return thing
    whole = {key: _whole(value) for key, value in thing.items()}
    return _added(str(whole.get("type"))) | whole


def _added(kind: str) -> Json:
    if kind == "plain_text":
        return {"emoji": True}
    if kind == "mrkdwn":
        return {"verbatim": False}
    usable = kind in INPUTS or kind in IN_ACTIONS
    return {"action_id": uuid.uuid4().hex[:5]} if usable else {}


@method("chat.postMessage", CONTENT + "thread_ts reply_broadcast", scope="chat:write", reads_json=True)
def post_message(request: Request) -> Json:
    channel = request.channel(member=True)
    if channel.archived:
        raise SlackError("is_archived")
    text = request.text("text")
    blocks = checked_blocks(request.state, "chat.postMessage", text, request.arguments.get("blocks"))
    if not text and not blocks and not request.arguments.get("attachments"):
        raise SlackError("no_text")
    thread_ts = request.text("thread_ts") or None
    if thread_ts and thread_ts not in channel.messages:
        raise SlackError("thread_not_found")
    message = messages.from_app(request.state, text, blocks)
    for key in ("metadata", "attachments"):
        if request.arguments.get(key):
            message[key] = request.arguments[key]
    if thread_ts:
        thread_ts = channel.messages[thread_ts].get("thread_ts", thread_ts)
    if request.flag("reply_broadcast"):
        message |= {"subtype": "thread_broadcast", "is_broadcast": True}
    ts = messages.add(request.state, channel, message, thread_ts)
    return {"channel": channel.id, "ts": ts, "message": request.state.shown(message)}


@method("chat.update", CONTENT + "ts as_user file_ids reply_broadcast", scope="chat:write", reads_json=True)
def update(request: Request) -> Json:
    channel = request.channel()
    ts = request.text("ts")
    message = channel.messages.get(ts)
    if message is None or message.get("subtype") == "tombstone":
        raise SlackError("message_not_found")
    if message.get("bot_id") != BOT_ID:
        raise SlackError("cant_update_message")
    if channel.archived:
        raise SlackError("is_archived")
    changes = _new_content(request)
    messages.change(request.state, channel, ts, **changes)
    shown = request.state.shown(message)
    return {"channel": channel.id, "ts": ts, "text": message["text"], "message": shown}


def _new_content(request: Request) -> Json:
    """Return what an update changes: a text without blocks takes the blocks away."""
    text = request.text("text")
    blocks = checked_blocks(request.state, "chat.update", text, request.arguments.get("blocks"))
    if not text and blocks is None and request.arguments.get("attachments") is None:
        raise SlackError("no_text")
    changes: Json = {"text": text, "blocks": blocks}
    if blocks is None:
        changes["edited"] = {"user": BOT_USER, "ts": request.state.stamp()}
    if "metadata" in request.arguments:
        changes["metadata"] = request.arguments["metadata"] or None
    return changes


@method("chat.delete", "channel ts as_user", scope="chat:write", reads_json=True)
def delete(request: Request) -> Json:
    channel = request.channel()
    message = channel.messages.get(request.text("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.get("bot_id") != BOT_ID:
        raise SlackError("cant_delete_message")
    messages.delete(request.state, channel.id, request.text("ts"))
    return {"channel": channel.id, "ts": request.text("ts")}


@method("chat.postEphemeral", CONTENT + "user thread_ts", scope="chat:write", reads_json=True)
def post_ephemeral(request: Request) -> Json:
    channel = request.channel(member=True)
    if channel.archived:
        raise SlackError("is_archived")
    if request.text("user") not in channel.members:
        raise SlackError("user_not_in_channel")
    text = request.text("text")
    blocks = checked_blocks(request.state, "chat.postEphemeral", text, request.arguments.get("blocks"))
    if not text and not blocks:
        raise SlackError("no_text")
    thread_ts = request.text("thread_ts") or None
    return {"message_ts": whisper(request.state, request.text("user"), channel.id, text, blocks, thread_ts)}


def whisper(state: State, user: str, channel: str, text: str, blocks: list[Json] | None, thread_ts: str | None) -> str:
    """Show a message to one person."""
    message = messages.from_app(state, text, blocks) | {"to": user, "channel": channel, "ts": state.stamp()}
    state.ephemerals.append(message | ({"thread_ts": thread_ts} if thread_ts else {}))
    return str(message["ts"])


@method("chat.getPermalink", "channel message_ts")
def permalink(request: Request) -> Json:
    channel = request.channel()
    message = channel.messages.get(request.text("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    address = f"https://{DOMAIN}.slack.com/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    thread_ts = message.get("thread_ts")
    if thread_ts and thread_ts != message["ts"]:
        address += f"?thread_ts={thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


def answer_at(state: State, key: str, body: Json) -> Json:
    """Take what the app sends to a response_url."""
    where = state.response_urls.get(key)
    if where is None or time.monotonic() - where.at > RESPONSE_URL_SECONDS:
        raise SlackError("expired_url")
    where.uses += 1
    if where.uses > RESPONSE_URL_USES:
        state.violation(f"a response_url was used more than {RESPONSE_URL_USES} times")
        raise SlackError("used_url")
    if body.get("delete_original"):
        _delete_original(state, where)
        return {}
    text = str(body.get("text") or "")
    blocks = checked_blocks(state, "response_url", text, body.get("blocks"))
    if not text and not blocks:
        raise SlackError("no_text")
    _show(state, where, body, text, blocks)
    return {}


def _delete_original(state: State, where: ResponseUrl) -> None:
    whispered = [message for message in state.ephemerals if message["ts"] == where.message_ts]
    for message in whispered:
        state.ephemerals.remove(message)
    if not whispered and where.message_ts:
        messages.delete(state, where.channel, where.message_ts)


def _show(state: State, where: ResponseUrl, body: Json, text: str, blocks: list[Json] | None) -> None:
    whispered = [message for message in state.ephemerals if message["ts"] == where.message_ts]
    channel: Channel | None = state.channels.get(where.channel)
    if body.get("replace_original") and whispered:
        whispered[0] |= {"text": text, "blocks": blocks or []}
    elif body.get("replace_original") and channel is not None and where.message_ts in channel.messages:
        messages.change(state, channel, where.message_ts, text=text, blocks=blocks)
    elif body.get("response_type") == "in_channel" and channel is not None:
        messages.add(state, channel, messages.from_app(state, text, blocks), body.get("thread_ts"))
    else:
        whisper(state, where.user, where.channel, text, blocks, body.get("thread_ts"))
