"""What surrounds every answer: the names we answer to, the headers that keep strangers out of the page."""

from __future__ import annotations

import ipaddress

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; img-src 'self' blob:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: browsers then send `Origin: null` with our own forms (Fetch standard, §3.2).
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Hosts:
    """The names that we answer to.

    A page of another site whose name is made to point here (DNS rebinding) still sends that name. An address
    in digits can't be redirected so, and is accepted where the desk was asked to listen on every interface.
    """

    def __init__(self, host: str, public: str = "") -> None:
        self._every_interface = host in {"0.0.0.0", "::"}  # noqa: S104 - compared with, not bound to
        self._names = _LOOPBACK | {name.lower() for name in (host, public) if name}

    def answers_to(self, header: str) -> bool:
        """Whether a `Host` header names us (RFC 9110 §7.2)."""
        name = _name(header)
        return name in self._names or (self._every_interface and _is_address(name))


class Surroundings:
    """ASGI middleware: refuses foreign `Host` headers, adds the security headers that an answer lacks."""

    def __init__(self, app: ASGIApp, host: str, refusal: str, public: str = "") -> None:
        self._app = app
        self._hosts = Hosts(host, public)
        self._refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        if self._hosts.answers_to(Headers(scope=scope).get("host", "")):
            await self._app(scope, receive, send_with_headers)
        else:
            await PlainTextResponse(self._refusal, 421)(scope, receive, send_with_headers)


def _name(header: str) -> str:
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
