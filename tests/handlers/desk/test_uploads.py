from __future__ import annotations

import http.client
import json
from pathlib import Path

import pytest

from bot.settings import Settings
from policy.limits import MEBIBYTE
from tests.handlers.desk.pictures import photo
from tests.handlers.desk.running import RunningDesk, open_desk

HOSTILE = {
    "mark-up": '"><img src=x onerror=alert(1)>.jpg',
    "newline": "two\r\nlines.jpg",
    "bidi": "exe\u202egpj.photo.jpg",
    "null": "nul\x00l.jpg",
    "slack": "<!channel> *bold* <https://evil.example|click>.jpg",
}


def test_files_sent_together_are_one_submission(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = camille.drop_and_wait(("one.jpg", photo()), ("two.jpg", photo((9, 9, 9))), note="For Thursday.")
    page = camille.client.get(f"/depots/{reference}").text
    assert page.count("/vignettes/") == 2
    assert "one.jpg" in page
    assert "two.jpg" in page
    assert "For Thursday." in page


def test_our_script_gets_the_card_at_once(lasting_desk: RunningDesk) -> None:
    answer = lasting_desk.come_in("Camille").drop(("a.jpg", photo((1, 2, 3))), accept="application/json")
    assert answer.status_code == 201
    sent = answer.json()
    assert f'data-reference="{sent["reference"]}"' in sent["card"]


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_name_is_never_mark_up(lasting_desk: RunningDesk, name: str) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = camille.drop_and_wait((name, photo()), note="<script>alert(1)</script>")
    for path in (f"/depots/{reference}", "/", "/journal"):
        page = camille.client.get(path).text
        assert "<img src=x" not in page
        assert "onerror=alert(1)>" not in page
        assert "<script>alert" not in page
        assert "\u202e" not in page
        assert "\x00" not in page
        assert "<https:" not in page


def test_no_file_at_all_is_said_next_to_the_drop_zone(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    answer = camille.client.post("/depots", data={"csrf": camille.csrf}, files={"files": ("", b"")})
    assert answer.status_code == 422
    assert lasting_desk.say("Nothing has arrived.") in answer.text
    assert 'role="alert"' in answer.text
    assert 'id="drop"' in answer.text


def test_an_empty_file_is_received_and_answered(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = camille.drop_and_wait(("empty.png", b""))
    assert "empty.png" in camille.client.get(f"/depots/{reference}").text


def test_too_many_files_are_refused_with_a_sentence(lasting_desk: RunningDesk) -> None:
    files = [(f"{number}.jpg", photo(size=(8, 8))) for number in range(21)]
    answer = lasting_desk.come_in("Camille").drop(*files, accept="application/json")
    assert answer.status_code == 422
    assert "20" in answer.json()["sentence"]


def test_a_form_that_breaks_off_is_refused_with_a_sentence(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    headers = {"content-type": "multipart/form-data; boundary=x", "x-csrf-token": camille.csrf}
    answer = camille.client.post("/depots", content=b"--x\r\nbroken", headers=headers)
    assert answer.status_code == 422
    assert camille.client.get("/").status_code == 200


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "chunked"])
def test_a_file_over_the_limit_is_refused_while_it_still_comes(tmp_path: Path, declared: bool) -> None:
    with open_desk(tmp_path, Settings(upload_size=2 * MEBIBYTE)) as desk:
        camille = desk.come_in("Camille")
        status, sentence = _send_large(desk, camille.csrf, dict(camille.client.cookies), 8 * MEBIBYTE, declared)
        assert status == 413
        assert "2" in sentence
        assert not list((tmp_path / "originals").glob("**/*"))
        assert camille.client.get("/").status_code == 200


def _send_large(desk: RunningDesk, csrf: str, cookies: dict[str, str], size: int, declared: bool) -> tuple[int, str]:
    start = b'--x\r\nContent-Disposition: form-data; name="files"; filename="film.mp4"\r\n\r\n'
    body = start + bytes(size) + b"\r\n--x--\r\n"
    headers = {
        "Content-Type": "multipart/form-data; boundary=x",
        "X-CSRF-Token": csrf,
        "Accept": "application/json",
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
    }
    connection = http.client.HTTPConnection(desk.address.removeprefix("http://"), timeout=10)
    if declared:
        connection.request("POST", "/depots", body, headers)
    else:
        chunks = (body[at : at + 65_536] for at in range(0, len(body), 65_536))
        connection.request("POST", "/depots", chunks, headers, encode_chunked=True)
    answer = connection.getresponse()
    sentence = json.loads(answer.read())["sentence"]
    connection.close()
    return answer.status, sentence


def test_the_connection_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    with open_desk(tmp_path, Settings()) as desk:
        camille = desk.come_in("Camille")
        connection = http.client.HTTPConnection(desk.address.removeprefix("http://"), timeout=10)
        cookies = "; ".join(f"{name}={value}" for name, value in camille.client.cookies.items())
        connection.putrequest("POST", "/depots")
        for name, value in {
            "Content-Length": "1000",
            "Cookie": cookies,
            "X-CSRF-Token": camille.csrf,
        }.items():
            connection.putheader(name, value)
        connection.putheader("Content-Type", "multipart/form-data; boundary=x")
        connection.endheaders(b"--x\r\n")
        connection.close()
        assert desk.say("No submission yet.") in camille.client.get("/").text
