"""What an update of Telegram says: pure, from its JSON, so that one that nobody can read spoils no other."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from handlers.telegram.content import Json, Media, hides_links, media_of, says_something, spelled, words_of
from handlers.telegram.places import Place

ANONYMOUS_ADMIN = 1087968824
"""The account that speaks for administrators who hide their names (Bot API, `sender_chat`)."""
AS_CHANNEL = 136817688
"""The account that speaks for a channel in a group."""
FORWARDING = 777000
"""The account that forwards a channel's posts into its discussion group."""

_BROKEN = (AttributeError, LookupError, OverflowError, TypeError, ValueError)
_COMMAND = re.compile(r"/(?P<name>[^\s@]+)(?:@(?P<bot>\w+))?\s*(?P<rest>.*)", re.DOTALL)
_DECLARES = re.compile("d(?:e\u0301?|é)clar", re.IGNORECASE)  # some keyboards write an accent as a character of its own


class Who(StrEnum):
    """Who speaks."""

    PERSON = "person"
    HIDDEN = "hidden"
    """A person whom Telegram does not name: an administrator without a name, somebody who speaks as a channel."""
    NOBODY = "nobody"
    """No person: a bot, a channel's own forward."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent something. `id` is the person's account, or the channel that they speak as; 0 where both are hidden."""

    who: Who
    id: int = 0
    name: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A message: its text or caption, its file, the album that it is part of, the message that it answers."""

    place: Place
    sender: Sender
    text: str = ""
    media: Media | None = None
    album: str = ""
    answers: int = 0
    forwarded: str = ""
    private: bool = False
    edited: bool = False
    suggested: bool = False
    """Whether it is a post suggested to a channel, in the channel's direct messages; hidden links are spelled out."""
    hides_links: bool = False

    @property
    def command(self) -> tuple[str, str] | None:
        """The command that it begins with, without its slash, and the rest; None for none.

        `/declare-ai` and `/déclarer` can't be commands for Telegram; people type them all the same.
        """
        found = _COMMAND.match(self.text)
        if not found or self.media:
            return None
        name = found["name"].lower()
        return ("declare_ai" if _DECLARES.match(name) else name), found["rest"].strip()

    @property
    def addressee(self) -> str:
        """The bot that a command names, as in `/help@vigie_bot`; empty for any."""
        found = _COMMAND.match(self.text)
        return (found["bot"] or "").lower() if found else ""


@dataclass(frozen=True, slots=True)
class Tapped:
    """Somebody tapped a button; `message` is 0 where it is too old to be known, `direct` as in `Place`."""

    id: str
    user: int
    name: str
    language: str
    chat: int
    message: int
    data: str
    direct: int = 0

    @property
    def place(self) -> Place:
        """The message with the button."""
        return Place(self.chat, self.message, direct=self.direct)


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup: another id, and messages of the old one can't be reached any more."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether we are in a chat, and may write there; in a `channel`, or its direct messages, no team talks."""

    chat: int
    present: bool
    title: str = ""
    group: bool = True


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody's place in a chat has changed: who is an administrator has to be asked anew."""

    chat: int
    user: int


@dataclass(frozen=True, slots=True)
class Published:
    """A post in a channel, by us or by somebody else.

    The links that its words hide are spelled out. `unique` is its file's, as in `Media`; `edited_at` is when it was
    last edited, in seconds since 1970; `album` names the album that it is part of.
    """

    place: Place
    text: str = ""
    edited_at: int = 0
    unique: str = ""
    album: str = ""

    @property
    def edited(self) -> bool:
        """Whether this tells of an edit."""
        return self.edited_at > 0


Meaning = Post | Tapped | Moved | Standing | Changed | Published


def meaning_of(update: Json, own: int) -> Meaning | None:
    """Return what an update says, None where it is none of our business; `own` is our own account.

    Raises:
        ValueError: it is not what the Bot API says that an update is.
    """
    try:
        return next((read(update[kind], own) for kind, read in _KINDS.items() if kind in update), None)
    except _BROKEN as error:
        raise ValueError(f"no update: {type(error).__name__}") from error


