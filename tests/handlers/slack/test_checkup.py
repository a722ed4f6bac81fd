from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.database import Database
from bot.doctor import Checkup, Finding, Health
from bot.language import Catalogue
from bot.people import Role, add
from bot.people.accounts import link_account
from bot.settings import Settings, SlackSettings
from handlers.slack.checkup import canary, checkup
from handlers.slack.checkup.identity import needed_scopes
from handlers.slack.checkup.picture import picture, what_changed
from policy.language import Language
from tests.handlers.slack.running import CAMILLE, CHANNEL, DOMI, GUEST, REVIEWERS
from tests.handlers.slack.workspace import Workspace
from tests.handlers.slack.workspace_tests.running import free_port

ENGLISH = Catalogue(Language.ENGLISH)
AUDIT = "C0AUDIT"
FILE = "vigie-doctor.png"
GOOD, WARNING, BAD, SKIPPED = Health.GOOD, Health.WARNING, Health.BAD, Health.SKIPPED

Spoil = Callable[[Workspace], None]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canary, "WAITS", (0.0, 0.1, 0.1, 0.1))


@pytest.fixture
def settings(slack: Workspace, tmp_path: Path) -> Settings:
    slack.scopes.clear()
    slack.scopes.update(needed_scopes())
    return settings_for(slack, tmp_path)


def settings_for(slack: Workspace, folder: Path) -> Settings:
    chosen = SlackSettings(
        bot_token=slack.bot_token, app_token=slack.app_token, api_url=slack.api_url, reviewers=(REVIEWERS,)
    )
    return Settings(data_dir=folder / "data", slack=chosen, approval_channels=(f"slack:{CHANNEL}", "telegram:-1001"))


def look(settings: Settings, now: datetime | None = None) -> list[Finding]:
    """Return all findings: each is for people, and none tells a token."""
    looking: Checkup = checkup
    found = list(checkup(settings, ENGLISH, lambda: now) if now else looking(settings, ENGLISH))
    for finding in found:
        told = finding.words + finding.remedy
        assert "{" not in told
        assert "(reference" not in told
        for secret in (settings.slack.bot_token, settings.slack.app_token, settings.slack.signing_secret):
            assert not secret or secret not in told
        assert bool(finding.remedy) is (finding.health in {WARNING, BAD})
    return found


def of(name: str, found: list[Finding]) -> Finding:
    (finding,) = [finding for finding in found if finding.name == name]
    return finding


def troubled(found: list[Finding]) -> list[str]:
    return [finding.name for finding in found if finding.health is not GOOD]


def slackly(settings: Settings, **changes: object) -> Settings:
    return replace(settings, slack=replace(settings.slack, **changes))  # type: ignore[arg-type] # as the test wants


def test_a_slack_that_is_not_set_up_is_not_looked_at(tmp_path: Path) -> None:
    (finding,) = look(Settings(data_dir=tmp_path))
    assert (finding.name, finding.health) == ("slack", SKIPPED)


def test_a_workspace_in_order_is_said_to_be_well(settings: Settings) -> None:
    found = look(settings)
    assert troubled(found) == []
    assert [finding.name for finding in found] == [
        "slack-token",
        "slack-scopes",
        "clock",
        "slack-socket",
        "slack-channel",
        "slack-group",
        "slack-files",
    ]
    assert of("slack-token", found).words == "Slack knows the token: workspace “Vigie (essai)”, bot @vigie."


def test_nothing_is_left_behind(slack: Workspace, settings: Settings) -> None:
    look(settings)
    assert slack.messages(CHANNEL) == []
    (upload,) = slack.uploads
    assert upload.name == FILE
    deleted = [call.arguments for call in slack.calls if call.method == "files.delete" and call.status == "ok"]
    assert deleted == [{"file": upload.file_id}]
    assert not settings.data_dir.exists()


@pytest.mark.parametrize("error", ["invalid_auth", "account_inactive", "token_revoked"])
def test_a_token_that_slack_refuses(slack: Workspace, settings: Settings, error: str) -> None:
    slack.faults.fail("auth.test", error)
    found = look(settings)
    assert of("slack-token", found).health is BAD
    assert f"({error})" in of("slack-token", found).words
    assert "OAuth & Permissions" in of("slack-token", found).remedy
    assert (of("clock", found).health, of("slack-socket", found).health, of("slack", found).health) == (
        GOOD,
        GOOD,
        SKIPPED,
    )
    assert len(found) == 4


