"""Where something is on Telegram, and how the trail and the tables write it: `telegram:CHAT/MESSAGE[/TOPIC]`."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.settings import Settings

PREFIX = "telegram:"
NAME = "telegram"
"""What the trail and the tables call this platform."""


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, a message in it and the forum topic that it stands in; 0 for none.

    Ids are Telegram's: a group's is negative, a message's is its number in its chat. In the direct messages of a
    channel, `direct` is the account of whoever writes to it: nothing is said there without it. It goes on no record.
    """

    chat: int
    message: int = 0
    topic: int = 0
    direct: int = field(default=0, compare=False)

    @property
    def source(self) -> str:
        """The place as the trail writes it."""
        parts = [
            str(self.chat),
            *([str(self.message)] if self.message else []),
            *([str(self.topic)] if self.topic else []),
        ]
        return PREFIX + "/".join(parts)

    @classmethod
    def of_target(cls, target: str) -> Place:
        """Return the place of an outbox row's target, which is the source without its platform."""
        chat, message, topic = [*(int(part) for part in target.removeprefix(PREFIX).split("/")), 0, 0][:3]
        return cls(chat, message, topic)


def public_channel(settings: Settings) -> str:
    """Return the channel in which Vigie publishes, as the outbox names it: the first of the settings, empty for none.

    All of them are watched. Vigie does not start with one that is named in the place of its number.
    """
    first = next(iter(settings.telegram.public_channels), "").removeprefix(PREFIX)
    return first if first.removeprefix("-").isdigit() else ""
