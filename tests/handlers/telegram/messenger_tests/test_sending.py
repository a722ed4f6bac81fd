from __future__ import annotations

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto, Message

from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.messenger_tests.asking import CAMILLE, CHANNEL, GROUP, ask, call, keyboard, refusal, result
from tests.handlers.telegram.messenger_tests.pictures import png

BUTTON = {"text": "OK", "callback_data": "v1:ok"}


def test_a_card_answers_a_submission(telegram: Messenger) -> None:
    asked = telegram.send_document(GROUP, CAMILLE, png(), "affiche.png")
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Approuver", callback_data="v1:ok", style="success")]])
    card = ask(
        telegram,
        lambda bot: bot.send_message(
            GROUP, "<b>Avis</b>", "HTML", reply_to_message_id=asked["message_id"], reply_markup=markup
        ),
    )
    assert card.reply_to_message is not None
    (shown,) = telegram.replies_to(GROUP, asked["message_id"])
    assert shown["text"] == "Avis"
    assert telegram.buttons(GROUP, card.message_id) == ["Approuver"]
    assert telegram.violations == []


def test_a_reply_to_nothing_is_refused_unless_it_may_stand_alone(telegram: Messenger) -> None:
    target = {"message_id": 77}
    why = refusal(telegram, "sendMessage", chat_id=GROUP, text="x", reply_parameters=target)
    assert why == "Bad Request: message to be replied not found"
    alone = target | {"allow_sending_without_reply": True}
    message = result(telegram, "sendMessage", chat_id=GROUP, text="x", reply_parameters=alone)
    assert "reply_to_message" not in message
    assert telegram.violations == []


def test_an_edit_without_a_keyboard_takes_it_away(telegram: Messenger) -> None:
    message = result(telegram, "sendMessage", chat_id=GROUP, text="x", reply_markup=keyboard(BUTTON))
    place = {"chat_id": GROUP, "message_id": message["message_id"]}
    result(telegram, "editMessageText", **place, text="y", reply_markup=keyboard(BUTTON))
    assert telegram.buttons(GROUP, message["message_id"]) == ["OK"]
    result(telegram, "editMessageText", **place, text="z")
    assert telegram.buttons(GROUP, message["message_id"]) == []


def test_an_edit_that_changes_nothing_is_refused(telegram: Messenger) -> None:
    message = result(telegram, "sendMessage", chat_id=GROUP, text="x", reply_markup=keyboard(BUTTON))
    place = {"chat_id": GROUP, "message_id": message["message_id"]}
    same = {"text": "<b></b>x", "parse_mode": "HTML", "reply_markup": keyboard(BUTTON)}
    assert "message is not modified" in refusal(telegram, "editMessageText", **place, **same)
    result(telegram, "editMessageText", **place, text="y", reply_markup=keyboard(BUTTON))
    again = {"text": "y", "reply_markup": keyboard(BUTTON)}
    assert "message is not modified" in refusal(telegram, "editMessageText", **place, **again)
    result(telegram, "editMessageReplyMarkup", **place)
    assert "message is not modified" in refusal(telegram, "editMessageReplyMarkup", **place)
    assert telegram.violations == []


def test_only_own_messages_that_are_there_can_be_edited(telegram: Messenger) -> None:
    theirs = telegram.send_text(GROUP, CAMILLE, "x")["message_id"]
    assert "can't be edited" in refusal(telegram, "editMessageText", chat_id=GROUP, message_id=theirs, text="y")
    assert "to edit not found" in refusal(telegram, "editMessageText", chat_id=GROUP, message_id=99, text="y")
    assert "identifier is not specified" in refusal(telegram, "editMessageText", chat_id=GROUP, text="y")


def test_texts_and_captions_are_edited_differently(telegram: Messenger) -> None:
    photo = ask(telegram, lambda bot: bot.send_photo(GROUP, png(), caption="x")).message_id
    text = ask(telegram, lambda bot: bot.send_message(GROUP, "x")).message_id
    assert "no text in" in refusal(telegram, "editMessageText", chat_id=GROUP, message_id=photo, text="y")
    assert "no caption in" in refusal(telegram, "editMessageCaption", chat_id=GROUP, message_id=text, caption="y")
    result(telegram, "editMessageCaption", chat_id=GROUP, message_id=photo, caption="y")
    assert telegram.message(GROUP, photo)["caption"] == "y"
    media = InputMediaDocument(png(), filename="b.png", caption="z")
    ask(telegram, lambda bot: bot.edit_message_media(media, GROUP, photo))
    assert telegram.message(GROUP, photo)["document"]["file_name"] == "b.png"
    assert "photo" not in telegram.message(GROUP, photo)


def test_an_album_is_several_messages_without_a_keyboard(telegram: Messenger) -> None:
    media = [InputMediaDocument(png(), filename=f"{name}.png", caption=name) for name in "ab"]
    parts = ask(telegram, lambda bot: bot.send_media_group(GROUP, media))
    assert len({part.media_group_id for part in parts}) == 1
    assert [part.caption for part in parts] == ["a", "b"]
    assert [sent.name for sent in telegram.files_sent] == ["a.png", "b.png"]
    known = [{"type": "document", "media": part.document.file_id} for part in parts if part.document]
    markup = {"reply_markup": keyboard(BUTTON)}
    assert "reply_markup is not in" in refusal(telegram, "sendMediaGroup", chat_id=GROUP, media=known, **markup)
    assert "2 to 10 items" in refusal(telegram, "sendMediaGroup", chat_id=GROUP, media=known[:1])
    assert len(telegram.violations) == 2


