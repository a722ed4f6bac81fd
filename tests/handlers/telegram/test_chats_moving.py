from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import workflow
from bot.kinds import State
from bot.settings import Settings
from policy.statement import Claim, Statement
from tests.handlers.telegram.deciding import MINE, Item, dropped, picture
from tests.handlers.telegram.looking import becomes, quiet, revised, submitted
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, DOMI, GROUP, SACHA, Vigie, running

SMALL = -500_001


def small(settings: Settings) -> Settings:
    return replace(settings, approval_channels=(f"telegram:{SMALL}",))


@pytest.fixture
def group(telegram: Messenger) -> Messenger:
    """A Telegram with a basic group."""
    telegram.unlimited()
    telegram.add_group(SMALL, "Petit groupe", members=[CAMILLE], admins=[DOMI, SACHA], basic=True)
    return telegram


@pytest.fixture
def here(group: Messenger, tmp_path: Path) -> Iterator[Vigie]:
    with running(group, tmp_path, change=small) as vigie:
        yield vigie


def photo(vigie: Vigie, seed: int = 7, chat: int = SMALL) -> str:
    sent = vigie.telegram.send_photo(chat, CAMILLE, picture(seed), "Pour samedi")
    vigie.card(sent["message_id"], "réservé", chat=chat)
    return vigie.reference(sent["message_id"], chat)


def cards(telegram: Messenger, chat: int, reference: str) -> list[Json]:
    said = telegram.said_by_bot(chat)
    return [one for one in said if reference in one.get("text", "") and one.get("reply_markup")]


def card_there(telegram: Messenger, chat: int, reference: str) -> Json:
    found = telegram.wait_for(lambda: cards(telegram, chat, reference), what=f"the card of {reference} in {chat}")
    return found[-1]


def state(vigie: Vigie, reference: str) -> None:
    """Say at the desk who took the pictures."""
    author = vigie.person(CAMILLE)
    assert author
    case = vigie.case(reference)
    said = Statement(Claim.OWN_PHOTO)
    workflow.state(vigie.house, author, reference, said, asset=case.assets[0].sha256, fingerprint=case.fingerprint)


def test_a_group_that_becomes_a_supergroup_goes_on_with_its_open_cards(here: Vigie) -> None:
    telegram = here.telegram
    references = [photo(here, 7), photo(here, 8)]
    after = telegram.migrate(SMALL)
    for reference in references:
        card_there(telegram, after, reference)
    quiet(here)
    assert [len(cards(telegram, after, reference)) for reference in references] == [1, 1]
    reference = references[0]
    card = card_there(telegram, after, reference)
    telegram.tap(CAMILLE, after, card["message_id"], label=MINE)
    becomes(here, reference, State.REVIEWABLE)
    telegram.wait_for(
        lambda: "Rien ne s’oppose" in telegram.message(after, card["message_id"])["text"], what="the card edited there"
    )


def test_what_is_posted_in_the_supergroup_is_watched_and_linked(here: Vigie) -> None:
    telegram = here.telegram
    reference = photo(here)
    after = telegram.migrate(SMALL)
    card = card_there(telegram, after, reference)
    telegram.send_document(after, CAMILLE, picture(9), "marche.jpg", reply_to=card["message_id"])
    revised(here, reference, 2)
    sent = telegram.send_document(after, CAMILLE, picture(3), "autre.jpg")
    here.card(sent["message_id"], "réservé", chat=after)
    assert len(submitted(here)) == 2


def test_what_somebody_hidden_sent_before_the_move_is_claimed_after_it(here: Vigie) -> None:
    telegram = here.telegram
    telegram.promote(DOMI, SMALL, anonymous=True)
    quiet(here)
    sent = telegram.send_document(SMALL, DOMI, picture(7), "marche.jpg", anonymous=True)
    item = Item(here, sent, here.reference(sent["message_id"], SMALL))
    telegram.wait_for(lambda: len(telegram.replies_to(SMALL, item.message)) > 1, what="whose it is")
    asked = next(
        button["callback_data"]
        for message in telegram.replies_to(SMALL, item.message)
        for button in telegram.keyboard(SMALL, message["message_id"])
        if str(button.get("callback_data", "")).startswith("v1:cl:")
    )
    after = telegram.migrate(SMALL)
    card = card_there(telegram, after, item.reference)
    assert telegram.tap(DOMI, after, card["message_id"], data=asked).text == ""
    telegram.wait_for(lambda: not item.case.needs_claim, what="an author")


def test_a_move_that_nobody_told_of_is_learnt_while_sending(group: Messenger, tmp_path: Path) -> None:
    with running(group, tmp_path, change=small) as vigie:
        reference, other = photo(vigie, 7), photo(vigie, 8)
    after = group.migrate(SMALL)
    group.age_updates()
    assert group.pending == 0
    with running(group, tmp_path, change=small) as vigie:
        state(vigie, reference)
        card_there(group, after, reference)
        card_there(group, after, other)
        quiet(vigie)
        assert len(cards(group, after, reference)) == 1


def test_thrown_out_and_let_in_again_vigie_catches_up(vigie: Vigie) -> None:
    telegram = vigie.telegram
    item = dropped(vigie)
    card = item.card("réservé")
    telegram.kick_bot(GROUP, by=DOMI)
    quiet(vigie)
    state(vigie, item.reference)
    becomes(vigie, item.reference, State.REVIEWABLE)
    telegram.wait_for(lambda: [call for call in telegram.calls if call.code == 403], what="a refusal")
    assert item.case.state is State.REVIEWABLE, "what waits goes on waiting"
    telegram.add_bot(GROUP, by=DOMI)
    telegram.wait_for(
        lambda: "Rien ne s’oppose" in telegram.message(GROUP, card["message_id"])["text"], what="the card as it stands"
    )


def test_thrown_out_vigie_tells_in_private_whoever_decides(vigie: Vigie) -> None:
    telegram = vigie.telegram
    for user in (CAMILLE, DOMI):
        telegram.send_text(user, user, "/start")
    dropped(vigie).card("réservé")
    quiet(vigie)
    telegram.kick_bot(GROUP, by=SACHA)
    telegram.wait_for(lambda: any("retirée de" in one["text"] for one in telegram.private(DOMI)), what="a word")
    quiet(vigie)
    assert not any("retirée de" in one["text"] for one in telegram.private(CAMILLE))


def test_what_came_in_just_before_vigie_was_thrown_out_is_answered_when_it_is_back(
    telegram: Messenger, tmp_path: Path
) -> None:
    telegram.unlimited()
    with running(telegram, tmp_path) as vigie:
        telegram.faults.fail("sendMessage", "Forbidden: bot was kicked from the supergroup chat", 403, times=100)
        sent = telegram.send_document(GROUP, CAMILLE, picture(7), "marche.jpg")
        vigie.reference(sent["message_id"])
        telegram.wait_for(lambda: telegram.calls_of("sendMessage"), what="a refusal")
        telegram.kick_bot(GROUP, by=DOMI)
        telegram.faults.recover("sendMessage")
        telegram.add_bot(GROUP, by=DOMI)
        vigie.card(sent["message_id"], "réservé")
