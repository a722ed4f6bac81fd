from __future__ import annotations

import pytest

from bot import workflow
from bot.kinds import Choice
from bot.sources import first_sources, message_of, reference_of, sources_of
from bot.workflow.renewing import Words, renew, source_gone
from policy.facts import FactName
from tests.bot.scene import Scene
from tests.bot.workflow.drafts import CLEAN

CHANNEL = "slack:C024BE91L"


def put_up(scene: Scene, message: str, thread: str = "", channel: str = CHANNEL) -> str:
    source = "/".join(filter(None, (channel, message, thread)))
    return workflow.submit(scene.house, scene.people["Camille"], [], draft=CLEAN, channel=source)


def known(scene: Scene, source: str) -> str | None:
    with scene.house.database.reading() as connection:
        return reference_of(connection, source)


def first(scene: Scene, channel: str = CHANNEL) -> list[str]:
    with scene.house.database.reading() as connection:
        return sorted(first_sources(connection, f"{channel}/"))


def test_a_message_is_found_whichever_way_it_is_written(fresh: Scene) -> None:
    reference = put_up(fresh, "17.0001", thread="16.0001")
    assert known(fresh, f"{CHANNEL}/17.0001") == reference
    assert known(fresh, f"{CHANNEL}/17.0001/16.0001") == reference
    assert known(fresh, f"{CHANNEL}/16.0001") is None
    assert known(fresh, "slack:C0OTHER/17.0001") is None
    assert message_of(f"{CHANNEL}/17.0001/16.0001") == f"{CHANNEL}/17.0001"


def test_a_channel_alone_is_no_message(fresh: Scene) -> None:
    reference = workflow.submit(fresh.house, fresh.people["Camille"], [], draft=CLEAN, channel="desk")
    assert known(fresh, "desk") is None
    with fresh.house.database.reading() as connection:
        assert sources_of(connection, [reference]) == {}


def test_a_message_that_changed_a_submission_belongs_to_it_and_is_not_its_first(fresh: Scene) -> None:
    reference = put_up(fresh, "17.0001")
    later = f"{CHANNEL}/18.0001"
    assert renew(fresh.house, fresh.people["Camille"], reference, Words(draft=CLEAN + "!"), source=later)
    assert known(fresh, later) == reference
    assert first(fresh) == [f"{CHANNEL}/17.0001"]
    with fresh.house.database.reading() as connection:
        assert sources_of(connection, [reference]) == {reference: f"{CHANNEL}/17.0001"}


def test_a_channel_whose_name_begins_like_another_s_is_another(fresh: Scene) -> None:
    put_up(fresh, "17.0001")
    put_up(fresh, "17.0002", channel=CHANNEL + "X")
    assert first(fresh) == [f"{CHANNEL}/17.0001"]


@pytest.mark.parametrize("choice", [Choice.APPROVE, Choice.REQUEST_CHANGES, Choice.REFUSE])
def test_what_may_still_change_is_followed(fresh: Scene, choice: Choice) -> None:
    reference = put_up(fresh, "17.0001")
    fresh.answer(reference, FactName.AI_USE, "no")
    fresh.decide(reference, choice, "Un motif assez long.")
    assert bool(first(fresh)) == (choice is not Choice.REFUSE)


def test_what_is_gone_or_withdrawn_is_not_followed_any_more(fresh: Scene) -> None:
    gone, withdrawn = put_up(fresh, "17.0001"), put_up(fresh, "17.0002")
    source_gone(fresh.house, gone, f"{CHANNEL}/17.0001")
    workflow.withdraw(fresh.house, fresh.people["Camille"], withdrawn)
    assert first(fresh) == []
