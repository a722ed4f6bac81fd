from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot import chats
from bot.kinds import Kind
from tests.handlers.telegram.deciding import BACK, CANCEL, REPLY, SEND, SKIP, answer, asked, label_of, told
from tests.handlers.telegram.looking import quiet
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, GROUP, LOU, Vigie, running

TITLE = "Déclarer un usage de l’IA"


def recorded(vigie: Vigie, kind: Kind) -> int:
    with vigie.house.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT COUNT(*) FROM trail_entries WHERE kind = ?", (kind.value,))
        return int(rows.scalar_one())


def question(telegram: Messenger, number: int, chat: int) -> Json:
    """Return the question of this number once it is asked."""
    return asked(telegram, f"{TITLE} · {number}/10", chat=chat)


def option(telegram: Messenger, number: int, chat: int, chosen: int, user: int = CAMILLE) -> None:
    """Tap one of the answers, counted from 0."""
    message = question(telegram, number, chat)
    keyboard = telegram.keyboard(chat, message["message_id"])
    telegram.tap(user, chat, message["message_id"], data=keyboard[chosen]["callback_data"])


def write(telegram: Messenger, number: int, chat: int, words: str, user: int = CAMILLE) -> None:
    message = question(telegram, number, chat)
    keyboard = telegram.keyboard(chat, message["message_id"])
    data = next(one["callback_data"] for one in keyboard if one.get("callback_data", "").endswith("w"))
    telegram.tap(user, chat, message["message_id"], data=data)
    telegram.reply(asked(telegram, *REPLY, chat=chat), user, words)


def fill_in_to_the_check(
    telegram: Messenger, chat: int, purpose: int = 0, user: int = CAMILLE, checker: int = 0
) -> None:
    """Answer all questions up to how it was checked."""
    option(telegram, 1, chat, purpose, user)
    write(telegram, 2, chat, "Tract sur les crèches", user)
    option(telegram, 3, chat, 0, user)
    answer(telegram, user, *SKIP, words=f"{TITLE} · 4/", chat=chat)
    for number in (5, 6):
        option(telegram, number, chat, 0, user)
    option(telegram, 7, chat, checker, user)


def fill_in(telegram: Messenger, chat: int, purpose: int = 0, user: int = CAMILLE) -> None:
    """Answer all questions up to the last look."""
    fill_in_to_the_check(telegram, chat, purpose, user)
    option(telegram, 8, chat, 0, user)
    option(telegram, 9, chat, 0, user)
    option(telegram, 10, chat, 1, user)


@pytest.mark.parametrize("words", ["/declarer_ia", "/declare_ai", "/declare-ai", "/déclarer", "/Déclarer_IA"])
def test_however_people_write_it_the_declaration_begins(vigie: Vigie, telegram: Messenger, words: str) -> None:
    telegram.command(GROUP, CAMILLE, words)
    question(telegram, 1, GROUP)
    telegram.start(CAMILLE)
    telegram.command(CAMILLE, CAMILLE, words)
    question(telegram, 1, CAMILLE)


@pytest.mark.parametrize("chat", [GROUP, CAMILLE])
def test_a_declaration_step_by_step_gives_labels_to_copy(vigie: Vigie, telegram: Messenger, chat: int) -> None:
    telegram.start(CAMILLE)
    telegram.command(chat, CAMILLE, "/declarer_ia")
    fill_in(telegram, chat)
    answer(telegram, CAMILLE, SEND, words="Tract sur les crèches", chat=chat)
    labels = asked(telegram, "D-", chat=chat, button=("",))
    copied = [one for one in telegram.keyboard(chat, labels["message_id"]) if "copy_text" in one]
    assert copied
    assert recorded(vigie, Kind.DECLARED) == 1


def test_one_goes_back_a_step_and_mends_an_answer(vigie: Vigie, telegram: Messenger) -> None:
    telegram.command(GROUP, CAMILLE, "/declarer_ia")
    option(telegram, 1, GROUP, 0)
    answer(telegram, CAMILLE, *BACK, words=f"{TITLE} · 2/")
    option(telegram, 1, GROUP, 1)
    write(telegram, 2, GROUP, "Tract sur les écoles")
    question(telegram, 3, GROUP)
    assert recorded(vigie, Kind.DECLARED) == 0


