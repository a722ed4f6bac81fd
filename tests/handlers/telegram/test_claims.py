from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import workflow
from bot.kinds import State
from bot.people import Role
from bot.settings import Settings
from tests.handlers.telegram.deciding import APPROVE, MINE, Item, picture, reviewable
from tests.handlers.telegram.looking import becomes, quiet, revised
from tests.handlers.telegram.messenger import Answer, Json, Messenger
from tests.handlers.telegram.running import CAMILLE, CHANNEL, DOMI, GROUP, LOU, SACHA, Vigie, running

ELSEWHERE = -1001000000777
CLAIM = ("It is mine", "C’est mon dépôt")


@pytest.fixture
def hidden(vigie: Vigie) -> Iterator[Item]:
    """What Dominique, who hides her name, has put up for approval."""
    vigie.telegram.promote(DOMI, GROUP, anonymous=True)
    quiet(vigie)
    sent = vigie.telegram.send_document(GROUP, DOMI, picture(7), "marche.jpg", "Pour samedi", anonymous=True)
    item = Item(vigie, sent, vigie.reference(sent["message_id"]))
    becomes(vigie, item.reference, State.INCOMPLETE)
    yield item
    assert vigie.verified().intact


def question(item: Item) -> Json:
    """Return the message that asks whose it is."""
    telegram = item.vigie.telegram

    def asked() -> Json | None:
        said = telegram.replies_to(GROUP, item.message)
        return next((one for one in said if set(CLAIM) & set(telegram.buttons(GROUP, one["message_id"]))), None)

    found = telegram.wait_for(asked, what="whose it is")
    assert found
    return found


def claim(item: Item, user: int) -> Answer:
    message = question(item)["message_id"]
    label = next(text for text in item.vigie.telegram.buttons(GROUP, message) if text in CLAIM)
    return item.vigie.telegram.tap(user, GROUP, message, label=label)


def claimed(item: Item, user: int) -> None:
    claim(item, user)
    item.vigie.telegram.wait_for(lambda: not item.case.needs_claim, what="an author")


def test_nobody_decides_on_what_nobody_has_claimed_and_nobody_speaks_for_it(hidden: Item) -> None:
    assert hidden.case.needs_claim
    labels = [text for text in hidden.buttons() if text in {APPROVE, MINE}]
    for user in (DOMI, SACHA):
        for label in labels:
            hidden.press(user, label)
    quiet(hidden.vigie)
    assert hidden.case.state is State.INCOMPLETE
    assert hidden.case.decisions == ()


def test_only_an_administrator_who_hides_their_name_can_claim(hidden: Item) -> None:
    for user in (SACHA, CAMILLE, LOU):
        assert claim(hidden, user).text
    assert hidden.case.needs_claim
    assert claim(hidden, DOMI).text == ""
    hidden.vigie.telegram.wait_for(lambda: not hidden.case.needs_claim, what="an author")


def test_whoever_has_claimed_can_not_decide_and_another_can(hidden: Item) -> None:
    vigie = hidden.vigie
    claimed(hidden, DOMI)
    domi = vigie.person(DOMI)
    assert domi
    assert hidden.case.made_by(domi.id)
    hidden.press(DOMI, MINE)
    becomes(vigie, hidden.reference, State.REVIEWABLE)
    hidden.card("Rien ne s’oppose")
    assert "autre personne" in hidden.press(DOMI, APPROVE).text
    hidden.approve(SACHA)


def test_a_second_claim_is_refused_and_makes_nobody_one_with_anybody(hidden: Item) -> None:
    vigie = hidden.vigie
    vigie.telegram.promote(SACHA, GROUP, anonymous=True)
    quiet(vigie)
    claimed(hidden, DOMI)
    vigie.telegram.edit_caption(hidden.sent, "Pour dimanche")
    revised(vigie, hidden.reference, 2)
    assert claim(hidden, SACHA).text
    assert claim(hidden, DOMI).text == "", "whoever has it already is told nothing else"
    domi, sacha = vigie.person(DOMI), vigie.person(SACHA)
    assert domi
    assert sacha
    assert domi.id != sacha.id
    assert hidden.kinds().count("same-person") == 1
    assert not hidden.case.made_by(sacha.id)


def test_a_claimed_one_does_not_open_the_next(hidden: Item) -> None:
    vigie, telegram = hidden.vigie, hidden.vigie.telegram
    telegram.promote(SACHA, GROUP, anonymous=True)
    quiet(vigie)
    claimed(hidden, DOMI)
    sent = telegram.send_document(GROUP, SACHA, picture(8), "autre.jpg", anonymous=True)
    other = Item(vigie, sent, vigie.reference(sent["message_id"]))
    assert other.case.needs_claim
    assert claim(hidden, SACHA).text
    assert claim(other, SACHA).text == ""
    domi, sacha = vigie.person(DOMI), vigie.person(SACHA)
    assert domi
    assert sacha
    assert domi.id != sacha.id


