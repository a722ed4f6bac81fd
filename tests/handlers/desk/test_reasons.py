from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from bot import workflow
from tests.handlers.desk.conftest import ComeIn
from tests.handlers.desk.pictures import generated, photo
from tests.handlers.desk.running import RunningDesk, Visitor

TRACED = "Lire https://ps92.fr/?utm_source=chatgpt.com avant jeudi."
PHONE = {"width": 390, "height": 844}


def submit_draft(desk: RunningDesk, draft: str) -> str:
    return workflow.submit(desk.house, desk.people["Camille"], [], draft=draft, channel="desk")


def words(visitor: Visitor, reference: str) -> str:
    answer = visitor.client.get(f"/depots/{reference}/motifs")
    assert answer.status_code == 200
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]*>", " ", answer.text))


def test_a_refusal_is_told_with_its_evidence_its_quote_its_way_out_and_how_to_contest(
    lasting_desk: RunningDesk,
) -> None:
    camille = lasting_desk.come_in("Camille")
    told = words(camille, camille.drop_and_wait(("affiche.png", generated())))
    assert "AUTOMATIC1111" in told
    assert "La charte adoptée impose donc l’interdiction" in told
    assert "Prenez une photo de terrain" in told
    for heading in ("Way out", "What the charter says", "Facts relied on", "Contesting it"):
        assert lasting_desk.say(heading) in told


def test_every_file_and_the_text_is_told_apart(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = camille.drop_and_wait(("affiche.png", generated()), ("photo.jpg", photo()))
    page = camille.client.get(f"/depots/{reference}/motifs").text
    assert page.count('<article class="reasons tone-stop"') == 1
    assert page.count('<article class="reasons tone-ask"') == 1


def test_a_text_with_traces_is_asked_and_not_accused(lasting_desk: RunningDesk) -> None:
    told = words(lasting_desk.come_in("Camille"), submit_draft(lasting_desk, TRACED))
    assert "utm_source=chatgpt.com" in told
    assert lasting_desk.say("It accuses nobody: such a trace also comes with a link or a quotation.") in told


def test_the_number_of_the_opinion_leads_to_its_entry(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = camille.drop_and_wait(("photo.jpg", photo((1, 2, 3))))
    page = camille.client.get(f"/depots/{reference}/motifs").text
    link = re.search(r'href="(/journal[^"#]+)#([^"]+)"', page)
    assert link
    assert f'id="{link[2]}"' in camille.client.get(link[1]).text


def test_whoever_may_read_the_card_may_read_the_reasons_and_nobody_else(lasting_desk: RunningDesk) -> None:
    reference = submit_draft(lasting_desk, TRACED)
    assert words(lasting_desk.come_in("Dominique"), reference)
    answer = lasting_desk.visitor().get(f"/depots/{reference}/motifs")
    assert answer.status_code != 200
    assert "utm_source" not in answer.text


@pytest.mark.parametrize("missing", [True, False])
def test_where_there_is_nothing_to_explain_a_sentence_says_so(lasting_desk: RunningDesk, missing: bool) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = "V-9999"
    if not missing:
        reference = camille.drop_and_wait(("photo.jpg", photo((9, 9, 9))))
        assert camille.press(reference, "state", value="own-photo").status_code == 303
    answer = camille.client.get(f"/depots/{reference}/motifs")
    assert answer.status_code == 404
    sentence = "There is no submission {reference}." if missing else "There are no reasons to give for {reference}."
    assert lasting_desk.say(sentence, reference=reference) in answer.text


def test_mark_up_in_a_name_or_a_text_stays_text(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = camille.drop_and_wait(("<img src=x onerror=alert(1)>.jpg", photo((7, 7, 7))))
    page = camille.client.get(f"/depots/{reference}/motifs").text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_reasons_fit_a_phone(lasting_desk: RunningDesk, come_in: ComeIn, scheme: str) -> None:
    reference = submit_draft(lasting_desk, TRACED + " " + "mot" * 200)
    page = come_in(lasting_desk, "Camille", viewport=PHONE, color_scheme=scheme)
    page.goto(f"{lasting_desk.address}/depots/{reference}/motifs")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
