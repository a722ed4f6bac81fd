"""Who is in the workspace, and where: what a test sets up and changes."""

from __future__ import annotations

from collections.abc import Iterable

from tests.handlers.slack.workspace.methods_reading import describe_user
from tests.handlers.slack.workspace.model import BOT_USER, TEAM, Channel, Json, User
from tests.handlers.slack.workspace.server import Server


class People:
    """People, channels and groups; events tell the app what changes."""

    _server: Server

    def add_user(
        self,
        user_id: str,
        name: str,
        *,
        display_name: str | None = None,
        guest: bool = False,
        ultra_guest: bool = False,
        deleted: bool = False,
        stranger: bool = False,
        locale: str = "fr-FR",
        bot: bool = False,
    ) -> None:
        """Add somebody, or change who they are without telling."""
        shown = name if display_name is None else display_name
        user = User(user_id, name, shown, guest, ultra_guest, deleted, stranger, bot, locale)
        self._server.do(lambda: self._server.state.users.update({user_id: user}))

    def change_user(self, user_id: str, **changes: str | bool) -> None:
        """Change somebody; a `user_change` event tells."""

        def change() -> None:
            user = self._server.state.user(user_id)
            for key, value in changes.items():
                assert hasattr(user, key), f"people have no {key}"
                setattr(user, key, value)
            if "users:read" in self._server.state.scopes:
                stamp = self._server.state.stamp()
                described = describe_user(user) | {"locale": user.locale}
                self._server.state.emit({"type": "user_change", "user": described, "event_ts": stamp})

        self._server.do(change)

    def add_channel(
        self,
        channel_id: str,
        name: str,
        *,
        members: Iterable[str] = (),
        private: bool = False,
        bot_is_member: bool = True,
        archived: bool = False,
    ) -> None:
        """Add a channel."""
        inside = [*members, *([BOT_USER] if bot_is_member else [])]
        channel = Channel(channel_id, name, inside, "group" if private else "channel", archived)
        self._server.do(lambda: self._server.state.channels.update({channel_id: channel}))

    def archive(self, channel_id: str) -> None:
        """Archive a channel."""

        def archive() -> None:
            channel = self._server.state.channel(channel_id)
            channel.archived = True
            stamp = self._server.state.stamp()
            kind = f"{channel.kind}_archive"
            self._server.state.emit({"type": kind, "channel": channel_id, "user": "U0ADMIN", "event_ts": stamp})

        self._server.do(archive)

    def invite(self, channel_id: str, user_id: str = BOT_USER, *, by: str | None = None) -> None:
        """Bring somebody, or the bot, into a channel."""

        def invite() -> None:
            state = self._server.state
            channel = state.channel(channel_id)
            if user_id not in channel.members:
                channel.members.append(user_id)
            if BOT_USER in channel.members and f"{channel.scope_prefix}:read" in state.scopes:
                event = {"type": "member_joined_channel", "user": user_id, "channel": channel_id, "team": TEAM}
                event |= {"channel_type": "G" if channel.kind == "group" else "C", "event_ts": state.stamp()}
                state.emit(event | ({"inviter": by} if by else {}))

        self._server.do(invite)

    def remove(self, channel_id: str, user_id: str = BOT_USER) -> None:
        """Take somebody, or the bot, out of a channel."""

        def remove() -> None:
            state = self._server.state
            channel = state.channel(channel_id)
            channel.members = [member for member in channel.members if member != user_id]
            if user_id == BOT_USER:
                kind = f"{channel.kind}_left"
                state.emit({"type": kind, "channel": channel_id, "actor_id": "U0ADMIN", "event_ts": state.stamp()})

        self._server.do(remove)

    def add_group(self, group_id: str, users: Iterable[str]) -> None:
        """Add a user group."""
        self._server.do(lambda: self._server.state.groups.update({group_id: list(users)}))

    def set_group(self, group_id: str, users: Iterable[str]) -> None:
        """Change who is in a group; an event tells."""
        wanted = list(users)

        def change() -> None:
            state = self._server.state
            before = state.groups.get(group_id, [])
            added = [user for user in wanted if user not in before]
            removed = [user for user in before if user not in wanted]
            state.groups[group_id] = wanted
            if "usergroups:read" not in state.scopes:
                return
            stamp = state.stamp()
            event: Json = {
                "type": "subteam_members_changed",
                "subteam_id": group_id,
                "team_id": TEAM,
                "event_ts": stamp,
            }
            event |= {"date_previous_update": 1, "date_update": int(stamp.partition(".")[0])}
            event |= {"added_users": added, "added_users_count": len(added)}
            state.emit(event | {"removed_users": removed, "removed_users_count": len(removed)})

        self._server.do(change)
