"""Which message of a channel is which submission: an index over the trail, kept in the transaction of the entry."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, insert, select

from bot.case import Case
from bot.kinds import Kind, State
from bot.tables import sources, submissions

_FOLLOWED = {State.APPROVED, State.CHANGES_REQUESTED, State.APPEALED}


def reference_of(connection: Connection, source: str) -> str | None:
    """Return the submission that a message belongs to, such as `slack:C024BE91L/1732446000.000100`; None for none.

    A channel alone is no message.
    """
    mine = select(sources.c.reference).where(sources.c.source == message_of(source))
    return connection.execute(mine).scalar()


def message_of(source: str) -> str:
    """Return a message's own name, without the thread that it may stand in (`slack:CHANNEL/MESSAGE/THREAD`)."""
    return "/".join(source.split("/")[:2])


def sources_of(connection: Connection, references: list[str]) -> dict[str, str]:
    """Return the message that each submission came in with, for those that came in with one."""
    rows = connection.execute(
        select(sources.c.reference, sources.c.source).where(sources.c.reference.in_(references), sources.c.first == 1)
    )
    return {row.reference: row.source for row in rows}


def first_sources(connection: Connection, channel: str) -> list[str]:
    """Return the messages of a channel with which something came in that may still change: open, or not out yet."""
    query = select(sources.c.source).join(submissions, submissions.c.reference == sources.c.reference)
    states = [state.value for state in State if state.open or state in _FOLLOWED]
    mine = sources.c.source.startswith(channel, autoescape=True), sources.c.first == 1, submissions.c.state.in_(states)
    return list(connection.execute(query.where(*mine)).scalars())


def channels_of(connection: Connection, platform: str, *, first: bool = True) -> list[str]:
    """Return the channels of a platform in which something came in, in that order; `platform` ends with its colon.

    With `first` unset: those of messages that something is told to belong to beside the one that it came in with.
    """
    query = select(sources.c.source).join(submissions, submissions.c.reference == sources.c.reference)
    mine = sources.c.source.startswith(platform, autoescape=True), sources.c.first == int(first)
    rows = connection.execute(query.where(*mine).order_by(submissions.c.number)).scalars()
    return list(dict.fromkeys(source.split("/")[0] for source in rows))


def keep_sources(connection: Connection, case: Case) -> None:
    """Note the messages that a submission came in with, and those that changed it."""
    told = list(dict.fromkeys(_told(case)))
    if not told:
        return
    known = set(connection.execute(select(sources.c.source).where(sources.c.source.in_(told))).scalars())
    fresh = [source for source in told if source not in known]
    if fresh:
        rows = [{"source": source, "reference": case.reference, "first": int(source == told[0])} for source in fresh]
        connection.execute(insert(sources), rows)


def _told(case: Case) -> Iterator[str]:
    for recorded in case.entries:
        data = recorded.entry.data
        source = str(data.get("channel" if recorded.entry.kind == Kind.SUBMITTED else "source") or "")
        for message in (source, *data.get("messages", ())):
            if "/" in message:
                yield message_of(message)
