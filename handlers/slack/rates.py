"""How fast Slack lets us talk."""

from __future__ import annotations

from bot.delivery.pace import Rate

POSTS = Rate(1.05, 3)
"""For each channel (Slack, "Rate limits": chat.postMessage, about one a second, short bursts tolerated)."""
EDITS = Rate(1.2, 15)
"""For the whole workspace (Slack, "Rate limits": tier 3, 50 and more a minute)."""
REACTIONS = Rate(1.2, 15)
"""For the whole workspace, as `EDITS`."""
