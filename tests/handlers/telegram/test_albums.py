from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery import inbox as inbox_rows
from bot.kinds import State
from handlers.telegram import drops
from tests.handlers.slack.steps import LaterClock
from tests.handlers.telegram.deciding import picture
from tests.handlers.telegram.looking import answers_to, becomes, card_messages, quiet, revised, submitted
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, DOMI, GROUP, Vigie, running

Quiet = Callable[[timedelta], None]


@pytest.fixture
def quiet_for(monkeypatch: pytest.MonkeyPatch) -> Quiet:
    """Lets a test say how long nothing more has to come: none at all once every part is on record."""

    def change(duration: timedelta) -> None:
        monkeypatch.setattr(drops, "_QUIET", duration)

    monkeypatch.setattr(drops, "_LOOK_AGAIN", timedelta(milliseconds=200))
    change(timedelta(hours=1))
    return change


def whole(vigie: Vigie, parts: int, quiet_for: Quiet) -> None:
    """Wait until that many parts are on record, then let the album be taken in."""
    vigie.telegram.wait_for(lambda: inbox_rows.waiting(vigie.house.database) == parts, what=f"{parts} parts on record")
    assert submitted(vigie) == []
    quiet_for(timedelta(0))


def files(*seeds: int) -> list[tuple[str, bytes]]:
    return [(f"marche-{seed}.jpg", picture(seed)) for seed in seeds]


def names(vigie: Vigie, reference: str) -> list[str]:
    return [asset.name for asset in vigie.case(reference).assets]


def numbers(parts: list[Json]) -> list[int]:
    return [int(part["message_id"]) for part in parts]


def test_an_album_is_one_submission_with_one_card_under_its_first_part(vigie: Vigie, quiet_for: Quiet) -> None:
    parts = vigie.telegram.send_album(GROUP, CAMILLE, files(1, 2, 3), "Trois vues du marché")
    whole(vigie, 3, quiet_for)
    first, *others = numbers(parts)
    vigie.card(first, "réservé")
    reference = vigie.reference(first)
    assert names(vigie, reference) == ["marche-1.jpg", "marche-2.jpg", "marche-3.jpg"]
    assert vigie.case(reference).note == "Trois vues du marché"
    assert {vigie.known(other) for other in others} == {reference}
    quiet(vigie)
    assert len(card_messages(vigie, first)) == 1
    assert submitted(vigie) == [reference]


def test_ten_files_in_two_waves_are_one_album(vigie: Vigie) -> None:
    telegram = vigie.telegram
    group = telegram.new_album()
    first = numbers(telegram.send_album(GROUP, CAMILLE, files(*range(1, 6)), media_group_id=group))[0]
    telegram.wait_for(lambda: inbox_rows.waiting(vigie.house.database) == 5, what="the first wave")
    telegram.send_album(GROUP, CAMILLE, files(*range(6, 11)), media_group_id=group)
    reference = vigie.reference(first)
    quiet(vigie)
    assert len(vigie.case(reference).assets) == 10
    assert vigie.case(reference).revision == 1


def test_a_part_that_comes_after_all_the_others_is_added_as_a_new_version(vigie: Vigie, quiet_for: Quiet) -> None:
    group = vigie.telegram.new_album()
    first = numbers(vigie.telegram.send_album(GROUP, CAMILLE, files(1, 2), "Pour samedi", media_group_id=group))[0]
    whole(vigie, 2, quiet_for)
    reference = vigie.reference(first)
    vigie.telegram.send_album(GROUP, CAMILLE, files(3), media_group_id=group)
    revised(vigie, reference, 2)
    assert names(vigie, reference) == ["marche-1.jpg", "marche-2.jpg", "marche-3.jpg"]
    assert vigie.case(reference).note == "Pour samedi"
    assert submitted(vigie) == [reference]


def test_an_album_that_a_restart_interrupts_is_whole_afterwards(
    telegram: Messenger, tmp_path: Path, quiet_for: Quiet
) -> None:
    telegram.unlimited()
    group = telegram.new_album()
    with running(telegram, tmp_path) as vigie:
        first = numbers(telegram.send_album(GROUP, CAMILLE, files(1, 2), media_group_id=group))[0]
        telegram.wait_for(lambda: inbox_rows.waiting(vigie.house.database) == 2, what="two parts on record")
        assert vigie.known(first) is None
    telegram.send_album(GROUP, CAMILLE, files(3), media_group_id=group)
    with running(telegram, tmp_path, clock=LaterClock(timedelta(minutes=2))) as vigie:
        whole(vigie, 3, quiet_for)
        reference = vigie.reference(first)
        quiet(vigie)
        assert sorted(names(vigie, reference)) == ["marche-1.jpg", "marche-2.jpg", "marche-3.jpg"]
        assert submitted(vigie) == [reference]


