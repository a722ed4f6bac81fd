from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot import workflow
from bot.people import Role, add
from bot.trail.erase import erase
from bot.workflow.declaring import all_declared
from policy.declaration import Declaration, Purpose
from tests.bot.declarations import ANSWERS, DRAFTED
from tests.handlers.desk.running import RunningDesk, Visitor


def send(visitor: Visitor, address: str, answers: dict[str, str], **hidden: str) -> httpx.Response:
    """Send a form as a browser without scripts does."""
    data: dict[str, Any] = {f"answer-{name}": value for name, value in answers.items() if value}
    return visitor.client.post(address, data={"csrf": visitor.csrf, **hidden, **data})


def declare(visitor: Visitor, **changes: str) -> str:
    """Declare a use and return its address."""
    answer = send(visitor, "/registre/declarer", ANSWERS | changes)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def known(desk: RunningDesk) -> dict[str, Declaration]:
    with desk.house.database.reading() as connection:
        return {item.reference: item.declaration for item in all_declared(connection).values()}


def plain(answer: httpx.Response) -> str:
    return html.unescape(answer.text)


def test_a_declared_use_is_recorded_and_answered_with_its_labels(desk: RunningDesk) -> None:
    camille = desk.come_in("Camille")
    address = declare(camille)
    assert known(desk) == {"D-0001": DRAFTED}
    page = plain(camille.client.get(address))
    assert "Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’équipe." in page
    assert "Text written with the help of AI (ChatGPT), checked by the team." in page
    assert 'href="/registre/D-0001"' in camille.client.get("/registre").text


def test_a_forbidden_purpose_is_refused_with_its_article_and_recorded_as_asked(desk: RunningDesk) -> None:
    camille = desk.come_in("Camille")
    page = plain(camille.client.get(declare(camille, purpose=Purpose.IMAGE_GENERATION)))
    assert "La charte interdit cet usage" in page
    assert "Article 1" in page
    assert "l’interdiction de générer des images par IA" in page
    assert "Prenez une photo de terrain" in page
    assert "inscrite au journal comme refusée" in page
    assert "Refusé par la charte" in plain(camille.client.get("/registre"))


