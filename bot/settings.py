"""What the environment says (design §5). `.env.example` documents each name; a test keeps the two together."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import SetupError
from bot.language import N_
from bot.week_time import WeekTime
from policy.language import Language
from policy.limits import MEBIBYTE

_WHOLE = re.compile(r"[0-9]{1,9}")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?")
_TELEGRAM_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{10,}")
_CHANNEL = re.compile(r"slack:[CGD][A-Z0-9]{2,}|telegram:(?:-?[0-9]{1,20}|@[A-Za-z][A-Za-z0-9_]{3,31})")
_SLACK_ID = re.compile(r"[SUW][A-Z0-9]{2,}")

CHECKOUT = Path(__file__).resolve().parent.parent
_TRUST_LIST = "https://raw.githubusercontent.com/c2pa-org/conformance-public/main/trust-list/"
_INTERIM_LIST = "https://raw.githubusercontent.com/contentauth/verify-site/main/static/trust/"

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """How to reach Slack: through a socket with an `app_token`, or as a web server with a `signing_secret`.

    The groups are ids of user groups (`S…`) or of accounts (`U…`) whose members have that role.
    """

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    port: int = 8766
    reviewers: tuple[str, ...] = ()
    charter_officers: tuple[str, ...] = ()
    auditors: tuple[str, ...] = ()

    @property
    def configured(self) -> bool:
        """Whether Vigie is to join Slack."""
        return bool(self.bot_token)


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """How to reach Telegram: by asking it for news, or, with a `webhook_secret`, by being called at `webhook_url`.

    `admins_decide` lets the administrators of an approval group decide; what is approved is published in the first of
    the `public_channels`, and all of them are watched.
    """

    token: str = field(default="", repr=False)
    api_url: str = "https://api.telegram.org"
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    port: int = 8767
    admins_decide: bool = True
    public_channels: tuple[str, ...] = ()

    @property
    def configured(self) -> bool:
        """Whether Vigie is to join Telegram."""
        return bool(self.token)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default. Sizes are in bytes."""

    data_dir: Path = CHECKOUT / "data"
    database_url: str = ""
    charter: Path | None = None
    language: Language = Language.FRENCH
    timezone: tzinfo = PARIS
    desk_host: str = "127.0.0.1"
    desk_port: int = 8765
    desk_address: str = ""
    upload_size: int = 256 * MEBIBYTE
    workers: int = 2
    approval_days: int = 7
    approval_channels: tuple[str, ...] = ()
    audit_channels: tuple[str, ...] = ()
    summary_at: WeekTime = field(default_factory=WeekTime)
    draft_length: int = 0
    reminders: bool = True
    slack: SlackSettings = field(default_factory=SlackSettings)
    telegram: TelegramSettings = field(default_factory=TelegramSettings)
    retention_months: int = 12
    keep_originals_days: int = 90
    keep_previews_days: int = 365
    trust_anchors: tuple[str, ...] = (
        f"{_TRUST_LIST}C2PA-TRUST-LIST.pem",
        f"{_TRUST_LIST}C2PA-TSA-TRUST-LIST.pem",
        f"{_INTERIM_LIST}anchors.pem",
    )
    trust_allowed: tuple[str, ...] = (f"{_INTERIM_LIST}allowed.pem",)

    @property
    def database(self) -> str | Path:
        """The database's address, or its file: SQLite in the data folder unless another was given."""
        return self.database_url or self.data_dir / "vigie.db"

    @property
    def approval_life(self) -> timedelta:
        """How long an approval holds."""
        return timedelta(days=self.approval_days)

    @property
    def trail_key(self) -> Path:
        """The file of the key that signs checkpoints."""
        return self.data_dir / "trail.key"

    @property
    def summaries(self) -> Path:
        """The folder of the weekly summaries, as files."""
        return self.data_dir / "summaries"

    @property
    def erasure_log(self) -> Path:
        """The file that remembers what was erased, without names."""
        return self.data_dir / "erasures.log"

    @property
    def trust_lists(self) -> Path:
        """The folder of the trust lists."""
        return self.data_dir / "trust"


def from_environment(environment: Mapping[str, str] | None = None, env_file: Path | None = None) -> Settings:
    """Return the settings of this environment; a `.env` file fills what the environment leaves open.

    Raises:
        SetupError: a value can't be used; the sentence names it.
    """
    given = dict(os.environ if environment is None else environment)
    path = env_file or CHECKOUT / ".env"
    if environment is None and path.exists():
        from dotenv import dotenv_values

        given = {name: value for name, value in dotenv_values(path).items() if value is not None} | given
    ours = ("VIGIE_", "SLACK_", "TELEGRAM_")
    present = {name: value.strip() for name, value in given.items() if name.startswith(ours) and value.strip()}
    return _Reading(present).settings()


