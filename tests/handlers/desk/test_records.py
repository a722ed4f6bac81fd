from __future__ import annotations

import json
from html import unescape

from tests.handlers.desk.pictures import photo
from tests.handlers.desk.running import RunningDesk


def test_the_journal_tells_what_happened_and_leads_back_to_the_card(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = camille.drop_and_wait(("a.jpg", photo()))
    page = camille.client.get("/journal").text
    assert f'href="/depots/{reference}"' in page
    assert 'id="e1"' in page


def test_the_stamp_of_a_card_leads_to_its_entry(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = camille.drop_and_wait(("b.jpg", photo((5, 5, 5))))
    page = camille.client.get(f"/depots/{reference}").text
    link = page.partition('class="stamp" href="')[2].partition('"')[0]
    path, _, anchor = link.partition("#")
    assert f'id="{anchor}"' in camille.client.get(path).text


def test_an_intact_journal_is_said_to_be_intact(lasting_desk: RunningDesk) -> None:
    answer = lasting_desk.come_in("Camille").client.get("/journal/verification")
    assert answer.status_code == 200
    assert '<section class="verification tone-clear" role="status">' in answer.text


def test_the_export_is_json_lines_to_be_saved(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    camille.drop_and_wait(("c.jpg", photo((6, 6, 6))))
    answer = camille.client.get("/journal/export")
    assert answer.headers["content-disposition"].startswith("attachment")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert lines[0]["size"] == len(lines) - 1


def test_the_charter_page_quotes_every_rule_or_says_what_it_rests_on(lasting_desk: RunningDesk) -> None:
    page = unescape(lasting_desk.come_in("Camille").client.get("/charte").text)
    for rule in lasting_desk.house.charter.rules:
        ground = rule.paraphrase.fr if rule.paraphrase else rule.quote
        assert ground
        assert ground in page
