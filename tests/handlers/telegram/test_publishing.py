from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import workflow
from bot.kinds import Kind, State
from bot.people import Role
from bot.settings import Settings
from bot.trail.read import entries_of_kinds
from tests.handlers.slack.steps import LaterClock
from tests.handlers.telegram.deciding import (
    LATER,
    NOW,
    Item,
    approved,
    asked,
    label_of,
    picture,
    posts,
    told,
)
from tests.handlers.telegram.messenger import Answer, Messenger
from tests.handlers.telegram.running import CAMILLE, CHANNEL, DOMI, GROUP, LOU, SACHA, Vigie, running
from tests.policy.making import png

THERE, NOT_THERE = ("Yes, it is there", "Oui"), ("No, publish it", "Non")
BYPASS, CHANGED = ("without Vigie:", "sans Vigie"), ("Changed without", "modifiée après coup")


def published(item: Item) -> None:
    item.becomes(State.PUBLISHED)


def uncertain(item: Item, telegram: Messenger) -> int:
    """Have the answer to a publication lost; return the question that people are asked."""
    telegram.faults.drop_after("sendPhoto")
    item.press(DOMI, *NOW)
    return int(asked(telegram, item.reference, button=THERE)["message_id"])


def settle(telegram: Messenger, user: int, question: int, labels: tuple[str, ...]) -> Answer:
    label = label_of(telegram, telegram.message(GROUP, question), *labels)
    return telegram.tap(user, GROUP, question, label=label)


def link(item: Item) -> str:
    keyboard = item.vigie.telegram.keyboard(GROUP, item.card()["message_id"])
    return next((str(one["url"]) for one in keyboard if "url" in one), "")


def test_a_photo_goes_out_and_where_it_did_is_on_record_with_what_telegram_did_to_it(
    vigie: Vigie, telegram: Messenger
) -> None:
    item = approved(vigie)
    item.press(DOMI, *NOW)
    published(item)
    post = posts(telegram)[-1]
    assert telegram.files_sent[-1].data == picture(7)
    where = item.case.publication.where if item.case.publication else ""
    assert f"https://t.me/c/1000000002/{post['message_id']}" in where
    assert "Telegram" in where
    assert item.kinds().count(Kind.PUBLISHED) == 1
    telegram.wait_for(lambda: link(item), what="the link on the card")
    assert link(item) == f"https://t.me/c/1000000002/{post['message_id']}"


def test_what_the_author_changes_after_the_approval_voids_it_and_does_not_go_out(
    vigie: Vigie, telegram: Messenger
) -> None:
    item = approved(vigie)
    button = item.data(item.there(NOW))
    telegram.edit_caption(item.sent, "Tout autre chose")
    telegram.wait_for(lambda: item.case.revision == 2, what="the new version")
    assert item.forge(DOMI, button).text
    assert item.case.state is not State.APPROVED
    item.becomes(State.REVIEWABLE)
    item.card("version 2")
    item.approve()
    assert item.forge(DOMI, button).text
    assert posts(telegram) == []


def test_only_those_who_take_part_have_it_published(vigie: Vigie, telegram: Messenger) -> None:
    item = approved(vigie)
    vigie.add("Lou", Role.AUDITOR, telegram=LOU)
    for labels in (NOW, LATER):
        assert item.forge(LOU, item.data(item.there(labels))).text
    assert told(telegram, "when?", "quand") == []
    item.press(CAMILLE, *NOW)
    published(item)
    assert len(posts(telegram)) == 1


def test_two_who_publish_at_once_publish_once(vigie: Vigie, telegram: Messenger) -> None:
    item = approved(vigie)
    telegram.faults.hang("sendPhoto", 0.5)
    button = item.data(item.there(NOW))
    item.forge(DOMI, button)
    item.forge(SACHA, button)
    published(item)
    telegram.wait_for(lambda: vigie_is_idle(vigie), what="nothing more to send")
    assert len(posts(telegram)) == 1


def vigie_is_idle(vigie: Vigie) -> bool:
    return not any(state in {"queued", "sending"} for state in states(vigie))


def states(vigie: Vigie) -> list[str]:
    with vigie.house.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT state FROM outbox WHERE kind = 'publication'")
        return [str(row[0]) for row in rows]


def test_a_post_of_which_nobody_knows_is_never_sent_twice_but_asked_about(vigie: Vigie, telegram: Messenger) -> None:
    item = approved(vigie)
    question = uncertain(item, telegram)
    assert len(posts(telegram)) == 1
    assert item.case.state is State.APPROVED
    assert item.press(DOMI, *NOW).text
    vigie.courier.wake()
    settle(telegram, LOU, question, THERE)
    assert item.case.state is State.APPROVED
    settle(telegram, SACHA, question, THERE)
    published(item)
    assert len(posts(telegram)) == 1
    assert settle(telegram, SACHA, question, NOT_THERE).text
    assert len(posts(telegram)) == 1


