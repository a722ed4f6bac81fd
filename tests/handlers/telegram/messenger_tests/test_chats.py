from __future__ import annotations

import pytest
from telegram import BotCommand, BotCommandScopeAllGroupChats
from telegram.error import ChatMigrated

from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.messenger_tests.asking import (
    CAMILLE,
    CHANNEL,
    DOMI,
    GROUP,
    ask,
    call,
    refusal,
    result,
)


def updates(telegram: Messenger, kind: str) -> list[Json]:
    return [update[kind] for update in result(telegram, "getUpdates") if kind in update]


def test_a_group_moves_to_another_id(telegram: Messenger) -> None:
    old = telegram.add_group(-500, "Petit groupe", members=[CAMILLE], basic=True)
    new = telegram.migrate(old)
    with pytest.raises(ChatMigrated) as moved:
        ask(telegram, lambda bot: bot.send_message(old, "x"))
    assert moved.value.new_chat_id == new
    result(telegram, "sendMessage", chat_id=new, text="x")
    leaving, arriving = updates(telegram, "message")
    assert leaving["migrate_to_chat_id"] == new
    assert arriving["migrate_from_chat_id"] == old
    assert telegram.violations == []


def test_a_bot_that_was_thrown_out_is_told(telegram: Messenger) -> None:
    telegram.kick_bot(GROUP)
    answer = call(telegram, "sendMessage", chat_id=GROUP, text="x")
    assert (answer["error_code"], answer["description"]) == (
        403,
        "Forbidden: bot was kicked from the supergroup chat",
    )
    (event,) = updates(telegram, "my_chat_member")
    assert (event["old_chat_member"]["status"], event["new_chat_member"]["status"]) == ("administrator", "kicked")
    telegram.send_text(GROUP, CAMILLE, "enfin seuls")
    assert telegram.pending == 1
    telegram.add_bot(GROUP)
    result(telegram, "sendMessage", chat_id=GROUP, text="x")
    assert telegram.violations == []


def test_nobody_is_written_to_who_did_not_start_the_bot(telegram: Messenger) -> None:
    why = refusal(telegram, "sendMessage", chat_id=CAMILLE, text="x")
    assert why == "Forbidden: bot can't initiate conversation with a user"
    started = telegram.start(CAMILLE, "form-12")
    assert started["text"] == "/start form-12"
    result(telegram, "sendMessage", chat_id=CAMILLE, text="Bonjour")
    assert [message["text"] for message in telegram.private(CAMILLE)] == ["/start form-12", "Bonjour"]
    telegram.block_bot(CAMILLE)
    assert refusal(telegram, "sendMessage", chat_id=CAMILLE, text="x") == "Forbidden: bot was blocked by the user"
    assert refusal(telegram, "sendMessage", chat_id=-77, text="x") == "Bad Request: chat not found"
    assert telegram.violations == []


def test_topics_keep_apart(telegram: Messenger) -> None:
    forum = telegram.add_group(-1005, "Forum", members=[CAMILLE], topics=True)
    topic = telegram.add_topic(forum, "Visuels")
    asked = telegram.send_text(forum, CAMILLE, "x", topic=topic)
    assert asked["message_thread_id"] == topic
    reply = {"message_id": asked["message_id"]}
    message = result(telegram, "sendMessage", chat_id=forum, text="y", message_thread_id=topic, reply_parameters=reply)
    assert message["is_topic_message"]
    lost = refusal(telegram, "sendMessage", chat_id=forum, text="y", message_thread_id=99)
    assert lost == "Bad Request: message thread not found"


def test_who_is_in_a_chat(telegram: Messenger) -> None:
    telegram.promote(CAMILLE, GROUP, anonymous=True, without=["can_pin_messages"])
    camille = result(telegram, "getChatMember", chat_id=GROUP, user_id=CAMILLE)
    assert camille["is_anonymous"]
    assert not camille["can_pin_messages"]
    administrators = result(telegram, "getChatAdministrators", chat_id=GROUP)
    statuses = {one["user"]["id"]: one["status"] for one in administrators}
    assert statuses[DOMI] == "creator"
    telegram.remove_member(CAMILLE, GROUP)
    assert result(telegram, "getChatMember", chat_id=GROUP, user_id=CAMILLE)["status"] == "left"
    assert "PARTICIPANT_ID_INVALID" in refusal(telegram, "getChatMember", chat_id=GROUP, user_id=9)
    assert ask(telegram, lambda bot: bot.get_chat(GROUP)).title == "Validation"
    assert ask(telegram, lambda bot: bot.get_chat_administrators(GROUP))
    assert telegram.violations == []


