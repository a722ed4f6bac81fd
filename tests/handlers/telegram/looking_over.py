"""What the tests of the checkup do again and again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from bot.database import Database
from bot.doctor import Checkup, Finding, Health
from bot.language import Catalogue
from bot.settings import Settings
from handlers.telegram.checkup import checkup
from policy.language import Language

ENGLISH = Catalogue(Language.ENGLISH)
GOOD, WARNING, BAD, SKIPPED = Health.GOOD, Health.WARNING, Health.BAD, Health.SKIPPED
ADDRESS = "https://vigie.example.org/hook/0123456789-secret"


def look(settings: Settings, now: datetime | None = None) -> list[Finding]:
    """Return all findings: each is for people, and none tells a secret."""
    looking: Checkup = checkup
    found = list(checkup(settings, ENGLISH, lambda: now) if now else looking(settings, ENGLISH))
    for finding in found:
        told = finding.words + finding.remedy
        assert "{" not in told
        assert "(reference" not in told
        for secret in (settings.telegram.token, settings.telegram.webhook_secret, "0123456789-secret"):
            assert not secret or secret not in told
        assert bool(finding.remedy) is (finding.health in {WARNING, BAD})
    return found


def of(name: str, found: list[Finding]) -> Finding:
    (finding,) = [finding for finding in found if finding.name == name]
    return finding


def troubled(found: list[Finding]) -> list[str]:
    return [finding.name for finding in found if finding.health is not GOOD]


def telegraphic(settings: Settings, **changes: object) -> Settings:
    return replace(settings, telegram=replace(settings.telegram, **changes))  # type: ignore[arg-type] # as the test wants


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    database = Database.open(settings.database)
    database.upgrade()
    yield database
    database.close()
