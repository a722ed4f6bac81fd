"""The verifier under attack: whoever writes the file directly, with as much patience as it takes."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.database import Database
from bot.trail.append import append
from bot.trail.checkpoint import SigningKey, checkpoint
from bot.trail.entry import EntryDraft, PersonalPart
from bot.trail.erase import erase
from bot.trail.guards import raise_guards
from bot.trail.merkle import Frontier, leaf_hash
from bot.trail.note import Checkpoint, Note, parse_note
from bot.trail.verification import Assurance, Break, Fault, Verification
from bot.trail.verify import verify
from tests.bot.trail.conftest import NOON, SIZE, Story, draft

EMPTY = "salt = NULL, content = NULL"


@pytest.fixture
def attack(story: Story, tmp_path: Path) -> Callable[..., Verification]:
    """Run SQL on a copy with the guards dropped and raised again, then verify it."""
    path = story.copy(tmp_path)

    def run(*statements: str, guards: bool = True, outside: Note | None = None) -> Verification:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            changed = sum(connection.execute(statement).rowcount for statement in statements)
            assert changed or not statements, "the attack did nothing"
        database = Database.open(path)
        if guards:
            with database.writing() as writing:
                raise_guards(writing)
        outcome = verify(database, story.key.verifier, outside=outside)
        database.close()
        return outcome

    return run


def test_an_untouched_trail_is_intact(told: Database, story: Story) -> None:
    outcome = verify(told, story.key.verifier)
    assert outcome == Verification(
        first_break=None,
        assurance=Assurance.OWN_CHECKPOINTS,
        entries=SIZE,
        personal_parts=20,
        erased_parts=3,
        checkpoints=3,
        root=story.notes[SIZE].checkpoint.root,
        signed_size=SIZE,
    )


def test_an_empty_trail_is_intact_and_worth_no_more_than_its_file(database: Database) -> None:
    key = SigningKey.generate()
    note = checkpoint(database, key, NOON)
    outcome = verify(database, key.verifier, outside=note)
    assert (outcome.intact, outcome.entries, outcome.assurance) == (True, 0, Assurance.FILE_ALONE)


def test_without_a_key_checkpoints_confirm_nothing(told: Database, story: Story) -> None:
    assert verify(told, None).assurance is Assurance.FILE_ALONE
    with pytest.raises(ValueError, match="needs the key"):
        verify(told, None, outside=story.notes[10])


@pytest.mark.parametrize("size", [10, 20, SIZE])
def test_a_checkpoint_from_outside_confirms_up_to_its_size(told: Database, story: Story, size: int) -> None:
    outcome = verify(told, story.key.verifier, outside=parse_note(str(story.notes[size])))
    assert (outcome.assurance, outcome.outside_size) == (Assurance.OUTSIDE_CHECKPOINT, size)


@pytest.mark.parametrize(
    ("statement", "seq", "what"),
    [
        (
            "UPDATE trail_entries SET body = CAST(replace(body, 'judged', 'stated') AS BLOB) WHERE seq = 8",
            8,
            Fault.LEAF,
        ),
        ("UPDATE trail_entries SET leaf = zeroblob(32) WHERE seq = 8", 8, Fault.LEAF),
        ("UPDATE trail_entries SET kind = 'stated' WHERE seq = 8", 8, Fault.COLUMNS),
        ("UPDATE trail_entries SET subject = 'V-0099' WHERE seq = 8", 8, Fault.COLUMNS),
        ("UPDATE trail_entries SET subject = NULL WHERE seq = 8", 8, Fault.COLUMNS),
        ("UPDATE trail_entries SET at = '2026-11-24T12:00:00Z' WHERE seq = 8", 8, Fault.COLUMNS),
        ("DELETE FROM trail_entries WHERE seq = 8", 8, Fault.MISSING),
        ("DELETE FROM trail_entries WHERE seq > 25", 26, Fault.MISSING),
        ("UPDATE trail_entries SET seq = 40 WHERE seq = 31", 31, Fault.MISSING),
        (
            "UPDATE trail_personal SET content = x'4578' WHERE entry_seq = 12 AND field = 'name'",
            12,
            Fault.PERSONAL,
        ),
        (
            "UPDATE trail_personal SET salt = zeroblob(32) WHERE entry_seq = 12 AND field = 'name'",
            12,
            Fault.PERSONAL,
        ),
        (
            "UPDATE trail_personal SET person = 'p-9' WHERE entry_seq = 12 AND field = 'name'",
            12,
            Fault.PERSONAL,
        ),
        ("UPDATE trail_personal SET person = NULL WHERE entry_seq = 9 AND field = 'name'", 9, Fault.PERSONAL),
        (f"UPDATE trail_personal SET {EMPTY} WHERE entry_seq = 12 AND field = 'name'", 12, Fault.EMPTIED),
        ("DELETE FROM trail_personal WHERE entry_seq = 12 AND field = 'name'", 12, Fault.PERSONAL_STRAY),
        ("DELETE FROM trail_personal WHERE entry_seq = 30", 30, Fault.PERSONAL_MISSING),
        ("UPDATE trail_personal SET field = 'other' WHERE id = 7", 12, Fault.PERSONAL_STRAY),
        ("UPDATE trail_personal SET entry_seq = 13 WHERE id = 8", 12, Fault.PERSONAL_MISSING),
        ("UPDATE trail_personal SET id = 99 WHERE id = 20", 30, Fault.PERSONAL_STRAY),
        ("INSERT INTO trail_personal VALUES (21, 5, 'name', NULL, NULL, NULL)", 5, Fault.PERSONAL_STRAY),
        ("UPDATE trail_head SET root = zeroblob(32)", 31, Fault.HEAD),
        ("UPDATE trail_head SET frontier = zeroblob(160)", 31, Fault.HEAD),
        ("UPDATE trail_head SET size = 30", 31, Fault.HEAD),
        ("UPDATE trail_head SET size = 32", 32, Fault.MISSING),
        ("DELETE FROM trail_head", 31, Fault.HEAD),
        (
            "UPDATE trail_checkpoints SET note = replace(note, 'time', 'Time') WHERE size = 20",
            20,
            Fault.CHECKPOINT,
        ),
        ("UPDATE trail_checkpoints SET at = '2026-11-24T12:00:00Z' WHERE size = 20", 20, Fault.CHECKPOINT),
        ("UPDATE trail_checkpoints SET root = zeroblob(32) WHERE size = 20", 20, Fault.CHECKPOINT),
        ("UPDATE trail_checkpoints SET size = 21 WHERE size = 20", 20, Fault.CHECKPOINT),
    ],
)
def test_an_edit_is_named_though_the_guards_stand_again(
    attack: Callable[..., Verification], statement: str, seq: int, what: Fault
) -> None:
    outcome = attack(statement)
    assert (outcome.first_break, outcome.assurance) == (Break(seq, what), Assurance.NONE)


def test_guards_that_were_left_down_are_noticed(attack: Callable[..., Verification]) -> None:
    assert attack(guards=False).first_break == Break(None, Fault.GUARDS)


def test_an_erased_part_put_back_word_for_word_is_noticed(database: Database) -> None:
    part = PersonalPart("name", "p-1", "Zoé")
    with database.writing() as connection:
        append(connection, EntryDraft("person-added", None, None, {}, (part,)), at=NOON)
        salt, content = connection.execute(text("SELECT salt, content FROM trail_personal")).one()
        erase(connection, "p-1", at=NOON, actor=None)
        connection.execute(text("DROP TRIGGER trail_personal_erase_only"))
        connection.execute(text("UPDATE trail_personal SET salt = :s, content = :c"), {"s": salt, "c": content})
        raise_guards(connection)
    assert verify(database, None).first_break == Break(1, Fault.NOT_ERASED)


def _cut(path: Path, size: int) -> list[str]:
    """Statements that remove everything after entry `size`, and what would give that away."""
    with closing(sqlite3.connect(path)) as connection:
        frontier = Frontier()
        for (leaf,) in connection.execute("SELECT leaf FROM trail_entries WHERE seq <= ? ORDER BY seq", (size,)):
            frontier = frontier.append(leaf)
    packed, root = frontier.to_bytes().hex(), frontier.root.hex()
    return [
        f"DELETE FROM trail_personal WHERE entry_seq > {size}",
        f"DELETE FROM trail_entries WHERE seq > {size}",
        f"UPDATE trail_head SET size = {size}, root = x'{root}', frontier = x'{packed}'",
    ]


def test_a_cut_tail_is_noticed_by_a_checkpoint_in_the_file(attack: Callable[..., Verification], story: Story) -> None:
    assert attack(*_cut(story.path, 25)).first_break == Break(26, Fault.CHECKPOINT_BEYOND)


def test_a_cut_tail_is_noticed_from_outside_where_its_checkpoint_was_cut_too(
    attack: Callable[..., Verification], story: Story
) -> None:
    cut = [*_cut(story.path, 30), "DELETE FROM trail_checkpoints WHERE size > 30"]
    assert attack(*cut, outside=story.notes[31]).first_break == Break(31, Fault.OUTSIDE_BEYOND)


def test_a_cut_erasure_leaves_emptied_parts_unexplained(attack: Callable[..., Verification], story: Story) -> None:
    cut = [*_cut(story.path, 30), "DELETE FROM trail_checkpoints WHERE size > 30"]
    assert attack(*cut).first_break == Break(9, Fault.EMPTIED)


@pytest.fixture
def rewritten(story: Story, tmp_path: Path) -> Iterator[Database]:
    """The trail written anew, and shorter, by somebody with the server and the key; one entry is invented."""
    database = Database.open(tmp_path / "rewritten.db")
    database.upgrade()
    for number in range(1, 26):
        told = draft(number)
        told = replace(told, data={"number": "invented"}) if number == 15 else told
        with database.writing() as connection:
            append(connection, told, at=NOON + timedelta(minutes=number))
        if number in {10, 20}:
            checkpoint(database, story.key, NOON + timedelta(minutes=number))
    yield database
    database.close()


def test_a_full_rewrite_with_the_key_passes_inside_and_is_not_said_to_be_worth_more(
    rewritten: Database, story: Story
) -> None:
    outcome = verify(rewritten, story.key.verifier)
    assert (outcome.intact, outcome.assurance) == (True, Assurance.OWN_CHECKPOINTS)


def test_a_full_rewrite_is_convicted_by_a_checkpoint_from_outside(rewritten: Database, story: Story) -> None:
    for size, expected in [(20, Break(20, Fault.OUTSIDE_ROOT)), (SIZE, Break(26, Fault.OUTSIDE_BEYOND))]:
        outcome = verify(rewritten, story.key.verifier, outside=story.notes[size])
        assert (outcome.first_break, outcome.assurance) == (expected, Assurance.NONE)


def test_a_rewrite_by_somebody_without_the_key_fails_inside(told: Database, story: Story) -> None:
    stranger = SigningKey.generate(story.key.name)
    assert verify(told, stranger.verifier).first_break == Break(10, Fault.CHECKPOINT_SIGNATURE)


@pytest.mark.parametrize("forge", ["other log", "other key", "edited"])
def test_a_checkpoint_that_is_not_ours_accuses_nobody(told: Database, story: Story, forge: str) -> None:
    note = story.notes[20]
    other = SigningKey.generate("vigie/other" if forge == "other log" else story.key.name)
    forged = {
        "other log": other.sign(Checkpoint(other.name, 20, bytes(32), NOON)),
        "other key": other.sign(replace(note.checkpoint, root=bytes(32))),
        "edited": replace(note, checkpoint=replace(note.checkpoint, root=bytes(32))),
    }[forge]
    assert verify(told, story.key.verifier, outside=forged).first_break == Break(None, Fault.OUTSIDE_SIGNATURE)


def test_an_entry_hashed_anew_is_named_by_the_next_checkpoint(
    attack: Callable[..., Verification], story: Story
) -> None:
    with closing(sqlite3.connect(story.path)) as connection:
        (body,) = connection.execute("SELECT body FROM trail_entries WHERE seq = 8").fetchone()
    body = body.replace(b"entry 8", b"entry X")
    statement = f"UPDATE trail_entries SET body = x'{body.hex()}', leaf = x'{leaf_hash(body).hex()}' WHERE seq = 8"
    assert attack(statement).first_break == Break(10, Fault.CHECKPOINT_ROOT)


def test_bytes_that_hash_but_are_no_entry_are_named(attack: Callable[..., Verification]) -> None:
    body = b'{"seq": 8}'
    statement = f"UPDATE trail_entries SET body = x'{body.hex()}', leaf = x'{leaf_hash(body).hex()}' WHERE seq = 8"
    assert attack(statement).first_break == Break(8, Fault.BODY)


def test_a_personal_part_with_another_salt_and_text_is_named(attack: Callable[..., Verification]) -> None:
    statement = "UPDATE trail_personal SET salt = zeroblob(32), content = x'78' WHERE entry_seq = 21"
    assert attack(statement).first_break == Break(21, Fault.PERSONAL)


def test_what_is_derived_from_the_trail_is_held_against_it(told: Database) -> None:
    def disagrees(connection: Connection) -> Break:
        return Break(connection.execute(text("SELECT max(seq) FROM trail_entries")).scalar(), Fault.RECORDS)

    assert verify(told, None, check_records=disagrees).first_break == Break(SIZE, Fault.RECORDS)
    assert verify(told, None, check_records=lambda _: None).intact


def test_a_busy_database_is_no_damage(told: Database, tmp_path: Path) -> None:
    def write_elsewhere(_: Connection) -> None:
        with closing(sqlite3.connect(tmp_path / "trail.db", timeout=0)) as elsewhere:
            elsewhere.execute("BEGIN IMMEDIATE")

    with told.writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
        verify(told, None, check_records=write_elsewhere)


@pytest.mark.parametrize("content", [b"", b"not a database at all", bytes(8192)])
def test_a_file_that_is_no_trail_is_a_break_and_no_traceback(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "trail.db").write_bytes(content)
    database = Database.open(tmp_path / "trail.db")
    assert verify(database, None).first_break == Break(None, Fault.UNREADABLE)
    database.close()


def test_a_truncated_file_is_a_break(story: Story, tmp_path: Path) -> None:
    path = story.copy(tmp_path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    database = Database.open(path)
    outcome = verify(database, story.key.verifier)
    database.close()
    assert outcome.first_break is not None


def test_a_trail_is_verified_while_others_write_it(told: Database, story: Story) -> None:
    with told.writing() as connection:
        append(connection, EntryDraft("judged", None, None, {}), at=NOON)
        outcome = verify(told, story.key.verifier)
    assert (outcome.intact, outcome.entries) == (True, SIZE)


def test_a_backup_verifies_like_the_original(told: Database, story: Story, tmp_path: Path) -> None:
    told.backup(tmp_path / "backup.db")
    copy = Database.open(Path(shutil.copy(tmp_path / "backup.db", tmp_path / "restored.db")))
    assert verify(copy, story.key.verifier) == verify(told, story.key.verifier)
    copy.close()
