from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import workflow
from bot.delivery.outbox import Delivery
from bot.kinds import Choice, Kind, State
from bot.people import Role
from bot.tables import outbox
from tests.bot.pictures import retouched
from tests.handlers.slack.running import CAMILLE, CHANNEL, DOMI, Vigie, is_card, running
from tests.handlers.slack.steps import Dropped, dropped, refuse, reviewable, shown
from tests.handlers.slack.workspace import Json, Upload, Workspace, buttons_of, words_of
from tests.policy.making import png, png_text

APPROVE = "Donner mon visa"
OTHER = "C0OTHER"
SAMPLERS = (
    "KSampler", "WanVideoSampler", "OpenAIDalle3", "GeminiImage2Node", "IdeogramV3", "FaceDetailer", "SamplerCustom",
    "KSamplerAdvanced", "SamplerCustomAdvanced", "OpenAIGPTImage1", "KSampler (Tiled)",
)  # fmt: skip


def cards(slack: Workspace, item: Dropped, channel: str = CHANNEL) -> list[Json]:
    return [one for one in slack.thread(channel, item.ts) if is_card(one, item.reference)]


def rows(vigie: Vigie, subject: str) -> list[str]:
    """Return where the messages about a submission stand in the outbox, the card first."""
    query = select(outbox.c.state).where(outbox.c.subject.startswith(subject)).order_by(outbox.c.id)
    with vigie.house.database.reading() as connection:
        return list(connection.execute(query).scalars())


def posts(slack: Workspace, status: str) -> int:
    return sum(call.method == "chat.postMessage" and call.status == status for call in slack.calls)


def decide_at_the_desk(item: Dropped) -> None:
    alix = item.vigie.add("Alix", Role.REVIEWER)
    fingerprint = item.case.fingerprint
    workflow.decide(item.vigie.house, alix, item.reference, Choice.APPROVE, "", fingerprint=fingerprint)
    item.vigie.courier.wake()


def test_blocks_that_slack_does_not_take_give_way_to_plain_ones_with_their_buttons(
    vigie: Vigie, slack: Workspace
) -> None:
    slack.faults.refused_block_types = {"rich_text"}
    item = reviewable(vigie)
    card = item.card()
    assert {block["type"] for block in card["blocks"]} <= {"section", "actions", "context"}
    item.press(DOMI, APPROVE)
    shown(slack, DOMI, "exactement tels quels")
    slack.submit(DOMI)
    assert APPROVE not in buttons_of(item.card("Visa accordé"))


def test_where_slack_takes_no_blocks_at_all_the_words_are_there(vigie: Vigie, slack: Workspace) -> None:
    slack.faults.refused_block_types = {"rich_text", "section"}
    item = dropped(vigie)
    card = item.card("Avis réservé")
    assert not card.get("blocks")
    assert item.reference in card["text"]
    slack.wait_for(lambda: rows(vigie, item.reference) == [Delivery.SENT], what="a row that says so")


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_too_long", "msg_blocks_too_long"])
def test_one_refused_form_loses_no_verdict(
    vigie: Vigie, slack: Workspace, caplog: pytest.LogCaptureFixture, error: str
) -> None:
    slack.faults.fail("chat.postMessage", error)
    with caplog.at_level(logging.WARNING, "vigie.slack"):
        item = dropped(vigie)
    assert len(cards(slack, item)) == 1
    assert error in caplog.text
    slack.faults.fail("chat.update", error)
    item.press(CAMILLE, "J’ai pris cette photo")
    item.card("Rien ne s’oppose")


def test_twenty_files_with_much_to_say_fit_into_one_card_and_the_rest_comes_as_a_file(
    vigie: Vigie, slack: Workspace
) -> None:
    graphs = [png_text("prompt", json.dumps({"1": {"class_type": name, "inputs": {}}})) for name in SAMPLERS]
    files = [Upload(f"affiche-{number}.png", png(*graphs, width=number)) for number in range(1, 21)]
    ts = slack.post(CHANNEL, CAMILLE, "Toute la série", files=files)
    item = Dropped(vigie, ts, vigie.reference(ts))
    card = vigie.card(ts, "Avis défavorable")
    assert "+" in words_of(card)
    assert len(card["blocks"]) <= 50
    item.press(DOMI, "Détails")
    shown(slack, DOMI, item.reference)
    slack.wait_for(lambda: slack.uploads, what="the report")
    report = slack.uploads[0]
    assert (report.name, report.channel, report.thread_ts) == (f"{item.reference}.txt", CHANNEL, ts)
    assert all(f"affiche-{number}.png" in report.data.decode() for number in range(1, 21))


def test_twenty_questions_fit_into_one_card_and_the_others_are_one_tap_away(vigie: Vigie, slack: Workspace) -> None:
    photos = [Upload(f"photo-{number}.png", png(width=number)) for number in range(1, 20)]
    ts = slack.post(CHANNEL, CAMILLE, files=[*photos, Upload("retouche.jpg", retouched())])
    card = vigie.card(ts, "Avis réservé")
    assert len(card["blocks"]) <= 50
    assert "questions" in words_of(card)
    slack.press(CAMILLE, CHANNEL, card["ts"], label="Autres gestes…")
    slack.wait_for(
        lambda: buttons_of(slack.views(CAMILLE)[-1]).count("J’ai pris cette photo") == 19, what="all of them"
    )
    assert slack.uploads == []


