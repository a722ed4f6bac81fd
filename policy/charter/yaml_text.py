"""A small, safe part of YAML: words, lists and mappings, each with its line.

YAML's surprises are refused rather than explained: `no` stays the word « no », a date stays text, and anchors, tags,
duplicate keys and tabs are mistakes (YAML 1.2.2, sections 3.2.2.2, 2.4, 3.2.1.3 and 6.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from policy.charter.problem import CharterError, Mistake, Problem

LARGEST = 512 * 1024
"""The largest charter file, in characters."""
_DEEPEST = 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Word:
    """A scalar, always text."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping, its keys unique and in the order of the file."""

    entries: tuple[tuple[Word, Node], ...]
    line: int


Node = Word | Items | Entries


def parse(text: str) -> Node:
    """Return the tree of a YAML text.

    Raises:
        CharterError: the text is not YAML, or uses what is refused here.
    """
    if len(text) > LARGEST:
        raise CharterError(Problem(0, Mistake.TOO_LARGE))
    _refuse_tabs(text)
    try:
        events = yaml.parse(text, Loader=_LOADER)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                return _node(next(events), events, 0)
    except yaml.MarkedYAMLError as error:
        raise CharterError(Problem(_line_of(error), Mistake.SYNTAX)) from error
    except yaml.YAMLError as error:
        raise CharterError(Problem(0, Mistake.SYNTAX)) from error
    raise CharterError(Problem(0, Mistake.NOT_A_MAPPING))


def _refuse_tabs(text: str) -> None:
    """Refuse tabs anywhere: where YAML allows them, its two implementations read them differently."""
    lines = [number for number, line in enumerate(text.split("\n"), 1) if "\t" in line]
    if lines:
        raise CharterError(*(Problem(line, Mistake.TAB) for line in lines))


def _line_of(error: yaml.MarkedYAMLError) -> int:
    """Return the line of a mistake: where a quotation begins, if its end was looked for in vain."""
    unclosed = "quoted scalar" in (error.context or "")
    mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 0


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
    line = event.start_mark.line + 1 if event.start_mark else 0
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise CharterError(Problem(line, Mistake.ANCHOR))
    if getattr(event, "tag", None):
        raise CharterError(Problem(line, Mistake.TAG))
    if depth > _DEEPEST:
        raise CharterError(Problem(line, Mistake.SYNTAX))
    if isinstance(event, yaml.ScalarEvent):
        return Word(event.value, line)
    if isinstance(event, yaml.SequenceStartEvent):
        return Items(tuple(_items(events, depth + 1)), line)
    return Entries(tuple(_entries(events, depth + 1)), line)


def _items(events: Iterator[yaml.Event], depth: int) -> Iterator[Node]:
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        yield _node(event, events, depth)


def _entries(events: Iterator[yaml.Event], depth: int) -> Iterator[tuple[Word, Node]]:
    seen: set[str] = set()
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(event, events, depth)
        if not isinstance(key, Word):
            raise CharterError(Problem(key.line, Mistake.NOT_A_WORD))
        if key.text in seen:
            raise CharterError(Problem(key.line, Mistake.DUPLICATE_KEY, key.text))
        seen.add(key.text)
        value = next(events)
        if _lacks_colon(event, value):
            raise CharterError(Problem(key.line, Mistake.COMMA, key.text))
        yield key, _node(value, events, depth)


def _lacks_colon(key: yaml.Event, value: yaml.Event) -> bool:
    """Whether an entry between braces is a mere piece of text, cut off by a comma."""
    if not isinstance(value, yaml.ScalarEvent) or value.value:
        return False
    return bool(key.end_mark and value.end_mark and key.end_mark.index == value.end_mark.index)
