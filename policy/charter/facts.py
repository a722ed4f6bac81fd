"""The facts of a charter file: those that Vigie derives, and those that the charter defines itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from policy.charter.fields import Fields, entries, fields, items, one_or_more, sentence, term, text
from policy.charter.model import Fact, Value, Words
from policy.charter.problem import CharterError, Mistake, Problem
from policy.charter.words import (
    ANSWERERS,
    VIGIE,
    Key,
    Vocabulary,
    own_values,
    plain,
    term_words,
    terms_of,
    value_words,
    values_of,
)
from policy.charter.yaml_text import Entries, Node, Word
from policy.facts import NO, VALUES, YES, FactName
from policy.language import Language

_DERIVED: Vocabulary[FactName] = terms_of(FactName)
_DERIVED_VALUES = {name.value: values_of(values) for name, values in VALUES.items()}
_YES_OR_NO = (plain("oui/non"), plain("yes/no"))


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """The names of facts that conditions may use, and the words of each one's values."""

    names: Vocabulary[str]
    values: Mapping[str, Vocabulary[str]]

    def name(self, key: Word) -> str:
        """Return the fact that a key names.

        Raises:
            CharterError: nobody knows it.
        """
        return term(key, self.names, Mistake.UNKNOWN_FACT)

    def value(self, name: str, node: Node) -> str:
        """Return one value of a fact."""
        return term(node, self.values[name])


def known_facts(facts: tuple[Fact, ...], keys: tuple[str, ...]) -> KnownFacts:
    """Return what conditions may use; `keys` are the words by which the file calls its facts."""
    own = [(key, fact.name) for key, fact in zip(keys, facts, strict=True)]
    derived = [(term_words(name, language), name.value) for name in FactName for language in Language]
    values = {fact.name: own_values(fact.values) for fact in facts if fact.own}
    return KnownFacts(Vocabulary(derived + own), _DERIVED_VALUES | values)


def fact(key: Word, node: Node) -> Fact:
    """Return one fact of the file: a derived one by its name, or one of the charter's own, by its choices.

    Raises:
        CharterError: an unknown fact without choices, or choices for a fact that Vigie derives.
    """
    given = fields(node, (Key.CHOICES, Key.QUESTION, Key.ANSWERED_BY, Key.CHANGEABLE))
    derived, choices = _DERIVED.find(key.text), given.get(Key.CHOICES)
    if derived and choices:
        raise CharterError(Problem(choices.line, Mistake.DERIVED_FACT, key.text))
    if not derived and not choices:
        raise CharterError(Problem(key.line, Mistake.UNKNOWN_FACT, key.text, _DERIVED.near(key.text)))
    values = _choices(choices) if choices else tuple(Value(name, value_words(name)) for name in VALUES[_need(derived)])
    return Fact(
        name=derived.value if derived else _name(key),
        values=values,
        question=sentence(given.need(Key.QUESTION)),
        answered_by=_answerers(given, "" if derived else key.text),
        remedies=_remedies(given, own_values(values) if choices else values_of(VALUES[_need(derived)])),
        own=derived is None,
    )


def _need(derived: FactName | None) -> FactName:
    assert derived  # noqa: S101 - a fact without choices is a derived one
    return derived


def _choices(node: Node) -> tuple[Value, ...]:
    """Return the values of a fact: `oui/non`, a list of words, or words with their translation."""
    if isinstance(node, Word) and plain(node.text) in _YES_OR_NO:
        return tuple(Value(name, value_words(name)) for name in (YES, NO))
    if isinstance(node, Entries):
        found = tuple(Value(_name(key), sentence(words)) for key, words in node.entries)
    else:
        found = tuple(Value(_name(item), Words(text(item), text(item))) for item in items(node))
    if len({plain(value.name) for value in found}) < max(2, len(found)):
        raise CharterError(Problem(node.line, Mistake.TOO_FEW_CHOICES))
    return found


def _name(node: Node) -> str:
    """Return a name as the file writes it, accents included: people read it in stories and counterexamples."""
    return "-".join(text(node).casefold().replace("_", " ").replace("-", " ").split())


def _answerers(given: Fields, own: str) -> tuple[str, ...]:
    """Return who answers; a fact of the charter's `own` can't be left to Vigie, which would not know it."""
    node = given.need(Key.ANSWERED_BY)
    found = tuple(term(item, ANSWERERS) for item in one_or_more(node))
    if not found:
        raise CharterError(Problem(node.line, Mistake.MISSING_KEY, Key.ANSWERED_BY.value))
    if own and VIGIE in found:
        raise CharterError(Problem(node.line, Mistake.ANSWERED_BY_VIGIE, own))
    return found


def _remedies(given: Fields, values: Vocabulary[str]) -> tuple[Value, ...]:
    node = given.get(Key.CHANGEABLE)
    if node is None:
        return ()
    return tuple(Value(term(key, values), sentence(words)) for key, words in entries(node).entries)
