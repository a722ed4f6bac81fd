from __future__ import annotations

from typing import Any

import pytest

from tests.handlers.slack.rendering.limits import faults_of_message, faults_of_view

PLAIN = {"type": "plain_text", "text": "x"}
BUTTON = {"type": "button", "text": PLAIN, "action_id": "a", "value": "v"}
SECTION = {"type": "section", "text": PLAIN}
LINE = {"type": "plain_text_input", "action_id": "a", "multiline": False, "max_length": 10}
INPUT = {"type": "input", "block_id": "b", "label": PLAIN, "element": LINE}
OPTION = {"text": PLAIN, "value": "v"}
MODAL = {"type": "modal", "callback_id": "c", "title": PLAIN, "close": PLAIN, "submit": PLAIN, "blocks": [INPUT]}


def of_length(number: int) -> dict[str, Any]:
    return PLAIN | {"text": "x" * number}


@pytest.mark.parametrize(
    "blocks",
    [
        [],
        [SECTION] * 51,
        [SECTION | {"text": of_length(3_001)}],
        [SECTION | {"text": PLAIN | {"text": " "}}],
        [SECTION | {"colour": "red"}],
        [SECTION | {"block_id": "b"}] * 2,
        [{"type": "header", "text": of_length(151)}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        [{"type": "actions", "elements": []}],
        [{"type": "actions", "elements": [BUTTON, BUTTON]}],
        [{"type": "actions", "elements": [BUTTON | {"text": of_length(76)}]}],
        [{"type": "actions", "elements": [BUTTON | {"value": "x" * 2_001}]}],
        [{"type": "actions", "elements": [BUTTON | {"style": "plain"}]}],
        [{"type": "actions", "elements": [BUTTON | {"confirm": {"title": PLAIN}}]}],
        [{"type": "context", "elements": [PLAIN] * 11}],
        [{"type": "rich_text", "elements": []}],
        [
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}],
            }
        ],
        [{"type": "alert"}],
        [INPUT],
    ],
)
def test_a_fault_of_a_message_is_found(blocks: list[dict[str, Any]]) -> None:
    assert faults_of_message("x", blocks)


@pytest.mark.parametrize(
    "view",
    [
        {name: value for name, value in MODAL.items() if name != "submit"},
        MODAL | {"title": of_length(25)},
        MODAL | {"private_metadata": "x" * 3_001},
        MODAL | {"blocks": [SECTION] * 101},
        MODAL | {"blocks": [INPUT | {"element": LINE | {"max_length": 3_001}}]},
        MODAL | {"blocks": [INPUT | {"element": LINE | {"initial_value": "x" * 11}}]},
        MODAL | {"blocks": [INPUT | {"element": {"type": "static_select", "action_id": "a", "options": [OPTION] * 2}}]},
        MODAL | {"blocks": [INPUT | {"element": {"type": "radio_buttons", "action_id": "a", "options": []}}]},
    ],
)
def test_a_fault_of_a_view_is_found(view: dict[str, Any]) -> None:
    assert faults_of_view(view)


def test_what_is_right_passes() -> None:
    assert faults_of_message("x", [SECTION, {"type": "actions", "elements": [BUTTON]}]) == []
    assert faults_of_view(MODAL) == []
