from __future__ import annotations

import pytest

from bot import workflow
from bot.kinds import Choice, State
from bot.people import Role
from bot.people.accounts import make_code
from tests.handlers.slack.running import CAMILLE, CHANNEL, DOMI, LOU, Vigie
from tests.handlers.slack.steps import Dropped, dropped, reviewable, shown, told
from tests.handlers.slack.workspace import Upload, Workspace, words_of
from tests.policy.making import png

DRAFT = "#brouillon Rendez-vous samedi à 14 h place de la mairie pour la marche des fiertés."


def link(ts: str) -> str:
    return f"https://vigie-test.slack.com/archives/{CHANNEL}/p{ts.replace('.', '')}"


def ask(slack: Workspace, user: str, text: str, words: str) -> str:
    """Type `/vigie` and return what it answers, once it says these words."""
    assert slack.command(user, CHANNEL, "/vigie", text).acknowledged
    return words_of(told(slack, user, words))


def published(vigie: Vigie, item: Dropped) -> None:
    alix = vigie.add("Alix", Role.REVIEWER)
    workflow.decide(vigie.house, alix, item.reference, Choice.APPROVE, "", fingerprint=item.case.fingerprint)
    workflow.publish(vigie.house, alix, item.reference, "Instagram", fingerprint=item.case.fingerprint)


@pytest.mark.parametrize("text", ["", "aide", "help", "n’importe quoi"])
def test_help_names_what_can_be_asked(vigie: Vigie, slack: Workspace, text: str) -> None:
    answer = ask(slack, LOU, text, "/declare-ai")
    assert all(word in answer for word in ("en attente", "mes dépôts", "registre", "vérifier", "code"))


@pytest.mark.parametrize("text", ["en attente", "attente", "EN ATTENTE", "to decide"])
def test_what_waits_is_listed_for_those_who_decide_oldest_first(vigie: Vigie, slack: Workspace, text: str) -> None:
    first, second = reviewable(vigie), reviewable(vigie, width=2)
    answer = ask(slack, DOMI, text, first.reference)
    assert answer.index(first.reference) < answer.index(second.reference)
    assert "Rien ne vous attend" in ask(slack, CAMILLE, text, "Rien ne vous attend")


@pytest.mark.parametrize("text", ["mes dépôts", "mes depots", "dépôts", "my submissions"])
def test_ones_own_submissions_are_listed(vigie: Vigie, slack: Workspace, text: str) -> None:
    item = dropped(vigie)
    assert "Avis réservé" in ask(slack, CAMILLE, text, item.reference)
    assert item.reference not in ask(slack, DOMI, text, "Aucun dépôt")


def test_an_answer_is_for_whoever_asked_alone(vigie: Vigie, slack: Workspace) -> None:
    before = len(slack.messages(CHANNEL))
    ask(slack, LOU, "aide", "/declare-ai")
    assert (len(slack.messages(CHANNEL)), slack.ephemerals(DOMI)) == (before, [])


def test_somebody_unknown_is_told_what_to_do(vigie: Vigie, slack: Workspace) -> None:
    assert "/vigie code" in ask(slack, LOU, "mes dépôts", "ne connaît pas ce compte")


def test_the_register_lists_declared_uses(vigie: Vigie, slack: Workspace) -> None:
    ask(slack, LOU, "registre", "Aucun usage de l’IA déclaré")
    slack.command(CAMILLE, CHANNEL, "/declare-ai")
    shown(slack, CAMILLE, "À quoi l’IA a-t-elle servi")
    filled = {
        "field:purpose": "proofreading",
        "field:subject": "Tract sur les crèches",
        "preset:tool": "ChatGPT",
        "field:extent": "part",
        "field:personal_data_sent": "no",
        "field:checker": "nobody",
        "field:label": "in-text",
    }
    slack.submit(CAMILLE, filled)
    shown(slack, CAMILLE, "La mention")
    answer = ask(slack, DOMI, "registre", "D-0001")
    assert "ChatGPT" in answer
    assert "crèches" in answer
    assert "Camille" not in answer


