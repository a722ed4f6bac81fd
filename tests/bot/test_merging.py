from __future__ import annotations

from datetime import UTC, datetime

from bot.case import Case, CaseAsset
from bot.delivery.events import File
from bot.merging import file_of, merged, present_files
from bot.originals import Stored
from bot.workflow import Received
from policy.media_type import MediaType
from policy.transport import Transport


def case(*names: str) -> Case:
    assets = tuple(
        CaseAsset(sha256=f"old-{name}", name=name, size=1, media_type="image/jpeg", transport=Transport.RE_ENCODED)
        for name in names
    )
    opened_at = datetime(2026, 11, 24, tzinfo=UTC)
    return Case(reference="V-0001", revision=1, author="p-1", opened_at=opened_at, note="", assets=assets)


def handed(*names: str) -> list[File]:
    return [File(name, f"new-{name}", 2, "image/png") for name in names]


def digests(files: tuple[File, ...]) -> list[str]:
    return [file.sha256 for file in files]


def test_a_single_file_takes_the_place_of_a_single_file_whatever_it_is_called() -> None:
    assert digests(merged(case("a.jpg"), handed("tout-autre.png"))) == ["new-tout-autre.png"]


def test_in_an_album_each_takes_the_place_of_the_one_of_its_name() -> None:
    found = merged(case("a.jpg", "b.jpg", "c.jpg"), handed("B.JPG", "c.png"))
    assert digests(found) == ["old-a.jpg", "new-B.JPG", "new-c.png"]


def test_what_has_no_counterpart_is_added_and_so_is_what_has_two() -> None:
    assert digests(merged(case("a.jpg", "b.jpg"), handed("d.jpg"))) == ["old-a.jpg", "old-b.jpg", "new-d.jpg"]
    assert len(merged(case("a.jpg", "a.webp"), handed("a.png"))) == 3


def test_files_without_a_name_are_told_apart_by_nothing_and_none_is_lost() -> None:
    found = merged(case("", ""), handed("a.png"))
    assert digests(found) == ["old-", "old-", "new-a.png"]


def test_files_without_a_name_take_the_places_of_as_many_and_are_added_otherwise() -> None:
    assert digests(merged(case("a.jpg", "b.jpg"), handed("", ""))) == ["new-", "new-"]
    assert digests(merged(case("", "", ""), handed("", ""))) == ["old-", "old-", "old-", "new-", "new-"]


def test_present_files_keep_how_they_came() -> None:
    assert [file.transport for file in present_files(case("a.jpg"))] == [Transport.RE_ENCODED]


def test_a_received_file_is_named_as_it_was_sent() -> None:
    stored = Stored("ab" * 32, 3, MediaType.PNG)
    assert file_of(Received("a.png", stored)) == File("a.png", "ab" * 32, 3, "image/png", Transport.AS_UPLOADED)
