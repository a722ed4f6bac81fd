from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot import workflow
from policy.declaration import Purpose
from policy.sandbox import Sandbox
from tests.bot.cli.conftest import Vigie
from tests.bot.declarations import DRAFTED
from tests.bot.scene import open_scene


@pytest.fixture
def declared(data: Path, sandbox: Sandbox) -> None:
    """A data folder with four declared uses: two public, one among us, one refused."""
    with open_scene(data, sandbox=sandbox) as scene:
        for use in (
            replace(DRAFTED, subject="Discours de Camille"),
            replace(DRAFTED, purpose=Purpose.TRANSLATION, tool="DeepL", provider="DeepL"),
            replace(DRAFTED, public=False),
            replace(DRAFTED, purpose=Purpose.DECISION),
        ):
            workflow.declare(scene.house, scene.people["Camille"], use)


@pytest.mark.usefixtures("declared")
def test_the_register_is_a_table_for_a_spreadsheet_unless_told_otherwise(vigie: Vigie) -> None:
    ran = vigie("register")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("\ufeffNuméro;")
    assert len(ran.out.splitlines()) == 3
    assert "Camille" not in ran.out


@pytest.mark.usefixtures("declared")
def test_the_auditor_gets_what_is_not_public_too(vigie: Vigie) -> None:
    everything = json.loads(vigie("register", "--format", "json", "--all").out)
    assert everything["filters"]["all"] is True
    assert sorted(use["status"] for use in everything["uses"]) == ["refused", "standing", "standing", "standing"]
    assert {use["declared_by"] for use in everything["uses"]} == {"Camille"}
    assert "Camille" in vigie("register", "--all").out


@pytest.mark.usefixtures("declared")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--purpose", "traduction"], ["translation"]),
        (["--purpose", "Translation"], ["translation"]),
        (["--tool", "chatgpt"], ["drafting"]),
        (["--since", "2026-11-25"], []),
        (["--until", "2026-11-24", "--since", "2026-11-24"], ["translation", "drafting"]),
    ],
)
def test_it_can_be_narrowed_down(vigie: Vigie, words: list[str], found: list[str]) -> None:
    ran = vigie("register", "--format", "json", *words)
    assert [use["purpose"] for use in json.loads(ran.out)["uses"]] == found


@pytest.mark.usefixtures("declared")
def test_the_page_is_one_file_that_names_nobody(vigie: Vigie) -> None:
    ran = vigie("register", "--format", "html")
    assert ran.out.startswith("<!doctype html>")
    assert "Discours d’une personne" in ran.out
    assert "Camille" not in ran.out


@pytest.mark.usefixtures("declared")
def test_an_empty_register_says_so_and_nothing_is_added_to_the_file(vigie: Vigie) -> None:
    ran = vigie("register", "--tool", "nowhere")
    assert (ran.code, len(ran.out.splitlines())) == (0, 1)
    assert "Aucun usage de l’IA" in ran.complaint


@pytest.mark.usefixtures("declared")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--since", "hier"], "« hier » n’est pas un jour. Écrivez-le comme 2026-11-24."),
        (["--purpose", "danser"], "« danser » n’est pas un but que Vigie connaît."),
        (["--format", "html", "--all"], "La page est pour le public"),
    ],
)
def test_words_that_make_no_sense_are_told(vigie: Vigie, words: list[str], sentence: str) -> None:
    ran = vigie("register", *words)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.complaint


def test_where_there_is_no_journal_none_is_made(vigie: Vigie, data: Path) -> None:
    ran = vigie("register")
    assert (ran.code, "Il n’y a pas encore de journal" in ran.complaint) == (1, True)
    assert not data.exists()
