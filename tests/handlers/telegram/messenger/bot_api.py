"""The Bot API's door: the token, the specification, planned faults, limits, answers; methods are in `methods_*`."""

from __future__ import annotations

import asyncio
import time

from aiohttp import web

from tests.handlers.telegram.messenger.decoding import Decoded, decode
from tests.handlers.telegram.messenger.faults import Fault, PlannedFault
from tests.handlers.telegram.messenger.model import REASONS, Call, Download, Json, RefusedError, SentFile
from tests.handlers.telegram.messenger.requests import HANDLERS, Request
from tests.handlers.telegram.messenger.specification import Method, methods
from tests.handlers.telegram.messenger.state import State
from tests.handlers.telegram.messenger.updates import LONGEST_TIMEOUT, MOST_AT_ONCE
from tests.handlers.telegram.messenger.validation import problems_of

COUNTED = ("send", "copy", "forward", "edit")
NOT_COUNTED = frozenset({"sendChatAction"})


class BotApi:
    """Serves `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a call, or fail as planned."""
        name = request.match_info["method"]
        specified = methods().get(name)
        token = request.match_info["token"]
        if token != self._state.token:
            return self._denied(name, "a token of somebody else")
        if specified is None:
            self._state.violation(f"unknown method: {name}")
            return self._answer(name, {}, RefusedError("method not found", code=404))
        decoded = await decode(request, specified.parameters)
        fault = self._state.faults.of_call(name)
        if fault is not None and fault.kind is not Fault.DROP_AFTER:
            early = await self._fail(request, name, decoded, fault)
            if early is not None:
                return early
        answer = await self._served(specified, decoded, request)
        if fault is not None and fault.kind is Fault.DROP_AFTER:
            return _dropped(request)
        return answer

    def _denied(self, name: str, why: str) -> web.Response:
        self._state.violation(f"{name}: {why}")
        return self._answer(name, {}, RefusedError("the token is wrong", code=401))

    async def _fail(
        self, request: web.Request, name: str, decoded: Decoded, fault: PlannedFault
    ) -> web.StreamResponse | None:
        if fault.kind is Fault.HANG:
            await asyncio.sleep(fault.seconds)
            return None
        if fault.kind is Fault.DROP_BEFORE:
            return _dropped(request)
        self._note(name, decoded.parameters, fault.code, fault.description or "planned")
        if fault.kind is Fault.HTTP_ERROR:
            return web.Response(status=fault.code, text="<html>upstream error</html>", content_type="text/html")
        body: Json = {"ok": False, "error_code": fault.code, "description": fault.description}
        if fault.retry_after:
            body["parameters"] = {"retry_after": fault.retry_after}
        return web.json_response(body, status=fault.code)

    async def _served(self, specified: Method, decoded: Decoded, source: web.Request) -> web.Response:
        name = specified.name
        try:
            if decoded.problems:
                raise RefusedError("; ".join(decoded.problems), breach=True)
            request = Request(self._state, name, decoded.parameters, decoded.files)
            result = await self._updates(request, source) if name == "getUpdates" else self._result(request)
        except RefusedError as refusal:
            return self._answer(name, decoded.parameters, refusal)
        for problem in problems_of(result, specified.returns, "result"):
            self._state.violation(f"the messenger's own answer to {name}: {problem}")
        self._note(name, decoded.parameters, 200, "")
        return web.json_response({"ok": True, "result": result})

    def _result(self, request: Request) -> object:
        handler = HANDLERS.get(request.method)
        if handler is None:
            raise RefusedError(f"the messenger does not know {request.method} yet", code=501, breach=True)
        self._throttle(request)
        result = handler(request)
        chat = request.get("chat_id")
        for upload in request.files.values():
            self._state.files_sent.append(SentFile(request.method, upload.name, upload.data, chat))
        return result

    def _throttle(self, request: Request) -> None:
        chat = request.get("chat_id")
        counted = request.method.startswith(COUNTED) and request.method not in NOT_COUNTED
        if not counted or not isinstance(chat, int):
            return
        media = request.get("media")
        verdict = self._state.rates.spend(chat, len(media) if isinstance(media, list) else 1)
        if verdict.nuisance:
            self._state.violation(f"{request.method}: kept calling while chat {chat} was limited")
        if verdict.retry_after:
            seconds = verdict.retry_after
            raise RefusedError(f"retry after {seconds}", code=429, retry_after=seconds)

    async def _updates(self, request: Request, source: web.Request) -> list[Json]:
        if self._state.webhook is not None:
            raise RefusedError(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
                code=409,
            )
        if "allowed_updates" in request.parameters:
            self._state.updates.allow(request.parameters["allowed_updates"])
        limit = min(MOST_AT_ONCE, max(1, request.get("limit", MOST_AT_ONCE)))
        timeout = min(LONGEST_TIMEOUT, request.get("timeout", 0))
        return await self._state.updates.poll(request.get("offset", 0), limit, timeout, lambda: _is_connected(source))

    def _answer(self, name: str, parameters: Json, refusal: RefusedError) -> web.Response:
        if refusal.breach:
            self._state.violation(f"{name}: {refusal.description.partition(': ')[2]}")
        description = refusal.description if refusal.code not in (401, 404) else REASONS[refusal.code]
        self._note(name, parameters, refusal.code, description)
        body: Json = {"ok": False, "error_code": refusal.code, "description": description}
        if refusal.parameters:
            body["parameters"] = refusal.parameters
        return web.json_response(body, status=refusal.code)

    def _note(self, name: str, parameters: Json, code: int, description: str) -> None:
        self._state.calls.append(Call(name, parameters, code, description, time.monotonic()))

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Send a file's bytes."""
        path = request.match_info["path"]
        if request.match_info["token"] != self._state.token:
            return self._denied("download", "a token of somebody else")
        file = self._state.files.at(path)
        if file is None:
            self._state.downloads.append(Download("", path, 404))
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        self._state.downloads.append(Download(file.name, path, 200))
        if file.name not in self._state.faults.broken:
            return web.Response(body=file.data, content_type="application/octet-stream")
        response = web.StreamResponse(headers={"Content-Length": str(len(file.data))})
        await response.prepare(request)
        await response.write(file.data[: len(file.data) // 2])
        return _dropped(request)


def _is_connected(request: web.Request) -> bool:
    return request.transport is not None and not request.transport.is_closing()


def _dropped(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
