from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.handlers.slack.workspace import Json, Upload, Workspace
from tests.handlers.slack.workspace.block_kit import inspect_message, inspect_view
from tests.handlers.slack.workspace_tests.conftest import CHANNEL
from tests.handlers.slack.workspace_tests.pictures import png
from tests.handlers.slack.workspace_tests.test_socket_mode import CARD, MODAL
from tests.handlers.slack.workspace_tests.test_views import plain


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**parts: object) -> Json:
    return {"type": "section", "text": mrkdwn("x")} | parts


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(**parts: object) -> Json:
    return {"type": "button", "action_id": "a", "text": plain("Oui")} | parts


def options(count: int, **parts: object) -> list[Json]:
    return [{"text": plain(f"Option {number}"), "value": str(number)} | parts for number in range(count)]


def asked(element: Json, **parts: object) -> Json:
    return {"type": "input", "label": plain("Motif"), "element": {"action_id": "a"} | element} | parts


CONFIRM = {"title": plain("Sûr ?"), "text": plain("Vraiment"), "confirm": plain("Oui"), "deny": plain("Non")}
WRONG: dict[str, list[Any]] = {
    "51 blocks": [{"type": "divider"}] * 51,
    "an unknown block": [{"type": "hologram"}],
    "an unknown field": [section(colour="red")],
    "no text in a section": [{"type": "section"}],
    "a long section": [section(text=mrkdwn("x" * 3001))],
    "an empty text": [section(text=mrkdwn(""))],
    "a blank text": [section(text=mrkdwn("  "))],
    "eleven fields": [section(fields=[mrkdwn("x")] * 11)],
    "a long field": [section(fields=[mrkdwn("x" * 2001)])],
    "a header of mrkdwn": [{"type": "header", "text": mrkdwn("x")}],
    "a long header": [{"type": "header", "text": plain("x" * 151)}],
    "eleven things of context": [{"type": "context", "elements": [mrkdwn("x")] * 11}],
    "an empty context": [{"type": "context", "elements": []}],
    "a button in a context": [{"type": "context", "elements": [button()]}],
    "26 actions": [actions(*[button(action_id=str(number)) for number in range(26)])],
    "no actions": [actions()],
    "the same action twice": [actions(button(), button())],
    "the same block twice": [section(block_id="b"), section(block_id="b")],
    "a long block_id": [section(block_id="b" * 256)],
    "a long action_id": [actions(button(action_id="a" * 256))],
    "a long button": [actions(button(text=plain("x" * 76)))],
    "a button of mrkdwn": [actions(button(text=mrkdwn("x")))],
    "a long value": [actions(button(value="x" * 2001))],
    "an unknown style": [actions(button(style="loud"))],
    "an unknown element": [actions({"type": "lever", "action_id": "a"})],
    "an input among actions": [actions({"type": "plain_text_input", "action_id": "a"})],
    "a long confirmation": [actions(button(confirm=CONFIRM | {"title": plain("x" * 101)}))],
    "a confirmation without denial": [actions(button(confirm={"title": plain("x"), "text": plain("x")}))],
    "a long confirm label": [actions(button(confirm=CONFIRM | {"deny": plain("x" * 31)}))],
    "101 options": [actions({"type": "static_select", "action_id": "a", "options": options(101)})],
    "an option of 76": [
        actions({"type": "static_select", "action_id": "a", "options": options(1, text=plain("x" * 76))})
    ],
    "a value of 151": [actions({"type": "static_select", "action_id": "a", "options": options(1, value="x" * 151)})],
    "the same option twice": [actions({"type": "static_select", "action_id": "a", "options": options(2, value="x")})],
    "an overflow of one": [actions({"type": "overflow", "action_id": "a", "options": options(1)})],
    "an overflow of six": [actions({"type": "overflow", "action_id": "a", "options": options(6)})],
    "eleven radio buttons": [actions({"type": "radio_buttons", "action_id": "a", "options": options(11)})],
    "a picture without words": [{"type": "image", "image_url": "https://exemple.org/a.png"}],
    "a picture from nowhere": [{"type": "image", "alt_text": "x"}],
    "an empty table cell": [{"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}],
    "an alert of no level": [{"type": "alert", "text": mrkdwn("x"), "level": "loud"}],
    "a rich text of strange parts": [{"type": "rich_text", "elements": [{"type": "verse", "elements": []}]}],
    "not an object": ["section"],
}
RIGHT: list[Json] = [
    {"type": "header", "text": plain("Avis")},
    section(fields=[mrkdwn("*Qui*"), plain("Camille")], accessory={"type": "overflow", "options": options(2)}),
    {
        "type": "context",
        "elements": [mrkdwn("x"), {"type": "image", "alt_text": "x", "image_url": "https://exemple.org"}],
    },
    actions(button(confirm=CONFIRM, style="danger"), {"type": "static_select", "options": options(3)}),
    {"type": "divider"},
    {"type": "image", "alt_text": "Affiche", "image_url": "https://exemple.org/a.png", "title": plain("Affiche")},
    {"type": "alert", "text": mrkdwn("Image générée"), "level": "error"},
    {"type": "container", "title": plain("Détails"), "child_blocks": [section()], "is_collapsible": True},
    {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "x", "style": {"bold": True}}]}
        ],
    },
    {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]], "column_settings": [{"align": "right"}]},
    {"type": "markdown", "text": "**x**"},
]


