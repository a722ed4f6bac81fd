"""The weekly audit summary in an audit channel: there once, in its order, whatever goes wrong on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.ports import Outgoing
from bot.self_check import alarm_words, check_trail
from bot.summary.attachments import chart, register
from bot.summary.delivery import enqueue_summary
from bot.summary.words import summary_text
from bot.trail.note import parse_pasted
from handlers.slack.join import Workspace as Joined
from tests.handlers.slack.running import CAMILLE, running, with_settings
from tests.handlers.slack.summing_up import (
    AUDIT,
    CALLS,
    LAST_WEEK,
    SENT,
    WEEK_BEFORE,
    Auditing,
    auditing,
    tamper,
)
from tests.handlers.slack.workspace import Workspace, words_of


def test_message_chart_register_and_pin_are_there_in_their_order_and_nothing_in_a_thread(
    slack: Workspace, tmp_path: Path
) -> None:
    with auditing(slack, tmp_path) as audit:  # at the rates that Slack really has
        audit.deliver(LAST_WEEK)
        assert audit.is_there_once(LAST_WEEK)
        assert [call.method for call in slack.calls if call.method in CALLS] == [
            "chat.postMessage",
            *["files.getUploadURLExternal", "files.completeUploadExternal"] * 2,
            "pins.add",
        ]
        assert slack.throttled == 0
        assert all("thread_ts" not in item for item in slack.messages(AUDIT))
        assert audit.states() == [SENT] * 4


def test_the_words_are_those_of_the_house_and_the_checkpoint_is_code(audit: Auditing) -> None:
    summary = audit.make()
    audit.deliver()
    (message,) = audit.messages()
    text = summary_text(summary, audit.house.catalogue())
    shown = words_of(message)
    assert message["blocks"][0] | {"block_id": ""} == {
        "type": "header",
        "block_id": "",
        "text": {"type": "plain_text", "text": text.title, "emoji": False},
    }
    for one in text.sections:
        assert one.heading in shown
        assert all(line in shown for line in one.lines)
    assert text.how in shown
    assert text.key in shown
    (code,) = [
        part
        for block in message["blocks"]
        for part in block.get("elements", [])
        if part["type"] == "rich_text_preformatted"
    ]
    assert code["elements"] == [{"type": "text", "text": text.checkpoint.rstrip("\n")}]
    assert str(parse_pasted(message["text"])) == text.checkpoint


def test_the_files_are_those_of_the_summary_with_a_title_and_words_for_who_can_t_see_them(
    audit: Auditing, slack: Workspace
) -> None:
    summary = audit.make()
    audit.deliver()
    catalogue = audit.house.catalogue()
    audit.is_there_once(LAST_WEEK)
    picture, table = slack.uploads
    drawn, written = chart(summary, catalogue), register(audit.house, summary, catalogue)
    assert (picture.name, picture.data, picture.alt_text) == (drawn.name, drawn.content, drawn.words)
    assert picture.title == summary_text(summary, catalogue).title
    assert (table.name, table.data, table.alt_text) == (written.name, written.content, None)
    assert table.title.startswith(written.words)


def test_what_vigie_shares_is_put_up_for_approval_by_nobody(slack: Workspace, tmp_path: Path) -> None:
    slack.unlimited()
    slack.add_channel(AUDIT, "audit", members=[CAMILLE])
    with running(slack, tmp_path, change=with_settings(audit_channels=(f"slack:{AUDIT}",))) as vigie:
        audit = Auditing(slack, vigie.house)
        audit.make()
        vigie.courier.wake()
        audit.at_rest()
        audit.is_there_once(LAST_WEEK)
        slack.wait_for(lambda: slack.unacknowledged == [])
        assert all(vigie.known(item["ts"], AUDIT) is None for item in slack.messages(AUDIT))
        assert vigie.verified().intact


def test_the_next_week_takes_the_pin_of_the_one_before_and_no_other(audit: Auditing, slack: Workspace) -> None:
    theirs = slack.post(AUDIT, CAMILLE, "Nos règles")
    slack._server.do(lambda: slack._server.state.channel(AUDIT).pins.append(theirs))
    audit.deliver(WEEK_BEFORE)
    (first,) = audit.messages()
    assert slack.pins(AUDIT) == [theirs, first["ts"]]
    audit.deliver(LAST_WEEK)
    assert slack.pins(AUDIT) == [theirs, audit.messages()[-1]["ts"]]


def test_of_several_weeks_at_once_the_last_is_pinned(audit: Auditing) -> None:
    weeks = [LAST_WEEK.after(-number) for number in range(4)]
    audit.deliver(*weeks, couriers=2)
    assert audit.is_there_once(*weeks)


def test_a_chart_that_could_not_be_drawn_is_left_out(
    audit: Auditing, slack: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.summary.attachments.drawn", lambda *_: b"")
    audit.deliver(LAST_WEEK)
    slack.wait_for(audit.files, what="the register")
    assert audit.files() == [f"vigie-{LAST_WEEK}.csv"]
    assert audit.states() == [SENT] * 4


@pytest.mark.parametrize(
    ("refused", "left"), [({"rich_text"}, {"section"}), ({"rich_text", "section"}, set())], ids=["rich", "all"]
)
def test_blocks_that_slack_does_not_take_give_way_to_plainer_ones_with_the_checkpoint(
    audit: Auditing, slack: Workspace, refused: set[str], left: set[str]
) -> None:
    slack.faults.refused_block_types = refused
    summary = audit.make()
    audit.deliver()
    assert audit.is_there_once(LAST_WEEK)
    (message,) = audit.messages()
    assert {block["type"] for block in message.get("blocks", [])} == left
    assert str(parse_pasted(words_of(message))) == summary.integrity.checkpoint
    heading = summary_text(summary, audit.house.catalogue()).sections[-1].heading
    assert heading in words_of(message)


def test_where_there_is_no_summary_of_that_week_nothing_is_sent(audit: Auditing, slack: Workspace) -> None:
    with audit.house.database.writing() as connection:
        enqueue_summary(connection, audit.house, LAST_WEEK)
    audit.deliver()
    assert audit.states() == [SENT] * 4
    assert audit.receipts(LAST_WEEK) == [None] * 4
    assert slack.messages(AUDIT) == []


def test_a_summary_is_never_edited(audit: Auditing, slack: Workspace) -> None:
    platform = Joined(audit.house).platform
    before = len(slack.calls)
    platform.edit("1732446000.000100", Outgoing("key", AUDIT, "summary", f"{LAST_WEEK}/message", 0))
    assert len(slack.calls) == before


def test_an_alarm_about_the_trail_reaches_the_audit_channel(audit: Auditing, slack: Workspace) -> None:
    tamper(audit.house)
    found = check_trail(audit.house).first_break
    assert found
    audit.deliver()
    words = alarm_words(f"alarm/{found.what}/{found.seq or 0}", audit.house.catalogue())
    assert [item["text"] for item in slack.messages(AUDIT)] == [words]
    check_trail(audit.house)
    audit.deliver()
    assert len(slack.messages(AUDIT)) == 1, "once for each break"


def test_a_broken_trail_is_not_vouched_for(audit: Auditing) -> None:
    tamper(audit.house)
    summary = audit.make()
    audit.deliver()
    shown = [item for item in audit.messages() if item.get("blocks")]
    assert summary.integrity.checkpoint == ""
    assert len(shown) == 1
    assert summary_text(summary, audit.house.catalogue()).how not in words_of(shown[0])
    assert "⛔" in words_of(shown[0])
