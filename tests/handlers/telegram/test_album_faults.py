"""An album of which a file can't be had: what there is of it is taken in, and the missing one is told about alone."""

from __future__ import annotations

from datetime import timedelta
from typing import BinaryIO

import httpx
import pytest

from bot.delivery import inbox as inbox_rows
from handlers.telegram import drops, waiting
from handlers.telegram.content import Media
from handlers.telegram.files import Files, too_large
from tests.handlers.telegram.deciding import picture
from tests.handlers.telegram.looking import answers_to, quiet, submitted
from tests.handlers.telegram.messenger import Json
from tests.handlers.telegram.running import CAMILLE, GROUP, Vigie

ALBUM = [(f"{name}.jpg", picture(seed)) for seed, name in enumerate("abcd", 1)]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No album is whole before a test says so."""
    monkeypatch.setattr(drops, "_QUIET", timedelta(hours=1))
    monkeypatch.setattr(drops, "_LOOK_AGAIN", timedelta(milliseconds=200))


def whole(vigie: Vigie, parts: int) -> None:
    """Let an album be taken in once all of it is on record."""
    vigie.telegram.wait_for(lambda: inbox_rows.waiting(vigie.house.database) == parts, what=f"{parts} parts on record")
    drops._QUIET = timedelta(0)


def sent(vigie: Vigie, words: str = "Quatre vues") -> list[int]:
    parts = [int(part["message_id"]) for part in vigie.telegram.send_album(GROUP, CAMILLE, ALBUM, words)]
    whole(vigie, len(parts))
    return parts


def taken_in(vigie: Vigie, first: int) -> tuple[str, list[str]]:
    """Return the submission of an album and the names of its files, once everything was acted on."""
    reference = vigie.reference(first)
    quiet(vigie)
    return reference, [asset.name for asset in vigie.case(reference).assets]


def complaints(vigie: Vigie, message: int) -> list[str]:
    """Return what was said under a message that is not the card."""
    return [text for text in answers_to(vigie.telegram, message) if "V-" not in text]


def test_a_part_that_is_gone_is_refused_alone_and_the_words_are_kept(vigie: Vigie) -> None:
    vigie.telegram.faults.file_gone("c.jpg")
    a, b, c, d = sent(vigie)
    reference, names = taken_in(vigie, a)
    assert names == ["a.jpg", "b.jpg", "d.jpg"]
    assert vigie.case(reference).note == "Quatre vues"
    assert submitted(vigie) == [reference]
    told = vigie.telegram.wait_for(lambda: complaints(vigie, c), what="why one is missing")
    assert "c.jpg" in told[0]
    assert [complaints(vigie, message) for message in (a, b, d)] == [[], [], []]


def test_a_part_that_get_file_refuses_is_left_out_too(vigie: Vigie, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = Files._path

    def refusing(self: Files, media: Media) -> str:
        if media.name == "b.jpg":
            raise too_large(media)
        return asking(self, media)

    monkeypatch.setattr(Files, "_path", refusing)
    a, b, c, d = sent(vigie)
    assert taken_in(vigie, a)[1] == ["a.jpg", "c.jpg", "d.jpg"]
    vigie.telegram.wait_for(lambda: complaints(vigie, b), what="why one is missing")
    assert [complaints(vigie, message) for message in (a, c, d)] == [[], [], []]


def test_a_part_that_telegram_does_not_give_for_long_holds_up_no_other(
    vigie: Vigie, monkeypatch: pytest.MonkeyPatch
) -> None:
    downloading = Files._download

    def silent(self: Files, path: str, kept: BinaryIO, media: Media) -> None:
        if media.name == "c.jpg":
            raise httpx.ReadTimeout("no answer")
        downloading(self, path, kept, media)

    monkeypatch.setattr(Files, "_download", silent)
    monkeypatch.setattr(waiting, "_PATIENCE", timedelta(seconds=2))
    a, b, c, d = sent(vigie)
    assert taken_in(vigie, a)[1] == ["a.jpg", "b.jpg", "d.jpg"]
    vigie.telegram.wait_for(lambda: complaints(vigie, c), what="why one is missing")
    assert [complaints(vigie, message) for message in (a, b, d)] == [[], [], []]


def test_the_draft_counts_even_where_the_file_beside_it_is_gone(vigie: Vigie) -> None:
    vigie.telegram.faults.file_gone("a.jpg")
    a, b, _, _ = sent(vigie, "#brouillon Tous au marché")
    reference, names = taken_in(vigie, b)
    assert names == ["b.jpg", "c.jpg", "d.jpg"]
    draft = vigie.case(reference).draft
    assert draft
    assert draft.text == "Tous au marché"
    told = vigie.telegram.wait_for(lambda: complaints(vigie, a), what="what was left out")
    assert "a.jpg" in told[0]
    assert submitted(vigie) == [reference]


def test_an_album_of_which_nothing_can_be_had_is_refused_part_by_part(vigie: Vigie) -> None:
    for name, _ in ALBUM:
        vigie.telegram.faults.file_gone(name)
    parts = sent(vigie)
    vigie.telegram.wait_for(lambda: all(complaints(vigie, part) for part in parts), what="four refusals")
    assert submitted(vigie) == []


def captioned_second(vigie: Vigie, words: str) -> tuple[Json, Json, str]:
    telegram = vigie.telegram
    group = telegram.new_album()
    first = telegram.send_document(GROUP, CAMILLE, picture(1), "a.jpg", "", media_group_id=group)
    second = telegram.send_document(GROUP, CAMILLE, picture(2), "b.jpg", words, media_group_id=group)
    whole(vigie, 2)
    reference = vigie.reference(first["message_id"])
    quiet(vigie)
    return first, second, reference


def test_an_edit_that_nobody_sees_does_not_wipe_the_words_of_another_part(vigie: Vigie) -> None:
    first, second, reference = captioned_second(vigie, "#brouillon Venez tous")
    vigie.telegram.touch(first)
    vigie.telegram.touch(second)
    quiet(vigie)
    assert not inbox_rows.waiting(vigie.house.database)
    case = vigie.case(reference)
    assert case.draft
    assert (case.revision, case.draft.text) == (1, "Venez tous")


def test_the_part_that_brought_the_words_changes_them_and_takes_them_back(vigie: Vigie) -> None:
    _, second, reference = captioned_second(vigie, "Pour samedi")
    for revision, words in ((2, "Pour dimanche"), (3, "")):
        vigie.telegram.edit_caption(second, words)
        quiet(vigie)
        assert (vigie.case(reference).revision, vigie.case(reference).note) == (revision, words)