def test_a_message_that_nobody_touched_is_the_same(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    answer = ask(slack, LOU, f"vérifier {link(item.ts)}", item.reference)
    assert "Le texte est celui que Vigie a examiné" in answer
    assert "octet pour octet" in answer
    assert item.case.fingerprint[:12] in answer


def test_a_message_that_was_edited_after_it_was_closed_is_not_the_same(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    item.press(CAMILLE, "Retirer")
    item.card("Retiré")
    slack.edit(CHANNEL, item.ts, "Tout autre chose")
    answer = ask(slack, LOU, f"verifier <{link(item.ts)}>", item.reference)
    assert "Le texte n’est pas celui que Vigie a examiné" in answer


def test_a_published_message_that_is_edited_is_a_new_version_that_nobody_approved(
    vigie: Vigie, slack: Workspace
) -> None:
    item = reviewable(vigie)
    published(vigie, item)
    vigie.courier.wake()
    item.card("Publié")
    slack.edit(CHANNEL, item.ts, "Tout autre chose")
    item.card("version 2")
    assert item.case.state is State.REVIEWABLE
    assert "Rien ne s’oppose" in ask(slack, LOU, f"vérifier {link(item.ts)}", item.reference)


def test_other_bytes_under_the_same_message_are_not_the_same(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    file = slack.message(CHANNEL, item.ts)["files"][0]
    with_other_bytes(slack, file["id"], png(width=77))
    answer = ask(slack, LOU, f"vérifier {link(item.ts)}", item.reference)
    assert "Les fichiers ne sont pas ceux que Vigie a examinés" in answer


def with_other_bytes(slack: Workspace, file_id: str, data: bytes) -> None:
    """Let Slack keep another file in the place of one, as it might after working on it."""
    stored = slack._state.files[file_id]
    stored.data = data


def test_a_draft_is_compared_without_its_tag(vigie: Vigie, slack: Workspace) -> None:
    ts = slack.post(CHANNEL, CAMILLE, DRAFT)
    reference = vigie.reference(ts)
    vigie.card(ts, "Avis réservé")
    assert "Le texte est celui" in ask(slack, LOU, f"vérifier {link(ts)}", reference)


def test_a_message_that_is_gone_is_told_as_such(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    slack.delete(CHANNEL, item.ts)
    item.card("Retiré")
    ask(slack, LOU, f"vérifier {link(item.ts)}", "n’est plus là")
    slack.faults.fail("conversations.replies", "thread_not_found")
    ask(slack, DOMI, f"vérifier {link(item.ts)}", "n’est plus là")


def test_a_message_that_was_never_put_up_is_told_as_such(vigie: Vigie, slack: Workspace) -> None:
    ts = slack.post(CHANNEL, CAMILLE, "Qui vient ce soir ?")
    ask(slack, LOU, f"vérifier {link(ts)}", "n’a pas été soumis")
    ask(slack, LOU, "vérifier", "Quel message")
    ask(slack, LOU, "vérifier https://exemple.org/p1", "Quel message")


def test_a_code_of_the_desk_links_the_account(vigie: Vigie, slack: Workspace) -> None:
    alix = vigie.add("Alix", Role.REVIEWER)
    code = make_code(vigie.house, alix)
    assert "Alix" in ask(slack, LOU, f"code {code}", "vous ne faites qu’un·e")
    assert getattr(vigie.person(LOU), "id", "") == alix.id
    item = dropped(vigie, width=5)
    item.press(CAMILLE, "J’ai pris cette photo")
    item.card("Rien ne s’oppose")
    item.press(LOU, "Donner mon visa")
    item.card("Visa accordé")


@pytest.mark.parametrize("code", ["", "AAAA-AAAA"])
def test_a_code_that_is_none_links_nothing(vigie: Vigie, slack: Workspace, code: str) -> None:
    ask(slack, LOU, f"code {code}", "n’est pas (ou plus) valable")
    assert vigie.person(LOU) is None


def test_markup_in_a_files_name_stays_harmless_in_a_list(vigie: Vigie, slack: Workspace) -> None:
    ts = slack.post(CHANNEL, CAMILLE, files=[Upload("<!channel> *affiche*.png", png(width=6))])
    vigie.card(ts, "Avis réservé")
    assert "affiche" in ask(slack, CAMILLE, "mes dépôts", vigie.reference(ts))
