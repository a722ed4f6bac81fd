from __future__ import annotations

from pathlib import Path

import pytest

from bot.kinds import State
from tests.handlers.slack.running import CAMILLE, CHANNEL, DOMI, running
from tests.handlers.slack.workspace import Upload, Workspace, words_of
from tests.policy.making import png


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
def test_the_whole_round(slack: Workspace, tmp_path: Path, http: bool) -> None:
    slack.unlimited()
    with running(slack, tmp_path, http=http) as vigie:
        ts = slack.post(CHANNEL, CAMILLE, "Pour samedi", files=[Upload("marche.png", png())])
        reference = vigie.reference(ts)
        vigie.card(ts, "Avis réservé")
        assert slack.reactions(CHANNEL, ts) == ["eyes"]

        card = vigie.card(ts)
        assert slack.press(CAMILLE, CHANNEL, card["ts"], label="J’ai pris cette photo").acknowledged
        card = vigie.card(ts, "Rien ne s’oppose")

        assert slack.press(CAMILLE, CHANNEL, card["ts"], label="Donner mon visa").acknowledged
        told = slack.wait_for(lambda: slack.ephemerals(CAMILLE), what="an explanation")
        assert "Guests" not in words_of(told[-1])
        assert vigie.case(reference).state is State.REVIEWABLE

        assert slack.press(DOMI, CHANNEL, card["ts"], label="Donner mon visa").acknowledged
        vigie.card(ts, "Visa accordé")
        slack.wait_for(lambda: slack.reactions(CHANNEL, ts) == ["white_check_mark"], what="the sign")
        slack.wait_for(
            lambda: any(CAMILLE in str(item.get("text")) for item in slack.thread(CHANNEL, ts)), what="a mention"
        )
        assert vigie.case(reference).state is State.APPROVED
        assert vigie.verified().intact
