"""Reading the tree of a charter file: keys by their meaning, words by their term, every mistake with its line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from policy.charter.model import Words
from policy.charter.problem import CharterError, Mistake, Problem
from policy.charter.words import Key, Term, Vocabulary, terms_of
from policy.charter.yaml_text import Entries, Items, Node, Word


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping of the file, by the meaning of its keys."""

    values: Mapping[Key, Node]
    line: int

    def need(self, key: Key) -> Node:
        """Return the value of a key that must be there.

        Raises:
            CharterError: it is not.
        """
        if key not in self.values:
            raise CharterError(Problem(self.line, Mistake.MISSING_KEY, key.value))
        return self.values[key]

    def get(self, key: Key) -> Node | None:
        """Return the value of a key that may be there."""
        return self.values.get(key)

    def text(self, key: Key) -> str:
        """Return the text of a key that must be there."""
        return text(self.need(key))


def fields(node: Node, allowed: Collection[Key]) -> Fields:
    """Return a mapping whose keys are all among the allowed ones.

    Raises:
        CharterError: the node is no mapping, or has another key; one problem for each.
    """
    known = terms_of(allowed)
    found: dict[Key, Node] = {}
    problems = []
    for key, value in entries(node).entries:
        meaning = known.find(key.text)
        if meaning is None:
            problems.append(Problem(key.line, Mistake.UNKNOWN_KEY, key.text, known.near(key.text)))
        elif meaning in found:
            problems.append(Problem(key.line, Mistake.DUPLICATE_KEY, key.text))
        else:
            found[meaning] = value
    if problems:
        raise CharterError(*problems)
    return Fields(found, node.line)


def entries(node: Node) -> Entries:
    """Return the node as a mapping."""
    if not isinstance(node, Entries):
        raise CharterError(Problem(node.line, Mistake.NOT_A_MAPPING))
    return node


def items(node: Node) -> tuple[Node, ...]:
    """Return the node's items."""
    if not isinstance(node, Items):
        raise CharterError(Problem(node.line, Mistake.NOT_A_LIST))
    return node.items


def one_or_more(node: Node) -> tuple[Node, ...]:
    """Return the items of a list, or the one value that stands alone."""
    return node.items if isinstance(node, Items) else (node,)


def text(node: Node) -> str:
    """Return the node as text that says something."""
    if not isinstance(node, Word) or not node.text.strip():
        raise CharterError(Problem(node.line, Mistake.NOT_A_WORD))
    return node.text.strip()


def sentence(node: Node) -> Words:
    """Return a sentence in both languages."""
    both = fields(node, (Key.FRENCH, Key.ENGLISH))
    return Words(fr=both.text(Key.FRENCH), en=both.text(Key.ENGLISH))


def term(node: Node, known: Vocabulary[Term], mistake: Mistake = Mistake.UNKNOWN_VALUE) -> Term:
    """Return what a word stands for.

    Raises:
        CharterError: nobody knows the word; the nearest one is suggested.
    """
    word = text(node)
    if (found := known.find(word)) is None:
        raise CharterError(Problem(node.line, mistake, word, known.near(word)))
    return found
