"""The methods that ask who and what there is."""

from __future__ import annotations

from typing import Any

from tests.handlers.slack.workspace import messages
from tests.handlers.slack.workspace.model import (
    APP,
    APP_TOKEN,
    BOT_ID,
    BOT_USER,
    DOMAIN,
    TEAM,
    Channel,
    Json,
    User,
)
from tests.handlers.slack.workspace.state import State
from tests.handlers.slack.workspace.web_api import Request, SlackError, method

MOST_ON_A_PAGE = 999


@method("auth.test", reads_json=True)
def auth_test(request: Request) -> Json:
    identity = {"team": "Vigie (essai)", "user": "vigie", "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT_ID}
    return identity | {"url": f"https://{DOMAIN}.slack.com/", "is_enterprise_install": False}


@method("apps.connections.open", reads_json=True, token=APP_TOKEN)
def connections_open(request: Request) -> Json:
    return {"url": request.state.issue_ticket()}


@method("bots.info", "bot team_id", scope="users:read")
def bots_info(request: Request) -> Json:
    if request.text("bot") != BOT_ID:
        raise SlackError("bot_not_found")
    return {
        "bot": {
            "id": BOT_ID,
            "deleted": False,
            "name": "vigie",
            "updated": 1,
            "app_id": APP,
            "user_id": BOT_USER,
            "icons": {},
        }
    }


@method("users.info", "user include_locale", scope="users:read")
def users_info(request: Request) -> Json:
    user = request.state.users.get(request.text("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": describe_user(user) | ({"locale": user.locale} if request.flag("include_locale") else {})}


def describe_user(user: User) -> Json:
    """Return somebody as `users.info` and `user_change` have them."""
    profile = {"real_name": user.name, "real_name_normalized": user.name, "team": user.team, "title": "", "phone": ""}
    profile |= {
        "display_name": user.display_name,
        "display_name_normalized": user.display_name,
        "avatar_hash": "0" * 12,
    }
    described: Json = {"id": user.id, "team_id": user.team, "name": user.short()["name"], "deleted": user.deleted}
    described |= {"profile": profile, "is_bot": user.bot, "is_app_user": False, "updated": 1760000000}
    if user.deleted:
        return described
    described |= {"real_name": user.name, "tz": "Europe/Paris", "tz_label": "Central European Time", "tz_offset": 3600}
    described |= {"is_admin": False, "is_owner": False, "is_primary_owner": False, "color": "9f69e7"}
    described |= {"is_restricted": user.guest or user.ultra_guest, "is_ultra_restricted": user.ultra_guest}
    return described | ({"is_stranger": True} if user.stranger else {})


@method("usergroups.users.list", "usergroup include_disabled team_id", scope="usergroups:read")
def usergroup_users(request: Request) -> Json:
    group = request.state.groups.get(request.text("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group)}


@method("conversations.info", "channel include_locale include_num_members")
def conversation_info(request: Request) -> Json:
    channel = request.channel(scope="read")
    return {"channel": describe_channel(request.state, channel)}


def describe_channel(state: State, channel: Channel) -> Json:
    kinds = {"is_channel": "channel", "is_group": "group", "is_im": "im"}
    described: Json = {key: channel.kind == kind for key, kind in kinds.items()}
    if channel.kind == "im":
        described |= {"user": next(member for member in channel.members if member != BOT_USER), "is_open": True}
    else:
        described |= {"name": channel.name, "name_normalized": channel.name, "is_member": BOT_USER in channel.members}
    strangers = any(state.users[member].stranger for member in channel.members if member in state.users)
    described |= {"is_private": channel.kind != "channel", "is_archived": channel.archived, "is_ext_shared": strangers}
    return described | {
        "id": channel.id,
        "created": 1,
        "is_mpim": False,
        "is_shared": strangers,
        "context_team_id": TEAM,
    }


@method("users.conversations", "cursor exclude_archived limit types user team_id")
def user_conversations(request: Request) -> Json:
    scopes = {"public_channel": ("channel", "channels:read"), "private_channel": ("group", "groups:read")}
    asked = [kind.strip() for kind in (request.text("types") or "public_channel").split(",")]
    if not scopes.keys() >= set(asked):
        raise SlackError("invalid_types")
    for kind in asked:
        request.needs(scopes[kind][1])
    kinds = {scopes[kind][0] for kind in asked}
    found = [channel for channel in request.state.channels.values() if channel.kind in kinds]
    found = [channel for channel in found if (request.text("user") or BOT_USER) in channel.members]
    if request.flag("exclude_archived"):
        found = [channel for channel in found if not channel.archived]
    page, cursor = _page(found, request, 100)
    described = [describe_channel(request.state, channel) for channel in page]
    for channel in described:
        del channel["is_member"]
    return {"channels": described, "response_metadata": {"next_cursor": cursor}}


@method("conversations.members", "channel cursor limit")
def conversation_members(request: Request) -> Json:
    channel = request.channel(scope="read")
    page, cursor = _page(channel.members, request, 100)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


@method("conversations.open", "users channel return_im prevent_creation", scope="im:write", reads_json=True)
def conversation_open(request: Request) -> Json:
    user = request.text("users")
    if "," in user or not user:
        raise SlackError("invalid_arguments")
    if user not in request.state.users:
        raise SlackError("user_not_found")
    if request.state.users[user].deleted:
        raise SlackError("user_disabled")
    return {"channel": {"id": request.state.conversation_with(user).id}}


@method("conversations.history", "channel cursor limit oldest latest inclusive include_all_metadata")
def conversation_history(request: Request) -> Json:
    channel = request.channel(scope="history", member=True)
    found = [message for message in messages.top_level(channel) if _within(request, str(message["ts"]))]
    return _told(request, found[::-1])


@method("conversations.replies", "channel ts cursor limit oldest latest inclusive include_all_metadata")
def conversation_replies(request: Request) -> Json:
    channel = request.channel(scope="history", member=True)
    root = request.text("ts")
    if root not in channel.messages:
        raise SlackError("thread_not_found")
    found = messages.thread(channel, channel.messages[root].get("thread_ts", root))
    return _told(
        request, [message for message in found if message["ts"] == root or _within(request, str(message["ts"]))]
    )


def _within(request: Request, ts: str) -> bool:
    oldest, latest = request.text("oldest"), request.text("latest")
    moment = _moment(ts)
    inclusive = request.flag("inclusive")
    if inclusive and ((oldest and _moment(oldest) == moment) or (latest and _moment(latest) == moment)):
        return True
    return (not oldest or moment > _moment(oldest)) and (not latest or moment < _moment(latest))


def _moment(ts: str) -> int:
    seconds, _, fraction = ts.partition(".")
    try:
        return int(seconds) * 1_000_000 + int(fraction.ljust(6, "0")[:6] or 0)
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None


def _told(request: Request, found: list[Json]) -> Json:
    page, cursor = _page(found, request, 100)
    shown = [request.state.shown(message) for message in page]
    if not request.flag("include_all_metadata"):
        for message in shown:
            message.pop("metadata", None)
    answer: Json = {"messages": shown, "has_more": bool(cursor), "pin_count": 0}
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def _page(things: list[Any], request: Request, otherwise: int) -> tuple[list[Any], str]:
    limit = request.number("limit", otherwise)
    if not 1 <= limit <= MOST_ON_A_PAGE:
        raise SlackError("invalid_limit")
    cursor = request.text("cursor")
    if cursor and not cursor.removeprefix("next:").isdigit():
        raise SlackError("invalid_cursor")
    start = int(cursor.removeprefix("next:")) if cursor else 0
    more = f"next:{start + limit}" if start + limit < len(things) else ""
    return things[start : start + limit], more
