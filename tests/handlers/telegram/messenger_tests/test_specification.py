from __future__ import annotations

import socket

import httpx
import pytest
from telegram.constants import ReactionEmoji

from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.messenger.kinds import Plain
from tests.handlers.telegram.messenger.methods_answering import REACTIONS, without_selectors
from tests.handlers.telegram.messenger.requests import HANDLERS
from tests.handlers.telegram.messenger.specification import fields_of, methods
from tests.handlers.telegram.messenger_tests.asking import GROUP, call, keyboard, refusal, result

OK = {"text": "Approuver", "callback_data": "v1:ok"}


def test_the_whole_interface_is_known() -> None:
    assert len(methods()) > 180
    assert set(HANDLERS) <= set(methods())
    assert methods()["sendMessage"].parameters["chat_id"].required
    assert methods()["sendMessage"].parameters["message_thread_id"].kind is Plain.INTEGER
    assert "from" in fields_of("Message")


def test_the_reactions_are_the_documented_ones() -> None:
    assert set(REACTIONS) == {without_selectors(emoji.value) for emoji in ReactionEmoji}


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ({"text": "x"}, "chat_id is missing"),
        ({"chat_id": GROUP}, "text is missing"),
        ({"chat_id": GROUP, "text": "x", "colour": "red"}, "colour is not in the specification"),
        ({"chat_id": GROUP, "text": "x", "reply_to_message_id": 1}, "reply_to_message_id is not in the specification"),
        ({"chat_id": GROUP, "text": 7}, "text is no String but 7"),
        ({"chat_id": "validation", "text": "x"}, "chat_id names no chat: 'validation'"),
        ({"chat_id": GROUP, "text": "x", "message_thread_id": True}, "message_thread_id is no Integer but True"),
        ({"chat_id": GROUP, "text": "x", "disable_notification": 1}, "disable_notification is no Boolean but 1"),
        ({"chat_id": GROUP, "text": "x", "reply_markup": {}}, "reply_markup.inline_keyboard is missing"),
        (
            {"chat_id": GROUP, "text": "x", "reply_markup": keyboard(OK | {"color": "red"})},
            "reply_markup.inline_keyboard[0][0].color is not in the specification",
        ),
        (
            {"chat_id": GROUP, "text": "x", "reply_markup": keyboard({"text": "x", "copy_text": "y"})},
            "reply_markup.inline_keyboard[0][0].copy_text is no CopyTextButton but 'y'",
        ),
        (
            {"chat_id": GROUP, "text": "x", "link_preview_options": {"is_disabled": "yes"}},
            "link_preview_options.is_disabled is no Boolean but 'yes'",
        ),
        (
            {"chat_id": GROUP, "text": "x", "entities": [{"type": "bold", "offset": 0}]},
            "entities[0].length is missing",
        ),
    ],
)
def test_what_is_not_in_the_specification_is_refused_and_noted(
    telegram: Messenger, parameters: dict[str, object], problem: str
) -> None:
    assert problem in refusal(telegram, "sendMessage", **parameters)
    assert len(telegram.violations) == 1
    assert problem in telegram.violations[0]
    assert telegram.messages(GROUP) == []


@pytest.mark.parametrize(
    ("button", "problem"),
    [
        ({"text": "x"}, "Text buttons are unallowed"),
        (OK | {"url": "https://example.org"}, "exactly one action"),
        ({"text": " ", "callback_data": "x"}, "text must be non-empty"),
        ({"text": "x", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "url": "vigie"}, "Wrong HTTP URL"),
        ({"text": "x", "copy_text": {"text": "y" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "web_app": {"url": "https://example.org"}}, "BUTTON_TYPE_INVALID"),
        (OK | {"style": "green"}, "unknown button style"),
    ],
)
def test_a_button_does_exactly_one_possible_thing(telegram: Messenger, button: dict[str, object], problem: str) -> None:
    assert problem in refusal(telegram, "sendMessage", chat_id=GROUP, text="x", reply_markup=keyboard(button))
    assert len(telegram.violations) == 1


def test_sixty_four_bytes_are_enough(telegram: Messenger) -> None:
    button = {"text": "x", "callback_data": "é" * 32, "style": "success"}
    result(telegram, "sendMessage", chat_id=GROUP, text="x", reply_markup=keyboard(button))
    assert telegram.violations == []


def test_a_wrong_token_and_a_wrong_method_are_noted(telegram: Messenger) -> None:
    assert httpx.get(f"{telegram.api_url}/bot1:of-somebody-else/getMe").status_code == 401
    assert httpx.get(f"{telegram.api_url}/bot{telegram.token}/getMee").status_code == 404
    assert telegram.violations == ["getMe: a token of somebody else", "unknown method: getMee"]


def test_what_is_not_modelled_says_so(telegram: Messenger) -> None:
    answer = call(telegram, "sendDice", chat_id=GROUP)
    assert answer["error_code"] == 501
    assert "does not know sendDice" in telegram.violations[0]


@pytest.mark.parametrize("encoding", ["query", "form", "json", "json of texts", "multipart"])
def test_every_encoding_is_read(telegram: Messenger, encoding: str) -> None:
    url = f"{telegram.api_url}/bot{telegram.token}/sendMessage"
    written = '{"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}'
    texts = {"chat_id": str(GROUP), "text": "Bonjour", "disable_notification": "true", "reply_markup": written}
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}
    answer = {
        "query": lambda: httpx.get(url, params=texts),
        "form": lambda: httpx.post(url, data=texts),
        "json": lambda: httpx.post(url, json={"chat_id": GROUP, "text": "Bonjour", "reply_markup": markup}),
        "json of texts": lambda: httpx.post(url, json={"chat_id": GROUP, "text": "Bonjour", "reply_markup": written}),
        "multipart": lambda: httpx.post(url, files={name: (None, text) for name, text in texts.items()}),
    }[encoding]()
    assert answer.json()["ok"], answer.text
    assert telegram.buttons(GROUP, 1) == ["x"]
    assert telegram.violations == []


def test_files_and_their_names_belong_together(telegram: Messenger) -> None:
    url = f"{telegram.api_url}/bot{telegram.token}/sendDocument"
    lost = httpx.post(url, data={"chat_id": str(GROUP), "document": "attach://a"}).json()
    assert "attach://a names no file" in lost["description"]
    both = {"document": ("a.txt", b"a"), "stray": ("b.txt", b"b")}
    stray = httpx.post(url, data={"chat_id": str(GROUP)}, files=both).json()
    assert "the file stray is used nowhere" in stray["description"]
    assert len(telegram.violations) == 2


def test_a_request_that_is_cut_off_is_nobodys_fault(telegram: Messenger) -> None:
    port = httpx.URL(telegram.api_url).port
    head = f"POST /bot{telegram.token}/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", port)) as cut:
        cut.sendall(f'{head}Content-Length: 500\r\n\r\n{{"chat_id": -10'.encode())
    result(telegram, "getMe")
    assert [call.method for call in telegram.calls] == ["getMe"]
    assert telegram.violations == []
