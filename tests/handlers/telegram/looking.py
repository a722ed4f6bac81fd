"""What tests of the intake look at: what was submitted, what waits in the inbox, which cards there are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot import marks
from bot.delivery import inbox as inbox_rows
from bot.kinds import State
from bot.tables import inbox, outbox, submissions
from handlers.telegram.notices import ABSENCE
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import GROUP, Vigie

LISTENER = "telegram-updates"


def submitted(vigie: Vigie) -> list[str]:
    with vigie.house.database.reading() as connection:
        return list(connection.execute(select(submissions.c.reference).order_by(submissions.c.number)).scalars())


def in_state(vigie: Vigie, state: str) -> int:
    with vigie.house.database.reading() as connection:
        return len(connection.execute(select(inbox.c.id).where(inbox.c.state == state)).all())


def quiet(vigie: Vigie) -> None:
    """Wait until everything that was said has been acted on."""
    vigie.telegram.wait_for(lambda: not vigie.telegram.pending, what="every update to be fetched")
    vigie.telegram.wait_for(lambda: not inbox_rows.waiting(vigie.house.database), 20, what="an empty inbox")


def card_messages(vigie: Vigie, message: int, chat: int = GROUP) -> list[Json]:
    """Return every message of ours that is a card of what came in with a message."""
    reference = vigie.known(message, chat)
    said = vigie.telegram.said_by_bot(chat)
    return [one for one in said if reference and reference in one.get("text", "") and one.get("reply_markup")]


def becomes(vigie: Vigie, reference: str, state: State) -> None:
    vigie.telegram.wait_for(lambda: vigie.case(reference).state is state, 20, what=f"{reference} to be {state}")


def revised(vigie: Vigie, reference: str, revision: int) -> None:
    vigie.telegram.wait_for(lambda: vigie.case(reference).revision == revision, 20, what=f"version {revision}")


def answers_to(telegram: Messenger, message: int, chat: int = GROUP) -> list[str]:
    return [str(one.get("text", "")) for one in telegram.replies_to(chat, message)]


def heard(vigie: Vigie) -> datetime | None:
    with vigie.house.database.reading() as connection:
        return marks.heard_until(connection, "telegram", LISTENER)


def absences(vigie: Vigie) -> int:
    """Return how often people were told, or are about to be, that something may be lost."""
    with vigie.house.database.reading() as connection:
        told = select(outbox.c.id).where(outbox.c.subject.startswith(f"{ABSENCE}/"))
        return len(connection.execute(told).all())
