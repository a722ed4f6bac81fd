"""« Mon compte »: who one is here, a code for another account, and all that is held."""

from __future__ import annotations

import re

from bot.people.accounts import join_with_code
from tests.handlers.desk.running import RunningDesk


def test_a_code_from_the_desk_links_an_account_elsewhere(desk: RunningDesk) -> None:
    visitor = desk.come_in("Camille")
    page = visitor.client.get("/compte").text
    assert "auteur·rice" in page
    assert "Aucun pour l’instant" in page
    answer = visitor.client.post("/compte/code", data={"csrf": visitor.csrf}).text
    code = re.search(r"<strong>([A-Z2-9]{4}-[A-Z2-9]{4})</strong>", answer)
    assert code
    assert join_with_code(desk.house, "telegram", "4567", code[1]).id == desk.people["Camille"].id
    assert "Telegram · <bdi>4567</bdi>" in visitor.client.get("/compte").text


def test_only_ones_own_form_makes_a_code(desk: RunningDesk) -> None:
    assert desk.come_in("Camille").client.post("/compte/code", data={"csrf": "x"}).status_code == 403


def test_everybody_may_save_what_is_held_on_them_and_nobody_elses(desk: RunningDesk) -> None:
    visitor = desk.come_in("Camille")
    visitor.client.post("/depots", data={"csrf": visitor.csrf, "draft": "Bonjour."}, files={"files": ("", b"")})
    held = visitor.client.get("/compte/donnees").json()
    assert (held["name"], held["submissions"]) == ("Camille", ["V-0001"])
    assert any(entry["words"].get("draft") == "Bonjour." for entry in held["entries"])
    assert desk.come_in("Dominique").client.get("/compte/donnees").json()["submissions"] == []