def test_an_answer_that_can_not_be_taken_is_told_and_nothing_is_lost(vigie: Vigie, telegram: Messenger) -> None:
    telegram.command(GROUP, CAMILLE, "/declarer_ia")
    option(telegram, 1, GROUP, 0)
    write(telegram, 2, GROUP, "x" * 3000)
    telegram.wait_for(lambda: told(telegram, "caractères"), what="a word about its length")
    telegram.reply(asked(telegram, *REPLY), CAMILLE, "Tract sur les crèches")
    question(telegram, 3, GROUP)


def test_a_forbidden_purpose_is_refused_with_its_article_and_logged(vigie: Vigie, telegram: Messenger) -> None:
    telegram.command(GROUP, CAMILLE, "/declarer_ia")
    first = question(telegram, 1, GROUP)
    labels = telegram.buttons(GROUP, first["message_id"])
    forbidden = next(number for number, label in enumerate(labels) if "Générer une image" in label)
    fill_in(telegram, GROUP, forbidden)
    refused = answer(telegram, CAMILLE, SEND, words="Tract sur les crèches")
    assert "charte" in refused.text
    telegram.wait_for(lambda: told(telegram, "Article 1", "article 1"), what="the article")
    assert (recorded(vigie, Kind.DECLARATION_REFUSED), recorded(vigie, Kind.DECLARED)) == (1, 0)


def test_a_declaration_survives_a_restart(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    telegram.start(CAMILLE)
    with running(telegram, tmp_path):
        telegram.command(CAMILLE, CAMILLE, "/declarer_ia")
        option(telegram, 1, CAMILLE, 0)
        question(telegram, 2, CAMILLE)
    with running(telegram, tmp_path):
        write(telegram, 2, CAMILLE, "Tract sur les crèches")
        question(telegram, 3, CAMILLE)


def test_words_in_private_answer_the_question_without_a_reply(vigie: Vigie, telegram: Messenger) -> None:
    telegram.start(CAMILLE)
    telegram.command(CAMILLE, CAMILLE, "/declarer_ia")
    option(telegram, 1, CAMILLE, 0)
    question(telegram, 2, CAMILLE)
    telegram.send_text(CAMILLE, CAMILLE, "Tract sur les crèches")
    question(telegram, 3, CAMILLE)


def test_how_it_was_checked_is_passed_over_only_where_nobody_has(vigie: Vigie, telegram: Messenger) -> None:
    telegram.start(CAMILLE)
    telegram.command(CAMILLE, CAMILLE, "/declarer_ia")
    nobody = 3
    fill_in_to_the_check(telegram, CAMILLE, checker=nobody)
    answer(telegram, CAMILLE, *SKIP, words=f"{TITLE} · 8/", chat=CAMILLE)
    for _ in range(2):
        answer(telegram, CAMILLE, *BACK, chat=CAMILLE)
    option(telegram, 7, CAMILLE, 0)
    check = question(telegram, 8, CAMILLE)
    assert label_of(telegram, check, *SKIP) == ""
    option(telegram, 8, CAMILLE, 0)
    option(telegram, 9, CAMILLE, 0)
    option(telegram, 10, CAMILLE, 1)
    answer(telegram, CAMILLE, SEND, words="Tract sur les crèches", chat=CAMILLE)
    telegram.wait_for(lambda: recorded(vigie, Kind.DECLARED) == 1, what="the declaration")


def test_a_declaration_that_is_given_up_is_not_recorded(vigie: Vigie, telegram: Messenger) -> None:
    telegram.command(GROUP, CAMILLE, "/declarer_ia")
    question(telegram, 1, GROUP)
    answer(telegram, CAMILLE, CANCEL, words=TITLE)
    telegram.wait_for(lambda: not told(telegram, TITLE), what="the form to go")
    assert recorded(vigie, Kind.DECLARED) == 0


def test_two_people_declare_side_by_side_in_one_chat(vigie: Vigie, telegram: Messenger) -> None:
    telegram.command(GROUP, CAMILLE, "/declarer_ia")
    mine = question(telegram, 1, GROUP)
    telegram.command(GROUP, LOU, "/declarer_ia")
    telegram.wait_for(lambda: len(told(telegram, TITLE)) == 2, what="both forms")
    data = telegram.keyboard(GROUP, mine["message_id"])[0]["callback_data"]
    assert telegram.tap(LOU, GROUP, mine["message_id"], data=data).text
    assert telegram.tap(CAMILLE, GROUP, mine["message_id"], data=data).text == ""


def test_a_double_tap_on_send_declares_once(vigie: Vigie, telegram: Messenger) -> None:

    telegram.command(GROUP, CAMILLE, "/declarer_ia")
    fill_in(telegram, GROUP)
    message = asked(telegram, "Tract sur les crèches", button=(SEND,))["message_id"]
    data = next(one["callback_data"] for one in telegram.keyboard(GROUP, message) if one["text"] == SEND)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: telegram.tap(CAMILLE, GROUP, message, data=data), range(4)))
    assert all(one.answered for one in answers)
    telegram.wait_for(lambda: recorded(vigie, Kind.DECLARED) == 1, what="the declaration")


