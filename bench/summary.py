"""One week's summary out of a long trail, against the same sums in SQL by hand; and how it grows with the history."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from bot.house import House
from bot.kinds import Choice
from bot.self_check import SelfCheck
from bot.settings import PARIS
from bot.summary.gather import gathered
from bot.summary.model import Integrity, Summary
from bot.summary.period import Week
from bot.tables import submissions, trail_entries, trail_personal
from bot.trail.entry import Commitment, Entry, commit, write_moment
from bot.trail.guards import lower_guards
from bot.trail.merkle import leaf_hash
from bot.trail.read import RecordedEntry
from policy.declaration import Purpose
from policy.statement import Claim
from tests.bot.declarations import DRAFTED
from tests.bot.scene import NOON, open_scene
from tests.handlers.desk.pictures import generated, photo

SIZES = tuple(int(size) for size in os.environ.get("VIGIE_BENCH_SUMMARY", "10000 100000 1000000").split())
"""Entries of the trails."""
WEEKLY = 800
"""Entries a week: a busy team's, some 140 submissions and 35 declarations."""
ROUNDS = 15
_BATCH = 20_000
_SALT = bytes(32)
_SECONDS = "CAST(strftime('%s', {}) AS INTEGER)"


@dataclass(frozen=True, slots=True)
class SummaryTiming:
    """Medians in milliseconds."""

    entries: int
    ours: float
    floor: float


@dataclass(frozen=True, slots=True)
class _Story:
    """The entries of one submission, or of one declaration, as they are told again and again."""

    entries: tuple[RecordedEntry, ...]
    state: str


def timings(sizes: tuple[int, ...] = SIZES) -> Iterator[SummaryTiming]:
    """Time the summary of the last week of trails of several sizes, in turns with the same sums by hand."""
    for size in sizes:
        with TemporaryDirectory() as folder, open_scene(Path(folder) / "house", database="sqlite") as scene:
            stories = _stories(Path(folder) / "model")
            last = _fill(scene.house, stories, size)
            week = Week.of(last.astimezone(PARIS).date())
            house = replace(scene.house, clock=lambda: last + timedelta(days=7))  # noqa: B023 - used in this round only
            ours, floor = [], []
            for _ in range(ROUNDS):
                elapsed, found = _timed(house, week)
                ours.append(elapsed)
                elapsed, by_hand = _by_hand(house, week)
                floor.append(elapsed)
                _require_same(found, by_hand)
            yield SummaryTiming(size, median(ours), median(floor))


def _timed(house: House, week: Week) -> tuple[float, Summary]:
    integrity = Integrity(SelfCheck(NOON, 0), "", "")
    started = perf_counter()
    with house.database.reading() as connection:
        found = gathered(connection, house, week.period, week, integrity)
    return (perf_counter() - started) * 1_000, found


def _by_hand(house: House, week: Week) -> tuple[float, dict[str, list[tuple[Any, ...]]]]:
    span, first = week.period.span(PARIS), week.after(-11).period.span(PARIS)
    assert span.since is not None
    assert span.until is not None
    assert first.since is not None
    bounds = {"since": write_moment(span.since), "until": write_moment(span.until), "first": write_moment(first.since)}
    started = perf_counter()
    with house.database.reading() as connection:
        found = {name: [tuple(row) for row in connection.execute(text(query), bounds)] for name, query in _SQL.items()}
    return (perf_counter() - started) * 1_000, found


