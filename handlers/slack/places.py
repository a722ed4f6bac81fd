"""Where something is on Slack, and how the trail and the tables write it: `slack:CHANNEL/MESSAGE/THREAD`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.settings import Settings

PREFIX = "slack:"


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, a message in it, and the message whose thread it stands in; empty for none.

    Timestamps such as `1732446000.000100` are the names of messages in their channel, as Slack writes them.
    """

    channel: str
    message: str = ""
    root: str = ""

    @property
    def thread(self) -> str:
        """The message under which answers to this one stand."""
        return self.root or self.message

    @property
    def source(self) -> str:
        """The place as the trail writes it."""
        parts = [self.channel, self.message] + ([self.root] if self.root and self.root != self.message else [])
        return PREFIX + "/".join(filter(None, parts))

    @classmethod
    def of_target(cls, target: str) -> Place:
        """Return the place of an outbox row's target, which is the source without its platform."""
        parts = [*target.removeprefix(PREFIX).split("/"), "", ""]
        return cls(parts[0], parts[1], parts[2])


def ours(channels: Iterable[str]) -> tuple[str, ...]:
    """Return the channels on Slack among those of a setting, as Slack calls them."""
    return tuple(name.removeprefix(PREFIX) for name in channels if name.startswith(PREFIX))


def watched(settings: Settings) -> frozenset[str]:
    """Return the approval channels on Slack; where none is set, each one that Vigie is invited to is one."""
    return frozenset(ours(settings.approval_channels))


def is_watched(settings: Settings, channel: str) -> bool:
    """Whether what is posted in a channel is put up for approval; direct messages never are."""
    named = watched(settings)
    return channel in named if named else channel[:1] in {"C", "G"}
