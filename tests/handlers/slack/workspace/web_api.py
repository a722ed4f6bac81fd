"""The Web API's door: tokens, limits, arguments, scopes, answers; the methods themselves are in `methods_*`."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from tests.handlers.slack.workspace.faults import MethodFault, PlannedFault
from tests.handlers.slack.workspace.model import APP_TOKEN, BOT_TOKEN, BOT_USER, Call, Channel, Json
from tests.handlers.slack.workspace.state import State

EVERYWHERE = frozenset({"team_id"})
"""The SDK adds it to every call of an app that knows its team."""
STRUCTURED = frozenset({"blocks", "attachments", "metadata", "view", "files"})


class SlackError(Exception):
    """The answer of a call that failed."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


@dataclass(frozen=True)
class Request:
    """A call that was let in."""

    state: State
    method: str
    arguments: Json

    def text(self, key: str) -> str:
        """Return an argument, or nothing."""
        value = self.arguments.get(key)
        return "" if value is None else str(value)

    def flag(self, key: str) -> bool:
        return str(self.arguments.get(key, "")).lower() in ("1", "true")

    def number(self, key: str, otherwise: int) -> int:
        try:
            return int(self.arguments.get(key, otherwise))
        except (TypeError, ValueError):
            raise SlackError("invalid_arguments") from None

    def needs(self, scope: str) -> None:
        """Refuse a call for which the app has no scope."""
        if scope not in self.state.scopes:
            raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(self.state.scopes)))

    def channel(self, *, scope: str = "", member: bool = False) -> Channel:
        """Return the channel of the call as far as the bot knows of it."""
        channel_id = self.text("channel") or self.text("channel_id")
        if channel_id.startswith("U") and channel_id in self.state.users and self.method.startswith("chat."):
            return self.state.conversation_with(channel_id)
        channel = self.state.channels.get(channel_id)
        if channel is None or (channel.kind != "channel" and BOT_USER not in channel.members):
            raise SlackError("channel_not_found")
        if scope:
            self.needs(f"{channel.scope_prefix}:{scope}")
        if member and BOT_USER not in channel.members:
            raise SlackError("not_in_channel")
        return channel


Handler = Callable[[Request], Json]


@dataclass(frozen=True)
class Method:
    """What the door knows of a method."""

    handler: Handler
    takes: frozenset[str]
    scope: str = ""
    reads_json: bool = False
    token: str = BOT_TOKEN


METHODS: dict[str, Method] = {}


def method(
    name: str, takes: str = "", *, scope: str = "", reads_json: bool = False, token: str = BOT_TOKEN
) -> Callable[[Handler], Handler]:
    """Put a function on the list of methods."""

    def listed(handler: Handler) -> Handler:
        METHODS[name] = Method(handler, frozenset(takes.split()), scope, reads_json, token)
        return handler

    return listed


class WebApi:
    """Serves `/api/<method>`."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a call, or fail as planned."""
        name = request.match_info["method"]
        state = self._state
        fault = state.faults.of_call(name)
        if fault is not None and fault.kind is MethodFault.HANG:
            await asyncio.sleep(fault.seconds)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        arguments = await self._arguments(name, request)
        if fault is not None and fault.kind is MethodFault.HTTP_ERROR:
            self._note(name, arguments, f"http {fault.status}")
            return web.Response(status=fault.status, text="upstream error")
        wait, nuisance = state.rates.spend(name, str(arguments.get("channel")))
        if nuisance:
            state.violation(f"kept calling {name} while it was rate limited")
        if wait:
            self._note(name, arguments, "ratelimited")
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(wait)}
            )
        answer = self._answer(name, token, arguments, fault)
        self._note(name, arguments, "ok" if answer["ok"] else answer["error"])
        if fault is not None and fault.kind is MethodFault.DROP_AFTER and request.transport is not None:
            request.transport.abort()
        return web.json_response(answer, headers=self._headers(token))

    def _note(self, name: str, arguments: Json, status: str) -> None:
        self._state.calls.append(Call(name, arguments, status, time.monotonic()))

    def _headers(self, token: str) -> dict[str, str]:
        return {"x-oauth-scopes": ",".join(sorted(self._state.scopes))} if token == BOT_TOKEN else {}

    async def _arguments(self, name: str, request: web.Request) -> Json:
        arguments: Json = dict(request.query)
        if request.content_type == "application/json":
            arguments |= await self._of_json(name, request)
        elif request.method == "POST":
            arguments |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
        for key in STRUCTURED & arguments.keys():
            if isinstance(arguments[key], str):
                try:
                    arguments[key] = json.loads(arguments[key])
                except ValueError:
                    self._state.violation(f"{name}: {key} is not JSON")
        if "token" in arguments:
            arguments.pop("token")
            self._state.violation(f"{name}: a token among the arguments")
        return arguments

    async def _of_json(self, name: str, request: web.Request) -> Json:
        if name in METHODS and not METHODS[name].reads_json:
            self._state.violation(f"{name} does not read JSON")
            return {}
        try:
            body = json.loads(await request.text())
        except ValueError:
            body = None
        if not isinstance(body, dict):
            self._state.violation(f"{name}: the body is not a JSON object")
            return {}
        return body

    def _answer(self, name: str, token: str, arguments: Json, fault: PlannedFault | None) -> Json:
        try:
            if fault is not None and fault.kind is MethodFault.FAIL:
                raise SlackError(fault.error)
            return {"ok": True} | self._let_in(name, token, arguments)
        except SlackError as refused:
            return {"ok": False, "error": refused.error} | refused.more

    def _let_in(self, name: str, token: str, arguments: Json) -> Json:
        state = self._state
        known = METHODS.get(name)
        if known is None:
            state.violation(f"unknown method: {name}")
            raise SlackError("unknown_method", req_method=name)
        if token != known.token:
            state.violation(f"{name}: called with a wrong token" if token else f"{name}: called without a token")
            wrong_kind = token in (BOT_TOKEN, APP_TOKEN)
            raise SlackError("not_allowed_token_type" if wrong_kind else "invalid_auth" if token else "not_authed")
        unknown = arguments.keys() - known.takes - EVERYWHERE
        if unknown:
            state.violation(f"{name}: unknown arguments {', '.join(sorted(unknown))}")
        request = Request(state, name, arguments)
        if known.scope:
            request.needs(known.scope)
        return known.handler(request)