def test_what_was_typed_is_kept_and_each_mistake_stands_next_to_its_field(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    before = known(lasting_desk)
    long = "mot " * 5_000
    answer = send(camille, "/registre/declarer", ANSWERS | {"purpose": "🌹", "tool": "!!", "subject": long})
    page = plain(answer)
    assert answer.status_code == 422
    assert long.strip() in page
    assert 'id="use-tool-problem">Nommez l’outil, avec des mots.' in page
    assert 'id="use-purpose-problem">Choisissez une des réponses.' in page
    assert re.search(r'id="use-subject-problem">Raccourcissez\W+300 caractères au plus\.', page)
    assert re.search(r'<input id="use-tool"[^>]* aria-invalid="true"', page)
    assert 'value="colleague" checked' in page
    assert known(lasting_desk) == before


def test_mark_up_that_somebody_types_is_shown_as_text(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    address = declare(camille, subject="<img src=x onerror=alert(1)>", tool='"><script>')
    for path in (address, "/registre", f"{address}/corriger"):
        page = camille.client.get(path).text
        assert "<img src=x" not in page
        assert '"><script>' not in page


def test_a_correction_is_a_new_revision_and_shows_what_changed(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    address = declare(camille)
    form = plain(camille.client.get(f"{address}/corriger"))
    assert 'value="Tract sur les crèches"' in form
    assert '<option value="drafting" selected>' in form
    answer = send(camille, f"{address}/corriger", ANSWERS | {"tool": "Claude"}, revision="1")
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    page = plain(camille.client.get(address))
    assert "ChatGPT (OpenAI) → Claude (Anthropic)" in page
    assert "version 2" in page


def test_a_correction_of_what_was_corrected_meanwhile_keeps_what_was_typed(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    address = declare(camille)
    send(camille, f"{address}/corriger", ANSWERS | {"tool": "Claude"}, revision="1")
    answer = send(camille, f"{address}/corriger", ANSWERS | {"tool": "Gemini"}, revision="1")
    assert answer.status_code == 409
    assert "corrigée entre-temps" in plain(answer)
    assert 'value="Gemini"' in answer.text


def test_a_correction_into_a_forbidden_use_is_refused_with_its_article_and_leaves_the_first_as_it_was(
    lasting_desk: RunningDesk,
) -> None:
    camille = lasting_desk.come_in("Camille")
    address = declare(camille)
    answer = send(camille, f"{address}/corriger", ANSWERS | {"purpose": "decision"}, revision="1")
    assert answer.status_code == 303
    assert answer.headers["location"] != address
    assert "Article 4" in plain(camille.client.get(answer.headers["location"]))
    assert "Prendre une décision" not in plain(camille.client.get(address))


def test_a_withdrawal_takes_a_reason_and_leaves_the_declaration_readable(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    address = declare(camille)
    refused = send(camille, f"{address}/retirer", {"reason": " "}, revision="1")
    assert refused.status_code == 422
    assert lasting_desk.say("A reason is needed.") in plain(refused)
    assert send(camille, f"{address}/retirer", {"reason": "Déclaré deux fois."}, revision="1").status_code == 303
    page = plain(camille.client.get(address))
    assert "Déclaré deux fois." in page
    assert "Tract sur les crèches" in page
    assert "/corriger" not in page


def test_nobody_changes_what_somebody_else_declared(lasting_desk: RunningDesk) -> None:
    address = declare(lasting_desk.come_in("Camille"))
    dominique = lasting_desk.come_in("Dominique")
    assert "/corriger" not in dominique.client.get(address).text
    assert dominique.client.get(f"{address}/corriger").status_code == 303
    assert send(dominique, f"{address}/corriger", ANSWERS, revision="1").status_code == 403
    assert send(dominique, f"{address}/retirer", {"reason": "Non."}, revision="1").status_code == 403


def test_whoever_only_reads_has_no_form(lasting_desk: RunningDesk) -> None:
    house = lasting_desk.house
    with house.database.writing() as connection:
        lasting_desk.people["Maxime"] = add(connection, "Maxime", frozenset({Role.AUDITOR}), at=house.clock())
    maxime = lasting_desk.come_in("Maxime")
    assert "/registre/declarer" not in maxime.client.get("/registre").text
    assert maxime.client.get("/registre/declarer").status_code == 403
    assert send(maxime, "/registre/declarer", ANSWERS).status_code == 403


@pytest.mark.parametrize("path", ["/registre/declarer", "/registre/D-0001/corriger", "/registre/D-0001/retirer"])
def test_a_form_that_is_not_ours_changes_nothing(lasting_desk: RunningDesk, path: str) -> None:
    camille = lasting_desk.come_in("Camille")
    before = known(lasting_desk)
    answer = camille.client.post(path, data={"csrf": "guessed"} | {f"answer-{k}": v for k, v in ANSWERS.items()})
    assert answer.status_code == 403
    assert known(lasting_desk) == before


def test_an_unknown_declaration_is_nothing_in_sight(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    assert camille.client.get("/registre/D-9999").status_code == 404
    assert send(camille, "/registre/D-9999/retirer", {"reason": "Non."}, revision="x").status_code == 404


def test_the_journal_leads_to_a_declaration(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    address = declare(camille)
    assert f'href="{address}"' in camille.client.get("/journal").text


def test_somebody_whom_an_erasure_left_without_words_is_still_listed(desk: RunningDesk) -> None:
    workflow.declare(desk.house, desk.people["Camille"], replace(DRAFTED, purpose=Purpose.RESEARCH))
    with desk.house.database.writing() as connection:
        erase(connection, desk.people["Camille"].id, at=desk.house.clock(), actor=None)
    dominique = desk.come_in("Dominique")
    page = plain(dominique.client.get("/registre"))
    assert "une personne effacée" in page
    assert "Chercher des informations · ChatGPT" in page
