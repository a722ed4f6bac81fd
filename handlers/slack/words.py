"""What is put on record of each thing that Slack says: its own words, cut down to what will be needed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

from bot.delivery.events import Told
from handlers.slack.ids import Handle


class Kind(StrEnum):
    """What kind of thing it is."""

    EVENT = "event"
    PRESS = "press"
    FORM = "form"
    DECLARE = "declare"


@dataclass(frozen=True, slots=True)
class Words:
    """One thing that was said.

    `event` is Slack's event, whole. `forced` says that somebody asked for this message to be submitted. A press has its
    `handle`, the channel and the message where somebody pressed, and the answers of its form.
    """

    kind: Kind
    user: str = ""
    event: Mapping[str, Any] = field(default_factory=dict)
    forced: bool = False
    handle: Handle | None = None
    channel: str = ""
    message: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)

    def told(self) -> Told:
        """Return it as the inbox keeps it."""
        return Told(json.dumps(msgspec.to_builtins(self), ensure_ascii=False))

    @classmethod
    def of(cls, written: str) -> Words:
        """Return what the inbox kept.

        Raises:
            msgspec.ValidationError: another version of Vigie wrote it.
        """
        return msgspec.json.decode(written, type=cls)