class _Reading:
    """Turns each variable into its setting, or says which one is wrong."""

    def __init__(self, present: Mapping[str, str]) -> None:
        self._present = present

    def settings(self) -> Settings:
        default = Settings()
        charter = self._present.get("VIGIE_CHARTER")
        return Settings(
            data_dir=self._path("VIGIE_DATA_DIR", default.data_dir),
            database_url=self._present.get("VIGIE_DATABASE_URL", ""),
            charter=Path(charter).expanduser() if charter else None,
            language=self._language(default.language),
            timezone=self._timezone(default.timezone),
            desk_host=self._present.get("VIGIE_DESK_HOST", default.desk_host),
            desk_port=self._whole("VIGIE_DESK_PORT", default.desk_port, 0, 65_535),
            desk_address=self._desk_address(),
            upload_size=self._whole("VIGIE_UPLOAD_MEGABYTES", default.upload_size // MEBIBYTE, 1, 4_096) * MEBIBYTE,
            workers=self._whole("VIGIE_WORKERS", default.workers, 1, 64),
            approval_days=self._whole("VIGIE_APPROVAL_DAYS", default.approval_days, 1, 365),
            approval_channels=self._channels("VIGIE_APPROVAL_CHANNELS"),
            audit_channels=self._channels("VIGIE_AUDIT_CHANNELS"),
            summary_at=self._week_time("VIGIE_SUMMARY_AT", default.summary_at),
            draft_length=self._whole("VIGIE_DRAFT_LENGTH", default.draft_length, 0, 20_000),
            reminders=bool(self._whole("VIGIE_REMINDERS", int(default.reminders), 0, 1)),
            slack=self._slack(default.slack),
            telegram=self._telegram(default.telegram),
            retention_months=self._whole("VIGIE_RETENTION_MONTHS", default.retention_months, 0, 1_200),
            keep_originals_days=self._whole("VIGIE_KEEP_ORIGINALS_DAYS", default.keep_originals_days, 0, 36_500),
            keep_previews_days=self._whole("VIGIE_KEEP_PREVIEWS_DAYS", default.keep_previews_days, 0, 36_500),
            trust_anchors=self._addresses("VIGIE_TRUST_ANCHORS", default.trust_anchors),
            trust_allowed=self._addresses("VIGIE_TRUST_ALLOWED", default.trust_allowed),
        )

    def _slack(self, default: SlackSettings) -> SlackSettings:
        bot_token = self._token("SLACK_BOT_TOKEN", "xoxb-")
        app_token = self._token("SLACK_APP_TOKEN", "xapp-")
        secret = self._present.get("SLACK_SIGNING_SECRET", "")
        if bot_token and not (app_token or secret):
            raise SetupError(
                N_("SLACK_BOT_TOKEN alone is not enough to hear what is said on Slack."),
                N_("Add SLACK_APP_TOKEN (xapp-…) to .env; docs/slack.md says where it is found."),
            )
        return SlackSettings(
            bot_token=bot_token,
            app_token=app_token,
            signing_secret=secret,
            api_url=self._present.get("SLACK_API_URL", default.api_url).rstrip("/") + "/",
            port=self._whole("VIGIE_SLACK_PORT", default.port, 0, 65_535),
            reviewers=self._ids("VIGIE_SLACK_REVIEWERS"),
            charter_officers=self._ids("VIGIE_SLACK_CHARTER_OFFICERS"),
            auditors=self._ids("VIGIE_SLACK_AUDITORS"),
        )

    def _telegram(self, default: TelegramSettings) -> TelegramSettings:
        token = self._present.get("TELEGRAM_BOT_TOKEN", "")
        if token and not _TELEGRAM_TOKEN.fullmatch(token):
            raise SetupError(
                N_("TELEGRAM_BOT_TOKEN does not look like a bot’s token."),
                N_("Copy it again from BotFather; docs/telegram.md says how."),
            )
        return TelegramSettings(
            token=token,
            api_url=self._present.get("TELEGRAM_API_URL", default.api_url).rstrip("/"),
            webhook_url=self._present.get("TELEGRAM_WEBHOOK_URL", ""),
            webhook_secret=self._present.get("TELEGRAM_WEBHOOK_SECRET", ""),
            port=self._whole("VIGIE_TELEGRAM_PORT", default.port, 0, 65_535),
            admins_decide=bool(self._whole("VIGIE_TELEGRAM_ADMINS_DECIDE", int(default.admins_decide), 0, 1)),
            public_channels=self._telegram_channels("VIGIE_PUBLIC_CHANNELS"),
        )

    def _token(self, name: str, prefix: str) -> str:
        """Return a token; the sentence about a wrong one does not repeat it."""
        value = self._present.get(name, "")
        if value and not value.startswith(prefix):
            raise SetupError(
                N_("{name} does not begin with {prefix}: it is another kind of token."),
                N_("docs/slack.md says where the right one is found."),
                name=name,
                prefix=prefix,
            )
        return value

    def _channels(self, name: str) -> tuple[str, ...]:
        """Return channels such as `slack:C024BE91L`.

        A name such as `telegram:@our_channel` is read so that `vigie doctor` can tell its number; nothing runs with it.
        """
        found = tuple(self._present.get(name, "").replace(",", " ").split())
        for channel in found:
            if not _CHANNEL.fullmatch(channel):
                raise SetupError(
                    N_("{name} holds “{value}”, which is no channel."),
                    N_("Write channels like slack:C024BE91L,telegram:-1001234567890 in .env."),
                    name=name,
                    value=channel,
                )
        return found

    def _telegram_channels(self, name: str) -> tuple[str, ...]:
        """Return channels of Telegram's: Vigie publishes nowhere else."""
        found = self._channels(name)
        for channel in found:
            if not channel.startswith("telegram:"):
                raise SetupError(
                    N_("{name} holds “{value}”, but Vigie publishes on Telegram only."),
                    N_("Write channels like telegram:-1001234567890 there in .env."),
                    name=name,
                    value=channel,
                )
        return found

    def _ids(self, name: str) -> tuple[str, ...]:
        found = tuple(self._present.get(name, "").replace(",", " ").split())
        for value in found:
            if not _SLACK_ID.fullmatch(value):
                raise SetupError(
                    N_("{name} holds “{value}”, which is neither a group (S…) nor an account (U…)."),
                    N_("Correct it in .env; docs/slack.md says where these ids are found."),
                    name=name,
                    value=value,
                )
        return found

    def _path(self, name: str, default: Path) -> Path:
        value = self._present.get(name)
        return Path(value).expanduser().resolve() if value else default

    def _whole(self, name: str, default: int, least: int, most: int) -> int:
        value = self._present.get(name)
        if value is None:
            return default
        if not _WHOLE.fullmatch(value) or not least <= int(value) <= most:
            raise SetupError(
                N_("{name} is “{value}”, but must be a whole number from {least} to {most}."),
                N_("Correct it in .env."),
                name=name,
                value=value,
                least=least,
                most=most,
            )
        return int(value)

    def _language(self, default: Language) -> Language:
        value = self._present.get("VIGIE_LANGUAGE")
        if value is None:
            return default
        try:
            return Language(value.casefold())
        except ValueError:
            raise SetupError(
                N_("VIGIE_LANGUAGE is “{value}”, but Vigie speaks fr and en."), N_("Correct it in .env."), value=value
            ) from None

    def _timezone(self, default: tzinfo) -> tzinfo:
        value = self._present.get("VIGIE_TIMEZONE")
        try:
            return ZoneInfo(value) if value else default
        except (ZoneInfoNotFoundError, ValueError, OSError):  # such as « Europe », a folder of the tz database
            raise SetupError(
                N_("VIGIE_TIMEZONE is “{value}”, which is no known time zone."),
                N_("Write it like Europe/Paris in .env."),
                value=str(value),
            ) from None

    def _week_time(self, name: str, default: WeekTime) -> WeekTime:
        value = self._present.get(name)
        try:
            return WeekTime.parse(value) if value else default
        except ValueError:
            raise SetupError(
                N_("{name} is “{value}”, which is no time of the week."),
                N_("Write it like monday 09:00 in .env."),
                name=name,
                value=str(value),
            ) from None

    def _desk_address(self) -> str:
        value = self._present.get("VIGIE_DESK_ADDRESS", "").rstrip("/")
        if value and not _ADDRESS.fullmatch(value):
            raise SetupError(
                N_("VIGIE_DESK_ADDRESS is “{value}”, which is no web address."),
                N_("Write it like https://vigie.example.org in .env."),
                value=value,
            )
        return value

    def _addresses(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = self._present.get(name)
        return tuple(value.split()) if value else default
