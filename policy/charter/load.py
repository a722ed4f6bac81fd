"""From a charter file to a `Charter`; every mistake that can be told is told at once, with its line."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from policy.charter.conditions import condition
from policy.charter.facts import KnownFacts, fact, known_facts
from policy.charter.fields import Fields, entries, fields, items, one_or_more, sentence, term, text
from policy.charter.meaning import meaning
from policy.charter.model import Article, Charter, Example, Guarantee, Rule
from policy.charter.problem import CharterError, Mistake, Problem, nearest
from policy.charter.rules import rule
from policy.charter.words import Key, plain, terms_of
from policy.charter.yaml_text import LARGEST, Node, Word, parse
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
    Key.GUARANTEES,
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
    adopted = adopted_text(source.text(Key.TEXT)) if source.get(Key.TEXT) else ""
    articles = _each(entries(top.need(Key.ARTICLES)).entries, lambda item: Article(item[0].text, sentence(item[1])))
    named = entries(top.need(Key.FACTS)).entries
    facts = _each(named, lambda item: fact(*item))
    _require_distinct([plain(item.name) for item in facts], [key for key, _ in named], Mistake.DUPLICATE_KEY)
    known = known_facts(facts, tuple(key.text for key, _ in named))
    rules = _rules(top, tuple(item.number for item in articles), adopted, known)
    ids = tuple(item.id for item in rules)
    promised = top.get(Key.GUARANTEES)
    return Charter(
        id=top.text(Key.ID),
        version=top.text(Key.VERSION),
        title=sentence(top.need(Key.TITLE)),
        organisation=top.text(Key.ORGANISATION),
        adopted=top.text(Key.ADOPTED) if top.get(Key.ADOPTED) else "",
        source=adopted,
        source_note=sentence(source.need(Key.NOTE)),
        articles=articles,
        facts=facts,
        rules=rules,
        guarantees=_each(items(promised), lambda node: _guarantee(node, known)) if promised else (),
        examples=_each(items(top.need(Key.EXAMPLES)), lambda node: _example(node, ids, known)),
        sha256=hashlib.sha256(written.encode()).hexdigest(),
        meaning=meaning(facts, rules),
        written=written,
        by_id={item.id: item for item in rules},
    )


def _rules(top: Fields, articles: tuple[str, ...], adopted: str, known: KnownFacts) -> tuple[Rule, ...]:
    nodes = items(top.need(Key.RULES))
    rules = _each(nodes, lambda node: rule(node, articles, adopted, known))
    _require_distinct([item.id for item in rules], nodes, Mistake.DUPLICATE_RULE)
    return rules


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


def _guarantee(node: Node, known: KnownFacts) -> Guarantee:
    given = fields(node, (Key.NAME, Key.WHEN, Key.ANSWER))
    answers = frozenset(Answer(term(item, _ANSWERS)) for item in one_or_more(given.need(Key.ANSWER)))
    if not answers:
        raise CharterError(Problem(node.line, Mistake.MISSING_KEY, Key.ANSWER.value))
    return Guarantee(given.text(Key.NAME), condition(given.need(Key.WHEN), known), answers, node.line)


def _example(node: Node, rules: tuple[str, ...], known: KnownFacts) -> Example:
    given = fields(node, (Key.NAME, Key.FACTS, Key.EXPECTED))
    expected = fields(given.need(Key.EXPECTED), (Key.ANSWER, Key.RULES, Key.OBSERVED))
    facts = [(known.name(key), value) for key, value in entries(given.need(Key.FACTS)).entries]
    return Example(
        name=given.text(Key.NAME),
        facts=tuple((name, known.value(name, value)) for name, value in facts),
        answer=Answer(term(expected.need(Key.ANSWER), _ANSWERS)),
        rules=_expected_rules(expected, Key.RULES, rules),
        observed=_expected_rules(expected, Key.OBSERVED, rules),
        line=node.line,
    )


def _expected_rules(expected: Fields, key: Key, known: tuple[str, ...]) -> tuple[str, ...] | None:
    node = expected.get(key)
    if node is None:
        return None
    named = [(text(item), item.line) for item in items(node)]
    problems = [
        Problem(line, Mistake.UNKNOWN_RULE, name, nearest(name, known)) for name, line in named if name not in known
    ]
    if problems:
        raise CharterError(*problems)
    return tuple(name for name, _ in named)


def _require_distinct(names: Sequence[str], nodes: Sequence[Node], mistake: Mistake) -> None:
    seen: set[str] = set()
    for name, node in zip(names, nodes, strict=True):
        if name in seen:
            raise CharterError(Problem(node.line, mistake, name))
        seen.add(name)
