"""The charter as a page for people, in Markdown, and what any such page says around the charter's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from policy.charter.model import Basis, Charter, Fact, Guarantee, Mode, Rule
from policy.charter.words import term_words
from policy.language import Language
from policy.verdict import Effect


@dataclass(frozen=True, slots=True)
class Headings:
    """The words around the charter's own: what each effect and each answerer is called, and the small labels.

    `day` writes an ISO 8601 date as people do.
    """

    adopted: str
    day: Callable[[str], str]
    article: str
    version: str
    effects: Mapping[Effect, str]
    observed: str
    reading: str
    unverified: str
    paraphrase: str
    way_out: str
    approvals: str
    no_rule: str
    facts: str
    answerers: Mapping[str, str]
    answered_by: str
    values: str
    guarantees: str
    examples: str
    fingerprints: str
    text_digest: str
    meaning_digest: str


def as_markdown(charter: Charter, language: Language, headings: Headings) -> str:
    """Return the whole charter: its articles, under each one the rules that rest on it, and what they ask about."""
    lines: list[str] = []
    for paragraph in _paragraphs(charter, language, headings):
        lines += (*paragraph, "")
    return "\n".join(lines).rstrip() + "\n"


def origin(charter: Charter, headings: Headings) -> tuple[str, ...]:
    """Return whose charter it is, when they adopted it, where the file says so, and its version."""
    adopted = (headings.adopted.format(date=headings.day(charter.adopted)),) if charter.adopted else ()
    return (charter.organisation, *adopted, headings.version.format(number=charter.version))


def marks(rule: Rule, headings: Headings) -> tuple[str, ...]:
    """Return what is to be known of a rule beside its effect: that it only counts, that it is a reading of the text."""
    observed = (headings.observed,) if rule.mode is Mode.OBSERVE else ()
    return observed + ((headings.reading,) if rule.basis is Basis.INTERPRETATION else ())


def approvals(rule: Rule, headings: Headings) -> str:
    """Return how many people of which role a rule asks for, "" where it asks for nobody."""
    if rule.approval is None:
        return ""
    role = headings.answerers.get(rule.approval.role, rule.approval.role)
    return headings.approvals.format(number=rule.approval.count, role=role)


def answered_by(fact: Fact, headings: Headings) -> str:
    """Return who answers the question of a fact."""
    return headings.answered_by.format(who=", ".join(headings.answerers.get(who, who) for who in fact.answered_by))


def values(fact: Fact, language: Language, headings: Headings) -> str:
    """Return the values that a fact may take, as people call them."""
    return headings.values.format(values=", ".join(value.words[language] for value in fact.values))


def promised(guarantee: Guarantee, language: Language) -> str:
    """Return the answers that a guarantee promises."""
    return " / ".join(sorted(term_words(answer, language) for answer in guarantee.answers))


def _paragraphs(charter: Charter, language: Language, headings: Headings) -> Iterator[tuple[str, ...]]:
    yield (f"# {charter.title[language]}",)
    yield (" · ".join(origin(charter, headings)),)
    yield (_line(charter.source_note[language]),)
    for article in charter.articles:
        yield (f"## {headings.article.format(number=article.number)} · {article.title[language]}",)
        rules = [rule for rule in charter.rules if rule.article == article.number]
        for rule in rules:
            yield from _rule(rule, language, headings)
        if not rules:
            yield (headings.no_rule,)
    yield (f"## {headings.facts}",)
    yield tuple(_fact(fact, language, headings) for fact in charter.facts)
    if charter.guarantees:
        yield (f"## {headings.guarantees}",)
    yield tuple(f"- {_line(item.name)} → {promised(item, language)}" for item in charter.guarantees)
    yield (headings.examples.format(number=len(charter.examples)),)
    yield (f"## {headings.fingerprints}",)
    yield (
        "- " + headings.text_digest.format(digest=f"`{charter.sha256}`"),
        "- " + headings.meaning_digest.format(digest=f"`{charter.meaning}`"),
    )


def _rule(rule: Rule, language: Language, headings: Headings) -> Iterator[tuple[str, ...]]:
    marked = "".join(f" ({mark})" for mark in marks(rule, headings))
    yield (f"**{headings.effects[rule.effect]}**{marked} — {_line(rule.message[language])}",)
    if rule.paraphrase:
        yield (f"> {_line(rule.paraphrase[language])} ({headings.paraphrase})",)
    else:
        unverified = "" if rule.quote_verified else f" ({headings.unverified})"
        yield (f"> « {_line(rule.quote)} »{unverified}",)
    if wanted := approvals(rule, headings):
        yield (wanted,)
    if rule.way_out:
        yield (f"→ {headings.way_out} {_line(rule.way_out[language])}",)


def _fact(fact: Fact, language: Language, headings: Headings) -> str:
    return f"- **{_line(fact.question[language])}** {answered_by(fact, headings)} {values(fact, language, headings)}"


def _line(text: str) -> str:
    """Return a text on one line, its no-break spaces as they are."""
    return " ".join(line.strip() for line in text.splitlines())
