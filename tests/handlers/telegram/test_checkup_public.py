"""What the doctor says of the public channels beyond the right to post: suggestions, and who hears of a post."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings
from handlers.telegram.checkup import listening
from tests.handlers.telegram.looking_over import GOOD, WARNING, look, of
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import CHANNEL, DOMI, settings_for
from tests.handlers.telegram.suggesting import Later, suggested

RIGHT = "can_manage_direct_messages"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "LISTENING", 0)


@pytest.fixture
def settings(telegram: Messenger, tmp_path: Path) -> Settings:
    return settings_for(telegram, tmp_path)


def test_where_nobody_is_known_to_suggest_anything_the_right_to_answer_is_told_and_no_trouble(
    telegram: Messenger, settings: Settings
) -> None:
    assert of("telegram-suggestions", look(settings)).words.startswith("Vigie may answer")
    telegram.add_channel(CHANNEL, "PS 92", admins=[DOMI], bot_without=[RIGHT])
    finding = of("telegram-suggestions", look(settings))
    assert (finding.health, "“Manage Direct Messages”" in finding.words) == (GOOD, True)


def test_a_channel_whose_suggestions_vigie_may_not_answer(later: Later) -> None:
    telegram, settings = later.vigie.telegram, later.vigie.house.settings
    suggested(later)
    assert of("telegram-suggestions", look(settings)).health is GOOD
    telegram.promote(telegram.bot_id, CHANNEL, without=[RIGHT])
    finding = of("telegram-suggestions", look(settings))
    assert (finding.health, "@vigie_bot → “Manage Direct Messages”" in finding.remedy) == (WARNING, True)
