from __future__ import annotations

from bot.kinds import State
from bot.workflow import withdraw
from tests.handlers.telegram.deciding import APPROVE, Item, approved, dropped, picture, reviewable, written
from tests.handlers.telegram.looking import answers_to, becomes, quiet, revised, submitted
from tests.handlers.telegram.running import CAMILLE, DOMI, GROUP, Vigie


def photo(vigie: Vigie, seed: int = 7) -> Item:
    sent = vigie.telegram.send_photo(GROUP, CAMILLE, picture(seed), "Pour samedi")
    return Item(vigie, sent, vigie.reference(sent["message_id"]))


def test_a_caption_edited_after_the_approval_is_a_new_version_and_the_approval_falls(vigie: Vigie) -> None:
    item = approved(vigie)
    vigie.telegram.edit_caption(item.sent, "Pour dimanche")
    revised(vigie, item.reference, 2)
    assert item.case.state is State.REVIEWABLE
    assert item.case.decisions == ()
    assert item.case.note == "Pour dimanche"
    vigie.card(item.message, "version 2")


def test_the_buttons_of_the_version_before_are_dead(vigie: Vigie) -> None:
    item = reviewable(vigie)
    old = item.data(APPROVE)
    vigie.telegram.edit_caption(item.sent, "Pour dimanche")
    revised(vigie, item.reference, 2)
    answer = vigie.telegram.tap(DOMI, GROUP, item.card()["message_id"], data=old)
    assert answer.text
    quiet(vigie)
    assert item.case.decisions == ()


def test_another_file_in_a_message_is_a_new_version_with_that_file(vigie: Vigie) -> None:
    item = approved(vigie)
    vigie.telegram.edit_media(item.sent, picture(8), "retouche.jpg", "Pour samedi")
    revised(vigie, item.reference, 2)
    assert [asset.name for asset in item.case.assets] == ["retouche.jpg"]
    assert item.case.decisions == ()


def test_an_edit_that_nobody_sees_changes_nothing(vigie: Vigie) -> None:
    item = approved(vigie)
    vigie.telegram.touch(item.sent)
    quiet(vigie)
    assert item.case.revision == 1
    assert item.case.state is State.APPROVED


def test_an_invisible_edit_of_a_forwarded_picture_keeps_where_it_came_from(vigie: Vigie) -> None:
    telegram = vigie.telegram
    foreign = telegram.send_document(CAMILLE, CAMILLE, picture(7), "marche.jpg", "Pour samedi")
    forwarded = telegram.forward(foreign, GROUP, CAMILLE, hidden="Une voisine")
    reference = vigie.reference(forwarded["message_id"])
    assert "Une voisine" in vigie.case(reference).note
    telegram.touch(forwarded)
    quiet(vigie)
    assert vigie.case(reference).revision == 1


def test_a_caption_edited_under_the_photo_does_not_bring_the_copy_back(vigie: Vigie) -> None:
    item, telegram = photo(vigie), vigie.telegram
    handed = telegram.send_document(GROUP, CAMILLE, picture(7), "marche.jpg")
    revised(vigie, item.reference, 2)
    telegram.touch(item.sent)
    telegram.touch(handed)
    telegram.edit_caption(item.sent, "Pour dimanche")
    revised(vigie, item.reference, 3)
    quiet(vigie)
    assert item.case.revision == 3
    assert [asset.transport.faithful for asset in item.case.assets] == [True]
    assert item.case.note == "Pour dimanche"


def test_the_message_with_the_original_says_nothing_of_the_caption(vigie: Vigie) -> None:
    item, telegram = photo(vigie), vigie.telegram
    handed = telegram.send_document(GROUP, CAMILLE, picture(7), "marche.jpg", "voilà")
    revised(vigie, item.reference, 2)
    telegram.edit_caption(handed, "voilà !")
    telegram.edit_media(handed, picture(9), "mieux.jpg", "voilà !")
    revised(vigie, item.reference, 3)
    quiet(vigie)
    assert item.case.note == "Pour samedi"
    assert [asset.name for asset in item.case.assets] == ["mieux.jpg"]


def test_talk_becomes_a_draft_by_an_edit_and_a_draft_stays_one_without_its_tag(vigie: Vigie) -> None:
    telegram = vigie.telegram
    sent = telegram.send_text(GROUP, CAMILLE, "Tous au marché samedi")
    quiet(vigie)
    assert submitted(vigie) == []
    telegram.edit_text(sent, "#brouillon Tous au marché samedi")
    item = Item(vigie, sent, vigie.reference(sent["message_id"]))
    telegram.edit_text(sent, "Tous au marché dimanche")
    revised(vigie, item.reference, 2)
    assert item.case.draft is not None
    assert item.case.draft.text == "Tous au marché dimanche"


def test_a_text_edited_back_is_one_more_version_and_needs_its_own_approval(vigie: Vigie) -> None:
    item, telegram = written(vigie, "Samedi"), vigie.telegram
    telegram.edit_text(item.sent, "#brouillon Dimanche")
    telegram.edit_text(item.sent, "#brouillon Samedi")
    revised(vigie, item.reference, 3)
    assert item.kinds().count("revised") == 2


def test_an_edit_of_what_was_withdrawn_is_told_to_be_too_late(vigie: Vigie) -> None:
    item = dropped(vigie)
    becomes(vigie, item.reference, State.INCOMPLETE)
    author = vigie.person(CAMILLE)
    assert author
    withdraw(vigie.house, author, item.reference)
    vigie.telegram.edit_caption(item.sent, "Pour dimanche")
    vigie.telegram.wait_for(
        lambda: [text for text in answers_to(vigie.telegram, item.message) if "✋" in text], what="why nothing changed"
    )
    assert item.case.revision == 1


def test_where_a_draft_was_forwarded_from_stays_beside_it(vigie: Vigie) -> None:
    telegram = vigie.telegram
    foreign = telegram.send_text(CAMILLE, CAMILLE, "#brouillon Venez samedi")
    forwarded = telegram.forward(foreign, GROUP, CAMILLE, hidden="Une voisine")
    item = Item(vigie, forwarded, vigie.reference(forwarded["message_id"]))
    assert item.case.draft
    assert (item.case.note, item.case.draft.text) == ("↪ Une voisine", "Venez samedi")
    telegram.touch(forwarded)
    quiet(vigie)
    assert (item.case.revision, item.case.note) == (1, "↪ Une voisine")


def test_an_edit_that_tells_no_date_is_an_edit(vigie: Vigie) -> None:
    item = approved(vigie)
    changed = {name: value for name, value in item.sent.items() if name != "edit_date"}
    vigie.telegram.push_update({"edited_message": changed | {"caption": "Tout autre chose"}})
    revised(vigie, item.reference, 2)
    assert (item.case.note, item.case.decisions) == ("Tout autre chose", ())