@pytest.mark.parametrize("blocks", WRONG.values(), ids=WRONG)
def test_wrong_blocks_are_refused(blocks: list[Any]) -> None:
    assert inspect_message(blocks).problems


def test_right_blocks_are_not() -> None:
    assert inspect_message(RIGHT).problems == []
    assert inspect_message(CARD).problems == []
    assert inspect_view(MODAL).problems == []


WRONG_VIEWS: dict[str, Json] = {
    "a long title": MODAL | {"title": plain("x" * 25)},
    "a title of mrkdwn": MODAL | {"title": mrkdwn("x")},
    "a long close": MODAL | {"close": plain("x" * 25)},
    "inputs and no submit": {key: value for key, value in MODAL.items() if key != "submit"},
    "101 blocks": MODAL | {"blocks": [{"type": "divider"}] * 101},
    "much metadata": MODAL | {"private_metadata": "x" * 3001},
    "an unknown field": MODAL | {"colour": "red"},
    "a home with a title": {"type": "home", "title": plain("x"), "blocks": []},
    "a long label": MODAL | {"blocks": [asked({"type": "plain_text_input"}, label=plain("x" * 2001))]},
    "a label of mrkdwn": MODAL | {"blocks": [asked({"type": "plain_text_input"}, label=mrkdwn("x"))]},
    "a high max_length": MODAL | {"blocks": [asked({"type": "plain_text_input", "max_length": 3001})]},
    "too much at first": MODAL
    | {"blocks": [asked({"type": "plain_text_input", "max_length": 2, "initial_value": "xxx"})]},
    "a first choice that is none": MODAL
    | {"blocks": [asked({"type": "radio_buttons", "options": options(2), "initial_option": options(3)[2]})]},
    "a markdown block": MODAL | {"blocks": [{"type": "markdown", "text": "x"}]},
    "a button as an input": MODAL | {"blocks": [asked(button())]},
}


@pytest.mark.parametrize("view", WRONG_VIEWS.values(), ids=WRONG_VIEWS)
def test_wrong_views_are_refused(view: Json) -> None:
    assert inspect_view(view).problems


def test_a_refused_message_is_explained_and_noted(slack: Workspace, client: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=CHANNEL, text="x", blocks=[section(text=mrkdwn(""))])
    assert refused.value.response["error"] == "invalid_blocks"
    told: Any = refused.value.response["response_metadata"]
    assert told["messages"][0].endswith("[json-pointer:/blocks/0/text/text]")
    assert slack.violations[0].startswith("chat.postMessage: invalid_blocks:")
    assert slack.messages(CHANNEL) == []


def test_a_refusal_that_was_expected_is_not_noted(slack: Workspace, client: WebClient) -> None:
    slack.faults.expect_invalid_blocks = True
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        client.chat_postMessage(channel=CHANNEL, text="x", blocks=[{"type": "hologram"}])
    slack.faults.refused_block_types.add("alert")
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        client.chat_postMessage(channel=CHANNEL, text="x", blocks=[{"type": "alert", "text": mrkdwn("x")}])
    assert slack.violations == []


@pytest.mark.parametrize("call", ["<!channel>", "<!here>", "<!everyone|tous>"])
def test_calling_everybody_is_noted_wherever_it_stands(slack: Workspace, client: WebClient, call: str) -> None:
    client.chat_postMessage(channel=CHANNEL, text=f"Bonjour {call}")
    client.chat_postMessage(channel=CHANNEL, text="Bonjour", blocks=[section(text=mrkdwn(call))])
    client.chat_postMessage(channel=CHANNEL, text="Bonjour", blocks=[section(text=plain(call))])
    client.chat_postMessage(channel=CHANNEL, text="Bonjour &lt;!channel&gt;")
    assert len(slack.violations) == 2


@pytest.mark.filterwarnings("ignore:The top-level `text`:UserWarning")
def test_blocks_without_a_text_are_noted(slack: Workspace, client: WebClient) -> None:
    client.chat_postMessage(channel=CHANNEL, blocks=CARD)
    assert slack.violations == ["chat.postMessage: no fallback text next to the blocks"]


def test_a_stored_block_has_what_slack_adds(slack: Workspace, client: WebClient) -> None:
    ts = str(client.chat_postMessage(channel=CHANNEL, text="x", blocks=[section(), actions(button())])["ts"])
    text, row = slack.message(CHANNEL, ts)["blocks"]
    assert text["text"] == {"type": "mrkdwn", "text": "x", "verbatim": False}
    assert row["block_id"]
    assert row["elements"][0]["text"]["emoji"] is True


def test_a_picture_of_slack_s_own_must_be_there(slack: Workspace, client: WebClient) -> None:
    ts = slack.post(CHANNEL, "U0CAMILLE", files=[Upload("affiche.png", png())])
    file_id = slack.message(CHANNEL, ts)["files"][0]["id"]
    picture = {"type": "image", "alt_text": "Affiche", "slack_file": {"id": file_id}}
    client.chat_postMessage(channel=CHANNEL, text="x", blocks=[picture])
    slack.faults.not_visible_for(file_id, calls=1)
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        client.chat_postMessage(channel=CHANNEL, text="x", blocks=[picture])
    assert slack.violations == []
