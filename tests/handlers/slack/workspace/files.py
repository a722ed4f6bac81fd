"""Stored files: what Slack says of one, and what it keeps of its bytes."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from tests.handlers.slack.workspace.faults import FileFault, FileTrouble
from tests.handlers.slack.workspace.model import DOMAIN, TEAM, Json

SHOWN_IN_BLOCKS = frozenset({"png", "jpg", "gif"})
THUMBNAIL = (360, 360)


@dataclass
class Share:
    """Where a file was posted."""

    channel: str
    private: bool
    ts: str
    thread_ts: str | None = None


@dataclass
class StoredFile:
    """A file as it was given; `stripped` is for a workspace that rewrites pictures."""

    id: str
    name: str
    title: str
    data: bytes
    mimetype: str
    user: str
    created: int
    stripped: bool = False
    deleted: bool = False
    given_to_app: bool = False
    alt_text: str | None = None
    shares: list[Share] = field(default_factory=list)

    @property
    def filetype(self) -> str:
        suffix = self.name.rpartition(".")[2].lower() if "." in self.name else "binary"
        return {"jpeg": "jpg", "txt": "text"}.get(suffix, suffix)


def mimetype_of(name: str, stated: str | None) -> str:
    return stated or mimetypes.guess_type(name)[0] or "application/octet-stream"


def kept_bytes(file: StoredFile, trouble: FileTrouble) -> bytes:
    """Return the bytes that Slack serves."""
    if file.stripped or FileFault.STRIP_EXIF in trouble.kinds:
        return without_metadata(file.data)
    return file.data


def without_metadata(data: bytes) -> bytes:
    """Return a picture written anew with nothing but its pixels; anything else as it is."""
    try:
        with Image.open(BytesIO(data)) as picture:
            kind = picture.format
            bare = Image.new(picture.mode, picture.size)
            bare.paste(picture)
    except (UnidentifiedImageError, OSError):
        return data
    written = BytesIO()
    bare.save(written, format=kind)
    return written.getvalue()


def thumbnail(data: bytes) -> bytes:
    """Return a small picture, or nothing where there is none to make."""
    try:
        with Image.open(BytesIO(data)) as picture:
            small = picture.convert("RGB")
    except (UnidentifiedImageError, OSError):
        return b""
    small.thumbnail(THUMBNAIL)
    written = BytesIO()
    small.save(written, format="PNG")
    return written.getvalue()


def describe(file: StoredFile, trouble: FileTrouble, address: str, *, in_message: bool) -> Json:
    """Return the file object, as messages and events have it or as `files.info` has it."""
    kinds = trouble.kinds
    if file.deleted or FileFault.TOMBSTONE in kinds:
        return {"id": file.id, "mode": "tombstone"}
    if FileFault.HIDDEN_BY_LIMIT in kinds:
        return {"id": file.id, "created": file.created, "timestamp": file.created, "mode": "hidden_by_limit"}
    if in_message and FileFault.CHECK_FILE_INFO in kinds:
        return {"id": file.id, "created": file.created, "file_access": "check_file_info"}
    described = _whole(file, trouble, address)
    if FileFault.EXTERNAL in kinds:
        elsewhere = f"https://drive.example.org/open?id={file.id}"
        described |= {"mode": "external", "is_external": True, "external_type": "gdrive", "url_private": elsewhere}
        del described["url_private_download"]
    return described if in_message else described | _shares(file)


def _whole(file: StoredFile, trouble: FileTrouble, address: str) -> Json:
    data = kept_bytes(file, trouble)
    private = f"{address}/files-pri/{TEAM}-{file.id}"
    size = len(data) if trouble.declared_size is None else trouble.declared_size
    return {
        "id": file.id, "created": file.created, "timestamp": file.created, "name": file.name, "title": file.title,
        "mimetype": file.mimetype, "filetype": file.filetype, "pretty_type": file.filetype.upper(), "user": file.user,
        "user_team": TEAM, "editable": False, "size": size, "mode": "hosted", "is_external": False, "external_type": "",
        "is_public": any(not share.private for share in file.shares), "public_url_shared": False,
        "display_as_bot": False, "username": "", "url_private": f"{private}/{file.name}",
        "url_private_download": f"{private}/download/{file.name}", "media_display_type": "unknown",
        "permalink": f"https://{DOMAIN}.slack.com/files/{file.user}/{file.id}/{file.name}",
        "permalink_public": f"https://slack-files.com/{TEAM}-{file.id}-{hashlib.sha256(file.id.encode()).hexdigest()[:10]}",
        "is_starred": False, "has_rich_preview": False, "file_access": "visible",
    } | _picture(file, data, address)  # fmt: skip


def _picture(file: StoredFile, data: bytes, address: str) -> Json:
    try:
        with Image.open(BytesIO(data)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {}
    thumb = f"{address}/files-tmb/{TEAM}-{file.id}/{file.name.rpartition('.')[0]}_360.png"
    return {"original_w": width, "original_h": height, "thumb_360": thumb} | (
        {"alt_txt": file.alt_text} if file.alt_text else {}
    )


def _shares(file: StoredFile) -> Json:
    shares: dict[str, dict[str, list[Json]]] = {}
    for share in file.shares:
        place = shares.setdefault("private" if share.private else "public", {}).setdefault(share.channel, [])
        place.append({"ts": share.ts, "team_id": TEAM} | ({"thread_ts": share.thread_ts} if share.thread_ts else {}))
    return {
        "shares": shares,
        "channels": list(shares.get("public", {})),
        "groups": [channel for channel in shares.get("private", {}) if not channel.startswith("D")],
        "ims": [channel for channel in shares.get("private", {}) if channel.startswith("D")],
    }
