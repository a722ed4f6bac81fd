"""Declaring a use of AI in a browser, in French, on a phone; then the page that the public gets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.handlers.desk.conftest import ComeIn
from tests.handlers.desk.running import RunningDesk

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
LABEL = "Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’équipe."


def fill_in(page: Page, subject: str) -> None:
    page.get_by_label("À quoi l’IA a-t-elle servi").select_option("Rédiger un texte")
    page.get_by_label("De quoi s’agit-il").fill(subject)
    page.get_by_label("Avec quel outil").fill("chatgpt")
    page.get_by_label("Une partie du résultat").check()
    page.get_by_label("Non", exact=True).check()
    page.get_by_label("Quelqu’un de l’équipe").check()
    page.get_by_label("Vérifié comment").fill("Relu en entier")
    page.get_by_label("Dans le texte").check()


def test_a_use_is_declared_labelled_corrected_and_withdrawn(desk: RunningDesk, come_in: ComeIn) -> None:
    page = come_in(desk, "Camille", viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Registre").click()
    page.get_by_role("link", name="Déclarer un usage de l’IA").click()
    fill_in(page, "Discours de Camille")
    page.locator("#use-check ~ .suggestions .suggestion").first.click()
    expect(page.locator("#use-check")).to_have_value("Relu en entier, sources vérifiées")
    page.get_by_role("button", name="Déclarer", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Déclaré\u00a0: rien ne s’y oppose")
    page.get_by_role("button", name="Copier Dans un post").first.click()
    expect(page.get_by_role("button", name="Copié Dans un post").first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == LABEL

    page.get_by_role("link", name="Corriger").click()
    page.get_by_label("Avec quel outil").fill("Le Chat")
    page.get_by_label("Qui le fournit").fill("")
    page.get_by_role("button", name="Corriger").click()
    expect(page.locator(".changes")).to_have_text("Outil\u00a0: ChatGPT (OpenAI) → Le Chat (Mistral AI)")

    _the_public_page_names_nobody(page, desk)
    page.goto(f"{desk.address}/registre/D-0001")
    page.locator("summary", has_text="Retirer").click()
    page.locator("#withdraw-reason ~ .suggestions .suggestion").first.click()
    page.get_by_role("button", name="Retirer", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Retiré")
    expect(page.locator(".story")).to_contain_text("Camille retire la déclaration D-0001 — Déclaré deux fois.")


def _the_public_page_names_nobody(page: Page, desk: RunningDesk) -> None:
    page.goto(f"{desk.address}/registre")
    with page.expect_download() as download:
        page.get_by_role("link", name="Édition publique, en page web").click()
    saved = Path(download.value.path())
    assert re.fullmatch(r"registre-ia-\d{4}-\d\d-\d\d\.html", download.value.suggested_filename)
    text = saved.read_text("utf-8")
    assert "Discours d’une personne" in text
    assert "Camille" not in text


def test_without_scripts_a_mistake_is_told_next_to_its_field_and_nothing_is_lost(
    lasting_desk: RunningDesk, come_in: ComeIn
) -> None:
    page = come_in(lasting_desk, "Camille", viewport=PHONE, java_script_enabled=False)
    page.goto(f"{lasting_desk.address}/registre/declarer")
    fill_in(page, "🌹🌹")
    page.get_by_role("button", name="Déclarer", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Pas encore envoyé")
    expect(page.locator("#use-subject-problem")).to_have_text("Dites de quoi il s’agit, avec des mots.")
    expect(page.locator(".field-problem")).to_have_count(1)
    expect(page.get_by_label("Quelqu’un de l’équipe")).to_be_checked()
    page.get_by_label("De quoi s’agit-il").fill("Tract sur les crèches")
    page.get_by_role("button", name="Déclarer", exact=True).click()
    expect(page.locator(".label-text").first).to_have_text(LABEL)


def test_a_forbidden_use_shows_its_article(lasting_desk: RunningDesk, come_in: ComeIn) -> None:
    page = come_in(lasting_desk, "Camille", viewport=PHONE)
    page.goto(f"{lasting_desk.address}/registre/declarer")
    fill_in(page, "Affiche de rentrée")
    page.get_by_label("À quoi l’IA a-t-elle servi").select_option("Générer une image")
    page.get_by_role("button", name="Déclarer", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La charte interdit cet usage")
    expect(page.locator(".ground .article")).to_have_text("Article 1")
    expect(page.locator(".label-text")).to_have_count(0)
