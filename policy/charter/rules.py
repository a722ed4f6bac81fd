"""One rule of a charter file."""

from __future__ import annotations

from policy.charter.conditions import condition
from policy.charter.facts import KnownFacts
from policy.charter.fields import Fields, fields, sentence, term, text
from policy.charter.model import Authority, Basis, Mode, Rule
from policy.charter.problem import CharterError, Mistake, Problem, nearest
from policy.charter.words import ROLES, Key, terms_of, values_of
from policy.charter.yaml_text import Node
from policy.facts import YES
from policy.verdict import Approval, Effect

_ALLOWED = (
    Key.ID,
    Key.ARTICLE,
    Key.AUTHORITY,
    Key.BASIS,
    Key.QUOTE,
    Key.QUOTE_VERIFIED,
    Key.PARAPHRASE,
    Key.WHEN,
    Key.UNLESS,
    Key.EFFECT,
    Key.SATISFIED_WHEN,
    Key.APPROVAL,
    Key.MODE,
    Key.MESSAGE,
    Key.WAY_OUT,
)
_FULFILLED = {Effect.REQUIRE_STATEMENT, Effect.REQUIRE_DECLARATION, Effect.REQUIRE_LABEL}
_YES_OR_NO = values_of((YES, "no"))
_AUTHORITIES, _BASES, _EFFECTS, _MODES = (
    terms_of(Authority),
    terms_of(Basis),
    terms_of(Effect),
    terms_of(Mode),
)


def rule(node: Node, articles: tuple[str, ...], adopted: str, known: KnownFacts) -> Rule:
    """Return one rule; its quote is looked for in the adopted text.

    Raises:
        CharterError: the rule has a mistake.
    """
    given = fields(node, _ALLOWED)
    effect = term(given.need(Key.EFFECT), _EFFECTS)
    satisfied, approval, way_out, mode = (
        given.get(key) for key in (Key.SATISFIED_WHEN, Key.APPROVAL, Key.WAY_OUT, Key.MODE)
    )
    _require_parts(given, effect)
    unless, quote, paraphrase = given.get(Key.UNLESS), _quote(given), given.get(Key.PARAPHRASE)
    return Rule(
        id=given.text(Key.ID),
        article=_article(given.need(Key.ARTICLE), articles),
        authority=term(given.need(Key.AUTHORITY), _AUTHORITIES),
        basis=term(given.need(Key.BASIS), _BASES),
        quote=quote,
        quote_verified=bool(quote) and letters(quote) in letters(adopted),
        quote_waived=_waived(given),
        when=condition(given.need(Key.WHEN), known),
        effect=effect,
        message=sentence(given.need(Key.MESSAGE)),
        way_out=sentence(way_out) if way_out else None,
        unless=condition(unless, known) if unless else None,
        satisfied_when=condition(satisfied, known) if satisfied else None,
        approval=_approval(approval) if approval else None,
        mode=term(mode, _MODES) if mode else Mode.ENFORCE,
        paraphrase=sentence(paraphrase) if paraphrase else None,
        line=node.line,
    )


def _require_parts(given: Fields, effect: Effect) -> None:
    """A refusal shows a way out; a requirement says what fulfils it."""
    if effect is Effect.FORBID and not given.get(Key.WAY_OUT):
        raise CharterError(Problem(given.line, Mistake.NO_WAY_OUT, given.text(Key.ID)))
    if effect in _FULFILLED:
        given.need(Key.SATISFIED_WHEN)
    if effect is Effect.REQUIRE_APPROVAL:
        given.need(Key.APPROVAL)


def _quote(given: Fields) -> str:
    """Return the words that a rule quotes; one that quotes nobody says in its own words what it rests on."""
    paraphrase = given.get(Key.PARAPHRASE)
    if paraphrase is None:
        return given.text(Key.QUOTE)
    if given.get(Key.QUOTE):
        raise CharterError(Problem(paraphrase.line, Mistake.QUOTE_AND_PARAPHRASE, given.text(Key.ID)))
    return ""


def _article(node: Node, articles: tuple[str, ...]) -> str:
    number = text(node)
    if number not in articles:
        raise CharterError(Problem(node.line, Mistake.UNKNOWN_ARTICLE, number, nearest(number, articles)))
    return number


def _approval(node: Node) -> Approval:
    given = fields(node, (Key.COUNT, Key.ROLE))
    count = given.text(Key.COUNT)
    if not (count.isascii() and count.isdigit() and 1 <= int(count) <= 9):
        raise CharterError(Problem(given.need(Key.COUNT).line, Mistake.UNKNOWN_VALUE, count))
    return Approval(count=int(count), role=term(given.need(Key.ROLE), ROLES))


def _waived(given: Fields) -> bool:
    node = given.get(Key.QUOTE_VERIFIED)
    return node is not None and term(node, _YES_OR_NO) != YES


def letters(quotation: str) -> str:
    """Return a text as quotations are compared: line ends and the two kinds of apostrophe don't count."""
    return " ".join(quotation.replace("’", "'").split())