def payload(telegram: Messenger, number: int) -> str:
    """Return what the button carries with which a form of the group goes on in private."""
    keyboard = telegram.keyboard(GROUP, question(telegram, number, GROUP)["message_id"])
    address = next(one["url"] for one in keyboard if "url" in one)
    assert address.startswith("https://t.me/vigie_bot?start=")
    return str(address.partition("start=")[2])


def test_a_long_form_that_was_begun_in_the_group_goes_on_in_private(vigie: Vigie, telegram: Messenger) -> None:
    telegram.command(GROUP, CAMILLE, "/declarer_ia")
    option(telegram, 1, GROUP, 0)
    began, link = question(telegram, 2, GROUP)["message_id"], payload(telegram, 2)
    stranger = telegram.start(LOU, link)
    telegram.wait_for(lambda: telegram.replies_to(LOU, stranger["message_id"]), what="that it is somebody else's")
    telegram.start(CAMILLE, link)
    write(telegram, 2, CAMILLE, "Tract sur les crèches")
    telegram.wait_for(
        lambda: began not in [one["message_id"] for one in telegram.messages(GROUP)], what="the group's question to go"
    )
    assert "url" not in str(telegram.keyboard(CAMILLE, question(telegram, 3, CAMILLE)["message_id"]))
    option(telegram, 3, CAMILLE, 0)
    question(telegram, 4, CAMILLE)


def test_a_message_that_is_read_twice_answers_one_question(vigie: Vigie, telegram: Messenger) -> None:
    telegram.start(CAMILLE)
    telegram.command(CAMILLE, CAMILLE, "/declarer_ia")
    option(telegram, 1, CAMILLE, 0)
    question(telegram, 2, CAMILLE)
    said = telegram.send_text(CAMILLE, CAMILLE, "Tract sur les crèches")
    question(telegram, 3, CAMILLE)
    telegram.push_update({"message": said})
    quiet(vigie)
    with vigie.house.database.reading() as connection:
        form = chats.form_of(connection, "telegram", str(CAMILLE), str(CAMILLE))
    assert form
    assert list(form.answers.values()).count("Tract sur les crèches") == 1
    option(telegram, 3, CAMILLE, 0)
    answer(telegram, CAMILLE, *SKIP, words=f"{TITLE} · 4/", chat=CAMILLE)
    for number in (5, 6, 7, 8, 9):
        option(telegram, number, CAMILLE, 0)
    option(telegram, 10, CAMILLE, 1)
    answer(telegram, CAMILLE, SEND, words="Tract sur les crèches", chat=CAMILLE)
    asked(telegram, "D-", chat=CAMILLE, button=("",))
