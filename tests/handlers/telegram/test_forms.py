from __future__ import annotations

from pathlib import Path

from bot.kinds import Kind, State
from tests.handlers.telegram.deciding import (
    APPROVE,
    CANCEL,
    CHANGES,
    CORRECT,
    IN_WORDS,
    REFUSE,
    REPLY,
    SEND,
    answer,
    asked,
    reviewable,
)
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import CAMILLE, DOMI, GROUP, LOU, SACHA, Vigie, running

REASON = "La banderole cite une élue qui n’a pas donné son accord."


def test_a_reason_in_words_can_be_corrected_before_it_is_sent(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    item.press(DOMI, REFUSE)
    answer(telegram, DOMI, *IN_WORDS, words=REFUSE)
    telegram.reply(asked(telegram, *REPLY), DOMI, "Une fôte.")
    answer(telegram, DOMI, CORRECT, words="Une fôte.")
    answer(telegram, DOMI, *IN_WORDS, words=REFUSE)
    telegram.reply(asked(telegram, *REPLY), DOMI, REASON)
    answer(telegram, DOMI, SEND, words=REASON)
    item.becomes(State.REFUSED)
    assert item.case.decisions[0].reason == REASON


def test_a_form_that_is_given_up_leaves_nothing(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    item.press(DOMI, CHANGES)
    question = asked(telegram, CHANGES, button=(CANCEL,))
    answer(telegram, DOMI, CANCEL, words=CHANGES)
    telegram.wait_for(lambda: not shown(telegram, question["message_id"]), what="the question to go")
    assert item.case.decisions == ()
    late = telegram.tap(DOMI, GROUP, question["message_id"], data=first_data(question))
    assert (late.answered, bool(late.text)) == (True, True)


def first_data(question: dict[str, object]) -> str:
    markup = question["reply_markup"]
    assert isinstance(markup, dict)
    return str(markup["inline_keyboard"][0][0]["callback_data"])


def shown(telegram: Messenger, message: int) -> bool:
    return any(one["message_id"] == message for one in telegram.messages(GROUP))


def test_nobody_fills_in_the_form_of_somebody_else(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    item.press(DOMI, REFUSE)
    for user in (SACHA, LOU, CAMILLE):
        assert answer(telegram, user, "article 1", words=REFUSE).text
    answer(telegram, DOMI, *IN_WORDS, words=REFUSE)
    prompt = asked(telegram, *REPLY)
    telegram.reply(prompt, SACHA, "Je m’en mêle.")
    telegram.reply(prompt, DOMI, REASON)
    answer(telegram, SACHA, SEND, words=REASON)
    assert item.case.decisions == ()
    answer(telegram, DOMI, SEND, words=REASON)
    item.becomes(State.REFUSED)


def test_a_person_fills_in_one_form_in_a_chat_and_the_last_one_counts(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    item.press(DOMI, REFUSE)
    first = asked(telegram, REFUSE, button=("article 1",))
    item.press(DOMI, CHANGES)
    asked(telegram, CHANGES, button=IN_WORDS)
    telegram.wait_for(lambda: not shown(telegram, first["message_id"]), what="the first form to go")
    assert telegram.tap(DOMI, GROUP, first["message_id"], data=first_data(first)).text
    answer(telegram, DOMI, *IN_WORDS, words=CHANGES)
    telegram.reply(asked(telegram, *REPLY), DOMI, REASON)
    answer(telegram, DOMI, SEND, words=REASON)
    item.becomes(State.CHANGES_REQUESTED)


def test_a_form_survives_a_restart(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    with running(telegram, tmp_path) as vigie:
        item = reviewable(vigie)
        item.press(DOMI, REFUSE)
        answer(telegram, DOMI, *IN_WORDS, words=REFUSE)
        prompt = asked(telegram, *REPLY)
    telegram.reply(prompt, DOMI, REASON)
    with running(telegram, tmp_path) as vigie:
        answer(telegram, DOMI, SEND, words=REASON)
        telegram.wait_for(lambda: vigie.case(item.reference).state is State.REFUSED, what="the refusal")
        assert vigie.case(item.reference).decisions[0].reason == REASON


def test_a_form_about_a_card_that_has_changed_meanwhile_is_refused_and_goes(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    item.press(DOMI, REFUSE)
    question = asked(telegram, REFUSE, button=("article 1",))
    telegram.edit_caption(item.sent, "Tout autre chose")
    item.card("version 2")
    assert "La fiche a changé" in answer(telegram, DOMI, "article 1", words=REFUSE).text
    telegram.wait_for(lambda: not shown(telegram, question["message_id"]), what="the question to go")
    assert item.case.decisions == ()


def test_where_telegram_takes_no_question_the_toast_says_so_and_the_next_tap_works(
    vigie: Vigie, telegram: Messenger
) -> None:
    item = reviewable(vigie)
    telegram.faults.fail("sendMessage", "Too Many Requests: retry after 3", code=429, retry_after=3)
    refused = item.press(DOMI, REFUSE)
    assert (refused.answered, bool(refused.text)) == (True, True)
    assert item.press(DOMI, REFUSE).text == ""
    telegram.faults.fail("editMessageText", "Too Many Requests: retry after 3", code=429, retry_after=3)
    telegram.faults.fail("sendMessage", "Too Many Requests: retry after 3", code=429, retry_after=3)
    assert answer(telegram, DOMI, "article 1", words=REFUSE).text
    assert answer(telegram, DOMI, "article 1", words=REFUSE).text == ""
    answer(telegram, DOMI, SEND, words="article 1")
    item.becomes(State.REFUSED)


def test_a_chat_at_its_limit_still_gets_its_toasts_at_once(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    with running(telegram, tmp_path) as vigie:
        item = reviewable(vigie)
        approve = item.data(APPROVE)
        telegram.rate(chat_burst=1, chat_per_second=0.05, group_per_minute=1)
        telegram.send_text(GROUP, CAMILLE, "#brouillon Un texte qui attend son tour")
        toasts = [item.forge(CAMILLE, approve) for _ in range(3)]
        assert all("autre personne" in toast.text for toast in toasts)
        assert max(toast.elapsed for toast in toasts) < 3
        telegram.unlimited()


def test_a_message_that_is_gone_is_asked_anew(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    item.press(DOMI, CHANGES)
    question = asked(telegram, CHANGES, button=IN_WORDS)
    telegram.delete(question)
    write = next(one for one in question["reply_markup"]["inline_keyboard"] if one[0]["callback_data"].endswith("w"))
    telegram.tap(DOMI, GROUP, question["message_id"], data=write[0]["callback_data"])
    telegram.reply(asked(telegram, *REPLY), DOMI, REASON)
    answer(telegram, DOMI, SEND, words=REASON)
    item.becomes(State.CHANGES_REQUESTED)


def test_words_that_answer_no_question_are_talk(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    item.press(DOMI, REFUSE)
    asked(telegram, REFUSE, button=IN_WORDS)
    telegram.send_text(GROUP, DOMI, "Je descends prendre un café.")
    telegram.reply(item.sent, DOMI, "On en parle ?")
    answer(telegram, DOMI, *IN_WORDS, words=REFUSE)
    assert item.kinds().count(Kind.DECIDED) == 0
