"""The files that Telegram holds: documents byte for byte, photos made small and stripped."""

from __future__ import annotations

import hashlib
import io
import itertools
import mimetypes
import secrets
from dataclasses import dataclass

from PIL import Image, ImageOps

from tests.handlers.telegram.messenger.faults import Faults
from tests.handlers.telegram.messenger.model import Json, RefusedError

LARGEST_DOWNLOAD = 20 << 20
LARGEST_UPLOAD = 50 << 20
LARGEST_PHOTO = 10 << 20
PHOTO_SIDES = (90, 320, 800, 1280)
THUMBNAIL_SIDE = 320
MOST_PIXELS_OF_SIDES = 10_000
MOST_ELONGATED = 20
JPEG_QUALITY = 87


@dataclass(frozen=True)
class StoredFile:
    """A file; many file_ids may lead to it."""

    unique_id: str
    name: str
    data: bytes
    path: str
    size: int


class Files:
    """Every file, and the names under which the bot knows them."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._numbers = itertools.count(1)
        self._by_id: dict[str, StoredFile] = {}
        self._documents: dict[str, Json] = {}
        self._by_path: dict[str, StoredFile] = {}

    def document(self, data: bytes, name: str, mime_type: str | None = None) -> Json:
        """Keep a file as it is; return a Document."""
        file = self._keep(data, name, f"documents/file_{{}}{_suffix(name)}")
        kind = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        described = self._reference(file) | {"file_name": name, "mime_type": kind}
        thumbnail = self._thumbnail(data)
        self._documents[file.unique_id] = described | ({"thumbnail": thumbnail} if thumbnail else {})
        return self._documents[file.unique_id]

    def photo(self, data: bytes, name: str = "photo.jpg") -> list[Json]:
        """Make a picture into a photo as Telegram does; return its PhotoSizes, the biggest last."""
        picture = _opened(data)
        if picture is None:
            raise RefusedError("IMAGE_PROCESS_FAILED")
        longest, shortest = max(picture.size), min(picture.size)
        if sum(picture.size) > MOST_PIXELS_OF_SIDES or longest > MOST_ELONGATED * shortest:
            raise RefusedError("PHOTO_INVALID_DIMENSIONS")
        sides = [side for side in PHOTO_SIDES if side < longest] + ([longest] if longest <= PHOTO_SIDES[-1] else [])
        return [self._photo_size(picture, side, name) for side in sides]

    def document_again(self, file_id: str) -> Json:
        """Describe a document that is sent once more by its identifier."""
        return self.again(self._documents[self.known(file_id).unique_id])

    def _photo_size(self, picture: Image.Image, side: int, name: str) -> Json:
        smaller = picture.copy()
        smaller.thumbnail((side, side))
        stripped = io.BytesIO()
        smaller.save(stripped, "JPEG", quality=JPEG_QUALITY)
        file = self._keep(stripped.getvalue(), name, "photos/file_{}.jpg")
        return self._reference(file) | {"width": smaller.width, "height": smaller.height}

    def _thumbnail(self, data: bytes) -> Json | None:
        picture = _opened(data, THUMBNAIL_SIDE)
        return None if picture is None else self._photo_size(picture, THUMBNAIL_SIDE, "thumbnail.jpg")

    def _keep(self, data: bytes, name: str, path: str) -> StoredFile:
        number = next(self._numbers)
        unique_id = "AgAD" + hashlib.sha256(f"{number}".encode()).hexdigest()[:12]
        size = self._faults.large.get(name, len(data))
        file = StoredFile(unique_id, name, data, path.format(number), size)
        self._by_path[file.path] = file
        return file

    def _reference(self, file: StoredFile) -> Json:
        """Give a file one more file_id: a bot meets different ones, only the unique id stays."""
        file_id = f"BQACAgQAAx{secrets.token_urlsafe(36)}"
        self._by_id[file_id] = file
        return {"file_id": file_id, "file_unique_id": file.unique_id, "file_size": file.size}

    def again(self, described: Json) -> Json:
        """Describe a file that is sent once more."""
        file = self._by_id[described["file_id"]]
        thumbnail = described.get("thumbnail")
        fresh = described | self._reference(file)
        return fresh | ({"thumbnail": self.again(thumbnail)} if thumbnail else {})

    def known(self, file_id: str) -> StoredFile:
        """Return the file of a file_id."""
        file = self._by_id.get(file_id)
        if file is None:
            raise RefusedError("wrong file identifier/HTTP URL specified", breach=True)
        return file

    def downloadable(self, file_id: str) -> Json:
        """Return what getFile says."""
        file = self._by_id.get(file_id)
        if file is None:
            raise RefusedError("invalid file_id", breach=True)
        if file.size > LARGEST_DOWNLOAD:
            raise RefusedError("file is too big")
        described = {"file_id": file_id, "file_unique_id": file.unique_id, "file_size": file.size}
        return described | {"file_path": self._faults.disk + file.path}

    def at(self, path: str) -> StoredFile | None:
        """Return the file at a path, unless it is gone."""
        file = self._by_path.get(path)
        return None if file is None or file.name in self._faults.gone else file


def _suffix(name: str) -> str:
    return name[name.rindex(".") :] if "." in name else ""


def _opened(data: bytes, side: int | None = None) -> Image.Image | None:
    """Open a picture, and only as finely as needed where the format allows it."""
    try:
        picture = Image.open(io.BytesIO(data))
        if side is not None:
            picture.draft("RGB", (side, side))
        return ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
