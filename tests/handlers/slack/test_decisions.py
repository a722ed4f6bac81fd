from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from bot import workflow
from bot.kinds import Choice, Kind, State
from bot.people import Role
from tests.handlers.slack.running import CAMILLE, CHANNEL, DOMI, SACHA, Vigie, running
from tests.handlers.slack.steps import LaterClock, refuse, reviewable, told
from tests.handlers.slack.workspace import Workspace, buttons_of, words_of

APPROVE, UNDO = "Donner mon visa", "Reprendre ma décision"


def test_an_approval_asks_once_more_before_it_counts(vigie: Vigie) -> None:
    item = reviewable(vigie)
    buttons = [element for block in item.card()["blocks"] for element in block.get("elements", [])]
    approve = next(one for one in buttons if one["type"] == "button" and one["text"]["text"] == APPROVE)
    assert "exactement tels quels" in approve["confirm"]["text"]["text"]
    assert approve["confirm"]["deny"]["text"] == "Annuler"
    assert item.press(DOMI, APPROVE).acknowledged
    assert APPROVE not in buttons_of(item.card("Visa accordé"))
    assert item.case.state is State.APPROVED


def test_the_roles_of_the_moment_are_recorded_with_the_decision(vigie: Vigie) -> None:
    item = reviewable(vigie)
    item.press(DOMI, APPROVE)
    item.card("Visa accordé")
    decided = next(one.entry for one in item.case.entries if one.entry.kind == Kind.DECIDED)
    dominique = vigie.person(DOMI)
    assert dominique
    assert (decided.actor, decided.data["roles"]) == (dominique.id, [Role.AUTHOR, Role.REVIEWER])


def test_two_reviewers_at_once_make_one_decision_and_the_other_is_told(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    card = item.card()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda user: item.press(user, APPROVE, seen=card), (DOMI, SACHA)))
    assert all(answer.acknowledged for answer in answers)
    item.card("Visa accordé")
    assert item.kinds().count(Kind.DECIDED) == 1
    second = SACHA if item.case.decisions[0].person == getattr(vigie.person(DOMI), "id", "") else DOMI
    told(slack, second, f"{item.reference} est déjà clos")
    assert vigie.verified().intact


def test_a_decision_is_taken_back_within_two_minutes(vigie: Vigie) -> None:
    item = reviewable(vigie)
    item.press(DOMI, APPROVE)
    item.card("Visa accordé")
    assert item.press(DOMI, UNDO).acknowledged
    assert APPROVE in buttons_of(item.card("Rien ne s’oppose"))
    assert item.kinds()[-1] == Kind.RETRACTED


def test_a_decision_is_taken_back_by_nobody_else(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    item.press(DOMI, APPROVE)
    item.card("Visa accordé")
    item.press(SACHA, UNDO)
    told(slack, SACHA, "aucune décision à reprendre")
    assert item.case.state is State.APPROVED


def test_after_two_minutes_it_is_explained_and_the_button_goes(slack: Workspace, tmp_path: Path) -> None:
    slack.unlimited()
    clock = LaterClock()
    with running(slack, tmp_path, clock=clock) as vigie:
        item = reviewable(vigie)
        item.press(DOMI, APPROVE)
        assert UNDO in buttons_of(item.card("Visa accordé"))
        clock.go_on(timedelta(minutes=2, seconds=1))
        item.press(DOMI, UNDO)
        told(slack, DOMI, "trop tard")
        slack.wait_for(lambda: UNDO not in buttons_of(item.card()), what="a card without the button")
        assert item.case.state is State.APPROVED


def test_a_stale_press_is_explained_and_the_card_comes_anew(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    before = item.card()
    slack.edit(CHANNEL, item.ts, "Pour dimanche, en fin de compte")
    item.card("version 2")
    edits = sum(call.method == "chat.update" for call in slack.calls)
    item.press(DOMI, APPROVE, seen=before)
    told(slack, DOMI, "La fiche a changé")
    slack.wait_for(lambda: sum(call.method == "chat.update" for call in slack.calls) > edits, what="a refreshed card")
    assert item.case.state is State.REVIEWABLE


def test_an_edit_after_the_approval_makes_it_fall_and_kills_the_old_buttons(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    item.press(DOMI, APPROVE)
    approved = item.card("Visa accordé")
    slack.edit(CHANNEL, item.ts, "Tout autre chose")
    renewed = item.card("version 2")
    assert "Visa accordé" not in words_of(renewed)
    assert (item.case.state, item.case.decisions) == (State.REVIEWABLE, ())
    item.press(DOMI, "C’est publié", seen=approved)
    item.press(DOMI, UNDO, seen=approved)
    told(slack, DOMI, "aucune décision à reprendre")
    assert item.case.publication is None
    assert item.kinds().count(Kind.RETRACTED) == 0


def test_what_is_decided_at_the_desk_makes_the_buttons_go(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    alix = vigie.add("Alix", Role.REVIEWER)
    assert APPROVE in buttons_of(item.card())
    fingerprint = item.case.fingerprint
    workflow.decide(vigie.house, alix, item.reference, Choice.APPROVE, "", fingerprint=fingerprint)
    vigie.courier.wake()
    decided = item.card("Visa accordé")
    assert not {APPROVE, "Refuser", "Demander des modifications"} & set(buttons_of(decided))
    slack.wait_for(
        lambda: any("Alix" in words_of(one) and CAMILLE in words_of(one) for one in slack.thread(CHANNEL, item.ts)),
        what="a word to the author",
    )


def test_a_refusal_is_lifted_by_whoever_refused_even_much_later(slack: Workspace, tmp_path: Path) -> None:
    slack.unlimited()
    clock = LaterClock()
    with running(slack, tmp_path, clock=clock) as vigie:
        item = reviewable(vigie)
        refuse(item, DOMI)
        clock.go_on(timedelta(hours=3))
        item.press(DOMI, UNDO)
        told(slack, DOMI, "trop tard")
        slack.wait_for(lambda: "Lever mon refus" in buttons_of(item.card()), what="the other button")
        item.press(DOMI, "Lever mon refus")
        slack.wait_for(lambda: "Motif" in str(slack.views(DOMI)), what="the form")
        slack.submit(DOMI, {"field:reason": "J’avais mal lu la date."})
        item.card("Rien ne s’oppose")
        assert Kind.LIFTED in item.kinds()
        assert vigie.verified().intact
