from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.run import _first_people
from bot.house import open_house
from bot.settings import Settings, SlackSettings, TelegramSettings


def with_nothing(settings: Settings) -> Settings:
    return settings


def with_slack(settings: Settings) -> Settings:
    return replace(settings, slack=SlackSettings(bot_token="xoxb-1", app_token="xapp-1"))


def with_telegram(settings: Settings) -> Settings:
    return replace(settings, telegram=TelegramSettings(token="8100000001:AAF-0123456789"))


@pytest.mark.parametrize(("change", "people"), [(with_nothing, 2), (with_slack, 0), (with_telegram, 0)])
def test_two_people_to_try_the_desk_with_are_added_where_no_team_brings_its_own(
    tmp_path: Path, change: Callable[[Settings], Settings], people: int
) -> None:
    with open_house(change(Settings(data_dir=tmp_path / "data", desk_port=0, workers=1))) as house:
        assert len(_first_people(house)) == people
