"""What an author sends as an answer to their own card is its new version; a word is a comment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.kinds import State
from bot.settings import Settings
from tests.handlers.telegram.deciding import CHANGES, Item, answer, approved, picture, reviewable
from tests.handlers.telegram.looking import quiet, revised, submitted
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import CAMILLE, DOMI, GROUP, LOU, Vigie, running


def card(item: Item) -> int:
    return int(item.card()["message_id"])


def sent_back(vigie: Vigie) -> Item:
    """Put a picture up for approval, and have changes requested."""
    item = reviewable(vigie)
    item.press(DOMI, CHANGES)
    answer(vigie.telegram, DOMI, "Send the original", "Envoyez le fichier d’origine")
    answer(vigie.telegram, DOMI, "Envoyer", "Send")
    item.becomes(State.CHANGES_REQUESTED)
    return item


def test_a_photo_takes_the_place_of_the_file(vigie: Vigie) -> None:
    item = reviewable(vigie)
    vigie.telegram.send_photo(GROUP, CAMILLE, picture(21), "corrigé", reply_to=card(item))
    revised(vigie, item.reference, 2)
    quiet(vigie)
    assert submitted(vigie) == [item.reference]
    assert [asset.transport.faithful for asset in item.case.assets] == [False]
    assert item.case.note == "Pour samedi", "what is said beside it is talk"


def test_a_photo_is_the_new_version_after_changes_were_requested(vigie: Vigie) -> None:
    item = sent_back(vigie)
    vigie.telegram.send_photo(GROUP, CAMILLE, picture(21), reply_to=item.message)
    revised(vigie, item.reference, 2)
    quiet(vigie)
    assert submitted(vigie) == [item.reference]
    assert item.case.decisions == ()


def test_a_draft_is_the_new_text_and_its_message_goes_on_saying_it(vigie: Vigie) -> None:
    item, telegram = reviewable(vigie), vigie.telegram
    told = telegram.send_text(GROUP, CAMILLE, "#brouillon Tous au marché", reply_to=card(item))
    revised(vigie, item.reference, 2)
    telegram.touch(told)
    telegram.touch(item.sent)
    telegram.edit_text(told, "Tous au marché dimanche")
    revised(vigie, item.reference, 3)
    quiet(vigie)
    case = item.case
    assert case.draft
    assert (case.revision, case.draft.text, case.note) == (3, "Tous au marché dimanche", "Pour samedi")
    assert submitted(vigie) == [item.reference]


def test_an_album_of_photos_takes_the_place_of_as_many(vigie: Vigie) -> None:
    telegram = vigie.telegram
    parts = telegram.send_album(GROUP, CAMILLE, [picture(1), picture(2)], "Deux vues")
    reference = vigie.reference(parts[0]["message_id"])
    found = vigie.card(parts[0]["message_id"], "réservé")
    telegram.send_photo(GROUP, CAMILLE, picture(9), reply_to=found["message_id"])
    revised(vigie, reference, 2)
    assert len(vigie.case(reference).assets) == 3, "which of the two it is to replace, nobody can know"
    assert submitted(vigie) == [reference]


def test_words_without_a_tag_are_a_comment_however_long(telegram: Messenger, tmp_path: Path) -> None:
    def long_texts_are_drafts(settings: Settings) -> Settings:
        return replace(settings, draft_length=40)

    telegram.unlimited()
    with running(telegram, tmp_path, change=long_texts_are_drafts) as vigie:
        item = reviewable(vigie)
        for user in (CAMILLE, DOMI):
            telegram.send_text(GROUP, user, "Je trouve que le cadrage coupe la banderole. " * 2, reply_to=card(item))
        quiet(vigie)
        assert item.case.revision == 1
        assert submitted(vigie) == [item.reference]


def test_nobody_elses_answer_and_none_to_what_is_approved_makes_a_new_version(vigie: Vigie) -> None:
    item, telegram = approved(vigie), vigie.telegram
    telegram.send_photo(GROUP, CAMILLE, picture(21), reply_to=card(item))
    telegram.send_photo(GROUP, LOU, picture(22), reply_to=card(item))
    telegram.send_text(GROUP, LOU, "#brouillon Autre chose", reply_to=card(item))
    quiet(vigie)
    assert item.case.state is State.APPROVED
    assert len(submitted(vigie)) == 4
