"""Why an opinion is what it is, whole: for every `forbidden` and `incomplete`, in the reader's language.

The parts are those that the EU asks of online platforms (Regulation 2022/2065, art. 17(3)): decision and scope, facts,
automated means, ground, and how to contest; with them the way out.
"""

from __future__ import annotations

from bot.reasons.model import Ground, ReliedFact, StatementOfReasons
from bot.reasons.recorded import recorded_reasons
from bot.reasons.statement import reasons_of_case, reasons_of_file, short

__all__ = [
    "Ground",
    "ReliedFact",
    "StatementOfReasons",
    "reasons_of_case",
    "reasons_of_file",
    "recorded_reasons",
    "short",
]