def test_details_that_fit_bring_no_file(vigie: Vigie, slack: Workspace) -> None:
    item = dropped(vigie)
    for _ in range(3):
        item.press(DOMI, "Détails")
        shown(slack, DOMI, item.reference)
        slack.close_view(DOMI)
    assert not any(call.method == "files.getUploadURLExternal" for call in slack.calls)


def test_a_card_that_somebody_takes_away_comes_back_and_the_trail_says_so(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    first = item.card()
    slack.delete(CHANNEL, first["ts"])
    slack.wait_for(lambda: [one["ts"] for one in cards(slack, item)] not in ([], [first["ts"]]), what="another card")
    assert item.kinds().count(Kind.CARD_REMOVED) == 1
    item.press(DOMI, APPROVE)
    item.card("Visa accordé")
    assert vigie.verified().intact


def test_a_card_that_went_unnoticed_comes_back_at_its_next_edit(vigie: Vigie, slack: Workspace) -> None:
    item = dropped(vigie)
    slack.faults.fail("chat.update", "message_not_found")
    item.press(CAMILLE, "J’ai pris cette photo")
    slack.wait_for(lambda: len(cards(slack, item)) == 2, what="another card")
    item.card("Rien ne s’oppose")


def test_a_post_whose_answer_got_lost_is_found_again_and_not_posted_twice(vigie: Vigie, slack: Workspace) -> None:
    slack.faults.drop_after("chat.postMessage")
    item = dropped(vigie)
    slack.wait_for(lambda: rows(vigie, item.reference) == [Delivery.SENT], what="a card that is known to be there")
    item.press(CAMILLE, "J’ai pris cette photo")
    item.card("Rien ne s’oppose")
    assert len(cards(slack, item)) == 1


@pytest.mark.parametrize("status", [500, 503])
def test_a_post_that_failed_at_slack_is_tried_again(vigie: Vigie, slack: Workspace, status: int) -> None:
    slack.faults.http_error("chat.postMessage", status)
    item = dropped(vigie)
    assert len(cards(slack, item)) == 1


def kicked(slack: Workspace) -> None:
    slack.remove(CHANNEL)


def archived(slack: Workspace) -> None:
    slack.archive(CHANNEL)


def gone(slack: Workspace) -> None:
    slack.faults.fail("chat.postMessage", "channel_not_found")
    slack.faults.fail("chat.update", "channel_not_found")


@pytest.mark.parametrize(
    ("happens", "error"), [(kicked, "not_in_channel"), (archived, "is_archived"), (gone, "channel_not_found")]
)
def test_a_channel_that_is_closed_to_us_is_given_up_and_holds_up_no_other(
    vigie: Vigie,
    slack: Workspace,
    caplog: pytest.LogCaptureFixture,
    happens: Callable[[Workspace], None],
    error: str,
) -> None:
    slack.add_channel(OTHER, "affiches", members=[CAMILLE, DOMI])
    item = reviewable(vigie)
    with caplog.at_level(logging.WARNING, "vigie.courier"):
        happens(slack)
        decide_at_the_desk(item)
        slack.wait_for(lambda: rows(vigie, item.reference)[-1] == Delivery.FAILED, what="a message that is given up")
    assert error in caplog.text
    ts = slack.post(OTHER, CAMILLE, "Ailleurs", files=[Upload("autre.png", png(width=9))])
    vigie.card(ts, "Avis réservé", channel=OTHER)
    assert posts(slack, error) == 1
    assert item.case.state is State.APPROVED


def test_a_missing_scope_is_waited_for_and_loses_nothing(
    vigie: Vigie, slack: Workspace, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.slack.web._MEND", timedelta(seconds=0.5))
    slack.scopes.discard("chat:write")
    with caplog.at_level(logging.INFO, "vigie.courier"):
        ts = slack.post(CHANNEL, CAMILLE, files=[Upload("marche.png", png())])
        reference = vigie.reference(ts)
        slack.wait_for(lambda: vigie.case(reference).state is State.INCOMPLETE, what="an opinion")
        before = posts(slack, "missing_scope")
        slack.wait_for(lambda: posts(slack, "missing_scope") > before + 1, what="further tries")
        assert "missing_scope" in caplog.text
    slack.scopes.add("chat:write")
    vigie.card(ts, "Avis réservé")


def test_slacks_patience_is_respected_and_nothing_is_lost(slack: Workspace, tmp_path: Path) -> None:
    slack.rate("chat.postMessage", 0.5, 1)
    with running(slack, tmp_path) as vigie:
        sent = [
            slack.post(CHANNEL, CAMILLE, files=[Upload(f"{number}.png", png(width=number))]) for number in (1, 2, 3)
        ]
        items = [Dropped(vigie, ts, vigie.reference(ts)) for ts in sent]
        for item in items:
            item.card("Avis réservé")
            assert len(cards(slack, item)) == 1
    calls = [call for call in slack.calls if call.method == "chat.postMessage"]
    assert any(call.status == "ratelimited" for call in calls)
    assert all(later.at - call.at > 0.95 for call, later in pairwise(calls) if call.status == "ratelimited")


def test_every_edit_keeps_the_blocks_and_says_which_version_it_shows(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    slack.edit(CHANNEL, item.ts, "Un autre texte")
    second = words_of(item.card("version 2"))
    assert item.case.fingerprint[:8] in second
    assert "entrée #" in second
    refuse(item, DOMI)
    edits = [call for call in slack.calls if call.method == "chat.update"]
    assert edits
    assert all(call.arguments["blocks"] and call.arguments["text"] for call in edits)
    assert not slack.message(CHANNEL, item.card()["ts"]).get("edited")
