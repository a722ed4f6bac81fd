"""The whole round as two people live it, in French: `vigie run`, two browsers, and the journal in the end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.handlers.desk.pictures import generated, photo

pytestmark = pytest.mark.browser

NARROW = "\u202f"
PATIENCE = 30


@dataclass(frozen=True)
class Installation:
    """A data folder, and the command as a person runs it."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a fresh installation; the trust lists' addresses lead nowhere, quickly."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("VIGIE_")}
        mine = {"VIGIE_DATA_DIR": str(self.folder), "VIGIE_DESK_PORT": "0", "VIGIE_TRUST_ANCHORS": "/nowhere.pem"}
        return kept | mine | {"VIGIE_TRUST_ALLOWED": "/nowhere.pem", "PYTHONUNBUFFERED": "1"}

    def vigie(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        command = [sys.executable, "-m", "bot", *words]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    @contextmanager
    def running(self) -> Iterator[dict[str, str]]:
        """Run `vigie run` and give the personal links that it prints, by name."""
        command = [sys.executable, "-m", "bot", "run"]
        with subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout
                yield _links(process.stdout)
            finally:
                process.send_signal(signal.SIGINT)
                assert process.wait(PATIENCE) == 0


def _links(output: IO[str]) -> dict[str, str]:
    links: dict[str, str] = {}
    for line in output:
        if found := re.fullmatch(r"  (\w+) \(\S+\).*(http://127\.0\.0\.1:\d+/entrer/\S+)", line.rstrip()):
            links[found[1]] = found[2]
        if "Ctrl-C" in line:
            return links
    raise AssertionError("the desk has not started")


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """A machine on which Vigie was never started."""
    return Installation(tmp_path / "data")


def test_two_people_live_a_whole_round_and_the_journal_proves_it(installation: Installation, browser: Browser) -> None:
    with installation.running() as links:
        camille, dominique = _page(browser, links["Camille"]), _page(browser, links["Dominique"])
        _a_generated_image_is_refused_with_its_article_and_its_evidence(camille)
        _a_photo_without_metadata_takes_one_tap(camille)
        _its_author_cannot_approve(camille)
        _another_person_approves(dominique)
        expect(_card(camille, "V-0002").locator(".verdict-words")).to_have_text("Visa accordé")
        camille.context.close()
        dominique.context.close()

    intact = installation.vigie("trail", "verify")
    assert (intact.returncode, intact.stdout.splitlines()[0]) == (0, "✔ Le journal est intact.")

    entry = _change_one_byte_of_the_decision(installation.folder / "vigie.db")
    altered = installation.vigie("trail", "verify")
    assert altered.returncode == 1
    assert altered.stderr.startswith(f"✖ Le journal a été altéré\u00a0: entrée {entry}.")


def _page(browser: Browser, link: str) -> Page:
    page = browser.new_context(locale="fr-FR", viewport={"width": 390, "height": 844}).new_page()
    page.goto(link)
    return page


def _card(page: Page, reference: str) -> Locator:
    return page.locator(f"article#{reference}")


def _drop(page: Page, name: str, data: bytes) -> None:
    page.set_input_files("#files", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    page.get_by_role("button", name="Déposer", exact=True).click()


def _a_generated_image_is_refused_with_its_article_and_its_evidence(page: Page) -> None:
    _drop(page, "affiche.png", generated())
    card = _card(page, "V-0001")
    expect(card.locator(".verdict-words")).to_have_text("Avis défavorable")
    expect(card.locator(".ground .article")).to_have_text("Article 1")
    expect(card.locator(".ground blockquote")).to_contain_text("l’interdiction de générer des images par IA")
    found = card.locator(".evidence li").first
    expect(found.locator("dt")).to_have_text(["Ce qui a été relevé", "Où", "Force", "Ce que cela ne prouve pas"])
    expect(found).to_contain_text("AUTOMATIC1111")
    expect(found).to_contain_text("tEXt")


def _a_photo_without_metadata_takes_one_tap(page: Page) -> None:
    _drop(page, "marché.jpg", photo())
    card = _card(page, "V-0002")
    expect(card.locator(".verdict-words")).to_have_text("Avis réservé\u00a0: il manque quelque chose")
    card.get_by_role("button", name="J’ai pris cette photo", exact=True).click()
    expect(card.locator(".verdict-words")).to_have_text("Rien ne s’oppose")


def _its_author_cannot_approve(page: Page) -> None:
    expect(_card(page, "V-0002")).to_contain_text("C’est votre dépôt\u00a0: une autre personne décide.")
    expect(_card(page, "V-0002").get_by_text("Donner mon visa")).to_have_count(0)
    fingerprint = page.locator("#V-0002 input[name=fingerprint]").first.input_value()
    proof = page.locator("#V-0002 input[name=csrf]").first.input_value()
    forged = page.request.post(
        f"{page.url.rstrip('/')}/depots/V-0002/gestes",
        form={"csrf": proof, "fingerprint": fingerprint, "verb": "approve"},
    )
    assert forged.status == 403
    assert "une autre personne décide" in forged.text()


def _another_person_approves(page: Page) -> None:
    page.get_by_role("link", name="Du nouveau").click()
    card = _card(page, "V-0002")
    card.locator("summary", has_text="Donner mon visa").click()
    card.get_by_role("button", name="Donner mon visa", exact=True).click()
    expect(card.locator(".verdict-words")).to_have_text("Visa accordé")


def _change_one_byte_of_the_decision(database: Path) -> int:
    """Turn « approve » into « approvf » where the entry is stored; return the entry's number."""
    data = bytearray(database.read_bytes())
    at = data.find(b'"choice":"approve"')
    assert at > 0, "the decision is not in the file"
    start = data.rfind(b'{"actor"', 0, at)
    entry = re.search(rb'"seq":(\d+)', data[start : start + 2_000])
    data[at + len(b'"choice":"approv')] ^= 0b11
    database.write_bytes(data)
    assert entry
    return int(entry[1])