def test_commands_by_scope_and_language(telegram: Messenger) -> None:
    french = [BotCommand("declarer_ia", "Déclarer un usage de l’IA")]
    scope = BotCommandScopeAllGroupChats()
    ask(telegram, lambda bot: bot.set_my_commands(french, scope, "fr"))
    assert telegram.commands({"type": "all_group_chats"}, "fr") == ["declarer_ia"]
    assert ask(telegram, lambda bot: bot.get_my_commands(scope, "fr"))[0].command == "declarer_ia"
    assert telegram.commands() == []
    assert telegram.violations == []


@pytest.mark.parametrize(
    ("command", "parameters", "problem"),
    [
        ({"command": "declare-ai", "description": "x"}, {}, "BOT_COMMAND_INVALID"),
        ({"command": "Aide", "description": "x"}, {}, "BOT_COMMAND_INVALID"),
        ({"command": "a" * 33, "description": "x"}, {}, "BOT_COMMAND_INVALID"),
        ({"command": "aide", "description": ""}, {}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"command": "aide", "description": "x"}, {"language_code": "français"}, "LANG_CODE_INVALID"),
        ({"command": "aide", "description": "x"}, {"scope": {"type": "everyone"}}, "scope.type is none of"),
        ({"command": "aide"}, {}, "commands[0].description is missing"),
    ],
)
def test_impossible_commands_are_noted(telegram: Messenger, command: Json, parameters: Json, problem: str) -> None:
    assert problem in refusal(telegram, "setMyCommands", commands=[command], **parameters)
    assert len(telegram.violations) == 1


def test_a_pin_is_told_in_the_chat_and_the_message_that_was_sent_last_is_shown(telegram: Messenger) -> None:
    first, second = (result(telegram, "sendMessage", chat_id=GROUP, text=text)["message_id"] for text in "ab")
    for message in (second, first, first):
        assert result(telegram, "pinChatMessage", chat_id=GROUP, message_id=message, disable_notification=True)
    told = updates(telegram, "message")
    assert [one["pinned_message"]["message_id"] for one in told] == [second, first], "once for each"
    assert {one["from"]["id"] for one in told} == {telegram.bot_id}
    assert result(telegram, "getChat", chat_id=GROUP)["pinned_message"]["text"] == "b"
    assert "can't be pinned" in refusal(telegram, "pinChatMessage", chat_id=GROUP, message_id=told[0]["message_id"])
    result(telegram, "unpinChatMessage", chat_id=GROUP)
    assert telegram.pinned(GROUP) == [first]
    assert "to unpin not found" in refusal(telegram, "unpinChatMessage", chat_id=GROUP, message_id=second)
    assert "to pin not found" in refusal(telegram, "pinChatMessage", chat_id=GROUP, message_id=99)
    assert telegram.violations == []


def test_in_a_channel_whoever_may_edit_may_pin(telegram: Messenger) -> None:
    message = result(telegram, "sendMessage", chat_id=CHANNEL, text="x")["message_id"]
    result(telegram, "pinChatMessage", chat_id=CHANNEL, message_id=message)
    (told,) = updates(telegram, "channel_post")
    assert (told["sender_chat"]["id"], "from" in told) == (CHANNEL, False)
    telegram.promote(telegram.bot_id, CHANNEL, without=["can_edit_messages"])
    why = refusal(telegram, "unpinChatMessage", chat_id=CHANNEL, message_id=message)
    assert why == "Bad Request: not enough rights to manage pinned messages in the chat"
    assert telegram.violations == []


