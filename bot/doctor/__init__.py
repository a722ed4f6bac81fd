"""Is everything in order? Looks at the machine, the records and the platforms, mends nothing, and says how to."""

from __future__ import annotations

from bot.doctor.clock import clock_finding
from bot.doctor.model import Checkup, Finding, Health
from bot.doctor.visit import visit

__all__ = ["Checkup", "Finding", "Health", "clock_finding", "visit"]
