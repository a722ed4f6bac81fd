from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.database import Database
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart
from bot.trail.export import Column, export_csv, export_jsonl
from bot.trail.merkle import leaf_hash
from tests.bot.trail.conftest import NOON, SIZE, Story

SCRIPT = Path(__file__).parents[3] / "docs" / "verify_export.py"
HEADINGS = {column: column.value.upper() for column in Column}


@pytest.fixture
def exported(told: Database, story: Story) -> list[str]:
    with told.reading() as connection:
        return list(export_jsonl(connection, story.key.verifier))


@pytest.fixture
def stranger(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Somebody with an export and the published script, in an empty folder without Vigie."""

    def run(lines: list[str], *arguments: str, isolated: bool = False) -> subprocess.CompletedProcess[str]:
        (tmp_path / "trail.jsonl").write_text("".join(lines), encoding="utf-8")
        # -S leaves out site-packages, and cryptography with them.
        flags = ["-I", "-S"] if isolated else ["-I"]
        command = [sys.executable, *flags, str(SCRIPT), "trail.jsonl", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


def test_the_export_has_a_head_and_one_line_per_entry(exported: list[str], story: Story) -> None:
    first, *entries = [json.loads(line) for line in exported]
    assert first["format"] == "vigie-trail/1"
    assert (first["size"], len(entries)) == (SIZE, SIZE)
    assert first["key"] == str(story.key.verifier)
    assert first["checkpoints"] == [str(note) for note in story.notes.values()]
    assert all(leaf_hash(entry["body"].encode()).hex() == entry["leaf"] for entry in entries)
    assert entries[2]["personal"]["name"]["content"] == "Prénom Nom-3"
    assert entries[8]["personal"]["name"] is None


def test_an_export_without_personal_parts_names_nobody(told: Database, story: Story) -> None:
    with told.reading() as connection:
        text = "".join(export_jsonl(connection, story.key.verifier, personal=False))
    assert "Prénom" not in text
    assert "salt" not in text


def test_a_stranger_verifies_the_export(
    exported: list[str],
    story: Story,
    stranger: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
) -> None:
    (tmp_path / "note.txt").write_text(str(story.notes[20]), encoding="utf-8")
    done = stranger(exported, str(story.key.verifier), "note.txt")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "31 entries verified; 4 checkpoints agree, signed by the key you gave\n"


def test_a_stranger_without_cryptography_is_told_what_was_not_checked(
    exported: list[str], stranger: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = stranger(exported, isolated=True)
    assert done.returncode == 0
    assert done.stdout.endswith("3 checkpoints agree, SIGNATURES NOT CHECKED, install `cryptography`\n")


def test_a_stranger_verifies_an_export_without_names(
    told: Database, story: Story, stranger: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    with told.reading() as connection:
        lines = list(export_jsonl(connection, story.key.verifier, personal=False))
    assert stranger(lines).returncode == 0


@pytest.mark.parametrize(
    ("line", "old", "new", "said"),
    [
        (5, "entry 5", "entry 6", "entry 5 was changed"),
        (3, "Nom-3", "Nom-4", "entry 3: name was changed"),
        (3, '"note": {', '"other": {', "entry 3: a personal part is missing"),
        (0, '"size": 31', '"size": 30', "these 31 entries do not add up"),
        (0, "\\n20\\n", "\\n19\\n", "the checkpoint of 19 entries is of other entries"),
        (0, "12:20:00Z", "12:21:00Z", "the checkpoint of 20 entries was not signed"),
        (31, None, "", "these 30 entries do not add up"),
        (12, None, "", "entry 12 was changed, or is missing"),
    ],
)
def test_a_stranger_sees_what_was_changed(
    exported: list[str],
    stranger: Callable[..., subprocess.CompletedProcess[str]],
    line: int,
    old: str | None,
    new: str,
    said: str,
) -> None:
    assert old is None or old in exported[line]
    exported[line] = new if old is None else exported[line].replace(old, new)
    done = stranger(exported)
    assert done.returncode == 1
    assert said in done.stderr


def test_a_key_that_did_not_sign_is_said(
    exported: list[str], stranger: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = stranger(exported, "vigie/other+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    assert "was not signed by this key" in done.stderr


def test_the_csv_is_for_a_spreadsheet(told: Database) -> None:
    with told.reading() as connection:
        lines = "".join(export_csv(connection, HEADINGS, {"p-3": "Ali"}))
    assert lines.startswith("\ufeffSEQ;AT;KIND;")
    rows = list(csv.reader(io.StringIO(lines.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == SIZE + 1
    assert rows[3][:5] == ["3", "2026-11-24T12:03:00Z", "submitted", "V-0003", "Ali"]
    assert rows[3][6] == "name: Prénom Nom-3\nnote: Une note libre, numéro 3."


def test_a_cell_never_becomes_a_formula(database: Database) -> None:
    draft = EntryDraft("stated", "=1+1", "@p", {}, (PersonalPart("note", None, "=HYPERLINK()"),))
    with database.writing() as connection:
        append(connection, draft, at=NOON)
        _, line = export_csv(connection, HEADINGS, {})
    assert line.split(";")[3:7] == ["'=1+1", "'@p", "", "note: =HYPERLINK()"]


def test_an_empty_trail_exports_its_head(
    database: Database, stranger: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    with database.reading() as connection:
        lines = list(export_jsonl(connection, None))
    assert stranger(lines).stdout.startswith("0 entries verified; NOTHING IS SIGNED")


@pytest.mark.parametrize("lines", [[], ["\n"], ['{"seq": 1}\n']])
def test_what_is_no_export_is_said_so(
    lines: list[str], stranger: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = stranger(lines)
    assert done.returncode == 1
    assert "this is no export" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_blank_line_at_the_end_changes_nothing(
    exported: list[str], stranger: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    assert stranger([*exported, "\n"]).stdout == stranger(exported).stdout