_DATA = "json_extract(CAST(body AS TEXT), '$.data.{}')"
_IN_WEEK = "at >= :since AND at < :until"
_SQL = {
    "outcomes": (
        "SELECT state, count(*) FROM submissions WHERE opened_at >= :since AND opened_at < :until GROUP BY state"
    ),
    "weeks": (
        "SELECT date(opened_at, '+1 hour', 'weekday 0', '-6 days') AS week, state, count(*) FROM submissions"
        " WHERE opened_at >= :first AND opened_at < :until GROUP BY week, state"
    ),
    "articles": (
        "SELECT json_extract(rule.value, '$.article'), count(DISTINCT subject) FROM trail_entries,"
        " json_each(CAST(body AS TEXT), '$.data.verdict.rules') AS rule"
        f" WHERE kind = 'judged' AND {_IN_WEEK} AND {_DATA.format('verdict.answer')} = 'forbidden'"
        " AND json_extract(rule.value, '$.effect') = 'forbid' AND json_extract(rule.value, '$.certain') GROUP BY 1"
    ),
    "observed": (
        "SELECT json_extract(rule.value, '$.id'), count(DISTINCT subject) FROM trail_entries,"
        " json_each(CAST(body AS TEXT), '$.data.verdict.observed') AS rule"
        f" WHERE kind = 'judged' AND {_IN_WEEK} AND json_extract(rule.value, '$.certain') GROUP BY 1"
    ),
    "answered": (
        f"SELECT count(*) FROM trail_entries AS s WHERE s.kind = 'submitted' AND {_IN_WEEK} AND EXISTS (SELECT 1 FROM"
        " trail_entries AS j WHERE j.subject = s.subject AND +j.kind = 'judged'"
        f" AND {_SECONDS.format('j.at')} - {_SECONDS.format('s.at')} <= 60)"
    ),
    "delays": (
        f"SELECT {_SECONDS.format('min(d.at)')} - {_SECONDS.format('s.opened_at')} AS delay FROM trail_entries AS d"
        " JOIN submissions AS s ON s.reference = d.subject WHERE +d.kind IN ('decided', 'glass-broken')"
        " AND d.subject IN (SELECT subject FROM trail_entries WHERE kind IN ('decided', 'glass-broken')"
        f" AND {_IN_WEEK})"
        " GROUP BY d.subject HAVING min(d.at) >= :since ORDER BY delay"
    ),
    "uses": (
        f"SELECT {_DATA.format('purpose')}, coalesce({_DATA.format('tool')}, CAST(p.content AS TEXT)), count(*)"
        " FROM trail_entries LEFT JOIN trail_personal AS p ON p.entry_seq = seq AND p.field = 'tool'"
        f" WHERE kind = 'declared' AND {_IN_WEEK} AND NOT EXISTS (SELECT 1 FROM trail_entries AS w WHERE"
        " w.subject = trail_entries.subject AND +w.kind = 'declaration-withdrawn') GROUP BY 1, 2"
    ),
    "uses by week": (
        f"SELECT date(at, '+1 hour', 'weekday 0', '-6 days'), {_DATA.format('purpose')}, count(*) FROM trail_entries"
        " WHERE kind = 'declared' AND at >= :first AND at < :until AND NOT EXISTS (SELECT 1 FROM trail_entries AS w"
        " WHERE w.subject = trail_entries.subject AND +w.kind = 'declaration-withdrawn') GROUP BY 1, 2"
    ),
    "statements": (
        f"SELECT subject, {_DATA.format('claim')} FROM trail_entries WHERE kind = 'stated' AND at >= :first"
        f" AND at < :until AND {_DATA.format('claim')} IN ('ai-enhanced', 'ai-parts', 'ai-generated')"
    ),
    "others": (
        "SELECT kind, count(DISTINCT subject) FROM trail_entries"
        f" WHERE kind IN ('published', 'bypassed', 'outage', 'charter-in-force') AND {_IN_WEEK} GROUP BY kind"
    ),
    "waiting": (
        "SELECT state, count(*), min(opened_at), min(reference) FROM submissions"
        " WHERE state IN ('reviewable', 'expired', 'appealed') GROUP BY state"
    ),
    "emergencies": (
        "SELECT subject FROM trail_entries WHERE kind IN ('glass-broken', 'glass-reviewed') GROUP BY +subject"
        " HAVING sum(CASE kind WHEN 'glass-broken' THEN 1 ELSE -1 END) > 0"
    ),
}
"""What the summary counts, as somebody would write it who needs it once, on SQLite."""


def _require_same(found: Summary, by_hand: Mapping[str, list[tuple[Any, ...]]]) -> None:
    """A faster answer to another question would be no answer."""
    figures = found.figures
    assert sum(row[1] for row in by_hand["outcomes"]) == figures.submitted > 0
    assert dict(by_hand["articles"]) == dict(figures.opinions.refused_by_article)
    assert by_hand["answered"][0][0] == figures.opinions.answered
    assert figures.delays is not None
    assert len(by_hand["delays"]) == figures.delays.number
    tools: Counter[str] = Counter()
    for _, tool, number in by_hand["uses"]:
        tools[tool] += number
    assert dict(tools) == dict(figures.uses.tools)
    assert sum(row[2] for row in by_hand["uses by week"]) == sum(
        sum(bucket.uses.values()) for _, bucket in found.buckets
    )
    assert sum(row[2] for row in by_hand["weeks"]) == sum(sum(bucket.outcomes.values()) for _, bucket in found.buckets)


