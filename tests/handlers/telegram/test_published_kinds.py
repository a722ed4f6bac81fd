from __future__ import annotations

from bot import workflow
from bot.kinds import Choice, State
from policy.statement import Claim, Statement
from tests.handlers.telegram.deciding import NOW, Item, picture, posts, told
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, DOMI, GROUP, Vigie
from tests.policy.making import gif

TEXT = "Samedi <à 10 h> & tout le dimanche : venez nous voir sur le marché de Clamart."


def item_of(vigie: Vigie, sent: Json) -> Item:
    return Item(vigie, sent, vigie.reference(sent["message_id"]))


def decided(item: Item) -> Item:
    """Say where each file comes from, and approve it all."""
    house, vigie = item.vigie.house, item.vigie
    camille, dominique = vigie.person(CAMILLE), vigie.person(DOMI)
    assert camille
    assert dominique
    vigie.telegram.wait_for(lambda: item.case.state is not State.EXAMINING, what="an opinion")
    item.card("version 2" if item.case.revision > 1 else "réservé")
    if item.case.draft:
        vigie.telegram.wait_for(lambda: not item.press(CAMILLE, "Non, aucune IA").text, what="an answer that is taken")
    for asset in item.case.assets:
        fingerprint, own = item.case.fingerprint, Statement(Claim.OWN_PHOTO)
        workflow.state(house, camille, item.reference, own, asset=asset.sha256, fingerprint=fingerprint)
    item.becomes(State.REVIEWABLE)
    workflow.decide(house, dominique, item.reference, Choice.APPROVE, "", fingerprint=item.case.fingerprint)
    vigie.courier.wake()
    item.card("Visa accordé")
    return item


def test_a_text_goes_out_word_for_word(vigie: Vigie, telegram: Messenger) -> None:
    item = decided(item_of(vigie, telegram.send_text(GROUP, CAMILLE, f"#brouillon {TEXT}")))
    item.press(DOMI, *NOW)
    item.becomes(State.PUBLISHED)
    assert [post["text"] for post in posts(telegram)] == [TEXT]


def test_a_caption_that_is_a_draft_goes_out_under_its_picture(vigie: Vigie, telegram: Messenger) -> None:
    sent = telegram.send_document(GROUP, CAMILLE, picture(7), "marche.jpg", f"#brouillon {TEXT}")
    item = decided(item_of(vigie, sent))
    item.press(DOMI, *NOW)
    item.becomes(State.PUBLISHED)
    assert posts(telegram)[0]["caption"] == TEXT
    assert "photo" in posts(telegram)[0]


def test_what_is_no_photo_goes_out_as_a_file_byte_for_byte(vigie: Vigie, telegram: Messenger) -> None:
    data = gif()
    item = decided(item_of(vigie, telegram.send_document(GROUP, CAMILLE, data, "affiche.gif")))
    item.press(DOMI, *NOW)
    item.becomes(State.PUBLISHED)
    assert posts(telegram)[0]["document"]["file_name"] == "affiche.gif"
    assert telegram.files_sent[-1].data == data
    assert item.case.publication
    assert "Telegram" not in item.case.publication.where


def test_an_album_goes_out_as_one_post(vigie: Vigie, telegram: Messenger) -> None:
    files = [(f"marche-{seed}.jpg", picture(seed)) for seed in (7, 21)]
    sent = telegram.send_album(GROUP, CAMILLE, files, f"#brouillon {TEXT}")
    item = decided(item_of(vigie, sent[0]))
    item.press(DOMI, *NOW)
    item.becomes(State.PUBLISHED)
    assert len({post["media_group_id"] for post in posts(telegram)}) == 1
    assert [post.get("caption", "") for post in posts(telegram)] == [TEXT, ""]
    assert {file.data for file in telegram.files_sent} == {data for _, data in files}


def test_files_and_photos_together_go_out_as_files(vigie: Vigie, telegram: Messenger) -> None:
    sent = telegram.send_album(GROUP, CAMILLE, [("marche.jpg", picture(7)), ("affiche.gif", gif())])
    item = decided(item_of(vigie, sent[0]))
    item.press(DOMI, *NOW)
    item.becomes(State.PUBLISHED)
    assert all("document" in post for post in posts(telegram))


def test_a_caption_that_telegram_does_not_take_is_told_and_nothing_goes_out(vigie: Vigie, telegram: Messenger) -> None:
    sent = telegram.send_document(GROUP, CAMILLE, picture(7), "marche.jpg", f"#brouillon {'é' * 1000}")
    item = item_of(vigie, sent)
    camille = vigie.person(CAMILLE)
    assert camille
    workflow.renew(vigie.house, camille, item.reference, workflow.Words(draft="é" * 1025), source="desk")
    decided(item)
    assert "1024" in item.press(DOMI, *NOW).text
    assert posts(telegram) == []


REFUSED = "Bad Request: PHOTO_INVALID_DIMENSIONS"
UNSENT = ("was not published", "pas été publié")


def test_a_picture_that_telegram_does_not_take_as_a_photo_goes_out_as_a_file(vigie: Vigie, telegram: Messenger) -> None:
    item = decided(item_of(vigie, telegram.send_document(GROUP, CAMILLE, picture(7), "affiche.jpg")))
    telegram.faults.fail("sendPhoto", REFUSED)
    item.press(DOMI, *NOW)
    item.becomes(State.PUBLISHED)
    assert [post["document"]["file_name"] for post in posts(telegram)] == ["affiche.jpg"]
    assert telegram.files_sent[-1].data == picture(7)
    assert item.case.publication
    assert "Telegram" not in item.case.publication.where


def test_an_album_with_such_a_picture_goes_out_as_files(vigie: Vigie, telegram: Messenger) -> None:
    sent = telegram.send_album(GROUP, CAMILLE, [(f"marche-{seed}.jpg", picture(seed)) for seed in (7, 21)])
    item = decided(item_of(vigie, sent[0]))
    telegram.faults.fail("sendMediaGroup", REFUSED)
    item.press(DOMI, *NOW)
    item.becomes(State.PUBLISHED)
    assert ["document" in post for post in posts(telegram)] == [True, True]


def test_what_telegram_does_not_take_at_all_is_not_put_down_to_a_missing_right(
    vigie: Vigie, telegram: Messenger
) -> None:
    item = decided(item_of(vigie, telegram.send_document(GROUP, CAMILLE, picture(7), "affiche.jpg")))
    telegram.faults.fail("sendPhoto", REFUSED)
    telegram.faults.fail("sendDocument", REFUSED)
    item.press(DOMI, *NOW)
    telegram.wait_for(lambda: told(telegram, *UNSENT), what="a word")
    (said,) = told(telegram, *UNSENT)
    assert not any(words in said["text"] for words in ("the right to post", "le droit de publier"))
    assert posts(telegram) == []


def test_telegram_makes_no_video_of_a_gif(vigie: Vigie, telegram: Messenger) -> None:
    item = decided(item_of(vigie, telegram.send_document(GROUP, CAMILLE, gif(), "affiche.gif")))
    item.press(DOMI, *NOW)
    item.becomes(State.PUBLISHED)
    (call,) = telegram.calls_of("sendDocument")
    assert call.parameters["disable_content_type_detection"] is True
