from __future__ import annotations

from datetime import timedelta

from bot import workflow
from bot.kinds import Choice, State
from handlers.telegram.health import health
from handlers.telegram.places import Place
from tests.handlers.telegram.deciding import MINE, REFUSE, Item, picture, posts, told
from tests.handlers.telegram.looking import quiet
from tests.handlers.telegram.messenger import Json
from tests.handlers.telegram.running import CAMILLE, CHANNEL, DOMI, GROUP, SACHA
from tests.handlers.telegram.suggesting import TEXT, Later, approvable, orders, state_of, suggested

BYPASS = ("without Vigie:", "sans Vigie")
DECLINED = ("was declined already", "déjà été déclinée")
URGENT = "Le marché commence dans une heure, et personne ne répond."


def copied(later: Later) -> tuple[Json, Item]:
    """Suggest a compressed photo whose author goes on without the original: two people have to approve it."""
    suggestion, item = suggested(later, "", photo=picture(7))
    vigie = later.vigie
    item.press(CAMILLE, MINE)
    vigie.telegram.wait_for(lambda: item.case.assets[0].statement, what="whose picture it is")
    camille = vigie.person(CAMILLE)
    assert camille
    workflow.go_without_original(vigie.house, camille, item.reference, fingerprint=item.case.fingerprint)
    item.becomes(State.REVIEWABLE)
    return suggestion, item


def ordered(later: Later, number: int) -> None:
    later.vigie.telegram.wait_for(lambda: len(orders(later.vigie)) == number, what=f"{number} orders")


def test_an_emergency_approval_is_carried_out_too(later: Later) -> None:
    telegram = later.vigie.telegram
    suggestion, item = copied(later)
    item.press(DOMI, REFUSE)
    dominique = later.vigie.person(DOMI)
    assert dominique
    workflow.break_glass(later.vigie.house, dominique, item.reference, URGENT, fingerprint=item.case.fingerprint)
    later.vigie.courier.wake()
    ordered(later, 1)
    assert state_of(later, suggestion) == "pending"
    later.go_on()
    item.becomes(State.PUBLISHED)
    assert len(posts(telegram)) == 1
    quiet(later.vigie)
    assert told(telegram, *BYPASS) == []


def test_of_two_approvals_the_second_can_be_taken_back_too(later: Later) -> None:
    suggestion, item = copied(later)
    later.decide(item, Choice.APPROVE)
    later.go_on(timedelta(seconds=110))
    later.decide(item, Choice.APPROVE, by=SACHA)
    ordered(later, 2)
    later.go_on(timedelta(seconds=15))
    later.vigie.telegram.wait_for(lambda: "sent" in orders(later.vigie), what="the first order to be looked at")
    assert sorted(orders(later.vigie)) == ["queued", "sent"]
    assert state_of(later, suggestion) == "pending"
    later.go_on()
    item.becomes(State.PUBLISHED)
    assert state_of(later, suggestion) == "approved"


def test_the_first_of_two_approvals_is_no_message_that_was_refused(later: Later) -> None:
    _suggestion, item = copied(later)
    later.decide(item, Choice.APPROVE)
    later.go_on()
    later.vigie.telegram.wait_for(lambda: orders(later.vigie) == ["sent"], what="the order to be needless")
    dominique = later.vigie.person(DOMI)
    assert dominique
    shown = health(later.vigie.house, dominique, Place(GROUP), later.vigie.house.catalogue())
    assert "refus" not in shown.text


def test_what_was_declined_before_is_told_when_it_is_approved(later: Later) -> None:
    telegram = later.vigie.telegram
    suggestion, item = approvable(later)
    later.decide(item, Choice.REFUSE, "Non.")
    later.go_on()
    telegram.wait_for(lambda: state_of(later, suggestion) == "declined", what="the refusal")
    dominique = later.vigie.person(DOMI)
    assert dominique
    workflow.lift(later.vigie.house, dominique, item.reference, "Je me suis trompée.")
    later.decide(item, Choice.APPROVE)
    ordered(later, 2)
    later.go_on()
    telegram.wait_for(lambda: told(telegram, *DECLINED), what="an honest word")
    assert item.case.state is State.APPROVED
    assert posts(telegram) == []


def test_what_goes_out_at_the_wished_moment_is_no_bypass_though_the_approval_has_run_out(later: Later) -> None:
    telegram = later.vigie.telegram
    _suggestion, item = approvable(later)
    telegram.faults.fail("approveSuggestedPost", "Bad Request: SUGGESTED_POST_ALREADY_PROCESSED", 400)
    later.decide(item, Choice.APPROVE)
    ordered(later, 1)
    later.go_on()
    telegram.wait_for(lambda: orders(later.vigie) == ["sent"], what="the approval")
    later.go_on(timedelta(days=8))
    workflow.expire(later.vigie.house)
    telegram.channel_post(CHANNEL, TEXT, by=DOMI)
    telegram.channel_post(CHANNEL, "Autre chose", by=DOMI)
    telegram.wait_for(lambda: told(telegram, *BYPASS), what="the alarm about the other")
    quiet(later.vigie)
    (alarm,) = told(telegram, *BYPASS)
    assert f"/{posts(telegram)[-1]['message_id']}" in alarm["text"]
    assert item.case.state is State.EXPIRED
