from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.house import open_house, utc_now
from bot.people import Role, add
from bot.people.accounts import link_account
from bot.settings import Settings, from_environment
from handlers.telegram.checkup import listening
from handlers.telegram.join import Messenger as Joined
from tests.handlers.telegram.looking_over import (
    BAD,
    ENGLISH,
    GOOD,
    SKIPPED,
    WARNING,
    look,
    of,
    opened,
    telegraphic,
    troubled,
)
from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import CHANNEL, DOMI, GROUP, LOU, SACHA, settings_for

AUDIT, BASIC = -1001000000003, -77

Spoil = Callable[[Messenger], object]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "LISTENING", 0)


@pytest.fixture
def settings(telegram: Messenger, tmp_path: Path) -> Settings:
    return settings_for(telegram, tmp_path)


def test_a_telegram_that_is_not_set_up_is_not_looked_at(tmp_path: Path) -> None:
    (finding,) = look(Settings(data_dir=tmp_path))
    assert (finding.name, finding.health) == ("telegram", SKIPPED)


def test_a_group_and_a_channel_in_order_are_said_to_be_well(telegram: Messenger, settings: Settings) -> None:
    found = look(settings)
    assert troubled(found) == []
    assert [finding.name for finding in found] == [
        "telegram-token",
        "clock",
        "telegram-webhook",
        "telegram-poller",
        "telegram-chat",
        "telegram-privacy",
        "telegram-administrators",
        "telegram-public",
        "telegram-suggestions",
        "telegram-posters",
        "telegram-files",
    ]
    assert of("telegram-token", found).words == "Telegram knows the token: bot @vigie_bot."
    assert "20 MB" in of("telegram-files", found).words.replace("\u00a0", " ").replace(".0", "")
    assert telegram.said_by_bot(GROUP) == [], "nobody there notices anything"
    assert not settings.data_dir.exists()


@pytest.mark.parametrize(("code", "words"), [(401, "Unauthorized"), (404, "Not Found")])
def test_a_token_that_telegram_refuses(telegram: Messenger, settings: Settings, code: int, words: str) -> None:
    telegram.faults.fail("getMe", words, code)
    found = look(settings)
    assert troubled(found) == ["telegram-token", "telegram"]
    assert (of("telegram-token", found).health, of("telegram", found).health) == (BAD, SKIPPED)
    assert "API Token" in of("telegram-token", found).remedy


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9", "no address at all", "http://[", "https://vigie.invalid"], ids=str
)
def test_a_telegram_out_of_reach(settings: Settings, address: str) -> None:
    found = look(telegraphic(settings, api_url=address))
    assert of("telegram-token", found).words == "Telegram can't be reached."
    assert of("telegram", found).health is SKIPPED


def test_a_proxy_that_answers_in_the_place_of_telegram(telegram: Messenger, settings: Settings) -> None:
    telegram.faults.http_error("getMe", 502)
    assert of("telegram-token", look(settings)).words == "Telegram can't be reached."


def test_telegram_may_ask_for_patience(telegram: Messenger, settings: Settings) -> None:
    telegram.faults.fail("getMe", "Too Many Requests: retry after 5", 429, retry_after=5)
    assert of("telegram-token", look(settings)).health is WARNING


def test_a_refusal_that_nobody_foresaw_is_told_and_hides_nothing_else(telegram: Messenger, settings: Settings) -> None:
    telegram.faults.fail("getChatAdministrators", "Internal Server Error: oops", 500)
    found = look(settings)
    assert "oops" in of("telegram-administrators", found).words
    assert of("telegram-posters", found).health is GOOD


@pytest.mark.parametrize(("minutes", "words"), [(-7, "7 minutes slow"), (6, "6 minutes fast")])
def test_the_clock_is_compared_with_telegram_s(settings: Settings, minutes: int, words: str) -> None:
    finding = of("clock", look(settings, datetime.now(UTC) + timedelta(minutes=minutes)))
    assert (finding.health, words in finding.words) == (BAD, True)


def plain_member(telegram: Messenger, **without: object) -> None:
    telegram.add_group(GROUP, "Validation", members=[LOU], admins=[DOMI, SACHA], bot_is_admin=False, **without)  # type: ignore[arg-type]