def test_a_slack_out_of_reach(settings: Settings) -> None:
    found = look(slackly(settings, api_url=f"http://127.0.0.1:{free_port()}/api/"))
    assert troubled(found) == ["slack-token", "slack-socket", "slack"]
    assert of("slack-token", found).words == "Slack can't be reached."


def test_a_proxy_that_answers_in_the_place_of_slack(
    slack: Workspace, settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    slack.faults.http_error("auth.test", 502)
    found = look(settings)
    assert of("slack-token", found).words == "Slack can't be reached."
    assert capsys.readouterr() == ("", "")


def test_slack_may_ask_for_patience(slack: Workspace, settings: Settings) -> None:
    slack.faults.fail("auth.test", "ratelimited")
    assert of("slack-token", look(settings)).health is WARNING


def test_a_word_of_slack_that_nobody_foresaw_is_told(slack: Workspace, settings: Settings) -> None:
    slack.faults.fail("auth.test", "fatal_error")
    assert "(fatal_error)" in of("slack-token", look(settings)).words


def test_missing_scopes_are_named_and_the_app_is_to_be_reinstalled(slack: Workspace, settings: Settings) -> None:
    slack.scopes.difference_update({"reactions:write", "groups:history"})
    finding = of("slack-scopes", look(settings))
    assert finding.health is BAD
    assert finding.words.endswith("these scopes are missing: groups:history, reactions:write.")
    assert "reinstall the app" in finding.remedy
    assert "api.slack.com/apps → your app → OAuth & Permissions" in finding.remedy


def test_the_scope_of_pins_is_asked_for_where_a_summary_is_to_be_pinned(slack: Workspace, settings: Settings) -> None:
    slack.add_channel(AUDIT, "audit", members=[DOMI])
    slack.scopes.discard("pins:write")
    assert of("slack-scopes", look(settings)).health is GOOD
    finding = of("slack-scopes", look(replace(settings, audit_channels=(f"slack:{AUDIT}",))))
    assert finding.health is BAD
    assert "these scopes are missing: pins:write." in finding.words


def test_an_audit_channel_that_vigie_is_not_in_is_told(slack: Workspace, settings: Settings) -> None:
    slack.add_channel(AUDIT, "audit", members=[DOMI], bot_is_member=False)
    found = look(replace(settings, audit_channels=(f"slack:{AUDIT}", "telegram:-1001")))
    told = [finding.words for finding in found if finding.name == "slack-channel" and finding.health is BAD]
    assert told == [f"Vigie is not in the channel #audit ({AUDIT})."]


def test_scopes_that_allow_too_much_are_named(slack: Workspace, settings: Settings) -> None:
    slack.scopes.update({"chat:write.public", "channels:join", "users:read.email", "admin.users:read", "pins:write"})
    found = [finding for finding in look(settings) if finding.name == "slack-scopes"]
    assert [finding.health for finding in found] == [GOOD, WARNING]
    assert found[1].words.endswith(": admin.users:read, channels:join, chat:write.public, users:read.email.")


@pytest.mark.parametrize("error", ["invalid_auth", "not_allowed_token_type", "missing_scope"])
def test_an_app_token_that_slack_refuses(slack: Workspace, settings: Settings, error: str) -> None:
    slack.faults.fail("apps.connections.open", error)
    found = look(settings)
    assert troubled(found) == ["slack-socket"]
    assert of("slack-socket", found).words == f"Slack refuses SLACK_APP_TOKEN ({error})."
    assert "connections:write" in of("slack-socket", found).remedy


def test_an_app_token_that_could_not_be_tried(slack: Workspace, settings: Settings) -> None:
    slack.faults.fail("apps.connections.open", "internal_error")
    assert of("slack-socket", look(settings)).words == "Slack refuses what Vigie asks (internal_error)."


def test_by_http_a_secret_takes_the_place_of_the_app_token(slack: Workspace, settings: Settings) -> None:
    found = look(slackly(settings, app_token="", signing_secret=slack.signing_secret))
    assert troubled(found) == []
    assert of("slack-signature", found).words.endswith("the port is 8766.")
    assert "apps.connections.open" not in {call.method for call in slack.calls}


def test_without_both_nothing_is_heard(settings: Settings) -> None:
    finding = of("slack-socket", look(slackly(settings, app_token="")))
    assert (finding.health, "SLACK_APP_TOKEN" in finding.remedy) == (BAD, True)


@pytest.mark.parametrize(("minutes", "words"), [(-7, "7 minutes slow"), (6, "6 minutes fast")])
def test_the_clock_is_compared_with_slack_s(settings: Settings, minutes: int, words: str) -> None:
    finding = of("clock", look(settings, datetime.now(UTC) + timedelta(minutes=minutes)))
    assert finding.health is BAD
    assert words in finding.words


@pytest.mark.parametrize(
    ("spoil", "words", "remedy"),
    [
        (lambda slack: slack.remove(CHANNEL), "not in the channel #validation (C0VALID)", "/invite @vigie"),
        (lambda slack: slack.archive(CHANNEL), "#validation (C0VALID) is archived", "Unarchive"),
        (
            lambda slack: slack.add_channel(CHANNEL, "secret", private=True, bot_is_member=False),
            "C0VALID is not there, or is private",
            "/invite @vigie",
        ),
    ],
)
def test_a_channel_where_vigie_can_t_work(
    slack: Workspace, settings: Settings, spoil: Spoil, words: str, remedy: str
) -> None:
    spoil(slack)
    found = look(settings)
    assert troubled(found) == ["slack-channel", "slack-files"]
    assert words in of("slack-channel", found).words
    assert remedy in of("slack-channel", found).remedy
    assert of("slack-files", found).health is SKIPPED


def test_a_direct_conversation_is_no_channel(settings: Settings) -> None:
    finding = of("slack-channel", look(replace(settings, approval_channels=("slack:D0CAMILLE",))))
    assert (finding.health, finding.words[:34]) == (BAD, "D0CAMILLE is a direct conversation")


def test_trouble_with_one_channel_does_not_hide_the_next(slack: Workspace, settings: Settings) -> None:
    slack.add_channel(AUDIT, "bilan")
    slack.faults.fail("conversations.info", "internal_error")
    found = [
        finding
        for finding in look(replace(settings, audit_channels=(f"slack:{AUDIT}",)))
        if finding.name == "slack-channel"
    ]
    assert [finding.health for finding in found] == [BAD, GOOD]
    assert "#bilan" in found[1].words


def test_a_channel_that_others_share_is_told(slack: Workspace, settings: Settings) -> None:
    slack.add_user("U0STRANGE", "Sam", stranger=True)
    slack.invite(CHANNEL, "U0STRANGE")
    found = look(settings)
    assert troubled(found) == ["slack-shared"]
    assert of("slack-shared", found).health is WARNING


def test_without_an_approval_channel_each_invitation_counts(slack: Workspace, settings: Settings) -> None:
    slack.add_channel("G0BUREAU", "bureau", private=True)
    slack.add_channel("C0OLD", "vieux", archived=True)
    slack.add_channel("C0ELSE", "ailleurs", bot_is_member=False)
    found = look(replace(settings, approval_channels=()))
    assert troubled(found) == []
    assert of("slack-channel", found).words.endswith(": #validation (C0VALID), #bureau (G0BUREAU).")


def test_without_any_invitation_nothing_can_be_submitted(slack: Workspace, settings: Settings) -> None:
    slack.remove(CHANNEL)
    found = look(replace(settings, approval_channels=()))
    assert troubled(found) == ["slack-channel", "slack-files"]
    assert "/invite @vigie" in of("slack-channel", found).remedy


def test_all_pages_of_invitations_are_read(slack: Workspace, settings: Settings) -> None:
    slack.unlimited()
    for number in range(210):
        slack.add_channel(f"C1{number:04d}", f"canal-{number}")
    assert "#canal-209" in of("slack-channel", look(replace(settings, approval_channels=()))).words


def test_a_shared_channel_of_an_invitation_is_told_once(slack: Workspace, settings: Settings) -> None:
    slack.add_user("U0STRANGE", "Sam", stranger=True)
    slack.add_channel(AUDIT, "bilan", members=["U0STRANGE"])
    slack.invite(CHANNEL, "U0STRANGE")
    found = look(replace(settings, approval_channels=(), audit_channels=(f"slack:{AUDIT}",)))
    assert troubled(found) == ["slack-shared", "slack-shared"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda slack: slack.faults.fail("usergroups.users.list", "no_such_subteam"), "S0REVIEW is not there"),
        (lambda slack: slack.faults.fail("usergroups.users.list", "paid_teams_only"), "without a paid plan"),
        (lambda slack: slack.set_group(REVIEWERS, []), "Nobody is in the user group S0REVIEW."),
        (lambda slack: slack.faults.fail("usergroups.users.list", "missing_scope"), "the app lacks a scope"),
        (lambda slack: slack.faults.fail("usergroups.users.list", "internal_error"), "(internal_error)"),
    ],
)
def test_a_group_that_gives_nobody_a_role(slack: Workspace, settings: Settings, spoil: Spoil, words: str) -> None:
    spoil(slack)
    found = look(settings)
    assert troubled(found) == ["slack-group"]
    assert words in of("slack-group", found).words


