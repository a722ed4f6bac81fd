"""The commands that people are offered, by scope and language."""

from __future__ import annotations

import json
import re

from tests.handlers.telegram.messenger.formatting import units
from tests.handlers.telegram.messenger.model import Json, RefusedError
from tests.handlers.telegram.messenger.requests import Request, method

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}")
LONGEST_DESCRIPTION = 256
MOST_COMMANDS = 100
EVERYWHERE: Json = {"type": "default"}


def _key(request: Request) -> tuple[str, str]:
    language = request.get("language_code", "")
    if language and not LANGUAGE.fullmatch(language):
        raise RefusedError("LANG_CODE_INVALID", breach=True)
    scope = request.get("scope", EVERYWHERE)
    if "chat_id" in scope and scope["chat_id"] not in request.state.chats:
        raise RefusedError("chat not found")
    return scope_key(scope), language


def scope_key(scope: Json) -> str:
    """Return the name of a scope."""
    return json.dumps(scope, sort_keys=True)


@method("setMyCommands")
def set_my_commands(request: Request) -> bool:
    commands: list[Json] = request.get("commands")
    if len(commands) > MOST_COMMANDS:
        raise RefusedError("BOT_COMMANDS_TOO_MUCH", breach=True)
    for command in commands:
        if not COMMAND.fullmatch(command["command"]):
            raise RefusedError(f"BOT_COMMAND_INVALID: {command['command']}", breach=True)
        if not 1 <= units(command["description"]) <= LONGEST_DESCRIPTION:
            raise RefusedError(f"BOT_COMMAND_DESCRIPTION_INVALID: {command['command']}", breach=True)
    if len({command["command"] for command in commands}) < len(commands):
        raise RefusedError("BOT_COMMAND_DUPLICATE", breach=True)
    request.state.commands[_key(request)] = commands
    return True


@method("getMyCommands")
def get_my_commands(request: Request) -> list[Json]:
    return request.state.commands.get(_key(request), [])


@method("deleteMyCommands")
def delete_my_commands(request: Request) -> bool:
    request.state.commands.pop(_key(request), None)
    return True
