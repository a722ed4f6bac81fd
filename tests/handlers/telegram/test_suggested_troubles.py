from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.kinds import Choice, State
from bot.people.adding import leave
from bot.settings import Settings
from tests.handlers.telegram.deciding import posts, told
from tests.handlers.telegram.looking import in_state, quiet
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, CHANNEL, DOMI, GROUP
from tests.handlers.telegram.suggesting import TEXT, Later, approvable, orders, state_of, suggested, suggesting

BYPASS = ("without Vigie:", "sans Vigie")
NOT_SHOWN = ("could not be shown", "n’a pas pu être montrée")
BY_HAND = ("by hand", "Write them yourself", "à la main", "vous-même")


def answers(later: Later, suggestion: Json) -> list[Json]:
    return told(later.vigie.telegram, *NOT_SHOWN, chat=suggestion["chat"]["id"])


def is_put_off(later: Later) -> bool:
    """Whether something waits to be tried again; that it was tried before is not counted."""
    with later.vigie.house.database.reading() as connection:
        query = "SELECT 1 FROM inbox WHERE state = 'received' AND attempts = 0 AND holder IS NOT NULL"
        return connection.exec_driver_sql(query).first() is not None


@pytest.mark.parametrize(
    ("method", "error", "code"),
    [
        ("forwardMessage", "Bad Request: message to forward not found", 400),
        ("forwardMessage", "Bad Request: message can't be forwarded", 400),
        ("forwardMessage", "Forbidden: bot was kicked from the supergroup chat", 403),
        ("getChat", "Bad Request: chat not found", 400),
    ],
)
def test_a_suggestion_that_can_never_be_shown_holds_up_no_other(
    later: Later, method: str, error: str, code: int
) -> None:
    telegram = later.vigie.telegram
    telegram.faults.fail(method, error, code)
    first = telegram.suggest_post(CHANNEL, CAMILLE, "Premier")
    suggested(later, "Second")
    assert later.vigie.known(first["message_id"], first["chat"]["id"]) is None
    assert len(answers(later, first)) == (method == "forwardMessage")


def test_a_suggestion_that_telegram_does_not_take_for_a_while_is_shown_then(later: Later) -> None:
    telegram = later.vigie.telegram
    telegram.faults.fail("forwardMessage", "Too Many Requests: retry after 5", 429, retry_after=5)
    suggestion = telegram.suggest_post(CHANNEL, CAMILLE, TEXT)
    telegram.wait_for(lambda: telegram.calls_of("forwardMessage"), what="a first try")
    later.go_on(timedelta(seconds=6))
    later.vigie.reference(suggestion["message_id"], suggestion["chat"]["id"])


@pytest.mark.parametrize("method", ["forwardMessage", "getChat", "getFile"])
def test_nobody_waits_for_ever_for_telegram_to_show_a_suggestion(later: Later, method: str) -> None:
    telegram = later.vigie.telegram
    telegram.faults.fail(method, "Too Many Requests: retry after 1", 429, 10_000, retry_after=1)
    suggestion = telegram.suggest_post(CHANNEL, CAMILLE, TEXT, document=("affiche.png", b"no picture"))
    telegram.wait_for(lambda: telegram.calls_of(method) and is_put_off(later), what="a first try")
    later.go_on(timedelta(minutes=9))
    tries = len(telegram.calls_of(method))
    telegram.wait_for(lambda: len(telegram.calls_of(method)) > tries, what="a later try")
    assert answers(later, suggestion) == []
    later.go_on(timedelta(minutes=11))
    telegram.wait_for(lambda: answers(later, suggestion), what="an honest word")
    assert in_state(later.vigie, "received") == 0


def test_a_group_that_has_moved_unheard_is_shown_suggestions_under_its_new_number(tmp_path: Path) -> None:
    old, new = -77, []

    def moved(telegram: Messenger) -> None:
        telegram.add_group(old, "Validation", members=[CAMILLE], admins=[DOMI], basic=True)
        new.append(telegram.migrate(old))
        telegram.age_updates(2 * 24 * 3600.0)

    def named(settings: Settings) -> Settings:
        return replace(settings, approval_channels=(f"telegram:{old}",))

    with suggesting(tmp_path, named, moved) as later:
        suggestion = later.vigie.telegram.suggest_post(CHANNEL, CAMILLE, TEXT)
        reference = later.vigie.reference(suggestion["message_id"], suggestion["chat"]["id"])
        channel = later.vigie.case(reference).entries[0].entry.data["channel"]
        assert channel.startswith(f"telegram:{new[0]}/")


