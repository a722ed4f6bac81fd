"""The methods of modals and of the App Home."""

from __future__ import annotations

import copy
import secrets
import time

from tests.handlers.slack.workspace.block_kit import inspect_view
from tests.handlers.slack.workspace.forms import values_of
from tests.handlers.slack.workspace.methods_chat import completed, refuse
from tests.handlers.slack.workspace.model import APP, BOT_ID, TEAM, Json
from tests.handlers.slack.workspace.state import State, View
from tests.handlers.slack.workspace.web_api import Request, SlackError, method

DEEPEST = 3
TRIGGER_SECONDS = 3.0


def checked_view(state: State, what: str, view: object) -> Json:
    """Check a view; return it as Slack keeps it."""
    found = inspect_view(view)
    described: Json = view if isinstance(view, dict) else {}
    blocks = described.get("blocks", [])
    refuse(state, what, found, blocks, "invalid_arguments")
    return copy.deepcopy(described) | {"blocks": [completed(block) for block in blocks]}


def new_hash() -> str:
    return f"{int(time.time())}.{secrets.token_hex(4)}"


def describe_view(view: View) -> Json:
    """Return a view as the app gets to see it."""
    empty = {"title": None, "close": None, "submit": None, "private_metadata": "", "callback_id": "", "external_id": ""}
    flags = {"clear_on_close": False, "notify_on_close": False}
    place = {"id": view.id, "team_id": TEAM, "app_id": APP, "app_installed_team_id": TEAM, "bot_id": BOT_ID}
    chain = {"hash": view.hash, "root_view_id": view.root, "previous_view_id": view.previous}
    return copy.deepcopy(empty | flags | view.described | place | chain | {"state": {"values": values_of(view)}})


def put_up(state: State, user: str, described: Json, *, push: bool) -> View:
    """Show a modal, alone or on top of the others."""
    stack = state.modals.setdefault(user, [])
    if not push:
        stack.clear()
    if len(stack) >= DEEPEST:
        raise SlackError("push_limit_reached")
    view_id = state.identifier("V")
    root = stack[0].id if stack else view_id
    view = View(view_id, user, described, new_hash(), root, stack[-1].id if stack else None)
    stack.append(view)
    return view


def renew(state: State, view: View, described: Json) -> None:
    """Replace what a view shows; what was filled in stays where block and action are the same."""
    view.described = described
    view.hash = new_hash()


def _triggered(request: Request) -> str:
    trigger = request.state.triggers.get(request.text("trigger_id"))
    if trigger is None:
        raise SlackError("invalid_trigger_id")
    if trigger.used:
        raise SlackError("exchanged_trigger_id")
    if time.monotonic() - trigger.at > TRIGGER_SECONDS:
        raise SlackError("expired_trigger_id")
    trigger.used = True
    return trigger.user


def _modal(request: Request) -> Json:
    view = checked_view(request.state, request.method, request.arguments.get("view"))
    if view["type"] != "modal":
        raise SlackError("invalid_arguments")
    return view


@method("views.open", "trigger_id interactivity_pointer view", reads_json=True)
def views_open(request: Request) -> Json:
    user = _triggered(request)
    return {"view": describe_view(put_up(request.state, user, _modal(request), push=False))}


@method("views.push", "trigger_id interactivity_pointer view", reads_json=True)
def views_push(request: Request) -> Json:
    user = _triggered(request)
    if not request.state.modals.get(user):
        raise SlackError("invalid_trigger_id")
    return {"view": describe_view(put_up(request.state, user, _modal(request), push=True))}


@method("views.update", "view_id external_id hash view", reads_json=True)
def views_update(request: Request) -> Json:
    everything = [view for stack in request.state.modals.values() for view in stack]
    wanted, external = request.text("view_id"), request.text("external_id")
    found = [v for v in everything if v.id == wanted or (external and v.described.get("external_id") == external)]
    if not found:
        raise SlackError("not_found")
    if request.text("hash") and request.text("hash") != found[0].hash:
        raise SlackError("hash_conflict")
    renew(request.state, found[0], _modal(request))
    return {"view": describe_view(found[0])}


@method("views.publish", "user_id hash view", reads_json=True)
def views_publish(request: Request) -> Json:
    user = request.text("user_id")
    if user not in request.state.users:
        raise SlackError("user_not_found")
    view = checked_view(request.state, "views.publish", request.arguments.get("view"))
    if view["type"] != "home":
        raise SlackError("invalid_arguments")
    home = request.state.homes.get(user)
    if home is not None and request.text("hash") and request.text("hash") != home.hash:
        raise SlackError("hash_conflict")
    if home is None:
        view_id = request.state.identifier("V")
        home = request.state.homes[user] = View(view_id, user, view, new_hash(), view_id)
    else:
        renew(request.state, home, view)
    return {"view": describe_view(home)}
