"""The charter as a page for people, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policy.charter.model import Charter, Mode, Rule
from policy.language import Language
from policy.verdict import Effect


@dataclass(frozen=True, slots=True)
class Headings:
    """The words around the charter's own: what each effect is called, and the small labels."""

    article: str
    version: str
    effects: Mapping[Effect, str]
    observed: str
    unverified: str
    no_rule: str


def as_markdown(charter: Charter, language: Language, headings: Headings) -> str:
    """Return the whole charter: its articles, and under each one the rules that rest on it."""
    return "\n".join(_lines(charter, language, headings)).rstrip() + "\n"


def _lines(charter: Charter, language: Language, headings: Headings) -> Iterator[str]:
    yield f"# {charter.title[language]}"
    yield ""
    yield f"{charter.organisation} · {charter.adopted} · {headings.version.format(number=charter.version)}"
    yield ""
    yield charter.source_note[language]
    for article in charter.articles:
        yield ""
        yield f"## {headings.article.format(number=article.number)} · {article.title[language]}"
        rules = [rule for rule in charter.rules if rule.article == article.number]
        for rule in rules:
            yield from _rule(rule, language, headings)
        if not rules:
            yield from ("", headings.no_rule)


def _rule(rule: Rule, language: Language, headings: Headings) -> Iterator[str]:
    observed = f" ({headings.observed})" if rule.mode is Mode.OBSERVE else ""
    yield ""
    yield f"**{headings.effects[rule.effect]}**{observed} — {rule.message[language]}"
    yield ""
    unverified = "" if rule.quote_verified else f" ({headings.unverified})"
    yield f"> « {rule.quote} »{unverified}"
    if rule.way_out:
        yield ""
        yield f"→ {rule.way_out[language]}"
