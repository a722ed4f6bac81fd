from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.charter.load import load, load_file, shipped
from policy.charter.model import Authority, Charter, Is, Mode
from policy.charter.problem import CharterError, Mistake, Problem
from policy.verdict import Effect

ADOPTED = "Nul ne génère d’images. Tout usage est signalé."
SMALL = """\
format: vigie-charte/1
id: petite
titre: {fr: Petite charte, en: Small charter}
organisation: Essai
version: "2"
adoptée le: "2026-01-01"
source:
  texte: source.txt
  note: {fr: Une note., en: A note.}
articles:
  "1": {fr: Images, en: Images}
faits:
  image générée par IA:
    question: {fr: Générée ?, en: Generated?}
    répond: auteur·rice
règles:
  - id: non
    article: "1"
    origine: charte
    base: texte
    citation: Nul ne génère d'images.
    si: {image générée par IA: oui}
    effet: interdire
    message: {fr: Non., en: No.}
    que faire: {fr: Une photo., en: A photo.}
exemples:
  - nom: Une image générée
    faits: {image générée par IA: oui}
    attendu: {avis: défavorable, règles: [non]}
"""
SMALL_IN_ENGLISH = """\
format: vigie-charte/1
id: petite
title: {fr: Petite charte, en: Small charter}
organisation: Essai
version: "2"
adopted: "2026-01-01"
source:
  text: source.txt
  note: {fr: Une note., en: A note.}
articles:
  "1": {fr: Images, en: Images}
facts:
  generated:
    question: {fr: Générée ?, en: Generated?}
    answered by: author
rules:
  - id: non
    article: "1"
    authority: charter
    basis: text
    quote: Nul ne génère d'images.
    when: {generated: yes}
    effect: forbid
    message: {fr: Non., en: No.}
    way out: {fr: Une photo., en: A photo.}
examples:
  - name: Une image générée
    facts: {generated: yes}
    expected: {answer: forbidden, rules: [non]}
"""


def loaded(text: str) -> Charter:
    return load(text, lambda _: ADOPTED)


def problems(text: str) -> list[Problem]:
    with pytest.raises(CharterError) as raised:
        loaded(text)
    return list(raised.value.problems)


def with_line(old: str, new: str) -> str:
    assert SMALL.count(old) == 1
    return SMALL.replace(old, new)


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_a_charter_says_the_same_in_french_and_in_english() -> None:
    french, english = loaded(SMALL), loaded(SMALL_IN_ENGLISH)
    assert french.rules == english.rules
    assert french.facts == english.facts
    assert french.examples == english.examples


def test_words_are_known_without_their_accents_and_capitals() -> None:
    shouted = SMALL.replace("règles:\n", "REGLES:\n").replace("générée par IA: oui", "generee par ia: OUI")
    assert loaded(shouted).rules == loaded(SMALL).rules


def test_yes_and_no_stay_words() -> None:
    made = loaded(with_line("si: {image générée par IA: oui}", "si: {image générée par IA: [oui, non]}"))
    assert made.rules[0].when == Is("generated", frozenset({"yes", "no"}))


@pytest.mark.parametrize(
    ("old", "new", "mistake", "subject", "suggestion"),
    [
        (
            "si: {image générée",
            "si: {image généré",
            Mistake.UNKNOWN_FACT,
            "image généré par IA",
            "image générée par IA",
        ),
        ("effet: interdire", "effet: interdir", Mistake.UNKNOWN_VALUE, "interdir", "interdire"),
        ("    citation:", "    citatoin:", Mistake.UNKNOWN_KEY, "citatoin", "citation"),
        ('    article: "1"', '    article: "7"', Mistake.UNKNOWN_ARTICLE, "7", ""),
        ("règles: [non]", "règles: [nom]", Mistake.UNKNOWN_RULE, "nom", "non"),
        ("    base: texte", "    base: [texte]", Mistake.NOT_A_WORD, "", ""),
        ("    base: texte\n", "", Mistake.MISSING_KEY, "basis", ""),
        ("    que faire: {fr: Une photo., en: A photo.}\n", "", Mistake.NO_WAY_OUT, "non", ""),
        ("si: {image générée par IA: oui}", "si: {}", Mistake.EMPTY_CONDITION, "", ""),
        ("si: {image générée par IA: oui}", "si: {image générée par IA: []}", Mistake.EMPTY_CONDITION, "", ""),
        ("id: petite", "id: petite\nid: grande", Mistake.DUPLICATE_KEY, "id", ""),
        ("titre: {", "titre: &ancre {", Mistake.ANCHOR, "", ""),
        ('version: "2"', "version: !!int 2", Mistake.TAG, "", ""),
        (
            "format: vigie-charte/1",
            "format: vigie-charte/9",
            Mistake.UNKNOWN_FORMAT,
            "vigie-charte/9",
            "vigie-charte/1",
        ),
        ("  note: {fr: Une note., en: A note.}", "  note: {fr: Une note.}", Mistake.MISSING_KEY, "en", ""),
    ],
)
def test_a_mistake_names_its_line_and_the_word_that_was_meant(
    old: str, new: str, mistake: Mistake, subject: str, suggestion: str
) -> None:
    text = with_line(old, new)
    (problem,) = problems(text)
    assert (problem.mistake, problem.subject, problem.suggestion) == (mistake, subject, suggestion)
    assert 0 < problem.line <= len(text.splitlines())


