from __future__ import annotations

import re
from dataclasses import fields
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.database import Database
from bot.errors import SetupError
from bot.language import Catalogue
from bot.settings import CHECKOUT, Settings, SlackSettings, TelegramSettings, from_environment
from bot.week_time import WeekTime
from policy.language import Language

MEBIBYTE = 1024 * 1024

VARIABLES: dict[str, tuple[str, str, object]] = {
    "VIGIE_DATA_DIR": ("/srv/vigie", "data_dir", Path("/srv/vigie")),
    "VIGIE_DATABASE_URL": ("sqlite:////srv/v.db", "database_url", "sqlite:////srv/v.db"),
    "VIGIE_CHARTER": ("/srv/charter.yaml", "charter", Path("/srv/charter.yaml")),
    "VIGIE_LANGUAGE": ("en", "language", Language.ENGLISH),
    "VIGIE_TIMEZONE": ("Europe/Lisbon", "timezone", ZoneInfo("Europe/Lisbon")),
    "VIGIE_DESK_HOST": ("0.0.0.0", "desk_host", "0.0.0.0"),
    "VIGIE_DESK_PORT": ("9000", "desk_port", 9000),
    "VIGIE_DESK_ADDRESS": ("https://vigie.example.org/", "desk_address", "https://vigie.example.org"),
    "VIGIE_UPLOAD_MEGABYTES": ("12", "upload_size", 12 * MEBIBYTE),
    "VIGIE_WORKERS": ("4", "workers", 4),
    "VIGIE_APPROVAL_DAYS": ("3", "approval_days", 3),
    "VIGIE_APPROVAL_CHANNELS": (
        "slack:C024BE91L, telegram:-1001", "approval_channels", ("slack:C024BE91L", "telegram:-1001"),
    ),
    "VIGIE_AUDIT_CHANNELS": ("slack:G1AUDIT", "audit_channels", ("slack:G1AUDIT",)),
    "VIGIE_SUMMARY_AT": ("vendredi 17h30", "summary_at", WeekTime(4, time(17, 30))),
    "VIGIE_DRAFT_LENGTH": ("280", "draft_length", 280),
    "VIGIE_REMINDERS": ("0", "reminders", False),
    "SLACK_APP_TOKEN": ("xapp-1", "slack", SlackSettings(app_token="xapp-1")),
    "SLACK_SIGNING_SECRET": ("8f7", "slack", SlackSettings(signing_secret="8f7")),
    "SLACK_API_URL": ("http://127.0.0.1:1/api", "slack", SlackSettings(api_url="http://127.0.0.1:1/api/")),
    "VIGIE_SLACK_PORT": ("9001", "slack", SlackSettings(port=9001)),
    "VIGIE_SLACK_REVIEWERS": ("S1A,U2B", "slack", SlackSettings(reviewers=("S1A", "U2B"))),
    "VIGIE_SLACK_CHARTER_OFFICERS": ("S1A", "slack", SlackSettings(charter_officers=("S1A",))),
    "VIGIE_SLACK_AUDITORS": ("S1A", "slack", SlackSettings(auditors=("S1A",))),
    "TELEGRAM_BOT_TOKEN": ("123456:ABC-def_1234", "telegram", TelegramSettings(token="123456:ABC-def_1234")),
    "TELEGRAM_API_URL": ("http://127.0.0.1:1/", "telegram", TelegramSettings(api_url="http://127.0.0.1:1")),
    "TELEGRAM_WEBHOOK_URL": ("https://a.example/t", "telegram", TelegramSettings(webhook_url="https://a.example/t")),
    "TELEGRAM_WEBHOOK_SECRET": ("s3cret", "telegram", TelegramSettings(webhook_secret="s3cret")),
    "VIGIE_TELEGRAM_PORT": ("9002", "telegram", TelegramSettings(port=9002)),
    "VIGIE_TELEGRAM_ADMINS_DECIDE": ("0", "telegram", TelegramSettings(admins_decide=False)),
    "VIGIE_PUBLIC_CHANNELS": ("telegram:-1002", "telegram", TelegramSettings(public_channels=("telegram:-1002",))),
    "VIGIE_RETENTION_MONTHS": ("6", "retention_months", 6),
    "VIGIE_KEEP_ORIGINALS_DAYS": ("0", "keep_originals_days", 0),
    "VIGIE_KEEP_PREVIEWS_DAYS": ("30", "keep_previews_days", 30),
    "VIGIE_TRUST_ANCHORS": ("https://a.example/a.pem /b.pem", "trust_anchors", ("https://a.example/a.pem", "/b.pem")),
    "VIGIE_TRUST_ALLOWED": ("/c.pem", "trust_allowed", ("/c.pem",)),
}  # fmt: skip
"""Every variable: a value, the setting that it changes, and what that becomes."""


def sentence(error: SetupError) -> str:
    return re.sub(r"\s", " ", error.sentence(Catalogue(Language.FRENCH)))