def test_a_post_appears_in_the_discussion_group(telegram: Messenger) -> None:
    public = telegram.add_channel(-1006, "Public", admins=[DOMI], discussion=GROUP)
    telegram.channel_post(public, "bonjour", by=DOMI)
    (post,) = updates(telegram, "channel_post")
    assert "from" not in post
    (forwarded,) = updates(telegram, "message")
    assert (forwarded["from"]["id"], forwarded["is_automatic_forward"]) == (777000, True)
    assert forwarded["forward_origin"]["message_id"] == post["message_id"]
    own = result(telegram, "sendMessage", chat_id=public, text="de Vigie")
    assert own["sender_chat"]["id"] == public
    assert len(updates(telegram, "channel_post")) == 1
    assert updates(telegram, "message")[-1]["text"] == "de Vigie"
    edited = telegram.edit_text(post, "au revoir")
    assert updates(telegram, "edited_channel_post") == [edited]
    assert telegram.violations == []


def test_a_channel_speaks_in_a_group(telegram: Messenger) -> None:
    message = telegram.send_text(GROUP, DOMI, "x", as_channel=CHANNEL)
    assert (message["from"]["id"], message["sender_chat"]["id"]) == (136817688, CHANNEL)


def test_posting_needs_the_right_to(telegram: Messenger) -> None:
    closed = telegram.add_channel(-1007, "Fermé", admins=[DOMI], bot_without=["can_post_messages"])
    why = refusal(telegram, "sendMessage", chat_id=closed, text="x")
    assert why == "Bad Request: need administrator rights in the channel chat"
    assert telegram.violations == []


def test_suggested_posts_are_approved_or_declined(telegram: Messenger) -> None:
    public = telegram.add_channel(-1008, "Public", admins=[DOMI], direct_messages=True)
    direct = telegram.direct_messages(public)
    good = telegram.suggest_post(public, CAMILLE, "une idée")
    bad = telegram.suggest_post(public, CAMILLE, "une autre")
    assert good["suggested_post_info"]["state"] == "pending"
    ask(telegram, lambda bot: bot.approve_suggested_post(direct, good["message_id"]))
    ask(telegram, lambda bot: bot.decline_suggested_post(direct, bad["message_id"], comment="Pas d’IA"))
    assert [post["text"] for post in telegram.messages(public)] == ["une idée"]
    approved, declined = updates(telegram, "message")[-2:]
    assert approved["suggested_post_approved"]["suggested_post_message"]["text"] == "une idée"
    assert declined["suggested_post_declined"]["comment"] == "Pas d’IA"
    twice = refusal(telegram, "approveSuggestedPost", chat_id=direct, message_id=good["message_id"])
    assert "ALREADY_PROCESSED" in twice
    human = telegram.suggest_post(public, CAMILLE, "sans Vigie")
    telegram.approve_natively(human)
    assert len(telegram.messages(public)) == 2
    assert result(telegram, "getChat", chat_id=direct)["parent_chat"]["id"] == public
    assert telegram.violations == []


def test_an_album_of_people(telegram: Messenger) -> None:
    parts = telegram.send_album(GROUP, CAMILLE, [("a.txt", b"a"), ("b.txt", b"b")], "Légende")
    assert [part.get("caption") for part in parts] == ["Légende", None]
    assert len({part["media_group_id"] for part in parts}) == 1
    late = telegram.send_document(GROUP, CAMILLE, b"c", "c.txt", media_group_id=parts[0]["media_group_id"])
    assert late["media_group_id"] == parts[0]["media_group_id"]
    assert telegram.violations == []


def test_people_edit_and_delete(telegram: Messenger) -> None:
    message = telegram.send_document(GROUP, CAMILLE, b"a", "a.txt", "une")
    telegram.edit_caption(message, "deux")
    telegram.edit_media(message, b"b", "b.txt", "trois")
    telegram.touch(message)
    seen = [(one["document"]["file_name"], one["caption"]) for one in updates(telegram, "edited_message")]
    assert seen == [("a.txt", "deux"), ("b.txt", "trois"), ("b.txt", "trois")]
    telegram.delete(message)
    assert telegram.messages(GROUP) == []
    assert telegram.pending == 4
    assert telegram.violations == []
