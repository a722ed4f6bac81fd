from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import workflow
from bot.kinds import Choice, Kind, State
from bot.people import Role
from handlers.telegram.taps import Taps
from tests.handlers.slack.steps import LaterClock
from tests.handlers.telegram.deciding import (
    APPROVE,
    CHANGES,
    IN_WORDS,
    MINE,
    REFUSE,
    REPLY,
    UNDO,
    answer,
    asked,
    dropped,
    reviewable,
)
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import CAMILLE, DOMI, GROUP, LOU, SACHA, Vigie, running


def test_an_approval_asks_once_more_before_it_counts(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    assert item.press(DOMI, APPROVE).answered
    assert item.case.state is State.REVIEWABLE
    question = asked(telegram, button=(APPROVE,))
    assert "exactement tels quels" in question["text"]
    vigie.sure(DOMI, item.message, APPROVE)
    item.card("Visa accordé")
    telegram.wait_for(lambda: telegram.reactions(GROUP, item.message) == ["👍"], what="the sign under the message")
    telegram.wait_for(
        lambda: question["message_id"] not in [one["message_id"] for one in telegram.messages(GROUP)],
        what="the question to go",
    )


def test_nobody_decides_on_their_own_nor_without_a_role_whatever_the_button_says(vigie: Vigie) -> None:
    item = reviewable(vigie)
    approve = item.data(APPROVE)
    assert "autre personne" in item.forge(CAMILLE, approve).text
    stranger = item.forge(LOU, approve)
    assert "Telegram" in stranger.text
    assert item.case.decisions == ()
    assert item.case.state is State.REVIEWABLE


def test_forged_buttons_do_nothing_and_are_answered(vigie: Vigie, telegram: Messenger) -> None:
    item, other = reviewable(vigie), dropped(vigie, 21)
    approve = item.data(APPROVE)
    version = approve.split(":")[3]
    for data in (
        "garbage",
        "v1",
        "v1:ok",
        "v9:ok:V-0001:00000000",
        "v1:zz:V-0001:00000000",
        f"v1:ok:{item.reference}:00000000",
        f"v1:ok:{other.reference}:{version}",
        f"v1:ok:V-9999:{version}",
        f"v1:ok:../../etc:{version}",
        f"v1:fs:0000000000:{version}:0e",
        f"v1:sc:{item.reference}:{version}:99999999999999999999",
        f"v1:pn:{item.reference}:{version}",
        f"v1:wn:{item.reference}:{version}",
        f"v1:rt:{item.reference}:{version}",
    ):
        said = item.forge(DOMI, data)
        assert (said.answered, bool(said.text)) == (True, True), data
    assert item.case.decisions == ()
    assert other.case.decisions == ()
    assert len([call for call in telegram.calls_of("answerCallbackQuery") if call.code != 200]) == 0


def test_an_old_card_says_that_it_is_old_and_is_shown_anew(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    before, card = item.data(APPROVE), item.card()
    telegram.edit_caption(item.sent, "Pour dimanche, en fin de compte")
    item.card("version 2")
    edits = len(telegram.calls_of("editMessageText"))
    assert "La fiche a changé" in telegram.tap(DOMI, GROUP, card["message_id"], data=before).text
    telegram.wait_for(lambda: len(telegram.calls_of("editMessageText")) > edits, what="the card anew")
    assert item.case.decisions == ()


def test_a_refusal_takes_a_ready_reason_or_one_in_words(vigie: Vigie, telegram: Messenger) -> None:
    item, other = reviewable(vigie), reviewable(vigie, 21)
    item.press(DOMI, REFUSE)
    answer(telegram, DOMI, "article 1", words="Refuser")
    answer(telegram, DOMI, "Envoyer", words="Refuser")
    item.becomes(State.REFUSED)
    assert "article 1" in item.case.decisions[0].reason
    telegram.wait_for(lambda: telegram.reactions(GROUP, item.message) == ["👎"], what="the sign under the message")

    other.press(SACHA, CHANGES)
    answer(telegram, SACHA, *IN_WORDS, words=CHANGES)
    telegram.reply(asked(telegram, *REPLY), SACHA, "La date est fausse.")
    answer(telegram, SACHA, "Envoyer", words=CHANGES)
    other.becomes(State.CHANGES_REQUESTED)
    assert other.case.decisions[0].reason == "La date est fausse."


def test_of_two_reviewers_one_decides_and_the_other_reads_who_did(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    questions = {}
    for user in (DOMI, SACHA):
        item.press(user, APPROVE)
        questions[user] = asked(telegram, button=(APPROVE,))["message_id"]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda user: telegram.tap(user, GROUP, questions[user], label=APPROVE), (DOMI, SACHA)))
    item.becomes(State.APPROVED)
    assert item.kinds().count(Kind.DECIDED) == 1
    lost = [one for one in answers if one.text]
    assert len(lost) == 1
    assert item.reference in lost[0].text
    assert all(one.answered for one in answers)


def test_whoever_comes_too_late_reads_who_decided(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    seen = item.data(APPROVE)
    item.press(SACHA, APPROVE)
    question = asked(telegram, button=(APPROVE,))["message_id"]
    item.approve(DOMI)
    assert "Dominique" in item.forge(SACHA, seen).text
    assert "Dominique" in telegram.tap(SACHA, GROUP, question, label=APPROVE).text
    assert item.kinds().count(Kind.DECIDED) == 1


def test_a_double_tap_sends_once_and_both_are_answered(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    item.press(DOMI, APPROVE)
    question = asked(telegram, button=(APPROVE,))["message_id"]
    data = next(one["callback_data"] for one in telegram.keyboard(GROUP, question) if APPROVE in one["text"])
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: telegram.tap(DOMI, GROUP, question, data=data), range(2)))
    item.becomes(State.APPROVED)
    assert all(one.answered for one in answers)
    assert item.kinds().count(Kind.DECIDED) == 1


def test_a_decision_is_taken_back_within_two_minutes_by_whoever_made_it(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    clock = LaterClock()
    with running(telegram, tmp_path, clock=clock) as vigie:
        item = reviewable(vigie)
        item.approve(DOMI)
        item.card("Visa accordé")
        assert "autre personne" in item.press(SACHA, UNDO).text
        item.press(DOMI, UNDO)
        answer(telegram, DOMI, UNDO, words="Reprendre cette décision")
        item.becomes(State.REVIEWABLE)
        item.card("Rien ne s’oppose")
        item.approve(DOMI)
        item.card("Visa accordé")
        undo = item.data(UNDO)
        clock.go_on(timedelta(minutes=2, seconds=1))
        assert item.forge(DOMI, undo).text
        assert item.case.state is State.APPROVED
        telegram.wait_for(lambda: UNDO not in " ".join(item.buttons()), what="a card without the button")


def test_what_is_decided_at_the_desk_makes_the_buttons_go(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    alix = vigie.add("Alix", Role.REVIEWER)
    workflow.decide(vigie.house, alix, item.reference, Choice.APPROVE, "", fingerprint=item.case.fingerprint)
    vigie.courier.wake()
    item.card("Visa accordé")
    telegram.wait_for(lambda: not {APPROVE, REFUSE, CHANGES} & set(item.buttons()), what="a card without buttons")


def test_each_tap_is_answered_exactly_once(vigie: Vigie, telegram: Messenger) -> None:
    item = dropped(vigie)
    item.card("réservé")
    tapped = item.press(CAMILLE, MINE)
    assert (tapped.answered, tapped.text) == (True, "")
    assert tapped.elapsed < telegram.answer_seconds
    item.becomes(State.REVIEWABLE)
    asked_for = [call.parameters["callback_query_id"] for call in telegram.calls_of("answerCallbackQuery")]
    assert len(asked_for) == len(set(asked_for)) == 1


def test_a_tap_of_long_ago_counts_though_it_can_not_be_answered(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    with running(telegram, tmp_path) as vigie:
        item = reviewable(vigie)
        item.press(DOMI, APPROVE)
        question = asked(telegram, "exactement", button=(APPROVE,))
    telegram.answer_seconds = 0.0
    telegram.tap(DOMI, GROUP, question["message_id"], label=APPROVE, patience=0)
    with running(telegram, tmp_path) as vigie:
        telegram.wait_for(lambda: vigie.case(item.reference).state is State.APPROVED, what="the approval")
        telegram.wait_for(
            lambda: any("too old" in call.description for call in telegram.calls_of("answerCallbackQuery")),
            what="a refused answer",
        )
        telegram.wait_for(
            lambda: question["message_id"] not in [one["message_id"] for one in telegram.messages(GROUP)],
            what="the question to go",
        )


def broken(*_: object) -> None:
    raise RuntimeError("a fault of ours")


def test_a_fault_of_ours_that_passes_is_not_told(
    vigie: Vigie, telegram: Messenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = dropped(vigie)
    item.card("réservé")
    acted = Taps._act

    def breaks_once(*arguments: Any) -> Any:  # noqa: ANN401 - whatever it takes and returns
        monkeypatch.setattr(Taps, "_act", acted)
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(Taps, "_act", breaks_once)
    assert item.press(CAMILLE, MINE).text == ""
    item.becomes(State.REVIEWABLE)


def test_a_fault_of_ours_that_stays_is_told_and_spoils_nothing_else(
    vigie: Vigie, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = dropped(vigie)
    item.card("réservé")
    with monkeypatch.context() as patched:
        patched.setattr(Taps, "_act", broken)
        patched.setattr("bot.delivery.inbox.TRIES", 1)
        assert "référence" in item.press(CAMILLE, MINE).text
    assert item.press(CAMILLE, MINE).text == ""
    item.becomes(State.REVIEWABLE)


def test_a_refusal_that_comes_too_late_to_stand_over_the_chat_is_said_in_it(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    telegram.answer_seconds = 0.0
    said = [one["message_id"] for one in telegram.said_by_bot(GROUP)]
    telegram.tap(CAMILLE, GROUP, item.card()["message_id"], label=APPROVE, patience=0)
    told = telegram.wait_for(
        lambda: [one["text"] for one in telegram.said_by_bot(GROUP) if one["message_id"] not in said], what="why not"
    )
    assert "autre personne" in told[0]
    assert item.case.state is State.REVIEWABLE
