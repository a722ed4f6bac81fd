"""The checkup's order: who we are, how Slack reaches us, where we are, who decides, and what becomes of files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.doctor import Finding, Health
from bot.house import utc_now
from bot.language import N_, Catalogue
from bot.settings import Settings
from handlers.slack.checkup.canary import canary
from handlers.slack.checkup.channels import Channels
from handlers.slack.checkup.deciders import deciders
from handlers.slack.checkup.hearing import hearing
from handlers.slack.checkup.identity import Identity
from handlers.slack.checkup.visit import Visit
from handlers.slack.web import Web


def checkup(settings: Settings, catalogue: Catalogue, now: Callable[[], datetime] = utc_now) -> Iterator[Finding]:
    """Yield how everything stands on Slack (bot/doctor/model.py, `Checkup`); a test picture comes and goes."""
    logging.getLogger("slack_sdk").addHandler(logging.NullHandler())  # else it writes on the terminal itself
    visit = Visit(settings, catalogue, Web(settings.slack))
    if not settings.slack.configured:
        yield visit.finding("slack", Health.SKIPPED, N_("Slack is not set up: SLACK_BOT_TOKEN is not given."))
        return
    identity = Identity(visit, now)
    yield from visit.carefully("slack-token", identity.findings)
    yield from visit.carefully("slack-socket", partial(hearing, visit))
    if identity.name:
        yield from _within(replace(visit, bot=identity.name))
    else:
        words = N_("Channels, people and files on Slack were not looked at: it takes a token that Slack knows.")
        yield visit.finding("slack", Health.SKIPPED, words)


def _within(visit: Visit) -> Iterator[Finding]:
    channels = Channels(visit)
    yield from channels.findings()
    yield from visit.carefully("slack-deciders", partial(deciders, visit))
    if channels.open:
        yield from visit.carefully("slack-files", partial(canary, visit, channels.open[0]))
    else:
        words = N_("What this workspace does to files was not looked at: Vigie is in no channel.")
        yield visit.finding("slack-files", Health.SKIPPED, words)
