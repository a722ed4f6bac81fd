from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.kinds import Choice
from policy.sandbox import Sandbox
from policy.statement import Claim
from tests.bot.cli.conftest import Vigie
from tests.bot.scene import open_scene
from tests.bot.workflow.files import PHOTO


@pytest.fixture
def told(data: Path, sandbox: Sandbox) -> str:
    """A data folder with one submission, stated and approved; gives its reference."""
    with open_scene(data, sandbox=sandbox) as scene:
        reference = scene.submit(PHOTO)
        scene.state(reference, Claim.OWN_PHOTO)
        scene.decide(reference, Choice.APPROVE)
    return reference


def change(data: Path, statement: str, *, guarded: bool = False) -> None:
    """Change the database behind Vigie's back, as an administrator can."""
    with closing(sqlite3.connect(data / "vigie.db")) as connection:
        if not guarded:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        connection.commit()


def test_a_trail_that_nobody_touched_is_intact(vigie: Vigie, told: str) -> None:
    ran = vigie("trail", "verify")
    assert (ran.code, ran.err) == (0, "")
    assert ran.plain.startswith("✔ Le journal est intact. entrées : ")
    assert "le fichier concorde avec lui-même" in ran.plain


def test_a_changed_entry_is_named(vigie: Vigie, data: Path, told: str) -> None:
    change(data, "UPDATE trail_entries SET body = CAST(replace(CAST(body AS TEXT), 'own-photo', 'made-note') AS BLOB)")
    ran = vigie("trail", "verify")
    assert (ran.code, ran.out) == (1, "")
    assert ran.complaint.startswith("✖ Le journal a été altéré : entrée ")
    assert "a été modifiée après coup" in ran.complaint


def test_verifying_mends_nothing_first(vigie: Vigie, data: Path, told: str) -> None:
    change(data, "SELECT 1")
    for _ in range(2):
        ran = vigie("trail", "verify")
        assert (ran.code, "verrous" in ran.complaint) == (1, True)


def test_a_list_of_submissions_that_says_something_else_is_found_out(vigie: Vigie, data: Path, told: str) -> None:
    change(data, "UPDATE submissions SET state = 'refused'", guarded=True)
    ran = vigie("trail", "verify")
    assert ran.code == 1
    assert "La liste des dépôts dit autre chose que le journal." in ran.complaint


def test_a_submission_that_vanished_from_the_list_is_found_out(vigie: Vigie, data: Path, told: str) -> None:
    change(data, "DELETE FROM submissions", guarded=True)
    assert vigie("trail", "verify").code == 1


def test_a_checkpoint_kept_elsewhere_tells_a_rewritten_trail(
    vigie: Vigie, data: Path, told: str, tmp_path: Path
) -> None:
    note = vigie("trail", "checkpoint").out
    kept = tmp_path / "note.txt"
    kept.write_text(f"Our checkpoint:\r\n```\r\n{note}```\r\n", encoding="utf-8")
    assert "le point de contrôle gardé ailleurs concorde" in vigie("trail", "verify", "--checkpoint", kept).plain
    for left_over in data.glob("vigie.db*"):
        left_over.unlink()
    with open_scene(data) as scene:
        scene.submit(PHOTO)
    ran = vigie("trail", "verify", "--checkpoint", kept)
    assert ran.code == 1
    assert "point de contrôle" in ran.complaint


def test_a_text_without_a_checkpoint_is_a_usage_error(vigie: Vigie, told: str, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("bonjour", encoding="utf-8")
    assert vigie("trail", "verify", "--checkpoint", tmp_path / "note.txt").code == 2
    assert vigie("trail", "verify", "--checkpoint", tmp_path / "nowhere.txt").code == 2


def test_where_there_is_no_journal_none_is_made(vigie: Vigie, data: Path) -> None:
    for words in (("verify",), ("show", "V-0001"), ("export",)):
        ran = vigie("trail", *words)
        assert ran.code == 1
        assert "Il n’y a pas encore de journal" in ran.complaint
    assert not (data / "vigie.db").exists()


def test_a_missing_key_is_said_so_where_it_is_needed(vigie: Vigie, data: Path, told: str, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(vigie("trail", "checkpoint").out, encoding="utf-8")
    (data / "trail.key").unlink()
    ran = vigie("trail", "verify", "--checkpoint", tmp_path / "note.txt")
    assert ran.code == 1
    assert "La clé du journal manque" in ran.complaint
    assert not (data / "trail.key").exists()


def test_the_story_of_a_submission_is_told_in_order(vigie: Vigie, told: str) -> None:
    ran = vigie("trail", "show", told.lower())
    assert ran.code == 0
    first, *lines = ran.out.splitlines()
    assert first == told
    assert "Déposé par Camille" in lines[0]
    assert "Visa de Dominique" in lines[-1]
    numbers = [int(line.split()[0].removeprefix("#")) for line in lines]
    assert numbers == sorted(numbers)


def test_an_unknown_submission_is_said_so(vigie: Vigie, told: str) -> None:
    ran = vigie("trail", "show", "V-9999")
    assert (ran.code, "V-9999" in ran.complaint) == (1, True)


def test_the_export_has_a_head_and_every_entry(vigie: Vigie, told: str) -> None:
    head, *entries = vigie("trail", "export").objects
    assert (head["format"], head["size"]) == ("vigie-trail/1", len(entries))
    assert json.loads(entries[-1]["body"])["kind"] == "decided"


def test_the_export_for_a_spreadsheet_speaks_french(vigie: Vigie, told: str) -> None:
    heading, *rows = vigie("trail", "export", "--format", "csv").out.lstrip("\ufeff").splitlines()
    assert heading == "Numéro;Quand (UTC);Quoi;Objet;Qui;Détails;Noms et textes;Empreinte"
    assert any("Dominique" in row for row in rows)


def test_a_proof_of_one_entry_is_checked_by_the_script(vigie: Vigie, tmp_path: Path) -> None:
    vigie("people", "add", "Alix", "--role", "author")
    ran = vigie("trail", "export", "--proof", "#2")
    assert ran.code == 0
    (tmp_path / "proof").write_text(ran.out, "utf-8")
    key = ran.complaint.strip().rpartition(" ")[2]
    script = Path(__file__).parents[3] / "docs" / "verify.py"
    checked = subprocess.run(
        [sys.executable, "-I", str(script), str(tmp_path / "proof"), key], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, "1 entries are in the journal" in checked.stdout) == (0, True), checked.stderr
    assert vigie("trail", "export", "--proof", "V-9999").code == 1
