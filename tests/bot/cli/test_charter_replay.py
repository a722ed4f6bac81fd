from __future__ import annotations

from pathlib import Path

import pytest

from policy.sandbox import Sandbox
from tests.bot.charter_file import VERSION, CharterFile
from tests.bot.cli.conftest import Vigie
from tests.bot.scene import open_scene
from tests.bot.workflow.files import PHOTO, reviewable


@pytest.fixture
def charter_file(tmp_path: Path) -> CharterFile:
    return CharterFile.beside(tmp_path / "charter")


@pytest.fixture
def lived(data: Path, sandbox: Sandbox) -> Path:
    """An installation with one silent photo and two that could be approved, all judged on 24 November 2026."""
    with open_scene(data, sandbox=sandbox) as scene:
        scene.submit(PHOTO)
        reviewable(scene)
        reviewable(scene)
    return data


@pytest.mark.usefixtures("lived")
def test_the_charter_in_force_would_change_nothing(vigie: Vigie) -> None:
    ran = vigie("charter", "replay")
    assert (ran.code, ran.err) == (0, "")
    assert "rien ne changerait" in ran.plain
    assert "mot pour mot" in ran.plain


@pytest.mark.usefixtures("lived")
def test_other_words_alone_are_said_to_be_other_words(vigie: Vigie, charter_file: CharterFile) -> None:
    charter_file.reword()
    ran = vigie("charter", "replay", charter_file.path)
    assert ran.code == 0
    assert "Seuls les mots changent" in ran.plain
    assert "Sur 3 avis rendus jusqu’ici, rien ne changerait." in ran.plain


@pytest.mark.usefixtures("lived")
def test_what_would_change_is_told_with_the_rule_and_the_submissions(vigie: Vigie, charter_file: CharterFile) -> None:
    charter_file.forbid_photos()
    ran = vigie("charter", "replay", charter_file.path)
    assert ran.code == 0
    assert f"version 4, à côté de la version {VERSION} en vigueur" in ran.plain
    assert "Ce que décident les règles change" in ran.plain
    assert "2 avis passeraient de « rien ne s’oppose » à « défavorable ». (V-0002, V-0003)" in ran.plain
    assert "« Plus de photos cette année. »" in ran.plain


@pytest.mark.usefixtures("lived")
def test_in_english_too(vigie: Vigie, charter_file: CharterFile) -> None:
    charter_file.ask_two()
    ran = vigie("charter", "replay", charter_file.path, VIGIE_LANGUAGE="en")
    assert "3 opinions would ask for other approvals: 2 × reviewer, in the place of: 1 × reviewer." in ran.plain


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize(("day", "told"), [("2026-11-24", "(3), 2 changeraient"), ("2026-11-25", "Aucun avis")])
def test_only_what_was_judged_since_a_day_is_counted(
    vigie: Vigie, charter_file: CharterFile, day: str, told: str
) -> None:
    charter_file.forbid_photos()
    ran = vigie("charter", "replay", charter_file.path, "--since", day)
    assert ran.code == 0
    assert told in ran.plain


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("day", ["hier", "2026-13-01", "2026-11-24T10:00", ""])
def test_what_is_no_date_is_a_mistake_of_usage(vigie: Vigie, day: str) -> None:
    ran = vigie("charter", "replay", "--since", day)
    assert ran.code == 2
    assert "2026-11-24" in ran.complaint


@pytest.mark.usefixtures("lived")
def test_a_charter_with_mistakes_is_said_to_have_them(vigie: Vigie, charter_file: CharterFile) -> None:
    charter_file.edit("effet: interdire", "effet: interdir")
    ran = vigie("charter", "replay", charter_file.path)
    assert (ran.code, ran.out) == (1, "")
    assert "interdire" in ran.complaint


def test_without_a_journal_there_is_nothing_to_compare_with(vigie: Vigie, data: Path) -> None:
    ran = vigie("charter", "replay")
    assert (ran.code, ran.out) == (1, "")
    assert "journal" in ran.complaint
    assert not data.exists()
