"""What is to go out later: everybody sees it, can take it back, and reads why it did not go out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import workflow
from bot.people import Role, leave
from bot.settings import Settings
from tests.handlers.slack.steps import LaterClock
from tests.handlers.telegram.deciding import (
    LATER,
    NOW,
    Item,
    approved,
    moments,
    posts,
    published,
    scheduled,
    states,
    told,
)
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import CAMILLE, DOMI, GROUP, LOU, SACHA, Vigie, running

PLANNED, UNPLANNED = ("Scheduled for", "Programmé pour"), ("Cancel the schedule", "Annuler la programmation")


@dataclass(frozen=True)
class Later:
    """A Vigie whose clock can be put forward."""

    vigie: Vigie
    clock: LaterClock

    def comes(self) -> None:
        """Let the first moment come that was offered."""
        self.clock.go_on(timedelta(hours=1, minutes=1))
        self.vigie.courier.wake()


@pytest.fixture
def later(telegram: Messenger, tmp_path: Path) -> Iterator[Later]:
    telegram.unlimited()
    clock = LaterClock()
    with running(telegram, tmp_path, clock=clock) as vigie:
        yield Later(vigie, clock)


def is_planned(item: Item) -> bool:
    return any(words in item.card()["text"] for words in PLANNED)


@pytest.mark.parametrize("meanwhile", ["nothing", "withdrawn", "edited"])
def test_what_is_scheduled_goes_out_then_if_it_still_may(later: Later, telegram: Messenger, meanwhile: str) -> None:
    vigie = later.vigie
    item = approved(vigie)
    assert scheduled(item, telegram).text.startswith(PLANNED)
    assert posts(telegram) == []
    if meanwhile == "withdrawn":
        camille = vigie.person(CAMILLE)
        assert camille
        workflow.withdraw(vigie.house, camille, item.reference, "Trop tard.")
    elif meanwhile == "edited":
        telegram.edit_caption(item.sent, "Tout autre chose")
        telegram.wait_for(lambda: item.case.revision == 2, what="the new version")
    later.comes()
    if meanwhile == "nothing":
        published(item)
        assert len(posts(telegram)) == 1
    else:
        telegram.wait_for(lambda: told(telegram, "not approved any more", "plus de visa"), what="a word")
        assert posts(telegram) == []
    telegram.wait_for(lambda: not is_planned(item), what="a card that does not speak of it any more")


def test_everybody_sees_on_the_card_when_it_goes_out_and_the_question_is_over(
    later: Later, telegram: Messenger
) -> None:
    item = approved(later.vigie)
    question = moments(item, telegram)["message_id"]
    first = telegram.buttons(GROUP, question)[0]
    telegram.tap(DOMI, GROUP, question, label=first)
    telegram.wait_for(lambda: is_planned(item), what="a card that says when")
    assert f"{first}, " in item.card()["text"]
    assert "Dominique" in next(line for line in item.card()["text"].split("\n") if first in line)
    telegram.wait_for(lambda: first in telegram.message(GROUP, question)["text"], what="the answer")
    assert telegram.buttons(GROUP, question) == []
    assert not any(label in item.buttons() for label in LATER)


def test_a_made_up_tap_does_not_put_an_answer_in_the_place_of_the_card(later: Later, telegram: Messenger) -> None:
    item = approved(later.vigie)
    question = moments(item, telegram)["message_id"]
    moment = telegram.keyboard(GROUP, question)[0]["callback_data"]
    card = item.card()["message_id"]
    for _ in range(2):  # the second is heard once all is done about the first
        item.forge(DOMI, moment)
    telegram.wait_for(lambda: is_planned(item), what="a card that says when")
    edits = [call.parameters for call in telegram.calls_of("editMessageText")]
    assert all("entrée #" in one["text"] for one in edits if one["message_id"] == card)


def test_who_may_order_may_take_it_back_and_it_does_not_go_out(later: Later, telegram: Messenger) -> None:
    item = approved(later.vigie)
    later.vigie.add("Lou", Role.AUDITOR, telegram=LOU)
    scheduled(item, telegram)
    button = item.data(item.there(UNPLANNED))
    item.forge(LOU, button)
    assert states(later.vigie) == ["queued"]
    assert item.press(SACHA, *UNPLANNED).text
    telegram.wait_for(lambda: not is_planned(item), what="a card that does not speak of it any more")
    item.there(LATER)
    assert item.forge(SACHA, button).text
    later.comes()
    assert states(later.vigie) == []
    item.press(DOMI, *NOW)
    published(item)
    assert len(posts(telegram)) == 1


def test_what_was_published_elsewhere_meanwhile_goes_out_all_the_same(later: Later, telegram: Messenger) -> None:
    vigie = later.vigie
    item = approved(vigie)
    scheduled(item, telegram)
    dominique = vigie.person(DOMI)
    assert dominique
    workflow.publish(vigie.house, dominique, item.reference, "Instagram", fingerprint=item.case.fingerprint)
    vigie.courier.wake()
    item.there(UNPLANNED)
    later.comes()
    telegram.wait_for(lambda: len(item.case.places) == 2, what="the second place")
    assert len(posts(telegram)) == 1
    telegram.wait_for(lambda: "Instagram" in item.card()["text"], what="both places")
    keyboard = telegram.keyboard(GROUP, item.card()["message_id"])
    address = f"https://t.me/c/1000000002/{posts(telegram)[0]['message_id']}"
    telegram.wait_for(lambda: address in str(telegram.keyboard(GROUP, item.card()["message_id"])), what="the link")
    assert keyboard


def test_nothing_goes_out_for_somebody_who_has_left_and_people_are_told(later: Later, telegram: Messenger) -> None:
    vigie = later.vigie
    item = approved(vigie)
    scheduled(item, telegram)
    telegram.wait_for(lambda: is_planned(item), what="a card that says when")
    dominique = vigie.person(DOMI)
    assert dominique
    with vigie.house.database.writing() as connection:
        leave(connection, dominique, at=vigie.house.clock())
    later.comes()
    telegram.wait_for(lambda: told(telegram, "can't do so any more", "ne le peut plus"), what="a word")
    assert states(vigie) == ["failed"]
    assert posts(telegram) == []
    telegram.wait_for(lambda: not is_planned(item), what="a card that does not speak of it any more")


def test_a_moment_that_is_over_is_not_taken(later: Later, telegram: Messenger) -> None:
    item = approved(later.vigie)
    question = moments(item, telegram)
    later.clock.go_on(timedelta(days=3))
    first = telegram.buttons(GROUP, question["message_id"])[0]
    assert not telegram.tap(DOMI, GROUP, question["message_id"], label=first).text.startswith(PLANNED)
    assert states(later.vigie) == []


def test_an_approval_that_has_run_out_by_then_is_refused_at_once(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    clock = LaterClock()

    def short(settings: Settings) -> Settings:
        return replace(settings, approval_days=1)

    with running(telegram, tmp_path, clock=clock, change=short) as vigie:
        item = approved(vigie)
        clock.go_on(timedelta(hours=23, minutes=30))
        assert not scheduled(item, telegram).text.startswith(PLANNED)
        assert posts(telegram) == []
