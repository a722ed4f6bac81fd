from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.delivery import acting
from bot.delivery.acts import perform_act
from bot.delivery.events import Act
from bot.examiner import Examiner
from bot.house import House
from bot.kinds import Choice, State
from bot.workflow import decide
from policy.transport import Transport
from tests.handlers.telegram.deciding import approved, dropped, picture, reviewable
from tests.handlers.telegram.looking import answers_to, becomes, quiet, revised, submitted
from tests.handlers.telegram.messenger import Answer, Messenger
from tests.handlers.telegram.running import CAMILLE, DOMI, GROUP, LOU, Vigie, running

HAS_FILE = "J’ai le fichier"
WITHOUT = ("Go on without the original", "Continuer sans l’original")


def photo(vigie: Vigie, seed: int = 7, user: int = CAMILLE) -> int:
    sent = vigie.telegram.send_photo(GROUP, user, picture(seed), "Pour samedi")
    vigie.card(sent["message_id"], "réservé")
    return int(sent["message_id"])


def test_a_compressed_picture_is_not_verifiable_and_its_card_offers_two_ways_on(vigie: Vigie) -> None:
    message = photo(vigie)
    case = vigie.case(vigie.reference(message))
    assert case.assets[0].transport is Transport.RE_ENCODED
    assert case.state is State.INCOMPLETE
    labels = vigie.telegram.buttons(GROUP, vigie.card(message)["message_id"])
    assert any(label.startswith(("I have the file", HAS_FILE)) for label in labels)
    assert any(label in WITHOUT for label in labels)
    assert "prouve rien" in vigie.card(message)["text"]


def test_i_have_the_file_tells_how_for_each_phone(vigie: Vigie) -> None:
    message = photo(vigie)
    label = next(
        text
        for text in vigie.telegram.buttons(GROUP, vigie.card(message)["message_id"])
        if text.startswith(("I have the file", HAS_FILE))
    )
    assert vigie.press(CAMILLE, message, label).answered
    told = vigie.telegram.wait_for(lambda: [one["text"] for one in vigie.telegram.said_by_bot(GROUP)][-1])
    assert all(phone in told for phone in ("iPhone", "Android"))


def ways_on(vigie: Vigie, message: int) -> list[str]:
    """Return the buttons of the latest card that are about the original."""
    labels = vigie.telegram.buttons(GROUP, vigie.card(message)["message_id"])
    return [label for label in labels if label in WITHOUT or label.startswith(("I have the file", HAS_FILE))]


def go_on(vigie: Vigie, message: int, user: int = CAMILLE) -> Answer:
    label = next(text for text in ways_on(vigie, message) if text in WITHOUT)
    return vigie.press(user, message, label)


def test_only_its_author_goes_on_without_the_original_and_then_nobody_is_asked_again(vigie: Vigie) -> None:
    message = photo(vigie)
    reference = vigie.reference(message)
    assert go_on(vigie, message, LOU).text, "that is for somebody else"
    quiet(vigie)
    assert "without-original" not in vigie.kinds(reference)
    go_on(vigie, message)
    vigie.telegram.wait_for(lambda: "without-original" in vigie.kinds(reference), what="the choice on record")
    vigie.telegram.wait_for(lambda: ways_on(vigie, message) == [], what="a card without the two buttons")
    vigie.telegram.send_photo(GROUP, CAMILLE, picture(9), reply_to=message)
    revised(vigie, reference, 2)
    vigie.telegram.wait_for(lambda: len(ways_on(vigie, message)) == 2, what="the two buttons for the new copy")


def test_going_on_without_the_original_takes_the_statement_of_origin_and_one_more_person(vigie: Vigie) -> None:
    message = photo(vigie)
    reference = vigie.reference(message)
    go_on(vigie, message)
    vigie.telegram.wait_for(lambda: ways_on(vigie, message) == [], what="a card without the two buttons")
    assert vigie.case(reference).state is State.INCOMPLETE, "that alone lets nothing out"
    vigie.press(CAMILLE, message, "J’ai pris cette photo")
    becomes(vigie, reference, State.REVIEWABLE)
    case = vigie.case(reference)
    assert case.assets[0].transport is Transport.RE_ENCODED
    assert [need.count for need in case.needs] == [2]
    missing = ("original is missing", "L’original manque")
    vigie.telegram.wait_for(
        lambda: any(words in vigie.card(message)["text"] for words in missing), what="that on the card"
    )


def test_a_document_is_no_copy_and_no_original_is_asked_for(vigie: Vigie) -> None:
    item = dropped(vigie)
    assert item.card("réservé")
    assert not [text for text in item.buttons() if text in WITHOUT]


def test_the_original_is_linked_by_its_look_while_the_copy_is_still_being_examined(
    vigie: Vigie, monkeypatch: pytest.MonkeyPatch
) -> None:
    waking = Examiner.wake
    monkeypatch.setattr(Examiner, "wake", lambda self: None)
    sent = vigie.telegram.send_photo(GROUP, CAMILLE, picture(7))
    reference = vigie.reference(sent["message_id"])
    vigie.telegram.send_document(GROUP, CAMILLE, picture(7), "marche.jpg")
    revised(vigie, reference, 2)
    monkeypatch.setattr(Examiner, "wake", waking)
    assert vigie.case(reference).assets[0].transport.faithful
    assert submitted(vigie) == [reference]


