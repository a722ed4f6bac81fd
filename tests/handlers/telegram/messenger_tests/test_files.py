from __future__ import annotations

import io

import pytest
from PIL import Image
from telegram import Bot, File
from telegram.error import BadRequest, InvalidToken, NetworkError

from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.messenger_tests.asking import CAMILLE, GROUP, ask, refusal
from tests.handlers.telegram.messenger_tests.pictures import jpeg_with_metadata, png


def downloaded(telegram: Messenger, file_id: str) -> bytes:
    async def download(bot: Bot) -> bytes:
        file: File = await bot.get_file(file_id)
        return bytes(await file.download_as_bytearray())

    return ask(telegram, download)


def document(telegram: Messenger, data: bytes = b"", name: str = "a.png") -> Json:
    sent: Json = telegram.send_document(GROUP, CAMILLE, data or png(), name)["document"]
    return sent


def test_a_document_arrives_byte_for_byte(telegram: Messenger) -> None:
    original = jpeg_with_metadata()
    sent = document(telegram, original, "affiche.jpg")
    assert (sent["file_name"], sent["mime_type"], sent["file_size"]) == ("affiche.jpg", "image/jpeg", len(original))
    assert downloaded(telegram, sent["file_id"]) == original
    assert telegram.downloads[-1].code == 200


def test_a_photo_arrives_small_and_without_its_metadata(telegram: Messenger) -> None:
    sizes = telegram.send_photo(GROUP, CAMILLE, jpeg_with_metadata())["photo"]
    assert [(size["width"], size["height"]) for size in sizes] == [(90, 60), (320, 213), (800, 533), (1280, 853)]
    picture = Image.open(io.BytesIO(downloaded(telegram, sizes[-1]["file_id"])))
    assert (picture.format, picture.size, len(picture.getexif())) == ("JPEG", (1280, 853), 0)
    assert [size["width"] for size in telegram.send_photo(GROUP, CAMILLE, png(64, 48))["photo"]] == [64]


def test_a_forward_is_the_same_file_under_another_name(telegram: Messenger) -> None:
    message = telegram.send_document(GROUP, CAMILLE, png(), "a.png")
    forwarded = telegram.forward(message, GROUP, CAMILLE)
    assert forwarded["document"]["file_unique_id"] == message["document"]["file_unique_id"]
    assert forwarded["document"]["file_id"] != message["document"]["file_id"]
    assert forwarded["forward_origin"]["type"] == "user"
    assert document(telegram)["file_unique_id"] != message["document"]["file_unique_id"]
    hidden = telegram.forward(message, GROUP, CAMILLE, hidden="Quelqu’un")
    assert hidden["forward_origin"]["sender_user_name"] == "Quelqu’un"
    assert telegram.violations == []


def test_what_is_over_twenty_megabytes_is_not_given_out(telegram: Messenger) -> None:
    telegram.faults.too_large("a.png")
    sent = document(telegram)
    assert sent["file_size"] > 20 << 20
    with pytest.raises(BadRequest, match="File is too big"):
        downloaded(telegram, sent["file_id"])
    assert "invalid file_id" in refusal(telegram, "getFile", file_id="nothing")
    assert len(telegram.violations) == 1


def test_a_file_may_be_gone_or_end_half_way(telegram: Messenger) -> None:
    file_id = document(telegram)["file_id"]
    telegram.faults.file_gone("a.png")
    with pytest.raises(InvalidToken):
        downloaded(telegram, file_id)
    telegram.faults.heal("a.png")
    telegram.faults.short_file("a.png")
    with pytest.raises(NetworkError):
        downloaded(telegram, file_id)
    telegram.faults.heal("a.png")
    assert downloaded(telegram, file_id) == png()
    assert telegram.violations == []


def test_what_the_bot_uploads_is_kept(telegram: Messenger) -> None:
    sent = ask(telegram, lambda bot: bot.send_document(GROUP, png(), filename="preuve.png"))
    assert sent.document is not None
    assert telegram.files_sent[0].data == png()
    again = ask(telegram, lambda bot: bot.send_document(GROUP, sent.document.file_id if sent.document else ""))
    assert again.document is not None
    assert again.document.file_unique_id == sent.document.file_unique_id
    assert len(telegram.files_sent) == 1


def test_a_photo_must_be_a_picture(telegram: Messenger) -> None:
    with pytest.raises(BadRequest, match="Image_process_failed"):
        ask(telegram, lambda bot: bot.send_photo(GROUP, b"no picture"))
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        ask(telegram, lambda bot: bot.send_photo(GROUP, png(2100, 100)))
