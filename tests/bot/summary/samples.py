"""A week as it may have been, for tests that show one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.self_check import SelfCheck
from bot.summary.delays import Delays
from bot.summary.figures import Bucket, Figures, Uses
from bot.summary.model import CharterLine, Integrity, Measure, Summary
from bot.summary.opinions import Observed, Opinions
from bot.summary.outcome import Outcome
from bot.summary.period import Period, Week
from bot.summary.standing import Dated, Standing
from bot.trail.verification import Break, Fault
from policy.declaration import Purpose
from policy.verdict import Effect

MADE_AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
WEEK = Week(2026, 47)
NOTHING = dict.fromkeys(Outcome, 0)
OUTCOMES = NOTHING | {Outcome.APPROVED: 7, Outcome.FORBIDDEN: 2, Outcome.WAITING: 1}
USES = {Purpose.DRAFTING: 2, Purpose.TRANSLATION: 1}

FIGURES = Figures(
    outcomes=OUTCOMES,
    delays=Delays(8, timedelta(minutes=40), timedelta(hours=5)),
    opinions=Opinions({"1": 2}, (Observed("=trial", Effect.REQUIRE_LABEL, 3),), submitted=10, answered=9),
    uses=Uses(USES, {"ChatGPT": 2, "DeepL": 1}, refused=1),
    published=4,
    bypassed=0,
    absences=1,
    away=timedelta(minutes=25),
)
BUCKETS = tuple(
    (WEEK.after(number).period, Bucket(NOTHING | {Outcome.APPROVED: 12 + number}, {})) for number in range(-11, 0)
)
INTACT = Integrity(SelfCheck(MADE_AT, 120), "vigie/1\n120\nroot=\n\n— vigie/1 c2lnbmF0dXJl\n", "vigie/1+0000+key")
CALM = Standing(0, None, 0, (), ())
SUMMARY = Summary(
    week=str(WEEK),
    period=WEEK.period,
    made_at=MADE_AT,
    organisation="Fédération <b>des</b> Hauts-de-Seine",
    figures=FIGURES,
    usual={Measure.SUBMITTED: 4.0},
    standing=CALM,
    buckets=(*BUCKETS, (WEEK.period, Bucket(OUTCOMES, USES))),
    charter=CharterLine("3", 6, MADE_AT - timedelta(days=90)),
    integrity=INTACT,
)
"""Twelve weeks; in the last, ten submissions and three uses. A name in it looks like HTML, a rule like a formula."""
WAITING = replace(SUMMARY, standing=replace(CALM, waiting=1, oldest=Dated("V-0007", MADE_AT - timedelta(days=2))))
BROKEN = replace(SUMMARY, integrity=replace(INTACT, checkpoint="", check=SelfCheck(MADE_AT, 11, Break(12, Fault.LEAF))))
CAMPAIGN = replace(SUMMARY, week="", period=Period(date(2026, 1, 5), date(2026, 11, 22)), standing=None)
