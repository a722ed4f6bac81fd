from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.errors import SetupError
from bot.tables import trail_checkpoints
from bot.trail.append import append
from bot.trail.checkpoint import SigningKey, VerifierKey, checkpoint
from bot.trail.entry import EntryDraft
from bot.trail.note import Checkpoint, NoteError
from bot.trail.read import head
from tests.bot.trail.conftest import NOON

KEY = SigningKey("vigie/ps92", bytes(range(32)))


def test_a_new_key_is_readable_by_its_owner_alone_and_stays_the_same(tmp_path: Path) -> None:
    path = tmp_path / "trail.key"
    key = SigningKey.load_or_create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert SigningKey.load_or_create(path) == key
    assert [entry.name for entry in tmp_path.iterdir()] == ["trail.key"]


def test_a_key_file_that_others_could_read_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "trail.key"
    SigningKey.load_or_create(path)
    path.chmod(0o644)
    SigningKey.load_or_create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_first_starts_at_the_same_moment_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(SigningKey.load_or_create, [tmp_path / "trail.key"] * 8))
    assert len(keys) == 1


@pytest.mark.parametrize("content", ["", "nonsense", KEY.text()[:-9], KEY.text().replace("ps92", "ps93"), "\u00e9"])
def test_a_broken_key_file_is_said_and_not_replaced(tmp_path: Path, content: str) -> None:
    path = tmp_path / "trail.key"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SetupError, match=r"trail\.key"):
        SigningKey.load_or_create(path)
    assert path.read_text(encoding="utf-8") == content


def test_a_log_without_a_given_name_is_called_after_its_key() -> None:
    names = {SigningKey.generate().name for _ in range(3)}
    assert len(names) == 3
    assert all(name.startswith("vigie/") for name in names)


def test_a_name_that_a_note_can_not_carry_is_refused() -> None:
    for name in ("deux mots", "a+b", "a\nb"):
        with pytest.raises(NoteError):
            SigningKey.generate(name)


def test_the_secret_is_not_shown_by_accident() -> None:
    assert repr(KEY.secret) not in repr(KEY)


def test_the_public_key_reads_back_from_its_text() -> None:
    assert VerifierKey.parse(f" {KEY.verifier}\n") == KEY.verifier


@pytest.mark.parametrize("text", ["", "a+b+c", str(KEY.verifier).replace("ps92", "ps93"), str(KEY.verifier)[:-4]])
def test_a_text_that_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        VerifierKey.parse(text)


def test_a_signature_holds_for_its_text_its_log_and_its_key_alone() -> None:
    note = KEY.sign(Checkpoint("vigie/ps92", 3, bytes(32), NOON))
    assert KEY.verifier.verifies(note)
    assert not KEY.verifier.verifies(replace(note, checkpoint=replace(note.checkpoint, size=4)))
    assert not KEY.verifier.verifies(replace(note, signatures=()))
    assert not SigningKey.generate("vigie/ps92").verifier.verifies(note)
    assert not KEY.verifier.verifies(KEY.sign(replace(note.checkpoint, origin="vigie/other")))


def test_a_checkpoint_signs_the_head_and_is_kept(database: Database) -> None:
    with database.writing() as connection:
        append(connection, EntryDraft("judged", None, None, {}), at=NOON)
        newest = head(connection)
    note = checkpoint(database, KEY, NOON)
    assert note.checkpoint == Checkpoint("vigie/ps92", 1, newest.root, NOON)
    assert KEY.verifier.verifies(note)
    with database.reading() as connection:
        row = connection.execute(select(trail_checkpoints)).one()
    assert tuple(row) == (1, newest.root, str(note), "2026-11-24T12:00:00Z")


def test_a_head_that_was_signed_keeps_its_first_note(database: Database) -> None:
    assert checkpoint(database, KEY, NOON) == checkpoint(database, KEY, NOON + timedelta(days=7))
