from __future__ import annotations

from typing import Any

import aiogram.types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.telegram import updates
from handlers.telegram.content import Media
from handlers.telegram.places import Place
from handlers.telegram.updates import Changed, Moved, Post, Published, Sender, Standing, Tapped, Who, meaning_of

OWN = 8_100_000_001
GROUP = {"id": -1001, "type": "supergroup", "title": "Validation"}
CAMILLE = {"id": 101, "is_bot": False, "first_name": "Camille", "last_name": "Durand", "language_code": "fr"}
FILE = {"file_id": "BQ", "file_unique_id": "Ag", "file_size": 12}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member", "channel_post", "poll")
FIELDS = ("message_id", "chat", "from", "text", "photo", "document", "media_group_id", "date", "data", "forward_origin")
messages = st.dictionaries(st.sampled_from(FIELDS), json_values)


def message(**content: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"message": {"message_id": 7, "date": 1, "chat": GROUP, "from": CAMILLE} | content}


def post(update: dict[str, Any]) -> Post:
    found = meaning_of(update, OWN)
    assert isinstance(found, Post)
    return found


def test_a_message_of_a_person_is_a_post() -> None:
    found = post(message(text="Bonjour", reply_to_message={"message_id": 3}))
    assert found.place == Place(-1001, 7)
    assert found.sender == Sender(Who.PERSON, 101, "Camille Durand", "fr")
    assert (found.text, found.answers, found.edited, found.private) == ("Bonjour", 3, False, False)


def test_an_edit_says_that_it_is_one() -> None:
    assert post({"edited_message": message(text="Bonsoir", edit_date=2)["message"]}).edited


def test_a_photo_is_its_largest_size_and_no_original() -> None:
    sizes = [{**FILE, "file_unique_id": name} for name in ("small", "large")]
    assert post(message(photo=sizes, caption="Là")).media == Media("BQ", "large", "", 12, remade=True)


def test_a_document_is_an_original_with_the_name_that_its_sender_gave_it() -> None:
    assert post(message(document=FILE | {"file_name": "a.jpg"})).media == Media("BQ", "Ag", "a.jpg", 12, remade=False)


def test_a_gif_is_made_anew_even_where_it_is_told_as_a_document_too() -> None:
    media = post(message(animation=FILE, document=FILE)).media
    assert media is not None
    assert media.remade


@pytest.mark.parametrize(
    ("sender", "who"),
    [
        ({"from": {**CAMILLE, "id": 1087968824, "is_bot": True}, "sender_chat": GROUP}, Who.HIDDEN),
        ({"from": {**CAMILLE, "id": 136817688, "is_bot": True}, "sender_chat": {"id": -5, "title": "X"}}, Who.HIDDEN),
        ({"from": {**CAMILLE, "is_bot": True}}, Who.NOBODY),
        ({"via_bot": {"id": 9, "is_bot": True, "first_name": "gif"}}, Who.NOBODY),
        ({"is_automatic_forward": True, "from": {"id": 777000, "first_name": "Telegram"}}, Who.NOBODY),
        ({"from": None}, Who.NOBODY),
    ],
)
def test_nobody_is_taken_for_a_person_who_is_none(sender: dict[str, Any], who: Who) -> None:
    found = post(message(text="Bonjour", **sender))
    assert found.sender.who is who
    assert found.sender.who is Who.NOBODY or found.sender.id <= 0, "an account has a number above 0"


def test_a_topic_is_part_of_the_place_only_where_it_is_one() -> None:
    assert post(message(text="a", message_thread_id=4, is_topic_message=True)).place.topic == 4
    assert post(message(text="a", message_thread_id=4)).place.topic == 0


@pytest.mark.parametrize(
    ("origin", "named"),
    [
        ({"type": "user", "sender_user": CAMILLE}, "Camille Durand"),
        ({"type": "hidden_user", "sender_user_name": "Une voisine"}, "Une voisine"),
        ({"type": "channel", "chat": {"id": -3, "title": "PS 92"}, "message_id": 3}, "PS 92"),
        ({"type": "chat", "sender_chat": {"id": -4, "title": "Groupe"}}, "Groupe"),
    ],
)
def test_a_forward_says_where_it_comes_from(origin: dict[str, Any], named: str) -> None:
    assert post(message(text="a", forward_origin=origin)).forwarded == named


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("/aide", ("aide", "")),
        ("/code@vigie_bot ABCD", ("code", "ABCD")),
        ("/declarer_ia", ("declare_ai", "")),
        ("/declare-ai", ("declare_ai", "")),
        ("/déclarer une IA", ("declare_ai", "une IA")),
        ("/de\u0301clarer", ("declare_ai", "")),
        ("/DE\u0301CLARER", ("declare_ai", "")),
        ("bonjour /aide", None),
    ],
)
def test_commands_are_understood_as_people_type_them(typed: str, command: tuple[str, str] | None) -> None:
    assert post(message(text=typed)).command == command


def test_what_is_under_a_picture_is_no_command() -> None:
    assert post(message(document=FILE, caption="/aide")).command is None


def test_what_we_said_ourselves_and_what_says_nothing_is_none_of_our_business() -> None:
    assert meaning_of(message(text="a", **{"from": {**CAMILLE, "id": OWN, "is_bot": True}}), OWN) is None
    assert meaning_of(message(new_chat_title="Autre"), OWN) is None
    assert meaning_of({"update_id": 1, "poll": {}}, OWN) is None


