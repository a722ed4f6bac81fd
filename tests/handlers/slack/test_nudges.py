from __future__ import annotations

import pytest

from bot.kinds import Kind, State
from tests.handlers.slack.running import CAMILLE, CHANNEL, DOMI, GUEST, SACHA, Vigie
from tests.handlers.slack.steps import reviewable, shown, told
from tests.handlers.slack.workspace import Upload, Workspace, buttons_of, words_of
from tests.policy.making import png

APPROVE = "Donner mon visa"
DECLARE = "Déclarer un usage de l’IA"


@pytest.mark.parametrize("words", ["ok pour moi", "OK", "validé !", "👍", "je valide", "Oui, parfait"])
def test_a_nod_in_the_thread_counts_for_nothing_and_brings_the_buttons(
    vigie: Vigie, slack: Workspace, words: str
) -> None:
    item = reviewable(vigie)
    before = item.kinds()
    slack.post(CHANNEL, DOMI, words, thread_ts=item.ts)
    nudge = told(slack, DOMI, "ne vaut pas visa")
    assert buttons_of(nudge) == [APPROVE, "Demander des modifications", "Refuser"]
    assert nudge["thread_ts"] == item.ts
    slack.post(CHANNEL, SACHA, "ok", thread_ts=item.ts)
    told(slack, SACHA, "ne vaut pas visa")  # by now the first one is over and done with
    assert item.kinds() == before


def test_the_buttons_of_the_nudge_decide(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    slack.post(CHANNEL, DOMI, "ok pour moi", thread_ts=item.ts)
    nudge = told(slack, DOMI, "ne vaut pas visa")
    assert slack.press(DOMI, CHANNEL, nudge["ts"], label=APPROVE).acknowledged
    item.card("Visa accordé")
    slack.press(DOMI, CHANNEL, nudge["ts"], label="Refuser")
    shown(slack, DOMI, "La fiche a changé")


def test_a_nod_of_the_author_gives_them_no_more_than_they_had(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    slack.post(CHANNEL, CAMILLE, "ok pour moi", thread_ts=item.ts)
    nudge = told(slack, CAMILLE, "ne vaut pas visa")
    slack.press(CAMILLE, CHANNEL, nudge["ts"], label=APPROVE)
    told(slack, CAMILLE, "une autre personne décide")
    assert item.case.state is State.REVIEWABLE


def test_a_nod_that_is_edited_into_the_thread_counts_for_nothing_either(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    ts = slack.post(CHANNEL, DOMI, "Je regarde ça ce soir", thread_ts=item.ts)
    slack.edit(CHANNEL, ts, "ok pour moi")
    slack.post(CHANNEL, SACHA, "ok", thread_ts=item.ts)
    told(slack, SACHA, "ne vaut pas visa")
    assert Kind.DECIDED not in item.kinds()


def test_an_emoji_on_the_message_counts_for_nothing(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    about = {"type": "message", "channel": CHANNEL, "ts": item.ts}
    slack.emit({"type": "reaction_added", "user": DOMI, "reaction": "white_check_mark", "item": about})
    slack.post(CHANNEL, DOMI, "ok", thread_ts=item.ts)
    told(slack, DOMI, "ne vaut pas visa")
    assert item.case.state is State.REVIEWABLE


def test_a_confession_in_the_thread_brings_the_form_of_a_declaration(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    slack.post(CHANNEL, CAMILLE, "Légende faite avec ChatGPT", thread_ts=item.ts)
    nudge = told(slack, CAMILLE, "Une IA a aidé")
    assert buttons_of(nudge) == [DECLARE]
    slack.press(CAMILLE, CHANNEL, nudge["ts"], label=DECLARE)
    assert "ChatGPT" in str(shown(slack, CAMILLE, "Avec quel outil"))


def test_a_confession_under_a_draft_brings_the_form_too(vigie: Vigie, slack: Workspace) -> None:
    ts = slack.post(CHANNEL, CAMILLE, "#brouillon Rendez-vous samedi à 14 h place de la mairie pour la marche.")
    vigie.card(ts, "Avis réservé")
    slack.post(CHANNEL, CAMILLE, "fait avec ChatGPT", thread_ts=ts)
    assert buttons_of(told(slack, CAMILLE, "Une IA a aidé")) == ["Oui, une IA a aidé…"]


def test_talk_in_a_thread_is_left_alone(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    elsewhere = slack.post(CHANNEL, CAMILLE, "Qui vient ce soir ?")
    slack.post(CHANNEL, DOMI, "ok pour moi", thread_ts=elsewhere)
    slack.post(CHANNEL, DOMI, "On peut recadrer un peu ?", thread_ts=item.ts)
    slack.post(CHANNEL, GUEST, "ok", thread_ts=item.ts)
    told(slack, GUEST, "ne vaut pas visa")
    assert slack.ephemerals(DOMI) == []


def test_a_nudge_is_seen_by_nobody_else(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    slack.post(CHANNEL, DOMI, "ok pour moi", thread_ts=item.ts)
    told(slack, DOMI, "ne vaut pas visa")
    assert not any("ne vaut pas visa" in words_of(one) for one in slack.thread(CHANNEL, item.ts))
    slack.post(CHANNEL, CAMILLE, files=[Upload("autre.png", png(width=3))])
    assert slack.ephemerals(SACHA) == []
