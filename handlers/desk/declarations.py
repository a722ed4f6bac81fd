"""Declaring a use of AI, and reading the register: plain pages and forms that need no script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot import workflow
from bot.access import Session
from bot.card.declaration import DeclarationCard, declaration_card, withdrawal_field
from bot.declaration_form import FormError, declaration_fields, read_declaration
from bot.declared import Declared
from bot.errors import NotAllowedError, UsageError, VigieError
from bot.house import House
from bot.language import N_, Catalogue
from bot.people import Person
from handlers.desk.doors import CSRF_FIELD, require_own_form
from handlers.desk.failures import status_of
from handlers.desk.gestures import answers_of, text
from handlers.desk.pages import Desk, in_thread

_FIELDS = 50
_FIELD_BYTES = 1024 * 1024
"""Far more than any answer may hold: what is too long is told next to its field, and nothing is lost."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed, and what is wrong with it: a sentence for the whole form, and one for each field."""

    answers: Mapping[str, str]
    sentence: str
    problems: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: FormData, error: VigieError, catalogue: Catalogue) -> Attempt:
        """Return a failed attempt, to be shown again."""
        if not isinstance(error, FormError):
            return cls(answers_of(form), error.sentence(catalogue))
        problems = {problem.field: problem.sentence(catalogue) for problem in error.problems}
        return cls(answers_of(form), catalogue.say(N_("Not sent yet: look at the marked answers.")), problems)


async def new(desk: Desk, _request: Request, session: Session) -> Response:
    """Show the empty form."""
    if not session.person.submits:
        raise NotAllowedError(N_("Your role lets you read, not submit."), N_("Ask for the role of author."))
    return _form_page(desk, session)


async def declare(desk: Desk, request: Request, session: Session) -> Response:
    """Record a declaration, and lead to its answer."""
    form = await _form(request, session)
    try:
        declaration = read_declaration(answers_of(form))
        known = await in_thread(workflow.declare, desk.house, session.person, declaration)
    except VigieError as error:
        return _form_page(desk, session, attempt=Attempt.of(form, error, desk.catalogue), status=status_of(error))
    return RedirectResponse(f"/registre/{known.reference}", 303)


async def declaration_page(desk: Desk, request: Request, session: Session) -> Response:
    """Show one declaration: the answer, the ready labels, its history."""
    card = await _card(desk, request, session)
    return _declaration_page(desk, session, card)


async def change(desk: Desk, request: Request, session: Session) -> Response:
    """Show the form with a declaration to correct."""
    card = await _card(desk, request, session)
    if not card.changeable:
        return RedirectResponse(f"/registre/{card.reference}", 303)
    return _form_page(desk, session, card=card)


async def correct(desk: Desk, request: Request, session: Session) -> Response:
    """Record a correction as the declaration's next revision."""
    form = await _form(request, session)
    card = await _card(desk, request, session)
    try:
        declaration = read_declaration(answers_of(form), attached=bool(card.submission))
        known = await in_thread(
            workflow.correct,
            desk.house,
            session.person,
            card.reference,
            declaration,
            revision=_revision(form),
        )
    except VigieError as error:
        attempt = Attempt.of(form, error, desk.catalogue)
        return _form_page(desk, session, card=card, attempt=attempt, status=status_of(error))
    return RedirectResponse(f"/registre/{known.reference}", 303)


async def withdraw(desk: Desk, request: Request, session: Session) -> Response:
    """Take a declaration back, with the reason."""
    form = await _form(request, session)
    reference = request.path_params["reference"]
    reason = answers_of(form).get("reason", "")
    try:
        await in_thread(_withdraw, desk.house, session.person, reference, reason, _revision(form))
    except VigieError as error:
        card = await _card(desk, request, session)
        attempt = Attempt.of(form, error, desk.catalogue)
        return _declaration_page(desk, session, card, attempt=attempt, status=status_of(error))
    return RedirectResponse(f"/registre/{reference}", 303)


def _withdraw(house: House, person: Person, reference: str, reason: str, revision: int) -> Declared:
    return workflow.withdraw_declaration(house, person, reference, reason, revision=revision)


async def _card(desk: Desk, request: Request, session: Session) -> DeclarationCard:
    reference = request.path_params["reference"]
    return await in_thread(declaration_card, desk.house, session.person, reference, desk.catalogue)


async def _form(request: Request, session: Session) -> FormData:
    try:
        form = await request.form(max_files=0, max_fields=_FIELDS, max_part_size=_FIELD_BYTES)
    except HTTPException:
        raise UsageError(N_("This is too long."), N_("Shorten it and send it again.")) from None
    require_own_form(request, session, text(form, CSRF_FIELD))
    return form


def _revision(form: FormData) -> int:
    written = text(form, "revision")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else 0


def _form_page(
    desk: Desk,
    session: Session,
    *,
    card: DeclarationCard | None = None,
    attempt: Attempt | None = None,
    status: int = 200,
) -> Response:
    known = card.declaration if card else None
    fields = declaration_fields(desk.catalogue, known, attached=bool(card and card.submission))
    return desk.page("declare.html", session, status, fields=fields, card=card, attempt=attempt)


def _declaration_page(
    desk: Desk, session: Session, card: DeclarationCard, *, attempt: Attempt | None = None, status: int = 200
) -> Response:
    reason = withdrawal_field(desk.catalogue)
    return desk.page("declaration.html", session, status, card=card, reason=reason, attempt=attempt)
