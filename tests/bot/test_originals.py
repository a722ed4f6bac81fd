from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NotFoundError, UsageError
from bot.language import Catalogue
from bot.originals import Originals
from policy.language import Language
from policy.media_type import MediaType

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals", 4 * 1024 * 1024)


def files(originals: Originals) -> Iterator[Path]:
    return (path for path in originals.folder.rglob("*") if path.is_file())


def test_a_file_is_kept_byte_for_byte_under_its_digest(originals: Originals) -> None:
    stored = originals.store(io.BytesIO(PNG))
    assert stored.sha256 == hashlib.sha256(PNG).hexdigest()
    assert stored.size == len(PNG)
    assert stored.media_type is MediaType.PNG
    assert originals.read(stored.sha256, 1_000) == PNG
    with originals.open(stored.sha256) as stream:
        assert stream.read() == PNG


def test_an_empty_file_is_a_file_too(originals: Originals) -> None:
    stored = originals.store(io.BytesIO())
    assert (stored.size, stored.media_type) == (0, MediaType.OTHER)
    assert originals.read(stored.sha256, 10) == b""


def test_a_file_longer_than_one_read_is_kept_whole(originals: Originals) -> None:
    data = os.urandom(3 * 1024 * 1024 + 17)
    stored = originals.store(io.BytesIO(data))
    assert originals.read(stored.sha256, len(data)) == data


def test_the_same_file_twice_is_kept_once(originals: Originals) -> None:
    first, second = originals.store(io.BytesIO(PNG)), originals.store(io.BytesIO(PNG))
    assert first == second
    assert len(list(files(originals))) == 1


def test_a_stream_that_gives_a_byte_at_a_time_is_told_by_its_bytes(originals: Originals) -> None:
    class Slow(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            return super().read(1)

    stored = originals.store(Slow(PNG))
    assert originals.read(stored.sha256, 1_000) == PNG
    assert stored.media_type is MediaType.PNG


def test_a_file_that_is_too_large_is_refused_with_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "originals", 1024 * 1024)
    with pytest.raises(UsageError) as refused:
        originals.store(io.BytesIO(b"a" * (1024 * 1024 + 1)))
    assert "dépasse 1 Mo" in refused.value.sentence(Catalogue(Language.FRENCH))
    assert list(files(originals)) == []
    assert originals.store(io.BytesIO(b"a" * 1024 * 1024)).size == 1024 * 1024


def test_an_upload_that_breaks_off_leaves_nothing(originals: Originals) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 0:
                raise ConnectionError("the phone went into a tunnel")
            return super().read(min(size or 100, 100))

    with pytest.raises(ConnectionError):
        originals.store(Broken(PNG * 10))
    assert list(files(originals)) == []


def test_reading_stops_one_byte_after_what_was_asked(originals: Originals) -> None:
    stored = originals.store(io.BytesIO(b"a" * 100))
    assert originals.read(stored.sha256, 10) == b"a" * 11


def test_what_is_not_kept_is_said(originals: Originals) -> None:
    with pytest.raises(NotFoundError, match="no longer kept"):
        originals.open("0" * 64)


@pytest.mark.parametrize(
    "name", ["", "..", "../../etc/passwd", "/etc/passwd", "x" * 63, "../" * 21 + "x", "é" * 64, "a" * 63 + "/"]
)
def test_no_name_leads_out_of_the_folder(originals: Originals, name: str) -> None:
    (originals.folder.parent / "secret").write_text("precious")
    with pytest.raises(NotFoundError):
        originals.open(name)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(max_size=70))
def test_any_text_for_a_digest_finds_nothing_and_breaks_nothing(name: str) -> None:
    with pytest.raises(NotFoundError):
        Originals(Path("/nonexistent"), 10).open(name)


def test_a_file_is_on_the_disk_before_it_has_its_name(originals: Originals, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    sync, replace = os.fsync, Path.replace

    def noted_sync(descriptor: int) -> None:
        done.append("folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "file")  # noqa: PTH112
        sync(descriptor)

    def noted_replace(source: Path, target: Path) -> Path:
        done.append("name")
        return replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    originals.store(io.BytesIO(PNG))
    assert done[:2] == ["file", "name"]
    assert "folder" in done[2:]


def test_a_stored_stream_may_be_any_binary_file(originals: Originals, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    stream: BinaryIO
    with (tmp_path / "a.png").open("rb") as stream:
        assert originals.store(stream).media_type is MediaType.PNG
