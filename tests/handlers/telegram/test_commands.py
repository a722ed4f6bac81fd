from __future__ import annotations

import pytest

from bot.people import Role
from bot.people.accounts import make_code
from tests.handlers.telegram.deciding import dropped, reviewable, told
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, DOMI, GROUP, LOU, Vigie

FRENCH = ["declarer_ia", "attente", "depots", "registre", "aide"]
ENGLISH = ["declare_ai", "waiting", "submissions", "register", "help"]


def answered(telegram: Messenger, sent: Json) -> str:
    """Return what the bot answers to a command."""
    chat, message = sent["chat"]["id"], sent["message_id"]
    found = telegram.wait_for(lambda: telegram.replies_to(chat, message), what="an answer")
    return str(found[0]["text"])


@pytest.mark.parametrize(
    ("scope", "more", "more_english"),
    [
        ("all_group_chats", [], []),
        ("all_private_chats", [], []),
        ("all_chat_administrators", ["sante", "vigie"], ["health", "vigie"]),
    ],
)
def test_commands_are_offered_in_each_scope_and_language(
    vigie: Vigie, telegram: Messenger, scope: str, more: list[str], more_english: list[str]
) -> None:
    offered = [("", FRENCH + more), ("fr", FRENCH + more), ("en", ENGLISH + more_english)]

    def told_all() -> bool:
        return all(sorted(names) == sorted(telegram.commands({"type": scope}, code)) for code, names in offered)

    telegram.wait_for(told_all, what="the commands")


def test_help_names_the_commands_wherever_it_is_asked_for(vigie: Vigie, telegram: Messenger) -> None:
    telegram.start(LOU)
    for chat, words in ((GROUP, "/aide"), (GROUP, "/help@vigie_bot"), (LOU, "/aide"), (LOU, "/help")):
        told_here = answered(telegram, telegram.command(chat, LOU, words))
        assert all(command in told_here for command in ("/attente", "/vigie", "/sante"))


def test_what_waits_and_what_one_has_submitted(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    for words in ("/attente", "/waiting"):
        assert item.reference in answered(telegram, telegram.command(GROUP, DOMI, words))
    for words in ("/depots", "/dépôts", "/submissions"):
        assert item.reference in answered(telegram, telegram.command(GROUP, CAMILLE, words))
    assert item.reference not in answered(telegram, telegram.command(GROUP, CAMILLE, "/attente"))
    assert item.reference in answered(telegram, telegram.command(GROUP, DOMI, "/vigie"))
    assert answered(telegram, telegram.command(GROUP, DOMI, "/registre"))


def test_whoever_vigie_does_not_know_is_told_how_to_be_known(vigie: Vigie, telegram: Messenger) -> None:
    dropped(vigie)
    told_to_a_stranger = answered(telegram, telegram.command(GROUP, LOU, "/attente"))
    assert "CODE" in told_to_a_stranger


def test_a_code_from_the_desk_makes_an_account_somebody_s(vigie: Vigie, telegram: Messenger) -> None:
    alix = vigie.add("Alix", Role.AUTHOR)
    code = make_code(vigie.house, alix)
    telegram.start(LOU)
    assert "Alix" in answered(telegram, telegram.command(LOU, LOU, f"/code {code}"))
    joined = vigie.person(LOU)
    assert joined
    assert joined.id == alix.id
    assert "Alix" not in answered(telegram, telegram.command(LOU, LOU, "/code FAUX-CODE"))


def test_unknown_commands_are_silent_in_groups_and_helped_in_private(vigie: Vigie, telegram: Messenger) -> None:
    telegram.start(LOU)
    strange = [telegram.command(GROUP, LOU, words) for words in ("/ban", "/help@another_bot", "/start@another_bot")]
    assert "/attente" in answered(telegram, telegram.command(LOU, LOU, "/ban"))
    answered(telegram, telegram.command(GROUP, LOU, "/aide"))
    assert all(telegram.replies_to(GROUP, one["message_id"]) == [] for one in strange)


def test_an_ok_in_words_counts_for_nothing_and_is_told_so(vigie: Vigie, telegram: Messenger) -> None:
    item = reviewable(vigie)
    telegram.reply(item.card(), DOMI, "ok pour moi")
    telegram.wait_for(lambda: told(telegram, "no approval", "pas un visa"), what="a word")
    telegram.reply(item.sent, CAMILLE, "J’ai fait le texte avec ChatGPT")
    telegram.wait_for(lambda: told(telegram, "/declarer_ia"), what="the way to declare")
    assert item.case.decisions == ()


def test_whoever_hides_their_name_is_told_why_a_command_can_not_be_obeyed(vigie: Vigie, telegram: Messenger) -> None:
    telegram.promote(DOMI, GROUP, anonymous=True)
    for words in ("/sante", "/declarer_ia"):
        sent = telegram.command(GROUP, DOMI, words, anonymous=True)
        assert any(known in answered(telegram, sent) for known in ("who you are", "qui vous êtes"))
    ignored = telegram.command(GROUP, DOMI, "/ban", anonymous=True)
    answered(telegram, telegram.command(GROUP, LOU, "/aide"))
    assert telegram.replies_to(GROUP, ignored["message_id"]) == []


def test_whoever_became_an_administrator_since_is_one_for_a_command(vigie: Vigie, telegram: Messenger) -> None:
    dropped(vigie)
    refused = answered(telegram, telegram.command(GROUP, CAMILLE, "/sante"))
    assert any(words in refused for words in ("people who decide", "personnes qui décident"))
    telegram.promote(CAMILLE, GROUP)
    telegram.wait_for(lambda: telegram.pending == 0, what="the news of it")
    assert "telegram:" in answered(telegram, telegram.command(GROUP, CAMILLE, "/sante"))