def _stories(folder: Path) -> list[_Story]:
    """Return what a team's weeks are made of: photos that are approved, an image that is refused, declarations."""
    with open_scene(folder, database="sqlite") as model:
        shown = model.submit(photo(size=(64, 48)))
        model.state(shown, Claim.OWN_PHOTO)
        model.clock.go_on(timedelta(minutes=50))
        model.decide(shown, Choice.APPROVE)
        refused = model.submit(generated())
        purposes = (Purpose.TRANSLATION, Purpose.SUBTITLES, Purpose.PROOFREADING)
        declared = [model.declare(replace(DRAFTED, purpose=purpose)).reference for purpose in purposes]
        references = [shown, shown, shown, refused, declared[0], shown, refused, declared[1], shown, shown, declared[2]]
        return [_story(model.house, reference) for reference in references]


def _story(house: House, reference: str) -> _Story:
    from bot.trail.read import entries_for

    with house.database.reading() as connection:
        entries = tuple(entries_for(connection, [reference]))
        state = connection.execute(select(submissions.c.state).where(submissions.c.reference == reference)).scalar()
    return _Story(entries, state or "")


def _fill(house: House, stories: list[_Story], size: int) -> datetime:
    """Tell stories, evenly over the weeks up to now, until the trail has so many entries; return the last moment."""
    with house.database.reading() as connection:
        start = connection.execute(select(func.max(trail_entries.c.seq))).scalar_one()
        part = connection.execute(select(func.count()).select_from(trail_personal)).scalar_one()
    step = timedelta(weeks=1) / WEEKLY
    began = NOON - step * size
    filling = _Filling(start, part, began, step)
    while filling.seq < size:
        filling.tell(stories[filling.number % len(stories)])
        if len(filling.entries) >= _BATCH or filling.seq >= size:
            with house.database.migrating() as connection:
                lower_guards(connection)
                filling.write(connection)
    return filling.now


class _Filling:
    """Rows that are still to be written."""

    def __init__(self, seq: int, part: int, began: datetime, step: timedelta) -> None:
        self.seq, self.part, self.now, self.step, self.number = seq, part, began, step, 0
        self.entries: list[dict[str, Any]] = []
        self.parts: list[dict[str, Any]] = []
        self.listed: list[dict[str, Any]] = []

    def tell(self, story: _Story) -> None:
        self.number += 1
        declared = not story.state
        reference = f"{'D' if declared else 'V'}-{self.number + 1_000:06d}"
        opened, shift = self.now, self.now - story.entries[0].entry.at
        for recorded in story.entries:
            self._add(recorded, reference, recorded.entry.at + shift, declared=declared)
        if not declared:
            at = self.entries[-1]["at"]
            row = {"reference": reference, "number": self.number + 1_000, "state": story.state, "author": "p-1"}
            moments = {"opened_at": write_moment(opened), "changed_at": at, "head_seq": self.seq}
            self.listed.append(row | moments)

    def _add(self, recorded: RecordedEntry, reference: str, at: datetime, *, declared: bool) -> None:
        self.seq += 1
        self.now += self.step
        entry = recorded.entry
        data = dict(entry.data) | ({"declaration": reference} if declared else {})
        texts = {name: (said or "").encode() for name, said in recorded.personal.items()}
        sealed = {name: Commitment(entry.actor, commit(_SALT, content)) for name, content in texts.items()}
        body = Entry(self.seq, entry.kind, at, reference, entry.actor, data, sealed).to_bytes()
        row = {"seq": self.seq, "kind": entry.kind, "at": write_moment(at), "subject": reference, "body": body}
        self.entries.append(row | {"leaf": leaf_hash(body)})
        for name, content in texts.items():
            self.part += 1
            kept = {"id": self.part, "entry_seq": self.seq, "field": name, "person": entry.actor, "salt": _SALT}
            self.parts.append(kept | {"content": content})

    def write(self, connection: Connection) -> None:
        connection.execute(insert(trail_entries), self.entries)
        connection.execute(insert(trail_personal), self.parts)
        connection.execute(insert(submissions), self.listed)
        self.entries, self.parts, self.listed = [], [], []
