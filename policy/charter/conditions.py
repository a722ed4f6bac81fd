"""Conditions of a charter file: all lines must hold; a list of values means « or »."""

from __future__ import annotations

from policy.charter.facts import KnownFacts
from policy.charter.fields import entries, items, one_or_more
from policy.charter.model import All, AnyOf, Condition, Is
from policy.charter.problem import CharterError, Mistake, Problem
from policy.charter.words import Key, terms_of
from policy.charter.yaml_text import Node, Word

_ANY_OF = terms_of((Key.ANY_OF,))


def condition(node: Node, known: KnownFacts) -> Condition:
    """Return the condition that a mapping of facts describes.

    Raises:
        CharterError: an unknown fact or value, or nothing at all (which would always hold).
    """
    parts = [_part(key, value, known) for key, value in entries(node).entries]
    if not parts:
        raise CharterError(Problem(node.line, Mistake.EMPTY_CONDITION))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _part(key: Word, value: Node, known: KnownFacts) -> Condition:
    if _ANY_OF.find(key.text):
        alternatives = tuple(condition(item, known) for item in items(value))
        if not alternatives:
            raise CharterError(Problem(value.line, Mistake.EMPTY_CONDITION))
        return alternatives[0] if len(alternatives) == 1 else AnyOf(alternatives)
    name = known.name(key)
    values = frozenset(known.value(name, item) for item in one_or_more(value))
    if not values:
        raise CharterError(Problem(value.line, Mistake.EMPTY_CONDITION))
    return Is(name, values)
