"""What a changed charter would alter among 10,000 recorded verdicts, against reading the same rows and their JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice, product
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import msgspec
from sqlalchemy import text

from bot.charter_replay import difference
from bot.database import Database
from bot.kinds import Kind
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from policy.charter.judge import judge
from policy.charter.load import shipped
from policy.charter.model import Charter
from policy.verdict import Effect

VERDICTS = 10_000
ROUNDS = 7
_AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_ROWS = text("SELECT body FROM trail_entries WHERE kind = 'judged' ORDER BY seq")


@dataclass(frozen=True, slots=True)
class ReplayTiming:
    """Median milliseconds; `snapshots` is how many different sets of facts there were, `touched` verdicts changed."""

    snapshots: int
    touched: int
    floor: float
    replay: float


def timings(rounds: int = ROUNDS) -> Iterator[ReplayTiming]:
    """Time a trail in which sets of facts come back, as they do, and one in which as many as there are differ."""
    for snapshots in (200, VERDICTS):
        with _trail(snapshots) as database:
            yield _timing(database, snapshots, rounds)


def _timing(database: Database, snapshots: int, rounds: int) -> ReplayTiming:
    before = shipped()
    after = _changed(before)
    floor, replayed, touched = [], [], 0
    for _ in range(rounds + 1):
        started = perf_counter()
        with database.reading() as connection:
            for (body,) in connection.execute(_ROWS):
                json.loads(body)
        floor.append((perf_counter() - started) * 1_000)
        started = perf_counter()
        with database.reading() as connection:
            touched = difference(connection, before, after).touched
        replayed.append((perf_counter() - started) * 1_000)
    return ReplayTiming(snapshots, touched, median(floor[1:]), median(replayed[1:]))


def _changed(charter: Charter) -> Charter:
    """Return a charter that forbids what the other only wants to know."""
    rules = tuple(
        replace(rule, effect=Effect.FORBID) if rule.effect is Effect.REQUIRE_STATEMENT else rule
        for rule in charter.rules
    )
    return replace(charter, rules=rules)


@contextmanager
def _trail(snapshots: int) -> Iterator[Database]:
    """Record a verdict on each of so many files, on facts drawn from so many different sets (seeded)."""
    charter = shipped()
    facts = [(fact.name, (*fact.value_names, None)) for fact in charter.facts]
    worlds = [*islice(product(*(values for _, values in facts)), 0, None, 997)]
    chosen = Random(92).sample(worlds, snapshots)
    verdicts = [_verdict(charter, facts, world) for world in chosen]
    with TemporaryDirectory() as folder:
        database = Database.open(Path(folder) / "trail.db")
        database.upgrade()
        with database.writing() as connection:
            for number in range(VERDICTS):
                data = {"revision": 1, "sha256": f"{number:064x}", "verdict": verdicts[number % snapshots]}
                append(connection, EntryDraft(Kind.JUDGED, f"V-{number + 1:04d}", None, data), at=_AT)
        yield database
        database.close()


def _verdict(
    charter: Charter, facts: list[tuple[str, tuple[str | None, ...]]], world: tuple[str | None, ...]
) -> object:
    given = {name: value for (name, _), value in zip(facts, world, strict=True) if value is not None}
    return msgspec.to_builtins(judge(charter, given))