def test_the_line_is_the_one_with_the_wrong_word() -> None:
    text = with_line("effet: interdire", "effet: interdir")
    assert problems(text)[0].line == line_of(text, "interdir")


def test_several_mistakes_are_told_at_once() -> None:
    second = SMALL.partition("règles:\n")[2].partition("exemples:")[0].replace("id: non", "id: autre")
    text = SMALL.replace("exemples:", second.replace("interdire", "interdir") + "exemples:").replace(
        "    base: texte\n    citation", "    base: textes\n    citation", 1
    )
    assert {problem.mistake for problem in problems(text)} == {Mistake.UNKNOWN_VALUE}
    assert len(problems(text)) == 2


def test_two_rules_of_one_name_are_a_mistake() -> None:
    rule = SMALL.partition("règles:\n")[2].partition("exemples:")[0]
    assert problems(SMALL.replace("exemples:", rule + "exemples:"))[0].mistake is Mistake.DUPLICATE_RULE


def test_a_requirement_says_what_fulfils_it() -> None:
    text = with_line("effet: interdire", "effet: exiger déclaration")
    assert problems(text) == [Problem(line_of(text, "id: non"), Mistake.MISSING_KEY, "satisfied when")]


def test_a_quote_is_looked_for_word_for_word_in_the_adopted_text() -> None:
    assert loaded(SMALL).rules[0].quote_verified
    assert not loaded(with_line("Nul ne génère d'images.", "Nul ne génère de textes.")).rules[0].quote_verified


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(CharterError) as raised:
        load_file(tmp_path / "nowhere.yaml")
    assert raised.value.problems[0].mistake is Mistake.NOT_READABLE


def test_the_adopted_text_must_lie_beside_the_charter(tmp_path: Path) -> None:
    (tmp_path / "charter.yaml").write_text(SMALL, encoding="utf-8")
    with pytest.raises(CharterError) as raised:
        load_file(tmp_path / "charter.yaml")
    assert raised.value.problems[0].mistake is Mistake.NO_SOURCE
    (tmp_path / "source.txt").write_text(ADOPTED, encoding="utf-8")
    assert load_file(tmp_path / "charter.yaml").id == "petite"


def test_the_adopted_text_is_never_taken_from_another_folder(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "source.txt").write_text(ADOPTED, encoding="utf-8")
    (tmp_path / "inside" / "charter.yaml").write_text(SMALL.replace("source.txt", "../source.txt"), encoding="utf-8")
    with pytest.raises(CharterError):
        load_file(tmp_path / "inside" / "charter.yaml")


def test_a_file_that_is_no_text_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "charter.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CharterError) as raised:
        load_file(tmp_path / "charter.yaml")
    assert raised.value.problems[0].mistake is Mistake.NOT_TEXT


def test_line_ends_do_not_change_the_digest(tmp_path: Path) -> None:
    for name, ends in (("unix", "\n"), ("windows", "\r\n")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "charter.yaml").write_bytes(SMALL.replace("\n", ends).encode())
        (folder / "source.txt").write_text(ADOPTED, encoding="utf-8")
    digests = {load_file(tmp_path / name / "charter.yaml").sha256 for name in ("unix", "windows")}
    assert len(digests) == 1


@pytest.mark.parametrize(
    "text", ["", "   ", "- a\n- b", "a", "{", "\t", "a: b: c", "%", "? [", "\0", "a: *b", "[" * 5_000]
)
def test_what_is_no_charter_at_all_is_a_mistake_and_no_crash(text: str) -> None:
    assert problems(text)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.integers(0, len(SMALL)), st.text(max_size=8), st.integers(0, 30))
def test_any_slip_of_the_keyboard_is_a_charter_or_a_mistake(at: int, typed: str, removed: int) -> None:
    with suppress(CharterError):
        assert loaded(SMALL[:at] + typed + SMALL[at + removed :]).sha256


def test_the_shipped_charter_is_the_federation_s() -> None:
    charter = shipped()
    assert (charter.id, charter.version, charter.adopted) == ("ps92", "2", "2025-11-15")
    own, laws = charter.articles[:5], charter.articles[5:]
    assert [article.number for article in own] == ["1", "2", "3", "4", "5"]
    assert {rule.article for rule in charter.rules} == {article.number for article in charter.articles}
    of_laws = [rule for rule in charter.rules if rule.article in {law.number for law in laws}]
    assert of_laws == [rule for rule in charter.rules if rule.authority is Authority.LAW]
    assert all(rule.mode is Mode.OBSERVE for rule in of_laws)
    assert all(rule.quote_verified or rule.paraphrase for rule in charter.rules)
    assert all(rule.way_out for rule in charter.rules if rule.effect is Effect.FORBID)
    assert charter.by_id["no-generated-image"].article == "1"
