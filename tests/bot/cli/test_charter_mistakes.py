"""What a press officer reads when a charter file has a mistake: a sentence, its line, and what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.charter_file import CharterFileError
from bot.language import Catalogue
from policy.charter.problem import Mistake, Problem
from policy.charter.words import Key
from policy.language import Language
from policy.limits import Limits
from tests.bot.cli.conftest import Vigie

SOURCE = "Nul ne génère d’images."
CHARTER = """\
format: vigie-charte/1
id: essai
titre: {fr: Une charte, en: A charter}
organisation: Essai
version: "1"
adoptée le: "2026-01-01"
source:
  texte: source.txt
  note: {fr: Une note., en: A note.}
articles:
  "1": {fr: Images, en: Images}
faits:
  image générée par IA:
    question: {fr: Générée, en: Generated}
    répond: auteur·rice
  enfant visible:
    choix: oui/non
    question: {fr: Un enfant, en: A child}
    répond: auteur·rice
règles:
  - id: pas-d-image
    article: "1"
    origine: charte
    base: texte
    citation: Nul ne génère d’images.
    si: {image générée par IA: oui}
    effet: interdire
    message: {fr: Non., en: No.}
    que faire: {fr: Une photo., en: A photo.}
exemples:
  - nom: Une image générée
    faits: {image générée par IA: oui}
    attendu: {avis: défavorable, règles: [pas-d-image]}
