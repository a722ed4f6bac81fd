"""The methods of files: asking about one, and the three steps of an upload."""

from __future__ import annotations

import secrets

from tests.handlers.slack.workspace import messages
from tests.handlers.slack.workspace.faults import FileFault
from tests.handlers.slack.workspace.files import StoredFile
from tests.handlers.slack.workspace.methods_chat import checked_blocks
from tests.handlers.slack.workspace.model import BOT_USER, Channel, Json, Upload, Uploaded
from tests.handlers.slack.workspace.state import PendingUpload, State
from tests.handlers.slack.workspace.web_api import Request, SlackError, method

LONGEST_ALT_TEXT = 1_000
SHARING_SECONDS = 0.05
"""Slack shares an upload a moment after it said that it would."""


def reachable(state: State, file: StoredFile) -> bool:
    """Tell whether the bot may read a file: it is where the bot is, or it is its own, or a form handed it over."""
    here = any(BOT_USER in state.channels[share.channel].members for share in file.shares)
    return here or file.given_to_app or file.user == BOT_USER


@method("files.info", "file count cursor limit page", scope="files:read")
def files_info(request: Request) -> Json:
    state = request.state
    file = state.files.get(request.text("file"))
    if file is None or not reachable(state, file):
        raise SlackError("file_not_found")
    trouble = state.faults.of_file(file.id, file.name)
    if not trouble.look():
        raise SlackError("file_not_found")
    if file.deleted or FileFault.TOMBSTONE in trouble.kinds:
        raise SlackError("file_deleted")
    return {"file": state.file_object(file.id, in_message=False), "comments": []}


@method("files.delete", "file", scope="files:write", reads_json=True)
def delete_file(request: Request) -> Json:
    state = request.state
    file = state.files.get(request.text("file"))
    if file is None or not reachable(state, file):
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    if file.user != BOT_USER:
        raise SlackError("cant_delete_file")
    for share in file.shares:
        if share.ts in state.channels[share.channel].messages:
            messages.remove_file(state, share.channel, share.ts, file.id)
    file.deleted = True
    return {}


@method("files.getUploadURLExternal", "filename length alt_txt snippet_type", scope="files:write")
def get_upload_url(request: Request) -> Json:
    length = request.number("length", 0)
    if length < 1 or not request.text("filename"):
        raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] length must be at least 1"]})
    key = secrets.token_urlsafe(16)
    file_id = request.state.identifier("F")
    alt_text = request.text("alt_txt") or None
    if alt_text and len(alt_text) > LONGEST_ALT_TEXT:
        request.state.violation(f"an alternative text of {len(alt_text)} characters")
        raise SlackError("alt_txt_too_large")
    request.state.pending_uploads[key] = PendingUpload(file_id, request.text("filename"), length, alt_text)
    return {"upload_url": f"{request.state.address}/upload/v1/{key}", "file_id": file_id}


@method(
    "files.completeUploadExternal",
    "files channel_id channels thread_ts initial_comment blocks",
    scope="files:write",
    reads_json=True,
)
def complete_upload(request: Request) -> Json:
    state = request.state
    wanted = request.arguments.get("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackError("invalid_arguments")
    pending = {upload.file_id: upload for upload in state.pending_uploads.values() if upload.data is not None}
    if any(entry.get("id") not in pending for entry in wanted):
        raise SlackError("file_not_found")
    channel = _target(request)
    comment = request.text("initial_comment")
    blocks = checked_blocks(state, "files.completeUploadExternal", comment, request.arguments.get("blocks"))
    files = [_store(state, pending[entry["id"]], entry.get("title")) for entry in wanted]
    if channel is not None:
        thread_ts = request.text("thread_ts") or None
        state.later(SHARING_SECONDS, lambda: _share(state, channel, files, comment, blocks, thread_ts))
    else:
        state.uploads += [Uploaded(f.id, f.name, f.title, f.data, alt_text=f.alt_text) for f in files]
    return {"files": [{"id": file.id, "title": file.title} for file in files]}


def _target(request: Request) -> Channel | None:
    channel_id = request.text("channel_id") or request.text("channels")
    if not channel_id:
        return None
    channel = request.state.channels.get(channel_id)
    if channel is None or (channel.kind != "channel" and BOT_USER not in channel.members):
        raise SlackError("channel_not_found")
    if BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    thread_ts = request.text("thread_ts")
    if thread_ts and thread_ts not in channel.messages:
        raise SlackError("thread_not_found")
    return channel


def _store(state: State, pending: PendingUpload, title: str | None) -> StoredFile:
    for key in [key for key, upload in state.pending_uploads.items() if upload is pending]:
        del state.pending_uploads[key]
    file = messages.store_file(state, BOT_USER, Upload(pending.name, pending.data or b""))
    del state.files[file.id]
    file.id, file.title, file.alt_text = pending.file_id, title or pending.name, pending.alt_text
    state.files[file.id] = file
    return file


def _share(
    state: State, channel: Channel, files: list[StoredFile], text: str, blocks: list[Json] | None, thread_ts: str | None
) -> None:
    message = messages.from_app(state, text, blocks) | {"subtype": "file_share", "upload": True}
    message["files"] = [file.id for file in files]
    ts = messages.add(state, channel, message, thread_ts)
    for file in files:
        uploaded = Uploaded(file.id, file.name, file.title, file.data, channel.id, thread_ts, ts, file.alt_text)
        state.uploads.append(uploaded)