def test_another_picture_is_a_submission_of_its_own_and_so_is_somebody_elses(vigie: Vigie) -> None:
    message = photo(vigie)
    other = vigie.telegram.send_document(GROUP, CAMILLE, picture(8), "autre.jpg")
    by_another = vigie.telegram.send_document(GROUP, LOU, picture(7), "marche.jpg")
    references = {vigie.reference(number) for number in (message, other["message_id"], by_another["message_id"])}
    assert len(references) == 3
    assert vigie.case(vigie.reference(message)).revision == 1


def test_an_answer_to_the_card_hands_in_whatever_its_author_says_is_the_original(vigie: Vigie) -> None:
    message = photo(vigie)
    card = vigie.card(message)["message_id"]
    vigie.telegram.send_document(GROUP, CAMILLE, picture(8), "recadree.jpg", reply_to=card)
    revised(vigie, vigie.reference(message), 2)
    assert len(submitted(vigie)) == 1


def test_an_answer_to_the_photo_itself_does_so_too_but_not_from_anybody_else(vigie: Vigie) -> None:
    message = photo(vigie)
    reference = vigie.reference(message)
    stranger = vigie.telegram.send_document(GROUP, LOU, picture(7), "marche.jpg", reply_to=message)
    assert vigie.reference(stranger["message_id"]) != reference
    vigie.telegram.send_document(GROUP, CAMILLE, picture(9), "marche.jpg", reply_to=message)
    revised(vigie, reference, 2)
    assert len(submitted(vigie)) == 2


def test_a_file_that_telegram_has_named_before_is_not_fetched_again_and_its_decision_is_said_at_once(
    vigie: Vigie,
) -> None:
    item = approved(vigie)
    fetched = len(vigie.telegram.downloads)
    again = vigie.telegram.forward(item.sent, GROUP, LOU)
    told = vigie.telegram.wait_for(
        lambda: [text for text in answers_to(vigie.telegram, again["message_id"]) if item.reference in text],
        what="the earlier decision",
    )
    assert "visa" in told[0].lower()
    assert vigie.reference(again["message_id"]) != item.reference
    assert len(vigie.telegram.downloads) == fetched


def test_the_earlier_decision_is_said_once_though_the_first_try_fails(
    vigie: Vigie, monkeypatch: pytest.MonkeyPatch
) -> None:
    item, performing, broken = approved(vigie), perform_act, [RuntimeError("a fault of ours")]

    def failing(house: House, connection: Connection, act: Act) -> str:
        if broken:
            raise broken.pop()
        return performing(house, connection, act)

    monkeypatch.setattr(acting, "perform_act", failing)
    again = vigie.telegram.forward(item.sent, GROUP, LOU)
    vigie.card(again["message_id"])
    quiet(vigie)
    told = vigie.telegram.wait_for(
        lambda: [text for text in answers_to(vigie.telegram, again["message_id"]) if item.reference in text],
        what="the earlier decision",
    )
    assert (len(told), broken) == (1, [])


def test_the_very_bytes_that_were_refused_are_told_from_the_start(vigie: Vigie) -> None:
    item, telegram = reviewable(vigie), vigie.telegram
    person = vigie.person(DOMI)
    assert person
    decide(vigie.house, person, item.reference, Choice.REFUSE, "Trop sombre.", fingerprint=item.case.fingerprint)
    again = telegram.send_document(GROUP, LOU, picture(7), "marche.jpg")
    told = telegram.wait_for(
        lambda: [text for text in answers_to(telegram, again["message_id"]) if item.reference in text],
        what="the earlier refusal",
    )
    assert "REFUS" in told[0].upper()


def test_what_nobody_has_decided_is_not_told_as_if_somebody_had(vigie: Vigie) -> None:
    first = dropped(vigie)
    again = vigie.telegram.send_document(GROUP, LOU, picture(7), "marche.jpg")
    vigie.card(again["message_id"], "réservé")
    quiet(vigie)
    assert not [text for text in answers_to(vigie.telegram, again["message_id"]) if first.reference in text]


def test_the_link_between_copy_and_original_survives_a_restart(telegram: Messenger, tmp_path: Path) -> None:
    telegram.unlimited()
    with running(telegram, tmp_path) as vigie:
        message = photo(vigie)
        reference = vigie.reference(message)
    telegram.send_document(GROUP, CAMILLE, picture(7), "marche.jpg")
    with running(telegram, tmp_path) as vigie:
        revised(vigie, reference, 2)
        assert vigie.verified().intact


def test_the_copy_itself_saved_and_sent_as_a_file_is_no_original(vigie: Vigie) -> None:
    message = photo(vigie)
    reference = vigie.reference(message)
    copy = vigie.case(reference).assets[0]
    data = vigie.house.originals.read(copy.sha256, copy.size)
    alone = vigie.telegram.send_document(GROUP, CAMILLE, data, "marche.jpg")
    answering = vigie.telegram.send_document(
        GROUP, CAMILLE, data, "marche.jpg", reply_to=vigie.card(message)["message_id"]
    )
    for sent in (alone["message_id"], answering["message_id"]):
        told = vigie.telegram.wait_for(partial(answers_to, vigie.telegram, sent), what="why not")
        assert any(words in told[0] for words in ("compressed picture itself", "image compressée elle-même"))
    assert vigie.case(reference).assets[0].transport is Transport.RE_ENCODED
    assert submitted(vigie) == [reference]
