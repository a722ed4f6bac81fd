"""Whatever a card holds, Telegram takes what we make of it, and nothing in it does anything by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.card.model import Action, Card, Field
from bot.language import Catalogue
from handlers.telegram.rendering.card import card_message
from handlers.telegram.rendering.details import details_message, details_pages
from handlers.telegram.rendering.form import Form, form_message
from handlers.telegram.rendering.lists import cards_list, overview
from handlers.telegram.rendering.message import Message
from handlers.telegram.rendering.notices import claim_message, toast, trouble_message, uncertain_message
from handlers.telegram.rendering.others import others_message
from handlers.telegram.rendering.steps import Gave, Pick
from policy.language import Language
from tests.handlers.slack.rendering.made import evidence, small_card, visual
from tests.handlers.slack.rendering.odd_cards import ACTIONS, CARDS, FORMS, HOSTILE, MOMENT, TEXTS
from tests.handlers.telegram.rendering.limits import faults_of, live_words, seen

CATALOGUES = st.sampled_from([Catalogue(language) for language in Language])
DESK = "https://vigie.example"
SLOWLY = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def assert_fine(message: Message) -> None:
    assert faults_of(message) == []
    assert live_words(message) == []


@SLOWLY
@given(CARDS, CATALOGUES, st.booleans(), st.booleans())
def test_every_card_is_a_message_that_telegram_takes(card: Card, catalogue: Catalogue, desk: bool, more: bool) -> None:
    message = card_message(
        card,
        catalogue,
        desk_url=DESK if desk else "",
        handover=more,
        publishing=more,
        scheduled=("x." * 300 if more else ""),
    )
    assert_fine(message)
    assert seen(message.text).endswith(f"{card.revision} · {card.fingerprint[:8]}")


@SLOWLY
@given(CARDS, CATALOGUES)
def test_every_card_has_details_that_telegram_takes(card: Card, catalogue: Catalogue) -> None:
    for page in details_pages(card, catalogue):
        assert_fine(Message(page))
    assert_fine(details_message(card, catalogue, 1))
    assert_fine(others_message(card, catalogue))


@SLOWLY
@given(CARDS, CATALOGUES)
def test_the_pages_of_details_leave_nothing_out(card: Card, catalogue: Catalogue) -> None:
    told = _flat("".join(seen(page) for page in details_pages(card, catalogue)))
    found = [item.what for file in card.visuals for item in file.evidence] + [item.text for item in card.story]
    assert all(_flat(text) in told for text in found)


def _flat(text: str) -> str:
    return "".join(text.replace("\u2060", "").replace("•", "").split())


@SLOWLY
@given(st.lists(CARDS, max_size=3), st.integers(0, 40), CATALOGUES)
def test_every_list_is_one_that_telegram_takes(cards: list[Card], number: int, catalogue: Catalogue) -> None:
    shown = cards[:1] * number + cards
    links = {card.reference: "https://t.me/c/1/2" for card in cards[:2]}
    assert_fine(cards_list(shown, catalogue, empty="Rien.", permalinks=links))
    now = MOMENT + timedelta(days=3)
    assert_fine(overview(shown, shown, catalogue, permalinks=links, week=HOSTILE, now=now))


@SLOWLY
@given(ACTIONS, FORMS, CATALOGUES, st.sampled_from(Gave), st.integers(0, 9), st.data())
def test_every_form_is_one_that_telegram_takes(
    action: Action, fields: tuple[Field, ...], catalogue: Catalogue, gave: Gave, number: int, data: st.DataObject
) -> None:
    answers = {field.name: data.draw(TEXTS) for field in fields[: data.draw(st.integers(0, 8))]}
    form = Form(action.label, fields, "V-0042", "a1b2c3d4", action.confirm)
    assert_fine(form_message(form, answers, catalogue))
    assert_fine(form_message(form, answers, catalogue, Pick(0, gave, number)))
    assert_fine(form_message(form, answers, catalogue, Pick(0, Gave.MEND)))
    assert_fine(form_message(Form.of(action, "V-0042"), {}, catalogue))


@SLOWLY
@given(TEXTS, CATALOGUES)
def test_every_notice_is_one_that_telegram_takes(text: str, catalogue: Catalogue) -> None:
    assert_fine(claim_message("V-0042", "a1b2c3d4", catalogue))
    assert_fine(uncertain_message("V-0042", "a1b2c3d4", catalogue, text))
    assert_fine(trouble_message(text))
    assert len(toast(text).encode("utf-16-le")) <= 400


@pytest.mark.parametrize("language", Language)
def test_far_too_much_is_cut_and_said_to_be(language: Language) -> None:
    card, catalogue = huge_card(), Catalogue(language)
    message = card_message(card, catalogue)
    assert_fine(message)
    assert message.cut
    assert "… +" in message.text
    assert "</blockquote>" in message.text
    assert catalogue.say("Details") in [button.label for row in message.keyboard for button in row]


def huge_card() -> Card:
    """Return an album of twenty files with forty lines of evidence each."""
    lines = tuple(evidence(f"{number} {'x' * 300}") for number in range(40))
    return small_card(visuals=tuple(visual(f"{number:02}.png", evidence=lines) for number in range(20)))
