from __future__ import annotations

from bot.kinds import State
from tests.handlers.telegram.running import CAMILLE, CHANNEL, DOMI, GROUP, Vigie
from tests.policy.pictures_with_a_look import encoded, scene


def test_the_whole_round(vigie: Vigie) -> None:
    telegram, original = vigie.telegram, encoded(scene(7))
    sent = telegram.send_photo(GROUP, CAMILLE, original, "Pour samedi")
    vigie.card(sent["message_id"], "réservé")
    reference = vigie.reference(sent["message_id"])
    assert telegram.reactions(GROUP, sent["message_id"]) == ["👀"]

    telegram.send_document(GROUP, CAMILLE, original, "marche.jpg")
    telegram.wait_for(lambda: vigie.case(reference).revision == 2, what="the original")
    assert vigie.case(reference).assets[0].transport.faithful

    telegram.wait_for(lambda: vigie.case(reference).state is State.INCOMPLETE, what="an opinion on the original")
    vigie.card(sent["message_id"], "version 2")
    vigie.press(CAMILLE, sent["message_id"], "J’ai pris cette photo")
    vigie.card(sent["message_id"], "Rien ne s’oppose")
    refused = vigie.press(CAMILLE, sent["message_id"], "Donner mon visa")
    assert "autre personne" in (refused.text or "")
    vigie.press(DOMI, sent["message_id"], "Donner mon visa")
    vigie.sure(DOMI, sent["message_id"], "Donner mon visa")
    vigie.card(sent["message_id"], "Visa accordé")
    assert vigie.case(reference).state is State.APPROVED

    vigie.press(DOMI, sent["message_id"], "Publier maintenant")
    telegram.wait_for(lambda: telegram.messages(CHANNEL), what="the post")
    telegram.wait_for(lambda: vigie.case(reference).state is State.PUBLISHED, what="its record")
    assert telegram.files_sent[-1].data == original

    telegram.channel_post(CHANNEL, "À la sauvette", by=DOMI)
    telegram.wait_for(
        lambda: any(
            "sans Vigie" in m.get("text", "") or "without Vigie" in m.get("text", "") for m in telegram.messages(GROUP)
        ),
        what="the alarm",
    )
    assert vigie.verified().intact
