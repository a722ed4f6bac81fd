"""The trail as people read it, and what its verification says in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.card.story import Storyteller
from bot.house import House
from bot.language import Catalogue
from bot.people import roster
from bot.trail.export import export_jsonl
from bot.trail.read import latest
from bot.verification import VerificationWords, in_words, verify_database

__all__ = ["JournalLine", "JournalPage", "VerificationWords", "export", "lines", "verification"]


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry; `digest` is the beginning of its leaf hash, in hexadecimal."""

    seq: int
    at: datetime
    text: str
    subject: str
    digest: str


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Some entries, newest first; `next_before` continues the list."""

    lines: tuple[JournalLine, ...]
    next_before: int | None


def lines(house: House, catalogue: Catalogue, before: int | None, limit: int) -> JournalPage:
    """Return a page of the trail."""
    with house.database.reading() as connection:
        recorded = latest(connection, limit + 1, before)
        teller = Storyteller(roster(connection), catalogue)
    told = tuple(
        JournalLine(
            seq=item.entry.seq,
            at=item.entry.at,
            text=teller.tell(item).text,
            subject=item.entry.subject or "",
            digest=item.leaf.hex()[:12],
        )
        for item in recorded[:limit]
    )
    return JournalPage(told, told[-1].seq if len(recorded) > limit else None)


def verification(house: House, catalogue: Catalogue) -> VerificationWords:
    """Verify the whole trail now and say the result."""
    return in_words(verify_database(house.database, house.key.verifier), catalogue)


def export(house: House) -> Iterator[str]:
    """Give the whole trail as JSON lines, in one steady view (docs/trail.md says how to verify it)."""
    with house.database.reading() as connection:
        yield from export_jsonl(connection, house.key.verifier)
