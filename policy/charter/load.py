"""From a charter file to a `Charter`; every mistake that can be told is told at once, with its line."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from policy.charter.conditions import fact_name, fact_value
from policy.charter.fields import Fields, entries, fields, items, sentence, term, text
from policy.charter.model import Article, Charter, Example, Fact, Rule
from policy.charter.problem import CharterError, Mistake, Problem, nearest
from policy.charter.rules import rule
from policy.charter.words import ROLES, Key, terms_of
from policy.charter.yaml_text import LARGEST, Node, Word, parse
from policy.facts import VALUES
from policy.verdict import Answer

FORMAT = "vigie-charte/1"
_SHIPPED = Path(__file__).parent / "ps92" / "charter.yaml"
_TOP = (
    Key.FORMAT,
    Key.ID,
    Key.TITLE,
    Key.ORGANISATION,
    Key.VERSION,
    Key.ADOPTED,
    Key.SOURCE,
    Key.ARTICLES,
    Key.FACTS,
    Key.RULES,
    Key.EXAMPLES,
)
_ANSWERS = terms_of((Answer.FORBIDDEN, Answer.INCOMPLETE, Answer.REVIEWABLE))
Made = TypeVar("Made")


def shipped() -> Charter:
    """Return the charter that ships with Vigie: the federation's."""
    return load_file(_SHIPPED)


def load_file(path: Path) -> Charter:
    """Load a charter and the adopted text that lies beside it.

    Raises:
        CharterError: a file can't be read, or the charter has mistakes.
    """
    return load(_read(path), lambda name: _read(path.parent / Path(name).name, Mistake.NO_SOURCE))


def load(written: str, adopted_text: Callable[[str], str]) -> Charter:
    """Load a charter from its text; `adopted_text` gives the text that quotes come from, by its file name.

    Raises:
        CharterError: every mistake that was found.
    """
    top = fields(parse(written), _TOP)
    if top.text(Key.FORMAT) != FORMAT:
        raise CharterError(Problem(top.need(Key.FORMAT).line, Mistake.UNKNOWN_FORMAT, top.text(Key.FORMAT), FORMAT))
    source = fields(top.need(Key.SOURCE), (Key.TEXT, Key.NOTE))
    adopted = adopted_text(source.text(Key.TEXT))
    articles = _each(entries(top.need(Key.ARTICLES)).entries, lambda item: Article(item[0].text, sentence(item[1])))
    facts = _each(entries(top.need(Key.FACTS)).entries, lambda item: _fact(*item))
    rules = _each(items(top.need(Key.RULES)), lambda node: rule(node, tuple(item.number for item in articles), adopted))
    _require_distinct(rules, items(top.need(Key.RULES)))
    known = tuple(item.id for item in rules)
    examples = _each(items(top.need(Key.EXAMPLES)), lambda node: _example(node, known))
    return Charter(
        id=top.text(Key.ID),
        version=top.text(Key.VERSION),
        title=sentence(top.need(Key.TITLE)),
        organisation=top.text(Key.ORGANISATION),
        adopted=top.text(Key.ADOPTED),
        source=adopted,
        source_note=sentence(source.need(Key.NOTE)),
        articles=articles,
        facts=facts,
        rules=rules,
        examples=examples,
        sha256=hashlib.sha256(written.encode()).hexdigest(),
        by_id={item.id: item for item in rules},
    )


def _read(path: Path, missing: Mistake = Mistake.NOT_READABLE) -> str:
    """Read text with one kind of line end, so that a checkout on another system has the same digest."""
    try:
        with path.open("rb") as stream:
            data = stream.read(4 * LARGEST + 1)
        if len(data) > 4 * LARGEST:
            raise CharterError(Problem(0, Mistake.TOO_LARGE, path.name))
        return unicodedata.normalize("NFC", data.decode("utf-8-sig").replace("\r\n", "\n"))
    except OSError as error:
        raise CharterError(Problem(0, missing, str(path))) from error
    except UnicodeDecodeError as error:
        raise CharterError(Problem(0, Mistake.NOT_TEXT, str(path))) from error


def _each(nodes: Iterable[Node | tuple[Word, Node]], make: Callable[..., Made]) -> tuple[Made, ...]:
    """Make every part and gather the mistakes of all before giving up."""
    made: list[Made] = []
    problems: list[Problem] = []
    for node in nodes:
        try:
            made.append(make(node))
        except CharterError as error:
            problems += error.problems
    if problems:
        raise CharterError(*problems)
    return tuple(made)


def _fact(key: Word, node: Node) -> Fact:
    name = fact_name(key)
    given = fields(node, (Key.QUESTION, Key.ANSWERED_BY))
    return Fact(
        name=name.value,
        values=VALUES[name],
        question=sentence(given.need(Key.QUESTION)),
        answered_by=(term(given.need(Key.ANSWERED_BY), ROLES),),
    )


def _example(node: Node, rules: tuple[str, ...]) -> Example:
    given = fields(node, (Key.NAME, Key.FACTS, Key.EXPECTED))
    expected = fields(given.need(Key.EXPECTED), (Key.ANSWER, Key.RULES))
    facts = [(fact_name(key), value) for key, value in entries(given.need(Key.FACTS)).entries]
    return Example(
        name=given.text(Key.NAME),
        facts=tuple((name.value, fact_value(name, value)) for name, value in facts),
        answer=Answer(term(expected.need(Key.ANSWER), _ANSWERS)),
        rules=_expected_rules(expected, rules),
    )


def _expected_rules(expected: Fields, known: tuple[str, ...]) -> tuple[str, ...] | None:
    node = expected.get(Key.RULES)
    if node is None:
        return None
    named = [(text(item), item.line) for item in items(node)]
    problems = [
        Problem(line, Mistake.UNKNOWN_RULE, name, nearest(name, known)) for name, line in named if name not in known
    ]
    if problems:
        raise CharterError(*problems)
    return tuple(name for name, _ in named)


def _require_distinct(rules: tuple[Rule, ...], nodes: tuple[Node, ...]) -> None:
    seen: set[str] = set()
    for item, node in zip(rules, nodes, strict=True):
        if item.id in seen:
            raise CharterError(Problem(node.line, Mistake.DUPLICATE_RULE, item.id))
        seen.add(item.id)
