from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.kinds import Kind, State
from handlers.slack.context import Slack
from tests.handlers.slack.running import CAMILLE, CHANNEL, DOMI, Vigie, running
from tests.handlers.slack.steps import Dropped, dropped, handle_on, reviewable, shown, told, with_handle
from tests.handlers.slack.workspace import Answer, Workspace, words_of

APPROVE = "Donner mon visa"
TIMES = 20

Gesture = Callable[[Workspace, Dropped], Answer]


async def fails_after_its_acknowledgement(_slack: Slack, args: AsyncArgs) -> None:
    await args.ack()
    raise RuntimeError("right after the acknowledgement")


async def fails_before_its_acknowledgement(_slack: Slack, _args: AsyncArgs) -> None:
    raise RuntimeError("before the acknowledgement")


def press(slack: Workspace, item: Dropped) -> Answer:
    return slack.press(DOMI, CHANNEL, item.card()["ts"], label="Détails")


def command(slack: Workspace, _item: Dropped) -> Answer:
    return slack.command(DOMI, CHANNEL, "/vigie", "aide")


def shortcut(slack: Workspace, item: Dropped) -> Answer:
    return slack.message_shortcut(DOMI, CHANNEL, item.ts, "vigie_declare_message")


LISTENERS = {
    "button": ("cards.details", press),
    "command": ("commands.vigie", command),
    "shortcut": ("shortcuts.declare", shortcut),
}


@pytest.mark.parametrize("fails", [fails_after_its_acknowledgement, fails_before_its_acknowledgement])
@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
@pytest.mark.parametrize(("listener", "gesture"), LISTENERS.values(), ids=LISTENERS)
def test_a_listener_that_fails_costs_no_acknowledgement(
    slack: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    http: bool,
    listener: str,
    gesture: Gesture,
    fails: object,
) -> None:
    slack.unlimited()
    monkeypatch.setattr(f"handlers.slack.listeners.{listener}", fails)
    with running(slack, tmp_path, http=http) as vigie:
        item = dropped(vigie)
        answers = [gesture(slack, item) for _ in range(TIMES)]
        assert [answer.acknowledged for answer in answers] == [True] * TIMES
        slack.wait_for(lambda: len(slack.ephemerals(DOMI)) == TIMES, what="as many words about it")
        assert all("de notre côté" in words_of(one) for one in slack.ephemerals(DOMI))


@pytest.mark.parametrize("fails", [fails_after_its_acknowledgement, fails_before_its_acknowledgement])
def test_a_form_whose_listener_fails_is_acknowledged_too(
    slack: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: object
) -> None:
    slack.unlimited()
    monkeypatch.setattr("handlers.slack.listeners.forms.act", fails)
    with running(slack, tmp_path) as vigie:
        item = reviewable(vigie)
        for _ in range(5):
            item.press(DOMI, "Refuser")
            shown(slack, DOMI, "Motif")
            assert slack.submit(DOMI, {"need:reason": "Non."}).acknowledged


def test_a_decision_that_was_written_stays_the_only_one_when_the_rest_fails(
    vigie: Vigie, slack: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = reviewable(vigie)
    card = item.card()
    settle = vigie.courier.act_on

    def then_fails(platform: str, key: str) -> None:
        settle(platform, key)
        raise RuntimeError("after the decision was written")

    monkeypatch.setattr(vigie.courier, "act_on", then_fails)
    assert item.press(DOMI, APPROVE, seen=card).acknowledged
    told(slack, DOMI, "de notre côté")
    monkeypatch.undo()
    assert item.press(DOMI, APPROVE, seen=card).acknowledged
    told(slack, DOMI, "déjà clos")
    assert item.kinds().count(Kind.DECIDED) == 1


def forge(item: Dropped, other: str, user: str = DOMI, verb: str = "approve") -> None:
    """Press a button that carries something else than Vigie put there."""
    card = item.card()
    forged = with_handle(card, handle_on(card, verb), other)
    assert item.vigie.slack.press(user, CHANNEL, card["ts"], value=other, seen=forged).acknowledged


@pytest.mark.parametrize(
    "garbage", ["", "x", "{}", "[]", "null", "[1,2,3,4,5]", '["V-0001","x","approve"]', '["V-0001","x","approve","",7]']
)
def test_a_button_that_carries_garbage_is_out_of_date(vigie: Vigie, slack: Workspace, garbage: str) -> None:
    item = reviewable(vigie)
    forge(item, garbage)
    told(slack, DOMI, "périmé")
    assert item.case.state is State.REVIEWABLE


def test_a_button_of_a_card_decides_about_no_other(vigie: Vigie, slack: Workspace) -> None:
    item, other = reviewable(vigie), reviewable(vigie, width=2)
    handle = handle_on(item.card(), "approve")
    forge(item, handle.replace(item.reference, other.reference))
    told(slack, DOMI, "La fiche a changé")
    assert {item.case.state, other.case.state} == {State.REVIEWABLE}


@pytest.mark.parametrize(
    ("verb", "user", "words"),
    [
        ("refuse", DOMI, "Il faut un motif"),
        ("lift", DOMI, "Il faut un motif"),
        ("retract", DOMI, "aucune décision à reprendre"),
        ("publish", DOMI, "Où est-ce paru"),
        ("break-glass", DOMI, "Il faut un motif"),
        ("review-glass", DOMI, "une des réponses"),
        ("withdraw", DOMI, "auteur"),
        ("state", DOMI, "auteur"),
        ("approve", CAMILLE, "une autre personne décide"),
        ("retract", CAMILLE, "aucune décision à reprendre"),
        ("rule", CAMILLE, "une des réponses"),
        ("make-it-so", DOMI, "n’existe pas ici"),
    ],
)
def test_another_verb_on_a_button_does_only_what_its_presser_may_do(
    vigie: Vigie, slack: Workspace, verb: str, user: str, words: str
) -> None:
    item = reviewable(vigie)
    parts = json.loads(handle_on(item.card(), "approve"))
    value = "own-photo" if verb == "state" else ""
    before = item.kinds()
    forge(item, json.dumps([parts[0], parts[1], verb, value, None]), user)
    told(slack, user, words)
    assert item.kinds() == before


def test_what_lacks_something_is_not_approved_whatever_a_button_carries(vigie: Vigie, slack: Workspace) -> None:
    item, other = dropped(vigie), reviewable(vigie, width=2)
    parts = json.loads(handle_on(other.card(), "approve"))
    forge(other, json.dumps([item.reference, item.case.fingerprint, *parts[2:]]))
    told(slack, DOMI, "ne peut pas recevoir")
    assert item.case.state is State.INCOMPLETE


def test_a_submission_that_nobody_knows_is_told_as_such(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    forge(item, handle_on(item.card(), "approve").replace(item.reference, "V-9999"))
    told(slack, DOMI, "V-9999")


def test_a_button_of_an_earlier_vigie_is_out_of_date(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    card = item.card()
    old = json.loads(json.dumps(card).replace('"action_id": "press:approve', '"action_id": "approve_v0'))
    assert slack.press(DOMI, CHANNEL, card["ts"], label=APPROVE, seen=old).acknowledged
    told(slack, DOMI, "périmé")
    assert item.case.state is State.REVIEWABLE
