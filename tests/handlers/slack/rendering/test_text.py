from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.rendering.text import escaped, plain


@pytest.mark.parametrize(
    ("delivered", "seen"),
    [
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("&amp;lt;", "&lt;"),
        ("voir <https://exemple.fr/a?b=1&amp;c=2>", "voir https://exemple.fr/a?b=1&c=2"),
        ("voir <https://exemple.fr/|exemple.fr>", "voir exemple.fr"),
        ("voir <https://exemple.fr?utm_source=chatgpt.com|le site>", "voir le site (https://exemple.fr?utm_source=chatgpt.com)"),
        ("<mailto:a@b.fr|a@b.fr>", "a@b.fr"),
        ("<tel:+33102030405|01 02 03 04 05>", "01 02 03 04 05 (+33102030405)"),
        ("merci <@U012AB>", "merci @U012AB"),
        ("merci <@U012AB|camille>", "merci @camille"),
        ("dans <#C1|presse>", "dans #presse"),
        ("dans <#C1>", "dans #C1"),
        ("<!here> et <!channel>", "@here et @channel"),
        ("<!subteam^S1|@validation>", "@validation"),
        ("<!date^1392734382^{date_short}|18 févr. 2014>", "18 févr. 2014"),
        ("2 < 3 > 1", "2 < 3 > 1"),
        ("*gras* _ital_", "*gras* _ital_"),
    ],
)  # fmt: skip
def test_what_slack_delivers_reads_as_its_author_sees_it(delivered: str, seen: str) -> None:
    assert plain(delivered) == seen


@given(st.text())
def test_what_slack_escapes_comes_back(typed: str) -> None:
    sent = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain(sent) == typed


@pytest.mark.parametrize(
    ("foreign", "harmless"),
    [
        ("<!channel> & <https://x|y>", "&lt;!channel&gt; &amp; &lt;https://x|y&gt;"),
        ("*gras* ~barré~ `code`", "∗gras∗ ∼barré∼ ˋcodeˋ"),
        ("_ital_ et affiche_finale_v2.png", "ˍitalˍ et affiche_finale_v2.png"),
        ("fait :white_check_mark: à 12:30:45", "fait ∶white_check_mark: à 12:30:45"),
        ("> cité\n>>> tout", "› cité\n› tout"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
    ],
)
def test_foreign_text_does_nothing_in_mrkdwn(foreign: str, harmless: str) -> None:
    assert escaped(foreign) == harmless


@given(st.text())
def test_no_sign_of_mrkdwn_is_left(foreign: str) -> None:
    assert not set(escaped(foreign)) & set("<>*~`")
