from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from inline_snapshot import snapshot

from bot.kinds import Choice
from bot.language import Catalogue
from bot.self_check import SelfCheck
from bot.summary.gather import summary_of
from bot.summary.model import Summary
from bot.summary.period import Week
from bot.summary.words import Section, SummaryText, summary_text
from bot.trail.note import parse_note, parse_pasted
from bot.trail.verification import Break, Fault
from handlers.telegram.rendering import summary as rendering
from handlers.telegram.rendering.message import Message
from handlers.telegram.rendering.summary import is_of, says, summary_message
from policy.declaration import Declaration, Purpose
from policy.language import Language
from tests.bot.scene import Scene
from tests.handlers.telegram.rendering.limits import faults_of, live_words, seen
from tests.handlers.telegram.rendering.plain import as_text

LANGUAGES = pytest.mark.parametrize("language", Language)
HOSTILE = 'Rendez-vous sur /grève @camille https://exemple.fr <b>"&amp;" \U0001f9d1\u200d\U0001f9d1 ' * 30


@pytest.fixture
def summary(scene: Scene) -> Summary:
    """A week with a little of everything, made on the Monday after."""
    approved = scene.submit(draft="Samedi, venez nombreuses et nombreux au marché de Clamart.")
    scene.answer(approved, "ai-use", "no")
    scene.submit(draft="Dimanche, un stand à Sceaux.")
    scene.decide(approved, Choice.APPROVE)
    scene.declare(Declaration(Purpose.TRANSLATION, "Un outil @partout <b>"))
    scene.clock.go_on(timedelta(days=6))
    week = Week(2026, 48)
    return summary_of(scene.house, week.period, week)


def shown(message: Message) -> str:
    """Return the message without what differs from run to run."""
    text = re.sub(r"vigie/[0-9a-f]{8}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}", "KEY", message.text)
    text = re.sub(r"vigie/[0-9a-f]{8}", "vigie/NAME", text)
    text = re.sub(r"[A-Za-z0-9+/]{90,}=*", "SIGNATURE", text)
    return as_text(Message(re.sub(r"[A-Za-z0-9+/]{43}=", "ROOT", text)))


def test_a_summary_as_people_read_it(summary: Summary) -> None:
    assert shown(summary_message(summary, Catalogue(Language.ENGLISH))) == snapshot("""\
<b>Audit summary · week 48, Nov 23 – 29, 2026</b>

<b>To be acted on</b>
Nothing waits for a decision or a review

<b>In figures</b>
2 submissions
approved: 1 · waiting: 1
First decision: half within 0 s, nine in ten within 0 s
Answered within a minute: 2 of 2

<b>AI, declared</b>
1 declared use
Translating (1)
Tools: tools that Vigie does not know (1)

<b>Charter</b>
Version 2, in force since Nov 24, 2026, 12:00 · 6 guarantees kept

<b>Journal</b>
Intact: 12 entries verified on Nov 30, 2026, 12:00

<pre>vigie/NAME
12
ROOT
time 2026-11-30T11:00:00Z

— vigie/NAME SIGNATURE</pre>
To check at home: copy this message, then <code>vigie trail verify --checkpoint -</code>
Public key: <code>KEY</code>\
""")


@LANGUAGES
def test_a_summary_holds_all_its_words_in_each_language(summary: Summary, language: Language) -> None:
    catalogue = Catalogue(language)
    message, text = summary_message(summary, catalogue), summary_text(summary, catalogue)
    assert (faults_of(message), live_words(message), message.cut) == ([], [], False)
    blocks = [[section.heading, *section.lines] for section in text.sections]
    expected = "\n\n".join(["\n".join(block) for block in [[text.title], *blocks, [text.checkpoint.rstrip()]]])
    assert seen(message.text).replace("\u2060", "") == f"{expected}\n{text.how}\n{text.key}"
    assert len(seen(message.text)) < 1_600, "as long as a phone shows at a glance"
    for heading in (text.title, *(section.heading for section in text.sections)):
        assert f"<b>{heading}</b>" in message.text


@LANGUAGES
def test_whatever_the_figures_the_checkpoint_is_whole(
    summary: Summary, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = Catalogue(language)
    for lines, length in ((200, 3_000), (1, 60_000), (60, 60), (400, 5)):
        section = Section(HOSTILE[:200], tuple((HOSTILE * 30)[:length] for _ in range(lines)))
        huge = replace(summary_text(summary, catalogue), title=HOSTILE, sections=(section,) * 12)
        message = rendered(summary, catalogue, huge, monkeypatch)
        assert (faults_of(message), live_words(message), message.cut) == ([], [], True)
        assert str(parse_pasted(seen(message.text))) == summary.integrity.checkpoint
        assert "\n…\n\n<pre>" in message.text


def rendered(summary: Summary, catalogue: Catalogue, text: SummaryText, monkeypatch: pytest.MonkeyPatch) -> Message:
    monkeypatch.setattr(rendering, "summary_text", lambda *_: text)
    return summary_message(summary, catalogue)


@LANGUAGES
def test_where_the_trail_is_broken_that_comes_first_and_nothing_vouches_for_it(
    summary: Summary, language: Language
) -> None:
    check = SelfCheck(summary.made_at, 2, Break(3, Fault.LEAF))
    broken = replace(summary, integrity=replace(summary.integrity, check=check, checkpoint=""))
    message = summary_message(broken, Catalogue(language))
    assert faults_of(message) == []
    assert "<pre>" not in message.text
    assert message.text.split("\n")[3].startswith("⛔")
    assert not message.text.endswith("\n")


def test_the_block_is_the_note_to_the_last_letter(summary: Summary) -> None:
    block = summary_message(summary, Catalogue(Language.FRENCH)).text.partition("<pre>")[2].partition("</pre>")[0]
    assert parse_note(f"{block}\n") == parse_note(summary.integrity.checkpoint)


def test_a_summary_is_told_from_another_and_from_one_that_was_changed(summary: Summary) -> None:
    catalogue = Catalogue(Language.FRENCH)
    text = seen(summary_message(summary, catalogue).text)
    assert is_of(text, summary, catalogue)
    assert says(text.replace("\u2060", ""), summary, catalogue)
    changed = text.replace("2", "3", 1)
    assert not is_of(changed, summary, catalogue)
    assert not says(text.replace(" 1", " 4"), summary, catalogue)