def test_a_bot_that_is_shown_nothing_is_told_how_to_be(telegram: Messenger, settings: Settings) -> None:
    plain_member(telegram)
    found = look(settings)
    assert troubled(found) == ["telegram-privacy"]
    finding = of("telegram-privacy", found)
    assert finding.health is BAD
    for step in ("administrator", "/mybots → @vigie_bot", "Group Privacy → Turn off", "remove @vigie_bot"):
        assert step in finding.remedy


def test_with_privacy_mode_off_a_plain_member_will_do(telegram: Messenger, settings: Settings) -> None:
    plain_member(telegram)
    telegram.privacy_mode = False
    assert troubled(look(settings)) == []


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda telegram: telegram.kick_bot(GROUP), "is not there for Vigie, or it is not in it"),
        (lambda telegram: telegram.faults.fail("getChat", "Bad Request: chat not found"), f"{GROUP} is not there"),
        (lambda telegram: telegram.faults.fail("getChat", "Forbidden: bot was kicked", 403), f"{GROUP} is not there"),
    ],
)
def test_a_chat_where_vigie_is_not(telegram: Messenger, settings: Settings, spoil: Spoil, words: str) -> None:
    spoil(telegram)
    finding = of("telegram-chat", look(settings))
    assert (finding.health, words in finding.words) == (BAD, True)
    assert "administrator" in finding.remedy


def test_a_chat_where_vigie_may_not_write(telegram: Messenger, settings: Settings) -> None:
    telegram.add_channel(AUDIT, "Bilan", admins=[DOMI], bot_without=["can_post_messages"])
    found = look(replace(settings, audit_channels=(f"telegram:{AUDIT}",)))
    assert troubled(found) == ["telegram-chat"]
    assert "may not write" in found[6].words


@pytest.mark.parametrize(
    ("add", "right", "remedy"),
    [
        (lambda telegram: telegram.add_group(AUDIT, "Bilan", admins=[DOMI]), "can_pin_messages", "Pin Messages"),
        (lambda telegram: telegram.add_channel(AUDIT, "Bilan", admins=[DOMI]), "can_edit_messages", "Edit Messages"),
    ],
    ids=["group", "channel"],
)
def test_the_right_to_pin_the_summary_is_looked_at_in_the_audit_chat_alone(
    telegram: Messenger, settings: Settings, add: Spoil, right: str, remedy: str
) -> None:
    add(telegram)
    audited = replace(settings, audit_channels=(f"telegram:{AUDIT}",))
    assert of("telegram-pin", look(audited)).health is GOOD
    telegram.promote(telegram.bot_id, AUDIT, without=[right])
    finding = of("telegram-pin", look(audited))
    assert (finding.health, remedy in finding.remedy) == (WARNING, True)
    assert troubled(look(audited)) == ["telegram-pin"]
    telegram.promote(telegram.bot_id, GROUP, without=[right])
    assert troubled(look(settings)) == []


def test_a_plain_member_of_an_audit_group_may_write_and_not_pin(telegram: Messenger, settings: Settings) -> None:
    telegram.add_group(AUDIT, "Bilan", admins=[DOMI], bot_is_admin=False)
    assert troubled(look(replace(settings, audit_channels=(f"telegram:{AUDIT}",)))) == ["telegram-pin"]


def test_a_group_that_has_become_a_supergroup_is_told_by_its_new_number(
    telegram: Messenger, settings: Settings
) -> None:
    telegram.add_group(BASIC, "Vieux", members=[LOU], admins=[DOMI], basic=True)
    new = telegram.migrate(BASIC)
    finding = of("telegram-chat", look(replace(settings, approval_channels=(f"telegram:{BASIC}",))))
    assert (finding.health, f"telegram:{new}" in finding.remedy) == (BAD, True)


def test_a_channel_is_no_approval_group(settings: Settings) -> None:
    finding = of("telegram-chat", look(replace(settings, approval_channels=(f"telegram:{CHANNEL}",))))
    assert (finding.health, "VIGIE_PUBLIC_CHANNELS" in finding.remedy) == (BAD, True)