def test_two_albums_at_once_are_two_submissions(vigie: Vigie, quiet_for: Quiet) -> None:
    telegram = vigie.telegram
    one, two = telegram.new_album(), telegram.new_album()
    first = numbers(telegram.send_album(GROUP, CAMILLE, files(1), media_group_id=one))[0]
    second = numbers(telegram.send_album(GROUP, DOMI, files(2), media_group_id=two))[0]
    telegram.send_album(GROUP, CAMILLE, files(3), media_group_id=one)
    telegram.send_album(GROUP, DOMI, files(4), media_group_id=two)
    whole(vigie, 4, quiet_for)
    assert names(vigie, vigie.reference(first)) == ["marche-1.jpg", "marche-3.jpg"]
    assert names(vigie, vigie.reference(second)) == ["marche-2.jpg", "marche-4.jpg"]
    quiet(vigie)
    assert len(submitted(vigie)) == 2


def test_an_album_of_photos_takes_originals_in_the_place_of_their_copies(vigie: Vigie, quiet_for: Quiet) -> None:
    telegram = vigie.telegram
    parts = telegram.send_album(GROUP, CAMILLE, [picture(seed) for seed in (1, 2, 3)], "Trois vues")
    first = numbers(parts)[0]
    whole(vigie, 3, quiet_for)
    reference = vigie.reference(first)
    telegram.send_document(GROUP, CAMILLE, picture(2), "milieu.jpg")
    revised(vigie, reference, 2)
    assert [asset.transport.faithful for asset in vigie.case(reference).assets] == [False, True, False]
    quiet_for(timedelta(seconds=3))
    telegram.send_album(GROUP, CAMILLE, files(1, 3))
    revised(vigie, reference, 3)
    quiet(vigie)
    assert [asset.transport.faithful for asset in vigie.case(reference).assets] == [True, True, True]
    assert names(vigie, reference) == ["marche-1.jpg", "milieu.jpg", "marche-3.jpg"]
    assert vigie.case(reference).note == "Trois vues"
    assert submitted(vigie) == [reference]


def test_a_part_that_is_too_large_is_refused_and_the_others_are_taken_in(vigie: Vigie, quiet_for: Quiet) -> None:
    telegram = vigie.telegram
    telegram.faults.too_large("marche-1.jpg")
    telegram.faults.too_large("marche-3.jpg")
    parts = numbers(telegram.send_album(GROUP, CAMILLE, files(1, 2, 3, 4)))
    telegram.wait_for(lambda: inbox_rows.waiting(vigie.house.database) == 3, what="the first refused, three on record")
    quiet_for(timedelta(0))
    reference = vigie.reference(parts[1])
    quiet(vigie)
    assert names(vigie, reference) == ["marche-2.jpg", "marche-4.jpg"]
    assert submitted(vigie) == [reference]
    for part in (parts[0], parts[2]):
        telegram.wait_for(lambda: any("20" in text for text in answers_to(telegram, part)), what="the refusal")  # noqa: B023
    assert not {"marche-1.jpg", "marche-3.jpg"} & {one.name for one in telegram.downloads}


def test_an_album_with_a_draft_in_its_caption_is_one_post(vigie: Vigie, quiet_for: Quiet) -> None:
    parts = vigie.telegram.send_album(GROUP, CAMILLE, files(1, 2), "#brouillon Tous au marché samedi !")
    whole(vigie, 2, quiet_for)
    case = vigie.case(vigie.reference(numbers(parts)[0]))
    assert case.draft is not None
    assert case.draft.text == "Tous au marché samedi !"
    assert len(case.assets) == 2


def test_one_part_of_an_album_edited_is_a_new_version_of_that_part_alone(vigie: Vigie, quiet_for: Quiet) -> None:
    telegram = vigie.telegram
    parts = telegram.send_album(GROUP, CAMILLE, files(1, 2), "Deux vues")
    first = numbers(parts)[0]
    whole(vigie, 2, quiet_for)
    reference = vigie.reference(first)
    becomes(vigie, reference, State.INCOMPLETE)
    telegram.touch(parts[1])
    telegram.edit_media(parts[1], picture(5), "autre.jpg")
    revised(vigie, reference, 2)
    quiet(vigie)
    assert names(vigie, reference) == ["marche-1.jpg", "autre.jpg"]
    assert vigie.case(reference).note == "Deux vues", "a part without a caption says nothing of the caption"
    assert vigie.kinds(reference).count("revised") == 1
