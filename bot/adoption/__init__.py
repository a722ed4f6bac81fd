"""How a charter comes into force: the first at once, a changed one when two people want it."""

from __future__ import annotations

from bot.adoption.pending import Broken, FailedCheckError, Proposal, pending
from bot.adoption.standing import Proposed, standing
from bot.adoption.start import adopt_at_start
from bot.adoption.votes import approve_charter, drop, propose

__all__ = [
    "Broken",
    "FailedCheckError",
    "Proposal",
    "Proposed",
    "adopt_at_start",
    "approve_charter",
    "drop",
    "pending",
    "propose",
    "standing",
]
