"""The words that a charter file may be written in, French or English, compared without accents or case."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from policy.charter.model import Authority, Basis, Mode, Value, Words
from policy.charter.problem import nearest
from policy.declaration import Purpose
from policy.facts import FactName
from policy.language import Language
from policy.verdict import Answer, Effect

Term = TypeVar("Term")
TermEnum = TypeVar("TermEnum", bound=StrEnum)


class Key(StrEnum):
    """The keys of a charter file."""

    FORMAT = "format"
    ID = "id"
    TITLE = "title"
    ORGANISATION = "organisation"
    VERSION = "version"
    ADOPTED = "adopted"
    SOURCE = "source"
    TEXT = "text"
    NOTE = "note"
    ARTICLES = "articles"
    FACTS = "facts"
    QUESTION = "question"
    ANSWERED_BY = "answered by"
    CHOICES = "choices"
    CHANGEABLE = "changeable"
    RULES = "rules"
    ARTICLE = "article"
    AUTHORITY = "authority"
    BASIS = "basis"
    QUOTE = "quote"
    QUOTE_VERIFIED = "quote verified"
    PARAPHRASE = "paraphrase"
    WHEN = "when"
    UNLESS = "unless"
    ANY_OF = "any of"
    EFFECT = "effect"
    SATISFIED_WHEN = "satisfied when"
    APPROVAL = "approval"
    COUNT = "count"
    ROLE = "role"
    MODE = "mode"
    MESSAGE = "message"
    WAY_OUT = "way out"
    GUARANTEES = "guarantees"
    EXAMPLES = "examples"
    NAME = "name"
    EXPECTED = "expected"
    ANSWER = "answer"
    OBSERVED = "observed"
    FRENCH = "fr"
    ENGLISH = "en"


_FRENCH: Mapping[StrEnum, str] = {
    Key.TITLE: "titre",
    Key.ADOPTED: "adoptée le",
    Key.TEXT: "texte",
    Key.FACTS: "faits",
    Key.ANSWERED_BY: "répond",
    Key.CHOICES: "choix",
    Key.CHANGEABLE: "modifiable",
    Key.RULES: "règles",
    Key.AUTHORITY: "origine",
    Key.BASIS: "base",
    Key.QUOTE: "citation",
    Key.QUOTE_VERIFIED: "citation vérifiée",
    Key.WHEN: "si",
    Key.UNLESS: "sauf si",
    Key.ANY_OF: "au moins un",
    Key.EFFECT: "effet",
    Key.SATISFIED_WHEN: "satisfait si",
    Key.APPROVAL: "approbation",
    Key.COUNT: "nombre",
    Key.ROLE: "rôle",
    Key.WAY_OUT: "que faire",
    Key.GUARANTEES: "garanties",
    Key.EXAMPLES: "exemples",
    Key.NAME: "nom",
    Key.EXPECTED: "attendu",
    Key.ANSWER: "avis",
    Key.OBSERVED: "observées",
    Authority.CHARTER: "charte",
    Authority.LAW: "loi",
    Authority.PROCEDURE: "procédure",
    Basis.TEXT: "texte",
    Basis.INTERPRETATION: "interprétation",
    Basis.PROCEDURE: "procédure",
    Mode.ENFORCE: "appliquer",
    Mode.OBSERVE: "observer",
    Effect.FORBID: "interdire",
    Effect.REQUIRE_STATEMENT: "exiger origine",
    Effect.REQUIRE_DECLARATION: "exiger déclaration",
    Effect.REQUIRE_LABEL: "exiger mention",
    Effect.REQUIRE_APPROVAL: "exiger approbation",
    Effect.PERMIT: "permettre",
    Answer.FORBIDDEN: "défavorable",
    Answer.INCOMPLETE: "réservé",
    Answer.REVIEWABLE: "rien ne s'oppose",
    FactName.KIND: "nature",
    FactName.ORIGIN_ESTABLISHED: "origine établie",
    FactName.GENERATED: "image générée par IA",
    FactName.ENHANCED: "retouche par IA",
    FactName.USE_DECLARED: "usage déclaré",
    FactName.LABEL_VISIBLE: "mention visible",
    FactName.AI_USE: "usage d'IA",
    FactName.TEXT_TRACES: "traces d'assistant",
    FactName.RESULT_CHECKED: "résultat vérifié",
    FactName.PERSONAL_DATA_SENT: "données personnelles envoyées",
    FactName.PURPOSE: "but",
}
_FRENCH_VALUES: Mapping[str, str] = {
    "yes": "oui",
    "no": "non",
    "visual": "visuel",
    "video": "vidéo",
    "document": "document",
    "text": "texte",
    "use": "usage",
    Purpose.DATA_ANALYSIS: "analyse de données",
    Purpose.ACCESSIBILITY: "accessibilité",
    Purpose.INTERNAL_PROCESS: "processus interne",
    Purpose.DRAFTING: "rédaction",
    Purpose.PROOFREADING: "correction",
    Purpose.TRANSLATION: "traduction",
    Purpose.SUMMARY: "résumé",
    Purpose.RESEARCH: "recherche",
    Purpose.SUBTITLES: "sous-titrage",
    Purpose.RETOUCH: "retouche",
    Purpose.IMAGE_GENERATION: "génération d'image",
    Purpose.DECISION: "décision",
    Purpose.OTHER: "autre",
}
VIGIE = "vigie"
"""Answers the questions that the evidence settles."""
_FRENCH_ROLES = {
    "author": "auteur·rice",
    "reviewer": "relecteur·rice",
    "charter-officer": "référent·e charte",
    "auditor": "auditeur·rice",
}


def plain(word: str) -> str:
    """Return a word as it is compared: no accent, no case, one kind of apostrophe, single spaces."""
    decomposed = unicodedata.normalize("NFKD", word.casefold().replace("’", "'").replace("-", " ").replace("_", " "))
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())


class Vocabulary(Generic[Term]):
    """The spellings that some terms may have in a charter file."""

    def __init__(self, spellings: Iterable[tuple[str, Term]]) -> None:
        both = [(plain(word), word, term) for word, term in spellings]
        self._terms = {key: term for key, _, term in both}
        self._words = {key: word for key, word, _ in both}

    def find(self, word: str) -> Term | None:
        """Return what a word stands for, None for an unknown one."""
        return self._terms.get(plain(word))

    def near(self, word: str) -> str:
        """Return the known spelling that was probably meant, "" where none is near."""
        return self._words.get(nearest(plain(word), self._words), "")


def terms_of(terms: Iterable[TermEnum]) -> Vocabulary[TermEnum]:
    """Return the vocabulary of some terms of an enum."""
    chosen = tuple(terms)
    english = [(term.value.replace("-", " "), term) for term in chosen]
    return Vocabulary(english + [(_FRENCH[term], term) for term in chosen if term in _FRENCH])


def values_of(values: Iterable[str]) -> Vocabulary[str]:
    """Return the vocabulary of a fact's values."""
    chosen = tuple(values)
    return Vocabulary(
        [(value, value) for value in chosen] + [(_FRENCH_VALUES.get(value, value), value) for value in chosen]
    )


def own_values(values: Iterable[Value]) -> Vocabulary[str]:
    """Return the vocabulary of the values that a charter's own fact may take."""
    chosen = tuple(values)
    return Vocabulary([(word, value.name) for value in chosen for word in (value.name, value.words.fr, value.words.en)])


ROLES = Vocabulary([(role, role) for role in _FRENCH_ROLES] + [(word, role) for role, word in _FRENCH_ROLES.items()])
ANSWERERS = Vocabulary(
    [(role, role) for role in (*_FRENCH_ROLES, VIGIE)] + [(word, role) for role, word in _FRENCH_ROLES.items()]
)


def value_words(value: str) -> Words:
    """Return what people call a value of a fact that Vigie derives."""
    return Words(fr=_FRENCH_VALUES.get(value, value), en=value.replace("-", " "))


def term_words(term: StrEnum, language: Language) -> str:
    """Return the word that people use for a term."""
    return _FRENCH.get(term, term.value) if language is Language.FRENCH else term.value.replace("-", " ")
