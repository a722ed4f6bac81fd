"""Where files are fetched from and uploaded to: bytes, login pages, redirects, and a host that is not Slack's."""

from __future__ import annotations

import json
from urllib.parse import quote

from aiohttp import web

from tests.handlers.slack.workspace.faults import FileFault, FileTrouble
from tests.handlers.slack.workspace.files import StoredFile, kept_bytes, thumbnail
from tests.handlers.slack.workspace.methods_chat import answer_at
from tests.handlers.slack.workspace.methods_files import reachable
from tests.handlers.slack.workspace.model import BOT_TOKEN, Download
from tests.handlers.slack.workspace.state import State
from tests.handlers.slack.workspace.web_api import SlackError

LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in to continue</body></html>"
REFUSED = {"x-slack-meta": "?;acl_fail"}


def routes(state: State) -> list[web.RouteDef]:
    """Return what is served beside the Web API."""
    outside = Outside(state)
    return [
        web.get("/", outside.login),
        web.get("/files-pri/{key}/download/{name}", outside.download),
        web.get("/files-pri/{key}/{name}", outside.download),
        web.get("/files-tmb/{key}/{name}", outside.thumbnail),
        web.post("/upload/v1/{key}", outside.upload),
        web.post("/response/{key}", outside.answer),
    ]


class Outside:
    """Serves files, uploads and response_urls."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def login(self, request: web.Request) -> web.Response:
        return web.Response(text=LOGIN_PAGE, content_type="text/html", headers=REFUSED)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Serve the bytes of a file, or what Slack serves instead."""
        what = "url_private_download" if "/download/" in request.path else "url_private"
        file = self._file(request)
        if file is None:
            return self._noted(file, what, "not found", web.Response(status=404))
        trouble = self._state.faults.of_file(file.id, file.name)
        if not self._allowed(request, file) or FileFault.LOGIN_PAGE in trouble.kinds:
            return self._noted(file, what, "login page", await self.login(request))
        failure = self._failure(request, file, trouble)
        if failure is not None:
            return self._noted(file, what, str(failure.status), failure)
        return await self._bytes(request, file, trouble, what)

    def _file(self, request: web.Request) -> StoredFile | None:
        return self._state.files.get(request.match_info["key"].partition("-")[2])

    def _allowed(self, request: web.Request, file: StoredFile) -> bool:
        bearer = request.headers.get("Authorization") == f"Bearer {BOT_TOKEN}"
        return bearer and "files:read" in self._state.scopes and reachable(self._state, file)

    def _noted(
        self, file: StoredFile | None, what: str, outcome: str, answer: web.StreamResponse
    ) -> web.StreamResponse:
        self._state.downloads.append(Download(file.id if file else "?", what, outcome))
        return answer

    def _failure(self, request: web.Request, file: StoredFile, trouble: FileTrouble) -> web.Response | None:
        kinds = trouble.kinds
        if FileFault.LOGIN_REDIRECT in kinds:
            back = quote(request.path, safe="")
            return web.Response(status=302, headers=REFUSED | {"Location": f"{self._state.address}/?redir={back}"})
        if FileFault.FOREIGN_REDIRECT in kinds:
            elsewhere = f"{self._state.foreign_address}/{file.id}/{quote(file.name)}"
            return web.Response(status=302, headers={"Location": elsewhere})
        if FileFault.GONE in kinds:
            return web.Response(status=410)
        if file.deleted or kinds & {FileFault.TOMBSTONE, FileFault.HIDDEN_BY_LIMIT} or not trouble.look():
            return web.Response(status=404)
        return None

    async def _bytes(
        self, request: web.Request, file: StoredFile, trouble: FileTrouble, what: str
    ) -> web.StreamResponse:
        data = kept_bytes(file, trouble)
        disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
        if FileFault.ABRUPT_END in trouble.kinds:
            return self._noted(file, what, "cut", await _cut(request, data, file.mimetype))
        if FileFault.SHORT_BODY in trouble.kinds:
            data = data[: len(data) // 2]
        answer = web.Response(body=data, content_type=file.mimetype.partition(";")[0], headers=disposition)
        return self._noted(file, what, "ok", answer)

    async def thumbnail(self, request: web.Request) -> web.StreamResponse:
        """Serve a small picture, which is never the file."""
        file = self._file(request)
        if file is None or not self._allowed(request, file):
            return await self.login(request)
        return self._noted(file, "thumb_360", "ok", web.Response(body=thumbnail(file.data), content_type="image/png"))

    async def upload(self, request: web.Request) -> web.Response:
        """Take the bytes of an announced upload."""
        pending = self._state.pending_uploads.get(request.match_info["key"])
        if pending is None or pending.data is not None:
            return web.Response(status=404, text="not found")
        data = await _body(request)
        if len(data) != pending.length:
            self._state.violation(f"an upload of {len(data)} bytes was announced as {pending.length}")
            return web.Response(status=400, text="length mismatch")
        pending.data = data
        return web.Response(text=f"OK - {len(data)}")

    async def answer(self, request: web.Request) -> web.Response:
        """Take what the app sends to a response_url."""
        try:
            body = json.loads(await request.text())
            return web.json_response({"ok": True} | answer_at(self._state, request.match_info["key"], body))
        except SlackError as refused:
            status = 404 if refused.error in ("expired_url", "used_url") else 200
            return web.json_response({"ok": False, "error": refused.error} | refused.more, status=status)
        except ValueError:
            self._state.violation("response_url: the body is not JSON")
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)


async def _body(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    for part in (await request.post()).values():
        return part.file.read() if isinstance(part, web.FileField) else str(part).encode()
    return b""


async def _cut(request: web.Request, data: bytes, mimetype: str) -> web.StreamResponse:
    """Announce all bytes, send half of them, and end the connection."""
    answer = web.StreamResponse(headers={"Content-Length": str(len(data)), "Content-Type": mimetype})
    await answer.prepare(request)
    await answer.write(data[: len(data) // 2])
    if request.transport is not None:
        request.transport.close()
    return answer


class ForeignHost:
    """A host that is not Slack's, and that must never see a token."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def serve(self, request: web.Request) -> web.Response:
        if "Authorization" in request.headers:
            self._state.violation(f"token sent to a foreign host: {request.host}{request.path}")
        file = self._state.files.get(request.path.split("/")[1])
        if file is None:
            return web.Response(status=404)
        return web.Response(body=file.data, content_type=file.mimetype)