"""


@pytest.fixture
def charter(tmp_path: Path) -> Path:
    (tmp_path / "source.txt").write_text(SOURCE, "utf-8")
    path = tmp_path / "charte.yaml"
    path.write_text(CHARTER, "utf-8")
    return path


def test_the_file_that_the_mistakes_are_made_in_is_right(vigie: Vigie, charter: Path) -> None:
    assert vigie("charter", "check", charter).err.count("ligne") == 0
    assert "La charte ne peut pas s’appliquer" not in vigie("charter", "check", charter).complaint


MISTAKES = {
    "a tab in the indentation": (
        "    article:",
        "\tarticle:",
        "ligne 22 : cette ligne contient une tabulation ; mettez des espaces à la place",
    ),
    "a duplicate key": (
        "    base: texte\n",
        "    base: texte\n    base: texte\n",
        "ligne 25 : « base » figure deux fois",
    ),
    "the same key in two languages": (
        "    base: texte\n",
        "    base: texte\n    basis: texte\n",
        "ligne 25 : « basis » figure deux fois",
    ),
    "an unknown fact, misspelt": (
        "si: {image générée par IA: oui}",
        "si: {image généré par IA: oui}",
        "ligne 26 : fait inconnu « image généré par IA » ; vouliez-vous dire « image générée par IA » ?",
    ),
    "an unknown fact, like no other": (
        "si: {image générée par IA: oui}",
        "si: {météo: oui}",
        "ligne 26 : fait inconnu « météo » ; un fait à vous se définit sous « faits », avec ses « choix »",
    ),
    "a fact of one's own that is misspelt": (
        "si: {image générée par IA: oui}",
        "si: {enfants visibles: oui}",
        "ligne 26 : fait inconnu « enfants visibles » ; vouliez-vous dire « enfant visible » ?",
    ),
    "a refusal without a way out": (
        "    que faire: {fr: Une photo., en: A photo.}\n",
        "",
        "ligne 21 : la règle « pas-d-image » interdit sans dire que faire ; ajoutez « que faire »",
    ),
    "an anchor": (
        "message: {fr: Non., en: No.}",
        "message: &message {fr: Non., en: No.}",
        "ligne 28 : les signes comme & et * ne servent pas ici",
    ),
    "an alias": (
        "message: {fr: Non., en: No.}",
        "message: *message",
        "ligne 28 : les signes comme & et * ne servent pas ici",
    ),
    "a tag": (
        "fr: Non.",
        "fr: !important Non.",
        "ligne 28 : les signes comme ! ne servent pas ici",
    ),
    "choices for a fact that Vigie derives": (
        "    question: {fr: Générée, en: Generated}\n",
        "    choix: oui/non\n    question: {fr: Générée, en: Generated}\n",
        "ligne 14 : Vigie établit elle-même le fait « image générée par IA » ; retirez son « choix »",
    ),
    "a single choice": (
        "choix: oui/non",
        "choix: [oui]",
        "ligne 17 : un fait a besoin d’au moins deux choix différents, par exemple oui/non",
    ),
    "the same choice twice": (
        "choix: oui/non",
        "choix: [oui, OUI]",
        "ligne 17 : un fait a besoin d’au moins deux choix différents",
    ),
    "a fact of one's own that is left to Vigie": (
        "en: A child}\n    répond: auteur·rice",
        "en: A child}\n    répond: vigie",
        "ligne 19 : Vigie ne peut pas connaître le fait « enfant visible », propre à la charte",
    ),
    "a fact that nobody answers": (
        "en: A child}\n    répond: auteur·rice",
        "en: A child}\n    répond: []",
        "ligne 19 : « répond » manque",
    ),
    "a quote and a paraphrase": (
        "    effet: interdire\n",
        "    paraphrase: {fr: Rien., en: Nothing.}\n    effet: interdire\n",
        "ligne 27 : la règle « pas-d-image » a une citation et une paraphrase ; gardez l’une des deux",
    ),
    "a text that a comma cuts in two": (
        "{fr: Générée, en: Generated}",
        "{fr: Générée, ou une partie, en: Generated}",
        "ligne 14 : la virgule avant « ou une partie » coupe le texte en deux ; mettez tout le texte entre guillemets",
    ),
    "a text with a colon": (
        "message: {fr: Non., en: No.}",
        "message:\n      fr: Une IA a servi : non.\n      en: No.",
        "ligne 29 : cette ligne est incompréhensible ; vérifiez son retrait, et mettez entre guillemets droits",
    ),
    "a quotation that never ends": (
        "message: {fr: Non., en: No.}",
        'message: {fr: "Non., en: No.}',
        "ligne 28 : cette ligne est incompréhensible",
    ),
    "a key that is missing, told in French": ("    base: texte\n", "", "ligne 21 : « base » manque"),
    "another key that is missing": (
        "    attendu: {avis: défavorable, règles: [pas-d-image]}\n",
        "    attendu: {règles: [pas-d-image]}\n",
        "ligne 33 : « avis » manque",
    ),
    "an effect that is misspelt": (
        "effet: interdire",
        "effet: interdir",
        "ligne 27 : valeur inconnue « interdir » ; vouliez-vous dire « interdire » ?",
    ),
}


@pytest.mark.parametrize(("old", "new", "told"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_in_french_with_its_line(vigie: Vigie, charter: Path, old: str, new: str, told: str) -> None:
    assert CHARTER.count(old) == 1
    charter.write_text(CHARTER.replace(old, new), "utf-8")
    ran = vigie("charter", "check", charter)
    assert (ran.code, ran.out) == (1, "")
    assert ran.complaint.startswith("La charte ne peut pas s’appliquer telle qu’elle est écrite : ligne ")
    assert told in ran.complaint


def test_every_line_with_a_tab_is_told(vigie: Vigie, charter: Path) -> None:
    charter.write_text(CHARTER.replace("    si:", "\tsi:").replace("    effet:", "\teffet:"), "utf-8")
    told = vigie("charter", "check", charter).complaint
    assert "ligne 26 : cette ligne contient une tabulation" in told
    assert "ligne 27 : cette ligne contient une tabulation" in told


def test_mistakes_of_several_rules_are_told_together(vigie: Vigie, charter: Path) -> None:
    rule = CHARTER.split("règles:\n", 1)[1].split("exemples:", 1)[0]
    second = rule.replace("pas-d-image", "deux").replace("effet: interdire", "effet: défendre")
    charter.write_text(CHARTER.replace(rule, rule.replace('article: "1"', 'article: "8"') + second), "utf-8")
    told = vigie("charter", "check", charter).complaint
    assert "ligne 22 : article inconnu « 8 »" in told
    assert "ligne 36 : valeur inconnue « défendre »" in told


@pytest.mark.parametrize("size", [2_000_000, 3_000_000, Limits().file_size])
def test_two_megabytes_of_yaml_are_no_charter(vigie: Vigie, charter: Path, size: int) -> None:
    line = "# Une ligne de commentaire.\n"
    charter.write_text(CHARTER + line * (size // len(line)), "utf-8")
    ran = vigie("charter", "check", charter)
    assert ran.code == 1
    assert "le fichier est trop gros pour une charte" in ran.complaint


def test_a_mistake_is_told_in_english_too(vigie: Vigie, charter: Path) -> None:
    charter.write_text(CHARTER.replace("    base: texte\n", ""), "utf-8")
    assert "line 21: “basis” is missing" in vigie("charter", "check", charter, VIGIE_LANGUAGE="en").complaint


def test_a_hostile_word_is_told_on_one_harmless_line(vigie: Vigie, charter: Path) -> None:
    charter.write_text(CHARTER.replace("effet: interdire", 'effet: "\\e[31m✅\\nOK"'), "utf-8")
    told = vigie("charter", "check", charter).err
    assert "\x1b" not in told
    assert "✅" not in told
    assert len(told.splitlines()) == 2


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("mistake", Mistake)
def test_every_mistake_has_a_sentence_in_both_languages(mistake: Mistake, language: Language) -> None:
    subject = Key.BASIS.value if mistake is Mistake.MISSING_KEY else "ceci"
    english, told = (
        CharterFileError((Problem(7, mistake, subject, "cela"),)).sentence(Catalogue(reader))
        for reader in (Language.ENGLISH, language)
    )
    assert told.count("\n") == 1
    assert "{" not in told
    assert "cela" in told
    assert (told == english) is (language is Language.ENGLISH)
