from __future__ import annotations

import pytest

from bot.kinds import Kind, State
from bot.people import Role
from bot.settings import Settings, TelegramSettings
from bot.trail.read import entries_of_kinds
from handlers.telegram.places import public_channel
from tests.handlers.telegram.deciding import (
    LATER,
    NOW,
    Item,
    approved,
    picture,
    posts,
    published,
    states,
    told,
)
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import CAMILLE, CHANNEL, DOMI, GROUP, LOU, SACHA, Vigie
from tests.policy.making import png

BYPASS, CHANGED = ("without Vigie:", "sans Vigie"), ("Changed without", "modifiée après coup")


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


@pytest.mark.parametrize(
    ("named", "target"),
    [(["telegram:-1002", "telegram:-1003"], "-1002"), (["telegram:@ps92", "telegram:-1003"], ""), ([], "")],
)
def test_vigie_publishes_in_the_first_public_channel_once_its_number_is_known(named: list[str], target: str) -> None:
    assert public_channel(Settings(telegram=TelegramSettings(public_channels=tuple(named)))) == target
