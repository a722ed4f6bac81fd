"""The desk's addresses. Every view but four asks for a session (handlers/desk/doors.py), the gate for a token."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from bot.delivery.courier import Courier
from bot.house import House
from bot.language import N_
from handlers.desk import (
    account,
    channel,
    charter,
    declarations,
    doors,
    failures,
    files,
    gate,
    live,
    reasons,
    records,
    register,
    summaries,
    summary_files,
)
from handlers.desk.assets import OwnFiles
from handlers.desk.doors import View, signed_in
from handlers.desk.headers import Surroundings
from handlers.desk.live import Closing
from handlers.desk.pages import STATIC, Desk
from handlers.desk.presses import press
from handlers.desk.uploads import upload

_OTHER_NAME = N_("The desk does not answer to this name. Open the address that it printed when it started.")


def create_app(house: House, courier: Courier | None = None) -> Starlette:
    """Return the desk as an ASGI application; `courier` finishes what an earlier run left undone."""
    desk = Desk.of(house, courier)

    async def enter(request: Request) -> Response:
        return await doors.enter(desk, request)

    def get(path: str, view: View) -> Route:
        return Route(path, signed_in(desk, view), methods=["GET"])

    def post(path: str, view: View) -> Route:
        return Route(path, signed_in(desk, view), methods=["POST"])

    routes = [
        get("/", channel.channel),
        post("/depots", upload),
        get("/depots/{reference}", channel.card_page),
        get("/depots/{reference}/fiche", channel.fragment),
        get("/depots/{reference}/motifs", reasons.reasons),
        post("/depots/{reference}/gestes", press),
        get("/vignettes/{sha256}", files.thumbnail),
        get("/originaux/{sha256}", files.original),
        get("/journal", records.journal_page),
        get("/journal/verification", records.verification),
        get("/journal/export", records.export),
        get("/charte", charter.charter_page),
        post("/charte/changement", charter.change),
        get("/registre", register.register_page),
        get("/registre/tableau", register.table),
        get("/registre/page", register.public_page),
        get("/registre/declarer", declarations.new),
        post("/registre/declarer", declarations.declare),
        get("/registre/{reference}", declarations.declaration_page),
        get("/registre/{reference}/corriger", declarations.change),
        post("/registre/{reference}/corriger", declarations.correct),
        post("/registre/{reference}/retirer", declarations.withdraw),
        get("/bilans", summaries.archive),
        get("/bilans/rapport", summaries.report),
        get("/bilans/{week}.png", summary_files.picture),
        get("/bilans/{week}.csv", summary_files.table),
        get("/bilans/{week}.html", summary_files.page),
        get("/bilans/{week}", summaries.kept_page),
        get("/en-direct", live.changes),
        get("/compte", account.account),
        post("/compte/code", account.code),
        get("/compte/donnees", account.held),
        post("/sortir", doors.leave),
        *gate.routes(desk),
        Route("/entrer/{token}", enter),
        Route("/sante", healthy),
        Mount("/static", OwnFiles(directory=STATIC)),
    ]
    app = Starlette(
        routes=routes,
        middleware=[_surroundings(desk)],
        exception_handlers=failures.handlers(desk),
    )
    app.state.closing = Closing()
    return app


def _surroundings(desk: Desk) -> Middleware:
    settings = desk.house.settings
    public = urlsplit(settings.desk_address).hostname or ""
    return Middleware(Surroundings, host=settings.desk_host, refusal=desk.catalogue.say(_OTHER_NAME), public=public)


async def healthy(_request: Request) -> Response:
    """Say that the desk is there."""
    return PlainTextResponse("ok")
