from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import unpacking
from bot.errors import UsageError
from bot.originals import Originals
from bot.unpacking import is_archive, unpacked
from bot.workflow import FILES_AT_ONCE, Received
from policy.media_type import MediaType
from policy.transport import Transport
from tests.policy.making import png

MEGABYTE = 1024 * 1024
ENTRY, LISTED = b"PK\x03\x04", b"PK\x01\x02"
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals", MEGABYTE)


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", method) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return archive.getvalue()


def opened(originals: Originals, data: bytes) -> list[Received]:
    return unpacked(originals, io.BytesIO(data))


def names(originals: Originals, files: Mapping[str, bytes]) -> list[str]:
    return [item.name for item in opened(originals, packed(files))]


@pytest.mark.parametrize("method", METHODS)
def test_what_is_packed_comes_out_byte_for_byte(originals: Originals, method: int) -> None:
    (item,) = opened(originals, packed({"dossier/affiche.png": png()}, method))
    assert (item.name, item.stored.media_type, item.transport) == (
        "affiche.png",
        MediaType.PNG,
        Transport.AS_UPLOADED,
    )
    assert originals.read(item.stored.sha256, MEGABYTE) == png()


def test_folders_and_what_systems_hide_are_left_out(originals: Originals) -> None:
    files = {"a/": b"", "a/b.png": b"1", "__MACOSX/a/._b.png": b"2", ".DS_Store": b"3", "a/.git/config": b"4"}
    assert names(originals, files) == ["b.png"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\passwd", "a/../../passwd"])
def test_what_points_outside_is_left_out(originals: Originals, name: str) -> None:
    assert names(originals, {name: b"x", "z.png": b"y"}) == ["z.png"]


@pytest.mark.parametrize("name", ["/etc/passwd", "C:\\Windows\\passwd", "\u202e\npasswd", "a//passwd"])
def test_no_name_leads_anywhere(originals: Originals, tmp_path: Path, name: str) -> None:
    assert names(originals, {name: b"x"}) == ["passwd"]
    assert [path for path in tmp_path.rglob("*") if path.is_file() and originals.folder not in path.parents] == []


def test_a_name_as_long_as_a_book_is_cut(originals: Originals) -> None:
    (name,) = names(originals, {"x" * 900 + ".png": b"1"})
    assert len(name) <= 255
    assert name.endswith(".png")


def test_as_many_files_as_may_be_sent_at_once_and_no_more(originals: Originals) -> None:
    most = {f"{number}.txt": bytes([number]) for number in range(FILES_AT_ONCE)}
    assert len(names(originals, most)) == FILES_AT_ONCE
    with pytest.raises(UsageError, match="more than 20 files"):
        names(originals, most | {"too-many.txt": b"x"})


def test_an_archive_of_nothing_says_so(originals: Originals) -> None:
    with pytest.raises(UsageError, match="no file in this archive"):
        names(originals, {"a/": b"", ".hidden": b"x"})
    with pytest.raises(UsageError, match="no file in this archive"):
        names(originals, {})


def test_a_bomb_is_stopped_at_the_limit(originals: Originals) -> None:
    bomb = packed({"a.bin": bytes(40 * MEGABYTE)})
    assert len(bomb) < MEGABYTE
    with pytest.raises(UsageError, match="more than Vigie takes"):
        opened(originals, bomb)
    assert kept(originals) <= MEGABYTE


def test_many_small_files_are_bounded_together(originals: Originals) -> None:
    with pytest.raises(UsageError, match="more than Vigie takes"):
        names(originals, {f"{number}.bin": bytes(MEGABYTE // 4) + bytes([number]) for number in range(6)})
    assert kept(originals) <= MEGABYTE


def test_a_size_that_is_understated_deceives_nobody(originals: Originals) -> None:
    bomb = bytearray(packed({"a.bin": bytes(40 * MEGABYTE)}))
    for signature, offset in ((ENTRY, 22), (LISTED, 24)):
        struct.pack_into("<I", bomb, bomb.index(signature) + offset, 10)
    with pytest.raises(UsageError):
        opened(originals, bytes(bomb))
    assert kept(originals) <= MEGABYTE


def kept(originals: Originals) -> int:
    return sum(path.stat().st_size for path in originals.folder.rglob("*") if path.is_file())


def test_a_list_of_entries_that_would_fill_the_memory_is_not_read(
    originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "_LONGEST_INDEX", 10_000)
    monkeypatch.setattr(zipfile.ZipFile, "infolist", lambda _: pytest.fail("it was read"))
    with pytest.raises(UsageError, match="more than 20 files"):
        names(originals, {f"{number:060}": b"" for number in range(200)})


def test_neither_is_one_whose_length_stands_in_the_larger_format(originals: Originals) -> None:
    data = packed({"a.png": png()})
    end = data.rindex(b"PK\x05\x06")
    large = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 1 << 40, 0)
    pointer = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    with pytest.raises(UsageError, match="more than 20 files"):
        opened(originals, data[:end] + large + pointer + data[end:])


@pytest.mark.parametrize("method", METHODS)
def test_an_archive_with_a_password_says_so(originals: Originals, method: int) -> None:
    data = bytearray(packed({"a.png": png()}, method))
    data[data.index(ENTRY) + 6] |= 1
    data[data.index(LISTED) + 8] |= 1
    with pytest.raises(UsageError, match="password"):
        opened(originals, bytes(data))


def test_a_way_to_pack_that_nobody_knows_is_refused(originals: Originals) -> None:
    data = bytearray(packed({"a.png": png()}))
    for signature, offset in ((ENTRY, 8), (LISTED, 10)):
        struct.pack_into("<H", data, data.index(signature) + offset, 98)
    with pytest.raises(UsageError, match="can't be opened"):
        opened(originals, bytes(data))


@pytest.mark.parametrize("data", [b"", ENTRY, b"PK\x05\x06", b"GIF89a", bytes(100)])
def test_what_is_no_archive_is_refused(originals: Originals, data: bytes) -> None:
    with pytest.raises(UsageError, match="can't be opened"):
        opened(originals, data)


def test_a_wrong_checksum_is_refused(originals: Originals) -> None:
    data = packed({"a.txt": b"Bonjour"}, zipfile.ZIP_STORED).replace(b"Bonjour", b"Bonsoir")
    with pytest.raises(UsageError, match="can't be opened"):
        opened(originals, data)


def test_only_archives_begin_like_archives() -> None:
    assert is_archive(packed({"a": b"b"})[:4])
    assert not is_archive(png()[:4])


@pytest.mark.parametrize("method", METHODS)
def test_no_byte_of_an_archive_can_be_wrong_in_a_way_that_nobody_thought_of(originals: Originals, method: int) -> None:
    whole = packed({"a.txt": zlib.compress(b"Bonjour") * 2}, method)
    for place in range(len(whole)):
        for value in (0x00, 0xFF, whole[place] ^ 0x08):
            damaged = bytearray(whole)
            damaged[place] = value
            with suppress(UsageError):
                opened(originals, bytes(damaged))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(METHODS),
    damages=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=4),
    left=st.floats(0.3, 1),
)
def test_a_damaged_archive_is_refused_or_read_and_nothing_else(
    originals: Originals, method: int, damages: list[tuple[float, int]], left: float
) -> None:
    data = bytearray(packed({"a.png": png(), "b.txt": zlib.compress(b"x") * 20}, method))
    for where, value in damages:
        data[int(where * (len(data) - 1))] = value
    try:
        items = opened(originals, bytes(data[: int(left * len(data))]) if left < 0.9 else bytes(data))
    except UsageError:
        return
    assert all(item.stored.size <= MEGABYTE for item in items)