def test_a_group_is_counted(settings: Settings) -> None:
    assert of("slack-group", look(settings)).words == "2 people are in the user group S0REVIEW."


@pytest.mark.parametrize(
    ("account", "words"),
    [
        ("U0NOBODY", "no account U0NOBODY"),
        (GUEST, "Gaël (U0GUEST) is a guest"),
        ("U0CLOSED", "Claude (U0CLOSED) is closed"),
        ("U0ROBOT", "Robot (U0ROBOT) is a machine"),
        ("U0STRANGE", "Sam (U0STRANGE) belongs to another organisation"),
        ("U0ULTRA", "Ulysse (U0ULTRA) is a guest"),
    ],
)
def test_an_account_that_can_decide_nothing(slack: Workspace, settings: Settings, account: str, words: str) -> None:
    slack.add_user("U0CLOSED", "Claude", deleted=True)
    slack.add_user("U0ROBOT", "Robot", bot=True)
    slack.add_user("U0STRANGE", "Sam", stranger=True)
    slack.add_user("U0ULTRA", "Ulysse", ultra_guest=True)
    found = look(slackly(settings, auditors=(account,)))
    assert troubled(found) == ["slack-account"]
    assert words in of("slack-account", found).words
    assert ".env" in of("slack-account", found).remedy


