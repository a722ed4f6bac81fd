"""Posts in the public channels, as far as they are not simply Vigie's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.kinds import Kind, State
from bot.trail.read import entries_of_kinds
from handlers.telegram import join
from tests.handlers.slack.steps import LaterClock
from tests.handlers.telegram.deciding import NOW, Item, picture, posts, told
from tests.handlers.telegram.looking import heard, quiet
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, CHANNEL, DOMI, GROUP, LOU, Vigie, running
from tests.handlers.telegram.test_listening import A_DAY
from tests.handlers.telegram.test_published_kinds import TEXT, decided, item_of
from tests.policy.making import png

BYPASS, CHANGED = ("without Vigie:", "sans Vigie"), ("Changed without", "modifiée après coup")
ABSENT = ("I was away", "J’étais absente")
OTHERS, ELSEWHERE = -1001000000009, -1001000000008
JOINER = "\u2060"


def posted(telegram: Messenger, number: int, kind: str = "channel_post", **content: Any) -> None:  # noqa: ANN401 - JSON
    """Let something appear in the channel by another hand."""
    chat = {"id": CHANNEL, "type": "channel", "title": "PS 92"}
    telegram.push_update({kind: {"message_id": number, "date": 1_764_460_000, "chat": chat, **content}})


def part(number: int) -> Json:
    photo = {"file_id": f"f{number}", "file_unique_id": f"u{number}", "width": 1, "height": 1}
    return {"photo": [photo], "media_group_id": "9"}


def recorded(vigie: Vigie) -> list[Any]:
    with vigie.house.database.reading() as connection:
        return [one.entry.data for one in entries_of_kinds(connection, [Kind.BYPASSED])]


def test_the_address_of_a_post_can_be_opened_and_copied(vigie: Vigie, telegram: Messenger) -> None:
    post = telegram.channel_post(CHANNEL, "À la sauvette", by=DOMI)
    telegram.edit_text(post, "À la sauvette, en mieux")
    telegram.wait_for(lambda: told(telegram, *BYPASS) and told(telegram, *CHANGED), what="both alarms")
    address = f"https://t.me/c/1000000002/{post['message_id']}"
    for said in (*told(telegram, *BYPASS), *told(telegram, *CHANGED)):
        assert address in said["text"]
        assert JOINER not in said["text"]
        assert [one["url"] for one in said["entities"] if one["type"] == "text_link"] == [address]
    assert vigie.verified().intact


def test_what_telegram_tells_of_a_channel_alarms_nobody(vigie: Vigie, telegram: Messenger) -> None:
    posted(telegram, 70, new_chat_title="PS 92 !")
    posted(telegram, 71, pinned_message={"message_id": 3, "date": 0, "chat": {"id": CHANNEL, "type": "channel"}})
    posted(telegram, 72, message_auto_delete_timer_changed={"message_auto_delete_time": 86_400})
    posted(telegram, 73, text="À la sauvette")
    telegram.wait_for(lambda: told(telegram, *BYPASS), what="the alarm about the post")
    quiet(vigie)
    assert [one["address"].rsplit("/", 1)[1] for one in recorded(vigie)] == ["73"]
    assert len(told(telegram, *BYPASS)) == 1


def test_an_album_by_another_hand_raises_one_alarm(vigie: Vigie, telegram: Messenger) -> None:
    for number in (80, 81, 82):
        posted(telegram, number, **part(number))
    for number in (80, 81):
        posted(telegram, number, "edited_channel_post", edit_date=1_764_460_060, **part(number))
    posted(telegram, 83, text="Autre chose")
    telegram.wait_for(lambda: len(told(telegram, *BYPASS)) == 2, what="two alarms")
    quiet(vigie)
    assert [one["address"].rsplit("/", 1)[1] for one in recorded(vigie)] == ["80", "80", "83"]
    telegram.wait_for(lambda: len(told(telegram, *CHANGED)) == 1, what="the alarm about the edit")
    assert len(told(telegram, *BYPASS)) == 2
    assert vigie.verified().intact


def album(vigie: Vigie) -> Item:
    """Have an album published by Vigie."""
    files = [(f"marche-{seed}.jpg", picture(seed)) for seed in (7, 21, 35)]
    item = decided(item_of(vigie, vigie.telegram.send_album(GROUP, CAMILLE, files, f"#brouillon {TEXT}")[0]))
    item.press(DOMI, *NOW)
    item.becomes(State.PUBLISHED)
    return item


def changed_picture(telegram: Messenger, post: Json) -> None:
    telegram.edit_media(post, png(width=3))


def changed_words(telegram: Messenger, post: Json) -> None:
    telegram.edit_caption(post, "Une légende de plus")


@pytest.mark.parametrize("change", [changed_picture, changed_words])
def test_pictures_of_vigie_s_own_album_are_told_only_once_somebody_changes_them(
    vigie: Vigie, telegram: Messenger, change: Callable[[Messenger, Json], None]
) -> None:
    album(vigie)
    parts = posts(telegram)
    for one in parts:
        telegram.touch(one)
    telegram.channel_post(CHANNEL, "Un autre", by=DOMI)
    telegram.wait_for(lambda: told(telegram, *BYPASS), what="an alarm about the other")
    assert told(telegram, *CHANGED) == []
    change(telegram, parts[2])
    telegram.wait_for(lambda: told(telegram, *CHANGED), what="an alarm about the change")


def test_without_a_named_group_the_first_one_hears_of_a_post_and_nobody_greets_the_public(
    telegram: Messenger, tmp_path: Path
) -> None:
    telegram.unlimited()
    telegram.add_channel(ELSEWHERE, "Un autre canal", admins=[DOMI])
    telegram.add_group(OTHERS, "Autre section", members=[LOU], admins=[DOMI])
    for chat in (GROUP, OTHERS, CHANNEL, ELSEWHERE):
        telegram.kick_bot(chat)
    with running(telegram, tmp_path, change=lambda settings: replace(settings, approval_channels=())) as vigie:
        for chat in (ELSEWHERE, CHANNEL, GROUP):
            telegram.add_bot(chat)
        telegram.wait_for(lambda: telegram.said_by_bot(GROUP), what="a greeting")
        telegram.add_bot(OTHERS)
        quiet(vigie)
        telegram.channel_post(CHANNEL, "À la sauvette", by=DOMI)
        telegram.wait_for(lambda: told(telegram, *BYPASS), what="the alarm")
        quiet(vigie)
        assert telegram.said_by_bot(OTHERS) == [], "anybody may invite a bot: a second group is nobody's"
        assert (len(posts(telegram)), posts(telegram, ELSEWHERE)) == (1, []), "nobody greets the public"


def test_without_a_named_group_the_first_one_hears_of_an_absence(
    telegram: Messenger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(join, "_LOOK_EVERY", 0.05)
    telegram.unlimited()
    clock = LaterClock()

    with running(
        telegram, tmp_path, clock=clock, change=lambda settings: replace(settings, approval_channels=())
    ) as vigie:
        sent = telegram.send_document(GROUP, CAMILLE, picture(7), "marche.jpg")
        vigie.card(sent["message_id"], "réservé")
        telegram.wait_for(lambda: heard(vigie), what="a mark")
        clock.go_on(A_DAY)
        telegram.wait_for(lambda: told(telegram, *ABSENT), what="an honest word")
