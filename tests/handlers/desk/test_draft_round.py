"""A draft post as two people live it, in French: traces, declaration, label, three ticks, and the register."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.bot.workflow.drafts import LABEL, TRACED
from tests.handlers.desk.conftest import ComeIn
from tests.handlers.desk.running import RunningDesk

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def card(page: Page) -> Locator:
    return page.locator("article#V-0001")


def expect_verdict(page: Page, words: str) -> None:
    expect(card(page).locator(".verdict-words")).to_have_text(words)


def test_a_pasted_text_is_cleared_up_declared_labelled_approved_and_in_the_register(
    desk: RunningDesk, come_in: ComeIn
) -> None:
    camille, dominique = come_in(desk, "Camille", viewport=PHONE), come_in(desk, "Dominique", viewport=PHONE)
    a_text_with_traces_asks_and_accuses_nobody(camille)
    a_declared_use_without_a_label_is_not_enough(camille)
    the_label_is_pasted_into_the_text(camille)
    another_person_ticks_three_times_and_answers_for_it(dominique)
    the_register_shows_it(camille)


def a_text_with_traces_asks_and_accuses_nobody(page: Page) -> None:
    page.get_by_label("Texte du post").fill(TRACED)
    page.get_by_role("button", name="Déposer", exact=True).click()
    expect_verdict(page, "Avis réservé\u00a0: il manque quelque chose")
    expect(card(page)).to_contain_text("C’est à son auteur·rice de dire s’il a servi.")
    expect(card(page)).to_contain_text("un lien copié depuis un assistant IA")
    expect(card(page).locator(".ground")).to_have_count(0)
    expect(card(page).locator(".question-text")).to_have_text("Une IA a-t-elle aidé à écrire ce texte\u202f?")


def a_declared_use_without_a_label_is_not_enough(page: Page) -> None:
    card(page).locator("summary", has_text="Oui, une IA a aidé…").click()
    form = card(page).locator("details[open] form")
    form.get_by_label("À quoi l’IA a-t-elle servi").select_option("Rédiger un texte")
    form.get_by_label("Avec quel outil").fill("chatgpt")
    for answer in ("Une partie du résultat", "Non", "L’auteur·rice", "Dans le texte"):
        form.get_by_label(answer, exact=True).check()
    form.get_by_label("Vérifié comment").fill("Relu mot à mot.")
    form.get_by_role("button", name="Confirmer").click()
    expect(card(page).locator(".question-text")).to_have_text("La publication dit-elle qu’une IA a servi\u202f?")
    expect(card(page).locator(".ground .article")).to_have_text("Article 3")
    expect(card(page).locator(".label-ready-words")).to_contain_text("ChatGPT")


def the_label_is_pasted_into_the_text(page: Page) -> None:
    card(page).locator("summary", has_text="Modifier le texte").click()
    form = card(page).locator("details[open] form")
    text = form.get_by_label("Texte du post")
    text.fill(f"{text.input_value().splitlines()[0]}\n\n{LABEL}")
    form.get_by_role("button", name="Enregistrer").click()
    expect_verdict(page, "Rien ne s’oppose")
    expect(card(page)).to_contain_text("version 2")
    expect(card(page).locator(".draft-changes ins")).to_contain_text("avec l’aide d’une IA")


def another_person_ticks_three_times_and_answers_for_it(page: Page) -> None:
    page.get_by_role("link", name="Du nouveau").click()
    card(page).locator("summary", has_text="Donner mon visa").click()
    form = card(page).locator("details[open] form")
    approve = form.get_by_role("button", name="Donner mon visa", exact=True)
    form.get_by_label("Les faits sont exacts").check()
    form.get_by_label("C’est vraisemblable").check()
    approve.click()
    expect_verdict(page, "Rien ne s’oppose")
    form.get_by_label("Les sources sont vérifiées").check()
    form.get_by_label("Qui porte la responsabilité éditoriale").fill("Dominique")
    approve.click()
    expect_verdict(page, "Visa accordé")


def the_register_shows_it(page: Page) -> None:
    page.get_by_role("link", name="Registre").click()
    expect(page.locator("main")).to_contain_text("ChatGPT")
    expect(page.locator("main")).to_contain_text("V-0001")