def test_documents_and_photos_do_not_mix(telegram: Messenger) -> None:
    parts = ask(telegram, lambda bot: bot.send_media_group(GROUP, [InputMediaPhoto(png()), InputMediaPhoto(png())]))
    document = ask(telegram, lambda bot: bot.send_document(GROUP, png(), filename="a.png")).document
    assert document is not None
    photo = {"type": "photo", "media": parts[0].photo[-1].file_id}
    media = [photo, {"type": "document", "media": document.file_id}]
    assert "can't be mixed" in refusal(telegram, "sendMediaGroup", chat_id=GROUP, media=media)
    as_document = refusal(telegram, "sendDocument", chat_id=GROUP, document=photo["media"])
    assert as_document == "Bad Request: can't use file of type Photo as Document"


def test_a_copy_is_of_the_message_as_it_is_now(telegram: Messenger) -> None:
    message = telegram.send_text(GROUP, CAMILLE, "approuvé")
    telegram.edit_text(message, "autre chose")

    async def publish(bot: Bot) -> Message:
        await bot.copy_message(CHANNEL, GROUP, message["message_id"])
        return await bot.forward_message(CHANNEL, GROUP, message["message_id"])

    forwarded = ask(telegram, publish)
    assert [post["text"] for post in telegram.messages(CHANNEL)] == ["autre chose", "autre chose"]
    assert forwarded.forward_origin is not None
    assert telegram.messages(CHANNEL)[1]["forward_origin"]["sender_user"]["id"] == CAMILLE
    assert telegram.violations == []


def test_deletions_and_pins(telegram: Messenger) -> None:
    card = result(telegram, "sendMessage", chat_id=GROUP, text="x")["message_id"]
    result(telegram, "pinChatMessage", chat_id=GROUP, message_id=card)
    assert telegram.pinned(GROUP) == [card]
    result(telegram, "deleteMessage", chat_id=GROUP, message_id=card)
    assert telegram.pinned(GROUP) == []
    assert "to delete not found" in refusal(telegram, "deleteMessage", chat_id=GROUP, message_id=card)
    telegram.add_group(-1004, "Membre", members=[CAMILLE], bot_is_admin=False)
    theirs = telegram.send_text(-1004, CAMILLE, "x")["message_id"]
    assert "can't be deleted" in refusal(telegram, "deleteMessage", chat_id=-1004, message_id=theirs)
    assert "not enough rights" in refusal(telegram, "pinChatMessage", chat_id=-1004, message_id=theirs)
    assert telegram.violations == []


@pytest.mark.parametrize("emoji", ["✅", "❌", "🙂"])
def test_some_reactions_are_not_allowed(telegram: Messenger, emoji: str) -> None:
    message = telegram.send_text(GROUP, CAMILLE, "x")["message_id"]
    reaction = [{"type": "emoji", "emoji": emoji}]
    why = refusal(telegram, "setMessageReaction", chat_id=GROUP, message_id=message, reaction=reaction)
    assert why == "Bad Request: REACTION_INVALID"
    assert len(telegram.violations) == 1


def test_one_reaction_replaces_the_other(telegram: Messenger) -> None:
    message = telegram.send_text(GROUP, CAMILLE, "x")["message_id"]
    ask(telegram, lambda bot: bot.set_message_reaction(GROUP, message, "👀"))
    ask(telegram, lambda bot: bot.set_message_reaction(GROUP, message, "👍"))
    assert telegram.reactions(GROUP, message) == ["👍"]
    two = [{"type": "emoji", "emoji": emoji} for emoji in "👀👍"]
    why = refusal(telegram, "setMessageReaction", chat_id=GROUP, message_id=message, reaction=two)
    assert "REACTIONS_TOO_MANY" in why


def test_whoever_says_too_much_has_to_wait(telegram: Messenger) -> None:
    telegram.rate(chat_per_second=0.05, chat_burst=2)
    result(telegram, "sendMessage", chat_id=GROUP, text="x")
    result(telegram, "sendMessage", chat_id=GROUP, text="x")
    why = refusal(telegram, "sendMessage", chat_id=GROUP, text="x")
    assert why == "Too Many Requests: retry after 20"
    result(telegram, "getMe")
    result(telegram, "sendChatAction", chat_id=GROUP, action="typing")
    assert telegram.throttled == 1
    assert telegram.violations == []
    for _ in range(6):
        refusal(telegram, "sendMessage", chat_id=GROUP, text="x")
    assert telegram.violations == [f"sendMessage: kept calling while chat {GROUP} was limited"]


def test_a_group_takes_twenty_messages_a_minute(telegram: Messenger) -> None:
    telegram.rate(chat_per_second=1000, chat_burst=1000)
    oks = [call(telegram, "sendMessage", chat_id=GROUP, text="x")["ok"] for _ in range(21)]
    assert oks == [True] * 20 + [False]
    assert telegram.throttled == 1