def test_a_post_that_nobody_can_see_is_sent_once_a_person_says_so(vigie: Vigie, telegram: Messenger) -> None:
    item = approved(vigie)
    question = uncertain(item, telegram)
    telegram.delete(posts(telegram)[0])
    settle(telegram, SACHA, question, NOT_THERE)
    published(item)
    assert len(posts(telegram)) == 1


def test_a_chat_that_asks_for_patience_gets_the_post_later_and_once(vigie: Vigie, telegram: Messenger) -> None:
    item = approved(vigie)
    telegram.faults.fail("sendPhoto", "Too Many Requests: retry after 1", code=429, retry_after=1)
    item.press(DOMI, *NOW)
    published(item)
    assert len(posts(telegram)) == 1


def test_a_channel_without_the_right_is_told_and_the_next_order_works(vigie: Vigie, telegram: Messenger) -> None:
    item = approved(vigie)
    telegram.promote(telegram.bot_id, CHANNEL, without=["can_post_messages"])
    item.press(DOMI, *NOW)
    telegram.wait_for(lambda: told(telegram, "was not published", "pas été publié"), what="a word")
    telegram.promote(telegram.bot_id, CHANNEL)
    item.press(DOMI, *NOW)
    published(item)
    assert len(posts(telegram)) == 1


def scheduled(item: Item, telegram: Messenger) -> Answer:
    """Take the first moment that is offered."""
    item.press(DOMI, *LATER)
    question = asked(telegram, "when?", "quand", button=(":",))
    first = telegram.buttons(GROUP, question["message_id"])[0]
    return telegram.tap(DOMI, GROUP, question["message_id"], label=first)


@pytest.mark.parametrize("meanwhile", ["nothing", "withdrawn", "edited"])
def test_what_is_scheduled_goes_out_then_if_it_still_may(telegram: Messenger, tmp_path: Path, meanwhile: str) -> None:
    telegram.unlimited()
    clock = LaterClock()
    with running(telegram, tmp_path, clock=clock) as vigie:
        item = approved(vigie)
        assert scheduled(item, telegram).text == ""
        assert posts(telegram) == []
        if meanwhile == "withdrawn":
            camille = vigie.person(CAMILLE)
            assert camille
            workflow.withdraw(vigie.house, camille, item.reference, "Trop tard.")
        elif meanwhile == "edited":
            telegram.edit_caption(item.sent, "Tout autre chose")
            telegram.wait_for(lambda: item.case.revision == 2, what="the new version")
        clock.go_on(timedelta(hours=1, minutes=1))
        vigie.courier.wake()
        if meanwhile == "nothing":
            published(item)
            assert len(posts(telegram)) == 1
        else:
            telegram.wait_for(lambda: told(telegram, "not approved any more", "plus de visa"), what="a word")
            assert posts(telegram) == []


def test_a_moment_that_is_over_is_not_taken(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    clock = LaterClock()
    with running(telegram, tmp_path, clock=clock) as vigie:
        item = approved(vigie)
        item.press(DOMI, *LATER)
        question = asked(telegram, item.reference, button=(":",))
        clock.go_on(timedelta(days=3))
        first = telegram.buttons(GROUP, question["message_id"])[0]
        assert telegram.tap(DOMI, GROUP, question["message_id"], label=first).text
        assert states(vigie) == []


def test_an_approval_that_has_run_out_by_then_is_refused_at_once(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    clock = LaterClock()

    def short(settings: Settings) -> Settings:
        return replace(settings, approval_days=1)

    with running(telegram, tmp_path, clock=clock, change=short) as vigie:
        item = approved(vigie)
        clock.go_on(timedelta(hours=23, minutes=30))
        assert scheduled(item, telegram).text
        assert posts(telegram) == []


def test_a_post_that_vigie_did_not_publish_is_told_once_and_so_are_its_edits(vigie: Vigie, telegram: Messenger) -> None:
    post = telegram.channel_post(CHANNEL, "À la sauvette", by=DOMI)
    telegram.duplicate_update()
    telegram.wait_for(lambda: told(telegram, *BYPASS), what="the alarm")
    telegram.edit_text(post, "À la sauvette, en mieux")
    telegram.wait_for(lambda: told(telegram, *CHANGED), what="another alarm")
    assert len(told(telegram, *BYPASS)) == 1
    assert len(told(telegram, *CHANGED)) == 1
    with vigie.house.database.reading() as connection:
        recorded = [item.entry.data for item in entries_of_kinds(connection, [Kind.BYPASSED])]
    assert [bool(one["edited_at"]) for one in recorded] == [False, True]
    assert vigie.verified().intact


def test_a_post_of_vigie_s_own_is_told_only_once_somebody_changes_it(vigie: Vigie, telegram: Messenger) -> None:
    item = approved(vigie)
    item.press(DOMI, *NOW)
    published(item)
    post = posts(telegram)[-1]
    telegram.touch(post)
    telegram.channel_post(CHANNEL, "Un autre", by=DOMI)
    telegram.wait_for(lambda: told(telegram, *BYPASS), what="an alarm about the other")
    assert told(telegram, *CHANGED) == []
    telegram.edit_media(post, png(width=3))
    telegram.wait_for(lambda: told(telegram, *CHANGED), what="an alarm about the picture")
