"""What may go wrong on the way of a weekly summary: each part is there once all the same, and nobody waits for ever."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.ports import NotSentError, Outgoing, Platform
from bot.summary.delivery import Part
from handlers.slack import summaries
from handlers.slack.join import Workspace as Joined
from tests.handlers.slack.running import CAMILLE
from tests.handlers.slack.summing_up import (
    AUDIT,
    CALLS,
    ELSEWHERE,
    FAILED,
    LAST_WEEK,
    SENT,
    WEEK_BEFORE,
    Auditing,
    Plan,
    auditing,
    broken,
    lost_answer,
    patience,
)
from tests.handlers.slack.workspace import Upload, Workspace, methods_files

PARTS = list(Part)


@pytest.mark.parametrize("goes_wrong", [patience, broken, lost_answer])
def test_whatever_goes_wrong_at_any_call_each_part_is_there_once(
    audit: Auditing, slack: Workspace, goes_wrong: Plan
) -> None:
    audit.deliver(WEEK_BEFORE)
    for method in CALLS:
        goes_wrong(slack, method)
    audit.deliver(LAST_WEEK)
    assert audit.is_there_once(WEEK_BEFORE, LAST_WEEK)
    assert all(len(audit.calls(method)) >= 2 for method in CALLS), "it was tried again, or looked for"
    assert audit.states() == [SENT] * 8


def test_a_file_that_slack_shows_late_is_waited_for(
    audit: Auditing, slack: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summaries, "SHARED_WITHIN", 5.0)
    monkeypatch.setattr(methods_files, "SHARING_SECONDS", 2.5)
    lost_answer(slack, "files.completeUploadExternal")
    audit.deliver(LAST_WEEK)
    assert audit.is_there_once(LAST_WEEK)
    assert audit.calls("files.completeUploadExternal") == ["ok", "ok"]


def test_a_file_of_that_name_that_somebody_else_has_shared_is_not_taken_for_ours(
    audit: Auditing, slack: Workspace
) -> None:
    slack.post(AUDIT, CAMILLE, "Le même", files=[Upload(f"vigie-{LAST_WEEK}.png", b"theirs")])
    broken(slack, "files.completeUploadExternal")
    audit.deliver(LAST_WEEK)
    assert audit.is_there_once(LAST_WEEK)


@pytest.mark.parametrize("part", PARTS)
def test_a_process_that_dies_after_it_has_sent_a_part_costs_nothing(audit: Auditing, part: Part) -> None:
    audit.make()
    platform = Joined(audit.house).platform
    courier = audit.courier()
    for _ in PARTS[: PARTS.index(part)]:
        assert courier.send_once()
    taken = audit.take()
    assert taken.outgoing.subject == f"{LAST_WEEK}/{part}"
    audit.slack.wait_for(lambda: sent(platform, taken.outgoing), what="its turn")
    audit.forget_the_dead()
    audit.deliver()
    assert audit.is_there_once(LAST_WEEK)


def sent(platform: Platform, outgoing: Outgoing) -> bool:
    try:
        platform.send(outgoing)
    except NotSentError:
        return False
    return True


@pytest.mark.parametrize("part", PARTS)
def test_a_process_that_dies_before_it_has_sent_a_part_costs_nothing(audit: Auditing, part: Part) -> None:
    audit.make()
    courier = audit.courier()
    for _ in PARTS[: PARTS.index(part)]:
        assert courier.send_once()
    assert audit.take().outgoing.subject == f"{LAST_WEEK}/{part}"
    audit.forget_the_dead()
    audit.deliver()
    assert audit.is_there_once(LAST_WEEK)


def test_a_message_is_found_again_under_hundreds_of_others(audit: Auditing, slack: Workspace) -> None:
    audit.make()
    taken = audit.take()
    Joined(audit.house).platform.send(taken.outgoing)
    for number in range(230):
        slack.post(AUDIT, CAMILLE, f"Message {number}")
    audit.forget_the_dead()
    audit.deliver()
    assert audit.is_there_once(LAST_WEEK)
    asked = [call.arguments for call in slack.calls if call.method == "conversations.history"]
    assert len(asked) == 2
    assert all(float(arguments["oldest"]) > 0 for arguments in asked), "nothing older than the summary is looked at"


def test_two_couriers_send_nothing_twice(audit: Auditing) -> None:
    audit.deliver(WEEK_BEFORE, LAST_WEEK, couriers=2)
    assert audit.is_there_once(WEEK_BEFORE, LAST_WEEK)


def test_a_channel_that_is_closed_to_us_is_given_up_and_holds_up_no_other(
    slack: Workspace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    slack.unlimited()
    with auditing(slack, tmp_path, AUDIT, ELSEWHERE) as audit, caplog.at_level(logging.WARNING, "vigie.courier"):
        slack.remove(AUDIT)
        audit.deliver(LAST_WEEK)
        assert audit.states(AUDIT) == [FAILED, SENT, SENT, SENT]
        assert audit.there(AUDIT) == []
        assert slack.uploads != []
        assert audit.is_there_once(LAST_WEEK, channel=ELSEWHERE)
    assert caplog.text.count("refused for good: not_in_channel") == 1


@pytest.mark.parametrize("why", ["missing_scope", "permission_denied", "restricted_action", "not_pinnable"])
def test_where_vigie_may_not_pin_that_is_said_once_and_not_tried_again(
    audit: Auditing, slack: Workspace, caplog: pytest.LogCaptureFixture, why: str
) -> None:
    slack.faults.fail("pins.add", why)
    with caplog.at_level(logging.WARNING, "vigie.slack"):
        audit.deliver(LAST_WEEK)
    assert audit.states() == [SENT] * 4
    assert audit.calls("pins.add") == [why]
    assert caplog.text.count(why) == 1
    assert slack.pins(AUDIT) == []


def test_a_week_that_could_not_be_pinned_leaves_the_pin_before_it_for_the_next(
    audit: Auditing, slack: Workspace
) -> None:
    first, second, third = LAST_WEEK.after(-2), LAST_WEEK.after(-1), LAST_WEEK
    audit.deliver(first)
    slack.scopes.discard("pins:write")
    audit.deliver(second)
    slack.scopes.add("pins:write")
    audit.deliver(third)
    assert audit.is_there_once(first, second, third)


def test_pins_that_people_have_changed_themselves_are_no_trouble(audit: Auditing, slack: Workspace) -> None:
    audit.deliver(WEEK_BEFORE)
    slack._server.do(slack._server.state.channel(AUDIT).pins.clear)
    audit.deliver(LAST_WEEK)
    assert audit.is_there_once(WEEK_BEFORE, LAST_WEEK)
    assert audit.calls("pins.remove") == ["no_pin"]


def test_a_message_that_somebody_has_deleted_is_pinned_no_more(audit: Auditing, slack: Workspace) -> None:
    audit.deliver(WEEK_BEFORE)
    (first,) = audit.messages()
    audit.make()
    courier = audit.courier()
    for _ in PARTS[:3]:
        assert courier.send_once()
    slack.delete(AUDIT, audit.messages()[-1]["ts"])
    audit.deliver()
    assert audit.calls("pins.add") == ["ok", "message_not_found"]
    assert slack.pins(AUDIT) == [first["ts"]], "the one before stays"
    slack.delete(AUDIT, first["ts"])
    audit.deliver(LAST_WEEK.after(-2))
    assert audit.states() == [SENT] * 12


def test_a_workspace_that_takes_no_files_still_has_the_message_pinned(audit: Auditing, slack: Workspace) -> None:
    slack.faults.fail("files.getUploadURLExternal", "file_uploads_disabled", times=2)
    audit.deliver(LAST_WEEK)
    assert audit.states() == [SENT, FAILED, FAILED, SENT]
    assert slack.pins(AUDIT) == [audit.messages()[0]["ts"]]


def test_an_upload_that_slack_finds_odd_is_given_up(audit: Auditing, slack: Workspace) -> None:
    slack.faults.fail("files.completeUploadExternal", "invalid_arguments")
    audit.deliver(LAST_WEEK)
    assert audit.states() == [SENT, FAILED, SENT, SENT]
