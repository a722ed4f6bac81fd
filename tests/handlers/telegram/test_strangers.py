"""Whoever is nobody here: references can be guessed, a button's data made up, and a bot invited anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.kinds import State
from bot.people import Role
from bot.register.edition import register_of
from bot.register.use import Filters
from bot.settings import Settings
from tests.handlers.telegram.deciding import APPROVE, Item, asked, picture, reviewable, written
from tests.handlers.telegram.looking import quiet
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, CHANNEL, DOMI, GROUP, LOU, SACHA, Vigie, running
from tests.handlers.telegram.suggesting import suggesting

EVE, HER_GROUP = 666, -1001000000666
SECRET = "Un texte que personne n’a encore publié."
CANCEL = ("Cancel", "Annuler")
UNKNOWN = ("does not know this", "ne connaît pas ce compte")


@pytest.fixture
def eve(vigie: Vigie) -> Messenger:
    """Somebody who has found the bot, and has invited it into a group of her own."""
    vigie.telegram.add_user(EVE, "Eve", started=True)
    vigie.telegram.add_group(HER_GROUP, "Chez Eve", admins=[EVE])
    return vigie.telegram


def any_message(telegram: Messenger, chat: int) -> Json:
    """Return a message of the bot in a chat, whose buttons a stranger can make up."""
    telegram.command(chat, EVE, "/aide")
    found = telegram.wait_for(lambda: telegram.said_by_bot(chat), what="a word of the bot")
    return found[-1]


def said_to(telegram: Messenger) -> str:
    return "\n".join(one.get("text", "") for chat in (EVE, HER_GROUP) for one in telegram.said_by_bot(chat))


@pytest.mark.parametrize("chat", [EVE, HER_GROUP])
def test_a_stranger_decides_nothing_and_reads_nothing(vigie: Vigie, eve: Messenger, chat: int) -> None:
    item, secret = reviewable(vigie), written(vigie, SECRET)
    message = any_message(eve, chat)["message_id"]
    for data in (
        item.data(APPROVE),
        f"v1:ot:{item.reference}:",
        f"v1:di:{secret.reference}:",
        f"v1:cl:{item.reference}:",
    ):
        answer = eve.tap(EVE, chat, message, data=data)
        assert any(words in answer.text for words in UNKNOWN), data
    eve.command(chat, EVE, "/attente")
    quiet(vigie)
    assert vigie.person(EVE) is None
    assert (item.case.state, item.case.decisions) == (State.REVIEWABLE, ())
    assert item.reference not in said_to(eve)
    assert SECRET not in said_to(eve)


def test_a_stranger_writes_nothing_into_the_register_and_a_member_of_the_group_may(
    vigie: Vigie, eve: Messenger
) -> None:
    sent = eve.command(EVE, EVE, "/declarer_ia")
    eve.wait_for(lambda: eve.replies_to(EVE, sent["message_id"]), what="an answer")
    assert any(words in said_to(eve) for words in UNKNOWN)
    assert register_of(vigie.house, Filters(), vigie.house.catalogue()).uses == ()
    eve.start(LOU)
    eve.command(LOU, LOU, "/declarer_ia")
    assert asked(eve, chat=LOU, button=CANCEL)


def test_whoever_suggests_a_post_to_the_channel_is_known_and_reads_nothing(tmp_path: Path) -> None:
    with suggesting(tmp_path) as later:
        vigie, telegram = later.vigie, later.vigie.telegram
        secret = written(vigie, SECRET)
        telegram.add_user(EVE, "Eve", started=True)
        telegram.suggest_post(CHANNEL, EVE, "Venez tous dimanche")
        telegram.wait_for(lambda: vigie.person(EVE), what="somebody known")
        reads_nothing(vigie, EVE, secret)


def test_whoever_has_left_the_group_reads_nothing_more(vigie: Vigie, telegram: Messenger) -> None:
    secret = written(vigie, SECRET)
    own = telegram.send_document(GROUP, LOU, picture(8), "marche.jpg")
    vigie.reference(own["message_id"])
    telegram.start(LOU)
    telegram.remove_member(LOU, GROUP, by=DOMI)
    reads_nothing(vigie, LOU, secret)


def reads_nothing(vigie: Vigie, user: int, secret: Item) -> None:
    """Try all that shows something, in private."""
    telegram = vigie.telegram
    telegram.command(user, user, "/aide")
    shown = telegram.wait_for(lambda: telegram.said_by_bot(user), what="a word of the bot")[-1]["message_id"]
    for verb in ("di", "ot", "cl", "hf"):
        answer = telegram.tap(user, user, shown, data=f"v1:{verb}:{secret.reference}:")
        assert any(words in answer.text for words in UNKNOWN), verb
    for command in ("/vigie", "/attente", "/registre", "/declarer_ia"):
        telegram.command(user, user, command)
    quiet(vigie)
    said = "\n".join(one.get("text", "") for one in telegram.said_by_bot(user))
    assert not any(
        text in said for text in (SECRET, "Cette semaine", "This week", "Déclarer un usage", "Declare a use")
    )


def test_whoever_is_in_the_group_reads_details_in_private(vigie: Vigie) -> None:
    secret = written(vigie, SECRET)
    vigie.telegram.start(LOU)
    vigie.telegram.tap(LOU, GROUP, secret.card()["message_id"], data=f"v1:di:{secret.reference}:")
    vigie.telegram.wait_for(
        lambda: any(SECRET in one["text"] for one in vigie.telegram.private(LOU)), what="the details in private"
    )
    assert vigie.person(LOU) is None, "reading makes nobody somebody here"


def test_an_administrator_decides_in_private_as_in_the_group_and_keeps_the_role(vigie: Vigie) -> None:
    item = reviewable(vigie)
    vigie.telegram.start(DOMI)
    item.press(DOMI, "Autres gestes")
    quiet(vigie)
    vigie.telegram.command(DOMI, DOMI, "/attente")
    quiet(vigie)
    assert role_of(vigie, DOMI) == {Role.AUTHOR, Role.REVIEWER}


def role_of(vigie: Vigie, user: int) -> frozenset[Role]:
    person = vigie.person(user)
    assert person
    return person.roles


def test_nobody_loses_a_role_because_telegram_is_silent(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    with running(telegram, tmp_path) as vigie:
        assert role_of(vigie, DOMI) == {Role.AUTHOR, Role.REVIEWER}
    telegram.faults.fail("getChatAdministrators", "Internal Server Error", 500, times=100)
    with running(telegram, tmp_path) as vigie:
        sent = telegram.send_document(GROUP, DOMI, picture(7), "marche.jpg")
        vigie.reference(sent["message_id"])
        assert role_of(vigie, DOMI) == {Role.AUTHOR, Role.REVIEWER}


def test_an_administrator_of_yesterday_is_a_reviewer_nowhere(vigie: Vigie) -> None:
    assert Role.REVIEWER in role_of(vigie, DOMI)
    vigie.telegram.demote(DOMI, GROUP, by=SACHA)
    vigie.telegram.wait_for(lambda: Role.REVIEWER not in role_of(vigie, DOMI), what="a role less")
    vigie.telegram.promote(DOMI, GROUP)
    vigie.telegram.wait_for(lambda: Role.REVIEWER in role_of(vigie, DOMI), what="the role again")


def unnamed(settings: Settings) -> Settings:
    return replace(settings, approval_channels=())


@pytest.fixture
def first(telegram: Messenger, tmp_path: Path) -> Iterator[Vigie]:
    """A Vigie for which no approval group is named, in the group that it came into first."""
    telegram.unlimited()
    with running(telegram, tmp_path, change=unnamed) as vigie:
        telegram.send_text(GROUP, CAMILLE, "Bonjour")
        quiet(vigie)
        yield vigie


def test_with_no_group_named_the_first_is_the_approval_group_and_no_other(first: Vigie) -> None:
    telegram = first.telegram
    telegram.add_user(EVE, "Eve", started=True)
    telegram.add_group(HER_GROUP, "Chez Eve", admins=[EVE])
    item = reviewable(first)
    ignored = telegram.send_document(HER_GROUP, EVE, picture(8), "ruse.jpg")
    message = any_message(telegram, HER_GROUP)["message_id"]
    assert any(words in telegram.tap(EVE, HER_GROUP, message, data=item.data(APPROVE)).text for words in UNKNOWN)
    quiet(first)
    assert first.known(ignored["message_id"], HER_GROUP) is None
    item.approve(DOMI)
