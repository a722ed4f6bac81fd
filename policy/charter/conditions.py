"""Conditions of a charter file: all lines must hold; a list of values means « or »."""

from __future__ import annotations

from policy.charter.fields import entries, items, one_or_more, term
from policy.charter.model import All, AnyOf, Condition, Is
from policy.charter.problem import CharterError, Mistake, Problem
from policy.charter.words import Key, Vocabulary, terms_of, values_of
from policy.charter.yaml_text import Node, Word
from policy.facts import VALUES, FactName

FACTS: Vocabulary[FactName] = terms_of(FactName)
_ANY_OF = terms_of((Key.ANY_OF,))
_VALUES = {name: values_of(values) for name, values in VALUES.items()}


def condition(node: Node) -> Condition:
    """Return the condition that a mapping of facts describes.

    Raises:
        CharterError: an unknown fact or value, or nothing at all (which would always hold).
    """
    parts = [_part(key, value) for key, value in entries(node).entries]
    if not parts:
        raise CharterError(Problem(node.line, Mistake.EMPTY_CONDITION))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _part(key: Word, value: Node) -> Condition:
    if _ANY_OF.find(key.text):
        alternatives = tuple(condition(item) for item in items(value))
        if not alternatives:
            raise CharterError(Problem(value.line, Mistake.EMPTY_CONDITION))
        return alternatives[0] if len(alternatives) == 1 else AnyOf(alternatives)
    name = fact_name(key)
    values = frozenset(term(item, _VALUES[name]) for item in one_or_more(value))
    if not values:
        raise CharterError(Problem(value.line, Mistake.EMPTY_CONDITION))
    return Is(name.value, values)


def fact_name(key: Word) -> FactName:
    """Return the fact that a key names."""
    return term(key, FACTS, Mistake.UNKNOWN_FACT)


def fact_value(name: FactName, value: Node) -> str:
    """Return one value of a fact."""
    return term(value, _VALUES[name])