def _message(message: Json, own: int, *, edited: bool = False) -> Meaning | None:
    chat = int(message["chat"]["id"])
    if "migrate_to_chat_id" in message:
        return Moved(chat, int(message["migrate_to_chat_id"]))
    if "migrate_from_chat_id" in message:
        return Moved(int(message["migrate_from_chat_id"]), chat)
    sender = _sender(message)
    suggested = "suggested_post_info" in message
    text = spelled(message) if suggested else words_of(message)
    media = media_of(message)
    if sender.id == own or (not text and media is None):
        return None
    if message["chat"].get("is_direct_messages") and not (suggested or _direct(message)):
        return None
    return Post(
        place=Place(chat, int(message["message_id"]), _topic(message), _direct(message)),
        sender=sender,
        text=text,
        media=media,
        album=str(message.get("media_group_id") or ""),
        answers=int((message.get("reply_to_message") or {}).get("message_id", 0)),
        forwarded=_origin(message.get("forward_origin") or {}),
        private=message["chat"].get("type") == "private",
        edited=edited,
        suggested=suggested,
        hides_links=hides_links(message),
    )


def _sender(message: Json) -> Sender:
    sent, chat = message.get("from") or {}, message.get("sender_chat") or {}
    number = int(sent.get("id", 0))
    if message.get("is_automatic_forward") or number == FORWARDING or message.get("via_bot"):
        return Sender(Who.NOBODY, number)
    if number in {ANONYMOUS_ADMIN, AS_CHANNEL} or (chat and not sent):
        channel = int(chat["id"]) if number == AS_CHANNEL else 0
        return Sender(Who.HIDDEN, channel, str(chat.get("title") or message.get("author_signature") or ""))
    if sent.get("is_bot") or not number:
        return Sender(Who.NOBODY, number)
    return Sender(Who.PERSON, number, _name(sent), str(sent.get("language_code") or ""))


def _name(user: Json) -> str:
    return " ".join(filter(None, (user.get("first_name"), user.get("last_name")))) or str(user.get("username") or "")


def _topic(message: Json) -> int:
    return int(message["message_thread_id"]) if message.get("is_topic_message") else 0


def _direct(message: Json) -> int:
    return int((message.get("direct_messages_topic") or {}).get("topic_id", 0))


def _origin(origin: Json) -> str:
    """Return where something was forwarded from, as far as Telegram says."""
    user, chat = origin.get("sender_user") or {}, origin.get("chat") or origin.get("sender_chat") or {}
    return _name(user) or str(chat.get("title") or origin.get("sender_user_name") or "") if origin else ""


def _tapped(query: Json, _own: int) -> Tapped | None:
    user, message = query["from"], query.get("message") or {}
    if user.get("is_bot") or "data" not in query:
        return None
    chat = message.get("chat") or {}
    return Tapped(
        id=str(query["id"]),
        user=int(user["id"]),
        name=_name(user),
        language=str(user.get("language_code") or ""),
        chat=int(chat.get("id", 0)),
        message=int(message.get("message_id", 0)),
        data=str(query["data"]),
        direct=_direct(message),
    )


def _standing(change: Json, _own: int) -> Standing:
    status = str(change["new_chat_member"]["status"])
    restricted = status == "restricted" and bool(change["new_chat_member"].get("is_member"))
    present = restricted or status in {"member", "administrator", "creator"}
    chat = change["chat"]
    group = chat.get("type") in {"group", "supergroup"} and not chat.get("is_direct_messages")
    return Standing(int(chat["id"]), present, str(chat.get("title") or ""), group)


def _changed(change: Json, _own: int) -> Changed:
    return Changed(int(change["chat"]["id"]), int(change["new_chat_member"]["user"]["id"]))


def _published(message: Json, _own: int) -> Published | None:
    place = Place(int(message["chat"]["id"]), int(message["message_id"]))
    if not says_something(message):
        return None
    media = media_of(message)
    return Published(
        place=place,
        text=spelled(message),
        edited_at=int(message.get("edit_date") or 0),
        unique=media.unique if media else "",
        album=str(message.get("media_group_id") or ""),
    )


_KINDS: Mapping[str, Callable[[Json, int], Meaning | None]] = {
    "message": _message,
    "edited_message": partial(_message, edited=True),
    "callback_query": _tapped,
    "my_chat_member": _standing,
    "chat_member": _changed,
    "channel_post": _published,
    "edited_channel_post": _published,
}


def place_of(update: Json) -> str | None:
    """Return the chat that an update is about: what happens there is acted on in its order; taps wait for nobody."""
    for kind in ("message", "edited_message", "channel_post", "edited_channel_post"):
        with suppress(*_BROKEN):
            return f"telegram:{int(update[kind]['chat']['id'])}"
    return None


def album_of(update: Json) -> tuple[int, str, int] | None:
    """Return the chat and the name of the album that an update brings a part of, and the message; None for none."""
    try:
        message = update["message"]
        return int(message["chat"]["id"]), str(message["media_group_id"]), int(message["message_id"])
    except _BROKEN:
        return None
