"""The change of a charter as two people see it, in French, on a computer and on a phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.people import Role, add
from tests.bot.charter_file import CharterFile
from tests.handlers.desk.conftest import ComeIn
from tests.handlers.desk.pictures import photo
from tests.handlers.desk.running import RunningDesk, open_desk

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def charter_file(tmp_path: Path) -> CharterFile:
    return CharterFile.beside(tmp_path / "charter")


@pytest.fixture
def desk(tmp_path: Path, charter_file: CharterFile) -> Iterator[RunningDesk]:
    with open_desk(tmp_path / "data", charter_file.settings) as running:
        with running.house.database.writing() as connection:
            roles = frozenset({Role.CHARTER_OFFICER})
            running.people["Sacha"] = add(connection, "Sacha", roles, at=running.house.clock())
        yield running


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page where VIGIE_SCREENSHOTS names a folder."""
    if folder := os.environ.get("VIGIE_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=False)


def test_two_people_adopt_a_changed_charter(desk: RunningDesk, charter_file: CharterFile, come_in: ComeIn) -> None:
    camille = desk.come_in("Camille")
    reference = camille.drop_and_wait(("market.jpg", photo()))
    camille.press(reference, "state", value="own-photo")
    charter_file.forbid_photos()

    dominique = come_in(desk, "Dominique")
    dominique.get_by_role("link", name="Charte").click()
    notice = dominique.locator(".changed-charter")
    expect(notice).to_contain_text("1 avis passerait de")
    notice.get_by_text("Comparer les deux textes").click()
    expect(notice.locator(".line-added").first).to_be_visible()
    assert dominique.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    picture(dominique, "charter-changed")
    dominique.get_by_role("button", name="Proposer ce changement").click()
    expect(notice).to_contain_text("Vous avez proposé ce changement")

    sacha = come_in(desk, "Sacha", viewport=PHONE)
    sacha.get_by_role("link", name="Une nouvelle version de la charte attend votre réponse.").click()
    sacha.get_by_text("Comparer les deux textes").click()
    assert sacha.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    picture(sacha, "charter-to-approve")
    sacha.get_by_role("button", name="Approuver ce changement").click()
    expect(sacha.locator(".changed-charter")).to_have_count(0)
    expect(sacha.locator(".lead")).to_contain_text("version 4")
    sacha.goto(f"{desk.address}/depots/{reference}")
    expect(sacha.locator("article.card")).to_contain_text("Plus de photos cette année.")


def test_mistakes_in_the_file_are_read_above_the_charter(
    desk: RunningDesk, charter_file: CharterFile, come_in: ComeIn
) -> None:
    charter_file.edit("effet: interdire", "effet: interdir")
    page = come_in(desk, "Camille", viewport=PHONE)
    page.get_by_role("link", name="Charte").click()
    expect(page.locator(".mistakes li").nth(1)).to_contain_text("vouliez-vous dire")
    page.wait_for_load_state("load")  # its style sheets too
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    picture(page, "charter-broken")
