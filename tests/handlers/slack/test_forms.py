from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.kinds import Choice, Kind, State
from bot.settings import Settings
from tests.handlers.slack.running import CAMILLE, DOMI, SACHA, Vigie, running
from tests.handlers.slack.steps import dropped, refuse, reviewable, shown, told
from tests.handlers.slack.workspace import Json, Workspace, buttons_of, words_of

SHIPPED = Path(__file__).parents[3] / "policy/charter/ps92"
REASON = "La banderole cite une élue qui n’a pas donné son accord."
EMERGENCY = "Le cortège part dans une heure et personne ne répond."


def too_late(vigie: Vigie) -> str:
    return vigie.house.catalogue().say("Slack did not wait for the form.")


def presets(view: Json) -> list[str]:
    block = next(block for block in view["blocks"] if block.get("block_id") == "preset:reason")
    return [option["text"]["text"] for option in block["element"]["options"]]


def in_the_others(slack: Workspace, user: str, label: str) -> None:
    """Press what is only found behind « Autres gestes… »."""
    slack.wait_for(lambda: label in buttons_of(slack.views(user)[-1]), what=f"a modal with “{label}”")
    slack.press_in_view(user, label)


def test_a_refusal_takes_its_reason_in_a_form(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    item.press(DOMI, "Refuser")
    shown(slack, DOMI, "Motif")
    answer = slack.submit(DOMI, {"need:reason": REASON})
    assert (answer.acknowledged, answer.errors, slack.views(DOMI)) == (True, {}, [])
    assert "banderole" in words_of(item.card("Refusé"))
    assert (item.case.decisions[0].choice, item.case.decisions[0].reason) == (Choice.REFUSE, REASON)


def test_ready_reasons_name_the_article_of_the_charter(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    item.press(DOMI, "Refuser")
    ready = presets(shown(slack, DOMI, "Motif"))
    assert [name for name in ("article 1", "article 2") if any(name in text for text in ready)] == [
        "article 1",
        "article 2",
    ]
    slack.submit(DOMI, {"preset:reason": ready[0]})
    item.card("Refusé")
    assert item.case.decisions[0].reason == ready[0]


def test_without_a_reason_the_form_says_so_in_its_place_and_stays(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    for label in ("Refuser", "Demander des modifications"):
        item.press(DOMI, label)
        shown(slack, DOMI, "Motif")
        for typed in ("", "   "):
            answer = slack.submit(DOMI, {"need:reason": typed})
            assert list(answer.errors) == ["need:reason"]
            assert "Choisissez une réponse" in answer.errors["need:reason"]
        assert len(slack.views(DOMI)) == 1
    assert Kind.DECIDED not in item.kinds()


def test_changes_are_requested_in_a_form_and_a_new_text_answers_them(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    item.press(DOMI, "Demander des modifications")
    slack.submit(DOMI, {"preset:reason": presets(shown(slack, DOMI, "Motif"))[0], "need:reason": "Et plus net."})
    card = item.card("Modifications demandées")
    assert "Et plus net." in words_of(card)
    assert item.case.state is State.CHANGES_REQUESTED
    item.press(DOMI, "Reprendre ma décision")
    item.card("Rien ne s’oppose")


def test_the_form_is_for_those_who_decide(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    for user in (CAMILLE, "U0GUEST"):
        assert item.press(user, "Refuser").acknowledged
        shown(slack, user, "C’est à une autre personne" if user == CAMILLE else "invitées ou d’une autre organisation")
    assert Kind.DECIDED not in item.kinds()


def test_a_form_that_was_open_while_the_text_changed_decides_nothing(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    item.press(DOMI, "Refuser")
    shown(slack, DOMI, "Motif")
    slack.edit("C0VALID", item.ts, "Un autre texte")
    item.card("version 2")
    slack.submit(DOMI, {"need:reason": REASON})
    shown(slack, DOMI, "La fiche a changé")
    assert Kind.DECIDED not in item.kinds()


def test_a_form_of_a_button_that_is_gone_says_so(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    before = item.card()
    refuse(item, DOMI)
    assert item.press(SACHA, "Refuser", seen=before).acknowledged
    shown(slack, SACHA, "La fiche a changé")


def test_a_second_refusal_is_told_that_the_first_was_there_before(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    for user in (DOMI, SACHA):
        item.press(user, "Refuser")
        shown(slack, user, "Motif")
    slack.submit(DOMI, {"need:reason": REASON})
    item.card("Refusé")
    slack.submit(SACHA, {"need:reason": "Moi aussi."})
    shown(slack, SACHA, "déjà clos")
    assert item.kinds().count(Kind.DECIDED) == 1


@pytest.mark.parametrize("fault", ["expired_trigger_id", "exchanged_trigger_id"])
def test_a_form_that_came_too_late_is_explained_and_opens_at_the_next_press(
    vigie: Vigie, slack: Workspace, fault: str
) -> None:
    item = reviewable(vigie)
    slack.faults.fail("views.open", fault)
    assert item.press(DOMI, "Refuser").acknowledged
    told(slack, DOMI, too_late(vigie))
    assert slack.views(DOMI) == []
    item.press(DOMI, "Refuser")
    shown(slack, DOMI, "Motif")


def test_a_slow_start_spends_the_trigger_and_is_explained(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    slack.faults.hang("views.open", 3.2)
    assert item.press(DOMI, "Détails").acknowledged
    told(slack, DOMI, too_late(vigie))
    item.press(DOMI, "Détails")
    shown(slack, DOMI, item.reference)


def test_a_form_on_top_of_another_that_came_too_late_is_explained_in_place(vigie: Vigie, slack: Workspace) -> None:
    item = dropped(vigie)
    item.press(CAMILLE, "Autres gestes…")
    slack.faults.fail("views.push", "expired_trigger_id")
    in_the_others(slack, CAMILLE, "Une IA a servi…")
    shown(slack, CAMILLE, too_late(vigie))


def test_a_form_that_fails_on_our_side_says_so_in_the_modal(
    vigie: Vigie, slack: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = reviewable(vigie)

    def breaks(*_arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("handlers.slack.listeners.cards.form_view", breaks)
    assert item.press(DOMI, "Refuser").acknowledged
    shown(slack, DOMI, "de notre côté")


def with_two_reviewers(tmp_path: Path) -> Path:
    """Return a charter that asks for two approvals."""
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "charter"))
    written = (folder / "charter.yaml").read_text()
    (folder / "charter.yaml").write_text(written.replace("approbation: {nombre: 1,", "approbation: {nombre: 2,"))
    return folder / "charter.yaml"


def test_in_an_emergency_one_person_approves_alone_with_a_long_reason(slack: Workspace, tmp_path: Path) -> None:
    slack.unlimited()
    charter = with_two_reviewers(tmp_path)

    def change(settings: Settings) -> Settings:
        return replace(settings, charter=charter)

    with running(slack, tmp_path, change=change) as vigie:
        item = reviewable(vigie)
        item.press(DOMI, "Autres gestes…")
        in_the_others(slack, DOMI, "Urgence\u00a0: viser en solo")
        shown(slack, DOMI, "24 heures")
        short = slack.submit(DOMI, {"field:reason": "urgent"})
        assert "trop court" in short.errors["field:reason"]
        slack.submit(DOMI, {"field:reason": EMERGENCY})
        item.card("Visa accordé")
        assert Kind.GLASS_BROKEN in item.kinds()
        assert vigie.verified().intact


def test_a_press_behind_other_gestures_that_is_refused_says_so_in_the_modal(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    item.press(CAMILLE, "Autres gestes…")
    slack.wait_for(lambda: "Retirer" in buttons_of(slack.views(CAMILLE)[-1]), what="all that Camille may do")
    item.press(CAMILLE, "Retirer")
    item.card("Retiré")
    slack.press_in_view(CAMILLE, "Retirer")
    shown(slack, CAMILLE, "clos")
