"""One sign for each way a line feels, where a platform shows signs in the place of colours."""

from __future__ import annotations

from bot.card.lines import Tone

SIGNS = {Tone.STOP: "⛔", Tone.ASK: "✋", Tone.CLEAR: "🟢", Tone.DONE: "✅", Tone.QUIET: "👀"}
"""One sign for each tone, told apart by its shape or its place and not by colour alone."""
