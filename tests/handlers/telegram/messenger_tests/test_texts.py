from __future__ import annotations

import pytest

from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.messenger_tests.asking import CAMILLE, GROUP, ask, refusal, result
from tests.handlers.telegram.messenger_tests.pictures import png


def said(telegram: Messenger, html: str) -> tuple[str, list[tuple[str, int, int]]]:
    message = result(telegram, "sendMessage", chat_id=GROUP, text=html, parse_mode="HTML")
    return message["text"], [(one["type"], one["offset"], one["length"]) for one in message.get("entities", [])]


def test_html_becomes_text_and_entities(telegram: Messenger) -> None:
    assert said(telegram, "<b>Avis</b> : 🙂 <i>rien <u>ne</u> s’oppose</i>") == (
        "Avis : 🙂 rien ne s’oppose",
        [("bold", 0, 4), ("italic", 10, 16), ("underline", 15, 2)],
    )
    assert said(telegram, "a &lt; b &amp; c") == ("a < b & c", [])
    assert said(telegram, '<pre><code class="language-json">{}</code></pre>')[0] == "{}"
    assert said(telegram, "<blockquote expandable>Détails</blockquote>")[1] == [("expandable_blockquote", 0, 7)]
    assert said(telegram, f'<a href="tg://user?id={CAMILLE}">C</a>')[1] == [("text_mention", 0, 1)]
    assert said(telegram, '<a href="tg://user?id=999">C</a>')[1] == []
    assert said(telegram, "  <b>x</b>  ") == ("x", [("bold", 0, 1)])
    assert telegram.violations == []


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
        ("é<p>b</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag"),
        ("1 < 2", 'Unexpected "<"'),
        ("R & D", 'Unexpected "&"'),
        ("<code><b>x</b></code>", "can't be inside of code"),
        ("<blockquote><blockquote>x</blockquote></blockquote>", "can't be inside of itself"),
        ("<a>x</a>", 'must have attribute "href"'),
        ('<span class="red">x</span>', "tg-spoiler"),
        ('<b class="x">x</b>', "Unsupported attributes"),
        ("a&nbsp;b", "&nbsp;"),
    ],
)
def test_broken_html_is_refused_and_noted(telegram: Messenger, html: str, problem: str) -> None:
    why = refusal(telegram, "sendMessage", chat_id=GROUP, text=html, parse_mode="HTML")
    assert why.startswith("Bad Request: can't parse entities: ")
    assert problem in why
    assert len(telegram.violations) == 1


def test_lengths_count_in_utf_16_and_after_parsing(telegram: Messenger) -> None:
    telegram.unlimited()
    result(telegram, "sendMessage", chat_id=GROUP, text="<b>" + "🙂" * 2048 + "</b>", parse_mode="HTML")
    too_long = refusal(telegram, "sendMessage", chat_id=GROUP, text="🙂" * 2048 + "x")
    assert too_long == "Bad Request: message is too long"
    assert refusal(telegram, "sendMessage", chat_id=GROUP, text=" \n") == "Bad Request: message text is empty"
    photo = ask(telegram, lambda bot: bot.send_photo(GROUP, png(), caption="é" * 1024))
    file_id = photo.photo[-1].file_id
    assert "caption is too long" in refusal(telegram, "sendPhoto", chat_id=GROUP, photo=file_id, caption="é" * 1025)
    assert len(telegram.violations) == 3


def test_other_ways_to_format_are_refused(telegram: Messenger) -> None:
    assert "unsupported parse_mode" in refusal(telegram, "sendMessage", chat_id=GROUP, text="x", parse_mode="Markdown")
    entity = {"type": "bold", "offset": 0, "length": 9}
    assert "out of the text" in refusal(telegram, "sendMessage", chat_id=GROUP, text="x", entities=[entity])


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("/declarer_ia un texte", [("/declarer_ia", 0, 12)]),
        ("/declare-ai texte", [("/declare", 0, 8)]),
        ("/déclarer", []),
        ("/aide@vigie_bot", [("/aide@vigie_bot", 0, 15)]),
        ("🙂 /aide", [("/aide", 3, 5)]),
        ("chemin/vers", []),
    ],
)
def test_commands_are_seen_as_telegram_sees_them(
    telegram: Messenger, text: str, commands: list[tuple[str, int, int]]
) -> None:
    message = telegram.send_text(GROUP, CAMILLE, text)
    wide = text.encode("utf-16-le")
    found = [entity for entity in message.get("entities", []) if entity["type"] == "bot_command"]
    places = [(entity["offset"], entity["length"]) for entity in found]
    assert [
        (wide[2 * start : 2 * (start + length)].decode("utf-16-le"), start, length) for start, length in places
    ] == commands
