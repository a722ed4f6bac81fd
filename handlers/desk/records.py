"""What can be looked up: the journal, its verification and its export."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot import journal
from bot.access import Session
from handlers.desk.channel import before
from handlers.desk.pages import Desk, in_thread

LINES_PER_PAGE = 50


async def journal_page(desk: Desk, request: Request, session: Session) -> Response:
    """Show a page of the journal, newest first."""
    return await _journal(desk, request, session, None)


async def verification(desk: Desk, request: Request, session: Session) -> Response:
    """Verify the whole journal now and show the result above it."""
    result = await in_thread(journal.verification, desk.house, desk.catalogue)
    return await _journal(desk, request, session, result)


async def export(desk: Desk, _request: Request, _session: Session) -> Response:
    """Hand the whole journal over as JSON lines, for whoever wants to verify it."""
    name = f"vigie-journal-{desk.house.clock():%Y-%m-%d}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(journal.export(desk.house), headers=headers, media_type="application/x-ndjson")


async def _journal(
    desk: Desk, request: Request, session: Session, result: journal.VerificationWords | None
) -> Response:
    page = await in_thread(journal.lines, desk.house, desk.catalogue, before(request), LINES_PER_PAGE)
    return desk.page("journal.html", session, page=page, verification=result)
