"""Reminders of what waits for a decision: backing off, quiet at night and on weekends, each announcing the next one."""

from __future__ import annotations

from bot.reminding.digest import Digest, Reminded, digest
from bot.reminding.rounds import REMINDER, not_at_night, remind

__all__ = ["REMINDER", "Digest", "Reminded", "digest", "not_at_night", "remind"]
