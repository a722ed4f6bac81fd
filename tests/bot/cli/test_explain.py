from __future__ import annotations

from pathlib import Path

import pytest

from bot import workflow
from policy.declaration import Checker, Declaration, Purpose
from policy.sandbox import Sandbox
from policy.statement import Claim
from tests.bot.cli.conftest import Vigie
from tests.bot.pictures import retouched
from tests.bot.scene import open_scene
from tests.handlers.desk.pictures import generated, photo

DRAFTED = Declaration(Purpose.DRAFTING, "ChatGPT", checker=Checker.COLLEAGUE, check="Relu avec Sacha")


@pytest.fixture
def told(data: Path, sandbox: Sandbox) -> str:
    """A data folder with a retouched photo, stated, and a text whose use of AI is declared; gives its reference."""
    with open_scene(data, sandbox=sandbox) as scene:
        reference = scene.submit(retouched(), draft="Jeudi, on tracte.", note="Pour jeudi")
        scene.state(reference, Claim.AI_ENHANCED, tool="Topaz")
        fingerprint = scene.case(reference).fingerprint
        workflow.declare(scene.house, scene.people["Camille"], DRAFTED, submission=reference, fingerprint=fingerprint)
    return reference


def test_the_reasons_follow_the_evidence_of_a_file(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "affiche.png").write_bytes(generated())
    ran = vigie("explain", tmp_path / "affiche.png")
    assert (ran.code, ran.err) == (0, "")
    evidence, _, reasons = ran.plain.partition("Motifs de l’avis ")
    assert "Cherché, pas trouvé" in evidence
    assert "Le fichier « affiche.png »" in reasons
    for heading in (
        "Que faire",
        "Ce que dit la charte",
        "Faits retenus",
        "Comment il a été rendu",
        "Contester cet avis",
    ):
        assert heading in reasons
    assert "« La charte adoptée impose donc l’interdiction" in reasons
    assert "entrée" not in reasons


def test_check_stays_short(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo())
    assert "Motifs" not in vigie("check", tmp_path / "a.jpg").out


def test_a_file_that_can_not_be_read_has_no_reasons_beyond_the_obstacle(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"words")
    ran = vigie("explain", tmp_path / "a.jpg")
    assert (ran.code, "Motifs" in ran.out) == (0, False)


def test_a_submission_is_explained_with_what_was_said_of_it(vigie: Vigie, told: str) -> None:
    ran = vigie("explain", told.lower())
    assert (ran.code, ran.err) == (0, "")
    said, *statements = ran.plain.split("Motifs de l’avis ")
    assert said.startswith(f"{told} ")
    assert "Camille" in said
    assert "photo.jpg : retouche par une IA · Topaz" in said
    assert "D-0001 · ChatGPT · rédaction" in said
    visual, draft = statements
    for statement in (visual, draft):
        assert "Il suffirait de : ajouter la mention." in statement
        assert "Avis : entrée " in statement
    assert "Le texte de V-0001, version 1" in draft


def test_people_who_read_english_read_english(vigie: Vigie, told: str) -> None:
    ran = vigie("explain", told, VIGIE_LANGUAGE="en")
    assert "It would be enough to: add the label." in ran.plain
    assert "“signaler tout usage d’IA”" in ran.plain


def test_where_nothing_stands_against_a_submission_that_is_said(vigie: Vigie, data: Path, sandbox: Sandbox) -> None:
    with open_scene(data, sandbox=sandbox) as scene:
        reference = scene.submit(photo())
        scene.state(reference, Claim.OWN_PHOTO)
    ran = vigie("explain", reference)
    assert ran.code == 0
    assert "il n’y a pas de motifs à donner" in ran.plain


def test_a_file_of_that_name_comes_before_a_submission(
    vigie: Vigie, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / told).write_bytes(generated())
    ran = vigie("explain", told)
    assert f"{told} — Avis défavorable" in ran.plain


def test_what_is_neither_a_file_nor_a_submission_is_said_so(vigie: Vigie, told: str) -> None:
    for name, sentence in (
        ("V-9999", "Il n’y a pas de dépôt V-9999."),
        ("V-", "Il n’y a pas de fichier V-."),
        ("D-0001", "Il n’y a pas de fichier D-0001."),
    ):
        ran = vigie("explain", name)
        assert (ran.code, ran.out, ran.complaint) == (2, "", sentence)


def test_without_an_installation_there_is_no_submission_to_explain(vigie: Vigie, data: Path) -> None:
    ran = vigie("explain", "V-0001")
    assert (ran.code, ran.out) == (2, "")
    assert "Il n’y a pas encore de journal" in ran.complaint
    assert not data.exists()


def test_explaining_a_submission_changes_nothing(vigie: Vigie, told: str) -> None:
    before = vigie("trail", "export").out
    vigie("explain", told)
    assert vigie("trail", "export").out == before
