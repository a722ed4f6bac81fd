"""The statement of reasons of a submission, whole, to be read or printed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.access import Session
from bot.reasons import recorded_reasons
from handlers.desk.pages import Desk, in_thread


async def reasons(desk: Desk, request: Request, session: Session) -> Response:
    """Show why each file or text of a submission got the opinion that it has."""
    reference = request.path_params["reference"]
    statements = await in_thread(recorded_reasons, desk.house, reference, desk.catalogue)
    return desk.page("reasons.html", session, reference=reference, statements=statements)
