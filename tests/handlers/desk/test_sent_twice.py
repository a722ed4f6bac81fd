"""A double click, a lost connection, a disk that is full: what was sent counts once, or is said not to have arrived."""

from __future__ import annotations

import re

import pytest

from bot.delivery import inbox
from bot.kinds import Choice
from bot.submissions import case_of
from tests.bot.workflow.drafts import CLEAN
from tests.handlers.desk.running import RunningDesk, Visitor


def mark(visitor: Visitor, address: str = "/") -> str:
    found = re.search(r'name="once" value="([^"]+)"', visitor.client.get(address).text)
    assert found
    return found[1]


def drop(visitor: Visitor, once: str, text: str = CLEAN) -> str:
    data = {"csrf": visitor.csrf, "once": once, "draft": text}
    answer = visitor.client.post("/depots", data=data, files={"files": ("", b"")})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/depots/")


def test_a_drop_that_is_sent_twice_is_one_submission(desk: RunningDesk) -> None:
    visitor = desk.come_in("Camille")
    once = mark(visitor)
    reference = drop(visitor, once)
    assert drop(visitor, once) == reference
    assert drop(visitor, once, f"{CLEAN} Bis.") != reference, "another text is another drop"
    assert drop(visitor, mark(visitor)) != reference, "and so is the same one, meant anew"


def test_a_press_that_is_sent_twice_is_one_decision_and_answers_the_same(desk: RunningDesk) -> None:
    author, reviewer = desk.come_in("Camille"), desk.come_in("Dominique")
    reference = drop(author, mark(author))
    with desk.house.database.reading() as connection:
        case = case_of(connection, reference)
    assert case
    press = {"csrf": author.csrf, "fingerprint": case.fingerprint, "verb": "answer", "value": "ai-use:no", "once": "1"}
    assert author.client.post(f"/depots/{reference}/gestes", data=press).status_code == 303
    with desk.house.database.reading() as connection:
        case = case_of(connection, reference)
    assert case
    approve = {"csrf": reviewer.csrf, "fingerprint": case.fingerprint, "verb": "approve", "once": "2"}
    answers = [reviewer.client.post(f"/depots/{reference}/gestes", data=approve).status_code for _ in range(3)]
    assert answers == [303, 303, 303]
    with desk.house.database.reading() as connection:
        case = case_of(connection, reference)
    assert case
    assert [decision.choice for decision in case.decisions] == [Choice.APPROVE]


def test_what_was_received_before_a_crash_is_done_at_the_next_start(
    desk: RunningDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is there, the act is not: as if the process had died between the two."""
    from bot.delivery.courier import Courier

    visitor = desk.come_in("Camille")
    monkeypatch.setattr(Courier, "act_on", lambda *_: None)
    monkeypatch.setattr("bot.delivery.taking._PATIENCE", 0.0)
    data = {"csrf": visitor.csrf, "once": "1", "draft": CLEAN}
    answer = visitor.client.post("/depots", data=data, files={"files": ("", b"")})
    assert "en sécurité" in answer.text
    monkeypatch.undo()
    assert inbox.waiting(desk.house.database) == 1
    courier = Courier(desk.house)
    assert courier.act_once()
    assert CLEAN[:30] in visitor.client.get("/").text