def test_with_nothing_set_vigie_keeps_to_itself_on_this_machine() -> None:
    settings = from_environment({})
    assert settings == Settings()
    assert settings.desk_host == "127.0.0.1"
    assert settings.language is Language.FRENCH
    assert settings.timezone == ZoneInfo("Europe/Paris")
    assert settings.data_dir == CHECKOUT / "data"
    assert settings.charter is None


@pytest.mark.parametrize("name", VARIABLES)
def test_each_variable_changes_its_setting_and_no_other(name: str) -> None:
    value, setting, becomes = VARIABLES[name]
    settings = from_environment({name: value})
    assert getattr(settings, setting) == becomes
    others = [field.name for field in fields(Settings) if field.name != setting]
    assert all(getattr(settings, other) == getattr(Settings(), other) for other in others)


def test_every_setting_has_its_variable() -> None:
    assert {setting for _, setting, _ in VARIABLES.values()} == {field.name for field in fields(Settings)}


def test_blanks_and_emptiness_mean_nothing_was_set() -> None:
    assert from_environment(dict.fromkeys(VARIABLES, "  ")) == Settings()
    assert from_environment({"VIGIE_DESK_PORT": " 9000 "}).desk_port == 9000


def test_vigie_publishes_on_telegram_only() -> None:
    with pytest.raises(SetupError) as refused:
        from_environment({"VIGIE_PUBLIC_CHANNELS": "telegram:-1002 slack:C024BE91L"})
    assert all(words in sentence(refused.value) for words in ("VIGIE_PUBLIC_CHANNELS", "slack:C024BE91L"))


@pytest.mark.parametrize("value", ["lundi", "lundi 25:00", "Montag 09:00"])
def test_what_is_no_time_of_the_week_is_named_and_an_example_given(value: str) -> None:
    with pytest.raises(SetupError) as refused:
        from_environment({"VIGIE_SUMMARY_AT": value})
    told = refused.value.sentence(Catalogue(Language.ENGLISH))
    assert told == f"VIGIE_SUMMARY_AT is “{value}”, which is no time of the week. Write it like monday 09:00 in .env."


def test_variables_of_others_are_none_of_our_business() -> None:
    assert from_environment({"PORT": "1", "DATABASE_URL": "mysql://x", "LANGUAGE": "de"}) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VIGIE_DESK_PORT", "-1"),
        ("VIGIE_DESK_PORT", "65536"),
        ("VIGIE_DESK_PORT", "80a"),
        ("VIGIE_DESK_PORT", "8.5"),
        ("VIGIE_DESK_PORT", "٨٠"),
        ("VIGIE_DESK_PORT", "²"),
        ("VIGIE_DESK_PORT", "9" * 5_000),
        ("VIGIE_UPLOAD_MEGABYTES", "0"),
        ("VIGIE_UPLOAD_MEGABYTES", "1e3"),
        ("VIGIE_WORKERS", "0"),
        ("VIGIE_WORKERS", "65"),
        ("VIGIE_LANGUAGE", "de"),
        ("VIGIE_LANGUAGE", "français"),
        ("VIGIE_TIMEZONE", "Paris"),
        ("VIGIE_TIMEZONE", "Europe"),
        ("VIGIE_TIMEZONE", "../../etc/passwd"),
    ],
)
def test_a_value_that_can_not_be_used_is_named_with_its_variable(name: str, value: str) -> None:
    with pytest.raises(SetupError) as refused:
        from_environment({name: value})
    assert name in sentence(refused.value)
    assert f"« {value} »" in sentence(refused.value)


def test_a_language_may_be_written_in_capitals() -> None:
    assert from_environment({"VIGIE_LANGUAGE": "EN"}).language is Language.ENGLISH


def test_port_0_takes_a_free_one() -> None:
    assert from_environment({"VIGIE_DESK_PORT": "0"}).desk_port == 0


def test_a_home_folder_is_understood() -> None:
    settings = from_environment({"VIGIE_DATA_DIR": "~/vigie", "VIGIE_CHARTER": "~/charter.yaml"})
    assert settings.data_dir == Path.home().resolve() / "vigie"
    assert settings.charter == Path.home() / "charter.yaml"


def test_an_env_file_fills_what_the_environment_leaves_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VIGIE_WORKERS", "7")
    (tmp_path / ".env").write_text("VIGIE_WORKERS=3\n# VIGIE_LANGUAGE=fr\nVIGIE_LANGUAGE=en\nVIGIE_DESK_PORT\n")
    settings = from_environment(env_file=tmp_path / ".env")
    assert (settings.workers, settings.language, settings.desk_port) == (7, Language.ENGLISH, 8765)


def test_an_environment_that_is_handed_in_is_all_there_is(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("VIGIE_LANGUAGE=en\n")
    assert from_environment({}, tmp_path / ".env").language is Language.FRENCH


@pytest.mark.parametrize("folder", ["data", "what? a folder", "50%25 done", "a#b", "été", "x@y:z"])
def test_the_database_is_in_the_data_folder_whatever_that_is_called(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    database = Database.open(from_environment({"VIGIE_DATA_DIR": str(tmp_path / folder)}).database)
    database.upgrade()
    database.close()
    assert (tmp_path / folder / "vigie.db").stat().st_size > 0