def test_accounts_of_every_role_are_looked_at_once(slack: Workspace, settings: Settings) -> None:
    found = look(slackly(settings, reviewers=(DOMI,), charter_officers=(DOMI, CAMILLE), auditors=(REVIEWERS,)))
    assert troubled(found) == []
    assert [finding.words for finding in found if finding.name == "slack-account"] == [
        "Dominique (U0DOMI) is a member of the workspace.",
        "Camille (U0CAMILLE) is a member of the workspace.",
    ]


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    settings.data_dir.mkdir()
    opened = Database.open(settings.database)
    opened.upgrade()
    yield opened
    opened.close()


def linked(database: Database, name: str, role: Role, account: str) -> None:
    now = datetime.now(UTC)
    with database.writing() as connection:
        person = add(connection, name, frozenset({role}), at=now)
        link_account(connection, "slack", account, person, at=now)


def test_nobody_can_decide_where_no_group_is_named_and_nobody_is_linked(settings: Settings) -> None:
    found = look(slackly(settings, reviewers=(), auditors=(REVIEWERS,)))
    assert troubled(found) == ["slack-deciders"]
    finding = of("slack-deciders", found)
    assert (finding.health, finding.words) == (WARNING, "Nobody can decide on Slack.")
    assert "vigie people add NAME --role reviewer --slack U…" in finding.remedy
    assert "VIGIE_SLACK_REVIEWERS=S…" in finding.remedy
    assert not settings.data_dir.exists()


def test_people_who_have_linked_their_account_can_decide(settings: Settings, database: Database) -> None:
    linked(database, "Camille", Role.AUTHOR, CAMILLE)
    without = slackly(settings, reviewers=())
    assert of("slack-deciders", look(without)).health is WARNING
    linked(database, "Dominique", Role.REVIEWER, DOMI)
    assert of("slack-deciders", look(without)).words == "1 person who decides has linked a Slack account."


def test_a_database_that_can_t_be_read_tells_nothing_of_people(settings: Settings) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / "vigie.db").write_bytes(b"no database at all" * 300)
    assert of("slack-deciders", look(slackly(settings, reviewers=()))).health is SKIPPED


def test_files_that_come_back_as_they_were(settings: Settings) -> None:
    assert of("slack-files", look(settings)).words == "This workspace hands files on as they were."


def test_pictures_that_slack_alters_are_asked_for_in_a_zip(slack: Workspace, settings: Settings) -> None:
    slack.strips_metadata = True
    finding = of("slack-files", look(settings))
    assert finding.health is WARNING
    assert finding.words == "This workspace alters pictures: their EXIF and their text chunks are gone."
    assert "zip" in finding.remedy
    assert slack.messages(CHANNEL) == []


