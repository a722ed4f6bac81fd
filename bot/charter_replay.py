"""What a changed charter would alter among the verdicts that the trail holds: of each file or text, the last one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec
from sqlalchemy import Connection, select

from bot.kinds import Kind
from bot.tables import trail_entries
from bot.trail.entry import write_moment
from policy.charter.model import Charter
from policy.charter.replay import Difference, RecordedFacts, Snapshot, replay
from policy.verdict import Answer


class _Verdict(msgspec.Struct):
    answer: Answer
    facts: Snapshot = ()
    lifted: tuple[str, ...] = ()


class _Data(msgspec.Struct):
    """A verdict is about a file, by its digest, or about something else that the entry names."""

    verdict: _Verdict
    sha256: str = ""
    item: str = ""


class _Body(msgspec.Struct):
    data: _Data


_DECODER = msgspec.json.Decoder(_Body)
"""Reads of each entry only what is needed here, in a tenth of the time."""


def difference(connection: Connection, before: Charter, after: Charter, since: datetime | None = None) -> Difference:
    """Return what would be said differently of what was judged (since a moment), were `after` in force."""
    return replay(before, after, last_verdicts(connection, since))


def last_verdicts(connection: Connection, since: datetime | None = None) -> Iterator[RecordedFacts]:
    """Yield the last verdict on each file and text, oldest submission first."""
    query = select(trail_entries.c.subject, trail_entries.c.body).where(trail_entries.c.kind == Kind.JUDGED.value)
    if since is not None:
        query = query.where(trail_entries.c.at >= write_moment(since))
    last: dict[tuple[str, str], _Verdict] = {}
    for subject, body in connection.execute(query.order_by(trail_entries.c.seq)):
        data = _DECODER.decode(body).data
        last[subject, data.sha256 or data.item] = data.verdict
    for (reference, _), verdict in last.items():
        yield RecordedFacts(reference, verdict.answer, verdict.facts, verdict.lifted)
