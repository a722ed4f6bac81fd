"""Coming in and going out: personal links, the session cookie, and the proof that a form is our own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot import access
from bot.access import SESSION_LIFE, Session, same_secret
from bot.errors import NotAllowedError
from bot.language import N_
from handlers.desk.gestures import text
from handlers.desk.pages import Desk, in_thread, refusal, wants_data

COOKIE = "vigie-session"
CSRF_FIELD = "csrf"
CSRF_HEADER = "x-csrf-token"
_FORM_BYTES = 64 * 1024
"""The most that one typed field may weigh."""

View = Callable[[Desk, Request, Session], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def signed_in(desk: Desk, view: View) -> Endpoint:
    """Let only people with a session through; everybody else learns how to get a personal link."""

    async def endpoint(request: Request) -> Response:
        session = await _session(desk, request)
        if session is None:
            return _outside(desk, request)
        if request.method == "POST":
            _require_same_origin(request)
        return await view(desk, request, session)

    return endpoint


async def enter(desk: Desk, request: Request) -> Response:
    """Open a session with a personal link and land on the channel."""
    if request.method == "HEAD":  # a messaging app that looks at the link opens no session
        return Response()
    session = await in_thread(access.enter, desk.house, request.path_params["token"])
    response = RedirectResponse("/", 303)
    response.set_cookie(
        COOKIE,
        session.token,
        max_age=int(SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


async def leave(desk: Desk, request: Request, session: Session) -> Response:
    """Close the session."""
    form = await request.form(max_files=0, max_part_size=_FORM_BYTES)
    require_own_form(request, session, text(form, CSRF_FIELD))
    await in_thread(access.leave, desk.house, session.token)
    response = RedirectResponse("/", 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return response


def carries_proof(request: Request, session: Session) -> bool:
    """Whether the request's header proves that one of our own pages sent it."""
    return same_secret(request.headers.get(CSRF_HEADER, ""), session.csrf)


def require_own_form(request: Request, session: Session, token: str) -> None:
    """Check that one of our own pages sent this form.

    Raises:
        NotAllowedError: it carries no token of this session.
    """
    if not carries_proof(request, session) and not same_secret(token, session.csrf):
        raise _foreign()


async def _session(desk: Desk, request: Request) -> Session | None:
    cookie = request.cookies.get(COOKIE)
    return await in_thread(access.session, desk.house, cookie) if cookie else None


def _outside(desk: Desk, request: Request) -> Response:
    if wants_data(request):
        return refusal(desk.catalogue.say(N_("Your session has ended. Open your personal link again.")), 403)
    return desk.page("outside.html", status=403)


def _require_same_origin(request: Request) -> None:
    """Refuse what another site's page makes a browser send (Fetch standard, `Origin`; W3C Fetch Metadata)."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise _foreign()
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise _foreign()


def _foreign() -> NotAllowedError:
    return NotAllowedError(
        N_("This form is too old, or comes from another page."), N_("Reload the page and try again.")
    )