def test_what_a_picture_has_lost_is_told_from_its_bytes() -> None:
    whole = picture()
    assert len(whole) < 600
    assert b"eXIf" in whole
    assert b"tEXt" in whole
    assert "EXIF is gone" in what_changed(whole.replace(b"Vigie EXIF canary", b""))
    assert "text chunks are gone" in what_changed(whole.replace(b"Vigie text canary", b""))
    assert "still there" in what_changed(whole + b"\0")
    assert whole == picture()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda slack: slack.faults.login_page(FILE),
        lambda slack: slack.faults.login_redirect(FILE),
        lambda slack: slack.scopes.discard("files:read"),
    ],
)
def test_files_that_vigie_may_not_read(slack: Workspace, settings: Settings, spoil: Spoil) -> None:
    spoil(slack)
    found = look(settings)
    assert of("slack-files", found).health is BAD
    assert "reinstall the app" in of("slack-files", found).remedy
    assert slack.messages(CHANNEL) == []


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda slack: slack.faults.gone(FILE), "Slack does not hand over a file that Vigie has just shared."),
        (lambda slack: slack.faults.foreign_redirect(FILE), "Vigie can't read the file that it has shared itself."),
        (lambda slack: slack.faults.external(FILE), "Vigie can't read the file that it has shared itself."),
        (lambda slack: slack.faults.short_body(FILE, abrupt=True), "Slack does not hand over a file"),
        (lambda slack: slack.faults.fail("files.info", "internal_error"), "(internal_error)"),
    ],
)
def test_a_file_that_does_not_come_back(slack: Workspace, settings: Settings, spoil: Spoil, words: str) -> None:
    spoil(slack)
    finding = of("slack-files", look(settings))
    assert finding.health is BAD
    assert words in finding.words
    assert slack.messages(CHANNEL) == []


def test_a_file_may_be_late(slack: Workspace, settings: Settings) -> None:
    slack.faults.not_visible_for(FILE, calls=2)
    assert troubled(look(settings)) == []


def test_the_picture_goes_to_the_audit_channel_first(slack: Workspace, settings: Settings) -> None:
    slack.add_channel(AUDIT, "bilan")
    look(replace(settings, audit_channels=(f"slack:{AUDIT}",)))
    assert [upload.channel for upload in slack.uploads] == [AUDIT]


def test_the_picture_says_what_it_is(slack: Workspace, settings: Settings) -> None:
    slack.faults.fail("chat.delete", "cant_delete_message")
    look(settings)
    (message,) = slack.messages(CHANNEL)
    assert message["text"].startswith("vigie doctor looks whether files pass through here unaltered.")


@pytest.mark.parametrize(("method", "error"), [("chat.delete", "cant_delete_message"), ("files.delete", "not_allowed")])
def test_what_is_left_behind_is_told(slack: Workspace, settings: Settings, method: str, error: str) -> None:
    slack.faults.fail(method, error)
    found = [finding for finding in look(settings) if finding.name == "slack-files"]
    assert [finding.health for finding in found] == [GOOD, WARNING]
    assert FILE in found[1].remedy


def test_a_message_that_somebody_has_deleted_already_is_no_trouble(slack: Workspace, settings: Settings) -> None:
    slack.faults.fail("chat.delete", "message_not_found")
    slack.faults.fail("files.delete", "file_not_found")
    assert troubled(look(settings)) == []


def test_a_history_that_can_t_be_read_leaves_the_file_deleted_all_the_same(
    slack: Workspace, settings: Settings
) -> None:
    slack.faults.fail("conversations.history", "internal_error")
    found = [finding for finding in look(settings) if finding.name == "slack-files"]
    assert [finding.health for finding in found] == [GOOD, WARNING]
    assert [call.status for call in slack.calls if call.method == "files.delete"] == ["ok"]


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
def test_an_upload_that_slack_refuses(slack: Workspace, settings: Settings, method: str) -> None:
    slack.faults.fail(method, "missing_scope")
    found = look(settings)
    assert troubled(found) == ["slack-files"]
    assert "the app lacks a scope" in of("slack-files", found).words


def test_an_upload_whose_answer_got_lost_is_taken_away(slack: Workspace, settings: Settings) -> None:
    slack.faults.drop_after("files.completeUploadExternal")
    assert troubled(look(settings)) == ["slack-files"]
    assert slack.messages(CHANNEL) == []
    assert len(slack.uploads) == 1