@pytest.mark.parametrize(
    ("choice", "method", "error"),
    [
        (Choice.APPROVE, "approveSuggestedPost", "Bad Request: not enough rights"),
        (Choice.REFUSE, "declineSuggestedPost", "Bad Request: not enough rights"),
        (Choice.REFUSE, "declineSuggestedPost", "Bad Request: MESSAGE_ID_INVALID"),
        (Choice.REQUEST_CHANGES, "sendMessage", "Forbidden: bot was kicked from the channel"),
    ],
)
def test_what_telegram_does_not_carry_out_is_told_where_it_was_decided(
    later: Later, choice: Choice, method: str, error: str
) -> None:
    telegram = later.vigie.telegram
    suggestion, item = approvable(later)
    later.decide(item, choice, "" if choice is Choice.APPROVE else "Il manque l’heure.")
    quiet(later.vigie)
    telegram.faults.fail(method, error, 403 if error.startswith("Forbidden") else 400)
    later.go_on()
    telegram.wait_for(lambda: told(telegram, *BY_HAND), what="an honest word")
    (said,) = told(telegram, *BY_HAND)
    assert item.reference in said["text"]
    assert said["reply_to_message"]["message_id"] == item.message
    assert orders(later.vigie) == ["failed"]
    assert state_of(later, suggestion) == "pending"


def test_without_the_right_to_decline_nothing_is_silent(later: Later) -> None:
    telegram = later.vigie.telegram
    telegram.promote(telegram.bot_id, CHANNEL, without=["can_manage_direct_messages"])
    _suggestion, item = approvable(later)
    later.decide(item, Choice.REFUSE, "Non.")
    later.go_on()
    telegram.wait_for(lambda: told(telegram, "Manage Direct Messages", "Gérer les messages directs"), what="the remedy")


def test_a_suggestion_whose_approver_has_left_is_told_when_it_goes_out(later: Later) -> None:
    vigie, telegram = later.vigie, later.vigie.telegram
    suggestion, item = approvable(later)
    later.decide(item, Choice.APPROVE)
    item.becomes(State.APPROVED)
    dominique = vigie.person(DOMI)
    assert dominique
    with vigie.house.database.writing() as connection:
        leave(connection, dominique, at=vigie.house.clock())
    telegram.approve_natively(suggestion)
    telegram.wait_for(lambda: told(telegram, *BYPASS), what="the alarm")
    quiet(vigie)
    assert len(posts(telegram)) == 1
    assert item.case.publication is None


def test_whoever_suggested_is_told_first_what_to_change_and_then_what_to_do(later: Later) -> None:
    telegram = later.vigie.telegram
    suggestion, item = approvable(later)
    later.decide(item, Choice.REQUEST_CHANGES, "Il manque l’heure")
    later.go_on()
    chat = suggestion["chat"]["id"]
    telegram.wait_for(lambda: told(telegram, "Il manque l’heure", chat=chat), what="the answer")
    wanted, nothing, then = told(telegram, "Il manque l’heure", chat=chat)[0]["text"].splitlines()
    assert wanted.endswith(": Il manque l’heure")
    assert nothing == ""
    assert then.endswith(".")


def test_without_a_named_group_the_first_one_at_work_is_shown_suggestions(tmp_path: Path) -> None:
    with suggesting(tmp_path, lambda settings: replace(settings, approval_channels=())) as later:
        telegram = later.vigie.telegram
        lost = telegram.suggest_post(CHANNEL, CAMILLE, "Trop tôt")
        telegram.wait_for(lambda: answers(later, lost), what="an honest word")
        sent = telegram.send_text(GROUP, CAMILLE, "#brouillon Dimanche, tout le monde sur le marché.")
        later.vigie.reference(sent["message_id"])
        _suggestion, item = suggested(later)
        assert item.sent["text"] == TEXT
