"""Who is on Telegram, and in which chats: what a test sets up and changes."""

from __future__ import annotations

from collections.abc import Iterable

from tests.handlers.telegram.messenger.memberships import change_member
from tests.handlers.telegram.messenger.model import BOT, Chat, ChatKind, Json, Member, Status, User
from tests.handlers.telegram.messenger.server import Server
from tests.handlers.telegram.messenger.state import State

MIGRATED_ID = -1_002_900_000_000
DIRECT_MESSAGES_ID = -1_002_700_000_000


class People:
    """Accounts, chats and memberships; the bot hears of changes."""

    _server: Server

    def add_user(
        self,
        user_id: int,
        name: str,
        *,
        username: str | None = None,
        language: str | None = "fr",
        is_bot: bool = False,
        started: bool = False,
    ) -> int:
        """Add an account; whoever has started the bot can be written to."""
        user = User(user_id, name, username, language, is_bot, started)
        self._server.do(lambda: self._server.state.users.update({user_id: user}))
        return user_id

    def add_group(
        self,
        chat_id: int,
        title: str,
        *,
        members: Iterable[int] = (),
        admins: Iterable[int] = (),
        anonymous_admins: Iterable[int] = (),
        topics: bool = False,
        basic: bool = False,
        bot_is_admin: bool = True,
        username: str | None = None,
    ) -> int:
        """Add a supergroup, or a basic group; the first administrator owns it."""
        chat = Chat(chat_id, ChatKind.GROUP if basic else ChatKind.SUPERGROUP, title, username, is_forum=topics)
        chat.members = _members(members, admins, anonymous_admins)
        chat.members[BOT] = Member(Status.ADMINISTRATOR if bot_is_admin else Status.MEMBER)
        self._server.do(lambda: self._server.state.chats.update({chat_id: chat}))
        return chat_id

    def add_channel(
        self,
        chat_id: int,
        title: str,
        *,
        admins: Iterable[int] = (),
        members: Iterable[int] = (),
        username: str | None = None,
        discussion: int | None = None,
        direct_messages: bool = False,
        signs: bool = False,
        bot_is_admin: bool = True,
        bot_without: Iterable[str] = (),
    ) -> int:
        """Add a channel, with a discussion group and direct messages if wanted."""
        chat = Chat(chat_id, ChatKind.CHANNEL, title, username, discussion=discussion, signs=signs)
        chat.members = _members(members, admins, ())
        chat.members[BOT] = Member(
            Status.ADMINISTRATOR if bot_is_admin else Status.LEFT, without=frozenset(bot_without)
        )

        def add() -> None:
            self._server.state.chats[chat_id] = chat
            if direct_messages:
                _add_direct_messages(self._server.state, chat)

        self._server.do(add)
        return chat_id

    def direct_messages(self, channel: int) -> int:
        """Return the chat in which people write to a channel."""
        chats = self._server.state.chats
        return self._server.do(lambda: next(chat.id for chat in chats.values() if chat.parent == channel))

    def add_topic(self, chat_id: int, name: str) -> int:
        """Add a topic to a forum; return its message_thread_id."""

        def add() -> int:
            state = self._server.state
            chat = state.chat(chat_id)
            assert chat.is_forum, f"{chat.title} has no topics"
            message = state.keep(chat, {"forum_topic_created": {"name": name, "icon_color": 7322096}})
            thread: int = message["message_id"]
            message |= {"message_thread_id": thread, "is_topic_message": True, "from": state.bot.described()}
            chat.topics[thread] = name
            return thread

        return self._server.do(add)

    def remove_topics(self, chat_id: int) -> None:
        """Delete all topics of a forum."""
        self._server.do(lambda: self._server.state.chat(chat_id).topics.clear())

    def add_member(self, user_id: int, chat_id: int, by: int | None = None) -> None:
        self._change(user_id, chat_id, Member(Status.MEMBER), by)

    def remove_member(self, user_id: int, chat_id: int, by: int | None = None) -> None:
        self._change(user_id, chat_id, Member(Status.LEFT), by)

    def promote(
        self,
        user_id: int,
        chat_id: int,
        *,
        anonymous: bool = False,
        without: Iterable[str] = (),
        by: int | None = None,
    ) -> None:
        """Make somebody an administrator, perhaps an anonymous one, perhaps without some rights."""
        self._change(user_id, chat_id, Member(Status.ADMINISTRATOR, anonymous, frozenset(without)), by)

    def demote(self, user_id: int, chat_id: int, by: int | None = None) -> None:
        self._change(user_id, chat_id, Member(Status.MEMBER), by)

    def kick_bot(self, chat_id: int, by: int | None = None) -> None:
        self._change(BOT, chat_id, Member(Status.BANNED), by)

    def add_bot(self, chat_id: int, *, as_admin: bool = True, by: int | None = None) -> None:
        """Bring the bot back."""
        self._change(BOT, chat_id, Member(Status.ADMINISTRATOR if as_admin else Status.MEMBER), by)

    def block_bot(self, user_id: int) -> None:
        self._block(user_id, blocked=True)

    def unblock_bot(self, user_id: int) -> None:
        self._block(user_id, blocked=False)

    def _block(self, user_id: int, *, blocked: bool) -> None:
        def block() -> None:
            state = self._server.state
            state.user(user_id).blocked = blocked
            status = Status.BANNED if blocked else Status.MEMBER
            change_member(state, state.chat(user_id), BOT, Member(status), by=user_id)

        self._server.do(block)

    def _change(self, user_id: int, chat_id: int, member: Member, by: int | None) -> None:
        def change() -> None:
            state = self._server.state
            chat = state.chat(chat_id)
            change_member(state, chat, user_id, member, by or _somebody(chat, user_id))

        self._server.do(change)

    def migrate(self, chat_id: int) -> int:
        """Turn a basic group into a supergroup with another id; its messages stay behind."""

        def migrate() -> int:
            state = self._server.state
            old = state.chat(chat_id)
            assert old.kind is ChatKind.GROUP, "only a basic group migrates"
            new = Chat(MIGRATED_ID - state.number(), ChatKind.SUPERGROUP, old.title, members=dict(old.members))
            state.chats[new.id] = new
            sender = state.user(_somebody(old, BOT)).described()
            _tell(state, old, {"from": sender, "migrate_to_chat_id": new.id})
            _tell(state, new, {"from": sender, "migrate_from_chat_id": old.id})
            old.migrated_to = new.id
            return new.id

        return self._server.do(migrate)


def _members(members: Iterable[int], admins: Iterable[int], anonymous: Iterable[int]) -> dict[int, Member]:
    inside = {user: Member(Status.MEMBER) for user in members}
    inside |= {user: Member(Status.ADMINISTRATOR) for user in admins}
    inside |= {user: Member(Status.ADMINISTRATOR, anonymous=True) for user in anonymous}
    owner = next((user for user, member in inside.items() if member.status.governs), None)
    if owner is not None:
        inside[owner].status = Status.OWNER
    return inside


def _add_direct_messages(state: State, channel: Chat) -> None:
    chat_id = DIRECT_MESSAGES_ID - state.number()
    chat = Chat(chat_id, ChatKind.SUPERGROUP, channel.title, parent=channel.id, members=dict(channel.members))
    state.chats[chat_id] = chat


def _somebody(chat: Chat, other_than: int) -> int:
    """Return who may have done something here."""
    others = [user for user in chat.members if user not in (other_than, BOT)]
    return next((user for user in others if chat.members[user].status.governs), others[0] if others else other_than)


def _tell(state: State, chat: Chat, content: Json) -> None:
    message = state.keep(chat, content)
    if chat.member(BOT).status.inside:
        state.updates.push("message", state.shown(message))
