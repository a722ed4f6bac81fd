"""What `vigie doctor` looks at on Slack: one finding for each thing, and no trouble keeps it from the next."""

from __future__ import annotations

from handlers.slack.checkup.round import checkup

__all__ = ["checkup"]
