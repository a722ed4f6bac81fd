from __future__ import annotations

import json

import httpx

from bot.card import board
from tests.handlers.desk.pictures import photo
from tests.handlers.desk.running import RunningDesk


def test_an_open_page_hears_of_a_new_submission(lasting_desk: RunningDesk) -> None:
    camille, dominique = lasting_desk.come_in("Camille"), lasting_desk.come_in("Dominique")
    head = board.head(lasting_desk.house)
    listening = {"accept": "text/event-stream"}
    with dominique.client.stream("GET", f"/en-direct?depuis={head}", headers=listening) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        reference = camille.drop(("a.jpg", photo())).headers["location"].rpartition("/")[2]
        news = _next_event(stream)
    assert news["references"] == [reference]
    assert isinstance(news["head"], int)
    assert news["head"] > head


def test_a_page_that_comes_late_hears_what_it_missed(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    head = board.head(lasting_desk.house)
    reference = camille.drop_and_wait(("b.jpg", photo((3, 3, 3))))
    headers = {"accept": "text/event-stream", "last-event-id": str(head)}
    with camille.client.stream("GET", "/en-direct?depuis=0", headers=headers) as stream:
        assert _next_event(stream)["references"] == [reference]


def test_a_browser_that_cannot_listen_may_ask(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    head = board.head(lasting_desk.house)
    reference = camille.drop_and_wait(("c.jpg", photo((4, 4, 4))))
    asked = camille.client.get(f"/en-direct?depuis={head}", headers={"accept": "application/json"}).json()
    assert asked["references"] == [reference]
    assert asked["head"] == board.head(lasting_desk.house)
    assert asked["counts"]["mine"] == asked["counts"]["all"]


def _next_event(stream: httpx.Response) -> dict[str, object]:
    line = next(line for line in stream.iter_lines() if line.startswith("data: "))
    news: dict[str, object] = json.loads(line.removeprefix("data: "))
    return news
