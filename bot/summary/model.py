"""A summary as it is kept: everything that it says, before it is said in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.self_check import SelfCheck
from bot.summary.figures import Bucket, Figures
from bot.summary.outcome import Outcome
from bot.summary.period import Period
from bot.summary.standing import Standing

USUAL_WEEKS = 4
"""Over how many weeks before it a week's figures are compared (issue 7)."""
CHART_WEEKS = 12
"""How many weeks the chart shows (issue 7)."""


class Measure(StrEnum):
    """A figure that is held against what is usual."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    FORBIDDEN = "forbidden"
    USES = "uses"


@dataclass(frozen=True, slots=True)
class CharterLine:
    """The charter in force at the end: its version, the promises that it was proven to keep, since when it holds."""

    version: str
    guarantees: int
    in_force_since: datetime


@dataclass(frozen=True, slots=True)
class Integrity:
    """The last verification of the whole trail, the signed head, and the public key of the signature.

    A trail that is broken is not vouched for: `checkpoint` is empty then.
    """

    check: SelfCheck
    checkpoint: str
    key: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What is said of a period.

    `week` is such as `2026-W47`, empty for other periods; `usual` the mean of the four weeks before, by measure, empty
    where there are not as many; `standing` what was open when it was made, None for a period of long ago; `buckets` the
    weeks or months of the chart, with their first days. `counted` is False where the trail is too broken to count in:
    then there are no figures, and nothing but that is said.
    """

    week: str
    period: Period
    made_at: datetime
    organisation: str
    figures: Figures
    usual: Mapping[Measure, float]
    standing: Standing | None
    buckets: tuple[tuple[Period, Bucket], ...]
    charter: CharterLine
    integrity: Integrity
    counted: bool = True


def measured(bucket: Bucket) -> dict[Measure, int]:
    """Return the figures of a bucket that can be compared."""
    return {
        Measure.SUBMITTED: sum(bucket.outcomes.values()),
        Measure.APPROVED: bucket.outcomes[Outcome.APPROVED],
        Measure.REFUSED: bucket.outcomes[Outcome.REFUSED],
        Measure.FORBIDDEN: bucket.outcomes[Outcome.FORBIDDEN],
        Measure.USES: sum(bucket.uses.values()),
    }
