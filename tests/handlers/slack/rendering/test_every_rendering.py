"""Whatever a card holds, Slack takes what we make of it, and nothing in it does anything by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.card.model import Action, Card
from bot.language import Catalogue
from handlers.slack.ids import CallbackId, Handle
from handlers.slack.rendering.blocks import Message
from handlers.slack.rendering.card import card_message
from handlers.slack.rendering.details import details_view, report_text, was_cut
from handlers.slack.rendering.fallback import bare_text, plain_message
from handlers.slack.rendering.form import fields_view, form_view, message_view
from handlers.slack.rendering.lists import cards_list, home_view
from handlers.slack.rendering.others import others_view
from policy.language import Language
from tests.handlers.slack.rendering.limits import faults_of_message, faults_of_view
from tests.handlers.slack.rendering.made import evidence, small_card, visual
from tests.handlers.slack.rendering.odd_cards import ACTIONS, CARDS, FORMS, HOSTILE, MOMENT, TEXTS

CATALOGUES = st.sampled_from([Catalogue(language) for language in Language])
DESK = "https://vigie.example"
SLOWLY = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def mrkdwn(value: object) -> Iterator[str]:
    """Yield every text that Slack would read signs into."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for item in value.values():
            yield from mrkdwn(item)
    elif isinstance(value, list):
        for item in value:
            yield from mrkdwn(item)


def assert_fine(message: Message) -> None:
    assert faults_of_message(message.text, message.blocks) == []
    assert all(text.startswith(f"<{DESK}/depots/V-") for text in mrkdwn(message.blocks))
    assert "<" not in message.text
    json.dumps(message.blocks, ensure_ascii=False).encode()


def assert_fine_view(view: dict[str, Any]) -> None:
    assert faults_of_view(view) == []
    assert all(text.startswith(f"<{DESK}/depots/V-") for text in mrkdwn(view))


@SLOWLY
@given(CARDS, CATALOGUES, st.booleans(), st.booleans())
def test_every_card_is_a_message_that_slack_takes(card: Card, catalogue: Catalogue, desk: bool, handover: bool) -> None:
    assert_fine(card_message(card, catalogue, desk_url=DESK if desk else "", handover=handover))
    assert_fine(plain_message(card, catalogue))
    assert "<" not in bare_text(card, catalogue)


@SLOWLY
@given(CARDS, CATALOGUES, st.booleans())
def test_every_card_has_details_that_slack_takes(card: Card, catalogue: Catalogue, desk: bool) -> None:
    assert_fine_view(details_view(card, catalogue, DESK if desk else ""))
    assert_fine_view(others_view(card, catalogue))


@SLOWLY
@given(CARDS, CATALOGUES)
def test_the_report_leaves_nothing_out(card: Card, catalogue: Catalogue) -> None:
    report = report_text(card, catalogue)
    flat = " ".join(report.replace("\n> ", "\n").split())
    told = [item.what for visual in card.visuals for item in visual.evidence] + [item.text for item in card.story]
    assert all(" ".join(text.split()) in flat for text in told)


@SLOWLY
@given(st.lists(CARDS, max_size=3), st.integers(0, 40), CATALOGUES)
def test_every_list_is_one_that_slack_takes(cards: list[Card], number: int, catalogue: Catalogue) -> None:
    shown = cards[:1] * number + cards
    links = {card.reference: "https://example.slack.com/archives/C0/p1" for card in cards[:2]}
    assert faults_of_message("x", cards_list(shown, catalogue, empty="Rien.", permalinks=links)) == []
    now = MOMENT + timedelta(days=3)
    view = home_view(shown, shown, catalogue, permalinks=links, week=HOSTILE, now=now)
    assert faults_of_view(view) == []


@SLOWLY
@given(ACTIONS, FORMS, CATALOGUES)
def test_every_form_is_one_that_slack_takes(action: Action, fields: tuple[Any, ...], catalogue: Catalogue) -> None:
    handle = Handle("V-0042", "0" * 64, action.verb, action.value[:100], action.asset)
    assert_fine_view(form_view(action, handle, catalogue))
    view = fields_view(action.label, fields, catalogue, callback_id=CallbackId.DECLARE, metadata="", submit="Envoyer")
    assert_fine_view(view)


@SLOWLY
@given(TEXTS, st.lists(TEXTS, max_size=5), TEXTS, CATALOGUES)
def test_every_message_to_be_read_is_one_that_slack_takes(
    title: str, paragraphs: list[str], code: str, catalogue: Catalogue
) -> None:
    assert_fine_view(message_view(title, paragraphs, catalogue, code=code))


@pytest.mark.parametrize("language", Language)
def test_far_too_much_is_cut_and_said_to_be(language: Language) -> None:
    card = huge_card()
    catalogue = Catalogue(language)
    message = card_message(card, catalogue)
    assert_fine(message)
    assert message.cut
    assert "… +" in json.dumps(message.blocks, ensure_ascii=False)
    assert_fine_view(details_view(card, catalogue))
    assert was_cut(card, catalogue)


def huge_card() -> Card:
    """Return an album of twenty files with forty lines of evidence each."""
    lines = tuple(evidence(f"{number} {'x' * 300}") for number in range(40))
    visuals = tuple(visual(f"{number:02}.png", evidence=lines) for number in range(20))
    return small_card(visuals=visuals)
