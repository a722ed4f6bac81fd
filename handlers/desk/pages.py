"""Rendering: templates, and the few things that every page shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

import jinja2
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse

from bot.access import Session
from bot.card.model import Card
from bot.delivery.courier import Courier
from bot.delivery.taking import Intake
from bot.errors import VigieError
from bot.house import House
from bot.language import Catalogue
from bot.trail.entry import write_moment
from bot.workflow import DRAFT_LENGTH, FILES_AT_ONCE
from handlers.desk.gestures import Attempt
from handlers.desk.intake import once

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
_MEBIBYTE = 1024 * 1024

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Run a synchronous call on `bot` without holding up everybody else's pages."""
    return await run_in_threadpool(function, *arguments, **named)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every page needs: the house, its words, the templates."""

    house: House
    catalogue: Catalogue
    templates: jinja2.Environment
    intake: Intake

    @classmethod
    def of(cls, house: House, courier: Courier | None = None) -> Desk:
        """Return the desk of a house; `courier` finishes what an earlier run left undone."""
        catalogue = house.catalogue()
        return cls(house, catalogue, _environment(catalogue, house), Intake(house, courier or Courier(house)))

    def page(self, template: str, session: Session | None = None, status: int = 200, **values: object) -> HTMLResponse:
        """Render a whole page."""
        text = self.templates.get_template(template).render(session=session, **values)
        return HTMLResponse(text, status)

    def card(self, card: Card, session: Session, *, whole: bool, attempt: Attempt | None = None) -> str:
        """Render one card, to take the place of the one on the screen."""
        template = self.templates.get_template("fragment.html")
        return template.render(card=card, session=session, whole=whole, attempt=attempt)

    def sentence(self, error: VigieError) -> str:
        """Return what an error tells the person."""
        return error.sentence(self.catalogue)


def wants_data(request: Request) -> bool:
    """Whether a script asks: our own, which puts the answer in its place by itself, or a machine at the gate."""
    return request.headers.get("accept", "").startswith("application/json") or request.url.path.startswith("/v1/")


def refusal(sentence: str, status: int) -> JSONResponse:
    """Return an error for our own script."""
    return JSONResponse({"sentence": sentence}, status)


def _environment(catalogue: Catalogue, house: House) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "once": once,
        "say": catalogue.say,
        "count": catalogue.count,
        "moment": catalogue.moment,
        "number": catalogue.number,
        "language": catalogue.language,
        "files_at_once": FILES_AT_ONCE,
        "draft_length": DRAFT_LENGTH,
        "upload_size": house.settings.upload_size,
        "upload_megabytes": house.settings.upload_size // _MEBIBYTE,
    }
    environment.filters |= {"iso": write_moment, "day": catalogue.day}
    return environment
