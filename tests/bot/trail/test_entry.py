from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.trail.canonical import canonical
from bot.trail.entry import Commitment, Entry, EntryError, commit, read_moment, write_moment

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ENTRY = Entry(7, "decided", NOON, "V-0042", "p-1", {"choice": "approve"}, {"reason": Commitment("p-1", "ab" * 32)})
BODY = (
    '{"actor":"p-1","at":"2026-11-24T12:00:00Z","data":{"choice":"approve"},"kind":"decided",'
    f'"personal":{{"reason":{{"person":"p-1","sha256":"{"ab" * 32}"}}}},'
    '"seq":7,"subject":"V-0042","version":1}'
)


def test_the_hashed_bytes_are_canonical_json_with_fixed_keys() -> None:
    assert ENTRY.to_bytes() == BODY.encode()


def test_an_entry_reads_back_as_it_was_written() -> None:
    assert Entry.from_bytes(ENTRY.to_bytes()) == ENTRY


def test_a_moment_is_written_in_utc_to_the_second() -> None:
    paris = datetime(2026, 7, 1, 14, 30, 59, 999_999, tzinfo=timezone(timedelta(hours=2)))
    assert write_moment(paris) == "2026-07-01T12:30:59Z"
    assert read_moment("2026-07-01T12:30:59Z") == datetime(2026, 7, 1, 12, 30, 59, tzinfo=UTC)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        write_moment(NOON.replace(tzinfo=None))


@pytest.mark.parametrize("text", ["2026-07-01", "2026-07-01T12:30:59+00:00", "2026-07-01T12:30Z", "noon"])
def test_only_one_way_to_write_a_moment_is_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"moment|Invalid"):
        read_moment(text)


@pytest.mark.parametrize("kind", ["", "Decided", "décidé", "a b", "-a"])
def test_a_strange_kind_is_refused(kind: str) -> None:
    with pytest.raises(EntryError):
        replace(ENTRY, kind=kind).to_bytes()


def test_a_float_is_refused() -> None:
    with pytest.raises(EntryError):
        replace(ENTRY, data={"score": 0.97}).to_bytes()


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"version": True},
        {"seq": 0},
        {"seq": True},
        {"seq": "7"},
        {"data": []},
        {"kind": None},
        {"kind": "Decided"},
        {"at": "yesterday"},
        {"at": None},
        {"subject": 1},
        {"actor": 1},
        {"personal": []},
        {"personal": {"reason": "ab" * 32}},
        {"personal": {"reason": {"person": None, "sha256": "AB" * 32}}},
        {"personal": {"reason": {"person": 1, "sha256": "ab" * 32}}},
        {"personal": {"Reason": {"person": None, "sha256": "ab" * 32}}},
        {"extra": 1},
    ],
)
def test_a_body_of_another_shape_is_no_entry(change: dict[str, object]) -> None:
    with pytest.raises(EntryError):
        Entry.from_bytes(canonical(json.loads(BODY) | change))


@pytest.mark.parametrize("body", [b"{}", b"[]", b"null", b"", BODY.encode() + b" "])
def test_other_bytes_are_no_entry(body: bytes) -> None:
    with pytest.raises(EntryError):
        Entry.from_bytes(body)


def test_a_commitment_depends_on_salt_and_content() -> None:
    salt = bytes(32)
    assert commit(salt, b"Zoe") == hashlib.sha256(b"vigie/trail/personal/v1\x00" + salt + b"Zoe").hexdigest()
    assert len({commit(salt, b"Zoe"), commit(salt, b"zoe"), commit(b"\x01" * 32, b"Zoe")}) == 3


def test_entries_and_trees_need_no_heavy_import() -> None:
    heavy = "{'sqlalchemy', 'alembic', 'cryptography'} & sys.modules.keys()"
    script = f"import sys, bot.trail.entry, bot.trail.merkle; sys.exit(bool({heavy}))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