@pytest.mark.parametrize(
    ("variable", "name", "number"),
    [
        ("VIGIE_APPROVAL_CHANNELS", "@valider_ici", GROUP),
        ("VIGIE_AUDIT_CHANNELS", "@valider_ici", GROUP),
        ("VIGIE_PUBLIC_CHANNELS", "@ps92_officiel", CHANNEL),
    ],
)
def test_a_name_in_the_place_of_a_number_is_to_be_replaced_and_nothing_runs_with_it(
    telegram: Messenger, tmp_path: Path, variable: str, name: str, number: int
) -> None:
    telegram.add_group(GROUP, "Validation", admins=[DOMI], username="valider_ici")
    telegram.add_channel(CHANNEL, "PS 92", admins=[DOMI], username="ps92_officiel")
    environment = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.api_url}
    environment |= {"VIGIE_DATA_DIR": str(tmp_path), "VIGIE_APPROVAL_CHANNELS": f"telegram:{GROUP}"}
    named = from_environment(environment | {variable: f"telegram:{name}"})
    (finding,) = [finding for finding in look(named) if finding.health is BAD]
    assert finding.words == f"{name} is a name that anybody can change."
    assert finding.remedy.endswith(f"telegram:{number}")
    with open_house(named) as house, pytest.raises(SetupError, match=name) as refused:
        Joined(house)
    assert "vigie doctor" in refused.value.sentence(ENGLISH)
    assert troubled(look(from_environment(environment | {variable: f"telegram:{number}"}))) == []


def test_without_a_named_chat_every_invitation_counts(settings: Settings) -> None:
    found = look(replace(settings, approval_channels=("slack:C024BE91L",)))
    assert of("telegram-chat", found).health is WARNING
    assert "/sante" in of("telegram-chat", found).remedy


def test_administrators_are_counted(settings: Settings) -> None:
    assert of("telegram-administrators", look(settings)).words == (
        f"2 administrators of Validation ({GROUP}) may decide."
    )


def test_where_administrators_do_not_decide_somebody_else_has_to(settings: Settings) -> None:
    given = telegraphic(settings, admins_decide=False)
    finding = of("telegram-deciders", look(given))
    assert (finding.health, finding.words) == (WARNING, "Nobody can decide on Telegram.")
    settings.data_dir.mkdir()
    with opened(settings) as database, database.writing() as connection:
        person = add(connection, "Dominique", frozenset({Role.REVIEWER}), at=utc_now())
        link_account(connection, "telegram", str(DOMI), person, at=utc_now())
    assert of("telegram-deciders", look(given)).words == "1 person who decides has linked a Telegram account."


def test_a_database_that_can_t_be_read_tells_nothing_of_people(settings: Settings) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / "vigie.db").write_bytes(b"no database at all" * 300)
    assert of("telegram-deciders", look(telegraphic(settings, admins_decide=False))).health is SKIPPED


def test_whoever_else_may_post_in_the_public_channel_is_named(telegram: Messenger, settings: Settings) -> None:
    telegram.add_user(900, "Robot", username="autre_bot", is_bot=True)
    telegram.add_channel(CHANNEL, "PS 92", admins=[DOMI, SACHA, 900, LOU])
    telegram.promote(LOU, CHANNEL, without=["can_post_messages"])
    finding = of("telegram-posters", look(settings))
    assert finding.health is WARNING
    assert finding.words.endswith(": Dominique, Sacha, Robot (@autre_bot).")


@pytest.mark.parametrize("without", [{"bot_without": ["can_post_messages"]}, {"bot_is_admin": False}])
def test_a_public_channel_where_vigie_can_t_post(
    telegram: Messenger, settings: Settings, without: dict[str, object]
) -> None:
    telegram.add_channel(CHANNEL, "PS 92", admins=[DOMI], **without)  # type: ignore[arg-type]
    finding = of("telegram-public", look(settings))
    assert finding.health is BAD
    assert "@vigie_bot" in finding.remedy


def test_vigie_publishes_in_the_first_public_channel_and_only_watches_the_others(
    telegram: Messenger, settings: Settings
) -> None:
    other = CHANNEL - 7
    telegram.add_channel(other, "PS 92 bis", admins=[DOMI], bot_without=["can_post_messages"])
    found = look(telegraphic(settings, public_channels=(f"telegram:{CHANNEL}", f"telegram:{other}")))
    public = [(finding.health, "watches" in finding.words) for finding in found if finding.name == "telegram-public"]
    assert public == [(GOOD, False), (GOOD, True)]
