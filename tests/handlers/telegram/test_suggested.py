from __future__ import annotations

from datetime import timedelta

import pytest

from bot import workflow
from bot.kinds import Choice, State
from tests.handlers.telegram.deciding import APPROVE, posts, told
from tests.handlers.telegram.running import CAMILLE, CHANNEL, DOMI, GROUP
from tests.handlers.telegram.suggesting import TEXT, Later, approvable, orders, shown_again, state_of, suggested

BYPASS = ("without Vigie:", "sans Vigie")


def test_a_suggestion_is_shown_with_its_card_where_people_approve(later: Later) -> None:
    _suggestion, item = suggested(later)
    assert item.sent["text"] == TEXT
    assert "forward_origin" in item.sent
    assert item.card()
    assert item.case.draft
    assert item.case.draft.text == TEXT
    camille = later.vigie.person(CAMILLE)
    assert camille
    assert item.case.made_by(camille.id)


def test_what_is_approved_goes_out_by_telegram_s_own_hand_once_it_can_not_be_taken_back(later: Later) -> None:
    telegram = later.vigie.telegram
    suggestion, item = approvable(later)
    later.decide(item, Choice.APPROVE)
    item.becomes(State.APPROVED)
    item.card("Visa accordé")
    assert not [label for label in item.buttons() if "Publ" in label and label != "C’est publié"]
    later.go_on(timedelta(seconds=100))
    shown_again(later, item)
    assert state_of(later, suggestion) == "pending"
    later.go_on()
    telegram.wait_for(lambda: state_of(later, suggestion) == "approved", what="the approval")
    item.becomes(State.PUBLISHED)
    assert [post["text"] for post in posts(telegram)] == [TEXT]
    assert item.case.publication
    assert f"/{posts(telegram)[0]['message_id']}" in item.case.publication.where
    assert told(telegram, *BYPASS) == []


def test_a_decision_that_was_taken_back_is_not_carried_out(later: Later) -> None:
    suggestion, item = approvable(later)
    later.decide(item, Choice.APPROVE)
    item.becomes(State.APPROVED)
    dominique = later.vigie.person(DOMI)
    assert dominique
    workflow.retract(later.vigie.house, dominique, item.reference)
    later.go_on()
    later.vigie.telegram.wait_for(lambda: orders(later.vigie) == ["sent"], what="the order to be needless")
    assert state_of(later, suggestion) == "pending"


def test_what_its_author_withdraws_after_the_approval_is_not_published(later: Later) -> None:
    suggestion, item = approvable(later)
    later.decide(item, Choice.APPROVE)
    camille = later.vigie.person(CAMILLE)
    assert camille
    workflow.withdraw(later.vigie.house, camille, item.reference, "Trop tard.")
    later.go_on()
    later.vigie.telegram.wait_for(lambda: orders(later.vigie) == ["sent"], what="the order to be needless")
    assert state_of(later, suggestion) == "pending"


def test_a_refusal_declines_with_its_reason_as_far_as_telegram_takes_it(later: Later) -> None:
    telegram = later.vigie.telegram
    suggestion, item = approvable(later)
    later.decide(item, Choice.REFUSE, "Ce n’est pas notre marché. " * 20)
    later.go_on()
    telegram.wait_for(lambda: state_of(later, suggestion) == "declined", what="the refusal")
    comment = telegram.calls_of("declineSuggestedPost")[-1].parameters["comment"]
    assert comment.startswith("Ce n’est pas notre marché.")
    assert len(comment) <= 128


@pytest.mark.parametrize("answers_ours", [True, False])
def test_changes_are_asked_for_in_an_answer_and_a_new_suggestion_is_the_next_version(
    later: Later, *, answers_ours: bool
) -> None:
    telegram = later.vigie.telegram
    suggestion, item = approvable(later)
    later.decide(item, Choice.REQUEST_CHANGES, "L’heure manque.")
    later.go_on()
    chat = suggestion["chat"]["id"]
    asked = telegram.wait_for(lambda: told(telegram, "L’heure manque.", chat=chat), what="the answer")
    answered = asked[0] if answers_ours else suggestion
    better = telegram.suggest_post(CHANNEL, CAMILLE, TEXT + " À 10 h.", reply_to=answered["message_id"])
    telegram.wait_for(lambda: item.case.revision == 2, what="the next version")
    assert later.vigie.known(better["message_id"], chat) == item.reference
    assert item.case.draft
    assert item.case.draft.text == TEXT + " À 10 h."


def test_a_suggestion_that_is_edited_is_another_version(later: Later) -> None:
    suggestion, item = approvable(later)
    later.decide(item, Choice.APPROVE)
    item.becomes(State.APPROVED)
    later.vigie.telegram.edit_text(suggestion, "Tout autre chose")
    later.vigie.telegram.wait_for(lambda: item.case.revision == 2, what="the next version")
    later.go_on()
    later.vigie.telegram.wait_for(lambda: orders(later.vigie) == ["sent"], what="the order to be needless")
    assert state_of(later, suggestion) == "pending"


def test_what_a_person_approves_past_vigie_is_told(later: Later) -> None:
    telegram = later.vigie.telegram
    suggestion, item = approvable(later)
    other = telegram.suggest_post(CHANNEL, CAMILLE, "Un autre texte, que personne ici n’a lu.")
    telegram.approve_natively(suggestion)
    telegram.wait_for(lambda: len(told(telegram, *BYPASS)) == 1, what="the alarm")
    assert item.case.publication is None
    assert APPROVE in item.buttons()
    later.decide(item, Choice.APPROVE)
    item.becomes(State.APPROVED)
    telegram.approve_natively(other)
    telegram.wait_for(lambda: len(told(telegram, *BYPASS)) == 2, what="the alarm about the other")
    assert item.case.publication is None


def test_an_answer_that_is_lost_approves_once(later: Later) -> None:
    telegram = later.vigie.telegram
    _suggestion, item = approvable(later)
    telegram.faults.drop_after("approveSuggestedPost")
    later.decide(item, Choice.APPROVE)
    later.go_on()
    item.becomes(State.PUBLISHED)
    telegram.wait_for(lambda: orders(later.vigie) in (["failed"], ["sent"]), seconds=20, what="an end")
    assert len(posts(telegram)) == 1


def test_talk_in_the_direct_messages_is_nobody_s_business(later: Later) -> None:
    telegram = later.vigie.telegram
    suggested(later)
    before = len(telegram.calls_of("sendMessage"))
    direct = telegram.direct_messages(CHANNEL)
    telegram.send_text(direct, CAMILLE, "/aide")
    telegram.command(GROUP, CAMILLE, "/aide")
    telegram.wait_for(lambda: len(telegram.calls_of("sendMessage")) > before, what="the other answer")
    assert not [call for call in telegram.calls_of("sendMessage") if call.parameters["chat_id"] == direct]
