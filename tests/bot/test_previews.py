from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.previews import keep, preview, with_preview
from policy.sandbox import Preview
from policy.sandbox.preview import LONGEST_SIDE
from tests.bot.scene import Scene
from tests.bot.workflow.files import GENERATED, PHOTO
from tests.handlers.desk.pictures import photo


@pytest.fixture
def scene(lasting_scene: Scene) -> Scene:
    return lasting_scene


def digest(scene: Scene, data: bytes) -> str:
    return scene.case(scene.submit(data)).assets[0].sha256


def test_a_picture_that_can_be_drawn_has_a_small_one_of_our_own_making(scene: Scene) -> None:
    found = preview(scene.house, digest(scene, photo(size=(1_600, 900))))
    assert found
    assert (found.media_type, found.width, found.height) == ("image/webp", LONGEST_SIDE, 576)
    with Image.open(io.BytesIO(found.data)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (LONGEST_SIDE, 576))


def test_nothing_that_was_written_into_the_file_is_in_its_thumbnail(scene: Scene) -> None:
    found = preview(scene.house, digest(scene, GENERATED))
    assert found
    assert b"Steps" not in found.data


@pytest.mark.parametrize("data", [b"", b"words", b"<svg xmlns='http://www.w3.org/2000/svg'/>", PHOTO[:200]])
def test_what_can_not_be_drawn_has_no_thumbnail(scene: Scene, data: bytes) -> None:
    assert preview(scene.house, digest(scene, data)) is None


def test_the_same_file_again_keeps_its_first_thumbnail(scene: Scene) -> None:
    sha256 = digest(scene, PHOTO)
    first = preview(scene.house, sha256)
    with scene.house.database.writing() as connection:
        keep(connection, sha256, Preview(b"another", "image/webp", 1, 1))
    assert preview(scene.house, sha256) == first


def test_which_of_many_files_have_a_thumbnail(scene: Scene) -> None:
    sha256 = digest(scene, PHOTO)
    with scene.house.database.reading() as connection:
        assert with_preview(connection, [sha256, "0" * 64, "' OR 1"]) == {sha256}
        assert with_preview(connection, []) == set()


def test_a_card_says_which_visuals_have_one(scene: Scene) -> None:
    card = scene.card(scene.submit(PHOTO, b"words"))
    assert [visual.has_preview for visual in card.visuals] == [True, False]
