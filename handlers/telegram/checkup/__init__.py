"""What `vigie doctor` looks at on Telegram: one finding for each thing, and no trouble keeps it from the next."""

from __future__ import annotations

from handlers.telegram.checkup.round import checkup

__all__ = ["checkup"]
