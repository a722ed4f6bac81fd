"""Many files dropped at once under Slack's own rate limits: fifty with `make soak`, a dozen in every run."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

from bot.kinds import Kind
from bot.trail.read import entries_of_kinds
from tests.handlers.slack.running import CAMILLE, CHANNEL, LOU, Vigie, running
from tests.handlers.slack.workspace import Json, Upload, Workspace, words_of
from tests.policy.making import png

SOAK = bool(os.environ.get("VIGIE_SOAK"))
FILES = 50 if SOAK else 12
PATIENCE = 240.0 if SOAK else 30.0
OTHER = "C0AFFICHE"


def drop(slack: Workspace, number: int, channel: str = CHANNEL) -> str:
    return slack.post(channel, CAMILLE, f"Visuel {number}", files=[Upload(f"visuel-{number}.png", png(width=number))])


def replies(vigie: Vigie, ts: str, channel: str = CHANNEL) -> list[Json]:
    return [item for item in vigie.slack.thread(channel, ts) if item["ts"] != ts]


def submissions(vigie: Vigie) -> int:
    with vigie.house.database.reading() as connection:
        return len(entries_of_kinds(connection, [Kind.SUBMITTED]))


def test_files_dropped_all_at_once_have_one_card_each_with_their_verdict(slack: Workspace, tmp_path: Path) -> None:
    with running(slack, tmp_path) as vigie:
        began = time.monotonic()
        dropped = [drop(slack, number) for number in range(1, FILES + 1)]

        def judged() -> bool:
            return all(any("Avis réservé" in words_of(item) for item in replies(vigie, ts)) for ts in dropped)

        slack.wait_for(judged, PATIENCE, "a card with a verdict under each of the files")
        seconds = time.monotonic() - began
        assert Counter(len(replies(vigie, ts)) for ts in dropped) == {1: FILES}
        assert submissions(vigie) == FILES
        refused = Counter(call.method for call in slack.calls if call.status == "ratelimited")
        signs = sum(len(slack.reactions(CHANNEL, ts)) for ts in dropped)
        sys.stdout.write(
            f"{FILES} files, {FILES} cards, {signs} signs, {slack.throttled} × 429 {dict(refused)}, {seconds:.1f} s\n"
        )
        assert slack.throttled <= FILES // 10
        assert slack.lost_events == 0


def test_another_channel_does_not_wait_behind_them(slack: Workspace, tmp_path: Path) -> None:
    slack.add_channel(OTHER, "affiches", members=[CAMILLE, LOU])
    with running(slack, tmp_path) as vigie:
        dropped = [drop(slack, number) for number in range(1, FILES + 1)]
        slack.wait_for(lambda: replies(vigie, dropped[0]), what="the first card")
        began = time.monotonic()
        alone = drop(slack, 500, OTHER)
        slack.wait_for(lambda: replies(vigie, alone, OTHER), what="the card in the other channel")
        assert time.monotonic() - began < 5
        assert any(not replies(vigie, ts) for ts in dropped), "the first channel still has cards to come"


def test_where_slack_is_stricter_than_we_know_every_card_comes_all_the_same(slack: Workspace, tmp_path: Path) -> None:
    slack.rate("chat.postMessage", 0.6, 1)
    with running(slack, tmp_path) as vigie:
        dropped = [drop(slack, number) for number in range(1, 7)]
        slack.wait_for(lambda: all(replies(vigie, ts) for ts in dropped), 40, "a card under each of the files")
        assert [len(replies(vigie, ts)) for ts in dropped] == [1] * 6
    posts = [call for call in slack.calls if call.method == "chat.postMessage"]
    pauses = [after.at - call.at for call, after in pairwise(posts) if call.status == "ratelimited"]
    assert pauses, "Slack has asked for patience"
    assert min(pauses) >= 1, "and was given it"


def test_where_many_things_happen_at_once_a_sign_is_left_out_rather_than_refused(
    slack: Workspace, tmp_path: Path
) -> None:
    with running(slack, tmp_path) as vigie:
        dropped = [drop(slack, number) for number in range(1, 31)]
        slack.wait_for(lambda: submissions(vigie) == 30, 30, "all submissions")
        assert any(slack.reactions(CHANNEL, ts) == ["eyes"] for ts in dropped)
    assert {call.status for call in slack.calls if call.method == "reactions.add"} <= {"ok", "already_reacted"}
