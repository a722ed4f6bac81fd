"""A charter changes while the desk is open: over HTTP, as two people do it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest

from bot.card import board
from bot.people import Role, add
from policy.charter.load import load_file
from tests.bot.charter_file import VERSION, CharterFile
from tests.handlers.desk.pictures import photo
from tests.handlers.desk.running import RunningDesk, Visitor, open_desk


@pytest.fixture
def charter_file(tmp_path: Path) -> CharterFile:
    return CharterFile.beside(tmp_path / "charter")


@pytest.fixture
def desk(tmp_path: Path, charter_file: CharterFile) -> Iterator[RunningDesk]:
    """A desk whose charter may be edited, with Sacha as charter officer."""
    with open_desk(tmp_path / "data", charter_file.settings) as running:
        join(running, "Sacha", Role.CHARTER_OFFICER)
        yield running


def join(desk: RunningDesk, name: str, role: Role) -> None:
    with desk.house.database.writing() as connection:
        desk.people[name] = add(connection, name, frozenset({role}), at=desk.house.clock())


def page(visitor: Visitor) -> str:
    answer = visitor.client.get("/charte")
    assert answer.status_code == 200
    return words(answer)


def words(answer: httpx.Response) -> str:
    return re.sub(r"\s+", " ", unescape(answer.text))


def press(visitor: Visitor, verb: str, sha256: str, **changes: str) -> httpx.Response:
    form = {"csrf": visitor.csrf, "verb": verb, "sha256": sha256} | changes
    return visitor.client.post("/charte/changement", data=form)


def digest(charter_file: CharterFile) -> str:
    return load_file(charter_file.path).sha256


def reviewable(desk: RunningDesk, visitor: Visitor) -> str:
    reference = visitor.drop_and_wait(("market.jpg", photo()))
    assert visitor.press(reference, "state", value="own-photo").status_code == 303
    return reference


def tone(desk: RunningDesk, reference: str) -> str:
    return board.card(desk.house, desk.people["Dominique"], reference, desk.house.catalogue()).tone


def test_two_people_change_the_charter_while_the_desk_is_open(desk: RunningDesk, charter_file: CharterFile) -> None:
    camille, dominique, sacha = (desk.come_in(name) for name in ("Camille", "Dominique", "Sacha"))
    reference = reviewable(desk, camille)
    assert "/charte/changement" not in page(dominique)

    charter_file.forbid_photos()
    shown = page(dominique)
    assert "Le fichier de la charte a changé : version 4" in shown
    assert "Ce que décident les règles change" in shown
    assert "1 avis passerait de « rien ne s’oppose » à « défavorable »." in shown
    assert f'href="/depots/{reference}"' in shown
    assert '<span class="line-added">+ - id: no-photo' in shown

    sha256 = digest(charter_file)
    assert press(dominique, "propose", sha256).status_code == 303
    assert "Dominique a proposé la version 4" in page(sacha)
    assert "attend votre réponse" in words(sacha.client.get("/"))
    assert "attend votre réponse" not in words(dominique.client.get("/"))

    refused = press(dominique, "approve", sha256)
    assert refused.status_code == 403
    assert "à une autre personne de l’approuver" in words(refused)
    assert tone(desk, reference) == "clear"

    assert press(sacha, "approve", sha256).status_code == 303
    assert desk.house.charter.version == "4"
    assert tone(desk, reference) == "stop"
    assert "version 4" in page(camille)
    assert "/charte/changement" not in page(sacha)
    assert "Sacha approuve la charte modifiée" in words(camille.client.get("/journal"))
    assert 'class="verification tone-clear"' in camille.client.get("/journal/verification").text


def test_other_words_alone_are_said_to_be_other_words(desk: RunningDesk, charter_file: CharterFile) -> None:
    charter_file.reword()
    shown = page(desk.come_in("Dominique"))
    assert "Seuls les mots changent" in shown
    assert '<span class="line-removed">- fr: Un bouton suffit.' in shown


def test_a_file_with_mistakes_is_told_and_the_last_good_charter_goes_on(
    desk: RunningDesk, charter_file: CharterFile
) -> None:
    charter_file.edit("effet: interdire", "effet: interdir")
    camille = desk.come_in("Camille")
    shown = page(camille)
    assert f"Vigie continue avec la dernière charte valable, version {VERSION}." in shown
    assert "vouliez-vous dire « interdire » ?" in shown
    assert "/charte/changement" not in shown
    assert tone(desk, reviewable(desk, camille)) == "clear"


def test_a_file_that_fails_its_own_examples_is_told_too(desk: RunningDesk, charter_file: CharterFile) -> None:
    charter_file.edit("attendu: {avis: défavorable, règles: [no-generated-image]}", "attendu: {avis: réservé}")
    shown = page(desk.come_in("Dominique"))
    assert "ne passe pas sa propre vérification" in shown
    assert "Affiche générée" in shown


def test_an_author_sees_the_change_and_why_no_button_is_there(desk: RunningDesk, charter_file: CharterFile) -> None:
    charter_file.ask_two()
    camille = desk.come_in("Camille")
    shown = page(camille)
    assert "Votre rôle ne vous permet pas de décider de la charte." in shown
    assert "/charte/changement" not in shown
    assert press(camille, "propose", digest(charter_file)).status_code == 403
    assert desk.house.charter.version == VERSION


def test_who_decides_alone_is_told_how_to_add_somebody(desk: RunningDesk, charter_file: CharterFile) -> None:
    join(desk, "Sacha", Role.AUDITOR)
    charter_file.ask_two()
    assert "vigie people add NOM --role reviewer" in page(desk.come_in("Dominique"))


def test_a_form_of_another_session_or_an_unknown_button_changes_nothing(
    desk: RunningDesk, charter_file: CharterFile
) -> None:
    charter_file.ask_two()
    dominique, sha256 = desk.come_in("Dominique"), digest(charter_file)
    assert press(dominique, "propose", sha256, csrf="x").status_code == 403
    assert press(dominique, "adopt", sha256).status_code == 422
    assert press(dominique, "propose", "0" * 64).status_code == 409
    assert "a proposé" not in page(dominique)


def test_a_proposal_that_the_file_left_behind_can_be_dropped(desk: RunningDesk, charter_file: CharterFile) -> None:
    charter_file.ask_two()
    dominique, sacha = desk.come_in("Dominique"), desk.come_in("Sacha")
    sha256 = digest(charter_file)
    press(dominique, "propose", sha256)
    charter_file.restore()
    assert "ne peut plus qu’être abandonnée" in page(sacha)
    assert press(sacha, "drop", sha256).status_code == 303
    assert "/charte/changement" not in page(sacha)


def test_what_is_written_in_the_file_is_shown_and_never_run(desk: RunningDesk, charter_file: CharterFile) -> None:
    charter_file.edit("Un bouton suffit.", "<script>alert(1)</script>")
    answer = desk.come_in("Dominique").client.get("/charte")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text