def test_what_was_claimed_is_still_edited_by_its_author_and_costs_them_no_role(hidden: Item) -> None:
    vigie = hidden.vigie
    claimed(hidden, DOMI)
    vigie.telegram.edit_caption(hidden.sent, "Pour dimanche")
    revised(vigie, hidden.reference, 2)
    domi = vigie.person(DOMI)
    assert domi
    assert domi.decides
    assert hidden.case.entries[-1].entry.kind != "submitted"
    assert not hidden.case.needs_claim


def test_an_album_of_somebody_hidden_is_claimed_once(vigie: Vigie) -> None:
    telegram = vigie.telegram
    telegram.promote(DOMI, GROUP, anonymous=True)
    quiet(vigie)
    files = [("a.jpg", picture(1)), ("b.jpg", picture(2))]
    first, second = telegram.send_album(GROUP, DOMI, files, "Deux vues", anonymous=True)
    item = Item(vigie, first, vigie.reference(first["message_id"]))
    telegram.edit_media(second, picture(5), "c.jpg")
    revised(vigie, item.reference, 2)
    assert item.case.needs_claim, "an edit says no more of who it was"
    claimed(item, DOMI)
    assert [asset.name for asset in item.case.assets] == ["a.jpg", "c.jpg"]


def test_who_writes_as_a_channel_has_to_say_who_they_are_too(vigie: Vigie) -> None:
    sent = vigie.telegram.send_document(GROUP, LOU, picture(7), "marche.jpg", as_channel=CHANNEL)
    item = Item(vigie, sent, vigie.reference(sent["message_id"]))
    assert item.case.needs_claim
    assert claim(item, LOU).text, "a member who is no administrator of that channel"
    assert item.case.needs_claim
    claimed(item, DOMI)


def test_of_a_channel_that_vigie_can_not_see_any_member_may_say_that_it_is_theirs(vigie: Vigie) -> None:
    vigie.telegram.add_channel(ELSEWHERE, "Section de Nanterre", bot_is_admin=False)
    sent = vigie.telegram.send_document(GROUP, LOU, picture(7), "marche.jpg", as_channel=ELSEWHERE)
    item = Item(vigie, sent, vigie.reference(sent["message_id"]))
    assert item.case.needs_claim
    claimed(item, LOU)
    lou = vigie.person(LOU)
    assert lou
    assert item.case.made_by(lou.id)


def test_two_messages_without_a_name_are_told_apart_in_words(hidden: Item) -> None:
    sent = hidden.vigie.telegram.send_document(GROUP, DOMI, picture(8), "autre.jpg", anonymous=True)
    other = Item(hidden.vigie, sent, hidden.vigie.reference(sent["message_id"]))
    assert f"Validation ({other.message})" in other.card("réservé")["text"]
    assert "hidden:" not in other.card()["text"]


def test_a_claim_on_what_came_in_at_the_desk_is_refused(hidden: Item) -> None:
    vigie = hidden.vigie
    alix = vigie.add("Alix", Role.AUTHOR)
    reference = workflow.submit(vigie.house, alix, [], channel="desk", draft="Un communiqué.")
    assert vigie.telegram.tap(DOMI, GROUP, question(hidden)["message_id"], data=f"v1:cl:{reference}:").text


def test_while_telegram_does_not_say_who_administrates_nobody_claims_and_nobody_decides(
    telegram: Messenger, tmp_path: Path
) -> None:
    telegram.unlimited()
    with running(telegram, tmp_path) as vigie:
        item = reviewable(vigie)
    telegram.promote(SACHA, GROUP, anonymous=True)
    sent = telegram.send_document(GROUP, SACHA, picture(8), "autre.jpg", anonymous=True)
    telegram.faults.fail("getChatAdministrators", "Internal Server Error", 500, times=100)
    with running(telegram, tmp_path) as vigie:
        item = replace(item, vigie=vigie)
        other = Item(vigie, sent, vigie.reference(sent["message_id"]))
        question(other)
        assert claim(other, SACHA).text
        assert other.case.needs_claim
        assert item.press(DOMI, APPROVE).text
        assert item.case.decisions == ()
        telegram.faults.recover("getChatAdministrators")
        item.approve(DOMI)
        claimed(other, SACHA)


def test_an_administrator_of_yesterday_decides_nothing_today(vigie: Vigie) -> None:
    item = reviewable(vigie)
    vigie.telegram.demote(DOMI, GROUP, by=SACHA)
    quiet(vigie)
    assert item.press(DOMI, APPROVE).text
    assert item.case.decisions == ()
    item.approve(SACHA)


def test_where_administrators_do_not_decide_only_people_here_do(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()

    def strict(settings: Settings) -> Settings:
        return replace(settings, telegram=replace(settings.telegram, admins_decide=False))

    with running(telegram, tmp_path, change=strict) as vigie:
        vigie.add("Lou", Role.REVIEWER, telegram=LOU)
        item = reviewable(vigie)
        assert item.press(DOMI, APPROVE).text
        assert item.case.decisions == ()
        item.approve(LOU)
