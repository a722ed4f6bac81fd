"""Which facts an opinion rests on, and what people call them."""

from __future__ import annotations

import re

from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from policy.charter.model import Charter, Rule, facts_of
from policy.charter.words import term_words, value_words
from policy.facts import VALUES, FactName
from policy.language import Language
from policy.verdict import Verdict

_ABBREVIATION = re.compile(r"\bai\b")


def relied_on(verdict: Verdict, charter: Charter) -> tuple[str, ...]:
    """Return the facts that the fired rules rest on or wait for, in the charter's order, and no others."""
    known = {name for name, _ in verdict.facts}
    wanted: set[str] = set()
    for fired in verdict.rules:
        if rule := charter.by_id.get(fired.id):
            wanted |= _asked(rule) if fired.certain else _asked(rule) - known
    ordered = [fact.name for fact in charter.facts if fact.name in wanted]
    return (*ordered, *sorted(wanted.difference(ordered)))


def _asked(rule: Rule) -> set[str]:
    parts = (rule.when, rule.unless, rule.satisfied_when)
    return {name for part in parts if part for name in facts_of(part)}


def fact_words(name: str, value: str | None, charter: Charter, catalogue: Catalogue) -> str:
    """Return a fact and its value, such as « Mention visible : non »; None is not known yet."""
    told = one_line(_value(name, value, charter, catalogue), 120) if value else catalogue.say(N_("not known yet"))
    return catalogue.say(N_("{fact}: {value}"), fact=_name(name, charter, catalogue), value=told)


def _name(name: str, charter: Charter, catalogue: Catalogue) -> str:
    fact = charter.fact(name)
    if name not in VALUES:
        return one_line(fact.question[catalogue.language] if fact else name, 200)
    words = term_words(FactName(name), catalogue.language)
    words = _ABBREVIATION.sub("AI", words) if catalogue.language is Language.ENGLISH else words.replace("'", "’")
    return words[:1].upper() + words[1:]


def _value(name: str, value: str, charter: Charter, catalogue: Catalogue) -> str:
    fact = charter.fact(name)
    return (fact.words(value) if fact else value_words(value))[catalogue.language]
