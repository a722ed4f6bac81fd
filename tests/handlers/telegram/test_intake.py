from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery import inbox as inbox_rows
from bot.settings import Settings
from handlers.telegram.files import Files
from tests.handlers.slack.steps import LaterClock
from tests.handlers.telegram.deciding import picture
from tests.handlers.telegram.looking import answers_to, card_messages, in_state, quiet, submitted
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, CHANNEL, DOMI, GROUP, LOU, Vigie, running
from tests.policy.making import png

OTHER, FORUM = -1001000000011, -1001000000012


def drop(telegram: Messenger, seed: int = 7, name: str = "marche.jpg", chat: int = GROUP) -> int:
    return int(telegram.send_document(chat, CAMILLE, picture(seed), name, "Pour samedi")["message_id"])


def watching(*chats: int) -> Callable[[Settings], Settings]:
    return lambda settings: replace(settings, approval_channels=tuple(f"telegram:{chat}" for chat in chats))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_was_confirmed_before_a_crash_is_acted_on_after_it(
    telegram: Messenger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram.unlimited()
    died = threading.Event()
    with monkeypatch.context() as patched:

        def die(*_: object) -> None:
            died.set()
            raise SystemExit

        with running(telegram, tmp_path) as vigie:
            patched.setattr(Files, "fetch", die)
            message = drop(telegram)
            assert died.wait(10)
            telegram.wait_for(lambda: not telegram.pending, what="its confirmation")
            assert vigie.known(message) is None
    with running(telegram, tmp_path, clock=LaterClock(inbox_rows.LEASE)) as vigie:
        vigie.card(message, "réservé")
        quiet(vigie)
        assert vigie.kinds(vigie.reference(message)).count("submitted") == 1
        assert len(card_messages(vigie, message)) == 1


BROKEN: list[Json] = [
    {"message": {"message_id": "no number", "chat": 7}},
    {"message": {"message_id": 1, "chat": {"id": GROUP}, "media_group_id": "1", "document": 5}},
    {"message": {"message_id": 1, "chat": None, "media_group_id": "1"}},
    {"message": [1, 2]},
    {"callback_query": {"id": 1}},
    {"my_chat_member": None},
]
ON_PURPOSE = "the messenger's own answer to getUpdates"


def test_an_update_that_nobody_can_read_is_put_aside_and_holds_up_nobody(vigie: Vigie) -> None:
    telegram, asked = vigie.telegram, vigie.telegram.polls
    for broken in BROKEN:
        telegram.push_update(broken)
    vigie.reference(drop(telegram))
    telegram.wait_for(lambda: in_state(vigie, "parked") == len(BROKEN), what="all of them put aside")
    assert telegram.polls - asked < 3 * len(BROKEN), "nobody asks again and again"
    assert len(submitted(vigie)) == 1
    breaches = telegram._server.state.violations
    breaches[:] = [what for what in breaches if not what.startswith(ON_PURPOSE)]


def test_half_a_letter_in_a_text_is_no_trouble(vigie: Vigie) -> None:
    said = vigie.telegram.send_text(GROUP, CAMILLE, "Bonjour")
    vigie.telegram.push_update({"message": {**said, "message_id": 77, "text": "#brouillon Samedi \ud83d"}})
    case = vigie.case(vigie.reference(77))
    assert case.draft is not None
    assert case.draft.text == "Samedi ?"


def test_the_same_update_twice_is_one_submission_with_one_card(vigie: Vigie) -> None:
    message = drop(vigie.telegram)
    vigie.telegram.duplicate_update()
    vigie.card(message, "réservé")
    vigie.telegram.duplicate_update()
    quiet(vigie)
    assert len(submitted(vigie)) == 1
    assert len(card_messages(vigie, message)) == 1


def test_a_slow_file_in_one_chat_holds_up_its_own_chat_and_no_other(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    telegram.add_group(OTHER, "Autre", members=[CAMILLE], admins=[DOMI])
    with running(telegram, tmp_path, change=watching(GROUP, OTHER)) as vigie:
        telegram.faults.hang("getFile", 6)
        slow = drop(telegram)
        telegram.wait_for(lambda: not telegram.pending, what="the first to be fetched")
        behind = telegram.send_text(GROUP, CAMILLE, "#brouillon Et dimanche")["message_id"]
        quick = drop(telegram, 8, chat=OTHER)
        vigie.card(quick, "réservé", chat=OTHER)
        assert vigie.known(slow) is None
        assert vigie.known(behind) is None, "what comes later in a chat is not acted on earlier"
        assert vigie.reference(slow) < vigie.reference(behind)


def test_a_file_of_more_than_twenty_megabytes_is_refused_before_anything_is_fetched(vigie: Vigie) -> None:
    telegram = vigie.telegram
    telegram.faults.too_large("film.jpg")
    message = drop(telegram, name="film.jpg")
    told = telegram.wait_for(lambda: answers_to(telegram, message), what="the refusal")
    assert "20 M" in told[0]
    assert "film.jpg" in told[0]
    assert "verifiable" in told[0].replace("é", "e")
    assert telegram.calls_of("getFile") == []
    assert submitted(vigie) == []


def test_a_file_that_is_gone_is_told_and_the_token_is_not_doubted(vigie: Vigie) -> None:
    telegram = vigie.telegram
    telegram.faults.file_gone("perdu.jpg")
    message = drop(telegram, name="perdu.jpg")
    told = telegram.wait_for(lambda: answers_to(telegram, message), what="what happened")
    assert "perdu.jpg" in told[0]
    assert in_state(vigie, "parked") == 0
    vigie.card(drop(telegram, 8), "réservé")


@pytest.mark.parametrize("ours", [True, False])
def test_a_server_that_keeps_its_files_on_its_disk_is_told_and_nothing_is_read_there(
    vigie: Vigie, tmp_path: Path, ours: bool
) -> None:
    telegram = vigie.telegram
    telegram.faults.disk = f"{tmp_path}/" if ours else "/var/lib/telegram-bot-api/"
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "file_1.jpg").write_bytes(b"a secret of this machine")
    message = drop(telegram)
    told = telegram.wait_for(lambda: answers_to(telegram, message), what="what happened")
    assert "--local" in told[0]
    assert submitted(vigie) == []
    assert telegram.downloads == []


def test_a_file_that_does_not_come_whole_is_asked_for_again_and_the_log_keeps_the_secret(
    vigie: Vigie, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO, "vigie")
    monkeypatch.setattr(inbox_rows, "TRIES", 2)
    telegram = vigie.telegram
    telegram.faults.short_file("marche.jpg")
    telegram.faults.http_error("getFile", 502, 2)
    message = drop(telegram)
    telegram.wait_for(lambda: len(telegram.downloads) > 1, what="more tries than a fault of ours is given")
    telegram.faults.heal("marche.jpg")
    vigie.card(message, "réservé")
    assert in_state(vigie, "parked") == 0
    ours = "\n".join(
        f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records if record.name.startswith("vigie")
    )
    assert telegram.token not in ours
    assert "Pour samedi" not in ours


def test_a_file_that_never_comes_is_told_in_the_end(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    clock = LaterClock()
    with running(telegram, tmp_path, clock=clock) as vigie:
        telegram.faults.short_file("marche.jpg")
        message = drop(telegram)
        telegram.wait_for(lambda: telegram.downloads, what="a try")
        clock.go_on(timedelta(minutes=11))
        telegram.wait_for(lambda: answers_to(telegram, message), 20, what="what happened")
        assert submitted(vigie) == []


def test_a_picture_is_what_its_bytes_say_whatever_it_is_called(vigie: Vigie) -> None:
    sent = vigie.telegram.send_document(GROUP, CAMILLE, png(), "marche.jpg", mime_type="image/jpeg")
    assert vigie.case(vigie.reference(sent["message_id"])).assets[0].media_type == "image/png"


def test_a_poisoned_name_and_caption_are_shown_as_they_are_and_do_nothing(vigie: Vigie) -> None:
    telegram = vigie.telegram
    name = "<b>photo\u202egnp.exe</b>&amp;.jpg"
    sent = telegram.send_document(GROUP, CAMILLE, picture(7), name, "</b><a href='tg://user?id=1'>clic</a> & co")
    card = vigie.card(sent["message_id"], "réservé")
    assert "\u202e" not in card["text"]
    shown = card["text"].replace("\u2060", "")  # what keeps applications from making links of it
    assert "<a href='tg://user?id=1'>clic</a> & co" in shown
    assert "<b>photognp.exe</b>&amp;.jpg" in shown
    again = telegram.forward(sent, GROUP, LOU)
    assert "\u202e" not in vigie.case(vigie.reference(again["message_id"])).assets[0].name


def test_a_draft_is_a_draft_by_its_tag_and_talk_is_talk(vigie: Vigie) -> None:
    telegram = vigie.telegram
    talk = telegram.send_text(GROUP, CAMILLE, "On se voit samedi ?")
    draft = telegram.send_text(GROUP, CAMILLE, "Tous au marché ! #brouillon")
    both = telegram.send_document(GROUP, CAMILLE, picture(7), "a.jpg", "#brouillon Légende")
    found = vigie.case(vigie.reference(draft["message_id"])).draft
    assert found is not None
    assert found.text == "Tous au marché !"
    with_file = vigie.case(vigie.reference(both["message_id"]))
    assert with_file.draft is not None
    assert (with_file.draft.text, with_file.note, len(with_file.assets)) == ("Légende", "", 1)
    assert vigie.known(talk["message_id"]) is None


def test_a_forward_keeps_where_it_came_from(vigie: Vigie) -> None:
    telegram = vigie.telegram
    post = telegram.channel_post(CHANNEL, "Marché", by=DOMI, document=("marche.jpg", picture(7)))
    forwarded = telegram.forward(post, GROUP, CAMILLE)
    assert "PS 92" in vigie.case(vigie.reference(forwarded["message_id"])).note


def test_bots_guests_and_automatic_forwards_submit_nothing(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    robot = telegram.add_user(900, "Robot", username="gif_bot", is_bot=True)
    telegram.add_member(robot, GROUP)
    telegram.add_channel(-1001000000022, "Avec débats", admins=[DOMI], discussion=GROUP)
    with running(telegram, tmp_path) as vigie:
        telegram.send_document(GROUP, robot, picture(1), "a.jpg", "#brouillon Un robot")
        telegram.send_document(GROUP, CAMILLE, picture(2), "b.jpg", via_bot=robot)
        telegram.channel_post(-1001000000022, "#brouillon Un post", by=DOMI, document=("c.jpg", picture(3)))
        last = drop(telegram)
        vigie.reference(last)
        quiet(vigie)
        assert len(submitted(vigie)) == 1


def test_in_a_forum_the_card_stands_in_the_topic_of_what_it_answers(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    telegram.add_group(FORUM, "Forum", members=[CAMILLE], admins=[DOMI], topics=True)
    topic = telegram.add_topic(FORUM, "Samedi")
    with running(telegram, tmp_path, change=watching(FORUM)) as vigie:
        sent = telegram.send_photo(FORUM, CAMILLE, picture(7), topic=topic)
        card = vigie.card(sent["message_id"], "réservé", chat=FORUM)
        assert card["message_thread_id"] == topic
        reference = vigie.reference(sent["message_id"], FORUM)
        answer = telegram.send_document(
            FORUM, CAMILLE, picture(9), "marche.jpg", topic=topic, reply_to=card["message_id"]
        )
        telegram.wait_for(lambda: vigie.known(answer["message_id"], FORUM) == reference, what="the original")


def test_a_chat_that_is_not_watched_and_a_private_one_submit_nothing(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    telegram.add_group(OTHER, "Autre", members=[CAMILLE], admins=[DOMI])
    with running(telegram, tmp_path) as vigie:
        drop(telegram, chat=OTHER)
        telegram.send_document(CAMILLE, CAMILLE, picture(7), "prive.jpg")
        vigie.reference(drop(telegram, 8))
        quiet(vigie)
        assert len(submitted(vigie)) == 1


IN_GROUP = ("in the approval group", "dans le groupe de validation")


def test_what_is_put_up_in_private_is_sent_to_the_group_once_for_an_album(vigie: Vigie) -> None:
    telegram = vigie.telegram
    telegram.add_user(CAMILLE, "Camille", started=True)

    def answers() -> int:
        return sum(any(words in one["text"] for words in IN_GROUP) for one in telegram.said_by_bot(CAMILLE))

    telegram.send_photo(CAMILLE, CAMILLE, picture(3), "Est-ce bon ?")
    telegram.wait_for(lambda: answers() == 1, what="where to send it")
    telegram.send_album(CAMILLE, CAMILLE, [("a.jpg", picture(4)), ("b.jpg", picture(5))])
    telegram.wait_for(lambda: answers() == 2, what="one word for the album")
    telegram.send_text(CAMILLE, CAMILLE, "#brouillon Tous au marché")
    telegram.wait_for(lambda: answers() == 3, what="a word about the draft")
    telegram.send_text(CAMILLE, CAMILLE, "Bonjour")
    quiet(vigie)
    assert submitted(vigie) == []
    assert answers() == 3
