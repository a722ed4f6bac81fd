from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from bot.settings import Settings
from handlers.desk.headers import Hosts
from tests.handlers.desk.pictures import photo
from tests.handlers.desk.running import RunningDesk, open_desk

PAGES = [
    "/",
    "/depots/V-0001",
    "/depots/V-0001/fiche",
    "/journal",
    "/journal/verification",
    "/journal/export",
]
PAGES += ["/charte", "/en-direct", f"/vignettes/{'a' * 64}", f"/originaux/{'a' * 64}"]


@pytest.mark.parametrize("path", PAGES)
def test_without_a_session_there_is_only_the_way_to_a_link(lasting_desk: RunningDesk, path: str) -> None:
    lasting_desk.come_in("Camille").drop_and_wait(("secret-name.jpg", photo()))
    with lasting_desk.visitor() as visitor:
        answer = visitor.get(path)
    assert answer.status_code == 403
    assert "vigie people link" in answer.text
    assert "secret-name" not in answer.text
    assert "Camille" not in answer.text


@pytest.mark.parametrize("path", ["/depots", "/depots/V-0001/gestes", "/sortir"])
def test_without_a_session_nothing_is_taken_in(lasting_desk: RunningDesk, path: str) -> None:
    with lasting_desk.visitor() as visitor:
        assert visitor.post(path, data={"verb": "approve"}).status_code == 403


def test_a_personal_link_opens_a_session_that_no_script_can_read(lasting_desk: RunningDesk) -> None:
    with lasting_desk.visitor() as visitor:
        answer = visitor.get(lasting_desk.link("Camille"))
        assert answer.status_code == 303
        assert answer.headers["location"] == "/"
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert lasting_desk.say("Hello, {name}.", name="Camille") in visitor.get("/").text


def test_a_messaging_app_that_looks_at_a_link_opens_no_session(lasting_desk: RunningDesk) -> None:
    with lasting_desk.visitor() as visitor:
        assert "set-cookie" not in visitor.head(lasting_desk.link("Camille")).headers


def test_an_unknown_link_is_answered_with_a_sentence(lasting_desk: RunningDesk) -> None:
    with lasting_desk.visitor() as visitor:
        answer = visitor.get("/entrer/no-such-token")
    assert answer.status_code == 403
    assert lasting_desk.say("This personal link is no longer valid.") in answer.text


def test_signing_out_ends_the_session_for_good(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    cookies = dict(camille.client.cookies)
    assert camille.client.post("/sortir", data={"csrf": camille.csrf}).status_code == 303
    with lasting_desk.visitor() as thief:
        thief.cookies.update(cookies)
        assert thief.get("/").status_code == 403


@pytest.mark.parametrize("token", ["", "guessed"])
@pytest.mark.parametrize("path", ["/depots", "/depots/V-0001/gestes", "/sortir"])
def test_a_form_without_our_token_is_refused(lasting_desk: RunningDesk, path: str, token: str) -> None:
    camille = lasting_desk.come_in("Camille")
    answer = camille.client.post(path, data={"csrf": token, "verb": "withdraw"}, headers={"x-csrf-token": token})
    assert answer.status_code in {403, 404}
    assert camille.client.get("/").status_code == 200


@pytest.mark.parametrize(
    "header", [{"origin": "https://example.org"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_form_from_another_site_is_refused_even_with_the_token(
    lasting_desk: RunningDesk, header: dict[str, str]
) -> None:
    camille = lasting_desk.come_in("Camille")
    answer = camille.client.post("/sortir", data={"csrf": camille.csrf}, headers=header)
    assert answer.status_code == 403
    assert camille.client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/charte", "/static/desk.css", "/nowhere", "/sante"])
def test_every_answer_carries_the_headers_that_keep_strangers_out(lasting_desk: RunningDesk, path: str) -> None:
    headers = lasting_desk.come_in("Camille").client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] in {"no-store", "no-cache"}
    assert "server" not in headers


def test_pages_are_never_kept_by_the_browser(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    assert {camille.client.get(path).headers["cache-control"] for path in ("/", "/journal", "/charte")} == {"no-store"}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8765", "", "[::2]:80"])
def test_a_foreign_host_name_is_turned_away(lasting_desk: RunningDesk, host: str) -> None:
    with lasting_desk.visitor() as visitor:
        answer = visitor.get("/sante", headers={"host": host})
    assert answer.status_code in {400, 421}  # 400: the HTTP parser itself refuses an empty one
    assert "ok" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "LOCALHOST:1", "[::1]:8765"])
def test_our_own_names_are_answered(lasting_desk: RunningDesk, host: str) -> None:
    with lasting_desk.visitor() as visitor:
        assert visitor.get("/sante", headers={"host": host}).text == "ok"


def test_a_desk_on_every_interface_answers_to_addresses_but_to_no_stranger_name() -> None:
    hosts = Hosts("0.0.0.0")
    assert hosts.answers_to("192.168.1.20:8765")
    assert hosts.answers_to("[fe80::1]:8765")
    assert not hosts.answers_to("evil.example")
    assert not Hosts("127.0.0.1").answers_to("192.168.1.20")
    assert Hosts("vigie.local").answers_to("vigie.local:8765")


def test_an_unknown_address_shows_a_way_back(lasting_desk: RunningDesk) -> None:
    answer = lasting_desk.come_in("Camille").client.get("/no/such/page")
    assert answer.status_code == 404
    assert 'href="/"' in answer.text


def test_a_fault_of_ours_is_a_reference_and_no_stack_trace(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with open_desk(tmp_path, Settings()) as desk:
        camille = desk.come_in("Camille")
        desk.house.database.close()
        for path in tmp_path.glob("vigie.db*"):
            path.unlink()
        answer = camille.client.get("/")
    assert answer.status_code == 500
    reference = re.search(r"[0-9a-f]{6}", answer.text.partition("<h1>")[2])
    assert reference
    assert reference[0] in caplog.text
    assert "Traceback" not in answer.text


def test_the_desk_listens_on_loopback_alone(lasting_desk: RunningDesk) -> None:
    assert httpx.URL(lasting_desk.address).host == "127.0.0.1"
    assert lasting_desk.house.settings.desk_host == "127.0.0.1"