def test_both_signs_of_a_move_say_the_same() -> None:
    assert meaning_of(message(migrate_to_chat_id=-1002), OWN) == Moved(-1001, -1002)
    moved = message(migrate_from_chat_id=-1001, chat={**GROUP, "id": -1002})
    assert meaning_of(moved, OWN) == Moved(-1001, -1002)


def test_taps_memberships_and_posts_of_channels() -> None:
    query: dict[str, Any] = {
        "id": "5",
        "from": CAMILLE,
        "data": "v1:ok:V-1:0",
        "message": {"message_id": 9, "chat": GROUP},
    }
    assert meaning_of({"callback_query": query}, OWN) == Tapped(
        "5", 101, "Camille Durand", "fr", -1001, 9, query["data"]
    )
    assert meaning_of({"callback_query": {**query, "message": None}}, OWN) == Tapped(
        "5", 101, "Camille Durand", "fr", 0, 0, query["data"]
    )
    for status, present in (("kicked", False), ("left", False), ("member", True), ("administrator", True)):
        change = {"chat": GROUP, "from": CAMILLE, "new_chat_member": {"status": status, "user": {"id": 8}}}
        assert meaning_of({"my_chat_member": change}, OWN) == Standing(-1001, present, "Validation")
        assert meaning_of({"chat_member": change}, OWN) == Changed(-1001, 8)
    told = {"message_id": 4, "chat": {"id": -100}, "text": "À la sauvette"}
    found = meaning_of({"channel_post": told}, OWN)
    assert isinstance(found, Published)
    assert (found.place, found.text) == (Place(-100, 4), "À la sauvette")


def in_a_channel(**content: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"message_id": 4, "date": 1, "chat": {"id": -100, "type": "channel"}} | content


ABOUT_THE_CHAT: dict[str, Any] = {
    "new_chat_title": "Autre",
    "delete_chat_photo": True,
    "pinned_message": {"message_id": 3, "text": "Épinglé"},
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400},
    "video_chat_started": {},
    "boost_added": {"boost_count": 1},
    "giveaway_created": {},
    "giveaway_winners": {"winner_count": 1},
    "giveaway_completed": {"winner_count": 1},
    "direct_message_price_changed": {"are_direct_messages_enabled": True},
    "suggested_post_approved": {"send_date": 1},
    "paid_message_price_changed": {"paid_message_star_count": 5},
}


@pytest.mark.parametrize("kind", ["channel_post", "edited_channel_post"])
@pytest.mark.parametrize("notice", ABOUT_THE_CHAT)
def test_what_telegram_tells_of_a_channel_is_no_post(kind: str, notice: str) -> None:
    told = in_a_channel(**{notice: ABOUT_THE_CHAT[notice]}, author_signature="Domi", sender_chat={"id": -100})
    assert meaning_of({kind: told}, OWN) is None


def spoken() -> list[str]:
    """Return what may be answered from another chat, which is what somebody may have said there."""
    around = {"origin", "chat", "message_id", "link_preview_options", "has_media_spoiler", "giveaway_winners"}
    return sorted({*aiogram.types.ExternalReplyInfo.model_fields, "text", "rich_message"} - around)


@pytest.mark.parametrize("content", spoken())
def test_whatever_somebody_may_say_in_a_channel_is_a_post(content: str) -> None:
    said: dict[str, Any] = {"text": "Bonjour", "photo": [FILE]}
    found = meaning_of({"channel_post": in_a_channel(**{content: said.get(content, FILE)}, media_group_id="13")}, OWN)
    assert isinstance(found, Published)
    assert (found.place, found.album) == (Place(-100, 4), "13")


def test_a_place_in_a_channel_is_none_where_people_talk() -> None:
    change = {"chat": {"id": -100, "type": "channel"}, "new_chat_member": {"status": "administrator"}}
    assert meaning_of({"my_chat_member": change}, OWN) == Standing(-100, present=True, group=False)


@pytest.mark.parametrize(
    "broken",
    [
        message(text="a", message_id="no number"),
        message(text="a", message_id=float("inf")),
        message(text="a", chat=7),
        message(photo=[1]),
        message(document={"file_name": "a.jpg"}),
        {"message": None},
        {"my_chat_member": {"chat": GROUP}},
    ],
)
def test_what_is_no_update_is_said_to_be_none(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no update"):
        meaning_of(broken, OWN)


@given(st.dictionaries(st.sampled_from(KINDS), json_values | messages, max_size=2))
def test_whatever_comes_is_understood_or_is_a_value_error(update: dict[str, Any]) -> None:
    try:
        meaning_of(update, OWN)
    except ValueError:
        return


@given(st.dictionaries(st.sampled_from(KINDS), json_values | messages, max_size=2))
def test_where_and_in_which_album_never_fails(update: dict[str, Any]) -> None:
    place = updates.place_of(update)
    assert place is None or place.startswith("telegram:")
    updates.album_of(update)


@given(st.integers(-(2**62), -1), st.integers(1, 2**40), st.integers(0, 2**40))
def test_a_place_is_read_as_it_was_written(chat: int, number: int, topic: int) -> None:
    place = Place(chat, number, topic)
    assert Place.of_target(place.source) == place


def test_what_happens_in_one_chat_has_one_place_and_a_tap_waits_for_nobody() -> None:
    assert updates.place_of(message(text="a")) == "telegram:-1001"
    assert updates.place_of({"edited_channel_post": {"chat": {"id": -100}}}) == "telegram:-100"
    assert updates.place_of({"callback_query": {"message": {"chat": GROUP}}}) is None
    assert updates.album_of(message(document=FILE, media_group_id="13")) == (-1001, "13", 7)
    assert updates.album_of(message(document=FILE)) is None
