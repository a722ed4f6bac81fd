"""A post of which nobody knows is asked about until a person has said, and settled wherever its submission has gone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot import workflow
from bot.kinds import Kind, State
from bot.people import leave
from bot.trail.read import entries_of_kinds
from tests.handlers.slack.steps import LaterClock
from tests.handlers.telegram.deciding import (
    NOT_THERE,
    NOW,
    THERE,
    approved,
    dropped,
    label_of,
    posts,
    published,
    settle,
    states,
    told,
    uncertain,
)
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CHANNEL, DOMI, GROUP, LOU, SACHA, Vigie, running

BYPASS = ("without Vigie:", "sans Vigie")


def questions(telegram: Messenger) -> list[Json]:
    return [one for one in telegram.said_by_bot(GROUP) if label_of(telegram, one, *THERE)]


def test_it_is_never_sent_twice_but_asked_about(vigie: Vigie, telegram: Messenger) -> None:
    item = approved(vigie)
    question = uncertain(item, telegram)
    button = next(one["callback_data"] for one in telegram.keyboard(GROUP, question) if one["text"].startswith("Non"))
    assert len(posts(telegram)) == 1
    assert item.case.state is State.APPROVED
    assert item.press(DOMI, *NOW).text
    vigie.courier.wake()
    settle(telegram, LOU, question, THERE)
    assert item.case.state is State.APPROVED
    settle(telegram, SACHA, question, THERE)
    published(item)
    assert len(posts(telegram)) == 1
    assert telegram.tap(SACHA, GROUP, question, data=button).text
    assert len(posts(telegram)) == 1


def test_one_that_nobody_can_see_is_sent_once_a_person_says_so(vigie: Vigie, telegram: Messenger) -> None:
    item = approved(vigie)
    question = uncertain(item, telegram)
    telegram.delete(posts(telegram)[0])
    settle(telegram, SACHA, question, NOT_THERE)
    published(item)
    assert len(posts(telegram)) == 1


@pytest.mark.parametrize("username", [None, "ps92"])
def test_people_read_the_name_of_the_channel_and_the_question_ends(
    vigie: Vigie, telegram: Messenger, username: str | None
) -> None:
    telegram.add_channel(CHANNEL, "PS 92", admins=[DOMI], username=username)
    item = approved(vigie)
    question = uncertain(item, telegram)
    text = telegram.message(GROUP, question)["text"]
    assert ("PS 92" in text, str(CHANNEL) in text) == (True, False)
    settle(telegram, SACHA, question, THERE)
    published(item)
    address = "https://t.me/ps92" if username else "https://t.me/c/1000000002"
    assert [place.where for place in item.case.places] == [f"PS 92 ({address})"]
    telegram.wait_for(lambda: "Sacha" in telegram.message(GROUP, question)["text"], what="the answer")
    assert telegram.buttons(GROUP, question) == []


def test_where_telegram_does_not_tell_the_name_people_read_an_address(vigie: Vigie, telegram: Messenger) -> None:
    item = approved(vigie)
    telegram.faults.fail("getChat", times=99)
    question = uncertain(item, telegram)
    assert str(CHANNEL) not in telegram.message(GROUP, question)["text"]
    assert "1000000002" in telegram.message(GROUP, question)["text"]


@pytest.mark.parametrize("there", [True, False])
def test_one_whose_submission_has_a_new_version_is_settled(vigie: Vigie, telegram: Messenger, *, there: bool) -> None:
    item = approved(vigie)
    question = uncertain(item, telegram)
    telegram.edit_caption(item.sent, "Tout autre chose")
    telegram.wait_for(lambda: item.case.revision == 2, what="the new version")
    if not there:
        telegram.delete(posts(telegram)[0])
    settle(telegram, SACHA, question, THERE if there else NOT_THERE)
    telegram.wait_for(lambda: states(vigie) == (["sent"] if there else []), what="an end to it")
    telegram.wait_for(lambda: telegram.buttons(GROUP, question) == [], what="an end to the question")
    if there:
        telegram.wait_for(lambda: told(telegram, *BYPASS), what="the alarm")
        assert "PS 92" in told(telegram, *BYPASS)[0]["text"]
    with vigie.house.database.reading() as connection:
        assert len(entries_of_kinds(connection, [Kind.BYPASSED])) == int(there)
    item.becomes(State.REVIEWABLE)
    item.card("version 2")
    item.approve()
    item.card("Visa accordé")
    item.press(DOMI, *NOW)
    published(item)
    assert len(posts(telegram)) == (2 if there else 1)


def test_a_new_version_does_not_go_out_before(vigie: Vigie, telegram: Messenger) -> None:
    item = approved(vigie)
    uncertain(item, telegram)
    telegram.edit_caption(item.sent, "Tout autre chose")
    telegram.wait_for(lambda: item.case.revision == 2, what="the new version")
    item.becomes(State.REVIEWABLE)
    item.card("version 2")
    item.approve()
    item.card("Visa accordé")
    assert item.press(DOMI, *NOW).text
    assert (len(posts(telegram)), states(vigie)) == (1, ["uncertain"])


def test_one_that_was_recorded_elsewhere_meanwhile_is_recorded_too(vigie: Vigie, telegram: Messenger) -> None:
    item = approved(vigie)
    question = uncertain(item, telegram)
    dominique = vigie.person(DOMI)
    assert dominique
    workflow.publish(vigie.house, dominique, item.reference, "Instagram", fingerprint=item.case.fingerprint)
    settle(telegram, SACHA, question, THERE)
    telegram.wait_for(lambda: len(item.case.places) == 2, what="the second place")
    assert states(vigie) == ["sent"]


def test_each_loss_is_asked_about(vigie: Vigie, telegram: Messenger) -> None:
    item = approved(vigie)
    question = uncertain(item, telegram)
    telegram.delete(posts(telegram)[0])
    telegram.faults.drop_after("sendPhoto")
    settle(telegram, SACHA, question, NOT_THERE)
    telegram.wait_for(
        lambda: [one["message_id"] for one in questions(telegram) if one["message_id"] != question],
        what="another question",
    )
    settle(telegram, SACHA, int(questions(telegram)[-1]["message_id"]), THERE)
    published(item)
    assert len(posts(telegram)) == 1


def test_it_is_asked_once_a_day(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    clock = LaterClock()
    with running(telegram, tmp_path, clock=clock) as vigie:
        item = approved(vigie)
        uncertain(item, telegram)
        clock.go_on(timedelta(hours=23))
        dropped(vigie, 21).card("réservé")  # whatever was due before it has been sent
        assert len(questions(telegram)) == 1
        clock.go_on(timedelta(hours=2))
        vigie.courier.wake()
        telegram.wait_for(lambda: len(questions(telegram)) == 2, what="the question of the next day")


def test_what_went_out_for_somebody_who_left_meanwhile_is_on_record(vigie: Vigie, telegram: Messenger) -> None:
    item = approved(vigie)
    telegram.faults.hang("sendPhoto", 1.5)
    item.press(DOMI, *NOW)
    telegram.wait_for(lambda: states(vigie) == ["sending"], what="the post under way")
    dominique = vigie.person(DOMI)
    assert dominique
    with vigie.house.database.writing() as connection:
        leave(connection, dominique, at=vigie.house.clock())
    telegram.wait_for(lambda: states(vigie) == ["sent"], what="the post")
    telegram.wait_for(lambda: told(telegram, *BYPASS), what="the alarm")
    with vigie.house.database.reading() as connection:
        (recorded,) = [one.entry.data["address"] for one in entries_of_kinds(connection, [Kind.BYPASSED])]
    assert recorded == f"https://t.me/c/1000000002/{posts(telegram)[0]['message_id']}"


def test_an_address_in_another_channel_tells_nothing_of_this_one(vigie: Vigie, telegram: Messenger) -> None:
    item = approved(vigie)
    domi = vigie.person(DOMI)
    assert domi
    elsewhere = "https://t.me/c/77777/12"
    workflow.publish(vigie.house, domi, item.reference, elsewhere, fingerprint=item.case.fingerprint)
    item.card("77777")
    telegram.faults.drop_after("sendPhoto")
    item.press(DOMI, *NOW)
    telegram.wait_for(lambda: questions(telegram), what="the question")
