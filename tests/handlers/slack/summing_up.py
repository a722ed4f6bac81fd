"""What tests of the weekly summary do again and again: an audit channel, a Vigie that sends to it, what is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select

from bot.delivery import outbox
from bot.delivery.courier import Courier
from bot.delivery.outbox import Delivery, Message, Taken
from bot.house import House, open_house, utc_now
from bot.summary import kept as keeping
from bot.summary.model import Summary
from bot.summary.period import Week
from bot.tables import outbox as rows
from handlers.slack.join import Workspace as Joined
from tests.handlers.slack.running import CAMILLE, CHANNEL, DOMI, settings_for
from tests.handlers.slack.workspace import Json, Workspace

AUDIT, ELSEWHERE = "C0AUDIT", "C0OTHERS"
PINNED = "pinned_item"
CALLS = (
    "chat.postMessage",
    "files.getUploadURLExternal",
    "files.completeUploadExternal",
    "pins.add",
    "pins.remove",
)
"""What a summary asks Slack to do."""
LAST_WEEK = Week.of(utc_now().date()).after(-1)
WEEK_BEFORE = LAST_WEEK.after(-1)
SENT, FAILED = Delivery.SENT.value, Delivery.FAILED.value


@dataclass(frozen=True)
class Auditing:
    """A Vigie with an audit channel, which hears nothing and only sends."""

    slack: Workspace
    house: House

    def courier(self) -> Courier:
        """Return somebody who sends, as another process would have."""
        return Courier(self.house, [Joined(self.house).platform])

    @contextmanager
    def sending(self, couriers: int = 1) -> Iterator[None]:
        working = [self.courier() for _ in range(couriers)]
        for one in working:
            one.start()
        try:
            yield
        finally:
            for one in working:
                one.close()

    def make(self, week: Week = LAST_WEEK) -> Summary:
        kept = keeping.make(self.house, week)
        assert kept
        return kept.summary

    def deliver(self, *weeks: Week, couriers: int = 1) -> None:
        """Make the summaries of some weeks, and send them until there is nothing left to send."""
        for week in weeks:
            self.make(week)
        with self.sending(couriers):
            self.at_rest()

    def at_rest(self, seconds: float = 30) -> None:
        self.slack.wait_for(lambda: {*self.states()} <= {SENT, FAILED}, seconds, "the end of all work")

    def states(self, target: str = "") -> list[str]:
        """Return where the parts stand, in their order."""
        query = select(rows.c.state).order_by(rows.c.id)
        with self.house.database.reading() as connection:
            return list(connection.execute(query.where(rows.c.target == target) if target else query).scalars())

    def receipts(self, week: Week) -> list[str | None]:
        with self.house.database.reading() as connection:
            return [one.receipt for one in outbox.kept(connection, "slack", Message.SUMMARY, f"{week}/")]

    def take(self) -> Taken:
        """Take what is due, as a process does that will not live to tell what became of it."""
        taken = self.slack.wait_for(lambda: outbox.take(self.house.database, ["slack"], "gone", self.house.clock()))
        assert taken
        return taken

    def forget_the_dead(self) -> None:
        outbox.release(self.house.database, {"gone"}, self.house.clock())

    def there(self, channel: str = AUDIT) -> list[Json]:
        """Return what Vigie has put into a channel, but for what Slack says of a pin."""
        ours = [item for item in self.slack.messages(channel) if item["user"] == self.slack.bot_user]
        return [item for item in ours if item.get("subtype") != PINNED]

    def messages(self, channel: str = AUDIT) -> list[Json]:
        return [item for item in self.there(channel) if not item.get("files")]

    def files(self, channel: str = AUDIT) -> list[str]:
        return [file["name"] for item in self.there(channel) for file in item.get("files", [])]

    def is_there_once(self, *weeks: Week, channel: str = AUDIT) -> bool:
        """Whether the channel holds each part of these weeks exactly once, the last one pinned."""
        names = sorted(f"vigie-{week}.{kind}" for week in weeks for kind in ("csv", "png"))
        self.slack.wait_for(lambda: len(self.files(channel)) >= len(names), what="the files")
        keys = [str(item["metadata"]["event_payload"]["about"]) for item in self.messages(channel)]
        by_week = dict(zip(keys, self.messages(channel), strict=True))
        pinned = [by_week[f"{max(weeks)}/message"]["ts"]]
        assert sorted(keys) == sorted(f"{week}/message" for week in weeks)
        assert sorted(self.files(channel)) == names
        assert self.slack.pins(channel) == pinned
        return True

    def calls(self, method: str) -> list[str]:
        return [call.status for call in self.slack.calls if call.method == method]


@contextmanager
def auditing(slack: Workspace, folder: Path, *channels: str) -> Iterator[Auditing]:
    """Open a house whose summaries go to some channels."""
    named = channels or (AUDIT,)
    for channel in named:
        slack.add_channel(channel, f"audit-{channel.lower()}", members=[CAMILLE, DOMI])
    settings = replace(
        settings_for(slack, folder),
        approval_channels=(f"slack:{CHANNEL}",),
        audit_channels=tuple(f"slack:{channel}" for channel in named),
    )
    with open_house(settings) as house:
        yield Auditing(slack, house)


def tamper(house: House) -> None:
    """Change an entry behind Vigie's back, as an administrator of the machine can."""
    with closing(sqlite3.connect(house.settings.data_dir / "vigie.db")) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE trail_entries SET at = '2020-01-01T00:00:00Z' WHERE seq = 1")


Plan = Callable[[Workspace, str], None]


def patience(slack: Workspace, method: str) -> None:
    slack.faults.http_error(method, 429)


def broken(slack: Workspace, method: str) -> None:
    slack.faults.http_error(method, 500)


def lost_answer(slack: Workspace, method: str) -> None:
    slack.faults.drop_after(method)
